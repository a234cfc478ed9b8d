//! How far one comes from one place: isochrones on both sides, N-hour circles by every mode, and a time cartogram.

use super::areas;
use super::results::Side;
use super::subject::Subject;
use super::{Drawn, bearing, mode_name};
use crate::index::ZoneIdx;
use crate::network::ZoneType;
use crate::report::figure::{
    CartogramPlace, Flows, MapFigure, MapPanel, MapPanels, MapPoint, NumberTable, PointKind, Ramp,
    TimeCartogram, ValueScale,
};
use crate::report::tables::signed;
use crate::skims::TravelMode;
use std::collections::BTreeSet;

const NOWHERE: &str = "no other place can be reached from the one chosen";

/// Minutes: limits of isochrones.
const BANDS: [f64; 9] = [0.0, 30.0, 60.0, 90.0, 120.0, 150.0, 180.0, 240.0, 300.0];
/// Minutes: limits of N-hour circles.
const HOURS: [f64; 5] = [0.0, 60.0, 120.0, 180.0, 240.0];
/// Said of the table.
const PEOPLE: &str =
    "People: with the project (change); the place's own city districts are always counted.";
const NO_CHANGE: &str = "no travel time from the place chosen changes";
/// More maps than this in a row are too small to read.
const MAPS: usize = 3;

/// The same isochrones without and with, side by side.
pub(super) fn isochrones(subject: &Subject<'_>) -> Drawn {
    let Some(centre) = subject.centre() else { return Err(NOWHERE) };
    if !changes_from(subject, subject.mode, centre) {
        return Err(NO_CHANGE);
    }
    let panel = |(side, words): (Side, &str)| {
        let values: Vec<(ZoneIdx, f64)> = times(subject, centre)
            .filter_map(|zone| Some((zone, subject.minutes(side, centre, zone)?)))
            .collect();
        MapPanel { title: words.to_owned(), map: map(subject, centre, &BANDS, &values) }
    };
    let sides = [(Side::Without, "无项目 without"), (Side::With, "有项目 with")];
    let mut panels = sides.map(panel).to_vec();
    panels[1]
        .map
        .notes
        .extend(["Darkest: also longer. No colour: no journey.", PEOPLE].map(str::to_owned));
    let title = format!("等时圈 Isochrones from {}", subject.network().zones[centre.at()].label());
    Ok(Box::new(MapPanels {
        caption: subject
            .caption(&title, &format!("Fastest journey of the day, {}", subject.circumstances())),
        panels,
        table: Some(people_table(subject, centre)),
    }))
}

/// Circles of one to four hours by every mode, with the people in them.
pub(super) fn hour_circles(subject: &Subject<'_>) -> Drawn {
    let Some(centre) = subject.centre() else { return Err(NOWHERE) };
    if !subject.results.times.iter().any(|of| changes_from(subject, of.mode, centre)) {
        return Err(NO_CHANGE);
    }
    let modes = subject.results.times.iter().take(MAPS);
    let panel = |of_mode: &super::ModeTimes| {
        let values: Vec<(ZoneIdx, f64)> = times(subject, centre)
            .filter_map(|zone| Some((zone, of_mode.minutes(Side::With, centre, zone)?)))
            .filter(|(_, minutes)| *minutes < HOURS[HOURS.len() - 1])
            .collect();
        let title = format!("{}，有项目 with the project", mode_name(of_mode.mode));
        MapPanel { title, map: map(subject, centre, &HOURS, &values) }
    };
    let mut panels: Vec<MapPanel> = modes.map(panel).collect();
    if let Some(last) = panels.last_mut() {
        last.map.notes.extend(["No colour: longer, or no journey.", PEOPLE].map(str::to_owned));
    }
    let title = format!(
        "小时交通圈 One to four hours from {}",
        subject.network().zones[centre.at()].label()
    );
    let detail = format!(
        "Zones by the fastest journey of the day to their centre; network of {}",
        subject.results.question.date
    );
    Ok(Box::new(MapPanels {
        caption: subject.caption(&title, &detail),
        panels,
        table: Some(people_table(subject, centre)),
    }))
}

/// Every place in its direction, as far from the middle as the journey takes, without and with.
pub(super) fn cartogram(subject: &Subject<'_>) -> Drawn {
    let Some(centre) = subject.centre() else { return Err(NOWHERE) };
    if !changes_from(subject, subject.mode, centre) {
        return Err(NO_CHANGE);
    }
    let zones = &subject.network().zones;
    let home = zones[centre.at()].position;
    let mut places: Vec<(f64, CartogramPlace)> = Vec::new();
    for zone in times(subject, centre).filter(|zone| *zone != centre) {
        let [before, after] =
            [Side::Without, Side::With].map(|side| subject.minutes(side, centre, zone));
        let (Some(before), Some(after)) = (before, after) else { continue };
        let place = subject.place(zone);
        let is_city = subject.is_city(zone) || place.kind == PointKind::City;
        let rank = if is_city { 1e6 } else { 0.0 } + (after - before).abs();
        let name = (place.label_zh, place.label_en);
        let bearing = bearing(home, zones[zone.at()].position);
        places.push((rank, CartogramPlace { name, bearing, before, after, is_city }));
    }
    if places.is_empty() {
        return Err(NOWHERE);
    }
    places.sort_by(|a, b| b.0.total_cmp(&a.0));
    let limit = edge(&places);
    let beyond = places.iter().filter(|(_, place)| place.before.max(place.after) > limit).count();
    let beyond = if beyond == 0 {
        String::new()
    } else {
        format!("; {beyond} beyond {:.0} h are left out", limit / 60.0)
    };
    let place = subject.place(centre);
    let title = format!("时间地图 Time cartogram around {}", zones[centre.at()].label());
    let nearer = places.iter().filter(|(_, place)| place.after <= place.before - 0.5).count();
    let detail = format!(
        "Direction as on the map, distance from the middle is the fastest journey of the day, {}; {nearer} of {} places move \
         nearer{beyond}",
        subject.circumstances(),
        places.len(),
    );
    Ok(Box::new(TimeCartogram {
        caption: subject.caption(&title, &detail),
        centre: (place.label_zh, place.label_en),
        places: places.into_iter().map(|(_, place)| place).collect(),
        sides: ("无项目 without".to_owned(), "有项目 with".to_owned()),
        limit,
    }))
}

