//! How places of a city reach its stops on foot, and how one walks from stop to stop.

use super::access::{Change, Reach};
use super::streets::{StreetPlace, StreetTargets, Streets};
use crate::index::StopIdx;
use crate::network::{MissingParameter, Network, Position};
use crate::units::Seconds;
use std::collections::BTreeSet;

/// The streets of a network with its stops on them.
#[derive(Debug)]
pub struct StreetAccess {
    streets: Streets,
    /// Stops that have a service, and where they are on the streets.
    stops: Vec<StopIdx>,
    places: Vec<Option<StreetPlace>>,
    targets: StreetTargets,
}

impl StreetAccess {
    /// Of the stops that have a service; none where the network does not say that stops are reached over streets.
    ///
    /// # Errors
    /// If `mode.csv` lacks a limit.
    pub fn of(network: &Network) -> Result<Option<Self>, MissingParameter> {
        let Some(streets) = Streets::of(network)? else { return Ok(None) };
        let calls = network.transit.trips.iter().flat_map(|trip| &trip.stop_times);
        let served: BTreeSet<StopIdx> = calls.map(|call| call.stop).collect();
        let stops: Vec<StopIdx> = served.into_iter().collect();
        let places: Vec<Option<StreetPlace>> = stops
            .iter()
            .map(|stop| streets.place(network.transit.stops[stop.at()].position))
            .collect();
        let targets = streets.targets(&places);
        Ok(Some(Self { streets, stops, places, targets }))
    }

    /// Where positions are on the streets.
    pub fn places(&self, positions: &[Position]) -> Vec<Option<StreetPlace>> {
        positions.iter().map(|position| self.streets.place(*position)).collect()
    }

    /// The stops within reach of places, by stop. A walk takes as long back, and a taxi is not taken.
    pub fn reaches(&self, places: &[Option<StreetPlace>]) -> Vec<Vec<Reach>> {
        let limit = self.streets.rules().limit;
        let reach = |(stop, time): (u32, Seconds)| Reach {
            stop: self.stops[stop as usize],
            taxi: Some(time),
            local: Some(time),
        };
        let walks = self.streets.all_walks(places, &self.targets, limit);
        walks.into_iter().map(|walks| walks.into_iter().map(reach).collect()).collect()
    }

    /// Walks all the way: from each place, those of the targets within reach and how long it takes.
    pub fn walks(
        &self,
        places: &[Option<StreetPlace>],
        targets: &[Option<StreetPlace>],
    ) -> Vec<Vec<(u32, Seconds)>> {
        let targets = self.streets.targets(targets);
        self.streets.all_walks(places, &targets, self.streets.rules().limit)
    }

    /// Walks from stop to stop.
    pub(super) fn changes(&self) -> Vec<Change> {
        let limit = self.streets.rules().transfer_limit;
        let walks = self.streets.all_walks(&self.places, &self.targets, limit);
        let mut changes = Vec::new();
        for (from, walks) in walks.into_iter().enumerate() {
            let others = walks.into_iter().filter(|(to, _)| *to as usize != from);
            changes.extend(others.map(|(to, time)| Change {
                from: self.stops[from],
                to: self.stops[to as usize],
                any: time,
                local: time,
            }));
        }
        changes
    }
}
