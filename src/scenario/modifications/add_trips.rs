//! `add-trips`: services given by their stops and how many run a day.
//!
//! Times between stops are, in this order: those written; the median of existing trips of the same class that run from
//! one stop to the next without calling between; computed from the links between them.

use super::{ConfidenceWord, Editor, Origin, count};
use crate::diagnostic::Problem;
use crate::index::{RouteIdx, StopIdx};
use crate::network::{Network, Route, RouteClass, StopTime, Timing, Trip};
use crate::units::{Seconds, parse_clock};
use serde::Deserialize;
use toml::Spanned;

/// The keys of `add-trips`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddTrips {
    /// What the trains are called; a number follows.
    pub name: String,
    /// `high_speed_rail` or `conventional_rail`.
    pub class: Spanned<String>,
    /// Stops in order.
    pub stops: Spanned<Vec<Spanned<String>>>,
    /// Trains a day each way.
    pub trips_per_day: Spanned<u32>,
    /// Clock time of the first departure from the first stop (and, the other way, from the last).
    pub first_departure: Spanned<String>,
    /// Clock time of the last departure.
    pub last_departure: Spanned<String>,
    /// Whether as many run the other way.
    #[serde(default = "yes")]
    pub bidirectional: bool,
    /// Minutes from each stop to the next, if they are to be fixed.
    #[serde(default)]
    pub hop_minutes: Option<Spanned<Vec<f64>>>,
    /// Minutes at each stop between; the mode's `dwell` if not said.
    #[serde(default)]
    pub dwell_minutes: Option<f64>,
    /// The fastest the trains go, in km/h.
    #[serde(default)]
    pub top_speed_kmh: Option<f64>,
    /// Ids of `source.csv`; the project's if none.
    #[serde(default)]
    pub sources: Option<Vec<String>>,
    /// How sure the service is.
    #[serde(default)]
    pub confidence: Option<ConfidenceWord>,
    /// On what grounds.
    #[serde(default)]
    pub note: String,
}

fn yes() -> bool {
    true
}

impl AddTrips {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<String> {
        let class = class_of(editor, &self.class);
        let stops = editor.stops(self.stops.get_ref());
        let span = self.span(editor);
        let (class, stops, (first, last)) = (class?, stops?, span?);
        self.check_counts(editor)?;
        let mut added = 0;
        for is_back in [false, true].into_iter().take(if self.bidirectional { 2 } else { 1 }) {
            let stops: Vec<StopIdx> =
                if is_back { stops.iter().rev().copied().collect() } else { stops.clone() };
            let hops = self.hops(editor, &stops, class, is_back)?;
            let dwell = self.dwell(editor, class)?;
            let run = timed(&stops, &hops, dwell);
            added += self.push(editor, class, &run, (first, last), is_back);
        }
        Some(count(added, "trip"))
    }

    fn span(&self, editor: &mut Editor<'_>) -> Option<(Seconds, Seconds)> {
        let first = clock(editor, &self.first_departure)?;
        let last = clock(editor, &self.last_departure)?;
        if last < first {
            let problem = Problem::error("out-of-order", "the last departure is before the first");
            editor.problem(
                &self.last_departure,
                problem.help("times past midnight are written 24:10, 25:00, …"),
            );
            return None;
        }
        Some((first, last))
    }

    fn check_counts(&self, editor: &mut Editor<'_>) -> Option<()> {
        let stops = self.stops.get_ref().len();
        if stops < 2 {
            editor.problem(
                &self.stops,
                Problem::error("wrong-count", "a trip needs two stops at least"),
            );
            return None;
        }
        if *self.trips_per_day.get_ref() == 0 {
            let problem = Problem::error("touches-nothing", "no train a day is no service");
            editor.problem(&self.trips_per_day, problem.help("1 or more"));
            return None;
        }
        match &self.hop_minutes {
            Some(hops)
                if hops.get_ref().len() + 1 != stops
                    || hops.get_ref().iter().any(|minutes| !(*minutes > 0.0)) =>
            {
                let help =
                    format!("{} numbers above 0: minutes from each stop to the next", stops - 1);
                editor.problem(
                    hops,
                    Problem::error("wrong-count", "the minutes do not fit the stops").help(help),
                );
                None
            }
            _ => Some(()),
        }
    }

