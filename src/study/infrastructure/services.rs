//! Trains between cities: how many a day without a change, and how many changes at least.

use super::{cities, city_of};
use crate::index::{StopIdx, ZoneIdx};
use crate::study::comparison::Side;
use crate::study::standing::own_stations;
use std::collections::BTreeSet;

/// Trains from one city to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CityService {
    /// Where from.
    pub from: ZoneIdx,
    /// Where to.
    pub to: ZoneIdx,
    /// Trains a day that call at a station of one and later at one of the other.
    pub trains_per_day: usize,
    /// The least number of changes, at a station or between two that journeys change between, however long the wait; none
    /// where no trains lead.
    pub changes: Option<usize>,
}

/// Of every pair of cities, both ways. A city's stations are those within half an hour by taxi of its centre or of one of
/// its counties and districts.
pub fn services(side: &Side) -> Vec<CityService> {
    let network = &side.applied.network;
    let cities = cities(network);
    let stations = |city: &ZoneIdx| -> BTreeSet<usize> {
        let zones = (0..network.zones.len()).map(ZoneIdx::new);
        let of_city = zones.filter(|zone| zone == city || city_of(network, *zone) == *city);
        let stops = of_city.flat_map(|zone| own_stations(&side.supply, zone));
        stops.map(StopIdx::at).collect()
    };
    let stations: Vec<BTreeSet<usize>> = cities.iter().map(stations).collect();
    let rides = Rides::new(side);
    let mut rows = Vec::new();
    for (from, here) in cities.iter().zip(&stations) {
        let changes = rides.changes(here);
        for (to, there) in cities.iter().zip(&stations).filter(|(to, _)| *to != from) {
            rows.push(CityService {
                from: *from,
                to: *to,
                trains_per_day: rides.trains(here, there),
                changes: there.iter().filter_map(|stop| changes[*stop]).min(),
            });
        }
    }
    rows
}

/// The calls of trains, in order.
struct Rides {
    /// By train, its stops.
    trains: Vec<Vec<usize>>,
    /// By stop, those that one may change to, itself included.
    beside: Vec<Vec<usize>>,
}

impl Rides {
    fn new(side: &Side) -> Self {
        let network = &side.applied.network;
        let trips = network.transit.trips.iter();
        let trains = trips
            .filter(|trip| network.transit.class(trip).is_rail())
            .map(|trip| trip.stop_times.iter().map(|call| call.stop.at()).collect())
            .collect();
        let mut beside: Vec<Vec<usize>> =
            (0..network.transit.stops.len()).map(|stop| vec![stop]).collect();
        for change in side.supply.access.changes() {
            beside[change.from.at()].push(change.to.at());
        }
        Self { trains, beside }
    }

    fn trains(&self, from: &BTreeSet<usize>, to: &BTreeSet<usize>) -> usize {
        let serves = |calls: &&Vec<usize>| {
            let first = calls.iter().position(|stop| from.contains(stop));
            first.is_some_and(|first| calls[first + 1..].iter().any(|stop| to.contains(stop)))
        };
        self.trains.iter().filter(serves).count()
    }

    /// By stop, the changes to be there by train from any of the stations.
    fn changes(&self, from: &BTreeSet<usize>) -> Vec<Option<usize>> {
        let mut changes: Vec<Option<usize>> = vec![None; self.beside.len()];
        let mut boarded: BTreeSet<usize> = from.clone();
        for ride in 0.. {
            let mut reached: BTreeSet<usize> = BTreeSet::new();
            for calls in &self.trains {
                let first = calls.iter().position(|stop| boarded.contains(stop));
                let onward = first.map_or(&[][..], |first| &calls[first + 1..]);
                reached.extend(onward.iter().filter(|stop| changes[**stop].is_none()));
            }
            if reached.is_empty() {
                return changes;
            }
            for stop in &reached {
                changes[*stop] = Some(ride);
            }
            boarded.extend(reached.iter().flat_map(|stop| self.beside[*stop].iter().copied()));
        }
        changes
    }
}
