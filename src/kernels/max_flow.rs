//! How many ways without a common edge lead from some nodes to others: the redundancy of a network.
//!
//! Problem: the largest number of edge-disjoint paths of an undirected graph, which is a maximum flow where every edge
//! carries one unit (Menger's theorem), and the fewest edges whose loss cuts all of them.
//!
//! Paper: Edmonds, Karp 1972, doi 10.1145/321694.321699: shortest augmenting paths, found by breadth-first search. O(k · m)
//! for k paths, and k is small: no more than edges leave either end.
//!
//! Invariants: parallel edges count each, loops never. An edge may carry one unit in either direction, not both.
//!
//! What it does not do: capacities above one, directed edges, costs.

use std::collections::VecDeque;

/// An undirected graph with edges of capacity one. Every thread keeps a clone: asking writes into it.
///
/// ```
/// use tongqu::kernels::max_flow::UnitFlow;
/// // A square with one diagonal: two ways round and the diagonal.
/// let mut square = UnitFlow::new(4, &[(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]);
/// assert_eq!(square.disjoint_paths(&[0], &[2]), 3);
/// assert_eq!(square.disjoint_paths(&[1], &[3]), 2);
/// ```
#[derive(Debug, Clone)]
pub struct UnitFlow {
    ends: Vec<(u32, u32)>,
    /// By node: the edges at it.
    at: Vec<Vec<u32>>,
    /// By edge: 1 if a unit runs from its first end to its second, −1 the other way.
    flow: Vec<i8>,
    /// By node: the edge it was reached over.
    reached: Vec<Reached>,
    queue: VecDeque<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reached {
    Not,
    Source,
    Over(u32),
}

impl UnitFlow {
    /// Of nodes counted from 0 and edges between them.
    ///
    /// # Panics
    /// If an edge names a node that is not below `node_count`.
    pub fn new(node_count: usize, edges: &[(u32, u32)]) -> Self {
        let mut at = vec![Vec::new(); node_count];
        for (edge, &(from, to)) in edges.iter().enumerate().filter(|(_, ends)| ends.0 != ends.1) {
            at[from as usize].push(edge as u32);
            at[to as usize].push(edge as u32);
        }
        Self {
            ends: edges.to_vec(),
            at,
            flow: vec![0; edges.len()],
            reached: vec![Reached::Not; node_count],
            queue: VecDeque::new(),
        }
    }

    /// The most paths from any of the sources to any of the targets no two of which share an edge; `u32::MAX` if a node is
    /// both.
    pub fn disjoint_paths(&mut self, sources: &[u32], targets: &[u32]) -> u32 {
        if sources.iter().any(|source| targets.contains(source)) {
            return u32::MAX;
        }
        self.flow.fill(0);
        let mut is_target = vec![false; self.at.len()];
        for target in targets {
            is_target[*target as usize] = true;
        }
        let mut paths = 0;
        while let Some(target) = self.search(sources, &is_target) {
            self.augment(target);
            paths += 1;
        }
        paths
    }

    /// The first target that one more unit reaches.
    fn search(&mut self, sources: &[u32], is_target: &[bool]) -> Option<u32> {
        self.reached.fill(Reached::Not);
        self.queue.clear();
        for source in sources {
            self.reached[*source as usize] = Reached::Source;
            self.queue.push_back(*source);
        }
        while let Some(node) = self.queue.pop_front() {
            for &edge in &self.at[node as usize] {
                let (from, to) = self.ends[edge as usize];
                let (other, used) = if node == from {
                    (to, self.flow[edge as usize])
                } else {
                    (from, -self.flow[edge as usize])
                };
                if used < 1 && self.reached[other as usize] == Reached::Not {
                    self.reached[other as usize] = Reached::Over(edge);
                    if is_target[other as usize] {
                        return Some(other);
                    }
                    self.queue.push_back(other);
                }
            }
        }
        None
    }

    /// Sends the unit back along the way it came.
    fn augment(&mut self, target: u32) {
        let mut node = target;
        while let Reached::Over(edge) = self.reached[node as usize] {
            let (from, to) = self.ends[edge as usize];
            let (before, step) = if node == to { (from, 1) } else { (to, -1) };
            self.flow[edge as usize] += step;
            node = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    const NODES: u32 = 7;

    /// The fewest edges between a set of nodes that holds the sources and one that holds the targets: all sets are tried.
    fn least_cut(edges: &[(u32, u32)], sources: &[u32], targets: &[u32]) -> u32 {
        let holds = |set: u32, nodes: &[u32]| nodes.iter().all(|node| set >> node & 1 == 1);
        let cut = |set: u32| edges.iter().filter(|(a, b)| (set >> a & 1) != (set >> b & 1)).count();
        (0..1_u32 << NODES)
            .filter(|set| holds(*set, sources) && holds(!set, targets))
            .map(|set| cut(set) as u32)
            .min()
            .unwrap_or(u32::MAX)
    }

    #[test]
    fn parallel_edges_count_and_loops_do_not() {
        let mut pair = UnitFlow::new(3, &[(0, 1), (1, 0), (1, 1)]);
        assert_eq!(pair.disjoint_paths(&[0], &[1]), 2);
        assert_eq!(pair.disjoint_paths(&[0], &[2]), 0);
        assert_eq!(pair.disjoint_paths(&[0], &[0]), u32::MAX);
        assert_eq!(pair.disjoint_paths(&[], &[1]), 0);
    }

    proptest! {
        #[test]
        fn as_many_paths_as_the_least_cut_has_edges(
            edges in vec((0..NODES, 0..NODES), 0..18),
            sources in vec(0..NODES, 1..3),
            targets in vec(0..NODES, 1..3),
        ) {
            let mut graph = UnitFlow::new(NODES as usize, &edges);
            let expected = least_cut(&edges, &sources, &targets);
            prop_assert_eq!(graph.disjoint_paths(&sources, &targets), expected);
            // What was asked before leaves no trace.
            prop_assert_eq!(graph.disjoint_paths(&targets, &sources), expected);
        }
    }
}
