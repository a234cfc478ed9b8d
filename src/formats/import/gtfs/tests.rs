//! Small feeds with one trap each.

use super::{Feed, Feeds, Options, Outcome};
use crate::formats::{Folder, load_network};
use crate::network::{Timing, TransferRule, Trip};
use crate::units::{Date, KmPerHour, Seconds};
use std::collections::BTreeMap;

/// A bus line with a station of two platforms at its end, on weekdays of 2019.
const FEED: [(&str, &str); 6] = [
    (
        "agency.txt",
        "\u{feff}agency_name,agency_url,agency_timezone\nBus,http://b,America/Sao_Paulo\n",
    ),
    (
        "stops.txt",
        "\u{feff}stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n\
         a,A,-30.00,-51.20,0,\nb,B,-30.00,-51.19,,\nc,C,-30.00,-51.16,0,\n\
         hub,Hub,-30.00,-51.15,1,\np1,Hub 1,-30.00,-51.15,0,hub\np2,Hub 2,-30.00,-51.15,0,hub\n\
         door,Door,-30.00,-51.15,2,hub\n",
    ),
    ("routes.txt", "route_id,route_short_name,route_long_name,route_type\nr,7,Seven,3\n"),
    (
        "trips.txt",
        "route_id,service_id,trip_id,trip_headsign\nr,week,t1,\nr,week,t2,Hub\nr,sunday,t3,\n",
    ),
    (
        "stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n\
         t1,14:00:00,14:00:00,a,1\nt1,,,b,2\nt1,,,c,5\nt1,14:10:00,14:10:00,p1,9\n\
         t2,23:55:00,23:55:00,a,1\nt2,24:05:00,24:05:00,p2,2\n\
         t3,08:00:00,08:00:00,a,1\nt3,08:09:00,08:09:00,c,2\n",
    ),
    (
        "calendar.txt",
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n\
         week,1,1,1,1,1,0,0,20190101,20191231\nsunday,0,0,0,0,0,0,1,20190101,20191231\n",
    ),
];

fn files(changes: &[(&str, &str)]) -> Feed {
    let mut files: BTreeMap<&str, &str> = FEED.into_iter().collect();
    files.extend(changes.iter().copied());
    files.retain(|_, text| !text.is_empty());
    Feed { name: "bus".to_owned(), folder: Folder::from_map(files).labelled("bus.zip") }
}

fn imported(feeds: Vec<Feed>, day: Option<&str>) -> Outcome {
    let feeds = Feeds::open(feeds).unwrap_or_else(|problems| panic!("{problems}"));
    let zones = vec![feeds.middle("town")];
    let options = Options { name: "town".to_owned(), walk_speed: KmPerHour(3.6), zones };
    let day = feeds.day(day.map(|day| Date::parse(day).unwrap())).unwrap();
    let outcome = feeds.onto(None, day, &options).unwrap_or_else(|problems| panic!("{problems}"));
    let folder = Folder::from_map(outcome.imported.files());
    let (again, _) = load_network(&folder).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(again.transit, outcome.imported.network.transit, "it reads as it was made");
    outcome
}

fn of(changes: &[(&str, &str)]) -> Outcome {
    imported(vec![files(changes)], Some("2019-05-13"))
}

fn trip<'o>(outcome: &'o Outcome, id: &str) -> &'o Trip {
    outcome.imported.network.transit.trips.iter().find(|trip| trip.id == id).unwrap()
}

fn ids(outcome: &Outcome) -> (Vec<&str>, Vec<&str>) {
    let transit = &outcome.imported.network.transit;
    let stops = transit.stops.iter().map(|stop| stop.id.as_str()).collect();
    (transit.trips.iter().map(|trip| trip.id.as_str()).collect(), stops)
}

