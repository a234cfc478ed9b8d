//! What a lock costs: the lockage and the wait before it.
//!
//! The wait is the approximation of [`BatchQueue`] for the vessels that come to the lock, whose error against the simulation
//! `tongqu lock` prints; where `mode.csv` does not say which vessels come, a chamber-full counts as one, as in M/D/c. The use
//! is throughput over capacity, both in vessel tonnage. It is the steady queue of an average day: long waits come from
//! chambers out of service and are events. KOOMAN's
//! formula for vessels that miss a cycle, as BIVAS prints it, was left out: its page gives no unit.

use super::DAYS_A_YEAR;
use super::traffic::{Fleet, fleet};
use crate::kernels::queue::{BatchQueue, mean_wait};
use crate::network::{Lock, Network};
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
    /// Of a lock of a network with today's throughput.
    pub fn new(network: &Network, lock: &Lock) -> Self {
        Self::at(network, lock, lock.throughput_vessel_wan_t)
    }

    /// Of a lock with another throughput, in 10 000 t of vessels a year.
    pub fn at(network: &Network, lock: &Lock, throughput_wan_t: f64) -> Self {
        let use_ = throughput_wan_t / lock.practical_capacity_vessel_wan_t;
        let counted = use_.min(HIGHEST_USE);
        let servers = lock.chamber_count.max(1);
        let lockages = match fleet(network, lock) {
            Some(fleet) => batches(lock, &fleet, counted).mean_wait(),
            None => mean_wait(servers, counted),
        };
        let lockages = lockages.unwrap_or_default();
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

fn batches(lock: &Lock, fleet: &Fleet, use_: f64) -> BatchQueue {
    let servers = fleet.chambers;
    // What a chamber passes in a cycle where all are full, in tonnes.
    let cycles_a_year = DAYS_A_YEAR * 24.0 * 60.0 / lock.lockage_min * f64::from(servers);
    let room_t = lock.practical_capacity_vessel_wan_t * 1e4 / cycles_a_year;
    let batch = room_t / fleet.mean_t;
    BatchQueue {
        servers,
        use_,
        arrivals_per_cycle: use_ * batch,
        batch,
        size_cv2: fleet.cv2,
        turn: fleet.turn,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{self, chamber, lock};
    use super::*;

    impl Passage {
        /// In a network that does not say which vessels come.
        fn of(lock: &Lock) -> Self {
            Self::new(&testing::network(1, Vec::new(), Vec::new(), &[]), lock)
        }
    }

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
