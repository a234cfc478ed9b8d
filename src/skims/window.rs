//! Travel times by services between many places for all departures of a window, and their percentiles.
//!
//! The rules are those of [`find_journey`](super::find_journey): a row's time is from the departure asked for to the arrival of
//! the journey that it finds. On networks of streets all walk ([`StreetAccess`]); elsewhere places are points of
//! [`PointAccess`].

use super::endpoint::{Ways, ways_on};
use super::query::{Feeder, TravelMode};
use crate::index::StopIdx;
use crate::kernels::graph::UNREACHED;
use crate::kernels::timetable::Timetable;
use crate::kernels::window_index::WindowIndex;
use crate::kernels::window_scan::{Clock, LANES};
use crate::kernels::window_times::{Origin, Targets, Window, WindowTimes, rank};
use crate::network::{MissingParameter, Network, Position};
use crate::supply::{AccessTable, PointAccess, RoadMetric, RoadPlaces, Schedule, StreetAccess};
use crate::units::Seconds;
use rayon::prelude::*;

/// A question to a [`WindowMatrix`].
#[derive(Debug, Clone, PartialEq)]
pub struct WindowQuery {
    /// By what; not by car.
    pub mode: TravelMode,
    /// Clock times of the departures: rising, at least one, all on one day.
    pub departures: Vec<Seconds>,
    /// Percentiles of the times over the departures, in per cent: rising.
    pub percentiles: Vec<f64>,
    /// Longer journeys count as none.
    pub limit: Option<Seconds>,
    /// The most rides of a journey, 8 at most; none for any number.
    pub max_rides: Option<usize>,
}

/// An end of a matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MatrixPlace {
    /// Where it is.
    pub position: Position,
    /// The stop it is, if it is one: journeys start and end on its platform then.
    pub stop: Option<StopIdx>,
}

/// How places reach stops and each other.
#[derive(Debug, Clone)]
pub struct Reached {
    /// By place.
    ways: Vec<Ways>,
    /// By place: (destination, seconds to it) without a ride.
    direct: Vec<Vec<(u32, u32)>>,
}

/// All there is to know of destinations and timetable, ready for origin after origin.
#[derive(Debug)]
pub struct WindowMatrix<'s> {
    index: WindowIndex,
    timetable: &'s Timetable,
    mode: TravelMode,
    departures: Vec<u32>,
    limit: u32,
    max_rides: Option<usize>,
    ranks: Vec<usize>,
    egress: Vec<Vec<(u32, u32)>>,
}

