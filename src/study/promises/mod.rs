//! What agreements and reports promised of a project, held against what it does, and why a promise is not kept.

mod reasons;

use super::comparison::{Comparison, Question, Side};
use super::explain::Used;
use super::validation::stations_of;
use crate::diagnostic::Problems;
use crate::index::{LinkIdx, StopIdx};
use crate::network::{Gazetteer, Kind, Network, RouteClass};
use crate::scenario::{Catalogue, Claim, ProjectFile, Promise, RailWays, RunError};
use crate::skims::{Endpoint, Journey, Leg, TravelMode, When, find_journey};
use crate::supply::Supply;
use crate::units::{Kilometres, Seconds};
use std::collections::{BTreeMap, BTreeSet};

/// A promise and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PromiseCheck {
    /// Id of the project.
    pub project: String,
    /// What was promised.
    pub promise: Promise,
    /// What the network says.
    pub outcome: Kept,
}

/// What became of a promise.
#[derive(Debug, Clone, PartialEq)]
pub enum Kept {
    /// A time: the fastest way by train, and what the lines allow.
    Time {
        /// The fastest way there is.
        train: Ride,
        /// A run over the same lines without a stop, between the stations nearest to each other in time.
        non_stop: Option<Bound>,
    },
    /// A saving: the fastest trains without the project and with it.
    Saving {
        /// Without.
        without: Ride,
        /// With.
        with: Ride,
    },
    /// Lines that are to be joined, each with how it is.
    Joined(Vec<(String, Joint)>),
    /// Why it cannot be told.
    Unresolved(String),
}

/// The fastest way by train between two places, from platform to platform.
#[derive(Debug, Clone, PartialEq)]
pub struct Ride {
    /// The numbers of its trains, in order.
    pub trains: Vec<String>,
    /// The station it is boarded at.
    pub from: String,
    /// Stations between two trains.
    pub changes: Vec<String>,
    /// The station it is left at.
    pub to: String,
    /// Waits between trains included.
    pub time: Seconds,
    /// Calls of the trains on the way.
    pub calls: u32,
    /// Over the links it takes.
    pub length: Kilometres,
}

/// The least a train can take.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The station it would start from.
    pub from: String,
    /// The station it would run to.
    pub to: String,
    /// At the lines' speeds, with the recovery margin.
    pub time: Seconds,
    /// At their design speeds.
    pub design_time: Seconds,
    /// Length of the way.
    pub length: Kilometres,
    /// How much of it is the project's own.
    pub on_project: Kilometres,
}

/// How a project's trains reach another line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joint {
    /// So many trains a day run over both.
    Direct(usize),
    /// With a change at this station.
    Change(String),
    /// Not at all.
    None,
}

impl PromiseCheck {
    /// Whether the promise is kept; none where it cannot be told.
    pub fn is_kept(&self) -> Option<bool> {
        match (&self.outcome, &self.promise.claim) {
            (Kept::Time { train, .. }, Claim::Takes { time, .. }) => Some(train.time <= *time),
            (Kept::Saving { without, with }, Claim::Saves { time, .. }) => {
                Some(without.time.saturating_sub(with.time) >= *time)
            }
            (Kept::Joined(lines), _) => Some(lines.iter().all(|(_, joint)| *joint != Joint::None)),
            _ => None,
        }
    }

    /// Simulated less promised in per cent of the promised time; none but for a promised time.
    pub fn error_per_cent(&self) -> Option<f64> {
        match (&self.outcome, &self.promise.claim) {
            (Kept::Time { train, .. }, Claim::Takes { time, .. }) => {
                Some((train.time.minutes() / time.minutes() - 1.0) * 100.0)
            }
            _ => None,
        }
    }

    /// One sentence: what the network says, and why a promise is not kept.
    pub fn reason(&self) -> String {
        reasons::english(self)
    }

    /// The same in Chinese.
    pub fn reason_zh(&self) -> String {
        reasons::chinese(self)
    }
}

/// A network that promises are held against.
struct Checked<'a> {
    network: &'a Network,
    supply: &'a Supply,
    gazetteer: Gazetteer,
    ways: RailWays,
}

