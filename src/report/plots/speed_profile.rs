//! How fast a train is where, over the limits it keeps to.

use crate::kernels::running_time::Sample;
use crate::network::Network;
use crate::report::csv::{fixed, to_csv};
use crate::report::figure::{Annotation, Axis, Caption, LineChart, Series};
use crate::study::{RunLeg, TrainRun};

/// Points are at least this far apart in speed, but where the train begins to hold a speed or to brake: km/h.
const FINE: f64 = 1.0;

/// A row of the profile.
struct Row {
    leg: usize,
    position_km: f64,
    time_s: f64,
    speed_kmh: f64,
    limit_kmh: f64,
}

/// A row of `profile.csv`, as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProfileRow {
    /// Which leg, from 1.
    pub leg: usize,
    /// Kilometres from the start.
    pub position_km: f64,
    /// Of the train, in km/h.
    pub speed_kmh: f64,
    /// Of the line, in km/h.
    pub limit_kmh: f64,
}

/// Speed over distance from the rows of a profile alone: calls are where legs meet, without names.
pub fn speed_profile_of(rows: &[ProfileRow]) -> LineChart {
    let calls = rows.chunk_by(|a, b| a.leg == b.leg).filter_map(|leg| {
        let last = leg.last()?;
        Some(Annotation { x: last.position_km, text: format!("停站 call {}", last.leg) })
    });
    let line = |name: &str, value: fn(&ProfileRow) -> f64, is_stepped: bool| Series {
        name: name.to_owned(),
        points: rows.iter().map(|row| (row.position_km, value(row))).collect(),
        is_stepped,
    };
    LineChart {
        caption: Caption::new(
            "速度–距离曲线 Speed profile",
            "Running without allowances and dwells",
            format!("Source: Tongqu {}; simulated", env!("CARGO_PKG_VERSION")),
        ),
        x: Axis { title: "里程 Distance, km".to_owned(), from: Some(0.0), ..Axis::default() },
        y: Axis { title: "速度 Speed, km/h".to_owned(), from: Some(0.0), ..Axis::default() },
        series: vec![
            line("列车速度 speed of the train", |row| row.speed_kmh, false),
            line("限速 speed limit", |row| row.limit_kmh, true),
        ],
        annotations: calls.collect(),
        diagonal: None,
    }
}

/// `profile.csv`: running time without allowances and dwells.
pub fn profile_csv(run: &TrainRun) -> Vec<u8> {
    let header = ["leg", "position_km", "running_time_s", "speed_kmh", "limit_kmh"];
    let rows = rows(run).into_iter().map(|row| {
        [
            row.leg.to_string(),
            fixed(Some(row.position_km), 3),
            fixed(Some(row.time_s), 1),
            fixed(Some(row.speed_kmh), 1),
            fixed(Some(row.limit_kmh), 0),
        ]
    });
    to_csv(&header, rows)
}

fn rows(run: &TrainRun) -> Vec<Row> {
    let mut rows = Vec::new();
    let (mut position, mut time) = (0.0, 0.0);
    for (at, leg) in run.legs.iter().enumerate() {
        let row = |sample: &Sample| Row {
            leg: at + 1,
            position_km: (position + sample.position) / 1000.0,
            time_s: time + sample.time,
            speed_kmh: sample.speed * 3.6,
            limit_kmh: limit_at(leg, sample.position),
        };
        rows.extend(points(&leg.run.samples).iter().map(row));
        position += leg.length.0 * 1000.0;
        time += leg.run.time();
    }
    rows
}

/// The samples thinned where they are dense, and filled where the brake is on from one to the next: speed is even in time and
/// not in distance.
fn points(samples: &[Sample]) -> Vec<Sample> {
    let mut points = vec![samples[0]];
    for (at, sample) in samples.iter().enumerate().skip(1) {
        let last = points[points.len() - 1];
        let before = samples[at - 1];
        let parts = ((sample.speed - before.speed).abs() * 3.6 / FINE / 2.0).ceil() as u32;
        for part in 1..parts {
            let share = f64::from(part) / f64::from(parts);
            let speed = before.speed + share * (sample.speed - before.speed);
            let time = before.time + share * (sample.time - before.time);
            let mean = f64::midpoint(before.speed, speed);
            points.push(Sample {
                position: before.position + mean * (time - before.time),
                speed,
                time,
            });
        }
        let turns = samples.get(at + 1).is_none_or(|next| {
            let sign = |change: f64| if change.abs() < 1e-9 { 0.0 } else { change.signum() };
            let signs = [sample.speed - before.speed, next.speed - sample.speed].map(sign);
            (signs[0] - signs[1]).abs() > 0.5
        });
        if turns || (sample.speed - last.speed).abs() * 3.6 >= FINE {
            points.push(*sample);
        }
    }
    points
}

fn limit_at(leg: &RunLeg, position: f64) -> f64 {
    let mut end = 0.0;
    let section = leg.limits.iter().find(|section| {
        end += section.length;
        position < end
    });
    section.or(leg.limits.last()).map_or(0.0, |section| section.limit * 3.6)
}

/// Speed over distance, with the limits beneath it and the calls named above.
pub fn speed_profile(run: &TrainRun, network: &Network) -> LineChart {
    let speed = rows(run).iter().map(|row| (row.position_km, row.speed_kmh)).collect();
    let mut limits: Vec<(f64, f64)> = Vec::new();
    let mut start = 0.0;
    for section in run.legs.iter().flat_map(|leg| &leg.limits) {
        limits.push((start, section.limit * 3.6));
        start += section.length / 1000.0;
    }
    limits.extend(limits.last().map(|(_, limit)| (start, *limit)));
    let label = |node: crate::index::NodeIdx| {
        let node = &network.nodes[node.at()];
        format!("{} {}", node.name, node.name_en).trim_end().to_owned()
    };
    let mut stations = vec![Annotation { x: 0.0, text: label(run.legs[0].from) }];
    let mut position = 0.0;
    for leg in &run.legs {
        position += leg.length.0;
        stations.push(Annotation { x: position, text: label(leg.to) });
    }
    let ends = (&stations[0].text, &stations[stations.len() - 1].text);
    LineChart {
        caption: Caption::new(
            format!("速度–距离曲线 Speed profile\n{} → {}", ends.0, ends.1),
            subtitle(run),
            format!(
                "Source: Tongqu {}, network {}; simulated",
                env!("CARGO_PKG_VERSION"),
                network.config.dataset_name
            ),
        ),
        x: Axis { title: "里程 Distance, km".to_owned(), from: Some(0.0), ..Axis::default() },
        y: Axis { title: "速度 Speed, km/h".to_owned(), from: Some(0.0), ..Axis::default() },
        series: vec![
            Series {
                name: "列车速度 speed of the train".to_owned(),
                points: speed,
                is_stepped: false,
            },
            Series { name: "限速 speed limit".to_owned(), points: limits, is_stepped: true },
        ],
        annotations: stations,
        diagonal: None,
    }
}

fn subtitle(run: &TrainRun) -> String {
    let timed = run
        .timed_speed
        .map_or_else(String::new, |speed| format!(", timed for {:.0} km/h at most", speed.0));
    let running: f64 = run.legs.iter().map(RunLeg::running_min).sum();
    format!(
        "{}{timed}; {:.0} km, {running:.1} min of running, {:.1} min with allowances and dwells",
        run.choice.stock.name,
        run.length().0,
        run.total_min()
    )
}