impl<'s> WindowMatrix<'s> {
    /// The timetable of a mode on a network of streets.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn street_schedule(
        network: &Network,
        streets: &StreetAccess,
        mode: TravelMode,
    ) -> Result<Schedule, MissingParameter> {
        Schedule::new(network, &AccessTable::of_streets(streets), mode.services())
    }

    /// Of the services that a mode uses, to destinations.
    pub fn new(schedule: &'s Schedule, query: &WindowQuery, destinations: &Reached) -> Self {
        let clock = |time: &Seconds| (*time + Seconds::DAY).0;
        let departures: Vec<u32> = query.departures.iter().map(clock).collect();
        let limit = query.limit.map_or(UNREACHED, |limit| limit.0);
        let last = departures.last().copied().unwrap_or_default();
        let until = last.saturating_add(limit).saturating_add(1).min(Schedule::RIDES.end);
        let first = departures.first().copied().unwrap_or_default();
        let count = departures.len();
        Self {
            index: WindowIndex::new(schedule.timetable(), first..until),
            timetable: schedule.timetable(),
            mode: query.mode,
            limit,
            max_rides: query.max_rides,
            ranks: query.percentiles.iter().map(|percent| rank(*percent, count)).collect(),
            departures,
            egress: destinations.ways.iter().map(|ways| ways.egress.clone()).collect(),
        }
    }

    /// How many values a pair has: one for each percentile.
    pub fn width(&self) -> usize {
        self.ranks.len()
    }

    /// Rows of some origins, whose direct ways are to the destinations: for each destination, in order, the time of each
    /// percentile.
    pub fn rows(&self, origins: &Reached) -> Vec<Vec<Option<Seconds>>> {
        // Sixteen bits hold every time up to the limit after the last departure.
        let span = self.departures.last().zip(self.departures.first());
        let longest =
            span.map_or(UNREACHED, |(last, first)| (last - first).saturating_add(self.limit));
        if longest < u32::from(u16::MAX) {
            self.rows_in::<u16>(origins)
        } else {
            self.rows_in::<u32>(origins)
        }
    }

    fn rows_in<T: Clock>(&self, origins: &Reached) -> Vec<Vec<Option<Seconds>>> {
        let targets = self.targets::<T>();
        let window = self.window(&self.departures, &self.ranks);
        let row = |(times, row): &mut (WindowTimes<T>, Vec<u32>), at: usize| {
            row.clear();
            times.row(&self.index, self.origin(origins, at), &window, &targets, row);
            row.iter().map(|time| (*time != UNREACHED).then_some(Seconds(*time))).collect()
        };
        let fresh = || (WindowTimes::new(), Vec::new());
        (0..origins.ways.len()).into_par_iter().map_init(fresh, row).collect()
    }

    /// From one origin the shortest time over all departures to each destination, in order; only the departures of one scan
    /// are in memory at once.
    pub fn shortest(&self, origins: &Reached, at: usize) -> Vec<Option<Seconds>> {
        let targets = self.targets::<u32>();
        let longest = vec![UNREACHED; targets.len()];
        let scan = |times: &mut WindowTimes<u32>, departures: &[u32]| {
            let mut row = Vec::with_capacity(targets.len());
            let window = self.window(departures, &[0]);
            times.row(&self.index, self.origin(origins, at), &window, &targets, &mut row);
            row
        };
        let least = |mut one: Vec<u32>, other: Vec<u32>| {
            one.iter_mut().zip(other).for_each(|(one, other)| *one = other.min(*one));
            one
        };
        let scans = self.departures.par_chunks(LANES).map_init(WindowTimes::new, scan);
        let times = scans.reduce(|| longest.clone(), least);
        let time = |time: u32| (time != UNREACHED).then_some(Seconds(time));
        times.into_iter().map(time).collect()
    }

    fn targets<T: Clock>(&self) -> Targets<T> {
        Targets::of_timetable(self.timetable, &self.egress)
    }

    fn window<'a>(&self, departures: &'a [u32], ranks: &'a [usize]) -> Window<'a> {
        Window {
            departures,
            limit: self.limit,
            leaving: Schedule::DEPARTURES.end,
            max_rides: self.max_rides,
            ranks,
        }
    }

    /// Ways all the way without a ride, where the mode has them.
    fn direct<'a>(&self, origins: &'a Reached, at: usize) -> &'a [(u32, u32)] {
        if self.mode.feeder() == Feeder::Taxi { &[] } else { &origins.direct[at] }
    }

    fn origin<'a>(&self, origins: &'a Reached, at: usize) -> Origin<'a> {
        Origin { access: &origins.ways[at].access, direct: self.direct(origins, at) }
    }

    /// How places on streets reach stops, and destinations on foot.
    pub fn over_streets(
        streets: &StreetAccess,
        (schedule, mode): (&Schedule, TravelMode),
        places: &[MatrixPlace],
        destinations: &[MatrixPlace],
    ) -> Reached {
        let on = |places: &[MatrixPlace]| {
            streets.places(&places.iter().map(|place| place.position).collect::<Vec<_>>())
        };
        let (from, to) = (on(places), on(destinations));
        let direct = streets
            .walks(&from, &to)
            .into_iter()
            .map(|walks| walks.into_iter().map(|(to, time)| (to, time.0)).collect());
        let reaches = streets.reaches(&from);
        let ways = reaches.iter().map(|reached| ways_on(schedule, reached, mode)).collect();
        Reached { ways, direct: direct.collect() }.with_platforms(places, destinations)
    }

    /// The same by the rules of `mode.csv`; the places on the roads stand in the order of the places.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn over_roads(
        (network, metric): (&Network, &RoadMetric<'_>),
        (schedule, mode): (&Schedule, TravelMode),
        places: (&[MatrixPlace], &RoadPlaces),
        destinations: (&[MatrixPlace], &RoadPlaces),
    ) -> Result<Reached, MissingParameter> {
        let access = PointAccess::new(network, metric, places.1, destinations.1)?;
        let count = 0..places.0.len();
        let ways = count.clone().map(|at| ways_on(schedule, access.of(at), mode)).collect();
        let direct = count.map(|at| {
            let to = |to: usize| Some((to as u32, access.local(at, to)?.0));
            (0..destinations.0.len()).filter_map(to).collect()
        });
        let reached = Reached { ways, direct: direct.collect() };
        Ok(reached.with_platforms(places.0, destinations.0))
    }
}

impl Reached {
    /// Of places of which only rides are asked for.
    pub(super) fn without_walks(ways: Vec<Ways>) -> Self {
        Self { direct: vec![Vec::new(); ways.len()], ways }
    }

    /// On a platform nothing but rides and changes counts.
    fn with_platforms(mut self, places: &[MatrixPlace], destinations: &[MatrixPlace]) -> Self {
        let is_stop: Vec<bool> = destinations.iter().map(|place| place.stop.is_some()).collect();
        for ((ways, direct), place) in self.ways.iter_mut().zip(&mut self.direct).zip(places) {
            match place.stop {
                Some(stop) => {
                    *ways = Ways::on_platform(stop);
                    direct.clear();
                }
                None => direct.retain(|(to, _)| !is_stop[*to as usize]),
            }
        }
        self
    }
}
