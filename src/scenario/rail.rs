//! How trains run over the rail links of a network: the way between two stations and the running time over it.

use crate::index::{LinkIdx, NodeIdx};
use crate::kernels::dijkstra::Dijkstra;
use crate::kernels::graph::{Csr, UNREACHED};
use crate::kernels::running_time::{Section, seconds};
use crate::network::{
    FacilityType, LinkUse, MissingParameter, ModeParameters, Network, RouteClass, Trip,
};
use crate::units::{Kilometres, Seconds};
use std::collections::BTreeMap;
use std::ops::Range;

/// How many times its length a high-speed line counts for a conventional train.
const AVOIDED: f64 = 10.0;

/// The rail links that trains with passengers may use, as a graph weighted by time at free speed.
#[derive(Debug)]
pub(super) struct RailGraph {
    graph: Csr,
    /// Milliseconds at free speed.
    weights: Vec<u32>,
    tracks: Vec<Track>,
    trees: BTreeMap<NodeIdx, Dijkstra>,
}

#[derive(Debug, Clone, Copy)]
struct Track {
    link: usize,
    length: f64,
    speed: f64,
    /// The design speed, where it is higher.
    design: f64,
    facility: FacilityType,
}

/// A way over rail links.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RailPath {
    /// Positions in the network's links, in order.
    pub(super) links: Vec<usize>,
    /// Length.
    pub(super) length: Kilometres,
    sections: Vec<Section>,
    /// The same sections at their design speed.
    design: Vec<Section>,
    facility: FacilityType,
}

impl RailGraph {
    /// Of a network's links, for one class of train: conventional trains keep off high-speed lines where they can.
    pub(super) fn new(network: &Network, class: RouteClass) -> Self {
        let keeps_off = class != RouteClass::HighSpeedRail;
        Self::of_use(network, LinkUse::PassengerTrain, |facility| {
            keeps_off && facility == FacilityType::HighSpeedRail
        })
    }

    /// Of the links with another use; those of some facility types are avoided.
    pub(super) fn of_use(
        network: &Network,
        link_use: LinkUse,
        is_avoided: impl Fn(FacilityType) -> bool,
    ) -> Self {
        let mut arcs = Vec::new();
        let (mut weights, mut tracks) = (Vec::new(), Vec::new());
        for (at, link) in network.links.iter().enumerate() {
            if !link.allowed_uses.allows(link_use) {
                continue;
            }
            let factor = if is_avoided(link.facility_type) { AVOIDED } else { 1.0 };
            let hours = link.length.0 / link.free_speed.0 * factor;
            for way in [
                Some((link.from.0, link.to.0)),
                (!link.is_directed).then_some((link.to.0, link.from.0)),
            ]
            .into_iter()
            .flatten()
            {
                arcs.push(way);
                weights.push((hours * 3.6e6).round() as u32);
                tracks.push(Track {
                    link: at,
                    length: link.length.0,
                    speed: link.free_speed.0,
                    design: link.design_speed.unwrap_or(link.free_speed).0.max(link.free_speed.0),
                    facility: link.facility_type,
                });
            }
        }
        Self {
            graph: Csr::new(network.nodes.len(), &arcs),
            weights,
            tracks,
            trees: BTreeMap::new(),
        }
    }

    /// The fastest way at the links' free speeds.
    pub(super) fn path(&mut self, from: NodeIdx, to: NodeIdx) -> Option<RailPath> {
        self.tree(from);
        let arcs = self.trees.get(&from)?.path(&self.graph, to.0)?;
        let tracks: Vec<Track> = arcs.iter().map(|arc| self.tracks[*arc as usize]).collect();
        let sections = |speed: fn(&Track) -> f64| {
            let section = |track: &Track| Section {
                length: track.length * 1000.0,
                limit: speed(track) / 3.6,
            };
            tracks.iter().map(section).collect()
        };
        Some(RailPath {
            links: tracks.iter().map(|track| track.link).collect(),
            length: tracks.iter().map(|track| Kilometres(track.length)).sum(),
            sections: sections(|track| track.speed),
            design: sections(|track| track.design),
            facility: longest_facility(&tracks),
        })
    }

