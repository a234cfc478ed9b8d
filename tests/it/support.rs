//! What the tests share: the program, networks read once, and copies of the tiny network to break.

use assert_cmd::cargo::cargo_bin;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use tempfile::TempDir;
use tongqu::formats::{Folder, embedded, load_network};
use tongqu::network::Network;
use tongqu::scenario::{Catalogue, ProjectFile};

pub(crate) const TINY: &str = "networks/tiny";
pub(crate) const FIXTURE_PROJECTS: &str = "tests/fixtures/projects";
pub(crate) const HSB: &str = "huai-su-bang-intercity";

pub(crate) static TINY_NETWORK: LazyLock<Network> = LazyLock::new(|| read_network(TINY));
pub(crate) static HUAIHAI: LazyLock<Network> = LazyLock::new(|| read_network("networks/huaihai"));
/// The projects in the program.
pub(crate) static PROJECTS: LazyLock<Catalogue> =
    LazyLock::new(|| read_catalogue(&embedded::project_folder()));

/// The program, run from the package's folder with a terminal of no width.
pub(crate) fn tongqu<S: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = S>) -> Output {
    let mut command = Command::new(cargo_bin!("tongqu"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("COLUMNS").args(args);
    command.output().unwrap()
}

/// The result of a run that must succeed.
pub(crate) fn result_of(args: &[&str]) -> String {
    let output = tongqu(args);
    assert!(output.status.success(), "{args:?}\n{}", text(&output.stderr));
    text(&output.stdout)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub(crate) fn read_network(folder: &str) -> Network {
    let folder = Folder::open(&in_package(folder)).unwrap();
    load_network(&folder).unwrap_or_else(|problems| panic!("{problems}")).0
}

pub(crate) fn read_catalogue(folder: &Folder) -> Catalogue {
    let names = folder.names().unwrap();
    let texts: Vec<_> = names.iter().filter_map(|name| folder.text(name).unwrap()).collect();
    let texts = texts.iter().map(|source| (source.file.as_str(), source.text.as_str()));
    Catalogue::read(texts).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A catalogue of projects given as text.
pub(crate) fn catalogue_of(texts: &[&str]) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for text in texts {
        let read = ProjectFile::read("project.toml", text);
        catalogue.add(read.unwrap_or_else(|problems| panic!("{problems}")));
    }
    catalogue
}

pub(crate) fn fixture_project(id: &str) -> String {
    std::fs::read_to_string(in_package(FIXTURE_PROJECTS).join(format!("{id}.toml"))).unwrap()
}

pub(crate) fn in_package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Every file below a folder, by its path in it.
pub(crate) fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            let below = files_below(&path).into_iter();
            files.extend(below.map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
    files
}

/// A copy of the tiny network and the fixture projects that a test may break.
pub(crate) struct Scratch {
    root: TempDir,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        let scratch = Self { root: tempfile::tempdir().unwrap() };
        for (from, to) in [(TINY, "tiny"), (FIXTURE_PROJECTS, "tiny/projects")] {
            for (name, bytes) in files_below(&in_package(from)) {
                scratch.write(&format!("{to}/{name}"), &bytes);
            }
        }
        scratch
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        tongqu::output::atomic_write(&self.path(name), bytes).unwrap();
    }

    /// Replaces a text that must be in a file.
    pub(crate) fn replace(&self, name: &str, from: &str, to: &str) {
        let old = std::fs::read_to_string(self.path(name)).unwrap();
        assert!(old.contains(from), "{name} has no {from:?}");
        self.write(name, old.replacen(from, to, 1).as_bytes());
    }

    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.path(name)).unwrap();
    }

    /// Runs the program in the scratch folder, so that messages name files as a user there would.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(cargo_bin!("tongqu"));
        command.current_dir(self.root.path()).env_remove("COLUMNS").args(args);
        command.output().unwrap()
    }
}
