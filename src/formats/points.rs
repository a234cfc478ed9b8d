//! A file of points to travel between: `id` with `lon` and `lat`, or with the name of a place.

use super::table::{Dialect, IdIndex, Latitude, Longitude, Row, Schema, Table};
use crate::diagnostic::{Location, Problems, SourceText};
use crate::network::Position;
use std::sync::Arc;

/// A row of a file of points.
#[derive(Debug, Clone, PartialEq)]
pub struct PointRow {
    /// What the result calls it.
    pub id: String,
    /// Where it is.
    pub site: Site,
    /// The place of the row, for messages.
    pub at: Location,
}

/// Where a point is.
#[derive(Debug, Clone, PartialEq)]
pub enum Site {
    /// At a position.
    Position(Position),
    /// At a place of the network, by a name.
    Place(String),
}

const POINTS: Schema = Schema {
    file: "POINTS.csv",
    required: &["id"],
    optional: &["lon", "lat", "place"],
    needs_rows: true,
    dialect: Dialect::Tongqu,
};

/// Reads the text of a file of points; `file` is the name messages call it by. A row without a position is the place of
/// its `place` cell, else of its id.
///
/// # Errors
/// Every problem with line and column.
pub fn read_points(file: &str, text: &str) -> Result<Vec<PointRow>, Problems> {
    let mut problems = Problems::new();
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let source = Arc::new(SourceText { file: file.to_owned(), text });
    let Some(table) = Table::parse(source, &POINTS, &mut problems) else {
        return problems.or(Vec::new());
    };
    IdIndex::new(Some(&table), "id", "point", &mut problems);
    let points = table.whole_rows().filter_map(|row| point(row, &mut problems)).collect();
    problems.or(points)
}

fn point(row: Row<'_>, problems: &mut Problems) -> Option<PointRow> {
    let id: String = problems.note(row.get("id"))?;
    let text = |column: &str| if row.has_column(column) { row.text(column).trim() } else { "" };
    let site = if text("lon").is_empty() && text("lat").is_empty() {
        let place = text("place");
        Site::Place(if place.is_empty() { id.clone() } else { place.to_owned() })
    } else {
        let lon: Option<Longitude> = problems.note(row.get("lon"));
        let lat: Option<Latitude> = problems.note(row.get("lat"));
        Site::Position(Position { lon: lon?.0, lat: lat?.0 })
    };
    Some(PointRow { id, site, at: row.location("id") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_position_or_a_place() {
        let text = "id,lon,lat,place\na,117.2,34.3,\nb,,,淮北\n宿州,,,\n";
        let sites: Vec<Site> =
            read_points("p.csv", text).unwrap().into_iter().map(|row| row.site).collect();
        let place = |name: &str| Site::Place(name.to_owned());
        let position = Site::Position(Position { lon: 117.2, lat: 34.3 });
        assert_eq!(sites, [position, place("淮北"), place("宿州")]);
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let text = "id,lon,lat\na,34.3,117.2\nb,117.1,\na,117.2,34.3\n";
        let problems = read_points("p.csv", text).unwrap_err();
        let lines: Vec<usize> =
            problems.iter().map(|problem| problem.at.as_ref().unwrap().line as usize).collect();
        assert_eq!(lines, [2, 3, 4]);
    }
}
