//! The whole of a comparison on the tiny network, small enough to be worked out by hand.
//!
//! The branch from 丙 Bing to 丁 Ding, minutes door to door. By rail a taxi takes 5 minutes to find; station entry is
//! 20, exit 10. Local buses: 20 minutes of wait and 45 km/h; all stations but those Ding needs are on foot, 0 minutes.
//!
//! | pair | by rail without | with | public without | with |
//! |---|---|---|---|---|
//! | Jia–Yi | 5+20+27+10+5 = 67 | | 20+27+10 = 57 | |
//! | Jia–Bing, Bing–Yi | 5+20+15+10+5 = 55 | | 20+15+10 = 45 | |
//! | Jia–Ding | 5+20+15+10+(45+5) = 100 over Bing | (change at Bing: 132) | bus 20+55/45 h = 93.3 | |
//! | Ding–Yi | (45+5)+20+15+10+5 = 100 over Bing | 5+20+(15+2+15)+10+5 = 72 | bus 93.3 | 20+32+10 = 62 |
//! | Ding–Bing | (66+5)+20+15+10+5 = 121 over Yi | 5+20+15+10+5 = 55 | bus 20+45/45 h = 80 | 20+15+10 = 45 |
//!
//! Mean time by rail: 2 × (67+55+55+100+100+121) ÷ 12 = 83.0, with 2 × (67+55+55+100+72+55) ÷ 12 = 67.33.
//!
//! Masses are √(people × 亿元): Jia √(1e6×1000) = 31,622.78, Yi √(8e5×600) = 21,908.90, Bing √(5e5×200) = 10,000, Ding
//! 6,324.56. Weighted average travel time of Ding by rail: (31622.78×100 + 21908.90×100 + 10000×121) ÷ 63,531.68 =
//! 103.31, with (31622.78×100 + 21908.90×72 + 10000×55) ÷ 63,531.68 = 83.26. Its economic potential, per hour:
//! (31622.78/100 + 21908.90/100 + 10000/121) × 60 = 37,077.69, with (31622.78/100 + 21908.90/72 + 10000/55) × 60 =
//! 48,140.18.

use crate::support::{FIXTURE_PROJECTS, TINY, files_below, text, tongqu};
use std::collections::BTreeMap;
use tempfile::tempdir;

fn compared() -> BTreeMap<String, Vec<u8>> {
    let folder = tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    let network = ["--network", TINY, "--projects", FIXTURE_PROJECTS];
    let run = tongqu(network.into_iter().chain(["compare", "bing-ding-branch", "--out", &out]));
    assert!(run.status.success(), "{}", text(&run.stderr));
    let mut files = files_below(&folder.path().join("out"));
    files.insert("printed".to_owned(), run.stdout);
    files
}

/// Some cells of the first row of a table that has these cells at these places.
fn find<'t>(
    table: &'t str,
    cells: &[(usize, &str)],
    wanted: std::ops::Range<usize>,
) -> Vec<&'t str> {
    let rows = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let mut found = rows.filter(|row| cells.iter().all(|(at, cell)| row[*at] == *cell));
    let row = found.next().unwrap_or_else(|| panic!("no row with {cells:?}"));
    row[wanted].to_vec()
}

#[test]
fn a_comparison_is_what_is_worked_out_by_hand() {
    let files = compared();
    let file = |name: &str| text(&files[name]);
    let times = file("travel_times.csv");
    let time = |mode, from, to| find(&times, &[(4, mode), (0, from), (2, to)], 5..9);
    for (from, to) in [("ding", "yi"), ("yi", "ding")] {
        assert_eq!(time("rail", from, to), ["100.0", "72.0", "-28.0", "-28.00"]);
        assert_eq!(time("public", from, to), ["93.3", "62.0", "-31.3", "-33.57"]);
        assert_eq!(time("car", from, to), ["66.0", "66.0", "0.0", "0.00"]);
    }
    for (from, to) in [("ding", "bing"), ("bing", "ding")] {
        assert_eq!(time("rail", from, to), ["121.0", "55.0", "-66.0", "-54.55"]);
        assert_eq!(time("public", from, to), ["80.0", "45.0", "-35.0", "-43.75"]);
    }
    assert_eq!(time("rail", "jia", "ding"), ["100.0", "100.0", "0.0", "0.00"]);
    assert_eq!(time("rail", "jia", "yi"), ["67.0", "67.0", "0.0", "0.00"]);
    assert_eq!(time("public", "jia", "yi"), ["57.0", "57.0", "0.0", "0.00"]);
    let access = file("accessibility.csv");
    let of_ding = |measure| find(&access, &[(0, "ding"), (2, measure), (9, "rail")], 3..5);
    assert_eq!(of_ding("watt"), ["103.31", "83.26"]);
    assert_eq!(of_ding("economic_potential"), ["37077.69", "48140.18"]);
    assert_eq!(of_ding("daily_accessibility"), ["2700000.00", "2700000.00"]);
    let whole = file("connectivity.csv");
    let mean = find(&whole, &[(0, "mean_time"), (5, "rail")], 1..4);
    assert_eq!(mean, ["83.0000", "67.3333", "-15.6667"]);
}

#[test]
fn a_comparison_is_written_as_before() {
    let files = compared();
    let names =
        ["travel_times.csv", "accessibility.csv", "connectivity.csv", "journeys.csv", "printed"];
    for name in names {
        insta::assert_snapshot!(
            format!("compare_{}", name.trim_end_matches(".csv")),
            text(&files[name])
        );
    }
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    insta::assert_snapshot!("compare_files", names.join("\n"));
}
