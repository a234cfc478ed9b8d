//! Maps of the weighted average travel time of every county and district: its change, and both sides.

use super::Drawn;
use super::subject::Subject;
use crate::index::ZoneIdx;
use crate::report::figure::{Areas, Caption, MapFigure, MapPoint, Ramp, ValueScale};
use crate::study::AccessibilityRow;

/// Which side of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Without,
    With,
}

/// Minutes: a change of less is none.
const NOISE: f64 = 0.05;

const NOBODY: &str = "no zone of the study area can be reached";

/// The change of each zone's weighted average travel time, in minutes.
pub(super) fn change(subject: &Subject<'_>) -> Drawn {
    let rows = rows(subject);
    let changes: Vec<(ZoneIdx, f64)> =
        rows.iter().filter_map(|row| Some((row.zone, row.with? - row.without?))).collect();
    let count = |is_counted: fn(f64) -> bool| {
        changes.iter().filter(|(_, change)| is_counted(*change)).count()
    };
    let (faster, slower) = (count(|change| change <= -NOISE), count(|change| change >= NOISE));
    if faster + slower == 0 {
        return Err("the weighted average travel time of no zone changes by 0.05 min or more");
    }
    let detail = format!(
        "Weighted average travel time to all zones (√(population × GDP) as weights), with less without; {}; \
         {faster} of {} counties and districts faster, {slower} slower by 0.05 min or more",
        subject.circumstances(),
        changes.len(),
    );
    let scale = ValueScale::changes(
        "Change in weighted average travel time, min",
        Ramp::LessIsBetter,
        changes.iter().map(|(_, change)| *change),
        NOISE,
    );
    let caption = subject.caption("Change in weighted average travel time", &detail);
    let notes = ["Blue: shorter; orange: longer.", AREAS].map(str::to_owned).to_vec();
    Ok(Box::new(map(subject, caption, scale, &changes, notes)))
}

/// Each zone's weighted average travel time on one side; the classes are those of both.
pub(super) fn watt(subject: &Subject<'_>, side: Side) -> Drawn {
    let rows = rows(subject);
    let (words, of) = match side {
        Side::Without => ("without", (|row| row.without) as fn(&AccessibilityRow) -> Option<f64>),
        Side::With => ("with", (|row| row.with) as fn(&AccessibilityRow) -> Option<f64>),
    };
    let values: Vec<(ZoneIdx, f64)> =
        rows.iter().filter_map(|row| Some((row.zone, of(row)?))).collect();
    if values.is_empty() {
        return Err(NOBODY);
    }
    let detail = format!(
        "Time from each zone to all zones, √(population × GDP) of the destination as weight; {}; without and with \
         the project in the same classes",
        subject.circumstances(),
    );
    let both = rows.iter().flat_map(|row| [row.without, row.with]).flatten();
    let scale = ValueScale::over("Weighted average travel time, min", Ramp::Sequential, both);
    let title = format!("Weighted average travel time {words} the project");
    let notes = vec![AREAS.to_owned()];
    Ok(Box::new(map(subject, subject.caption(&title, &detail), scale, &values, notes)))
}

/// Said under the legend, because the areas look like counties.
const AREAS: &str = "Areas: nearest county seat or district centre (Thiessen), not boundaries.";

fn rows<'a>(subject: &'a Subject<'_>) -> Vec<&'a AccessibilityRow> {
    let table = subject.table("watt");
    table.iter().flat_map(|table| &table.rows).filter(|row| subject.is_part(row.zone)).collect()
}

fn map(
    subject: &Subject<'_>,
    caption: Caption,
    scale: ValueScale,
    values: &[(ZoneIdx, f64)],
    notes: Vec<String>,
) -> MapFigure {
    let value = |zone: ZoneIdx| values.iter().find(|(of, _)| *of == zone).map(|(_, value)| *value);
    let places = subject.places().map(|(zone, place)| MapPoint { value: value(zone), ..place });
    MapFigure {
        caption,
        extent: subject.extent(),
        lines: subject.project_lines(),
        points: subject.project_points().into_iter().chain(places).collect(),
        scale: Some(scale),
        areas: Some(Areas::default()),
        notes,
    }
}
