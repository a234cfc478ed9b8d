//! What lies within reach, and how long it takes to reach enough.

use super::Decay;
use crate::measures::Matrix;
use crate::units::Seconds;

/// Cumulative (gravity) opportunities 累积机会: `A_i = Σ_j O_j f(T_ij)`, in opportunities; higher is better.
///
/// Unreached destinations add 0. Reference: Hansen (1959), doi 10.1080/01944365908978307.
pub fn cumulative_opportunities(matrix: &Matrix, opportunities: &[f64], decay: Decay) -> Vec<f64> {
    matrix.weighted_sums(opportunities, |time| decay.weight(time))
}

/// Daily accessibility 日常可达性 (contour measure, "N-hour circle"): `D_i = Σ_j P_j · 1[T_ij ≤ limit]`, in the unit of
/// the masses; higher is better.
///
/// The limit itself is within. Common limits: 4 h (a day's return trip), and 3, 2 and 1 h; give the zone's own
/// population a place with [`SelfTime::Fixed`]. Reference: doi 10.1007/s12544-016-0197-5, table 2.
///
/// [`SelfTime::Fixed`]: crate::measures::SelfTime::Fixed
pub fn daily_accessibility(matrix: &Matrix, masses: &[f64], limit: Seconds) -> Vec<f64> {
    cumulative_opportunities(matrix, masses, Decay::Step { limit })
}

/// Dual access: the time until `enough` opportunities are within reach, or `None`; lower is better.
///
/// With `enough = 1.0` and facilities as opportunities: the time to the nearest. With the population of the origin:
/// Barboza's balancing time. Nothing needed (`enough ≤ 0`) takes no time. Reference: Cui & Levinson (2020), *Primal and
/// dual access*, Geographical Analysis.
///
/// ```
/// use tongqu::measures::{Matrix, accessibility::dual_access};
/// use tongqu::units::Seconds;
/// let times = [Some(Seconds(600)), Some(Seconds(900)), None];
/// let beds = [30.0, 50.0, 500.0];
/// let matrix = Matrix::rectangular(1, 3, &times)?;
/// assert_eq!(dual_access(&matrix, &beds, 31.0), [Some(Seconds(900))]);
/// assert_eq!(dual_access(&matrix, &beds, 81.0), [None]);
/// # Ok::<(), tongqu::measures::ShapeError>(())
/// ```
pub fn dual_access(matrix: &Matrix, opportunities: &[f64], enough: f64) -> Vec<Option<Seconds>> {
    matrix.expect_destinations(opportunities.len());
    matrix.per_origin(|origin| time_until(matrix, origin, opportunities, enough))
}

fn time_until(
    matrix: &Matrix,
    origin: usize,
    opportunities: &[f64],
    enough: f64,
) -> Option<Seconds> {
    if enough <= 0.0 {
        return Some(Seconds(0));
    }
    let mut reached: Vec<(Seconds, f64)> =
        matrix.reached_from(origin).map(|(j, time)| (time, opportunities[j])).collect();
    reached.sort_by_key(|&(time, _)| time);
    let mut sum = 0.0;
    let is_enough = |&&(_, more): &&(Seconds, f64)| {
        sum += more;
        sum >= enough
    };
    reached.iter().find(is_enough).map(|&(time, _)| time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::SelfTime;
    use crate::measures::testing::{MASSES, any_improvement, assert_all_close, four_zones, matrix};
    use proptest::prelude::*;

    #[test]
    fn an_hour_includes_its_last_minute() {
        let times = four_zones();
        let within = |rule| daily_accessibility(&matrix(&times, rule), &MASSES, Seconds(3600));
        // A: B 200 + C 300 (60 min exactly)    B: A 100 + C 300    C: A 100 + B 200    D: nobody
        assert_all_close(&within(SelfTime::Exclude), &[500.0, 400.0, 300.0, 0.0]);
        assert_all_close(&within(SelfTime::Fixed(Seconds(0))), &[600.0, 600.0, 600.0, 400.0]);
    }

    #[test]
    fn enough_comes_nearest_first() {
        let times = four_zones();
        let dual = |enough| dual_access(&matrix(&times, SelfTime::Exclude), &MASSES, enough);
        let minutes = |m| Some(Seconds::from_minutes(m));
        assert_eq!(dual(201.0), [minutes(60), minutes(40), minutes(60), None]);
        assert_eq!(dual(500.0), [minutes(60), minutes(120), None, None]);
        assert_eq!(dual(0.0), [Some(Seconds(0)); 4]);
    }

    proptest! {
        #[test]
        fn a_faster_link_never_takes_opportunities_away((times, faster, masses) in any_improvement(), enough in 1.0_f64..500.0) {
            let (before, after) = (matrix(&times, SelfTime::HalfNearest), matrix(&faster, SelfTime::HalfNearest));
            for decay in [Decay::Step { limit: Seconds(9000) }, Decay::half_life(Seconds(3600)), Decay::Power { exponent: 1.5 }] {
                let (lower, higher) = (cumulative_opportunities(&before, &masses, decay), cumulative_opportunities(&after, &masses, decay));
                prop_assert!(lower.iter().zip(&higher).all(|(low, high)| *low <= high + 1e-9));
            }
            for (slow, fast) in dual_access(&before, &masses, enough).iter().zip(dual_access(&after, &masses, enough)) {
                prop_assert!(slow.is_none_or(|slow| fast.is_some_and(|fast| fast <= slow)));
            }
        }

        #[test]
        fn dual_access_is_the_first_limit_that_suffices((times, _, masses) in any_improvement(), enough in 1.0_f64..2000.0) {
            let matrix = matrix(&times, SelfTime::AsGiven);
            for (origin, time) in dual_access(&matrix, &masses, enough).iter().enumerate() {
                let within = |limit| daily_accessibility(&matrix, &masses, limit)[origin];
                match time {
                    Some(time) => {
                        prop_assert!(within(*time) >= enough - 1e-9);
                        prop_assert!(within(Seconds(time.0 - 1)) < enough + 1e-9);
                    }
                    None => prop_assert!(within(Seconds(u32::MAX)) < enough + 1e-9),
                }
            }
        }
    }
}
