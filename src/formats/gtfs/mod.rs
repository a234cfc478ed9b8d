//! A timetable as a GTFS feed, read and written.
//!
//! Read with the csv crate and not with gtfs-structures, whose errors do not say in which line and column they are. Codes of
//! problems are those of the `MobilityData` validator where it has one. Columns of ours (`node_id`, `timing`, `source_id`,
//! `confidence`, `note`) may be absent: a feed from elsewhere is taken as timetabled, its source as [`FEED`].
//!
//! What is kept of a feed: the trips of one day, the network's base date. Platforms are one with their station; entrances are
//! left out; trips by headway are written out one by one; times that are blank lie between their neighbours by distance; what
//! `transfers.txt` says of single routes or trips is left out.

mod calendar;
mod calls;
mod frequencies;
mod schema;
mod shapes;
mod stops;
mod transfers;
mod trips;
mod write;

pub use calendar::{ServiceDays, common_day};
pub use shapes::Courses;
pub use write::write;

use super::Folder;
use super::table::{IdIndex, Latitude, Longitude, Row, Table};
use crate::diagnostic::{Location, Problem, Problems};
use crate::index::RouteIdx;
use crate::network::{Position, Route, Transit};
use crate::units::Date;

/// Files one of which makes a folder a feed.
const FILES: [&str; 5] = ["agency.txt", "stops.txt", "routes.txt", "trips.txt", "stop_times.txt"];

/// The source of trips of a feed without a `source_id` column.
pub const FEED: &str = "feed";

/// The tables of a feed; none where a table is absent or could not be read.
#[derive(Debug)]
pub struct Tables {
    folder: Folder,
    agency: Option<Table>,
    pub(super) stops: Option<Table>,
    routes: Option<Table>,
    pub(super) trips: Option<Table>,
    pub(super) stop_times: Option<Table>,
    calendar: Option<Table>,
    calendar_dates: Option<Table>,
    frequencies: Option<Table>,
    transfers: Option<Table>,
    translations: Option<Table>,
    shapes: Option<Table>,
}

/// How many rows a feed has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeedCounts {
    /// Of `trips.txt`.
    pub trips: usize,
    /// Of `stops.txt`.
    pub stops: usize,
    /// Of `stop_times.txt`.
    pub calls: usize,
    /// Of these without any time.
    pub blank_times: usize,
    /// Of `frequencies.txt`.
    pub headways: usize,
}

/// What a feed is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The day whose trips are kept; any day where it is not known.
    pub base_date: Option<Date>,
    /// Rows of `node.csv`.
    pub nodes: &'a IdIndex<'a>,
    /// Rows of `source.csv`.
    pub sources: &'a IdIndex<'a>,
}

impl Tables {
    /// Cuts the files of a feed into rows; none where the folder holds no feed at all.
    pub fn open(folder: &Folder, problems: &mut Problems) -> Option<Self> {
        let names = problems.note(folder.names())?;
        if !names.iter().any(|name| FILES.contains(&name.as_str())) {
            return None;
        }
        Some(Self {
            folder: folder.clone(),
            agency: Table::required(folder, &schema::AGENCY, problems),
            stops: Table::required(folder, &schema::STOPS, problems),
            routes: Table::required(folder, &schema::ROUTES, problems),
            trips: Table::required(folder, &schema::TRIPS, problems),
            stop_times: Table::required(folder, &schema::STOP_TIMES, problems),
            calendar: Table::optional(folder, &schema::CALENDAR, problems),
            calendar_dates: Table::optional(folder, &schema::CALENDAR_DATES, problems),
            frequencies: Table::optional(folder, &schema::FREQUENCIES, problems),
            transfers: Table::optional(folder, &schema::TRANSFERS, problems),
            translations: Table::optional(folder, &schema::TRANSLATIONS, problems),
            shapes: Table::optional(folder, &schema::SHAPES, problems),
        })
    }

    /// Reads every row.
    pub fn read(&self, context: Context<'_>, problems: &mut Problems) -> Transit {
        self.check_agency(problems);
        let english = stops::english_names(self.translations.as_ref());
        let (stops, stop_rows) = stops::stops(self.stops.as_ref(), &english, context, problems);
        let (routes, route_rows) = routes(self.routes.as_ref(), problems);
        let services = calendar::services(self, context.base_date, problems);
        let of_stops = (&stops[..], &stop_rows);
        let trips = trips::trips(self, of_stops, &route_rows, &services, context.sources, problems);
        let transfers = transfers::transfers(self.transfers.as_ref(), &stop_rows, problems);
        Transit { stops, routes, trips, transfers }
    }

    /// The days its calendars cover.
    pub fn service_days(&self) -> ServiceDays {
        ServiceDays::new(self)
    }

