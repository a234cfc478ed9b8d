//! Weights for the arcs and shortcuts of a contracted graph, of several variants at once.
//!
//! Problem: given a weight for every input arc, the least weight of a path through lower nodes for every arc. `K`
//! variants share the enumeration of triangles, which is what customisation costs; one variant has `K` = 1.
//!
//! Paper: Dibbelt, Strasser, Wagner 2016, doi 10.1145/2886843 (basic and perfect customisation).
//!
//! Complexity: O(K · triangles); 8 · K bytes an arc. Threads share subtrees of the elimination tree.
//!
//! Invariants
//! - No weight exceeds [`INFINITE`], and the sum of two fits in 32 bits: an absent arc never becomes a shortcut. A path
//!   of [`INFINITE`] or more counts as no path.
//! - Weights are least, so they do not depend on threads or on the order of triangles.
//!
//! What it does not do: answer queries (see `query`, `hierarchy`).

use super::contraction::Cch;
use super::part::Part;
use super::triangles::Apex;
use super::{DOWN, INFINITE, UP};
use crate::kernels::lanes::{Work, widest};
use std::ops::Range;

/// The weights of one arc in both directions, for `K` variants.
pub(super) type Pair<const K: usize> = [[u32; K]; 2];

/// Customised weights of `K` variants.
///
/// ```
/// use tongqu::kernels::cch::{Cch, Metric};
/// let cch = Cch::new(3, &[(0, 1), (2, 0)], &[0, 1, 2]);
/// let metric = Metric::new(&cch, &[[5], [7]]);
/// # let _ = metric;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric<const K: usize> {
    pub(super) arcs: Vec<Pair<K>>,
}

impl<const K: usize> Metric<K> {
    /// Customises: `weights` has the `K` weights of each input arc, [`super::UNREACHED`] where it is closed.
    ///
    /// # Panics
    /// If there is not one entry for each input arc.
    pub fn new(cch: &Cch, weights: &[[u32; K]]) -> Self {
        assert_eq!(weights.len(), cch.input_arc_count(), "one weight for each input arc");
        let mut arcs = vec![[[INFINITE; K]; 2]; cch.arc_count()];
        Customisation { cch, weights }.part(cch.root(), &mut arcs);
        Self { arcs }
    }

    /// Customises again, into the same memory.
    ///
    /// # Panics
    /// If there is not one entry for each input arc, or this is of another graph.
    pub fn renew(&mut self, cch: &Cch, weights: &[[u32; K]]) {
        assert_eq!(weights.len(), cch.input_arc_count(), "one weight for each input arc");
        assert_eq!(self.arcs.len(), cch.arc_count(), "the same graph");
        self.arcs.fill([[INFINITE; K]; 2]);
        Customisation { cch, weights }.part(cch.root(), &mut self.arcs);
    }

    /// How many bytes the weights take.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.arcs)
    }

    /// One of the variants alone.
    pub fn lane(&self, lane: usize) -> Metric<1> {
        Metric { arcs: self.arcs.iter().map(|pair| pair.map(|weights| [weights[lane]])).collect() }
    }
}

struct Customisation<'a, const K: usize> {
    cch: &'a Cch,
    weights: &'a [[u32; K]],
}

