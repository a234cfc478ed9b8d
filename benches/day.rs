//! Whole days of real timetables: all departures from a station to all others, and all journeys of the day between stations.
//! Beside each stands a plain connection scan, one departure after the other; its answers are compared before.
//! One thread; processor time, as others may use the machine too.
//!
//! `cargo bench --bench day`: the trains of the Huaihai network, and the feeds in `$TONGQU_DATA` or in `shared/data` beside the
//! work tree.

#![expect(clippy::print_stdout, reason = "a bench prints what it ran on")]

#[path = "support/clock.rs"]
mod clock;

use clock::CpuTime;
use criterion::measurement::Measurement;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::path::PathBuf;
use tongqu::formats::import::gtfs::{Feed, Feeds, Options};
use tongqu::formats::{Folder, embedded_network_folder, load_network, zip};
use tongqu::kernels::csa::{ProfileIndex, ProfileSearch};
use tongqu::kernels::graph::UNREACHED;
use tongqu::kernels::timetable::{StopTime, Timetable, TimetableBuilder};
use tongqu::kernels::window_index::WindowIndex;
use tongqu::kernels::window_scan::LANES;
use tongqu::kernels::window_times::{Origin, Targets, Window, WindowTimes};
use tongqu::network::Transit;
use tongqu::supply::{Schedule, Supply};
use tongqu::units::KmPerHour;

/// Stations that are measured.
const SOME: usize = 8;
const DAY: u32 = 86_400;
/// Seconds to change at a stop, and metres to another that one walks, at a metre a second.
const CHANGE: u32 = 120;
const WALK: f64 = 300.0;

/// A timetable of some days and the clock times that count: departures of `day`, rides until `end`.
struct Case {
    name: &'static str,
    timetable: Timetable,
    day: std::ops::Range<u32>,
    end: u32,
}

