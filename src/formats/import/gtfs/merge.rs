//! Feeds made one.

use super::{Feed, clash, impossible_calls};
use crate::diagnostic::{Problem, Problems};
use crate::formats::gtfs::{Courses, FeedCounts, Tables};
use crate::index::{RouteIdx, StopIdx};
use crate::network::{Position, Source, Transit};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the feeds so far.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) transit: Transit,
    pub(super) sources: Vec<Source>,
    /// Of the first feed that says it.
    pub(super) time_zone: Option<String>,
    pub(super) counts: FeedCounts,
    /// By ids of two stops: the course between them.
    pub(super) courses: BTreeMap<(String, String), Vec<Position>>,
    /// What is not kept, and how many rows say it.
    pub(super) lost: Vec<(&'static str, usize)>,
}

impl Merged {
    /// Adds the timetable of one more feed.
    pub(super) fn add(
        &mut self,
        feed: &Feed,
        tables: &Tables,
        mut transit: Transit,
        courses: Courses,
    ) {
        let id = format!("gtfs-{}", feed.name);
        let (agency, zone) = tables.agency().unwrap_or_default();
        self.sources.push(Source {
            id: id.clone(),
            title: format!("GTFS feed {}", feed.name),
            publisher: agency.to_owned(),
            ..Source::default()
        });
        if self.time_zone.is_none() && !zone.is_empty() {
            self.time_zone = Some(zone.to_owned());
        }
        self.count(tables);
        for trip in &mut transit.trips {
            trip.provenance.sources = vec![id.clone()];
            let route = &transit.routes[trip.route.at()];
            let line =
                if route.short_name.is_empty() { &route.long_name } else { &route.short_name };
            trip.name = trip_name(line, &trip.name, &trip.id);
        }
        for stop in &mut transit.stops {
            stop.node = None;
        }
        self.make_unique(&feed.name, &mut transit);
        let id = |stop: StopIdx| transit.stops[stop.at()].id.clone();
        let named = courses.into_iter().map(|((from, to), course)| ((id(from), id(to)), course));
        self.courses.extend(named);
        self.append(transit);
    }

    fn count(&mut self, tables: &Tables) {
        let more = tables.counts();
        self.counts.trips += more.trips;
        self.counts.stops += more.stops;
        self.counts.calls += more.calls;
        self.counts.blank_times += more.blank_times;
        self.counts.headways += more.headways;
        let lost = tables.passed_over();
        if self.lost.is_empty() {
            self.lost = lost;
        } else {
            self.lost.iter_mut().zip(lost).for_each(|(all, more)| all.1 += more.1);
        }
    }

    /// Puts the feed's name before the ids of a kind where one of them is taken.
    fn make_unique(&self, name: &str, transit: &mut Transit) {
        let known = &self.transit;
        let prefix = |id: &mut String| *id = format!("{name}:{id}");
        if clash(known.stops.iter().map(|it| &it.id), transit.stops.iter().map(|it| &it.id)) {
            transit.stops.iter_mut().for_each(|stop| prefix(&mut stop.id));
        }
        if clash(known.routes.iter().map(|it| &it.id), transit.routes.iter().map(|it| &it.id)) {
            transit.routes.iter_mut().for_each(|route| prefix(&mut route.id));
        }
        if clash(known.trips.iter().map(|it| &it.id), transit.trips.iter().map(|it| &it.id)) {
            transit.trips.iter_mut().for_each(|trip| prefix(&mut trip.id));
        }
    }

    fn append(&mut self, mut transit: Transit) {
        let known = &mut self.transit;
        let (stops, routes) = (known.stops.len(), known.routes.len());
        let moved = |stop: StopIdx| StopIdx::new(stop.at() + stops);
        for trip in &mut transit.trips {
            trip.route = RouteIdx::new(trip.route.at() + routes);
            trip.stop_times.iter_mut().for_each(|call| call.stop = moved(call.stop));
        }
        for transfer in &mut transit.transfers {
            (transfer.from, transfer.to) = (moved(transfer.from), moved(transfer.to));
        }
        known.stops.extend(transit.stops);
        known.routes.extend(transit.routes);
        known.trips.extend(transit.trips);
        known.transfers.extend(transit.transfers);
        known.trips.sort_by(|a, b| a.id.cmp(&b.id));
    }
}

/// The line and where it goes, or the number that passengers see.
fn trip_name(line: &str, name: &str, id: &str) -> String {
    // The id of a trip by headway has its departure behind it.
    let is_id = id.starts_with(name);
    match (line, name) {
        ("", name) => name.to_owned(),
        (line, name) if is_id || name.is_empty() || line == name => line.to_owned(),
        (line, name) => format!("{line} {name}"),
    }
}

/// Leaves out trips with hops that no vehicle can make.
pub(super) fn drop_impossible(transit: &mut Transit, problems: &mut Problems) {
    let mut bad: BTreeMap<usize, Problem> = BTreeMap::new();
    for (trip, finding) in impossible_calls(transit) {
        let id = &transit.trips[trip].id;
        let message = format!("trip {id}: {}", finding.message);
        bad.entry(trip).or_insert_with(|| Problem::error(finding.code, message));
    }
    let mut at = 0..;
    transit.trips.retain(|_| at.next().is_none_or(|at| !bad.contains_key(&at)));
    for problem in bad.into_values() {
        problems.push(problem);
    }
}

/// Leaves out stops where no trip calls, and what hangs on them; says how many.
pub(super) fn drop_idle_stops(transit: &mut Transit) -> usize {
    let calls = transit.trips.iter().flat_map(|trip| &trip.stop_times);
    let served: BTreeSet<StopIdx> = calls.map(|call| call.stop).collect();
    let all = transit.stops.len();
    let moved: BTreeMap<StopIdx, StopIdx> =
        served.iter().copied().zip((0..).map(StopIdx)).collect();
    let mut at = (0..).map(StopIdx);
    transit.stops.retain(|_| at.next().is_some_and(|at| served.contains(&at)));
    for call in transit.trips.iter_mut().flat_map(|trip| &mut trip.stop_times) {
        call.stop = moved[&call.stop];
    }
    transit.transfers.retain(|it| served.contains(&it.from) && served.contains(&it.to));
    for transfer in &mut transit.transfers {
        (transfer.from, transfer.to) = (moved[&transfer.from], moved[&transfer.to]);
    }
    all - transit.stops.len()
}
