//! What journeys cost, on the tiny network with rates worked out by hand.
//!
//! The railway from 甲 Jia over 丙 Bing to 乙 Yi is 54 + 54 km, all stations lie in their places, the expressway from Jia to Yi
//! is 100 km with a toll of 50 yuan, the road from Bing to 丁 Ding 45 km.

use crate::support::{HUAIHAI, Scratch, text};
use tongqu::index::ZoneIdx;
use tongqu::skims::{self, Endpoint, Query, TravelMode, When, find_journey, journey_of};
use tongqu::supply::Supply;

const RATES: &str = "\
air,fare,,,0.8,yuan/km,estimate,estimated,made up
bus,fare,,,0.2,yuan/km,estimate,estimated,made up
car,operating_cost,,,0.5,yuan/km,estimate,estimated,made up
coach,fare,,,0.3,yuan/km,estimate,estimated,made up
rail,conventional_fare,,,0.1,yuan/km,estimate,estimated,made up
rail,high_speed_fare,,,0.9,yuan/km,estimate,estimated,made up
rail,high_speed_fare,high_speed_rail,250,0.3,yuan/km,estimate,estimated,made up
taxi,fare,,,2,yuan/km,estimate,estimated,made up
taxi,flag_distance,,,3,km,estimate,estimated,made up
taxi,flag_fare,,,9,yuan,estimate,estimated,made up
";

pub(crate) fn scratch() -> Scratch {
    let scratch = Scratch::new();
    let path = scratch.path("tiny/mode.csv");
    let rows = std::fs::read_to_string(&path).unwrap() + RATES;
    scratch.write("tiny/mode.csv", rows.as_bytes());
    scratch
}

fn said(scratch: &Scratch, args: &[&str]) -> String {
    let output = scratch.run(&[&["--network", "tiny", "--quiet"], args].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn a_journey_costs_what_its_legs_cost() {
    let scratch = scratch();
    let fare = |mode: &str, to: &str| {
        let json = said(&scratch, &["route", "jia", to, "--mode", mode, "--format", "json"]);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        value["fare_yuan"].as_f64().unwrap()
    };
    // 108 km at 0.3.
    assert!((fare("rail", "yi") - 32.4).abs() < 0.01);
    // 54 km at 0.3, and a taxi over 45 km: 9 for the first three, 2 for each of the others.
    assert!((fare("rail", "ding") - (16.2 + 9.0 + 84.0)).abs() < 0.01);
    // 100 km at 0.5 and the toll.
    assert!((fare("car", "yi") - 100.0).abs() < 0.01);
    // A bus over 55 km.
    assert!((fare("public", "ding") - 11.0).abs() < 0.01);
}

#[test]
fn a_comparison_has_fares_and_generalised_costs() {
    let scratch = scratch();
    let args = [
        "compare",
        "bing-ding-branch",
        "--modes",
        "rail",
        "--value-of-time",
        "60",
        "--format",
        "csv",
    ];
    let table = said(&scratch, &args);
    let header: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    let row = table.lines().find(|line| line.starts_with("jia,甲城,yi,")).unwrap();
    let row: Vec<&str> = row.split(',').collect();
    let cell = |name: &str| row[header.iter().position(|it| *it == name).unwrap()];
    assert_eq!((cell("without_fare_yuan"), cell("with_fare_yuan")), ("32.4", "32.4"));
    // 67 minutes at a yuan a minute.
    assert_eq!(cell("without_cost_yuan"), "99.4");
    let plain = said(&scratch, &["compare", "bing-ding-branch", "--format", "csv"]);
    assert!(!plain.contains("yuan"));
}

#[test]
fn a_network_without_rates_has_no_fares() {
    let scratch = Scratch::new();
    let route = said(&scratch, &["route", "jia", "yi", "--mode", "rail"]);
    assert!(!route.contains("yuan"), "{route}");
    let output =
        scratch.run(&["--network", "tiny", "compare", "bing-ding-branch", "--fares", "--quiet"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("missing-parameter"));
}

#[test]
fn the_journey_behind_a_cell_is_the_one_that_is_found() {
    let supply = Supply::build(&HUAIHAI).unwrap();
    let zones = HUAIHAI.zones.len();
    for mode in [TravelMode::Car, TravelMode::Rail, TravelMode::Public] {
        let skim = skims::compute(&HUAIHAI, &supply, &Query::new(mode));
        for at in (1..zones * zones).step_by(997) {
            let (from, to) = (ZoneIdx::new(at / zones), ZoneIdx::new(at % zones));
            let Some(cell) = skim.cell(from, to) else { continue };
            let ends = (Endpoint::Zone(from), Endpoint::Zone(to));
            assert_eq!(
                journey_of(&HUAIHAI, &supply, mode, (from, to), &cell),
                find_journey(&HUAIHAI, &supply, mode, ends, When::AnyTime)
            );
        }
    }
}