impl<'a> Checked<'a> {
    fn of(side: &'a Side) -> Self {
        let network = &side.applied.network;
        let (gazetteer, ways) = (Gazetteer::new(network), RailWays::new(network));
        Self { network, supply: &side.supply, gazetteer, ways }
    }

    /// The stations of a place; of a name that is no place, the station called so.
    fn stations(&self, name: &str) -> Result<Vec<StopIdx>, String> {
        let kinds = [Kind::Zone, Kind::Stop];
        stations_of(name, &kinds, &self.gazetteer, &self.supply.access)
    }

    fn label(&self, stop: StopIdx) -> String {
        self.network.transit.stops[stop.at()].name.clone()
    }

    /// The fastest way by train between any of the stations.
    fn ride(&self, from: &str, to: &str) -> Result<Ride, String> {
        let (starts, ends) = (self.stations(from)?, self.stations(to)?);
        let pairs = starts.iter().flat_map(|start| ends.iter().map(move |end| (*start, *end)));
        let found = pairs.filter_map(|(start, end)| {
            let between = (Endpoint::Stop(start), Endpoint::Stop(end));
            find_journey(self.network, self.supply, TravelMode::Rail, between, When::AnyTime)
        });
        let best = found.min_by_key(|journey| (journey.duration(), journey.trips()));
        let journey = best.ok_or_else(|| format!("no train goes from {from} to {to}"))?;
        self.ride_of(&journey).ok_or_else(|| format!("no train goes from {from} to {to}"))
    }

    fn ride_of(&self, journey: &Journey) -> Option<Ride> {
        let mut rides = Vec::new();
        for leg in &journey.legs {
            if let Leg::Ride { trip, from, to, between, .. } = leg {
                rides.push((
                    self.network.transit.trips[trip.at()].name.clone(),
                    *from,
                    *to,
                    *between,
                ));
            }
        }
        let (first, last) = (rides.first()?, rides.last()?);
        let links = Used::of(self.network, journey).links;
        Some(Ride {
            from: self.label(first.1),
            to: self.label(last.2),
            changes: rides[1..].iter().map(|ride| self.label(ride.1)).collect(),
            time: journey.duration(),
            calls: rides.iter().map(|ride| ride.3).sum(),
            length: links.iter().map(|link| self.network.links[link.at()].length).sum(),
            trains: rides.into_iter().map(|ride| ride.0).collect(),
        })
    }

    /// The least time between any of the stations.
    fn bound(&mut self, from: &str, to: &str, project: &str) -> Result<Option<Bound>, RunError> {
        let (Ok(starts), Ok(ends)) = (self.stations(from), self.stations(to)) else {
            return Ok(None);
        };
        let mut best: Option<Bound> = None;
        for (start, end) in starts.iter().flat_map(|start| ends.iter().map(move |end| (start, end)))
        {
            let node = |stop: &StopIdx| self.network.transit.stops[stop.at()].node;
            let Some((start_node, end_node)) = node(start).zip(node(end)) else { continue };
            let class = RouteClass::HighSpeedRail;
            let run = self.ways.non_stop(self.network, class, start_node, end_node)?;
            let Some(run) = run.filter(|run| best.as_ref().is_none_or(|best| run.time < best.time))
            else {
                continue;
            };
            let is_own =
                |link: &&LinkIdx| self.network.links[link.at()].project.as_deref() == Some(project);
            let own = run.links.iter().filter(is_own);
            best = Some(Bound {
                from: self.label(*start),
                to: self.label(*end),
                time: run.time,
                design_time: run.design_time,
                length: run.length,
                on_project: own.map(|link| self.network.links[link.at()].length).sum(),
            });
        }
        Ok(best)
    }

