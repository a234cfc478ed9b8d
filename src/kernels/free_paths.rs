//! Free paths: when a chain of uses of resources can start so that it keeps its distance to all others.
//!
//! Problem: resources (tracks, each in one direction) are used by one after another, at both ends at least a separation apart and,
//! where nobody can overtake, in the same order; the uses repeat every period. A new chain of uses that keeps its own times may only
//! be shifted as a whole: which shift is the least?
//!
//! Paper: the blocking-time view of a timetable with a minimum line headway (Happel 1959; UIC 406), with the two ends of a track
//! between stations as its only measuring points.
//!
//! A try costs O(u · (log k + w)) for u uses of the chain, k of a resource and w of them near. Ties are broken for the
//! earlier start.
//!
//! Invariants: a shift that [`Occupation::nearest_free`] gives keeps the separation to every use added before; the tests hold it to a
//! check of all pairs on all days. Uses are shorter than a quarter of the period.
//!
//! What it does not do: move what was added, choose another resource, or change the times between the uses of a chain.

use std::ops::RangeInclusive;

/// One passage over a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// Which resource.
    pub resource: u32,
    /// When it is entered; may exceed the period.
    pub enter: u32,
    /// When it is left, not before it is entered.
    pub leave: u32,
}

/// What holds on a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// How far apart two uses are at the start, and at the end.
    pub separation: u32,
    /// Whether a use may end before one that started earlier.
    pub can_overtake: bool,
}

/// Who uses which resource when.
///
/// ```
/// use tongqu::kernels::free_paths::{Occupation, Rule, Use};
/// let mut track = Occupation::new(86_400, vec![Rule { separation: 240, can_overtake: false }]);
/// track.add(&[Use { resource: 0, enter: 36_000, leave: 36_900 }]);
/// let train = [Use { resource: 0, enter: 36_060, leave: 36_900 }];
/// assert!(!track.is_free(&train, 0));
/// // It runs a minute less, so five minutes after the other it is four behind it at the end.
/// assert_eq!(track.nearest_free(&train, -600..=600, 60), Some(240));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupation {
    period: u32,
    rules: Vec<Rule>,
    /// By resource: when each use enters, in the period, and how long it is, in order.
    uses: Vec<Vec<(u32, u32)>>,
    /// By resource, the longest of them.
    longest: Vec<u32>,
}

impl Occupation {
    /// Of resources that nobody uses yet; everything repeats every `period`.
    pub fn new(period: u32, rules: Vec<Rule>) -> Self {
        let count = rules.len();
        Self { period, rules, uses: vec![Vec::new(); count], longest: vec![0; count] }
    }

    /// Adds a chain, free or not.
    pub fn add(&mut self, chain: &[Use]) {
        for each in chain {
            let resource = each.resource as usize;
            let entry = (each.enter % self.period, each.leave - each.enter);
            let uses = &mut self.uses[resource];
            uses.insert(uses.partition_point(|other| *other < entry), entry);
            self.longest[resource] = self.longest[resource].max(entry.1);
        }
    }

    /// Whether a chain that starts so much later keeps its separation everywhere.
    pub fn is_free(&self, chain: &[Use], shift: i32) -> bool {
        chain.iter().all(|each| self.keeps_apart(*each, shift))
    }

    /// The least shift by which a chain is free: a multiple of `step` within `shifts`, the earlier of two as small.
    pub fn nearest_free(
        &self,
        chain: &[Use],
        shifts: RangeInclusive<i32>,
        step: u32,
    ) -> Option<i32> {
        let step = step.max(1).cast_signed();
        let most = shifts.start().abs().max(shifts.end().abs()) / step;
        let by_size = (0..=most).flat_map(|steps| [-steps * step, steps * step]);
        by_size.into_iter().find(|shift| shifts.contains(shift) && self.is_free(chain, *shift))
    }

