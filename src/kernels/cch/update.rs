//! Customisation anew where few input arcs change.
//!
//! Problem: most weights stay the same; find those that do not without looking at the others.
//!
//! Paper: Buchhold, Sanders, Wagner 2019 review such updates, doi 10.1145/3362693. Arcs are looked at by rising number, which
//! is from the leaves of the elimination tree up. An arc is weighed again if a triangle below it became shorter than
//! the arc, or was as short and no longer is.
//!
//! Complexity: O(arcs looked at · degree), and one bit an arc to find them. Memory: one bit an arc.
//!
//! Invariants: the result equals that of customising everything, bit for bit.
//!
//! What it does not do: notice changes by itself; a changed arc that is not named keeps its old weight.

use super::INFINITE;
use super::contraction::Cch;
use super::customization::{Metric, Pair, shorten};

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
pub struct Updater<'a> {
    cch: &'a Cch,
    /// One bit an arc: whether it is to be weighed again.
    pending: Vec<u64>,
}

impl<'a> Updater<'a> {
    /// For weights of this graph.
    pub fn new(cch: &'a Cch) -> Self {
        Self { cch, pending: vec![0; cch.arc_count().div_ceil(64)] }
    }

    /// Brings `metric` from other weights to `weights`, which differ at the input arcs `changed` only. Returns how many
    /// arcs and shortcuts were weighed again.
    ///
    /// # Panics
    /// If there is not one entry for each input arc, or the metric is of another graph.
    pub fn update<const K: usize>(
        &mut self,
        metric: &mut Metric<K>,
        weights: &[[u32; K]],
        changed: &[u32],
    ) -> usize {
        assert_eq!(weights.len(), self.cch.input_arc_count(), "one weight for each input arc");
        assert_eq!(metric.arcs.len(), self.cch.arc_count(), "the same graph");
        let slots = changed.iter().filter_map(|&input| self.cch.inputs().slot(input));
        let arcs: Vec<usize> = slots.map(|(arc, _)| arc).collect();
        for &arc in &arcs {
            self.mark(arc);
        }
        let mut count = 0;
        // Only higher arcs are ever marked, so no word behind is filled again.
        for word in arcs.iter().min().map_or(0, |arc| arc / 64)..self.pending.len() {
            while self.pending[word] != 0 {
                let arc = word * 64 + self.pending[word].trailing_zeros() as usize;
                self.pending[word] &= self.pending[word] - 1;
                self.renew(metric, weights, arc);
                count += 1;
            }
        }
        count
    }

    fn mark(&mut self, arc: usize) {
        self.pending[arc / 64] |= 1 << (arc % 64);
    }

    fn renew<const K: usize>(&mut self, metric: &mut Metric<K>, weights: &[[u32; K]], arc: usize) {
        let before = metric.arcs[arc];
        let after = self.weigh(&metric.arcs, weights, arc);
        if before != after {
            metric.arcs[arc] = after;
            self.mark_dependents(&metric.arcs, arc, &before);
        }
    }

    /// The least of all input arcs and lower triangles.
    fn weigh<const K: usize>(&self, arcs: &[Pair<K>], weights: &[[u32; K]], arc: usize) -> Pair<K> {
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
            if let Some(second) = self.cch.second_arc(first as usize, place) {
                shorten(&mut pair, &arcs[first as usize], &arcs[second]);
            }
        }
        pair
    }

    /// Marks the arcs above that a triangle with `changed`, which weighed `before`, made shorter or held.
    fn mark_dependents<const K: usize>(
        &mut self,
        arcs: &[Pair<K>],
        changed: usize,
        before: &Pair<K>,
    ) {
        let after = &arcs[changed];
        for other in self.cch.up(self.cch.tail(changed)).filter(|&other| other != changed) {
            let third = self.cch.third_arc(changed.min(other), changed.max(other));
            let over = |pair: &Pair<K>| through(pair, &arcs[other], changed < other);
            if is_touched(&arcs[third], &over(before), &over(after)) {
                self.mark(third);
            }
        }
    }
}

/// The paths along two arcs of one tail, in both directions of the arc between their heads.
fn through<const K: usize>(pair: &Pair<K>, other: &Pair<K>, is_first: bool) -> Pair<K> {
    let (first, second) = if is_first { (pair, other) } else { (other, pair) };
    let mut path = [[u32::MAX; K]; 2];
    shorten(&mut path, first, second);
    path
}

fn is_touched<const K: usize>(arc: &Pair<K>, before: &Pair<K>, after: &Pair<K>) -> bool {
    (0..2).any(|direction| {
        (0..K).any(|k| {
            let (weight, before, after) =
                (arc[direction][k], before[direction][k], after[direction][k]);
            after < weight || (before == weight && after != before)
        })
    })
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
