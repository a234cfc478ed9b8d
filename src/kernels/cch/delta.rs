//! What a change of weights touches in a matrix, and these rows anew.
//!
//! Problem: a variant changes few arcs; most sources go on as before, and the list of those that do not is itself an
//! explanation.
//!
//! Method, with d for distances of the baseline and d' of the alternative. Distances from a source to all nodes stay
//! the same if no arc (u, v) that became shorter offers d(u) + after < d(v), and none that became longer carries a
//! shortest path, d(u) + before = d(v): then d still satisfies every arc, and some shortest path to every node is
//! untouched. Of the other sources, those keep their row for which no target t has d(u) + after + d'(v, t) < d(t) over
//! a shorter arc, or d(u) + before + d(v, t) = d(t) over a longer one: a new shortest path to t begins like the former
//! and enters a first shorter arc, and a former one that is lost used a longer arc.
//!
//! Complexity: one sweep of the turned-round hierarchy for each 16 ends of changed arcs, O(changes · targets) for a
//! source that some node changes for, and what `many_to_many` takes for the rows that are computed.
//!
//! Invariants: exact. A row that is kept is the row that would be computed; a row may be computed though it stays.
//!
//! What it does not do: say which targets are touched.

use super::UNREACHED;
use super::hierarchy::Hierarchy;
use super::many_to_many::matrix;
use super::one_to_all::Targets;
use std::cmp::Ordering;

/// An arc whose weight changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Where it starts.
    pub tail: u32,
    /// Where it ends.
    pub head: u32,
    /// Its weight in the baseline, [`UNREACHED`] if absent.
    pub before: u32,
    /// Its weight in the alternative, [`UNREACHED`] if absent.
    pub after: u32,
}

/// Beyond so many changes a row is computed sooner than its targets are tried.
const FEW: usize = 24;

/// A matrix that alternatives are compared with.
///
/// ```
/// use tongqu::kernels::cch::{Baseline, Cch, Change, Hierarchy, Metric};
/// let cch = Cch::new(3, &[(0, 1), (2, 0)], &[0, 1, 2]);
/// let hierarchy = Hierarchy::new(&cch, &Metric::new(&cch, &[[5], [7]]), 0);
/// let baseline = Baseline::new(&hierarchy, &[0, 1, 2], &[0, 1]);
/// let alternative = Hierarchy::new(&cch, &Metric::new(&cch, &[[5], [6]]), 0);
/// let change = Change { tail: 2, head: 0, before: 7, after: 6 };
/// let rows = baseline.alternative(&alternative, &[change]);
/// assert_eq!((rows.row(0), rows.row(1), rows.row(2)), (None, None, Some(&[6, 11][..])));
/// assert_eq!(baseline.row(2), [7, 12]);
/// ```
#[derive(Debug, Clone)]
pub struct Baseline<'a> {
    hierarchy: &'a Hierarchy<'a>,
    reversed: Hierarchy<'a>,
    sources: Vec<u32>,
    /// The sources as targets of the reversed hierarchy.
    origins: Targets,
    nodes: Vec<u32>,
    targets: Targets,
    rows: Vec<u32>,
}

impl<'a> Baseline<'a> {
    /// Computes the distances from `sources` to `targets`.
    pub fn new(hierarchy: &'a Hierarchy<'a>, sources: &[u32], targets: &[u32]) -> Self {
        let reversed = hierarchy.reversed();
        let origins = Targets::new(&reversed, sources);
        let selected = Targets::new(hierarchy, targets);
        let rows = matrix(hierarchy, &selected, sources);
        Self {
            hierarchy,
            reversed,
            sources: sources.to_vec(),
            origins,
            nodes: targets.to_vec(),
            targets: selected,
            rows,
        }
    }

    /// The distances from the `source`-th source.
    pub fn row(&self, source: usize) -> &[u32] {
        &self.rows[source * self.nodes.len()..][..self.nodes.len()]
    }

