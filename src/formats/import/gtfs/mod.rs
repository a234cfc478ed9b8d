//! Timetables of others: GTFS feeds as they are published, several together, with the streets of their city.
//!
//! One service day is kept, written out trip by trip. A row that cannot be used is left out under the notice code of the
//! `MobilityData` validator and counted; only a feed without a timetable at all is refused. Ids of a feed that stand in
//! one before it too get the feed's name before them. With streets, people walk to stops over them: `mode.csv` says so by
//! the parameter `street_speed` of the mode `walk`.

mod lines;
mod merge;
#[cfg(test)]
mod tests;

use super::{Draft, Imported, Report, Setting, provenance, zones::Settlement};
use crate::diagnostic::{Location, Problem, Problems, Severity};
use crate::formats::Folder;
use crate::formats::gtfs::{Context, FeedCounts, ServiceDays, Tables, common_day};
use crate::formats::table::IdIndex;
use crate::network::checks::{self, Finding, Subject};
use crate::network::{
    Confidence, LinkUse, Network, ParameterRow, Position, Source, Transit, Zone, ZoneType,
};
use crate::units::{Date, KmPerHour};
use merge::Merged;
use rstar::primitives::Line;
use rstar::{PointDistance, RTree};
use std::collections::{BTreeMap, BTreeSet};

/// A feed and what it is called.
#[derive(Debug, Clone)]
pub struct Feed {
    /// Its name without the end: stands before its ids where they clash.
    pub name: String,
    /// Its files.
    pub folder: Folder,
}

/// Feeds cut into rows.
#[derive(Debug)]
pub struct Feeds {
    opened: Vec<(Feed, Tables)>,
    days: Vec<ServiceDays>,
    problems: Problems,
}

/// What is made of feeds and streets.
#[derive(Debug)]
pub struct Outcome {
    /// The network.
    pub imported: Imported,
    /// Every row left out, as a warning.
    pub left_out: Problems,
}

impl Feeds {
    /// Cuts feeds into rows.
    ///
    /// # Errors
    /// If one of them lacks a table or a column without which there is no timetable.
    pub fn open(feeds: Vec<Feed>) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        let mut opened = Vec::new();
        for feed in feeds {
            match Tables::open(&feed.folder, &mut problems) {
                Some(tables) if tables.is_whole() => opened.push((feed, tables)),
                Some(_) => return Err(problems),
                None => return Err(no_feed(&feed).into()),
            }
        }
        let days = opened.iter().map(|(_, tables)| tables.service_days()).collect();
        Ok(Self { opened, days, problems })
    }

    /// The service day: the one asked for, else the first Wednesday that all feeds cover.
    ///
    /// # Errors
    /// If a feed does not cover the day asked for, or has no day at all.
    pub fn day(&self, asked: Option<Date>) -> Result<Date, Problem> {
        let Some(day) = asked.or_else(|| common_day(&self.days)) else {
            let problem = Problem::error("no-service-day", "no calendar has a day");
            return Err(problem.help("a start_date and an end_date in calendar.txt"));
        };
        for ((feed, _), days) in self.opened.iter().zip(&self.days) {
            if asked.is_some() && !days.covers(day) {
                let span = days.span().map(|(from, to)| format!("--date from {from} to {to}"));
                let message = format!("no calendar of the feed covers {day}");
                let problem = Problem::error("date-outside-calendar", message);
                return Err(problem
                    .at(Location::file(feed.folder.label()))
                    .help(span.unwrap_or_else(|| "a calendar with days".to_owned())));
            }
        }
        Ok(day)
    }

    /// One zone, at the middle of the stops by median: for want of places that the map or the user names.
    pub fn middle(&self, name: &str) -> Zone {
        let stops: Vec<Position> =
            self.opened.iter().flat_map(|(_, tables)| tables.positions()).collect();
        let median = |degrees: fn(&Position) -> f64| {
            let mut all: Vec<f64> = stops.iter().map(degrees).collect();
            all.sort_by(f64::total_cmp);
            all.get(all.len() / 2).copied().unwrap_or_default()
        };
        let zone = Settlement {
            id: name.to_owned(),
            name: name.to_owned(),
            name_en: name.to_owned(),
            zone_type: ZoneType::County,
            position: Position { lon: median(|at| at.lon), lat: median(|at| at.lat) },
            population: None,
            provenance: provenance(
                super::ESTIMATE,
                Confidence::Derived,
                "middle of the stops of the feeds, by median",
            ),
        };
        zone.zone()
    }

    /// The timetable of a day, on streets where there are some.
    ///
    /// # Errors
    /// If no trip is left.
    pub fn onto(
        self,
        streets: Option<Imported>,
        day: Date,
        options: &Options,
    ) -> Result<Outcome, Problems> {
        let mut problems = self.problems;
        let mut merged = Merged::default();
        for (feed, tables) in &self.opened {
            let mut of_feed = Problems::new();
            let nodes = IdIndex::new(None, "node_id", "node", &mut of_feed);
            let sources = IdIndex::new(None, "source_id", "source", &mut of_feed);
            let context = Context { base_date: Some(day), nodes: &nodes, sources: &sources };
            let transit = tables.read(context, &mut of_feed);
            let courses = tables.courses(&transit, &mut of_feed);
            merged.add(feed, tables, transit, courses);
            problems.extend(of_feed);
        }
        let time_zone = merged.time_zone.clone();
        let (sources, counts, lost) = (merged.sources, merged.counts, merged.lost);
        let transit = merged.transit;
        let has_streets = streets.is_some();
        let mut transit = transit;
        merge::drop_impossible(&mut transit, &mut problems);
        let idle = merge::drop_idle_stops(&mut transit);
        if transit.trips.is_empty() {
            let problem = Problem::error("no-trips", format!("no trip runs on {day}"));
            problems.push(problem.help("--date with another day"));
            return Err(problems);
        }
        let mut imported = match streets {
            Some(streets) => streets,
            None => without_streets(options, day, (&transit, &merged.courses), &sources),
        };
        let network = &mut imported.network;
        network.config.base_date = day;
        network.config.time_zone = time_zone.unwrap_or_else(|| "Etc/UTC".to_owned());
        network.sources.extend(sources);
        network.transit = transit;
        let far = if has_streets {
            set_walking(network, options.walk_speed);
            stops_off_streets(network)
        } else {
            0
        };
        let mut report = report(&imported.network.transit, day, counts, &lost, &problems);
        report.count("stops where no trip of the day calls, left out", idle);
        if has_streets {
            let what = format!("stops farther than {SNAP_KM} km from any way on foot");
            report.count(format!("{what}: nobody walks there"), far);
        }
        remarks(&mut report, options, has_streets);
        report.rows.extend(std::mem::take(&mut imported.report.rows));
        report.remarks.extend(std::mem::take(&mut imported.report.remarks));
        imported.report = report;
        Ok(Outcome { imported, left_out: as_warnings(&problems) })
    }
}

