//! Simulated against published times. The bounds are those the README states; they fail on a real regression.

use crate::support::{HUAIHAI, PROJECTS};
use std::collections::BTreeSet;
use tongqu::study::{Observed, Validation, validate};

/// Median absolute errors may be this large, in per cent.
const RAIL: f64 = 8.0;
const CAR: f64 = 12.0;

fn validation() -> Validation {
    let observed = HUAIHAI.observed.iter().zip(2..).map(|(row, line)| Observed {
        line,
        from: row.from.clone(),
        to: row.to.clone(),
        mode: row.mode.clone(),
        minutes: row.time.minutes(),
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
    let rail = validation
        .summary(|row| ["rail", "hsr", "conventional"].contains(&row.observed.mode.as_str()));
    assert!(car.n >= 20 && car.median_abs_error_pct <= CAR, "{car:#?}");
    assert!(rail.n >= 20 && rail.median_abs_error_pct <= RAIL, "{rail:#?}");
    let all = validation.summary(|_| true);
    assert_eq!(all.unresolved, 0, "{all:#?}");
    assert!(all.bias_pct.abs() <= 10.0, "{all:#?}");
}
