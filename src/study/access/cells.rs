//! The same measures of every cell of a grid, by car from the cell to all zones.

use super::measured::{by_times, own_mass};
use super::{Access, AccessMeasure, Figures, Travellers};
use crate::diagnostic::{Problem, Problems};
use crate::measures::Matrix;
use crate::measures::accessibility::{network_efficiency, watt};
use crate::network::grid::Grid;
use crate::network::{MissingParameter, Network};
use crate::skims::TravelMode;
use crate::study::standing::masses;
use crate::supply::{LinkIndex, RoadPlaces, RoadTopology, RoadWeight, Roads};
use crate::units::{Kilometres, KmPerHour, Seconds};

/// A measure of every cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellTable {
    /// As in the table of the zones.
    pub key: String,
    /// Unit, for a reader.
    pub unit: String,
    /// Unit, for the end of a column's name.
    pub unit_key: String,
    /// By side, then by cell; none where nothing is reached.
    pub sides: Vec<Vec<Option<f64>>>,
}

/// Measures of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct CellAccess {
    /// The cells, of the study area.
    pub grid: Grid,
    /// In the order of the measures.
    pub tables: Vec<CellTable>,
}

impl Access {
    /// What the cells of a grid over the study area reach by car, joined to the nearest link. All zones are destinations, that
    /// of the cell included, at the time to its centre.
    ///
    /// # Errors
    /// Another mode than the car; a measure that is of zones only; cells that are too small or too large.
    pub fn cells(&self, size: Kilometres) -> Result<CellAccess, Problems> {
        self.can_have_cells()?;
        let networks = || self.sides.iter().map(|side| &side.side.applied.network);
        let grid = Grid::new(self.network(), size).map_err(|error| {
            Problem::error("no-grid", error.to_string())
                .help("cells of 5 km suit a region of some provinces")
        })?;
        let topology = RoadTopology::new(networks());
        let mut tables: Vec<CellTable> = self.tables.iter().map(head).collect();
        for network in networks() {
            let values = self.values(network, &topology, &grid).map_err(Problem::from)?;
            for (table, values) in tables.iter_mut().zip(values) {
                table.sides.push(values);
            }
        }
        Ok(CellAccess { grid, tables })
    }

    fn can_have_cells(&self) -> Result<(), Problem> {
        let question = &self.question;
        if question.mode != TravelMode::Car || question.travellers == Travellers::Passive {
            let problem =
                Problem::error("wrong-question", "cells are measured by car, from the cell");
            return Err(problem.help("--mode car --direction active with --cell"));
        }
        let of_zones = |measure: &&AccessMeasure| {
            measure.is_competition()
                || matches!(
                    measure,
                    AccessMeasure::EconomicLinkage
                        | AccessMeasure::GeneralisedWatt { .. }
                        | AccessMeasure::SameDayReturn { .. }
                )
        };
        match question.measures.iter().find(of_zones) {
            None => Ok(()),
            Some(measure) => {
                let what = format!("{} is of zones only", measure.info().id);
                Err(Problem::error("wrong-question", what)
                    .help("leave it out, or leave out --cell"))
            }
        }
    }

    fn values(
        &self,
        network: &Network,
        topology: &RoadTopology,
        grid: &Grid,
    ) -> Result<Vec<Vec<Option<f64>>>, MissingParameter> {
        let question = &self.question;
        let times = times(network, topology, grid)?;
        let zones = network.zones.len();
        let matrix = Matrix::rectangular(grid.cells().len(), zones, &times)
            .expect("a row for each cell and a column for each zone");
        let mass = masses(network, |network, zone| own_mass(question, network, zone));
        let opportunities = Figures::of(network, &question.opportunities).values;
        let straight: Vec<Kilometres> = grid
            .cells()
            .iter()
            .flat_map(|cell| network.zones.iter().map(|zone| cell.position.distance(zone.position)))
            .collect();
        let top_speed = self.usual_top_speed();
        let take = |measure: &AccessMeasure| {
            one(measure, network, &matrix, (&mass, &opportunities), (&straight, top_speed))
        };
        Ok(question.measures.iter().map(take).collect())
    }
}

fn head(table: &super::AccessTable) -> CellTable {
    CellTable {
        key: table.key.clone(),
        unit: table.unit.clone(),
        unit_key: table.unit_key.clone(),
        sides: Vec::new(),
    }
}

/// Row by row from the cells to the zones.
fn times(
    network: &Network,
    topology: &RoadTopology,
    grid: &Grid,
) -> Result<Vec<Option<Seconds>>, MissingParameter> {
    let roads = Roads::new(network)?;
    let metric = topology.metric(network, &roads).expect("the topology has the network's roads");
    let links = LinkIndex::new(network, &metric);
    let centres = grid.cells().iter().map(|cell| cell.position).collect();
    let cells = RoadPlaces::new(topology, centres).joined_to_links(&links, |_| true);
    let zones = network.zones.iter().map(|zone| zone.position).collect();
    let zones = RoadPlaces::new(topology, zones);
    let mut times = Vec::with_capacity(cells.len() * zones.len());
    metric.tables(&cells, &zones, RoadWeight::Time, |origins, table| {
        for (row, _) in origins.enumerate() {
            times.extend((0..zones.len()).map(|zone| table.time(row, zone)));
        }
    });
    Ok(times)
}

fn one(
    measure: &AccessMeasure,
    network: &Network,
    matrix: &Matrix<'_>,
    (mass, opportunities): (&[f64], &[f64]),
    (straight, usual): (&[Kilometres], KmPerHour),
) -> Vec<Option<f64>> {
    let mean = |mass: &[f64]| watt(matrix, mass).into_iter().map(|mean| mean.minutes).collect();
    match measure {
        AccessMeasure::AverageTravelTime => mean(&masses(network, |_, _| 1.0)),
        AccessMeasure::Watt => mean(mass),
        AccessMeasure::NetworkEfficiency { top_speed } => {
            let found = network_efficiency(matrix, straight, top_speed.unwrap_or(usual), mass);
            found.into_iter().map(|cell| cell.ratio).collect()
        }
        _ => {
            let there = if measure.has_mass() { mass } else { opportunities };
            by_times(measure, matrix, there).unwrap_or_else(|| vec![None; matrix.origins()])
        }
    }
}
