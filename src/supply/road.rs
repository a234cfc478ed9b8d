//! The road links as a graph weighted by car times.
//!
//! Places (zones, stations) reach the graph by connectors: straight lines times the detour factor at connector speed, to
//! every road node within [`CONNECTOR_LIMIT`]. All of them and not the nearest few, so that a road added to a network
//! never takes a connector away. Nodes where only expressways meet have no connector: nobody gets on there.

use crate::index::{LinkIdx, NodeIdx};
use crate::kernels::dijkstra::Dijkstra;
use crate::kernels::graph::{Csr, UNREACHED};
use crate::network::{FacilityType, Link, LinkUse, MissingParameter, Network, NodeType, Position};
use crate::units::{Kilometres, KmPerHour, Seconds};
use rstar::primitives::GeomWithData;
use rstar::{AABB, RTree};

/// How far a place may lie from a road node, as the crow flies.
pub(super) const CONNECTOR_LIMIT: Kilometres = Kilometres(40.0);

/// The road graph.
#[derive(Debug)]
pub struct Roads {
    graph: Csr,
    weights: Vec<u32>,
    arc_links: Vec<LinkIdx>,
    arc_lengths: Vec<Kilometres>,
    is_entry: Vec<bool>,
    nodes: RTree<GeomWithData<[f64; 2], NodeIdx>>,
    positions: Vec<Position>,
    crow_fly: CrowFly,
}

/// How a way off the network compares with a straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CrowFly {
    connector_speed: KmPerHour,
    detour_factor: f64,
}

impl CrowFly {
    /// Length and car time of a way whose ends are so far apart.
    pub(super) fn way(self, straight: Kilometres) -> (Kilometres, Seconds) {
        let length = straight * self.detour_factor;
        (length, length / self.connector_speed)
    }
}

/// A way from a place to a road node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Connector {
    /// The road node.
    pub node: NodeIdx,
    /// By car.
    pub time: Seconds,
    /// Length.
    pub length: Kilometres,
}

