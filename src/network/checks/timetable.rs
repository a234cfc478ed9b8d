//! Stops and trips: what no train can do.

use super::{Finding, Subject};
use crate::index::{NodeIdx, StopIdx, TripIdx};
use crate::network::{LinkUse, Network, RouteClass, Stop, StopTime, Transit, Trip};
use crate::units::{Kilometres, KmPerHour, Seconds};
use std::collections::BTreeSet;

/// Clock times are in whole minutes, so that a hop may be this much longer than it seems.
const ROUNDING: Seconds = Seconds(60);

/// How far a stop may be from its node.
const NEAR: Kilometres = Kilometres(2.0);

/// Hops faster than anything of the kind runs, and times that go back.
pub fn impossible_hops(transit: &Transit) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, trip) in transit.trips.iter().enumerate() {
        let most = highest_speed(transit.class(trip));
        for (call, pair) in trip.stop_times.windows(2).enumerate() {
            let subject = Subject::Call(TripIdx::new(at), call + 1);
            findings.extend(goes_back(trip, pair, subject));
            findings.extend(too_fast(transit, pair, most, subject));
        }
    }
    findings
}

fn goes_back(trip: &Trip, pair: &[StopTime], subject: Subject) -> Option<Finding> {
    let (left, comes) = (pair[0].departure, pair[1].arrival);
    let message = format!(
        "trip {} comes in at {}, before it left the stop before at {}",
        trip.name,
        comes.clock(),
        left.clock()
    );
    let code = "stop_time_with_arrival_before_previous_departure_time";
    (comes < left).then(|| Finding::error(code, subject, "arrival_time", message))
}

fn too_fast(
    transit: &Transit,
    pair: &[StopTime],
    most: KmPerHour,
    subject: Subject,
) -> Option<Finding> {
    let stops = [pair[0].stop, pair[1].stop].map(|stop| &transit.stops[stop.at()]);
    let straight = stops[0].position.distance(stops[1].position);
    let time = pair[1].arrival.saturating_sub(pair[0].departure);
    let message = format!(
        "{} to {} is {:.0} km in a straight line, too far for {time} at {} km/h",
        stops[0].name, stops[1].name, straight.0, most.0
    );
    let code = "fast_travel_between_consecutive_stops";
    (straight / most > time + ROUNDING).then(|| {
        Finding::error(code, subject, "arrival_time", message)
            .help("another time, or other coordinates of one of the stops")
    })
}

fn highest_speed(class: RouteClass) -> KmPerHour {
    KmPerHour(match class {
        RouteClass::HighSpeedRail => 400.0,
        RouteClass::ConventionalRail => 200.0,
        RouteClass::Metro => 160.0,
        RouteClass::Bus => 120.0,
        RouteClass::Ferry => 100.0,
        RouteClass::Air => 1100.0,
    })
}

fn stops(network: &Network) -> impl Iterator<Item = (StopIdx, &Stop)> {
    network.transit.stops.iter().enumerate().map(|(at, stop)| (StopIdx::new(at), stop))
}

fn served(network: &Network, is_counted: impl Fn(&Trip) -> bool) -> BTreeSet<StopIdx> {
    let trips = network.transit.trips.iter().filter(|trip| is_counted(trip));
    trips.flat_map(|trip| trip.stop_times.iter().map(|call| call.stop)).collect()
}

/// Stops that no trip calls at.
pub(super) fn stops_without_service(network: &Network) -> Vec<Finding> {
    let served = served(network, |_| true);
    stops(network)
        .filter(|(at, _)| !served.contains(at))
        .map(|(at, stop)| {
            let message = format!("no trip calls at {}", stop.label());
            Finding::warning("stop_without_stop_time", Subject::Stop(at), "stop_id", message)
                .help("a row in stop_times.txt, or no such stop")
        })
        .collect()
}

/// Stops of trains whose node no passenger railway leads to.
pub(super) fn stops_off_the_rails(network: &Network) -> Vec<Finding> {
    let railways =
        network.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::PassengerTrain));
    let on_rails: BTreeSet<NodeIdx> = railways.flat_map(|link| [link.from, link.to]).collect();
    let served = served(network, |trip| network.transit.class(trip).is_rail());
    stops(network)
        .filter(|(at, _)| served.contains(at))
        .filter_map(|(at, stop)| {
            let node = stop.node.filter(|node| !on_rails.contains(node))?;
            let message = format!(
                "trains call at {}, but no passenger railway leads to `{}`",
                stop.label(),
                network.nodes[node.at()].id
            );
            Some(
                Finding::warning("stop-off-the-rails", Subject::Stop(at), "node_id", message)
                    .help("a link that allows `passenger_train`, or an empty node_id"),
            )
        })
        .collect()
}

/// Stops far from their node.
pub(super) fn stops_away_from_node(network: &Network) -> Vec<Finding> {
    stops(network)
        .filter_map(|(at, stop)| {
            let node = &network.nodes[stop.node?.at()];
            let away = stop.position.distance(node.position);
            let message =
                format!("{} is {:.1} km from its node `{}`", stop.label(), away.0, node.id);
            (away > NEAR).then(|| {
                Finding::warning("stop-away-from-node", Subject::Stop(at), "node_id", message)
                    .help("another node, or other coordinates of one of them")
            })
        })
        .collect()
}
