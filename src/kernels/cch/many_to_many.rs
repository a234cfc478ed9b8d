//! Matrices of distances.
//!
//! Problem: the distance from each of many sources to each of many targets.
//!
//! Paper: Delling, Goldberg, Werneck 2011 (RPHAST), doi 10.4230/OASIcs.ATMOS.2011.52, sixteen sources a sweep. Sources
//! are taken in the order of their ranks, so that those of a batch have most ancestors in common.
//!
//! Complexity: O(sources / 16 · arcs above the targets). Memory: the matrix, and a buffer for each thread.
//!
//! Invariants: the matrix is the same on any number of threads.
//!
//! What it does not do: paths (see `query`).

use super::hierarchy::Hierarchy;
use super::one_to_all::{LANES, Sweep, Targets};
use rayon::prelude::*;

/// The distances from `sources` to `targets`, a row for each source, [`super::UNREACHED`] where there is no path.
///
/// ```
/// use tongqu::kernels::cch::{Cch, Hierarchy, Metric, Targets, matrix};
/// use tongqu::kernels::graph::UNREACHED;
/// let cch = Cch::new(3, &[(0, 1), (2, 0)], &[0, 1, 2]);
/// let hierarchy = Hierarchy::new(&cch, &Metric::new(&cch, &[[5], [7]]), 0);
/// let targets = Targets::new(&hierarchy, &[0, 1]);
/// assert_eq!(matrix(&hierarchy, &targets, &[2, 1]), [7, 12, UNREACHED, 0]);
/// ```
pub fn matrix(hierarchy: &Hierarchy<'_>, targets: &Targets, sources: &[u32]) -> Vec<u32> {
    let mut matrix = vec![0; sources.len() * targets.len()];
    if targets.is_empty() {
        return matrix;
    }
    let rows = matrix.chunks_exact_mut(targets.len());
    let mut rows: Vec<(u32, &mut [u32])> = sources.iter().copied().zip(rows).collect();
    rows.sort_by_key(|&(source, _)| hierarchy.cch().rank(source));
    rows.par_chunks_mut(LANES).for_each_init(
        || Sweep::new(hierarchy.cch()),
        |sweep, batch| {
            for (lane, (source, _)) in batch.iter().enumerate() {
                sweep.start(lane, *source, 0);
            }
            sweep.run(hierarchy, targets);
            let mut rows: Vec<&mut [u32]> = batch.iter_mut().map(|(_, row)| &mut **row).collect();
            sweep.write_rows(targets, &mut rows);
        },
    );
    matrix
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::cch::Metric;
    use crate::kernels::cch::testing::{cases, on_threads, single, town};
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn matrices_are_as_dijkstra(
            (case, sources, targets) in cases().prop_flat_map(|case| {
                let nodes = case.nodes();
                let some = || subsequence(nodes.clone(), 0..=nodes.len()).prop_shuffle();
                (Just(case), some(), some())
            }),
        ) {
            let cch = case.cch();
            let hierarchy = Hierarchy::new(&cch, &Metric::new(&cch, single(&case.weights)), 0);
            let expected: Vec<u32> = sources.iter().flat_map(|&source| {
                let row = case.dijkstra(&case.weights, source);
                targets.iter().map(move |&target| row[target as usize]).collect::<Vec<_>>()
            }).collect();
            prop_assert_eq!(matrix(&hierarchy, &Targets::new(&hierarchy, &targets), &sources), expected);
        }
    }

    #[test]
    fn threads_do_not_change_a_matrix() {
        let town = town(30);
        let cch = town.cch();
        let hierarchy = Hierarchy::new(&cch, &Metric::new(&cch, single(&town.weights)), 0);
        let targets = Targets::new(&hierarchy, &[5, 5, 899, 17]);
        let compute = || matrix(&hierarchy, &targets, &town.nodes());
        assert_eq!(on_threads(1, compute), on_threads(4, compute));
        assert_eq!(compute()[..2], [town.dijkstra(&town.weights, 0)[5]; 2]);
    }
}