    /// The rows of an alternative that differs by `changes`.
    pub fn alternative(&self, alternative: &Hierarchy<'_>, changes: &[Change]) -> Alternative {
        let targets = Targets::new(alternative, &self.nodes);
        let affected = self.affected(alternative, &targets, changes);
        let sources: Vec<u32> =
            affected.iter().map(|&source| self.sources[source as usize]).collect();
        let rows = matrix(alternative, &targets, &sources);
        Alternative { affected, width: self.nodes.len(), rows }
    }

    /// The sources that may have another row, rising.
    fn affected(
        &self,
        alternative: &Hierarchy<'_>,
        targets: &Targets,
        changes: &[Change],
    ) -> Vec<u32> {
        let tails: Vec<u32> = changes.iter().map(|change| change.tail).collect();
        let heads: Vec<u32> = changes.iter().map(|change| change.head).collect();
        let to_tails = matrix(&self.reversed, &self.origins, &tails);
        let to_heads = matrix(&self.reversed, &self.origins, &heads);
        let count = self.sources.len();
        let touches = |source: usize, at: usize, change: &Change| {
            change.touches(to_tails[at * count + source], to_heads[at * count + source])
        };
        let is_touched = |&source: &usize| {
            changes.iter().enumerate().any(|(at, change)| touches(source, at, change))
        };
        let touched = (0..count).filter(is_touched);
        if changes.len() > FEW {
            return touched.map(|source| source as u32).collect();
        }
        let from_heads =
            [matrix(self.hierarchy, &self.targets, &heads), matrix(alternative, targets, &heads)];
        let width = self.nodes.len();
        let reaches_targets = |&source: &usize| {
            changes.iter().enumerate().any(|(at, change)| {
                let onward = from_heads.each_ref().map(|rows| &rows[at * width..][..width]);
                change.touches_row(to_tails[at * count + source], onward, self.row(source))
            })
        };
        touched.filter(reaches_targets).map(|source| source as u32).collect()
    }
}

impl Change {
    /// Given the baseline's distances from a source to the ends: whether some node may be farther or nearer. If no change
    /// touches a source, its distances to all nodes stay.
    pub fn touches(&self, to_tail: u32, to_head: u32) -> bool {
        match self.after.cmp(&self.before) {
            Ordering::Less => to_tail.saturating_add(self.after) < to_head,
            Ordering::Equal => false,
            Ordering::Greater => {
                to_head != UNREACHED && to_tail.saturating_add(self.before) == to_head
            }
        }
    }

    /// Given the baseline's distance from a source to the tail, the distances from the head, of baseline and alternative,
    /// and a row of the baseline: whether some target may be farther or nearer. If no change touches a row, it stays.
    pub fn touches_row(&self, to_tail: u32, from_head: [&[u32]; 2], row: &[u32]) -> bool {
        // Without an early end the compiler makes vectors of these loops.
        let any = |any: bool, is_touched: bool| any | is_touched;
        match self.after.cmp(&self.before) {
            Ordering::Less => {
                let over = to_tail.saturating_add(self.after);
                let nearer = |(&onward, &known): (&u32, &u32)| over.saturating_add(onward) < known;
                from_head[1].iter().zip(row).map(nearer).fold(false, any)
            }
            Ordering::Equal => false,
            Ordering::Greater => {
                let over = to_tail.saturating_add(self.before);
                let carried = |(&onward, &known): (&u32, &u32)| {
                    known != UNREACHED && over.saturating_add(onward) == known
                };
                from_head[0].iter().zip(row).map(carried).fold(false, any)
            }
        }
    }
}

/// The rows of an alternative that may differ from the baseline's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    affected: Vec<u32>,
    width: usize,
    rows: Vec<u32>,
}

impl Alternative {
    /// The sources that may have another row, rising.
    pub fn affected(&self) -> &[u32] {
        &self.affected
    }

