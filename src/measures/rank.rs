//! Before and after: what changed, by how much, and in which order places stand.
//!
//! Raw changes are after − before whatever the measure. Improvements turn the sign so that **+ is better**; only they
//! may be compared across measures.

/// Which way a measure is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Times, costs, inequality.
    LowerBetter,
    /// Opportunities, potentials.
    HigherBetter,
}

impl Direction {
    /// Turns a difference after − before so that + is better.
    pub fn improvement(self, difference: f64) -> f64 {
        match self {
            Self::LowerBetter => -difference,
            Self::HigherBetter => difference,
        }
    }
}

/// Change 变化量: after − before, in the unit of the measure, sign as it comes.
pub fn change(before: f64, after: f64) -> f64 {
    after - before
}

/// Change in per cent of before, sign as it comes; `None` from zero.
pub fn percent_change(before: f64, after: f64) -> Option<f64> {
    (before.abs() > 0.0).then(|| (after - before) / before.abs() * 100.0)
}

/// Change rate 变化率 (可达性变率) in per cent of before, **+ = better**; `None` from zero.
///
/// ```
/// use tongqu::measures::rank::{Direction, change_rate, percent_change};
/// // From 80 to 60 minutes:
/// assert_eq!(percent_change(80.0, 60.0), Some(-25.0));
/// assert_eq!(change_rate(80.0, 60.0, Direction::LowerBetter), Some(25.0));
/// ```
pub fn change_rate(before: f64, after: f64, direction: Direction) -> Option<f64> {
    percent_change(before, after).map(|percent| direction.improvement(percent))
}

/// Time–space convergence 时空收敛, in minutes a year, + = closer: `(T⁰ − T¹) / years`; `None` without years between.
///
/// Reference: Janelle (1968), *Central place development in a time-space framework*.
pub fn time_space_convergence(before_minutes: f64, after_minutes: f64, years: f64) -> Option<f64> {
    (years > 0.0).then(|| (before_minutes - after_minutes) / years)
}

/// Competition ranks: 1 is best, equals share a rank and the next is skipped (1, 2, 2, 4); `None` where there is no
/// value or it is not a number.
///
/// ```
/// use tongqu::measures::rank::{Direction, competition_ranks};
/// let minutes = [Some(50.0), Some(30.0), None, Some(50.0), Some(90.0)];
/// let ranks = competition_ranks(&minutes, Direction::LowerBetter);
/// assert_eq!(ranks, [Some(2), Some(1), None, Some(2), Some(4)]);
/// ```
pub fn competition_ranks(values: &[Option<f64>], direction: Direction) -> Vec<Option<usize>> {
    let as_cost = |value: f64| direction.improvement(-value);
    let mut costs: Vec<f64> =
        values.iter().flatten().copied().filter(|v| !v.is_nan()).map(as_cost).collect();
    costs.sort_by(f64::total_cmp);
    let rank = |value: f64| costs.partition_point(|&cost| cost < as_cost(value)) + 1;
    values.iter().map(|value| value.filter(|v| !v.is_nan()).map(rank)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::testing::assert_close;
    use proptest::prelude::*;

    #[test]
    fn more_opportunities_rank_first() {
        let jobs = [Some(10.0), Some(f64::NAN), Some(30.0), Some(30.0)];
        assert_eq!(
            competition_ranks(&jobs, Direction::HigherBetter),
            [Some(3), None, Some(1), Some(1)]
        );
    }

    #[test]
    fn better_is_positive_both_ways() {
        assert_close(change_rate(200.0, 250.0, Direction::HigherBetter).unwrap(), 25.0);
        assert_close(change_rate(200.0, 250.0, Direction::LowerBetter).unwrap(), -25.0);
        assert_eq!(change_rate(0.0, 250.0, Direction::HigherBetter), None);
        assert_close(percent_change(-10.0, -5.0).unwrap(), 50.0);
        assert_close(change(80.0, 60.0), -20.0);
        assert_close(time_space_convergence(240.0, 60.0, 12.0).unwrap(), 15.0);
        assert_eq!(time_space_convergence(240.0, 60.0, 0.0), None);
    }

    proptest! {
        #[test]
        fn a_rank_is_one_more_than_those_ahead(values in proptest::collection::vec(proptest::option::of(-5_i32..5), 0..20)) {
            let values: Vec<Option<f64>> = values.iter().map(|v| v.map(f64::from)).collect();
            for (value, rank) in values.iter().zip(competition_ranks(&values, Direction::HigherBetter)) {
                let ahead = |value: f64| values.iter().flatten().filter(|&&other| other > value).count();
                prop_assert_eq!(rank, value.map(|value| ahead(value) + 1));
            }
        }
    }
}
