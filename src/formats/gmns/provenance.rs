//! The three columns that say where a row came from.

use crate::diagnostic::{Problem, Problems};
use crate::formats::table::{IdIndex, Row};
use crate::network::{Confidence, Provenance};

/// Reads `source_id`, `confidence` and `note`.
pub(crate) fn provenance(
    row: Row<'_>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Option<Provenance> {
    let ids = source_ids(row, sources, problems);
    let confidence: Option<Confidence> = problems.note(row.get("confidence"));
    Some(Provenance { sources: ids?, confidence: confidence?, note: row.text("note").to_owned() })
}

/// Reads `source_id`: ids separated by `;`, all of them known.
pub(crate) fn source_ids(
    row: Row<'_>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Option<Vec<String>> {
    let help = "ids of source.csv, several separated by `;`; a judgement made here is `estimate`";
    let written: Result<String, Problem> = row.get("source_id");
    let written = problems.note(written.map_err(|problem| problem.help(help)))?;
    let ids: Vec<&str> = written.split(';').map(str::trim).filter(|id| !id.is_empty()).collect();
    for id in ids.iter().filter(|id| sources.find(id).is_none()) {
        problems.push(sources.unknown(row, "source_id", id));
    }
    Some(ids.into_iter().map(str::to_owned).collect())
}
