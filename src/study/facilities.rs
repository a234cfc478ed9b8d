//! What a project does to roads, waterways and goods lines as such, whether or not a travel time changes.

use crate::index::NodeIdx;
use crate::network::{Link, LinkUse, Network, NodeType};
use crate::supply::GoodsLines;
use std::collections::{BTreeMap, BTreeSet};

/// Each a phrase with its figure and unit; empty if nothing changes.
pub(super) fn changes(without: &Network, with: &Network) -> Vec<String> {
    let pairs = same_links(without, with);
    let phrases = [capacity(&pairs), tolls(&pairs), vessel_limits(&pairs)];
    phrases.into_iter().flatten().chain(goods_lines(without, with)).collect()
}

/// Whether reaches for vessels were added, taken away or changed.
pub(super) fn has_other_waterways(without: &Network, with: &Network) -> bool {
    let reaches = |network: &Network| -> Vec<(String, Option<crate::network::Waterway>, f64)> {
        let links = network.links.iter().filter(|link| link.waterway.is_some());
        links.map(|link| (link.id.clone(), link.waterway, link.length.0)).collect()
    };
    reaches(without) != reaches(with)
}

/// Links of both networks, by id.
fn same_links<'a>(without: &'a Network, with: &'a Network) -> Vec<(&'a Link, &'a Link)> {
    let old: BTreeMap<&str, &Link> =
        without.links.iter().map(|link| (link.id.as_str(), link)).collect();
    with.links.iter().filter_map(|link| Some((*old.get(link.id.as_str())?, link))).collect()
}

fn capacity(pairs: &[(&Link, &Link)]) -> Option<String> {
    let each_way = |link: &Link| Some(link.lanes? * link.capacity?);
    let changed: Vec<(f64, f64)> = pairs
        .iter()
        .filter_map(|(old, new)| Some((each_way(old)?, each_way(new)?)))
        .filter(|(old, new)| (old - new).abs() > 0.5)
        .collect();
    let (old, new) = *changed.first()?;
    Some(format!(
        "capacity {old:.0} → {new:.0} pcu/h each way on {} links (congestion is not simulated)",
        changed.len()
    ))
}

fn tolls(pairs: &[(&Link, &Link)]) -> Option<String> {
    let changed: Vec<f64> = pairs
        .iter()
        .map(|(old, new)| new.toll_yuan - old.toll_yuan)
        .filter(|change| change.abs() > 0.005)
        .collect();
    let sum: f64 = changed.iter().sum();
    (!changed.is_empty()).then(|| {
        format!("tolls {sum:+.0} yuan a car over {} links", changed.len()).replace('-', "−")
    })
}

fn vessel_limits(pairs: &[(&Link, &Link)]) -> Option<String> {
    let limit = |link: &Link| {
        link.waterway.map(|waterway| (waterway.vessel_limit_t, waterway.waterway_class))
    };
    let changed: Vec<(&Link, &Link)> =
        pairs.iter().copied().filter(|(old, new)| limit(old) != limit(new)).collect();
    let km: f64 = changed.iter().map(|(_, new)| new.length.0).sum();
    let (old, new) = changed.first()?;
    let words = |link: &Link| {
        link.waterway.map_or_else(
            || "none".to_owned(),
            |waterway| {
                format!("{} ({:.0} t)", waterway.waterway_class.name(), waterway.vessel_limit_t)
            },
        )
    };
    Some(format!("waterway class {} → {} on {km:.0} km", words(old), words(new)))
}

/// Lines for goods trains added, and what they shorten between freight stations and terminals.
fn goods_lines(without: &Network, with: &Network) -> Vec<String> {
    let is_goods = |link: &&Link| link.allowed_uses.allows(LinkUse::FreightTrain);
    let known: BTreeSet<&str> =
        without.links.iter().filter(is_goods).map(|link| link.id.as_str()).collect();
    let new = with.links.iter().filter(is_goods).filter(|link| !known.contains(link.id.as_str()));
    let km: f64 = new.map(|link| link.length.0).sum();
    if km < 0.05 {
        return Vec::new();
    }
    let mut phrases = vec![format!("{km:.0} km of line for goods trains")];
    let (old, new) = (distances(without), distances(with));
    let joined = new.keys().filter(|pair| !old.contains_key(*pair)).count();
    if joined > 0 {
        phrases.push(format!("{joined} pairs of freight stations joined"));
    }
    let saved: Vec<f64> = new
        .iter()
        .filter_map(|(pair, km)| Some(old.get(pair)? - km))
        .filter(|saved| *saved >= 0.5)
        .collect();
    if !saved.is_empty() {
        let mean = saved.iter().sum::<f64>() / saved.len() as f64;
        phrases.push(format!("−{mean:.0} km between {} pairs of freight stations", saved.len()));
    }
    phrases
}

/// Kilometres by goods train between freight stations and terminals, by the ids of their nodes.
fn distances(network: &Network) -> BTreeMap<(String, String), f64> {
    let lines = GoodsLines::new(network);
    let stations = (0..network.nodes.len())
        .map(NodeIdx::new)
        .filter(|node| network.nodes[node.at()].node_type == NodeType::FreightStation);
    let terminals = network.terminals.iter().filter_map(|terminal| terminal.rail_node);
    let yards: BTreeSet<NodeIdx> = stations.chain(terminals).collect();
    let mut found = BTreeMap::new();
    for from in &yards {
        let tree = lines.from(*from);
        for to in yards.iter().filter(|to| *to > from) {
            let Some(length) = tree.length(*to) else { continue };
            let ids = [*from, *to].map(|node| network.nodes[node.at()].id.clone());
            found.insert(ids.into(), length.0);
        }
    }
    found
}
