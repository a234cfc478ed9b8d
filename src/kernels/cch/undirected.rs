//! The undirected simple graph beneath a directed one: what an order and a cut look at.
//!
//! Invariants: neighbours rise; no loops, no parallel edges; every edge stands once at each end.

use std::ops::Range;

/// Neighbours of every node as compressed sparse rows.
#[derive(Debug, Clone)]
pub(super) struct Undirected {
    first: Vec<u32>,
    head: Vec<u32>,
}

impl Undirected {
    /// From arcs in either direction, with loops and repetitions.
    pub(super) fn new(node_count: usize, arcs: &[(u32, u32)]) -> Self {
        let both = arcs.iter().flat_map(|&(tail, head)| [(tail, head), (head, tail)]);
        let mut ends: Vec<(u32, u32)> = both.filter(|(tail, head)| tail != head).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut first = vec![0; node_count + 1];
        for &(tail, _) in &ends {
            first[tail as usize + 1] += 1;
        }
        for node in 0..node_count {
            first[node + 1] += first[node];
        }
        Self { first, head: ends.into_iter().map(|(_, head)| head).collect() }
    }

    /// The part of the graph on `nodes` (rising), which become 0, 1, … `place` holds at least one slot a node.
    pub(super) fn induced(&self, nodes: &[u32], place: &mut [u32]) -> Self {
        const ABSENT: u32 = u32::MAX;
        place.fill(ABSENT);
        for (position, &node) in nodes.iter().enumerate() {
            place[node as usize] = position as u32;
        }
        let mut first = Vec::with_capacity(nodes.len() + 1);
        let mut head = Vec::new();
        first.push(0);
        for &node in nodes {
            let kept = self.neighbours(node).iter().map(|&near| place[near as usize]);
            head.extend(kept.filter(|&near| near != ABSENT));
            first.push(head.len() as u32);
        }
        Self { first, head }
    }

    pub(super) fn node_count(&self) -> usize {
        self.first.len() - 1
    }

    pub(super) fn first(&self, node: u32) -> u32 {
        self.first[node as usize]
    }

    /// The arcs at a node.
    pub(super) fn arcs(&self, node: u32) -> Range<usize> {
        self.first[node as usize] as usize..self.first[node as usize + 1] as usize
    }

    pub(super) fn head(&self, arc: usize) -> u32 {
        self.head[arc]
    }

    pub(super) fn neighbours(&self, node: u32) -> &[u32] {
        &self.head[self.arcs(node)]
    }

    /// For each arc the same edge seen from its other end.
    pub(super) fn twins(&self) -> Vec<u32> {
        let mut next = self.first.clone();
        let mut twins = vec![0; self.head.len()];
        // Neighbours rise, so the ends of a node's edges are met in the order they stand at that node.
        for node in 0..self.node_count() as u32 {
            for arc in self.arcs(node) {
                let slot = &mut next[self.head[arc] as usize];
                twins[arc] = *slot;
                *slot += 1;
            }
        }
        twins
    }

    /// The connected parts, each rising, in the order of their least nodes.
    pub(super) fn components(&self) -> Vec<Vec<u32>> {
        let mut is_seen = vec![false; self.node_count()];
        let mut parts = Vec::new();
        for start in 0..self.node_count() as u32 {
            if !std::mem::replace(&mut is_seen[start as usize], true) {
                let mut part = vec![start];
                let mut done = 0;
                while done < part.len() {
                    for &near in self.neighbours(part[done]) {
                        if !std::mem::replace(&mut is_seen[near as usize], true) {
                            part.push(near);
                        }
                    }
                    done += 1;
                }
                part.sort_unstable();
                parts.push(part);
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loops_and_repetitions_vanish() {
        let graph = Undirected::new(4, &[(0, 1), (1, 0), (1, 1), (3, 1)]);
        assert_eq!(graph.neighbours(1), [0, 3]);
        assert_eq!(graph.neighbours(2), [0_u32; 0]);
        assert_eq!(graph.components(), [vec![0, 1, 3], vec![2]]);
        assert_eq!(graph.twins(), [1, 0, 3, 2]);
    }

    #[test]
    fn an_induced_part_is_renumbered() {
        let graph = Undirected::new(4, &[(0, 1), (1, 2), (2, 3), (3, 0)]);
        let part = graph.induced(&[0, 2, 3], &mut [0; 4]);
        assert_eq!(
            (part.neighbours(0), part.neighbours(1), part.neighbours(2)),
            (&[2][..], &[2][..], &[0, 1][..])
        );
    }
}
