//! All projects that can be named.

use super::ProjectFile;
use crate::diagnostic::{Location, Problem, Problems, nearest};
use crate::network::Network;
use std::collections::{BTreeMap, BTreeSet};

/// Projects by id.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    projects: BTreeMap<String, ProjectFile>,
}

impl Catalogue {
    /// Reads project files: pairs of the name messages call a file by, and its text.
    ///
    /// # Errors
    /// Every problem of every file; a file whose id is not its name; `requires` and `conflicts` that name nothing.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let mut catalogue = Self::default();
        for (file, text) in files {
            match ProjectFile::read(file, text) {
                Ok(project) => catalogue.insert(project, &mut problems),
                Err(more) => problems.extend(more),
            }
        }
        if !problems.has_errors() {
            catalogue.check_references(&mut problems);
        }
        problems.or(catalogue)
    }

    /// Adds a project of the user's own; it takes the place of one with the same id.
    pub fn add(&mut self, project: ProjectFile) {
        self.projects.insert(project.id().to_owned(), project);
    }

    fn insert(&mut self, project: ProjectFile, problems: &mut Problems) {
        let stem = project
            .source
            .file
            .rsplit(['/', '\\'])
            .next()
            .and_then(|name| name.strip_suffix(".toml"))
            .unwrap_or_default();
        if stem != project.id() {
            let message = format!("the project's id `{}` is not the file's name", project.id());
            problems.push(
                Problem::error("id-is-not-file-name", message)
                    .at(at(&project, &project.head.id.span()))
                    .help(format!("id = \"{stem}\"")),
            );
        }
        self.add(project);
    }

    fn check_references(&self, problems: &mut Problems) {
        for project in self.projects.values() {
            for (key, ids) in
                [("requires", &project.head.requires), ("conflicts", &project.head.conflicts)]
            {
                for id in ids.get_ref().iter().filter(|id| !self.projects.contains_key(*id)) {
                    let near = nearest(id, self.projects.keys().map(String::as_str));
                    let help = near.map_or_else(
                        || "an id of another project file".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    let place = at(project, &ids.span()).key(key);
                    problems.push(
                        Problem::error("unknown-project", format!("there is no project `{id}`"))
                            .at(place)
                            .help(help),
                    );
                }
            }
        }
    }

    /// A problem for every source that a project names and the network's `source.csv` has not.
    pub fn unknown_sources(&self, network: &Network) -> Problems {
        let known: BTreeSet<&str> =
            network.sources.iter().map(|source| source.id.as_str()).collect();
        let mut problems = Problems::new();
        for project in self.iter() {
            let ids = project.source_ids.iter();
            for id in ids.filter(|id| !known.contains(id.get_ref().as_str())) {
                let near = nearest(id.get_ref(), known.iter().copied());
                let help = near.map_or_else(
                    || "a source_id of source.csv".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                problems.push(
                    Problem::error(
                        "unknown-source",
                        format!("there is no source `{}`", id.get_ref()),
                    )
                    .at(at(project, &id.span()).key("sources"))
                    .help(help),
                );
            }
        }
        problems
    }

    /// By id.
    pub fn iter(&self) -> impl Iterator<Item = &ProjectFile> {
        self.projects.values()
    }

    /// A project by id, Chinese or English name, or alias; a part of a name will do if only one project has it.
    ///
    /// # Errors
    /// If none or several are called so.
    pub fn find(&self, name: &str) -> Result<&ProjectFile, Problem> {
        if let Some(project) = self.projects.get(name) {
            return Ok(project);
        }
        let exact: Vec<_> = self
            .iter()
            .filter(|project| names(project).any(|known| spoken(known) == spoken(name)))
            .collect();
        let partial = || {
            self.iter()
                .filter(|project| names(project).any(|known| contains(known, name)))
                .collect()
        };
        let found: Vec<_> = if exact.is_empty() { partial() } else { exact };
        match found.as_slice() {
            [project] => Ok(project),
            [] => Err(self.unknown(name)),
            several => {
                let ids: Vec<_> = several.iter().map(|project| project.id()).collect();
                let message = format!("`{name}` may be any of {} projects", ids.len());
                Err(Problem::error("ambiguous-project", message)
                    .help(format!("say which: {}", ids.join(", "))))
            }
        }
    }

    fn unknown(&self, name: &str) -> Problem {
        let known = self.iter().flat_map(names);
        let help = nearest(name, known).map_or_else(
            || "`tongqu projects` lists them; a path of a .toml file will do too".to_owned(),
            |near| format!("did you mean `{near}`? `tongqu projects` lists them all"),
        );
        Problem::error("unknown-project", format!("there is no project `{name}`")).help(help)
    }
}

fn names(project: &ProjectFile) -> impl Iterator<Item = &str> {
    let head = &project.head;
    [project.id(), &head.name, &head.name_en]
        .into_iter()
        .chain(head.aliases.iter().map(String::as_str))
}

fn contains(known: &str, part: &str) -> bool {
    part.chars().count() >= 2 && spoken(known).contains(&spoken(part))
}

/// A name as people say it: 高铁 for 高速铁路, 高速 for 高速公路; in lower case.
fn spoken(name: &str) -> String {
    name.to_lowercase().replace("高速铁路", "高铁").replace("高速公路", "高速")
}

fn at(project: &ProjectFile, span: &std::ops::Range<usize>) -> Location {
    Location::span(&project.source, span.start, span.end)
}
