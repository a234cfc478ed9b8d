//! The network with the projects on it.

use super::subject::{Subject, joined};
use crate::network::{FacilityType, Link};
use crate::report::figure::{Flows, LineClass, MapFigure, MapLine};

pub(super) fn figure(subject: &Subject<'_>) -> MapFigure {
    let mut lines = subject.project_lines();
    lines.extend(CLASSES.iter().flat_map(|(facility, class)| existing(subject, *facility, *class)));
    let places = subject.places().map(|(_, place)| place);
    let date = subject.results.question.date;
    let notes = if subject.project_links().next().is_none() {
        vec!["The project builds no link of the network; it changes services.".to_owned()]
    } else {
        Vec::new()
    };
    MapFigure {
        caption: subject.caption(
            "项目与路网 The network and the project",
            &format!("Network of {date}; links are drawn straight from node to node"),
        ),
        extent: subject.extent(),
        lines,
        points: subject.project_points().into_iter().chain(places).collect(),
        scale: None,
        areas: None,
        patches: Vec::new(),
        flows: Flows::default(),
        notes,
    }
}

/// What is drawn, and how.
const CLASSES: [(FacilityType, LineClass); 9] = [
    (FacilityType::HighSpeedRail, LineClass::HighSpeedRail),
    (FacilityType::ConventionalRail, LineClass::ConventionalRail),
    (FacilityType::Metro, LineClass::Metro),
    (FacilityType::Expressway, LineClass::Expressway),
    (FacilityType::National, LineClass::Road),
    (FacilityType::Provincial, LineClass::Road),
    (FacilityType::FastRoad, LineClass::Road),
    (FacilityType::Urban, LineClass::Road),
    (FacilityType::Waterway, LineClass::Waterway),
];

/// The links of a kind that no compared project adds; high-speed lines are named once, on their longest stretch.
fn existing(subject: &Subject<'_>, facility: FacilityType, class: LineClass) -> Vec<MapLine> {
    let is_shown = |link: &&Link| {
        link.facility_type == facility && !subject.is_compared(link.project.as_ref())
    };
    let links: Vec<&Link> = subject.network().links.iter().filter(is_shown).collect();
    let mut lines = Vec::new();
    for line in links.chunk_by(|a, b| a.name == b.name && a.line_id == b.line_id) {
        let mut paths = joined(subject.network(), line.iter().copied());
        paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
        for (n, points) in paths.into_iter().enumerate() {
            let is_named = n == 0 && class == LineClass::HighSpeedRail;
            let label = if is_named { line[0].name.clone() } else { String::new() };
            lines.push(MapLine { points, class, label });
        }
    }
    lines
}
