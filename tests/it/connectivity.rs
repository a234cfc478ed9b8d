//! `tongqu connectivity`: on the tiny network by hand, and what must hold on the Huaihai network.
//!
//! The roads of the tiny network join each of its four places with each: 6 links, α = (6 − 4 + 1) ÷ 3 = 1, γ = 6 ÷ 6 = 1, three
//! ways between any two. Its railway is a line over 丙 Bing, and the branch hangs on Bing.

use crate::support::{FIXTURE_PROJECTS, Scratch, TINY, files_below, result_of, text, tongqu};
use std::collections::BTreeMap;

const PROJECT: &str = "bing-ding-branch";

fn tiny(args: &[&str]) -> String {
    let network = ["--network", TINY, "--projects", FIXTURE_PROJECTS, "--quiet", "connectivity"];
    result_of(&[&network, args].concat())
}

/// By network and measure, the cells that follow.
fn figures(csv: &str) -> BTreeMap<(String, String), Vec<String>> {
    let cells = csv.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect());
    cells.map(|row: Vec<String>| ((row[0].clone(), row[1].clone()), row[2..].to_vec())).collect()
}

#[test]
fn the_tiny_network_is_told() {
    insta::assert_snapshot!("connectivity_printed", tiny(&["--with", PROJECT]));
}

#[test]
fn both_sides_are_what_is_worked_out_by_hand() {
    let figures = figures(&tiny(&["--with", PROJECT, "--format", "csv"]));
    let of = |network: &str, measure: &str| {
        figures[&(network.to_owned(), measure.to_owned())][..2].to_vec()
    };
    for (measure, value) in [
        ("nodes", "4"),
        ("links", "6"),
        ("bridges", "0"),
        ("articulation_points", "0"),
        ("alpha", "1.0000"),
        ("beta", "1.5000"),
        ("gamma", "1.0000"),
        ("mean_degree", "3.000"),
        ("mean_ways_between_cities", "3.000"),
        ("city_pairs_with_one_way", "0"),
    ] {
        assert_eq!(of("road", measure), [value, value], "{measure}");
    }
    assert_eq!(of("rail", "bridges"), ["2", "3"]);
    assert_eq!(of("rail", "articulation_points"), ["1", "1"]);
    assert_eq!(of("rail", "components"), ["1", "1"]);
    assert_eq!(of("rail", "alpha"), ["0.0000", "0.0000"]);
    assert_eq!(of("rail", "mean_ways_between_cities"), ["1.000", "1.000"]);
    assert!(!figures.contains_key(&("water".to_owned(), "nodes".to_owned())), "there is no water");
}

#[test]
fn nodes_links_and_pairs_are_written() {
    let scratch = Scratch::new();
    let args = ["--network", "tiny", "--quiet", "connectivity", "--with", PROJECT, "--out", "out"];
    let output = scratch.run(&args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let files = files_below(&scratch.path("out"));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let expected = [
        "circles.csv",
        "infrastructure.csv",
        "links.csv",
        "manifest.json",
        "nodes.csv",
        "redundancy.csv",
        "services.csv",
    ];
    assert_eq!(names, expected);
    let has = |file: &str, cells: &[(usize, &str)]| {
        let rows = text(&files[file]);
        let mut rows =
            rows.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        rows.any(|row| cells.iter().all(|(at, cell)| row[*at] == *cell))
    };
    // Bing cuts the railway; all ways between Jia and Yi, 2 of the 2 pairs of others, pass it.
    let bing = [(0, "rail"), (1, "without"), (2, "rail-bing"), (10, "yes"), (12, "1.000000")];
    assert!(has("nodes.csv", &bing), "{}", text(&files["nodes.csv"]));
    assert!(has("links.csv", &[(0, "rail"), (1, "without"), (2, "rail-jiayi-1"), (10, "yes")]));
    // No train to Ding before the branch is there.
    let services = text(&files["services.csv"]);
    let ding = services.lines().find(|line| line.starts_with("ding,丁县,yi,")).unwrap();
    let cells: Vec<&str> = ding.split(',').collect();
    assert_eq!((cells[4], cells[7], cells[8]), ("0", "", "0"), "{ding}");
    assert!(cells[5].parse::<u32>().unwrap() > 0, "{ding}");
}

#[test]
fn the_waterways_and_roads_of_huaihai_hang_together() {
    let args = ["connectivity", "--infrastructure", "road,water", "--format", "csv", "--quiet"];
    let figures = figures(&result_of(&args));
    let of = |network: &str, measure: &str| -> f64 {
        figures[&(network.to_owned(), measure.to_owned())][0].parse().unwrap()
    };
    for network in ["road", "water"] {
        let (nodes, components) = (of(network, "nodes"), of(network, "components"));
        let largest = of(network, "nodes_of_largest_component");
        assert!(largest + components - 1.0 <= nodes && largest > nodes / 2.0, "{network}");
        assert!(of(network, "reachable_pairs") >= largest * (largest - 1.0), "{network}");
        assert!((0.3..1.0).contains(&of(network, "detour_index")), "{network}");
        assert!(of(network, "mean_ways_between_cities") > 1.0, "{network}");
    }
    assert!(of("road", "mean_degree") > of("water", "mean_degree"));
}

#[test]
fn a_network_without_such_lines_says_so() {
    let output = tongqu(["--network", TINY, "connectivity", "--infrastructure", "water"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no lines of these kinds"));
}
