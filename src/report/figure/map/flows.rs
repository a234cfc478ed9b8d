//! Bands between places, as wide as what flows there (desire lines).

use super::super::legend::{self, Swatch, cased};
use super::super::palette::{QUIET, size};
use super::super::projection::Projection;
use super::super::scene::{Scene, Stroke, Xy};
use super::super::{Font, clip::path_in};
use super::MapFigure;

/// A band between two places.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Longitude and latitude of one end.
    pub from: (f64, f64),
    /// Of the other.
    pub to: (f64, f64),
    /// How much flows there, in the unit of the legend.
    pub amount: f64,
    /// What it is coloured by.
    pub value: f64,
}

/// Bands with one scale of widths.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flows {
    /// The bands.
    pub bands: Vec<Flow>,
    /// What the widths are, with the unit.
    pub title: String,
    /// Amounts shown in the legend, the largest first, with their words.
    pub samples: Vec<(f64, String)>,
}

/// Width of the widest band, in pixels.
const WIDEST: f64 = 26.0;
/// Width of the narrowest.
const NARROWEST: f64 = 1.6;

impl Flows {
    fn width(&self, amount: f64) -> f64 {
        let most = self.bands.iter().map(|flow| flow.amount).fold(0.0, f64::max);
        if most > 0.0 { (amount / most * WIDEST).max(NARROWEST) } else { NARROWEST }
    }

    /// Samples of widths under the title; returns where they end.
    pub(super) fn draw_legend(&self, scene: &mut Scene, at: Xy, width: f64, font: &Font) -> f64 {
        if self.samples.is_empty() {
            return at.1;
        }
        let mut y = legend::heading(scene, at, width, &self.title, font) + 8.0;
        for (amount, words) in &self.samples {
            let swatch = Swatch::Lines(vec![Stroke::new(QUIET, self.width(*amount))]);
            let room = self.width(*amount).max(size::TICK) - size::TICK;
            y = legend::column(scene, (at.0, y + room / 2.0), width, &[(swatch, words)], font)
                + room / 2.0;
        }
        y + 14.0
    }
}

/// The narrow bands above the wide ones, so that none hides another.
pub(super) fn draw(map: &MapFigure, scene: &mut Scene, projection: &Projection) {
    let mut bands: Vec<&Flow> = map.flows.bands.iter().collect();
    bands.sort_by(|a, b| b.amount.total_cmp(&a.amount));
    for flow in bands {
        let colour = map.scale.as_ref().map_or(QUIET, |scale| scale.colour(flow.value));
        let path = projection.path(&[flow.from, flow.to]);
        for piece in path_in(&path, projection.frame) {
            let rim = Stroke::new(colour.mixed(QUIET, 0.45), map.flows.width(flow.amount) + 1.6);
            for stroke in [cased(rim)[0], rim, Stroke::new(colour, map.flows.width(flow.amount))] {
                scene.line(piece.clone(), stroke);
            }
        }
    }
}
