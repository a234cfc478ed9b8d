//! The distance from one node to another, searched from both ends.
//!
//! Papers: Pohl 1971, "Bi-directional search", Machine Intelligence 6; the rule when to stop: Dreyfus 1969,
//! doi 10.1287/opre.17.3.395. Each side settles nodes as Dijkstra does, the one whose next node is nearer first; once
//! the two next nodes are together no nearer than the best path met, no better one is left.
//!
//! Complexity: O((n + m) log m) at worst, on road networks about half the nodes of a search from one end. Memory: 5 bytes
//! a node and the heap, twice.
//!
//! Invariants: the distance is Dijkstra's; sums saturate, so a path as long as [`UNREACHED`] is none.
//!
//! What it does not do: name the path.

use super::graph::{Csr, UNREACHED};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The buffer of searches.
///
/// ```
/// use tongqu::kernels::{bidirectional::Bidirectional, graph::Csr};
/// let graph = Csr::new(3, &[(0, 1), (1, 2), (0, 2)]);
/// let mut search = Bidirectional::new();
/// assert_eq!(search.run([&graph, &graph.reversed()], &[60, 60, 300], 0, 2), 120);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Bidirectional {
    sides: [Side; 2],
}

#[derive(Debug, Clone, Default)]
struct Side {
    distance: Vec<u32>,
    is_settled: Vec<bool>,
    heap: BinaryHeap<Reverse<(u32, u32)>>,
}

impl Bidirectional {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// The distance from `source` to `target`, [`UNREACHED`] where there is no path. `graphs` are the graph and the same
    /// [reversed](Csr::reversed); an arc of weight [`UNREACHED`] is closed.
    pub fn run(&mut self, graphs: [&Csr; 2], weights: &[u32], source: u32, target: u32) -> u32 {
        assert_eq!(weights.len(), graphs[0].arc_count(), "one weight for each arc");
        for (side, start) in self.sides.iter_mut().zip([source, target]) {
            side.start(graphs[0].node_count(), start);
        }
        let mut best = if source == target { 0 } else { UNREACHED };
        while let [Some(ahead), Some(back)] = self.sides.each_mut().map(Side::next) {
            if ahead.saturating_add(back) >= best {
                break;
            }
            let side = usize::from(back < ahead);
            let [forward, backward] = &mut self.sides;
            let (own, other) =
                if side == 0 { (forward, &*backward) } else { (backward, &*forward) };
            best = best.min(own.settle(graphs[side], weights, other));
        }
        best
    }
}

impl Side {
    fn start(&mut self, node_count: usize, node: u32) {
        self.heap.clear();
        self.distance.clear();
        self.distance.resize(node_count, UNREACHED);
        self.is_settled.clear();
        self.is_settled.resize(node_count, false);
        self.distance[node as usize] = 0;
        self.heap.push(Reverse((0, node)));
    }

    /// The distance of the next node to settle.
    fn next(&mut self) -> Option<u32> {
        while let Some(&Reverse((distance, node))) = self.heap.peek() {
            if !self.is_settled[node as usize] {
                return Some(distance);
            }
            self.heap.pop();
        }
        None
    }

    /// Settles the next node. Returns the shortest path that an arc of it closes with what the other side knows.
    fn settle(&mut self, graph: &Csr, weights: &[u32], other: &Self) -> u32 {
        let Some(Reverse((distance, node))) = self.heap.pop() else { return UNREACHED };
        self.is_settled[node as usize] = true;
        let mut best = UNREACHED;
        for (arc, head) in graph.out(node) {
            let over = distance.saturating_add(weights[arc as usize]);
            if over < self.distance[head as usize] {
                self.distance[head as usize] = over;
                self.heap.push(Reverse((over, head)));
                best = best.min(over.saturating_add(other.distance[head as usize]));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::dijkstra::Dijkstra;
    use crate::kernels::small_graphs::{NODES, arcs, graph};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn every_distance_is_that_of_dijkstra(arcs in arcs()) {
            let (graph, weights) = graph(&arcs);
            let (reversed, mut search, mut plain) =
                (graph.reversed(), Bidirectional::new(), Dijkstra::new());
            for source in 0..NODES {
                plain.run(&graph, &weights, &[(source, 0)]);
                for target in 0..NODES {
                    prop_assert_eq!(
                        search.run([&graph, &reversed], &weights, source, target),
                        plain.distance(target)
                    );
                }
            }
        }
    }
}
