//! The time–distance diagram of a line's trains.

use super::subject::Subject;
use super::way::{WayPoint, longest_way};
use super::{Drawn, source};
use crate::network::{Link, Network, NodeType, RouteClass, StopTime, Trip};
use crate::report::figure::{Caption, GraphStation, GraphTrain, TrainGraph, TrainKind};
use std::collections::{BTreeMap, BTreeSet};

/// Hours shown at least.
const HOURS: (u32, u32) = (6, 23);

/// What a train graph shows.
#[derive(Debug, Clone, Copy)]
pub struct TrainGraphPlot<'a> {
    /// The network.
    pub network: &'a Network,
    /// The links of the line.
    pub links: &'a [&'a Link],
    /// Its name in both languages.
    pub name: &'a str,
    /// Projects whose trains are drawn apart.
    pub projects: &'a BTreeSet<String>,
    /// Under the title: the day and the projects.
    pub circumstances: &'a str,
}

impl TrainGraphPlot<'_> {
    /// The figure.
    ///
    /// # Errors
    /// Why there is none: no way of two stations, or no train calls at two of them one after the other.
    pub fn figure(&self) -> Result<TrainGraph, &'static str> {
        let nodes = &self.network.nodes;
        let way = longest_way(self.links).into_iter();
        let stations: Vec<WayPoint> =
            way.filter(|point| nodes[point.node.at()].node_type == NodeType::Station).collect();
        if stations.len() < 2 {
            return Err("the line has fewer than two railway stations");
        }
        let km: BTreeMap<_, f64> = stations.iter().map(|point| (point.node, point.km)).collect();
        let place = |call: &StopTime| {
            let node = self.network.transit.stops[call.stop.at()].node?;
            km.get(&node).copied()
        };
        let trips = &self.network.transit.trips;
        let trains: Vec<GraphTrain> =
            trips.iter().flat_map(|trip| self.trains(trip, place)).collect();
        if trains.is_empty() {
            return Err("no train calls at two stations of the line one after the other");
        }
        let hours = trains.iter().flat_map(|train| &train.points).fold(HOURS, |hours, point| {
            (hours.0.min(point.0.floor() as u32), hours.1.max(point.0.ceil() as u32).min(28))
        });
        let first = stations[0].km;
        let station = |point: &WayPoint| {
            let node = &nodes[point.node.at()];
            let name = format!("{} {}", node.name, node.name_en).trim_end().to_owned();
            GraphStation { name, km: point.km - first }
        };
        let detail = format!(
            "{} trains a day that call at two stations of the line one after the other; {}",
            trains.len(),
            self.circumstances
        );
        Ok(TrainGraph {
            caption: Caption::new(
                format!("列车运行图 Train graph\n{}", self.name),
                detail,
                source(self.network),
            ),
            stations: stations.iter().map(station).collect(),
            trains: trains
                .into_iter()
                .map(|train| GraphTrain {
                    points: train.points.iter().map(|(hour, km)| (*hour, km - first)).collect(),
                    ..train
                })
                .collect(),
            hours,
        })
    }

    /// The parts of a train's way that lie on the line.
    fn trains(&self, trip: &Trip, place: impl Fn(&StopTime) -> Option<f64>) -> Vec<GraphTrain> {
        let class = self.network.transit.class(trip);
        if !class.is_rail() {
            return Vec::new();
        }
        let is_own = trip.project.as_ref().is_some_and(|project| self.projects.contains(project));
        let kind = match class {
            _ if is_own => TrainKind::Project,
            RouteClass::HighSpeedRail => TrainKind::HighSpeed,
            _ => TrainKind::Conventional,
        };
        let mut parts: Vec<GraphTrain> = Vec::new();
        let mut points: Vec<(f64, f64)> = Vec::new();
        let mut end = |points: &mut Vec<(f64, f64)>| {
            let points = std::mem::take(points);
            if points.len() > 2 {
                parts.push(GraphTrain { kind, points });
            }
        };
        for call in &trip.stop_times {
            match place(call) {
                Some(km) => {
                    points.extend([call.arrival, call.departure].map(|time| (time.hours(), km)));
                }
                None => end(&mut points),
            }
        }
        end(&mut points);
        parts
    }
}

/// The trains of the projects' line.
pub(super) fn of_project(subject: &Subject<'_>) -> Drawn {
    let links: Vec<&Link> = subject.project_links().collect();
    let circumstances = format!("network of {}, with the project", subject.results.question.date);
    let plot = TrainGraphPlot {
        network: subject.network(),
        links: &links,
        name: "",
        projects: &subject.results.question.projects,
        circumstances: &circumstances,
    };
    let graph = plot.figure()?;
    let caption = subject.caption("列车运行图 Train graph", &graph.caption.subtitle);
    Ok(Box::new(TrainGraph { caption, ..graph }))
}