fn cases() -> Vec<Case> {
    let (huaihai, _) = load_network(&embedded_network_folder()).expect("the network is right");
    let trains = Supply::build(&huaihai).expect("mode.csv is whole").rail;
    let mut cases = vec![Case {
        name: "huaihai-trains",
        timetable: trains.timetable().clone(),
        day: Schedule::DEPARTURES,
        end: Schedule::RIDES.end,
    }];
    let feeds: [(&'static str, &[&str]); 4] = [
        ("caltrain", &["gtfs/caltrain_2017.zip"]),
        ("cairns", &["gtfs/cairns_gtfs.zip"]),
        ("nyc-subway", &["gtfs/nyc_subway.zip"]),
        ("porto-alegre", &["porto-alegre/poa_eptc.zip", "porto-alegre/poa_trensurb.zip"]),
    ];
    cases.extend(feeds.into_iter().filter_map(|(name, files)| {
        let timetable = two_days(&transit(files)?);
        Some(Case { name, timetable, day: 0..DAY, end: 2 * DAY })
    }));
    cases
}

fn find(file: &str) -> Option<PathBuf> {
    let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("TONGQU_DATA").map(PathBuf::from);
    let beside = ["../shared/data", "../../shared/data"].map(|folder| package.join(folder));
    let mut paths = named.into_iter().chain(beside).map(|folder| folder.join(file));
    let found = paths.find(|path| path.exists());
    if found.is_none() {
        println!("skipped: no {file} in $TONGQU_DATA or ../shared/data");
    }
    found
}

/// The service day that the program takes if no other is asked for.
fn transit(files: &[&str]) -> Option<Transit> {
    let feed = |file: &&str| {
        let bytes = std::fs::read(find(file)?).expect("the file was found");
        let files = zip::read(&bytes).expect("a feed");
        Some(Feed { name: (*file).to_owned(), folder: Folder::from_map(files) })
    };
    let feeds = Feeds::open(files.iter().map(feed).collect::<Option<_>>()?).expect("feeds");
    let day = feeds.day(None).expect("a day");
    let zones = vec![feeds.middle("city")];
    let options = Options { name: "city".to_owned(), walk_speed: KmPerHour(3.6), zones };
    Some(feeds.onto(None, day, &options).expect("trips").imported.network.transit)
}

/// The same day twice, with walks to the stops around.
fn two_days(transit: &Transit) -> Timetable {
    let mut builder = TimetableBuilder::new(vec![CHANGE; transit.stops.len()]);
    for midnight in [0, DAY] {
        for trip in &transit.trips {
            let call = |call: &tongqu::network::StopTime| StopTime {
                stop: call.stop.0,
                arrival: call.arrival.0 + midnight,
                departure: call.departure.0 + midnight,
            };
            builder.trip(&trip.stop_times.iter().map(call).collect::<Vec<_>>());
        }
    }
    let places = transit.stops.iter().map(|stop| stop.position);
    let entries = places.clone().zip(0_u32..);
    let tree = RTree::bulk_load(
        entries.map(|(at, stop)| GeomWithData::new([at.lon, at.lat], stop)).collect(),
    );
    for (here, from) in places.zip(0_u32..) {
        let mut near: Vec<(u32, u32)> = Vec::new();
        for found in tree.locate_within_distance([here.lon, here.lat], 0.01_f64.powi(2)) {
            let metres = here.distance(transit.stops[found.data as usize].position).0 * 1000.0;
            if found.data != from && metres <= WALK {
                near.push((found.data, (metres as u32).max(CHANGE)));
            }
        }
        near.sort_unstable();
        for (to, seconds) in near {
            builder.footpath(from, to, seconds);
        }
    }
    builder.build()
}

impl Case {
    /// Stops with departures, evenly among all such.
    fn sources(&self) -> Vec<u32> {
        let mut served: Vec<u32> = self.timetable.connections().iter().map(|it| it.from).collect();
        served.sort_unstable();
        served.dedup();
        let step = (served.len() / SOME).max(1);
        served.into_iter().step_by(step).take(SOME).collect()
    }

    fn departures(&self, stop: u32) -> Vec<u32> {
        let leaving = self.timetable.connections().iter().filter(|it| it.from == stop);
        let mut times: Vec<u32> = leaving.map(|it| it.departure).collect();
        times.retain(|time| self.day.contains(time));
        times.dedup();
        times
    }
}

/// Earliest arrivals of one departure (Dibbelt and others 2018, section 3); connections of no length are scanned until
/// nothing improves.
#[derive(Default)]
struct Plain {
    ready: Vec<u32>,
    alight: Vec<u32>,
    /// By trip: the place of its stop where it was boarded.
    boarded: Vec<u32>,
}

impl Plain {
    fn scan(&mut self, timetable: &Timetable, source: u32, departure: u32, end: u32) {
        let stops = timetable.stop_count();
        for times in [&mut self.ready, &mut self.alight] {
            times.clear();
            times.resize(stops, UNREACHED);
        }
        self.boarded.clear();
        self.boarded.resize(timetable.trip_count(), UNREACHED);
        self.ready[source as usize] = departure;
        let all = timetable.connections();
        let first = all.partition_point(|connection| connection.departure < departure);
        let until = all.partition_point(|connection| connection.departure < end);
        for second in all[first..until].chunk_by(|one, next| one.departure == next.departure) {
            while self.second(timetable, second)
                && second.iter().any(|it| it.arrival == it.departure)
            {}
        }
    }

    /// All connections of one second; says whether anything improved.
    fn second(
        &mut self,
        timetable: &Timetable,
        connections: &[tongqu::kernels::timetable::Connection],
    ) -> bool {
        let mut is_better = false;
        for connection in connections {
            let (trip, to) = (connection.trip as usize, connection.to as usize);
            // Who boards in a second was not on board at stops that the trip left before in the same.
            let boarded = &mut self.boarded[trip];
            if *boarded > connection.index {
                if self.ready[connection.from as usize] > connection.departure {
                    continue;
                }
                *boarded = connection.index;
                is_better = true;
            }
            if connection.arrival < self.alight[to] {
                is_better = true;
                self.alight[to] = connection.arrival;
                let change = connection.arrival + timetable.minimum_change(connection.to);
                self.ready[to] = self.ready[to].min(change);
                for path in timetable.footpaths(connection.to) {
                    let ready = &mut self.ready[path.to as usize];
                    *ready = (*ready).min(connection.arrival + path.seconds);
                }
            }
        }
        is_better
    }
}

/// To every stop the shortest time of the day, by plain scans.
fn plain_best(case: &Case, buffer: &mut Plain, source: u32) -> Vec<u32> {
    let mut best = vec![UNREACHED; case.timetable.stop_count()];
    for departure in case.departures(source) {
        buffer.scan(&case.timetable, source, departure, case.end);
        for (best, arrival) in best.iter_mut().zip(&buffer.alight) {
            *best = (*best).min(
                arrival.saturating_sub(departure).max(u32::from(*arrival == UNREACHED) * UNREACHED),
            );
        }
    }
    best
}

/// The same by scans of many departures at once.
fn fast_best(
    case: &Case,
    (index, targets): (&WindowIndex, &Targets<u32>),
    buffer: &mut WindowTimes<u32>,
    source: u32,
) -> Vec<u32> {
    let mut best = vec![UNREACHED; targets.len()];
    let mut row = Vec::new();
    for departures in case.departures(source).chunks(LANES) {
        let window = Window {
            departures,
            limit: UNREACHED,
            leaving: UNREACHED,
            max_rides: None,
            ranks: &[0],
        };
        row.clear();
        let origin = Origin { access: &[(source, 0)], direct: &[] };
        buffer.row(index, origin, &window, targets, &mut row);
        best.iter_mut().zip(&row).for_each(|(best, time)| *best = (*best).min(*time));
    }
    best
}

fn one_to_all(c: &mut Criterion<CpuTime>, case: &Case) {
    let sources = case.sources();
    let index = WindowIndex::new(&case.timetable, case.day.start..case.end);
    let stops: Vec<Vec<(u32, u32)>> =
        (0..case.timetable.stop_count() as u32).map(|stop| vec![(stop, 0)]).collect();
    let targets = Targets::<u32>::new(stops.iter().map(Vec::as_slice));
    let (mut plain, mut fast) = (Plain::default(), WindowTimes::new());
    for &source in &sources {
        let found = fast_best(case, (&index, &targets), &mut fast, source);
        let expected = plain_best(case, &mut plain, source);
        let other = (0..found.len()).find(|stop| found[*stop] != expected[*stop]);
        assert!(
            other.is_none(),
            "{} from {source} to {other:?}: {:?}",
            case.name,
            other.map(|stop| (found[stop], expected[stop]))
        );
    }
    let departures: usize = sources.iter().map(|source| case.departures(*source).len()).sum();
    println!("{}: {departures} departures from {} stops, the same times", case.name, sources.len());
    let mut group = c.benchmark_group(format!("day/one-to-all/{}", case.name));
    group.throughput(Throughput::Elements(sources.len() as u64)).sample_size(10);
    group.bench_function("one departure at a time", |b| {
        b.iter(|| sources.iter().map(|it| plain_best(case, &mut plain, *it).len()).sum::<usize>());
    });
    group.bench_function("tongqu", |b| {
        b.iter(|| {
            let best = |it: &u32| fast_best(case, (&index, &targets), &mut fast, *it).len();
            sources.iter().map(best).sum::<usize>()
        });
    });
    group.finish();
}

fn profiles(c: &mut Criterion<CpuTime>, case: &Case) {
    let ends = case.sources();
    let index = ProfileIndex::new(&case.timetable);
    let (mut plain, mut search) = (Plain::default(), ProfileSearch::new());
    let mut compared = 0;
    for &target in &ends {
        let profile = search.profile(&index, &[(target, 0)], case.day.start..case.end);
        for &source in &ends {
            for departure in case.departures(source).into_iter().step_by(7) {
                plain.scan(&case.timetable, source, departure, case.end);
                let found = profile.arrivals_from(&[(source, 0)], departure);
                // Eight rides are the most that a profile tells.
                assert!(
                    found[found.len() - 1] == plain.alight[target as usize],
                    "{source} to {target} at {departure}"
                );
                compared += 1;
            }
        }
    }
    let clock = CpuTime;
    let start = clock.start();
    let stops = case.timetable.stop_count() as u32;
    let whole = |it: u32| {
        let profile = search.profile(&index, &[(it, 0)], case.day.start..case.end);
        u64::from(profile.arrivals_from(&[(ends[0], 0)], case.day.start)[0])
    };
    let sum: u64 = (0..stops).map(whole).sum();
    let taken = clock.end(start);
    println!(
        "{}: {compared} arrivals the same; all journeys of the day between all {stops} stops, by number of rides: {taken:.2?} ({sum})",
        case.name
    );
    let mut group = c.benchmark_group(format!("day/profile/{}", case.name));
    group.throughput(Throughput::Elements(ends.len() as u64)).sample_size(10);
    group.bench_function("one departure at a time", |b| {
        b.iter(|| {
            let mut reached = 0;
            for &source in &ends {
                for departure in case.departures(source) {
                    plain.scan(&case.timetable, source, departure, case.end);
                    reached += plain.alight.iter().filter(|it| **it != UNREACHED).count();
                }
            }
            reached
        });
    });
    group.bench_function("tongqu", |b| {
        b.iter(|| {
            let profile = |it: &u32| {
                search
                    .profile(&index, &[(*it, 0)], case.day.start..case.end)
                    .arrivals_from(&[(ends[0], 0)], 0)[0]
            };
            ends.iter().map(profile).max()
        });
    });
    group.finish();
}

fn days(c: &mut Criterion<CpuTime>) {
    for case in cases() {
        one_to_all(c, &case);
        profiles(c, &case);
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime);
    targets = days
}
criterion_main!(benches);
