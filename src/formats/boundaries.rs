//! Boundaries of zones: a `GeoJSON` file (RFC 7946) of polygons, each of which is that of the zone it names or holds.

use crate::diagnostic::{Location, Problem, Problems, SourceText};
use crate::index::ZoneIdx;
use crate::network::{AreaRings, Boundaries, Network, Position};
use geo::{Contains, Coord, LineString, Point, Polygon};
use geojson::{Feature, FeatureCollection, GeometryValue};
use std::sync::Arc;

/// Properties that may name a zone: its id, or its Chinese or English name.
const NAMING: [&str; 9] =
    ["zone_id", "id", "adcode", "code", "name", "name_zh", "NAME", "name_en", "pinyin"];

/// Reads the text of a file; `file` is the name messages call it by, `credit` what figures name as the source.
///
/// A polygon is that of the zone which a property names by id or name, else of the zone without parts whose centre lies in
/// it. A zone may have several. Polygons of no zone are left out.
///
/// # Errors
/// No `GeoJSON` of features, positions that are not longitude and latitude, or not one polygon of any zone.
pub fn read_boundaries(
    file: &str,
    credit: &str,
    text: &str,
    network: &Network,
) -> Result<Boundaries, Problems> {
    let source = Arc::new(SourceText { file: file.to_owned(), text: text.to_owned() });
    let features = features(&source)?;
    let mut problems = Problems::new();
    let mut areas: Vec<Vec<AreaRings>> = vec![Vec::new(); network.zones.len()];
    let mut polygons = 0;
    for (number, feature) in features.iter().enumerate() {
        for rings in polygons_of(feature) {
            polygons += 1;
            if let Some(wrong) = rings
                .iter()
                .flatten()
                .find(|at| at.len() < 2 || at[0].abs() > 180.0 || at[1].abs() > 90.0)
            {
                let message = format!(
                    "feature {} has the position {:?}, which is not longitude and latitude",
                    number + 1,
                    wrong.as_slice()
                );
                problems.push(
                    Problem::error("not-degrees", message)
                        .at(Location::file(file))
                        .help("degrees of WGS 84, longitude first, as RFC 7946 has it"),
                );
                break;
            }
            let rings = turned(rings);
            if let Some(zone) = named(feature, network).or_else(|| held(&rings, network)) {
                areas[zone].push(rings);
            }
        }
    }
    if problems.is_empty() && areas.iter().all(Vec::is_empty) {
        let message = if polygons == 0 {
            "the file has no polygon".to_owned()
        } else {
            format!("none of the {polygons} polygons is of a zone of the network")
        };
        problems.push(Problem::error("no-boundaries", message).at(Location::file(file)).help(
            "polygons with a property `zone_id` or `name`, or that hold the centre of one zone",
        ));
    }
    problems.or(Boundaries { source: credit.to_owned(), areas })
}

fn features(source: &Arc<SourceText>) -> Result<Vec<Feature>, Problem> {
    serde_json::from_str::<serde_json::Value>(&source.text).map_err(|error| {
        let before = source.text.lines().take(error.line().saturating_sub(1));
        let start: usize = before.map(|line| line.len() + 1).sum();
        let at = (start + error.column().saturating_sub(1)).min(source.text.len());
        Problem::error("bad-json", format!("this is no JSON: {error}"))
            .at(Location::span(source, at, at))
    })?;
    let read = source.text.parse::<FeatureCollection>();
    read.map(|collection| collection.features).map_err(|error| {
        Problem::error("bad-geojson", format!("this is no FeatureCollection of GeoJSON: {error}"))
            .at(Location::file(&source.file))
            .help("a FeatureCollection of Polygon or MultiPolygon features")
    })
}

fn polygons_of(feature: &Feature) -> Vec<&Vec<Vec<geojson::Position>>> {
    match feature.geometry.as_ref().map(|geometry| &geometry.value) {
        Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates.iter().collect(),
        Some(_) | None => Vec::new(),
    }
}

