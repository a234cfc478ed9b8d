//! A set of input files by relative name, wherever they are kept.

use crate::diagnostic::{Location, Problem, SourceText};
use include_dir::Dir;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

/// A set of files by relative name: a directory on disk, one compiled into the program, or texts in memory.
///
/// Whatever else can hold files (a zip) is unpacked into the last of these.
#[derive(Debug, Clone)]
pub struct Folder {
    /// What the user calls it; stands before the name of every file in a message.
    label: String,
    kept: Kept,
}

#[derive(Debug, Clone)]
enum Kept {
    Disk(PathBuf),
    Program(&'static Dir<'static>, String),
    Memory(Arc<BTreeMap<String, Vec<u8>>>, String),
}

impl Folder {
    /// A directory on disk.
    ///
    /// # Errors
    /// If there is none at `path`.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let label = path.display().to_string();
        if path.is_dir() {
            return Ok(Self { label, kept: Kept::Disk(path.to_owned()) });
        }
        let what = if path.exists() { "is a file, not a folder" } else { "does not exist" };
        Err(Problem::error("missing-folder", format!("`{label}` {what}")).help(
            "a folder that holds config.csv, zone.csv, node.csv, link.csv, mode.csv and source.csv",
        ))
    }

    /// A folder compiled into the program: `path` inside `root`.
    pub fn in_program(root: &'static Dir<'static>, path: &str, label: impl Into<String>) -> Self {
        Self { label: label.into(), kept: Kept::Program(root, prefix_of(path)) }
    }

    /// Texts by name; messages call them by the name alone.
    pub fn from_map<N: Into<String>, B: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (N, B)>,
    ) -> Self {
        let files = files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())).collect();
        Self { label: String::new(), kept: Kept::Memory(Arc::new(files), String::new()) }
    }

    /// These files, called by another name.
    #[must_use]
    pub fn labelled(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// The folder `name` inside this one, whether or not it is there.
    #[must_use]
    pub fn subfolder(&self, name: &str) -> Self {
        let kept = match &self.kept {
            Kept::Disk(path) => Kept::Disk(path.join(name)),
            Kept::Program(root, prefix) => Kept::Program(root, format!("{prefix}{name}/")),
            Kept::Memory(files, prefix) => {
                Kept::Memory(Arc::clone(files), format!("{prefix}{name}/"))
            }
        };
        Self { label: self.name_of(name), kept }
    }

    /// What the user calls the folder.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// A file's name as the user would write it.
    pub fn name_of(&self, file: &str) -> String {
        match self.label.trim_end_matches('/') {
            "" => file.to_owned(),
            label => format!("{label}/{file}"),
        }
    }

    /// The bytes of a file; none where there is no such file.
    ///
    /// # Errors
    /// If the file is there and cannot be read.
    pub fn bytes(&self, file: &str) -> Result<Option<Cow<'_, [u8]>>, Problem> {
        match &self.kept {
            Kept::Disk(path) => match fs::read(path.join(file)) {
                Ok(bytes) => Ok(Some(Cow::Owned(bytes))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(self.unreadable(file, &error)),
            },
            Kept::Program(root, prefix) => {
                Ok(root.get_file(format!("{prefix}{file}")).map(|file| file.contents().into()))
            }
            Kept::Memory(files, prefix) => {
                Ok(files.get(&format!("{prefix}{file}")).map(|bytes| bytes.as_slice().into()))
            }
        }
    }

    /// The text of a file, without a byte-order mark; none where there is no such file.
    ///
    /// # Errors
    /// If the file cannot be read or is not UTF-8.
    pub fn text(&self, file: &str) -> Result<Option<Arc<SourceText>>, Problem> {
        let Some(bytes) = self.bytes(file)? else { return Ok(None) };
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let name = self.name_of(file);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(Arc::new(SourceText { file: name, text: text.to_owned() }))),
            Err(error) => Err(not_utf8(&name, bytes, error.valid_up_to())),
        }
    }

    /// Names of the files in the folder itself (not in folders inside it), in order; empty where there is no folder.
    ///
    /// # Errors
    /// If the folder is there and cannot be listed.
    pub fn names(&self) -> Result<Vec<String>, Problem> {
        let mut names: Vec<String> = match &self.kept {
            Kept::Disk(path) => match files_in(path) {
                Ok(names) => names,
                Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
                Err(error) => return Err(self.unreadable("", &error)),
            },
            Kept::Program(root, prefix) => {
                let dir = match prefix.trim_end_matches('/') {
                    "" => Some(*root),
                    path => root.get_dir(path),
                };
                let files = dir.into_iter().flat_map(Dir::files);
                files
                    .filter_map(|file| Some(file.path().file_name()?.to_str()?.to_owned()))
                    .collect()
            }
            Kept::Memory(files, prefix) => {
                let names = files.keys().filter_map(|name| name.strip_prefix(prefix.as_str()));
                names.filter(|name| !name.contains('/')).map(str::to_owned).collect()
            }
        };
        names.sort();
        Ok(names)
    }

    fn unreadable(&self, file: &str, error: &io::Error) -> Problem {
        let name = self.name_of(file);
        Problem::error("unreadable-file", format!("the file cannot be read: {error}"))
            .at(Location::file(name))
    }
}