    /// How the project's trains from a place reach lines.
    fn joints(
        &mut self,
        from: &str,
        lines: &[String],
        project: &str,
    ) -> Result<Vec<(String, Joint)>, String> {
        let starts = self.stations(from)?;
        let network = self.network;
        let mut own: BTreeSet<StopIdx> = BTreeSet::new();
        let mut calls: BTreeMap<&str, BTreeSet<StopIdx>> = BTreeMap::new();
        let mut direct: BTreeMap<&str, usize> = BTreeMap::new();
        for trip in &network.transit.trips {
            if !network.transit.class(trip).is_rail() {
                continue;
            }
            let last = trip.stop_times.len() - 1;
            let links = self.ways.of_trip(network, trip, 0..last);
            let links: Vec<_> = links.iter().map(|link| &network.links[link.at()]).collect();
            let stops = || trip.stop_times.iter().map(|call| call.stop);
            let is_on = |line: &String, stop: &StopIdx| {
                let node = network.transit.stops[stop.at()].node;
                let of_line = links.iter().filter(|link| link.line_id.as_ref() == Some(line));
                of_line.flat_map(|link| [link.from, link.to]).any(|end| Some(end) == node)
            };
            let is_own = links.iter().any(|link| link.project.as_deref() == Some(project))
                && stops().any(|stop| starts.contains(&stop));
            own.extend(stops().filter(|_| is_own));
            for line in lines
                .iter()
                .filter(|line| links.iter().any(|link| link.line_id.as_ref() == Some(*line)))
            {
                *direct.entry(line).or_default() += usize::from(is_own);
                let meeting = stops().filter(|stop| !is_own && is_on(line, stop));
                calls.entry(line).or_default().extend(meeting);
            }
        }
        let joint = |line: &String| {
            let link = network.links.iter().find(|link| link.line_id.as_ref() == Some(line));
            let name = link.ok_or_else(|| format!("there is no line `{line}`"))?.name.clone();
            let trains = direct.get(line.as_str()).copied().unwrap_or(0);
            let meeting = || calls.get(line.as_str())?.intersection(&own).next();
            let joint = match (trains, meeting()) {
                (0, None) => Joint::None,
                (0, Some(stop)) => Joint::Change(self.label(*stop)),
                (trains, _) => Joint::Direct(trains),
            };
            Ok((name, joint))
        };
        lines.iter().map(joint).collect()
    }
}

fn outcome(
    project: &ProjectFile,
    promise: &Promise,
    without: &mut Checked<'_>,
    with: &mut Checked<'_>,
) -> Result<Kept, String> {
    let from = &promise.from;
    match &promise.claim {
        Claim::Takes { to, .. } => {
            let train = with.ride(from, to)?;
            let non_stop = with.bound(from, to, project.id()).map_err(|error| error.to_string())?;
            Ok(Kept::Time { train, non_stop })
        }
        Claim::Saves { to, .. } => {
            Ok(Kept::Saving { without: without.ride(from, to)?, with: with.ride(from, to)? })
        }
        Claim::Joins { lines } => with.joints(from, lines, project.id()).map(Kept::Joined),
    }
}

fn checks(
    project: &ProjectFile,
    without: &mut Checked<'_>,
    with: &mut Checked<'_>,
) -> Vec<PromiseCheck> {
    let check = |promise: &Promise| PromiseCheck {
        project: project.id().to_owned(),
        promise: promise.clone(),
        outcome: outcome(project, promise, without, with).unwrap_or_else(Kept::Unresolved),
    };
    project.promises.iter().map(check).collect()
}

impl Comparison {
    /// What was promised of the compared projects and what becomes of it; `projects` are theirs.
    pub fn promises(&self, projects: &[&ProjectFile]) -> Vec<PromiseCheck> {
        if projects.iter().all(|project| project.promises.is_empty()) {
            return Vec::new();
        }
        let (mut without, mut with) = (Checked::of(&self.without), Checked::of(&self.with));
        projects.iter().flat_map(|project| checks(project, &mut without, &mut with)).collect()
    }
}

/// Every promise of a catalogue, each project with and without on a network's own day.
///
/// # Errors
/// Problems of a project's edits.
pub fn check_promises(
    base: &Network,
    catalogue: &Catalogue,
) -> Result<Vec<PromiseCheck>, Problems> {
    let mut found = Vec::new();
    for project in catalogue.iter().filter(|project| !project.promises.is_empty()) {
        let question = Question {
            projects: BTreeSet::from([project.id().to_owned()]),
            date: base.config.base_date,
            with: BTreeSet::new(),
            without: BTreeSet::new(),
            modes: Vec::new(),
            percentiles: Vec::new(),
        };
        let comparison = Comparison::run(base, catalogue, question, &mut |_| ())?;
        found.extend(comparison.promises(&[project]));
    }
    Ok(found)
}
