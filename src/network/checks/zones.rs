//! Zones: can they be reached, and do their figures add up.

use super::{Finding, Subject};
use crate::index::{NodeIdx, ZoneIdx};
use crate::network::{Gazetteer, Kind, LinkUse, Network};
use crate::units::Kilometres;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, Reversed};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// How far a zone's centre may be from the nearest road.
const REACH: Kilometres = Kilometres(30.0);

/// How much an aggregate's people may differ from those of its parts.
const SUM_TOLERANCE: f64 = 0.01;

/// Zones without a road near by, or whose road does not lead to the others and back.
pub(super) fn without_road(network: &Network) -> Vec<Finding> {
    let connected = Connected::new(network);
    let on_road = nodes_used_by_cars(network);
    let zones = network.zones.iter().enumerate();
    zones
        .filter_map(|(at, zone)| {
            let subject = Subject::Zone(ZoneIdx::new(at));
            let distance =
                |node: &NodeIdx| zone.position.distance(network.nodes[node.at()].position);
            let nearest = on_road.iter().min_by(|a, b| distance(a).0.total_cmp(&distance(b).0))?;
            let (away, name) = (distance(nearest), &network.nodes[nearest.at()].id);
            if away > REACH {
                let message = format!(
                    "{} is {:.0} km from the nearest road node, `{name}`",
                    zone.label(),
                    away.0
                );
                return Some(
                    Finding::warning("zone-far-from-road", subject, "x_coord", message)
                        .help("coordinates of the zone's main town, and a road node there"),
                );
            }
            // Several nodes may stand in one place: one that links leave and one that links reach will do.
            let place = network.nodes[nearest.at()].position;
            let here = on_road.iter().filter(|node| network.nodes[node.at()].position == place);
            let (leave, reach) = here.fold((false, false), |(leave, reach), node| {
                (leave || connected.leads_in[node.at()], reach || connected.is_led_to[node.at()])
            });
            let message =
                format!("no car gets from {} (`{name}`) to most other places", zone.label());
            (!(leave && reach)).then(|| {
                Finding::error("unreachable-zone", subject, "zone_id", message)
                    .help("links that allow `car`, in both directions, to the rest of the network")
            })
        })
        .collect()
}

fn nodes_used_by_cars(network: &Network) -> BTreeSet<NodeIdx> {
    let links = network.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Car));
    links.flat_map(|link| [link.from, link.to]).collect()
}

/// What the largest part of the roads that cars can go round in is reached from, and what is reached from it.
struct Connected {
    leads_in: Vec<bool>,
    is_led_to: Vec<bool>,
}

impl Connected {
    fn new(network: &Network) -> Self {
        let roads = network.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Car));
        let arcs = roads.flat_map(|link| {
            let back = (!link.is_directed).then_some((link.to.0, link.from.0));
            std::iter::once((link.from.0, link.to.0)).chain(back)
        });
        let graph: DiGraph<(), (), u32> = DiGraph::from_edges(arcs);
        // Not `tarjan_scc`: it calls itself once for every node of a road.
        let is_on_road = |node: &NodeIndex| graph.neighbors_undirected(*node).next().is_some();
        let parts = kosaraju_scc(&graph).into_iter().filter(|part| part.iter().any(is_on_road));
        let largest = parts.max_by_key(|part| (part.len(), Reverse(part.iter().min().copied())));
        let largest = largest.unwrap_or_default();
        let reached = |mut search: Dfs<NodeIndex, _>, is_back: bool| {
            let mut is_reached = vec![false; network.nodes.len()];
            let mut next =
                || if is_back { search.next(Reversed(&graph)) } else { search.next(&graph) };
            while let Some(node) = next() {
                is_reached[node.index()] = true;
            }
            is_reached
        };
        match largest.first() {
            Some(start) => Self {
                leads_in: reached(Dfs::new(&graph, *start), true),
                is_led_to: reached(Dfs::new(&graph, *start), false),
            },
            None => Self { leads_in: Vec::new(), is_led_to: Vec::new() },
        }
    }
}

/// Zones that no node and no other zone lies in.
pub(super) fn without_node(network: &Network) -> Vec<Finding> {
    let with_node: BTreeSet<ZoneIdx> = network.nodes.iter().filter_map(|node| node.zone).collect();
    let wholes: BTreeSet<ZoneIdx> =
        network.zones.iter().filter_map(|zone| zone.super_zone).collect();
    let zones = (0..network.zones.len()).map(ZoneIdx::new);
    zones
        .filter(|zone| !with_node.contains(zone) && !wholes.contains(zone))
        .map(|zone| {
            let message = format!("no node lies in {}", network.zones[zone.at()].label());
            Finding::warning("zone-without-node", Subject::Zone(zone), "zone_id", message)
                .help("a road node whose zone_id is this zone")
        })
        .collect()
}

/// Aggregates whose people are not those of their parts, and counts below zero.
pub(super) fn parts_and_whole(network: &Network) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, zone) in network.zones.iter().enumerate() {
        let subject = Subject::Zone(ZoneIdx::new(at));
        let people = zone.opportunity("population");
        if people < 0.0 {
            let message = format!("{} has {people} people", zone.label());
            findings.push(Finding::error("out-of-range", subject, "population", message));
        }
        let parts = network.zones.iter().filter(|part| part.super_zone == Some(ZoneIdx::new(at)));
        let of_parts: Vec<f64> = parts.map(|part| part.opportunity("population")).collect();
        let sum: f64 = of_parts.iter().sum();
        if !of_parts.is_empty() && (sum - people).abs() > SUM_TOLERANCE * people.max(1.0) {
            let message =
                format!("{} has {people:.0} people, its parts have {sum:.0}", zone.label());
            findings.push(
                Finding::warning("parts-differ-from-whole", subject, "population", message)
                    .help("the sum of the parts; people are counted in the parts only"),
            );
        }
    }
    findings
}

/// Published times between places that are none.
pub(super) fn observed_places(network: &Network) -> Vec<Finding> {
    let gazetteer = Gazetteer::new(network);
    let ends = network
        .observed
        .iter()
        .enumerate()
        .flat_map(|(at, observed)| [(at, "from", &observed.from), (at, "to", &observed.to)]);
    let kinds = [Kind::Zone, Kind::Node, Kind::Stop];
    ends.filter_map(|(at, column, name)| {
        let error = gazetteer.find(name, &kinds).err()?;
        let subject = Subject::Observation(at);
        Some(Finding::error("unknown-place", subject, column, error.to_string()))
    })
    .collect()
}
