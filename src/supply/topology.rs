//! The road links of several networks as one graph, contracted once, and the weights of each network on it.
//!
//! Scenarios of one network differ in few links. [`RoadTopology`] holds every pair of nodes that a road joins in any of
//! them; in a [`RoadMetric`] a pair that its network does not join is closed. Contracting takes some hundred times as
//! long as a search from one node, a metric about as long as one: so a topology pays where several scenarios share it or
//! many places are asked for. For single questions [`Roads`](super::Roads) has Dijkstra.

use super::road::{CrowFly, Roads, metres};
use crate::index::{LinkIdx, NodeIdx};
use crate::kernels::cch::{Cch, Hierarchy, Metric, Query, Updater, inertial_flow_order};
use crate::kernels::graph::UNREACHED;
use crate::network::{Link, LinkUse, Network, Position};
use crate::units::{Kilometres, Seconds};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::collections::{BTreeMap, BTreeSet};

/// What a road is weighed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoadWeight {
    /// Car time in seconds.
    Time,
    /// Length in metres.
    Length,
    /// Generalised cost in hundredths of a yuan: see [`CarCost`].
    Cost,
}

/// How many weights a metric has.
const WEIGHTS: usize = 2;

/// What driving costs besides tolls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CarCost {
    /// Running cost of the car.
    pub yuan_per_km: f64,
    /// Value of the time of those in the car; 0 leaves the money alone.
    pub yuan_per_hour: f64,
}

impl CarCost {
    /// Generalised cost in hundredths of a yuan: running cost, toll, and time at its value.
    pub fn of(self, length: Kilometres, time: Seconds, toll_yuan: f64) -> u32 {
        let time = f64::from(time.0) / 3600.0 * self.yuan_per_hour;
        ((length.0 * self.yuan_per_km + toll_yuan + time) * 100.0).round() as u32
    }
}

/// No node or arc.
const NONE: u32 = u32::MAX;

/// The road links of several networks as one contracted graph.
#[derive(Debug)]
pub struct RoadTopology {
    ids: Vec<String>,
    /// Where each node stood in the network it was first seen in: most likely it stands there in others.
    seen_at: Vec<u32>,
    positions: Vec<Position>,
    /// The arcs, sorted.
    arcs: Vec<(u32, u32)>,
    cch: Cch,
    pub(super) index: RTree<GeomWithData<[f64; 2], u32>>,
}

