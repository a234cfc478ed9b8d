//! The contracted graph: the nodes in their order, the arcs and shortcuts upward, and the triangles between them.
//!
//! Problem: all that queries need and that does not depend on weights.
//!
//! Paper: Dibbelt, Strasser, Wagner 2016, doi 10.1145/2886843. Contracting a node joins its later neighbours to one
//! another, whatever the weights ("elimination game"); the result is chordal. A node's parent in the elimination tree
//! is its first later neighbour; all later neighbours are ancestors of it.
//!
//! Complexity: O(triangles) to build; 4 bytes an arc for heads and lower arcs each, 2 bytes for triangles that are not
//! side by side. Road networks of n nodes have about 5 n arcs.
//!
//! Invariants
//! - Ranks are a postorder of the elimination tree, so a subtree is a range of ranks and of arcs.
//! - An arc runs from the lower to the higher rank and stands with its tail; heads rise. It stands for both directions.
//! - For a triangle x < y < z, arc (y, z) exists whenever (x, y) and (x, z) do.
//!
//! What it does not do: hold weights (see `customization`).

use super::inputs::Inputs;
use super::part::Part;
use super::triangles::{Apex, Apexes};
use super::undirected::Undirected;
use std::ops::Range;

/// No rank: what a root has for a parent.
pub(super) const NOWHERE: u32 = u32::MAX;

/// A contracted graph, shared by all weights.
///
/// ```
/// use tongqu::kernels::cch::Cch;
/// // Contracting 0 first joins 1 and 2.
/// let cch = Cch::new(3, &[(0, 1), (2, 0)], &[0, 1, 2]);
/// assert_eq!((cch.node_count(), cch.arc_count()), (3, 3));
/// ```
#[derive(Debug, Clone)]
pub struct Cch {
    rank_of: Vec<u32>,
    node_at: Vec<u32>,
    parent: Vec<u32>,
    first_up: Vec<u32>,
    tail: Vec<u32>,
    head: Vec<u32>,
    first_low: Vec<u32>,
    low: Vec<u32>,
    apexes: Apexes,
    inputs: Inputs,
    root: Part,
}

impl Cch {
    /// Contracts the nodes of a graph, given as arcs (tail, head), in `order`.
    ///
    /// # Panics
    /// If `order` is no permutation of the nodes, or an arc names no node.
    pub fn new(node_count: usize, arcs: &[(u32, u32)], order: &[u32]) -> Self {
        assert_eq!(order.len(), node_count, "an order has every node");
        let graph = Undirected::new(node_count, arcs);
        let node_at = postorder(order, &parents(&neighbours_above(&graph, order)));
        let rank_of = inverse(&node_at);
        let up = neighbours_above(&graph, &node_at);
        Self::from_neighbours(&up, rank_of, node_at, arcs)
    }

    fn from_neighbours(
        up: &[Vec<u32>],
        rank_of: Vec<u32>,
        node_at: Vec<u32>,
        arcs: &[(u32, u32)],
    ) -> Self {
        let parent = parents(up);
        let first_up = offsets(up.iter().map(Vec::len));
        let tail: Vec<u32> =
            (0..).zip(up).flat_map(|(rank, heads)| vec![rank; heads.len()]).collect();
        let head = up.concat();
        let (first_low, low) = lower_arcs(node_at.len(), &head);
        let apexes = Apexes::new(&first_up, &head, &tail);
        let root = Part::new(&parent, &first_up, &first_low);
        let inputs = Inputs::new(&rank_of, &first_up, &head, arcs);
        Self {
            rank_of,
            node_at,
            parent,
            first_up,
            tail,
            head,
            first_low,
            low,
            apexes,
            inputs,
            root,
        }
    }

    /// The number of nodes.
    pub fn node_count(&self) -> usize {
        self.node_at.len()
    }

    /// The number of arcs and shortcuts, each for both directions.
    pub fn arc_count(&self) -> usize {
        self.head.len()
    }

    /// The number of arcs it was made from.
    pub fn input_arc_count(&self) -> usize {
        self.inputs.count()
    }

