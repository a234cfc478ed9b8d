//! What is made of the town of [`super::testing`], and of the extracts of others where they are there.

use super::{Options, import, testing};
use crate::formats::import::Imported;
use crate::formats::{Folder, check_network};
use crate::network::{Link, LinkUse, UseSet};
use crate::output::atomic_write;
use std::path::{Path, PathBuf};

/// The town as a file, for the tests of the command line.
const FIXTURE: &str = "tests/fixtures/osm/town.osm.pbf";

fn options() -> Options {
    Options {
        name: "town".to_owned(),
        date: None,
        uses: [LinkUse::Car, LinkUse::Truck, LinkUse::Bus, LinkUse::Walk].into_iter().collect(),
        limit_factor: 0.8,
        toll_yuan_km: 0.0,
        zones: None,
    }
}

fn town(options: Options) -> Imported {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.osm.pbf");
    atomic_write(&path, &testing::town()).unwrap();
    import(&path, options).unwrap()
}

fn words(uses: UseSet) -> String {
    uses.iter().map(LinkUse::name).collect::<Vec<_>>().join(" ")
}

fn line(imported: &Imported, link: &Link) -> String {
    let [from, to] = [link.from, link.to].map(|node| imported.network.nodes[node.at()].id.as_str());
    let arrow = if link.is_directed { "→" } else { "–" };
    format!(
        "{} {from}{arrow}{to} {:.2} km {} km/h {} +{}",
        link.id,
        link.length.0,
        link.free_speed.0,
        words(link.allowed_uses),
        link.geometry.len()
    )
}

/// From road-4 only buses turn right at road-3, so that node is in four parts. A degree of latitude is 111.19 km; of longitude, at 34°, 92.18 km.
#[test]
fn the_town_becomes_links() {
    let town = town(options());
    let lines: Vec<String> = town.network.links.iter().map(|link| line(&town, link)).collect();
    let expected = [
        "way-100 road-1→road-3.2 1.84 km 40 km/h car truck bus walk +1",
        "way-101 road-3→road-4 0.92 km 40 km/h car truck bus walk +0",
        "way-102 road-1–road-5 1.11 km 25 km/h car truck bus walk +0",
        "way-102.2 road-5–road-6 1.84 km 25 km/h car truck bus walk +0",
        "way-102.3 road-6→road-3.2 1.11 km 25 km/h car truck bus walk +0",
        "way-103 road-4→road-6 1.44 km 25 km/h car truck bus walk +0",
        "way-106 road-5–road-10 0.56 km 5 km/h walk +0",
        "way-109 road-3–road-14 1.11 km 5 km/h walk +0",
        "way-109.2 road-14–road-15 1.11 km 5 km/h walk +0",
        "way-100.2 road-3→road-1 1.84 km 40 km/h car truck bus walk +1",
        "way-101.2 road-4→road-3.3 0.92 km 40 km/h car truck bus walk +0",
        "way-102.4 road-3.1→road-6 1.11 km 25 km/h car truck bus walk +0",
        "road-3-turn-1 road-3–road-3.1 0.00 km 5 km/h walk +0",
        "road-3-turn-2 road-3–road-3.2 0.00 km 5 km/h walk +0",
        "road-3-turn-3 road-3.2→road-3 0.00 km 40 km/h car truck bus +0",
        "road-3-turn-4 road-3.2→road-3.1 0.00 km 40 km/h car truck bus +0",
        "road-3-turn-5 road-3–road-3.3 0.00 km 5 km/h walk +0",
        "road-3-turn-6 road-3.3→road-3 0.00 km 40 km/h car truck bus +0",
        "road-3-turn-7 road-3.3→road-3.1 0.00 km 40 km/h bus +0",
        "way-103-walk road-6→road-4 1.44 km 5 km/h walk +0",
    ];
    assert_eq!(lines, expected);
    assert_eq!(town.network.config.base_date.to_string(), "2026-09-11");
}

