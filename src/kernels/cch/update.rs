//! Customisation anew where few input arcs change.
//!
//! Problem: most weights stay the same; find those that do not without looking at the others.
//!
//! Paper: Dibbelt, Strasser, Wagner 2016, doi 10.1145/2886843, section 7.6. Arcs are looked at by rising number, which is from the
//! leaves of the elimination tree up. When one became shorter, it offers its triangles' third arcs what they can weigh
//! now; when one that a third arc was as short as became longer, the third arc is weighed again by all its triangles.
//!
//! Complexity: O(arcs looked at · degree), and one bit an arc to find them. Memory: 8 · K bytes an arc.
//!
//! Invariants: the result equals that of customising everything, bit for bit.
//!
//! What it does not do: notice changes by itself; a changed arc that is not named keeps its old weight.

use super::contraction::Cch;
use super::customization::{Metric, Pair, shorten};
use super::{DOWN, INFINITE, UP};

/// The buffer of updates of one graph's weights.
///
/// ```
/// use tongqu::kernels::cch::{Cch, Metric, Updater};
/// let cch = Cch::new(3, &[(0, 1), (2, 0)], &[0, 1, 2]);
/// let mut metric = Metric::new(&cch, &[[5], [7]]);
/// Updater::new(&cch).update(&mut metric, &[[6], [7]], &[0]);
/// assert_eq!(metric, Metric::new(&cch, &[[6], [7]]));
/// ```
#[derive(Debug, Clone)]
pub struct Updater<'a, const K: usize> {
    cch: &'a Cch,
    pending: Bits,
    /// Arcs that no longer weigh what they were offered, or what they weigh.
    stale: Bits,
    /// The least that a shorter triangle offers to a pending arc.
    offers: Vec<Pair<K>>,
}

const NO_OFFER: u32 = u32::MAX;

impl<'a, const K: usize> Updater<'a, K> {
    /// For weights of this graph.
    pub fn new(cch: &'a Cch) -> Self {
        let none = Bits { words: vec![0; cch.arc_count().div_ceil(64)] };
        let offers = vec![[[NO_OFFER; K]; 2]; cch.arc_count()];
        Self { cch, pending: none.clone(), stale: none, offers }
    }

    /// Brings `metric` from other weights to `weights`, which differ at the input arcs `changed` only. Returns how many
    /// arcs and shortcuts were looked at.
    ///
    /// # Panics
    /// If there is not one entry for each input arc, or the metric is of another graph.
    pub fn update(
        &mut self,
        metric: &mut Metric<K>,
        weights: &[[u32; K]],
        changed: &[u32],
    ) -> usize {
        assert_eq!(weights.len(), self.cch.input_arc_count(), "one weight for each input arc");
        assert_eq!(metric.arcs.len(), self.cch.arc_count(), "the same graph");
        let mut lowest = self.cch.arc_count();
        for (arc, _) in changed.iter().filter_map(|&input| self.cch.inputs().slot(input)) {
            self.pending.set(arc);
            self.stale.set(arc);
            lowest = lowest.min(arc);
        }
        let mut count = 0;
        // Only higher arcs are ever marked, so no word behind is filled again.
        for word in lowest / 64..self.pending.words.len() {
            while let Some(arc) = self.pending.take_first(word) {
                self.renew(&mut metric.arcs, weights, arc);
                count += 1;
            }
        }
        count
    }

    fn renew(&mut self, arcs: &mut [Pair<K>], weights: &[[u32; K]], arc: usize) {
        let before = arcs[arc];
        let mut after = before;
        lower(&mut after, &self.offers[arc]);
        self.offers[arc] = [[NO_OFFER; K]; 2];
        if self.stale.take(arc) {
            after = self.weigh(arcs, weights, arc, &after);
        }
        if before != after {
            arcs[arc] = after;
            self.tell_dependents(arcs, arc, &before);
        }
    }

    /// The least of all input arcs and lower triangles, which is not less than `floor`.
    fn weigh(
        &self,
        arcs: &[Pair<K>],
        weights: &[[u32; K]],
        arc: usize,
        floor: &Pair<K>,
    ) -> Pair<K> {
        let mut pair = [[INFINITE; K]; 2];
        let tail = self.cch.tail(arc);
        for (direction, slot) in pair.iter_mut().enumerate() {
            for &input in self.cch.inputs().of_arc(tail, arc, direction) {
                for (weight, other) in slot.iter_mut().zip(weights[input as usize]) {
                    *weight = (*weight).min(other);
                }
            }
        }
        let place = arc - self.cch.up(tail).start;
        for &first in self.cch.low(tail) {
            let half = &arcs[first as usize];
            // Most halves are longer than what is known: they need no search for the other.
            let is_short =
                (0..K).any(|k| half[DOWN][k] < pair[UP][k] || half[UP][k] < pair[DOWN][k]);
            if !is_short {
                continue;
            }
            if let Some(second) = self.cch.second_arc(first as usize, place) {
                shorten(&mut pair, half, &arcs[second]);
                if pair == *floor {
                    break;
                }
            }
        }
        pair
    }

