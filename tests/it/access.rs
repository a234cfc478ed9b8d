//! `tongqu access`: on the tiny network with values worked out by hand (see `golden.rs`), and as `compare` has them.

use crate::fares;
use crate::support::{
    FIXTURE_PROJECTS, HUAIHAI, PROJECTS, Scratch, TINY, files_below, result_of, text, tongqu,
};
use std::collections::{BTreeMap, BTreeSet};
use tongqu::measures::accessibility::Decay;
use tongqu::skims::{Query, TravelMode};
use tongqu::study::{Access, AccessMeasure, AccessQuestion, Comparison, Question, Travellers};
use tongqu::units::Seconds;

const PROJECT: &str = "bing-ding-branch";

fn tiny(args: &[&str]) -> String {
    let network = ["--network", TINY, "--projects", FIXTURE_PROJECTS, "--quiet", "access"];
    result_of(&[&network, args].concat())
}

/// The columns of each zone.
fn zones(csv: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        let cells = header.iter().zip(&row).map(|(name, cell)| (name.to_owned(), cell.to_owned()));
        (row[0].to_owned(), cells.collect())
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    let cell = row.get(column).unwrap_or_else(|| panic!("no {column} in {:?}", row.keys()));
    cell.parse().unwrap_or_else(|_| panic!("{column} is {cell:?}"))
}

/// By car all places but Ding are 60 minutes apart; Ding is 45 from Bing and 66 from the others. Beds per 1,000 people within
/// 60 minutes of each: Jia 10,000 ÷ 2,300, Yi 6,000 ÷ 2,300, Bing 2,000 ÷ 2,700, Ding 1,000 ÷ 900; all reach Bing's, so that
/// Bing has 4.348 + 2.609 + 0.741 + 1.111 = 8.808 and Ding 1.852. 1,500,000 people: from Ding its own, Bing's and Jia's.
#[test]
fn the_tiny_network_is_told_zone_by_zone() {
    let args =
        ["--measure", "watt,dual-access,two-step-fca", "--enough", "1500000", "--mode", "car"];
    insta::assert_snapshot!("access_printed", tiny(&args));
}

#[test]
fn both_sides_are_what_is_worked_out_by_hand() {
    let measures = "watt,average-travel-time,daily-accessibility,economic-potential";
    let csv =
        tiny(&["--with", PROJECT, "--measure", measures, "--hours", "1,4", "--format", "csv"]);
    let zones = zones(&csv);
    let ding = &zones["ding"];
    assert_eq!(ding["watt_without_min"], "103.31");
    assert_eq!(ding["watt_with_min"], "83.26");
    assert_eq!(ding["economic_potential_alpha_1_without_mass_per_h"], "37077.69");
    assert_eq!(ding["economic_potential_alpha_1_with_mass_per_h"], "48140.18");
    // (100 + 100 + 121) ÷ 3 and (100 + 72 + 55) ÷ 3.
    assert_eq!(ding["average_travel_time_without_min"], "107.00");
    assert_eq!(ding["average_travel_time_with_min"], "75.67");
    // Alone within an hour; with the branch Bing is.
    assert_eq!(ding["daily_accessibility_1h_without_people"], "400000.00");
    assert_eq!(ding["daily_accessibility_1h_with_people"], "900000.00");
    assert_eq!(ding["daily_accessibility_4h_change_people"], "0.00");
    assert_eq!((ding["watt_rank_without"].as_str(), ding["watt_rank_with"].as_str()), ("4", "4"));
}