    /// The number of triangles of arcs, the work of one customisation.
    pub fn triangle_count(&self) -> usize {
        let degree = |ends: &[u32]| (ends[1] - ends[0]) as usize;
        self.first_up.windows(2).map(|ends| degree(ends) * degree(ends).saturating_sub(1) / 2).sum()
    }

    /// The place of a node in the order.
    pub fn rank(&self, node: u32) -> u32 {
        self.rank_of[node as usize]
    }

    /// The node at a place in the order.
    pub fn node(&self, rank: u32) -> u32 {
        self.node_at[rank as usize]
    }

    /// The parent in the elimination tree, [`NOWHERE`] at a root.
    pub(super) fn parent(&self, rank: u32) -> u32 {
        self.parent[rank as usize]
    }

    /// The arcs upward from a rank.
    pub(super) fn up(&self, rank: u32) -> Range<usize> {
        self.first_up[rank as usize] as usize..self.first_up[rank as usize + 1] as usize
    }

    /// The arcs upward from a range of ranks.
    pub(super) fn up_of_all(&self, ranks: &Range<u32>) -> Range<usize> {
        self.first_up[ranks.start as usize] as usize..self.first_up[ranks.end as usize] as usize
    }

    /// The arcs from below to a rank, rising.
    pub(super) fn low(&self, rank: u32) -> &[u32] {
        &self.low
            [self.first_low[rank as usize] as usize..self.first_low[rank as usize + 1] as usize]
    }

    pub(super) fn tail(&self, arc: usize) -> u32 {
        self.tail[arc]
    }

    pub(super) fn head(&self, arc: usize) -> u32 {
        self.head[arc]
    }

    pub(super) fn heads(&self, arcs: Range<usize>) -> &[u32] {
        &self.head[arcs]
    }

    /// For arc x–y and the arcs after it from x to z: where the arcs y–z stand among those of y.
    pub(super) fn apexes(&self, arc: usize) -> Apex<'_> {
        let after = self.first_up[self.tail[arc] as usize + 1] as usize - arc - 1;
        self.apexes.of(arc, after)
    }

    /// The arc between two ranks, lower first.
    pub(super) fn arc_between(&self, low: u32, high: u32) -> usize {
        let arcs = self.up(low);
        let place = self.head[arcs.clone()].binary_search(&high);
        arcs.start + place.expect("an arc joins these ranks")
    }

    /// Of two arcs with one tail, the lower first: the arc between their heads.
    pub(super) fn third_arc(&self, first: usize, second: usize) -> usize {
        self.up(self.head[first]).start + self.apexes(first).place(second - first - 1)
    }

    /// For arc x–y and the arc y–z at a place among those of y: the arc x–z, if there is one.
    pub(super) fn second_arc(&self, first: usize, place: usize) -> Option<usize> {
        let after = self.first_up[self.tail[first] as usize + 1] as usize - first - 1;
        let at = self.apexes.of(first, after).at(place).filter(|&at| at < after)?;
        Some(first + 1 + at)
    }

    /// What the input arcs became.
    pub(super) fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The elimination tree in parts to share between threads.
    pub(super) fn root(&self) -> &Part {
        &self.root
    }
}

/// Later neighbours of each place of `order` after contraction, as places, rising.
fn neighbours_above(graph: &Undirected, order: &[u32]) -> Vec<Vec<u32>> {
    let rank_of = inverse(order);
    let mut up: Vec<Vec<u32>> = Vec::with_capacity(order.len());
    for (rank, &node) in (0..).zip(order) {
        let ranks = graph.neighbours(node).iter().map(|&near| rank_of[near as usize]);
        up.push(ranks.filter(|&near| near > rank).collect());
    }
    let mut seen_by = vec![NOWHERE; order.len()];
    for rank in 0..order.len() {
        // What was contracted into this node before has been appended by its children.
        let mut heads = std::mem::take(&mut up[rank]);
        heads.retain(|&head| {
            std::mem::replace(&mut seen_by[head as usize], rank as u32) != rank as u32
        });
        heads.sort_unstable();
        if let Some((&parent, others)) = heads.split_first() {
            up[parent as usize].extend_from_slice(others);
        }
        up[rank] = heads;
    }
    up
}

