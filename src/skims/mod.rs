//! Skims: matrices of travel time from zone to zone, and the journeys behind them.
//!
//! All zones × all zones by one mode. For services, one backward profile search per destination gives every departure of
//! the day at once, so that fastest, median and number of departures come from the same answer.

mod chains;
mod endpoint;
mod fastest;
mod freight;
mod journey;
mod points;
mod query;
#[cfg(test)]
mod tests;
mod window;

pub use chains::{
    Burden, Cargo, Chain, ChainCosts, ChainLeg, ChainPlace, Chains, Criterion, Haul, Haulage,
    MOST_HAULS,
};
pub use endpoint::Endpoint;
pub use fastest::FastestTimes;
pub use freight::{
    CostPerTonne, VesselFit, WaterRoute, WaterStep, cost_per_tonne, largest_vessel, water_route,
};
pub use journey::{Journey, Leg, Means, Split, When, departures, find_journey, journey_of};
pub use points::{Leaving, PlaceTimes, Services, place_times};
pub use query::{Query, TravelMode};
pub use window::{MatrixPlace, Reached, WindowMatrix, WindowQuery};

use crate::index::ZoneIdx;
use crate::kernels::csa::ProfileSearch;
use crate::kernels::departures::{
    Departure, departures as useful, fastest, mean_total, percentile,
};
use crate::network::Network;
use crate::supply::{Schedule, Supply};
use crate::units::Seconds;
use rayon::prelude::*;

/// What a skim says of one pair of zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Door to door, of the fastest journey of the day; by car, the drive.
    pub fastest: Seconds,
    /// When it leaves the origin, as a clock time; none by car or by local bus alone.
    pub departure: Option<Seconds>,
    /// How many trips it rides.
    pub trips: u32,
    /// How many departures of the day are worth waiting for.
    pub departures: u32,
    /// The median over departure times in the query's window: wait for the next useful departure and journey; none where
    /// most of the window has no journey on the same day.
    pub median: Option<Seconds>,
    /// The mean over the same departure times; none where some of them have no journey.
    pub mean: Option<Seconds>,
    /// When one is there, as a clock time, leaving at the start of the query's day.
    pub first_arrival: Option<Seconds>,
    /// When one leaves at the latest, as a clock time, to be there by the end of the query's day.
    pub last_departure: Option<Seconds>,
}

impl Cell {
    /// Of a way that takes so long at any time.
    fn at_any_time(time: Seconds, query: &Query) -> Self {
        let day = &query.day;
        let fits = day.start + time <= day.end;
        Self {
            fastest: time,
            departure: None,
            trips: 0,
            departures: 0,
            median: Some(time),
            mean: Some(time),
            first_arrival: Some(day.start + time),
            last_departure: fits.then(|| day.end - time),
        }
    }
}

/// All pairs of zones by one mode.
#[derive(Debug, Clone, PartialEq)]
pub struct SkimSet {
    /// By what.
    pub mode: TravelMode,
    zones: usize,
    cells: Vec<Option<Cell>>,
    /// The percentiles that were asked for.
    asked: Vec<u8>,
    /// Of each cell, those.
    percentiles: Vec<Option<Seconds>>,
}

impl SkimSet {
    /// How many zones it is of.
    pub fn zone_count(&self) -> usize {
        self.zones
    }

    /// A pair of zones; none where there is no journey.
    pub fn cell(&self, from: ZoneIdx, to: ZoneIdx) -> Option<Cell> {
        self.cells[from.at() * self.zones + to.at()]
    }

    /// The percentiles that the query asked for, of the total time of a pair.
    pub fn percentiles(&self, from: ZoneIdx, to: ZoneIdx) -> &[Option<Seconds>] {
        let count = self.asked.len();
        &self.percentiles[(from.at() * self.zones + to.at()) * count..][..count]
    }

    /// The longest stay at the destination for who goes there and back within the query's day; none where one cannot.
    pub fn same_day_stay(&self, from: ZoneIdx, to: ZoneIdx) -> Option<Seconds> {
        let there = self.cell(from, to)?.first_arrival?;
        let back = self.cell(to, from)?.last_departure?;
        (there <= back).then(|| back - there)
    }

    /// Fastest times, row by row from each origin.
    pub fn times(&self) -> Vec<Option<Seconds>> {
        self.cells.iter().map(|cell| cell.map(|cell| cell.fastest)).collect()
    }
}

/// All zones × all zones; a zone is not paired with itself.
pub fn compute(network: &Network, supply: &Supply, query: &Query) -> SkimSet {
    match query.mode {
        TravelMode::Car => compute_car(network, supply, query),
        TravelMode::Rail
        | TravelMode::HighSpeedRail
        | TravelMode::ConventionalRail
        | TravelMode::Public
        | TravelMode::Coach
        | TravelMode::Air
        | TravelMode::All => compute_services(network, supply, query),
    }
}

