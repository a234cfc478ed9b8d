//! The figures of a comparison: maps of the network and of what changes, the most changed pairs, rankings.
//!
//! Each file here turns results into one figure of [`figure`](super::figure), which draws it. A figure that would have
//! nothing to show is left out, with the reason.

mod areas;
mod corridor;
mod distribution;
mod freight;
mod freight_maps;
mod importance;
mod isochrone;
mod kinds;
mod linkage;
mod lock;
mod matrix;
mod network;
mod pairs;
mod potential;
mod rankings;
mod reach;
mod resilience;
mod results;
mod speed;
mod speed_profile;
mod subject;
mod surface;
mod timeline;
mod trains;
mod way;
mod zones;

pub use areas::outlined;
pub use freight::{FreightSubject, chain_cost};
pub use freight_maps::{freight_access_map, waterway_map};
pub use importance::importance;
pub use isochrone::IsochroneMap;
pub use kinds::{KINDS, Kind, kind};
pub use lock::{LockSubject, lock_curve, lock_queue};
pub use resilience::{ResilienceCurve, resilience};
pub use results::{Choices, ModeTimes, Results, Side};
pub use speed::{SpeedUp, speed};
pub use speed_profile::{ProfileRow, profile_csv, speed_profile, speed_profile_of};
pub use surface::SurfaceMap;
pub use timeline::timeline;
pub use trains::TrainGraphPlot;

use super::figure::{Error, Figure, Font, Format, Scene};
use crate::network::{Network, Position};
use crate::scenario::ProjectFile;
use crate::skims::TravelMode;
use crate::study::Comparison;
use rayon::prelude::*;
use std::collections::BTreeSet;
use subject::Subject;

/// The figures as files.
#[derive(Debug, Clone, Default)]
pub struct Plots {
    /// What was drawn, in the order of [`KINDS`]; its files are `STEM.png` and `STEM.svg`.
    pub figures: Vec<&'static Kind>,
    /// Name and bytes of each file, in the order of the figures: `network.png`.
    pub files: Vec<(String, Vec<u8>)>,
    /// Figures without content, with the reason: `pairs: no travel time …`.
    pub left_out: Vec<String>,
    /// Characters of the figures that the font lacks.
    pub missing_characters: BTreeSet<char>,
}

/// A figure, or why there is none.
type Drawn = Result<Box<dyn Figure + Send + Sync>, &'static str>;

/// Why there are no figures at all.
const NO_TIMES: &str = "there are no travel times by the mode";

/// Draws all figures of a comparison, in all formats and on all threads.
///
/// # Errors
/// When pixels cannot be painted or packed.
pub fn plots(results: &Results<'_>, choices: &Choices<'_>, font: &Font) -> Result<Plots, Error> {
    let mut plots = Plots::default();
    let Some(subject) = Subject::new(results, choices) else { return Ok(plots) };
    let drawn: Vec<(&'static Kind, Result<Scene, &'static str>)> = KINDS
        .par_iter()
        .with_max_len(1)
        .map(|kind| (kind, (kind.draw)(&subject).map(|figure| figure.scene(font))))
        .collect();
    let mut scenes: Vec<(&'static Kind, Scene)> = Vec::new();
    for (kind, scene) in drawn {
        match scene {
            Ok(scene) => scenes.push((kind, scene)),
            Err(reason) => plots.left_out.push(format!("{}: {reason}", kind.stem())),
        }
    }
    let missing = scenes.iter().flat_map(|(_, scene)| scene.missing_characters(font));
    plots.missing_characters = missing.collect();
    plots.figures = scenes.iter().map(|(kind, _)| *kind).collect();
    let files: Vec<_> =
        scenes.iter().flat_map(|scene| Format::ALL.map(|format| (scene, format))).collect();
    plots.files = files
        .par_iter()
        .with_max_len(1)
        .map(|((kind, scene), format)| {
            let bytes = scene.render(*format, font)?;
            Ok((format!("{}.{}", kind.stem(), format.extension()), bytes))
        })
        .collect::<Result<_, Error>>()?;
    Ok(plots)
}

impl Kind {
    /// The figure laid out.
    ///
    /// # Errors
    /// Why it has nothing to show.
    pub fn scene(
        &self,
        results: &Results<'_>,
        choices: &Choices<'_>,
        font: &Font,
    ) -> Result<Scene, &'static str> {
        let subject = Subject::new(results, choices).ok_or(NO_TIMES)?;
        Ok((self.draw)(&subject)?.scene(font))
    }
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
    let (results, choices) = (Results::of(comparison, projects), Choices::default());
    match Subject::new(&results, &choices) {
        Some(subject) => files("map", &network::figure(&subject), font),
        None => Ok(Vec::new()),
    }
}

/// A mode in both languages, short.
fn mode_name(mode: TravelMode) -> &'static str {
    match mode {
        TravelMode::Car => "驾车 car",
        TravelMode::Rail => "铁路 rail",
        TravelMode::HighSpeedRail => "高铁 high-speed rail",
        TravelMode::ConventionalRail => "普速铁路 conventional rail",
        TravelMode::Public => "公共交通 public",
        TravelMode::Coach => "长途客运 coach",
        TravelMode::Air => "航空 air",
        TravelMode::All => "各种方式 all",
    }
}

/// The line under every figure of a network.
fn source(network: &Network) -> String {
    let config = &network.config;
    let version = env!("CARGO_PKG_VERSION");
    format!("Source: Tongqu {version}, network {} of {}", config.dataset_name, config.base_date)
}

/// Where a place lies as seen from another, in degrees from north, with the clock.
fn bearing(from: Position, to: Position) -> f64 {
    let [lat, other] = [from.lat, to.lat].map(f64::to_radians);
    let turn = (to.lon - from.lon).to_radians();
    let east = turn.sin() * other.cos();
    let north = lat.cos() * other.sin() - lat.sin() * other.cos() * turn.cos();
    east.atan2(north).to_degrees().rem_euclid(360.0)
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

#[cfg(test)]
mod tests;
