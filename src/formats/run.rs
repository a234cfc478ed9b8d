//! The folder that a run left: what its figures are drawn from again.

use super::Folder;
use super::table::{Dialect, Fault, NonNegative, Row, Schema, Table};
use crate::diagnostic::{Location, Problem, Problems, SourceText};
use crate::network::Network;
use crate::units::{Date, Seconds};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

const MANIFEST: &str = "manifest.json";

/// What `manifest.json` says of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunManifest {
    /// Ids of the compared projects.
    pub projects: Vec<String>,
    /// The day.
    pub date: Date,
    /// Projects on both sides.
    pub with: Vec<String>,
    /// Projects on neither.
    pub without: Vec<String>,
    /// Folder of the network, as typed; none for the one in the program.
    pub network: Option<String>,
    /// Folder of projects, as typed.
    pub project_folder: Option<String>,
    /// Files of projects, as typed.
    pub project_files: Vec<String>,
    /// Hash of every file read, by name.
    pub inputs: BTreeMap<String, String>,
}

impl RunManifest {
    /// Reads it.
    ///
    /// # Errors
    /// No such file, no JSON, or not of a comparison.
    pub fn read(folder: &Folder) -> Result<Self, Problem> {
        let Some(source) = folder.text(MANIFEST)? else {
            return Err(Problem::error("missing-file", "the file is missing")
                .at(Location::file(folder.name_of(MANIFEST)))
                .help("the folder that `tongqu compare --out` wrote"));
        };
        let value: Value = serde_json::from_str(&source.text).map_err(|error| {
            Problem::error("bad-json", format!("this is no JSON: {error}")).at(at_line(
                &source,
                error.line(),
                error.column(),
            ))
        })?;
        let wrong = |key: &str, expected: &str| {
            Problem::error("bad-manifest", format!("`{key}` is not {expected}"))
                .at(Location::file(&source.file).key(key))
                .help("a manifest as `tongqu compare --out` writes it")
        };
        let text = |value: &Value, key: &str| value[key].as_str().map(str::to_owned);
        let list = |value: &Value, key: &str| -> Option<Vec<String>> {
            value[key].as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
        };
        if value["command"].as_str() != Some("compare") {
            return Err(wrong("command", "`compare`"));
        }
        let date = value["date"].as_str().and_then(Date::parse);
        let names = |key: &str| list(&value, key).ok_or_else(|| wrong(key, "a list of ids"));
        let reads = &value["reads"];
        let input = |item: &Value| Some((text(item, "file")?, text(item, "blake3")?));
        Ok(Self {
            projects: names("projects")?,
            date: date.ok_or_else(|| wrong("date", "a day"))?,
            with: names("with")?,
            without: names("without")?,
            network: text(reads, "network"),
            project_folder: text(reads, "projects"),
            project_files: list(reads, "project_files").unwrap_or_default(),
            inputs: value["inputs"].as_array().into_iter().flatten().filter_map(input).collect(),
        })
    }
}

fn at_line(source: &Arc<SourceText>, line: usize, column: usize) -> Location {
    let start: usize =
        source.text.lines().take(line.saturating_sub(1)).map(|line| line.len() + 1).sum();
    let at = (start + column.saturating_sub(1)).min(source.text.len());
    Location::span(source, at, at)
}

/// Times between all zones by one mode, origin by origin: without, with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunTimes {
    /// As written.
    pub mode: String,
    /// Without the projects.
    pub without: Vec<Option<Seconds>>,
    /// With them.
    pub with: Vec<Option<Seconds>>,
}

const TIMES: Schema = Schema {
    file: "travel_times.csv",
    required: &["from_id", "to_id", "mode", "without_min", "with_min"],
    optional: &[],
    needs_rows: true,
    dialect: Dialect::Tongqu,
};