impl Roads {
    /// Of all links that allow cars.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn new(network: &Network) -> Result<Self, MissingParameter> {
        Self::of(network, LinkUse::Car, |link| network.modes.car_speed(link))
    }

    /// Of all links that allow lorries, at their speeds; ways off the network are those of cars.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn for_lorries(network: &Network) -> Result<Self, MissingParameter> {
        Self::of(network, LinkUse::Truck, |link| network.modes.lorry_speed(link))
    }

    fn of(
        network: &Network,
        link_use: LinkUse,
        speed: impl Fn(&Link) -> KmPerHour,
    ) -> Result<Self, MissingParameter> {
        let mut arcs = Vec::new();
        let (mut weights, mut arc_links, mut arc_lengths) = (Vec::new(), Vec::new(), Vec::new());
        for (at, link) in network.links.iter().enumerate() {
            if !link.allowed_uses.allows(link_use) {
                continue;
            }
            let time = link.length / speed(link);
            let ways = [
                Some((link.from.0, link.to.0)),
                (!link.is_directed).then_some((link.to.0, link.from.0)),
            ];
            for way in ways.into_iter().flatten() {
                arcs.push(way);
                weights.push(time.0);
                arc_links.push(LinkIdx::new(at));
                arc_lengths.push(link.length);
            }
        }
        let is_entry = entries(network, link_use);
        Ok(Self {
            graph: Csr::new(network.nodes.len(), &arcs),
            weights,
            arc_links,
            arc_lengths,
            nodes: entry_nodes(network, &is_entry),
            is_entry,
            positions: network.nodes.iter().map(|node| node.position).collect(),
            crow_fly: CrowFly {
                connector_speed: network.modes.speed("taxi", "connector_speed")?,
                detour_factor: network.modes.value("taxi", "detour_factor")?,
            },
        })
    }

    /// Length and car time of a way off the network.
    pub fn crow(&self, from: Position, to: Position) -> (Kilometres, Seconds) {
        self.crow_fly.way(from.distance(to))
    }

    /// Ways from a place to the road nodes around it, by node.
    pub fn connectors(&self, place: Position) -> Vec<Connector> {
        let mut found: Vec<Connector> = self
            .nodes
            .locate_in_envelope_intersecting(around(place, CONNECTOR_LIMIT))
            .filter(|entry| place.distance(self.positions[entry.data.at()]).0 <= CONNECTOR_LIMIT.0)
            .map(|entry| {
                let (length, time) = self.crow(place, self.positions[entry.data.at()]);
                Connector { node: entry.data, time, length }
            })
            .collect();
        found.sort_by_key(|connector| connector.node);
        found
    }

    /// Car times from a place to every road node.
    pub fn tree(&self, place: Position) -> RoadTree<'_> {
        self.tree_from(place, self.connectors(place))
    }

    /// The same, with the place's connectors given.
    pub fn tree_from(&self, place: Position, connectors: Vec<Connector>) -> RoadTree<'_> {
        let sources: Vec<(u32, u32)> =
            connectors.iter().map(|connector| (connector.node.0, connector.time.0)).collect();
        let mut search = Dijkstra::new();
        search.run(&self.graph, &self.weights, &sources);
        RoadTree { roads: self, origin: place, connectors, search }
    }

    /// Car times from a road node to every other.
    pub fn tree_from_node(&self, node: NodeIdx) -> RoadTree<'_> {
        let start = Connector { node, time: Seconds(0), length: Kilometres(0.0) };
        let mut search = Dijkstra::new();
        search.run(&self.graph, &self.weights, &[(node.0, 0)]);
        RoadTree { roads: self, origin: self.positions[node.at()], connectors: vec![start], search }
    }

    /// Lengths of the shortest ways from a place over the roads, whatever time a car takes over them.
    pub fn lengths(&self, place: Position) -> LengthTree<'_> {
        let starts: Vec<(u32, u32)> = self
            .connectors(place)
            .iter()
            .map(|connector| (connector.node.0, metres(connector.length)))
            .collect();
        let weights: Vec<u32> = self.arc_lengths.iter().copied().map(metres).collect();
        let mut search = Dijkstra::new();
        search.run(&self.graph, &weights, &starts);
        LengthTree { roads: self, origin: place, search }
    }

    /// Ways off the network.
    pub(super) fn crow_fly(&self) -> CrowFly {
        self.crow_fly
    }

    /// Whether places have connectors to a node.
    pub(super) fn is_entry(&self, node: NodeIdx) -> bool {
        self.is_entry[node.at()]
    }

    /// The arcs, by tail.
    pub(super) fn arcs(&self) -> impl Iterator<Item = RoadArc> + '_ {
        (0..self.graph.node_count() as u32).flat_map(move |tail| {
            self.graph.out(tail).map(move |(arc, head)| RoadArc {
                tail: NodeIdx(tail),
                head: NodeIdx(head),
                link: self.arc_links[arc as usize],
                time: self.weights[arc as usize],
                metres: metres(self.arc_lengths[arc as usize]),
            })
        })
    }

    /// The graph, its arcs' weights in seconds, and the link of each arc: for benches.
    pub fn arrays(&self) -> (&Csr, &[u32], &[LinkIdx]) {
        (&self.graph, &self.weights, &self.arc_links)
    }
}

/// A link in one direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoadArc {
    pub(super) tail: NodeIdx,
    pub(super) head: NodeIdx,
    pub(super) link: LinkIdx,
    /// In seconds.
    pub(super) time: u32,
    pub(super) metres: u32,
}

/// Which nodes places have connectors to.
fn entries(network: &Network, link_use: LinkUse) -> Vec<bool> {
    let mut has_ordinary = vec![false; network.nodes.len()];
    let mut has_road = vec![false; network.nodes.len()];
    for link in network.links.iter().filter(|link| link.allowed_uses.allows(link_use)) {
        for node in [link.from, link.to] {
            has_road[node.at()] = true;
            has_ordinary[node.at()] |= link.facility_type != FacilityType::Expressway;
        }
    }
    let is_entry = |at: usize| {
        has_road[at] && (has_ordinary[at] || network.nodes[at].node_type != NodeType::Junction)
    };
    (0..network.nodes.len()).map(is_entry).collect()
}

fn entry_nodes(network: &Network, is_entry: &[bool]) -> RTree<GeomWithData<[f64; 2], NodeIdx>> {
    let nodes = network.nodes.iter().enumerate().filter(|(at, _)| is_entry[*at]);
    RTree::bulk_load(
        nodes
            .map(|(at, node)| {
                GeomWithData::new([node.position.lon, node.position.lat], NodeIdx::new(at))
            })
            .collect(),
    )
}

/// A box in degrees that holds the circle of a radius around a place.
pub(super) fn around(place: Position, radius: Kilometres) -> AABB<[f64; 2]> {
    let degrees = radius.0 / 110.0;
    let wide = degrees / place.lat.to_radians().cos().max(0.05);
    AABB::from_corners(
        [place.lon - wide, place.lat - degrees],
        [place.lon + wide, place.lat + degrees],
    )
}

