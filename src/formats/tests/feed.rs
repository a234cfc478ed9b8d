//! Timetables that cannot be read, and what is made of those that can.

use super::{check_network, load_network, one_line_and, read_with, said_of};
use crate::formats::Folder;
use crate::network::Timing;

fn said(folder: &Folder) -> String {
    check_network(folder).1.to_string()
}

#[test]
fn a_stop_that_does_not_exist_is_named_with_the_nearest() {
    let expected = "\
error[foreign_key_violation]: no stop has the id `szz`
  --> transit/stop_times.txt:4:22 (stop_id)
  |
4 | K1,09:00:00,09:00:00,szz,3
  |                      ^^^
  = help: did you mean `sz`?
";
    assert_eq!(said_of(&[("transit/stop_times.txt", "09:00:00,sz", "09:00:00,szz")]), expected);
}

#[test]
fn a_node_of_a_stop_must_exist() {
    let expected = "\
error[foreign_key_violation]: no node has the id `rail-suzou`
  --> transit/stops.txt:4:14 (node_id)
  |
4 | sz,宿州,34,118,rail-suzou,book
  |                ^^^^^^^^^^
  = help: did you mean `rail-suzhou`?
";
    assert_eq!(said_of(&[("transit/stops.txt", "rail-suzhou", "rail-suzou")]), expected);
}

#[test]
fn a_time_that_is_none_is_refused() {
    let expected = "\
error[invalid_time]: `9h00` is not a clock time
  --> transit/stop_times.txt:4:4 (arrival_time)
  |
4 | K1,9h00,09:60:00,sz,3
  |    ^^^^
  = help: HH:MM:SS, such as 07:05:00; hours go beyond 24 after midnight, or nothing

error[invalid_time]: `09:60:00` is not a clock time
  --> transit/stop_times.txt:4:9 (departure_time)
  |
4 | K1,9h00,09:60:00,sz,3
  |         ^^^^^^^^
  = help: HH:MM:SS, such as 07:05:00; hours go beyond 24 after midnight, or nothing
";
    assert_eq!(
        said_of(&[("transit/stop_times.txt", "09:00:00,09:00:00", "9h00,09:60:00")]),
        expected
    );
}

#[test]
fn a_trip_that_goes_back_in_time_is_refused() {
    let expected = "\
error[stop_time_with_arrival_before_previous_departure_time]: the trip comes in at 00:10:00, before it left the stop before at 23:30:00
  --> transit/stop_times.txt:6:4 (arrival_time)
  |
6 | K2,00:10:00,24:12:00,mid,2
  |    ^^^^^^^^
  = help: after midnight hours go on: 24:10:00
";
    assert_eq!(said_of(&[("transit/stop_times.txt", "24:10:00", "00:10:00")]), expected);
}

#[test]
fn a_trip_that_leaves_before_it_comes_is_refused() {
    let expected = "\
error[stop_time_with_departure_before_arrival_time]: the trip leaves at 24:09:00, before it came in at 24:10:00
  --> transit/stop_times.txt:6:13 (departure_time)
  |
6 | K2,24:10:00,24:09:00,mid,2
  |             ^^^^^^^^
  = help: a time of 24:10:00 or later
";
    assert_eq!(said_of(&[("transit/stop_times.txt", "24:12:00", "24:09:00")]), expected);
}

#[test]
fn the_first_call_needs_a_time() {
    let expected = "\
error[missing_trip_edge]: the first and the last call of a trip need their times
  --> transit/stop_times.txt:2:4 (arrival_time)
  |
2 | K1,,,xz,1
  |    ^
  = help: HH:MM:SS
";
    assert_eq!(said_of(&[("transit/stop_times.txt", "08:00:00,08:00:00", ",")]), expected);
}

#[test]
fn a_sequence_number_stands_once_in_a_trip() {
    let expected = "\
error[duplicate_key]: `2` stands twice in this trip
  --> transit/stop_times.txt:4:25 (stop_sequence)
  |
4 | K1,09:00:00,09:00:00,sz,2
  |                         ^
  = help: a number of its own; line 3 has this one
";
    assert_eq!(said_of(&[("transit/stop_times.txt", "sz,3", "sz,2")]), expected);
}

#[test]
fn a_feed_needs_an_agency() {
    let expected = "\
error[missing_required_file]: the file is missing
  --> transit/agency.txt
  = help: a table with the columns agency_name,agency_timezone
";
    assert_eq!(said(&one_line_and("transit/agency.txt", None)), expected);
}

#[test]
fn a_feed_needs_a_calendar() {
    let expected = "\
error[missing_calendar_and_calendar_date_files]: nothing says on which days the trips run
  --> transit/calendar.txt
  = help: a table calendar.txt, or calendar_dates.txt
";
    assert_eq!(said(&one_line_and("transit/calendar.txt", None)), expected);
}

#[test]
fn a_service_must_be_in_a_calendar() {
    let expected = "\
error[foreign_key_violation]: no service has the id `dayly`
  --> transit/trips.txt:3:6 (service_id)
  |
3 | line,dayly,K2,K2,retimed,book
  |      ^^^^^
  = help: did you mean `daily`?
";
    assert_eq!(said_of(&[("transit/trips.txt", "line,daily,K2", "line,dayly,K2")]), expected);
}

