//! Writing files whole or not at all.

use std::fs;
use std::io;
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
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
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
