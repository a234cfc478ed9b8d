//! How the values of a map or table become colours, and what the legend says about it.

use super::axis::{decimals, number, ticks};
use super::palette::{Colour, Ramp};

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
        let (first, last) = (self.first(), self.last());
        let at = |n: usize| self.breaks.get(n).copied().unwrap_or(0.0);
        let middle = f64::midpoint(at(class), at(class + 1));
        match self.ramp {
            Ramp::Sequential => self.ramp.at(class as f64 / (self.classes().max(2) - 1) as f64),
            Ramp::MoreIsBetter | Ramp::LessIsBetter => {
                self.ramp.at(middle / first.abs().max(last.abs()).max(1e-12))
            }
        }
    }

    /// The limits, as the legend writes them.
    pub(super) fn labels(&self) -> Vec<String> {
        let places = decimals(&self.breaks);
        self.breaks.iter().map(|&limit| number(limit, places)).collect()
    }

    fn first(&self) -> f64 {
        self.breaks.first().copied().unwrap_or(0.0)
    }

    fn last(&self) -> f64 {
        self.breaks.last().copied().unwrap_or(1.0)
    }
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
    fn a_scale_without_values_still_has_a_class() {
        assert!(ValueScale::over("", Ramp::Sequential, []).classes() > 0);
    }
}