#[test]
fn fares_count_as_time() {
    let scratch = fares::scratch();
    let args = ["--network", "tiny", "--quiet", "access", "--measure", "generalised-watt"];
    let output = scratch.run(&[&args[..], &["--value-of-time", "60", "--format", "csv"]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    // A yuan a minute: Yi 67 + 32.4, Bing 55 + 16.2, Ding 100 + 109.2 by their masses.
    let jia = number(&zones(&text(&output.stdout))["jia"], "generalised_watt_min");
    assert!((jia - 110.19).abs() < 0.02, "{jia}");
}

#[test]
fn day_trips_are_those_of_the_comparison() {
    let compared = result_of(&[
        "--network",
        TINY,
        "--projects",
        FIXTURE_PROJECTS,
        "compare",
        PROJECT,
        "--modes",
        "rail",
        "--format",
        "csv",
        "--quiet",
    ]);
    let mut reader = csv::Reader::from_reader(compared.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|known| known == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let people = BTreeMap::from([("jia", 1e6), ("yi", 8e5), ("bing", 5e5), ("ding", 4e5)]);
    let args =
        ["--with", PROJECT, "--measure", "same-day-return", "--stay", "4,14", "--format", "csv"];
    let zones = zones(&tiny(&args));
    for (zone, own) in &people {
        for (hours, side) in [(4.0, "without"), (4.0, "with"), (14.0, "without"), (14.0, "with")] {
            let stay = at(&format!("{side}_same_day_stay_min"));
            let visited = rows.iter().filter(|row| &row[0] == *zone);
            let visited =
                visited.filter(|row| row[stay].parse().is_ok_and(|stay: f64| stay >= hours * 60.0));
            let expected: f64 = own + visited.map(|row| people[&row[2]]).sum::<f64>();
            let found = number(&zones[*zone], &format!("same_day_return_{hours}h_{side}_people"));
            assert!(
                (found - expected).abs() < 0.5,
                "{zone} {side} {hours}: {found}, not {expected}"
            );
        }
    }
}

#[test]
fn the_other_direction_and_the_own_zone_count_as_asked() {
    let watt = |args: &[&str]| {
        let csv =
            tiny(&[&["--measure", "watt", "--mode", "car", "--format", "csv"], args].concat());
        number(&zones(&csv)["ding"], "watt_min")
    };
    // All roads of the tiny network run both ways.
    assert!((watt(&[]) - watt(&["--direction", "passive"])).abs() < 0.01);
    let own = watt(&["--self-potential", "30"]);
    // Ding's own 6,324.56 at 30 minutes beside 63,531.68 of the others.
    let expected = (watt(&[]) * 63_531.68 + 30.0 * 6_324.56) / 69_856.24;
    assert!((own - expected).abs() < 0.01, "{own}, not {expected}");
}

#[test]
fn percentiles_rise_and_the_fastest_is_below_them() {
    let args = ["--measure", "watt", "--mode", "public", "--format", "csv"];
    let fastest = zones(&tiny(&args));
    let window = ["--percentiles", "5,50,95", "--depart", "08:00", "--window", "120"];
    let shares = zones(&tiny(&[&args[..], &window].concat()));
    for zone in ["jia", "yi", "bing", "ding"] {
        let of = |percent: u8| number(&shares[zone], &format!("watt_p{percent}_min"));
        assert!(number(&fastest[zone], "watt_min") <= of(5) + 0.01);
        assert!(of(5) <= of(50) && of(50) <= of(95), "{zone}");
    }
}

fn question(measures: Vec<AccessMeasure>, projects: &[&str]) -> AccessQuestion {
    AccessQuestion {
        scenario: Question {
            projects: projects.iter().map(|id| (*id).to_owned()).collect(),
            date: HUAIHAI.config.base_date,
            with: BTreeSet::new(),
            without: BTreeSet::new(),
            modes: vec![TravelMode::Car],
            percentiles: Vec::new(),
        },
        mode: TravelMode::Car,
        window: Query::new(TravelMode::Car).window,
        percentiles: Vec::new(),
        measures,
        mass: None,
        opportunities: "population".to_owned(),
        supply: "hospital_beds".to_owned(),
        own_zone: None,
        travellers: Travellers::Active,
    }
}

/// To the last digit.
#[test]
fn a_comparison_has_the_same_table() {
    let measures = vec![
        AccessMeasure::Watt,
        AccessMeasure::DailyAccessibility { limit: Seconds::from_minutes(240) },
        AccessMeasure::EconomicPotential { alpha: 1.0 },
    ];
    let question = question(measures, &["xu-huai-fu-expressway"]);
    let compared =
        Comparison::run(&HUAIHAI, &PROJECTS, question.scenario.clone(), &mut |_| ()).unwrap();
    let access = Access::run(&HUAIHAI, &PROJECTS, question, &mut |_| ()).unwrap();
    let tables = compared.accessibility(TravelMode::Car);
    assert_eq!(tables.len(), access.tables.len());
    for (expected, found) in tables.iter().zip(&access.tables) {
        for (at, row) in expected.rows.iter().enumerate() {
            let [without, with] = &found.sides[..] else { panic!("not both sides") };
            assert_eq!((row.without, row.with), (without.values[at], with.values[at]));
            assert_eq!((row.rank_without, row.rank_with), (without.ranks[at], with.ranks[at]));
            assert_eq!(row.change_rate, found.change_rate(at));
        }
        assert_eq!(expected.spread_with, found.sides[1].spread);
    }
    assert!(tables[0].rows.iter().any(|row| row.change_rate.is_some_and(|rate| rate > 1.0)));
}

/// Empty cells of `hospital_beds` are unknown, not zero: who has none is left out, and every bed is handed out once.
#[test]
fn beds_that_nobody_counted_are_left_out_and_the_others_handed_out_once() {
    let decay = Decay::Step { limit: Seconds::from_minutes(60) };
    let measures = vec![
        AccessMeasure::TwoStepFca(decay),
        AccessMeasure::SpatialAvailability(decay),
        AccessMeasure::BalancedFca(decay),
    ];
    let access = Access::run(&HUAIHAI, &PROJECTS, question(measures, &[]), &mut |_| ()).unwrap();
    assert_eq!(access.notes, ["30 of 117 zones have no figure of hospital_beds and are left out"]);
    let zones = &HUAIHAI.zones;
    let parts: Vec<usize> = (0..zones.len()).filter(|at| zones[*at].super_zone.is_some()).collect();
    let beds: f64 = parts.iter().map(|at| zones[*at].opportunity("hospital_beds")).sum();
    let [two_step, availability, _] = &access.tables[..] else { panic!("three measures") };
    let value = |table: &tongqu::study::AccessTable, at: usize| table.sides[0].values[at].unwrap();
    let handed_out: f64 = parts
        .iter()
        .map(|at| zones[*at].opportunity("population") / 1000.0 * value(two_step, *at))
        .sum();
    let available: f64 = parts.iter().map(|at| value(availability, *at)).sum();
    assert!((handed_out / beds - 1.0).abs() < 1e-9, "{handed_out} of {beds}");
    assert!((available / beds - 1.0).abs() < 1e-9, "{available} of {beds}");
    for table in &access.tables {
        let unknown = (0..zones.len()).filter(|at| table.sides[0].values[*at].is_none());
        assert_eq!(unknown.count(), 30);
    }
}

#[test]
fn the_folder_has_tables_points_and_a_manifest() {
    let scratch = Scratch::new();
    let args = ["--network", "tiny", "--quiet", "access", "--with", PROJECT, "--out", "out"];
    let output = scratch.run(&args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let files = files_below(&scratch.path("out"));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["access.csv", "access.geojson", "equity.csv", "lorenz.csv", "manifest.json"]
    );
    let equity = text(&files["equity.csv"]);
    let row = |statistic: &str| {
        let start = format!("watt,rail,{statistic},");
        let row = equity.lines().find(|line| line.starts_with(&start));
        row.unwrap_or_else(|| panic!("no {statistic}\n{equity}")).to_owned()
    };
    // Jia's ways are as long as before; Yi, Bing and Ding gain, 1,700,000 people.
    assert_eq!(row("winners"), "watt,rail,winners,,,1700000.0000,people");
    assert_eq!(row("losers"), "watt,rail,losers,,,0.0000,people");
    assert!(row("gini").ends_with(",1"));
    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    assert_eq!(
        (&manifest["command"], &manifest["projects"][0]),
        (&"access".into(), &PROJECT.into())
    );
    let points: serde_json::Value = serde_json::from_slice(&files["access.geojson"]).unwrap();
    let columns = zones(&text(&files["access.csv"]));
    for point in points["features"].as_array().unwrap() {
        let facts = &point["properties"];
        let row = &columns[facts["zone_id"].as_str().unwrap()];
        let watt = facts["watt_with_min"].as_f64().unwrap();
        assert!((watt - number(row, "watt_with_min")).abs() < 1e-9, "{row:?}");
    }
    let lorenz = text(&files["lorenz.csv"]);
    assert!(lorenz.contains("watt,rail,with,100.0000,100.0000"), "{lorenz}");
}

#[test]
fn what_cannot_be_measured_is_told() {
    let told = |args: &[&str]| {
        let network = ["--network", TINY, "access"];
        let output = tongqu(network.iter().chain(args));
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        text(&output.stderr)
    };
    let column = told(&["--measure", "cumulative", "--opportunities", "jobs"]);
    assert!(column.contains("`jobs`") && column.contains("hospital_beds"), "{column}");
    assert!(told(&["--measure", "market-access", "--theta", "2"]).contains("--theta and --tau"));
    assert!(told(&["--measure", "generalised-watt"]).contains("--value-of-time"));
    let fares = told(&["--measure", "generalised-watt", "--value-of-time", "30"]);
    assert!(fares.contains("missing-parameter"), "{fares}");
    assert!(told(&["--mode", "car", "--percentiles", "50"]).contains("at any time"));
    let passive = told(&["--measure", "two-step-fca", "--direction", "passive"]);
    assert!(passive.contains("--direction active"), "{passive}");
    let usage = tongqu(["access", "--decay", "cubic:1"]);
    assert_eq!(usage.status.code(), Some(2));
    assert!(text(&usage.stderr).contains("gaussian:30"));
}

/// From every cell all people are within a day, and none within no time but those whose centre is in it.
#[test]
fn cells_are_measured_by_car() {
    let scratch = Scratch::new();
    let run = |args: &[&str]| {
        let common =
            ["--network", "tiny", "--quiet", "access", "--cell", "6", "--measure", "cumulative"];
        scratch.run(&[&common, args].concat())
    };
    let output = run(&["--mode", "car", "--cutoff", "30,1440", "--out", "out"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("Cells of 6 km"));
    let table = std::fs::read_to_string(scratch.path("out/cells.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().unwrap().clone();
    assert_eq!(&header[6], "cumulative_opportunities_step_30_people");
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let value = |row: &csv::StringRecord, at: usize| row[at].parse::<f64>().unwrap();
    assert!(rows.iter().all(|row| (value(row, 7) - 2_700_000.0).abs() < 0.5));
    assert!(rows.iter().any(|row| value(row, 6) < 1.0), "no cell is far from everywhere");
    assert!(rows.iter().any(|row| value(row, 6) >= 1e6), "no cell is near Jia");
    assert!(scratch.path("out/cumulative_opportunities_step_30_people.tif").exists());
    assert!(text(&run(&["--mode", "rail"]).stderr).contains("by car"));
}

/// Three hospitals among 2.3 million people within an hour of Jia, Yi and Bing: (2 + 1) ÷ 2.3 a million.
#[test]
fn what_is_rare_is_counted_by_the_million() {
    let args = ["--measure", "two-step-fca", "--supply", "tertiary_a_hospitals", "--mode", "car"];
    let zones = zones(&tiny(&[&args[..], &["--format", "csv"]].concat()));
    let column = "two_step_fca_step_60_tertiary_a_hospitals_per_1000000_people";
    assert_eq!(
        (zones["jia"][column].as_str(), zones["ding"][column].as_str()),
        ("1.3043", "0.0000")
    );
}