impl RoadTopology {
    /// Of every road link of any of the networks. A node that stands elsewhere in a later network is not known there, so
    /// that this network has no metric.
    pub fn new<'n>(networks: impl IntoIterator<Item = &'n Network>) -> Self {
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        let (mut ids, mut seen_at, mut positions) = (Vec::new(), Vec::new(), Vec::new());
        let mut arcs: BTreeSet<(u32, u32)> = BTreeSet::new();
        for network in networks {
            for link in network.links.iter().filter(|link| is_road(link)) {
                let [from, to] = [link.from, link.to].map(|node| {
                    let row = &network.nodes[node.at()];
                    *numbers.entry(&row.id).or_insert_with(|| {
                        ids.push(row.id.clone());
                        seen_at.push(node.0);
                        positions.push(row.position);
                        ids.len() as u32 - 1
                    })
                });
                arcs.insert((from, to));
                if !link.is_directed {
                    arcs.insert((to, from));
                }
            }
        }
        let arcs: Vec<(u32, u32)> = arcs.into_iter().collect();
        let coordinates: Vec<(f64, f64)> = positions.iter().map(|at| (at.lon, at.lat)).collect();
        let cch = Cch::new(ids.len(), &arcs, &inertial_flow_order(&arcs, &coordinates));
        let at =
            |(number, place): (u32, &Position)| GeomWithData::new([place.lon, place.lat], number);
        let index = RTree::bulk_load((0..).zip(&positions).map(at).collect());
        Self { ids, seen_at, positions, arcs, cch, index }
    }

    /// Of networks that will each be asked for all pairs of zones, where contracting takes less time than it saves. For a
    /// node of a road network it takes as long as a hundred searches take to pass the node twice, by time and length.
    pub fn where_it_pays(networks: &[&Network]) -> Option<Self> {
        const ROWS: usize = 100;
        let rows: usize = networks.iter().map(|network| network.zones.len()).sum();
        (rows >= ROWS).then(|| Self::new(networks.iter().copied()))
    }

    /// The times and lengths of a network; none if it has a road or a place of a node that is unknown here.
    pub fn metric(&self, network: &Network, roads: &Roads) -> Option<RoadMetric<'_>> {
        self.weighed(network, roads, None)
    }

    /// The times and generalised costs of a network: [`RoadWeight::Cost`] instead of [`RoadWeight::Length`].
    pub fn metric_by_cost(
        &self,
        network: &Network,
        roads: &Roads,
        cost: CarCost,
    ) -> Option<RoadMetric<'_>> {
        self.weighed(network, roads, Some(cost))
    }

    fn weighed(
        &self,
        network: &Network,
        roads: &Roads,
        cost: Option<CarCost>,
    ) -> Option<RoadMetric<'_>> {
        let numbers = self.numbers(network)?;
        let ArcWeights { weights, links } =
            self.arc_weights(network, roads, &numbers, cost, |_| true)?;
        let mut is_entry = vec![false; self.ids.len()];
        for (at, &number) in numbers.iter().enumerate().filter(|(_, number)| **number != NONE) {
            is_entry[number as usize] = roads.is_entry(NodeIdx::new(at));
        }
        let metric = Metric::new(&self.cch, &weights);
        let hierarchies = [0, 1].map(|lane| Hierarchy::new(&self.cch, &metric, lane));
        let crow_fly = roads.crow_fly();
        Some(RoadMetric {
            topology: self,
            numbers,
            weights,
            links,
            metric,
            hierarchies,
            is_entry,
            crow_fly,
            cost,
        })
    }

    /// The least weights of the open links of each arc; none if a link is of no arc.
    fn arc_weights(
        &self,
        network: &Network,
        roads: &Roads,
        numbers: &[u32],
        cost: Option<CarCost>,
        is_open: impl Fn(LinkIdx) -> bool,
    ) -> Option<ArcWeights> {
        let mut weights = vec![[UNREACHED; WEIGHTS]; self.arcs.len()];
        let mut links = vec![LinkIdx(NONE); self.arcs.len()];
        for arc in roads.arcs().filter(|arc| is_open(arc.link)) {
            let ends = (numbers[arc.tail.at()], numbers[arc.head.at()]);
            let at = self.arcs.binary_search(&ends).ok()?;
            let [time, other] = &mut weights[at];
            if arc.time < *time {
                (*time, links[at]) = (arc.time, arc.link);
            }
            let link = &network.links[arc.link.at()];
            let weight = cost
                .map_or(arc.metres, |cost| cost.of(link.length, Seconds(arc.time), link.toll_yuan));
            *other = weight.min(*other);
        }
        Some(ArcWeights { weights, links })
    }

    /// The nodes of a network by number here, [`NONE`] where no road is.
    fn numbers(&self, network: &Network) -> Option<Vec<u32>> {
        let mut numbers = vec![NONE; network.nodes.len()];
        let mut places: Option<BTreeMap<&str, u32>> = None;
        for (number, (id, &seen_at)) in (0..).zip(self.ids.iter().zip(&self.seen_at)) {
            let is_there = network.nodes.get(seen_at as usize).is_some_and(|node| node.id == *id);
            let at = if is_there {
                Some(seen_at)
            } else {
                let places = places.get_or_insert_with(|| {
                    (0..).zip(&network.nodes).map(|(at, node)| (node.id.as_str(), at)).collect()
                });
                places.get(id.as_str()).copied()
            };
            if let Some(at) = at {
                if network.nodes[at as usize].position != self.positions[number as usize] {
                    return None;
                }
                numbers[at as usize] = number;
            }
        }
        Some(numbers)
    }

    pub(super) fn position(&self, node: u32) -> Position {
        self.positions[node as usize]
    }

    /// The contracted graph.
    pub fn cch(&self) -> &Cch {
        &self.cch
    }

    /// The arcs it was made from, as (tail, head), sorted.
    pub fn arcs(&self) -> &[(u32, u32)] {
        &self.arcs
    }

    /// Where the nodes are.
    pub fn positions(&self) -> &[Position] {
        &self.positions
    }
}

/// What the links of each arc weigh.
struct ArcWeights {
    weights: Vec<[u32; WEIGHTS]>,
    /// The fastest.
    links: Vec<LinkIdx>,
}

fn is_road(link: &Link) -> bool {
    link.allowed_uses.allows(LinkUse::Car)
}

/// The roads of one network, weighed.
#[derive(Debug)]
pub struct RoadMetric<'t> {
    topology: &'t RoadTopology,
    /// Of the network's nodes.
    numbers: Vec<u32>,
    /// By arc of the topology.
    weights: Vec<[u32; WEIGHTS]>,
    /// The fastest link of each arc.
    links: Vec<LinkIdx>,
    metric: Metric<WEIGHTS>,
    hierarchies: [Hierarchy<'t>; WEIGHTS],
    is_entry: Vec<bool>,
    crow_fly: CrowFly,
    /// What the second weight is made with, where that is cost.
    cost: Option<CarCost>,
}

