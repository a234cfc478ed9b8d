//! Which services run on the day that is kept.

use super::{Tables, schema};
use crate::diagnostic::{Problem, Problems, nearest};
use crate::formats::table::{CompactDate, Fault, IdIndex, Row, Table, ZeroOne};
use crate::units::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Position of Wednesday in a week that starts on Monday.
const WEDNESDAY: usize = 2;

/// The services of a feed.
#[derive(Debug)]
pub(super) struct Services {
    known: BTreeSet<String>,
    running: BTreeSet<String>,
}

impl Services {
    /// Whether the service of a trip runs on the day.
    pub(super) fn runs(&self, row: Row<'_>) -> Result<bool, Problem> {
        let id: String = row.get("service_id")?;
        if self.known.is_empty() {
            // No calendar at all, which has been noted.
            return Ok(false);
        }
        if self.known.contains(&id) {
            return Ok(self.running.contains(&id));
        }
        let near = nearest(&id, self.known.iter().map(String::as_str));
        let help = near.map_or_else(
            || "a service_id of calendar.txt or calendar_dates.txt".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("no service has the id `{id}`");
        Err(row.problem("service_id", Fault::UnknownId, message).help(help))
    }
}

/// A row of `calendar.txt`.
struct Week {
    service: String,
    days: [bool; 7],
    start: Date,
    end: Date,
}

/// A row of `calendar_dates.txt`.
struct Exception {
    service: String,
    date: Date,
    is_added: bool,
}

pub(super) fn services(
    tables: &Tables,
    base_date: Option<Date>,
    problems: &mut Problems,
) -> Services {
    if tables.calendar.is_none() && tables.calendar_dates.is_none() {
        let code = "missing_calendar_and_calendar_date_files";
        let problem = Problem::error(code, "nothing says on which days the trips run");
        problems.push(
            problem
                .at(tables.file("calendar.txt"))
                .help("a table calendar.txt, or calendar_dates.txt"),
        );
    }
    let _ = IdIndex::new(tables.calendar.as_ref(), "service_id", "service", problems);
    let weeks = super::each_row(tables.calendar.as_ref(), |row| week(row, problems));
    let exceptions =
        super::each_row(tables.calendar_dates.as_ref(), |row| exception(row, problems));
    let day = base_date.map(|base_date| {
        let day = day_kept(base_date, &weeks, &exceptions);
        if day != base_date {
            problems.push(outside(tables, base_date, day));
        }
        day
    });
    Services {
        known: ids(tables.calendar.as_ref()).chain(ids(tables.calendar_dates.as_ref())).collect(),
        running: running(&weeks, &exceptions, day),
    }
}

fn ids(table: Option<&Table>) -> impl Iterator<Item = String> {
    table.into_iter().flat_map(Table::rows).map(|row| row.text("service_id").to_owned())
}

fn week(row: Row<'_>, problems: &mut Problems) -> Option<Week> {
    let service = problems.note(row.get("service_id"));
    let days = schema::WEEKDAYS.map(|name| problems.note(row.get::<ZeroOne>(name)));
    let start: Option<CompactDate> = problems.note(row.get("start_date"));
    let end: Option<CompactDate> = problems.note(row.get("end_date"));
    let (start, end) = (start?.0, end?.0);
    if end < start {
        let code = "start_and_end_range_out_of_order";
        let message = format!("the service ends on {end}, before it starts on {start}");
        problems.push(Problem::error(code, message).at(row.location("end_date")));
    }
    Some(Week { service: service?, days: days.map(|day| day.is_some_and(|day| day.0)), start, end })
}

fn exception(row: Row<'_>, problems: &mut Problems) -> Option<Exception> {
    let service = problems.note(row.get("service_id"));
    let date: Option<CompactDate> = problems.note(row.get("date"));
    let kind = row.text("exception_type");
    if !matches!(kind, "1" | "2") {
        let message = format!("`{kind}` is no exception type");
        let problem = row.problem("exception_type", Fault::UnknownWord, message);
        problems.push(problem.help("1 for a day added, 2 for a day taken out"));
    }
    Some(Exception { service: service?, date: date?.0, is_added: kind == "1" })
}

/// The base date where a calendar covers it, else the first Wednesday that one covers, else the first day of any.
fn day_kept(base_date: Date, weeks: &[Week], exceptions: &[Exception]) -> Date {
    let covers = |day: Date| {
        weeks.iter().any(|week| week.start <= day && day <= week.end)
            || exceptions.iter().any(|exception| exception.is_added && exception.date == day)
    };
    let added = exceptions.iter().filter(|exception| exception.is_added);
    let starts = weeks.iter().map(|week| week.start).chain(added.map(|exception| exception.date));
    let days: BTreeSet<Date> = starts.collect();
    if covers(base_date) {
        return base_date;
    }
    let wednesdays = days.iter().filter_map(|day| first_wednesday(*day)).filter(|day| covers(*day));
    wednesdays.min().or_else(|| days.first().copied()).unwrap_or(base_date)
}

fn first_wednesday(day: Date) -> Option<Date> {
    std::iter::successors(Some(day), |day| day.next())
        .take(7)
        .find(|day| day.weekday() == WEDNESDAY)
}

fn outside(tables: &Tables, base_date: Date, day: Date) -> Problem {
    let message = format!("no calendar covers the base date {base_date}: trips of {day} are taken");
    let has_weeks = tables.calendar.is_some();
    Problem::warning("base-date-outside-calendar", message)
        .at(tables.file(if has_weeks { "calendar.txt" } else { "calendar_dates.txt" }))
        .help("a base_date in config.csv on a day the feed covers")
}

fn running(weeks: &[Week], exceptions: &[Exception], day: Option<Date>) -> BTreeSet<String> {
    let mut runs: BTreeMap<&str, bool> = BTreeMap::new();
    for week in weeks {
        let on_day =
            day.is_none_or(|day| week.start <= day && day <= week.end && week.days[day.weekday()]);
        runs.insert(&week.service, on_day);
    }
    for exception in
        exceptions.iter().filter(|exception| day.is_none_or(|day| day == exception.date))
    {
        runs.insert(&exception.service, exception.is_added);
    }
    runs.into_iter().filter(|(_, runs)| *runs).map(|(service, _)| service.to_owned()).collect()
}
