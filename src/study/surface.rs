//! A value for every cell of a grid: travel time from a place, or the people within reach of the cell.

use super::isochrone::{Isochrones, Start};
use crate::network::grid::Grid;
use crate::network::{MissingParameter, Network};
use crate::skims::TravelMode;
use crate::supply::{LinkIndex, RoadPlaces, RoadTopology, RoadWeight, Roads};
use crate::units::Seconds;

/// What a surface shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SurfaceMeasure {
    /// The fastest time of the day from a place, in minutes.
    TravelTime(Start, TravelMode),
    /// People of the study area within so much time by car, the cell's own included: cumulative opportunities.
    PeopleWithin(Seconds),
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
    measure: SurfaceMeasure,
) -> Result<Surface, MissingParameter> {
    match measure {
        SurfaceMeasure::TravelTime(start, mode) => {
            let found = Isochrones::new(network, topology, grid, start, mode)?;
            Ok(found.cells.iter().map(|time| time.map(Seconds::minutes)).collect())
        }
        SurfaceMeasure::PeopleWithin(limit) => people_within(network, topology, grid, limit),
    }
}

fn people_within(
    network: &Network,
    topology: &RoadTopology,
    grid: &Grid,
    limit: Seconds,
) -> Result<Surface, MissingParameter> {
    let roads = Roads::new(network)?;
    let metric = topology.metric(network, &roads).expect("the topology has the network's roads");
    let links = LinkIndex::new(network, &metric);
    let centres = grid.cells().iter().map(|cell| cell.position).collect();
    let cells = RoadPlaces::new(topology, centres).joined_to_links(&links, |_| true);
    let mut values = Vec::with_capacity(cells.len());
    metric.tables(&cells, &cells, RoadWeight::Time, |origins, table| {
        for (row, origin) in origins.enumerate() {
            let people = grid.cells().iter().enumerate().filter(|(to, _)| {
                *to == origin || table.time(row, *to).is_some_and(|time| time <= limit)
            });
            values.push(Some(people.map(|(_, cell)| cell.people).sum()));
        }
    });
    Ok(values)
}
