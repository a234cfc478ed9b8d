//! The contracted road graph that scenarios share gives what Dijkstra gives on each of them.

use crate::support::{HUAIHAI, PROJECTS, in_package, text, tongqu};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use tongqu::formats::{Folder, load_network};
use tongqu::index::NodeIdx;
use tongqu::network::{LinkUse, Network, Position, UseSet};
use tongqu::scenario::Scenario;
use tongqu::supply::{
    AccessTable, RoadMetric, RoadPairs, RoadPlaces, RoadTopology, RoadWeight, Roads,
};
use tongqu::units::Seconds;

/// The network with each project that can be applied alone and has a word about roads, the network as it is first.
fn scenarios() -> Vec<Network> {
    let with = |id: &str| {
        let mut scenario = Scenario::at(HUAIHAI.config.base_date);
        scenario.with = BTreeSet::from([id.to_owned()]);
        scenario.build(&HUAIHAI, &PROJECTS).unwrap().network
    };
    let differs = |network: &Network| roads_of(network) != roads_of(&HUAIHAI);
    let mut found = vec![HUAIHAI.clone()];
    found.extend(PROJECTS.iter().map(|project| with(project.id())).filter(differs));
    found
}

/// What a car sees of the links.
fn roads_of(network: &Network) -> Vec<(NodeIdx, NodeIdx, Seconds)> {
    let roads = network.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Car));
    roads.map(|link| (link.from, link.to, link.length / network.modes.car_speed(link))).collect()
}

fn zones(network: &Network) -> Vec<Position> {
    network.zones.iter().map(|zone| zone.position).collect()
}

fn zone_places(topology: &RoadTopology, network: &Network) -> RoadPlaces {
    RoadPlaces::new(topology, zones(network))
}

#[test]
fn tables_on_a_shared_topology_are_those_of_dijkstra_under_every_project() {
    let networks = scenarios();
    assert!(networks.len() > 5, "several projects change roads: {}", networks.len());
    let topology = RoadTopology::new(&networks);
    for network in &networks {
        let roads = Roads::new(network).unwrap();
        let metric = topology.metric(network, &roads).expect("the topology has its roads");
        let plain = AccessTable::new(network, &roads).unwrap();
        assert_eq!(plain, AccessTable::on_topology(network, &roads, &metric).unwrap());
        check_times(&metric, &roads, network, &topology);
    }
}

fn check_times(metric: &RoadMetric<'_>, roads: &Roads, network: &Network, topology: &RoadTopology) {
    let places = zone_places(topology, network);
    let table = metric.table(&RoadPairs::new(&places, &places), RoadWeight::Time);
    for (from, origin) in zones(network).into_iter().enumerate().step_by(7) {
        let tree = roads.tree(origin);
        for (to, destination) in zones(network).into_iter().enumerate() {
            assert_eq!(table.time(from, to), tree.to(destination).map(|path| path.time));
        }
    }
}

#[test]
fn ways_unpack_to_links_that_take_as_long() {
    let network: &Network = &HUAIHAI;
    let topology = RoadTopology::new([network]);
    let roads = Roads::new(network).unwrap();
    let metric = topology.metric(network, &roads).unwrap();
    let ends: Vec<NodeIdx> = roads_of(network).iter().map(|road| road.0).step_by(29).collect();
    for from in &ends {
        let tree = roads.tree_from_node(*from);
        for to in &ends {
            let links = metric.links(*from, *to);
            let mut at = *from;
            let mut time = Seconds(0);
            for link in links.iter().flatten().map(|link| &network.links[link.at()]) {
                at = if link.from == at { link.to } else { link.from };
                time += link.length / network.modes.car_speed(link);
            }
            assert_eq!(
                links.as_ref().map(|_| (at, time)),
                tree.to_node(*to).map(|time| (*to, time))
            );
        }
    }
}

#[test]
fn a_network_with_other_roads_has_no_metric_on_a_topology() {
    let mut other = HUAIHAI.clone();
    let topology = RoadTopology::new([&*HUAIHAI]);
    let road = other.links.iter().position(|link| link.allowed_uses.allows(LinkUse::Car)).unwrap();
    let far = other.links.iter().rposition(|link| link.allowed_uses.allows(LinkUse::Car)).unwrap();
    other.links[road].to = other.links[far].to;
    let roads = Roads::new(&other).unwrap();
    assert!(topology.metric(&other, &roads).is_none());
}

/// A link that a change touches: slower, faster, closed, or between other ends.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Scale(f64),
    Close,
    Divert,
}

fn edits() -> impl Strategy<Value = Vec<(Index, Edit)>> {
    let edit = prop_oneof![
        3 => (0.3_f64..3.0).prop_map(Edit::Scale),
        2 => Just(Edit::Close),
        1 => Just(Edit::Divert),
    ];
    vec((any::<Index>(), edit), 1..8)
}

