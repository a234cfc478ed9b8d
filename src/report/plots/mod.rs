//! The figures of a comparison: maps of the network and of what changes, the most changed pairs, rankings.
//!
//! Each file here turns results into one figure of [`figure`](super::figure), which draws it. A figure that would have
//! nothing to show is left out, with the reason.

mod isochrone;
mod lock;
mod network;
mod pairs;
mod rankings;
mod speed;
mod speed_profile;
mod subject;
mod surface;
mod timeline;
mod zones;

pub use isochrone::IsochroneMap;
pub use lock::{LockSubject, lock_curve, lock_queue};
pub use speed::{SpeedUp, speed};
pub use speed_profile::{profile_csv, speed_profile};
pub use surface::SurfaceMap;
pub use timeline::timeline;

use super::figure::{Error, Figure, Font, Format, Scene};
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
    let scenes: Vec<(&str, Scene)> =
        figures.par_iter().map(|(name, figure)| (*name, figure.scene(font))).collect();
    let missing = scenes.iter().flat_map(|(_, scene)| scene.missing_characters(font));
    plots.missing_characters = missing.collect();
    let files: Vec<_> =
        scenes.iter().flat_map(|scene| Format::ALL.map(|format| (scene, format))).collect();
    plots.files = files
        .par_iter()
        .with_max_len(1)
        .map(|((name, scene), format)| {
            let bytes = scene.render(*format, font)?;
            Ok((format!("{name}.{}", format.extension()), bytes))
        })
        .collect::<Result<_, Error>>()?;
    Ok(plots)
}

/// The map of the network with some projects on it, as files: `map.png`, `map.svg`.
///
/// # Errors
/// When pixels cannot be painted or packed.
pub fn map(
    comparison: &Comparison,
    projects: &[&ProjectFile],
    font: &Font,
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    files("map", &network::figure(&Subject::new(comparison, projects)), font)
}

/// A figure in all formats, as files.
///
/// # Errors
/// When pixels cannot be painted or packed.
pub fn files(
    name: &str,
    figure: &dyn Figure,
    font: &Font,
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let scene = figure.scene(font);
    let file = |format: Format| {
        Ok((format!("{name}.{}", format.extension()), scene.render(format, font)?))
    };
    Format::ALL.into_iter().map(file).collect()
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
