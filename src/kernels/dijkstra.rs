//! Shortest paths from some nodes to all: the plain reference that faster road searches are held to.
//!
//! Paper: Dijkstra 1959, "A note on two problems in connexion with graphs", doi 10.1007/BF01386390; with a binary heap
//! and lazy deletion, O((n + m) log m). Memory: 8 bytes a node and the heap.
//!
//! Invariants: a distance is the least over all sources of the source's offset plus the weights along a path. Nodes are
//! settled by (distance, node). Of several last arcs that give a node its distance from nodes settled before it, the
//! lowest arc is kept; a source that no path beats has none. Predecessors thus form a forest, zero weights included.
//!
//! What it does not do: look backwards, prefer the path of fewest arcs, or take weights below 0.

use super::graph::{Csr, UNREACHED};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const NO_ARC: u32 = u32::MAX;

/// The buffer of a search and, after [`Dijkstra::run`], its answer. Use it again to save allocations.
///
/// ```
/// use tongqu::kernels::{dijkstra::Dijkstra, graph::Csr};
/// let graph = Csr::new(3, &[(0, 1), (1, 2), (0, 2)]);
/// let mut search = Dijkstra::new();
/// search.run(&graph, &[60, 60, 300], &[(0, 5)]);
/// assert_eq!(search.distances(), [5, 65, 125]);
/// assert_eq!(search.path(&graph, 2), Some(vec![0, 1]));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Dijkstra {
    distance: Vec<u32>,
    last_arc: Vec<u32>,
    is_settled: Vec<bool>,
    heap: BinaryHeap<Reverse<(u32, u32)>>,
}

impl Dijkstra {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Searches from `sources`, given as (node, offset), with one weight for each arc as given to [`Csr::new`].
    /// An arc of weight [`UNREACHED`] is closed.
    pub fn run(&mut self, graph: &Csr, weights: &[u32], sources: &[(u32, u32)]) {
        assert_eq!(weights.len(), graph.arc_count(), "one weight for each arc");
        self.clear(graph.node_count());
        for &(node, offset) in sources {
            self.reach(node, offset, NO_ARC);
        }
        self.settle(graph, weights, None);
    }

    /// The distance from one node to another: stops when it is known. [`Dijkstra::path`] then holds for `target`, and
    /// the distances of nodes beyond it are bounds only.
    pub fn run_to(&mut self, graph: &Csr, weights: &[u32], source: u32, target: u32) -> u32 {
        assert_eq!(weights.len(), graph.arc_count(), "one weight for each arc");
        self.clear(graph.node_count());
        self.reach(source, 0, NO_ARC);
        self.settle(graph, weights, Some(target));
        self.distance(target)
    }

    /// The distance of every node, [`UNREACHED`] where there is no path.
    pub fn distances(&self) -> &[u32] {
        &self.distance
    }

    /// The distance of a node, [`UNREACHED`] where there is no path.
    pub fn distance(&self, node: u32) -> u32 {
        self.distance[node as usize]
    }

    /// The last arc of the path to a node; none at a source and where there is no path.
    pub fn last_arc(&self, node: u32) -> Option<u32> {
        Some(self.last_arc[node as usize]).filter(|&arc| arc != NO_ARC)
    }

    /// The arcs of the path to a node, first to last; none where there is no path.
    pub fn path(&self, graph: &Csr, node: u32) -> Option<Vec<u32>> {
        if self.distance(node) == UNREACHED {
            return None;
        }
        let before = |&arc: &u32| self.last_arc(graph.tail(arc));
        let mut arcs: Vec<u32> = std::iter::successors(self.last_arc(node), before).collect();
        arcs.reverse();
        Some(arcs)
    }

    fn settle(&mut self, graph: &Csr, weights: &[u32], target: Option<u32>) {
        while let Some(Reverse((distance, node))) = self.heap.pop() {
            if !std::mem::replace(&mut self.is_settled[node as usize], true) {
                if Some(node) == target {
                    return;
                }
                for (arc, head) in graph.out(node) {
                    self.reach(head, distance.saturating_add(weights[arc as usize]), arc);
                }
            }
        }
    }

    fn clear(&mut self, node_count: usize) {
        self.heap.clear();
        self.distance.clear();
        self.distance.resize(node_count, UNREACHED);
        self.last_arc.clear();
        self.last_arc.resize(node_count, NO_ARC);
        self.is_settled.clear();
        self.is_settled.resize(node_count, false);
    }

