//! A value for every cell of a grid: travel time from a place, or the people within reach of the cell.

use super::isochrone::{IsochroneQuery, Isochrones};
use crate::network::grid::Grid;
use crate::network::{MissingParameter, Network, Position};
use crate::skims::{MatrixPlace, Reached, Services, TravelMode, WindowMatrix, WindowQuery};
use crate::supply::{
    LinkIndex, RoadMetric, RoadPlaces, RoadTopology, RoadWeight, Roads, StreetAccess,
};
use crate::units::Seconds;

/// Cells whose rows are in memory at once.
const BATCH: usize = 256;

/// What a surface shows.
#[derive(Debug, Clone, PartialEq)]
pub enum SurfaceMeasure {
    /// The time from a place, in minutes.
    TravelTime(IsochroneQuery),
    /// The sum of a column of `zone.csv` over the cells within reach.
    Cumulative(Cumulative),
}

/// Cumulative opportunities: what lies within so much time of a cell in the study area, the cell's own included.
#[derive(Debug, Clone, PartialEq)]
pub struct Cumulative {
    /// The time.
    pub limit: Seconds,
    /// A numeric column of `zone.csv`, spread over the cells as people are.
    pub column: String,
    /// By what.
    pub mode: TravelMode,
    /// Clock times of departures by all modes but the car, of whose times a percentile counts; none by car.
    pub departures: Vec<Seconds>,
    /// From 0 to 100.
    pub percentile: f64,
}

/// The values of the cells, in their order; none where there is no way.
pub type Surface = Vec<Option<f64>>;

/// The values of every cell in a network whose roads are in a topology. Cells are joined to the nearest link.
///
/// # Errors
/// If `mode.csv` lacks a parameter.
pub fn surface(
    network: &Network,
    topology: &RoadTopology,
    grid: &Grid,
    measure: &SurfaceMeasure,
) -> Result<Surface, MissingParameter> {
    match measure {
        SurfaceMeasure::TravelTime(query) => {
            let found = Isochrones::new(network, topology, grid, query)?;
            Ok(found.cells.iter().map(|time| time.map(Seconds::minutes)).collect())
        }
        SurfaceMeasure::Cumulative(query) => {
            let roads = Roads::new(network)?;
            let metric =
                topology.metric(network, &roads).expect("the topology has the network's roads");
            let values = if query.column == "population" {
                grid.cells().iter().map(|cell| cell.people).collect()
            } else {
                grid.opportunities(network, &query.column)
            };
            let ground = Ground { network, metric: &metric, grid, values: &values };
            match Services::new(network, &roads, &metric, query.mode)? {
                None => Ok(ground.by_car(query)),
                Some(services) => ground.by(&services, query),
            }
        }
    }
}

struct Ground<'a> {
    network: &'a Network,
    metric: &'a RoadMetric<'a>,
    grid: &'a Grid,
    values: &'a [f64],
}

impl Ground<'_> {
    fn positions(&self) -> Vec<Position> {
        self.grid.cells().iter().map(|cell| cell.position).collect()
    }

    /// What is within reach of a cell, by the times to all.
    fn sum(&self, own: usize, limit: Seconds, time: impl Fn(usize) -> Option<Seconds>) -> f64 {
        let is_near = |to: &usize| *to == own || time(*to).is_some_and(|time| time <= limit);
        (0..self.values.len()).filter(is_near).map(|to| self.values[to]).sum()
    }

    fn by_car(&self, query: &Cumulative) -> Surface {
        let links = LinkIndex::new(self.network, self.metric);
        let cells = RoadPlaces::new(self.metric.topology(), self.positions())
            .joined_to_links(&links, |_| true);
        let mut sums = Vec::with_capacity(cells.len());
        self.metric.tables(&cells, &cells, RoadWeight::Time, |origins, table| {
            for (row, origin) in origins.enumerate() {
                sums.push(Some(self.sum(origin, query.limit, |to| table.time(row, to))));
            }
        });
        sums
    }

    fn by(&self, services: &Services, query: &Cumulative) -> Result<Surface, MissingParameter> {
        let asked = WindowQuery {
            mode: query.mode,
            departures: query.departures.clone(),
            percentiles: vec![query.percentile],
            limit: Some(query.limit),
            max_rides: None,
        };
        let positions = self.positions();
        let (streets, links) =
            (StreetAccess::of(self.network)?, LinkIndex::new(self.network, self.metric));
        let reach = |from: &[Position], to: &[Position]| {
            let ends = |positions: &[Position]| -> Vec<MatrixPlace> {
                positions.iter().map(|&position| MatrixPlace { position, stop: None }).collect()
            };
            let schedule = (services.schedule(), query.mode);
            let (from_ends, to_ends) = (ends(from), ends(to));
            if let Some(streets) = &streets {
                return Ok(WindowMatrix::over_streets(streets, schedule, &from_ends, &to_ends));
            }
            let [from, to] = [from, to].map(|positions| {
                RoadPlaces::new(self.metric.topology(), positions.to_vec())
                    .joined_to_links(&links, |_| true)
            });
            let network = (self.network, self.metric);
            WindowMatrix::over_roads(network, schedule, (&from_ends, &from), (&to_ends, &to))
        };
        let destinations: Reached = reach(&positions, &[])?;
        let matrix = WindowMatrix::new(services.schedule(), &asked, &destinations);
        let mut sums = Vec::with_capacity(positions.len());
        for (batch, from) in positions.chunks(BATCH).enumerate() {
            let rows = matrix.rows(&reach(from, &positions)?);
            for (row, times) in rows.iter().enumerate() {
                let own = batch * BATCH + row;
                sums.push(Some(self.sum(own, query.limit, |to| times[to])));
            }
        }
        Ok(sums)
    }
}
