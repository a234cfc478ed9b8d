//! Timetables with streets: a matrix by services says what `route` says, minute for minute.

use crate::support::HUAIHAI;
use proptest::prelude::*;
use std::sync::LazyLock;
use tongqu::index::ZoneIdx;
use tongqu::network::{Network, Position};
use tongqu::skims::{
    Endpoint, Leaving, MatrixPlace, PlaceTimes, Services, TravelMode, When, WindowMatrix,
    WindowQuery, find_journey, place_times,
};
use tongqu::supply::{RoadPlaces, RoadTopology, Roads, Supply};
use tongqu::units::Seconds;

fn places(network: &Network) -> Vec<MatrixPlace> {
    let zones = network.zones.iter();
    zones.map(|zone| MatrixPlace { position: zone.position, stop: None }).collect()
}

/// From a zone to all places of the topology by an isochrone's search.
fn by_isochrone(
    network: &Network,
    topology: &RoadTopology,
    mode: TravelMode,
    from: usize,
    (leaving, limit): (&Leaving, Option<Seconds>),
) -> Vec<Option<Seconds>> {
    let roads = Roads::new(network).unwrap();
    let metric = topology.metric(network, &roads).unwrap();
    let positions: Vec<Position> = network.zones.iter().map(|zone| zone.position).collect();
    let place = RoadPlaces::new(topology, vec![positions[from]]);
    let services = Services::new(network, &roads, &metric, mode).unwrap();
    let question = PlaceTimes {
        network,
        metric: &metric,
        services: services.as_ref(),
        place: &place,
        stop: None,
        leaving,
        limit,
    };
    place_times(&question, &RoadPlaces::new(topology, positions)).unwrap()
}

/// From a departure to the arrival of the journey that `route` finds, where that is within a limit.
fn by_route(
    network: &Network,
    supply: &Supply,
    mode: TravelMode,
    (from, to): (usize, usize),
    (depart, limit): (Seconds, Seconds),
) -> Option<Seconds> {
    let ends = (Endpoint::Zone(ZoneIdx::new(from)), Endpoint::Zone(ZoneIdx::new(to)));
    let journey = find_journey(network, supply, mode, ends, When::Depart(depart))?;
    Some(journey.arrival - depart).filter(|time| *time <= limit)
}

static TOPOLOGY: LazyLock<RoadTopology> = LazyLock::new(|| RoadTopology::new([&*HUAIHAI]));
static SUPPLY: LazyLock<Supply> =
    LazyLock::new(|| Supply::build_on(&HUAIHAI, Some(&TOPOLOGY)).unwrap());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// Ten hours from two o'clock end before midnight, after which `route` looks no further.
    #[test]
    fn a_matrix_and_an_isochrone_of_huaihai_say_what_route_says(
        minute in 5 * 60_u32..14 * 60,
        pairs in prop::collection::vec((0_usize..1000, 0_usize..1000), 4),
        mode in prop_oneof![Just(TravelMode::Public), Just(TravelMode::Rail), Just(TravelMode::All)],
    ) {
        let network = &*HUAIHAI;
        let count = network.zones.len();
        let (depart, limit) = (Seconds::from_minutes(minute), Seconds(10 * 3600));
        let roads = Roads::new(network).unwrap();
        let metric = TOPOLOGY.metric(network, &roads).unwrap();
        let all = places(network);
        let positions: Vec<Position> = all.iter().map(|place| place.position).collect();
        let on_roads = RoadPlaces::new(&TOPOLOGY, positions);
        let schedule = mode.schedule(&SUPPLY);
        let query = WindowQuery {
            mode,
            departures: vec![depart],
            percentiles: vec![50.0],
            limit: Some(limit),
            max_rides: None,
        };
        let ends = (&all[..], &on_roads);
        let reached =
            WindowMatrix::over_roads((network, &metric), (schedule, mode), ends, ends).unwrap();
        let rows = WindowMatrix::new(schedule, &query, &reached).rows(&reached);
        let once = Leaving::once(depart);
        for (from, to) in pairs.into_iter().map(|(from, to)| (from % count, to % count)) {
            if from == to { continue; }
            let expected = by_route(network, &SUPPLY, mode, (from, to), (depart, limit));
            prop_assert_eq!(rows[from][to], expected, "{} to {}", from, to);
            // By every mode an isochrone has local transport beside it.
            let zones = (ZoneIdx::new(from), ZoneIdx::new(to));
            let local = SUPPLY.access.local(zones.0, zones.1);
            let least = |ride: Option<Seconds>| ride.into_iter().chain(local).min();
            let reached = by_isochrone(network, &TOPOLOGY, mode, from, (&once, Some(limit)));
            prop_assert_eq!(reached[to], least(expected), "{} to {}", from, to);
            let ends = (Endpoint::Zone(zones.0), Endpoint::Zone(zones.1));
            let best = find_journey(network, &SUPPLY, mode, ends, When::AnyTime);
            let reached = by_isochrone(network, &TOPOLOGY, mode, from, (&Leaving::AtBest, None));
            let fastest = best.map(|journey| journey.arrival - journey.departure);
            prop_assert_eq!(reached[to], least(fastest), "{} to {}", from, to);
        }
    }
}

