//! The networks that come with the program: every row traced, every id resolved, everything joined to everything.

use crate::support::{HSB, HUAIHAI, PROJECTS, TINY_NETWORK, in_package};
use petgraph::unionfind::UnionFind;
use std::collections::BTreeSet;
use tongqu::diagnostic::Severity;
use tongqu::formats::{Folder, check_network, embedded_network_folder, load_network};
use tongqu::index::ZoneIdx;
use tongqu::network::{LinkUse, Network, Provenance};
use tongqu::scenario::{Catalogue, Scenario};
use tongqu::skims::{self, Query, TravelMode};
use tongqu::supply::Supply;

/// Networks as they are on their day: the projects open by then are in them.
fn of_today() -> [Network; 2] {
    [(&*TINY_NETWORK, &Catalogue::default()), (&*HUAIHAI, &*PROJECTS)].map(|(base, catalogue)| {
        let scenario = Scenario::at(base.config.base_date);
        scenario.build(base, catalogue).unwrap_or_else(|problems| panic!("{problems}")).network
    })
}

#[test]
fn check_finds_no_error() {
    for name in ["tiny", "huaihai"] {
        let folder = Folder::open(&in_package("networks").join(name)).unwrap();
        let (network, problems) = check_network(&folder);
        assert!(network.is_some() && problems.count(Severity::Error) == 0, "{problems}");
    }
}

#[test]
fn the_network_in_the_program_is_the_one_in_the_folder() {
    let (embedded, _) = load_network(&embedded_network_folder()).unwrap();
    assert!(embedded == *HUAIHAI);
}

#[test]
fn every_row_has_a_source_that_is_there() {
    for network in [&*TINY_NETWORK, &*HUAIHAI] {
        let known: BTreeSet<&str> =
            network.sources.iter().map(|source| source.id.as_str()).collect();
        for (row, provenance) in provenances(network) {
            assert!(!provenance.sources.is_empty(), "{row} has no source");
            let missing = provenance.sources.iter().find(|id| !known.contains(id.as_str()));
            assert_eq!(missing, None, "{row}");
        }
    }
}

fn provenances(network: &Network) -> Vec<(String, &Provenance)> {
    let zones = network.zones.iter().map(|row| (format!("zone {}", row.id), &row.provenance));
    let nodes = network.nodes.iter().map(|row| (format!("node {}", row.id), &row.provenance));
    let links = network.links.iter().map(|row| (format!("link {}", row.id), &row.provenance));
    let trips =
        network.transit.trips.iter().map(|row| (format!("trip {}", row.id), &row.provenance));
    let modes = network
        .modes
        .rows
        .iter()
        .map(|row| (format!("{} {}", row.mode, row.parameter), &row.provenance));
    let observed = network
        .observed
        .iter()
        .map(|row| (format!("observed {} {}", row.from, row.to), &row.provenance));
    zones.chain(nodes).chain(links).chain(trips).chain(modes).chain(observed).collect()
}

#[test]
fn every_project_has_sources_that_are_there_and_can_be_built() {
    let base = &*HUAIHAI;
    let unknown = PROJECTS.unknown_sources(base);
    assert!(unknown.is_empty(), "{unknown}");
    for project in PROJECTS.iter() {
        assert!(!project.head.sources.get_ref().is_empty(), "{}", project.id());
        let mut scenario = Scenario::at(base.config.base_date);
        scenario.with.insert(project.id().to_owned());
        let applied =
            scenario.build(base, &PROJECTS).unwrap_or_else(|problems| panic!("{problems}"));
        assert!(applied.projects.iter().any(|id| id == project.id()));
    }
}

#[test]
fn trains_run_on_rails() {
    let mut with_line = Scenario::at(HUAIHAI.config.base_date);
    with_line.with.insert(HSB.to_owned());
    let with_line = with_line.build(&HUAIHAI, &PROJECTS).unwrap().network;
    for network in of_today().iter().chain([&with_line]) {
        let mut joined = UnionFind::<usize>::new(network.nodes.len());
        for link in
            network.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::PassengerTrain))
        {
            joined.union(link.from.at(), link.to.at());
        }
        for trip in
            network.transit.trips.iter().filter(|trip| network.transit.class(trip).is_rail())
        {
            for pair in trip.stop_times.windows(2) {
                let [from, to] =
                    [pair[0].stop, pair[1].stop].map(|stop| &network.transit.stops[stop.at()]);
                let (Some(start), Some(end)) = (from.node, to.node) else { continue };
                assert!(
                    joined.equiv(start.at(), end.at()),
                    "{}: no rails from {} to {}",
                    trip.id,
                    from.name,
                    to.name
                );
            }
        }
    }
}

#[test]
fn every_zone_is_reached_from_every_other_by_car_and_by_public_transport() {
    for network in &of_today() {
        let supply = Supply::build(network).unwrap();
        for mode in [TravelMode::Car, TravelMode::Public] {
            let skim = skims::compute(network, &supply, &Query::new(mode));
            let zones = || (0..network.zones.len()).map(ZoneIdx::new);
            for (from, to) in zones().flat_map(|from| zones().map(move |to| (from, to))) {
                let is_reached = from == to || skim.cell(from, to).is_some();
                let name = |zone: ZoneIdx| network.zones[zone.at()].label();
                assert!(is_reached, "{} to {} {}", name(from), name(to), mode.description());
            }
        }
    }
}

/// The README says how many rows each table has and how far they can be trusted; nodes and links by the start of their ids.
#[test]
fn the_readme_counts_the_rows_there_are() {
    let folder = in_package("networks/huaihai");
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let table = readme.split("<!-- counts -->").nth(1).unwrap();
    let table = table.split("<!-- /counts -->").next().unwrap();
    let mut counted = 0;
    for line in table.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let (file, start) = match cells[0].split_once(", ") {
            Some((file, kind)) => (file, format!("{kind}-")),
            None => (cells[0], String::new()),
        };
        let text = std::fs::read_to_string(folder.join(format!("{file}.csv"))).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().clone();
        let confidence = header.iter().position(|name| name == "confidence").unwrap();
        let mut counts = [0; 4];
        for row in reader.records().map(|row| row.unwrap()) {
            if row[0].starts_with(&start) {
                let words = ["stated", "derived", "estimated"];
                counts[0] += 1;
                counts[1 + words.iter().position(|word| *word == &row[confidence]).unwrap()] += 1;
            }
        }
        assert_eq!(cells[1..], counts.map(|count: usize| count.to_string()), "{line}");
        counted += 1;
    }
    assert!(counted >= 15, "{counted} tables");
}
