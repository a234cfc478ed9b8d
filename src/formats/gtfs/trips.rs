//! `trips.txt`, with the calls of each trip.

use super::calendar::Services;
use super::stops::StopRows;
use super::{FEED, Tables, calls, frequencies};
use crate::diagnostic::{Problem, Problems};
use crate::formats::gmns::source_ids;
use crate::formats::table::{IdIndex, Row, Table};
use crate::index::RouteIdx;
use crate::network::{Confidence, Provenance, Stop, StopTime, Timing, Trip};

/// Rows of `routes.txt` by id, and the route that each is; none where it cannot be read.
#[derive(Debug)]
pub(super) struct RouteRows<'t> {
    pub(super) ids: IdIndex<'t>,
    pub(super) routes: Vec<Option<RouteIdx>>,
}

/// The trips that run on the day, by id.
pub(super) fn trips(
    tables: &Tables,
    (stops, stop_rows): (&[Stop], &StopRows<'_>),
    routes: &RouteRows<'_>,
    services: &Services,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Vec<Trip> {
    let trip_ids = IdIndex::new(tables.trips.as_ref(), "trip_id", "trip", problems);
    let count = tables.trips.as_ref().map_or(0, Table::len);
    let calls =
        calls::calls_by_trip(tables.stop_times.as_ref(), (&trip_ids, count), stop_rows, problems);
    let headways =
        frequencies::headways_by_trip(tables.frequencies.as_ref(), (&trip_ids, count), problems);
    let mut trips = Vec::with_capacity(count);
    let rows = tables.trips.iter().flat_map(Table::whole_rows);
    for row in rows.filter(|row| !trip_ids.is_repeated(*row, "trip_id")) {
        let runs = problems.note(services.runs(row));
        let of_trip = calls[row.number()].as_deref();
        let stop_times = of_trip.and_then(|calls| stop_times(row, calls, stops, problems));
        let trip = trip(row, routes, sources, stop_times, problems);
        if let (Some(true), Some(trip)) = (runs, trip) {
            trips.extend(frequencies::written_out(trip, &headways[row.number()]));
        }
    }
    trips.sort_by(|a, b| a.id.cmp(&b.id));
    if trips.is_empty() && count > 0 && !problems.has_errors() {
        let message = "none of the trips runs on the base date";
        problems.push(Problem::warning("no-trips", message).at(tables.file("trips.txt")));
    }
    trips
}

/// The calls of a trip; none, with a warning, where there are fewer than two.
fn stop_times(
    row: Row<'_>,
    calls: &[calls::Call<'_>],
    stops: &[Stop],
    problems: &mut Problems,
) -> Option<Vec<StopTime>> {
    if calls.len() >= 2 {
        return calls::stop_times(calls, stops, problems);
    }
    let message = "the trip calls at fewer than two stops and is left out";
    problems.push(
        Problem::warning("unusable_trip", message)
            .at(row.location("trip_id"))
            .help("two rows or more in stop_times.txt"),
    );
    None
}

fn trip(
    row: Row<'_>,
    routes: &RouteRows<'_>,
    sources: &IdIndex<'_>,
    stop_times: Option<Vec<StopTime>>,
    problems: &mut Problems,
) -> Option<Trip> {
    let id: Option<String> = problems.note(row.get("trip_id"));
    let route = problems.note(routes.ids.must_refer(row, "route_id"));
    let route = route.and_then(|route| routes.routes.get(route).copied().flatten());
    let timing: Option<Option<Timing>> = problems.note(row.get("timing"));
    let timing = timing.map(|timing| timing.unwrap_or(Timing::Timetabled));
    let provenance = provenance(row, timing, sources, problems);
    let id = id?;
    Some(Trip {
        name: name(row).to_owned(),
        id,
        route: route?,
        timing: timing?,
        stop_times: stop_times?,
        project: None,
        provenance: provenance?,
    })
}

/// The train number, else the headsign, else the id.
fn name(row: Row<'_>) -> &str {
    let columns = ["trip_short_name", "trip_headsign", "trip_id"];
    columns.into_iter().map(|column| row.text(column)).find(|name| !name.is_empty()).unwrap_or("")
}

/// As far as the row says; else the feed itself, and as sure as the timing is.
fn provenance(
    row: Row<'_>,
    timing: Option<Timing>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Option<Provenance> {
    let ids = if row.has_column("source_id") {
        source_ids(row, sources, problems)
    } else {
        Some(vec![FEED.to_owned()])
    };
    let written: Option<Option<Confidence>> = problems.note(row.get("confidence"));
    let as_timed = match timing? {
        Timing::Timetabled => Confidence::Stated,
        Timing::Retimed => Confidence::Derived,
        Timing::Estimated | Timing::Synthetic => Confidence::Estimated,
    };
    Some(Provenance {
        sources: ids?,
        confidence: written?.unwrap_or(as_timed),
        note: row.text("note").to_owned(),
    })
}
