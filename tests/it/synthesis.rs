//! Trains without a timetable, on the Huaihai network with every project.

use crate::support::{HUAIHAI, PROJECTS, text, tongqu};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use tongqu::formats::{Folder, gmns, gtfs, load_network};
use tongqu::network::{Network, Timing, Trip};
use tongqu::scenario::{Applied, RailWays, Scenario, placing};
use tongqu::units::Seconds;

static ALL: LazyLock<Applied> = LazyLock::new(|| {
    let mut scenario = Scenario::at(HUAIHAI.config.base_date);
    scenario.with = PROJECTS.iter().map(|project| project.id().to_owned()).collect();
    scenario.build(&HUAIHAI, &PROJECTS).unwrap_or_else(|problems| panic!("{problems}"))
});

/// Who is on a track when: the place of the trip, when it enters, when it leaves.
type OnTrack = Vec<(usize, i64, i64)>;

/// By link and direction. Trains of the timetable run over the lines that it was made for.
fn tracks(whole: &Network) -> BTreeMap<(String, bool), OnTrack> {
    let mut usual = whole.clone();
    let open = Scenario::at(HUAIHAI.config.base_date).projects(&PROJECTS);
    let base: BTreeSet<&str> = HUAIHAI.links.iter().map(|link| link.id.as_str()).collect();
    usual.links.retain(|link| {
        base.contains(link.id.as_str()) || link.project.as_ref().is_none_or(|id| open.contains(id))
    });
    let mut both = [(&usual, RailWays::new(&usual)), (whole, RailWays::new(whole))];
    let mut tracks: BTreeMap<(String, bool), OnTrack> = BTreeMap::new();
    for (at, trip) in whole.transit.trips.iter().enumerate() {
        let (network, ways) = &mut both[usize::from(trip.project.is_some())];
        let class = network.transit.class(trip);
        if !class.is_rail() {
            continue;
        }
        for pair in trip.stop_times.windows(2) {
            let node = |call: usize| network.transit.stops[pair[call].stop.at()].node;
            let Some(way) = node(0).zip(node(1)).and_then(|(from, to)| ways.way(class, from, to))
            else {
                continue;
            };
            let links: Vec<_> = way.links().collect();
            let time = |link: &tongqu::index::LinkIdx| {
                let link = &network.links[link.at()];
                link.length.0 / link.free_speed.0
            };
            let total: f64 = links.iter().map(time).sum();
            let run = f64::from((pair[1].arrival - pair[0].departure).0);
            let start = i64::from(pair[0].departure.0);
            let (mut passed, mut enter, nodes) = (0.0, start, way.nodes());
            for (link, node) in links.iter().zip(nodes) {
                passed += time(link);
                let leave = start + (run * passed / total).round() as i64;
                let is_back = network.links[link.at()].from != node;
                tracks
                    .entry((network.links[link.at()].id.clone(), is_back))
                    .or_default()
                    .push((at, enter, leave));
                enter = leave;
            }
        }
    }
    tracks
}

/// Whether a train is one of a project without a timetable.
fn is_synthetic(trip: &Trip) -> bool {
    trip.timing == Timing::Synthetic && trip.project.is_some()
}

fn has_no_path(trip: &Trip) -> bool {
    trip.provenance.note.contains("no free path")
}

