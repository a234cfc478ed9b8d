//! Running times of trains against what is published, and `tongqu run-time`.

use crate::support::{HUAIHAI, PROJECTS, result_of, text, tongqu};
use std::sync::LazyLock;
use tongqu::network::{FacilityType, Network};
use tongqu::scenario::Scenario;
use tongqu::study::{Calibration, KindOfLine, calibrate};

static TODAY: LazyLock<Network> = LazyLock::new(|| {
    let scenario = Scenario::at(HUAIHAI.config.base_date);
    scenario.build(&HUAIHAI, &PROJECTS).unwrap_or_else(|problems| panic!("{problems}")).network
});

static CALIBRATION: LazyLock<Calibration> = LazyLock::new(|| calibrate(&TODAY).unwrap());

fn kind(facility: FacilityType) -> &'static KindOfLine {
    CALIBRATION.kinds.iter().find(|kind| kind.facility == facility).unwrap()
}

/// `mode.csv` has what the fit gives, to the decimals that are written there.
#[test]
fn the_parameters_in_force_are_the_fitted_ones() {
    for kind in &CALIBRATION.kinds {
        let (found, written) = (kind.fitted, kind.in_force);
        let margin = (found.recovery_margin_pct - written.recovery_margin_pct).abs();
        let stop = (found.stop_allowance_min - written.stop_allowance_min).abs();
        assert!(margin <= 0.051 && stop <= 0.051, "{found:?} {written:?}");
        assert_eq!(found.timed_speed, written.timed_speed);
        let length = written.junction.map(|junction| junction.length);
        assert_eq!(found.junction_length, length);
    }
}

/// Lines beyond the bounds, each for a reason that `networks/huaihai/README.md` tells.
const EXPLAINED: [&str; 5] =
    ["huning-icr", "qingyan-rail", "xinchang-rail", "xuyan-hsr", "yanshi-rail"];

/// Each line is predicted from all others; medians of absolute errors and biases in per cent.
#[test]
fn lines_left_out_are_predicted_within_the_stated_bounds() {
    for (facility, median, all) in
        [(FacilityType::HighSpeedRail, 5.0, 3.5), (FacilityType::ConventionalRail, 8.0, 6.5)]
    {
        let kind = kind(facility);
        assert!(kind.left_out_errors.median_abs_pct <= all, "{:?}", kind.left_out_errors);
        assert!(kind.left_out_errors.bias_pct.abs() <= 5.0, "{:?}", kind.left_out_errors);
        for line in kind.lines.iter().filter(|line| !EXPLAINED.contains(&line.line.as_str())) {
            let errors = line.errors;
            assert!(errors.median_abs_pct <= median, "{} {errors:?}", line.line);
            assert!(errors.bias_pct.abs() <= 5.0, "{} {errors:?}", line.line);
        }
    }
}

#[test]
fn a_run_is_told_leg_by_leg() {
    insta::assert_snapshot!(result_of(&["run-time", "徐州东", "蚌埠南", "--stops", "宿州东"]));
}

#[test]
fn a_faster_train_and_fewer_stops_take_less() {
    let minutes = |args: &[&str]| -> f64 {
        let all =
            [&["run-time", "Xuzhou East", "nanjing-south", "--format", "json"], args].concat();
        let value: serde_json::Value = serde_json::from_str(&result_of(&all)).unwrap();
        value["total_min"].as_f64().unwrap()
    };
    let usual = minutes(&[]);
    assert!(minutes(&["--stock", "CR400AF"]) < usual);
    assert!(minutes(&["--stock", "CR300AF"]) > usual);
    assert!(minutes(&["--stops", "all"]) > minutes(&["--stops", "蚌埠南"]));
    assert!(minutes(&["--stops", "蚌埠南"]) > usual);
    let long = minutes(&["--stops", "蚌埠南", "--dwell", "12"]);
    assert!((long - minutes(&["--stops", "蚌埠南"]) - 10.0).abs() < 1e-9);
}

#[test]
fn the_profile_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("run");
    let flags = ["--stops", "all", "--quiet", "--out", out.to_str().unwrap()];
    result_of(
        &[&["run-time", "淮北北", "蚌埠南", "--with", "huai-su-bang-intercity"], &flags[..]]
            .concat(),
    );
    let profile = std::fs::read_to_string(out.join("profile.csv")).unwrap();
    assert!(
        profile.starts_with("leg,position_km,running_time_s,speed_kmh,limit_kmh\n1,0.000,0.0,0.0,")
    );
    let last: Vec<&str> = profile.lines().last().unwrap().split(',').collect();
    assert_eq!((last[1], last[3]), ("161.000", "0.0"));
    for (name, start) in [("speed_profile.png", &b"\x89PNG"[..]), ("speed_profile.svg", b"<svg")] {
        assert!(std::fs::read(out.join(name)).unwrap().starts_with(start), "{name}");
    }
}

#[test]
fn what_cannot_be_run_is_told() {
    let told = |args: &[&str]| {
        let output = tongqu([&["run-time"], args].concat());
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
        text(&output.stderr)
    };
    let found = [
        told(&["徐州冬", "蚌埠南"]),
        told(&["徐州东", "蚌埠南", "--stock", "CR400"]),
        told(&["徐州东", "蚌埠南", "--stops", "滁州"]),
        told(&["徐州东", "蚌埠南", "--dwell", "-1"]),
        told(&["徐州东", "徐州东"]),
    ];
    insta::assert_snapshot!(found.join("\n"));
}
