//! How trains run over the rail links of a network: the way between two stations and the running time over it.

mod graph;
mod timing;
mod way;

pub(super) use graph::RailGraph;
pub use timing::{Allowances, Junction, RunError, RunTime, TrainChoice};
pub(super) use way::Passage;
pub use way::{RailWay, SpeedOf};

use crate::index::{LinkIdx, NodeIdx};
use crate::network::{Network, RouteClass, Trip};
use crate::units::{Kilometres, Seconds};
use std::collections::BTreeMap;
use std::ops::Range;

/// The links trains run over, for explanations.
#[derive(Debug)]
pub struct RailWays {
    graphs: BTreeMap<RouteClass, RailGraph>,
}

/// What the lines allow: a run without a stop.
#[derive(Debug, Clone, PartialEq)]
pub struct NonStop {
    /// From standstill to standstill at the links' speeds, with margin and supplement.
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

    /// The fastest way of a class of train from one node to another at the links' speeds; none if there is none.
    pub fn way(&mut self, class: RouteClass, from: NodeIdx, to: NodeIdx) -> Option<RailWay> {
        self.graphs.get_mut(&class).and_then(|graph| graph.way(from, to))
    }

    /// The links from one node to another for a class of train, in order; none if there is no way.
    pub fn links(&mut self, class: RouteClass, from: NodeIdx, to: NodeIdx) -> Vec<LinkIdx> {
        self.way(class, from, to).map_or_else(Vec::new, |way| way.links().collect())
    }

    /// The links a trip runs over between two of its calls, by their places among its calls.
    pub fn of_trip(&mut self, network: &Network, trip: &Trip, calls: Range<usize>) -> Vec<LinkIdx> {
        let class = network.transit.class(trip);
        let node = |call: usize| network.transit.stops[trip.stop_times[call].stop.at()].node;
        let hops = calls.filter_map(|call| node(call).zip(node(call + 1)));
        hops.flat_map(|(from, to)| self.links(class, from, to)).collect()
    }

    /// A run of the class's usual train from one node to another without a stop, as fast as train and lines allow; none if
    /// there is no way. The slow approaches of today's junctions are not counted: it is the least that can be asked for.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter of trains.
    pub fn non_stop(
        &mut self,
        network: &Network,
        class: RouteClass,
        from: NodeIdx,
        to: NodeIdx,
    ) -> Result<Option<NonStop>, RunError> {
        let Some(way) = self.way(class, from, to) else { return Ok(None) };
        let train = TrainChoice::fastest(network.usual_stock(class));
        let allowances = Allowances::of(&network.modes, way.facility())?;
        let allowances = Allowances { junction: None, ..allowances };
        let time = way.run_time_with(&allowances, &train, SpeedOf::Running)?.total();
        let design_time = way.run_time_with(&allowances, &train, SpeedOf::Design)?.total();
        Ok(Some(NonStop { time, design_time, links: way.links().collect(), length: way.length() }))
    }
}

#[cfg(test)]
mod tests;