/// Reads `travel_times.csv`, modes in the order they come.
///
/// # Errors
/// Every problem with line and column; a zone that the network does not have.
pub fn travel_times(folder: &Folder, network: &Network) -> Result<Vec<RunTimes>, Problems> {
    let mut problems = Problems::new();
    let zones = zone_index(network);
    let count = network.zones.len();
    let mut found: Vec<RunTimes> = Vec::new();
    let table = Table::required(folder, &TIMES, &mut problems);
    for row in table.iter().flat_map(Table::whole_rows) {
        let ends = ["from_id", "to_id"].map(|column| problems.note(zone(row, column, &zones)));
        let times = ["without_min", "with_min"].map(|column| problems.note(minutes(row, column)));
        let ([Some(from), Some(to)], [Some(without), Some(with)]) = (ends, times) else { continue };
        let mode = row.text("mode");
        let at = found.iter().position(|times| times.mode == mode).unwrap_or_else(|| {
            let none = vec![None; count * count];
            found.push(RunTimes { mode: mode.to_owned(), without: none.clone(), with: none });
            found.len() - 1
        });
        found[at].without[from * count + to] = without.map(Seconds::from_minutes_f64);
        found[at].with[from * count + to] = with.map(Seconds::from_minutes_f64);
    }
    problems.or(found)
}

/// One measure of all zones by one mode, in the order of the zones.
#[derive(Debug, Clone, PartialEq)]
pub struct RunMeasure {
    /// As written.
    pub mode: String,
    /// As written.
    pub measure: String,
    /// Without the projects, with them, improvement in per cent; by zone.
    pub rows: Vec<[Option<f64>; 3]>,
}

const MEASURES: Schema = Schema {
    file: "accessibility.csv",
    required: &["zone_id", "measure", "mode", "without", "with", "improvement_pct"],
    optional: &[],
    needs_rows: true,
    dialect: Dialect::Tongqu,
};

/// Reads `accessibility.csv`, but for the rows of means and coefficients of variation.
///
/// # Errors
/// Every problem with line and column; a zone that the network does not have.
pub fn accessibility(folder: &Folder, network: &Network) -> Result<Vec<RunMeasure>, Problems> {
    let mut problems = Problems::new();
    let zones = zone_index(network);
    let mut found: Vec<RunMeasure> = Vec::new();
    let table = Table::required(folder, &MEASURES, &mut problems);
    for row in table.iter().flat_map(Table::whole_rows) {
        if ["mean", "cv"].contains(&row.text("zone_id")) {
            continue;
        }
        let place = problems.note(zone(row, "zone_id", &zones));
        let values = ["without", "with", "improvement_pct"]
            .map(|column| problems.note(optional_number(row, column)));
        let (Some(place), [Some(without), Some(with), Some(rate)]) = (place, values) else {
            continue;
        };
        let (mode, measure) = (row.text("mode"), row.text("measure"));
        let known = found.iter().position(|of| of.mode == mode && of.measure == measure);
        let at = known.unwrap_or_else(|| {
            let rows = vec![[None; 3]; network.zones.len()];
            found.push(RunMeasure { mode: mode.to_owned(), measure: measure.to_owned(), rows });
            found.len() - 1
        });
        found[at].rows[place] = [without, with, rate];
    }
    problems.or(found)
}

/// A row of `timeline.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// Which year.
    pub year: u16,
    /// As written.
    pub mode: String,
    /// Weighted average travel time, in minutes.
    pub watt: Option<f64>,
    /// Mean time weighted by people, in minutes.
    pub weighted_mean: Option<f64>,
    /// Ids of the projects that opened.
    pub opened: Vec<String>,
}

const TIMELINE: Schema = Schema {
    file: "timeline.csv",
    required: &["year", "mode", "population_weighted_mean_min", "watt_min", "opened"],
    optional: &[],
    needs_rows: true,
    dialect: Dialect::Tongqu,
};

/// Reads `timeline.csv`.
///
/// # Errors
/// Every problem with line and column.
pub fn timeline(folder: &Folder) -> Result<Vec<TimelineRow>, Problems> {
    rows_of(folder, &TIMELINE, |row, problems| {
        let year: Option<u32> = problems.note(row.get("year"));
        let watt = problems.note(optional_number(row, "watt_min"));
        let mean = problems.note(optional_number(row, "population_weighted_mean_min"));
        let opened = row.text("opened").split(';').filter(|id| !id.is_empty());
        Some(TimelineRow {
            year: u16::try_from(year?).ok()?,
            mode: row.text("mode").to_owned(),
            watt: watt?,
            weighted_mean: mean?,
            opened: opened.map(str::to_owned).collect(),
        })
    })
}

