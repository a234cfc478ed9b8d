//! How trains run over the rail links of a network: the way between two stations and the running time over it.

use crate::index::NodeIdx;
use crate::kernels::running_time::{Section, seconds};
use crate::network::{FacilityType, LinkUse, MissingParameter, ModeParameters, Network};
use crate::units::{Kilometres, Seconds};
use petgraph::Undirected;
use petgraph::algo::astar;
use petgraph::graph::{EdgeIndex, Graph, NodeIndex};

/// The rail links that trains with passengers may use, as a graph.
#[derive(Debug)]
pub(super) struct RailGraph {
    graph: Graph<(), Track, Undirected>,
}

#[derive(Debug, Clone, Copy)]
struct Track {
    link: usize,
    length: f64,
    speed: f64,
    facility: FacilityType,
}

/// A way over rail links.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RailPath {
    /// Positions in the network's links, in order.
    pub(super) links: Vec<usize>,
    /// Length.
    pub(super) length: Kilometres,
    /// Time at the links' free speeds, without stops or margin.
    pub(super) free_time: Seconds,
    sections: Vec<Section>,
    facility: FacilityType,
}

impl RailGraph {
    /// Of the links of a network for which `is_there` holds.
    pub(super) fn new(network: &Network, is_there: impl Fn(usize) -> bool) -> Self {
        Self::of_use(network, LinkUse::PassengerTrain, is_there)
    }

    /// The same for links of another use.
    pub(super) fn of_use(
        network: &Network,
        link_use: LinkUse,
        is_there: impl Fn(usize) -> bool,
    ) -> Self {
        let mut graph = Graph::with_capacity(network.nodes.len(), network.links.len());
        for _ in &network.nodes {
            graph.add_node(());
        }
        for (at, link) in network.links.iter().enumerate() {
            if link.allowed_uses.allows(link_use) && is_there(at) {
                let track = Track {
                    link: at,
                    length: link.length.0,
                    speed: link.free_speed.0,
                    facility: link.facility_type,
                };
                graph.add_edge(NodeIndex::new(link.from.at()), NodeIndex::new(link.to.at()), track);
            }
        }
        Self { graph }
    }

    /// The fastest way at the links' free speeds.
    pub(super) fn path(&self, from: NodeIdx, to: NodeIdx) -> Option<RailPath> {
        let goal = NodeIndex::new(to.at());
        let hours = |track: &Track| track.length / track.speed;
        let found = astar(
            &self.graph,
            NodeIndex::new(from.at()),
            |at| at == goal,
            |edge| hours(edge.weight()),
            |_| 0.0,
        );
        let (hours, nodes) = found?;
        let edges: Vec<EdgeIndex> =
            nodes.windows(2).filter_map(|pair| self.fastest_edge(pair[0], pair[1])).collect();
        let tracks: Vec<Track> = edges.iter().map(|edge| self.graph[*edge]).collect();
        Some(RailPath {
            links: tracks.iter().map(|track| track.link).collect(),
            length: tracks.iter().map(|track| Kilometres(track.length)).sum(),
            free_time: Seconds::from_f64(hours * 3600.0),
            sections: tracks
                .iter()
                .map(|track| Section { length: track.length * 1000.0, limit: track.speed / 3.6 })
                .collect(),
            facility: longest_facility(&tracks),
        })
    }

    /// Of the fastest ways from a node to others, the share of the time that is on some of the links, which are in order.
    pub(super) fn shares(
        &self,
        from: NodeIdx,
        targets: impl Iterator<Item = NodeIdx>,
        links: &[usize],
    ) -> Vec<f64> {
        let share = |to| self.path(from, to).map_or(0.0, |path| path.share(links));
        targets.map(share).collect()
    }

    fn fastest_edge(&self, from: NodeIndex, to: NodeIndex) -> Option<EdgeIndex> {
        let edges = self.graph.edges_connecting(from, to);
        edges
            .min_by(|a, b| {
                (a.weight().length / a.weight().speed)
                    .total_cmp(&(b.weight().length / b.weight().speed))
            })
            .map(|edge| petgraph::visit::EdgeRef::id(&edge))
    }
}

fn longest_facility(tracks: &[Track]) -> FacilityType {
    let length_of = |facility| {
        tracks
            .iter()
            .filter(|track| track.facility == facility)
            .map(|track| track.length)
            .sum::<f64>()
    };
    let is_high_speed =
        length_of(FacilityType::HighSpeedRail) >= length_of(FacilityType::ConventionalRail);
    if is_high_speed { FacilityType::HighSpeedRail } else { FacilityType::ConventionalRail }
}

impl RailPath {
    /// The share of its time at free speed that is on some of the links, which are in order.
    fn share(&self, links: &[usize]) -> f64 {
        let time = |section: &Section| section.length / section.limit;
        let on_links = self.links.iter().zip(&self.sections);
        let on_links = on_links.filter(|(link, _)| links.binary_search(link).is_ok());
        let total: f64 = self.sections.iter().map(time).sum();
        if total > 0.0 {
            on_links.map(|(_, section)| time(section)).sum::<f64>() / total
        } else {
            0.0
        }
    }

    /// Running time from stop to stop, with the recovery margin; trains run no faster than `top_speed_kmh`.
    pub(super) fn running_time(
        &self,
        modes: &ModeParameters,
        top_speed_kmh: f64,
    ) -> Result<Seconds, MissingParameter> {
        let value = |parameter| modes.value_for("rail", parameter, self.facility);
        let capped: Vec<Section> = self
            .sections
            .iter()
            .map(|section| Section { limit: section.limit.min(top_speed_kmh / 3.6), ..*section })
            .collect();
        let pure = seconds(&capped, value("acceleration")?, value("deceleration")?);
        Ok(Seconds::from_f64(pure * (1.0 + value("recovery_margin")? / 100.0)))
    }
}