fn changed(edits: &[(Index, Edit)]) -> Network {
    let mut network = HUAIHAI.clone();
    let is_road = |at: &usize| network.links[*at].allowed_uses.allows(LinkUse::Car);
    let roads: Vec<usize> = (0..network.links.len()).filter(is_road).collect();
    for (index, edit) in edits {
        let at = roads[index.index(roads.len())];
        match edit {
            Edit::Scale(factor) => network.links[at].time_factor *= factor,
            Edit::Close => network.links[at].allowed_uses = UseSet::default(),
            Edit::Divert => {
                let other = roads[(index.index(roads.len()) + 31) % roads.len()];
                network.links[at].to = network.links[other].to;
            }
        }
    }
    network
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn rows_that_a_change_leaves_are_those_that_would_be_computed(edits in edits()) {
        let after = changed(&edits);
        let topology = RoadTopology::new([&*HUAIHAI, &after]);
        let places = zone_places(&topology, &HUAIHAI);
        let pairs = RoadPairs::new(&places, &places);
        let (old_roads, new_roads) = (Roads::new(&HUAIHAI).unwrap(), Roads::new(&after).unwrap());
        let old = topology.metric(&HUAIHAI, &old_roads).unwrap();
        let new = topology.metric(&after, &new_roads).unwrap();
        for by in [RoadWeight::Time, RoadWeight::Length] {
            let known = old.table(&pairs, by);
            let whole = new.table(&pairs, by);
            let (table, touched) = new.table_after(&pairs, &old, &known);
            prop_assert_eq!(&table, &whole);
            let differs = |origin: &usize| known.row(*origin) != whole.row(*origin);
            prop_assert!((0..after.zones.len()).filter(differs).all(|origin| touched.contains(&origin)));
        }
        check_times(&new, &new_roads, &after, &topology);
    }
}

#[test]
fn most_rows_stay_when_one_road_is_slower() {
    let mut after = HUAIHAI.clone();
    let road = after.links.iter().rposition(|link| link.allowed_uses.allows(LinkUse::Car)).unwrap();
    after.links[road].time_factor = 1.5;
    let topology = RoadTopology::new([&*HUAIHAI]);
    let places = zone_places(&topology, &HUAIHAI);
    let pairs = RoadPairs::new(&places, &places);
    let (old_roads, new_roads) = (Roads::new(&HUAIHAI).unwrap(), Roads::new(&after).unwrap());
    let old = topology.metric(&HUAIHAI, &old_roads).unwrap();
    let known = old.table(&pairs, RoadWeight::Time);
    let new = topology.metric(&after, &new_roads).unwrap();
    let touched = new.table_after(&pairs, &old, &known).1;
    assert!(touched.len() < after.zones.len(), "{} rows", touched.len());
}

/// A real city, where its extract of OpenStreetMap stands beside the project.
#[expect(clippy::print_stdout, reason = "whoever runs the tests is told what is skipped")]
static CITY: LazyLock<Option<Network>> = LazyLock::new(|| {
    let extract = in_package("../shared/data/monaco/monaco.osm.pbf");
    if !extract.exists() {
        println!("skipped: {} is not there", extract.display());
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("city");
    let done = tongqu([
        "import".as_ref(),
        "osm".as_ref(),
        extract.as_os_str(),
        "--into".as_ref(),
        into.as_os_str(),
    ]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let read = load_network(&Folder::open(&into).unwrap());
    Some(read.unwrap_or_else(|problems| panic!("{problems}")).0)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn a_real_city_has_the_times_of_dijkstra_before_and_after_changes(
        factors in vec((any::<Index>(), 0.2_f64..5.0), 1..300),
    ) {
        let Some(city) = &*CITY else { return Ok(()) };
        let mut after = city.clone();
        for (index, factor) in &factors {
            let at = index.index(after.links.len());
            after.links[at].time_factor *= factor;
        }
        let topology = RoadTopology::new([city]);
        let places: Vec<Position> =
            city.nodes.iter().step_by(city.nodes.len() / 12).map(|node| node.position).collect();
        let ends: Vec<NodeIdx> = roads_of(city).iter().map(|road| road.0).step_by(251).collect();
        for network in [city, &after] {
            let roads = Roads::new(network).unwrap();
            let metric = topology.metric(network, &roads).unwrap();
            let joined = RoadPlaces::new(&topology, places.clone());
            let table = metric.table(&RoadPairs::new(&joined, &joined), RoadWeight::Time);
            for (from, origin) in places.iter().enumerate() {
                let tree = roads.tree(*origin);
                for (to, place) in places.iter().enumerate() {
                    prop_assert_eq!(table.time(from, to), tree.to(*place).map(|path| path.time));
                }
            }
            for from in &ends {
                let tree = roads.tree_from_node(*from);
                for to in &ends {
                    let links = metric.links(*from, *to);
                    let time = links.map(|links| {
                        let link = |link: &tongqu::index::LinkIdx| &network.links[link.at()];
                        links.iter().map(link).fold(Seconds(0), |sum, link| {
                            sum + link.length / network.modes.car_speed(link)
                        })
                    });
                    prop_assert_eq!(time, tree.to_node(*to));
                }
            }
        }
    }
}
