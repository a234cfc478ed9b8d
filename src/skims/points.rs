//! Times from one place to many points anywhere.

use super::endpoint::{Ways, ways_on};
use super::query::TravelMode;
use super::window::{Reached, WindowMatrix, WindowQuery};
use crate::index::StopIdx;
use crate::network::{MissingParameter, Network};
use crate::supply::{
    AccessTable, PointAccess, RoadMetric, RoadPlaces, RoadWeight, Roads, Schedule, StreetAccess,
};
use crate::units::Seconds;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// When a place is left.
#[derive(Debug, Clone, PartialEq)]
pub enum Leaving {
    /// For each point at the time of the day that is best for it.
    AtBest,
    /// At each of some clock times, rising and on one day; of the times to a point this percentile counts, a departure
    /// without a journey as the longest.
    At {
        /// The clock times, one at least.
        departures: Vec<Seconds>,
        /// From 0 to 100.
        percentile: f64,
    },
}

impl Leaving {
    /// Once, at a clock time.
    pub fn once(departure: Seconds) -> Self {
        Self::At { departures: vec![departure], percentile: 50.0 }
    }

    /// For a reader: `leaving 08:00 to 08:59, percentile 50`; of drives it says nothing.
    pub fn description(&self) -> String {
        match self {
            Self::AtBest => "fastest journey of the day".to_owned(),
            Self::At { departures, percentile } => match &departures[..] {
                [one] => format!("leaving at {}", one.clock()),
                [first, .., last] => format!(
                    "leaving {} to {}, percentile {percentile}",
                    first.clock(),
                    last.clock()
                ),
                [] => String::new(),
            },
        }
    }
}

/// A timetable and what it takes to reach its stops.
#[derive(Debug)]
pub struct Services {
    mode: TravelMode,
    schedule: Schedule,
}

impl Services {
    /// The services of a network that a mode uses; none by car.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn new(
        network: &Network,
        roads: &Roads,
        metric: &RoadMetric<'_>,
        mode: TravelMode,
    ) -> Result<Option<Self>, MissingParameter> {
        if mode == TravelMode::Car {
            return Ok(None);
        }
        let schedule = if let Some(streets) = StreetAccess::of(network)? {
            WindowMatrix::street_schedule(network, &streets, mode)?
        } else {
            let access = AccessTable::on_topology(network, roads, metric)?;
            Schedule::new(network, &access, mode.services())?
        };
        Ok(Some(Self { mode, schedule }))
    }

    /// Their timetable.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }
}

/// The question of [`place_times`].
#[derive(Debug, Clone, Copy)]
pub struct PlaceTimes<'a> {
    /// The network.
    pub network: &'a Network,
    /// Its roads on a topology.
    pub metric: &'a RoadMetric<'a>,
    /// By what; none by car.
    pub services: Option<&'a Services>,
    /// A single place to start from, on the metric's topology.
    pub place: &'a RoadPlaces,
    /// The stop it is: rides start on its platform, and what lies around it is reached from where it stands.
    pub stop: Option<StopIdx>,
    /// When it is left; all the same by car.
    pub leaving: &'a Leaving,
    /// Journeys that take longer may count as none.
    pub limit: Option<Seconds>,
}

/// The time from the place to every point; none where there is no journey.
///
/// The rules are those of [`compute`](super::compute) and [`WindowMatrix`], so a point at a zone's centre has the zone's
/// time. Local transport alone counts by every mode but the car, by rail and air too: else what lies around a place would
/// be farther from it than the next station.
///
/// # Errors
/// If `mode.csv` lacks a parameter.
pub fn place_times(
    question: &PlaceTimes<'_>,
    points: &RoadPlaces,
) -> Result<Vec<Option<Seconds>>, MissingParameter> {
    let Some(services) = question.services else { return Ok(drives(question, points)) };
    let (network, metric, place) = (question.network, question.metric, question.place);
    let (schedule, mode) = (&services.schedule, services.mode);
    let access = PointAccess::new(network, metric, points, place)?;
    let ways = |point| ways_on(schedule, access.of(point), mode);
    let ends: Vec<Ways> = (0..points.len()).into_par_iter().map(ways).collect();
    let walks: Vec<Option<Seconds>> = (0..points.len()).map(|at| access.local(at, 0)).collect();
    let start = match question.stop {
        Some(stop) => Ways::on_platform(stop),
        None => ways_on(schedule, PointAccess::new(network, metric, place, place)?.of(0), mode),
    };
    let departures = match question.leaving {
        Leaving::AtBest => departures_of(schedule, &start),
        Leaving::At { departures, .. } => departures.clone(),
    };
    let rides = if departures.is_empty() {
        vec![None; points.len()]
    } else {
        let percentiles = match question.leaving {
            Leaving::AtBest => Vec::new(),
            Leaving::At { percentile, .. } => vec![*percentile],
        };
        let query =
            WindowQuery { mode, departures, percentiles, limit: question.limit, max_rides: None };
        let matrix = WindowMatrix::new(schedule, &query, &Reached::without_walks(ends));
        let origin = Reached::without_walks(vec![start]);
        match question.leaving {
            Leaving::AtBest => matrix.shortest(&origin, 0),
            Leaving::At { .. } => matrix.rows(&origin).swap_remove(0),
        }
    };
    let quicker =
        |(ride, walk): (Option<Seconds>, Option<Seconds>)| ride.into_iter().chain(walk).min();
    Ok(rides.into_iter().zip(walks).map(quicker).collect())
}

fn drives(question: &PlaceTimes<'_>, points: &RoadPlaces) -> Vec<Option<Seconds>> {
    let mut times = Vec::new();
    question.metric.tables(question.place, points, RoadWeight::Time, |_, table| {
        times.extend((0..points.len()).map(|point| table.time(0, point)));
    });
    times
}

/// The clock times of a day at which somebody has to leave for a ride, and no sooner: a fastest journey leaves at one.
fn departures_of(schedule: &Schedule, start: &Ways) -> Vec<Seconds> {
    let ways: BTreeMap<u32, u32> = start.access.iter().copied().collect();
    let leaves = |stop: u32, departs: u32| departs.checked_sub(*ways.get(&stop)?);
    let connections = schedule.timetable().connections().iter();
    let mut found: Vec<Seconds> = connections
        .filter_map(|connection| leaves(connection.from, connection.departure))
        .filter(|departure| Schedule::DEPARTURES.contains(departure))
        .map(|departure| Seconds(departure).saturating_sub(Seconds::DAY))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