/// How feeds are brought in.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// `dataset_name` where there are no streets.
    pub name: String,
    /// How fast people walk.
    pub walk_speed: KmPerHour,
    /// Zones where there are no streets.
    pub zones: Vec<Zone>,
}

/// How far a place may be from a way on foot, in km.
const SNAP_KM: f64 = 0.5;

fn no_feed(feed: &Feed) -> Problem {
    Problem::error("missing_required_file", "there is no table of a GTFS feed here")
        .at(Location::file(feed.folder.label()))
        .help("a folder or a .zip with stops.txt, routes.txt, trips.txt, stop_times.txt and calendar.txt or calendar_dates.txt")
}

fn as_warnings(problems: &Problems) -> Problems {
    let mut warnings = Problems::new();
    for problem in problems.iter() {
        warnings.push(Problem { severity: Severity::Warning, ..problem.clone() });
    }
    warnings
}

/// By ids of two stops: the points of the course between them.
type HopCourses = BTreeMap<(String, String), Vec<Position>>;

/// A network of services alone: every zone and stop is reached as the crow flies.
fn without_streets(
    options: &Options,
    day: Date,
    (transit, courses): (&Transit, &HopCourses),
    sources: &[Source],
) -> Imported {
    let setting = Setting {
        name: options.name.clone(),
        date: day,
        source: Source::default(),
        access: super::Access::Streets,
    };
    let source = sources.first().map_or(super::ESTIMATE, |source| source.id.as_str());
    let mut network =
        setting.network(lines::lines(transit, courses, source), options.zones.clone());
    network.sources.retain(|source| !source.id.is_empty());
    let (projects, tables) = (BTreeMap::new(), BTreeMap::new());
    Imported { network, projects, tables, report: Report::default() }
}

