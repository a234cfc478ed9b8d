//! Typed reading of comma-separated tables, with the place of every cell.
//!
//! A [`Table`] is a text cut into rows; [`Row::get`] reads a cell as a type or says what is wrong with it and where. Nothing
//! stops at the first mistake: a reader notes each in [`Problems`] and goes on. Columns a schema does not know are allowed.

mod cell;
mod fault;
mod index;
mod line_string;
mod scan;
mod write;

pub use cell::{
    Cell, CellFault, CompactDate, Latitude, Longitude, NonNegative, Positive, YesNo, ZeroOne,
};
pub use fault::{Dialect, Fault};
pub use index::IdIndex;
pub use line_string::LineString;
pub(super) use write::{Rows, row, table, to_csv};

use super::Folder;
use crate::diagnostic::{Location, Problem, Problems, SourceText, nearest};
use csv::StringRecord;
use std::sync::Arc;

/// What a table must look like.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    /// The file's name in its folder.
    pub file: &'static str,
    /// Columns that must be there.
    pub required: &'static [&'static str],
    /// Columns that may be there.
    pub optional: &'static [&'static str],
    /// Whether a table without rows is a mistake.
    pub needs_rows: bool,
    /// Whose codes its problems bear.
    pub dialect: Dialect,
}

/// A text cut into rows.
#[derive(Debug)]
pub struct Table {
    source: Arc<SourceText>,
    dialect: Dialect,
    header: Vec<String>,
    records: Vec<StringRecord>,
}

impl Table {
    /// Reads a file that must be there.
    pub fn required(folder: &Folder, schema: &Schema, problems: &mut Problems) -> Option<Self> {
        let source = problems.note(folder.text(schema.file))?;
        if source.is_none() {
            problems.push(
                Problem::error(Fault::MissingFile.code(schema.dialect), "the file is missing")
                    .at(Location::file(folder.name_of(schema.file)))
                    .help(format!("a table with the columns {}", schema.required.join(","))),
            );
        }
        Self::parse(source?, schema, problems)
    }

    /// Reads a file that need not be there.
    pub fn optional(folder: &Folder, schema: &Schema, problems: &mut Problems) -> Option<Self> {
        let source = problems.note(folder.text(schema.file))?;
        Self::parse(source?, schema, problems)
    }

    /// Cuts a text into rows and checks its shape.
    pub fn parse(
        source: Arc<SourceText>,
        schema: &Schema,
        problems: &mut Problems,
    ) -> Option<Self> {
        if let Some(at) = scan::broken_quote(&source.text) {
            problems.push(broken_quotes(&source, schema.dialect, at));
            return None;
        }
        let mut records = records(&source);
        if records.is_empty() {
            problems.push(empty(&source, schema));
            return None;
        }
        let header = records.remove(0).iter().map(|name| name.trim().to_owned()).collect();
        let table = Self { source, dialect: schema.dialect, header, records };
        let is_whole = table.check_header(schema, problems);
        if table.records.is_empty() && schema.needs_rows {
            problems.push(empty(&table.source, schema));
            return None;
        }
        table.check_lengths(problems);
        is_whole.then_some(table)
    }

