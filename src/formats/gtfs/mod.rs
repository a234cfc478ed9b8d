//! A timetable as a GTFS feed, read and written.
//!
//! Read with the csv crate and not with gtfs-structures, whose errors do not say in which line and column they are. Codes of
//! problems are those of the `MobilityData` validator where it has one. Columns of ours (`node_id`, `timing`, `source_id`,
//! `confidence`, `note`) may be absent: a feed from elsewhere is taken as timetabled, its source as [`FEED`].
//!
//! What is kept of a feed: the trips of one day, the network's base date. Platforms are one with their station; entrances are
//! left out; trips by headway are written out one by one; times that are blank lie between their neighbours by distance.

mod calendar;
mod calls;
mod frequencies;
mod schema;
mod stops;
mod trips;
mod write;

pub use write::write;

use super::Folder;
use super::table::{IdIndex, Row, Table};
use crate::diagnostic::{Location, Problem, Problems};
use crate::network::{Route, Transit};
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
    translations: Option<Table>,
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
            translations: Table::optional(folder, &schema::TRANSLATIONS, problems),
        })
    }

    /// Reads every row.
    pub fn read(&self, context: Context<'_>, problems: &mut Problems) -> Transit {
        self.check_agency(problems);
        let english = stops::english_names(self.translations.as_ref());
        let (stops, stop_of_row) = stops::stops(self.stops.as_ref(), &english, context, problems);
        let routes = each_row(self.routes.as_ref(), |row| route(row, problems));
        let services = calendar::services(self, context.base_date, problems);
        let trips = trips::trips(self, &stops, &stop_of_row, &services, context.sources, problems);
        Transit { stops, routes, trips }
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
