//! Networks, projects and files that the flags name.

use super::Failure;
use super::args::{CommonArgs, ScenarioArgs};
use super::printer::Printer;
use crate::diagnostic::{Location, Problem, Problems};
use crate::formats::boundaries::read_boundaries;
use crate::formats::{Folder, embedded, embedded_network_folder, load_network};
use crate::network::{Boundaries, Network};
use crate::report::manifest::{Input, Reads, hash};
use crate::scenario::{Catalogue, ProjectFile};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A network and the projects that go with it.
pub(super) struct World {
    pub(super) network: Network,
    pub(super) catalogue: Catalogue,
    /// Every file read, with its hash.
    pub(super) inputs: Vec<Input>,
}

/// Reads what the flags name.
pub(super) fn world(common: &CommonArgs, printer: &mut Printer) -> Result<World, Failure> {
    let folder = match &common.network {
        Some(path) => Folder::open(path)?,
        None => embedded_network_folder(),
    };
    let (network, warnings) = load_network(&folder)?;
    if !warnings.is_empty() {
        printer.note(&warnings.to_string());
    }
    let projects = project_folder(common)?;
    let mut inputs = hashes(&folder)?;
    let catalogue = match &projects {
        Some(projects) => {
            inputs.extend(hashes(projects)?);
            read_projects(projects)?
        }
        None => Catalogue::default(),
    };
    printer.stage("read the network and the projects");
    Ok(World { network, catalogue, inputs })
}

fn project_folder(common: &CommonArgs) -> Result<Option<Folder>, Failure> {
    let beside = common.network.as_ref().map(|network| network.join("projects"));
    match (&common.projects, beside) {
        (Some(path), _) => Ok(Some(Folder::open(path)?)),
        (None, Some(path)) if path.is_dir() => Ok(Some(Folder::open(&path)?)),
        (None, Some(_)) => Ok(None),
        (None, None) => Ok(Some(embedded::project_folder())),
    }
}

/// Reads every `.toml` of a folder.
pub(super) fn read_projects(folder: &Folder) -> Result<Catalogue, Problems> {
    let mut problems = Problems::new();
    let mut texts = Vec::new();
    for name in folder.names()?.iter().filter(|name| is_toml(name)) {
        match folder.text(name) {
            Ok(Some(text)) => texts.push((folder.name_of(name), text)),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    match Catalogue::read(texts.iter().map(|(name, text)| (name.as_str(), text.text.as_str()))) {
        Ok(catalogue) => problems.or(catalogue),
        Err(more) => {
            problems.extend(more);
            Err(problems)
        }
    }
}

fn hashes(folder: &Folder) -> Result<Vec<Input>, Problems> {
    let mut inputs = Vec::new();
    for name in folder.names()? {
        if let Some(bytes) = folder.bytes(&name)? {
            inputs.push(Input { name: name.clone(), blake3: hash(&bytes) });
        }
    }
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(inputs)
}

impl World {
    /// Ids of the projects that some names mean; a path of a project file adds it.
    pub(super) fn project_ids(&mut self, names: &[String]) -> Result<BTreeSet<String>, Problems> {
        let mut ids = BTreeSet::new();
        for name in names {
            if is_toml(name) {
                let (project, bytes) = read_project(Path::new(name))?;
                self.inputs.push(Input { name: file_name(name), blake3: hash(&bytes) });
                ids.insert(project.id().to_owned());
                self.catalogue.add(project);
            } else {
                ids.insert(self.catalogue.find(name)?.id().to_owned());
            }
        }
        Ok(ids)
    }

    /// The day and the projects that scenario flags name.
    pub(super) fn scenario(
        &mut self,
        args: &ScenarioArgs,
    ) -> Result<crate::scenario::Scenario, Failure> {
        Ok(crate::scenario::Scenario {
            date: args.date.unwrap_or(self.network.config.base_date),
            with: self.project_ids(&args.with)?,
            without: self.project_ids(&args.without)?,
            on_top: BTreeSet::new(),
        })
    }

    /// The network that scenario flags name.
    pub(super) fn network_of(&mut self, args: &ScenarioArgs) -> Result<Network, Failure> {
        let scenario = self.scenario(args)?;
        Ok(scenario.build(&self.network, &self.catalogue)?.network)
    }
}

/// Where the inputs come from, as typed; `projects` are names beside those of the scenario.
pub(super) fn reads(common: &CommonArgs, scenario: &ScenarioArgs, projects: &[String]) -> Reads {
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let named = projects.iter().chain(&scenario.with).chain(&scenario.without);
    Reads {
        network: path(&common.network),
        projects: path(&common.projects),
        project_files: named.filter(|name| is_toml(name)).cloned().collect(),
    }
}

fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn read_project(path: &Path) -> Result<(ProjectFile, Vec<u8>), Problems> {
    let (bytes, text) = read_text(path)?;
    Ok((ProjectFile::read(&path.display().to_string(), &text)?, bytes))
}

/// The boundaries of zones that a flag names.
pub(super) fn boundaries(
    path: Option<&Path>,
    network: &Network,
    inputs: &mut Vec<Input>,
) -> Result<Option<Boundaries>, Problems> {
    let Some(path) = path else { return Ok(None) };
    let (bytes, text) = read_text(path)?;
    let (file, name) = (path.display().to_string(), file_name(&path.display().to_string()));
    inputs.push(Input { name: name.clone(), blake3: hash(&bytes) });
    read_boundaries(&file, &name, &text, network).map(Some)
}

/// The bytes of a file and its text.
pub(super) fn read_text(path: &Path) -> Result<(Vec<u8>, String), Problem> {
    let name = path.display().to_string();
    let bytes = read_bytes(path)?;
    let text = String::from_utf8(bytes.clone()).map_err(|error| {
        let before = &bytes[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        Problem::error("not-utf-8", format!("line {line} holds bytes that are no UTF-8"))
            .at(Location::file(&name))
            .help("save the file as UTF-8")
    })?;
    Ok((bytes, text))
}

/// The bytes of a file.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(path).map_err(|error| {
        let problem = if error.kind() == ErrorKind::NotFound {
            Problem::error("missing-file", "there is no such file").help("the path of a file")
        } else {
            Problem::error("unreadable-file", format!("the file cannot be read: {error}"))
        };
        problem.at(Location::file(path.display().to_string()))
    })
}
