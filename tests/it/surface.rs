//! `tongqu surface` on the tiny network.

use crate::support::{Scratch, text};
use std::process::Output;

fn run(scratch: &Scratch, args: &[&str]) -> Output {
    scratch.run(&[&["--network", "tiny", "--quiet", "surface"], args].concat())
}

fn rows(output: &Output) -> Vec<Vec<String>> {
    assert!(output.status.success(), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    table.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn number(row: &[String], at: usize) -> f64 {
    row[at].parse().unwrap()
}

/// The branch brings trains to Ding: from there the way to the cells around Bing is shorter, and nowhere longer.
#[test]
fn a_project_that_only_adds_makes_no_cell_farther() {
    let scratch = Scratch::new();
    let args = ["丁县", "--mode", "rail", "--compare", "bing-ding-branch", "--format", "csv"];
    let found = rows(&run(&scratch, &args));
    assert!(found.len() > 100);
    for row in &found {
        let (without, with, change) = (number(row, 6), number(row, 7), number(row, 8));
        assert!((with - without - change).abs() < 0.011, "{row:?}");
        assert!(change <= 0.0, "{row:?}");
    }
    assert!(found.iter().any(|row| number(row, 8) < -20.0), "no cell is much nearer");
}

/// What a project requires stands on both sides, as in a comparison: it is not put to the project's account.
#[test]
fn what_a_project_requires_is_no_change_of_its_own() {
    let scratch = Scratch::new();
    scratch.write("tiny/projects/wider-road.toml", WIDER_ROAD.as_bytes());
    let args = ["丁县", "--mode", "rail", "--compare", "wider-road", "--format", "csv"];
    let found = rows(&run(&scratch, &args));
    assert!(found.len() > 100);
    assert!(found.iter().all(|row| number(row, 8).abs() < 1e-9), "the branch is counted");
    let args = ["丁县", "--mode", "rail", "--compare", "wider-road", "--format", "table"];
    let shown =
        text(&scratch.run(&[&["--network", "tiny", "isochrone"], &args[..]].concat()).stdout);
    assert!(shown.contains("with bing-ding-branch, without wider-road"), "{shown}");
}

const WIDER_ROAD: &str = r#"
[project]
id = "wider-road"
name = "加宽公路"
name_en = "Wider road"
mode = "road"
type = "upgrade"
status = "planned"
sources = ["estimate"]
requires = ["bing-ding-branch"]

[[modification]]
type = "modify-links"
line_id = "E1"
lanes = 3
"#;

/// Within 0 people of other cells, within long enough all of the study area.
#[test]
fn people_within_reach_grow_with_the_time() {
    let scratch = Scratch::new();
    let within = |minutes: &str| {
        let args = ["--people-within", minutes, "--cell", "6", "--format", "csv"];
        rows(&run(&scratch, &args))
    };
    let (near, far, all) = (within("20"), within("60"), within("1440"));
    let people: f64 = all.iter().map(|row| number(row, 5)).sum();
    for ((near, far), all) in near.iter().zip(&far).zip(&all) {
        assert!(number(near, 6) >= number(near, 5), "{near:?}");
        assert!(number(near, 6) <= number(far, 6) && number(far, 6) <= number(all, 6));
        assert!((number(all, 6) - people).abs() < 0.5, "{all:?} of {people}");
    }
    assert!(near.iter().zip(&far).any(|(near, far)| number(near, 6) < number(far, 6)));
}

#[test]
fn rasters_maps_and_the_table_are_written_the_same_twice() {
    let scratch = Scratch::new();
    let args = ["丁县", "--mode", "all", "--compare", "bing-ding-branch"];
    for out in ["one", "two"] {
        let output = run(&scratch, &[&args[..], &["--out", out]].concat());
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    for name in ["without", "with", "change", "change_pct"] {
        for end in ["tif", "png", "svg"] {
            let file = |out: &str| {
                std::fs::read(scratch.path(&format!("{out}/surface_{name}.{end}"))).unwrap()
            };
            assert!(file("one") == file("two"), "{name}.{end}");
        }
    }
    assert!(scratch.path("one/surface.csv").exists());
}

#[test]
fn what_cannot_be_shown_is_told() {
    let scratch = Scratch::new();
    let by_rail = run(&scratch, &["--people-within", "60", "--mode", "rail"]);
    assert_eq!(by_rail.status.code(), Some(1));
    assert!(
        text(&by_rail.stderr).contains("services leave at certain times"),
        "{}",
        text(&by_rail.stderr)
    );
    assert_eq!(run(&scratch, &[]).status.code(), Some(2));
}

/// By services at least as many people are within reach of a longer time, no more than live there, and a car that is
/// asked when it leaves is told that it may leave at any time.
#[test]
fn people_are_counted_by_services_too() {
    let scratch = Scratch::new();
    let within = |minutes: &str, more: &[&str]| {
        let args =
            ["--people-within", minutes, "--mode", "public", "--format", "csv", "--cell", "10"];
        let found = rows(&run(&scratch, &[&args[..], more].concat()));
        (found.iter().map(|row| number(row, 5)).sum::<f64>(), found)
    };
    let (all, short) = within("45", &["--depart", "07:00", "--window", "60"]);
    let (_, long) = within("150", &["--depart", "07:00", "--window", "60"]);
    let mut more = 0;
    for (short, long) in short.iter().zip(&long) {
        let (short, own, long) = (number(short, 6), number(short, 5), number(long, 6));
        assert!(own <= short && short <= long && long <= all, "{own} {short} {long} {all}");
        more += usize::from(long > short);
    }
    assert!(more > 0, "nobody comes farther in 150 minutes than in 45");
    let (_, column) =
        within("150", &["--depart", "07:00", "--window", "60", "--opportunities", "gdp_yi_yuan"]);
    assert!(column.iter().zip(&long).any(|(column, people)| column[6] != people[6]));
    let refused = |args: &[&str], says: &str| {
        let output = run(&scratch, &[&["--people-within", "45"], args].concat());
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(says), "{}", text(&output.stderr));
    };
    refused(&["--mode", "public"], "--depart HH:MM");
    refused(&["--depart", "07:00"], "as long at any time");
    refused(&["--opportunities", "jobs"], "no numeric column `jobs`");
}
