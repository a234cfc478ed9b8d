//! Trains placed beside those of the tiny network, which has a headway of five minutes here.

use super::*;
use crate::network::{FacilityType, ParameterRow};
use crate::scenario::testing::{clocks, tiny};
use crate::scenario::{Applied, Catalogue, ProjectFile, Scenario};
use proptest::prelude::*;

const HEADWAY: i64 = 300;

fn base() -> Network {
    let mut network = tiny();
    let row = ParameterRow {
        parameter: "minimum_headway".to_owned(),
        facility_type: Some(FacilityType::HighSpeedRail),
        value: HEADWAY as f64 / 60.0,
        ..network.modes.rows[4].clone()
    };
    network.modes.rows.push(row);
    network
}

/// A project that opens on a day of 2030.
fn project(id: &str, day: u32, edits: &str) -> ProjectFile {
    let head = format!(
        "[project]\nid = \"{id}\"\nname = \"{id}\"\nname_en = \"{id}\"\nmode = \"rail\"\ntype = \"service\"\n\
         status = \"planned\"\nopening = \"2030-01-{day:02}\"\nsources = [\"t\"]\n"
    );
    ProjectFile::read("project.toml", &format!("{head}{edits}")).unwrap_or_else(|it| panic!("{it}"))
}

fn trains(name: &str, keys: &str, first: &str, last: &str) -> String {
    format!(
        "[[modification]]\ntype = \"add-trips\"\nname = \"{name}\"\nclass = \"high_speed_rail\"\n{keys}\n\
         first_departure = \"{first}\"\nlast_departure = \"{last}\"\n"
    )
}

fn built(projects: &[ProjectFile], on_top: &[&str]) -> Applied {
    let mut catalogue = Catalogue::default();
    let base = base();
    let mut scenario = Scenario::at(base.config.base_date);
    for project in projects {
        scenario.with.insert(project.id().to_owned());
        catalogue.add(project.clone());
    }
    scenario.on_top = on_top.iter().map(|id| (*id).to_owned()).collect();
    scenario.build(&base, &catalogue).unwrap_or_else(|it| panic!("{it}"))
}

/// The line from 甲站 to 乙站 one way, as G1 runs.
const SLOW: &str = "stops = [\"甲站\", \"丙站\", \"乙站\"]\nbidirectional = false";

#[test]
fn a_train_keeps_the_headway_to_those_of_the_timetable() {
    // G1 leaves at 08:00 with the same calls; the first may not leave earlier, the second runs alone.
    let edits = trains("H", &format!("{SLOW}\ntrips_per_day = 2"), "08:00", "09:00");
    let applied = built(&[project("p", 1, &edits)], &[]);
    let network = &applied.network;
    assert_eq!(clocks(network, "H01"), ["08:05-08:05", "08:20-08:22", "08:37-08:37"]);
    assert_eq!(clocks(network, "H03")[0], "09:00-09:00");
    let placing = applied.effects[0].placing.unwrap();
    assert_eq!(placing.to_string(), "1 shifted by up to 5 min");
    assert_eq!((placing.trains, placing.without_path), (2, 0));
    assert_eq!(network.transit.trips[..4], base().transit.trips);
    let shifted = network.transit.trips.iter().find(|trip| trip.name == "H01").unwrap();
    assert_eq!(shifted.timing, Timing::Synthetic);
    assert!(shifted.provenance.note.starts_with("leaves 5 min later"), "{:?}", shifted.provenance);
}

#[test]
fn nobody_overtakes_between_stations() {
    // G3 leaves 甲站 at 10:00 and passes 丙站 at 10:13:30 to be at 乙站 at 10:27. A train with a call that leaves at 09:56 is at 丙站 at
    // 10:11 to 10:13; two minutes before G3 are too few. At 09:53 it is there at 10:08, and comes to 乙站 at 10:25, too near
    // again; it has to leave at 09:50, or at 10:05.
    let keys = "stops = [\"甲站\", \"丙站\", \"乙站\"]\nbidirectional = false\ntrips_per_day = 1";
    let early = built(&[project("p", 1, &trains("H", keys, "09:56", "09:56"))], &[]);
    assert_eq!(early.effects[0].placing.unwrap().without_path, 1);
    let edits = trains("H", &keys.replace("_day = 1", "_day = 3"), "09:00", "10:52");
    let network = built(&[project("p", 1, &edits)], &[]).network;
    assert_eq!(clocks(&network, "H03")[0], "09:50-09:50");
}

