//! Networks of others brought in, and ours written for others.

use crate::support::{
    FIXTURE_PROJECTS, HUAIHAI, PROJECTS, Scratch, TINY, TINY_NETWORK, files_below, in_package,
    text, tongqu,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use tongqu::formats::{Folder, gmns, gtfs, load_network};
use tongqu::network::Network;
use tongqu::scenario::Scenario;

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn read(folder: &Path) -> Network {
    load_network(&Folder::open(folder).unwrap()).unwrap_or_else(|problems| panic!("{problems}")).0
}

/// The marks of projects are no part of the tables, and trips are read in the order of ids.
fn as_read(mut network: Network) -> Network {
    network.transit.trips.sort_by(|a, b| a.id.cmp(&b.id));
    network.nodes.iter_mut().for_each(|node| node.project = None);
    network.links.iter_mut().for_each(|link| link.project = None);
    network.locks.iter_mut().for_each(|lock| lock.project = None);
    network.terminals.iter_mut().for_each(|terminal| terminal.project = None);
    network.freight_services.iter_mut().for_each(|service| service.project = None);
    network.transit.stops.iter_mut().for_each(|stop| stop.project = None);
    network.transit.trips.iter_mut().for_each(|trip| trip.project = None);
    network
}

#[cfg(feature = "osm")]
#[test]
fn an_extract_becomes_a_network_that_is_checked_and_driven_on() {
    let scratch = Scratch::new();
    let fixture = in_package("tests/fixtures/osm/town.osm.pbf").display().to_string();
    let report = said(&scratch.run(&["import", "osm", &fixture, "--into", "town"]));
    assert!(report.contains("turns forbidden or prescribed, applied"), "{report}");
    let check = said(&scratch.run(&["check", "town"]));
    assert!(
        check.ends_with("2 projects; 0 errors, 0 warnings\n") || check.contains("0 errors"),
        "{check}"
    );
    // Main Road: 2.77 km at 40 km/h. Alpha and Beta lie 46 m from its ends.
    let drive = ["--network", "town", "route", "alpha", "beta", "--mode", "car", "--quiet"];
    let route = said(&scratch.run(&drive));
    assert!(route.contains("by car: 5 min") && route.contains("Main Road"), "{route}");
    let with = ["--network", "town", "compare", "ring-104", "--modes", "car", "--quiet"];
    let compared = said(&scratch.run(&with));
    assert!(compared.contains("add-links: 1 link, 2.0 km"), "{compared}");
    let again = scratch.run(&["import", "osm", &fixture, "--into", "town"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again.stderr).contains("folder-not-empty"));
}

#[cfg(feature = "osm")]
#[test]
fn zones_of_ones_own_are_taken_and_wrong_ones_told() {
    let scratch = Scratch::new();
    let fixture = in_package("tests/fixtures/osm/town.osm.pbf").display().to_string();
    scratch.write(
        "zones.csv",
        b"zone_id,x_coord,y_coord,name,population\nwest,117,34.0,West,70\neast,117.03,34.0,,\n",
    );
    let args =
        ["import", "osm", &fixture, "--into", "town", "--zones", "zones.csv", "--date", "2026-05"];
    said(&scratch.run(&args));
    let network = read(&scratch.path("town"));
    let ids: Vec<&str> = network.zones.iter().map(|zone| zone.id.as_str()).collect();
    assert_eq!(ids, ["west", "east"]);
    assert_eq!(network.config.base_date.to_string(), "2026-05-31");
    scratch.write("zones.csv", b"zone_id,x_coord,y_coord\nwest,217,34.0\n");
    let wrong =
        scratch.run(&["import", "osm", &fixture, "--into", "other", "--zones", "zones.csv"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).contains("zones.csv:2:6 (x_coord)"), "{}", text(&wrong.stderr));
    assert!(!scratch.path("other").exists());
}

#[test]
fn a_scenario_is_written_and_read_back_equal() {
    let scratch = Scratch::new();
    let into = scratch.path("with").display().to_string();
    let project = "bing-ding-branch";
    let args =
        ["--network", TINY, "--projects", FIXTURE_PROJECTS, "export", "gmns", "--with", project];
    said(&tongqu(args.iter().copied().chain(["--into", &into])));
    let catalogue =
        crate::support::read_catalogue(&Folder::open(&in_package(FIXTURE_PROJECTS)).unwrap());
    let mut scenario = Scenario::at(TINY_NETWORK.config.base_date);
    scenario.with.insert(project.to_owned());
    let applied = scenario.build(&TINY_NETWORK, &catalogue).unwrap().network;
    assert_eq!(as_read(read(&scratch.path("with"))), as_read(applied));
    assert!(said(&tongqu(["check", &into])).contains("0 errors"));
}

/// Railways, a canal with locks, an expressway.
#[test]
fn scenarios_of_the_huaihai_network_read_back_equal() {
    for project in ["huai-su-bang-intercity", "huihe", "susui-expressway-suzhou-ring"] {
        let mut scenario = Scenario::at(HUAIHAI.config.base_date);
        scenario.with.insert(project.to_owned());
        let applied = scenario.build(&HUAIHAI, &PROJECTS).unwrap().network;
        let files = Folder::from_map(gmns::write(&applied));
        let again = load_network(&files).unwrap_or_else(|problems| panic!("{problems}")).0;
        assert!(as_read(again) == as_read(applied), "{project}");
    }
}

#[test]
fn a_timetable_is_written_as_a_feed() {
    let scratch = Scratch::new();
    for into in ["feed", "feed.zip"] {
        let path = scratch.path(into).display().to_string();
        said(&tongqu(["--network", TINY, "export", "gtfs", "--into", &path]));
    }
    let files = files_below(&scratch.path("feed"));
    assert_eq!(files, gtfs::write(&TINY_NETWORK));
    assert!(text(&files["translations.txt"]).contains("stops,stop_name,en,Jia station,"));
    assert!(std::fs::read(scratch.path("feed.zip")).unwrap().starts_with(b"PK\x03\x04"));
    let mut folder: BTreeMap<String, Vec<u8>> = gmns::write(&TINY_NETWORK);
    folder.extend(files.into_iter().map(|(name, bytes)| (format!("transit/{name}"), bytes)));
    assert!(load_network(&Folder::from_map(folder)).unwrap().0 == *TINY_NETWORK);
}

const NET: &str = "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 4\n<FIRST THRU NODE> 3\n<NUMBER OF LINKS> 6\n<END OF METADATA>\n\n\
~\tinit\tterm\tcapacity\tlength\tfft\tb\tpower\tspeed\ttoll\ttype\t;\n\
\t1\t3\t900\t1\t0\t0\t0\t0\t0\t9\t;\n\t3\t1\t900\t1\t0\t0\t0\t0\t0\t9\t;\n\
\t3\t4\t1800\t30\t20\t0.15\t4\t0\t5\t1\t;\n\t4\t3\t1800\t30\t20\t0.15\t4\t0\t5\t1\t;\n\
\t4\t2\t900\t2\t4\t0\t0\t0\t0\t9\t;\n\t2\t4\t900\t2\t4\t0\t0\t0\t0\t9\t;\n";

#[test]
fn tntp_keeps_free_flow_times() {
    let scratch = Scratch::new();
    scratch.write("net.tntp", NET.as_bytes());
    scratch.write(
        "trips.tntp",
        b"<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 1\n 2 : 10.5;\nOrigin 2\n 1 : 3;\n",
    );
    let args = ["import", "tntp", "net.tntp", "--trips", "trips.tntp", "--into", "net"];
    let report = said(&scratch.run(&args));
    assert!(report.contains("links without a free flow time, taken at 130 km/h"), "{report}");
    assert!(said(&scratch.run(&["check", "net"])).contains("0 errors"));
    // 1 km at 130 km/h (28 s), 20 min, 4 min.
    let route = said(&scratch.run(&["--network", "net", "route", "1", "2", "--mode", "car", "-q"]));
    assert!(route.contains("by car: 24 min"), "{route}");
    let demand = std::fs::read_to_string(scratch.path("net/demand.csv")).unwrap();
    assert_eq!(demand, "from_zone_id,to_zone_id,trips\n1,2,10.5\n2,1,3\n");
    scratch.replace("net.tntp", "\t4\t2\t900\t2", "\t4\t7\t900\tx");
    let wrong = scratch.run(&["import", "tntp", "net.tntp", "--into", "other"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).contains("net.tntp:12:1"), "{}", text(&wrong.stderr));
    assert!(!scratch.path("other").exists());
}

const NODES: &str =
    "node_id,name,x_coord,y_coord,zone_id\n1,,117,34,a\n2,,117.01,34,b\n3,,117.02,34,\n";
const LINKS: &str = "link_id,from_node_,to_node_id,directed,length,free_speed,lanes,facility_t,allowed_us,geometry\n\
l1,1,2,0,922,31,1,residential,walk;auto,\"LINESTRING (117.01 34, 117.005 34.0001, 117 34)\"\n\
l2,2,3,0,922,31,2,freeway,auto,\nl3,1,3,1,1844,,1,path,bike,\n";

#[test]
fn gmns_of_others_is_read_in_its_units() {
    let scratch = Scratch::new();
    scratch.write("in/node.csv", NODES.as_bytes());
    scratch.write("in/link.csv", LINKS.as_bytes());
    scratch.write("in/zone.csv", b"zone_id,name\na,West\nb,East\n");
    let without = scratch.run(&["import", "gmns", "in", "--into", "out"]);
    assert_eq!(without.status.code(), Some(1));
    assert!(text(&without.stderr).contains("--length-unit"), "{}", text(&without.stderr));
    scratch.write("in/config.csv", b"dataset_name,long_length,speed\nx,miles,mph\n");
    let wrong = scratch.run(&["import", "gmns", "in", "--into", "out"]);
    assert!(text(&wrong.stderr).contains("error[wrong-unit]"), "{}", text(&wrong.stderr));
    scratch.write("in/config.csv", b"dataset_name,long_length,speed\nx,m,mph\n");
    said(&scratch.run(&["import", "gmns", "in", "--into", "out"]));
    assert!(said(&scratch.run(&["check", "out"])).contains("2 zones, 3 nodes, 2 links"));
    let network = read(&scratch.path("out"));
    let link = &network.links[0];
    assert!((link.length.0 - 0.922).abs() < 1e-9 && (link.free_speed.0 - 49.889_664).abs() < 1e-9);
    assert_eq!(link.geometry.len(), 1);
    scratch.replace("in/link.csv", "from_node_", "from_nod");
    let wrong = scratch.run(&["import", "gmns", "in", "--into", "other"]);
    assert!(text(&wrong.stderr).contains("did you mean `from_node_id`"), "{}", text(&wrong.stderr));
}
