//! The rail links of a network as a graph, and where lines end at junctions.

use super::way::{RailWay, Stretch};
use crate::index::{LinkIdx, NodeIdx};
use crate::kernels::dijkstra::Dijkstra;
use crate::kernels::graph::{Csr, UNREACHED};
use crate::network::{FacilityType, Link, LinkUse, Network, RouteClass};
use crate::units::{KmPerHour, Seconds};
use std::collections::BTreeMap;

/// How many times its length a high-speed line counts for a conventional train.
const AVOIDED: f64 = 10.0;

/// The rail links that trains with passengers may use, as a graph weighted by time at free speed.
#[derive(Debug)]
pub(in crate::scenario) struct RailGraph {
    graph: Csr,
    /// Milliseconds at free speed.
    weights: Vec<u32>,
    stretches: Vec<Stretch>,
    trees: BTreeMap<NodeIdx, Dijkstra>,
}

impl RailGraph {
    /// Of a network's links, for one class of train: conventional trains keep off high-speed lines where they can.
    pub(in crate::scenario) fn new(network: &Network, class: RouteClass) -> Self {
        Self::over(network, class, |_| true)
    }

    /// The same of some links only.
    pub(in crate::scenario) fn over(
        network: &Network,
        class: RouteClass,
        is_there: impl Fn(&Link) -> bool,
    ) -> Self {
        let keeps_off = class != RouteClass::HighSpeedRail;
        let is_avoided = |facility| keeps_off && facility == FacilityType::HighSpeedRail;
        Self::made(network, LinkUse::PassengerTrain, is_there, is_avoided)
    }

    /// Of the links with another use; those of some facility types are avoided.
    pub(in crate::scenario) fn of_use(
        network: &Network,
        link_use: LinkUse,
        is_avoided: impl Fn(FacilityType) -> bool,
    ) -> Self {
        Self::made(network, link_use, |_| true, is_avoided)
    }

    fn made(
        network: &Network,
        link_use: LinkUse,
        is_there: impl Fn(&Link) -> bool,
        is_avoided: impl Fn(FacilityType) -> bool,
    ) -> Self {
        let lines = Lines::new(network, link_use);
        let (mut arcs, mut weights, mut stretches) = (Vec::new(), Vec::new(), Vec::new());
        for (at, link) in network.links.iter().enumerate() {
            if !link.allowed_uses.allows(link_use) || !is_there(link) {
                continue;
            }
            let factor = if is_avoided(link.facility_type) { AVOIDED } else { 1.0 };
            let hours = link.length.0 / link.free_speed.0 * factor;
            let ways = [(link.from, link.to), (link.to, link.from)];
            let directions = ways.into_iter().zip([false, true]);
            for ((from, to), is_back) in directions.take(if link.is_directed { 1 } else { 2 }) {
                arcs.push((from.0, to.0));
                weights.push((hours * 3.6e6).round() as u32);
                let design = link.design_speed.unwrap_or(link.free_speed).0;
                let ends_at = |node| lines.end_at_junction(link.line_id.as_deref(), node);
                stretches.push(Stretch {
                    link: LinkIdx::new(at),
                    is_back,
                    ends: (from, to),
                    length: link.length,
                    speed: link.free_speed,
                    design: KmPerHour(design.max(link.free_speed.0)),
                    facility: link.facility_type,
                    is_junction: (ends_at(from), ends_at(to)),
                });
            }
        }
        let graph = Csr::new(network.nodes.len(), &arcs);
        Self { graph, weights, stretches, trees: BTreeMap::new() }
    }

    /// The fastest way at the links' free speeds.
    pub(in crate::scenario) fn way(&mut self, from: NodeIdx, to: NodeIdx) -> Option<RailWay> {
        self.tree(from);
        let arcs = self.trees.get(&from)?.path(&self.graph, to.0)?;
        Some(RailWay::new(arcs.iter().map(|arc| self.stretches[*arc as usize]).collect()))
    }

    /// Time at the links' free speeds (those kept off counted longer), without stops or margin.
    pub(in crate::scenario) fn free_time(&mut self, from: NodeIdx, to: NodeIdx) -> Option<Seconds> {
        let milliseconds = self.tree(from).distance(to.0);
        (milliseconds != UNREACHED).then(|| Seconds((milliseconds + 500) / 1000))
    }

    fn tree(&mut self, from: NodeIdx) -> &Dijkstra {
        self.trees.entry(from).or_insert_with(|| {
            let mut search = Dijkstra::new();
            search.run(&self.graph, &self.weights, &[(from.0, 0)]);
            search
        })
    }
}

/// The lines at each node: how many links of each are there, and whether it is a high-speed line.
struct Lines<'a> {
    at: BTreeMap<NodeIdx, BTreeMap<&'a str, (usize, bool)>>,
}

impl<'a> Lines<'a> {
    fn new(network: &'a Network, link_use: LinkUse) -> Self {
        let mut at: BTreeMap<NodeIdx, BTreeMap<&str, (usize, bool)>> = BTreeMap::new();
        for link in network.links.iter().filter(|link| link.allowed_uses.allows(link_use)) {
            let Some(line) = link.line_id.as_deref() else { continue };
            let is_fast = link.facility_type == FacilityType::HighSpeedRail;
            for end in [link.from, link.to] {
                let here = at.entry(end).or_default().entry(line).or_insert((0, is_fast));
                here.0 += 1;
            }
        }
        Self { at }
    }

    /// Whether a high-speed line ends at a node and meets another one there. It does not where the only other line ends
    /// there as well: that one is the same line under another name.
    fn end_at_junction(&self, line: Option<&str>, node: NodeIdx) -> bool {
        let Some((line, lines)) = line.zip(self.at.get(&node)) else { return false };
        let ends = |line: &str| lines.get(line).is_some_and(|(links, _)| *links == 1);
        let is_fast = |line: &str| lines.get(line).is_some_and(|(_, is_fast)| *is_fast);
        let mut others = lines.keys().filter(|other| **other != line);
        let goes_on = lines.len() == 2 && others.clone().all(|other| ends(other));
        is_fast(line) && ends(line) && !goes_on && others.any(|other| is_fast(other))
    }
}
