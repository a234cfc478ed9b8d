//! A directed graph as compressed sparse rows: the arcs that leave a node stand together.
//!
//! Problem: walk the arcs of a node without a search, and keep the caller's numbering of arcs, so that a list of
//! weights made for the arcs as they were given can be used as it is.
//!
//! Complexity: O(n + m) to build (one stable counting sort), 4 · (n + 3 m) bytes.
//!
//! Invariants: arcs of one node keep the order they were given in; parallel arcs, loops and lone nodes are allowed.
//!
//! What it does not do: hold weights, change after it was built, or know the arcs that enter a node.

/// The distance of what cannot be reached, and the weight of a closed arc.
pub const UNREACHED: u32 = u32::MAX;

/// A directed graph; nodes and arcs are numbered from 0, arcs in the order they were given.
///
/// ```
/// use tongqu::kernels::graph::Csr;
/// let graph = Csr::new(3, &[(2, 0), (0, 1), (2, 1)]);
/// assert_eq!(graph.out(2).collect::<Vec<_>>(), [(0, 0), (2, 1)]); // (arc, head)
/// assert_eq!(graph.tail(1), 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Csr {
    first_out: Vec<u32>,
    head: Vec<u32>,
    arc: Vec<u32>,
    tail: Vec<u32>,
}

impl Csr {
    /// From arcs as (tail, head).
    ///
    /// # Panics
    /// If an arc names a node that is not below `node_count`.
    pub fn new(node_count: usize, arcs: &[(u32, u32)]) -> Self {
        assert!(
            arcs.iter().all(|&(_, head)| (head as usize) < node_count),
            "an arc's head is no node"
        );
        let tail: Vec<u32> = arcs.iter().map(|&(tail, _)| tail).collect();
        let (first_out, arc) = group(node_count, &tail);
        let head = arc.iter().map(|&arc| arcs[arc as usize].1).collect();
        Self { first_out, head, arc, tail }
    }

    /// The same with every arc turned round; arcs keep their numbers.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let mut arcs = vec![(0, 0); self.arc_count()];
        for (&arc, &head) in self.arc.iter().zip(&self.head) {
            arcs[arc as usize] = (head, self.tail[arc as usize]);
        }
        Self::new(self.node_count(), &arcs)
    }

    /// The number of nodes.
    pub fn node_count(&self) -> usize {
        self.first_out.len() - 1
    }

    /// The number of arcs.
    pub fn arc_count(&self) -> usize {
        self.head.len()
    }

    /// The arcs that leave a node, as (arc, head), by rising arc.
    pub fn out(&self, node: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let slots =
            self.first_out[node as usize] as usize..self.first_out[node as usize + 1] as usize;
        self.arc[slots.clone()].iter().copied().zip(self.head[slots].iter().copied())
    }

    /// The node an arc leaves.
    pub fn tail(&self, arc: u32) -> u32 {
        self.tail[arc as usize]
    }

    /// All arcs in the order they are stored: sorted by tail, then by arc.
    pub fn arcs(&self) -> &[u32] {
        &self.arc
    }
}

/// Positions of `keys` grouped by key: `order[first[k]..first[k + 1]]` are those of key `k`, rising.
pub(super) fn group(key_count: usize, keys: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0; key_count + 1];
    for &key in keys {
        first[key as usize + 1] += 1;
    }
    for key in 0..key_count {
        first[key + 1] += first[key];
    }
    let mut next = first.clone();
    let mut order = vec![0; keys.len()];
    for (position, &key) in keys.iter().enumerate() {
        order[next[key as usize] as usize] = position as u32;
        next[key as usize] += 1;
    }
    (first, order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parallel_arcs_loops_and_lone_nodes_keep_their_places() {
        let graph = Csr::new(4, &[(1, 1), (3, 0), (1, 3), (1, 3)]);
        assert_eq!((graph.node_count(), graph.arc_count()), (4, 4));
        assert_eq!(graph.out(1).collect::<Vec<_>>(), [(0, 1), (2, 3), (3, 3)]);
        assert_eq!(graph.out(0).count() + graph.out(2).count(), 0);
        assert_eq!(graph.arcs(), [0, 2, 3, 1]);
        assert_eq!(graph.tail(1), 3);
    }

    #[test]
    fn turned_round_twice_a_graph_is_as_before() {
        let graph = Csr::new(4, &[(1, 1), (3, 0), (1, 3), (1, 3)]);
        let reversed = graph.reversed();
        assert_eq!(reversed.out(3).collect::<Vec<_>>(), [(2, 1), (3, 1)]);
        assert_eq!(reversed.reversed(), graph);
    }

    #[test]
    #[should_panic(expected = "no node")]
    fn a_head_outside_the_graph_is_refused() {
        Csr::new(1, &[(0, 1)]);
    }
}
