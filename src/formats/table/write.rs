//! Rows as comma-separated text.

/// Rows of cells, the header first.
pub(in crate::formats) type Rows = Vec<Vec<String>>;

/// The text of a table.
pub(in crate::formats) fn to_csv(rows: &Rows) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("writing to memory, rows of one length");
    }
    writer.into_inner().expect("writing to memory")
}

/// A header, columns separated by commas, and rows as long as it.
pub(in crate::formats) fn table(header: &str, rows: impl IntoIterator<Item = Vec<String>>) -> Rows {
    let header = header.split(',').map(str::to_owned).collect();
    std::iter::once(header).chain(rows).collect()
}

/// One row.
pub(in crate::formats) fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}
