//! Places of nodes whose files have no degrees.

use crate::network::Position;
use crate::units::Kilometres;
use petgraph::algo::dijkstra;
use petgraph::graph::{NodeIndex, UnGraph};

/// km of a degree of latitude, on the sphere distances are measured on.
const KM_OF_DEGREE: f64 = 111.195;

/// Points of a plane, in km, laid on the globe with their middle at `origin`.
pub fn on_globe(points: &[[f64; 2]], origin: Position) -> Vec<Position> {
    let count = points.len().max(1) as f64;
    let middle = [0, 1].map(|axis| points.iter().map(|point| point[axis]).sum::<f64>() / count);
    let wide = KM_OF_DEGREE * origin.lat.to_radians().cos();
    let place = |point: &[f64; 2]| Position {
        lon: origin.lon + (point[0] - middle[0]) / wide,
        lat: origin.lat + (point[1] - middle[1]) / KM_OF_DEGREE,
    };
    points.iter().map(place).collect()
}

/// Draws nodes from the lengths of links alone, so that no link is shorter than the straight line between its ends.
///
/// A node lies at its distances over the network from two far ends of it, divided by √2 (a Lipschitz embedding: Bourgain 1985).
/// Distances of the ends of a link differ by its length at most, so the straight line is at most that. Nodes that would fall
/// together are moved apart by some metres.
pub fn drawn(nodes: usize, links: &[(usize, usize, Kilometres)]) -> Vec<[f64; 2]> {
    let mut graph: UnGraph<(), f64> = UnGraph::default();
    for _ in 0..nodes {
        graph.add_node(());
    }
    for (from, to, length) in links {
        graph.add_edge(NodeIndex::new(*from), NodeIndex::new(*to), length.0);
    }
    let far = |start: usize| {
        let reached = dijkstra(&graph, NodeIndex::new(start), None, |edge| *edge.weight());
        let lengths: Vec<f64> = (0..nodes)
            .map(|node| reached.get(&NodeIndex::new(node)).copied().unwrap_or(0.0))
            .collect();
        let end = (0..nodes).max_by(|a, b| lengths[*a].total_cmp(&lengths[*b])).unwrap_or(0);
        (lengths, end)
    };
    if nodes == 0 {
        return Vec::new();
    }
    let (_, first) = far(0);
    let (x, second) = far(first);
    let (y, _) = far(second);
    (0..nodes).map(|node| apart([x[node], y[node]].map(|it| it / 2.0_f64.sqrt()), node)).collect()
}

/// Moves a point by up to 20 m, each node its own way.
fn apart(point: [f64; 2], node: usize) -> [f64; 2] {
    let angle = node as f64 * 2.399_963;
    let radius = 0.005 + 0.015 * (node as f64 * 0.618_034).fract();
    [point[0] + radius * angle.cos(), point[1] + radius * angle.sin()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_drawn_link_is_shorter_than_its_straight_line(
            links in prop::collection::vec((0_usize..12, 0_usize..12, 0.0..50.0), 1..40),
        ) {
            let links: Vec<_> =
                links.into_iter().map(|(from, to, length)| (from, to, Kilometres(length))).collect();
            let points = on_globe(&drawn(12, &links), Position { lon: 0.0, lat: 0.0 });
            for (from, to, length) in links {
                let straight = points[from].distance(points[to]).0;
                prop_assert!(straight <= length.0 + 0.05, "{straight} {length:?}");
            }
        }
    }
}
