//! What of a road network hangs together.

use super::Draft;
use crate::index::NodeIdx;
use crate::network::{FacilityType, Link, LinkUse, UseSet};
use crate::units::{Kilometres, KmPerHour};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use petgraph::unionfind::UnionFind;
use std::collections::BTreeMap;

/// What was left out.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Dropped {
    /// Links no car gets to and back from, that nobody else can use either, or that do not hang together with the rest.
    pub links: (usize, Kilometres),
    /// Links that stay for people on foot, though cars could enter or leave them in one direction only.
    pub walk_only: (usize, Kilometres),
    /// How many parts, besides the largest, cars can go round in.
    pub parts: usize,
}

/// Speed of a link that only people on foot may use.
pub const WALKING: KmPerHour = KmPerHour(5.0);

/// Keeps the largest part in which a car gets from every node to every other, and what hangs on to it for others.
///
/// Links for cars outside it lose their cars; links without cars stay where they lead to it.
pub fn keep_largest(draft: &mut Draft) -> Dropped {
    let (is_kept, parts) = largest(draft);
    let mut dropped = Dropped { parts, ..Dropped::default() };
    let mut links = std::mem::take(&mut draft.links);
    for link in &mut links {
        let is_inside = is_kept[link.from.at()] && is_kept[link.to.at()];
        if link.allowed_uses.allows(LinkUse::Car) && !is_inside {
            close_to_cars(link, &mut dropped);
        }
    }
    let mut together = UnionFind::<u32>::new(draft.nodes.len());
    let core = is_kept.iter().position(|kept| *kept).unwrap_or(0) as u32;
    for link in links.iter().filter(|link| !link.allowed_uses.is_empty()) {
        together.union(link.from.0, link.to.0);
    }
    for (node, _) in is_kept.iter().enumerate().filter(|(_, kept)| **kept) {
        together.union(core, node as u32);
    }
    let stays = |link: &Link| !link.allowed_uses.is_empty() && together.equiv(link.from.0, core);
    for link in links.iter().filter(|link| !stays(link)) {
        add(&mut dropped.links, link);
        if link.allowed_uses.iter().eq([LinkUse::Walk]) && is_marked(link) {
            take(&mut dropped.walk_only, link);
        }
    }
    links.retain(stays);
    draft.links = links;
    dropped
}

/// Whether each node is in the largest strongly connected part, and how many others there are with more than one node.
fn largest(draft: &Draft) -> (Vec<bool>, usize) {
    let roads = draft.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Car));
    let arcs = roads.flat_map(|link| {
        let back = (!link.is_directed).then_some((link.to.0, link.from.0));
        std::iter::once((link.from.0, link.to.0)).chain(back)
    });
    let graph: DiGraph<(), (), u32> = DiGraph::from_edges(arcs);
    let parts = kosaraju_scc(&graph);
    let others = parts.iter().filter(|part| part.len() > 1).count().saturating_sub(1);
    // The first of the longest, by its smallest node, whatever order they are found in.
    let smallest = |part: &[petgraph::graph::NodeIndex]| part.iter().map(|node| node.index()).min();
    let largest = parts.iter().max_by_key(|part| (part.len(), std::cmp::Reverse(smallest(part))));
    let mut is_kept = vec![false; draft.nodes.len()];
    for node in largest.into_iter().flatten() {
        is_kept[node.index()] = true;
    }
    (is_kept, others)
}

/// A link that cars cannot go round on stays for people on foot, if it is for them.
fn close_to_cars(link: &mut Link, dropped: &mut Dropped) {
    let walks = link.allowed_uses.allows(LinkUse::Walk);
    link.allowed_uses = walks.then_some(LinkUse::Walk).into_iter().collect::<UseSet>();
    if walks {
        link.facility_type = FacilityType::Walkway;
        link.free_speed = WALKING;
        link.provenance.note += CLOSED;
        add(&mut dropped.walk_only, link);
    }
}

const CLOSED: &str = "; closed to cars: they could not get there and back";

fn is_marked(link: &Link) -> bool {
    link.provenance.note.ends_with(CLOSED)
}

fn add(total: &mut (usize, Kilometres), link: &Link) {
    *total = (total.0 + 1, total.1 + link.length);
}

fn take(total: &mut (usize, Kilometres), link: &Link) {
    *total = (total.0 - 1, total.1 + link.length * -1.0);
}

/// Nodes that each hang together with others over some links, as groups of places in `links`.
pub fn groups(nodes: usize, links: &[(NodeIdx, NodeIdx)]) -> Vec<Vec<usize>> {
    let mut together = UnionFind::<u32>::new(nodes);
    for (from, to) in links {
        together.union(from.0, to.0);
    }
    let mut of_group: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, (from, _)) in links.iter().enumerate() {
        of_group.entry(together.find(from.0)).or_default().push(at);
    }
    let mut groups: Vec<Vec<usize>> = of_group.into_values().collect();
    groups.sort();
    groups
}
