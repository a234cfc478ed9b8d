//! `rolling_stock.csv` and `running_time.csv`.

use super::{each_row, provenance};
use crate::diagnostic::Problems;
use crate::formats::table::{Cell, CellFault, Fault, IdIndex, NonNegative, Positive, Row, Table};
use crate::network::{RollingStock, RouteClass, RunningTime};
use crate::units::{Kilometres, Seconds};

/// A class of services by its word.
struct ClassWord(RouteClass);

impl Cell for ClassWord {
    fn read(text: &str) -> Result<Self, CellFault> {
        let known = RouteClass::ALL.iter().find(|(word, _)| *word == text);
        let fault = || CellFault {
            fault: Fault::UnknownWord,
            message: format!("`{text}` is no known class of services"),
            suggestion: None,
        };
        known.map(|(_, class)| Self(*class)).ok_or_else(fault)
    }

    fn expected() -> String {
        let words: Vec<&str> = RouteClass::ALL.iter().map(|(word, _)| *word).collect();
        format!("one of {}, or nothing", words.join(", "))
    }
}

/// Letters separated by `;`.
struct Letters(Vec<char>);

impl Cell for Letters {
    fn read(text: &str) -> Result<Self, CellFault> {
        let letter = |part: &str| {
            let mut letters = part.trim().chars();
            letters.next().filter(|_| letters.next().is_none())
        };
        let fault = || CellFault {
            fault: Fault::UnknownWord,
            message: format!("`{text}` is no list of letters"),
            suggestion: None,
        };
        text.split(';').map(letter).collect::<Option<_>>().map(Self).ok_or_else(fault)
    }

    fn expected() -> String {
        "letters that train numbers begin with, separated by `;`, such as G;C; 0 for numbers without a letter".to_owned()
    }

    fn empty() -> Option<Self> {
        Some(Self(Vec::new()))
    }
}

pub(super) fn rolling_stock(
    table: Option<&Table>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Vec<RollingStock> {
    each_row(table, |row| stock(row, sources, problems))
}

/// One statement a column: every column is looked at before the first that is wrong ends the row.
fn stock(row: Row<'_>, sources: &IdIndex<'_>, problems: &mut Problems) -> Option<RollingStock> {
    let id = problems.note(row.get("stock_id"));
    let name = problems.note(row.get("name"));
    let default_for: Option<Option<ClassWord>> = problems.note(row.get("default_for"));
    let letters: Option<Letters> = problems.note(row.get("train_letters"));
    let max_speed = problems.note(row.get("max_speed_kmh"));
    let mass = positive(row, "mass_t", problems);
    let rotating = positive(row, "rotating_mass_factor", problems);
    let power = positive(row, "power_kw", problems);
    let effort = positive(row, "starting_effort_kn", problems);
    let davis = ["davis_a_n_kn", "davis_b_n_kn_kmh", "davis_c_n_kn_kmh2"].map(|column| {
        let read: Option<NonNegative> = problems.note(row.get(column));
        read.map(|figure| figure.0)
    });
    let brake = positive(row, "service_brake_ms2", problems);
    let length = positive(row, "length_m", problems);
    let seats: Option<Option<NonNegative>> = problems.note(row.get("seats"));
    let provenance = provenance(row, sources, problems);
    Some(RollingStock {
        id: id?,
        name: name?,
        default_for: default_for?.map(|word| word.0),
        train_letters: letters?.0,
        max_speed: max_speed?,
        mass_t: mass?,
        rotating_mass_factor: rotating?,
        power_kw: power?,
        starting_effort_kn: effort?,
        davis_n_per_kn: [davis[0]?, davis[1]?, davis[2]?],
        service_brake_ms2: brake?,
        length_m: length?,
        seats: seats?.map(|figure| figure.0),
        provenance: provenance?,
    })
}

fn positive(row: Row<'_>, column: &str, problems: &mut Problems) -> Option<f64> {
    let read: Option<Positive> = problems.note(row.get(column));
    read.map(|figure| figure.0)
}

pub(super) fn running_times(
    table: Option<&Table>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Vec<RunningTime> {
    each_row(table, |row| running_time(row, sources, problems))
}

fn running_time(
    row: Row<'_>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Option<RunningTime> {
    let from = problems.note(row.get("from"));
    let to = problems.note(row.get("to"));
    let length: Option<Option<Kilometres>> = problems.note(row.get("distance_km"));
    let stops_between: Option<Option<u32>> = problems.note(row.get("stops_between"));
    let minutes = positive(row, "minutes", problems);
    let statistic = problems.note(row.get("statistic"));
    let trains: Option<Option<u32>> = problems.note(row.get("trains"));
    let date = problems.note(row.get("date"));
    let provenance = provenance(row, sources, problems);
    Some(RunningTime {
        line_name: row.text("line_name").to_owned(),
        from: from?,
        to: to?,
        length: length?,
        stops_between: stops_between?,
        time: Seconds::from_minutes_f64(minutes?),
        train: row.text("train").to_owned(),
        statistic: statistic?,
        trains: trains?,
        date: date?,
        provenance: provenance?,
    })
}