/// Car times from one place.
#[derive(Debug)]
pub struct RoadTree<'a> {
    roads: &'a Roads,
    origin: Position,
    connectors: Vec<Connector>,
    search: Dijkstra,
}

pub(super) fn metres(length: Kilometres) -> u32 {
    length.metres().round() as u32
}

/// Lengths of the shortest ways from one place.
#[derive(Debug)]
pub struct LengthTree<'a> {
    roads: &'a Roads,
    origin: Position,
    search: Dijkstra,
}

impl LengthTree<'_> {
    /// The shortest way to a place with its connectors: over the network, or straight where that is near and shorter.
    pub fn to_connected(&self, place: Position, ends: &[Connector]) -> Option<Kilometres> {
        let over_network = ends
            .iter()
            .filter(|end| self.search.distance(end.node.0) != UNREACHED)
            .map(|end| self.search.distance(end.node.0) + metres(end.length))
            .min();
        let is_near = self.origin.distance(place).0 <= CONNECTOR_LIMIT.0;
        let straight = is_near.then(|| metres(self.roads.crow(self.origin, place).0));
        let shortest = over_network.into_iter().chain(straight).min()?;
        Some(Kilometres(f64::from(shortest) / 1000.0))
    }
}

/// A way by car.
#[derive(Debug, Clone, PartialEq)]
pub struct RoadPath {
    /// In all.
    pub time: Seconds,
    /// In all.
    pub length: Kilometres,
    /// Links in order; none where the way never touches the network.
    pub links: Vec<LinkIdx>,
}

impl RoadTree<'_> {
    /// The fastest way to a place: over the network, or straight where that is near and faster.
    pub fn to(&self, place: Position) -> Option<RoadPath> {
        let ends = self.roads.connectors(place);
        self.to_connected(place, &ends)
    }

    /// As [`RoadTree::to`], with the place's connectors given.
    pub fn to_connected(&self, place: Position, ends: &[Connector]) -> Option<RoadPath> {
        let reached = ends.iter().filter(|end| self.search.distance(end.node.0) != UNREACHED);
        let best =
            reached.min_by_key(|end| (self.search.distance(end.node.0) + end.time.0, end.node));
        let over_network = best.map(|end| self.over_network(*end));
        let is_near = self.origin.distance(place).0 <= CONNECTOR_LIMIT.0;
        let straight = is_near.then(|| {
            let (length, time) = self.roads.crow(self.origin, place);
            RoadPath { time, length, links: Vec::new() }
        });
        match (over_network, straight) {
            (Some(path), Some(straight)) => {
                Some(if straight.time <= path.time { straight } else { path })
            }
            (path, straight) => path.or(straight),
        }
    }

    /// The time of [`RoadTree::to_connected`].
    pub fn time_to(&self, place: Position, ends: &[Connector]) -> Option<Seconds> {
        let reached = ends.iter().filter(|end| self.search.distance(end.node.0) != UNREACHED);
        let over_network =
            reached.map(|end| Seconds(self.search.distance(end.node.0)) + end.time).min();
        let is_near = self.origin.distance(place).0 <= CONNECTOR_LIMIT.0;
        let straight = is_near.then(|| self.roads.crow(self.origin, place).1);
        over_network.into_iter().chain(straight).min()
    }

    /// Car time to a road node.
    pub fn to_node(&self, node: NodeIdx) -> Option<Seconds> {
        Some(self.search.distance(node.0)).filter(|time| *time != UNREACHED).map(Seconds)
    }

    fn over_network(&self, end: Connector) -> RoadPath {
        let arcs = self.search.path(&self.roads.graph, end.node.0).unwrap_or_default();
        let first = arcs.first().map_or(end.node.0, |arc| self.roads.graph.tail(*arc));
        let start = self
            .connectors
            .iter()
            .find(|connector| connector.node.0 == first)
            .map_or(Kilometres(0.0), |c| c.length);
        let between: Kilometres =
            arcs.iter().map(|arc| self.roads.arc_lengths[*arc as usize]).sum();
        RoadPath {
            time: Seconds(self.search.distance(end.node.0)) + end.time,
            length: start + between + end.length,
            links: arcs.iter().map(|arc| self.roads.arc_links[*arc as usize]).collect(),
        }
    }
}
