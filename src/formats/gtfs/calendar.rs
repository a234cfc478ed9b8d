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

/// The days that some service of a feed may run on.
#[derive(Debug)]
pub struct ServiceDays {
    weeks: Vec<Week>,
    exceptions: Vec<Exception>,
}

impl ServiceDays {
    /// Of a feed, as far as its calendars can be read.
    pub fn new(tables: &Tables) -> Self {
        let mut unread = Problems::new();
        let weeks = super::each_row(tables.calendar.as_ref(), |row| week(row, &mut unread));
        let exceptions =
            super::each_row(tables.calendar_dates.as_ref(), |row| exception(row, &mut unread));
        Self { weeks, exceptions }
    }

    /// Whether a calendar has a day.
    pub fn covers(&self, day: Date) -> bool {
        self.weeks.iter().any(|week| week.start <= day && day <= week.end)
            || self.exceptions.iter().any(|exception| exception.is_added && exception.date == day)
    }

    /// The first and the last day that a calendar has.
    pub fn span(&self) -> Option<(Date, Date)> {
        let added = self.exceptions.iter().filter(|it| it.is_added).map(|it| (it.date, it.date));
        let spans = self.weeks.iter().map(|week| (week.start, week.end)).chain(added);
        spans.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
    }

    /// Days that are worth looking at: for each stretch of days that a calendar has, its first Wednesday, or its first
    /// day where it has none. The first of all is the day that is taken where none is asked for.
    fn usual_days(&self) -> Vec<Date> {
        let added = self.exceptions.iter().filter(|it| it.is_added).map(|it| it.date);
        let starts: BTreeSet<Date> = self.weeks.iter().map(|it| it.start).chain(added).collect();
        let wednesdays = starts.iter().filter_map(|day| first_wednesday(*day));
        let covered: BTreeSet<Date> = wednesdays.filter(|day| self.covers(*day)).collect();
        covered.into_iter().chain(starts).collect()
    }
}

/// The first usual day of any feed that all of them cover, else the first of any.
pub fn common_day(feeds: &[ServiceDays]) -> Option<Date> {
    let days: Vec<Date> = feeds.iter().flat_map(ServiceDays::usual_days).collect();
    let is_common = |day: &&Date| feeds.iter().all(|feed| feed.covers(**day));
    let is_wednesday = |day: &&Date| day.weekday() == WEDNESDAY;
    let common = || days.iter().filter(is_common);
    let common_wednesday = common().filter(is_wednesday).min();
    common_wednesday.or_else(|| common().min()).or_else(|| days.first()).copied()
}

/// A row of `calendar.txt`.
#[derive(Debug)]
struct Week {
    service: String,
    days: [bool; 7],
    start: Date,
    end: Date,
}

/// A row of `calendar_dates.txt`.
#[derive(Debug)]
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
    let days = ServiceDays { weeks, exceptions };
    let day = base_date.map(|base_date| {
        let is_covered = days.covers(base_date);
        let day = if is_covered {
            base_date
        } else {
            days.usual_days().first().copied().unwrap_or(base_date)
        };
        if day != base_date {
            problems.push(outside(tables, base_date, day));
        }
        day
    });
    Services {
        known: ids(tables.calendar.as_ref()).chain(ids(tables.calendar_dates.as_ref())).collect(),
        running: running(&days.weeks, &days.exceptions, day),
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
        return None;
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
        return None;
    }
    Some(Exception { service: service?, date: date?.0, is_added: kind == "1" })
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