    /// Whether it has the tables without which there is no timetable, with their columns.
    pub fn is_whole(&self) -> bool {
        let tables = [&self.stops, &self.routes, &self.trips, &self.stop_times];
        tables.iter().all(|table| table.is_some())
            && (self.calendar.is_some() || self.calendar_dates.is_some())
    }

    /// Where the rows of its table of stops are, as far as they say it.
    pub fn positions(&self) -> impl Iterator<Item = Position> + '_ {
        self.stops.iter().flat_map(Table::whole_rows).filter_map(|row| {
            let lon: Longitude = row.get("stop_lon").ok()?;
            let lat: Latitude = row.get("stop_lat").ok()?;
            Some(Position { lon: lon.0, lat: lat.0 })
        })
    }

    /// Name and time zone of the first agency.
    pub fn agency(&self) -> Option<(&str, &str)> {
        let row = self.agency.as_ref()?.whole_rows().next()?;
        Some((row.text("agency_name"), row.text("agency_timezone")))
    }

    /// What the feed says that is not kept, with how many rows say it.
    pub fn passed_over(&self) -> Vec<(&'static str, usize)> {
        let is_arranged = |row: &Row<'_>| {
            let kinds = ["pickup_type", "drop_off_type"].map(|column| row.text(column));
            kinds.iter().any(|kind| matches!(*kind, "2" | "3"))
        };
        let of_calls = self.stop_times.iter().flat_map(Table::whole_rows).filter(is_arranged);
        let is_lost = |row: &Row<'_>| {
            transfers::is_passed_over(*row) && !matches!(row.text("transfer_type"), "" | "0")
        };
        let of_transfers = self.transfers.iter().flat_map(Table::whole_rows).filter(is_lost);
        vec![
            (
                "calls by arrangement with agency or driver, taken as ordinary ones",
                of_calls.count(),
            ),
            (
                "transfers of single routes or trips, or in one's seat, NOT applied",
                of_transfers.count(),
            ),
        ]
    }

    /// How many rows the table of trips, of stops and of calls has, and how many calls have no time.
    pub fn counts(&self) -> FeedCounts {
        let rows = |table: &Option<Table>| table.as_ref().map_or(0, Table::len);
        let is_blank = |row: &Row<'_>| {
            row.text("arrival_time").is_empty() && row.text("departure_time").is_empty()
        };
        let blank = self.stop_times.iter().flat_map(Table::whole_rows).filter(is_blank);
        FeedCounts {
            trips: rows(&self.trips),
            stops: rows(&self.stops),
            calls: rows(&self.stop_times),
            blank_times: blank.count(),
            headways: rows(&self.frequencies),
        }
    }

    /// Whether trips say where they are from.
    pub fn has_sources(&self) -> bool {
        self.trips.as_ref().is_some_and(|trips| trips.has_column("source_id"))
    }

    fn check_agency(&self, problems: &mut Problems) {
        if self.agency.as_ref().is_some_and(Table::is_empty) {
            let problem = Problem::error("empty_file", "the feed has no agency");
            problems.push(problem.at(self.file("agency.txt")).help("a row for who runs the trips"));
        }
    }

    fn file(&self, name: &str) -> Location {
        Location::file(self.folder.name_of(name))
    }
}

fn routes<'t>(
    table: Option<&'t Table>,
    problems: &mut Problems,
) -> (Vec<Route>, trips::RouteRows<'t>) {
    let ids = IdIndex::new(table, "route_id", "route", problems);
    let mut routes = Vec::new();
    let mut of_row = vec![None; table.map_or(0, Table::len)];
    for row in table.into_iter().flat_map(Table::whole_rows) {
        if ids.is_repeated(row, "route_id") {
            continue;
        }
        if let Some(route) = route(row, problems) {
            of_row[row.number()] = Some(RouteIdx::new(routes.len()));
            routes.push(route);
        }
    }
    (routes, trips::RouteRows { ids, routes: of_row })
}

fn route(row: Row<'_>, problems: &mut Problems) -> Option<Route> {
    let id = problems.note(row.get("route_id"));
    let class = problems.note(row.get("route_type"));
    Some(Route {
        id: id?,
        short_name: row.text("route_short_name").to_owned(),
        long_name: row.text("route_long_name").to_owned(),
        class: class?,
    })
}

/// What `read` makes of each whole row of a table; rows it cannot read are left out, their problems noted.
fn each_row<'t, T>(table: Option<&'t Table>, read: impl FnMut(Row<'t>) -> Option<T>) -> Vec<T> {
    table.into_iter().flat_map(Table::whole_rows).filter_map(read).collect()
}
