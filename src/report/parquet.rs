//! A long table of pairs as Apache Parquet, a row group for each batch of origins, so that memory does not grow with them.

use crate::output::Aside;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// A Parquet file being written, with the columns `origin`, `destination` (text) and values (double, null where there is no
/// way).
pub struct ParquetFile {
    writer: SerializedFileWriter<File>,
    aside: Aside,
    /// How many values a pair has.
    width: usize,
}

/// A pair of points.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair<'a> {
    /// Id of the origin.
    pub origin: &'a str,
    /// Id of the destination.
    pub destination: &'a str,
    /// A value for each of the other columns.
    pub values: Vec<Option<f64>>,
}

impl ParquetFile {
    /// Begins a file that will be at `path`, with columns of values of these names.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn begin(path: &Path, values: &[&str]) -> io::Result<Self> {
        let (aside, at) = Aside::begin(path)?;
        let column = |name: &str, physical, is_text: bool| {
            let repetition = if is_text { Repetition::REQUIRED } else { Repetition::OPTIONAL };
            let builder = Type::primitive_type_builder(name, physical).with_repetition(repetition);
            builder.with_logical_type(is_text.then_some(LogicalType::String)).build().map(Arc::new)
        };
        let schema = || {
            let mut fields = vec![
                column("origin", Physical::BYTE_ARRAY, true)?,
                column("destination", Physical::BYTE_ARRAY, true)?,
            ];
            for name in values {
                fields.push(column(name, Physical::DOUBLE, false)?);
            }
            Type::group_type_builder("pairs").with_fields(fields).build()
        };
        let schema = Arc::new(schema().map_err(io::Error::other)?);
        let properties = Arc::new(WriterProperties::builder().build());
        let writer = SerializedFileWriter::new(File::create(at)?, schema, properties);
        Ok(Self { writer: writer.map_err(io::Error::other)?, aside, width: values.len() })
    }

    /// Adds pairs as a row group.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn pairs(&mut self, pairs: &[Pair<'_>]) -> io::Result<()> {
        self.write(pairs).map_err(io::Error::other)
    }

    fn write(&mut self, pairs: &[Pair<'_>]) -> parquet::errors::Result<()> {
        let mut group = self.writer.next_row_group()?;
        for text in [
            |pair: &Pair<'_>| pair.origin.to_owned(),
            |pair: &Pair<'_>| pair.destination.to_owned(),
        ] {
            let values: Vec<ByteArray> =
                pairs.iter().map(|pair| ByteArray::from(text(pair).into_bytes())).collect();
            if let Some(mut column) = group.next_column()? {
                column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
                column.close()?;
            }
        }
        for at in 0..self.width {
            let values: Vec<f64> = pairs.iter().filter_map(|pair| pair.values[at]).collect();
            let levels: Vec<i16> =
                pairs.iter().map(|pair| i16::from(pair.values[at].is_some())).collect();
            if let Some(mut column) = group.next_column()? {
                column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
                column.close()?;
            }
        }
        group.close()?;
        Ok(())
    }

    /// Puts the whole file in its place.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn finish(self) -> io::Result<()> {
        self.writer.close().map_err(io::Error::other)?;
        self.aside.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn what_is_written_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.parquet");
        let pair = |destination, minutes| Pair {
            origin: "甲",
            destination,
            values: vec![minutes, Some(2.5)],
        };
        let mut file = ParquetFile::begin(&path, &["minutes", "km"]).unwrap();
        file.pairs(&[pair("x", Some(1.5)), pair("y", None)]).unwrap();
        file.pairs(&[pair("z", Some(3.0))]).unwrap();
        file.finish().unwrap();
        let back = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
        let rows: Vec<String> =
            back.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(
            rows,
            [
                "{origin: \"甲\", destination: \"x\", minutes: 1.5, km: 2.5}",
                "{origin: \"甲\", destination: \"y\", minutes: null, km: 2.5}",
                "{origin: \"甲\", destination: \"z\", minutes: 3.0, km: 2.5}",
            ]
        );
        assert_eq!(back.metadata().num_row_groups(), 2);
    }
}
