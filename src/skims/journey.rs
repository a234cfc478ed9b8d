//! One door-to-door itinerary and its legs.

use super::endpoint::{Endpoint, Ways, direct, ways};
use super::{Cell, TravelMode, query::Query};
use crate::index::{LinkIdx, StopIdx, TripIdx, ZoneIdx};
use crate::kernels::csa::ProfileSearch;
use crate::kernels::departures::{Departure, departures as useful, fastest};
use crate::kernels::raptor::{self, RaptorSearch};
use crate::network::{Network, Position};
use crate::supply::{Schedule, Supply};
use crate::units::{Kilometres, Seconds};
use std::ops::Range;

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
    /// When the origin is left; midnight by car and by local bus alone, which leave at any time, unless a time is asked for.
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

/// When a traveller wants to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// When the journey is fastest.
    AnyTime,
    /// At this clock time or later, arriving as early as possible.
    Depart(Seconds),
    /// So as to be there by this clock time, leaving as late as possible, the day before if need be.
    Arrive(Seconds),
}

/// The best journey: the fastest of the day, or of those leaving at a time or later the one that arrives first (and, of
/// these, leaves last), or of those there by a time the one that leaves last. None where there is none.
pub fn find_journey(
    network: &Network,
    supply: &Supply,
    mode: TravelMode,
    ends: (Endpoint, Endpoint),
    when: When,
) -> Option<Journey> {
    if mode == TravelMode::Car {
        return drive(network, supply, ends, when);
    }
    let (from, to) = (ways(supply, ends.0, mode), ways(supply, ends.1, mode));
    let chosen = match when {
        When::AnyTime => fastest(&list(supply, mode, &from, &to)),
        When::Depart(depart) => {
            let leave = (depart + Seconds::DAY).0;
            list(supply, mode, &from, &to).into_iter().find(|found| found.departure >= leave)
        }
        When::Arrive(arrive) => {
            let arrive = (arrive + Seconds::DAY + Seconds::DAY).0;
            let all = list_of(supply, mode, (&from, &to), Schedule::TWO_DAYS);
            all.into_iter().take_while(|found| found.arrival <= arrive).last()
        }
    };
    let by_service = chosen.and_then(|chosen| by_service(supply, mode, (&from, &to), chosen));
    let local = local_only(supply, mode, ends, when);
    let (service, local) = match (by_service, local) {
        (Some(service), Some(local)) => (service, local),
        (service, local) => return service.or(local),
    };
    let is_local = match when {
        When::AnyTime => local.duration() <= service.duration(),
        When::Depart(_) => local.arrival <= service.arrival,
        // A journey that leaves the day before counts its hours from that day's midnight.
        When::Arrive(arrive) => {
            let is_before = service.arrival > arrive;
            is_before || local.departure >= service.departure
        }
    };
    Some(if is_local { local } else { service })
}

/// When a way that is open all day is begun, so that it takes so long.
fn leave(when: When, time: Seconds) -> Seconds {
    match when {
        When::AnyTime => Seconds(0),
        When::Depart(depart) => depart,
        // Across midnight the clock is that of the day before.
        When::Arrive(arrive) if arrive < time => arrive + Seconds::DAY - time,
        When::Arrive(arrive) => arrive - time,
    }
}

/// The fastest journey of a pair of zones, whose cell a skim has: the one that [`find_journey`] finds, sooner.
pub fn journey_of(
    network: &Network,
    supply: &Supply,
    mode: TravelMode,
    (from, to): (ZoneIdx, ZoneIdx),
    cell: &Cell,
) -> Option<Journey> {
    let ends = (Endpoint::Zone(from), Endpoint::Zone(to));
    if mode == TravelMode::Car {
        return drive(network, supply, ends, When::AnyTime);
    }
    let Some(departure) = cell.departure else {
        return local_only(supply, mode, ends, When::AnyTime);
    };
    let departure = (departure + Seconds::DAY).0;
    let arrival = departure + cell.fastest.0;
    let chosen = Departure { departure, arrival, trips: cell.trips };
    by_service(supply, mode, (&ways(supply, ends.0, mode), &ways(supply, ends.1, mode)), chosen)
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
    list_of(supply, mode, (from, to), Schedule::DEPARTURES)
}

fn list_of(
    supply: &Supply,
    mode: TravelMode,
    (from, to): (&Ways, &Ways),
    departures: Range<u32>,
) -> Vec<Departure> {
    let profile =
        ProfileSearch::new().profile(mode.schedule(supply).index(), &to.egress, Schedule::RIDES);
    useful(&profile, &from.access, departures)
}

fn drive(
    network: &Network,
    supply: &Supply,
    ends: (Endpoint, Endpoint),
    when: When,
) -> Option<Journey> {
    let place = |end: Endpoint| -> Position {
        match end {
            Endpoint::Zone(zone) => network.zones[zone.at()].position,
            Endpoint::Stop(stop) => network.transit.stops[stop.at()].position,
        }
    };
    let path = supply.roads.tree(place(ends.0)).to(place(ends.1))?;
    let legs = vec![Leg::Drive { length: path.length, links: path.links }];
    let departure = leave(when, path.time);
    Some(Journey { mode: TravelMode::Car, departure, arrival: departure + path.time, legs })
}

fn local_only(
    supply: &Supply,
    mode: TravelMode,
    ends: (Endpoint, Endpoint),
    when: When,
) -> Option<Journey> {
    let (Endpoint::Zone(from), Endpoint::Zone(to)) = ends else { return None };
    let time = direct(supply, from, to, mode)?;
    let departure = leave(when, time);
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
    // Times are those of the day on which one leaves.
    let midnight = Seconds(found.departure / Seconds::DAY.0 * Seconds::DAY.0);
    let clock = |time: u32| Seconds(time) - midnight;
    let mut legs = Vec::new();
    if found.access.1 > 0 {
        let stop = StopIdx(found.access.0);
        let entry = schedule.stop(stop).entry;
        let ride = Seconds(found.access.1) - entry;
        legs.push(Leg::Access { means: from.means(stop.0), stop, ride, entry });
    }
    legs.extend(found.legs.iter().map(|leg| leg_of(schedule, *leg, midnight)));
    if found.egress.1 > 0 {
        let stop = StopIdx(found.egress.0);
        let exit = schedule.stop(stop).exit;
        let ride = Seconds(found.egress.1) - exit;
        legs.push(Leg::Egress { means: to.means(stop.0), stop, ride, exit });
    }
    Some(Journey { mode, departure: clock(found.departure), arrival: clock(found.arrival), legs })
}

fn leg_of(schedule: &Schedule, leg: raptor::Leg, midnight: Seconds) -> Leg {
    let clock = |time: u32| Seconds(time) - midnight;
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
