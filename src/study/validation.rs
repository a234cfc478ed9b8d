//! Simulated times against published ones, with the error of every row.

use crate::diagnostic::{Problem, Problems};
use crate::index::{NodeIdx, StopIdx};
use crate::kernels::csa::ProfileSearch;
use crate::kernels::departures::{Departure, departures_by_trips, fastest};
use crate::measures::equity::Distribution;
use crate::network::{Gazetteer, Kind, LinkUse, Network, Place, StopTime, Trip};
use crate::scenario::{Catalogue, Scenario};
use crate::supply::{AccessTable, RoadTree, Roads, Schedule, ServiceFilter};
use crate::units::{Date, Kilometres, Seconds};
use petgraph::graph::{NodeIndex, UnGraph};
use std::collections::{BTreeMap, BTreeSet};

/// A published time and the network it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Line of the file, for messages.
    pub line: u32,
    /// Where from: a station or a place.
    pub from: String,
    /// Where to.
    pub to: String,
    /// `car`, `rail`, `hsr`, `conventional` or `metro`.
    pub mode: String,
    /// The published time in minutes.
    pub minutes: f64,
    /// The train whose time it is, where it is that of one: it is compared with that train, not with the fastest.
    pub train: Option<String>,
    /// Projects that are to be there.
    pub with: BTreeSet<String>,
    /// Projects that are not to be there.
    pub without: BTreeSet<String>,
    /// The day; the network's own if none.
    pub date: Option<Date>,
}

impl Observed {
    /// The rows of a network's `observed.csv`, each with its day unless all are to be of one, and some projects with or
    /// without.
    pub fn of(network: &Network, scenario: &Scenario, date: Option<Date>) -> Vec<Self> {
        let rows = network.observed.iter().enumerate().map(|(at, row)| Self {
            line: at as u32 + 2,
            from: row.from.clone(),
            to: row.to.clone(),
            mode: row.mode.clone(),
            minutes: row.time.minutes(),
            train: row.train.clone(),
            with: scenario.with.clone(),
            without: scenario.without.clone(),
            date,
        });
        rows.collect()
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The simulated time.
    Simulated {
        /// In minutes.
        minutes: f64,
        /// How many trains the journey rides; none by car.
        trains: Option<u32>,
        /// The fastest journey of all, where that is one with changes and quicker than the train, in minutes.
        with_changes: Option<f64>,
    },
    /// Why there is none.
    Unresolved(String),
}

/// A row with its outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidatedRow {
    /// What was published.
    pub observed: Observed,
    /// What the network says.
    pub outcome: Outcome,
}

impl ValidatedRow {
    /// Simulated less published, in minutes.
    pub fn error_minutes(&self) -> Option<f64> {
        match &self.outcome {
            Outcome::Simulated { minutes, .. } => Some(minutes - self.observed.minutes),
            Outcome::Unresolved(_) => None,
        }
    }

    /// What a simulated ride by train is; none off the rails and where there is none.
    pub fn compared_with(&self) -> Option<ComparedWith> {
        let Outcome::Simulated { trains: Some(trains), .. } = self.outcome else { return None };
        Some(match (&self.observed.train, trains) {
            (Some(_), _) => ComparedWith::NamedTrain,
            (None, 1) => ComparedWith::DirectTrain,
            (None, _) => ComparedWith::Changes,
        })
    }

    /// The same in per cent of the published time.
    pub fn error_per_cent(&self) -> Option<f64> {
        Some(self.error_minutes()? / self.observed.minutes * 100.0)
    }
}

/// The errors of many rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Summary {
    /// Rows with a simulated time.
    pub n: usize,
    /// Rows without.
    pub unresolved: usize,
    /// Mean error in per cent: positive means the simulation is slower.
    pub bias_pct: f64,
    /// Median of absolute errors, in minutes.
    pub median_abs_error_min: f64,
    /// Median of absolute errors, in per cent.
    pub median_abs_error_pct: f64,
    /// 90th percentile of absolute errors, in minutes.
    pub p90_abs_error_min: f64,
    /// 90th percentile of absolute errors, in per cent.
    pub p90_abs_error_pct: f64,
}

/// What the time of a row by train is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparedWith {
    /// The train that the row names.
    NamedTrain,
    /// The fastest train that goes all the way.
    DirectTrain,
    /// The fastest journey, with changes.
    Changes,
}

