//! The network as a plain graph: how it hangs together and where it breaks.

use petgraph::algo::articulation_points::articulation_points;
use petgraph::algo::bridges::bridges;
use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// A link that ends at no node of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("link {link} (counted from 0) ends at node {node} of {nodes}")]
pub struct NoSuchNode {
    /// Position of the link.
    pub link: usize,
    /// The node it names.
    pub node: usize,
    /// Nodes there are.
    pub nodes: usize,
}

/// Nodes and the links between them, without direction, times or loops.
///
/// ```
/// use tongqu::measures::connectivity::Topology;
/// // A triangle 0-1-2 with a line 2-3 given in both directions: two rows, one link, one bridge.
/// let network = Topology::new(4, &[(0, 1), (1, 2), (2, 0), (2, 3), (3, 2)])?;
/// assert_eq!(network.bridges(), [(2, 3)]);
/// assert_eq!(network.articulation_points(), [2]);
/// assert_eq!(network.components(), [0, 0, 0, 0]);
/// # Ok::<(), tongqu::measures::connectivity::NoSuchNode>(())
/// ```
#[derive(Debug, Clone)]
pub struct Topology {
    graph: UnGraph<(), ()>,
}

/// Kansky's indices of a planar graph with e links, v nodes and p components; `None` where the graph is too small.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GraphIndices {
    /// α 环路指数: circuits over the most there could be, `(e − v + p) / (2v − 5)`; 0 a tree, 1 full.
    pub alpha: Option<f64>,
    /// β 线点率: links per node, `e / v`; below 1 a tree, above 1 circuits.
    pub beta: Option<f64>,
    /// γ 连通度: links over the most there could be, `e / 3(v − 2)`; 0 to 1.
    pub gamma: Option<f64>,
}

impl Topology {
    /// A graph of nodes counted from 0. Rows between the same two nodes (both directions of a link, parallel lines)
    /// make one link, so a bridge may be two tracks of one corridor. Loops are dropped.
    ///
    /// # Errors
    ///
    /// A link that ends at no node.
    pub fn new(nodes: usize, links: &[(usize, usize)]) -> Result<Self, NoSuchNode> {
        let mut distinct = BTreeSet::new();
        for (link, &(from, to)) in links.iter().enumerate() {
            if let Some(node) = [from, to].into_iter().find(|&node| node >= nodes) {
                return Err(NoSuchNode { link, node, nodes });
            }
            if from != to {
                distinct.insert((from.min(to), from.max(to)));
            }
        }
        let mut graph = UnGraph::with_capacity(nodes, distinct.len());
        for _ in 0..nodes {
            graph.add_node(());
        }
        for (from, to) in distinct {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
        }
        Ok(Self { graph })
    }

    /// Nodes, v.
    pub fn nodes(&self) -> usize {
        self.graph.node_count()
    }

    /// Distinct links, e.
    pub fn links(&self) -> usize {
        self.graph.edge_count()
    }

    /// The component of each node, numbered from 0 in the order of their first nodes.
    pub fn components(&self) -> Vec<usize> {
        let mut sets = UnionFind::new(self.nodes());
        for edge in self.graph.edge_indices() {
            let (from, to) = self.ends(edge);
            sets.union(from, to);
        }
        let mut numbers = BTreeMap::new();
        let number = |label| {
            let next = numbers.len();
            *numbers.entry(label).or_insert(next)
        };
        sets.into_labeling().into_iter().map(number).collect()
    }

    /// How many components there are, p; 1 for a connected network.
    pub fn component_count(&self) -> usize {
        self.components().iter().max().map_or(0, |last| last + 1)
    }

    /// The links whose loss tears a component apart, as ends (lower, higher) in order.
    pub fn bridges(&self) -> Vec<(usize, usize)> {
        let mut found: Vec<_> = bridges(&self.graph).map(|edge| self.ends(edge.id())).collect();
        found.sort_unstable();
        found
    }

    /// The nodes whose loss tears a component apart, in order.
    pub fn articulation_points(&self) -> Vec<usize> {
        let mut found: Vec<usize> =
            articulation_points(&self.graph).into_iter().map(NodeIndex::index).collect();
        found.sort_unstable();
        found
    }

    /// Alpha, beta and gamma. Reference: Kansky (1963), *Structure of transportation networks*.
    pub fn indices(&self) -> GraphIndices {
        let (e, v, p) = (self.links() as f64, self.nodes() as f64, self.component_count() as f64);
        GraphIndices {
            alpha: (v >= 3.0).then(|| (e - v + p) / (2.0 * v - 5.0)),
            beta: (v >= 1.0).then(|| e / v),
            gamma: (v >= 3.0).then(|| e / (3.0 * (v - 2.0))),
        }
    }

    fn ends(&self, edge: EdgeIndex) -> (usize, usize) {
        let (from, to) = self.graph.edge_endpoints(edge).expect("an index of this graph");
        (from.index().min(to.index()), from.index().max(to.index()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::testing::assert_close;
    use proptest::collection::vec;
    use proptest::prelude::*;

    #[test]
    fn indices_by_hand() {
        // Square with one diagonal: e 5, v 4, p 1. α = 2/3, β = 5/4, γ = 5/6
        let square = Topology::new(4, &[(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]).unwrap().indices();
        assert_close(square.alpha.unwrap(), 2.0 / 3.0);
        assert_close(square.beta.unwrap(), 1.25);
        assert_close(square.gamma.unwrap(), 5.0 / 6.0);
        assert_eq!(Topology::new(2, &[(0, 1)]).unwrap().indices().alpha, None);
    }

    #[test]
    fn islands_are_numbered_in_order() {
        let islands = Topology::new(5, &[(4, 1), (3, 0), (2, 2)]).unwrap();
        assert_eq!(islands.components(), [0, 1, 2, 0, 1]);
        assert_eq!((islands.component_count(), islands.links()), (3, 2));
    }

    #[test]
    fn a_link_to_nowhere_is_named() {
        let error = Topology::new(2, &[(0, 1), (1, 2)]).unwrap_err();
        assert_eq!(error.to_string(), "link 1 (counted from 0) ends at node 2 of 2");
    }

    fn any_links() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
        (1_usize..8).prop_flat_map(|nodes| (Just(nodes), vec((0..nodes, 0..nodes), 0..14)))
    }

    proptest! {
        #[test]
        fn bridges_are_those_whose_loss_adds_a_component((nodes, links) in any_links()) {
            let network = Topology::new(nodes, &links).unwrap();
            let is_bridge = |&(from, to): &(usize, usize)| {
                let rest: Vec<_> = links.iter().copied().filter(|&(a, b)| (a.min(b), a.max(b)) != (from, to)).collect();
                Topology::new(nodes, &rest).unwrap().component_count() > network.component_count()
            };
            let pairs = (0..nodes).flat_map(|from| (from + 1..nodes).map(move |to| (from, to)));
            prop_assert_eq!(network.bridges(), pairs.filter(is_bridge).collect::<Vec<_>>());
        }

        #[test]
        fn articulation_points_are_those_whose_loss_adds_a_component((nodes, links) in any_links()) {
            let network = Topology::new(nodes, &links).unwrap();
            let is_point = |&node: &usize| {
                // The node stays, alone: it is one component by itself.
                let rest: Vec<_> = links.iter().copied().filter(|&(a, b)| a != node && b != node).collect();
                Topology::new(nodes, &rest).unwrap().component_count() - 1 > network.component_count()
            };
            prop_assert_eq!(network.articulation_points(), (0..nodes).filter(is_point).collect::<Vec<_>>());
        }
    }
}
