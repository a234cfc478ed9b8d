//! Rows of a table by id.

use super::{Dialect, Fault, Row, Table};
use crate::diagnostic::{Problem, Problems, nearest};
use std::collections::BTreeMap;

/// Rows of a table by id: what references are resolved with.
#[derive(Debug)]
pub struct IdIndex<'t> {
    noun: &'static str,
    /// None where the table could not be read, so that nothing can be said of its ids.
    rows: Option<BTreeMap<&'t str, usize>>,
}

impl<'t> IdIndex<'t> {
    /// Of a column; an id that stands twice is a problem. `noun` is what a row is: `node`. Where there is no table, which has
    /// been noted, every id is taken for one of its first row.
    pub fn new(
        table: Option<&'t Table>,
        column: &str,
        noun: &'static str,
        problems: &mut Problems,
    ) -> Self {
        Self { noun, rows: table.map(|table| rows_by_id(table, column, problems)) }
    }

    /// The row with an id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.rows.as_ref().map_or(Some(0), |rows| rows.get(id).copied())
    }

    /// Whether another row before this one has its id, which has been noted.
    pub fn is_repeated(&self, row: Row<'_>, column: &str) -> bool {
        let first = self.rows.as_ref().and_then(|rows| rows.get(row.text(column)));
        first.is_some_and(|first| *first != row.number())
    }

    /// The row a cell refers to; none where the cell is empty.
    ///
    /// # Errors
    /// If there is no such row.
    pub fn refer(&self, row: Row<'_>, column: &str) -> Result<Option<usize>, Problem> {
        match row.text(column) {
            "" => Ok(None),
            id => self.find(id).map(Some).ok_or_else(|| self.unknown(row, column, id)),
        }
    }

    /// The row a cell that must not be empty refers to.
    ///
    /// # Errors
    /// If the cell is empty or there is no such row.
    pub fn must_refer(&self, row: Row<'_>, column: &str) -> Result<usize, Problem> {
        match self.refer(row, column)? {
            Some(at) => Ok(at),
            None => Err(row
                .get::<String>(column)
                .map_or_else(|empty| empty, |id| self.unknown(row, column, &id))),
        }
    }

    /// That a cell refers to a row that does not exist.
    pub fn unknown(&self, row: Row<'_>, column: &str, id: &str) -> Problem {
        let message = format!("no {} has the id `{id}`", self.noun);
        let help = nearest(id, self.rows.iter().flatten().map(|(id, _)| *id)).map_or_else(
            || format!("the id of a {} in its table", self.noun),
            |near| format!("did you mean `{near}`?"),
        );
        let mut problem = row.problem(column, Fault::UnknownId, message).help(help);
        if row.table.dialect == Dialect::Tongqu {
            problem.code = self.code();
        }
        problem
    }

    fn code(&self) -> &'static str {
        match self.noun {
            "zone" => "unknown-zone",
            "node" => "unknown-node",
            "link" => "unknown-link",
            "source" => "unknown-source",
            _ => "unknown-id",
        }
    }
}

fn rows_by_id<'t>(
    table: &'t Table,
    column: &str,
    problems: &mut Problems,
) -> BTreeMap<&'t str, usize> {
    let mut rows = BTreeMap::new();
    for row in table.rows() {
        let id = row.text(column);
        if id.is_empty() {
            continue;
        }
        if let Some(first) = rows.insert(id, row.number()) {
            let line = table.location(first, column).line;
            problems.push(
                row.problem(column, Fault::DuplicateId, format!("`{id}` stands here twice"))
                    .help(format!("an id of its own; line {line} has this one")),
            );
            rows.insert(id, first);
        }
    }
    rows
}