fn parents(up: &[Vec<u32>]) -> Vec<u32> {
    up.iter().map(|heads| heads.first().copied().unwrap_or(NOWHERE)).collect()
}

/// `order` renumbered so that every subtree of the elimination tree stands together: the same shortcuts arise.
fn postorder(order: &[u32], parent: &[u32]) -> Vec<u32> {
    let mut size = vec![1_u32; order.len()];
    for (rank, &parent) in parent.iter().enumerate() {
        if parent != NOWHERE {
            size[parent as usize] += size[rank];
        }
    }
    // From the top: a node stands last of its subtree, and its children's subtrees fill the rest from the end.
    let mut free_end = vec![0; order.len()];
    let mut free_root_end = order.len() as u32;
    let mut node_at = vec![0; order.len()];
    for rank in (0..order.len()).rev() {
        let end = match parent[rank] {
            NOWHERE => &mut free_root_end,
            parent => &mut free_end[parent as usize],
        };
        let last = *end - 1;
        *end -= size[rank];
        free_end[rank] = last;
        node_at[last as usize] = order[rank];
    }
    node_at
}

fn inverse(order: &[u32]) -> Vec<u32> {
    let mut rank_of = vec![NOWHERE; order.len()];
    for (rank, &node) in (0..).zip(order) {
        let known = std::mem::replace(&mut rank_of[node as usize], rank);
        assert_eq!(known, NOWHERE, "an order has every node once");
    }
    rank_of
}

fn offsets(lengths: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut end = 0;
    let ends = lengths.map(|length| {
        end += length as u32;
        end
    });
    std::iter::once(0).chain(ends).collect()
}

/// Arcs grouped by head, rising.
fn lower_arcs(node_count: usize, head: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut degree = vec![0; node_count];
    for &head in head {
        degree[head as usize] += 1;
    }
    let first = offsets(degree.into_iter());
    let mut next = first.clone();
    let mut low = vec![0; head.len()];
    for (arc, &head) in (0..).zip(head) {
        low[next[head as usize] as usize] = arc;
        next[head as usize] += 1;
    }
    (first, low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::cch::testing::cases;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn later_neighbours_are_joined(case in cases()) {
            let cch = case.cch();
            for rank in 0..cch.node_count() as u32 {
                for (first, second) in cch.up(rank).flat_map(|first| (first + 1..cch.up(rank).end).map(move |second| (first, second))) {
                    let third = cch.third_arc(first, second);
                    prop_assert_eq!((cch.tail(third), cch.head(third)), (cch.head(first), cch.head(second)));
                    let place = third - cch.up(cch.tail(third)).start;
                    prop_assert_eq!(cch.second_arc(first, place), Some(second));
                }
            }
        }

        #[test]
        fn input_arcs_keep_their_ends(case in cases()) {
            let cch = case.cch();
            for (input, &(tail, head)) in (0..).zip(&case.arcs) {
                let ends = cch.inputs().slot(input).map(|(arc, direction)| {
                    let ends = [cch.tail(arc), cch.head(arc)].map(|rank| cch.node(rank));
                    assert!(cch.inputs().of_arc(cch.tail(arc), arc, direction).contains(&input));
                    (ends[direction], ends[1 - direction])
                });
                prop_assert_eq!(ends, (tail != head).then_some((tail, head)));
            }
        }
    }

    /// The path 0–1–2–3–4 contracted 0, 2, 1, 4, 3: 2 joins 1 and 3, and nothing else is new.
    #[test]
    fn a_path_gets_the_shortcuts_of_its_order() {
        let cch = Cch::new(5, &[(0, 1), (1, 2), (2, 3), (3, 4)], &[0, 2, 1, 4, 3]);
        assert_eq!((cch.arc_count(), cch.triangle_count()), (5, 1));
        assert_eq!((cch.rank(3), cch.node(4)), (4, 3));
    }

    #[test]
    #[should_panic(expected = "once")]
    fn an_order_with_a_node_twice_is_refused() {
        Cch::new(2, &[], &[1, 1]);
    }
}
