//! Ways, junctions and running times over the tiny network.

use super::*;
use crate::network::{FacilityType, ModeParameters, ParameterRow, RollingStock};
use crate::scenario::testing::{applied, tiny};
use crate::units::KmPerHour;

/// A line that leaves the one from 甲站 to 乙站 at 丙站, whose two links are one line.
const BRANCH: &str = r#"
    [[modification]]
    type = "add-stations"
    stations = [{ id = "ding", name = "丁站", name_en = "Ding", lon = 117.5, lat = 33.8, zone = "丁县" }]
    [[modification]]
    type = "add-line"
    line_id = "branch"
    name = "支线"
    name_en = "Branch"
    facility_type = "high_speed_rail"
    stations = ["丙站", "丁站"]
    lengths_km = [60]
    speed_kmh = 250
"#;

const JUNCTION: Option<Junction> =
    Some(Junction { length: Kilometres(10.0), speed: KmPerHour(120.0) });

fn node(network: &Network, name: &str) -> NodeIdx {
    let at =
        network.nodes.iter().position(|node| node.name == name && node.id.starts_with("rail-"));
    NodeIdx::new(at.unwrap())
}

/// Length in km and limit in km/h of each section.
fn sections(network: &Network, from: &str, to: &str) -> Vec<(f64, f64)> {
    let ends = (node(network, from), node(network, to));
    let way = RailWays::new(network).way(RouteClass::HighSpeedRail, ends.0, ends.1).unwrap();
    let rounded = |value: f64| (value * 1000.0).round() / 1000.0;
    let sections = way.sections(SpeedOf::Running, JUNCTION);
    sections.iter().map(|it| (rounded(it.length / 1000.0), rounded(it.limit * 3.6))).collect()
}

#[test]
fn a_line_that_ends_at_a_junction_is_slow_there() {
    let (network, _) = applied(BRANCH);
    assert_eq!(sections(&network, "丙站", "丁站"), [(10.0, 120.0), (50.0, 250.0)]);
    assert_eq!(sections(&network, "丁站", "丙站"), [(50.0, 250.0), (10.0, 120.0)]);
    // The line that runs through is not, and who turns off is slow on the branch only.
    assert_eq!(sections(&network, "甲站", "乙站"), [(54.0, 250.0), (54.0, 250.0)]);
    assert_eq!(sections(&network, "甲站", "丁站"), [(54.0, 250.0), (10.0, 120.0), (50.0, 250.0)]);
}

#[test]
fn a_line_that_goes_on_under_another_name_has_no_junction() {
    let onward = BRANCH.replace("\"丙站\", \"丁站\"", "\"乙站\", \"丁站\"");
    let (network, _) = applied(&onward);
    assert_eq!(sections(&network, "丁站", "乙站"), [(60.0, 250.0)]);
}

fn usual(network: &Network, speed: SpeedOf) -> RunTime {
    let (from, to) = (node(network, "甲站"), node(network, "丙站"));
    let way = RailWays::new(network).way(RouteClass::HighSpeedRail, from, to).unwrap();
    let choice = TrainChoice::usual(network.usual_stock(RouteClass::HighSpeedRail));
    way.run_time(&network.modes, &choice, speed).unwrap()
}

fn with(mut network: Network, parameter: &str, value: f64) -> Network {
    let row = ParameterRow {
        parameter: parameter.to_owned(),
        facility_type: None,
        value,
        ..network.modes.rows[0].clone()
    };
    network.modes.rows.push(ParameterRow { mode: "rail".to_owned(), ..row });
    network
}

#[test]
fn allowances_come_on_top_of_the_physics() {
    // 54 km at 250 km/h are 777.6 s; start and stop cost some more. 5 % and one minute on top.
    let run = usual(&with(tiny(), "stop_allowance", 1.0), SpeedOf::Running);
    let least = run.run.time();
    assert!(least > 777.6 + 60.0 && least < 777.6 + 200.0, "{least}");
    assert!((run.allowance - (0.05 * least + 60.0)).abs() < 1e-9);
}

#[test]
fn trains_are_timed_for_a_speed_unless_they_are_named() {
    let network = with(tiny(), "timed_speed", 200.0);
    let fastest = |run: &RunTime| run.run.samples.iter().map(|it| it.speed).fold(0.0, f64::max);
    assert!((fastest(&usual(&network, SpeedOf::Running)) * 3.6 - 200.0).abs() < 1e-6);
    let ends = (node(&network, "甲站"), node(&network, "丙站"));
    let run = RailWays::new(&network)
        .non_stop(&network, RouteClass::HighSpeedRail, ends.0, ends.1)
        .unwrap()
        .unwrap();
    assert!(run.time < usual(&network, SpeedOf::Running).total());
}

#[test]
fn a_network_without_trains_has_usual_ones() {
    let network = tiny();
    assert!(network.rolling_stock.is_empty());
    assert_eq!(network.usual_stock(RouteClass::HighSpeedRail).max_speed, KmPerHour(350.0));
    assert_eq!(network.usual_stock(RouteClass::ConventionalRail).max_speed, KmPerHour(120.0));
}

#[test]
fn a_margin_that_is_missing_is_told() {
    let none = ModeParameters::default();
    let error = Allowances::of(&none, FacilityType::HighSpeedRail).unwrap_err();
    assert_eq!(error.parameter, "recovery_margin");
}

#[test]
fn a_train_too_weak_to_move_is_told() {
    let network = tiny();
    let (from, to) = (node(&network, "甲站"), node(&network, "丙站"));
    let way = RailWays::new(&network).way(RouteClass::HighSpeedRail, from, to).unwrap();
    let weak =
        RollingStock { starting_effort_kn: 0.1, ..RollingStock::usual(RouteClass::HighSpeedRail) };
    let choice = TrainChoice::fastest(weak);
    let error = way.run_time(&network.modes, &choice, SpeedOf::Running).unwrap_err();
    assert!(matches!(error, RunError::Stalled { .. }), "{error}");
}

#[test]
fn a_way_is_cut_at_its_nodes_and_put_together() {
    let network = tiny();
    let (from, to) = (node(&network, "甲站"), node(&network, "乙站"));
    let way = RailWays::new(&network).way(RouteClass::HighSpeedRail, from, to).unwrap();
    assert_eq!(way.nodes().len(), 3);
    let parts = (way.part(0..1), way.part(1..2));
    assert!((parts.0.length().0 - 54.0).abs() < 1e-9);
    assert_eq!(parts.0.then(&parts.1), way);
}
