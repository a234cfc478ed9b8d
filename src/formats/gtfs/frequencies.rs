//! `frequencies.txt`: trips by headway, written out one by one.

use super::calls::gtfs_time;
use crate::diagnostic::{Problem, Problems};
use crate::formats::table::{Fault, IdIndex, Row, Table};
use crate::network::Trip;
use crate::units::Seconds;

/// A row of `frequencies.txt`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Headway {
    start: Seconds,
    end: Seconds,
    seconds: u32,
}

/// Headways by row of `trips.txt`.
pub(super) fn headways_by_trip(
    table: Option<&Table>,
    trips: (&IdIndex<'_>, usize),
    problems: &mut Problems,
) -> Vec<Vec<Headway>> {
    let mut headways = vec![Vec::new(); trips.1];
    for row in table.into_iter().flat_map(Table::whole_rows) {
        let trip = problems.note(trips.0.must_refer(row, "trip_id"));
        let of_trip = trip.and_then(|trip| headways.get_mut(trip));
        if let (Some(of_trip), Some(headway)) = (of_trip, headway(row, problems)) {
            of_trip.push(headway);
        }
    }
    headways
}

fn headway(row: Row<'_>, problems: &mut Problems) -> Option<Headway> {
    let start = problems.note(row.get("start_time"));
    let end = problems.note(row.get("end_time"));
    let headway: Option<u32> = problems.note(row.get("headway_secs"));
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
    }
    Some(Headway { start, end, seconds: headway })
}

/// The trip itself where it has no headway, else one trip a departure; `12:00:00` stands behind its id.
pub(super) fn written_out(trip: Trip, headways: &[Headway]) -> Vec<Trip> {
    if headways.is_empty() {
        return vec![trip];
    }
    let departures = headways.iter().flat_map(|headway| {
        (headway.start.0..headway.end.0).step_by(headway.seconds as usize).map(Seconds)
    });
    departures.map(|departure| departing_at(&trip, departure)).collect()
}

fn departing_at(trip: &Trip, departure: Seconds) -> Trip {
    let first = trip.stop_times[0].departure;
    let shifted = |time: Seconds| departure + time.saturating_sub(first);
    let mut copy = trip.clone();
    copy.id = format!("{}@{}", trip.id, gtfs_time(departure));
    for call in &mut copy.stop_times {
        (call.arrival, call.departure) = (shifted(call.arrival), shifted(call.departure));
    }
    copy
}
