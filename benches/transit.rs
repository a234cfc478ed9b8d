//! Travel times by public transport in Porto Alegre: all hexagons to all others, leaving at each minute of 14:00 to 15:00 on
//! 13 May 2019, with percentiles. Each way of doing it is measured on some origins, after all its cells have been found equal.
//! One thread; processor time, as others may use the machine too.
//!
//! `cargo bench --bench transit`; data is looked for in `$TONGQU_DATA`, then in `shared/data` beside the work tree. With
//! `TONGQU_FULL=1` the cells of all origins are compared before, which takes a minute or two.

#![expect(clippy::print_stdout, reason = "a bench prints what it ran on")]

#[path = "support/clock.rs"]
mod clock;

use clock::CpuTime;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rayon::prelude::*;
use std::path::PathBuf;
use std::time::Instant;
use tongqu::formats::import::gtfs::{Feed, Feeds, Options};
use tongqu::formats::points::{Site, read_points};
use tongqu::formats::{Folder, osm, zip};
use tongqu::kernels::graph::UNREACHED;
use tongqu::kernels::timetable::Timetable;
use tongqu::kernels::window_index::WindowIndex;
use tongqu::kernels::window_times::{Origin, Targets, Window, WindowTimes, rank};
use tongqu::network::{LinkUse, Network, Position};
use tongqu::skims::{TravelMode, WindowMatrix};
use tongqu::supply::{Schedule, StreetAccess};
use tongqu::units::{Date, KmPerHour};

/// Origins that are measured.
const SOME: usize = 24;
const DAY: u32 = 86_400;
const LIMIT: u32 = 7200;
const PERCENTILES: [f64; 5] = [5.0, 25.0, 50.0, 75.0, 95.0];

fn find(file: &str) -> Option<PathBuf> {
    let package = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("TONGQU_DATA").map(PathBuf::from);
    let beside = ["../shared/data", "../../shared/data"].map(|folder| package.join(folder));
    let mut folders = named.into_iter().chain(beside).map(|folder| folder.join("porto-alegre"));
    let found = folders.find_map(|folder| Some(folder.join(file)).filter(|path| path.exists()));
    if found.is_none() {
        println!("skipped: no porto-alegre/{file} in $TONGQU_DATA or ../shared/data");
    }
    found
}

fn network() -> Option<Network> {
    let feed = |name: &str| {
        let bytes = std::fs::read(find(&format!("{name}.zip"))?).expect("the file was found");
        let files = zip::read(&bytes).expect("a feed");
        Some(Feed { name: name.to_owned(), folder: Folder::from_map(files) })
    };
    let feeds = Feeds::open(vec![feed("poa_eptc")?, feed("poa_trensurb")?]).expect("feeds");
    let day = feeds.day(Date::parse("2019-05-13")).expect("a day of both feeds");
    let options = osm::Options {
        name: "poa".to_owned(),
        date: Some(day),
        uses: [LinkUse::Car, LinkUse::Walk].into_iter().collect(),
        limit_factor: 0.8,
        toll_yuan_km: 0.0,
        zones: Some(vec![feeds.middle("poa")]),
    };
    let streets = osm::import(&find("poa_osm.pbf")?, options).expect("an extract");
    let options = Options { name: "poa".to_owned(), walk_speed: KmPerHour(3.6), zones: Vec::new() };
    Some(feeds.onto(Some(streets), day, &options).expect("trips").imported.network)
}

fn hexagons() -> Option<Vec<Position>> {
    let text = std::fs::read_to_string(find("poa_hexgrid.csv")?).expect("the file was found");
    let rows = read_points("poa_hexgrid.csv", &text).expect("points");
    let at = |site| if let Site::Position(position) = site { Some(position) } else { None };
    Some(rows.into_iter().filter_map(|row| at(row.site)).collect())
}

/// By place, (stop or place, seconds).
type Ways = Vec<Vec<(u32, u32)>>;

struct City {
    schedule: Schedule,
    /// From each hexagon to stops, and as long back.
    access: Ways,
    /// From each hexagon to others on foot.
    direct: Ways,
    departures: Vec<u32>,
}

impl City {
    fn new() -> Option<Self> {
        let (network, hexagons) = (network()?, hexagons()?);
        let start = Instant::now();
        let streets = StreetAccess::of(&network).expect("mode.csv is whole")?;
        let schedule = WindowMatrix::street_schedule(&network, &streets, TravelMode::Public)
            .expect("mode.csv is whole");
        println!("streets, walks between stops, timetable: {:.0?}", start.elapsed());
        let start = Instant::now();
        let mut places = streets.places(&hexagons);
        places.retain(Option::is_some);
        let reaches = streets.reaches(&places);
        let access = reaches.iter().map(|reached| {
            reached.iter().filter_map(|reach| Some((reach.stop.0, reach.local?.0))).collect()
        });
        let access = access.collect();
        let direct = streets.walks(&places, &places).into_iter();
        let direct = direct.map(|walks| walks.into_iter().map(|(to, time)| (to, time.0)).collect());
        let direct = direct.collect();
        println!(
            "walks of {} of {} hexagons: {:.0?}",
            places.len(),
            hexagons.len(),
            start.elapsed()
        );
        let departures = (0..60).map(|minute| DAY + (14 * 60 + minute) * 60).collect();
        Some(Self { schedule, access, direct, departures })
    }

    fn until(&self) -> u32 {
        self.departures[59] + LIMIT + 1
    }

    fn window<'a>(&'a self, ranks: &'a [usize]) -> Window<'a> {
        let leaving = 2 * DAY;
        Window { departures: &self.departures, limit: LIMIT, leaving, max_rides: None, ranks }
    }

