//! The distance from one node to another, searched towards the target.
//!
//! Paper: Hart, Nilsson, Raphael 1968, "A formal basis for the heuristic determination of minimum cost paths",
//! doi 10.1109/TSSC.1968.300136. Nodes are taken by their distance plus a lower bound of the way that is left.
//!
//! Complexity: that of Dijkstra where the bound is consistent; the better the bound, the fewer nodes. Memory: 4 bytes a
//! node and the heap.
//!
//! Invariants: the distance is Dijkstra's for every bound that is never too high, consistent or not, since a node whose
//! distance falls is taken again. Sums saturate, so a path as long as [`UNREACHED`] is none.
//!
//! What it does not do: make bounds, or name the path.

use super::graph::{Csr, UNREACHED};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The buffer of searches.
///
/// ```
/// use tongqu::kernels::{a_star::AStar, graph::Csr};
/// let graph = Csr::new(3, &[(0, 1), (1, 2), (0, 2)]);
/// let bound = |node| 2 - node;
/// assert_eq!(AStar::new().run(&graph, &[60, 60, 300], 0, 2, bound), 120);
/// ```
#[derive(Debug, Clone, Default)]
pub struct AStar {
    distance: Vec<u32>,
    /// Distance plus bound, distance, node.
    heap: BinaryHeap<Reverse<(u32, u32, u32)>>,
}

impl AStar {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// The distance from `source` to `target`, [`UNREACHED`] where there is no path. `bound` of a node is at most its
    /// distance to the target; an arc of weight [`UNREACHED`] is closed.
    pub fn run(
        &mut self,
        graph: &Csr,
        weights: &[u32],
        source: u32,
        target: u32,
        bound: impl Fn(u32) -> u32,
    ) -> u32 {
        assert_eq!(weights.len(), graph.arc_count(), "one weight for each arc");
        self.heap.clear();
        self.distance.clear();
        self.distance.resize(graph.node_count(), UNREACHED);
        self.distance[source as usize] = 0;
        self.heap.push(Reverse((bound(source), 0, source)));
        while let Some(Reverse((least, distance, node))) = self.heap.pop() {
            if least >= self.distance[target as usize] {
                break;
            }
            if distance > self.distance[node as usize] {
                continue;
            }
            for (arc, head) in graph.out(node) {
                let over = distance.saturating_add(weights[arc as usize]);
                if over < self.distance[head as usize] {
                    self.distance[head as usize] = over;
                    self.heap.push(Reverse((over.saturating_add(bound(head)), over, head)));
                }
            }
        }
        self.distance[target as usize]
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
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// Bounds are parts of the true distance, drawn for each node, so most are not consistent.
        #[test]
        fn every_distance_is_that_of_dijkstra_for_any_bound_that_is_not_too_high(
            arcs in arcs(),
            parts in vec(0_u32..=4, NODES as usize),
            target in 0..NODES,
        ) {
            let (graph, weights) = graph(&arcs);
            let mut back = Dijkstra::new();
            back.run(&graph.reversed(), &weights, &[(target, 0)]);
            let bound = |node: u32| back.distance(node) / 4 * parts[node as usize];
            let mut search = AStar::new();
            for source in 0..NODES {
                prop_assert_eq!(search.run(&graph, &weights, source, target, bound), back.distance(source));
            }
        }
    }
}
