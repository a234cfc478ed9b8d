//! The TOML file of a project: facts first, then edits; unknown keys, wrong types and missing keys are errors with their
//! place.

use super::modifications::{self, Modification, ReadError};
use super::promise::{Promise, Written};
use crate::diagnostic::{Location, Problem, Problems, SourceText, nearest};
use crate::units::Date;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How far a project has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// In use.
    Open,
    /// Being built.
    Construction,
    /// Decided on.
    Planned,
    /// Looked at, or named in an agreement.
    Study,
}

impl Status {
    /// As written in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Construction => "construction",
            Self::Planned => "planned",
            Self::Study => "study",
        }
    }
}

/// The `[project]` table: what is known of the project as a whole.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectHead {
    /// Id: the file's name without `.toml`.
    pub id: Spanned<String>,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Other names it goes by in documents.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// `rail`, `road`, `bus`, `water`, `air`, `freight` or `policy`.
    pub mode: String,
    /// `new-line`, `upgrade`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// How far it has come.
    pub status: Status,
    /// When it opened or is to open: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(default)]
    pub opening: Option<Spanned<String>>,
    /// When works began, as published.
    #[serde(default)]
    pub construction_start: Option<String>,
    /// Length as published, in km.
    #[serde(default)]
    pub length_km: Option<f64>,
    /// Design speed in km/h.
    #[serde(default)]
    pub design_speed_kmh: Option<f64>,
    /// Cost as published, in 亿元 (1e8 CNY).
    #[serde(default)]
    pub cost_yi_yuan: Option<f64>,
    /// Ids of rows of `source.csv`.
    pub sources: Spanned<Vec<String>>,
    /// Projects this one cannot be without.
    #[serde(default = "no_projects")]
    pub requires: Spanned<Vec<String>>,
    /// Projects this one excludes.
    #[serde(default = "no_projects")]
    pub conflicts: Spanned<Vec<String>>,
    /// Why no travel time changes, where none does.
    #[serde(default)]
    pub no_effect: Option<String>,
    /// What else a reader should know.
    #[serde(default)]
    pub note: String,
}

fn no_projects() -> Spanned<Vec<String>> {
    Spanned::new(0..0, Vec::new())
}

/// A project: its facts and its edits.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectFile {
    /// The facts.
    pub head: ProjectHead,
    /// The edits in the order written.
    pub modifications: Vec<Modification>,
    /// What was promised of it.
    pub promises: Vec<Promise>,
    /// Every id of a source named anywhere in the file, with its place.
    pub source_ids: Vec<Spanned<String>>,
    /// The day it opened or is to open, where that is known.
    pub opening: Option<Date>,
    /// The file itself, for messages.
    pub source: Arc<SourceText>,
}

impl ProjectFile {
    /// Reads a project file; `file` is the name messages call it by.
    ///
    /// # Errors
    /// Every problem of the file with line and column.
    pub fn read(file: &str, text: &str) -> Result<Self, Problems> {
        let source = Arc::new(SourceText { file: file.to_owned(), text: text.to_owned() });
        let table = DeTable::parse(text).map_err(|error| toml_problem(&source, &error))?;
        let mut problems = Problems::new();
        let mut table = table.into_inner();
        let mut source_ids = Vec::new();
        find_sources(&table, &mut source_ids);
        let head = take_head(&mut table, &source, &mut problems);
        let modifications =
            take_tables(&mut table, "modification", &source, &mut problems, take_modification);
        let promises = take_tables(&mut table, "promise", &source, &mut problems, take_promise);
        for key in table.keys() {
            let help =
                "a project file has one [project] table, [[modification]] and [[promise]] tables";
            let at = Location::span(&source, key.span().start, key.span().end);
            problems.push(
                Problem::error(
                    "unknown-key",
                    format!("`{}` is no part of a project file", key.as_ref()),
                )
                .at(at)
                .help(help),
            );
        }
        let opening = head.as_ref().and_then(|head| opening_date(head, &source, &mut problems));
        match head {
            Some(head) if !problems.has_errors() => {
                Ok(Self { head, modifications, promises, source_ids, opening, source })
            }
            _ => Err(problems),
        }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.head.id.as_ref()
    }

    /// When an edit of it is in force: from its own opening, else from the project's.
    pub(super) fn opening_of(&self, modification: &Modification) -> Option<Date> {
        modification.opening.or(self.opening)
    }

    /// When its first part opens.
    pub(super) fn first_opening(&self) -> Option<Date> {
        let parts = self.modifications.iter().filter_map(|part| part.opening);
        self.opening.into_iter().chain(parts).min()
    }

    /// `淮宿蚌城际铁路 Huaibei–Suzhou–Bengbu intercity`.
    pub fn label(&self) -> String {
        format!("{} {}", self.head.name, self.head.name_en).trim_end().to_owned()
    }
}

