//! The plain search that everything is measured against.

use super::Road;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Arcs grouped by tail, and the buffer of a search.
pub(crate) struct Dijkstra {
    first: Vec<usize>,
    arcs: Vec<(u32, u32)>,
    distance: Vec<u32>,
    heap: BinaryHeap<Reverse<(u32, u32)>>,
}

impl Dijkstra {
    /// `road.arcs` are sorted by tail.
    pub(crate) fn new(road: &Road) -> Self {
        let count = road.node_count();
        let first = |node| road.arcs.partition_point(|&(tail, _)| (tail as usize) < node);
        let arcs = road.arcs.iter().zip(&road.weights).map(|(&(_, head), &weight)| (head, weight));
        Self {
            first: (0..=count).map(first).collect(),
            arcs: arcs.collect(),
            distance: vec![u32::MAX; count],
            heap: BinaryHeap::new(),
        }
    }

    /// Distances from `source` to all nodes, or until `target` is settled.
    pub(crate) fn run(&mut self, source: u32, target: Option<u32>) -> &[u32] {
        self.distance.fill(u32::MAX);
        self.heap.clear();
        self.distance[source as usize] = 0;
        self.heap.push(Reverse((0, source)));
        while let Some(Reverse((settled, node))) = self.heap.pop() {
            if settled > self.distance[node as usize] {
                continue;
            }
            if Some(node) == target {
                break;
            }
            for &(head, weight) in
                &self.arcs[self.first[node as usize]..self.first[node as usize + 1]]
            {
                let over = settled + weight;
                if over < self.distance[head as usize] {
                    self.distance[head as usize] = over;
                    self.heap.push(Reverse((over, head)));
                }
            }
        }
        &self.distance
    }
}