/// Codes of what is left out, with line and column.
fn told(outcome: &Outcome) -> Vec<(&str, String)> {
    let place = |it: &crate::diagnostic::Problem| {
        it.at.as_ref().map_or_else(String::new, |at| format!("{}:{}", at.file, at.line))
    };
    outcome.left_out.iter().map(|problem| (problem.code, place(problem))).collect()
}

fn counted(outcome: &Outcome, what: &str) -> usize {
    let rows = &outcome.imported.report.rows;
    rows.iter().find(|row| row.0.contains(what)).unwrap_or_else(|| panic!("{what}: {rows:?}")).1
}

#[test]
fn a_day_of_a_feed_with_blank_times_platforms_and_a_night_trip() {
    let outcome = of(&[]);
    assert_eq!(ids(&outcome), (vec!["t1", "t2"], vec!["a", "b", "c", "hub"]));
    assert_eq!(told(&outcome), []);
    // 0.01, 0.03 and 0.01 of 0.05 degrees in ten minutes.
    let times: Vec<_> = trip(&outcome, "t1").stop_times.iter().map(|it| it.arrival.0).collect();
    assert_eq!(times, [50_400, 50_520, 50_880, 51_000]);
    assert_eq!(trip(&outcome, "t2").stop_times[1].arrival, Seconds(24 * 3600 + 300));
    assert_eq!(trip(&outcome, "t2").name, "7 Hub");
    assert_eq!(trip(&outcome, "t1").name, "7");
    assert_eq!(counted(&outcome, "calls without a time"), 2);
    assert_eq!(counted(&outcome, "stops where no trip of the day calls"), 0);
    assert_eq!(outcome.imported.network.config.time_zone, "America/Sao_Paulo");
}

#[test]
fn calls_may_be_closed_for_boarding_or_alighting() {
    use crate::network::Exchange::{AlightOnly, BoardOnly, Both, Neither};
    let calls = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n\
                 t1,14:00:00,14:00:00,a,1,0,1\nt1,14:02:00,14:02:00,b,2,1,\n\
                 t1,14:08:00,14:08:00,c,5,1,1\nt1,14:10:00,14:10:00,p1,9,3,2\n\
                 t2,14:00:00,14:00:00,a,1,7,0\nt2,14:10:00,14:10:00,c,2,0,0\n\
                 t3,08:00:00,08:00:00,a,1,0,0\nt3,08:09:00,08:09:00,c,2,0,0\n";
    let outcome = of(&[("stop_times.txt", calls)]);
    let found: Vec<_> = trip(&outcome, "t1").stop_times.iter().map(|it| it.exchange).collect();
    assert_eq!(found, [BoardOnly, AlightOnly, Neither, Both]);
    assert_eq!(counted(&outcome, "by arrangement"), 1);
    assert_eq!(told(&outcome), [("unexpected_enum_value", "bus.zip/stop_times.txt:6".to_owned())]);
    assert_eq!(ids(&outcome).0, ["t1"], "a trip with a call that cannot be read is left out");
}

#[test]
fn lines_follow_the_shapes_of_trips() {
    let trips = "route_id,service_id,trip_id,trip_headsign,shape_id\n\
                 r,week,t1,,s\nr,week,t2,Hub,\nr,sunday,t3,,s\n";
    // Round by the south between B and C.
    let shapes = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n\
                  s,-30.01,-51.17,4\ns,-30.00,-51.20,1\ns,-30.00,-51.185,2\ns,-30.01,-51.185,3\n\
                  s,-30.00,-51.17,5\ns,-30.00,-51.15,6\nother,x,0,1\n";
    let outcome = of(&[("trips.txt", trips), ("shapes.txt", shapes)]);
    assert_eq!(told(&outcome), [("invalid_float", "bus.zip/shapes.txt:8".to_owned())]);
    let network = &outcome.imported.network;
    let link = |from: &str, to: &str| {
        let is_end = |node: crate::index::NodeIdx, id: &str| network.nodes[node.at()].id == id;
        let mut links = network.links.iter();
        links.find(|link| is_end(link.from, from) && is_end(link.to, to)).unwrap()
    };
    let round = link("stop-b", "stop-c");
    assert_eq!(round.geometry.len(), 4, "{:?}", round.geometry);
    assert!((round.length.0 - 5.1).abs() < 0.2, "{:?}", round.length);
    assert!(link("stop-a", "stop-b").geometry.is_empty());
}

