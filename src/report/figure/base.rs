//! The water under a map, from an embedded file; see `base/README.md` for its origin.

use geojson::{FeatureCollection, GeometryValue};

use super::clip::{path_in, ring_in};
use super::palette::{LAND, RIVER, WATER};
use super::projection::Projection;
use super::scene::{Rect, Scene, Stroke, Xy};

const FILE: &str = include_str!("base/water.geojson");

/// Said on every map that shows some of the water.
pub(super) const CREDIT: &str = "Water: Natural Earth, public domain";

/// What a body of water is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Sea,
    Island,
    Lake,
    River,
}

/// A body of water.
#[derive(Debug, Clone)]
pub(super) struct Water {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) name_en: String,
    /// Rings of areas, paths of rivers, in degrees.
    pub(super) paths: Vec<Vec<(f64, f64)>>,
}

/// The part of a body of water that a map shows, in pixels.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) name_en: String,
    pub(super) paths: Vec<Vec<Xy>>,
}

/// All the water there is, sea first, rivers last.
pub(super) fn water() -> Vec<Water> {
    let file: FeatureCollection = FILE.parse().expect("the embedded water is read by a test");
    file.features.iter().filter_map(read).collect()
}

fn read(feature: &geojson::Feature) -> Option<Water> {
    let text = |key: &str| {
        feature.property(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
    };
    let kind = match text("kind").as_str() {
        "sea" => Kind::Sea,
        "island" => Kind::Island,
        "lake" => Kind::Lake,
        "river" => Kind::River,
        _ => return None,
    };
    let paths = paths(&feature.geometry.as_ref()?.value);
    Some(Water { kind, name: text("name"), name_en: text("name_en"), paths })
}

fn paths(geometry: &GeometryValue) -> Vec<Vec<(f64, f64)>> {
    let path =
        |positions: &[geojson::Position]| positions.iter().map(|at| (at[0], at[1])).collect();
    match geometry {
        GeometryValue::LineString { coordinates } => vec![path(coordinates)],
        GeometryValue::MultiLineString { coordinates } => {
            coordinates.iter().map(|line| path(line)).collect()
        }
        GeometryValue::Polygon { coordinates } => {
            coordinates.iter().take(1).map(|ring| path(ring)).collect()
        }
        _ => Vec::new(),
    }
}

/// What of the water falls inside a map.
pub(super) fn shown(projection: &Projection) -> Vec<Shown> {
    let cut = |water: Water| {
        let paths: Vec<Vec<Xy>> = water.paths.iter().map(|path| projection.path(path)).collect();
        let paths = paths.iter().flat_map(|path| cut(path, water.kind, projection.frame)).collect();
        Shown { kind: water.kind, name: water.name, name_en: water.name_en, paths }
    };
    water().into_iter().map(cut).filter(|shown| !shown.paths.is_empty()).collect()
}

fn cut(path: &[Xy], kind: Kind, frame: Rect) -> Vec<Vec<Xy>> {
    match kind {
        Kind::River => path_in(path, frame),
        Kind::Sea | Kind::Island | Kind::Lake => {
            let ring = ring_in(path, frame);
            if ring.len() > 2 { vec![ring] } else { Vec::new() }
        }
    }
}

/// Paints the water.
pub(super) fn draw(scene: &mut Scene, shown: &[Shown]) {
    for water in shown {
        for path in &water.paths {
            match water.kind {
                Kind::Sea | Kind::Lake => scene.area(path.clone(), WATER),
                Kind::Island => scene.area(path.clone(), LAND),
                Kind::River => scene.line(path.clone(), Stroke::new(RIVER, 2.6)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::Extent;

    #[test]
    fn the_embedded_water_is_read_whole() {
        let water = water();
        let count = |kind| water.iter().filter(|water| water.kind == kind).count();
        assert!(count(Kind::Sea) >= 1 && count(Kind::Lake) >= 10 && count(Kind::River) >= 8);
        assert!(water.iter().any(|water| water.name == "洪泽湖" && water.name_en == "Hongze Lake"));
        assert!(water.iter().all(|water| water.paths.iter().all(|path| path.len() > 1)));
    }

    #[test]
    fn other_regions_have_none() {
        let frame = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        let alps = Extent { west: 7.0, south: 46.0, east: 9.0, north: 47.0 };
        assert!(shown(&Projection::fit(&alps, frame)).is_empty());
    }
}