#[cfg(feature = "osm")]
mod streets {
    use super::*;
    use crate::support::{Scratch, in_package, text};
    use tongqu::formats::Folder;
    use tongqu::formats::import::gtfs::{Feed, Feeds, Options};
    use tongqu::formats::import::zones::Settlement;
    use tongqu::formats::import::{ESTIMATE, provenance};
    use tongqu::formats::osm;
    use tongqu::network::{Confidence, LinkUse, Zone, ZoneType};
    use tongqu::supply::StreetAccess;
    use tongqu::units::{Date, KmPerHour};

    /// Along Main Road, and one on Loop Street; see the drawing of the fixture.
    const STOPS: [(f64, f64); 5] =
        [(117.0, 34.0), (117.01, 34.0), (117.02, 34.0005), (117.03, 34.0), (117.02, 34.01)];
    const ZONES: [(f64, f64); 4] =
        [(117.0005, 34.0001), (117.0295, 34.0), (117.0, 34.012), (117.013, 33.999)];

    /// Stops in turn, the minute of departure, and how many minutes each hop takes.
    type Run = (Vec<usize>, u32, Vec<u32>);

    fn clock(minute: u32) -> String {
        format!("{:02}:{:02}:00", minute / 60, minute % 60)
    }

    fn feed(runs: &[Run]) -> Feed {
        let mut stops = "stop_id,stop_name,stop_lat,stop_lon\n".to_owned();
        for (at, (lon, lat)) in STOPS.iter().enumerate() {
            stops += &format!("s{at},Stop {at},{lat},{lon}\n");
        }
        let mut trips = "route_id,service_id,trip_id\n".to_owned();
        let mut calls = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n".to_owned();
        for (trip, (stops, start, hops)) in runs.iter().enumerate() {
            trips += &format!("r,daily,t{trip}\n");
            let mut minute = *start;
            for (at, stop) in stops.iter().enumerate() {
                let time = clock(minute);
                calls += &format!("t{trip},{time},{time},s{stop},{at}\n");
                minute += hops[at % hops.len()];
            }
        }
        let days = "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\ndaily,1,1,1,1,1,1,1,20260101,20261231\n";
        let files = [
            ("agency.txt", "agency_name,agency_timezone\nBus,Asia/Shanghai\n".to_owned()),
            ("stops.txt", stops),
            ("routes.txt", "route_id,route_short_name,route_type\nr,1,3\n".to_owned()),
            ("trips.txt", trips),
            ("stop_times.txt", calls),
            ("calendar.txt", days.to_owned()),
        ];
        Feed { name: "bus".to_owned(), folder: Folder::from_map(files) }
    }