fn prefix_of(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!("{}/", path.trim_end_matches('/')) }
}

fn files_in(path: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.path().is_file() {
            names.extend(entry.file_name().into_string());
        }
    }
    Ok(names)
}

fn not_utf8(name: &str, bytes: &[u8], good: usize) -> Problem {
    let before = String::from_utf8_lossy(&bytes[..good]);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let mut at = Location::file(name);
    at.line = before.matches('\n').count() as u32 + 1;
    at.column = before[line_start..].chars().count() as u32 + 1;
    let message = format!(
        "the file is not UTF-8: byte {} is {:#04X}",
        good + 1,
        bytes.get(good).unwrap_or(&0)
    );
    Problem::error("not-utf-8", message)
        .at(at)
        .help("save it as UTF-8 (in a spreadsheet: “CSV UTF-8”); it may be in GBK now")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        let folder = Folder::from_map([("a/b.csv", "\u{feff}id\r\n1\r\n")]);
        let text = folder.subfolder("a").text("b.csv").unwrap().unwrap();
        assert_eq!((text.file.as_str(), text.text.as_str()), ("a/b.csv", "id\r\n1\r\n"));
        assert_eq!(folder.names().unwrap(), Vec::<String>::new());
        assert_eq!(folder.subfolder("a").names().unwrap(), ["b.csv"]);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_found() {
        let folder = Folder::from_map([("a.csv", b"id\n\xE5\xAE\xBF,\xCB\xDE\n".to_vec())]);
        let problem = folder.text("a.csv").unwrap_err();
        let expected = "\
error[not-utf-8]: the file is not UTF-8: byte 8 is 0xCB
  --> a.csv:2:3
  = help: save it as UTF-8 (in a spreadsheet: “CSV UTF-8”); it may be in GBK now
";
        assert_eq!(crate::diagnostic::Problems::from(problem).to_string(), expected);
    }

    #[test]
    fn a_folder_on_disk_reads_like_one_in_memory() {
        let dir = tempfile::tempdir().unwrap();
        crate::output::atomic_write(&dir.path().join("t/a.txt"), b"x").unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        assert_eq!(folder.text("b.txt").unwrap(), None);
        assert_eq!(folder.subfolder("t").names().unwrap(), ["a.txt"]);
        assert_eq!(folder.subfolder("none").names().unwrap(), Vec::<String>::new());
        assert_eq!(Folder::open(&dir.path().join("x")).unwrap_err().code, "missing-folder");
    }
}
