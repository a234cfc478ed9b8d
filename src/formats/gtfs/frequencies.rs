//! `frequencies.txt`: trips by headway, written out one by one.
//!
//! Departures are at `start_time` and every headway after it, before `end_time`. With `exact_times` 1 that is the timetable;
//! with 0 no clock is published, so that these trips are [`Timing::Retimed`].

use super::calls::gtfs_time;
use crate::diagnostic::{Problem, Problems};
use crate::formats::table::{Fault, IdIndex, Row, Table, ZeroOne};
use crate::network::{Timing, Trip};
use crate::units::Seconds;

/// A row of `frequencies.txt`.
#[derive(Debug, Clone, Copy)]
struct Headway {
    start: Seconds,
    end: Seconds,
    seconds: u32,
    is_exact: bool,
}

/// The headways of a trip.
#[derive(Debug, Clone, Default)]
pub(super) struct Headways {
    /// Whether the trip stands in the table at all: its own times are no departure then.
    is_named: bool,
    rows: Vec<Headway>,
}

/// Headways by row of `trips.txt`.
pub(super) fn headways_by_trip(
    table: Option<&Table>,
    trips: (&IdIndex<'_>, usize),
    problems: &mut Problems,
) -> Vec<Headways> {
    let mut headways = vec![Headways::default(); trips.1];
    for row in table.into_iter().flat_map(Table::whole_rows) {
        let trip = problems.note(trips.0.must_refer(row, "trip_id"));
        let Some(of_trip) = trip.and_then(|trip| headways.get_mut(trip)) else { continue };
        of_trip.is_named = true;
        let Some(headway) = headway(row, problems) else { continue };
        let overlaps = |other: &Headway| headway.start < other.end && other.start < headway.end;
        if of_trip.rows.iter().any(overlaps) {
            let message = "the trip runs by another headway in a part of this time";
            let problem = Problem::error("overlapping_frequency", message);
            problems.push(
                problem.at(row.location("start_time")).help("times that start as others end"),
            );
        } else {
            of_trip.rows.push(headway);
        }
    }
    headways
}

fn headway(row: Row<'_>, problems: &mut Problems) -> Option<Headway> {
    let start = problems.note(row.get("start_time"));
    let end = problems.note(row.get("end_time"));
    let headway: Option<u32> = problems.note(row.get("headway_secs"));
    let exact: Option<Option<ZeroOne>> = problems.note(row.get("exact_times"));
    let (start, end, headway) = (start?, end?, headway?);
    if headway == 0 {
        let problem = row.problem("headway_secs", Fault::OutOfRange, "`0` is no headway");
        problems.push(problem.help("seconds between two departures, such as 600"));
        return None;
    }
    if end < start {
        let code = "start_and_end_range_out_of_order";
        let message = "the headway ends before it starts";
        problems.push(Problem::error(code, message).at(row.location("end_time")));
        return None;
    }
    let is_exact = exact?.is_some_and(|exact| exact.0);
    Some(Headway { start, end, seconds: headway, is_exact })
}

/// The trip itself where it has no headway, else one trip a departure; `12:00:00` stands behind its id.
pub(super) fn written_out(trip: Trip, headways: &Headways) -> Vec<Trip> {
    if !headways.is_named {
        return vec![trip];
    }
    let departures = headways.rows.iter().flat_map(|headway| {
        let times = (headway.start.0..headway.end.0).step_by(headway.seconds as usize);
        times.map(|time| (Seconds(time), headway.is_exact))
    });
    departures.map(|(departure, is_exact)| departing_at(&trip, departure, is_exact)).collect()
}

fn departing_at(trip: &Trip, departure: Seconds, is_exact: bool) -> Trip {
    let first = trip.stop_times[0].departure;
    let shifted = |time: Seconds| departure + time.saturating_sub(first);
    let mut copy = trip.clone();
    copy.id = format!("{}@{}", trip.id, gtfs_time(departure));
    if !is_exact && copy.timing == Timing::Timetabled {
        copy.timing = Timing::Retimed;
    }
    for call in &mut copy.stop_times {
        (call.arrival, call.departure) = (shifted(call.arrival), shifted(call.departure));
    }
    copy
}