impl ComparedWith {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::NamedTrain, Self::DirectTrain, Self::Changes];

    /// In English.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NamedTrain => "the train that is named",
            Self::DirectTrain => "fastest direct train",
            Self::Changes => "fastest with changes",
        }
    }

    /// In Chinese.
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::NamedTrain => "指定车次",
            Self::DirectTrain => "最快直达列车",
            Self::Changes => "最快换乘行程",
        }
    }
}

/// The errors of the rows of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorGroup {
    /// The rows' mode; none for all rows.
    pub mode: Option<String>,
    /// What they are compared with, where the rows of a mode are told apart by it.
    pub compared_with: Option<ComparedWith>,
    /// Their errors.
    pub summary: Summary,
}

/// All rows and what they amount to.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// In the order of the file.
    pub rows: Vec<ValidatedRow>,
}

impl Validation {
    /// The errors of all rows, or of those for which `is_wanted` holds.
    pub fn summary(&self, is_wanted: impl Fn(&ValidatedRow) -> bool) -> Summary {
        let rows: Vec<&ValidatedRow> = self.rows.iter().filter(|row| is_wanted(row)).collect();
        let per_cent: Vec<f64> = rows.iter().filter_map(|row| row.error_per_cent()).collect();
        let minutes: Vec<f64> = rows.iter().filter_map(|row| row.error_minutes()).collect();
        let quantile = |errors: &[f64], share: f64| {
            let sizes: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
            Distribution::unweighted(&sizes).map_or(0.0, |errors| errors.quantile(share))
        };
        Summary {
            n: per_cent.len(),
            unresolved: rows.len() - per_cent.len(),
            bias_pct: if per_cent.is_empty() {
                0.0
            } else {
                per_cent.iter().sum::<f64>() / per_cent.len() as f64
            },
            median_abs_error_min: quantile(&minutes, 0.5),
            median_abs_error_pct: quantile(&per_cent, 0.5),
            p90_abs_error_min: quantile(&minutes, 0.9),
            p90_abs_error_pct: quantile(&per_cent, 0.9),
        }
    }

    /// All rows, those of each mode, and of a mode those compared with each kind of journey.
    pub fn groups(&self) -> Vec<ErrorGroup> {
        let whole = ErrorGroup { mode: None, compared_with: None, summary: self.summary(|_| true) };
        let mut groups = vec![whole];
        for mode in self.modes() {
            let is_of = |row: &ValidatedRow| row.observed.mode == mode;
            let group = |compared_with, summary| ErrorGroup {
                mode: Some(mode.clone()),
                compared_with,
                summary,
            };
            groups.push(group(None, self.summary(is_of)));
            let kinds = ComparedWith::ALL.map(Some).into_iter();
            let kinds = kinds.map(|kind| {
                group(kind, self.summary(|row| is_of(row) && row.compared_with() == kind))
            });
            groups.extend(kinds.filter(|group| group.summary.n > 0));
        }
        groups
    }

    /// Rows with a simulated time, the largest error in per cent first.
    pub fn by_error(&self) -> Vec<&ValidatedRow> {
        let mut rows: Vec<&ValidatedRow> =
            self.rows.iter().filter(|row| row.error_per_cent().is_some()).collect();
        let size = |row: &ValidatedRow| row.error_per_cent().unwrap_or(0.0).abs();
        rows.sort_by(|a, b| {
            size(b).total_cmp(&size(a)).then(a.observed.line.cmp(&b.observed.line))
        });
        rows
    }

    /// Modes in the rows, in order.
    pub fn modes(&self) -> BTreeSet<String> {
        self.rows.iter().map(|row| row.observed.mode.clone()).collect()
    }
}