    fn zones() -> Vec<Zone> {
        let zone = |(at, (lon, lat)): (usize, &(f64, f64))| Settlement {
            id: format!("z{at}"),
            name: format!("z{at}"),
            name_en: String::new(),
            zone_type: ZoneType::County,
            position: Position { lon: *lon, lat: *lat },
            population: None,
            provenance: provenance(ESTIMATE, Confidence::Estimated, ""),
        };
        ZONES.iter().enumerate().map(zone).map(Settlement::zone).collect()
    }

    /// The town of the fixture with a timetable.
    fn town(runs: &[Run]) -> Network {
        let day = Date::parse("2026-09-11").unwrap();
        let options = osm::Options {
            name: "town".to_owned(),
            date: Some(day),
            uses: [LinkUse::Car, LinkUse::Walk].into_iter().collect(),
            limit_factor: 0.8,
            toll_yuan_km: 0.0,
            zones: Some(zones()),
        };
        let streets = osm::import(&in_package("tests/fixtures/osm/town.osm.pbf"), options).unwrap();
        let options =
            Options { name: "town".to_owned(), walk_speed: KmPerHour(3.6), zones: Vec::new() };
        let feeds = Feeds::open(vec![feed(runs)]).unwrap();
        feeds.onto(Some(streets), day, &options).unwrap().imported.network
    }

    fn rows(network: &Network, departures: Vec<Seconds>, all: bool) -> Vec<Vec<Option<Seconds>>> {
        let mode = TravelMode::Public;
        let streets = StreetAccess::of(network).unwrap().unwrap();
        let schedule = WindowMatrix::street_schedule(network, &streets, mode).unwrap();
        let percentiles = if all { vec![0.0, 50.0, 100.0] } else { vec![50.0] };
        let query = WindowQuery {
            mode,
            departures,
            percentiles,
            limit: Some(Seconds(7200)),
            max_rides: None,
        };
        let all = places(network);
        let reached = WindowMatrix::over_streets(&streets, (&schedule, mode), &all, &all);
        WindowMatrix::new(&schedule, &query, &reached).rows(&reached)
    }

    fn minute(minute: u32) -> Seconds {
        Seconds::from_minutes(minute)
    }

    /// From z0, 46 m east of the first stop's corner, a bus at 14:10 along Main Road to z1, 46 m before its end.
    #[test]
    fn a_bus_on_main_road_by_hand() {
        let network = town(&[(vec![0, 3], 14 * 60 + 10, vec![6])]);
        let row = &rows(&network, vec![minute(14 * 60)], false)[0];
        // z0 is 46 m from the stop and 11 m off the road; z1 46 m from the stop. A metre takes a second.
        let time = row[1].unwrap().0;
        assert!((16 * 60 + 44..=16 * 60 + 48).contains(&time), "{time}");
        assert_eq!(row[0], Some(Seconds(0)));
        // On foot along Loop Street: 46 + 1112 m, 223 m on the footway, 11 m off the road.
        let walk = row[2].unwrap().0;
        assert!((1385..=1399).contains(&walk), "{walk}");
        let late = &rows(&network, vec![minute(14 * 60 + 10)], false)[0];
        assert_eq!(late[1], None, "no bus, and 2.7 km are more than half an hour on foot");
    }

