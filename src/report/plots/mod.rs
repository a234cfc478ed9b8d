//! The figures of a comparison: maps of the network and of what changes, the most changed pairs, rankings.
//!
//! Each file here turns results into one figure of [`figure`](super::figure), which draws it. A figure that would have
//! nothing to show is left out, with the reason.

mod network;
mod pairs;
mod rankings;
mod subject;
mod zones;

use super::figure::{Error, Figure, Font, Format};
use crate::scenario::ProjectFile;
use crate::study::Comparison;
use rayon::prelude::*;
use std::collections::BTreeSet;
use subject::Subject;

/// The figures as files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plots {
    /// Name and bytes of each file, in the order of the figures: `network.png`.
    pub files: Vec<(String, Vec<u8>)>,
    /// Figures without content, with the reason: `pairs: no travel time …`.
    pub left_out: Vec<String>,
    /// Characters of the figures that the font lacks.
    pub missing_characters: BTreeSet<char>,
}

/// A figure, or why there is none.
type Drawn = Result<Box<dyn Figure + Send + Sync>, &'static str>;

/// Draws all figures of a comparison, in all formats and on all threads.
///
/// # Errors
/// When pixels cannot be painted or packed.
pub fn plots(
    comparison: &Comparison,
    projects: &[&ProjectFile],
    font: &Font,
) -> Result<Plots, Error> {
    let mut plots = Plots::default();
    let mut figures = Vec::new();
    for (name, figure) in figures_of(&Subject::new(comparison, projects)) {
        match figure {
            Ok(figure) => figures.push((name, figure)),
            Err(reason) => plots.left_out.push(format!("{name}: {reason}")),
        }
    }
    let files: Vec<_> =
        figures.iter().flat_map(|named| Format::ALL.map(|format| (named, format))).collect();
    plots.files = files
        .par_iter()
        .map(|((name, figure), format)| {
            let bytes = figure.render(*format, font)?;
            Ok((format!("{name}.{}", format.extension()), bytes))
        })
        .collect::<Result<_, Error>>()?;
    let missing: Vec<_> =
        figures.par_iter().map(|(_, figure)| figure.missing_characters(font)).collect();
    plots.missing_characters = missing.into_iter().flatten().collect();
    Ok(plots)
}

fn figures_of(subject: &Subject<'_>) -> Vec<(&'static str, Drawn)> {
    vec![
        ("network", Ok(Box::new(network::figure(subject)))),
        ("travel_time_change", zones::change(subject)),
        ("pairs", pairs::figure(subject)),
        ("accessibility", rankings::figure(subject, "watt")),
        ("daily_accessibility", rankings::figure(subject, "daily_accessibility")),
        ("economic_potential", rankings::figure(subject, "economic_potential")),
        ("watt_without", zones::watt(subject, zones::Side::Without)),
        ("watt_with", zones::watt(subject, zones::Side::With)),
    ]
}

#[cfg(test)]
mod tests;
