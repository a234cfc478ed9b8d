//! What the program spends its time on, over the Huaihai network: reading it, searching roads and trains, comparing.
//!
//! Each group has the plain way beside ours where there is one, so that a report is a ratio and not a number.

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeSet;
use std::hint::black_box;
use tongqu::formats::{embedded, embedded_network_folder, load_network};
use tongqu::kernels::csa::ProfileSearch;
use tongqu::kernels::dijkstra::Dijkstra;
use tongqu::kernels::raptor::{Query, RaptorSearch};
use tongqu::network::{Link, LinkUse, Network, Position};
use tongqu::scenario::Catalogue;
use tongqu::skims::TravelMode;
use tongqu::study::{Comparison, Question, Workbench};
use tongqu::supply::{
    AccessTable, Connector, RoadPairs, RoadPlaces, RoadTopology, RoadWeight, Roads, Schedule,
    Supply,
};
use tongqu::units::Seconds;

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

/// A scenario's roads weighed, and the car times of all pairs of zones.
fn scenario(c: &mut Criterion) {
    let network = huaihai();
    let topology = RoadTopology::new([&network]);
    let roads = Roads::new(&network).expect("mode.csv is whole");
    let zones: Vec<Position> = network.zones.iter().map(|zone| zone.position).collect();
    let places = RoadPlaces::new(&topology, zones.clone());
    let pairs = RoadPairs::new(&places, &places);
    let switch = |roads: &Roads| {
        let metric = topology.metric(&network, roads).expect("they are its roads");
        metric.table(&pairs, RoadWeight::Time)
    };
    let plain = PlainPairs::new(&network, &roads);
    assert_eq!(plain.by_dijkstra(), plain.by_petgraph(), "both do the same work");
    let table = switch(&roads);
    let found = (0..zones.len()).flat_map(|from| (0..zones.len()).map(move |to| (from, to)));
    let found: Vec<Option<Seconds>> = found.map(|(from, to)| table.time(from, to)).collect();
    assert_eq!(plain.by_dijkstra(), found, "all do the same work");
    let mut group = c.benchmark_group("road/scenario-all-zone-pairs");
    group.bench_function("petgraph", |b| b.iter(|| plain.by_petgraph()));
    group.bench_function("dijkstra", |b| b.iter(|| plain.by_dijkstra()));
    group.bench_function("tongqu", |b| b.iter(|| switch(black_box(&roads))));
    group.bench_function("tongqu, links read anew", |b| {
        b.iter(|| switch(&Roads::new(black_box(&network)).expect("mode.csv is whole")));
    });
    one_link(&mut group, &network, &pairs, &topology);
    group.finish();
    c.bench_function("road/topology", |b| b.iter(|| RoadTopology::new([black_box(&network)])));
    let mut group = c.benchmark_group("road/access-table");
    group.bench_function("dijkstra", |b| b.iter(|| AccessTable::new(&network, &roads)));
    group.bench_function("tongqu", |b| {
        b.iter(|| {
            let metric = topology.metric(&network, &roads).expect("they are its roads");
            AccessTable::on_topology(&network, &roads, &metric)
        });
    });
    group.finish();
}

/// One road slower by half: rows of zones that it does not touch are kept.
fn one_link(
    group: &mut BenchmarkGroup<'_, WallTime>,
    network: &Network,
    pairs: &RoadPairs<'_>,
    topology: &RoadTopology,
) {
    let roads = Roads::new(network).expect("mode.csv is whole");
    let before = topology.metric(network, &roads).expect("they are its roads");
    let known = before.table(pairs, RoadWeight::Time);
    let mut slower = network.clone();
    let is_road = |link: &Link| link.allowed_uses.allows(LinkUse::Car);
    let road = slower.links.iter_mut().rfind(|link| is_road(link)).expect("there are roads");
    road.time_factor *= 1.5;
    let roads = Roads::new(&slower).expect("mode.csv is whole");
    let metric = topology.metric(&slower, &roads).expect("they are its roads");
    group.bench_function("tongqu, rows after one link", |b| {
        b.iter(|| metric.table_after(pairs, &before, black_box(&known)));
    });
}

/// All pairs of zones by one search from each.
struct PlainPairs<'a> {
    roads: &'a Roads,
    zones: Vec<Position>,
    connectors: Vec<Vec<Connector>>,
    /// The roads, and a node for each zone that its connectors leave.
    graph: DiGraph<(), u32>,
    first_zone: usize,
}

impl<'a> PlainPairs<'a> {
    fn new(network: &Network, roads: &'a Roads) -> Self {
        let (graph, weights, _) = roads.arrays();
        let zones: Vec<Position> = network.zones.iter().map(|zone| zone.position).collect();
        let connectors: Vec<_> = zones.iter().map(|zone| roads.connectors(*zone)).collect();
        let first_zone = graph.node_count();
        let arcs = (0..first_zone as u32).flat_map(|tail| {
            graph.out(tail).map(move |(arc, head)| (tail, head, weights[arc as usize]))
        });
        let starts = (first_zone as u32..).zip(&connectors);
        let starts = starts.flat_map(|(zone, connectors)| {
            connectors.iter().map(move |way| (zone, way.node.0, way.time.0))
        });
        let graph = DiGraph::from_edges(arcs.chain(starts));
        Self { roads, zones, connectors, graph, first_zone }
    }

    fn by_dijkstra(&self) -> Vec<Option<Seconds>> {
        let row = |from: &Position| {
            let tree = self.roads.tree(*from);
            let ends = self.zones.iter().zip(&self.connectors);
            ends.map(|(to, ways)| tree.time_to(*to, ways)).collect::<Vec<_>>()
        };
        self.zones.iter().flat_map(row).collect()
    }

    fn by_petgraph(&self) -> Vec<Option<Seconds>> {
        let row = |at: usize| {
            let start = NodeIndex::new(self.first_zone + at);
            let found = petgraph::algo::dijkstra(&self.graph, start, None, |edge| *edge.weight());
            let over = |way: &Connector| {
                Some(Seconds(*found.get(&NodeIndex::new(way.node.at()))?) + way.time)
            };
            let to = |(to, ways): (&Position, &Vec<Connector>)| {
                let straight = self.zones[at].distance(*to).0 <= 40.0;
                let straight = straight.then(|| self.roads.crow(self.zones[at], *to).1);
                ways.iter().filter_map(over).chain(straight).min()
            };
            self.zones.iter().zip(&self.connectors).map(to).collect::<Vec<_>>()
        };
        (0..self.zones.len()).flat_map(row).collect()
    }
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
        percentiles: Vec::new(),
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

criterion_group!(benches, load, road, scenario, transit, study);
criterion_main!(benches);