#[test]
fn a_train_without_a_free_path_stays_and_says_so() {
    let edits = trains("H", &format!("{SLOW}\ntrips_per_day = 1"), "08:00", "08:00");
    let applied = built(&[project("p", 1, &edits)], &[]);
    assert_eq!(clocks(&applied.network, "H01")[0], "08:00-08:00");
    let placing = applied.effects[0].placing.unwrap();
    assert_eq!(placing.to_string(), "none shifted, 1 without a free path");
    let train = applied.network.transit.trips.last().unwrap();
    assert_eq!(train.provenance.note, NO_PATH);
}

#[test]
fn trains_by_a_headway_are_shifted_by_half_of_it_at_most() {
    let keys = "trips = [\"G1\"]\nheadway_minutes = 8\nfirst_departure = \"07:04\"\nlast_departure = \"07:20\"\n";
    let edits = format!("[[modification]]\ntype = \"adjust-frequency\"\n{keys}");
    let other = trains("H", &format!("{SLOW}\ntrips_per_day = 1"), "07:08", "07:08");
    let applied = built(&[project("a", 1, &other), project("b", 2, &edits)], &[]);
    let starts = ["G1-01", "G1-02", "G1-03"].map(|name| clocks(&applied.network, name)[0].clone());
    // 07:04 could go by 07:03 but not before the first departure, 07:12 becomes 07:13.
    assert_eq!(starts, ["07:04-07:04", "07:13-07:13", "07:20-07:20"]);
    assert_eq!(applied.effects[1].placing.unwrap().without_path, 1);
}

#[test]
fn trains_that_a_later_edit_takes_away_take_no_path() {
    let one = trains("H", &format!("{SLOW}\ntrips_per_day = 1"), "12:00", "12:00");
    let two = trains("K", &format!("{SLOW}\ntrips_per_day = 1"), "12:00", "12:10");
    let gone = format!("{one}{two}[[modification]]\ntype = \"remove-trips\"\ntrips = [\"H01\"]\n");
    assert_eq!(clocks(&built(&[project("p", 1, &gone)], &[]).network, "K01")[0], "12:00-12:00");
    let both = format!("{one}{two}");
    assert_eq!(clocks(&built(&[project("p", 1, &both)], &[]).network, "K01")[0], "12:05-12:05");
}

#[test]
fn a_project_on_top_gives_way_to_the_others() {
    let keys = format!("{SLOW}\ntrips_per_day = 1");
    let one = project("a", 1, &trains("H", &keys, "12:00", "12:30"));
    let other = project("b", 2, &trains("K", &keys, "12:00", "12:30"));
    let starts = |on_top: &[&str]| {
        let network = built(&[one.clone(), other.clone()], on_top).network;
        ["H01", "K01"].map(|name| clocks(&network, name)[0][..5].to_owned())
    };
    assert_eq!(starts(&[]), ["12:00", "12:05"]);
    assert_eq!(starts(&["b"]), ["12:00", "12:05"]);
    assert_eq!(starts(&["a"]), ["12:05", "12:00"]);
}

#[test]
fn a_line_that_opens_later_times_the_trains_of_an_earlier_project() {
    // The second project makes the link slow over which the trains of the first run without a published time.
    let stop = "[[modification]]\ntype = \"add-trips\"\nname = \"H\"\nclass = \"high_speed_rail\"\nstops = [\"甲站\", \"丙站\"]\n\
                trips_per_day = 1\nfirst_departure = \"12:00\"\nlast_departure = \"12:00\"\nbidirectional = false\nstock = \"\"\n";
    let stop = stop.replace("stock = \"\"\n", "top_speed_kmh = 250\n");
    let slower = "[[modification]]\ntype = \"modify-links\"\nlinks = [\"rail-jiayi-1\"]\nfree_speed_kmh = 125\n";
    let arrival = |days: [u32; 2]| {
        let projects = [project("a", days[0], &stop), project("b", days[1], slower)];
        clocks(&built(&projects, &[]).network, "H01")[1].clone()
    };
    assert_eq!(arrival([1, 2]), arrival([2, 1]));
    assert!(arrival([1, 2]).as_str() > "12:25", "{}", arrival([1, 2]));
}

/// When a train is on each link of the tiny line, by link and direction: halves of the time where it does not call between.
fn passages(trip: &Trip) -> Vec<(u32, bool, i64, i64)> {
    let mut found = Vec::new();
    for pair in trip.stop_times.windows(2) {
        let (enter, leave) = (i64::from(pair[0].departure.0), i64::from(pair[1].arrival.0));
        match (pair[0].stop.0, pair[1].stop.0) {
            (0, 1) | (1, 0) => {
                let middle = enter + (leave - enter + 1) / 2;
                let is_back = pair[0].stop.0 == 1;
                found.push((u32::from(is_back), is_back, enter, middle));
                found.push((u32::from(!is_back), is_back, middle, leave));
            }
            (0, 2) => found.push((0, false, enter, leave)),
            (2, 0) => found.push((0, true, enter, leave)),
            (2, 1) => found.push((1, false, enter, leave)),
            _ => found.push((1, true, enter, leave)),
        }
    }
    found
}

