//! What the program spends its time on, over the Huaihai network: reading it, searching roads and trains, comparing.
//!
//! Each group has the plain way beside ours where there is one, so that a report is a ratio and not a number.

use criterion::{Criterion, criterion_group, criterion_main};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeSet;
use std::hint::black_box;
use tongqu::formats::{embedded, embedded_network_folder, load_network};
use tongqu::kernels::csa::ProfileSearch;
use tongqu::kernels::dijkstra::Dijkstra;
use tongqu::kernels::raptor::{Query, RaptorSearch};
use tongqu::network::Network;
use tongqu::scenario::Catalogue;
use tongqu::skims::TravelMode;
use tongqu::study::{Comparison, Question, Workbench};
use tongqu::supply::{Schedule, Supply};

const PROJECT: &str = "huai-su-bang-intercity";

fn huaihai() -> Network {
    load_network(&embedded_network_folder()).expect("the network in the program can be read").0
}

fn supply(network: &Network) -> Supply {
    Supply::build(network).expect("mode.csv is whole")
}

/// The stops a zone reaches by taxi, as (stop, seconds).
fn ways(supply: &Supply, network: &Network, zone: &str) -> Vec<(u32, u32)> {
    let zone = network.ids().zones[zone];
    let reached = supply.access.of(zone).iter();
    reached.filter_map(|reach| Some((reach.stop.0, reach.taxi?.0))).collect()
}

fn load(c: &mut Criterion) {
    let mut group = c.benchmark_group("network");
    let folder = embedded_network_folder();
    group.bench_function("load", |b| b.iter(|| load_network(black_box(&folder))));
    let network = huaihai();
    group.bench_function("prepare", |b| b.iter(|| supply(black_box(&network))));
    group.finish();
}

fn road(c: &mut Criterion) {
    let network = huaihai();
    let supply = supply(&network);
    let (graph, weights, _) = supply.roads.arrays();
    let arcs = (0..graph.node_count() as u32).flat_map(|tail| {
        graph.out(tail).map(move |(arc, head)| (tail, head, weights[arc as usize]))
    });
    let plain: DiGraph<(), u32> = DiGraph::from_edges(arcs);
    let source = network.ids().nodes["road-xuzhou"].0;
    let mut search = Dijkstra::new();
    search.run(graph, weights, &[(source, 0)]);
    let found = petgraph::algo::dijkstra(&plain, NodeIndex::new(source as usize), None, |edge| {
        *edge.weight()
    });
    let is_same =
        |(node, distance): (&NodeIndex, &u32)| search.distance(node.index() as u32) == *distance;
    assert!(found.len() > 300 && found.iter().all(is_same), "both do the same work");
    let mut group = c.benchmark_group("road/one-to-all");
    group.bench_function("dijkstra", |b| {
        b.iter(|| {
            search.run(graph, weights, &[(black_box(source), 0)]);
            search.distances().len()
        });
    });
    group.bench_function("petgraph", |b| {
        b.iter(|| {
            let from = NodeIndex::new(black_box(source) as usize);
            petgraph::algo::dijkstra(&plain, from, None, |edge| *edge.weight()).len()
        });
    });
    group.finish();
}

fn transit(c: &mut Criterion) {
    let network = huaihai();
    let supply = supply(&network);
    let (schedule, place) = (&supply.rail, ways(&supply, &network, "xuzhou"));
    let mut group = c.benchmark_group("transit");
    let mut profiles = ProfileSearch::new();
    group.bench_function("profile-of-the-day", |b| {
        b.iter(|| profiles.profile(schedule.index(), black_box(&place), Schedule::RIDES));
    });
    let mut rounds = RaptorSearch::new();
    let query = |departure| Query { departure, window: Schedule::RIDES, access: &place };
    group.bench_function("raptor-one-departure", |b| {
        let leave = Schedule::DEPARTURES.start + 8 * 3600;
        b.iter(|| rounds.to_all(schedule.timetable(), &query(black_box(leave))).arrivals(0));
    });
    group.bench_function("raptor-every-10-minutes-of-the-day", |b| {
        let leaves = || Schedule::DEPARTURES.step_by(600);
        b.iter(|| {
            leaves()
                .map(|leave| rounds.to_all(schedule.timetable(), &query(leave)).arrivals(0)[0])
                .max()
        });
    });
    group.finish();
}

fn study(c: &mut Criterion) {
    let network = huaihai();
    let folder = embedded::project_folder();
    let file = format!("{PROJECT}.toml");
    let text = folder.text(&file).expect("it can be read").expect("it is there");
    let catalogue = Catalogue::read([(file.as_str(), text.text.as_str())]).expect("it is right");
    let question = Question {
        projects: BTreeSet::from([PROJECT.to_owned()]),
        date: network.config.base_date,
        with: BTreeSet::new(),
        without: BTreeSet::new(),
        modes: TravelMode::ALL.map(|(_, mode)| mode).to_vec(),
    };
    let mut group = c.benchmark_group("study");
    group.sample_size(10);
    group.bench_function("compare", |b| {
        b.iter(|| Comparison::run(&network, &catalogue, question.clone(), &mut |_| {}));
    });
    let texts: Vec<_> = folder
        .names()
        .expect("the folder is there")
        .iter()
        .filter_map(|name| folder.text(name).expect("it can be read"))
        .collect();
    let files = texts.iter().map(|source| (source.file.as_str(), source.text.as_str()));
    let all = Catalogue::read(files).expect("they are right");
    group.bench_function("effects-of-all-projects", |b| {
        b.iter(|| {
            let mut workbench = Workbench::new(&network, &all, network.config.base_date);
            all.iter().filter(|project| workbench.effect(project).is_ok()).count()
        });
    });
    group.finish();
}

criterion_group!(benches, load, road, transit, study);
criterion_main!(benches);
