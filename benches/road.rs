//! Road searches on real graphs, each beside plain Dijkstra. All run on one thread, and processor time is measured:
//! others may use the machine too.
//!
//! `cargo bench --bench road -- matrix` measures one group; see `support` for where graphs are found. The same in the
//! folder `benches/peers` measures the crates `cch` and `routingkit-cch` too, which want a C++ compiler.

#![expect(clippy::print_stdout, reason = "a bench prints what it ran on")]

mod support;

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use support::clock::CpuTime;
use support::{Road, random, roads};
use tongqu::kernels::cch::{
    Baseline, Cch, Change, Hierarchy, LANES, Metric, PrunedMetric, Query, Sweep, Targets, Updater,
    inertial_flow_order, matrix,
};
use tongqu::kernels::dijkstra::Dijkstra;
use tongqu::kernels::graph::Csr;

/// A graph made ready, by us and by the peers.
struct Ready {
    road: Road,
    graph: Csr,
    cch: Cch,
    metric: Metric<1>,
    pruned: PrunedMetric<1>,
    /// A thousand nodes, some twice.
    places: Vec<u32>,
}

impl Ready {
    fn new(road: Road) -> Self {
        let order = inertial_flow_order(&road.arcs, &road.coordinates);
        let cch = Cch::new(road.node_count(), &road.arcs, &order);
        let metric = Metric::new(&cch, single(&road.weights));
        let pruned = PrunedMetric::new(&cch, &metric);
        let places = random(1, road.node_count() as u32).take(1000).collect();
        let (name, nodes, arcs) = (road.name, road.node_count(), road.arcs.len());
        println!("{name}: {nodes} nodes, {arcs} arcs, {} with shortcuts", cch.arc_count());
        let kept =
            [&metric, pruned.as_metric()].map(|metric| Hierarchy::new(&cch, metric, 0).arc_count());
        println!("{name}: {} triangles, {kept:?} arcs swept both ways", cch.triangle_count());
        let graph = Csr::new(road.node_count(), &road.arcs);
        Self { road, graph, cch, metric, pruned, places }
    }

    fn hierarchy(&self) -> Hierarchy<'_> {
        Hierarchy::new(&self.cch, self.pruned.as_metric(), 0)
    }

    /// Plain distances from a node to all.
    fn dijkstra<'a>(&self, search: &'a mut Dijkstra, from: u32) -> &'a [u32] {
        search.run(&self.graph, &self.road.weights, &[(from, 0)]);
        search.distances()
    }

    /// Pairs of places.
    fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.places.iter().copied().zip(self.places.iter().rev().copied())
    }
}

fn single(weights: &[u32]) -> &[[u32; 1]] {
    weights.as_chunks().0
}

fn lanes<const K: usize>(road: &Road) -> Vec<[u32; K]> {
    let variants: Vec<Vec<u32>> = (0..K as u64).map(|seed| road.variant(seed)).collect();
    (0..road.arcs.len()).map(|arc| std::array::from_fn(|lane| variants[lane][arc])).collect()
}

type Group<'a> = BenchmarkGroup<'a, CpuTime>;

