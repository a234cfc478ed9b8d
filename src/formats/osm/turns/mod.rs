//! Turns that are forbidden, as nodes and links.
//!
//! The road graph has no turns: a link that ends at a node leads to every link that starts there. Where the map forbids a
//! turn, its node is taken apart: links that come in under the same rules end at a node of their own, links that somebody
//! may not turn into start at one of their own, and *turn links*, as short as a link may be, join those that may follow one
//! another. All lie at one point, and whoever walks may go between them as before. So paths over the links are the allowed
//! ones, and no kernel has to know of turns. (The node expansion of Caldwell 1961, doi 10.1145/366105.366184, at these nodes
//! only.)
//!
//! Applied are relations with one `from` way, one `via` node and one `to` way, for the vehicles they name and do not except.
//! Those over a `via` way, at some hours only, or whose ways do not meet at the node or pass through it are counted.

use super::OSM;
use super::build::Built;
use crate::formats::import::components::WALKING;
use crate::formats::import::{Draft, bare_link, provenance, road_node};
use crate::index::NodeIdx;
use crate::network::{Confidence, FacilityType, Link, LinkUse, UseSet};
use crate::units::Kilometres;
use std::collections::{BTreeMap, BTreeSet};

/// The shortest a link of a table may be.
const TURN: Kilometres = Kilometres(0.0001);

/// Of nodes that are not in the map; it keeps the list of ids sorted.
const MADE: i64 = i64::MAX;

/// A relation that can be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Restriction {
    pub(super) from: i64,
    pub(super) via: i64,
    pub(super) to: i64,
    /// Whether all other turns are forbidden, and not this one.
    pub(super) is_only: bool,
    /// Whom it binds.
    pub(super) uses: UseSet,
}

/// What became of the relations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Applied {
    /// Relations whose turn can no longer be made.
    pub(super) applied: usize,
    /// Relations whose roads were not found meeting at their node, or pass through it.
    pub(super) unmatched: usize,
}

/// A link in one direction: its place and whether it is used from its end to its start.
type Arc = (usize, bool);

/// Who may not turn from one link into another, by node.
type Forbidden = BTreeMap<NodeIdx, BTreeMap<Arc, BTreeMap<Arc, UseSet>>>;

/// Takes nodes apart so that no path makes a forbidden turn.
pub(super) fn apply(built: &mut Built, restrictions: &[Restriction]) -> Applied {
    let (forbidden, applied) = match_up(built, restrictions);
    let walked = walked(&built.draft, &forbidden);
    let places = split(&mut built.draft, &forbidden);
    for (node, rules) in forbidden {
        let junction = Junction::new(&built.draft, node, rules, &places);
        junction.take_apart(built, walked.contains(&node));
    }
    applied
}

/// Nodes to be taken apart that people come to on foot.
fn walked(draft: &Draft, forbidden: &Forbidden) -> BTreeSet<NodeIdx> {
    let links = draft.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Walk));
    let ends = links.flat_map(|link| [link.from, link.to]);
    ends.filter(|node| forbidden.contains_key(node)).collect()
}

fn vehicles(uses: UseSet) -> UseSet {
    uses.iter().filter(|it| *it != LinkUse::Walk).collect()
}

fn without(uses: UseSet, less: UseSet) -> UseSet {
    uses.iter().filter(|it| !less.allows(*it)).collect()
}

fn both(one: UseSet, other: UseSet) -> UseSet {
    one.iter().chain(other.iter()).collect()
}

/// Links in the directions that vehicles take, that arrive at a node and that leave it.
fn arcs_at(draft: &Draft, at_node: &[usize], node: NodeIdx) -> [Vec<Arc>; 2] {
    let mut arcs = [Vec::new(), Vec::new()];
    for &at in at_node {
        let link = &draft.links[at];
        if vehicles(link.allowed_uses).is_empty() {
            continue;
        }
        let ways = if link.is_directed { &[false][..] } else { &[false, true] };
        for &is_back in ways {
            let [start, end] = if is_back { [link.to, link.from] } else { [link.from, link.to] };
            if end == node {
                arcs[0].push((at, is_back));
            }
            if start == node {
                arcs[1].push((at, is_back));
            }
        }
    }
    arcs
}

