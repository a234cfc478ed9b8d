//! `stops.txt` and the English names of `translations.txt`.

use super::Context;
use crate::diagnostic::{Problem, Problems};
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

/// What a row of the table is to those that refer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A stop, or a platform of it.
    Stop(StopIdx),
    /// An entrance, a node of a pathway or a boarding area: no trip calls there.
    Other,
    /// Nothing can be said: the row cannot be read.
    Unknown,
}

/// Rows of the table by id, and the stop that each is or is a platform of.
#[derive(Debug)]
pub(super) struct StopRows<'t> {
    pub(super) ids: IdIndex<'t>,
    roles: Vec<Role>,
}

impl StopRows<'_> {
    /// The stop of a row.
    pub(super) fn stop(&self, row: usize) -> Option<StopIdx> {
        match self.roles.get(row) {
            Some(Role::Stop(stop)) => Some(*stop),
            _ => None,
        }
    }

    /// The stop that a call names; none, with nothing more said, where its row could not be read.
    pub(super) fn of_call(&self, call: Row<'_>) -> Result<Option<StopIdx>, Problem> {
        let row = self.ids.must_refer(call, "stop_id")?;
        if self.roles.get(row) == Some(&Role::Other) {
            let message = format!("`{}` is an entrance or the like", call.text("stop_id"));
            return Err(Problem::error("location_with_unexpected_stop_time", message)
                .at(call.location("stop_id"))
                .help("a stop, platform or station: location_type 0 or 1"));
        }
        Ok(self.stop(row))
    }
}

/// The stops, and what each row of the table is.
pub(super) fn stops<'t>(
    table: Option<&'t Table>,
    english: &BTreeMap<String, String>,
    context: Context<'_>,
    problems: &mut Problems,
) -> (Vec<Stop>, StopRows<'t>) {
    let ids = IdIndex::new(table, "stop_id", "stop", problems);
    let mut stops = Vec::new();
    let mut roles = vec![Role::Unknown; table.map_or(0, Table::len)];
    let mut platforms = Vec::new();
    for row in table.into_iter().flat_map(Table::whole_rows) {
        if ids.is_repeated(row, "stop_id") {
            continue;
        }
        let kind: Option<Option<u32>> = problems.note(row.get("location_type"));
        let parent = problems.note(ids.refer(row, "parent_station"));
        let (Some(kind), Some(parent)) = (kind, parent) else { continue };
        match (kind.unwrap_or(0), parent) {
            (0, Some(station)) => platforms.push((row, station)),
            (0 | STATION, _) => {
                if let Some(stop) = stop(row, english, context, problems) {
                    roles[row.number()] = Role::Stop(StopIdx::new(stops.len()));
                    stops.push(stop);
                }
            }
            (_, _) => roles[row.number()] = Role::Other,
        }
    }
    let is_platform: Vec<usize> = platforms.iter().map(|(row, _)| row.number()).collect();
    for (row, station) in platforms {
        if is_platform.binary_search(&station).is_ok() || roles[station] == Role::Other {
            problems.push(no_station(row));
        } else {
            roles[row.number()] = roles[station];
        }
    }
    (stops, StopRows { ids, roles })
}

fn no_station(row: Row<'_>) -> Problem {
    let message = format!("`{}` is no station", row.text("parent_station"));
    Problem::error("wrong_parent_location_type", message)
        .at(row.location("parent_station"))
        .help("a row with location_type 1")
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