/// Adds the ids in every `sources` of a table and of those in it.
fn find_sources(table: &DeTable<'_>, found: &mut Vec<Spanned<String>>) {
    for (key, value) in table {
        match value.get_ref() {
            DeValue::Array(ids) if key.get_ref() == "sources" => {
                let texts = ids.iter().filter_map(|id| Some((id.span(), id.get_ref().as_str()?)));
                found.extend(texts.map(|(span, id)| Spanned::new(span, id.to_owned())));
            }
            DeValue::Array(values) => {
                let tables = values.iter().filter_map(|value| value.get_ref().as_table());
                tables.for_each(|table| find_sources(table, found));
            }
            DeValue::Table(inner) => find_sources(inner, found),
            _ => {}
        }
    }
}

fn take_head(
    table: &mut DeTable<'_>,
    source: &Arc<SourceText>,
    problems: &mut Problems,
) -> Option<ProjectHead> {
    let Some(value) = table.remove("project") else {
        let help = "[project] with id, name, name_en, mode, type, status and sources";
        problems.push(
            Problem::error("missing-key", "the file has no [project] table")
                .at(Location::file(&source.file))
                .help(help),
        );
        return None;
    };
    let span = value.span();
    ProjectHead::deserialize(value.into_deserializer())
        .map_err(|error| problems.push(value_problem(source, &error, &span)))
        .ok()
}

/// The tables of a list of tables, each read on its own so that every problem is told.
fn take_tables<T>(
    table: &mut DeTable<'_>,
    key: &str,
    source: &Arc<SourceText>,
    problems: &mut Problems,
    take: impl Fn(Spanned<DeValue<'_>>, &Arc<SourceText>) -> Result<T, Problem>,
) -> Vec<T> {
    let Some(value) = table.remove(key) else { return Vec::new() };
    let span = value.span();
    let DeValue::Array(array) = value.into_inner() else {
        let at = Location::span(source, span.start, span.end);
        problems.push(
            Problem::error("wrong-type", format!("`{key}` is no list of tables"))
                .at(at)
                .help(format!("write [[{key}]]")),
        );
        return Vec::new();
    };
    array
        .into_iter()
        .filter_map(|value| take(value, source).map_err(|problem| problems.push(problem)).ok())
        .collect()
}

fn take_promise(value: Spanned<DeValue<'_>>, source: &Arc<SourceText>) -> Result<Promise, Problem> {
    let span = value.span();
    Written::deserialize(value.into_deserializer())
        .map_err(|error| value_problem(source, &error, &span))?
        .promise(&span, source)
}

fn take_modification(
    value: Spanned<DeValue<'_>>,
    source: &Arc<SourceText>,
) -> Result<Modification, Problem> {
    let span = value.span();
    let at = |span: &Range<usize>| Location::span(source, span.start, span.end);
    let DeValue::Table(mut table) = value.into_inner() else {
        return Err(Problem::error("wrong-type", "a modification is no table")
            .at(at(&span))
            .help("write [[modification]]"));
    };
    let kind = table.remove("type").and_then(|kind| {
        let name = kind.get_ref().as_str()?.to_owned();
        Some(Spanned::new(kind.span(), name))
    });
    let Some(kind) = kind else {
        return Err(Problem::error("missing-key", "a modification has no `type`")
            .at(at(&span))
            .help(modifications::kinds_help()));
    };
    let body = Spanned::new(span.clone(), table);
    Modification::read(kind, body, source).map_err(|error| match error {
        ReadError::Toml(error) => value_problem(source, &error, &span),
        ReadError::Problem(problem) => problem,
    })
}

fn opening_date(
    head: &ProjectHead,
    source: &Arc<SourceText>,
    problems: &mut Problems,
) -> Option<Date> {
    problems.note(date(head.opening.as_ref()?, source))
}

/// The day of an `opening` key.
pub(super) fn date(opening: &Spanned<String>, source: &Arc<SourceText>) -> Result<Date, Problem> {
    Date::parse(opening.get_ref()).ok_or_else(|| {
        let at = Location::span(source, opening.span().start, opening.span().end).key("opening");
        Problem::error("not-a-date", format!("`{}` is no date", opening.get_ref()))
            .at(at)
            .help("write YYYY, YYYY-MM or YYYY-MM-DD")
    })
}

fn toml_problem(source: &Arc<SourceText>, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(0..0);
    value_problem(source, error, &span)
}

fn value_problem(
    source: &Arc<SourceText>,
    error: &toml::de::Error,
    table: &Range<usize>,
) -> Problem {
    let span = error.span().unwrap_or_else(|| table.clone());
    let message = error.message().lines().next().unwrap_or("not valid TOML");
    let (what, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let at = Location::span(source, span.start, span.end);
    let problem = |what: &str| Problem::error("invalid-toml", what).at(at);
    match (in_backticks(what).first(), in_backticks(expected).as_slice()) {
        (Some(typed), known @ [_, ..]) if what.starts_with("unknown ") => {
            let near = nearest(typed, known.iter().copied());
            let near = near.map(|near| format!("did you mean `{near}`? "));
            problem(what).help(near.unwrap_or_default() + "it may be " + &known.join(", "))
        }
        _ => problem(message),
    }
}

/// The names in a message of the TOML reader.
fn in_backticks(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}
