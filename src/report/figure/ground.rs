//! The ground of a map that somebody else draws: projected places, water and areas as the data of SVG paths.

use super::clip::{path_in, ring_in};
use super::map::Areas;
use super::palette::{Ramp, hexes};
use super::projection::{Extent, Projection};
use super::scene::{Rect, Xy};
use super::{base, thiessen};
use std::fmt::Write;

/// A sheet of paper onto which longitudes and latitudes are projected, as on the maps of this module.
#[derive(Debug, Clone, Copy)]
pub struct Ground {
    projection: Projection,
}

/// A body of water on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaterShape {
    /// `sea`, `island`, `lake` or `river`.
    pub kind: &'static str,
    /// Chinese name; may be empty.
    pub name: String,
    /// English name; may be empty.
    pub name_en: String,
    /// What an SVG path draws.
    pub path: String,
}

/// Said wherever the water is shown.
pub const WATER_CREDIT: &str = base::CREDIT;

impl Ground {
    /// A sheet of a width that shows an extent, as high as that asks for.
    pub fn new(extent: &Extent, width: f64) -> Self {
        let height = (width * extent.aspect()).clamp(width / 4.0, width * 4.0);
        let frame = Rect { left: 0.0, top: 0.0, right: width, bottom: height };
        Self { projection: Projection::fit(extent, frame) }
    }

    /// Width and height.
    pub fn size(&self) -> (f64, f64) {
        (self.projection.frame.width(), self.projection.frame.height())
    }

    /// Where a longitude and latitude come to lie.
    pub fn at(&self, place: (f64, f64)) -> Xy {
        self.projection.at(place)
    }

    /// How long a kilometre is.
    pub fn per_km(&self) -> f64 {
        self.projection.pixels_per_km()
    }

    /// What an SVG path draws of a line of longitudes and latitudes; empty if all of it lies beyond the sheet.
    pub fn line(&self, places: &[(f64, f64)]) -> String {
        let pieces = path_in(&self.projection.path(places), self.projection.frame);
        pieces.iter().map(|piece| drawn(piece, false)).collect()
    }

    /// The water on the sheet.
    pub fn water(&self) -> Vec<WaterShape> {
        let shape = |water: base::Shown| {
            let (kind, is_area) = match water.kind {
                base::Kind::Sea => ("sea", true),
                base::Kind::Island => ("island", true),
                base::Kind::Lake => ("lake", true),
                base::Kind::River => ("river", false),
            };
            let path = water.paths.iter().map(|path| drawn(path, is_area)).collect();
            WaterShape { kind, name: water.name, name_en: water.name_en, path }
        };
        base::shown(&self.projection).into_iter().map(shape).collect()
    }

    /// What SVG paths draw of the ground nearest to each of some places.
    pub fn areas(&self, places: &[(f64, f64)]) -> Vec<String> {
        let Areas { reach_km, margin_km } = Areas::default();
        let centres = self.projection.path(places);
        let rings = thiessen::areas(&centres, reach_km * self.per_km(), margin_km * self.per_km());
        rings.iter().map(|ring| drawn(&ring_in(ring, self.projection.frame), true)).collect()
    }
}

/// The colours of a ramp's classes, from none or little to much.
pub fn ramp_colours(ramp: Ramp, is_worse: bool) -> Vec<String> {
    hexes(ramp, is_worse)
}

/// Data of a path, to a tenth.
fn drawn(path: &[Xy], is_closed: bool) -> String {
    let mut data = String::new();
    for (n, (x, y)) in path.iter().enumerate() {
        let command = if n == 0 { 'M' } else { 'L' };
        let _ = write!(data, "{command}{} {}", tenth(*x), tenth(*y));
    }
    if is_closed && !data.is_empty() {
        data.push('Z');
    }
    data
}

/// A number to a tenth; never `-0`.
pub fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_the_shape_of_its_extent_and_cuts_at_its_edge() {
        let ground = Ground::new(&Extent { west: 0.0, south: -1.0, east: 2.0, north: 1.0 }, 100.0);
        assert_eq!(ground.size(), (100.0, 100.0));
        assert_eq!(ground.line(&[(1.0, 0.0), (9.0, 0.0)]), "M50 50L100 50");
        assert_eq!(ground.line(&[(8.0, 0.0), (9.0, 0.0)]), "");
        let areas = ground.areas(&[(0.9, 0.0), (1.1, 0.0)]);
        assert!(areas.iter().all(|area| area.starts_with('M') && area.ends_with('Z')));
    }
}
