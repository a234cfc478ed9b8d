//! The tables of the page: what the folder's CSV files say, cell by cell as written.

use super::words::{Words, column, word};
use serde::Serialize;
use std::collections::BTreeMap;

/// A table of the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PageTable {
    /// `accessibility.csv`.
    pub(super) file: String,
    pub(super) title: Words,
    /// Names of the columns as the file has them.
    pub(super) columns: Vec<String>,
    /// The same for a reader.
    pub(super) headings: Vec<Words>,
    pub(super) rows: Vec<Vec<String>>,
    /// Rows of the file, if the page does not hold them all.
    pub(super) of: Option<usize>,
    /// What the words in the cells mean.
    pub(super) words: BTreeMap<String, Words>,
}

/// Files that the page shows in a way of their own.
const SHOWN_OTHERWISE: [&str; 3] = ["travel_times.csv", "journeys.csv", "promises.csv"];
/// More rows are left to the file.
const ROWS: usize = 4000;
/// Columns whose cells are words of ours.
const WORDED: [&str; 11] = [
    "figure",
    "sign",
    "measure",
    "mode",
    "unit",
    "verdict",
    "side",
    "kind",
    "facility_type",
    "confidence",
    "statistic",
];

/// Every CSV file of a folder that has no place of its own on the page, in the folder's order.
pub(super) fn tables<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<PageTable> {
    files
        .filter(|(name, _)| super::is_kind(name, "csv") && !SHOWN_OTHERWISE.contains(name))
        .map(|(name, bytes)| table(name, bytes))
        .collect()
}

fn table(name: &str, bytes: &[u8]) -> PageTable {
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .filter_map(Result::ok)
        .map(|row| row.iter().map(str::to_owned).collect())
        .collect();
    let columns = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    let count = rows.len();
    rows.truncate(ROWS);
    let worded = (0..columns.len()).filter(|at| WORDED.contains(&columns[*at].as_str()));
    let mut words = BTreeMap::new();
    for at in worded {
        for cell in rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_empty()) {
            if !words.contains_key(cell) {
                words.insert(cell.clone(), word(cell));
            }
        }
    }
    let stem = name.trim_end_matches(".csv");
    PageTable {
        file: name.to_owned(),
        title: capital(word(stem.rsplit('/').next().unwrap_or(stem))),
        headings: columns.iter().map(|name| column(name)).collect(),
        columns,
        of: (count > ROWS).then_some(count),
        rows,
        words,
    }
}

fn capital(words: Words) -> Words {
    let mut letters = words.en.chars();
    let en = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
    Words { en: en.unwrap_or_default(), ..words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_the_cells_of_its_file() {
        let files: [(&str, &[u8]); 3] = [
            ("mode_share.csv", b"mode,share_pct\ncar,12.50\nrail,\"a, b\"\n"),
            ("travel_times.csv", b"from\n"),
            ("plots/map.svg", b"<svg/>"),
        ];
        let tables = tables(files.into_iter());
        assert_eq!(tables.len(), 1);
        let table = &tables[0];
        assert_eq!(table.title.en, "Mode share");
        assert_eq!(table.rows, [["car", "12.50"], ["rail", "a, b"]]);
        assert_eq!(table.headings[1].en, "share, %");
        assert_eq!(table.words["car"].zh, "自驾");
    }
}