    /// The distances from the `source`-th source; none if they are the baseline's.
    pub fn row(&self, source: usize) -> Option<&[u32]> {
        let at = self.affected.binary_search(&(source as u32)).ok()?;
        Some(&self.rows[at * self.width..][..self.width])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::cch::testing::{Case, cases, single, town};
    use crate::kernels::cch::{Cch, Metric};
    use proptest::prelude::*;
    use proptest::sample::Index;

    fn changes(case: &Case) -> Vec<Change> {
        let change = |&arc: &u32| {
            let (tail, head) = case.arcs[arc as usize];
            let (before, after) = (case.weights[arc as usize], case.other_weights[arc as usize]);
            Change { tail, head, before, after }
        };
        case.changed.iter().map(change).collect()
    }

    /// The alternative's matrix by way of the baseline's, and how many rows were computed.
    fn by_delta(case: &Case, cch: &Cch, sources: &[u32], targets: &[u32]) -> (Vec<u32>, usize) {
        let [baseline, alternative] = [&case.weights, &case.other_weights]
            .map(|weights| Hierarchy::new(cch, &Metric::new(cch, single(weights)), 0));
        let baseline = Baseline::new(&baseline, sources, targets);
        let alternative = baseline.alternative(&alternative, &changes(case));
        let row = |source| alternative.row(source).unwrap_or(baseline.row(source)).to_vec();
        ((0..sources.len()).flat_map(row).collect(), alternative.affected().len())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn kept_rows_are_the_rows_that_would_be_computed(case in cases()) {
            let (rows, _) = by_delta(&case, &case.cch(), &case.nodes(), &case.nodes());
            prop_assert_eq!(rows, case.all_distances(&case.other_weights));
        }

        #[test]
        fn few_targets_keep_more_rows(case in cases(), target in any::<Index>()) {
            let target = target.index(case.node_count());
            let (column, computed) = by_delta(&case, &case.cch(), &case.nodes(), &[target as u32]);
            let all = case.all_distances(&case.other_weights);
            prop_assert!(column.iter().eq(all.iter().skip(target).step_by(case.node_count())));
            let changed = by_delta(&case, &case.cch(), &case.nodes(), &case.nodes()).1;
            prop_assert!(computed <= changed);
        }
    }

    #[test]
    fn without_a_change_no_row_is_computed() {
        let mut town = town(12);
        town.other_weights = town.weights.clone();
        let (rows, computed) = by_delta(&town, &town.cch(), &town.nodes(), &town.nodes());
        assert_eq!((rows, computed), (town.all_distances(&town.weights), 0));
    }

    #[test]
    fn many_changes_are_not_tried_target_by_target() {
        let mut town = town(12);
        town.changed = (0..40).collect();
        town.other_weights.iter_mut().take(40).for_each(|weight| *weight /= 2);
        let (rows, _) = by_delta(&town, &town.cch(), &town.nodes(), &town.nodes());
        assert_eq!(rows, town.all_distances(&town.other_weights));
    }

    /// 0 → 1 → 2 and 3 → 2: closing 0 → 1 touches 0 alone, and not on its way to itself.
    #[test]
    fn a_closed_arc_touches_who_travelled_on_it() {
        let cch = Cch::new(4, &[(0, 1), (1, 2), (3, 2)], &[0, 1, 2, 3]);
        let [open, closed] = [1, UNREACHED]
            .map(|weight| Hierarchy::new(&cch, &Metric::new(&cch, &[[weight], [1], [1]]), 0));
        let change = Change { tail: 0, head: 1, before: 1, after: UNREACHED };
        let affected = |targets: &[u32]| {
            let baseline = Baseline::new(&open, &[0, 1, 2, 3], targets);
            baseline.alternative(&closed, &[change]).affected().to_vec()
        };
        assert_eq!(affected(&[2]), [0]);
        assert_eq!(affected(&[0, 3]), [0_u32; 0]);
    }
}