/// A row of `profile.csv`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProfileRow {
    /// Which leg, from 1.
    pub leg: u32,
    /// Kilometres from the start.
    pub position_km: f64,
    /// Of the train, in km/h.
    pub speed_kmh: f64,
    /// Of the line, in km/h.
    pub limit_kmh: f64,
}

const PROFILE: Schema = Schema {
    file: "profile.csv",
    required: &["leg", "position_km", "speed_kmh", "limit_kmh"],
    optional: &[],
    needs_rows: true,
    dialect: Dialect::Tongqu,
};

/// Reads `profile.csv`.
///
/// # Errors
/// Every problem with line and column.
pub fn profile(folder: &Folder) -> Result<Vec<ProfileRow>, Problems> {
    rows_of(folder, &PROFILE, |row, problems| {
        let leg: Option<u32> = problems.note(row.get("leg"));
        let cell = |column: &str, problems: &mut Problems| -> Option<f64> {
            problems.note(row.get::<NonNegative>(column)).map(|number| number.0)
        };
        Some(ProfileRow {
            leg: leg?,
            position_km: cell("position_km", problems)?,
            speed_kmh: cell("speed_kmh", problems)?,
            limit_kmh: cell("limit_kmh", problems)?,
        })
    })
}

/// A row of `resilience_curve.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveRow {
    /// What is taken away in which order, as written.
    pub curve: String,
    /// Which draw, or `mean`; as written.
    pub draw: String,
    /// Elements taken away, in per cent.
    pub share: f64,
    /// What is left.
    pub efficiency: f64,
}

const CURVES: Schema = Schema {
    file: "resilience_curve.csv",
    required: &["curve", "element_share_percent", "draw_or_mean", "efficiency"],
    optional: &["largest_component_percent"],
    needs_rows: true,
    dialect: Dialect::Tongqu,
};

/// Reads `resilience_curve.csv`.
///
/// # Errors
/// Every problem with line and column.
pub fn resilience_curves(folder: &Folder) -> Result<Vec<CurveRow>, Problems> {
    rows_of(folder, &CURVES, |row, problems| {
        let cell = |column: &str, problems: &mut Problems| -> Option<f64> {
            problems.note(row.get::<NonNegative>(column)).map(|number| number.0)
        };
        Some(CurveRow {
            curve: row.text("curve").to_owned(),
            draw: row.text("draw_or_mean").to_owned(),
            share: cell("element_share_percent", problems)?,
            efficiency: cell("efficiency", problems)?,
        })
    })
}

fn rows_of<T>(
    folder: &Folder,
    schema: &Schema,
    read: impl Fn(Row<'_>, &mut Problems) -> Option<T>,
) -> Result<Vec<T>, Problems> {
    let mut problems = Problems::new();
    let table = Table::required(folder, schema, &mut problems);
    let rows = table.iter().flat_map(Table::whole_rows);
    let rows = rows.filter_map(|row| read(row, &mut problems)).collect();
    problems.or(rows)
}

fn zone_index(network: &Network) -> BTreeMap<&str, usize> {
    network.zones.iter().enumerate().map(|(at, zone)| (zone.id.as_str(), at)).collect()
}

fn zone(row: Row<'_>, column: &str, zones: &BTreeMap<&str, usize>) -> Result<usize, Problem> {
    let id = row.text(column);
    zones.get(id).copied().ok_or_else(|| {
        let message = format!("the network has no zone `{id}`");
        row.problem(column, Fault::UnknownId, message)
            .help("--network DIR names the network that the run was made of")
    })
}

fn optional_number(row: Row<'_>, column: &str) -> Result<Option<f64>, Problem> {
    if row.text(column).is_empty() { Ok(None) } else { row.get(column).map(Some) }
}

fn minutes(row: Row<'_>, column: &str) -> Result<Option<f64>, Problem> {
    if row.text(column).is_empty() {
        return Ok(None);
    }
    row.get::<NonNegative>(column).map(|minutes| Some(minutes.0))
}
