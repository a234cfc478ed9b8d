//! The ground of zones: Thiessen polygons of their centres, or the boundaries that the user gives.

use super::subject::Subject;
use crate::index::ZoneIdx;
use crate::network::{Boundaries, Position};
use crate::report::figure::{Areas, LineClass, MapFigure, MapLine, MapPoint, Patch};

/// Said where the areas look like counties and are none.
const THIESSEN: &str = "Areas: nearest county seat or district centre (Thiessen), not boundaries.";

/// A map with the edges of the areas that a file gives, and its name in the source.
pub fn outlined(mut map: MapFigure, boundaries: Option<&Boundaries>) -> MapFigure {
    let Some(boundaries) = boundaries else { return map };
    let rings = boundaries.areas.iter().flatten().flatten();
    map.lines.extend(rings.map(|ring| outline(ring)));
    credit(&mut map, boundaries);
    map
}

fn outline(ring: &[Position]) -> MapLine {
    MapLine {
        points: ring.iter().chain(ring.first()).map(|at| (at.lon, at.lat)).collect(),
        class: LineClass::Boundary,
        label: String::new(),
    }
}

fn credit(map: &mut MapFigure, boundaries: &Boundaries) {
    let source = &mut map.caption.source;
    *source = format!("{source}; boundaries: {}", boundaries.source);
}

/// A map with the ground of some zones coloured by their values; the places of the first values get their names first.
pub(super) fn coloured(
    subject: &Subject<'_>,
    mut map: MapFigure,
    values: &[(ZoneIdx, f64)],
) -> MapFigure {
    let mut value = vec![None; subject.network().zones.len()];
    let mut rank = vec![usize::MAX; value.len()];
    for (place, (zone, number)) in values.iter().enumerate() {
        (value[zone.at()], rank[zone.at()]) = (Some(*number), place);
    }
    let mut places: Vec<(ZoneIdx, MapPoint)> = subject.places().collect();
    places.sort_by_key(|(zone, _)| (rank[zone.at()], *zone));
    let Some(boundaries) = subject.boundaries() else {
        let places =
            places.into_iter().map(|(zone, place)| MapPoint { value: value[zone.at()], ..place });
        map.points.extend(places);
        map.areas = Some(Areas::default());
        map.notes.push(THIESSEN.to_owned());
        return map;
    };
    for (zone, place) in places {
        let areas = boundaries.of(zone);
        let own = value[zone.at()];
        for area in areas {
            let rings: Vec<Vec<(f64, f64)>> =
                area.iter().map(|ring| ring.iter().map(|at| (at.lon, at.lat)).collect()).collect();
            map.lines.extend(area.iter().map(|ring| outline(ring)));
            map.patches.extend(own.map(|value| Patch { rings, value }));
        }
        // A place without an area shows its value itself.
        let value = own.filter(|_| areas.is_empty());
        map.points.push(MapPoint { value, ..place });
    }
    credit(&mut map, boundaries);
    map
}
