//! The kinds of mistake a table can hold, and the code each has in each family of tables.

/// Whose words the codes of a table's problems are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Ours: `missing-column`.
    Tongqu,
    /// The `MobilityData` GTFS validator's: `missing_required_column`.
    Gtfs,
}

/// A kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A file that must be there is not.
    MissingFile,
    /// A file without a header, or without rows where there must be some.
    EmptyTable,
    /// A quote that does not end, or ends too early.
    BrokenQuotes,
    /// A row with more or fewer cells than the header.
    RaggedRow,
    /// A column that must be there is not.
    MissingColumn,
    /// Two columns of one name.
    DuplicateColumn,
    /// An empty cell where there must be something.
    MissingValue,
    /// Text where a number must be.
    NotANumber,
    /// A number that cannot be.
    OutOfRange,
    /// A word that is none of those known.
    UnknownWord,
    /// Text where a day must be.
    NotADate,
    /// Text where a clock time must be.
    NotAClock,
    /// A reference to a row that does not exist.
    UnknownId,
    /// Two rows of one id.
    DuplicateId,
}

impl Fault {
    /// The stable code of this mistake.
    pub fn code(self, dialect: Dialect) -> &'static str {
        let (ours, gtfs) = match self {
            Self::MissingFile => ("missing-file", "missing_required_file"),
            Self::EmptyTable => ("empty-table", "empty_file"),
            Self::BrokenQuotes => ("broken-quotes", "csv_parsing_failed"),
            Self::RaggedRow => ("ragged-row", "invalid_row_length"),
            Self::MissingColumn => ("missing-column", "missing_required_column"),
            Self::DuplicateColumn => ("duplicate-column", "duplicated_column"),
            Self::MissingValue => ("missing-value", "missing_required_field"),
            Self::NotANumber => ("not-a-number", "invalid_float"),
            Self::OutOfRange => ("out-of-range", "number_out_of_range"),
            Self::UnknownWord => ("unknown-word", "unexpected_enum_value"),
            Self::NotADate => ("not-a-date", "invalid_date"),
            Self::NotAClock => ("not-a-time", "invalid_time"),
            Self::UnknownId => ("unknown-id", "foreign_key_violation"),
            Self::DuplicateId => ("duplicate-id", "duplicate_key"),
        };
        match dialect {
            Dialect::Tongqu => ours,
            Dialect::Gtfs => gtfs,
        }
    }
}
