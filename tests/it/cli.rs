//! What the program prints and how it ends.

use crate::support::{FIXTURE_PROJECTS, Scratch, TINY, result_of, text, tongqu};
use insta::assert_snapshot;
use serde_json::Value;

const PROJECT: &str = "bing-ding-branch";

/// The program on the tiny network with the fixture projects.
fn tiny<'a>(args: &[&'a str]) -> Vec<&'a str> {
    [&["--network", TINY, "--projects", FIXTURE_PROJECTS], args].concat()
}

fn exit_status(args: &[&str]) -> Option<i32> {
    tongqu(args).status.code()
}

#[test]
fn help_says_what_to_type_next() {
    let help = result_of(&["--help"]);
    assert_snapshot!("help", help);
    assert!(help.contains("tongqu compare huai-su-bang-intercity"));
    assert!(help.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn every_command_has_help_within_100_columns() {
    for command in [
        "compare",
        "route",
        "projects",
        "validate",
        "check",
        "matrix",
        "isochrone",
        "surface",
        "bench",
    ] {
        let help = result_of(&[command, "--help"]);
        assert!(help.contains("Usage: tongqu"), "{command}\n{help}");
        let long = help.lines().find(|line| line.chars().count() > 120);
        assert_eq!(long, None, "{command}");
    }
}

#[test]
fn exit_status_tells_done_from_wrong_input_from_wrong_usage() {
    assert_eq!(exit_status(&["--version"]), Some(0));
    assert_eq!(exit_status(&tiny(&["route", "甲城", "乙城"])), Some(0));
    assert_eq!(exit_status(&tiny(&["route", "甲城", "戊"])), Some(1));
    assert_eq!(exit_status(&tiny(&["compare", "no-such-project"])), Some(1));
    assert_eq!(exit_status(&[]), Some(2));
    assert_eq!(exit_status(&["compare"]), Some(2));
    assert_eq!(exit_status(&["route", "甲城", "乙城", "--mode", "rocket"]), Some(2));
    assert_eq!(exit_status(&["route", "甲城", "乙城", "--depart", "25:00"]), Some(2));
    assert_eq!(exit_status(&["compare", PROJECT, "--date", "2026-02-30"]), Some(2));
}

#[test]
fn routes_are_told_leg_by_leg() {
    assert_snapshot!("route_rail", result_of(&tiny(&["route", "甲城", "乙城", "--mode", "rail"])));
    let over_the_branch = ["route", "dingxian", "Yi", "--mode", "rail", "--with", PROJECT];
    assert_snapshot!("route_with_project", result_of(&tiny(&over_the_branch)));
    assert_snapshot!("route_car", result_of(&tiny(&["route", "bing", "丁县", "--mode", "car"])));
    let between_stations = ["route", "甲站", "乙站", "--depart", "08:30", "--format", "csv"];
    assert_snapshot!("route_stations_csv", result_of(&tiny(&between_stations)));
    let by_local_bus = ["route", "丁县", "丙县", "--format", "json"];
    assert_snapshot!("route_local_json", result_of(&tiny(&by_local_bus)));
}

#[test]
fn projects_are_listed() {
    assert_snapshot!("projects", result_of(&tiny(&["projects", "--format", "csv"])));
    let values: Value =
        serde_json::from_str(&result_of(&tiny(&["projects", "--format", "json"]))).unwrap();
    assert_eq!(values[0]["id"], PROJECT);
    assert!(result_of(&["projects"]).contains("huai-su-bang-intercity"));
}

/// Programs of others read these columns: they may get more behind them, and never change.
#[test]
fn tables_start_with_the_promised_columns() {
    let scratch = Scratch::new();
    let out = scratch.path("out").display().to_string();
    let run = tongqu(tiny(&["compare", PROJECT, "--out", &out]));
    assert!(run.status.success(), "{}", text(&run.stderr));
    let promised = [
        (
            "travel_times.csv",
            "from_id,from_name,to_id,to_name,mode,without_min,with_min,change_min,change_pct",
        ),
        (
            "accessibility.csv",
            "zone_id,zone_name,measure,without,with,change,change_pct,rank_without,rank_with",
        ),
        ("connectivity.csv", "measure,without,with,change"),
        (
            "journeys.csv",
            "from_id,from_name,to_id,to_name,mode,side,leg,kind,what,departure,arrival,minutes",
        ),
    ];
    for (file, columns) in promised {
        let table = std::fs::read_to_string(scratch.path("out").join(file)).unwrap();
        let header = table.lines().next().unwrap();
        assert!(format!("{header},").starts_with(&format!("{columns},")), "{file}: {header}");
        assert!(
            table.ends_with('\n') && !table.contains('\r') && table.lines().count() > 1,
            "{file}"
        );
    }
}

#[test]
fn validate_tells_the_error_of_every_row() {
    let json = result_of(&tiny(&["validate", "--format", "json"]));
    let value: Value = serde_json::from_str(&json).unwrap();
    let keys = [
        "n",
        "unresolved",
        "bias_pct",
        "median_abs_error_min",
        "median_abs_error_pct",
        "p90_abs_error_pct",
    ];
    for key in keys {
        assert!(value["summary"][key].is_number(), "summary has no number {key}: {json}");
    }
    assert_eq!(value["summary"]["n"], 2);
    let rows = value["rows"].as_array().unwrap();
    // By car 100 km at 100 km/h; by train G3 10:00 to 10:27.
    let times: Vec<f64> = rows.iter().map(|row| row["simulated_min"].as_f64().unwrap()).collect();
    assert_eq!(times, [60.0, 27.0]);
}

#[test]
fn a_row_that_cannot_be_simulated_is_counted_and_told_why() {
    let scratch = Scratch::new();
    let rows = "from,to,mode,minutes,with\n丁站,乙站,hsr,30,\n丁站,乙站,hsr,30,bing-ding-branch\n";
    scratch.write("times.csv", rows.as_bytes());
    let run = scratch.run(&["--network", "tiny", "validate", "times.csv", "--format", "json"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let value: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!((&value["summary"]["n"], &value["summary"]["unresolved"]), (&1.into(), &1.into()));
    assert!(value["rows"][0]["reason"].as_str().unwrap().contains("丁站"), "{value}");
    // 15 + 2 + 15 minutes over the branch.
    assert_eq!(value["rows"][1]["simulated_min"], 32.0);
}

#[test]
fn results_go_to_stdout_and_words_to_stderr() {
    let scratch = Scratch::new();
    let out = scratch.path("out").display().to_string();
    let loud = tongqu(tiny(&["compare", PROJECT, "--format", "csv", "--out", &out, "--verbose"]));
    let quiet = tongqu(tiny(&["compare", PROJECT, "--format", "csv", "--quiet"]));
    assert_eq!(text(&loud.stdout), text(&quiet.stdout));
    assert!(text(&loud.stderr).contains("written to"));
    assert_eq!(text(&quiet.stderr), "");
}
