//! The parameters that make the absolute relative errors least.
//!
//! Two of them, margin and supplement, enter linearly: for a margin the best supplement is a weighted median, and the error is
//! a convex function of the margin, so golden sections find it. The other two, the speed trains are timed for and the length
//! of slow junctions, are tried on a grid. A line counts with the root of its pairs, so that one line with many does not
//! decide alone.

use super::Pair;
use crate::network::FacilityType;
use crate::scenario::{Allowances, Junction};
use crate::units::{Kilometres, KmPerHour};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Speeds that are tried, km/h: high-speed lines of China are run at 300 (since 2011) to 350 (some, since 2017).
const TIMED_SPEEDS: [f64; 6] = [300.0, 310.0, 320.0, 330.0, 340.0, 350.0];

/// Lengths of junctions that are tried, km.
const JUNCTION_LENGTHS: [f64; 6] = [0.0, 4.0, 8.0, 12.0, 16.0, 20.0];

/// Margins that are looked at, as factors on the least running time.
const FACTORS: (f64, f64) = (1.0, 2.0);

/// The parameters of a kind of line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitted {
    /// In per cent of the least running time.
    pub recovery_margin_pct: f64,
    /// For each run from stop to stop, in minutes.
    pub stop_allowance_min: f64,
    /// The speed that timetables are planned for; none for conventional lines.
    pub timed_speed: Option<KmPerHour>,
    /// Length of the slow approach at junctions; none for conventional lines.
    pub junction_length: Option<Kilometres>,
    /// Mean absolute relative error, weighted.
    pub error: f64,
    /// Which point of the grid it is.
    point: usize,
}

/// A point of the grid with the least running time of every pair, in minutes.
struct Point {
    timed_speed: Option<KmPerHour>,
    junction_length: Option<Kilometres>,
    least: Vec<f64>,
}

/// Least running times over the grid.
pub(super) struct Grid {
    points: Vec<Point>,
}

impl Grid {
    pub(super) fn new(
        pairs: &[Pair],
        facility: FacilityType,
        junction_speed: Option<KmPerHour>,
    ) -> Self {
        let is_fast = facility == FacilityType::HighSpeedRail;
        let speeds = TIMED_SPEEDS.into_iter().map(|speed| Some(KmPerHour(speed)));
        let speeds: Vec<_> = if is_fast { speeds.collect() } else { vec![None] };
        let lengths = JUNCTION_LENGTHS.into_iter().map(|length| Some(Kilometres(length)));
        let has_junctions = is_fast && junction_speed.is_some();
        let lengths: Vec<_> = if has_junctions { lengths.collect() } else { vec![None] };
        let points: Vec<_> = speeds
            .iter()
            .flat_map(|speed| lengths.iter().map(move |length| (*speed, *length)))
            .collect();
        let point = |(timed_speed, junction_length): (Option<KmPerHour>, Option<Kilometres>)| {
            let junction = junction_length.zip(junction_speed);
            let junction = junction.filter(|(length, _)| length.0 > 0.0);
            let allowances = Allowances {
                recovery_margin_pct: 0.0,
                stop_allowance_min: 0.0,
                junction: junction.map(|(length, speed)| Junction { length, speed }),
                timed_speed,
            };
            let least = |pair: &Pair| pair.least_minutes(&allowances).unwrap_or(f64::NAN);
            Point { timed_speed, junction_length, least: pairs.iter().map(least).collect() }
        };
        Self { points: points.into_par_iter().map(point).collect() }
    }

    /// Running time of a pair in minutes.
    pub(super) fn predict(&self, pair: usize, fitted: &Fitted) -> f64 {
        let least = self.points[fitted.point].least[pair];
        least * (1.0 + fitted.recovery_margin_pct / 100.0) + fitted.stop_allowance_min
    }
}

/// A pair as the fit sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sample {
    least: f64,
    observed: f64,
    /// Of its relative error.
    weight: f64,
}

