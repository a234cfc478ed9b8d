//! `tongqu isochrone` on the tiny network.

use crate::support::{Scratch, text};
use geo::{Contains, Coord, LineString, MultiPolygon, Polygon, Validation};
use serde_json::Value;
use std::process::Output;

fn run(scratch: &Scratch, args: &[&str]) -> Output {
    scratch.run(&[&["--network", "tiny", "--quiet", "isochrone"], args].concat())
}

fn rows(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_str::<Vec<Value>>(&text(&output.stdout)).unwrap()
}

/// The road to Bing takes 60 minutes, that to Ding 66, and Yi is 120 away through Bing but 60 by expressway.
#[test]
fn counties_are_reached_in_the_time_of_the_road() {
    let scratch = Scratch::new();
    let found = rows(&run(&scratch, &["甲城", "--minutes", "59,60", "--format", "json"]));
    let names = |row: &Value| row["county_names"].as_str().unwrap().to_owned();
    assert!(!names(&found[0]).contains("丙县"), "{found:?}");
    assert!(names(&found[1]).contains("丙县"), "{found:?}");
    for key in ["area_km2", "people", "counties"] {
        assert!(found[0][key].as_f64() <= found[1][key].as_f64(), "{key}");
    }
}

fn areas(feature: &Value) -> MultiPolygon<f64> {
    let ring = |ring: &Value| -> LineString<f64> {
        let corners = ring.as_array().unwrap().iter();
        let degrees = |corner: &Value, at: usize| corner[at].as_f64().unwrap();
        corners.map(|corner| Coord { x: degrees(corner, 0), y: degrees(corner, 1) }).collect()
    };
    let polygon = |rings: &Value| {
        let mut rings: Vec<LineString<f64>> = rings.as_array().unwrap().iter().map(ring).collect();
        let holes = rings.split_off(1);
        Polygon::new(rings.remove(0), holes)
    };
    feature["geometry"]["coordinates"].as_array().unwrap().iter().map(polygon).collect()
}

#[test]
fn areas_are_valid_and_each_lies_in_the_next() {
    let scratch = Scratch::new();
    let args = ["117.3,34.05", "--minutes", "20,40,80", "--cell", "3", "--out", "out"];
    for mode in ["car", "all"] {
        let output = run(&scratch, &[&args[..], &["--mode", mode]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
        let file = std::fs::read(scratch.path("out/isochrone.geojson")).unwrap();
        let file: Value = serde_json::from_slice(&file).unwrap();
        let features = file["features"].as_array().unwrap();
        let minutes: Vec<_> =
            features.iter().map(|f| f["properties"]["minutes"].as_f64()).collect();
        assert_eq!(minutes, [Some(80.0), Some(40.0), Some(20.0)]);
        let areas: Vec<MultiPolygon<f64>> = features.iter().map(areas).collect();
        assert!(areas.iter().all(|area| area.is_valid() && !area.0.is_empty()));
        for pair in areas.windows(2) {
            for corner in pair[1].0.iter().flat_map(|polygon| polygon.exterior().points()) {
                // Where the study area ends, both do: a hair inwards of the corner.
                let towards = |x: f64, to: f64| x + (to - x) * 1e-3;
                let inner = geo::Point::new(towards(corner.x(), 117.3), towards(corner.y(), 34.05));
                assert!(pair[0].contains(&inner) || !pair[1].contains(&inner), "{inner:?}");
            }
        }
    }
    for name in ["isochrone.csv", "isochrone.png", "isochrone.svg"] {
        assert!(scratch.path("out").join(name).exists(), "{name}");
    }
}

#[test]
fn both_sides_of_a_project_are_shown_and_a_road_takes_nothing_away() {
    let scratch = Scratch::new();
    let args = ["丙县", "--minutes", "30,60", "--compare", "bing-ding-branch", "--mode", "all"];
    let found = rows(&run(&scratch, &[&args[..], &["--format", "json", "--out", "out"]].concat()));
    assert_eq!(found.len(), 4);
    for (without, with) in found[..2].iter().zip(&found[2..]) {
        assert!(without["people"].as_f64() <= with["people"].as_f64(), "{without} {with}");
    }
    for side in ["without", "with"] {
        assert!(scratch.path(&format!("out/isochrone_{side}.png")).exists());
    }
    let printed = text(&run(&scratch, &args).stdout);
    assert!(printed.contains("with less without"), "{printed}");
}

#[test]
fn what_cannot_be_is_told() {
    let scratch = Scratch::new();
    for (args, word) in [
        (&["戊城"][..], "unknown-place"),
        (&["190,34"][..], "unknown-place"),
        (&["甲城", "--cell", "0"][..], "too small"),
        (&["甲城", "--cell", "0.001"][..], "too small"),
        (&["甲城", "--cell", "NaN"][..], "too small"),
    ] {
        let output = run(&scratch, &[args, &["--out", "out"]].concat());
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(text(&output.stderr).contains(word), "{}", text(&output.stderr));
        assert!(!scratch.path("out").exists());
    }
}

/// A percentile of a window is between its least and its longest times, and one departure is at least as long as the best.
#[test]
fn a_departure_is_never_quicker_than_the_best_of_the_day() {
    let scratch = Scratch::new();
    let people = |more: &[&str]| {
        let args = ["甲城", "--mode", "rail", "--minutes", "90", "--format", "json"];
        let found = rows(&run(&scratch, &[&args[..], more].concat()));
        found[0]["people"].as_f64().unwrap()
    };
    let best = people(&[]);
    let at =
        |percent: &str| people(&["--depart", "06:00", "--window", "180", "--percentile", percent]);
    let (quick, median, slow) = (at("0"), at("50"), at("100"));
    assert!(best >= quick && quick >= median && median >= slow, "{best} {quick} {median} {slow}");
    assert!(quick > slow, "{quick} {slow}");
    assert!(people(&["--depart", "06:00"]) <= best);
    let output = run(&scratch, &["甲城", "--mode", "rail", "--depart", "06:00"]);
    assert!(text(&output.stdout).contains("leaving at 06:00"), "{}", text(&output.stdout));
}
