//! What lies near: shortest paths from some nodes up to a limit.
//!
//! Problem: all nodes within a distance of some sources, on a graph of which that is a small part.
//!
//! Paper: Dijkstra 1959, doi 10.1007/BF01386390, stopped at the limit. O(k log k) for k arcs within it, whatever the size
//! of the graph: the buffer is wiped where it was written.
//!
//! Invariants: as [`dijkstra`](super::dijkstra), for nodes within the limit; these are listed by rising distance.
//!
//! What it does not do: tell paths.

use super::graph::{Csr, UNREACHED};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The buffer of a search. Every thread keeps one.
///
/// ```
/// use tongqu::kernels::{graph::Csr, near::NearSearch};
/// let graph = Csr::new(3, &[(0, 1), (1, 2), (0, 2)]);
/// let mut search = NearSearch::new();
/// assert_eq!(search.run(&graph, &[60, 60, 300], &[(0, 5)], 100), [(0, 5), (1, 65)]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct NearSearch {
    /// Of nodes that were reached; [`UNREACHED`] elsewhere.
    distance: Vec<u32>,
    reached: Vec<u32>,
    heap: BinaryHeap<Reverse<(u32, u32)>>,
    settled: Vec<(u32, u32)>,
}

impl NearSearch {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// The nodes within `limit` of `sources`, given as (node, offset), each with its distance, nearest first. Weights are
    /// by arc as given to [`Csr::new`].
    pub fn run(
        &mut self,
        graph: &Csr,
        weights: &[u32],
        sources: &[(u32, u32)],
        limit: u32,
    ) -> &[(u32, u32)] {
        assert_eq!(weights.len(), graph.arc_count(), "one weight for each arc");
        self.clear(graph.node_count());
        for &(node, offset) in sources {
            self.reach(node, offset, limit);
        }
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if distance == self.distance[node as usize] {
                self.settled.push((node, distance));
                for (arc, head) in graph.out(node) {
                    self.reach(head, distance.saturating_add(weights[arc as usize]), limit);
                }
            }
        }
        &self.settled
    }

    fn clear(&mut self, node_count: usize) {
        self.distance.resize(node_count, UNREACHED);
        for node in self.reached.drain(..) {
            self.distance[node as usize] = UNREACHED;
        }
        self.settled.clear();
    }

    fn reach(&mut self, node: u32, distance: u32, limit: u32) {
        let known = &mut self.distance[node as usize];
        if distance <= limit && distance < *known {
            if *known == UNREACHED {
                self.reached.push(node);
            }
            *known = distance;
            self.heap.push(Reverse((distance, node)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::dijkstra::Dijkstra;
    use crate::kernels::small_graphs::{NODES, arcs, graph};
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_nodes_within_the_limit_and_no_others(
            arcs in arcs(), sources in vec((0..NODES, 0_u32..20), 0..3), limits in vec(0_u32..60, 1..4),
        ) {
            let (graph, weights) = graph(&arcs);
            let mut plain = Dijkstra::new();
            plain.run(&graph, &weights, &sources);
            let mut search = NearSearch::new();
            for limit in limits {
                let mut expected: Vec<(u32, u32)> = (0..graph.node_count() as u32)
                    .map(|node| (node, plain.distance(node)))
                    .filter(|found| found.1 <= limit && found.1 != UNREACHED)
                    .collect();
                let mut found = search.run(&graph, &weights, &sources, limit).to_vec();
                prop_assert!(found.is_sorted_by_key(|found| found.1));
                found.sort_unstable();
                expected.sort_unstable();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
