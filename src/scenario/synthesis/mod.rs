//! Trains without a timetable get their place in the day.
//!
//! Edits say how many trains run and when the first and the last leave; they are spread between as the region's trains of the class
//! are ([`day_shape`]). When all edits of all projects are made, and the timetable fits the lines that are there, each of
//! them is shifted, and waits at its stops, by as little as keeps it a headway apart from every other train on each track it
//! runs over. Trains of the timetable stay where they are. Who is placed first does not depend on the order in which projects are applied.

mod tracks;

use super::editor::Published;
use super::rail::RailGraph;
use crate::kernels::free_paths::{Limits, Path};
use crate::network::{Network, RouteClass, Timing, Trip};
use crate::units::Seconds;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use tracks::Tracks;

/// The farthest that a train is shifted from its place in the day, if it runs by no headway.
pub(super) const MOST_SHIFTED: Seconds = Seconds::from_minutes(60);

/// The longest that a train waits at a stop for others to pass.
const LONGEST_WAIT: Seconds = Seconds::from_minutes(15);

/// A minute of waiting on the way is worth so many of leaving earlier or later.
const WAIT_WEIGHT: u32 = 4;

/// Classes with fewer published trips show no shape of the day.
const FEWEST_TRIPS: usize = 100;

/// From the first departure of the day to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: Seconds,
    pub(super) last: Seconds,
}

/// Trips that an edit adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Service {
    /// Id of the project.
    pub(super) project: String,
    /// The place of the edit among all of the scenario.
    pub(super) edit: usize,
    /// Their ids. Later edits may have changed them, or taken them away.
    pub(super) trips: Vec<String>,
    /// When they may leave their first stop.
    pub(super) span: Span,
    /// How far each may be shifted.
    pub(super) limit: Seconds,
}

/// How the trains of an edit were placed in the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Placing {
    /// Trains.
    pub trains: usize,
    /// Those of them that were shifted to keep the headway.
    pub shifted: usize,
    /// The largest shift.
    pub most: Seconds,
    /// Those that wait for others on their way.
    pub waiting: usize,
    /// The longest wait of one, at all its stops together.
    pub longest_wait: Seconds,
    /// Those that found no free path and stay where they are.
    pub without_path: usize,
}

impl Placing {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            trains: self.trains + other.trains,
            shifted: self.shifted + other.shifted,
            most: self.most.max(other.most),
            waiting: self.waiting + other.waiting,
            longest_wait: self.longest_wait.max(other.longest_wait),
            without_path: self.without_path + other.without_path,
        }
    }
}

impl fmt::Display for Placing {
    /// `5 shifted by up to 7 min, 2 waiting up to 6 min on their way, 1 without a free path`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.shifted == 0 {
            f.write_str("none shifted")?;
        } else {
            write!(f, "{} shifted by up to {}", self.shifted, self.most)?;
        }
        if self.waiting > 0 {
            write!(f, ", {} waiting up to {} on their way", self.waiting, self.longest_wait)?;
        }
        if self.without_path > 0 {
            write!(f, ", {} without a free path", self.without_path)?;
        }
        Ok(())
    }
}

/// Half of a headway in minutes: trains by a headway are shifted no farther.
pub(super) fn half_a_headway(minutes: f64) -> Seconds {
    Seconds::from_minutes_f64(minutes / 2.0)
}

/// The published departures of a class of the network's timetable from stations of the modelled railways, as times of one day,
/// sorted: how dense trains are by the hour. Empty where the timetable has hardly any.
pub(super) fn day_shape(base: &Network, class: RouteClass) -> std::sync::Arc<[Seconds]> {
    let transit = &base.transit;
    let is_published = |timing| matches!(timing, Timing::Timetabled | Timing::Retimed);
    let of_class = transit
        .trips
        .iter()
        .filter(|trip| transit.class(trip) == class && is_published(trip.timing));
    let trips: Vec<_> = of_class.collect();
    if trips.len() < FEWEST_TRIPS {
        return [].into();
    }
    let calls = trips.iter().flat_map(|trip| &trip.stop_times[..trip.stop_times.len() - 1]);
    let in_region = calls.filter(|call| transit.stops[call.stop.at()].node.is_some());
    let mut times: Vec<Seconds> =
        in_region.map(|call| Seconds(call.departure.0 % Seconds::DAY.0)).collect();
    times.sort_unstable();
    times.into()
}