/// Simulates every row: rail from platform to platform; car over the road network, without any wait. A published time of a
/// train is that of one train: of the one that is named; else a pair with a direct train is compared with the fastest of these,
/// and a pair without with the fastest journey of the day.
///
/// # Errors
/// Problems of a project's edits. A row that cannot be simulated is not an error but [`Outcome::Unresolved`].
pub fn validate(
    base: &Network,
    catalogue: &Catalogue,
    observed: Vec<Observed>,
) -> Result<Validation, Problems> {
    let mut worlds: BTreeMap<String, World> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in observed {
        let scenario = Scenario {
            date: row.date.unwrap_or(base.config.base_date),
            with: row.with.clone(),
            without: row.without.clone(),
            on_top: BTreeSet::new(),
        };
        let key = format!("{} {:?}", scenario.date, scenario.parts(catalogue));
        if !worlds.contains_key(&key) {
            worlds.insert(key.clone(), World::new(base, catalogue, &scenario)?);
        }
        let outcome = worlds.get_mut(&key).map_or_else(
            || Outcome::Unresolved("no network".to_owned()),
            |world| world.simulate(&row),
        );
        rows.push(ValidatedRow { observed: row, outcome });
    }
    Ok(Validation { rows })
}

/// A network prepared for single questions.
struct World {
    network: Network,
    gazetteer: Gazetteer,
    roads: Roads,
    access: AccessTable,
    schedules: BTreeMap<&'static str, Schedule>,
    search: ProfileSearch,
}

impl World {
    fn new(base: &Network, catalogue: &Catalogue, scenario: &Scenario) -> Result<Self, Problems> {
        let network = scenario.build(base, catalogue)?.network;
        let missing =
            |error: crate::network::MissingParameter| Problems::from(Problem::from(error));
        let roads = Roads::new(&network).map_err(missing)?;
        let access = AccessTable::new(&network, &roads).map_err(missing)?;
        let mut schedules = BTreeMap::new();
        for (name, filter) in [
            ("rail", ServiceFilter::Rail),
            ("hsr", ServiceFilter::HighSpeedRail),
            ("conventional", ServiceFilter::ConventionalRail),
        ] {
            schedules.insert(name, Schedule::new(&network, &access, filter).map_err(missing)?);
        }
        Ok(Self {
            gazetteer: Gazetteer::new(&network),
            network,
            roads,
            access,
            schedules,
            search: ProfileSearch::new(),
        })
    }

    fn simulate(&mut self, row: &Observed) -> Outcome {
        let simulated = match row.mode.as_str() {
            "car" | "road" | "drive" => self.drive(row).map(off_rail),
            "rail" | "train" | "public" => self.ride("rail", row),
            "hsr" => self.ride("hsr", row),
            "conventional" => self.ride("conventional", row),
            "metro" => self.metro(row).map(off_rail),
            other => Err(format!("mode `{other}` is not simulated")),
        };
        simulated.unwrap_or_else(Outcome::Unresolved)
    }

    fn find(&self, name: &str, kinds: &[Kind]) -> Result<Place, String> {
        self.gazetteer.find(name, kinds).map_err(|error| error.to_string())
    }