fn compute_car(network: &Network, supply: &Supply, query: &Query) -> SkimSet {
    let zones = network.zones.len();
    let cell = |from: usize, to: usize| {
        let time =
            supply.access.car(ZoneIdx::new(from), ZoneIdx::new(to)).filter(|_| from != to)?;
        Some(Cell::at_any_time(time, query))
    };
    let cells: Vec<Option<Cell>> =
        (0..zones).flat_map(|from| (0..zones).map(move |to| cell(from, to))).collect();
    let asked = query.percentiles.clone();
    let same = |cell: &Option<Cell>| vec![cell.map(|cell| cell.fastest); asked.len()];
    let percentiles = cells.iter().flat_map(same).collect();
    SkimSet { mode: TravelMode::Car, zones, cells, asked, percentiles }
}

fn compute_services(network: &Network, supply: &Supply, query: &Query) -> SkimSet {
    let zones = network.zones.len();
    let ends: Vec<endpoint::Ways> = (0..zones)
        .map(|zone| endpoint::ways(supply, Endpoint::Zone(ZoneIdx::new(zone)), query.mode))
        .collect();
    let columns: Vec<Vec<Found>> = (0..zones)
        .into_par_iter()
        .map_init(ProfileSearch::new, |search, to| column(search, supply, query, &ends, to))
        .collect();
    let rows = || (0..zones).flat_map(|from| columns.iter().map(move |column| &column[from]));
    SkimSet {
        mode: query.mode,
        zones,
        cells: rows().map(|found| found.0).collect(),
        asked: query.percentiles.clone(),
        percentiles: rows().flat_map(|found| found.1.iter().copied()).collect(),
    }
}

/// A cell and the percentiles that were asked for.
type Found = (Option<Cell>, Vec<Option<Seconds>>);

/// From every zone to one.
fn column(
    search: &mut ProfileSearch,
    supply: &Supply,
    query: &Query,
    ends: &[endpoint::Ways],
    to: usize,
) -> Vec<Found> {
    let schedule = query.mode.schedule(supply);
    let profile = search.profile(schedule.index(), &ends[to].egress, Schedule::RIDES);
    let from_zone = |from: usize| {
        if from == to {
            return (None, vec![None; query.percentiles.len()]);
        }
        let list = useful(&profile, &ends[from].access, Schedule::DEPARTURES);
        let local = endpoint::direct(supply, ZoneIdx::new(from), ZoneIdx::new(to), query.mode);
        let share = |per_cent: &u8| {
            let of_service = over_window(&list, query, f64::from(*per_cent) / 100.0);
            of_service.into_iter().chain(local).min()
        };
        (cell(&list, local, query), query.percentiles.iter().map(share).collect())
    };
    (0..ends.len()).map(from_zone).collect()
}

fn cell(list: &[Departure], local: Option<Seconds>, query: &Query) -> Option<Cell> {
    let by_service = fastest(list).map(|best| {
        let clock = |time: u32| Seconds(time).saturating_sub(Seconds::DAY);
        let starts = |found: &&Departure| clock(found.departure) >= query.day.start;
        let is_home = |found: &&Departure| clock(found.arrival) <= query.day.end;
        Cell {
            fastest: Seconds(best.duration()),
            departure: Some(clock(best.departure)),
            trips: best.trips,
            departures: list.len() as u32,
            median: over_window(list, query, 0.5),
            mean: mean(list, None, query),
            first_arrival: list.iter().find(starts).map(|found| clock(found.arrival)),
            last_departure: list.iter().rfind(is_home).map(|found| clock(found.departure)),
        }
    });
    let by_local = local.map(|time| Cell::at_any_time(time, query));
    match (by_service, by_local) {
        (Some(service), Some(local)) => {
            let sooner =
                |one: Option<Seconds>, other: Option<Seconds>| one.into_iter().chain(other).min();
            let best = if local.fastest <= service.fastest { local } else { service };
            Some(Cell {
                departures: service.departures,
                median: sooner(service.median, local.median),
                mean: mean(list, Some(local.fastest), query),
                first_arrival: sooner(service.first_arrival, local.first_arrival),
                last_departure: service.last_departure.max(local.last_departure),
                ..best
            })
        }
        (service, local) => service.or(local),
    }
}

/// The mean total time, where there may be a way without a service.
fn mean(list: &[Departure], local: Option<Seconds>, query: &Query) -> Option<Seconds> {
    let mean = mean_total(list, window(query), Some(Seconds::DAY.0), local.map(|local| local.0));
    mean.map(Seconds::from_f64)
}

/// The query's window in kernel time.
fn window(query: &Query) -> std::ops::Range<u32> {
    query.window.start.0 + Seconds::DAY.0..query.window.end.0 + Seconds::DAY.0
}

/// The total time that a share of the departure times does not exceed; of services that come again every day.
fn over_window(list: &[Departure], query: &Query, share: f64) -> Option<Seconds> {
    percentile(list, window(query), Some(Seconds::DAY.0), share).map(Seconds::from_f64)
}