/// Places the trains of services in the day, in the order given; says how, service by service.
pub(super) fn place(
    network: &mut Network,
    published: Published<'_>,
    services: &[Service],
    rail: BTreeMap<RouteClass, RailGraph>,
) -> Vec<Placing> {
    let transit = &network.transit;
    let by_id: BTreeMap<&str, usize> =
        transit.trips.iter().enumerate().map(|(at, trip)| (trip.id.as_str(), at)).collect();
    let is_train = |at: &usize| transit.class(&transit.trips[*at]).is_rail();
    let found = |service: &Service| -> Vec<usize> {
        service
            .trips
            .iter()
            .filter_map(|id| by_id.get(id.as_str()).copied())
            .filter(is_train)
            .collect()
    };
    let trains: Vec<Vec<usize>> = services.iter().map(found).collect();
    let moving: BTreeSet<usize> = trains.iter().flatten().copied().collect();
    if moving.is_empty() {
        return vec![Placing::default(); services.len()];
    }
    let mut tracks = Tracks::new(network, published, rail);
    for (at, trip) in network.transit.trips.iter().enumerate() {
        if !moving.contains(&at) {
            tracks.occupy(network, trip);
        }
    }
    let placed = services.iter().zip(&trains).map(|(service, trains)| {
        let one = |at: &usize| place_trip(network, &mut tracks, *at, service);
        trains.iter().map(one).fold(Placing::default(), Placing::and)
    });
    placed.collect()
}

fn place_trip(
    network: &mut Network,
    tracks: &mut Tracks<'_>,
    trip: usize,
    service: &Service,
) -> Placing {
    let train = &network.transit.trips[trip];
    let limits = limits(service, train.stop_times[0].departure);
    let found = tracks.free_path(network, train, &limits);
    let train = &mut network.transit.trips[trip];
    let mut placing = Placing { trains: 1, ..Placing::default() };
    let what = match found {
        Some(path) => {
            let wait = Seconds(path.waits.iter().sum());
            let size = Seconds(path.shift.unsigned_abs());
            placing.shifted = usize::from(size > Seconds(0));
            placing.most = size;
            placing.waiting = usize::from(wait > Seconds(0));
            placing.longest_wait = wait;
            run(train, &path);
            shifted_in_words(path.shift, wait)
        }
        None => {
            placing.without_path = 1;
            Some(NO_PATH.to_owned())
        }
    };
    if let Some(what) = what {
        let note = &mut train.provenance.note;
        *note = if note.is_empty() { what } else { format!("{note}; {what}") };
    }
    let train = &network.transit.trips[trip];
    tracks.occupy(network, train);
    placing
}

/// How far from its place a train may be, which leaves its first stop at `start`.
fn limits(service: &Service, start: Seconds) -> Limits {
    let limit = i64::from(service.limit.0);
    let from_start = |time: Seconds| i64::from(time.0) - i64::from(start.0);
    let earliest = from_start(service.span.first).clamp(-limit, 0);
    let latest = from_start(service.span.last).clamp(0, limit);
    Limits {
        shifts: earliest as i32..=latest as i32,
        longest_wait: LONGEST_WAIT.0,
        step: 60,
        wait_weight: WAIT_WEIGHT,
    }
}

/// Shifts a train, and lets it wait at the stops on its way.
fn run(train: &mut Trip, path: &Path) {
    let mut late = path.shift;
    for (at, call) in train.stop_times.iter_mut().enumerate() {
        call.arrival = moved(call.arrival, late);
        let wait = at.checked_sub(1).and_then(|at| path.waits.get(at)).copied().unwrap_or(0);
        late += wait.cast_signed();
        call.departure = moved(call.departure, late);
    }
}

fn shifted_in_words(shift: i32, wait: Seconds) -> Option<String> {
    let side = if shift < 0 { "earlier" } else { "later" };
    let size = Seconds(shift.unsigned_abs());
    let shifted = (shift != 0).then(|| format!("leaves {size} {side} than its place in the day"));
    let waits = (wait > Seconds(0)).then(|| format!("waits {wait} on its way"));
    let parts: Vec<String> = shifted.into_iter().chain(waits).collect();
    (!parts.is_empty()).then(|| format!("{} to keep the headway", parts.join(" and ")))
}

/// What the note of a train says that is nearer to another than the headway.
const NO_PATH: &str =
    "no free path near its place in the day: nearer to another train than the headway";

fn moved(time: Seconds, by: i32) -> Seconds {
    Seconds(time.0.saturating_add_signed(by))
}

#[cfg(test)]
mod tests;
