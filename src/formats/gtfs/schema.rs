//! The columns of each table of a feed.

use crate::formats::table::{Dialect, Schema};

pub(super) const AGENCY: Schema = table(
    "agency.txt",
    &["agency_name", "agency_timezone"],
    &["agency_id", "agency_url", "agency_lang"],
);

pub(super) const STOPS: Schema = table(
    "stops.txt",
    &["stop_id", "stop_name", "stop_lat", "stop_lon"],
    &["location_type", "parent_station", "node_id", "source_id", "confidence"],
);

pub(super) const ROUTES: Schema = table(
    "routes.txt",
    &["route_id", "route_type"],
    &["agency_id", "route_short_name", "route_long_name"],
);

pub(super) const TRIPS: Schema = table(
    "trips.txt",
    &["route_id", "service_id", "trip_id"],
    &[
        "trip_short_name",
        "trip_headsign",
        "direction_id",
        "shape_id",
        "timing",
        "source_id",
        "confidence",
        "note",
    ],
);

pub(super) const STOP_TIMES: Schema = table(
    "stop_times.txt",
    &["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"],
    &["timepoint", "pickup_type", "drop_off_type"],
);

/// Columns of the days of the week, from Monday.
pub(super) const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

pub(super) const CALENDAR: Schema = table(
    "calendar.txt",
    &[
        "service_id",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "start_date",
        "end_date",
    ],
    &[],
);

pub(super) const CALENDAR_DATES: Schema =
    table("calendar_dates.txt", &["service_id", "date", "exception_type"], &[]);

pub(super) const FREQUENCIES: Schema = table(
    "frequencies.txt",
    &["trip_id", "start_time", "end_time", "headway_secs"],
    &["exact_times"],
);

pub(super) const TRANSFERS: Schema = table(
    "transfers.txt",
    &["from_stop_id", "to_stop_id", "transfer_type"],
    &["min_transfer_time", "from_route_id", "to_route_id", "from_trip_id", "to_trip_id"],
);

pub(super) const SHAPES: Schema = table(
    "shapes.txt",
    &["shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"],
    &["shape_dist_traveled"],
);

pub(super) const TRANSLATIONS: Schema = table(
    "translations.txt",
    &["table_name", "field_name", "language", "translation"],
    &["record_id", "record_sub_id", "field_value"],
);

const fn table(
    file: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Schema {
    Schema { file, required, optional, needs_rows: false, dialect: Dialect::Gtfs }
}
