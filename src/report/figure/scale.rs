//! How the values of a map or table become colours, and what the legend says about it.

use super::axis::{decimals, number, ticks};
use super::palette::{Colour, Ramp};
use std::cmp::Ordering;

/// A scale of colours in classes.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueScale {
    /// What is shown, with its unit: `加权平均旅行时间 Weighted average travel time, min`.
    pub title: String,
    /// The colours.
    pub ramp: Ramp,
    /// The limits of the classes, rising, both ends included; values beyond the ends take the end's colour.
    pub breaks: Vec<f64>,
}

impl ValueScale {
    /// A scale with about six round classes over some values.
    ///
    /// A change starts or ends at zero where all values have one sign.
    pub fn over(
        title: impl Into<String>,
        ramp: Ramp,
        values: impl IntoIterator<Item = f64>,
    ) -> Self {
        let finite = values.into_iter().filter(|value| value.is_finite());
        let start = (ramp != Ramp::Sequential).then_some((0.0, 0.0));
        let range = finite.fold(start, |range, value| {
            let (low, high): (f64, f64) = range.unwrap_or((value, value));
            Some((low.min(value), high.max(value)))
        });
        let (low, high) = range.unwrap_or((0.0, 1.0));
        Self { title: title.into(), ramp, breaks: ticks(low, high, 6) }
    }

    /// A scale of changes: classes of 1, 2, 5, 10 … on both sides of one around zero, in which nothing changes to speak of.
    ///
    /// `noise` is the least change that may have a colour; a side without values has no class.
    pub fn changes(
        title: impl Into<String>,
        ramp: Ramp,
        values: impl IntoIterator<Item = f64>,
        noise: f64,
    ) -> Self {
        let finite: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
        let greatest = finite.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let limits = steps(noise, greatest);
        let limits = &limits[limits.len().saturating_sub(SIDE)..];
        let side =
            |most: f64| limits.iter().take(1 + limits.partition_point(|limit| *limit < most));
        let low = finite.iter().fold(0.0_f64, |most, value| most.max(-value));
        let high = finite.iter().fold(0.0_f64, |most, value| most.max(*value));
        let below = side(low).rev().map(|limit| -limit);
        Self { title: title.into(), ramp, breaks: below.chain(side(high).copied()).collect() }
    }

    /// The colour of a value.
    pub fn colour(&self, value: f64) -> Colour {
        self.class_colour(self.class(value))
    }

    /// How many classes there are.
    pub(super) fn classes(&self) -> usize {
        self.breaks.len().saturating_sub(1).max(1)
    }

    /// The class of a value; its lower limit belongs to it.
    fn class(&self, value: f64) -> usize {
        let inner = self.breaks.get(1..self.classes()).unwrap_or_default();
        inner.partition_point(|&limit| limit <= value)
    }

    pub(super) fn class_colour(&self, class: usize) -> Colour {
        match self.ramp {
            Ramp::Sequential => self.ramp.at(class as f64 / (self.classes().max(2) - 1) as f64),
            Ramp::MoreIsBetter | Ramp::LessIsBetter | Ramp::MoreIsBetterLines => {
                self.ramp.at(self.distance(class))
            }
        }
    }

    /// How many classes a class is away from no change, as a share of the most there are on either side.
    fn distance(&self, class: usize) -> f64 {
        let below = self.breaks.iter().filter(|limit| **limit < 0.0).count();
        let above = self.breaks.iter().filter(|limit| **limit > 0.0).count();
        let has_middle = below + above == self.breaks.len();
        // With a class around zero, the innermost limit of a side bounds that class and none of the side's own.
        let (below, above) = if has_middle {
            (below.saturating_sub(1), above.saturating_sub(1))
        } else {
            (below, above)
        };
        let rank = match class.cmp(&below) {
            Ordering::Less => class as f64 - below as f64,
            Ordering::Equal | Ordering::Greater => {
                (class - below) as f64 + if has_middle { 0.0 } else { 1.0 }
            }
        };
        rank / below.max(above).max(1) as f64
    }

    /// The limits, as the legend writes them.
    pub(super) fn labels(&self) -> Vec<String> {
        self.breaks.iter().map(|&limit| number(limit, decimals(&[limit]))).collect()
    }
}

/// Classes at most on each side of no change, its own limit included.
const SIDE: usize = 7;

/// 1, 2 and 5 times powers of ten from one at or above `low` to the first at or above `high`.
fn steps(low: f64, high: f64) -> Vec<f64> {
    let first = low.log10().floor() as i32;
    let all = (first..first + 12)
        .flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10_f64.powi(power)))
        .filter(|step| *step >= low * (1.0 - 1e-9));
    let mut steps: Vec<f64> = Vec::new();
    for step in all {
        let is_enough = steps.len() > 1 && steps.last().is_some_and(|last| *last >= high);
        if is_enough {
            break;
        }
        steps.push(step);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_their_lower_limit() {
        let scale = ValueScale {
            title: String::new(),
            ramp: Ramp::Sequential,
            breaks: vec![0.0, 10.0, 20.0, 30.0],
        };
        assert_eq!(
            [-5.0, 0.0, 9.9, 10.0, 30.0, 99.0].map(|value| scale.class(value)),
            [0, 0, 0, 1, 2, 2]
        );
    }

    #[test]
    fn changes_are_pale_at_zero_on_both_sides() {
        let scale = ValueScale::over("", Ramp::LessIsBetter, [-30.0, 8.0]);
        assert!(scale.breaks.contains(&0.0), "{:?}", scale.breaks);
        assert!(scale.colour(-1.0).luminance() > scale.colour(-29.0).luminance());
        assert!(scale.colour(-29.0).luminance() < scale.colour(8.0).luminance());
    }

    #[test]
    fn changes_too_small_to_speak_of_have_no_colour() {
        let scale = ValueScale::changes("", Ramp::LessIsBetter, [-7.0, 0.02], 0.05);
        assert_eq!(scale.breaks, [-10.0, -5.0, -2.0, -1.0, -0.5, -0.2, -0.1, 0.1]);
        assert_eq!(scale.colour(0.02), Ramp::LessIsBetter.at(0.0));
        assert_eq!(scale.colour(-0.09), Ramp::LessIsBetter.at(0.0));
        assert_eq!(scale.colour(-7.0), Ramp::LessIsBetter.at(-1.0));
        let both = ValueScale::changes("", Ramp::LessIsBetter, [-0.3, 0.06], 0.05);
        assert_eq!(both.breaks, [-0.5, -0.2, -0.1, -0.05, 0.05, 0.1]);
        assert_eq!(both.labels(), ["−0.5", "−0.2", "−0.1", "−0.05", "0.05", "0.1"]);
        assert!(both.colour(0.07).luminance() > both.colour(-0.4).luminance());
    }

    #[test]
    fn a_scale_without_values_still_has_a_class() {
        assert!(ValueScale::over("", Ramp::Sequential, []).classes() > 0);
    }
}
