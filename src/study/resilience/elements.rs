//! What can be closed: links and stations, one by one or several at once.

use crate::index::{LinkIdx, NodeIdx};
use crate::measures::connectivity::Topology;
use crate::network::{Link, LinkUse, Network};
use crate::skims::TravelMode;
use std::collections::{BTreeMap, BTreeSet};

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ElementKind {
    /// A piece of road or railway between two nodes, both directions together.
    Link,
    /// A station: no train stops at it or passes it.
    Station,
    /// Several links and stations at once.
    Set,
}

impl ElementKind {
    /// As written in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Station => "station",
            Self::Set => "set",
        }
    }
}

/// What is closed at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub kind: ElementKind,
    /// Id of its first link or its node, or of the set.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// The links that are closed, rising; not those that lead to a closed station.
    pub links: Vec<LinkIdx>,
    /// The stations that are closed.
    pub nodes: Vec<NodeIdx>,
    /// Whether its loss tears a component of the mode's graph apart: a bridge, or a cut node 割点. Not said of sets.
    pub is_bridge: bool,
}

/// Which elements are closed one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Every link.
    Links,
    /// Every station.
    Stations,
    /// Both.
    All,
}

/// Several links and stations that are closed at once, by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamedSet {
    /// What it is called.
    pub name: String,
    /// Ids of its links.
    pub links: BTreeSet<String>,
    /// Ids of its nodes.
    pub nodes: BTreeSet<String>,
}

/// Whether a mode goes over a link: cars over roads, all others over railways.
pub fn is_closable(mode: TravelMode, link: &Link) -> bool {
    let needed = match mode {
        TravelMode::Car => LinkUse::Car,
        _ => LinkUse::PassengerTrain,
    };
    link.allowed_uses.allows(needed)
}

/// Every element of a kind that a mode goes over: links by their order, then stations by theirs. Roads have no stations.
pub fn elements(network: &Network, mode: TravelMode, which: Which) -> Vec<Element> {
    let graph = Graph::new(network, mode);
    let mut found = Vec::new();
    if which != Which::Stations {
        found.extend(pieces(network, mode).into_iter().map(|links| graph.link(network, links)));
    }
    if which != Which::Links && mode != TravelMode::Car {
        let stops = network.transit.stops.iter().filter_map(|stop| stop.node);
        let stations: BTreeSet<NodeIdx> =
            stops.filter(|node| graph.at_links.contains(node)).collect();
        found.extend(stations.into_iter().map(|node| graph.station(network, node)));
    }
    found
}

/// A set as an element, with as much of it as the network has; none if it has nothing of it.
pub(super) fn set_element(network: &Network, mode: TravelMode, set: &NamedSet) -> Option<Element> {
    let is_of = |link: &Link| set.links.contains(&link.id) && is_closable(mode, link);
    let links: Vec<LinkIdx> = (0..network.links.len())
        .filter(|at| is_of(&network.links[*at]))
        .map(LinkIdx::new)
        .collect();
    let is_there = |at: &usize| set.nodes.contains(&network.nodes[*at].id);
    let nodes: Vec<NodeIdx> = (0..network.nodes.len()).filter(is_there).map(NodeIdx::new).collect();
    (!links.is_empty() || !nodes.is_empty()).then(|| Element {
        kind: ElementKind::Set,
        id: set.name.clone(),
        name: set.name.clone(),
        name_en: String::new(),
        links,
        nodes,
        is_bridge: false,
    })
}

/// The graph of a mode, for bridges and cut nodes.
struct Graph {
    bridges: BTreeSet<(usize, usize)>,
    cut_nodes: BTreeSet<usize>,
    /// Nodes that links end at.
    at_links: BTreeSet<NodeIdx>,
    /// How many pieces join two nodes.
    joined: BTreeMap<(usize, usize), usize>,
}

/// The ends of a link, the lower first.
fn ends(link: &Link) -> (usize, usize) {
    let (from, to) = (link.from.at(), link.to.at());
    (from.min(to), from.max(to))
}

impl Graph {
    fn new(network: &Network, mode: TravelMode) -> Self {
        let links: Vec<&Link> =
            network.links.iter().filter(|link| is_closable(mode, link)).collect();
        let pairs: Vec<(usize, usize)> =
            links.iter().map(|link| (link.from.at(), link.to.at())).collect();
        let topology = Topology::new(network.nodes.len(), &pairs)
            .expect("links of a network end at its nodes");
        let mut graph = Self {
            bridges: topology.bridges().into_iter().collect(),
            cut_nodes: topology.articulation_points().into_iter().collect(),
            at_links: links.iter().flat_map(|link| [link.from, link.to]).collect(),
            joined: BTreeMap::new(),
        };
        for piece in pieces(network, mode) {
            *graph.joined.entry(ends(&network.links[piece[0].at()])).or_default() += 1;
        }
        graph
    }

    fn link(&self, network: &Network, links: Vec<LinkIdx>) -> Element {
        let first = &network.links[links[0].at()];
        let ends = ends(first);
        // Another line between the same two nodes goes on carrying.
        let is_alone = self.joined.get(&ends).is_none_or(|pieces| *pieces == 1);
        Element {
            kind: ElementKind::Link,
            id: first.id.clone(),
            name: first.name.clone(),
            name_en: first.name_en.clone(),
            is_bridge: is_alone && self.bridges.contains(&ends),
            links,
            nodes: Vec::new(),
        }
    }

    fn station(&self, network: &Network, node: NodeIdx) -> Element {
        let row = &network.nodes[node.at()];
        Element {
            kind: ElementKind::Station,
            id: row.id.clone(),
            name: row.name.clone(),
            name_en: row.name_en.clone(),
            links: Vec::new(),
            nodes: vec![node],
            is_bridge: self.cut_nodes.contains(&node.at()),
        }
    }
}

/// The links, those of the two directions of one road together.
fn pieces(network: &Network, mode: TravelMode) -> Vec<Vec<LinkIdx>> {
    let mut pieces: Vec<Vec<LinkIdx>> = Vec::new();
    let mut waiting: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, link) in network.links.iter().enumerate().filter(|it| is_closable(mode, it.1)) {
        let key = |from: NodeIdx, to: NodeIdx| {
            (from, to, link.facility_type, link.line_id.as_deref(), link.name.as_str())
        };
        if link.is_directed {
            if let Some(piece) = waiting.get_mut(&key(link.to, link.from)).and_then(Vec::pop) {
                pieces[piece].push(LinkIdx::new(at));
                continue;
            }
            waiting.entry(key(link.from, link.to)).or_default().push(pieces.len());
        }
        pieces.push(vec![LinkIdx::new(at)]);
    }
    pieces
}
