//! The task behind the others: a scenario's roads weighed, and the car times of all pairs of zones.

use super::clock::median_seconds;
use super::tasks::{Row, Rows, beside_first, check};
use crate::network::{Network, Position};
use crate::supply::{Connector, RoadPairs, RoadPlaces, RoadTopology, RoadWeight, Roads};
use crate::units::Seconds;

const TASK: &str = "scenario switch, all zone pairs";

pub(super) fn scenario(network: &Network, roads: &Roads, topology: &RoadTopology) -> Rows {
    let zones: Vec<Position> = network.zones.iter().map(|zone| zone.position).collect();
    let places = RoadPlaces::new(topology, zones.clone());
    let pairs = RoadPairs::new(&places, &places);
    let connectors: Vec<Vec<Connector>> =
        zones.iter().map(|zone| roads.connectors(*zone)).collect();
    let plain = || -> Vec<Option<Seconds>> {
        let row = |from: &Position| {
            let tree = roads.tree(*from);
            let ends = zones.iter().zip(&connectors);
            ends.map(|(to, ways)| tree.time_to(*to, ways)).collect::<Vec<_>>()
        };
        zones.iter().flat_map(row).collect()
    };
    let table = || {
        let metric = topology.metric(network, roads)?;
        Some(metric.table(&pairs, RoadWeight::Time))
    };
    let cells = || (0..zones.len()).flat_map(|from| (0..zones.len()).map(move |to| (from, to)));
    let found: Vec<Option<Seconds>> = match table() {
        Some(table) => cells().map(|(from, to)| table.time(from, to)).collect(),
        None => Vec::new(),
    };
    check(TASK, "cch", &found, &plain())?;
    Ok(beside_first(vec![
        Row::new(TASK, "dijkstra", "scenario", median_seconds(plain)),
        Row::new(TASK, "cch", "scenario", median_seconds(table)),
    ]))
}