    fn hops(
        &self,
        editor: &mut Editor<'_>,
        stops: &[StopIdx],
        class: RouteClass,
        is_back: bool,
    ) -> Option<Vec<Seconds>> {
        if let Some(written) = &self.hop_minutes {
            let mut hops: Vec<Seconds> = written
                .get_ref()
                .iter()
                .map(|minutes| Seconds::from_minutes_f64(*minutes))
                .collect();
            if is_back {
                hops.reverse();
            }
            return Some(hops);
        }
        hop_times(editor, stops, class, self.top_speed_kmh, &self.stops)
    }

    fn dwell(&self, editor: &mut Editor<'_>, class: RouteClass) -> Option<Seconds> {
        match self.dwell_minutes {
            Some(minutes) => Some(Seconds::from_minutes_f64(minutes)),
            None => standard_dwell(editor, class, &self.stops),
        }
    }

    fn push(
        &self,
        editor: &mut Editor<'_>,
        class: RouteClass,
        run: &[StopTime],
        span: (Seconds, Seconds),
        is_back: bool,
    ) -> usize {
        let origin = Origin {
            sources: self.sources.clone(),
            confidence: self.confidence,
            note: self.note.clone(),
        };
        let provenance = editor.provenance(&origin);
        let project = Some(editor.project_id());
        let project_id = editor.project.id().to_owned();
        let network = editor.change_services();
        let route = route(network, &format!("{project_id}:{}", self.name), &self.name, class);
        let number = *self.trips_per_day.get_ref() as usize;
        for at in 0..number {
            let start = spread(span, number, at);
            let name = format!("{}{:02}", self.name, 2 * at + usize::from(is_back) + 1);
            let stop_times = run.iter().map(|call| later(*call, start)).collect();
            network.transit.trips.push(Trip {
                id: format!("{project_id}:{name}"),
                name,
                route,
                timing: Timing::Estimated,
                stop_times,
                project: project.clone(),
                provenance: provenance.clone(),
            });
        }
        number
    }
}

/// The `at`-th of `number` departures spread evenly over a span, both ends included.
fn spread((first, last): (Seconds, Seconds), number: usize, at: usize) -> Seconds {
    if number < 2 {
        first
    } else {
        Seconds(first.0 + ((last.0 - first.0) as usize * at / (number - 1)) as u32 / 60 * 60)
    }
}

pub(super) fn later(call: StopTime, by: Seconds) -> StopTime {
    StopTime { arrival: call.arrival + by, departure: call.departure + by, ..call }
}

/// Calls of a trip that leaves its first stop at time zero.
pub(super) fn timed(stops: &[StopIdx], hops: &[Seconds], dwell: Seconds) -> Vec<StopTime> {
    let mut clock = Seconds(0);
    let mut calls = vec![StopTime { stop: stops[0], arrival: clock, departure: clock }];
    for (at, (stop, hop)) in stops[1..].iter().zip(hops).enumerate() {
        let arrival = clock + *hop;
        clock = if at + 2 == stops.len() { arrival } else { arrival + dwell };
        calls.push(StopTime { stop: *stop, arrival, departure: clock });
    }
    calls
}

/// Running time from each stop to the next.
pub(super) fn hop_times<T>(
    editor: &mut Editor<'_>,
    stops: &[StopIdx],
    class: RouteClass,
    top_speed_kmh: Option<f64>,
    at: &Spanned<T>,
) -> Option<Vec<Seconds>> {
    stops
        .windows(2)
        .map(|pair| hop_time(editor, pair[0], pair[1], class, top_speed_kmh, at))
        .collect()
}