/// Rows of `mode.csv` by which people walk over streets, and are not held up in stations.
fn set_walking(network: &mut Network, speed: KmPerHour) {
    let row = |mode: &str, parameter: &str, value: f64, unit: &str, note: &str| ParameterRow {
        mode: mode.to_owned(),
        parameter: parameter.to_owned(),
        facility_type: None,
        free_speed: None,
        value,
        unit: unit.to_owned(),
        provenance: provenance(super::ESTIMATE, Confidence::Estimated, note),
    };
    let own = |row: &ParameterRow| {
        ["station_entry", "station_exit", "minimum_change"].contains(&row.parameter.as_str())
            && row.mode != "air"
    };
    let rows = &mut network.modes.rows;
    rows.retain(|row| !own(row));
    for mode in ["coach", "rail"] {
        let why = "the way to the platform is walked over the streets";
        rows.push(row(mode, "station_entry", 0.0, "min", why));
        rows.push(row(mode, "station_exit", 0.0, "min", why));
        rows.push(row(mode, "minimum_change", 1.0, "min", "R5 takes a minute to board"));
    }
    let usual = "the default of R5 (r5r 2.0); whoever has this row walks over the streets";
    rows.push(row("walk", "street_speed", speed.0, "km/h", usual));
    let limits = [
        ("street_limit", 30.0, "min", "longest walk to or from a stop, or all the way"),
        ("street_transfer_limit", 20.0, "min", "longest walk between two stops"),
        ("street_snap", SNAP_KM, "km", "how far a place may be from a way on foot"),
    ];
    for (parameter, value, unit, note) in limits {
        rows.push(row("walk", parameter, value, unit, note));
    }
    rows.sort_by(|a, b| (&a.mode, &a.parameter).cmp(&(&b.mode, &b.parameter)));
}

/// How many stops are too far from any link that people may walk on.
fn stops_off_streets(network: &Network) -> usize {
    let stops = &network.transit.stops;
    let Some(first) = stops.first() else { return 0 };
    // Kilometres on a plane that touches the first stop are near enough for so short a distance.
    let (north, east) = (111.195, 111.195 * first.position.lat.to_radians().cos());
    let flat = |place: Position| [place.lon * east, place.lat * north];
    let walkable = network.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Walk));
    let lines: Vec<Line<[f64; 2]>> = walkable
        .flat_map(|link| {
            let course: Vec<[f64; 2]> = network.course(link).into_iter().map(flat).collect();
            course.windows(2).map(|pair| Line::new(pair[0], pair[1])).collect::<Vec<_>>()
        })
        .collect();
    let tree = RTree::bulk_load(lines);
    let is_far = |place: [f64; 2]| {
        let nearest = tree.nearest_neighbor(place);
        nearest.is_none_or(|line| line.distance_2(&place) > SNAP_KM * SNAP_KM)
    };
    stops.iter().filter(|stop| is_far(flat(stop.position))).count()
}

fn report(
    transit: &Transit,
    day: Date,
    counts: FeedCounts,
    lost: &[(&'static str, usize)],
    problems: &Problems,
) -> Report {
    let mut report = Report::default();
    report.count("trips in the feeds", counts.trips);
    report.count(
        format!("trips that run on {day}, those by headway written out"),
        transit.trips.len(),
    );
    report.count("rows of trips by headway", counts.headways);
    report.count("stops, stations and entrances in the feeds", counts.stops);
    report.count(
        "stops where trips of the day call, platforms one with their station",
        transit.stops.len(),
    );
    report.count("calls in the feeds", counts.calls);
    report
        .count("calls without a time, set by distance between those with one", counts.blank_times);
    report.count("transfers between stops, or at one", transit.transfers.len());
    for (what, count) in lost.iter().filter(|(_, count)| *count > 0) {
        report.count(*what, *count);
    }
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in problems.iter() {
        *by_code.entry(problem.code).or_default() += 1;
    }
    for (code, count) in by_code {
        report.count(format!("left out: {code}"), count);
    }
    report
}

fn remarks(report: &mut Report, options: &Options, has_streets: bool) {
    report.remark("The timetable is that of one service day, and is taken to run every day. Trips by headway leave at their start time and every headway after it.");
    if has_streets {
        report.remark(format!(
            "People walk to stops over the streets at {} km/h, for 30 minutes at most, and between stops for 20; parameters street_… of the mode walk in mode.csv.",
            options.walk_speed.0
        ));
    } else {
        report.remark("Without --osm there are no streets: stops are reached as the crow flies, by the rules of mode.csv, and links are straight lines between stops.");
    }
}

/// Findings on calls that no vehicle can make, by trip.
fn impossible_calls(transit: &Transit) -> Vec<(usize, Finding)> {
    let of_call = |finding: Finding| match finding.subject {
        Subject::Call(trip, _) if finding.severity == Severity::Error => Some((trip.at(), finding)),
        _ => None,
    };
    checks::impossible_hops(transit).into_iter().filter_map(of_call).collect()
}

/// Ids of some rows that stand in those before them.
fn clash<'a>(
    known: impl Iterator<Item = &'a String>,
    own: impl Iterator<Item = &'a String>,
) -> bool {
    let known: BTreeSet<&String> = known.collect();
    own.into_iter().any(|id| known.contains(id))
}
