//! One door-to-door itinerary and its legs.

use super::endpoint::{Endpoint, Ways, direct, ways};
use super::{TravelMode, query::Query};
use crate::index::{LinkIdx, StopIdx, TripIdx};
use crate::kernels::csa::ProfileSearch;
use crate::kernels::departures::{Departure, departures as useful, fastest};
use crate::kernels::raptor::{self, RaptorSearch};
use crate::network::{Network, Position};
use crate::supply::{Schedule, Supply};
use crate::units::{Kilometres, Seconds};

/// How a part off the timetable is travelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// By taxi.
    Taxi,
    /// By local bus, metro or on foot.
    Local,
}

/// A part of a journey. Times are clock times of the day of departure and may exceed 24 h.
#[derive(Debug, Clone, PartialEq)]
pub enum Leg {
    /// Driving all the way.
    Drive {
        /// How far.
        length: Kilometres,
        /// Links in order.
        links: Vec<LinkIdx>,
    },
    /// From zone to zone without a train.
    LocalOnly,
    /// From the origin to the platform: the ride and the way into the station.
    Access {
        /// How.
        means: Means,
        /// Which station.
        stop: StopIdx,
        /// The ride, wait included.
        ride: Seconds,
        /// The way into the station.
        entry: Seconds,
    },
    /// On a train.
    Ride {
        /// Which.
        trip: TripIdx,
        /// Where it is boarded.
        from: StopIdx,
        /// Where it is left.
        to: StopIdx,
        /// When it leaves.
        departure: Seconds,
        /// When it comes in.
        arrival: Seconds,
        /// Stops called at between.
        between: u32,
    },
    /// From one station to another between two trains.
    Change {
        /// Leaving here.
        from: StopIdx,
        /// Boarding there.
        to: StopIdx,
        /// Station exit and entry included.
        time: Seconds,
    },
    /// From the platform to the destination.
    Egress {
        /// How.
        means: Means,
        /// Which station.
        stop: StopIdx,
        /// The ride, wait included.
        ride: Seconds,
        /// The way out of the station.
        exit: Seconds,
    },
}

/// A door-to-door itinerary.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    /// By what.
    pub mode: TravelMode,
    /// When the origin is left; midnight by car and by local bus alone, which leave at any time.
    pub departure: Seconds,
    /// When the destination is reached.
    pub arrival: Seconds,
    /// Its parts in order.
    pub legs: Vec<Leg>,
}

/// How a journey's time is spent; the parts add up to the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Split {
    /// To the first platform (or driving).
    pub access: Seconds,
    /// On the first platform.
    pub wait: Seconds,
    /// On trains.
    pub ride: Seconds,
    /// Between trains: change and wait.
    pub transfer: Seconds,
    /// From the last platform.
    pub egress: Seconds,
}

impl Journey {
    /// From leaving to arriving.
    pub fn duration(&self) -> Seconds {
        self.arrival - self.departure
    }

    /// How many trips are ridden.
    pub fn trips(&self) -> u32 {
        self.legs.iter().filter(|leg| matches!(leg, Leg::Ride { .. })).count() as u32
    }

    fn first_boarding(&self) -> Option<Seconds> {
        self.legs.iter().find_map(|leg| match leg {
            Leg::Ride { departure, .. } => Some(*departure),
            _ => None,
        })
    }

    /// How its time is spent.
    pub fn split(&self) -> Split {
        let mut split = Split::default();
        for leg in &self.legs {
            match leg {
                Leg::Drive { .. } | Leg::LocalOnly => split.access = self.duration(),
                Leg::Access { ride, entry, .. } => split.access = *ride + *entry,
                Leg::Ride { departure, arrival, .. } => split.ride += *arrival - *departure,
                Leg::Change { .. } => {}
                Leg::Egress { ride, exit, .. } => split.egress = *ride + *exit,
            }
        }
        if let Some(boarded) = self.first_boarding() {
            split.wait = boarded.saturating_sub(self.departure + split.access);
        }
        let known = split.access + split.wait + split.ride + split.egress;
        split.transfer = self.duration().saturating_sub(known);
        split
    }
}

/// The best journey: the fastest of the day, or of those leaving at `depart` or later the one that arrives first (and,
/// of these, leaves last). None where there is none.
pub fn find_journey(
    network: &Network,
    supply: &Supply,
    mode: TravelMode,
    ends: (Endpoint, Endpoint),
    depart: Option<Seconds>,
) -> Option<Journey> {
    if mode == TravelMode::Car {
        return drive(network, supply, ends, depart.unwrap_or_default());
    }
    let (from, to) = (ways(supply, ends.0, mode), ways(supply, ends.1, mode));
    let list = list(supply, mode, &from, &to);
    let chosen = match depart {
        None => fastest(&list),
        Some(depart) => {
            list.iter().find(|found| found.departure >= (depart + Seconds::DAY).0).copied()
        }
    };
    let by_service = chosen.and_then(|chosen| by_service(supply, mode, (&from, &to), chosen));
    let local = local_only(supply, mode, ends, depart);
    match (by_service, local) {
        (Some(service), Some(local)) if depart.is_none() => {
            Some(if local.duration() <= service.duration() { local } else { service })
        }
        (Some(service), Some(local)) => {
            Some(if local.arrival <= service.arrival { local } else { service })
        }
        (service, local) => service.or(local),
    }
}

