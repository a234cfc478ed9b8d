//! What a lock costs: the lockage and the wait before it.
//!
//! The chambers of a lock serve one queue of chamber-fulls, each in the time from one opening to the next; the use is
//! throughput over capacity, both in vessel tonnage. The mean wait is that of M/D/c (see [`crate::kernels::queue`]).
//! It is the steady queue of an average day: long waits come from chambers out of service and are events. KOOMAN's
//! formula for vessels that miss a cycle, as BIVAS prints it, was left out: its page gives no unit.

use crate::kernels::queue::mean_wait;
use crate::network::Lock;
use crate::units::Seconds;

/// The highest use a wait is computed for; above it a queue is so long that the formula says nothing of a real lock.
const HIGHEST_USE: f64 = 0.98;

/// The time a lock takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Passage {
    /// From one opening of a chamber to the next.
    pub lockage: Seconds,
    /// Mean wait before it.
    pub wait: Seconds,
    /// Throughput over capacity.
    pub use_: f64,
    /// Whether more comes than 98 % of what can pass: the wait is that of 98 % then, and in truth longer.
    pub is_saturated: bool,
}

impl Passage {
    /// Of a lock with its throughput and capacity.
    pub fn of(lock: &Lock) -> Self {
        let use_ = lock.throughput_vessel_wan_t / lock.practical_capacity_vessel_wan_t;
        let counted = use_.min(HIGHEST_USE);
        let lockages = mean_wait(lock.chamber_count.max(1), counted).unwrap_or_default();
        Self {
            lockage: Seconds::from_minutes_f64(lock.lockage_min),
            wait: Seconds::from_minutes_f64(lock.lockage_min * lockages),
            use_,
            is_saturated: use_ > HIGHEST_USE,
        }
    }

    /// Lockage and wait.
    pub fn time(self) -> Seconds {
        self.lockage + self.wait
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{chamber, lock};
    use super::*;

    #[test]
    fn one_chamber_four_fifths_used() {
        let mut lock = lock(vec![chamber(230.0, 23.0, 4.0)]);
        (lock.throughput_vessel_wan_t, lock.practical_capacity_vessel_wan_t) = (800.0, 1000.0);
        // 40 min a lockage; 0.8 / (2 × 0.2) = 2 lockages of wait.
        let passage = Passage::of(&lock);
        assert_eq!((passage.lockage, passage.wait), (Seconds(2400), Seconds(4800)));
        assert_eq!(passage.time(), Seconds(7200));
        assert!(!passage.is_saturated);
    }

    #[test]
    fn a_chamber_more_with_its_capacity_cuts_the_wait() {
        let mut one = lock(vec![chamber(230.0, 23.0, 4.0)]);
        (one.throughput_vessel_wan_t, one.practical_capacity_vessel_wan_t) = (900.0, 1000.0);
        let mut two = lock(vec![chamber(230.0, 23.0, 4.0); 2]);
        (two.throughput_vessel_wan_t, two.practical_capacity_vessel_wan_t) = (900.0, 2000.0);
        // 0.9 / (2 × 0.1) = 4.5 lockages against less than a fifth of one at a use of 0.45.
        assert_eq!(Passage::of(&one).wait, Seconds(10_800));
        assert!(Passage::of(&two).wait < Seconds(480));
    }

    #[test]
    fn a_lock_above_its_capacity_says_so() {
        let mut lock = lock(vec![chamber(230.0, 23.0, 4.0)]);
        (lock.throughput_vessel_wan_t, lock.practical_capacity_vessel_wan_t) = (1500.0, 1000.0);
        let passage = Passage::of(&lock);
        // 0.98 / (2 × 0.02) = 24.5 lockages of 40 min.
        assert_eq!(passage.wait, Seconds(58_800));
        assert!(passage.is_saturated);
    }
}
