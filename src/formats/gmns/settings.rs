//! `config.csv`, `mode.csv`, `source.csv` and `observed.csv`.

use super::{each_row, parameters, provenance};
use crate::diagnostic::{Problem, Problems, nearest};
use crate::formats::table::{Fault, IdIndex, NonNegative, Positive, Row, Table};
use crate::network::{Config, ModeParameters, Observation, ParameterRow, Source};
use crate::units::Seconds;

/// What a column of `config.csv` must say, where it says something.
const FIXED: [(&str, &str); 3] = [("crs", "EPSG:4326"), ("long_length", "km"), ("speed", "km/h")];

/// Words of the `mode` column of `observed.csv`.
const OBSERVED_MODES: [&str; 5] = ["car", "rail", "hsr", "conventional", "metro"];

pub(super) fn config(table: Option<&Table>, problems: &mut Problems) -> Option<Config> {
    let mut rows = each_row(table, |row| config_row(row, problems)).into_iter();
    let config = rows.next();
    if rows.next().is_some() {
        let second = table?.whole_rows().nth(1)?;
        let message = "a network has one row of settings";
        problems.push(Problem::error("duplicate-row", message).at(second.location("dataset_name")));
    }
    config
}

fn config_row(row: Row<'_>, problems: &mut Problems) -> Option<Config> {
    for (column, right) in FIXED {
        let written = row.text(column);
        if !written.is_empty() && written != right {
            let message = format!("`{written}` is not supported");
            problems
                .push(row.problem(column, Fault::UnknownWord, message).help(format!("`{right}`")));
        }
    }
    let dataset_name = problems.note(row.get("dataset_name"));
    let base_date = problems.note(row.get("base_date"));
    let time_zone = Some(row.text("time_zone")).filter(|zone| !zone.is_empty());
    Some(Config {
        dataset_name: dataset_name?,
        name_zh: row.text("name_zh").to_owned(),
        base_date: base_date?,
        time_zone: time_zone.unwrap_or("Etc/UTC").to_owned(),
    })
}

pub(super) fn modes(
    table: Option<&Table>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> ModeParameters {
    ModeParameters { rows: each_row(table, |row| parameter(row, sources, problems)) }
}

fn parameter(row: Row<'_>, sources: &IdIndex<'_>, problems: &mut Problems) -> Option<ParameterRow> {
    let mode: Option<String> = problems.note(row.get("mode"));
    let parameter: Option<String> = problems.note(row.get("parameter"));
    let facility_type = problems.note(row.get("facility_type"));
    let free_speed = problems.note(row.get("free_speed"));
    let value: Option<NonNegative> = problems.note(row.get("value"));
    let unit: Option<String> = problems.note(row.get("unit"));
    let provenance = provenance(row, sources, problems);
    let (mode, parameter, unit) = (mode?, parameter?, unit?);
    problems.note(known_parameter(row, &mode, &parameter, &unit))?;
    Some(ParameterRow {
        mode,
        parameter,
        facility_type: facility_type?,
        free_speed: free_speed?,
        value: value?.0,
        unit,
        provenance: provenance?,
    })
}

/// Whether trains or ships of a mode may leave by a timetable.
pub(super) fn known_service_mode(row: Row<'_>, mode: &str) -> Result<(), Problem> {
    let has_departures = |mode: &&str| {
        parameters::of_mode(mode).iter().any(|known| known.0 == "departures_per_week")
    };
    if has_departures(&mode) {
        return Ok(());
    }
    let known: Vec<&str> = parameters::modes().into_iter().filter(has_departures).collect();
    Err(unknown_word(row, "mode", mode, known))
}

fn known_parameter(row: Row<'_>, mode: &str, parameter: &str, unit: &str) -> Result<(), Problem> {
    let of_mode = parameters::of_mode(mode);
    if of_mode.is_empty() {
        return Err(unknown_word(row, "mode", mode, parameters::modes()));
    }
    let Some(known) = of_mode.iter().find(|known| known.0 == parameter) else {
        return Err(unknown_word(row, "parameter", parameter, of_mode.iter().map(|known| known.0)));
    };
    if known.1 == unit {
        return Ok(());
    }
    Err(unknown_word(row, "unit", unit, [known.1]))
}

fn unknown_word(
    row: Row<'_>,
    column: &str,
    word: &str,
    known: impl IntoIterator<Item = &'static str>,
) -> Problem {
    let known: Vec<&str> = known.into_iter().collect();
    let near = nearest(word, known.iter().copied());
    let near = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    row.problem(column, Fault::UnknownWord, format!("`{word}` is no known {column} here"))
        .help(format!("{near}one of {}", known.join(", ")))
}

pub(super) fn sources(table: Option<&Table>, problems: &mut Problems) -> Vec<Source> {
    each_row(table, |row| {
        let id = problems.note(row.get("source_id"));
        let title = problems.note(row.get("title"));
        Some(Source {
            id: id?,
            title: title?,
            publisher: row.text("publisher").to_owned(),
            date: row.text("date").to_owned(),
            url: row.text("url").to_owned(),
            licence: row.text("licence").to_owned(),
        })
    })
}

pub(super) fn observed(
    table: Option<&Table>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Vec<Observation> {
    each_row(table, |row| observation(row, sources, problems))
}

fn train(row: Row<'_>) -> Option<String> {
    let name = if row.has_column("train") { row.text("train").trim() } else { "" };
    (!name.is_empty()).then(|| name.to_owned())
}

fn observation(
    row: Row<'_>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Option<Observation> {
    let from = problems.note(row.get("from"));
    let to = problems.note(row.get("to"));
    let mode: Option<String> = problems.note(row.get("mode"));
    let minutes: Option<Positive> = problems.note(row.get("minutes"));
    let date = problems.note(row.get("date"));
    let provenance = provenance(row, sources, problems);
    let mode = mode?;
    if !OBSERVED_MODES.contains(&mode.as_str()) {
        problems.push(unknown_word(row, "mode", &mode, OBSERVED_MODES));
    }
    Some(Observation {
        from: from?,
        to: to?,
        mode,
        train: train(row),
        time: Seconds::from_minutes_f64(minutes?.0),
        date: date?,
        provenance: provenance?,
    })
}
