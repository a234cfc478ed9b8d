//! Which rows of a matrix a change of weights can touch, and these rows anew.
//!
//! Problem: a variant changes few arcs; most origins go on as before, and the list of those that do not is itself an
//! explanation.
//!
//! Method: distances d from an origin stay the same if no arc (u, v) that became shorter offers
//! d(u) + after < d(v), and none that became longer carries a shortest path, d(u) + before = d(v). For then d still
//! satisfies every arc, and some shortest path to every node is untouched.
//!
//! Complexity: one sweep over the turned-round hierarchy for each 16 ends of changed arcs.
//!
//! Invariants: exact. A row that is reused is the row that would be computed; a row may be computed though it stays.
//!
//! What it does not do: say which targets are touched.

use super::UNREACHED;
use super::hierarchy::Hierarchy;
use super::many_to_many::{fill_rows, matrix};
use super::one_to_all::Targets;

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

/// For each origin whether distances from it may change. `to_ends` is the baseline's hierarchy reversed, `origins` are
/// targets of it.
pub fn affected_origins(
    to_ends: &Hierarchy<'_>,
    origins: &Targets,
    changes: &[Change],
) -> Vec<bool> {
    let mut ends: Vec<u32> = changes.iter().flat_map(|change| [change.tail, change.head]).collect();
    ends.sort_unstable();
    ends.dedup();
    let distances = matrix(to_ends, origins, &ends);
    let row = |end: u32| {
        let place = ends.partition_point(|&other| other < end) * origins.len();
        &distances[place..place + origins.len()]
    };
    let mut is_affected = vec![false; origins.len()];
    for change in changes {
        let (to_tail, to_head) = (row(change.tail), row(change.head));
        for ((is_affected, &tail), &head) in is_affected.iter_mut().zip(to_tail).zip(to_head) {
            *is_affected |= change.touches(tail, head);
        }
    }
    is_affected
}

impl Change {
    /// Given the baseline's distances from an origin to the ends.
    fn touches(&self, to_tail: u32, to_head: u32) -> bool {
        if self.after < self.before {
            to_tail.saturating_add(self.after) < to_head
        } else {
            self.after > self.before
                && to_head != UNREACHED
                && to_tail.saturating_add(self.before) == to_head
        }
    }
}

/// Brings a matrix of the baseline to the alternative: computes the rows of affected sources, keeps the others.
///
/// # Panics
/// If the matrix has not a row for each source and a column for each target.
pub fn renew_rows(
    alternative: &Hierarchy<'_>,
    targets: &Targets,
    sources: &[u32],
    is_affected: &[bool],
    matrix: &mut [u32],
) {
    assert_eq!(matrix.len(), sources.len() * targets.len(), "a row for each source");
    if !targets.is_empty() {
        let rows = sources.iter().copied().zip(matrix.chunks_exact_mut(targets.len()));
        let touched = rows.zip(is_affected).filter(|&(_, &is_affected)| is_affected);
        fill_rows(alternative, targets, touched.map(|(row, _)| row).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::cch::testing::{Case, cases, single, town};
    use crate::kernels::cch::{Cch, Metric};
    use proptest::prelude::*;

    fn changes(case: &Case) -> Vec<Change> {
        let change = |&arc: &u32| {
            let (tail, head) = case.arcs[arc as usize];
            let (before, after) = (case.weights[arc as usize], case.other_weights[arc as usize]);
            Change { tail, head, before, after }
        };
        case.changed.iter().map(change).collect()
    }

    /// The alternative's matrix by way of the baseline's, and how many rows were computed.
    fn by_delta(case: &Case, cch: &Cch) -> (Vec<u32>, usize) {
        let [baseline, alternative] = [&case.weights, &case.other_weights]
            .map(|weights| Hierarchy::new(cch, &Metric::new(cch, single(weights)), 0));
        let nodes = case.nodes();
        let mut rows = matrix(&baseline, &Targets::new(&baseline, &nodes), &nodes);
        let reversed = baseline.reversed();
        let affected =
            affected_origins(&reversed, &Targets::new(&reversed, &nodes), &changes(case));
        renew_rows(&alternative, &Targets::new(&alternative, &nodes), &nodes, &affected, &mut rows);
        (rows, affected.iter().filter(|&&is_affected| is_affected).count())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn kept_rows_are_the_rows_that_would_be_computed(case in cases()) {
            let (rows, _) = by_delta(&case, &case.cch());
            prop_assert_eq!(rows, case.all_distances(&case.other_weights));
        }
    }

    #[test]
    fn without_a_change_no_row_is_computed() {
        let mut town = town(12);
        town.other_weights = town.weights.clone();
        let (rows, computed) = by_delta(&town, &town.cch());
        assert_eq!((rows, computed), (town.all_distances(&town.weights), 0));
    }

    /// 0 → 1 → 2 and 3 → 2: closing 0 → 1 touches 0 alone.
    #[test]
    fn a_closed_arc_touches_who_travelled_on_it() {
        let cch = Cch::new(4, &[(0, 1), (1, 2), (3, 2)], &[0, 1, 2, 3]);
        let reversed = Hierarchy::new(&cch, &Metric::new(&cch, &[[1], [1], [1]]), 0).reversed();
        let change = Change { tail: 0, head: 1, before: 1, after: UNREACHED };
        let origins = Targets::new(&reversed, &[0, 1, 2, 3]);
        assert_eq!(affected_origins(&reversed, &origins, &[change]), [true, false, false, false]);
    }
}