#[test]
fn a_base_date_outside_the_calendar_is_replaced() {
    let expected = "\
warning[base-date-outside-calendar]: no calendar covers the base date 2026-09-11: trips of 2027-01-06 are taken
  --> transit/calendar.txt
  = help: a base_date in config.csv on a day the feed covers
";
    assert_eq!(
        said_of(&[("transit/calendar.txt", "20260101,20261231", "20270101,20271231")]),
        expected
    );
}

#[test]
fn an_unknown_route_type_lists_some() {
    let expected = "\
error[unexpected_enum_value]: `42` is no known route type
  --> transit/routes.txt:2:8 (route_type)
  |
2 | line,线,42
  |         ^^
  = help: a GTFS route_type: 101 high-speed rail, 2 rail, 1 metro, 3 bus, 4 ferry, 1100 air
";
    assert_eq!(said_of(&[("transit/routes.txt", "线,2", "线,42")]), expected);
}

#[test]
fn a_trip_of_one_call_is_left_out() {
    let expected = "\
warning[stop_without_stop_time]: no trip calls at 符离
  --> transit/stops.txt:3:1 (stop_id)
  |
3 | mid,符离,34,117.4,,book
  | ^^^
  = help: a row in stop_times.txt, or no such stop

warning[unusable_trip]: the trip calls at fewer than two stops and is left out
  --> transit/trips.txt:3:12 (trip_id)
  |
3 | line,daily,K2,K2,retimed,book
  |            ^^
  = help: two rows or more in stop_times.txt
";
    assert_eq!(
        said(&one_line_and(
            "transit/stop_times.txt",
            Some(
                "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nK1,08:00:00,08:00:00,xz,1\nK1,09:00:00,09:00:00,sz,2\nK2,08:00:00,08:00:00,mid,1\n"
            )
        )),
        expected
    );
}

#[test]
fn a_blank_time_lies_between_its_neighbours_by_distance() {
    let network = read_with(&[]);
    let trip = &network.transit.trips[0];
    // 0.4 of 1.0 degrees of longitude, of one hour.
    assert_eq!(trip.stop_times[1].arrival.clock(), "08:24");
    assert_eq!(network.transit.stops[0].node, Some(crate::index::NodeIdx(0)));
}

#[test]
fn trips_of_another_day_are_left_out() {
    // 2026-09-11 is a Friday.
    let not_on_fridays = [("transit/calendar.txt", "1,1,1,1,1,1,1", "1,1,1,1,0,1,1")];
    assert_eq!(read_with(&not_on_fridays).transit.trips.len(), 0);
    let added = "service_id,date,exception_type\ndaily,20260911,1\n";
    let (network, _) =
        load_network(&one_line_and("transit/calendar_dates.txt", Some(added))).unwrap();
    assert_eq!(network.transit.trips.len(), 2);
    let taken_out = "service_id,date,exception_type\ndaily,20260911,2\n";
    let folder = one_line_and("transit/calendar_dates.txt", Some(taken_out));
    assert_eq!(load_network(&folder).unwrap().0.transit.trips.len(), 0);
}

#[test]
fn trips_by_headway_are_written_out() {
    let headway = "trip_id,start_time,end_time,headway_secs\nK1,06:00:00,07:00:00,1200\n";
    let (network, _) =
        load_network(&one_line_and("transit/frequencies.txt", Some(headway))).unwrap();
    let times: Vec<_> = network
        .transit
        .trips
        .iter()
        .map(|trip| (trip.id.as_str(), trip.stop_times[2].arrival.clock()))
        .collect();
    let expected = [
        ("K1@06:00:00", "07:00"),
        ("K1@06:20:00", "07:20"),
        ("K1@06:40:00", "07:40"),
        ("K2", "00:30+1"),
    ];
    assert_eq!(times, expected.map(|(id, clock)| (id, clock.to_owned())));
}

#[test]
fn a_feed_from_elsewhere_is_its_own_source() {
    let trips = "route_id,service_id,trip_id\nline,daily,K1\nline,daily,K2\n";
    let (network, _) = load_network(&one_line_and("transit/trips.txt", Some(trips))).unwrap();
    let trip = &network.transit.trips[0];
    assert_eq!((trip.name.as_str(), trip.timing), ("K1", Timing::Timetabled));
    assert_eq!(trip.provenance.sources, ["feed"]);
    assert_eq!(network.source("feed").unwrap().title, "GTFS feed transit");
}

#[test]
fn platforms_are_one_with_their_station() {
    let edits = [
        ("transit/stops.txt", "source_id\n", "source_id,location_type,parent_station\n"),
        (
            "transit/stops.txt",
            "sz,宿州,34,118,rail-suzhou,book",
            "hub,宿州,34,118,rail-suzhou,book,1,\nsz,一站台,34,118,,book,0,hub",
        ),
        ("transit/stops.txt", "rail-xuzhou,book", "rail-xuzhou,book,,"),
        ("transit/stops.txt", ",,book", ",,book,,"),
    ];
    let network = read_with(&edits);
    let ids: Vec<_> = network.transit.stops.iter().map(|stop| stop.id.as_str()).collect();
    assert_eq!(ids, ["xz", "mid", "hub"]);
    assert_eq!(network.transit.trips[0].terminus().at(), 2);
}
