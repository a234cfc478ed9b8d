//! Writing files whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its place, then renames it there.
///
/// # Errors
/// Whatever the file system says.
pub fn atomic_write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let aside = beside(path, "part");
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    write_aside(&aside, bytes).and_then(|()| fs::rename(&aside, path)).inspect_err(|_| {
        let _ = fs::remove_file(&aside);
    })
}

#[expect(clippy::disallowed_methods, reason = "this is what everything else is to use")]
fn write_aside(aside: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(aside, bytes)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.{suffix}", std::process::id()));
    path.with_file_name(name)
}

/// A file that is written bit by bit beside its place and renamed there when it is whole; dropped before, it leaves
/// nothing.
#[derive(Debug)]
pub struct StreamedFile {
    path: PathBuf,
    aside: PathBuf,
    file: Option<BufWriter<fs::File>>,
}

impl StreamedFile {
    /// Begins a file that will be at `path`.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn begin(path: &Path) -> io::Result<Self> {
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent)?;
        }
        let aside = beside(path, "part");
        let file = Some(BufWriter::new(fs::File::create(&aside)?));
        Ok(Self { path: path.to_owned(), aside, file })
    }

    /// Adds to the end.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes))
    }

    /// Puts the whole file in its place.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn finish(mut self) -> io::Result<()> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let renamed = file.flush().and_then(|()| fs::rename(&self.aside, &self.path));
        renamed.inspect_err(|_| {
            let _ = fs::remove_file(&self.aside);
        })
    }
}

impl Drop for StreamedFile {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.aside);
        }
    }
}

/// A path beside a file for libraries that write a file of their own; renamed at the end, removed if never finished.
#[cfg(any(feature = "omx", feature = "parquet"))]
#[derive(Debug)]
pub struct Aside {
    path: PathBuf,
    aside: Option<PathBuf>,
}

#[cfg(any(feature = "omx", feature = "parquet"))]
impl Aside {
    /// Makes room for a file that will be at `path`, and says where to write it.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn begin(path: &Path) -> io::Result<(Self, PathBuf)> {
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent)?;
        }
        let aside = beside(path, "part");
        Ok((Self { path: path.to_owned(), aside: Some(aside.clone()) }, aside))
    }

    /// Puts the whole file in its place.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub fn finish(mut self) -> io::Result<()> {
        let Some(aside) = &self.aside else { return Ok(()) };
        fs::rename(aside, &self.path)?;
        self.aside = None;
        Ok(())
    }
}

#[cfg(any(feature = "omx", feature = "parquet"))]
impl Drop for Aside {
    fn drop(&mut self) {
        if let Some(aside) = self.aside.take() {
            let _ = fs::remove_file(aside);
        }
    }
}

/// A folder of results: files are held in memory and written together by [`OutputDir::finish`].
#[derive(Debug)]
pub struct OutputDir {
    path: PathBuf,
    files: Vec<(String, Vec<u8>)>,
}

impl OutputDir {
    /// A folder to be written at `path`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), files: Vec::new() }
    }

    /// Adds a file; `name` may hold `/`.
    pub fn add(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.push((name.into(), bytes.into()));
    }

    /// Names of the files so far, with their bytes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> + Clone {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Writes every file. Files of an earlier run with other names stay.
    ///
    /// # Errors
    /// The path that could not be written, and why.
    pub fn finish(self) -> Result<(), (PathBuf, io::Error)> {
        for (name, bytes) in &self.files {
            let path = self.path.join(name);
            atomic_write(&path, bytes).map_err(|error| (path, error))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_streamed_file_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/table.csv");
        let names = || fs::read_dir(folder.path().join("deep")).unwrap().count();
        let mut given_up = StreamedFile::begin(&path).unwrap();
        given_up.write(b"half").unwrap();
        assert_eq!((names(), path.exists()), (1, false));
        drop(given_up);
        assert_eq!(names(), 0);
        let mut whole = StreamedFile::begin(&path).unwrap();
        whole.write(b"a,b\n").unwrap();
        whole.write(b"1,2\n").unwrap();
        whole.finish().unwrap();
        assert_eq!((names(), fs::read(&path).unwrap()), (1, b"a,b\n1,2\n".to_vec()));
    }
}
