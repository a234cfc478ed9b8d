//! Nodes and links: what cannot be built so.

use super::{Finding, Subject};
use crate::index::{LinkIdx, NodeIdx, TerminalIdx};
use crate::network::{Link, Network, NodeType};
use crate::units::{Date, Kilometres};
use std::collections::{BTreeMap, BTreeSet};

/// How much shorter than the straight line between its ends a link may be, for coordinates are rounded too.
const SHORTER: f64 = 0.005;

/// As [`SHORTER`], for short links, whose lengths are written with one decimal.
const SHORTER_BY: Kilometres = Kilometres(0.1);

fn links(network: &Network) -> impl Iterator<Item = (LinkIdx, &Link)> {
    network.links.iter().enumerate().map(|(at, link)| (LinkIdx::new(at), link))
}

/// Links shorter than the straight line between their ends.
pub(super) fn impossible_lengths(network: &Network) -> Vec<Finding> {
    links(network)
        .filter_map(|(at, link)| {
            let ends = [link.from, link.to].map(|node| &network.nodes[node.at()]);
            let straight = ends[0].position.distance(ends[1].position).0;
            let least = (straight * (1.0 - SHORTER)).min(straight - SHORTER_BY.0);
            let message = format!(
                "the link is {} km long, the straight line between {} and {} {straight:.1} km",
                link.length.0, ends[0].name, ends[1].name
            );
            (link.length.0 < least).then(|| {
                Finding::error("shorter-than-straight-line", Subject::Link(at), "length", message)
                    .help("a length in km of the straight line or more, or other coordinates of its ends")
            })
        })
        .collect()
}

/// Speeds that nothing of the kind runs at.
pub(super) fn impossible_speeds(network: &Network) -> Vec<Finding> {
    links(network)
        .filter_map(|(at, link)| {
            let most = link.facility_type.highest_speed().0;
            let speed = link.free_speed.0;
            let message = format!(
                "{speed} km/h cannot be: on a link of type {} it is above 0 and at most {most}",
                link.facility_type.name()
            );
            (speed <= 0.0 || speed > most).then(|| {
                Finding::error("impossible-speed", Subject::Link(at), "free_speed", message)
                    .help("a speed in km/h")
            })
        })
        .collect()
}

/// Links that end where they start.
pub(super) fn loops(network: &Network) -> Vec<Finding> {
    links(network)
        .filter(|(_, link)| link.from == link.to)
        .map(|(at, link)| {
            let name = &network.nodes[link.from.at()].name;
            let message = format!("the link starts and ends at {name}");
            Finding::error("loop", Subject::Link(at), "to_node_id", message)
                .help("another node at one of its ends")
        })
        .collect()
}

/// Links of one type and line between the same nodes. Those with a course of their own are two roads.
pub(super) fn parallel_links(network: &Network) -> Vec<Finding> {
    let mut seen: BTreeMap<_, &str> = BTreeMap::new();
    let mut findings = Vec::new();
    for (at, link) in links(network).filter(|(_, link)| link.geometry.is_empty()) {
        let kind = (link.facility_type, link.line_id.as_deref().unwrap_or(""));
        let back = (!link.is_directed).then_some((link.to, link.from));
        for ends in std::iter::once((link.from, link.to)).chain(back) {
            let first = *seen.entry((kind, ends)).or_insert(&link.id);
            if first != link.id && findings.last().is_none_or(|last| !is_about(last, at)) {
                let message = format!("`{first}` joins the same nodes, of the same type and line");
                findings.push(
                    Finding::warning("parallel-links", Subject::Link(at), "link_id", message)
                        .help("one of the two, or another line_id"),
                );
            }
        }
    }
    findings
}

fn is_about(finding: &Finding, link: LinkIdx) -> bool {
    finding.subject == Subject::Link(link)
}

/// Nodes, links and terminals that open after the day the network is of.
pub(super) fn not_yet_open(network: &Network) -> Vec<Finding> {
    let base_date = network.config.base_date;
    let late = |opened: Option<Date>, subject| {
        let opened = opened.filter(|opened| *opened > base_date)?;
        let message = format!("it opens on {opened}, after the base date {base_date}");
        let finding = Finding::error("not-yet-open", subject, "opened", message);
        Some(finding.help("what does not exist yet is a project in scenarios/projects"))
    };
    let nodes = network.nodes.iter().enumerate();
    let nodes = nodes.filter_map(|(at, node)| late(node.opened, Subject::Node(NodeIdx::new(at))));
    let terminals = network.terminals.iter().enumerate();
    let terminals =
        terminals.filter_map(|(at, row)| late(row.opened, Subject::Terminal(TerminalIdx::new(at))));
    nodes
        .chain(links(network).filter_map(|(at, link)| late(link.opened, Subject::Link(at))))
        .chain(terminals)
        .collect()
}

/// Nodes that no link starts or ends at, but for airports: flights are no links.
pub(super) fn nodes_without_link(network: &Network) -> Vec<Finding> {
    let mut linked: BTreeSet<NodeIdx> =
        network.links.iter().flat_map(|link| [link.from, link.to]).collect();
    linked.extend(network.terminals.iter().filter_map(|terminal| terminal.air_node));
    let served = network.transit.stops.iter().filter_map(|stop| stop.node);
    linked.extend(served.filter(|node| network.nodes[node.at()].node_type == NodeType::Airport));
    (0..network.nodes.len())
        .map(NodeIdx::new)
        .filter(|node| !linked.contains(node))
        .map(|node| {
            let message = format!("no link starts or ends at {}", network.nodes[node.at()].name);
            Finding::warning("node-without-link", Subject::Node(node), "node_id", message)
                .help("a link to it, or no such node")
        })
        .collect()
}
