//! `tongqu matrix` and `tongqu bench` on the tiny network.

use crate::support::{Scratch, text};
use serde_json::Value;
use std::process::Output;

/// In the middle of the road between Jia and Bing, a quarter on from Jia, and Jia.
const POINTS: &str = "id,lon,lat\nhalf,117.25,34.1\nquarter,117.125,34.05\n甲城,,\n";

fn result(output: &Output) -> String {
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn run(scratch: &Scratch, args: &[&str]) -> Output {
    scratch.run(&[&["--network", "tiny", "--quiet"], args].concat())
}

/// The road is 60 km long and takes an hour: half of it 30 minutes, a quarter 15, what lies between 15.
#[test]
fn points_beside_a_road_drive_along_it() {
    let scratch = Scratch::new();
    scratch.write("points.csv", POINTS.as_bytes());
    let found = result(&run(&scratch, &["matrix", "points.csv", "points.csv"]));
    let expected = "origin,destination,minutes,km\n\
        half,half,0.00,0.000\nhalf,quarter,15.00,15.000\nhalf,甲城,30.00,30.000\n\
        quarter,half,15.00,15.000\nquarter,quarter,0.00,0.000\nquarter,甲城,15.00,15.000\n\
        甲城,half,30.00,30.000\n甲城,quarter,15.00,15.000\n甲城,甲城,0.00,0.000\n";
    assert_eq!(found, expected);
}

#[test]
fn a_wide_table_has_a_column_for_each_destination_and_is_the_same_in_a_file() {
    let scratch = Scratch::new();
    scratch.write("points.csv", POINTS.as_bytes());
    let args = ["matrix", "points.csv", "zones", "--wide", "minutes"];
    let found = result(&run(&scratch, &args));
    assert_eq!(found.lines().next(), Some("origin_minutes,bing,ding,jia,yi"));
    assert_eq!(found.lines().count(), 4);
    let half: Vec<&str> = found.lines().nth(1).unwrap().split(',').collect();
    assert_eq!((half[0], half[1], half[3]), ("half", "30.00", "30.00"));
    let printed = run(&scratch, &[&args[..], &["--out", "deep/m.csv"]].concat());
    assert_eq!(result(&printed), "");
    assert_eq!(text(&std::fs::read(scratch.path("deep/m.csv")).unwrap()), found);
}

/// Half the road is 30 km and half an hour: 15 yuan for the car, and 15 for the time where an hour is worth 30.
#[test]
fn costs_are_those_of_the_car_and_of_time() {
    let scratch = Scratch::new();
    scratch.write("points.csv", POINTS.as_bytes());
    let matrix = |more: &[&str]| {
        let args = [&["matrix", "points.csv", "points.csv"], more].concat();
        let output = run(&scratch, &args);
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (_, money, _) = matrix(&["--yuan-per-km", "0.5"]);
    assert!(money.starts_with("origin,destination,minutes,km,yuan\n"), "{money}");
    assert!(money.contains("half,甲城,30.00,30.000,15.00\n"), "{money}");
    let (_, wide, _) = matrix(&["--yuan-per-km", "0.5", "--value-of-time", "30", "--wide", "yuan"]);
    assert!(wide.contains("half,0.00,15.00,30.00\n"), "{wide}");
    let (code, _, told) = matrix(&["--cost"]);
    assert_eq!(code, Some(1));
    assert!(told.contains("operating_cost") && told.contains("--yuan-per-km"), "{told}");
}

#[test]
fn zones_are_as_far_apart_as_in_a_comparison() {
    let scratch = Scratch::new();
    let matrix = result(&run(&scratch, &["matrix", "zones", "zones"]));
    let compare = ["compare", "bing-ding-branch", "--modes", "car", "--out", "out"];
    result(&run(&scratch, &compare));
    let times = text(&std::fs::read(scratch.path("out/travel_times.csv")).unwrap());
    let mut pairs = 0;
    for row in times.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()) {
        let start = format!("{},{},", row[0], row[2]);
        let line = matrix.lines().find(|line| line.starts_with(&start)).unwrap();
        let minutes: f64 = line.split(',').nth(2).unwrap().parse().unwrap();
        assert!((minutes - row[5].parse::<f64>().unwrap()).abs() < 0.06, "{line}");
        pairs += 1;
    }
    assert_eq!(pairs, 12);
}

#[test]
fn points_that_cannot_be_read_are_told_and_nothing_is_written() {
    let scratch = Scratch::new();
    scratch.write("bad.csv", "id,lon,lat\na,34.1,117.2\n戊城,,\n".as_bytes());
    let output = run(&scratch, &["matrix", "bad.csv", "zones", "--out", "m.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("bad.csv:2"), "{}", text(&output.stderr));
    scratch.write("bad.csv", "id,lon,lat\n戊城,,\n".as_bytes());
    let output = run(&scratch, &["matrix", "bad.csv", "zones", "--out", "m.csv"]);
    assert!(text(&output.stderr).contains("bad.csv:2"), "{}", text(&output.stderr));
    let output = run(&scratch, &["matrix", "zones", "zones", "--out", "m.xlsx"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!scratch.path("m.csv").exists() && !scratch.path("m.xlsx").exists());
}

/// A kind of file that the program was built without is told, and how to build it with.
#[test]
fn other_files_need_their_feature() {
    let scratch = Scratch::new();
    for (name, is_built) in
        [("m.omx", cfg!(feature = "omx")), ("m.parquet", cfg!(feature = "parquet"))]
    {
        let output = run(&scratch, &["matrix", "zones", "zones", "--out", name]);
        assert_eq!(output.status.success(), is_built, "{}", text(&output.stderr));
        assert_eq!(scratch.path(name).exists(), is_built);
        assert!(is_built || text(&output.stderr).contains("--features"), "{name}");
    }
}

#[test]
fn every_method_is_measured_beside_dijkstra() {
    let scratch = Scratch::new();
    let found = result(&run(&scratch, &["bench", "--format", "json", "--out", "out"]));
    let all: Value = serde_json::from_str(&found).unwrap();
    assert_eq!((&all["road_nodes"], &all["zones"]), (&4.into(), &4.into()));
    let rows = all["rows"].as_array().unwrap();
    let named = |task: &str, method: &str| {
        let is_named = |row: &&Value| row["task"] == task && row["method"] == method;
        rows.iter().find(is_named).unwrap_or_else(|| panic!("{task}, {method}"))
    };
    for (task, method) in [
        ("preprocessing", "order"),
        ("preprocessing", "contraction"),
        ("customisation", "full"),
        ("customisation", "one link changed"),
        ("point to point", "bidirectional dijkstra"),
        ("point to point", "a*"),
        ("point to point", "cch"),
        ("one to all", "phast, 16 at once"),
        ("many to many", "phast, 16 at once"),
        ("scenario switch, all zone pairs", "cch"),
    ] {
        assert!(named(task, method)["seconds"].as_f64().unwrap() > 0.0);
    }
    assert_eq!(named("one to all", "dijkstra")["times_as_fast_as_dijkstra"], 1.0);
    for name in ["bench.csv", "bench.json", "bench.txt", "bench.png", "bench.svg"] {
        assert!(scratch.path("out").join(name).exists(), "{name}");
    }
}

#[test]
fn a_network_without_roads_has_nothing_to_measure() {
    let scratch = Scratch::new();
    let links = std::fs::read_to_string(scratch.path("tiny/link.csv")).unwrap();
    scratch.write("tiny/link.csv", links.replace("car;truck;bus", "walk").as_bytes());
    let output = run(&scratch, &["bench"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no roads"), "{}", text(&output.stderr));
    let matrix = result(&run(&scratch, &["matrix", "zones", "zones", "--wide", "km"]));
    assert_eq!(matrix.lines().nth(1), Some("bing,0.000,,,"));
}