/// Fits the parameters to some of the pairs.
pub(super) fn fit(grid: &Grid, pairs: &[Pair], chosen: &[usize]) -> Fitted {
    let mut of_line: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in chosen {
        *of_line.entry(&pairs[*pair].line).or_default() += 1;
    }
    let weight = |pair: &Pair| 1.0 / (of_line[pair.line.as_str()] as f64).sqrt();
    let total: f64 = chosen.iter().map(|pair| weight(&pairs[*pair])).sum();
    let of_point = |(at, point): (usize, &Point)| {
        let samples: Vec<Sample> = chosen
            .iter()
            .map(|pair| Sample {
                least: point.least[*pair],
                observed: pairs[*pair].minutes,
                weight: weight(&pairs[*pair]) / total,
            })
            .filter(|sample| sample.least.is_finite())
            .collect();
        let (factor, supplement, error) = least_absolute(&samples);
        Fitted {
            recovery_margin_pct: (factor - 1.0) * 100.0,
            stop_allowance_min: supplement,
            timed_speed: point.timed_speed,
            junction_length: point.junction_length,
            error,
            point: at,
        }
    };
    let fits: Vec<Fitted> = grid.points.par_iter().enumerate().map(of_point).collect();
    let best =
        fits.into_iter().reduce(|best, next| if next.error < best.error { next } else { best });
    best.expect("the grid has a point at least")
}

/// Factor within [`FACTORS`] and supplement of 0 or more with the least weighted sum of absolute relative errors, and that sum.
fn least_absolute(samples: &[Sample]) -> (f64, f64, f64) {
    let at = |factor: f64| {
        let supplement = best_supplement(samples, factor);
        (supplement, error(samples, factor, supplement))
    };
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = FACTORS;
    for _ in 0..48 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if at(left).1 <= at(right).1 {
            high = right;
        } else {
            low = left;
        }
    }
    let ends = [FACTORS.0, f64::midpoint(low, high)].map(|factor| (factor, at(factor)));
    let best = if ends[0].1.1 <= ends[1].1.1 { ends[0] } else { ends[1] };
    (best.0, best.1.0, best.1.1)
}

fn error(samples: &[Sample], factor: f64, supplement: f64) -> f64 {
    let of = |it: &Sample| it.weight * ((factor * it.least + supplement) / it.observed - 1.0).abs();
    samples.iter().map(of).sum()
}

/// The weighted median of what is missing, not below zero.
fn best_supplement(samples: &[Sample], factor: f64) -> f64 {
    let mut missing: Vec<(f64, f64)> = samples
        .iter()
        .map(|it| (it.observed - factor * it.least, it.weight / it.observed))
        .collect();
    missing.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half: f64 = missing.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    for (value, weight) in missing {
        sum += weight;
        if sum >= half {
            return value.max(0.0);
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample(least: f64, observed: f64) -> Sample {
        Sample { least, observed, weight: 1.0 }
    }

    #[test]
    fn a_law_is_found_through_some_wrong_rows() {
        // 1.1 t + 2, and two trains that waited a quarter of an hour.
        let mut samples: Vec<Sample> = (1..20)
            .map(|at| sample(f64::from(at) * 5.0, 1.1 * f64::from(at) * 5.0 + 2.0))
            .collect();
        samples[3].observed += 15.0;
        samples[9].observed += 15.0;
        let (factor, supplement, _) = least_absolute(&samples);
        assert!(
            (factor - 1.1).abs() < 1e-6 && (supplement - 2.0).abs() < 1e-4,
            "{factor} {supplement}"
        );
    }

    proptest! {
        #[test]
        fn no_point_of_a_fine_grid_is_better(rows in prop::collection::vec((5.0..80.0_f64, 1.0..1.6_f64, 0.0..5.0_f64), 3..12)) {
            let samples: Vec<Sample> =
                rows.into_iter().map(|(least, factor, more)| sample(least, least * factor + more)).collect();
            let (_, _, found) = least_absolute(&samples);
            for step in 0..=200 {
                for more in 0..=60 {
                    let other = error(&samples, FACTORS.0 + f64::from(step) * 0.004, f64::from(more) * 0.1);
                    prop_assert!(found <= other + 1e-6, "{found} {other}");
                }
            }
        }
    }
}