    /// Names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Whether there is a column.
    pub fn has_column(&self, column: &str) -> bool {
        self.header.iter().any(|name| name == column)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.records.len()).map(|at| Row { table: self, at })
    }

    /// Rows with as many cells as the header; the others have been noted as problems.
    pub fn whole_rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows().filter(|row| self.records[row.at].len() == self.header.len())
    }

    /// The place of a cell; of the row where there is no such column.
    pub fn location(&self, row: usize, column: &str) -> Location {
        let Some(record) = self.records.get(row) else {
            return Location::file(&self.source.file);
        };
        let start = record.position().map_or(0, |at| at.byte() as usize);
        let cells = scan::row_spans(&self.source.text, start).cells;
        let place = self.header.iter().position(|name| name == column);
        match place.and_then(|place| cells.get(place)) {
            Some(cell) => Location::span(&self.source, cell.start, cell.end).key(column),
            None => Location::span(&self.source, cells[0].start, cells[cells.len() - 1].end),
        }
    }

    fn header_location(&self, place: Option<usize>) -> Location {
        let cells = scan::row_spans(&self.source.text, 0).cells;
        let mut whole = Location::file(&self.source.file);
        whole.line = 1;
        let cell = place.and_then(|place| cells.get(place));
        cell.map_or(whole, |cell| Location::span(&self.source, cell.start, cell.end))
    }

    fn check_header(&self, schema: &Schema, problems: &mut Problems) -> bool {
        for (place, name) in self.header.iter().enumerate() {
            if self.header[..place].contains(name) && !name.is_empty() {
                let code = Fault::DuplicateColumn.code(self.dialect);
                let message = format!("there are two columns `{name}`");
                problems.push(Problem::error(code, message).at(self.header_location(Some(place))));
            }
        }
        let missing = schema.required.iter().filter(|name| !self.has_column(name));
        missing.map(|name| problems.push(self.missing_column(name, schema))).count() == 0
    }

    fn missing_column(&self, column: &str, schema: &Schema) -> Problem {
        let is_known =
            |name: &str| schema.required.contains(&name) || schema.optional.contains(&name);
        let unknown = self.header.iter().map(String::as_str).filter(|name| !is_known(name));
        let near = nearest(column, unknown);
        let place = near.and_then(|near| self.header.iter().position(|name| name == near));
        let help = match near {
            Some(near) => format!("did you mean `{column}` by `{near}`?"),
            None => format!("the columns must be {}", schema.required.join(",")),
        };
        let code = Fault::MissingColumn.code(self.dialect);
        Problem::error(code, format!("there is no column `{column}`"))
            .at(self.header_location(place).key(column))
            .help(help)
    }

    fn check_lengths(&self, problems: &mut Problems) {
        for (at, record) in self.records.iter().enumerate() {
            if record.len() != self.header.len() {
                let message =
                    format!("the row has {} cells, the header {}", record.len(), self.header.len());
                problems.push(
                    Problem::error(Fault::RaggedRow.code(self.dialect), message)
                        .at(self.location(at, ""))
                        .help("as many commas as in the header; a text with a comma needs quotes: \"a, b\""),
                );
            }
        }
    }
}

/// Rows of a text, the header first, without blank ones.
fn records(source: &SourceText) -> Vec<StringRecord> {
    let bytes = source.text.as_bytes();
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let records = reader.into_records().filter_map(Result::ok);
    records.filter(|record| record.iter().any(|cell| !cell.trim().is_empty())).collect()
}

fn broken_quotes(source: &Arc<SourceText>, dialect: Dialect, at: usize) -> Problem {
    Problem::error(Fault::BrokenQuotes.code(dialect), "a quoted text does not end as it should")
        .at(Location::span(source, at, at + 1))
        .help("a quoted text ends with `\"` before a comma or the end of the line; a quote inside it is doubled: \"a \"\"b\"\" c\"")
}

fn empty(source: &SourceText, schema: &Schema) -> Problem {
    Problem::error(Fault::EmptyTable.code(schema.dialect), "the table has no rows")
        .at(Location::file(&source.file))
        .help(format!("a header line {}, then one line a row", schema.required.join(",")))
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    table: &'t Table,
    at: usize,
}

impl<'t> Row<'t> {
    /// Its number, from 0, among the rows of the table.
    pub fn number(self) -> usize {
        self.at
    }

    /// Whether its table has a column.
    pub fn has_column(self, column: &str) -> bool {
        self.table.has_column(column)
    }

    /// A cell as written, without spaces around; empty where there is no such column.
    pub fn text(self, column: &str) -> &'t str {
        let place = self.table.header.iter().position(|name| name == column);
        place.and_then(|place| self.table.records[self.at].get(place)).map_or("", str::trim)
    }

    /// A cell as a type.
    ///
    /// # Errors
    /// What is wrong with the cell, where, and what would be right.
    pub fn get<T: Cell>(self, column: &str) -> Result<T, Problem> {
        let text = self.text(column);
        let read = if text.is_empty() {
            let fault = || CellFault::new(Fault::MissingValue, format!("`{column}` is empty"));
            T::empty().ok_or_else(fault)
        } else {
            T::read(text)
        };
        read.map_err(|fault| {
            let near = fault.suggestion.map(|near| format!("did you mean `{near}`? "));
            let help = format!("{}{}", near.unwrap_or_default(), T::expected());
            self.problem(column, fault.fault, fault.message).help(help)
        })
    }

    /// A mistake in a cell.
    pub fn problem(self, column: &str, fault: Fault, message: impl Into<String>) -> Problem {
        Problem::error(fault.code(self.table.dialect), message).at(self.location(column))
    }

    /// The place of a cell.
    pub fn location(self, column: &str) -> Location {
        self.table.location(self.at, column)
    }
}
