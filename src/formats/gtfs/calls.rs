//! `stop_times.txt`: the calls of each trip, in order, every time known.

use super::stops::StopRows;
use crate::diagnostic::{Problem, Problems};
use crate::formats::table::{Fault, IdIndex, Row, Table};
use crate::index::StopIdx;
use crate::network::{Exchange, Stop, StopTime};
use crate::units::Seconds;

/// A row of `stop_times.txt`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'t> {
    row: Row<'t>,
    sequence: u32,
    stop: StopIdx,
    arrival: Option<Seconds>,
    departure: Option<Seconds>,
    exchange: Exchange,
}

/// Calls by row of `trips.txt`, each trip's in order; none where a call cannot be read, which has been noted.
pub(super) fn calls_by_trip<'t>(
    table: Option<&'t Table>,
    trips: (&IdIndex<'_>, usize),
    stops: &StopRows<'_>,
    problems: &mut Problems,
) -> Vec<Option<Vec<Call<'t>>>> {
    let mut calls = vec![Some(Vec::new()); trips.1];
    for row in table.into_iter().flat_map(Table::whole_rows) {
        let trip = problems.note(trips.0.must_refer(row, "trip_id"));
        let call = call(row, stops, problems);
        let Some(of_trip) = trip.and_then(|trip| calls.get_mut(trip)) else { continue };
        match call {
            Some(call) => of_trip.iter_mut().for_each(|of_trip| of_trip.push(call)),
            None => *of_trip = None,
        }
    }
    for of_trip in &mut calls {
        let is_right = of_trip.as_mut().is_some_and(|calls| {
            calls.sort_by_key(|call| call.sequence);
            check_sequence(calls, problems)
        });
        if !is_right {
            *of_trip = None;
        }
    }
    calls
}

fn call<'t>(row: Row<'t>, stops: &StopRows<'_>, problems: &mut Problems) -> Option<Call<'t>> {
    let sequence = problems.note(row.get("stop_sequence"));
    let stop = problems.note(stops.of_call(row)).flatten();
    let arrival: Option<Option<Seconds>> = problems.note(row.get("arrival_time"));
    let departure: Option<Option<Seconds>> = problems.note(row.get("departure_time"));
    let boards = problems.note(is_allowed(row, "pickup_type"));
    let alights = problems.note(is_allowed(row, "drop_off_type"));
    let (arrival, departure) = (arrival?, departure?);
    Some(Call {
        row,
        sequence: sequence?,
        stop: stop?,
        arrival: arrival.or(departure),
        departure: departure.or(arrival),
        exchange: Exchange::of(boards?, alights?),
    })
}

/// Whether passengers may do what a column speaks of; by arrangement with agency or driver is allowed.
fn is_allowed(row: Row<'_>, column: &str) -> Result<bool, Problem> {
    let kind: Option<u32> = row.get(column)?;
    match kind {
        None | Some(0 | 2 | 3) => Ok(true),
        Some(1) => Ok(false),
        Some(other) => Err(row
            .problem(column, Fault::UnknownWord, format!("`{other}` is no kind of stopping"))
            .help("0 regular, 1 none, 2 by phone, 3 by arrangement with the driver")),
    }
}