#[test]
fn the_report_counts_what_was_dropped_and_assumed() {
    let report = town(options()).report;
    let count = |what: &str| {
        let row = report.rows.iter().find(|row| row.0.starts_with(what));
        row.map(|row| (row.1, row.2.map(|length| format!("{:.1}", length.0))))
    };
    assert_eq!(count("ways in the file"), Some((11, None)));
    assert_eq!(count("ways that are roads"), Some((8, None)));
    assert_eq!(count("of these closed to all"), Some((1, None)));
    assert_eq!(count("dropped"), Some((1, Some("0.9".to_owned()))));
    assert_eq!(count("closed to cars"), Some((1, Some("1.1".to_owned()))));
    assert_eq!(count("closed to vehicles by a barrier"), Some((1, Some("1.1".to_owned()))));
    assert_eq!(count("zones without a population"), Some((1, None)));
    assert_eq!(count("turns forbidden or prescribed, applied"), Some((1, None)));
    assert_eq!(count("of such whose roads do not"), Some((0, None)));
    assert_eq!(count("of such over a way"), Some((1, None)));
    assert_eq!(count("projects made"), Some((2, None)));
    assert_eq!(count("speed of the class"), Some((5, Some("6.6".to_owned()))));
}

#[test]
fn places_become_zones_on_road_nodes() {
    let network = town(options()).network;
    let zones: Vec<_> = network
        .zones
        .iter()
        .map(|zone| (zone.id.as_str(), zone.opportunities.get("population")))
        .collect();
    assert_eq!(zones, [("alpha", Some(&1000.0)), ("beta", None)]);
    let on_road: Vec<_> = network
        .nodes
        .iter()
        .filter(|node| node.zone.is_some())
        .map(|node| node.id.as_str())
        .collect();
    assert_eq!(on_road, ["road-1", "road-4"]);
}

#[test]
fn what_is_being_built_becomes_projects() {
    let town = town(options());
    let ids: Vec<&str> = town.projects.keys().map(String::as_str).collect();
    assert_eq!(ids, ["new-line-108", "ring-104"]);
    let ring = &town.projects["ring-104"];
    assert!(ring.contains("from = \"road-4\", to = \"road-6\", length_km = 2.0337"), "{ring}");
    assert!(ring.contains("directed = true") && !ring.contains("add-nodes"), "{ring}");
    let rail = &town.projects["new-line-108"];
    assert!(
        rail.contains("add-nodes") && rail.contains("from = \"rail-12\", to = \"rail-13\""),
        "{rail}"
    );
}

#[test]
fn links_are_made_for_those_asked_for() {
    let cars = town(Options {
        uses: [LinkUse::Car].into_iter().collect(),
        limit_factor: 1.0,
        ..options()
    });
    let links: Vec<_> = cars
        .network
        .links
        .iter()
        .map(|link| (words(link.allowed_uses), link.free_speed.0))
        .collect();
    assert_eq!(links.len(), 11);
    assert_eq!(links[0], ("car".to_owned(), 50.0));
}

#[test]
fn a_file_that_is_no_extract_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no.osm.pbf");
    atomic_write(&path, b"<osm></osm>").unwrap();
    assert_eq!(import(&path, options()).unwrap_err().code, "unreadable-pbf");
    assert_eq!(
        import(&folder.path().join("none.osm.pbf"), options()).unwrap_err().code,
        "unreadable-pbf"
    );
}

#[test]
fn the_fixture_is_the_town() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FIXTURE);
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        atomic_write(&path, &testing::town()).unwrap();
    }
    assert!(std::fs::read(path).unwrap() == testing::town(), "UPDATE_FIXTURES=1 writes it anew");
}

/// Real extracts in the folder that `TONGQU_OSM_EXTRACTS` names: read, written and read again without an error. Skipped where
/// it names none.
#[test]
fn extracts_of_others_pass_the_check() {
    let data = std::env::var_os("TONGQU_OSM_EXTRACTS").map(PathBuf::from);
    let entries = data.iter().flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten());
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.extension().is_some_and(|end| end == "pbf") {
            let imported = import(&path, options()).unwrap();
            let (network, problems) = check_network(&Folder::from_map(imported.files()));
            assert!(network.is_some() && !problems.has_errors(), "{}", path.display());
        }
    }
}
