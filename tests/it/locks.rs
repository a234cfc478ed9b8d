//! `tongqu lock`, and what it makes of published figures.

use crate::support::{result_of, text, tongqu};

fn json(args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&result_of(&[args, &["--format", "json"]].concat())).unwrap()
}

#[test]
fn every_lock_has_a_year() {
    let all = result_of(&["lock", "--format", "csv"]);
    assert!(all.lines().count() > 40, "{all}");
    let table = result_of(&["lock"]);
    assert!(table.contains("皂河船闸 Zaohe lock"), "{table}");
    assert!(table.contains("left out: 湘子庙"), "an open sluice has no queue\n{table}");
}

/// As `networks/huaihai/README.md` says.
#[test]
fn the_outage_of_2025_makes_a_queue_near_the_published_one() {
    let queue = |seed: &str| {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().to_str().unwrap();
        let days = ["--days", "80", "--seed", seed, "--out", out];
        result_of(&[&["lock", "皂河", "--outage", "3:31:32"], &days[..]].concat());
        let table = std::fs::read_to_string(dir.path().join("queue.csv")).unwrap();
        let row = table.lines().find(|line| line.starts_with("outage,62,")).unwrap();
        let cells: Vec<&str> = row.split(',').collect();
        let [waiting, tows] = [cells[3], cells[4]].map(|cell| cell.parse::<f64>().unwrap());
        (waiting - tows, tows)
    };
    let queues: Vec<(f64, f64)> = ["1", "2", "3", "4", "5"].map(queue).to_vec();
    let mean = |of: fn(&(f64, f64)) -> f64| queues.iter().map(of).sum::<f64>() / 5.0;
    let (ships, tows) = (mean(|queue| queue.0), mean(|queue| queue.1));
    assert!((ships / 972.0 - 1.0).abs() < 0.3, "{ships} ships");
    assert!((tows / 96.0 - 1.0).abs() < 0.3, "{tows} tows");
}

#[test]
fn a_lock_is_found_in_any_spelling_and_says_the_same_again() {
    let args = ["lock", "皂河", "--days", "30"];
    let first = result_of(&args);
    for name in ["zaohe", "Zaohe lock", "皂河船闸", "ZAOHE"] {
        assert_eq!(result_of(&["lock", name, "--days", "30", "--threads", "1"]), first);
    }
}

#[test]
fn more_demand_and_fewer_chambers_wait_longer() {
    let wait = |args: &[&str]| {
        let value = json(&[&["lock", "韩庄", "--days", "200"], args].concat());
        value[0]["mean_wait_h"].as_f64().unwrap()
    };
    let today = wait(&[]);
    assert!(wait(&["--growth", "1.5"]) > today);
    assert!(wait(&["--without", "hanwan-second-locks"]) > 2.0 * today);
    assert_eq!(json(&["lock", "韩庄", "--demand", "0"])[0]["vessels"], 0);
}

#[test]
fn what_cannot_be_is_told() {
    let told = |args: &[&str]| {
        let output = tongqu(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        text(&output.stderr)
    };
    assert!(told(&["lock", "huain"]).contains("did you mean 淮安船闸 Huaian lock?"));
    let outage = told(&["lock", "皂河", "--outage", "4:1:2"]);
    assert!(outage.contains("a chamber of 1 to 3 or `all`"), "{outage}");
    assert!(told(&["lock", "皂河", "--outage", "1:365:2"]).contains("within the 365 simulated"));
    assert!(told(&["lock", "皂河", "--months", "1,2"]).contains("12 numbers"));
    assert!(told(&["lock", "皂河", "--demand", "1e9"]).contains("is no demand"));
    assert!(told(&["--network", "networks/tiny", "lock"]).contains("no locks"));
}
