//! A file of published times: `from,to,mode,minutes`, and optionally `train,with,without,date`.

use super::table::{Dialect, Positive, Row, Schema, Table};
use crate::diagnostic::{Problems, SourceText};
use crate::units::Date;
use std::sync::Arc;

/// A published time as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedRow {
    /// Line of the file.
    pub line: u32,
    /// Where from.
    pub from: String,
    /// Where to.
    pub to: String,
    /// By what.
    pub mode: String,
    /// How long, in minutes.
    pub minutes: f64,
    /// The train whose time it is, where it is that of one.
    pub train: Option<String>,
    /// Projects that are to be there.
    pub with: Vec<String>,
    /// Projects that are not to be there.
    pub without: Vec<String>,
    /// The day.
    pub date: Option<Date>,
}

const OBSERVED: Schema = Schema {
    file: "FILE.csv",
    required: &["from", "to", "mode", "minutes"],
    optional: &["train", "with", "without", "date"],
    needs_rows: true,
    dialect: Dialect::Tongqu,
};

/// Reads the text of a file of published times; `file` is the name messages call it by. Rows without minutes are left out.
///
/// # Errors
/// Every problem with line and column.
pub fn read_observed(file: &str, text: &str) -> Result<Vec<ObservedRow>, Problems> {
    let mut problems = Problems::new();
    let text = text.trim_start_matches('\u{feff}').to_owned();
    let source = Arc::new(SourceText { file: file.to_owned(), text });
    let table = Table::parse(source, &OBSERVED, &mut problems);
    let rows = table
        .iter()
        .flat_map(Table::whole_rows)
        .filter(|row| !row.text("minutes").trim().is_empty());
    let observed = rows.filter_map(|row| observed_row(row, &mut problems)).collect();
    problems.or(observed)
}

fn observed_row(row: Row<'_>, problems: &mut Problems) -> Option<ObservedRow> {
    let from = problems.note(row.get("from"));
    let to = problems.note(row.get("to"));
    let mode: Option<String> = problems.note(row.get("mode"));
    let minutes: Option<Positive> = problems.note(row.get("minutes"));
    let date = problems.note(row.get("date"));
    let list = |column: &str| -> Vec<String> {
        let cell = if row.has_column(column) { row.text(column) } else { "" };
        cell.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    };
    Some(ObservedRow {
        line: row.location("from").line,
        from: from?,
        to: to?,
        mode: mode?,
        minutes: minutes?.0,
        train: list("train").pop(),
        with: list("with"),
        without: list("without"),
        date: date?,
    })
}
