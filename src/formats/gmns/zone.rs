//! `zone.csv`.

use super::{Indices, each_row, provenance};
use crate::diagnostic::Problems;
use crate::formats::table::{Latitude, Longitude, NonNegative, Row, Table};
use crate::index::ZoneIdx;
use crate::network::{Position, Zone};
use std::collections::BTreeMap;

/// Columns that are no opportunities, though some hold numbers.
const OTHER: [&str; 12] = [
    "zone_id",
    "name",
    "name_en",
    "pinyin",
    "super_zone",
    "zone_type",
    "role",
    "x_coord",
    "y_coord",
    "source_id",
    "confidence",
    "note",
];

pub(super) fn zones(
    table: Option<&Table>,
    ids: &Indices<'_>,
    problems: &mut Problems,
) -> Vec<Zone> {
    let columns = table.map_or(Vec::new(), numeric_columns);
    each_row(table, |row| zone(row, ids, &columns, problems))
}

/// Columns with numbers: `population`, and each other whose first figure is a number.
fn numeric_columns(table: &Table) -> Vec<&str> {
    let is_numeric = |column: &str| {
        let first = table.rows().map(|row| row.text(column)).find(|text| !text.is_empty());
        column == "population" || first.is_some_and(|text| text.parse::<f64>().is_ok())
    };
    let columns = table.header().iter().map(String::as_str);
    columns.filter(|column| !OTHER.contains(column) && is_numeric(column)).collect()
}

fn zone(
    row: Row<'_>,
    ids: &Indices<'_>,
    columns: &[&str],
    problems: &mut Problems,
) -> Option<Zone> {
    let id = problems.note(row.get("zone_id"));
    let name = problems.note(row.get("name"));
    let super_zone = problems.note(ids.zones.refer(row, "super_zone"));
    let zone_type = problems.note(row.get("zone_type"));
    let role = problems.note(row.get("role"));
    let position = position(row, problems);
    let opportunities = opportunities(row, columns, problems);
    let provenance = provenance(row, &ids.sources, problems);
    Some(Zone {
        id: id?,
        name: name?,
        name_en: row.text("name_en").to_owned(),
        pinyin: row.text("pinyin").to_owned(),
        super_zone: super_zone?.map(ZoneIdx::new),
        zone_type: zone_type?,
        role: role?,
        position: position?,
        opportunities,
        provenance: provenance?,
    })
}

fn opportunities(row: Row<'_>, columns: &[&str], problems: &mut Problems) -> BTreeMap<String, f64> {
    let mut figures = BTreeMap::new();
    for column in columns {
        let figure: Option<Option<NonNegative>> = problems.note(row.get(column));
        if let Some(Some(NonNegative(figure))) = figure {
            figures.insert((*column).to_owned(), figure);
        }
    }
    figures
}

/// Reads `x_coord` and `y_coord`.
pub(super) fn position(row: Row<'_>, problems: &mut Problems) -> Option<Position> {
    let lon: Option<Longitude> = problems.note(row.get("x_coord"));
    let lat: Option<Latitude> = problems.note(row.get("y_coord"));
    Some(Position { lon: lon?.0, lat: lat?.0 })
}