    fn reach(&mut self, node: u32, distance: u32, arc: u32) {
        let at = node as usize;
        if distance < self.distance[at] {
            self.distance[at] = distance;
            self.last_arc[at] = arc;
            self.heap.push(Reverse((distance, node)));
        } else if distance == self.distance[at] && distance != UNREACHED && !self.is_settled[at] {
            let is_source = self.last_arc[at] == NO_ARC;
            self.last_arc[at] = if is_source { NO_ARC } else { self.last_arc[at].min(arc) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::small_graphs::{NODES, arcs, graph};
    use petgraph::graph::DiGraph;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn run(arcs: &[(u32, u32, u32)], sources: &[(u32, u32)]) -> (Csr, Vec<u32>, Dijkstra) {
        let (graph, weights) = graph(arcs);
        let mut search = Dijkstra::new();
        search.run(&graph, &weights, sources);
        (graph, weights, search)
    }

    /// Distances by the rule "no sum reaches `UNREACHED`", in 64 bits.
    fn floyd_warshall(arcs: &[(u32, u32, u32)]) -> Vec<Vec<u64>> {
        let closed = u64::from(UNREACHED);
        let n = NODES as usize;
        let mut table = vec![vec![closed; n]; n];
        for (node, row) in table.iter_mut().enumerate() {
            row[node] = 0;
        }
        for &(tail, head, weight) in arcs {
            let cell = &mut table[tail as usize][head as usize];
            *cell = (*cell).min(u64::from(weight));
        }
        for via in 0..n {
            for tail in 0..n {
                for head in 0..n {
                    let detour = table[tail][via] + table[via][head];
                    table[tail][head] = table[tail][head].min(detour);
                }
            }
        }
        table
    }

    fn petgraph_distances(arcs: &[(u32, u32, u32)], source: u32) -> Vec<u32> {
        let mut graph = DiGraph::<(), u64>::new();
        let nodes: Vec<_> = (0..NODES).map(|_| graph.add_node(())).collect();
        for &(tail, head, weight) in arcs.iter().filter(|arc| arc.2 != UNREACHED) {
            graph.add_edge(nodes[tail as usize], nodes[head as usize], u64::from(weight));
        }
        let found =
            petgraph::algo::dijkstra(&graph, nodes[source as usize], None, |edge| *edge.weight());
        let distance =
            |node| found.get(node).map_or(UNREACHED, |&d| d.min(u64::from(UNREACHED)) as u32);
        nodes.iter().map(distance).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn one_source_agrees_with_petgraph(arcs in arcs(), source in 0..NODES) {
            let (_, _, search) = run(&arcs, &[(source, 0)]);
            prop_assert_eq!(search.distances(), petgraph_distances(&arcs, source));
        }

        #[test]
        fn stopping_at_the_target_changes_neither_its_distance_nor_its_path(
            arcs in arcs(), source in 0..NODES, target in 0..NODES,
        ) {
            let (graph, weights, whole) = run(&arcs, &[(source, 0)]);
            let mut search = Dijkstra::new();
            prop_assert_eq!(search.run_to(&graph, &weights, source, target), whole.distance(target));
            prop_assert_eq!(search.path(&graph, target), whole.path(&graph, target));
        }

        #[test]
        fn many_sources_agree_with_floyd_warshall(arcs in arcs(), sources in vec((0..NODES, 0_u32..6), 0..4)) {
            let (_, _, search) = run(&arcs, &sources);
            let table = floyd_warshall(&arcs);
            for node in 0..NODES {
                let from = |&(source, offset): &(u32, u32)| table[source as usize][node as usize] + u64::from(offset);
                let best = sources.iter().map(from).min().unwrap_or(u64::MAX).min(u64::from(UNREACHED));
                prop_assert_eq!(u64::from(search.distance(node)), best);
            }
        }

        #[test]
        fn paths_have_the_length_they_claim(arcs in arcs(), sources in vec((0..NODES, 0_u32..6), 1..4)) {
            let (graph, weights, search) = run(&arcs, &sources);
            for node in (0..NODES).filter(|&node| search.distance(node) != UNREACHED) {
                let path = search.path(&graph, node).unwrap();
                let start = path.first().map_or(node, |&arc| graph.tail(arc));
                let is_chain = path.windows(2).all(|pair| arcs[pair[0] as usize].1 == graph.tail(pair[1]));
                prop_assert!(is_chain && path.last().is_none_or(|&arc| arcs[arc as usize].1 == node));
                let offset = sources.iter().filter(|s| s.0 == start).map(|s| s.1).min().unwrap();
                let length: u32 = path.iter().map(|&arc| weights[arc as usize]).sum();
                prop_assert_eq!(search.distance(node), offset + length);
            }
        }
    }

    #[test]
    fn the_lowest_of_equal_arcs_is_kept() {
        let (graph, _, search) =
            run(&[(1, 3, 1), (0, 2, 1), (2, 3, 1), (0, 1, 1), (1, 3, 1)], &[(0, 0)]);
        assert_eq!(search.path(&graph, 3), Some(vec![3, 0]));
    }

    #[test]
    fn a_buffer_forgets_the_search_before() {
        let (graph, weights, mut search) = run(&[(0, 1, 1)], &[(0, 0)]);
        search.run(&graph, &weights, &[(1, 7)]);
        assert_eq!(
            (search.distance(0), search.distance(1), search.last_arc(1)),
            (UNREACHED, 7, None)
        );
    }
}
