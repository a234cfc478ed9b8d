//! The interactive map's ground, lines and places, projected here and drawn by the page.

use crate::index::ZoneIdx;
use crate::network::{FacilityType, Link, Position, RouteClass};
use crate::report::figure::{Extent, Ground, Ramp, WATER_CREDIT, ramp_colours, tenth};
use crate::study::Comparison;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Units of the map from west to east.
const WIDTH: f64 = 2000.0;
/// How much of its size the map reaches beyond the study area on each side.
const BEYOND: f64 = 0.5;
/// More links than this are left out, the least important kinds first.
const LINKS: usize = 12_000;

/// Kinds of lines from the most to the least important, and how the page calls them.
const CLASSES: [(&str, &[FacilityType]); 6] = [
    ("high_speed_rail", &[FacilityType::HighSpeedRail]),
    ("conventional_rail", &[FacilityType::ConventionalRail]),
    ("metro", &[FacilityType::Metro]),
    ("waterway", &[FacilityType::Waterway]),
    ("expressway", &[FacilityType::Expressway]),
    (
        "road",
        &[
            FacilityType::National,
            FacilityType::Provincial,
            FacilityType::FastRoad,
            FacilityType::Urban,
        ],
    ),
];

/// Everything of the map that does not depend on what it is coloured by.
pub(super) fn map(comparison: &Comparison) -> Value {
    let extent = study_area(comparison);
    let (width, height) = (extent.east - extent.west, extent.north - extent.south);
    let whole = Extent {
        west: extent.west - width * BEYOND,
        south: extent.south - height * BEYOND,
        east: extent.east + width * BEYOND,
        north: extent.north + height * BEYOND,
    };
    let ground = Ground::new(&whole, WIDTH);
    let (west, north) = ground.at((extent.west, extent.north));
    let (east, south) = ground.at((extent.east, extent.south));
    let view = [west, north, east - west, south - north].map(tenth);
    let (lines, left_out) = lines(comparison, &ground);
    let water: Vec<Value> = ground
        .water()
        .into_iter()
        .map(|water| json!({ "kind": water.kind, "zh": water.name, "en": water.name_en, "path": water.path }))
        .collect();
    json!({
        "size": [tenth(ground.size().0), tenth(ground.size().1)],
        "view": view,
        "per_km": ground.per_km(),
        "credit": (!water.is_empty()).then_some(WATER_CREDIT),
        "water": water,
        "lines": lines,
        "left_out": left_out,
        "stations": stations(comparison, &ground),
        "zones": zones(comparison, &ground),
        "colours": {
            "sequential": ramp_colours(Ramp::Sequential, false),
            "better": ramp_colours(Ramp::MoreIsBetter, false),
            "worse": ramp_colours(Ramp::MoreIsBetter, true),
        },
    })
}

fn degrees(at: Position) -> (f64, f64) {
    (at.lon, at.lat)
}

fn is_part(comparison: &Comparison, zone: ZoneIdx) -> bool {
    comparison.is_core(zone) && !comparison.network().is_aggregate(zone)
}

/// The study area and the projects.
fn study_area(comparison: &Comparison) -> Extent {
    let network = comparison.network();
    let zones = (0..network.zones.len()).map(ZoneIdx::new);
    let centres = zones
        .filter(|zone| is_part(comparison, *zone))
        .map(|zone| degrees(network.zones[zone.at()].position));
    let own = network.links.iter().filter(|link| is_compared(comparison, link.project.as_ref()));
    let ends = own.flat_map(|link| [link.from, link.to]);
    let ends = ends.map(|node| degrees(network.nodes[node.at()].position));
    Extent::around(centres.chain(ends), 0.06)
}

fn is_compared(comparison: &Comparison, project: Option<&String>) -> bool {
    project.is_some_and(|id| comparison.question.projects.contains(id))
}