    /// Time at the links' free speeds (those kept off counted longer), without stops or margin.
    pub(super) fn free_time(&mut self, from: NodeIdx, to: NodeIdx) -> Option<Seconds> {
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

/// The links trains run over, for explanations.
#[derive(Debug)]
pub struct RailWays {
    graphs: BTreeMap<RouteClass, RailGraph>,
}

/// What the lines allow: a run without a stop.
#[derive(Debug, Clone, PartialEq)]
pub struct NonStop {
    /// From standstill to standstill at the links' speeds, with the recovery margin.
    pub time: Seconds,
    /// The same at the links' design speeds.
    pub design_time: Seconds,
    /// The links in order.
    pub links: Vec<LinkIdx>,
    /// Their length.
    pub length: Kilometres,
}

impl RailWays {
    /// Of a network.
    pub fn new(network: &Network) -> Self {
        let classes = [RouteClass::HighSpeedRail, RouteClass::ConventionalRail];
        Self { graphs: classes.map(|class| (class, RailGraph::new(network, class))).into() }
    }

    /// The links from one node to another for a class of train, in order; none if there is no way.
    pub fn links(&mut self, class: RouteClass, from: NodeIdx, to: NodeIdx) -> Vec<LinkIdx> {
        let path = self.graphs.get_mut(&class).and_then(|graph| graph.path(from, to));
        path.map_or_else(Vec::new, |path| path.links.into_iter().map(LinkIdx::new).collect())
    }

    /// The links a trip runs over between two of its calls, by their places among its calls.
    pub fn of_trip(&mut self, network: &Network, trip: &Trip, calls: Range<usize>) -> Vec<LinkIdx> {
        let class = network.transit.class(trip);
        let node = |call: usize| network.transit.stops[trip.stop_times[call].stop.at()].node;
        let hops = calls.filter_map(|call| node(call).zip(node(call + 1)));
        hops.flat_map(|(from, to)| self.links(class, from, to)).collect()
    }

    /// A run from one node to another without a stop; none if there is no way.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter of trains.
    pub fn non_stop(
        &mut self,
        modes: &ModeParameters,
        class: RouteClass,
        from: NodeIdx,
        to: NodeIdx,
    ) -> Result<Option<NonStop>, MissingParameter> {
        let Some(path) = self.graphs.get_mut(&class).and_then(|graph| graph.path(from, to)) else {
            return Ok(None);
        };
        let time = path.running_time(modes, f64::INFINITY)?;
        let design_time = path.time_over(&path.design, modes)?;
        let links = path.links.into_iter().map(LinkIdx::new).collect();
        Ok(Some(NonStop { time, design_time, links, length: path.length }))
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
    pub(super) fn share(&self, links: &[usize]) -> f64 {
        let time = |section: &Section| section.length / section.limit;
        let total: f64 = self.sections.iter().map(time).sum();
        let sections = self.links.iter().zip(&self.sections);
        let chosen = sections.filter(|(link, _)| links.binary_search(link).is_ok());
        let chosen: f64 = chosen.map(|(_, section)| time(section)).sum();
        if total > 0.0 { chosen / total } else { 0.0 }
    }

    /// Running time from stop to stop, with the recovery margin; trains run no faster than `top_speed_kmh`.
    pub(super) fn running_time(
        &self,
        modes: &ModeParameters,
        top_speed_kmh: f64,
    ) -> Result<Seconds, MissingParameter> {
        let capped: Vec<Section> = self
            .sections
            .iter()
            .map(|section| Section { limit: section.limit.min(top_speed_kmh / 3.6), ..*section })
            .collect();
        self.time_over(&capped, modes)
    }

    fn time_over(
        &self,
        sections: &[Section],
        modes: &ModeParameters,
    ) -> Result<Seconds, MissingParameter> {
        let value = |parameter| modes.value_for("rail", parameter, self.facility);
        let pure = seconds(sections, value("acceleration")?, value("deceleration")?);
        Ok(Seconds::from_f64(pure * (1.0 + value("recovery_margin")? / 100.0)))
    }
}
