//! What a journey runs over: its links and trips, the projects they belong to, and the sources behind them.

use crate::index::{LinkIdx, TripIdx};
use crate::network::Network;
use crate::scenario::RailWays;
use crate::skims::{Journey, Leg};
use std::collections::BTreeMap;

/// The links and trips a journey uses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Used {
    /// Trips in the order ridden.
    pub trips: Vec<TripIdx>,
    /// Links in order.
    pub links: Vec<LinkIdx>,
}

impl Used {
    /// Of a journey in the network it was found in.
    pub fn of(network: &Network, journey: &Journey) -> Self {
        let mut used = Self::default();
        let mut ways = RailWays::new(network);
        for leg in &journey.legs {
            match leg {
                Leg::Drive { links, .. } => used.links.extend(links),
                Leg::Ride { trip, from, to, departure, .. } => {
                    used.trips.push(*trip);
                    used.links.extend(links_of(
                        network,
                        &mut ways,
                        (*trip, *from, *to),
                        *departure,
                    ));
                }
                _ => {}
            }
        }
        used
    }

    /// The projects whose trips or links are among them, each with its trips and links.
    pub fn by_project(&self, network: &Network) -> BTreeMap<String, Self> {
        let mut projects: BTreeMap<String, Self> = BTreeMap::new();
        for trip in &self.trips {
            if let Some(project) = &network.transit.trips[trip.at()].project {
                projects.entry(project.clone()).or_default().trips.push(*trip);
            }
        }
        for link in &self.links {
            if let Some(project) = &network.links[link.at()].project {
                projects.entry(project.clone()).or_default().links.push(*link);
            }
        }
        projects
    }

    /// Ids of the sources behind them, each once, in order.
    pub fn sources(&self, network: &Network) -> Vec<String> {
        let trips = self.trips.iter().map(|trip| &network.transit.trips[trip.at()].provenance);
        let links = self.links.iter().map(|link| &network.links[link.at()].provenance);
        let mut sources: Vec<String> = Vec::new();
        for source in trips.chain(links).flat_map(|provenance| &provenance.sources) {
            if !sources.contains(source) {
                sources.push(source.clone());
            }
        }
        sources
    }
}

/// The links a trip runs over between two of its calls.
fn links_of(
    network: &Network,
    ways: &mut RailWays,
    (trip, from, to): (TripIdx, crate::index::StopIdx, crate::index::StopIdx),
    departure: crate::units::Seconds,
) -> Vec<LinkIdx> {
    let trip = &network.transit.trips[trip.at()];
    let day = crate::units::Seconds::DAY.0;
    let is_start = |call: &crate::network::StopTime| {
        call.stop == from && call.departure.0 % day == departure.0 % day
    };
    let start = trip.stop_times.iter().position(is_start).unwrap_or(0);
    let length = trip.stop_times[start..]
        .iter()
        .skip(1)
        .position(|call| call.stop == to)
        .map_or(0, |at| at + 1);
    ways.of_trip(network, trip, start..start + length)
}
