//! Where the rows of a matrix go.

use super::ends::End;
use crate::cli::Failure;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::output::StreamedFile;
use crate::report::csv::{fixed, rows_to_csv};
use std::path::Path;

/// A value that every pair has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// How many are written.
    pub(super) decimals: usize,
}

/// A value of each column for the pairs of some origins: none where there is no way.
pub(super) type Values<'a> = [Box<dyn Fn(usize, usize) -> Option<f64> + 'a>];

/// How a file is written, by the end of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Csv,
    Omx,
    Parquet,
}

pub(super) fn kind(path: &Path, is_wide: bool) -> Result<Kind, Problem> {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    let kind = match end.as_deref() {
        Some("csv") => Kind::Csv,
        Some("omx") => Kind::Omx,
        Some("parquet") => Kind::Parquet,
        _ => {
            let message = format!("`{}` is no name of a matrix file", path.display());
            return Err(Problem::error("unknown-format", message)
                .help("a name that ends in .csv, .omx or .parquet"));
        }
    };
    let feature = match kind {
        Kind::Omx if !cfg!(feature = "omx") => "omx",
        Kind::Parquet if !cfg!(feature = "parquet") => "parquet",
        _ if kind != Kind::Csv && is_wide => {
            return Err(Problem::error("unknown-format", "only a CSV file can be wide")
                .help("leave out --wide: all values are in the file"));
        }
        _ => return Ok(kind),
    };
    let message = format!("this program was built without .{feature} files");
    Err(Problem::error("unknown-format", message)
        .help(format!("cargo build --release --features {feature}; or a name that ends in .csv")))
}

/// What is written, and in what shape.
pub(super) struct Layout<'a> {
    pub(super) columns: &'a [Column],
    pub(super) destinations: &'a [End],
    /// A row for each origin, of the one column there is.
    pub(super) is_wide: bool,
}

impl Layout<'_> {
    fn header(&self) -> Vec<u8> {
        let names: Vec<String> = match self.columns {
            [column] if self.is_wide => std::iter::once(format!("origin_{}", column.name))
                .chain(self.destinations.iter().map(|end| end.id.clone()))
                .collect(),
            columns => ["origin".to_owned(), "destination".to_owned()]
                .into_iter()
                .chain(columns.iter().map(|column| column.name.clone()))
                .collect(),
        };
        rows_to_csv([names])
    }

    /// What one origin has to say: a row, or a row for each destination.
    fn rows(&self, values: &Values<'_>, (from, origin): (usize, &End)) -> Vec<u8> {
        let cell = |column: usize, to: usize| {
            fixed(values[column](from, to), self.columns[column].decimals)
        };
        if self.is_wide {
            let id = std::iter::once(origin.id.clone());
            let cells = (0..self.destinations.len()).map(|to| cell(0, to));
            return rows_to_csv([id.chain(cells).collect::<Vec<_>>()]);
        }
        rows_to_csv(self.destinations.iter().enumerate().map(|(to, destination)| {
            let ids = [origin.id.clone(), destination.id.clone()].into_iter();
            ids.chain((0..self.columns.len()).map(|column| cell(column, to))).collect::<Vec<_>>()
        }))
    }
}

/// Where the rows go.
pub(super) enum Sink<'a> {
    Printed(&'a mut Printer),
    Csv(StreamedFile, &'a Path),
    #[cfg(feature = "omx")]
    Omx(Box<crate::report::omx::OmxFile>, &'a Path),
    #[cfg(feature = "parquet")]
    Parquet(Box<crate::report::parquet::ParquetFile>, &'a Path),
}

impl<'a> Sink<'a> {
    pub(super) fn begin(
        out: Option<(&'a Path, Kind)>,
        origins: &[End],
        layout: &Layout<'_>,
        printer: &'a mut Printer,
    ) -> Result<Self, Failure> {
        let Some((path, kind)) = out else {
            printer.result(&String::from_utf8_lossy(&layout.header()));
            return Ok(Self::Printed(printer));
        };
        let failed = |error| Failure::from((path.to_owned(), error));
        #[cfg(any(feature = "omx", feature = "parquet"))]
        let names: Vec<&str> = layout.columns.iter().map(|column| column.name.as_str()).collect();
        match kind {
            #[cfg(feature = "omx")]
            Kind::Omx => {
                let [rows, columns] = [origins, layout.destinations]
                    .map(|ends| ends.iter().map(|end| end.id.as_str()).collect::<Vec<_>>());
                let file = crate::report::omx::OmxFile::begin(path, &rows, &columns, &names);
                Ok(Self::Omx(Box::new(file.map_err(failed)?), path))
            }
            #[cfg(feature = "parquet")]
            Kind::Parquet => {
                let file = crate::report::parquet::ParquetFile::begin(path, &names);
                Ok(Self::Parquet(Box::new(file.map_err(failed)?), path))
            }
            _ => {
                let _ = origins;
                let mut file = StreamedFile::begin(path).map_err(failed)?;
                file.write(&layout.header()).map_err(failed)?;
                Ok(Self::Csv(file, path))
            }
        }
    }

    pub(super) fn batch(
        &mut self,
        values: &Values<'_>,
        origins: &[End],
        layout: &Layout<'_>,
    ) -> Result<(), Failure> {
        let text = |row| layout.rows(values, row);
        match self {
            Self::Printed(printer) => {
                for row in origins.iter().enumerate() {
                    printer.result(&String::from_utf8_lossy(&text(row)));
                }
                Ok(())
            }
            Self::Csv(file, path) => {
                let mut rows = origins.iter().enumerate().map(text);
                rows.try_for_each(|row| file.write(&row))
                    .map_err(|error| (path.to_owned(), error))?;
                Ok(())
            }
            #[cfg(feature = "omx")]
            Self::Omx(file, path) => {
                for from in 0..origins.len() {
                    let ends = || 0..layout.destinations.len();
                    let row = values.iter().map(|value| ends().map(|to| value(from, to)).collect());
                    let row: Vec<Vec<Option<f64>>> = row.collect();
                    file.row(&row).map_err(|error| (path.to_owned(), error))?;
                }
                Ok(())
            }
            #[cfg(feature = "parquet")]
            Self::Parquet(file, path) => {
                let mut pairs = Vec::new();
                for (from, origin) in origins.iter().enumerate() {
                    for (to, destination) in layout.destinations.iter().enumerate() {
                        pairs.push(crate::report::parquet::Pair {
                            origin: &origin.id,
                            destination: &destination.id,
                            values: values.iter().map(|value| value(from, to)).collect(),
                        });
                    }
                }
                file.pairs(&pairs).map_err(|error| (path.to_owned(), error))?;
                Ok(())
            }
        }
    }

    pub(super) fn finish(self) -> Result<(), Failure> {
        let (done, path) = match self {
            Self::Printed(_) => return Ok(()),
            Self::Csv(file, path) => (file.finish(), path),
            #[cfg(feature = "omx")]
            Self::Omx(file, path) => (file.finish(), path),
            #[cfg(feature = "parquet")]
            Self::Parquet(file, path) => (file.finish(), path),
        };
        Ok(done.map_err(|error| (path.to_owned(), error))?)
    }
}
