//! Matrices as an Open Matrix file (OMX 0.2, HDF5 inside), row by row, so that memory does not grow with the rows.

use crate::output::Aside;
use rust_hdf5::{DatatypeMessage, H5Dataset, H5File};
use std::io;
use std::path::Path;

/// An OMX file being written: matrices of `f64`, NaN where there is no way, and the ids of rows and columns as lookups
/// `origin` and `destination`.
pub struct OmxFile {
    file: H5File,
    aside: Aside,
    matrices: Vec<H5Dataset>,
    next: usize,
}

impl OmxFile {
    /// Begins a file that will be at `path`, of matrices with these names.
    ///
    /// # Errors
    /// Whatever the file system or the HDF5 writer says; a matrix without rows or columns.
    pub fn begin(
        path: &Path,
        origins: &[&str],
        destinations: &[&str],
        matrices: &[&str],
    ) -> io::Result<Self> {
        let shape = [origins.len(), destinations.len()];
        if shape.contains(&0) {
            let message = "an OMX file needs an origin and a destination";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let (aside, at) = Aside::begin(path)?;
        let file = H5File::create(&at).map_err(io::Error::other)?;
        let begun = |file: &H5File| -> rust_hdf5::Result<Vec<H5Dataset>> {
            // In ASCII: readers compare it as bytes.
            let ascii = DatatypeMessage::FixedString { size: 3, padding: 0, charset: 0 };
            file.set_attr_typed("OMX_VERSION", ascii, b"0.2".to_vec())?;
            let counts = shape.map(|count| i32::try_from(count).unwrap_or(i32::MAX));
            file.set_attr_array_numeric("SHAPE", &counts)?;
            let lookup = file.create_group("lookup")?;
            for (name, ids) in [("origin", origins), ("destination", destinations)] {
                let width = ids.iter().map(|id| id.len()).max().unwrap_or(0).max(1);
                let bytes = ids.iter().flat_map(|id| padded(id, width)).collect::<Vec<u8>>();
                let texts = lookup.new_dataset::<u8>();
                let texts = texts.datatype(DatatypeMessage::fixed_string_utf8(width as u32));
                texts.shape([ids.len()]).create(name)?.write_raw_bytes(&bytes)?;
            }
            let data = file.create_group("data")?;
            let matrix = |name: &&str| {
                data.new_dataset::<f64>().shape(shape).chunk(&[1, shape[1]]).create(name)
            };
            matrices.iter().map(matrix).collect()
        };
        let matrices = begun(&file).map_err(io::Error::other)?;
        Ok(Self { file, aside, matrices, next: 0 })
    }

    /// Adds the row of the next origin: the values of each matrix.
    ///
    /// # Errors
    /// Whatever the HDF5 writer says.
    pub fn row(&mut self, values: &[Vec<Option<f64>>]) -> io::Result<()> {
        for (matrix, values) in self.matrices.iter().zip(values) {
            let numbers = values.iter().map(|value| value.unwrap_or(f64::NAN));
            let bytes: Vec<u8> = numbers.flat_map(f64::to_le_bytes).collect();
            matrix.write_chunk(self.next, &bytes).map_err(io::Error::other)?;
        }
        self.next += 1;
        Ok(())
    }

    /// Puts the whole file in its place.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn finish(self) -> io::Result<()> {
        self.file.close().map_err(io::Error::other)?;
        self.aside.finish()
    }
}

fn padded(id: &str, width: usize) -> impl Iterator<Item = u8> {
    id.bytes().chain(std::iter::repeat(0)).take(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.omx");
        let ids = (&["甲", "b"], &["x", "y", "z"]);
        let mut file = OmxFile::begin(&path, ids.0, ids.1, &["minutes", "km"]).unwrap();
        let row = |first: [Option<f64>; 3]| {
            [first.to_vec(), first.iter().map(|it| it.map(|it| it * 10.0)).collect()]
        };
        file.row(&row([Some(1.0), None, Some(3.0)])).unwrap();
        file.row(&row([Some(4.0), Some(5.0), Some(6.0)])).unwrap();
        file.finish().unwrap();
        let back = H5File::open(&path).unwrap();
        assert_eq!(back.attr_string("OMX_VERSION").unwrap(), "0.2");
        let matrix = |name| back.dataset(name).unwrap().read_raw::<f64>().unwrap();
        let shown = |name| format!("{:?}", matrix(name));
        assert_eq!(shown("data/minutes"), "[1.0, NaN, 3.0, 4.0, 5.0, 6.0]");
        assert_eq!(shown("data/km"), "[10.0, NaN, 30.0, 40.0, 50.0, 60.0]");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "a part is left behind");
    }

    #[test]
    fn a_file_never_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(OmxFile::begin(&folder.path().join("a.omx"), &["a"], &["b"], &["km"]).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
