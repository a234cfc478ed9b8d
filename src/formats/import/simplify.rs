//! Joining links at nodes where nothing happens.
//!
//! A node that two links meet at, alike in all but length and course, tells a traveller nothing. A chain of such links
//! between two nodes that matter becomes one link with the course of all. Two nodes of a ring stay, so that no link ends where
//! it starts, and one of a chain whose ends another like link joins already.

use super::Draft;
use crate::index::NodeIdx;
use crate::network::{FacilityType, Link, Position};
use crate::units::Kilometres;
use std::collections::{BTreeMap, BTreeSet};

/// Joins what can be joined; returns how many nodes went. Nodes of `fixed` stay; nodes without links are not counted and stay.
pub fn simplify(draft: &mut Draft, fixed: &BTreeSet<NodeIdx>) -> usize {
    let at_node = links_at(draft);
    let joins: Vec<bool> = (0..draft.nodes.len())
        .map(|node| !fixed.contains(&NodeIdx::new(node)) && can_join(draft, &at_node, node))
        .collect();
    let mut walk =
        Walk { at_node, joins, is_done: vec![false; draft.links.len()], pairs: BTreeSet::new() };
    let mut chains = Vec::new();
    for start in 0..draft.links.len() {
        if !walk.is_done[start] {
            chains.extend(walk.chains(draft, start));
        }
    }
    chains.sort_by_key(|chain| chain[0].0);
    let before = ends_of(&draft.links).len();
    draft.links = chains.iter().map(|chain| joined(draft, chain)).collect();
    before - ends_of(&draft.links).len()
}

fn ends_of(links: &[Link]) -> BTreeSet<NodeIdx> {
    links.iter().flat_map(|link| [link.from, link.to]).collect()
}

fn links_at(draft: &Draft) -> Vec<Vec<usize>> {
    let mut at_node = vec![Vec::new(); draft.nodes.len()];
    for (at, link) in draft.links.iter().enumerate() {
        at_node[link.from.at()].push(at);
        at_node[link.to.at()].push(at);
    }
    at_node
}

/// Whether two links alike meet at a node, and lead on where they are directed.
fn can_join(draft: &Draft, at_node: &[Vec<usize>], node: usize) -> bool {
    let [first, second] = at_node[node][..] else { return false };
    let (a, b) = (&draft.links[first], &draft.links[second]);
    let leads_on = !a.is_directed || (a.to.at() == node) != (b.to.at() == node);
    let (start, end) = (other_end(a, node), other_end(b, node));
    first != second && leads_on && start.is_some() && end.is_some() && are_alike(a, b)
}

fn other_end(link: &Link, node: usize) -> Option<usize> {
    match (link.from.at() == node, link.to.at() == node) {
        (true, false) => Some(link.to.at()),
        (false, true) => Some(link.from.at()),
        _ => None,
    }
}

/// Whether two links differ in nothing that a traveller or a reader would miss.
fn are_alike(a: &Link, b: &Link) -> bool {
    let bare = |link: &Link| Link {
        id: String::new(),
        from: NodeIdx::new(0),
        to: NodeIdx::new(0),
        length: Kilometres(0.0),
        geometry: Vec::new(),
        toll_yuan: if link.toll_yuan > 0.0 { 1.0 } else { 0.0 },
        ..link.clone()
    };
    bare(a) == bare(b)
}

/// A link and whether it is walked from its end to its start.
type Step = (usize, bool);

struct Walk {
    at_node: Vec<Vec<usize>>,
    joins: Vec<bool>,
    is_done: Vec<bool>,
    /// Ends and kind of the links made so far, so that no two are parallel for want of a node between.
    pairs: BTreeSet<Pair>,
}

type Pair = (NodeIdx, NodeIdx, FacilityType, Option<String>);

impl Walk {
    /// The chain a link is part of, cut where it must be.
    fn chains(&mut self, draft: &Draft, start: usize) -> Vec<Vec<Step>> {
        let mut chain = vec![(start, false)];
        self.is_done[start] = true;
        self.extend(draft, &mut chain);
        turn(&mut chain);
        self.extend(draft, &mut chain);
        turn(&mut chain);
        self.cut(draft, chain)
    }

    fn extend(&mut self, draft: &Draft, chain: &mut Vec<Step>) {
        while let Some(last) = chain.last() {
            let end = ends(draft, *last).1;
            if !self.joins[end.at()] {
                return;
            }
            let next = self.at_node[end.at()].iter().find(|link| !self.is_done[**link]);
            let Some(next) = next.copied() else { return };
            self.is_done[next] = true;
            chain.push((next, draft.links[next].to == end));
        }
    }

    fn cut(&mut self, draft: &Draft, chain: Vec<Step>) -> Vec<Vec<Step>> {
        let (start, end) = (ends(draft, chain[0]).0, ends(draft, chain[chain.len() - 1]).1);
        let is_free = |pairs: &BTreeSet<Pair>, chain: &[Step]| !pairs.contains(&pair(draft, chain));
        let pieces = match () {
            () if start == end && chain.len() > 2 => pieces(&chain, 3),
            () if start == end => pieces(&chain, chain.len()),
            () if chain.len() > 1 && !is_free(&self.pairs, &chain) => pieces(&chain, 2),
            () => vec![chain],
        };
        for piece in &pieces {
            let key = pair(draft, piece);
            if !draft.links[piece[0].0].is_directed {
                self.pairs.insert((key.1, key.0, key.2, key.3.clone()));
            }
            self.pairs.insert(key);
        }
        pieces
    }
}

fn pair(draft: &Draft, chain: &[Step]) -> Pair {
    let link = &draft.links[chain[0].0];
    let (start, end) = (ends(draft, chain[0]).0, ends(draft, chain[chain.len() - 1]).1);
    (start, end, link.facility_type, link.line_id.clone())
}

/// A chain in so many parts, as even as can be.
fn pieces(chain: &[Step], count: usize) -> Vec<Vec<Step>> {
    (0..count)
        .map(|nth| chain[nth * chain.len() / count..(nth + 1) * chain.len() / count].to_vec())
        .collect()
}

fn turn(chain: &mut [Step]) {
    chain.reverse();
    for step in chain {
        step.1 = !step.1;
    }
}

fn ends(draft: &Draft, (link, is_back): Step) -> (NodeIdx, NodeIdx) {
    let link = &draft.links[link];
    if is_back { (link.to, link.from) } else { (link.from, link.to) }
}

/// One link of a chain: its id and words are those of the first in the table.
fn joined(draft: &Draft, chain: &[Step]) -> Link {
    let first = chain.iter().map(|step| step.0).min().unwrap_or(0);
    let mut course: Vec<Position> = Vec::new();
    for (nth, step) in chain.iter().enumerate() {
        let link = &draft.links[step.0];
        if nth > 0 {
            course.push(draft.nodes[ends(draft, *step).0.at()].position);
        }
        let points = link.geometry.iter().copied();
        if step.1 { course.extend(points.rev()) } else { course.extend(points) }
    }
    let all = chain.iter().map(|step| &draft.links[step.0]);
    Link {
        from: ends(draft, chain[0]).0,
        to: ends(draft, chain[chain.len() - 1]).1,
        length: all.clone().map(|link| link.length).sum(),
        toll_yuan: all.map(|link| link.toll_yuan).sum(),
        geometry: course,
        ..draft.links[first].clone()
    }
}

/// Gives links that bear one id numbers behind it, in order.
pub fn number_ids(links: &mut [Link]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for link in links {
        let count = seen.entry(link.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            link.id = format!("{}.{count}", link.id);
        }
    }
}
