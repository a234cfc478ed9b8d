//! The way along the links of a line, from end to end.

use crate::index::NodeIdx;
use crate::network::Link;
use std::collections::{BTreeMap, BTreeSet};

/// A station or junction of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WayPoint {
    pub(super) node: NodeIdx,
    /// Kilometres from the line's first.
    pub(super) km: f64,
}

/// The longest of the shortest ways over some links, from end to end.
///
/// Two sweeps, each to the farthest node, are right for a line and near enough for a line with branches.
pub(super) fn longest_way(links: &[&Link]) -> Vec<WayPoint> {
    let ends: BTreeSet<NodeIdx> = links.iter().flat_map(|link| [link.from, link.to]).collect();
    // Of several parts that do not touch, that of the longest way.
    let mut best = Vec::new();
    let mut seen = BTreeSet::new();
    for start in ends {
        if seen.contains(&start) {
            continue;
        }
        let first = distances(links, start);
        seen.extend(first.keys().copied());
        let farthest = |found: &BTreeMap<NodeIdx, (f64, NodeIdx)>| {
            found.iter().max_by(|a, b| a.1.0.total_cmp(&b.1.0)).map(|(node, _)| *node)
        };
        let Some(end) = farthest(&first) else { continue };
        let second = distances(links, end);
        let Some(mut at) = farthest(&second) else { continue };
        let mut way = Vec::new();
        loop {
            let (km, before) = second[&at];
            way.push(WayPoint { node: at, km });
            if before == at {
                break;
            }
            at = before;
        }
        way.reverse();
        let length = |way: &[WayPoint]| way.last().map_or(0.0, |stop| stop.km);
        if length(&way) > length(&best) {
            best = way;
        }
    }
    best
}

/// Kilometres to each node that the links reach either way round, and the node before it.
fn distances(links: &[&Link], start: NodeIdx) -> BTreeMap<NodeIdx, (f64, NodeIdx)> {
    let mut found = BTreeMap::from([(start, (0.0, start))]);
    // Bellman and Ford: a project has few links.
    loop {
        let mut is_done = true;
        for link in links {
            for (from, to) in [(link.from, link.to), (link.to, link.from)] {
                let Some((km, _)) = found.get(&from).copied() else { continue };
                let km = km + link.length.0;
                if found.get(&to).is_none_or(|(known, _)| km < known - 1e-9) {
                    found.insert(to, (km, from));
                    is_done = false;
                }
            }
        }
        if is_done {
            return found;
        }
    }
}
