//! Running time of a train between two stops, from constant acceleration and braking and a speed limit by section.
//!
//! The speed at each section's end is bounded by both limits that meet there, by what acceleration allows from the last
//! stop (forward pass) and by what braking needs for the next (backward pass); within a section the train accelerates,
//! cruises and brakes (trapezoid or triangle). Exact for constant rates. Complexity: linear in the sections. It knows
//! neither tractive effort nor gradients.

/// A stretch of one speed limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Section {
    /// Metres.
    pub length: f64,
    /// Metres per second, above zero.
    pub limit: f64,
}

/// Seconds from standstill to standstill over `sections`; `acceleration` and `deceleration` in m/s², above zero.
///
/// ```
/// use tongqu::kernels::running_time::{Section, seconds};
/// // 1,000 m at most 20 m/s, 1 m/s² both ways: 20 s up, 20 s down over 200 m each, 600 m at 20 m/s.
/// let time = seconds(&[Section { length: 1000.0, limit: 20.0 }], 1.0, 1.0);
/// assert!((time - 70.0).abs() < 1e-9);
/// ```
pub fn seconds(sections: &[Section], acceleration: f64, deceleration: f64) -> f64 {
    let speeds = boundary_speeds(sections, acceleration, deceleration);
    sections
        .iter()
        .zip(speeds.windows(2))
        .map(|(section, ends)| {
            section_seconds(*section, ends[0], ends[1], acceleration, deceleration)
        })
        .sum()
}

fn boundary_speeds(sections: &[Section], acceleration: f64, deceleration: f64) -> Vec<f64> {
    let count = sections.len();
    let mut speeds = vec![0.0_f64; count + 1];
    for at in 0..count.saturating_sub(1) {
        let reachable = (speeds[at].powi(2) + 2.0 * acceleration * sections[at].length).sqrt();
        speeds[at + 1] = reachable.min(sections[at].limit).min(sections[at + 1].limit);
    }
    for at in (1..count).rev() {
        let allowed = (speeds[at + 1].powi(2) + 2.0 * deceleration * sections[at].length).sqrt();
        speeds[at] = speeds[at].min(allowed);
    }
    speeds
}

fn section_seconds(
    section: Section,
    entry: f64,
    exit: f64,
    acceleration: f64,
    deceleration: f64,
) -> f64 {
    let weighted = deceleration * entry.powi(2) + acceleration * exit.powi(2);
    let peak_squared = (2.0 * acceleration * deceleration * section.length + weighted)
        / (acceleration + deceleration);
    let peak = peak_squared.sqrt().min(section.limit).max(entry).max(exit);
    let up = (peak.powi(2) - entry.powi(2)) / (2.0 * acceleration);
    let down = (peak.powi(2) - exit.powi(2)) / (2.0 * deceleration);
    let cruise = (section.length - up - down).max(0.0);
    let cruise_time = if peak > 0.0 { cruise / peak } else { 0.0 };
    (peak - entry) / acceleration + (peak - exit) / deceleration + cruise_time
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_hop_never_reaches_the_limit() {
        // 100 m, 1 m/s² both ways: 10 m/s reached half way, 10 s up and 10 s down.
        let time = seconds(&[Section { length: 100.0, limit: 50.0 }], 1.0, 1.0);
        assert!((time - 20.0).abs() < 1e-9, "{time}");
    }

    #[test]
    fn a_slow_section_is_braked_for_in_time() {
        // Up to 20 m/s in 200 m, 450 m at 20, down to 10 in 150 m; then 100 m: 50 m at 10 and 50 m of braking.
        let sections =
            [Section { length: 800.0, limit: 20.0 }, Section { length: 100.0, limit: 10.0 }];
        let expected = 20.0 + 22.5 + 10.0 + 5.0 + 10.0;
        assert!((seconds(&sections, 1.0, 1.0) - expected).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn cutting_a_section_in_two_changes_nothing(length in 1.0..50_000.0_f64, share in 0.01..0.99_f64, limit in 5.0..100.0_f64) {
            let whole = seconds(&[Section { length, limit }], 0.4, 0.6);
            let parts = [Section { length: length * share, limit }, Section { length: length * (1.0 - share), limit }];
            prop_assert!((whole - seconds(&parts, 0.4, 0.6)).abs() < 1e-6 * whole);
        }

        #[test]
        fn a_higher_limit_is_never_slower(length in 1.0..50_000.0_f64, limit in 5.0..90.0_f64, more in 0.0..20.0_f64) {
            let slow = seconds(&[Section { length, limit }], 0.4, 0.6);
            let fast = seconds(&[Section { length, limit: limit + more }], 0.4, 0.6);
            prop_assert!(fast <= slow + 1e-9);
        }
    }
}
