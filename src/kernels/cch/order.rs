//! An order to contract nodes in: nested dissection by inertial flow.
//!
//! Problem: put small separators last, so that few shortcuts arise and the elimination tree stays low.
//!
//! Papers: George 1973 (nested dissection), Schild & Sommer 2015 (inertial flow), doi 10.1007/978-3-319-20086-6_22.
//! Nodes are sorted along a direction on the map; a share at one end are sources, a share at the other are sinks, and
//! the minimum cut between them is covered by nodes. The best of several directions counts: fewest separator nodes for
//! the nodes on the smaller side. Parts that fall apart are ordered on their own, small ones by least degree.
//!
//! Complexity: O(directions · cut · m) a level at worst, O(log n) levels on road networks. Memory: O(n + m).
//!
//! Invariants: the order depends on the graph and the coordinates alone, not on the number of threads.
//!
//! What it does not do: look at weights or directions of arcs.

use super::min_cut::{Flow, Terminal, cover};
use super::min_degree;
use super::undirected::Undirected;

/// Parts of so many nodes are ordered by least degree.
const SMALL: usize = 32;
/// Parts of so many nodes are worth a task of their own.
const GRAIN: usize = 512;
/// Unit vectors, 22.5 degrees apart.
const DIRECTIONS: [(f64, f64); 8] = [
    (1.0, 0.0),
    (0.0, 1.0),
    (0.707, 0.707),
    (0.707, -0.707),
    (0.924, 0.383),
    (0.383, 0.924),
    (0.924, -0.383),
    (0.383, -0.924),
];
/// Sources and sinks are each one node in so many.
const SHARES: [usize; 1] = [4];

/// The nodes of a graph in the order they are to be contracted in, given arcs as (tail, head) and the longitude and
/// latitude of every node in degrees.
///
/// ```
/// use tongqu::kernels::cch::inertial_flow_order;
/// let line = [(0, 1), (1, 2), (2, 3), (3, 4)];
/// let order = inertial_flow_order(&line, &[(116.0, 34.0), (116.1, 34.0), (116.2, 34.0), (116.3, 34.0), (116.4, 34.0)]);
/// assert_eq!(order.len(), 5);
/// ```
///
/// # Panics
/// If an arc names a node without coordinates.
pub fn inertial_flow_order(arcs: &[(u32, u32)], coordinates: &[(f64, f64)]) -> Vec<u32> {
    let graph = Undirected::new(coordinates.len(), arcs);
    let middle =
        coordinates.iter().map(|&(_, latitude)| latitude).sum::<f64>() / coordinates.len() as f64;
    let shrink = middle.to_radians().cos();
    let places = coordinates.iter().map(|&(longitude, latitude)| (longitude * shrink, latitude));
    let whole = Whole { graph: &graph, places: places.collect() };
    let mut order: Vec<u32> = (0..coordinates.len() as u32).collect();
    let ids = order.clone();
    whole.dissect(&Part { ids, graph: graph.clone() }, &mut order);
    order
}

/// The graph that parts are cut from.
struct Whole<'a> {
    graph: &'a Undirected,
    places: Vec<(f64, f64)>,
}

/// Some of the nodes, rising, and the graph between them.
struct Part {
    ids: Vec<u32>,
    graph: Undirected,
}

impl Part {
    fn len(&self) -> usize {
        self.ids.len()
    }

    fn take(&self, nodes: &[u32]) -> Self {
        let graph = self.graph.induced(nodes, &mut vec![0; self.len()]);
        Self { ids: nodes.iter().map(|&node| self.ids[node as usize]).collect(), graph }
    }
}

impl Whole<'_> {
    /// Fills `order` with the nodes of a part.
    fn dissect(&self, part: &Part, order: &mut [u32]) {
        let components = part.graph.components();
        if components.len() == 1 {
            return self.dissect_connected(part, order);
        }
        let parts: Vec<Part> = components.iter().map(|nodes| part.take(nodes)).collect();
        self.dissect_all(&parts, order);
    }

    fn dissect_all(&self, parts: &[Part], order: &mut [u32]) {
        match parts {
            [] => {}
            [part] => self.dissect_connected(part, order),
            several => {
                let (left, right) = several.split_at(several.len() / 2);
                let (low, high) = order.split_at_mut(left.iter().map(Part::len).sum());
                fork(
                    order_is_long(low, high),
                    || self.dissect_all(left, low),
                    || self.dissect_all(right, high),
                );
            }
        }
    }

    fn dissect_connected(&self, part: &Part, order: &mut [u32]) {
        if part.len() <= SMALL {
            return self.order_small(part, order);
        }
        let separator = self.separator(part);
        let mut is_cut = vec![false; part.len()];
        for &node in &separator {
            is_cut[node as usize] = true;
        }
        let rest: Vec<u32> =
            (0..part.len() as u32).filter(|&node| !is_cut[node as usize]).collect();
        let (below, top) = order.split_at_mut(rest.len());
        for (slot, &node) in top.iter_mut().zip(&separator) {
            *slot = part.ids[node as usize];
        }
        self.dissect(&part.take(&rest), below);
    }

    fn order_small(&self, part: &Part, order: &mut [u32]) {
        let mut around: Vec<u32> = Vec::new();
        let mut edges = Vec::new();
        for (at, &id) in part.ids.iter().enumerate() {
            for near in self.graph.neighbours(id) {
                let place = part.ids.binary_search(near).unwrap_or_else(|_| {
                    let known = around.iter().position(|other| other == near);
                    part.len()
                        + known.unwrap_or_else(|| {
                            around.push(*near);
                            around.len() - 1
                        })
                });
                edges.push((at as u32, place as u32));
            }
        }
        for (slot, node) in order.iter_mut().zip(min_degree::order(part.len(), &edges)) {
            *slot = part.ids[node as usize];
        }
    }

    /// Few nodes whose removal leaves no large part: the best over all directions. Never empty.
    fn separator(&self, part: &Part) -> Vec<u32> {
        let twins = part.graph.twins();
        let mut best = Cut { separator: vec![], smaller_side: 0 };
        for share in SHARES {
            for direction in DIRECTIONS {
                let terminals = self.terminals(part, direction, part.len() / share);
                for side in near_sides(&part.graph, &twins, &terminals, best.flow_limit(part.len()))
                {
                    best = best.better(Cut::new(&part.graph, &side));
                }
            }
        }
        if best.separator.is_empty() { vec![0] } else { best.separator }
    }

    fn terminals(&self, part: &Part, direction: (f64, f64), count: usize) -> Vec<Terminal> {
        let count = count.max(1);
        let key = |node: u32| {
            let (east, north) = self.places[part.ids[node as usize] as usize];
            east.mul_add(direction.0, north * direction.1)
        };
        let mut along: Vec<(f64, u32)> =
            (0..part.len() as u32).map(|node| (key(node), node)).collect();
        let by_place = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        along.select_nth_unstable_by(count - 1, by_place);
        let last = along.len() - count;
        along[count..].select_nth_unstable_by(last - count, by_place);
        let mut terminals = vec![Terminal::Neither; part.len()];
        for &(_, node) in &along[..count] {
            terminals[node as usize] = Terminal::Source;
        }
        for &(_, node) in &along[last..] {
            terminals[node as usize] = Terminal::Sink;
        }
        terminals
    }
}