/// Finds the links that relations speak of.
fn match_up(built: &Built, restrictions: &[Restriction]) -> (Forbidden, Applied) {
    let vias: BTreeSet<i64> = restrictions.iter().map(|it| it.via).collect();
    let mut at_node: BTreeMap<NodeIdx, Vec<usize>> = BTreeMap::new();
    let via_nodes: BTreeMap<i64, NodeIdx> = vias
        .into_iter()
        .filter_map(|id| Some((id, NodeIdx::new(built.ids.binary_search(&id).ok()?))))
        .collect();
    let is_via: BTreeSet<NodeIdx> = via_nodes.values().copied().collect();
    for (at, link) in built.draft.links.iter().enumerate() {
        for node in [link.from, link.to].into_iter().filter(|node| is_via.contains(node)) {
            at_node.entry(node).or_default().push(at);
        }
    }
    let (mut forbidden, mut applied) = (Forbidden::new(), Applied::default());
    for restriction in restrictions {
        let node = via_nodes.get(&restriction.via).copied();
        let found = node.and_then(|node| {
            let arcs = arcs_at(&built.draft, at_node.get(&node)?, node);
            Some((node, turn(&built.draft, &arcs, restriction)?, arcs))
        });
        let Some((node, (from, to), [_, out])) = found else {
            applied.unmatched += 1;
            continue;
        };
        applied.applied += 1;
        let rules = forbidden.entry(node).or_default().entry(from).or_default();
        for other in out.into_iter().filter(|other| (*other == to) != restriction.is_only) {
            let uses = rules.entry(other).or_default();
            *uses = both(*uses, restriction.uses);
        }
    }
    (forbidden, applied)
}

/// The one link that comes over the `from` way and the one that goes on over the `to` way.
fn turn(
    draft: &Draft,
    [into, out]: &[Vec<Arc>; 2],
    restriction: &Restriction,
) -> Option<(Arc, Arc)> {
    let one = |arcs: &[Arc], way: i64| {
        let id = format!("way-{way}");
        let mut of_way = arcs.iter().filter(|(at, _)| draft.links[*at].id == id);
        of_way.next().copied().filter(|_| of_way.next().is_none())
    };
    Some((one(into, restriction.from)?, one(out, restriction.to)?))
}

/// Makes two links of each that is open both ways at a node which will be taken apart; says where the second one is.
fn split(draft: &mut Draft, forbidden: &Forbidden) -> BTreeMap<Arc, usize> {
    let mut places = BTreeMap::new();
    for at in 0..draft.links.len() {
        let link = &mut draft.links[at];
        let is_at = [link.from, link.to].iter().any(|node| forbidden.contains_key(node));
        if !is_at || vehicles(link.allowed_uses).is_empty() {
            continue;
        }
        places.insert((at, false), at);
        if !link.is_directed {
            link.is_directed = true;
            let back = Link {
                from: link.to,
                to: link.from,
                geometry: link.geometry.iter().rev().copied().collect(),
                ..link.clone()
            };
            places.insert((at, true), draft.links.len());
            draft.links.push(back);
        }
    }
    places
}

/// A node that is taken apart.
struct Junction {
    node: NodeIdx,
    /// Links that end here, by what their drivers may not turn into, and whom that binds.
    groups: BTreeMap<BTreeMap<usize, UseSet>, Vec<usize>>,
    /// Links that start here and that somebody may not turn into.
    barred: BTreeSet<usize>,
}