impl<const K: usize> Customisation<'_, K> {
    /// Weighs the arcs that leave the ranks of a part; `arcs` holds these only.
    fn part(&self, part: &Part, arcs: &mut [Pair<K>]) {
        match part {
            Part::Leaf(ranks) => self.ranks(ranks, arcs, ranks.start),
            Part::Chain { top, below } => {
                let below_ranks = below.ranks();
                let count = self.cch.up_of_all(&below_ranks).len();
                self.part(below, &mut arcs[..count]);
                self.ranks(top, arcs, below_ranks.start);
            }
            Part::Fork(left, right) => {
                let count = self.cch.up_of_all(&left.ranks()).len();
                let (low, high) = arcs.split_at_mut(count);
                rayon::join(|| self.part(left, low), || self.part(right, high));
            }
        }
    }

    /// Weighs the arcs of `ranks`, rising; `arcs` starts with those of `first_rank`.
    fn ranks(&self, ranks: &Range<u32>, arcs: &mut [Pair<K>], first_rank: u32) {
        let base = self.cch.up_of_all(&(first_rank..first_rank)).start;
        for &input in self.cch.inputs().of_ranks(ranks) {
            if let Some((arc, direction)) = self.cch.inputs().slot(input) {
                let slot = &mut arcs[arc - base][direction];
                for (weight, other) in slot.iter_mut().zip(self.weights[input as usize]) {
                    *weight = (*weight).min(other);
                }
            }
        }
        widest(Triangles { cch: self.cch, ranks: ranks.clone(), arcs, base });
    }
}

/// Relaxes the lower triangles of all arcs that leave `ranks`; `arcs` starts with arc number `base`.
struct Triangles<'a, const K: usize> {
    cch: &'a Cch,
    ranks: Range<u32>,
    arcs: &'a mut [Pair<K>],
    base: usize,
}

impl<const K: usize> Work for Triangles<'_, K> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { cch, ranks, arcs, base } = self;
        for middle in ranks {
            let own = cch.up(middle);
            let (below, own) = arcs[..own.end - base].split_at_mut(own.start - base);
            for &arc in cch.low(middle) {
                let arc = arc as usize;
                let (first, after) = below[arc - base..cch.up(cch.tail(arc)).end - base]
                    .split_first()
                    .expect("an arc stands here");
                relax(own, first, after, cch.apexes(arc));
            }
        }
    }
}

/// Lower triangles: for arc x–y (`first`) and arcs x–z, the arcs y–z (among `own`) become no longer than y–x–z.
#[inline(always)]
fn relax<const K: usize>(
    own: &mut [Pair<K>],
    first: &Pair<K>,
    after: &[Pair<K>],
    apexes: Apex<'_>,
) {
    match apexes {
        Apex::Together(start) => {
            for (third, second) in own[start..start + after.len()].iter_mut().zip(after) {
                shorten(third, first, second);
            }
        }
        Apex::Scattered(places) => {
            for (&place, second) in places.iter().zip(after) {
                shorten(&mut own[place as usize], first, second);
            }
        }
    }
}

/// From the tail of `third` down by `first` and up by `second`, and back.
#[inline(always)]
pub(super) fn shorten<const K: usize>(third: &mut Pair<K>, first: &Pair<K>, second: &Pair<K>) {
    for k in 0..K {
        third[UP][k] = third[UP][k].min(first[DOWN][k] + second[UP][k]);
    }
    for k in 0..K {
        third[DOWN][k] = third[DOWN][k].min(second[DOWN][k] + first[UP][k]);
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
        fn variants_together_are_as_variants_alone(case in cases()) {
            let cch = case.cch();
            let lanes: Vec<[u32; 3]> = case.weights.iter().zip(&case.other_weights).map(|(&a, &b)| [a, b, a]).collect();
            let together = Metric::new(&cch, &lanes);
            let alone = [&case.weights, &case.other_weights].map(|weights| Metric::new(&cch, single(weights)));
            prop_assert_eq!(&together.lane(0), &alone[0]);
            prop_assert_eq!(&together.lane(1), &alone[1]);
            prop_assert_eq!(&together.lane(2), &alone[0]);
        }
    }

    #[test]
    fn threads_do_not_change_weights_nor_does_what_was_there() {
        let town = town(40);
        let cch = town.cch();
        let metric = || Metric::new(&cch, single(&town.weights));
        assert_eq!(on_threads(1, metric), on_threads(4, metric));
        let mut renewed = Metric::new(&cch, single(&town.other_weights));
        renewed.renew(&cch, single(&town.weights));
        assert_eq!(renewed, metric());
    }
}
