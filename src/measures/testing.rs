//! The four-zone example every measure is worked on by hand, and random tables for invariants.

use super::{Matrix, SelfTime};
use crate::units::Seconds;
use proptest::collection::vec;
use proptest::prelude::*;

/// Minutes between A, B, C and D; D is an island that B alone reaches, by a way back that takes longer.
///
/// ```text
///        A    B    C    D
///   A    -   30   60    -
///   B   30    -   40  120
///   C   60   40    -    -
///   D    -  150    -    -
/// ```
pub(crate) fn four_zones() -> Vec<Option<Seconds>> {
    const MINUTES: [u32; 16] = [0, 30, 60, 0, 30, 0, 40, 120, 60, 40, 0, 0, 0, 150, 0, 0];
    MINUTES.iter().map(|&minutes| (minutes > 0).then(|| Seconds::from_minutes(minutes))).collect()
}

/// Masses of A, B, C and D.
pub(crate) const MASSES: [f64; 4] = [100.0, 200.0, 300.0, 400.0];

pub(crate) fn matrix(times: &[Option<Seconds>], self_time: SelfTime) -> Matrix<'_> {
    Matrix::square(times.len().isqrt(), times, self_time).unwrap()
}

pub(crate) fn is_close(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * left.abs().max(right.abs()).max(1.0)
}

#[track_caller]
pub(crate) fn assert_close(left: f64, right: f64) {
    assert!(is_close(left, right), "{left} is not {right}");
}

#[track_caller]
pub(crate) fn assert_all_close(left: &[f64], right: &[f64]) {
    assert!(
        left.len() == right.len() && left.iter().zip(right).all(|(&l, &r)| is_close(l, r)),
        "{left:?} {right:?}"
    );
}

/// Square tables of 2 to 6 zones, one cell in five without a way.
pub(crate) fn any_times() -> impl Strategy<Value = Vec<Option<Seconds>>> {
    let cell = prop_oneof![1 => Just(None), 4 => (1_u32..20_000).prop_map(|s| Some(Seconds(s)))];
    (2_usize..7).prop_flat_map(move |zones| vec(cell.clone(), zones * zones))
}

/// A table, a table with some times cut to a share of a tenth to all, and a mass for each zone.
pub(crate) fn any_improvement()
-> impl Strategy<Value = (Vec<Option<Seconds>>, Vec<Option<Seconds>>, Vec<f64>)> {
    any_times().prop_flat_map(|times| {
        let (cells, zones) = (times.len(), times.len().isqrt());
        (Just(times), vec(0.1_f64..=1.0, cells), vec(0.1_f64..1000.0, zones)).prop_map(
            |(times, shares, masses)| {
                let cut = |(time, share): (&Option<Seconds>, &f64)| {
                    time.map(|t| Seconds((f64::from(t.0) * share) as u32))
                };
                let faster = times.iter().zip(&shares).map(cut).collect();
                (times, faster, masses)
            },
        )
    })
}
