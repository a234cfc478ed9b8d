//! What becomes of trains where a line or a station is closed.
//!
//! The rule is that of [a line that is missing](super::withdrawal): a train takes another way where that is at most half as long
//! again, and is later from there on, and falls away otherwise. One that calls at a closed station falls away; one that
//! passes it goes round. All trains are treated alike, those that projects add too.
//!
//! A train is looked at only if its usual way uses what is closed: any other keeps its way, which stays the fastest.

use super::rail::RailGraph;
use super::withdrawal::{delay, retime};
use crate::index::{LinkIdx, NodeIdx, TripIdx};
use crate::network::{Network, RouteClass, Trip};
use crate::units::Seconds;
use std::collections::{BTreeMap, BTreeSet};

/// A hop between two nodes by a class of train: conventional trains keep off high-speed lines.
type Hop = (bool, NodeIdx, NodeIdx);

/// The trains of a network and the links and stations that each needs.
#[derive(Debug)]
pub struct TrainClosures {
    /// The node of each stop.
    nodes: Vec<Option<NodeIdx>>,
    /// Time at free speed of every hop of a train.
    usual: BTreeMap<Hop, Option<Seconds>>,
    /// Trips by the links of their ways.
    over_links: BTreeMap<LinkIdx, Vec<TripIdx>>,
    /// Trips by the nodes of their ways.
    over_nodes: BTreeMap<NodeIdx, Vec<TripIdx>>,
    /// The links at each node.
    at_node: BTreeMap<NodeIdx, Vec<LinkIdx>>,
}

/// What becomes of some trips: none where it does not run, otherwise with its new times. By trip.
pub type TrainChanges = Vec<(TripIdx, Option<Trip>)>;

/// The classes that have a graph of their own.
const CLASSES: [RouteClass; 2] = [RouteClass::HighSpeedRail, RouteClass::ConventionalRail];

fn is_slow(network: &Network, trip: &Trip) -> bool {
    network.transit.class(trip) != RouteClass::HighSpeedRail
}

impl TrainClosures {
    /// Finds the ways of all trains.
    pub fn new(network: &Network) -> Self {
        let mut graphs = CLASSES.map(|class| RailGraph::new(network, class));
        let mut closures = Self {
            nodes: network.transit.stops.iter().map(|stop| stop.node).collect(),
            usual: BTreeMap::new(),
            over_links: BTreeMap::new(),
            over_nodes: BTreeMap::new(),
            at_node: BTreeMap::new(),
        };
        for (at, link) in network.links.iter().enumerate() {
            for node in [link.from, link.to] {
                closures.at_node.entry(node).or_default().push(LinkIdx::new(at));
            }
        }
        let mut ways: BTreeMap<Hop, (Vec<LinkIdx>, Vec<NodeIdx>)> = BTreeMap::new();
        let trips = network.transit.trips.iter().enumerate();
        for (at, trip) in trips.filter(|(_, trip)| network.transit.class(trip).is_rail()) {
            let (mut links, mut nodes) = (BTreeSet::new(), BTreeSet::new());
            nodes.extend(trip.stop_times.iter().filter_map(|call| closures.nodes[call.stop.at()]));
            for hop in closures.hops(network, trip) {
                let (is_slow, from, to) = hop;
                let graph = &mut graphs[usize::from(is_slow)];
                closures.usual.entry(hop).or_insert_with(|| graph.free_time(from, to));
                let (over, past) = ways.entry(hop).or_insert_with(|| {
                    let way = graph.way(from, to);
                    way.map_or_else(Default::default, |way| (way.links().collect(), way.nodes()))
                });
                links.extend(over.iter().copied());
                nodes.extend(past.iter().copied());
            }
            for link in links {
                closures.over_links.entry(link).or_default().push(TripIdx::new(at));
            }
            for node in nodes {
                closures.over_nodes.entry(node).or_default().push(TripIdx::new(at));
            }
        }
        closures
    }

    fn hops(&self, network: &Network, trip: &Trip) -> Vec<Hop> {
        let is_slow = is_slow(network, trip);
        let node = |call: usize| self.nodes[trip.stop_times[call].stop.at()];
        let hop = |call: usize| Some((is_slow, node(call - 1)?, node(call)?));
        (1..trip.stop_times.len()).filter_map(hop).collect()
    }