/// All departures of the day worth taking, as clock times: when to leave, when one arrives, how many trips.
pub fn departures(
    supply: &Supply,
    query: &Query,
    ends: (Endpoint, Endpoint),
) -> Vec<(Seconds, Seconds, u32)> {
    let (from, to) = (ways(supply, ends.0, query.mode), ways(supply, ends.1, query.mode));
    let clock = |time: u32| Seconds(time).saturating_sub(Seconds::DAY);
    list(supply, query.mode, &from, &to)
        .iter()
        .map(|found| (clock(found.departure), clock(found.arrival), found.trips))
        .collect()
}

fn list(supply: &Supply, mode: TravelMode, from: &Ways, to: &Ways) -> Vec<Departure> {
    let profile =
        ProfileSearch::new().profile(mode.schedule(supply).index(), &to.egress, Schedule::RIDES);
    useful(&profile, &from.access, Schedule::DEPARTURES)
}

fn drive(
    network: &Network,
    supply: &Supply,
    ends: (Endpoint, Endpoint),
    depart: Seconds,
) -> Option<Journey> {
    let place = |end: Endpoint| -> Position {
        match end {
            Endpoint::Zone(zone) => network.zones[zone.at()].position,
            Endpoint::Stop(stop) => network.transit.stops[stop.at()].position,
        }
    };
    let path = supply.roads.tree(place(ends.0)).to(place(ends.1))?;
    let legs = vec![Leg::Drive { length: path.length, links: path.links }];
    Some(Journey { mode: TravelMode::Car, departure: depart, arrival: depart + path.time, legs })
}

fn local_only(
    supply: &Supply,
    mode: TravelMode,
    ends: (Endpoint, Endpoint),
    depart: Option<Seconds>,
) -> Option<Journey> {
    let (Endpoint::Zone(from), Endpoint::Zone(to)) = ends else { return None };
    let time = direct(supply, from, to, mode)?;
    let departure = depart.unwrap_or_default();
    Some(Journey { mode, departure, arrival: departure + time, legs: vec![Leg::LocalOnly] })
}

/// The journey behind a departure: the round-based search finds its legs.
fn by_service(
    supply: &Supply,
    mode: TravelMode,
    (from, to): (&Ways, &Ways),
    chosen: Departure,
) -> Option<Journey> {
    let schedule = mode.schedule(supply);
    let query = raptor::Query {
        departure: chosen.departure,
        window: Schedule::RIDES,
        access: &from.access,
    };
    let journeys = RaptorSearch::new().to_target(schedule.timetable(), &query, &to.egress);
    let found = journeys.into_iter().find(|journey| journey.arrival == chosen.arrival)?;
    let clock = |time: u32| Seconds(time).saturating_sub(Seconds::DAY);
    let mut legs = Vec::new();
    if found.access.1 > 0 {
        let stop = StopIdx(found.access.0);
        let entry = schedule.stop(stop).entry;
        let ride = Seconds(found.access.1) - entry;
        legs.push(Leg::Access { means: from.means(stop.0), stop, ride, entry });
    }
    legs.extend(found.legs.iter().map(|leg| leg_of(schedule, *leg)));
    if found.egress.1 > 0 {
        let stop = StopIdx(found.egress.0);
        let exit = schedule.stop(stop).exit;
        let ride = Seconds(found.egress.1) - exit;
        legs.push(Leg::Egress { means: to.means(stop.0), stop, ride, exit });
    }
    Some(Journey { mode, departure: clock(found.departure), arrival: clock(found.arrival), legs })
}

fn leg_of(schedule: &Schedule, leg: raptor::Leg) -> Leg {
    let clock = |time: u32| Seconds(time).saturating_sub(Seconds::DAY);
    match leg {
        raptor::Leg::Walk { from, to, seconds } => {
            Leg::Change { from: StopIdx(from), to: StopIdx(to), time: Seconds(seconds) }
        }
        raptor::Leg::Ride { trip, board_index, alight_index } => {
            let board = schedule.timetable().stop_time(trip, board_index as usize);
            let alight = schedule.timetable().stop_time(trip, alight_index as usize);
            Leg::Ride {
                trip: schedule.ride(trip).trip,
                from: StopIdx(board.stop),
                to: StopIdx(alight.stop),
                departure: clock(board.departure),
                arrival: clock(alight.arrival),
                between: alight_index - board_index - 1,
            }
        }
    }
}
