//! The railway for goods: links that goods trains may use, weighed by length, for tariffs go by it.

use crate::index::{LinkIdx, NodeIdx};
use crate::kernels::dijkstra::Dijkstra;
use crate::kernels::graph::{Csr, UNREACHED};
use crate::network::{LinkUse, Network};
use crate::units::Kilometres;

/// The graph, open both ways on every link.
#[derive(Debug)]
pub struct GoodsLines {
    graph: Csr,
    metres: Vec<u32>,
    links: Vec<LinkIdx>,
}

/// Shortest ways from one station.
#[derive(Debug)]
pub struct GoodsTree<'a> {
    lines: &'a GoodsLines,
    search: Dijkstra,
}

impl GoodsLines {
    /// Of a network.
    pub fn new(network: &Network) -> Self {
        let (mut arcs, mut metres, mut links) = (Vec::new(), Vec::new(), Vec::new());
        for (at, link) in network.links.iter().enumerate() {
            if !link.allowed_uses.allows(LinkUse::FreightTrain) {
                continue;
            }
            for way in [(link.from.0, link.to.0), (link.to.0, link.from.0)] {
                arcs.push(way);
                metres.push(link.length.metres().round() as u32);
                links.push(LinkIdx::new(at));
            }
        }
        Self { graph: Csr::new(network.nodes.len(), &arcs), metres, links }
    }

    /// Shortest ways from a station.
    pub fn from(&self, station: NodeIdx) -> GoodsTree<'_> {
        let mut search = Dijkstra::new();
        search.run(&self.graph, &self.metres, &[(station.0, 0)]);
        GoodsTree { lines: self, search }
    }
}

impl GoodsTree<'_> {
    /// How far a station is; none where no line joins the two.
    pub fn length(&self, station: NodeIdx) -> Option<Kilometres> {
        let metres = self.search.distance(station.0);
        (metres != UNREACHED).then(|| Kilometres(f64::from(metres) / 1000.0))
    }

    /// The links on the way, in order; none where there is no way.
    pub fn links(&self, station: NodeIdx) -> Option<Vec<LinkIdx>> {
        let arcs = self.search.path(&self.lines.graph, station.0)?;
        Some(arcs.iter().map(|arc| self.lines.links[*arc as usize]).collect())
    }
}
