//! Random small graphs for the tests of searches.

use super::graph::{Csr, UNREACHED};
use proptest::collection::vec;
use proptest::prelude::*;

/// How many nodes they have.
pub(super) const NODES: u32 = 9;

/// An arc and its weight.
pub(super) type Arc = (u32, u32, u32);

/// Few weights, so that ties, zero-weight circles and closed arcs are common.
pub(super) fn arcs() -> impl Strategy<Value = Vec<Arc>> {
    let weight =
        prop_oneof![1 => Just(UNREACHED), 2 => Just(0), 6 => 1_u32..5, 1 => Just(UNREACHED - 3)];
    vec((0..NODES, 0..NODES, weight), 0..40)
}

/// The graph of arcs, and their weights.
pub(super) fn graph(arcs: &[Arc]) -> (Csr, Vec<u32>) {
    let ends: Vec<(u32, u32)> = arcs.iter().map(|arc| (arc.0, arc.1)).collect();
    (Csr::new(NODES as usize, &ends), arcs.iter().map(|arc| arc.2).collect())
}