type Measure = fn(&mut Group<'_>, &Ready);

fn all(criterion: &mut Criterion<CpuTime>) {
    let works: [(&str, Measure); 8] = [
        ("order", order),
        ("customise", customise),
        ("change", change),
        ("distance", distance),
        ("one-to-all", one_to_all),
        ("matrix", thousand_by_thousand),
        ("scenario", scenario),
        ("reach", reach),
    ];
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    one_thread.build_global().expect("nothing ran before");
    let graphs: Vec<Ready> = roads().into_iter().map(Ready::new).collect();
    for ready in &graphs {
        for (name, work) in works {
            let mut group = criterion.benchmark_group(format!("road/{}/{name}", ready.road.name));
            group.sample_size(10).warm_up_time(Duration::from_millis(300));
            group.measurement_time(Duration::from_secs(2));
            work(&mut group, ready);
            group.finish();
        }
    }
}

/// Order and build, once for a network.
fn order(group: &mut Group<'_>, ready: &Ready) {
    let road = &ready.road;
    let build = || {
        let order = inertial_flow_order(&road.arcs, &road.coordinates);
        Cch::new(road.node_count(), &road.arcs, &order)
    };
    group.bench_function("tongqu", |bencher| bencher.iter(build));
    #[cfg(feature = "peers")]
    support::peers::order(group, road);
}

/// New weights for the whole network, one or several variants at once.
fn customise(group: &mut Group<'_>, ready: &Ready) {
    let cch = &ready.cch;
    let weights = single(&ready.road.weights);
    let mut metric = ready.metric.clone();
    group.bench_function("tongqu", |bencher| bencher.iter(|| metric.renew(cch, weights)));
    customise_lanes::<8>(group, ready);
    customise_lanes::<16>(group, ready);
    group.bench_function("tongqu, perfect after", |bencher| {
        bencher.iter(|| PrunedMetric::new(cch, &metric));
    });
    #[cfg(feature = "peers")]
    support::peers::customise(group, &ready.road);
}

fn customise_lanes<const K: usize>(group: &mut Group<'_>, ready: &Ready) {
    let weights = lanes::<K>(&ready.road);
    let mut metric = Metric::new(&ready.cch, &weights);
    group.bench_function(format!("tongqu, {K} variants"), |bencher| {
        bencher.iter(|| metric.renew(&ready.cch, &weights));
    });
}

/// Twenty arcs get slower by half, then normal again: one iteration is both.
fn change(group: &mut Group<'_>, ready: &Ready) {
    let changed = changed_arcs(ready);
    let mut slower = ready.road.weights.clone();
    for &arc in &changed {
        slower[arc as usize] += slower[arc as usize] / 2;
    }
    let mut metric = ready.metric.clone();
    let mut updater = Updater::new(&ready.cch);
    let looked_at = updater.update(&mut metric, single(&slower), &changed);
    println!("{looked_at} arcs and shortcuts looked at");
    group.bench_function("tongqu", |bencher| {
        bencher.iter(|| {
            updater.update(&mut metric, single(&slower), &changed);
            updater.update(&mut metric, single(&ready.road.weights), &changed)
        });
    });
    #[cfg(feature = "peers")]
    support::peers::change(group, &ready.road, &changed, &slower);
}

fn changed_arcs(ready: &Ready) -> Vec<u32> {
    random(5, ready.road.arcs.len() as u32).take(20).collect()
}

/// A thousand pairs, one after another.
fn distance(group: &mut Group<'_>, ready: &Ready) {
    group.throughput(Throughput::Elements(1000));
    let mut query = Query::new(&ready.cch);
    let mut dijkstra = Dijkstra::new();
    let plain = Hierarchy::new(&ready.cch, &ready.metric, 0);
    let perfect = ready.hierarchy();
    for (from, to) in ready.pairs().take(100) {
        let expected = ready.dijkstra(&mut dijkstra, from)[to as usize];
        assert_eq!(query.distance(&plain, from, to), expected);
        assert_eq!(query.distance(&perfect, from, to), expected);
    }
    for (name, hierarchy) in [("tongqu", &plain), ("tongqu, perfect", &perfect)] {
        group.bench_function(name, |bencher| {
            let mut one = |(from, to)| u64::from(query.distance(hierarchy, from, to));
            bencher.iter(|| ready.pairs().map(&mut one).sum::<u64>());
        });
    }
    let weights = single(&ready.road.weights);
    group.bench_function("tongqu, perfect, path", |bencher| {
        let mut one = |(from, to)| {
            query
                .path(&perfect, ready.pruned.as_metric(), weights, from, to)
                .map_or(0, |path| path.len())
        };
        bencher.iter(|| ready.pairs().map(&mut one).sum::<usize>());
    });
    #[cfg(feature = "peers")]
    support::peers::distance(group, &ready.road, &ready.pairs().collect::<Vec<_>>());
    group.throughput(Throughput::Elements(10));
    group.bench_function("dijkstra, 10 pairs", |bencher| {
        bencher.iter(|| {
            for (from, to) in ready.pairs().take(10) {
                black_box(dijkstra.run_to(&ready.graph, &ready.road.weights, from, to));
            }
        });
    });
}

/// Rows of distances to all nodes from sixteen sources.
fn one_to_all(group: &mut Group<'_>, ready: &Ready) {
    group.throughput(Throughput::Elements(LANES as u64));
    let sources = &ready.places[..LANES];
    let mut rows = vec![0; LANES * ready.road.node_count()];
    let mut dijkstra = Dijkstra::new();
    let hierarchies = [
        ("tongqu", Hierarchy::new(&ready.cch, &ready.metric, 0)),
        ("tongqu, perfect", ready.hierarchy()),
    ];
    for (name, hierarchy) in &hierarchies {
        let targets = Targets::all(hierarchy);
        let mut sweep = Sweep::new(&ready.cch);
        run(&mut sweep, hierarchy, &targets, sources);
        sweep.write_rows(&targets, &mut rows.chunks_exact_mut(targets.len()).collect::<Vec<_>>());
        for (row, &source) in rows.chunks_exact(targets.len()).zip(sources) {
            assert_eq!(ready.dijkstra(&mut dijkstra, source), row);
        }
        group.bench_function(*name, |bencher| {
            bencher.iter(|| {
                run(&mut sweep, hierarchy, &targets, sources);
                let mut rows: Vec<_> = rows.chunks_exact_mut(targets.len()).collect();
                sweep.write_rows(&targets, &mut rows);
            });
        });
        group.bench_function(format!("{name}, without writing rows"), |bencher| {
            bencher.iter(|| run(&mut sweep, hierarchy, &targets, sources));
        });
    }
    group.bench_function("dijkstra", |bencher| {
        bencher.iter(|| {
            for &source in sources {
                black_box(ready.dijkstra(&mut dijkstra, source));
            }
        });
    });
    #[cfg(feature = "peers")]
    support::peers::one_to_all(group, &ready.road, sources);
}

fn run(sweep: &mut Sweep<'_>, hierarchy: &Hierarchy<'_>, targets: &Targets, sources: &[u32]) {
    for (lane, &source) in sources.iter().enumerate() {
        sweep.start(lane, source, 0);
    }
    sweep.run(hierarchy, targets);
}

/// A thousand sources by a thousand targets, the selection of targets included.
fn thousand_by_thousand(group: &mut Group<'_>, ready: &Ready) {
    group.throughput(Throughput::Elements(1000));
    let compute = |hierarchy: &Hierarchy<'_>| {
        matrix(hierarchy, &Targets::new(hierarchy, &ready.places), &ready.places)
    };
    let plain = Hierarchy::new(&ready.cch, &ready.metric, 0);
    let perfect = ready.hierarchy();
    group.bench_function("tongqu", |bencher| bencher.iter(|| compute(&plain)));
    group.bench_function("tongqu, perfect", |bencher| bencher.iter(|| compute(&perfect)));
    #[cfg(feature = "peers")]
    support::peers::matrix(group, &ready.road, &ready.places, &compute(&perfect));
    group.throughput(Throughput::Elements(10));
    let mut dijkstra = Dijkstra::new();
    group.bench_function("dijkstra, 10 rows", |bencher| {
        bencher.iter(|| {
            for &source in &ready.places[..10] {
                black_box(ready.dijkstra(&mut dijkstra, source));
            }
        });
    });
}