    /// What becomes of the trains of the network, which is the one that this was made of, with links and stations closed.
    pub fn close(
        &self,
        network: &Network,
        links: &[LinkIdx],
        stations: &[NodeIdx],
    ) -> TrainChanges {
        let by_link = links.iter().filter_map(|link| self.over_links.get(link));
        let by_node = stations.iter().filter_map(|node| self.over_nodes.get(node));
        let concerned: BTreeSet<TripIdx> = by_link.chain(by_node).flatten().copied().collect();
        if concerned.is_empty() {
            return Vec::new();
        }
        let at_stations = stations.iter().filter_map(|node| self.at_node.get(node)).flatten();
        let closed: BTreeSet<&str> = links
            .iter()
            .chain(at_stations)
            .map(|link| network.links[link.at()].id.as_str())
            .collect();
        let mut then = CLASSES.map(|class| {
            RailGraph::over(network, class, |link| !closed.contains(link.id.as_str()))
        });
        let mut found: BTreeMap<Hop, Option<Seconds>> = BTreeMap::new();
        let change = |at: TripIdx| {
            let trip = &network.transit.trips[at.at()];
            let calls_there = trip.stop_times.iter().any(|call| {
                self.nodes[call.stop.at()].is_some_and(|node| stations.contains(&node))
            });
            if calls_there {
                return (at, None);
            }
            let is_slow = is_slow(network, trip);
            let mut changed = trip.clone();
            let runs = retime(&mut changed, &self.nodes, |from, to| {
                let hop = (is_slow, from, to);
                *found.entry(hop).or_insert_with(|| {
                    let usual = self.usual.get(&hop).copied().flatten();
                    delay(usual, || then[usize::from(is_slow)].free_time(from, to))
                })
            });
            (at, runs.then_some(changed))
        };
        let mut changes: TrainChanges = concerned.into_iter().map(change).collect();
        // Another way as fast changes nothing.
        changes.retain(|(at, changed)| {
            let same = |trip: &Trip| trip.stop_times == network.transit.trips[at.at()].stop_times;
            !changed.as_ref().is_some_and(same)
        });
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{RouteIdx, StopIdx};
    use crate::network::StopTime;
    use crate::scenario::testing::tiny;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// All trains looked at, whatever their ways.
    fn plain(network: &Network, links: &[LinkIdx], stations: &[NodeIdx]) -> TrainChanges {
        let is_open = |link: &crate::network::Link| {
            !links.iter().any(|closed| network.links[closed.at()].id == link.id)
                && !stations.contains(&link.from)
                && !stations.contains(&link.to)
        };
        let mut whole = CLASSES.map(|class| RailGraph::new(network, class));
        let mut then = CLASSES.map(|class| RailGraph::over(network, class, is_open));
        let nodes: Vec<_> = network.transit.stops.iter().map(|stop| stop.node).collect();
        let mut changes = Vec::new();
        for (at, trip) in network.transit.trips.iter().enumerate() {
            let class = usize::from(is_slow(network, trip));
            let is_there = |call: &StopTime| {
                nodes[call.stop.at()].is_some_and(|node| stations.contains(&node))
            };
            let mut changed = trip.clone();
            let runs = !trip.stop_times.iter().any(is_there)
                && retime(&mut changed, &nodes, |from, to| {
                    delay(whole[class].free_time(from, to), || then[class].free_time(from, to))
                });
            if !runs || changed.stop_times != trip.stop_times {
                changes.push((TripIdx::new(at), runs.then_some(changed)));
            }
        }
        changes
    }

    /// Rails between the ten nodes of the tiny network, as (from, to, km, speed), and trains as nodes they call at.
    fn network(rails: &[(u32, u32, u32, bool)], trains: &[Vec<u32>]) -> Network {
        let mut network = tiny();
        let template = network.links[0].clone();
        network.links = Vec::new();
        for (at, &(from, to, kilometres, is_fast)) in rails.iter().enumerate() {
            let mut link = template.clone();
            link.id = format!("rail-{at}");
            (link.from, link.to) = (NodeIdx(from), NodeIdx(to));
            link.length = crate::units::Kilometres(f64::from(kilometres));
            link.free_speed = crate::units::KmPerHour(if is_fast { 250.0 } else { 120.0 });
            network.links.push(link);
        }
        let (stop, trip) = (network.transit.stops[0].clone(), network.transit.trips[0].clone());
        network.transit.stops = (0..10)
            .map(|node| crate::network::Stop { node: Some(NodeIdx(node)), ..stop.clone() })
            .collect();
        let train = |calls: &Vec<u32>| {
            let call = |(at, node): (usize, &u32)| {
                let time = Seconds(3600 + at as u32 * 1800);
                StopTime::new(StopIdx(*node), time, time)
            };
            let stop_times = calls.iter().enumerate().map(call).collect();
            Trip { stop_times, route: RouteIdx(0), ..trip.clone() }
        };
        network.transit.trips = trains.iter().map(train).collect();
        network
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn trains_whose_way_is_open_need_no_look(
            rails in vec((0_u32..10, 0_u32..10, 1_u32..60, any::<bool>()), 1..16),
            trains in vec(vec(0_u32..10, 2..5), 1..8),
            closed in vec(any::<prop::sample::Index>(), 0..3),
            stations in vec(0_u32..10, 0..2),
        ) {
            let network = network(&rails, &trains);
            let links: BTreeSet<LinkIdx> =
                closed.iter().map(|at| LinkIdx::new(at.index(rails.len()))).collect();
            let links: Vec<LinkIdx> = links.into_iter().collect();
            let stations: Vec<NodeIdx> = stations.into_iter().map(NodeIdx).collect();
            let found = TrainClosures::new(&network).close(&network, &links, &stations);
            prop_assert_eq!(found, plain(&network, &links, &stations));
        }
    }

    /// Jia–Bing–Yi: without its second half no train comes to Yi; all trains of the tiny network do.
    #[test]
    fn a_line_without_another_way_takes_its_trains_along() {
        let network = tiny();
        let closures = TrainClosures::new(&network);
        let changes = closures.close(&network, &[LinkIdx(1)], &[]);
        assert_eq!(changes.len(), network.transit.trips.len());
        assert!(changes.iter().all(|(_, later)| later.is_none()));
        assert_eq!(closures.close(&network, &[LinkIdx(2)], &[]), Vec::new());
    }
}