    /// Tells the arcs above, to which triangles with `changed` lead, what it means that it weighed `before`.
    fn tell_dependents(&mut self, arcs: &[Pair<K>], changed: usize, before: &Pair<K>) {
        let (cch, after) = (self.cch, &arcs[changed]);
        let siblings = cch.up(cch.tail(changed));
        for first in siblings.start..changed {
            let third = cch.third_arc(first, changed);
            let over = [before, after].map(|pair| through(&arcs[first], pair));
            self.tell(&arcs[third], third, &over);
        }
        let base = cch.up(cch.head(changed)).start;
        let apexes = cch.apexes(changed);
        for second in changed + 1..siblings.end {
            let third = base + apexes.place(second - changed - 1);
            let over = [before, after].map(|pair| through(pair, &arcs[second]));
            self.tell(&arcs[third], third, &over);
        }
    }

    /// Tells `third`, which weighs `weight`, that a path between its ends became `over[1]` instead of `over[0]`.
    fn tell(&mut self, weight: &Pair<K>, third: usize, over: &[Pair<K>; 2]) {
        let offer = &mut self.offers[third];
        let mut known = *weight;
        lower(&mut known, offer);
        let [before, after] = over.each_ref().map(|pair| pair.as_flattened());
        let lanes = || known.as_flattened().iter().zip(before).zip(after);
        if lanes().any(|((known, before), after)| before == known && after > before) {
            self.pending.set(third);
            self.stale.set(third);
        }
        if lanes().any(|((known, _), after)| after < known) {
            self.pending.set(third);
            lower(offer, &over[1]);
        }
    }
}

/// One bit for each arc.
#[derive(Debug, Clone)]
struct Bits {
    words: Vec<u64>,
}

impl Bits {
    fn set(&mut self, at: usize) {
        self.words[at / 64] |= 1 << (at % 64);
    }

    fn take(&mut self, at: usize) -> bool {
        let mask = 1 << (at % 64);
        let is_set = self.words[at / 64] & mask != 0;
        self.words[at / 64] &= !mask;
        is_set
    }

    fn take_first(&mut self, word: usize) -> Option<usize> {
        let bits = self.words[word];
        self.words[word] &= bits.wrapping_sub(1);
        (bits != 0).then(|| word * 64 + bits.trailing_zeros() as usize)
    }
}

fn lower<const K: usize>(pair: &mut Pair<K>, other: &Pair<K>) {
    for (weight, other) in pair.as_flattened_mut().iter_mut().zip(other.as_flattened()) {
        *weight = (*weight).min(*other);
    }
}

/// The paths along two arcs of one tail, the lower first, in both directions of the arc between their heads.
fn through<const K: usize>(first: &Pair<K>, second: &Pair<K>) -> Pair<K> {
    let mut path = [[NO_OFFER; K]; 2];
    shorten(&mut path, first, second);
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::cch::testing::{cases, single, town};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn an_update_is_as_a_new_customisation(case in cases()) {
            let cch = case.cch();
            let mut updater = Updater::new(&cch);
            let mut metric = Metric::new(&cch, single(&case.weights));
            updater.update(&mut metric, single(&case.other_weights), &case.changed);
            prop_assert_eq!(&metric, &Metric::new(&cch, single(&case.other_weights)));
            updater.update(&mut metric, single(&case.weights), &case.changed);
            prop_assert_eq!(&metric, &Metric::new(&cch, single(&case.weights)));
        }

        #[test]
        fn variants_are_updated_together(case in cases()) {
            let cch = case.cch();
            let pair = |a: &[u32], b: &[u32]| -> Vec<[u32; 2]> { a.iter().zip(b).map(|(&a, &b)| [a, b]).collect() };
            let before = pair(&case.weights, &case.other_weights);
            let after = pair(&case.other_weights, &case.weights);
            let mut metric = Metric::new(&cch, &before);
            Updater::new(&cch).update(&mut metric, &after, &case.changed);
            prop_assert_eq!(&metric, &Metric::new(&cch, &after));
        }
    }

    #[test]
    fn few_arcs_are_looked_at_in_a_town() {
        let town = town(40);
        let cch = town.cch();
        let mut metric = Metric::new(&cch, single(&town.weights));
        let count =
            Updater::new(&cch).update(&mut metric, single(&town.other_weights), &town.changed);
        assert_eq!(metric, Metric::new(&cch, single(&town.other_weights)));
        assert!(count * 8 < cch.arc_count(), "{count} of {} arcs", cch.arc_count());
    }
}
