//! What is lost where something is closed: times before and after, and how much is to be carried between zones.

use super::Matrix;
use crate::measures::accessibility::SHORTEST_TIME;
use crate::units::Seconds;

/// The loss of all zones together; see [`closure_loss`].
#[derive(Debug, Clone, PartialEq)]
pub struct ClosureLoss {
    /// Weighted mean loss of time in minutes: `Σ w_ij (T'_ij − T_ij) / Σ w_ij`, above over pairs that still have a way,
    /// below over all that had one.
    pub minutes: f64,
    /// Share of the weight that has no way any more, 0 to 1.
    pub unsatisfied: f64,
    /// Ordered pairs that have no way any more.
    pub pairs_cut: usize,
    /// Ordered pairs that take longer.
    pub pairs_slower: usize,
    /// Share of the global efficiency that is lost (`1 − E'/E`), 0 to 1; negative where more is won than lost.
    pub efficiency: f64,
    /// The same of each zone's own pairs, as origin.
    pub zones: Vec<ZoneLoss>,
}

/// What a zone loses, as origin.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ZoneLoss {
    /// Weighted mean loss of time in minutes.
    pub minutes: f64,
    /// Share of its weight that has no way any more, 0 to 1.
    pub unsatisfied: f64,
}

/// Sums over some pairs.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    weight: f64,
    lost: f64,
    cut: f64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.weight += other.weight;
        self.lost += other.lost;
        self.cut += other.cut;
    }

    fn loss(self) -> ZoneLoss {
        if self.weight > 0.0 {
            ZoneLoss { minutes: self.lost / self.weight, unsatisfied: self.cut / self.weight }
        } else {
            ZoneLoss::default()
        }
    }
}

/// Importance of what is closed 重要度 and exposure of the zones 暴露度.
///
/// `weights` are by pair, as the matrices are. Time and demand without a way are kept apart, for no time stands for "no
/// way". References: Jenelius, Petersen & Mattsson (2006), doi 10.1016/j.tra.2005.11.003 (importance and exposure);
/// Jenelius (2010), doi 10.1016/j.jtrangeo.2009.06.002 (unsatisfied demand); Latora & Marchiori (2001), doi
/// 10.1103/PhysRevLett.87.198701 (efficiency).
///
/// # Panics
/// If the tables are not equally large.
pub fn closure_loss(before: &Matrix, after: &Matrix, weights: &[f64]) -> ClosureLoss {
    let (zones, width) = (before.origins(), before.destinations());
    assert_eq!((zones, width), (after.origins(), after.destinations()), "two tables of one shape");
    assert_eq!(weights.len(), zones * width, "a weight for each pair");
    let (mut pairs_cut, mut pairs_slower) = (0, 0);
    let (mut inverse_before, mut inverse_after) = (0.0, 0.0);
    let mut all = Sums::default();
    let mut losses = Vec::with_capacity(zones);
    let inverse = |time: Seconds| 1.0 / time.max(SHORTEST_TIME).hours();
    for from in 0..zones {
        let mut own = Sums::default();
        for to in (0..width).filter(|to| *to != from) {
            let (old, new) = (before.time(from, to), after.time(from, to));
            inverse_after += new.map_or(0.0, inverse);
            let Some(old) = old else { continue };
            inverse_before += inverse(old);
            let weight = weights[from * width + to];
            own.weight += weight;
            if let Some(new) = new {
                own.lost += weight * (new.minutes() - old.minutes());
                pairs_slower += usize::from(new > old);
            } else {
                own.cut += weight;
                pairs_cut += 1;
            }
        }
        all.add(own);
        losses.push(own.loss());
    }
    let ZoneLoss { minutes, unsatisfied } = all.loss();
    let is_some = inverse_before > 0.0;
    let efficiency = if is_some { 1.0 - inverse_after / inverse_before } else { 0.0 };
    ClosureLoss { minutes, unsatisfied, pairs_cut, pairs_slower, efficiency, zones: losses }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::SelfTime;
    use crate::measures::testing::assert_close;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn minutes(times: &[u32]) -> Vec<Option<Seconds>> {
        let time = |minutes: &u32| (*minutes < 999).then(|| Seconds::from_minutes(*minutes));
        times.iter().map(time).collect()
    }

    fn square(times: &[Option<Seconds>]) -> Matrix<'_> {
        let zones = (times.len() as f64).sqrt() as usize;
        Matrix::square(zones, times, SelfTime::Exclude).unwrap()
    }

    /// A and B 30 minutes apart, C 60 from both. The road A–B closes: 120 over C. Then C's road goes as well.
    #[test]
    fn three_towns_by_hand() {
        let before = minutes(&[0, 30, 60, 30, 0, 60, 60, 60, 0]);
        let weights = [0.0, 4.0, 1.0, 4.0, 0.0, 1.0, 1.0, 1.0, 0.0];
        let detour = minutes(&[0, 120, 60, 120, 0, 60, 60, 60, 0]);
        let loss = closure_loss(&square(&before), &square(&detour), &weights);
        // 2 pairs of weight 4 lose 90 minutes each: 720 over a weight of 12.
        assert_close(loss.minutes, 60.0);
        assert_eq!((loss.pairs_cut, loss.pairs_slower), (0, 2));
        assert_close(loss.unsatisfied, 0.0);
        // Σ 1/T: 2·2 + 4·1 = 8 before, 2·½ + 4·1 = 5 after.
        assert_close(loss.efficiency, 1.0 - 5.0 / 8.0);
        // A: 4·90 over 5; C: nothing.
        assert_close(loss.zones[0].minutes, 72.0);
        assert_eq!(loss.zones[2], ZoneLoss::default());

        let none = 999;
        let cut = minutes(&[0, 30, none, 30, 0, none, none, none, 0]);
        let loss = closure_loss(&square(&before), &square(&cut), &weights);
        assert_eq!((loss.pairs_cut, loss.pairs_slower), (4, 0));
        assert_close(loss.minutes, 0.0);
        assert_close(loss.unsatisfied, 4.0 / 12.0);
        assert_close(loss.zones[2].unsatisfied, 1.0);
        assert_close(loss.efficiency, 0.5);
    }

    #[test]
    fn nothing_to_carry_loses_nothing() {
        let times = minutes(&[0, 999, 999, 0]);
        let loss = closure_loss(&square(&times), &square(&times), &[1.0; 4]);
        assert_eq!((loss.minutes, loss.unsatisfied, loss.efficiency), (0.0, 0.0, 0.0));
    }

    proptest! {
        #[test]
        fn zones_add_up_to_the_whole(old in vec(1_u32..100, 16), new in vec(1_u32..1200, 16), weights in vec(0.0_f64..9.0, 16)) {
            let (before, after) = (minutes(&old), minutes(&new));
            let loss = closure_loss(&square(&before), &square(&after), &weights);
            let own = |from: usize| (0..4).filter(move |to| *to != from).map(move |to| from * 4 + to);
            let weight = |from: usize| own(from).map(|at| weights[at]).sum::<f64>();
            let total: f64 = (0..4).map(weight).sum();
            let minutes: f64 = (0..4).map(|from| loss.zones[from].minutes * weight(from)).sum();
            prop_assert!((loss.minutes * total - minutes).abs() < 1e-6);
            let cut = (0..4).flat_map(own).filter(|at| new[*at] >= 999).count();
            prop_assert_eq!(loss.pairs_cut, cut);
        }
    }
}