/// Every synthetic train against every other on each track, on all days; the others among themselves are told, not held to it.
#[test]
fn no_synthetic_train_is_nearer_than_the_headway() {
    let network = &ALL.network;
    let trips = &network.transit.trips;
    let (mut pairs, mut of_timetable, mut near) = (0, 0, 0);
    for ((link, _), trains) in tracks(network) {
        let link = network.links.iter().find(|it| it.id == link).unwrap();
        let minutes = network.modes.value_for("rail", "minimum_headway", link.facility_type);
        let headway = (minutes.unwrap() * 60.0) as i64;
        for (at, one) in trains.iter().enumerate() {
            for other in &trains[at + 1..] {
                let is_apart = (-1..=1).all(|day| {
                    let by = day * i64::from(Seconds::DAY.0);
                    let ends = [one.1 - other.1 - by, one.2 - other.2 - by];
                    let in_order = ends[0].is_positive() == ends[1].is_positive();
                    ends.iter().all(|end| end.abs() >= headway)
                        && (in_order || link.length.0 > 100.0)
                });
                let both = [&trips[one.0], &trips[other.0]];
                let is_placed = both.iter().any(|trip| is_synthetic(trip));
                if !is_placed {
                    of_timetable += 1;
                    near += usize::from(!is_apart);
                } else if one.0 != other.0 && !both.iter().any(|trip| has_no_path(trip)) {
                    pairs += 1;
                    assert!(is_apart, "{}: {} and {}", link.id, both[0].id, both[1].id);
                }
            }
        }
    }
    eprintln!(
        "of {of_timetable} pairs of trains of the timetable on a track {near} are nearer than the headway"
    );
    assert!(pairs > 50_000, "{pairs}");
}

#[test]
fn trains_of_the_timetable_stay_where_they_are() {
    let trains = HUAIHAI.transit.trips.iter();
    let found: BTreeMap<&str, &Trip> =
        ALL.network.transit.trips.iter().map(|trip| (trip.id.as_str(), trip)).collect();
    let mut same = 0;
    for trip in trains {
        let now = found.get(trip.id.as_str()).filter(|now| now.project.is_none());
        if let Some(now) = now {
            assert_eq!(now.stop_times, trip.stop_times, "{}", trip.id);
            same += 1;
        }
    }
    assert!(same > 1700, "{same}");
}

#[test]
fn most_trains_find_a_free_path() {
    let told = placing(&ALL.effects).unwrap();
    let trains = ALL.network.transit.trips.iter();
    let synthetic: Vec<&Trip> = trains
        .filter(|trip| is_synthetic(trip) && ALL.network.transit.class(trip).is_rail())
        .collect();
    assert_eq!(told.trains, synthetic.len());
    assert_eq!(told.without_path, synthetic.iter().filter(|trip| has_no_path(trip)).count());
    eprintln!("{} trains, {told}", told.trains);
    assert!(told.trains > 400 && told.shifted * 2 > told.without_path, "{told:?}");
    assert!(told.without_path * 7 < told.trains, "{told:?}");
}

/// Trains without a timetable are marked in the feed, and the feed reads back as it was.
#[test]
fn synthetic_trains_are_marked_in_the_feed() {
    let mut files: BTreeMap<String, Vec<u8>> = gmns::write(&ALL.network);
    files.retain(|name, _| !name.starts_with("transit/"));
    let feed = gtfs::write(&ALL.network);
    let trips = text(&feed["trips.txt"]);
    assert!(trips.lines().any(|line| line.contains(":HSB-L01,HSB-L01,synthetic,")), "no HSB-L01");
    files.extend(feed.into_iter().map(|(name, bytes)| (format!("transit/{name}"), bytes)));
    let again =
        load_network(&Folder::from_map(files)).unwrap_or_else(|problems| panic!("{problems}")).0;
    let marked = |network: &Network| -> Vec<_> {
        let trips = network.transit.trips.iter();
        let mut calls: Vec<_> = trips
            .filter(|trip| trip.timing == Timing::Synthetic)
            .map(|trip| (trip.id.clone(), trip.stop_times.clone()))
            .collect();
        calls.sort_by(|a, b| a.0.cmp(&b.0));
        calls
    };
    assert_eq!(marked(&again), marked(&ALL.network));
    assert!(!marked(&again).is_empty());
}

#[test]
fn a_comparison_says_that_the_timetable_is_computed() {
    let args = ["projects", "show", "huai-su-bang-intercity", "--quiet"];
    let shown = text(&tongqu(args).stdout);
    assert!(shown.contains("timetable computed, none is published: 38 trains"), "{shown}");
}
