//! Perfect customisation: which arcs no query needs.
//!
//! Problem: an arc that is longer than the shortest path between its ends can be left out. On road
//! networks a fifth of those that are open can.
//!
//! Paper: Dibbelt, Strasser, Wagner 2016, doi 10.1145/2886843, section 5.3. From the top of the elimination tree down,
//! an arc becomes as short as the paths over its upper and intermediate triangles; what became shorter is left out.
//!
//! Complexity: O(K · triangles), one and a half times as long as customisation: it pays from some hundred point
//! queries on, and not for one matrix.
//!
//! Invariants: an arc that is kept weighs what the shortest path between its ends does, and so do the arcs of lower
//! nodes that it stands for: distances and paths stay the same.
//!
//! What it does not do: choose between paths of equal length. The result cannot be updated.

use super::contraction::Cch;
use super::customization::{Metric, Pair};
use super::part::Part;
use super::triangles::Apex;
use super::{DOWN, INFINITE, UP};
use crate::kernels::lanes::{Work, widest};
use std::ops::Range;

/// Customised weights without the arcs that no query needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrunedMetric<const K: usize>(Metric<K>);

impl<const K: usize> PrunedMetric<K> {
    /// Leaves out all arcs that are longer than the shortest path.
    ///
    /// # Panics
    /// If `metric` is of another graph.
    pub fn new(cch: &Cch, metric: &Metric<K>) -> Self {
        assert_eq!(metric.arcs.len(), cch.arc_count(), "the same graph");
        let mut shortest = metric.arcs.clone();
        Descent { cch }.part(cch.root(), &mut shortest, None);
        for (kept, given) in shortest.as_flattened_mut().iter_mut().zip(metric.arcs.as_flattened())
        {
            for (kept, given) in kept.iter_mut().zip(given) {
                *kept = if *kept < *given { INFINITE } else { *given };
            }
        }
        Self(Metric { arcs: shortest })
    }

    /// For queries.
    pub fn as_metric(&self) -> &Metric<K> {
        &self.0
    }
}

/// Arcs of ancestors that are finished, nearest first.
#[derive(Clone, Copy)]
struct Above<'a, const K: usize> {
    ranks_end: u32,
    base: usize,
    arcs: &'a [Pair<K>],
    next: Option<&'a Self>,
}

impl<const K: usize> Above<'_, K> {
    /// The arcs of an ancestor.
    fn arcs(&self, cch: &Cch, rank: u32) -> &[Pair<K>] {
        let mut above = self;
        while rank >= above.ranks_end {
            above = above.next.expect("ancestors stand above");
        }
        let arcs = cch.up(rank);
        &above.arcs[arcs.start - above.base..arcs.end - above.base]
    }
}

struct Descent<'a> {
    cch: &'a Cch,
}

impl Descent<'_> {
    fn part<const K: usize>(
        &self,
        part: &Part,
        arcs: &mut [Pair<K>],
        above: Option<&Above<'_, K>>,
    ) {
        match part {
            Part::Leaf(ranks) => self.ranks(ranks.clone(), arcs, above),
            Part::Chain { top, below } => {
                let (lower, upper) = arcs.split_at_mut(self.cch.up_of_all(&below.ranks()).len());
                self.ranks(top.clone(), upper, above);
                self.part(below, lower, Some(&self.above(top, upper, above)));
            }
            Part::Fork(left, right) => {
                let (low, high) = arcs.split_at_mut(self.cch.up_of_all(&left.ranks()).len());
                rayon::join(|| self.part(left, low, above), || self.part(right, high, above));
            }
        }
    }

    fn above<'a, const K: usize>(
        &self,
        ranks: &Range<u32>,
        arcs: &'a [Pair<K>],
        next: Option<&'a Above<'a, K>>,
    ) -> Above<'a, K> {
        Above { ranks_end: ranks.end, base: self.cch.up_of_all(ranks).start, arcs, next }
    }

    fn ranks<const K: usize>(
        &self,
        ranks: Range<u32>,
        arcs: &mut [Pair<K>],
        above: Option<&Above<'_, K>>,
    ) {
        widest(Shortening { descent: self, ranks, arcs, above });
    }
}

