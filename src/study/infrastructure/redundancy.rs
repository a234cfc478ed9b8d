//! How many ways lead from city to city that share no line.

use super::{InfrastructureGraph, cities, city_of};
use crate::index::ZoneIdx;
use crate::kernels::max_flow::UnitFlow;
use crate::network::Network;
use rayon::prelude::*;

/// Ways between two cities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redundancy {
    /// One city.
    pub from: ZoneIdx,
    /// The other.
    pub to: ZoneIdx,
    /// The most ways between any node of one and any of the other no two of which share a line: as many lines must fail
    /// before the cities are cut off from each other.
    pub ways: u32,
}

/// Of each pair of cities that have nodes in the network, once. One-way lines count as if they led both ways.
pub fn redundancy(network: &Network, graph: &InfrastructureGraph) -> Vec<Redundancy> {
    let edges: Vec<(u32, u32)> =
        graph.links.iter().map(|link| (link.ends.0 as u32, link.ends.1 as u32)).collect();
    let flow = UnitFlow::new(graph.nodes.len(), &edges);
    let nodes_of = |city: ZoneIdx| -> Vec<u32> {
        let of_city = |zone: ZoneIdx| zone == city || city_of(network, zone) == city;
        let nodes = graph
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, row)| network.nodes[row.node.at()].zone.is_some_and(of_city));
        nodes.map(|(at, _)| at as u32).collect()
    };
    let ends: Vec<(ZoneIdx, Vec<u32>)> = cities(network)
        .into_iter()
        .map(|city| (city, nodes_of(city)))
        .filter(|(_, nodes)| !nodes.is_empty())
        .collect();
    let pairs: Vec<(usize, usize)> =
        (0..ends.len()).flat_map(|from| (from + 1..ends.len()).map(move |to| (from, to))).collect();
    pairs
        .into_par_iter()
        .map_init(
            || flow.clone(),
            |flow, (from, to)| Redundancy {
                from: ends[from].0,
                to: ends[to].0,
                ways: flow.disjoint_paths(&ends[from].1, &ends[to].1),
            },
        )
        .collect()
}