/// Pairs of trains nearer than the headway on a link, every pair on three days, those without a free path left out.
fn too_near(network: &Network) -> Vec<(String, String)> {
    let trips = &network.transit.trips;
    let mut found = Vec::new();
    for (at, one) in trips.iter().enumerate().filter(|(_, trip)| trip.timing == Timing::Synthetic) {
        let has_path = !one.provenance.note.contains(NO_PATH);
        for (_, other) in trips.iter().enumerate().filter(|(place, _)| *place != at && has_path) {
            if other.provenance.note.contains(NO_PATH) {
                continue;
            }
            for (link, way, enter, leave) in passages(one) {
                for (_, _, theirs, gone) in
                    passages(other).into_iter().filter(|it| (it.0, it.1) == (link, way))
                {
                    let is_apart = (-1..=1).all(|day| {
                        let by = day * 86_400;
                        let ends = [enter - theirs - by, leave - gone - by];
                        ends.iter().all(|end| *end >= HEADWAY)
                            || ends.iter().all(|end| *end <= -HEADWAY)
                    });
                    if !is_apart {
                        found.push((one.id.clone(), other.id.clone()));
                    }
                }
            }
        }
    }
    found
}

fn service() -> impl Strategy<Value = (usize, u32, u32, u32, bool)> {
    (0..4usize, 1..12u32, 300..1500u32, 0..400u32, any::<bool>())
}

fn edit(at: usize, (stops, trips, first, span, both): (usize, u32, u32, u32, bool)) -> String {
    let stops = [
        "[\"甲站\", \"乙站\"]",
        "[\"甲站\", \"丙站\", \"乙站\"]",
        "[\"丙站\", \"甲站\"]",
        "[\"乙站\", \"丙站\"]",
    ][stops];
    let clock = |minutes: u32| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let keys = format!("stops = {stops}\ntrips_per_day = {trips}\nbidirectional = {both}");
    trains(&format!("T{at}-"), &keys, &clock(first), &clock(first + span))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_train_is_nearer_than_the_headway_whatever_the_order(
        services in proptest::collection::vec(service(), 1..6),
    ) {
        let edits = services.iter().copied().enumerate().map(|(at, service)| edit(at, service));
        let edits: Vec<String> = edits.collect();
        let days = |day: fn(usize) -> u32| -> Vec<ProjectFile> {
            edits.iter().enumerate().map(|(at, edit)| project(&format!("p{at}"), day(at), edit)).collect()
        };
        let network = built(&days(|at| at as u32 + 1), &[]).network;
        prop_assert_eq!(too_near(&network), Vec::new());
        prop_assert_eq!(&network.transit.trips[..4], &base().transit.trips[..]);
        let mut reversed = built(&days(|at| 20 - at as u32), &[]).network.transit.trips;
        let by_id = |trip: &Trip| trip.id.clone();
        reversed.sort_by_key(by_id);
        let mut trips = network.transit.trips;
        trips.sort_by_key(by_id);
        let calls = |trips: &[Trip]| -> Vec<_> {
            trips.iter().map(|trip| (trip.id.clone(), trip.stop_times.clone())).collect()
        };
        prop_assert_eq!(calls(&trips), calls(&reversed));
    }
}

#[test]
fn a_class_with_hardly_any_trips_shows_no_shape() {
    assert!(day_shape(&tiny(), RouteClass::HighSpeedRail).is_empty());
}

#[test]
fn the_shape_of_a_day_is_of_published_departures() {
    let mut network = tiny();
    let own = network.transit.trips.clone();
    network.transit.trips = own.iter().cycle().take(FEWEST_TRIPS).cloned().collect();
    let shape = day_shape(&network, RouteClass::HighSpeedRail);
    // G1 and G2 leave two stations, G3 and G4 one; G1 first, G4 last.
    assert_eq!(shape.len(), FEWEST_TRIPS / 4 * 6);
    assert_eq!((shape[0], shape[shape.len() - 1]), (Seconds(480 * 60), Seconds(1080 * 60)));
    network.transit.trips[0].timing = Timing::Estimated;
    assert!(day_shape(&network, RouteClass::HighSpeedRail).is_empty());
}