fn hop_time<T>(
    editor: &mut Editor<'_>,
    from: StopIdx,
    to: StopIdx,
    class: RouteClass,
    top_speed_kmh: Option<f64>,
    at: &Spanned<T>,
) -> Option<Seconds> {
    if let Some(median) = median_hop(&editor.network, from, to, class) {
        return Some(median);
    }
    let node = |stop: StopIdx| editor.network.transit.stops[stop.at()].node;
    let ends = node(from).zip(node(to));
    let Some(path) = ends.and_then(|(from, to)| editor.rail(class).path(from, to)) else {
        let label = |stop: StopIdx| editor.network.transit.stops[stop.at()].label();
        let message = format!(
            "no railway joins {} and {}, and no train runs between them",
            label(from),
            label(to)
        );
        let help = "add the line with `add-line`, or write `hop_minutes`";
        editor.problem(at, Problem::error("no-way", message).help(help));
        return None;
    };
    let time = path.running_time(&editor.network.modes, top_speed_kmh.unwrap_or(f64::INFINITY));
    time.map_err(|error| editor.problem(at, Problem::error("missing-parameter", error.to_string())))
        .ok()
}

/// The median time of existing trips of a class that run from one stop straight to another.
fn median_hop(network: &Network, from: StopIdx, to: StopIdx, class: RouteClass) -> Option<Seconds> {
    let own = network
        .transit
        .trips
        .iter()
        .filter(|trip| trip.project.is_none() && network.transit.class(trip) == class);
    let pairs = own.flat_map(|trip| trip.stop_times.windows(2));
    let mut times: Vec<Seconds> = pairs
        .filter(|pair| {
            pair[0].stop == from && pair[1].stop == to && pair[1].arrival > pair[0].departure
        })
        .map(|pair| pair[1].arrival - pair[0].departure)
        .collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}

pub(super) fn standard_dwell<T>(
    editor: &mut Editor<'_>,
    class: RouteClass,
    at: &Spanned<T>,
) -> Option<Seconds> {
    use crate::network::FacilityType::{ConventionalRail, HighSpeedRail};
    let facility =
        if class == RouteClass::HighSpeedRail { HighSpeedRail } else { ConventionalRail };
    let minutes = editor.network.modes.value_for("rail", "dwell", facility);
    minutes
        .map(Seconds::from_minutes_f64)
        .map_err(|error| editor.problem(at, Problem::error("missing-parameter", error.to_string())))
        .ok()
}

fn class_of(editor: &mut Editor<'_>, class: &Spanned<String>) -> Option<RouteClass> {
    match class.get_ref().as_str() {
        "high_speed_rail" => Some(RouteClass::HighSpeedRail),
        "conventional_rail" => Some(RouteClass::ConventionalRail),
        other => {
            let problem =
                Problem::error("unknown-class", format!("`{other}` is no class of train"));
            editor.problem(class, problem.help("high_speed_rail or conventional_rail"));
            None
        }
    }
}

fn clock(editor: &mut Editor<'_>, text: &Spanned<String>) -> Option<Seconds> {
    let time = parse_clock(text.get_ref());
    if time.is_none() {
        editor.problem(
            text,
            Problem::error("not-a-time", format!("`{}` is no clock time", text.get_ref()))
                .help("write HH:MM"),
        );
    }
    time
}

fn route(network: &mut Network, id: &str, name: &str, class: RouteClass) -> RouteIdx {
    let routes = &mut network.transit.routes;
    let at = routes.iter().position(|route| route.id == id).unwrap_or_else(|| {
        routes.push(Route {
            id: id.to_owned(),
            short_name: name.to_owned(),
            long_name: name.to_owned(),
            class,
        });
        routes.len() - 1
    });
    RouteIdx::new(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departures_spread_from_first_to_last() {
        let span = (Seconds(0), Seconds(7200));
        let clocks: Vec<_> = (0..3).map(|at| spread(span, 3, at).0).collect();
        assert_eq!(clocks, [0, 3600, 7200]);
        assert_eq!(spread(span, 1, 0), Seconds(0));
    }

    #[test]
    fn a_train_dwells_between_and_not_at_its_ends() {
        let stops = [StopIdx(0), StopIdx(1), StopIdx(2)];
        let calls = timed(&stops, &[Seconds(600), Seconds(300)], Seconds(120));
        assert_eq!((calls[1].arrival, calls[1].departure), (Seconds(600), Seconds(720)));
        assert_eq!((calls[2].arrival, calls[2].departure), (Seconds(1020), Seconds(1020)));
    }
}
