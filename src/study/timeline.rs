//! The network year by year as projects open.

use super::comparison::{Comparison, Question, side};
use crate::diagnostic::Problems;
use crate::network::Network;
use crate::scenario::{Catalogue, Scenario};
use crate::skims::TravelMode;
use crate::units::Date;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// The network at the end of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Year {
    /// Which year.
    pub year: u16,
    /// Ids of projects that opened since the year before.
    pub opened: Vec<String>,
    /// Trains that cannot run because a line they need is not there yet.
    pub withdrawn_trips: usize,
    /// By mode: mean time over pairs, the same with people at both ends as weights, reachable pairs, and the mean over the
    /// counties of WATT, of people within 4 h and of economic potential.
    pub figures: Vec<Figures>,
}

/// A year's figures by one mode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// By what.
    pub mode: TravelMode,
    /// Pairs with a journey.
    pub reachable_pairs: f64,
    /// Mean time of these, in minutes.
    pub mean_minutes: f64,
    /// The same with people at both ends as weights.
    pub weighted_mean_minutes: f64,
    /// Mean over the counties of the weighted average travel time, in minutes.
    pub watt_minutes: f64,
    /// Mean over the counties of the people within 4 h.
    pub daily_accessibility: f64,
    /// Mean over the counties of economic potential.
    pub economic_potential: f64,
}

/// Builds and measures the network at the end of each year. `done` is told each year.
///
/// # Errors
/// Problems of the projects' edits.
pub fn timeline(
    base: &Network,
    catalogue: &Catalogue,
    years: RangeInclusive<u16>,
    modes: &[TravelMode],
    done: &mut dyn FnMut(u16),
) -> Result<Vec<Year>, Problems> {
    let mut before: Option<BTreeSet<String>> = None;
    let mut found = Vec::new();
    for year in years {
        let Some(date) = Date::end_of_year(year) else { continue };
        let scenario = Scenario::at(date);
        let projects = scenario.projects(catalogue);
        let question = Question {
            projects: BTreeSet::new(),
            date,
            with: BTreeSet::new(),
            without: BTreeSet::new(),
            modes: modes.to_vec(),
            percentiles: Vec::new(),
        };
        let side = Arc::new(side(base, catalogue, &scenario, &question)?);
        let opened = before
            .as_ref()
            .map_or_else(Vec::new, |before| projects.difference(before).cloned().collect());
        let comparison =
            Comparison { question, without: Arc::clone(&side), with: Arc::clone(&side) };
        let figures = modes.iter().map(|mode| figures(&comparison, *mode)).collect();
        found.push(Year {
            year,
            opened,
            withdrawn_trips: side.applied.withdrawn_trips.len(),
            figures,
        });
        before = Some(projects);
        done(year);
    }
    Ok(found)
}

fn figures(comparison: &Comparison, mode: TravelMode) -> Figures {
    let rows = comparison.connectivity(mode);
    let figure =
        |name: &str| rows.iter().find(|row| row.measure == name).map_or(f64::NAN, |row| row.with);
    let tables = comparison.accessibility(mode);
    let mean = |id: &str| {
        let table = tables.iter().find(|table| table.id == id);
        table.and_then(|table| table.spread_with).map_or(f64::NAN, |spread| spread.mean)
    };
    Figures {
        mode,
        reachable_pairs: figure("reachable_pairs"),
        mean_minutes: figure("mean_time"),
        weighted_mean_minutes: figure("population_weighted_mean_time"),
        watt_minutes: mean("watt"),
        daily_accessibility: mean("daily_accessibility"),
        economic_potential: mean("economic_potential"),
    }
}
