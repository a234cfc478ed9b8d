//! `compare --uncertainty` on the tiny network.

use crate::support::{Scratch, text};
use serde_json::Value;

const COMPARE: [&str; 6] =
    ["--network", "tiny", "--quiet", "compare", "bing-ding-branch", "--format"];

fn figures(scratch: &Scratch, more: &[&str]) -> Vec<Value> {
    let output = scratch.run(&[&COMPARE[..], &["json", "--uncertainty"], more].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let found: Value = serde_json::from_str(&text(&output.stdout)).unwrap();
    found["uncertainty"]["figures"].as_array().unwrap().clone()
}

fn number(figure: &Value, key: &str) -> f64 {
    figure[key].as_f64().unwrap()
}

/// Where nothing is unknown, every draw is the comparison.
#[test]
fn ranges_of_one_leave_no_doubt() {
    let scratch = Scratch::new();
    let ranges = ["3", "--speed-range", "1,1", "--frequency-range", "1,1", "--access-range", "1,1"];
    let found = figures(&scratch, &ranges);
    assert!(found.iter().any(|figure| number(figure, "change_min") < -5.0));
    for figure in &found {
        for key in ["p5_min", "p50_min", "p95_min"] {
            assert!((number(figure, key) - number(figure, "change_min")).abs() < 1e-9, "{figure}");
        }
        assert_eq!(figure["is_stable"], true, "{figure}");
    }
}

/// A slower branch helps less, and the same seed says the same whatever the threads.
#[test]
fn bands_follow_the_ranges() {
    let scratch = Scratch::new();
    let only = ["--frequency-range", "1,1", "--access-range", "1,1"];
    let at = |range: &str, more: &[&str]| {
        figures(&scratch, &[&["20", "--speed-range", range], &only[..], more].concat())
    };
    let (slow, fast) = (at("0.5,0.6", &[]), at("1.5,1.6", &[]));
    let mut differ = 0;
    for (slow, fast) in slow.iter().zip(&fast) {
        let medians = [slow, fast].map(|figure| number(figure, "p50_min"));
        assert!(medians[0] >= medians[1] - 1e-9, "{slow} {fast}");
        differ += usize::from(medians[0] > medians[1] + 0.1);
    }
    assert!(differ > 0);
    let wide = at("0.5,1.5", &["--seed", "9"]);
    assert!(wide.iter().any(|it| number(it, "p95_min") > number(it, "p5_min") + 0.1));
    let one =
        scratch.run(&[&["--threads", "1"], &COMPARE[..], &["json", "--uncertainty", "5"]].concat());
    let two = scratch.run(&[&COMPARE[..], &["json", "--uncertainty", "5"]].concat());
    assert!(one.stdout == two.stdout);
}

#[test]
fn tables_have_the_bands_and_ranges_must_be_some() {
    let scratch = Scratch::new();
    let args = [&COMPARE[..], &["table", "--uncertainty", "4", "--out", "out"]].concat();
    let output = scratch.run(&args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("How sure: 4 draws"), "{}", text(&output.stdout));
    let rows = std::fs::read_to_string(scratch.path("out/uncertainty.csv")).unwrap();
    assert!(rows.starts_with("figure,from_id,"), "{rows}");
    assert!(rows.lines().any(|row| row.starts_with("mean_travel_time,")), "{rows}");
    let page = std::fs::read_to_string(scratch.path("out/report.html")).unwrap();
    assert!(page.contains("uncertainty.csv"));
    for range in ["2", "2,1", "0,1", "a,b"] {
        let args =
            [&COMPARE[..], &["table", "--uncertainty", "4", "--speed-range", range]].concat();
        let output = scratch.run(&args);
        assert_eq!(output.status.code(), Some(2), "{range}");
        assert!(text(&output.stderr).contains("two factors"), "{}", text(&output.stderr));
    }
}