/// The two extreme minimum cuts, unless they are larger than `limit`.
fn near_sides(
    graph: &Undirected,
    twins: &[u32],
    terminals: &[Terminal],
    limit: usize,
) -> Vec<Vec<bool>> {
    let mut flow = Flow::new(graph, twins, terminals);
    match flow.maximise(limit) {
        Some(_) => vec![flow.source_side(), flow.sink_cut()],
        None => vec![],
    }
}

fn order_is_long(low: &[u32], high: &[u32]) -> bool {
    low.len().min(high.len()) >= GRAIN
}

fn fork(is_worth_it: bool, left: impl FnOnce() + Send, right: impl FnOnce() + Send) {
    if is_worth_it {
        rayon::join(left, right);
    } else {
        left();
        right();
    }
}

/// A separator and how many nodes it leaves on its smaller side.
struct Cut {
    separator: Vec<u32>,
    smaller_side: usize,
}

impl Cut {
    fn new(graph: &Undirected, is_near: &[bool]) -> Self {
        let separator = cover(graph, is_near);
        let near = is_near.iter().filter(|&&is_near| is_near).count();
        let near_cut = separator.iter().filter(|&&node| is_near[node as usize]).count();
        let far_cut = separator.len() - near_cut;
        let smaller_side = (near - near_cut).min(is_near.len() - near - far_cut);
        Self { separator, smaller_side }
    }

    /// The one with fewer separator nodes for each node on the smaller side; of equals, this.
    fn better(self, other: Self) -> Self {
        let this_score = self.separator.len() * other.smaller_side;
        let other_score = other.separator.len() * self.smaller_side;
        if other.smaller_side > 0 && (self.smaller_side == 0 || other_score < this_score) {
            other
        } else {
            self
        }
    }

    /// No larger flow leads to a better cut. A cover may be smaller than the flow, at most by the degree of its nodes.
    fn flow_limit(&self, node_count: usize) -> usize {
        const LIKELY_EDGES_PER_COVER_NODE: usize = 2;
        if self.smaller_side == 0 {
            return usize::MAX;
        }
        LIKELY_EDGES_PER_COVER_NODE * self.separator.len() * (node_count / 2) / self.smaller_side
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::cch::Cch;
    use crate::kernels::cch::testing::{cases, on_threads, town};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_node_has_one_place(case in cases()) {
            let mut order = inertial_flow_order(&case.arcs, &case.coordinates);
            order.sort_unstable();
            prop_assert_eq!(order, case.nodes());
        }
    }

    #[test]
    fn no_graph_is_too_small() {
        assert_eq!(inertial_flow_order(&[], &[]), [0_u32; 0]);
        assert_eq!(inertial_flow_order(&[(0, 0)], &[(0.0, 90.0)]), [0]);
    }

    #[test]
    fn threads_do_not_change_the_order() {
        let town = town(40);
        let order = || inertial_flow_order(&town.arcs, &town.coordinates);
        assert_eq!(on_threads(1, order), on_threads(4, order));
    }

    /// Row by row a k × k grid gets k³ shortcuts, by nested dissection k² · log k (George 1973).
    #[test]
    fn a_grid_gets_few_shortcuts() {
        let town = town(40);
        let order = inertial_flow_order(&town.arcs, &town.coordinates);
        let arcs = Cch::new(town.node_count(), &town.arcs, &order).arc_count();
        let rows = Cch::new(town.node_count(), &town.arcs, &town.nodes()).arc_count();
        assert!(arcs * 2 < rows, "{arcs} arcs, in rows {rows}");
    }

    #[test]
    fn nodes_at_one_place_are_still_ordered() {
        let arcs: Vec<(u32, u32)> = (0..99).map(|node| (node, node + 1)).collect();
        let mut order = inertial_flow_order(&arcs, &[(116.0, 34.0); 100]);
        order.sort_unstable();
        assert!(order.into_iter().eq(0..100));
    }
}