    fn drive(&self, row: &Observed) -> Result<Seconds, String> {
        let kinds = [Kind::Node, Kind::Zone, Kind::RailNode, Kind::Stop];
        let (from, to) = (self.find(&row.from, &kinds)?, self.find(&row.to, &kinds)?);
        let is_road_node = |node: NodeIdx| {
            self.network.links.iter().any(|link| {
                link.allowed_uses.allows(LinkUse::Car) && (link.from == node || link.to == node)
            })
        };
        let tree: RoadTree<'_> = match from {
            Place::Node(node) if is_road_node(node) => self.roads.tree_from_node(node),
            other => self.roads.tree(self.position(other)),
        };
        let time = match to {
            Place::Node(node) if is_road_node(node) => tree.to_node(node),
            other => tree.to(self.position(other)).map(|path| path.time),
        };
        time.ok_or_else(|| "no road joins the two".to_owned())
    }

    fn position(&self, place: Place) -> crate::network::Position {
        match place {
            Place::Zone(zone) => self.network.zones[zone.at()].position,
            Place::Stop(stop) => self.network.transit.stops[stop.at()].position,
            Place::Node(node) => self.network.nodes[node.at()].position,
        }
    }

    fn ride(&mut self, schedule: &str, row: &Observed) -> Result<Outcome, String> {
        let (from, to) = (self.platforms(&row.from)?, self.platforms(&row.to)?);
        if let Some(train) = &row.train {
            return self.by_train(train, &from, &to);
        }
        let Some(schedule) = self.schedules.get(schedule) else {
            return Err("no such schedule".to_owned());
        };
        let profile = self.search.profile(schedule.index(), &to, Schedule::RIDES);
        let list = departures_by_trips(&profile, &from, Schedule::DEPARTURES);
        let best = fastest(&list).ok_or_else(|| "no train goes there".to_owned())?;
        let direct: Vec<Departure> =
            list.iter().copied().filter(|found| found.trips == 1).collect();
        let shown = fastest(&direct).unwrap_or(best);
        let minutes = |found: Departure| Seconds(found.duration()).minutes();
        let is_quicker = best.duration() < shown.duration();
        Ok(Outcome::Simulated {
            minutes: minutes(shown),
            trains: Some(shown.trips),
            with_changes: is_quicker.then(|| minutes(best)),
        })
    }

    /// The ride on one train; one number of `G2258/G2259` is enough.
    fn by_train(
        &self,
        name: &str,
        from: &[(u32, u32)],
        to: &[(u32, u32)],
    ) -> Result<Outcome, String> {
        let transit = &self.network.transit;
        let is_named =
            |trip: &&Trip| trip.name == name || trip.name.split('/').any(|number| number == name);
        let is_at = |call: &StopTime, stops: &[(u32, u32)]| {
            stops.iter().any(|(stop, _)| *stop == call.stop.0)
        };
        let ride = |trip: &Trip| {
            let board = trip.stop_times.iter().position(|call| is_at(call, from))?;
            let alight = trip.stop_times[board + 1..].iter().find(|call| is_at(call, to))?;
            Some(alight.arrival - trip.stop_times[board].departure)
        };
        let rides = transit.trips.iter().filter(is_named).filter_map(ride);
        let time =
            rides.min().ok_or_else(|| format!("no train `{name}` goes from there to there"))?;
        Ok(Outcome::Simulated { minutes: time.minutes(), trains: Some(1), with_changes: None })
    }

    fn platforms(&self, name: &str) -> Result<Vec<(u32, u32)>, String> {
        let stops = stations_of(name, &[Kind::Stop, Kind::Zone], &self.gazetteer, &self.access)?;
        Ok(stops.into_iter().map(|stop| (stop.0, 0)).collect())
    }

    fn metro(&self, row: &Observed) -> Result<Seconds, String> {
        let node = |name: &str| -> Result<NodeIdx, String> {
            match self.find(name, &[Kind::RailNode, Kind::Stop])? {
                Place::Node(node) => Ok(node),
                Place::Stop(StopIdx(at)) => self.network.transit.stops[at as usize]
                    .node
                    .ok_or_else(|| format!("`{name}` has no node")),
                Place::Zone(_) => Err(format!("`{name}` is no station")),
            }
        };
        let (from, to) = (node(&row.from)?, node(&row.to)?);
        let mut graph: UnGraph<(), u32> = UnGraph::default();
        self.network.nodes.iter().for_each(|_| {
            graph.add_node(());
        });
        for link in
            self.network.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Metro))
        {
            let time = Kilometres(link.length.0) / link.free_speed;
            graph.add_edge(NodeIndex::new(link.from.at()), NodeIndex::new(link.to.at()), time.0);
        }
        let target = NodeIndex::new(to.at());
        let reached =
            petgraph::algo::dijkstra(&graph, NodeIndex::new(from.at()), Some(target), |edge| {
                *edge.weight()
            });
        reached
            .get(&target)
            .map(|time| Seconds(*time))
            .ok_or_else(|| "no metro goes there".to_owned())
    }
}

/// The stations of a name: a stop or, of a place, those near enough to be its own.
pub(super) fn stations_of(
    name: &str,
    kinds: &[Kind],
    gazetteer: &Gazetteer,
    access: &AccessTable,
) -> Result<Vec<StopIdx>, String> {
    let near = Seconds::from_minutes(35);
    match gazetteer.find(name, kinds).map_err(|error| error.to_string())? {
        Place::Stop(stop) => Ok(vec![stop]),
        Place::Zone(zone) => {
            let reached = access.of(zone).iter();
            let own = reached.filter(|reach| reach.taxi.is_some_and(|taxi| taxi <= near));
            let stops: Vec<StopIdx> = own.map(|reach| reach.stop).collect();
            if stops.is_empty() { Err(format!("`{name}` has no station")) } else { Ok(stops) }
        }
        Place::Node(_) => Err(format!("`{name}` is no station")),
    }
}

fn off_rail(time: Seconds) -> Outcome {
    Outcome::Simulated { minutes: time.minutes(), trains: None, with_changes: None }
}