#[test]
fn exceptions_alone_may_be_the_calendar() {
    let dates = "service_id,date,exception_type\nsunday,20190513,1\nweek,20190514,1\n";
    let outcome = of(&[("calendar.txt", ""), ("calendar_dates.txt", dates)]);
    assert_eq!(ids(&outcome), (vec!["t3"], vec!["a", "c"]));
    assert_eq!(counted(&outcome, "stops where no trip of the day calls"), 2);
    let dates = "service_id,date,exception_type\nweek,20190513,2\nsunday,20190513,1\n";
    assert_eq!(ids(&of(&[("calendar_dates.txt", dates)])).0, ["t3"]);
}

#[test]
fn without_a_day_the_first_common_wednesday_is_taken() {
    let feeds = Feeds::open(vec![files(&[])]).unwrap();
    assert_eq!(feeds.day(None).unwrap().to_string(), "2019-01-02");
    let later = FEED[5].1.replace("20190101", "20190601");
    let feeds = Feeds::open(vec![files(&[]), files(&[("calendar.txt", &later)])]).unwrap();
    assert_eq!(feeds.day(None).unwrap().to_string(), "2019-06-05");
    let problem = feeds.day(Date::parse("2019-05-13")).unwrap_err();
    assert_eq!(problem.code, "date-outside-calendar");
    assert_eq!(problem.help.unwrap(), "--date from 2019-06-01 to 2019-12-31");
}

#[test]
fn trips_by_headway_are_exact_or_not() {
    let text = "trip_id,start_time,end_time,headway_secs,exact_times\n\
        t1,06:00:00,06:30:00,600,1\nt1,06:30:00,06:50:00,600,0\nt1,06:40:00,07:00:00,60,\nt2,07:00:00,06:00:00,60,0\n";
    let outcome = of(&[("frequencies.txt", text)]);
    let trips = &outcome.imported.network.transit.trips;
    let departures: Vec<_> = trips
        .iter()
        .map(|trip| (trip.stop_times[0].departure.clock(), trip.timing == Timing::Timetabled))
        .collect();
    let expected =
        [("06:00", true), ("06:10", true), ("06:20", true), ("06:30", false), ("06:40", false)];
    assert_eq!(departures, expected.map(|(clock, exact)| (clock.to_owned(), exact)));
    let expected = [
        ("overlapping_frequency", "bus.zip/frequencies.txt:4".to_owned()),
        ("start_and_end_range_out_of_order", "bus.zip/frequencies.txt:5".to_owned()),
    ];
    assert_eq!(told(&outcome), expected);
}

#[test]
fn transfers_hold_between_stations() {
    let text = "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id\n\
        p1,p2,2,90,\np1,p1,2,180,\na,b,3,,\nb,a,1,,\na,a,0,,\nb,c,4,,t1\nc,b,2,,\na,x,2,60,\na,b,9,,\n";
    let outcome = of(&[("transfers.txt", text)]);
    let transit = &outcome.imported.network.transit;
    let rules: Vec<_> = transit.transfers.iter().map(|it| (it.from.0, it.to.0, it.rule)).collect();
    let expected = [
        (0, 1, TransferRule::Impossible),
        (1, 0, TransferRule::Timed),
        (3, 3, TransferRule::AtLeast(Seconds(180))),
    ];
    assert_eq!(rules, expected);
    let codes: Vec<_> = told(&outcome).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["foreign_key_violation", "unexpected_enum_value"]);
    assert_eq!(counted(&outcome, "transfers of single routes or trips"), 2);
}