    fn keeps_apart(&self, each: Use, shift: i32) -> bool {
        let resource = each.resource as usize;
        let uses = &self.uses[resource];
        let (period, length) = (i64::from(self.period), i64::from(each.leave - each.enter));
        let enter = (i64::from(each.enter) + i64::from(shift)).rem_euclid(period);
        let Rule { separation, can_overtake } = self.rules[resource];
        let separation = i64::from(separation);
        // Who enters longer before or after than this does not come near at the other end either.
        let reach = separation + length.max(i64::from(self.longest[resource]));
        let first = uses.partition_point(|other| i64::from(other.0) < enter - reach);
        let last = uses.partition_point(|other| i64::from(other.0) <= enter + reach);
        let before = uses.partition_point(|other| i64::from(other.0) <= enter + reach - period);
        let after = uses.partition_point(|other| i64::from(other.0) < enter - reach + period);
        let days = [(&uses[first..last], 0), (&uses[..before], period), (&uses[after..], -period)];
        days.into_iter().flat_map(|(near, day)| near.iter().map(move |it| (it, day))).all(
            |(other, day)| {
                let at_start = enter - (i64::from(other.0) + day);
                let at_end = at_start + length - i64::from(other.1);
                let is_apart = at_start.abs().min(at_end.abs()) >= separation;
                let in_order = at_start.signum() * at_end.signum() >= 0;
                is_apart && (in_order || can_overtake)
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PERIOD: u32 = 1000;

    const RULES: [(u32, bool); 3] = [(0, false), (20, false), (45, true)];

    /// Three resources with different rules.
    fn occupation(chains: &[Vec<Use>]) -> Occupation {
        let rules = RULES.map(|(separation, can_overtake)| Rule { separation, can_overtake });
        let mut occupation = Occupation::new(PERIOD, rules.to_vec());
        for chain in chains {
            occupation.add(chain);
        }
        occupation
    }

    /// All pairs of uses on all days that may come near.
    fn is_free_plainly(chains: &[Vec<Use>], chain: &[Use], shift: i32) -> bool {
        chains.iter().flatten().all(|other| {
            chain.iter().filter(|each| each.resource == other.resource).all(|each| {
                (-4..=4).all(|day| {
                    let own = [each.enter, each.leave].map(|at| i64::from(at) + i64::from(shift));
                    let theirs = [other.enter, other.leave].map(|at| i64::from(at) + day * 1000);
                    let (apart, can_overtake) = RULES[each.resource as usize];
                    let later = (0..2).map(|end| own[end] - theirs[end]);
                    let (after, before) = (i64::from(apart), -i64::from(apart));
                    later.clone().all(|later| later >= after)
                        || later.clone().all(|later| later <= before)
                        || can_overtake
                            && later.clone().all(|later| later >= after || later <= before)
                })
            })
        })
    }

    fn chain() -> impl Strategy<Value = Vec<Use>> {
        let each = (0..3u32, 0..2 * PERIOD, 1..PERIOD / 4);
        let each = each.prop_map(|(resource, enter, length)| Use {
            resource,
            enter,
            leave: enter + length,
        });
        proptest::collection::vec(each, 1..5)
    }

    proptest! {
        #[test]
        fn free_is_what_all_pairs_say(
            chains in proptest::collection::vec(chain(), 0..12), own in chain(), shift in -900..900i32,
        ) {
            let found = occupation(&chains).is_free(&own, shift);
            prop_assert_eq!(found, is_free_plainly(&chains, &own, shift));
        }

        #[test]
        fn the_nearest_free_shift_is_the_least(
            chains in proptest::collection::vec(chain(), 0..12), own in chain(),
            earliest in -300..=0i32, latest in 0..300i32,
        ) {
            let free = (earliest..=latest).filter(|shift| shift % 10 == 0 && is_free_plainly(&chains, &own, *shift));
            let least = free.min_by_key(|shift| (shift.abs(), *shift));
            prop_assert_eq!(occupation(&chains).nearest_free(&own, earliest..=latest, 10), least);
        }
    }

    #[test]
    fn nobody_overtakes_on_a_resource() {
        let slow = Use { resource: 1, enter: 100, leave: 300 };
        let fast = |enter| [Use { resource: 1, enter, leave: enter + 50 }];
        let occupied = occupation(&[vec![slow]]);
        // Behind it at the start it would be before it at the end.
        assert!(!occupied.is_free(&fast(130), 0));
        assert!(occupied.is_free(&fast(270), 0) && !occupied.is_free(&fast(269), 0));
        assert!(occupied.is_free(&fast(80), 0) && !occupied.is_free(&fast(81), 0));
        // The next day it comes again.
        assert!(!occupied.is_free(&fast(1130), 0));
    }
}