    fn runs() -> impl Strategy<Value = Vec<Run>> {
        let stops = prop::collection::vec(0..STOPS.len(), 2..5);
        let hops = prop::collection::vec(1_u32..9, 1..4);
        prop::collection::vec((stops, 14 * 60_u32..15 * 60 + 30, hops), 1..9)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn a_matrix_over_streets_says_what_route_says(runs in runs()) {
            let network = town(&runs);
            let supply = Supply::build(&network).unwrap();
            let topology = RoadTopology::new([&network]);
            let departures: Vec<Seconds> = (0..60).map(|at| minute(14 * 60 + at)).collect();
            let window = rows(&network, departures.clone(), true);
            for from in 0..ZONES.len() {
                for to in (0..ZONES.len()).filter(|to| *to != from) {
                    let one = |depart: &Seconds| {
                        let when = (*depart, Seconds(7200));
                        by_route(&network, &supply, TravelMode::Public, (from, to), when)
                    };
                    let mut times: Vec<Option<Seconds>> = departures.iter().map(one).collect();
                    for at in [0, 17, 59] {
                        let single = rows(&network, vec![departures[at]], false);
                        prop_assert_eq!(single[from][to], times[at]);
                    }
                    let best = one(&departures[0]).into_iter().chain(times.iter().copied().flatten());
                    let at_best = by_isochrone(&network, &topology, TravelMode::Public, from, (&Leaving::AtBest, None));
                    prop_assert!(at_best[to].into_iter().chain(best.min()).min() == at_best[to]);
                    let leaving = Leaving::At { departures: departures.clone(), percentile: 50.0 };
                    let by_isochrone = by_isochrone(&network, &topology, TravelMode::Public, from, (&leaving, Some(Seconds(7200))));
                    prop_assert_eq!(by_isochrone[to], window[from][3 * to + 1]);
                    times.sort_by_key(|time| time.map_or(u32::MAX, |time| time.0));
                    let expected = [times[0], times[29], times[59]];
                    prop_assert_eq!(&window[from][3 * to..][..3], expected);
                }
            }
        }
    }

    #[test]
    fn feeds_and_streets_become_a_folder_that_is_asked() {
        let scratch = Scratch::new();
        let fixture = in_package("tests/fixtures/osm/town.osm.pbf").display().to_string();
        let bus = feed(&[(vec![0, 3], 14 * 60 + 10, vec![6]), (vec![0, 3], 14 * 60 + 40, vec![6])]);
        for name in bus.folder.names().unwrap() {
            let bytes = bus.folder.bytes(&name).unwrap().unwrap().into_owned();
            scratch.write(&format!("bus/{name}"), &bytes);
        }
        let into = ["--osm", &fixture, "--date", "2026-09-11", "--into", "town"];
        let import = scratch.run(&[&["import", "gtfs", "bus"][..], &into].concat());
        assert!(import.status.success(), "{}", text(&import.stderr));
        let check = scratch.run(&["check", "town"]);
        assert!(text(&check.stdout).contains("0 errors"), "{}", text(&check.stdout));
        scratch
            .write("points.csv", b"id,lon,lat\na,117.0005,34.0\nb,117.0295,34.0\noff,117.2,34.2\n");
        let ask = |more: &[&str]| {
            let asked = ["--network", "town", "matrix", "points.csv", "points.csv", "--quiet"];
            let output = scratch.run(&[&asked[..], &["--mode", "transit"], more].concat());
            (output.status.success(), text(&output.stdout), text(&output.stderr))
        };
        let window = ["--depart", "14:00", "--window", "60", "--percentiles", "5,50,95"];
        let (_, found, _) = ask(&window);
        let lines: Vec<&str> = found.lines().collect();
        assert_eq!(lines[0], "origin,destination,p5_minutes,p50_minutes,p95_minutes");
        assert_eq!(lines[1], "a,a,0.00,0.00,0.00");
        // Who leaves after 14:39 finds no bus: more than 5 % of the hour.
        let cells: Vec<&str> = lines[2].split(',').collect();
        assert!(cells[2].parse::<f64>().unwrap() < 10.0 && cells[4].is_empty(), "{found}");
        assert_eq!(lines[3], "a,off,,,");
        // The bus of 14:10 takes 6 minutes, and 46 m are left to walk.
        let (_, wide, _) = ask(&["--depart", "14:00", "--wide", "minutes"]);
        assert!(wide.starts_with("origin_minutes,a,b,off\na,0.00,16.77,"), "{wide}");
        let (is_done, _, told) = ask(&[]);
        assert!(!is_done && told.contains("--depart"), "{told}");
        let output =
            scratch.run(&["--network", "town", "route", "alpha", "beta", "--depart", "14:00"]);
        assert!(text(&output.stdout).contains("14:10"), "{}", text(&output.stdout));
    }
}