#[test]
fn bad_rows_are_left_out_and_counted() {
    let stops = FEED[1].1.to_owned() + "far,,-30,-51,0,\na,Again,-30,-51,0,\nz,Z,95,-51,0,\n";
    let trips = FEED[3].1.to_owned()
        + "r,week,t4,\nr,week,t5,\nr,week,t6,\nr,week,t7,\nno,week,t8,\nr,week,t9,\nr,week,u,\nr,week,t1,\n";
    let calls = FEED[4].1.to_owned()
        + "t4,10:00:00,10:00:00,a,1\nt4,9:00:00,9:00:00,b,2\n\
           t5,10:00:00,10:00:00,a,1\nt5,10:01:00,10:01:00,door,2\n\
           t6,10:00:00,10:00:00,a,1\n\
           t7,10:00:00,10:00:00,a,1\nt7,10:00:00,10:00:00,z,2\n\
           t8,10:00:00,10:00:00,a,1\nt8,10:09:00,10:09:00,b,2\n\
           t9,10:00:00,10:00:00,a,1\nt9,10:00:00,10:00:00,hub,2\nt9,10:10:00,10:10:00,a,2\n\
           u,10:00:00,10:00:00,a,1\nu,10:00:00,10:00:00,hub,2\n\
           tx,10:00:00,10:00:00,a,1\n";
    let outcome = of(&[("stops.txt", &stops), ("trips.txt", &trips), ("stop_times.txt", &calls)]);
    assert_eq!(ids(&outcome).0, ["t1", "t2"]);
    let mut codes: Vec<_> = told(&outcome).into_iter().map(|(code, _)| code).collect();
    codes.sort_unstable();
    let expected = [
        "duplicate_key",
        "duplicate_key",
        "duplicate_key",
        "fast_travel_between_consecutive_stops",
        "foreign_key_violation",
        "foreign_key_violation",
        "location_with_unexpected_stop_time",
        "missing_required_field",
        "number_out_of_range",
        "stop_time_with_arrival_before_previous_departure_time",
        "unusable_trip",
    ];
    assert_eq!(codes, expected);
    let places: Vec<String> = told(&outcome).into_iter().map(|(_, place)| place).collect();
    assert!(places.contains(&"bus.zip/stop_times.txt:11".to_owned()), "{places:?}");
    assert_eq!(counted(&outcome, "left out: duplicate_key"), 3);
}

#[test]
fn ids_that_clash_get_the_name_of_their_feed() {
    let other = Feed { name: "metro".to_owned(), ..files(&[]) };
    let outcome = imported(vec![files(&[]), other], Some("2019-05-13"));
    let (trips, stops) = ids(&outcome);
    assert_eq!(trips, ["metro:t1", "metro:t2", "t1", "t2"]);
    assert_eq!(stops, ["a", "b", "c", "hub", "metro:a", "metro:b", "metro:c", "metro:hub"]);
    let last = trip(&outcome, "metro:t2").terminus();
    assert_eq!(outcome.imported.network.transit.stops[last.at()].id, "metro:hub");
}

#[test]
fn a_feed_without_a_timetable_is_refused() {
    let without = |name| Feeds::open(vec![files(&[(name, "")])]).unwrap_err().to_string();
    assert!(without("stop_times.txt").contains("bus.zip/stop_times.txt"));
    let none = Feed { name: "x".to_owned(), folder: Folder::from_map([("readme.md", "hi")]) };
    assert!(Feeds::open(vec![none]).unwrap_err().to_string().contains("missing_required_file"));
    let bare = files(&[("calendar.txt", "")]);
    assert!(Feeds::open(vec![bare]).is_err());
    // An agency is not needed to travel; that it is missing is told.
    let outcome = of(&[("agency.txt", "")]);
    assert_eq!(told(&outcome)[0].0, "missing_required_file");
}
