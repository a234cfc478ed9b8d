//! The folder that a comparison leaves: tables, figures, the network and the manifest.

use super::figure::{Error, Font};
use super::manifest::{Input, Reads, manifest};
use super::plots::{Choices, Plots, Results, plots};
use super::promises::{promises, promises_csv};
use super::uncertainty::{uncertainty_csv, uncertainty_text};
use super::{csv, equity, geo, html};
use crate::network::Boundaries;
use crate::output::OutputDir;
use crate::scenario::ProjectFile;
use crate::study::{Comparison, JourneyChange, PairFares, StageTime, Uncertainty, Validation};
use std::path::Path;

/// What the folder is made from.
#[derive(Debug, Clone, Copy)]
pub struct Contents<'a> {
    /// The result.
    pub comparison: &'a Comparison,
    /// What the journeys cost, where that was asked for.
    pub fares: Option<&'a PairFares>,
    /// The compared projects, for their names.
    pub projects: &'a [&'a ProjectFile],
    /// The journeys to write down.
    pub journeys: &'a [JourneyChange],
    /// The result in words.
    pub summary: &'a str,
    /// The files it was made from.
    pub inputs: &'a [Input],
    /// Where they were read from.
    pub reads: &'a Reads,
    /// Boundaries of the zones for the maps, where the user gives some.
    pub boundaries: Option<&'a Boundaries>,
    /// How sure the changes are, where that was asked for.
    pub uncertainty: Option<&'a Uncertainty>,
    /// The network against published times, where it has some.
    pub validation: Option<&'a Validation>,
    /// The font of the figures.
    pub font: &'a Font,
}

/// The files, not yet written, and what is to be said about the figures.
///
/// # Errors
/// When a figure cannot be painted.
pub fn folder(
    contents: &Contents<'_>,
    path: &Path,
    stage: StageTime<'_>,
) -> Result<(OutputDir, Vec<String>), Error> {
    let comparison = contents.comparison;
    let mut folder = OutputDir::new(path);
    folder.add("travel_times.csv", csv::travel_times(comparison, contents.fares));
    folder.add("accessibility.csv", csv::accessibility(comparison));
    folder.add("connectivity.csv", csv::connectivity(comparison));
    let inequality = equity::of_comparison(comparison);
    folder.add("equity.csv", equity::equity_csv(&inequality));
    folder.add("lorenz.csv", equity::lorenz_csv(&inequality));
    if let Some(uncertainty) = contents.uncertainty {
        folder.add("uncertainty.csv", uncertainty_csv(comparison, uncertainty));
    }
    folder.add("journeys.csv", csv::journeys(comparison, contents.journeys));
    folder.add("network.geojson", geo::network(comparison));
    let checks = comparison.promises(contents.projects);
    let mut summary = format!("{}\n", contents.summary);
    if !checks.is_empty() {
        folder.add("promises.csv", promises_csv(&checks));
        summary += &format!("\nPromised\n{}", promises(&checks));
    }
    if let Some(uncertainty) = contents.uncertainty {
        summary += &uncertainty_text(comparison, uncertainty);
    }
    folder.add("summary.txt", summary);
    stage("make tables");
    let choices = Choices { boundaries: contents.boundaries, ..Choices::default() };
    let plots = plots(&Results::of(comparison, contents.projects), &choices, contents.font)?;
    let notes = notes(&plots);
    let count = plots.files.len();
    for (name, bytes) in plots.files {
        folder.add(format!("plots/{name}"), bytes);
    }
    stage(&format!("draw {count} files of figures"));
    folder.add("report.html", html::page(contents, folder.files()));
    stage("write the page");
    let manifest = manifest(comparison, contents.reads, contents.inputs, folder.files());
    folder.add("manifest.json", manifest);
    Ok((folder, notes))
}

fn notes(plots: &Plots) -> Vec<String> {
    let mut notes: Vec<String> =
        plots.left_out.iter().map(|figure| format!("left out plots/{figure}")).collect();
    let missing = &plots.missing_characters;
    if !missing.is_empty() {
        let first: String = missing.iter().take(NAMED).collect();
        let more = missing.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more characters") } else { String::new() };
        notes.push(format!(
            "the font of the figures lacks {first}{more}; --font FILE takes another font"
        ));
    }
    notes
}

/// So many of the characters a font lacks are named.
const NAMED: usize = 20;