fn check_sequence(calls: &[Call<'_>], problems: &mut Problems) -> bool {
    let mut is_right = true;
    for pair in calls.windows(2).filter(|pair| pair[0].sequence == pair[1].sequence) {
        is_right = false;
        let line = pair[0].row.location("stop_sequence").line;
        let message = format!("`{}` stands twice in this trip", pair[1].sequence);
        problems.push(
            pair[1]
                .row
                .problem("stop_sequence", Fault::DuplicateId, message)
                .help(format!("a number of its own; line {line} has this one")),
        );
    }
    is_right
}

/// The calls with every time filled in, where none goes back.
pub(super) fn stop_times(
    calls: &[Call<'_>],
    stops: &[Stop],
    problems: &mut Problems,
) -> Option<Vec<StopTime>> {
    let (first, last) = (calls.first()?, calls.last()?);
    for edge in [first, last].into_iter().filter(|edge| edge.arrival.is_none()) {
        let message = "the first and the last call of a trip need their times";
        let problem = Problem::error("missing_trip_edge", message);
        problems.push(problem.at(edge.row.location("arrival_time")).help("HH:MM:SS"));
    }
    if first.arrival.is_none() || last.arrival.is_none() {
        return None;
    }
    let times = filled(calls, stops);
    let is_right = check_order(calls, &times, problems);
    is_right.then_some(times)
}

fn filled(calls: &[Call<'_>], stops: &[Stop]) -> Vec<StopTime> {
    let mut times: Vec<StopTime> = Vec::with_capacity(calls.len());
    for (at, call) in calls.iter().enumerate() {
        let untimed = || between(calls, at, times.last(), stops);
        let arrival = call.arrival.unwrap_or_else(untimed);
        let departure = call.departure.unwrap_or(arrival);
        times.push(StopTime { stop: call.stop, arrival, departure, exchange: call.exchange });
    }
    times
}

/// The time of a call without one: between the call before and the next one with a time, by straight-line distance.
fn between(calls: &[Call<'_>], at: usize, before: Option<&StopTime>, stops: &[Stop]) -> Seconds {
    let Some(before) = before else { return Seconds(0) };
    let next = (at..calls.len()).find_map(|later| Some((later, calls[later].arrival?)));
    let Some((later, until)) = next else { return before.departure };
    let hop = |to: usize| {
        let here = stops[calls[to - 1].stop.at()].position;
        here.distance(stops[calls[to].stop.at()].position).0
    };
    let whole: f64 = (at..=later).map(hop).sum();
    let part = if whole > 0.0 { hop(at) / whole } else { 1.0 / (later - at + 1) as f64 };
    let span = f64::from(until.saturating_sub(before.departure).0);
    before.departure + Seconds::from_f64(span * part)
}

fn check_order(calls: &[Call<'_>], times: &[StopTime], problems: &mut Problems) -> bool {
    let mut is_right = true;
    for (at, (call, time)) in calls.iter().zip(times).enumerate() {
        let before = at.checked_sub(1).map(|before| times[before].departure);
        if let Some(before) = before.filter(|before| time.arrival < *before) {
            is_right = false;
            problems.push(goes_back(call.row, "arrival_time", before, time.arrival));
        }
        if time.departure < time.arrival {
            is_right = false;
            problems.push(goes_back(call.row, "departure_time", time.arrival, time.departure));
        }
    }
    is_right
}

fn goes_back(row: Row<'_>, column: &str, before: Seconds, time: Seconds) -> Problem {
    let (code, event) = match column {
        "arrival_time" => (
            "stop_time_with_arrival_before_previous_departure_time",
            "the trip comes in at {time}, before it left the stop before at {before}",
        ),
        _ => (
            "stop_time_with_departure_before_arrival_time",
            "the trip leaves at {time}, before it came in at {before}",
        ),
    };
    let message = event.replace("{time}", &gtfs_time(time)).replace("{before}", &gtfs_time(before));
    let passed_midnight = before.saturating_sub(time) > Seconds(Seconds::DAY.0 / 2);
    let help = if passed_midnight {
        format!("after midnight hours go on: {}", gtfs_time(time + Seconds::DAY))
    } else {
        format!("a time of {} or later", gtfs_time(before))
    };
    Problem::error(code, message).at(row.location(column)).help(help)
}

/// `HH:MM:SS`, hours beyond 24 after midnight.
pub(super) fn gtfs_time(time: Seconds) -> String {
    format!("{:02}:{:02}:{:02}", time.0 / 3600, time.0 / 60 % 60, time.0 % 60)
}
