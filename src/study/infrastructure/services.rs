//! Trains between cities: how many a day without a change, and how many changes at least.

use super::{cities, city_of};
use crate::index::{StopIdx, ZoneIdx};
use crate::network::StopTime;
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
    for (at, from) in cities.iter().enumerate() {
        let (trains, changes) = (rides.trains(&stations, at), rides.changes(&stations[at]));
        for (place, to) in cities.iter().enumerate().filter(|(place, _)| *place != at) {
            let there = stations[place].iter();
            rows.push(CityService {
                from: *from,
                to: *to,
                trains_per_day: trains[place],
                changes: there.filter_map(|stop| changes[*stop]).min(),
            });
        }
    }
    rows
}

/// Where a train calls, and for whom.
#[derive(Debug, Clone, Copy)]
struct Call {
    stop: usize,
    boards: bool,
    alights: bool,
}

/// The stops that a train brings those to who board where they may; none if it calls nowhere for them.
fn onward(calls: &[Call], may_board: impl Fn(usize) -> bool) -> impl Iterator<Item = usize> + '_ {
    let first = calls.iter().position(|call| call.boards && may_board(call.stop));
    let after = first.map_or(&[][..], |first| &calls[first + 1..]);
    after.iter().filter(|call| call.alights).map(|call| call.stop)
}

/// The calls of trains, in order.
struct Rides {
    trains: Vec<Vec<Call>>,
    /// By stop, those that one may change to, itself included.
    beside: Vec<Vec<usize>>,
}

impl Rides {
    fn new(side: &Side) -> Self {
        let network = &side.applied.network;
        let call = |time: &StopTime| Call {
            stop: time.stop.at(),
            boards: time.exchange.boards(),
            alights: time.exchange.alights(),
        };
        let trips = network.transit.trips.iter();
        let trains = trips
            .filter(|trip| network.transit.class(trip).is_rail())
            .map(|trip| trip.stop_times.iter().map(call).collect())
            .collect();
        let mut beside: Vec<Vec<usize>> =
            (0..network.transit.stops.len()).map(|stop| vec![stop]).collect();
        for change in side.supply.access.changes() {
            beside[change.from.at()].push(change.to.at());
        }
        Self { trains, beside }
    }

    /// Trains from a city that call later at each city.
    fn trains(&self, stations: &[BTreeSet<usize>], from: usize) -> Vec<usize> {
        let mut of_stop: Vec<Vec<usize>> = vec![Vec::new(); self.beside.len()];
        for (city, stops) in stations.iter().enumerate() {
            for stop in stops {
                of_stop[*stop].push(city);
            }
        }
        let mut trains = vec![0; stations.len()];
        for calls in &self.trains {
            let stops = onward(calls, |stop| stations[from].contains(&stop));
            let served: BTreeSet<usize> =
                stops.flat_map(|stop| of_stop[stop].iter().copied()).collect();
            for city in served {
                trains[city] += 1;
            }
        }
        trains
    }

    /// By stop, the changes to be there by train from any of the stations.
    fn changes(&self, from: &BTreeSet<usize>) -> Vec<Option<usize>> {
        let mut changes: Vec<Option<usize>> = vec![None; self.beside.len()];
        let mut boarded: BTreeSet<usize> = from.clone();
        for ride in 0.. {
            let mut reached: BTreeSet<usize> = BTreeSet::new();
            for calls in &self.trains {
                let stops = onward(calls, |stop| boarded.contains(&stop));
                reached.extend(stops.filter(|stop| changes[*stop].is_none()));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn train(stops: &[usize]) -> Vec<Call> {
        stops.iter().map(|stop| Call { stop: *stop, boards: true, alights: true }).collect()
    }

    /// 0 → 1 → 2, 2 → 3, and 5 → 6 from a station beside 3; 4 has no train.
    #[test]
    fn changes_count_rides_but_the_first() {
        let mut beside: Vec<Vec<usize>> = (0..7).map(|stop| vec![stop]).collect();
        beside[3].push(5);
        let trains = vec![train(&[0, 1, 2]), train(&[2, 3]), train(&[5, 6])];
        let mut rides = Rides { trains, beside };
        let from = BTreeSet::from([0]);
        let expected = [None, Some(0), Some(0), Some(1), None, None, Some(2)];
        assert_eq!(rides.changes(&from), expected);
        let cities = [0, 1, 2, 3].map(|stop| BTreeSet::from([stop]));
        assert_eq!(rides.trains(&cities, 0), [0, 1, 1, 0]);
        // Nobody may leave the train at 2 any more.
        rides.trains[0][2].alights = false;
        assert_eq!(rides.changes(&from), [None, Some(0), None, None, None, None, None]);
    }
}