impl RoadMetric<'_> {
    /// The same network, whose roads these are, with some links closed. Nodes keep their connectors, for it is the road
    /// between them that goes. Only what the closed links carry is weighed again.
    ///
    /// # Panics
    /// If the network or its roads are others than the metric's.
    #[must_use]
    pub fn closing(&self, network: &Network, roads: &Roads, closed: &[LinkIdx]) -> Self {
        let is_open = |link: LinkIdx| !closed.contains(&link);
        let ArcWeights { weights, links } = self
            .topology
            .arc_weights(network, roads, &self.numbers, self.cost, is_open)
            .expect("the metric was made of these roads");
        let changed: Vec<u32> = (0..)
            .zip(self.weights.iter().zip(&weights))
            .filter(|(_, (before, after))| before != after)
            .map(|(arc, _)| arc)
            .collect();
        let (cch, mut metric) = (&self.topology.cch, self.metric.clone());
        Updater::new(cch).update(&mut metric, &weights, &changed);
        let hierarchies = [0, 1].map(|lane| Hierarchy::new(cch, &metric, lane));
        Self {
            topology: self.topology,
            numbers: self.numbers.clone(),
            weights,
            links,
            metric,
            hierarchies,
            is_entry: self.is_entry.clone(),
            crow_fly: self.crow_fly,
            cost: self.cost,
        }
    }
}

impl RoadMetric<'_> {
    /// The links of a fastest way from one node to another, in order; none if no road joins them.
    pub fn links(&self, from: NodeIdx, to: NodeIdx) -> Option<Vec<LinkIdx>> {
        let number = |node: NodeIdx| self.numbers.get(node.at()).copied().filter(|at| *at != NONE);
        let (from, to) = (number(from)?, number(to)?);
        let lane = self.lane(RoadWeight::Time);
        let metric = self.metric.lane(lane);
        let weights: Vec<[u32; 1]> = self.weights.iter().map(|both| [both[lane]]).collect();
        let mut query = Query::new(&self.topology.cch);
        let arcs = query.path(&self.hierarchies[lane], &metric, &weights, from, to)?;
        Some(arcs.iter().map(|arc| self.links[*arc as usize]).collect())
    }

    /// The weights of the arcs, `u32::MAX` where one is closed.
    pub fn weights(&self, by: RoadWeight) -> Vec<u32> {
        self.weights.iter().map(|both| both[self.lane(by)]).collect()
    }

    /// Where a weight stands.
    ///
    /// # Panics
    /// If the metric has costs and is asked for lengths, or the other way round.
    fn lane(&self, by: RoadWeight) -> usize {
        let is_held = by == RoadWeight::Time || (by == RoadWeight::Cost) == self.cost.is_some();
        assert!(is_held, "this metric has no {by:?}");
        usize::from(by != RoadWeight::Time)
    }

    /// What it weighs.
    pub fn topology(&self) -> &RoadTopology {
        self.topology
    }

    /// The weight of a way off the network whose ends are so far apart.
    pub(super) fn straight(&self, distance: Kilometres, by: RoadWeight) -> u32 {
        let (length, time) = self.crow_fly.way(distance);
        match (by, self.cost) {
            (RoadWeight::Time, _) => time.0,
            (RoadWeight::Cost, Some(cost)) => cost.of(length, time, 0.0),
            (RoadWeight::Length | RoadWeight::Cost, _) => metres(length),
        }
    }

    pub(super) fn hierarchy(&self, by: RoadWeight) -> &Hierarchy<'_> {
        &self.hierarchies[self.lane(by)]
    }

    /// The fastest link of an open arc of the topology.
    pub(super) fn link(&self, arc: usize) -> LinkIdx {
        self.links[arc]
    }

    /// The weight of an arc of the topology.
    pub(super) fn weight(&self, arc: usize, by: RoadWeight) -> u32 {
        self.weights[arc][self.lane(by)]
    }

    /// Whether places have connectors to a node of the topology.
    pub(super) fn is_entry(&self, node: u32) -> bool {
        self.is_entry[node as usize]
    }

    /// Whether places have the same connectors in both, as long and as slow.
    pub(super) fn has_connectors_of(&self, other: &Self) -> bool {
        self.is_entry == other.is_entry
            && self.crow_fly == other.crow_fly
            && self.cost == other.cost
    }
}