/// Shortens the arcs that leave a range of ranks, highest first; `arcs` holds these only.
struct Shortening<'a, const K: usize> {
    descent: &'a Descent<'a>,
    ranks: Range<u32>,
    arcs: &'a mut [Pair<K>],
    above: Option<&'a Above<'a, K>>,
}

impl<const K: usize> Work for Shortening<'_, K> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { descent, ranks, arcs, above } = self;
        let cch = descent.cch;
        let base = cch.up_of_all(&ranks).start;
        for low in ranks.clone().rev() {
            let own = cch.up(low);
            let (rest, finished) = arcs.split_at_mut(own.end - base);
            let finished =
                Above { ranks_end: ranks.end, base: own.end, arcs: finished, next: above };
            let arcs = &mut rest[own.start - base..];
            for at in 0..arcs.len() {
                let upper = finished.arcs(cch, cch.head(own.start + at));
                let (first, after) = arcs[at..].split_first_mut().expect("an arc stands here");
                relax(first, after, upper, cch.apexes(own.start + at));
            }
        }
    }
}

/// Upper and intermediate triangles: `first` is x–y, `after` are arcs x–z, the arcs y–z are among `upper`.
#[inline(always)]
fn relax<const K: usize>(
    first: &mut Pair<K>,
    after: &mut [Pair<K>],
    upper: &[Pair<K>],
    apexes: Apex<'_>,
) {
    match apexes {
        Apex::Together(start) => {
            let thirds = &upper[start..start + after.len()];
            for (second, third) in after.iter_mut().zip(thirds) {
                shorten(first, second, third);
            }
        }
        Apex::Scattered(places) => {
            for (second, &place) in after.iter_mut().zip(places) {
                shorten(first, second, &upper[place as usize]);
            }
        }
    }
}

/// `first` and `second` leave one node; `third` joins their upper ends, from that of `first` up to that of `second`.
#[inline(always)]
fn shorten<const K: usize>(first: &mut Pair<K>, second: &mut Pair<K>, third: &Pair<K>) {
    for k in 0..K {
        let (up, down) = (second[UP][k], second[DOWN][k]);
        second[UP][k] = up.min(first[UP][k] + third[UP][k]);
        second[DOWN][k] = down.min(third[DOWN][k] + first[DOWN][k]);
        first[UP][k] = first[UP][k].min(up + third[DOWN][k]);
        first[DOWN][k] = first[DOWN][k].min(third[UP][k] + down);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::cch::testing::{cases, on_threads, single, town};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_is_kept_is_as_short_as_the_shortest_path(case in cases()) {
            let cch = case.cch();
            let metric = Metric::new(&cch, single(&case.weights));
            let pruned = PrunedMetric::new(&cch, &metric);
            for (arc, (kept, given)) in pruned.0.arcs.iter().zip(&metric.arcs).enumerate() {
                let ends = [cch.tail(arc), cch.head(arc)].map(|rank| cch.node(rank));
                for direction in [UP, DOWN] {
                    let shortest = case.dijkstra(&case.weights, ends[direction])[ends[1 - direction] as usize].min(INFINITE);
                    let expected = if given[direction][0] == shortest { shortest } else { INFINITE };
                    prop_assert_eq!(kept[direction][0], expected);
                }
            }
        }
    }

    #[test]
    fn threads_do_not_change_what_is_kept() {
        let town = town(40);
        let cch = town.cch();
        let metric = Metric::new(&cch, single(&town.weights));
        let pruned = || PrunedMetric::new(&cch, &metric);
        assert_eq!(on_threads(1, pruned), on_threads(4, pruned));
    }
}