impl Junction {
    fn new(
        draft: &Draft,
        node: NodeIdx,
        rules: BTreeMap<Arc, BTreeMap<Arc, UseSet>>,
        places: &BTreeMap<Arc, usize>,
    ) -> Self {
        let rules: BTreeMap<usize, BTreeMap<usize, UseSet>> = rules
            .into_iter()
            .map(|(from, to)| {
                let to = to.into_iter().map(|(to, uses)| (places[&to], uses)).collect();
                (places[&from], to)
            })
            .collect();
        let mut groups: BTreeMap<BTreeMap<usize, UseSet>, Vec<usize>> = BTreeMap::new();
        for at in places.values().copied().filter(|at| draft.links[*at].to == node) {
            groups.entry(rules.get(&at).cloned().unwrap_or_default()).or_default().push(at);
        }
        let barred = rules.values().flat_map(|to| to.keys().copied()).collect();
        Self { node, groups, barred }
    }

    fn take_apart(self, built: &mut Built, is_walked: bool) {
        let mut parts = Parts { node: self.node, is_walked, count: 0, turns: 0, built };
        let mut starts = BTreeMap::new();
        for at in self.barred {
            let part = parts.part();
            parts.built.draft.links[at].from = part;
            starts.insert(at, part);
        }
        for (rules, links) in self.groups {
            let part = parts.part();
            let model = parts.built.draft.links[links[0]].clone();
            for at in &links {
                parts.built.draft.links[*at].to = part;
            }
            let all = links.iter().map(|at| parts.built.draft.links[*at].allowed_uses);
            let all = vehicles(all.fold(UseSet::default(), both));
            parts.turn(&model, part, self.node, all);
            for (at, start) in &starts {
                let bound = rules.get(at).copied().unwrap_or_default();
                parts.turn(&model, part, *start, without(all, bound));
            }
        }
    }
}

/// The parts of a node while it is taken apart.
struct Parts<'a> {
    node: NodeIdx,
    is_walked: bool,
    count: usize,
    turns: usize,
    built: &'a mut Built,
}

impl Parts<'_> {
    /// A node at the same point, to and from which people walk.
    fn part(&mut self) -> NodeIdx {
        self.count += 1;
        let draft = &mut self.built.draft;
        let whole = &draft.nodes[self.node.at()];
        let id = format!("{}.{}", whole.id, self.count);
        let note = format!("part of {} where turns are forbidden", whole.id);
        let origin = provenance(OSM, Confidence::Derived, note);
        draft.nodes.push(road_node(id, whole.position, origin));
        self.built.ids.push(MADE);
        let part = NodeIdx::new(draft.nodes.len() - 1);
        if self.is_walked {
            self.link((self.node, part), [LinkUse::Walk].into_iter().collect(), None);
        }
        part
    }

    fn turn(&mut self, model: &Link, from: NodeIdx, to: NodeIdx, uses: UseSet) {
        if !uses.is_empty() {
            self.link((from, to), uses, Some(model));
        }
    }

    /// A link between parts: for vehicles like that they come over, else for those who walk.
    fn link(&mut self, (from, to): (NodeIdx, NodeIdx), uses: UseSet, model: Option<&Link>) {
        self.turns += 1;
        let draft = &mut self.built.draft;
        let whole = draft.nodes[self.node.at()].id.clone();
        let id = format!("{whole}-turn-{}", self.turns);
        let free_speed = model.map_or(WALKING, |model| model.free_speed);
        let origin = provenance(OSM, Confidence::Derived, format!("a turn at {whole}"));
        draft.links.push(Link {
            is_directed: model.is_some(),
            lanes: model.and_then(|model| model.lanes),
            capacity: model.and_then(|model| model.capacity),
            facility_type: model.map_or(FacilityType::Walkway, |model| model.facility_type),
            allowed_uses: uses,
            ..bare_link(id, (from, to), TURN, free_speed, origin)
        });
    }
}

#[cfg(test)]
mod tests;
