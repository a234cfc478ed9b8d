//! Simulated against published times. The bounds are those the README states; they fail on a real regression.

use crate::support::{HUAIHAI, PROJECTS, in_package};
use std::collections::BTreeSet;
use tongqu::study::{Observed, Outcome, ValidatedRow, Validation, validate};

/// Median absolute errors may be this large, in per cent; by rail of rows that name no train of the timetable.
const RAIL: f64 = 12.0;
const CAR: f64 = 12.0;

fn validation() -> Validation {
    let observed = HUAIHAI.observed.iter().zip(2..).map(|(row, line)| Observed {
        line,
        from: row.from.clone(),
        to: row.to.clone(),
        mode: row.mode.clone(),
        minutes: row.time.minutes(),
        train: row.train.clone(),
        with: BTreeSet::new(),
        without: BTreeSet::new(),
        date: None,
    });
    validate(&HUAIHAI, &PROJECTS, observed.collect()).unwrap()
}

#[test]
fn published_times_are_met_within_the_stated_bounds() {
    let validation = validation();
    let car = validation.summary(|row| row.observed.mode == "car");
    let rail = validation.summary(|row| is_rail(row) && row.observed.train.is_none());
    assert!(car.n >= 20 && car.median_abs_error_pct <= CAR, "{car:#?}");
    assert!(rail.n >= 20 && rail.median_abs_error_pct <= RAIL, "{rail:#?}");
    let all = validation.summary(|_| true);
    assert_eq!(all.unresolved, 0, "{all:#?}");
    let named = validation.summary(|row| row.observed.train.is_some());
    assert!(named.n >= 40 && named.p90_abs_error_min <= 1.0, "{named:#?}");
    assert!(all.bias_pct.abs() <= 10.0, "{all:#?}");
}

fn is_rail(row: &ValidatedRow) -> bool {
    ["rail", "hsr", "conventional"].contains(&row.observed.mode.as_str())
}

#[test]
fn what_misses_by_more_than_a_fifth_is_explained() {
    let readme = std::fs::read_to_string(in_package("networks/huaihai/README.md")).unwrap();
    let validation = validation();
    let misses = |row: &&ValidatedRow| row.error_per_cent().is_some_and(|it| it.abs() > 20.0);
    let mut count = 0;
    for row in validation.rows.iter().filter(misses) {
        let observed = &row.observed;
        let Outcome::Simulated { minutes, .. } = row.outcome else { continue };
        let line = format!(
            "| `{}` | `{}` | {:.0} | {minutes:.0} |",
            observed.from, observed.to, observed.minutes
        );
        assert!(readme.contains(&line), "the README of the network does not explain {line}");
        count += 1;
    }
    let explained = readme.matches("| `road-").count() + readme.matches("| `rail-").count();
    assert_eq!(2 * count, explained, "the README explains what no longer misses");
}
