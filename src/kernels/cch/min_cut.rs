//! Minimum cuts of undirected graphs whose edges have capacity one.
//!
//! Problem: the fewest edges that part a set of sources from a set of sinks, and the fewest nodes that cover them.
//!
//! Papers: Dinic 1970 (blocking flows along levels); König 1931 (cover of a bipartite graph by its maximum matching).
//!
//! Complexity: O(cut · m) at worst for the flow; on road networks a handful of phases. Memory: 9 bytes an arc.
//!
//! What it does not do: weigh edges, or look for balanced cuts by itself (see `order`).

use super::undirected::Undirected;
use std::collections::VecDeque;

const UNSEEN: u32 = u32::MAX;

/// Where a node stands before the flow is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Terminal {
    /// Flow starts here.
    Source,
    /// Flow ends here.
    Sink,
    /// Flow may pass.
    Neither,
}

/// A flow through a graph, and the buffers of its search.
pub(super) struct Flow<'a> {
    graph: &'a Undirected,
    twin: &'a [u32],
    terminals: &'a [Terminal],
    /// Net flow along each arc: -1, 0 or 1; the twin has the opposite.
    sent: Vec<i8>,
    level: Vec<u32>,
    next_arc: Vec<u32>,
    queue: VecDeque<u32>,
    value: usize,
}

impl<'a> Flow<'a> {
    /// No flow yet. `twin` is [`Undirected::twins`].
    pub(super) fn new(graph: &'a Undirected, twin: &'a [u32], terminals: &'a [Terminal]) -> Self {
        Self {
            graph,
            twin,
            terminals,
            sent: vec![0; twin.len()],
            level: vec![UNSEEN; terminals.len()],
            next_arc: vec![0; terminals.len()],
            queue: VecDeque::new(),
            value: 0,
        }
    }

    /// Sends as much as possible; gives up, with `None`, once the cut is known to be larger than `limit`.
    pub(super) fn maximise(&mut self, limit: usize) -> Option<usize> {
        while self.layer() {
            for node in 0..self.terminals.len() as u32 {
                while self.terminals[node as usize] == Terminal::Source && self.augment(node) {
                    self.value += 1;
                    if self.value > limit {
                        return None;
                    }
                }
            }
        }
        Some(self.value)
    }

    /// Levels from the sources; whether a sink can be reached.
    fn layer(&mut self) -> bool {
        self.level.fill(UNSEEN);
        self.queue.clear();
        for node in 0..self.terminals.len() as u32 {
            self.next_arc[node as usize] = self.graph.first(node);
            if self.terminals[node as usize] == Terminal::Source {
                self.level[node as usize] = 0;
                self.queue.push_back(node);
            }
        }
        let mut found = false;
        while let Some(node) = self.queue.pop_front() {
            if self.terminals[node as usize] == Terminal::Sink {
                found = true;
                continue;
            }
            for arc in self.graph.arcs(node) {
                let head = self.graph.head(arc);
                if self.sent[arc] < 1 && self.level[head as usize] == UNSEEN {
                    self.level[head as usize] = self.level[node as usize] + 1;
                    self.queue.push_back(head);
                }
            }
        }
        found
    }

    /// One more path from `source` to a sink along the levels, found by depth-first search without recursion.
    fn augment(&mut self, source: u32) -> bool {
        let mut path: Vec<usize> = Vec::new();
        let mut node = source;
        while self.terminals[node as usize] != Terminal::Sink {
            if let Some(arc) = self.admissible(node) {
                path.push(arc);
                node = self.graph.head(arc);
            } else if let Some(arc) = path.pop() {
                node = self.graph.head(self.twin[arc] as usize);
                self.next_arc[node as usize] += 1;
            } else {
                return false;
            }
        }
        for arc in path {
            self.sent[arc] += 1;
            self.sent[self.twin[arc] as usize] -= 1;
        }
        true
    }

    fn admissible(&mut self, node: u32) -> Option<usize> {
        let end = self.graph.first(node + 1);
        let next_level = self.level[node as usize] + 1;
        while self.next_arc[node as usize] < end {
            let arc = self.next_arc[node as usize] as usize;
            if self.sent[arc] < 1 && self.level[self.graph.head(arc) as usize] == next_level {
                return Some(arc);
            }
            self.next_arc[node as usize] += 1;
        }
        None
    }

    /// Which nodes a source can still reach: the near side of the minimum cut closest to the sources.
    pub(super) fn source_side(&self) -> Vec<bool> {
        self.reach(Terminal::Source, |arc| self.sent[arc] < 1)
    }

    /// The near side of the minimum cut closest to the sinks.
    pub(super) fn sink_cut(&self) -> Vec<bool> {
        let far = self.reach(Terminal::Sink, |arc| self.sent[self.twin[arc] as usize] < 1);
        far.into_iter().map(|is_far| !is_far).collect()
    }

