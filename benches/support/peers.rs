//! The same work done by `cch` and `routingkit-cch`, each with the order it makes.

use super::Road;
use super::clock::CpuTime;
use cch::graph::Graph;
use criterion::BenchmarkGroup;
use routingkit_cch::{CCH, CCHMetric, CCHMetricPartialUpdater, CCHOneToMany, CCHQuery};
use std::collections::BTreeMap;
use std::hint::black_box;

type Group<'a> = BenchmarkGroup<'a, CpuTime>;

struct Input {
    tail: Vec<u32>,
    head: Vec<u32>,
    latitude: Vec<f32>,
    longitude: Vec<f32>,
    graph: Graph,
}

impl Input {
    fn new(road: &Road) -> Self {
        let (tail, head): (Vec<u32>, Vec<u32>) = road.arcs.iter().copied().unzip();
        let first = |node: usize| tail.partition_point(|&tail| (tail as usize) < node) as u32;
        let graph = Graph {
            first_out: (0..=road.node_count()).map(first).collect(),
            head: head.clone(),
            weight: road.weights.clone(),
        };
        let degrees = |(longitude, latitude): &(f64, f64)| (*latitude as f32, *longitude as f32);
        let (latitude, longitude) = road.coordinates.iter().map(degrees).unzip();
        Self { tail, head, latitude, longitude, graph }
    }

    fn cch(&self) -> cch::Cch {
        let count = self.latitude.len() as u32;
        let (latitude, longitude) = (&self.latitude, &self.longitude);
        let order = cch::inertial_order(count, &self.tail, &self.head, latitude, longitude);
        cch::Cch::build(&self.graph, &order)
    }

    fn routing_kit(&self) -> CCH {
        let count = self.latitude.len() as u32;
        let (latitude, longitude) = (&self.latitude, &self.longitude);
        let order = routingkit_cch::compute_order_inertial(
            count, &self.tail, &self.head, latitude, longitude,
        );
        CCH::new(&order, &self.tail, &self.head, |_| {}, false)
    }
}

pub(crate) fn order(group: &mut Group<'_>, road: &Road) {
    let input = Input::new(road);
    println!("cch: {} arcs", input.cch().cch_arc_count());
    group.bench_function("cch", |bencher| bencher.iter(|| input.cch()));
    group.bench_function("routingkit-cch", |bencher| bencher.iter(|| input.routing_kit()));
}

pub(crate) fn customise(group: &mut Group<'_>, road: &Road) {
    let input = Input::new(road);
    let (weights, peer) = (&road.weights, input.cch());
    let customizer = peer.customizer();
    let mut metric = customizer.customize(weights);
    group.bench_function("cch", |bencher| {
        bencher.iter(|| customizer.customize_into(weights, &mut metric));
    });
    let kit = input.routing_kit();
    let mut metric = CCHMetric::new(&kit, weights.clone());
    group.bench_function("routingkit-cch", |bencher| {
        bencher.iter(|| metric.reset(weights.clone()));
    });
}

pub(crate) fn change(group: &mut Group<'_>, road: &Road, changed: &[u32], slower: &[u32]) {
    let kit = Input::new(road).routing_kit();
    let mut metric = CCHMetric::new(&kit, road.weights.clone());
    let mut updater = CCHMetricPartialUpdater::new(&kit);
    let of = |weights: &[u32]| -> BTreeMap<u32, u32> {
        changed.iter().map(|&arc| (arc, weights[arc as usize])).collect()
    };
    let (there, back) = (of(slower), of(&road.weights));
    group.bench_function("routingkit-cch", |bencher| {
        bencher.iter(|| {
            updater.apply(&mut metric, &there);
            updater.apply(&mut metric, &back);
        });
    });
}

pub(crate) fn distance(group: &mut Group<'_>, road: &Road, pairs: &[(u32, u32)]) {
    let input = Input::new(road);
    let kit = input.routing_kit();
    let metric = CCHMetric::new(&kit, road.weights.clone());
    let mut query = CCHQuery::new(&metric);
    group.bench_function("routingkit-cch", |bencher| {
        let mut one = |(from, to)| {
            query.add_source(from, 0);
            query.add_target(to, 0);
            u64::from(query.run().distance().unwrap_or(0))
        };
        bencher.iter(|| pairs.iter().copied().map(&mut one).sum::<u64>());
    });
    group.bench_function("routingkit-cch, path", |bencher| {
        let mut one = |(from, to)| {
            query.add_source(from, 0);
            query.add_target(to, 0);
            query.run().arc_path().len()
        };
        bencher.iter(|| pairs.iter().copied().map(&mut one).sum::<usize>());
    });
    let peer = input.cch();
    let metric = peer.customize(&road.weights);
    let (view, metric) = (peer.view(), metric.view());
    let mut query = cch::PathQuery::new(&view);
    group.bench_function("cch, path", |bencher| {
        let mut one = |(from, to)| query.path(&metric, from, to).map_or(0, |path| path.len());
        bencher.iter(|| pairs.iter().copied().map(&mut one).sum::<usize>());
    });
}

pub(crate) fn one_to_all(group: &mut Group<'_>, road: &Road, sources: &[u32]) {
    let input = Input::new(road);
    let targets: Vec<u32> = (0..road.node_count() as u32).collect();
    let kit = input.routing_kit();
    let metric = CCHMetric::new(&kit, road.weights.clone());
    let mut query = CCHOneToMany::new(&metric, &targets);
    group.bench_function("routingkit-cch", |bencher| {
        bencher.iter(|| {
            for &source in sources {
                black_box(query.distances_from(source));
            }
        });
    });
    let peer = input.cch();
    let metric = peer.customize(&road.weights);
    group.bench_function("cch", |bencher| {
        bencher.iter(|| cch::distance_matrix(&peer.view(), &metric.view(), sources, &targets));
    });
}

pub(crate) fn matrix(group: &mut Group<'_>, road: &Road, places: &[u32], expected: &[u32]) {
    let input = Input::new(road);
    let kit = input.routing_kit();
    let metric = CCHMetric::new(&kit, road.weights.clone());
    group.bench_function("routingkit-cch", |bencher| {
        bencher.iter(|| {
            let mut query = CCHOneToMany::new(&metric, places);
            for &source in places {
                black_box(query.distances_from(source));
            }
        });
    });
    let peer = input.cch();
    let metric = peer.customize(&road.weights);
    let compute = || cch::distance_matrix(&peer.view(), &metric.view(), places, places);
    assert_eq!(compute(), expected);
    group.bench_function("cch", |bencher| bencher.iter(compute));
}

pub(crate) fn scenario(
    group: &mut Group<'_>,
    road: &Road,
    places: &[u32],
    weights: &[u32],
    expected: &[u32],
) {
    let peer = Input::new(road).cch();
    let customizer = peer.customizer();
    // The peer knows no closed arcs but long ones.
    let weights: Vec<u32> = weights.iter().map(|&weight| weight.min(cch::INF_WEIGHT)).collect();
    let mut metric = customizer.customize(&weights);
    let mut compute = || {
        customizer.customize_into(&weights, &mut metric);
        cch::distance_matrix(&peer.view(), &metric.view(), places, places)
    };
    let is_same = |(&theirs, &ours): (&u32, &u32)| theirs == ours.min(cch::INF_WEIGHT);
    assert!(compute().iter().zip(expected).all(is_same));
    group.bench_function("cch", |bencher| bencher.iter(&mut compute));
}