/// Outlines against the clock and holes with it, whatever the file has.
fn turned(rings: &[Vec<geojson::Position>]) -> AreaRings {
    let ring = |(n, ring): (usize, &Vec<geojson::Position>)| -> Vec<Position> {
        let mut ring: Vec<Position> =
            ring.iter().map(|at| Position { lon: at[0], lat: at[1] }).collect();
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
        let area: f64 = pairs.map(|(a, b)| a.lon * b.lat - b.lon * a.lat).sum();
        if (area > 0.0) != (n == 0) {
            ring.reverse();
        }
        ring
    };
    rings.iter().enumerate().map(ring).collect()
}

/// The zone that a property names; the part rather than the whole of the same name.
fn named(feature: &Feature, network: &Network) -> Option<usize> {
    let mut values = NAMING.iter().filter_map(|key| {
        let value = feature.property(key)?;
        value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|id| id.to_string()))
    });
    let find = |name: String| {
        let is_named = |zone: &crate::network::Zone| {
            [&zone.id, &zone.name, &zone.name_en, &zone.pinyin].contains(&&name)
        };
        let found = network.zones.iter().enumerate().filter(|(_, zone)| is_named(zone));
        found
            .max_by_key(|(at, zone)| (zone.super_zone.is_some(), std::cmp::Reverse(*at)))
            .map(|(at, _)| at)
    };
    values.find_map(find)
}

/// The zone without parts whose centre lies in a polygon; none if there are several.
fn held(rings: &AreaRings, network: &Network) -> Option<usize> {
    let line = |ring: &Vec<Position>| -> LineString<f64> {
        ring.iter().map(|at| Coord { x: at.lon, y: at.lat }).collect()
    };
    let polygon = Polygon::new(line(rings.first()?), rings[1..].iter().map(line).collect());
    let mut found = network.zones.iter().enumerate().filter(|(at, zone)| {
        !network.is_aggregate(ZoneIdx::new(*at))
            && polygon.contains(&Point::new(zone.position.lon, zone.position.lat))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{embedded, load_network};

    fn tiny() -> Network {
        load_network(&embedded::network_folder("tiny").unwrap()).unwrap().0
    }

    fn square(lon: f64, lat: f64, properties: &str) -> String {
        let (w, s, e, n) = (lon - 0.05, lat - 0.05, lon + 0.05, lat + 0.05);
        format!(
            r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":[[[{w},{s}],[{w},{n}],[{e},{n}],[{e},{s}],[{w},{s}]]]}}}}"#
        )
    }

    fn read(features: &[String]) -> Result<Boundaries, Problems> {
        let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        read_boundaries("b.geojson", "b", &text, &tiny())
    }

    #[test]
    fn a_polygon_is_of_the_zone_it_names_or_holds() {
        let network = tiny();
        let at = network.zones[1].position;
        let name = format!(r#""name":"{}""#, network.zones[0].name);
        let found = read(&[square(0.0, 0.0, &name), square(at.lon, at.lat, "")]).unwrap();
        assert_eq!(found.areas[0].len(), 1);
        assert_eq!((found.areas[1].len(), found.zones()), (1, 2));
        // The file's outline ran with the clock.
        let ring = &found.areas[0][0][0];
        assert_eq!(ring.len(), 4);
        let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
        assert!(pairs.map(|(a, b)| a.lon * b.lat - b.lon * a.lat).sum::<f64>() > 0.0);
    }

    #[test]
    fn files_that_help_nobody_are_refused_with_the_reason() {
        let code = |result: Result<Boundaries, Problems>| {
            result.unwrap_err().iter().next().map(|problem| problem.code).unwrap()
        };
        assert_eq!(code(read(&[square(0.0, 0.0, "")])), "no-boundaries");
        assert_eq!(code(read(&[])), "no-boundaries");
        assert_eq!(code(read(&[square(500_000.0, 3_000_000.0, "")])), "not-degrees");
        assert_eq!(code(read_boundaries("b", "b", "{\n\"a\":", &tiny())), "bad-json");
        assert_eq!(code(read_boundaries("b", "b", "{}", &tiny())), "bad-geojson");
    }
}
