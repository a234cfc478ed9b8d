//! The waterways as a graph: reaches, and locks between them.
//!
//! A vessel passes a lock when it goes from a link on one side of it to a link on the other. So the node of a lock is cut
//! in parts, one for each set of locks that a link is inside of, and between two parts stands an arc for the locks that
//! tell them apart. Whether a vessel gets through an arc is asked for each vessel: one graph serves all.

mod passage;
#[cfg(test)]
pub(crate) mod testing;
mod traffic;
mod vessel;

pub use passage::Passage;
pub use traffic::{DAYS_A_YEAR, LockDemand, LockTraffic, NoTraffic, TOW, TrafficKind};
pub use vessel::{Misfit, Vessel};

use crate::index::{LinkIdx, LockIdx, NodeIdx};
use crate::kernels::graph::Csr;
use crate::network::{LinkUse, Network};
use crate::units::Seconds;
use std::collections::BTreeMap;

/// An arc of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaterArc {
    /// Along a link.
    Reach(LinkIdx),
    /// Through the locks of a node.
    Locks(Vec<LockIdx>),
}

/// What stops a vessel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Barrier {
    /// A link.
    Reach(LinkIdx, Misfit),
    /// A lock.
    Lock(LockIdx, Misfit),
}

impl Barrier {
    /// Why it stops the vessel.
    pub fn misfit(self) -> Misfit {
        match self {
            Self::Reach(_, misfit) | Self::Lock(_, misfit) => misfit,
        }
    }
}

/// The graph.
#[derive(Debug)]
pub struct Waterways {
    graph: Csr,
    arcs: Vec<WaterArc>,
    parts: BTreeMap<NodeIdx, Vec<u32>>,
    /// By lock.
    passages: Vec<Passage>,
}

impl Waterways {
    /// Of all links that allow vessels, and the locks between them.
    pub fn new(network: &Network) -> Self {
        let mut cut = Cut::new(network);
        let (mut ends, mut arcs) = (Vec::new(), Vec::new());
        for (at, link) in network.links.iter().enumerate() {
            if !link.allowed_uses.allows(LinkUse::Vessel) {
                continue;
            }
            let at = LinkIdx::new(at);
            let (from, to) = (cut.part(link.from, at), cut.part(link.to, at));
            let back = (!link.is_directed).then_some((to, from));
            for way in std::iter::once((from, to)).chain(back) {
                ends.push(way);
                arcs.push(WaterArc::Reach(at));
            }
        }
        for (way, locks) in cut.crossings() {
            ends.push(way);
            arcs.push(WaterArc::Locks(locks));
        }
        let parts = cut.by_node();
        let count = parts.values().map(Vec::len).sum();
        let passages = network.locks.iter().map(|lock| Passage::new(network, lock)).collect();
        Self { graph: Csr::new(count, &ends), arcs, parts, passages }
    }

    /// The graph, for the search.
    pub fn graph(&self) -> &Csr {
        &self.graph
    }

    /// What an arc of the graph is.
    pub fn arc(&self, arc: u32) -> &WaterArc {
        &self.arcs[arc as usize]
    }

    /// The graph's nodes at a node of the network: one a part of a lock's node, none off the waterways.
    pub fn parts(&self, node: NodeIdx) -> &[u32] {
        self.parts.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Time of a vessel over each arc, whether or not it fits.
    pub fn times(&self, network: &Network, vessel: &Vessel) -> Vec<Seconds> {
        self.arcs.iter().map(|arc| self.time(network, vessel, arc)).collect()
    }

    /// What a lock takes.
    pub fn passage(&self, lock: LockIdx) -> Passage {
        self.passages[lock.at()]
    }

    fn time(&self, network: &Network, vessel: &Vessel, arc: &WaterArc) -> Seconds {
        match arc {
            WaterArc::Reach(link) => {
                let link = &network.links[link.at()];
                let speed =
                    if vessel.speed < link.free_speed { vessel.speed } else { link.free_speed };
                link.length / speed
            }
            WaterArc::Locks(locks) => {
                locks.iter().fold(Seconds(0), |time, lock| time + self.passage(*lock).time())
            }
        }
    }

    /// What stops a vessel on an arc; nothing where it fits.
    pub fn barriers(&self, network: &Network, vessel: &Vessel, arc: u32) -> Vec<Barrier> {
        match self.arc(arc) {
            WaterArc::Reach(link) => {
                let misfit = vessel.misfit_link(&network.links[link.at()]);
                misfit.map(|misfit| Barrier::Reach(*link, misfit)).into_iter().collect()
            }
            WaterArc::Locks(locks) => {
                let stops = |lock: &LockIdx| {
                    let misfit = vessel.misfit_lock(&network.locks[lock.at()]);
                    misfit.map(|misfit| Barrier::Lock(*lock, misfit))
                };
                locks.iter().filter_map(stops).collect()
            }
        }
    }
}

/// Nodes cut in parts: a part is a node and the locks that its links are inside of.
struct Cut<'n> {
    network: &'n Network,
    locks: BTreeMap<NodeIdx, Vec<LockIdx>>,
    parts: BTreeMap<(NodeIdx, Vec<LockIdx>), u32>,
}

impl<'n> Cut<'n> {
    fn new(network: &'n Network) -> Self {
        let mut locks: BTreeMap<NodeIdx, Vec<LockIdx>> = BTreeMap::new();
        for (at, lock) in network.locks.iter().enumerate() {
            locks.entry(lock.node).or_default().push(LockIdx::new(at));
        }
        Self { network, locks, parts: BTreeMap::new() }
    }

    /// The part of a node that a link ends at.
    fn part(&mut self, node: NodeIdx, link: LinkIdx) -> u32 {
        let here = self.locks.get(&node).map_or(&[][..], Vec::as_slice);
        let inside =
            here.iter().filter(|lock| self.network.locks[lock.at()].side_links.contains(&link));
        let next = self.parts.len() as u32;
        *self.parts.entry((node, inside.copied().collect())).or_insert(next)
    }

    /// From each part of a node to each other, through the locks that tell them apart.
    fn crossings(&self) -> Vec<((u32, u32), Vec<LockIdx>)> {
        let mut found = Vec::new();
        for ((node, inside), from) in &self.parts {
            for ((other, beyond), to) in &self.parts {
                if node == other && from != to {
                    let passed = self.locks[node]
                        .iter()
                        .filter(|lock| inside.contains(lock) != beyond.contains(lock));
                    found.push(((*from, *to), passed.copied().collect()));
                }
            }
        }
        found
    }

    fn by_node(self) -> BTreeMap<NodeIdx, Vec<u32>> {
        let mut parts: BTreeMap<NodeIdx, Vec<u32>> = BTreeMap::new();
        for ((node, _), part) in self.parts {
            parts.entry(node).or_default().push(part);
        }
        parts
    }
}