/// Whole hours that hold at least nineteen of twenty places, in minutes; at most eight.
fn edge(places: &[(f64, CartogramPlace)]) -> f64 {
    let mut times: Vec<f64> =
        places.iter().map(|(_, place)| place.before.max(place.after)).collect();
    times.sort_by(f64::total_cmp);
    let most = times.get((times.len() * 19 / 20).min(times.len() - 1)).copied().unwrap_or(60.0);
    (most / 60.0).ceil().clamp(1.0, 8.0) * 60.0
}

/// A place of a map as a key.
fn bits(point: &MapPoint) -> (u64, u64) {
    (point.lon.to_bits(), point.lat.to_bits())
}

/// Whether any time from a place by a mode changes.
fn changes_from(subject: &Subject<'_>, mode: TravelMode, centre: ZoneIdx) -> bool {
    let times = subject.results.times.iter().filter(|times| times.mode == mode);
    times.flat_map(|times| subject.zones().map(move |zone| (times, zone))).any(|(times, zone)| {
        times.minutes(Side::Without, centre, zone) != times.minutes(Side::With, centre, zone)
    })
}

/// Zones whose ground is coloured or that are shown as places: all that have no parts, and gateways.
fn times(subject: &Subject<'_>, centre: ZoneIdx) -> impl Iterator<Item = ZoneIdx> {
    subject
        .zones()
        .filter(move |zone| *zone != centre && (subject.is_part(*zone) || !subject.is_core(*zone)))
}

/// Classes of time around a place. The values of the study area are coloured.
fn map(
    subject: &Subject<'_>,
    centre: ZoneIdx,
    breaks: &[f64],
    values: &[(ZoneIdx, f64)],
) -> MapFigure {
    // The place itself is no time from itself; a city's districts have their own.
    let own = subject.is_part(centre).then_some((centre, 0.0));
    let values: Vec<(ZoneIdx, f64)> = own.into_iter().chain(values.iter().copied()).collect();
    let plain = MapFigure {
        caption: crate::report::figure::Caption::default(),
        extent: subject.extent(),
        lines: subject
            .project_lines()
            .into_iter()
            .map(|line| crate::report::figure::MapLine { label: String::new(), ..line })
            .collect(),
        points: vec![MapPoint { kind: PointKind::Start, ..subject.place(centre) }],
        scale: Some(ValueScale {
            title: "旅行时间 Travel time, min".to_owned(),
            ramp: Ramp::Sequential,
            breaks: breaks.to_vec(),
        }),
        areas: None,
        patches: Vec::new(),
        flows: Flows::default(),
        notes: Vec::new(),
    };
    let mut map = areas::coloured(subject, plain, &values);
    let start = subject.network().zones[centre.at()].position;
    let is_start = |point: &MapPoint| {
        point.kind != PointKind::Start && (point.lon, point.lat) == (start.lon, start.lat)
    };
    // The start is drawn once, above its own dot; the dot keeps the value that colours its ground.
    for point in map.points.iter_mut().filter(|point| is_start(point)) {
        (point.label_zh, point.label_en) = (String::new(), String::new());
    }
    let around = subject.zones().filter(|zone| !subject.is_core(*zone));
    let around: BTreeSet<(u64, u64)> = around.map(|zone| bits(&subject.place(zone))).collect();
    for point in map.points.iter_mut().filter(|point| point.kind == PointKind::City) {
        if around.contains(&bits(point)) {
            point.kind = PointKind::Gateway;
        }
    }
    map
}

/// People within one to four hours by every mode, without and with.
fn people_table(subject: &Subject<'_>, centre: ZoneIdx) -> NumberTable {
    let mut rows = Vec::new();
    for times in &subject.results.times {
        let within = |side: Side, limit: f64| -> f64 {
            let own = subject.network().zones[centre.at()].super_zone.unwrap_or(centre);
            let zones = subject.zones().filter(|zone| {
                let is_own = subject.network().zones[zone.at()].zone_type == ZoneType::District
                    && subject.network().zones[zone.at()].super_zone == Some(own);
                *zone == centre
                    || is_own
                    || times.minutes(side, centre, *zone).is_some_and(|time| time <= limit)
            });
            zones.map(|zone| subject.people(zone)).sum::<f64>() / 1e4
        };
        let cells = HOURS[1..].iter().map(|limit| {
            let (old, new) = (within(Side::Without, *limit), within(Side::With, *limit));
            let change = signed(Some(new - old), 0, "");
            if (new - old).abs() < 0.5 {
                format!("{new:.0}")
            } else {
                format!("{new:.0} ({change})")
            }
        });
        rows.push(std::iter::once(mode_name(times.mode).to_owned()).chain(cells).collect());
    }
    NumberTable {
        title: "人口 People within, 万 (10,000)".to_owned(),
        header: ["方式 mode", "1 h", "2 h", "3 h", "4 h"].map(str::to_owned).to_vec(),
        rows,
    }
}
