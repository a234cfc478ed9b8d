//! The gain along the projects' line: whether the middle gains more than the ends.

use super::Drawn;
use super::subject::Subject;
use super::way::{WayPoint, longest_way};
use crate::network::{Link, Position};
use crate::report::figure::{Annotation, Axis, LineChart, Series};
use crate::units::Kilometres;

/// As near as this, a zone lies along the line.
const NEAR: Kilometres = Kilometres(20.0);
/// The measures that are drawn.
const MEASURES: [(&str, &str); 2] = [
    ("watt", "加权平均旅行时间 weighted average travel time"),
    ("economic_potential", "经济潜力 economic potential"),
];

pub(super) fn figure(subject: &Subject<'_>) -> Drawn {
    let links: Vec<&Link> = subject.project_links().collect();
    let stops = longest_way(&links);
    if stops.len() < 2 {
        return Err("the project builds no line of two stations or more");
    }
    let along = |at: Position| nearest(subject, &stops, at);
    let parts = subject.zones().filter(|zone| subject.is_part(*zone) || !subject.is_core(*zone));
    let near = parts.filter_map(|zone| {
        let (distance, km) = along(subject.network().zones[zone.at()].position)?;
        (distance <= NEAR.0).then_some((zone, km))
    });
    let mut near: Vec<_> = near.collect();
    near.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let mut series = Vec::new();
    for (measure, name) in MEASURES {
        let Some(table) = subject.table(measure) else { continue };
        let points =
            near.iter().filter_map(|(zone, km)| Some((*km, table.rows[zone.at()].change_rate?)));
        let points: Vec<(f64, f64)> = points.collect();
        if points.iter().any(|(_, rate)| rate.abs() >= 0.05) {
            series.push(Series { name: name.to_owned(), points, is_stepped: false });
        }
    }
    if near.len() < 3 || series.is_empty() {
        return Err(
            "fewer than three counties or districts lie along the project's line, or none of them changes",
        );
    }
    let annotations = near.iter().map(|(zone, km)| Annotation {
        x: *km,
        text: subject.network().zones[zone.at()].name.clone(),
    });
    let name = |stop: &WayPoint| {
        let node = &subject.network().nodes[stop.node.at()];
        format!("{} {}", node.name, node.name_en).trim_end().to_owned()
    };
    let detail = format!(
        "Counties, districts and cities around within {} km of the line from {} to {}, at the place of the line nearest to them; {}",
        NEAR.0,
        name(&stops[0]),
        name(&stops[stops.len() - 1]),
        subject.circumstances(),
    );
    Ok(Box::new(LineChart {
        caption: subject.caption("走廊剖面 Gains along the corridor", &detail),
        x: Axis {
            title: "里程 Distance along the line, km".to_owned(),
            from: Some(0.0),
            to: stops.last().map(|stop| stop.km),
            ..Axis::default()
        },
        y: Axis {
            title: "改善 Improvement, % of the value without (positive: better)".to_owned(),
            ..Axis::default()
        },
        series,
        annotations: annotations.collect(),
        diagonal: None,
    }))
}

/// How far a place is from the line between the stops, and where along it, both in kilometres.
fn nearest(subject: &Subject<'_>, stops: &[WayPoint], at: Position) -> Option<(f64, f64)> {
    let place = |stop: &WayPoint| subject.network().nodes[stop.node.at()].position;
    let shrink = at.lat.to_radians().cos();
    let plane = |of: Position| ((of.lon - at.lon) * shrink * 111.195, (of.lat - at.lat) * 111.195);
    let stretches = stops.windows(2).map(|pair| {
        let (a, b) = (plane(place(&pair[0])), plane(place(&pair[1])));
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = dx * dx + dy * dy;
        let share =
            if length > 0.0 { (-(a.0 * dx + a.1 * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        let distance = (a.0 + share * dx).hypot(a.1 + share * dy);
        (distance, pair[0].km + share * (pair[1].km - pair[0].km))
    });
    stretches.min_by(|a, b| a.0.total_cmp(&b.0))
}
