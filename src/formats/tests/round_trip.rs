//! A feed that is written reads as what it was.

use super::{Folder, load_network, one_line_with, read_with};
use crate::formats::{embedded, gmns, gtfs};
use crate::index::{RouteIdx, StopIdx};
use crate::network::{
    Confidence, Exchange, Network, Position, Provenance, Route, RouteClass, Stop, StopTime, Timing,
    Transfer, TransferRule, Transit, Trip,
};
use crate::units::{Kilometres, KmPerHour, Seconds};
use proptest::prelude::*;
use std::collections::BTreeMap;

const CLASSES: [RouteClass; 6] = [
    RouteClass::HighSpeedRail,
    RouteClass::ConventionalRail,
    RouteClass::Metro,
    RouteClass::Bus,
    RouteClass::Ferry,
    RouteClass::Air,
];

/// The network read again with its timetable written and read.
fn written_and_read(network: &Network) -> Network {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let folder = one_line_with(&[]);
    for name in folder.names().unwrap() {
        files.insert(name.clone(), folder.bytes(&name).unwrap().unwrap().into_owned());
    }
    for (name, bytes) in gtfs::write(network) {
        files.insert(format!("transit/{name}"), bytes);
    }
    load_network(&Folder::from_map(files)).unwrap_or_else(|problems| panic!("{problems}")).0
}

/// Names with all that tables trip over.
fn name() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[a-z宿州\"]([a-z ,\"\n宿州]{0,6}[a-z宿州\",])?").unwrap()
}

fn stop() -> impl Strategy<Value = DrawnStop> {
    (name(), name(), -180.0..180.0, -90.0..90.0, any::<bool>())
}

/// Name, English name, longitude, latitude, whether it has a node.
type DrawnStop = (String, String, f64, f64, bool);

/// Route, timing, confidence, running time to and wait at each call, name.
type DrawnTrip = (usize, usize, usize, Vec<(u32, u32)>, String);

fn trip() -> impl Strategy<Value = DrawnTrip> {
    let calls = prop::collection::vec((0_u32..4000, 0_u32..400), 2..6);
    (0_usize..6, 0_usize..3, 0_usize..3, calls, name())
}

/// Trips call at the stops in turn.
fn transit_of(stops: Vec<DrawnStop>, trips: Vec<DrawnTrip>) -> Transit {
    let count = stops.len();
    let stops =
        stops.into_iter().enumerate().map(|(at, (name, name_en, lon, lat, has_node))| Stop {
            id: format!("s{at}"),
            name,
            name_en,
            position: Position { lon, lat },
            node: has_node.then(|| crate::index::NodeIdx::new(at % 4)),
            project: None,
        });
    let routes = CLASSES.into_iter().enumerate().map(|(at, class)| Route {
        id: format!("r{at}"),
        short_name: String::new(),
        long_name: format!("{at}, 线"),
        class,
    });
    let trips = trips.into_iter().enumerate().map(|(at, (route, timing, sure, calls, name))| {
        let mut now = Seconds(0);
        let calls = calls.into_iter().enumerate().map(|(call, (run, wait))| {
            let arrival = now + Seconds(run);
            now = arrival + Seconds(wait);
            let exchange = Exchange::of(run % 5 > 0, wait % 5 > 0);
            StopTime { stop: StopIdx::new((at + call) % count), arrival, departure: now, exchange }
        });
        Trip {
            id: format!("t{at:03}"),
            stop_times: calls.collect(),
            route: RouteIdx::new(route),
            timing: Timing::ALL[timing].1,
            project: None,
            provenance: Provenance {
                sources: vec!["book".to_owned(), "estimate".to_owned()],
                confidence: Confidence::ALL[sure].1,
                note: name.clone(),
            },
            name,
        }
    });
    let stops: Vec<Stop> = stops.collect();
    let rules = [
        TransferRule::AtLeast(Seconds(count as u32)),
        TransferRule::Timed,
        TransferRule::Impossible,
    ];
    let transfer = |at: usize| Transfer {
        from: StopIdx::new(at),
        to: StopIdx::new((at + 1) % count),
        rule: rules[at % 3],
    };
    let transfers = (0..stops.len()).map(transfer).collect();
    Transit { stops, routes: routes.collect(), trips: trips.collect(), transfers }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_timetable_reads_as_it_was_written(
        stops in prop::collection::vec(stop(), 1..5),
        trips in prop::collection::vec(trip(), 0..5),
    ) {
        let network = Network { transit: transit_of(stops, trips), ..read_with(&[]) };
        prop_assert_eq!(written_and_read(&network).transit, network.transit);
    }
}

#[test]
fn the_small_timetable_reads_as_it_was_written() {
    let network = read_with(&[]);
    assert_eq!(written_and_read(&network), network);
}

#[test]
fn the_networks_in_the_program_are_read() {
    for name in embedded::network_names() {
        let folder = embedded::network_folder(name).unwrap();
        let (network, warnings) = load_network(&folder).unwrap_or_else(|it| panic!("{it}"));
        assert_eq!(network.config.dataset_name, name);
        assert!(warnings.is_empty(), "{warnings}");
    }
}

/// The network read again with all its tables written and read.
fn folder_written_and_read(network: &Network) -> Network {
    let folder = Folder::from_map(gmns::write(network));
    load_network(&folder).unwrap_or_else(|problems| panic!("{problems}")).0
}

#[test]
fn the_networks_in_the_program_read_as_they_are_written() {
    for name in embedded::network_names() {
        let folder = embedded::network_folder(name).unwrap();
        let (network, _) = load_network(&folder).unwrap_or_else(|it| panic!("{it}"));
        assert!(folder_written_and_read(&network) == network, "{name}");
    }
}

/// Figures and texts of the links and nodes of the one road and its ends.
type Drawn = (f64, f64, f64, bool, Vec<(f64, f64)>, String, Option<f64>);

fn drawn() -> impl Strategy<Value = Drawn> {
    let course = prop::collection::vec((-180.0..180.0, -90.0..90.0), 0..5);
    let lanes = prop::option::of(0.5..8.0);
    (93.0..1e4, 0.1..130.0, 0.1..5.0, any::<bool>(), course, name(), lanes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_road_reads_as_it_was_written(road in drawn(), toll in 0.0..500.0, people in 0.0..1e7) {
        let mut network = read_with(&[]);
        let (length, speed, factor, is_directed, course, name, lanes) = road;
        let link = &mut network.links[1];
        link.length = Kilometres(length);
        link.free_speed = KmPerHour(speed);
        link.time_factor = factor;
        link.is_directed = is_directed;
        link.geometry = course.iter().map(|(lon, lat)| Position { lon: *lon, lat: *lat }).collect();
        link.geometry.dedup();
        link.lanes = lanes;
        link.toll_yuan = toll;
        link.name.clone_from(&name);
        network.nodes[0].name = name;
        network.zones[0].opportunities.insert("population".to_owned(), people);
        network.zones[1].opportunities.remove("population");
        prop_assert_eq!(folder_written_and_read(&network), network);
    }
}