/// A variant's weights, and its thousand by thousand distances.
fn scenario(group: &mut Group<'_>, ready: &Ready) {
    let weights = ready.road.variant(9);
    let mut metric = Metric::new(&ready.cch, single(&weights));
    let compute = |metric: &Metric<1>| {
        let hierarchy = Hierarchy::new(&ready.cch, metric, 0);
        matrix(&hierarchy, &Targets::new(&hierarchy, &ready.places), &ready.places)
    };
    group.bench_function("tongqu", |bencher| {
        bencher.iter(|| {
            metric.renew(&ready.cch, single(&weights));
            compute(&metric)
        });
    });
    group.bench_function("tongqu, perfect", |bencher| {
        bencher.iter(|| {
            metric.renew(&ready.cch, single(&weights));
            compute(PrunedMetric::new(&ready.cch, &metric).as_metric())
        });
    });
    one_link(group, ready);
    #[cfg(feature = "peers")]
    support::peers::scenario(group, &ready.road, &ready.places, &weights, &compute(&metric));
}

/// One link twice as fast: update, find the affected rows, compute these.
fn one_link(group: &mut Group<'_>, ready: &Ready) {
    let hierarchy = ready.hierarchy();
    let baseline = Baseline::new(&hierarchy, &ready.places, &ready.places);
    let mut updater = Updater::new(&ready.cch);
    for (at, &arc) in changed_arcs(ready)[..3].iter().enumerate() {
        let (tail, head) = ready.road.arcs[arc as usize];
        let before = ready.road.weights[arc as usize];
        let mut weights = ready.road.weights.clone();
        weights[arc as usize] = before / 2;
        let change = Change { tail, head, before, after: before / 2 };
        let mut alternative = || {
            let mut metric = ready.metric.clone();
            updater.update(&mut metric, single(&weights), &[arc]);
            baseline.alternative(&Hierarchy::new(&ready.cch, &metric, 0), &[change])
        };
        println!("{} of {} rows affected", alternative().affected().len(), ready.places.len());
        group
            .bench_function(format!("tongqu, link {at}"), |bencher| bencher.iter(&mut alternative));
    }
}

/// How many nodes each node reaches in ten minutes.
fn reach(group: &mut Group<'_>, ready: &Ready) {
    const TEN_MINUTES: u32 = 600_000;
    let hierarchy = ready.hierarchy();
    let sources: Vec<u32> =
        (0..ready.road.node_count() as u32).map(|rank| ready.cch.node(rank)).collect();
    let targets = Targets::new(&hierarchy, &sources);
    let mut sweep = Sweep::new(&ready.cch);
    group.throughput(Throughput::Elements(sources.len() as u64));
    group.bench_function("tongqu", |bencher| {
        bencher.iter(|| {
            let mut total = [0_u32; LANES];
            for batch in sources.chunks(LANES) {
                run(&mut sweep, &hierarchy, &targets, batch);
                for target in 0..targets.len() {
                    for (total, distance) in total.iter_mut().zip(sweep.lanes(&targets, target)) {
                        *total += u32::from(distance <= TEN_MINUTES);
                    }
                }
            }
            total
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime).without_plots();
    targets = all
}
criterion_main!(benches);
