//! The timetable of several days in a row, for the searches.
//!
//! Every trip runs every day. A search leaves on day 1; trips of day 0 that are still on their way, and those of day 2,
//! are there too, so that a night train or a long journey is found. Kernel time 0 is midnight at the start of day 0.

use super::access::{AccessTable, Change};
use super::stops::{StopTimes, stop_times};
use crate::index::{StopIdx, TripIdx};
use crate::kernels::csa::ProfileIndex;
use crate::kernels::timetable::{StopTime, Timetable, TimetableBuilder};
use crate::network::{MissingParameter, Network, RouteClass, TransferRule, Trip};
use crate::units::Seconds;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Days the timetable is unrolled over.
const DAYS: u32 = 3;

/// Which services are in a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceFilter {
    /// Trains; a change between stations by any means.
    Rail,
    /// High-speed and intercity trains only.
    HighSpeedRail,
    /// Other trains only.
    ConventionalRail,
    /// All services; a change between stations without a car.
    Public,
    /// Buses and coaches; a change between stops without a car.
    Coach,
    /// Flights; a change between airports by any means.
    Air,
    /// All services; a change between stops by any means.
    All,
}

impl ServiceFilter {
    fn takes(self, class: RouteClass) -> bool {
        match self {
            Self::Rail => class.is_rail(),
            Self::HighSpeedRail => class == RouteClass::HighSpeedRail,
            Self::ConventionalRail => class == RouteClass::ConventionalRail,
            Self::Coach => class == RouteClass::Bus,
            Self::Air => class == RouteClass::Air,
            Self::Public | Self::All => true,
        }
    }

    /// Whether a traveller changes between stops without a car.
    fn is_local(self) -> bool {
        matches!(self, Self::Public | Self::Coach)
    }
}

/// A trip of the network behind a trip of the kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RideRef {
    /// The trip.
    pub trip: TripIdx,
    /// Kernel seconds of its service day's midnight.
    pub midnight: Seconds,
}

/// A timetable ready for searching.
#[derive(Debug)]
pub struct Schedule {
    timetable: Timetable,
    index: OnceLock<ProfileIndex>,
    rides: Vec<RideRef>,
    stops: Vec<StopTimes>,
    is_served: Vec<bool>,
}

impl Schedule {
    /// Kernel times of departures a search may leave at: the whole of day 1.
    pub const DEPARTURES: Range<u32> = Seconds::DAY.0..2 * Seconds::DAY.0;
    /// The same and the day after, for those who must be there by a time of that day.
    pub const TWO_DAYS: Range<u32> = Seconds::DAY.0..3 * Seconds::DAY.0;
    /// Kernel times of trains a search may ride.
    pub const RIDES: Range<u32> = Seconds::DAY.0..(DAYS + 1) * Seconds::DAY.0;

    /// Of a network's services.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn new(
        network: &Network,
        access: &AccessTable,
        filter: ServiceFilter,
    ) -> Result<Self, MissingParameter> {
        let trips: Vec<(TripIdx, &Trip)> = network
            .transit
            .trips
            .iter()
            .enumerate()
            .map(|(at, trip)| (TripIdx::new(at), trip))
            .collect();
        Self::of_trips(network, access, filter, &trips)
    }

    /// Of some trips of a network, perhaps at other times, each with its place in the network's timetable.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn of_trips(
        network: &Network,
        access: &AccessTable,
        filter: ServiceFilter,
        trips: &[(TripIdx, &Trip)],
    ) -> Result<Self, MissingParameter> {
        let mut stops = stop_times(network)?;
        let rules = transfer_rules(network, &mut stops);
        let mut builder = TimetableBuilder::new(stops.iter().map(|stop| stop.change.0).collect());
        let mut is_served = vec![false; stops.len()];
        let mut rides = Vec::new();
        for day in 0..DAYS {
            let midnight = Seconds(day * Seconds::DAY.0);
            for &(at, trip) in trips {
                if filter.takes(network.transit.class(trip)) && is_seen(trip, midnight) {
                    let ride = builder.trip(&calls(trip, midnight));
                    for (index, call) in trip.stop_times.iter().enumerate() {
                        if !call.exchange.boards() {
                            builder.close_boarding(ride, index);
                        }
                        if !call.exchange.alights() {
                            builder.close_alighting(ride, index);
                        }
                    }
                    rides.push(RideRef { trip: at, midnight });
                    trip.stop_times.iter().for_each(|call| is_served[call.stop.at()] = true);
                }
            }
        }
        let between_served = |way: &&Change| is_served[way.from.at()] && is_served[way.to.at()];
        for way in access.changes().iter().filter(between_served) {
            if rules.contains_key(&(way.from, way.to)) {
                continue;
            }
            let between = if filter.is_local() { way.local } else { way.any };
            let time = stops[way.from.at()].exit + between + stops[way.to.at()].entry;
            // Over the street to the next stop is no quicker than to the next bus at the same.
            let least =
                if access.is_over_streets() { stops[way.to.at()].change } else { Seconds(0) };
            builder.footpath(way.from.0, way.to.0, time.max(least).0);
        }
        for ((from, to), time) in rules {
            if let Some(time) = time.filter(|_| is_served[from.at()] && is_served[to.at()]) {
                builder.footpath(from.0, to.0, time.0);
            }
        }
        let timetable = builder.build();
        Ok(Self { timetable, index: OnceLock::new(), rides, stops, is_served })
    }

    /// Getting in, out and from one service to another at a stop.
    pub fn stop(&self, stop: StopIdx) -> StopTimes {
        self.stops[stop.at()]
    }

    /// Whether one of its services calls at a stop.
    pub fn serves(&self, stop: StopIdx) -> bool {
        self.is_served[stop.at()]
    }

    /// What the round-based search reads.
    pub fn timetable(&self) -> &Timetable {
        &self.timetable
    }

    /// What the profile search reads; made when it is first asked for.
    pub fn index(&self) -> &ProfileIndex {
        self.index.get_or_init(|| ProfileIndex::new(&self.timetable))
    }

    /// The trip behind a kernel trip.
    pub fn ride(&self, trip: u32) -> RideRef {
        self.rides[trip as usize]
    }
}

/// What `transfers.txt` says of pairs of stops: the time, none where nobody changes. Changes at one stop are put into its
/// times.
fn transfer_rules(
    network: &Network,
    stops: &mut [StopTimes],
) -> BTreeMap<(StopIdx, StopIdx), Option<Seconds>> {
    let mut between = BTreeMap::new();
    for transfer in &network.transit.transfers {
        let time = match transfer.rule {
            TransferRule::Timed => Some(Seconds(0)),
            TransferRule::AtLeast(time) => Some(time),
            TransferRule::Impossible => None,
        };
        if transfer.from == transfer.to {
            // Longer than the timetable goes on.
            stops[transfer.from.at()].change = time.unwrap_or(Seconds(DAYS * Seconds::DAY.0 * 100));
        } else {
            between.insert((transfer.from, transfer.to), time);
        }
    }
    between
}

/// Whether a trip is still on its way when the searched day begins.
fn is_seen(trip: &Trip, midnight: Seconds) -> bool {
    trip.stop_times.last().is_some_and(|call| call.arrival + midnight > Seconds::DAY)
}

fn calls(trip: &Trip, midnight: Seconds) -> Vec<StopTime> {
    let shift = |time: Seconds| (time + midnight).0;
    trip.stop_times
        .iter()
        .map(|call| StopTime {
            stop: call.stop.0,
            arrival: shift(call.arrival),
            departure: shift(call.departure),
        })
        .collect()
}
