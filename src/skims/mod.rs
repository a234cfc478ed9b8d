//! Skims: matrices of travel time from zone to zone, and the journeys behind them.
//!
//! All zones × all zones by one mode. For services, one backward profile search per destination gives every departure of
//! the day at once, so that fastest, median and number of departures come from the same answer.

mod endpoint;
mod freight;
mod journey;
mod points;
mod query;
#[cfg(test)]
mod tests;
mod window;

pub use endpoint::Endpoint;
pub use freight::{
    CostPerTonne, VesselFit, WaterRoute, WaterStep, cost_per_tonne, largest_vessel, water_route,
};
pub use journey::{Journey, Leg, Means, Split, departures, find_journey};
pub use points::{PlaceTimes, place_times};
pub use query::{Query, TravelMode};
pub use window::{MatrixPlace, Reached, WindowMatrix, WindowQuery};

use crate::index::ZoneIdx;
use crate::kernels::csa::ProfileSearch;
use crate::kernels::departures::{Departure, departures as useful, fastest, percentile};
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
}

/// All pairs of zones by one mode.
#[derive(Debug, Clone, PartialEq)]
pub struct SkimSet {
    /// By what.
    pub mode: TravelMode,
    zones: usize,
    cells: Vec<Option<Cell>>,
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

    /// Fastest times, row by row from each origin.
    pub fn times(&self) -> Vec<Option<Seconds>> {
        self.cells.iter().map(|cell| cell.map(|cell| cell.fastest)).collect()
    }
}

/// All zones × all zones; a zone is not paired with itself.
pub fn compute(network: &Network, supply: &Supply, query: &Query) -> SkimSet {
    match query.mode {
        TravelMode::Car => compute_car(network, supply),
        TravelMode::Rail
        | TravelMode::Public
        | TravelMode::Coach
        | TravelMode::Air
        | TravelMode::All => compute_services(network, supply, query),
    }
}

fn compute_car(network: &Network, supply: &Supply) -> SkimSet {
    let zones = network.zones.len();
    let cell = |from: usize, to: usize| {
        let time =
            supply.access.car(ZoneIdx::new(from), ZoneIdx::new(to)).filter(|_| from != to)?;
        Some(Cell { fastest: time, departure: None, trips: 0, departures: 0, median: Some(time) })
    };
    let cells = (0..zones).flat_map(|from| (0..zones).map(move |to| cell(from, to))).collect();
    SkimSet { mode: TravelMode::Car, zones, cells }
}

fn compute_services(network: &Network, supply: &Supply, query: &Query) -> SkimSet {
    let zones = network.zones.len();
    let ends: Vec<endpoint::Ways> = (0..zones)
        .map(|zone| endpoint::ways(supply, Endpoint::Zone(ZoneIdx::new(zone)), query.mode))
        .collect();
    let columns: Vec<Vec<Option<Cell>>> = (0..zones)
        .into_par_iter()
        .map_init(ProfileSearch::new, |search, to| column(search, supply, query, &ends, to))
        .collect();
    let cells =
        (0..zones).flat_map(|from| columns.iter().map(move |column| column[from])).collect();
    SkimSet { mode: query.mode, zones, cells }
}

/// From every zone to one.
fn column(
    search: &mut ProfileSearch,
    supply: &Supply,
    query: &Query,
    ends: &[endpoint::Ways],
    to: usize,
) -> Vec<Option<Cell>> {
    let schedule = query.mode.schedule(supply);
    let profile = search.profile(schedule.index(), &ends[to].egress, Schedule::RIDES);
    let from_zone = |from: usize| {
        if from == to {
            return None;
        }
        let list = useful(&profile, &ends[from].access, Schedule::DEPARTURES);
        let local = endpoint::direct(supply, ZoneIdx::new(from), ZoneIdx::new(to), query.mode);
        cell(&list, local, query)
    };
    (0..ends.len()).map(from_zone).collect()
}

fn cell(list: &[Departure], local: Option<Seconds>, query: &Query) -> Option<Cell> {
    let by_service = fastest(list).map(|best| Cell {
        fastest: Seconds(best.duration()),
        departure: Some(Seconds(best.departure).saturating_sub(Seconds::DAY)),
        trips: best.trips,
        departures: list.len() as u32,
        median: median(list, query),
    });
    let by_local = local.map(|time| Cell {
        fastest: time,
        departure: None,
        trips: 0,
        departures: 0,
        median: Some(time),
    });
    match (by_service, by_local) {
        (Some(service), Some(local)) => {
            let median = service.median.min(local.median).or(local.median);
            let best = if local.fastest <= service.fastest { local } else { service };
            Some(Cell { median, departures: service.departures, ..best })
        }
        (service, local) => service.or(local),
    }
}

fn median(list: &[Departure], query: &Query) -> Option<Seconds> {
    let window = query.window.start.0 + Seconds::DAY.0..query.window.end.0 + Seconds::DAY.0;
    percentile(list, window, Some(Seconds::DAY.0), 0.5).map(Seconds::from_f64)
}
