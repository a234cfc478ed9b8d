//! `stops.txt` and the English names of `translations.txt`.

use super::Context;
use crate::diagnostic::Problems;
use crate::formats::gmns::source_ids;
use crate::formats::table::{IdIndex, Latitude, Longitude, Row, Table};
use crate::index::{NodeIdx, StopIdx};
use crate::network::{Confidence, Position, Stop};
use std::collections::BTreeMap;

/// `location_type` of a station that has platforms.
const STATION: u32 = 1;

/// English names by `stop_id` or, behind a `=`, by Chinese name.
pub(super) fn english_names(table: Option<&Table>) -> BTreeMap<String, String> {
    let rows = table.into_iter().flat_map(Table::whole_rows);
    let of_stops = rows.filter(|row| {
        let english = row.text("language") == "en" || row.text("language").starts_with("en-");
        english && (row.text("table_name"), row.text("field_name")) == ("stops", "stop_name")
    });
    let key = |row: Row<'_>| match row.text("record_id") {
        "" => format!("={}", row.text("field_value")),
        id => id.to_owned(),
    };
    of_stops.map(|row| (key(row), row.text("translation").to_owned())).collect()
}

/// The stops, and for each row of the table the stop it is or is a platform of.
pub(super) fn stops(
    table: Option<&Table>,
    english: &BTreeMap<String, String>,
    context: Context<'_>,
    problems: &mut Problems,
) -> (Vec<Stop>, Vec<Option<StopIdx>>) {
    let Some(table) = table else { return (Vec::new(), Vec::new()) };
    let ids = IdIndex::new(Some(table), "stop_id", "stop", problems);
    let mut stops = Vec::new();
    let mut stop_of_row = vec![None; table.len()];
    let mut platforms = Vec::new();
    for row in table.whole_rows() {
        let kind: Option<Option<u32>> = problems.note(row.get("location_type"));
        let station = problems.note(ids.refer(row, "parent_station")).flatten();
        match (kind.flatten().unwrap_or(0), station) {
            (0, Some(station)) => platforms.push((row.number(), station)),
            (0 | STATION, _) => {
                if let Some(stop) = stop(row, english, context, problems) {
                    stop_of_row[row.number()] = Some(StopIdx::new(stops.len()));
                    stops.push(stop);
                }
            }
            (_, _) => {}
        }
    }
    for (platform, station) in platforms {
        stop_of_row[platform] = stop_of_row[station];
    }
    (stops, stop_of_row)
}

fn stop(
    row: Row<'_>,
    english: &BTreeMap<String, String>,
    context: Context<'_>,
    problems: &mut Problems,
) -> Option<Stop> {
    let id: Option<String> = problems.note(row.get("stop_id"));
    let name: Option<String> = problems.note(row.get("stop_name"));
    let lon: Option<Longitude> = problems.note(row.get("stop_lon"));
    let lat: Option<Latitude> = problems.note(row.get("stop_lat"));
    let node = problems.note(context.nodes.refer(row, "node_id"));
    if !row.text("source_id").is_empty() {
        let _ = source_ids(row, context.sources, problems);
    }
    let _: Option<Option<Confidence>> = problems.note(row.get("confidence"));
    let (id, name) = (id?, name?);
    let translated = english.get(&id).or_else(|| english.get(&format!("={name}")));
    Some(Stop {
        name_en: translated.unwrap_or(&name).clone(),
        id,
        name,
        position: Position { lon: lon?.0, lat: lat?.0 },
        node: node?.map(NodeIdx::new),
        project: None,
    })
}