    fn origin(&self, at: usize) -> Origin<'_> {
        Origin { access: &self.access[at], direct: &self.direct[at] }
    }

    /// One departure after the other: a scan of the connections each, the least over each target's ways, all times sorted.
    fn plain(&self, buffer: &mut Plain, origin: usize, ranks: &[usize]) -> Vec<u32> {
        let timetable = self.schedule.timetable();
        let mut times = vec![[UNREACHED; 60]; self.access.len()];
        for (lane, &departure) in self.departures.iter().enumerate() {
            buffer.scan(timetable, &self.access[origin], departure, departure + LIMIT);
            for (times, ways) in times.iter_mut().zip(&self.access) {
                let arrival =
                    ways.iter().map(|way| buffer.alight[way.0 as usize].saturating_add(way.1));
                let time = arrival.min().unwrap_or(UNREACHED).saturating_sub(departure);
                times[lane] = if time > LIMIT { UNREACHED } else { time };
            }
            for &(to, walk) in &self.direct[origin] {
                times[to as usize][lane] = times[to as usize][lane].min(walk);
            }
        }
        let ranked = times.iter_mut().flat_map(|times| {
            times.sort_unstable();
            ranks.iter().map(|&rank| times[rank]).collect::<Vec<_>>()
        });
        ranked.collect()
    }
}

/// Connection scan of one departure (Dibbelt and others 2018, section 3). No change takes no time here, so one pass will do.
#[derive(Default)]
struct Plain {
    ready: Vec<u32>,
    alight: Vec<u32>,
    is_on: Vec<bool>,
}

impl Plain {
    fn scan(&mut self, timetable: &Timetable, access: &[(u32, u32)], departure: u32, until: u32) {
        let stops = timetable.stop_count();
        for times in [&mut self.ready, &mut self.alight] {
            times.clear();
            times.resize(stops, UNREACHED);
        }
        self.is_on.clear();
        self.is_on.resize(timetable.trip_count(), false);
        for &(stop, seconds) in access {
            self.ready[stop as usize] = departure + seconds;
        }
        let all = timetable.connections();
        let first = all.partition_point(|connection| connection.departure < departure);
        for connection in all[first..].iter().take_while(|it| it.departure <= until) {
            let (trip, to) = (connection.trip as usize, connection.to as usize);
            if !self.is_on[trip] && self.ready[connection.from as usize] > connection.departure {
                continue;
            }
            self.is_on[trip] = true;
            if connection.arrival < self.alight[to] {
                self.alight[to] = connection.arrival;
                let change = connection.arrival + timetable.minimum_change(connection.to);
                self.ready[to] = self.ready[to].min(change);
                for path in timetable.footpaths(connection.to) {
                    let ready = &mut self.ready[path.to as usize];
                    *ready = (*ready).min(connection.arrival + path.seconds);
                }
            }
        }
    }
}

fn matrix(c: &mut Criterion<CpuTime>) {
    let Some(city) = City::new() else { return };
    let start = Instant::now();
    let index = WindowIndex::new(city.schedule.timetable(), city.departures[0]..city.until());
    let targets = Targets::<u16>::of_timetable(city.schedule.timetable(), &city.access);
    let [connections, changes, late] = index.counts();
    println!(
        "window: {connections} connections, {changes} changes and {late} for late boarders: {:.0?}",
        start.elapsed()
    );
    let every: Vec<usize> = (0..60).collect();
    let step = city.access.len() / SOME;
    let some: Vec<usize> = (0..SOME).map(|at| at * step).collect();
    let compared: Vec<usize> = match std::env::var_os("TONGQU_FULL") {
        Some(_) => (0..city.access.len()).collect(),
        None => some.clone(),
    };
    let cells: usize = compared
        .par_iter()
        .map_init(
            || (Plain::default(), WindowTimes::new(), Vec::new()),
            |(plain, fast, row), &at| {
                row.clear();
                fast.row(&index, city.origin(at), &city.window(&every), &targets, row);
                assert!(*row == city.plain(plain, at, &every), "all cells of origin {at}");
                row.len()
            },
        )
        .sum();
    println!("{cells} cells of {} origins are equal", compared.len());
    let ranks = PERCENTILES.map(|percent| rank(percent, 60));
    whole(&city, &index, &targets, &ranks);
    let mut group = c.benchmark_group("transit/rows-of-60-departures");
    group.throughput(Throughput::Elements(SOME as u64)).sample_size(10);
    group.bench_function("one departure at a time", |bencher| {
        let mut buffer = Plain::default();
        bencher.iter(|| {
            some.iter().map(|&at| city.plain(&mut buffer, at, &ranks).len()).sum::<usize>()
        });
    });
    group.bench_function("tongqu", |bencher| {
        let (mut buffer, mut row) = (WindowTimes::new(), Vec::new());
        bencher.iter(|| {
            row.clear();
            for &at in &some {
                buffer.row(&index, city.origin(at), &city.window(&ranks), &targets, &mut row);
            }
            row.len()
        });
    });
    group.finish();
}

/// The whole matrix once, on one thread.
fn whole(city: &City, index: &WindowIndex, targets: &Targets<u16>, ranks: &[usize]) {
    let clock = CpuTime;
    let start = criterion::measurement::Measurement::start(&clock);
    let (mut buffer, mut row) = (WindowTimes::new(), Vec::new());
    for at in 0..city.access.len() {
        buffer.row(index, city.origin(at), &city.window(ranks), targets, &mut row);
    }
    let taken = criterion::measurement::Measurement::end(&clock, start);
    let count = city.access.len();
    println!("{count} x {count} x 60, {} values: {taken:.2?} of processor time", row.len());
}

criterion_group! {
    name = benches;
    config = Criterion::default().with_measurement(CpuTime);
    targets = matrix
}
criterion_main!(benches);