/// The lines, each of one kind and name, and the kinds that were left out.
fn lines(comparison: &Comparison, ground: &Ground) -> (Vec<Value>, Vec<&'static str>) {
    let network = comparison.network();
    let (mut lines, mut left_out, mut count) = (Vec::new(), Vec::new(), 0);
    for (class, facilities) in CLASSES {
        let of_class = network.links.iter().filter(|link| facilities.contains(&link.facility_type));
        let links: Vec<&Link> = of_class.collect();
        let is_too_much = count + links.len() > LINKS;
        if is_too_much {
            left_out.push(class);
        } else {
            count += links.len();
        }
        let is_new = |link: &Link| is_compared(comparison, link.project.as_ref());
        let is_one = |a: &&Link, b: &&Link| {
            a.name == b.name && a.line_id == b.line_id && is_new(a) == is_new(b)
        };
        for line in links.chunk_by(is_one) {
            if is_too_much && !is_new(line[0]) {
                continue;
            }
            let course = |link: &&Link| -> Vec<(f64, f64)> {
                network.course(link).into_iter().map(degrees).collect()
            };
            let path: String = line.iter().map(|link| ground.line(&course(link))).collect();
            if !path.is_empty() {
                lines.push(json!({
                    "class": class, "zh": line[0].name, "en": line[0].name_en, "path": path,
                    "project": line[0].project.as_ref().filter(|_| is_new(line[0])),
                }));
            }
        }
    }
    (lines, left_out)
}

/// Stations of trains, and every stop that the projects add.
fn stations(comparison: &Comparison, ground: &Ground) -> Vec<Value> {
    let network = comparison.network();
    let (mut by_train, mut fast) = (BTreeSet::new(), BTreeSet::new());
    for trip in &network.transit.trips {
        let class = network.transit.class(trip);
        let stops = trip.stop_times.iter().map(|call| call.stop);
        if class == RouteClass::HighSpeedRail {
            fast.extend(stops);
        } else if class.is_rail() {
            by_train.extend(stops);
        }
    }
    let (width, height) = ground.size();
    let stops = (0..network.transit.stops.len()).map(crate::index::StopIdx::new);
    let shown = stops.filter_map(|at| {
        let stop = &network.transit.stops[at.at()];
        let kind = if is_compared(comparison, stop.project.as_ref()) {
            "new"
        } else if fast.contains(&at) {
            "fast"
        } else if by_train.contains(&at) {
            "train"
        } else {
            return None;
        };
        let (x, y) = ground.at(degrees(stop.position));
        let is_inside = (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
        let en = if stop.name == stop.name_en { "" } else { &stop.name_en };
        is_inside.then(
            || json!({ "x": tenth(x), "y": tenth(y), "zh": stop.name, "en": en, "kind": kind }),
        )
    });
    shown.collect()
}

/// All zones in their order, counties and districts with their ground.
fn zones(comparison: &Comparison, ground: &Ground) -> Vec<Value> {
    let network = comparison.network();
    let all: Vec<ZoneIdx> = (0..network.zones.len()).map(ZoneIdx::new).collect();
    let place = |zone: &ZoneIdx| degrees(network.zones[zone.at()].position);
    let parts: Vec<ZoneIdx> =
        all.iter().copied().filter(|zone| is_part(comparison, *zone)).collect();
    let mut areas = vec![None; all.len()];
    let grounds = ground.areas(&parts.iter().map(place).collect::<Vec<_>>());
    for (zone, area) in parts.iter().zip(grounds) {
        areas[zone.at()] = Some(area);
    }
    let of_zone = |(at, area): (&ZoneIdx, Option<String>)| {
        let zone = &network.zones[at.at()];
        let (x, y) = ground.at(place(at));
        json!({
            "id": zone.id, "zh": zone.name, "en": zone.name_en, "x": tenth(x), "y": tenth(y),
            "core": comparison.is_core(*at), "city": comparison.is_city(*at),
            "up": zone.super_zone.map(ZoneIdx::at), "area": area,
        })
    };
    all.iter().zip(areas).map(of_zone).collect()
}
