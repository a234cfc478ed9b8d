//! Waiting in a queue with several servers, in closed form.
//!
//! Arrivals are independent (Poisson), every service takes the same time, one queue for all servers: M/D/c. One server:
//! Pollaczek–Khinchine, exact. More: Cosmetatos 1975, "Approximate explicit formulae for the average queueing time in
//! the processes (M/D/r) and (D/M/r)", INFOR 13, 328–331: the wait of M/M/c (Erlang C) times
//! ½ [1 + (1−ρ)(c−1)(√(4+5c)−2)/(16ρc)]. Within a few per cent of the exact value where the wait matters; too long in
//! light traffic, where it is short (Kimura 1991, doi 10.1057/jors.1991.119). O(c) time.
//!
//! What it does not do: queues that grow (a use of 1 or more), servers out of service, arrivals that bunch by the hour.

/// The mean wait before service in service times; `use_` is arrivals per time over what all servers can serve in it.
/// None where the queue grows without end: a use of 1 or more.
///
/// ```
/// use tongqu::kernels::queue::mean_wait;
/// // One server, four fifths used: 0.8 / (2 × 0.2).
/// assert!((mean_wait(1, 0.8).unwrap() - 2.0).abs() < 1e-12);
/// assert_eq!(mean_wait(1, 1.0), None);
/// ```
pub fn mean_wait(servers: u32, use_: f64) -> Option<f64> {
    if !(use_ < 1.0) || servers == 0 {
        return None;
    }
    if use_ <= 0.0 {
        return Some(0.0);
    }
    let c = f64::from(servers);
    let light = (1.0 - use_) * (c - 1.0) * ((4.0 + 5.0 * c).sqrt() - 2.0) / (16.0 * use_ * c);
    Some(0.5 * (1.0 + light) * erlang_c(servers, use_) / (c * (1.0 - use_)))
}

/// A lock, or anything else that takes a few at once from one side and then from the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchQueue {
    /// Chambers.
    pub servers: u32,
    /// What comes over what could pass if every cycle were full.
    pub use_: f64,
    /// How many come in the time that all chambers together start one cycle in.
    pub arrivals_per_cycle: f64,
    /// How many fill a chamber, on average.
    pub batch: f64,
    /// Squared coefficient of variation of their sizes.
    pub size_cv2: f64,
    /// Time of changing sides empty, in cycles.
    pub turn: f64,
}

impl BatchQueue {
    /// The mean wait before the cycle, in cycles. None where the queue grows without end.
    ///
    /// An approximation of our own, of three parts. Where few come a chamber stands at the right side or changes sides
    /// empty: `turn`/2^c. Where many come all chambers go to and fro, each opening to a side once in two cycles at times that
    /// have nothing to do with each other: 2/(c+1), the mean of the least of c even numbers between 0 and 2. Between the two the
    /// share of the second is 1 − e^−x for x arrivals a cycle. Then the queue of those that find no room: that of M/D/c, less
    /// by the number that fill a chamber, more by the spread of their sizes, and twice that, for rooms are never quite
    /// filled. The "twice" is fitted to [`lockage`](super::lockage), whose mean waits it meets within a quarter at uses of 0.2 to 0.9.
    ///
    /// ```
    /// use tongqu::kernels::queue::BatchQueue;
    /// let lock = BatchQueue { servers: 1, use_: 0.0, arrivals_per_cycle: 0.0, batch: 4.0, size_cv2: 0.0, turn: 0.4 };
    /// assert_eq!(lock.mean_wait(), Some(0.2));
    /// ```
    pub fn mean_wait(&self) -> Option<f64> {
        let queue = mean_wait(self.servers, self.use_)?;
        let few = self.turn / 2_f64.powf(f64::from(self.servers));
        let many = 2.0 / (f64::from(self.servers) + 1.0);
        let busy = 1.0 - (-self.arrivals_per_cycle).exp();
        let bunched = 2.0 * (1.0 + self.size_cv2) / self.batch.max(1.0);
        Some(few + (many - few) * busy + bunched * queue)
    }
}

/// The share of arrivals that wait in M/M/c, from the recursion of Erlang's loss formula.
fn erlang_c(servers: u32, use_: f64) -> f64 {
    let offered = use_ * f64::from(servers);
    let loss = (1..=servers)
        .fold(1.0, |loss, server| offered * loss / (f64::from(server) + offered * loss));
    loss / (1.0 - use_ * (1.0 - loss))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The queue itself: customers one by one, each to the server that is free first.
    fn simulated(servers: usize, use_: f64, customers: u32) -> f64 {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut free_at = vec![0.0_f64; servers];
        let (mut clock, mut waited) = (0.0, 0.0);
        for _ in 0..customers {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let uniform = ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
            clock -= uniform.ln() / (use_ * servers as f64);
            free_at.sort_by(f64::total_cmp);
            let start = free_at[0].max(clock);
            waited += start - clock;
            free_at[0] = start + 1.0;
        }
        waited / f64::from(customers)
    }

    #[test]
    fn the_formula_is_the_queue() {
        for servers in [1, 2, 3, 4] {
            for use_ in [0.5, 0.7, 0.9] {
                let formula = mean_wait(servers as u32, use_).unwrap();
                let queue = simulated(servers, use_, 400_000);
                let off = (formula - queue).abs();
                assert!(off < 0.05 * queue, "{servers} servers, use {use_}: {formula} {queue}");
            }
        }
    }

    #[test]
    fn two_servers_half_used_by_hand() {
        // Offered load 1; loss 1/2, then (1/2)/(2 + 1/2) = 1/5; Erlang C 0.2/(1 − 0.5 × 0.8) = 1/3.
        assert!((erlang_c(2, 0.5) - 1.0 / 3.0).abs() < 1e-12);
        // M/M/2 waits (1/3)/(2 × 0.5) = 1/3; light-traffic term 0.5 × 1 × (√14 − 2)/16 = 0.054427.
        assert!((mean_wait(2, 0.5).unwrap() - 0.5 * 1.054_427 / 3.0).abs() < 1e-6);
    }

    #[test]
    fn nobody_waits_where_nobody_comes_and_for_ever_where_too_many_do() {
        assert_eq!(mean_wait(3, 0.0), Some(0.0));
        assert_eq!(mean_wait(3, 1.2), None);
        assert_eq!(mean_wait(0, 0.5), None);
        assert_eq!(mean_wait(2, f64::NAN), None);
    }
}
