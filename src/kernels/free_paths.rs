//! Free paths: when a chain of uses of resources can start so that it keeps its distance to all others.
//!
//! Problem: resources (tracks, each in one direction) are used by one after another, at both ends at least a separation apart and,
//! where nobody can overtake, in the same order; the uses repeat every period. New chains of uses follow each other; each keeps its
//! own times, but the whole may be shifted, and all but the first may wait. Which shift and waits are the least?
//!
//! Paper: the blocking-time view of a timetable with a minimum line headway (Happel 1959; UIC 406), with the two ends of a track
//! between stations as its only measuring points.
//!
//! A try costs O(u · (log k + w)) for u uses of the chain, k of a resource and w of them near. Ties are broken for the
//! smaller shift, then the earlier start.
//!
//! Invariants: a path that [`Occupation::least_path`] gives keeps the separation to every use added before; the tests hold it to a
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

/// How a path may differ from what was wished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// By how much the whole may be shifted.
    pub shifts: RangeInclusive<i32>,
    /// How long each chain but the first may wait before it starts.
    pub longest_wait: u32,
    /// Shifts and waits are multiples of it.
    pub step: u32,
    /// How many times as much as a shift a wait costs.
    pub wait_weight: u32,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// By how much later the first chain starts.
    pub shift: i32,
    /// How long each chain but the first waits.
    pub waits: Vec<u32>,
}

/// Who uses which resource when.
///
/// ```
/// use tongqu::kernels::free_paths::{Limits, Occupation, Path, Rule, Use};
/// let mut track = Occupation::new(86_400, vec![Rule { separation: 240, can_overtake: false }]);
/// track.add(&[Use { resource: 0, enter: 36_000, leave: 36_900 }]);
/// let other = vec![Use { resource: 0, enter: 36_060, leave: 36_900 }];
/// assert!(!track.is_free(&other, 0));
/// // It is a minute shorter, so five minutes after the first it is four behind it at the end.
/// let limits = Limits { shifts: -200..=600, longest_wait: 0, step: 60, wait_weight: 1 };
/// assert_eq!(track.least_path(&[other], &limits), Some(Path { shift: 240, waits: vec![] }));
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

    /// The path of chains that follow each other at the least cost; none if there is none within the limits. For each shift of
    /// the first chain every other one waits as briefly as it can.
    pub fn least_path(&self, chains: &[Vec<Use>], limits: &Limits) -> Option<Path> {
        let step = limits.step.max(1).cast_signed();
        let most = limits.shifts.start().abs().max(limits.shifts.end().abs()) / step;
        let by_size = (0..=most).flat_map(|steps| [-steps * step, steps * step]);
        let mut best: Option<(u32, Path)> = None;
        for shift in by_size.filter(|shift| limits.shifts.contains(shift)) {
            let below = best.as_ref().map_or(u32::MAX, |(cost, _)| *cost);
            if shift.unsigned_abs() >= below {
                break;
            }
            let path = self.path_from(chains, shift, limits);
            let cost = |path: &Path| {
                shift.unsigned_abs() + path.waits.iter().sum::<u32>() * limits.wait_weight
            };
            best = path.map(|path| (cost(&path), path)).filter(|(cost, _)| *cost < below).or(best);
        }
        best.map(|(_, path)| path)
    }

    fn path_from(&self, chains: &[Vec<Use>], shift: i32, limits: &Limits) -> Option<Path> {
        let step = limits.step.max(1);
        let mut waits = Vec::with_capacity(chains.len().saturating_sub(1));
        let mut late = shift;
        for (at, chain) in chains.iter().enumerate() {
            let longest = if at == 0 { 0 } else { limits.longest_wait };
            let mut tries = (0..=longest / step).map(|steps| steps * step);
            let wait = tries.find(|wait| self.is_free(chain, late + wait.cast_signed()))?;
            late += wait.cast_signed();
            if at > 0 {
                waits.push(wait);
            }
        }
        Some(Path { shift, waits })
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
        fn the_path_is_the_least_of_all_that_wait_no_longer_than_they_must(
            chains in proptest::collection::vec(chain(), 0..10),
            own in proptest::collection::vec(chain(), 1..4),
            earliest in -300..=0i32, latest in 0..300i32, longest_wait in 0..60u32, wait_weight in 1..5u32,
        ) {
            let limits = Limits { shifts: earliest..=latest, longest_wait, step: 10, wait_weight };
            let from = |shift: i32| -> Option<Path> {
                let (mut late, mut waits) = (shift, Vec::new());
                for (at, chain) in own.iter().enumerate() {
                    let longest = if at == 0 { 0 } else { longest_wait as i32 };
                    let free = (0..=longest).find(|wait| {
                        wait % 10 == 0 && is_free_plainly(&chains, chain, late + wait)
                    })?;
                    late += free;
                    waits.push(free as u32);
                }
                Some(Path { shift, waits: waits[1..].to_vec() })
            };
            let all = (earliest..=latest).filter(|shift| shift % 10 == 0).filter_map(from);
            let least = all.min_by_key(|path| {
                let cost = path.shift.unsigned_abs() + path.waits.iter().sum::<u32>() * wait_weight;
                (cost, path.shift.abs(), path.shift)
            });
            prop_assert_eq!(occupation(&chains).least_path(&own, &limits), least);
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
