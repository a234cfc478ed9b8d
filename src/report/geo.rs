//! Results as `GeoJSON` (RFC 7946): the network with the projects marked, and each zone's change.

use super::csv::fixed;
use crate::network::{Network, Position};
use crate::study::{Area, Band, Comparison};
use serde_json::{Map, Value, json};

/// Links, stops and zones with what changes at them.
pub fn network(comparison: &Comparison) -> Vec<u8> {
    let network = comparison.network();
    let features: Vec<Value> =
        links(network).chain(stops(network)).chain(zones(comparison)).collect();
    let mut bytes =
        json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

/// The areas of isochrones, the widest first, with what is in each.
pub fn isochrones(bands: &[Band]) -> Vec<u8> {
    let ring = |ring: &[Position]| -> Vec<[f64; 2]> {
        ring.iter().chain(ring.first()).map(|at| coordinates(*at)).collect()
    };
    let polygon = |area: &Area| -> Vec<Vec<[f64; 2]>> {
        std::iter::once(&area.outer).chain(&area.holes).map(|line| ring(line)).collect()
    };
    let feature = |band: &Band| {
        let areas: Vec<_> = band.areas.iter().map(polygon).collect();
        json!({
            "type": "Feature",
            "geometry": { "type": "MultiPolygon", "coordinates": areas },
            "properties": {
                "minutes": number(Some(band.limit.minutes()), 0),
                "area_km2": number(Some(band.square_kilometres), 1),
                "people": number(Some(band.people), 0),
                "counties": band.counties.len(),
            },
        })
    };
    let features: Vec<Value> = bands.iter().rev().map(feature).collect();
    let mut bytes =
        json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn links(network: &Network) -> impl Iterator<Item = Value> + '_ {
    network.links.iter().map(|link| {
        let course: Vec<_> = network.course(link).into_iter().map(coordinates).collect();
        json!({
            "type": "Feature",
            "geometry": { "type": "LineString", "coordinates": course },
            "properties": {
                "layer": "link",
                "id": link.id,
                "name": link.name,
                "name_en": link.name_en,
                "facility_type": link.facility_type.name(),
                "length_km": number(Some(link.length.0), 3),
                "free_speed_kmh": number(Some(link.free_speed.0), 0),
                "project": link.project,
                "source_id": link.provenance.source_id(),
                "confidence": link.provenance.confidence.name(),
            },
        })
    })
}

fn stops(network: &Network) -> impl Iterator<Item = Value> + '_ {
    network.transit.stops.iter().map(|stop| {
        json!({
            "type": "Feature",
            "geometry": { "type": "Point", "coordinates": coordinates(stop.position) },
            "properties": { "layer": "stop", "id": stop.id, "name": stop.name, "name_en": stop.name_en, "project": stop.project },
        })
    })
}

fn zones(comparison: &Comparison) -> impl Iterator<Item = Value> + '_ {
    let mode = comparison.main_mode();
    let tables = comparison.accessibility(mode);
    comparison.network().zones.iter().enumerate().map(move |(at, zone)| {
        let mut facts = Map::new();
        for (key, value) in [
            ("layer", "zone"),
            ("id", &zone.id),
            ("name", &zone.name),
            ("name_en", &zone.name_en),
            ("mode", mode.name()),
        ] {
            facts.insert(key.to_owned(), value.into());
        }
        for table in &tables {
            let row = &table.rows[at];
            for (side, value) in
                [("without", row.without), ("with", row.with), ("improvement_pct", row.change_rate)]
            {
                facts.insert(format!("{}_{side}", table.id), number(value, 3));
            }
        }
        json!({
            "type": "Feature",
            "geometry": { "type": "Point", "coordinates": coordinates(zone.position) },
            "properties": facts,
        })
    })
}

fn coordinates(position: Position) -> [f64; 2] {
    [position.lon, position.lat].map(|degrees| (degrees * 1e6).round() / 1e6)
}

fn number(value: Option<f64>, decimals: usize) -> Value {
    fixed(value, decimals).parse::<f64>().map_or(Value::Null, Into::into)
}
