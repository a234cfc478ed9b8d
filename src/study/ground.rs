//! What isochrones and surfaces stand on: the networks of a question, one grid and their roads as one graph.

use super::comparison::Question;
use crate::diagnostic::{Problem, Problems};
use crate::network::Network;
use crate::network::grid::Grid;
use crate::scenario::{Catalogue, Scenario};
use crate::supply::RoadTopology;
use crate::units::Kilometres;
use std::collections::BTreeSet;

/// A network that cells are measured in.
#[derive(Debug)]
pub struct GroundSide {
    /// `network`, or `without` and `with` where projects are compared.
    pub name: &'static str,
    /// Its day and projects.
    pub scenario: Scenario,
    /// The network.
    pub network: Network,
}

/// A grid, and the networks it lies over.
#[derive(Debug)]
pub struct Ground {
    /// One side; two where projects are compared.
    pub sides: Vec<GroundSide>,
    /// The cells, the same for both sides.
    pub grid: Grid,
    /// The roads of all sides.
    pub topology: RoadTopology,
    /// The compared projects.
    pub projects: BTreeSet<String>,
}

impl Ground {
    /// With and without the projects of a question as in a [`Comparison`](super::Comparison); of a question without
    /// projects the one network it names.
    ///
    /// # Errors
    /// Problems of the projects' edits; cells that are too small or too large for the study area.
    pub fn new(
        base: &Network,
        catalogue: &Catalogue,
        question: &Question,
        cell: Kilometres,
    ) -> Result<Self, Problems> {
        let (without, with) = question.scenarios(catalogue);
        let scenarios = if question.projects.is_empty() {
            vec![("network", with)]
        } else {
            vec![("without", without), ("with", with)]
        };
        let side = |(name, scenario): (&'static str, Scenario)| {
            let network = scenario.build(base, catalogue)?.network;
            Ok::<_, Problems>(GroundSide { name, scenario, network })
        };
        let sides: Vec<GroundSide> = scenarios.into_iter().map(side).collect::<Result<_, _>>()?;
        let grid = Grid::new(&sides[0].network, cell).map_err(|error| {
            Problem::error("no-grid", error.to_string())
                .help("cells of 5 km suit a region of some provinces")
        })?;
        let topology = RoadTopology::new(sides.iter().map(|side| &side.network));
        Ok(Self { sides, grid, topology, projects: question.projects.clone() })
    }
}

impl GroundSide {
    /// The day and the projects in words: `network of 2026-09-11, with huai-su-bang-intercity`.
    pub fn circumstances(&self) -> String {
        let mut text = format!("network of {}", self.scenario.date);
        for (word, ids) in [("with", &self.scenario.with), ("without", &self.scenario.without)] {
            if !ids.is_empty() {
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                text += &format!(", {word} {}", ids.join(", "));
            }
        }
        text
    }
}