    fn reach(&self, from: Terminal, is_open: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut seen: Vec<bool> = self.terminals.iter().map(|&terminal| terminal == from).collect();
        let mut stack: Vec<u32> =
            (0..seen.len() as u32).filter(|&node| seen[node as usize]).collect();
        while let Some(node) = stack.pop() {
            for arc in self.graph.arcs(node) {
                let head = self.graph.head(arc);
                if is_open(arc) && !seen[head as usize] {
                    seen[head as usize] = true;
                    stack.push(head);
                }
            }
        }
        seen
    }
}

/// The fewest nodes that touch every edge between the two sides, rising.
pub(super) fn cover(graph: &Undirected, is_near: &[bool]) -> Vec<u32> {
    let mut matching = Matching::new(graph, is_near);
    let near: Vec<u32> =
        (0..is_near.len() as u32).filter(|&node| matching.across(node).next().is_some()).collect();
    for &node in near.iter().filter(|&&node| is_near[node as usize]) {
        matching.search(node, node);
    }
    matching.cover(&near)
}

/// A maximum matching of the edges between the two sides.
struct Matching<'a> {
    graph: &'a Undirected,
    is_near: &'a [bool],
    partner: Vec<u32>,
    /// The node of the other side a search came from, and which search that was.
    came_from: Vec<u32>,
    seen_by: Vec<u32>,
}

impl<'a> Matching<'a> {
    fn new(graph: &'a Undirected, is_near: &'a [bool]) -> Self {
        let nothing = vec![UNSEEN; is_near.len()];
        Self {
            graph,
            is_near,
            partner: nothing.clone(),
            came_from: nothing.clone(),
            seen_by: nothing,
        }
    }

    fn across(&self, node: u32) -> impl Iterator<Item = u32> + use<'_> {
        let side = self.is_near[node as usize];
        let heads = self.graph.arcs(node).map(|arc| self.graph.head(arc));
        heads.filter(move |&head| self.is_near[head as usize] != side)
    }

    /// Marks all that alternating paths from `start` reach, unless one ends at a free node: then it is augmented.
    fn search(&mut self, start: u32, stamp: u32) {
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            self.seen_by[node as usize] = stamp;
            for far in self.across(node).collect::<Vec<_>>() {
                if self.seen_by[far as usize] == stamp {
                    continue;
                }
                self.seen_by[far as usize] = stamp;
                self.came_from[far as usize] = node;
                match self.partner[far as usize] {
                    UNSEEN => return self.augment(far),
                    partner => queue.push_back(partner),
                }
            }
        }
    }

    fn augment(&mut self, mut far: u32) {
        while far != UNSEEN {
            let near = self.came_from[far as usize];
            self.partner[far as usize] = near;
            far = std::mem::replace(&mut self.partner[near as usize], far);
        }
    }

    /// König: what free near nodes cannot reach on the near side, and what they can on the far side.
    fn cover(&mut self, border: &[u32]) -> Vec<u32> {
        const LAST: u32 = UNSEEN - 1;
        for &node in border {
            if self.is_near[node as usize] && self.partner[node as usize] == UNSEEN {
                self.search(node, LAST);
            }
        }
        let is_reached = |node: u32| self.seen_by[node as usize] == LAST;
        let covers = |&node: &u32| self.is_near[node as usize] != is_reached(node);
        border.iter().copied().filter(covers).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two triangles 0 1 2 and 3 4 5 joined by 2–3, 1–3: one node, 3, covers the cut of two edges.
    #[test]
    fn two_triangles_are_cut_where_they_touch() {
        let edges = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3), (1, 3)];
        let graph = Undirected::new(6, &edges);
        let twins = graph.twins();
        let mut terminals = [Terminal::Neither; 6];
        terminals[0] = Terminal::Source;
        terminals[5] = Terminal::Sink;
        let mut flow = Flow::new(&graph, &twins, &terminals);
        assert_eq!(flow.maximise(9), Some(2));
        assert_eq!(flow.source_side(), [true, false, false, false, false, false]);
        assert_eq!(flow.sink_cut(), [true, true, true, true, true, false]);
        assert_eq!(Flow::new(&graph, &twins, &terminals).maximise(1), None);
        assert_eq!(cover(&graph, &[true, true, true, false, false, false]), [3]);
    }

    #[test]
    fn a_cover_needs_alternating_paths() {
        // Near 0, 1; far 2, 3; 0–2, 1–2, 1–3: two nodes are needed, and node 2 alone leaves 1–3.
        let graph = Undirected::new(4, &[(0, 2), (1, 2), (1, 3)]);
        let nodes = cover(&graph, &[true, true, false, false]);
        assert_eq!(nodes.len(), 2);
        let touches = |a: u32, b: u32| nodes.contains(&a) || nodes.contains(&b);
        assert!(touches(0, 2) && touches(1, 2) && touches(1, 3));
    }
}
