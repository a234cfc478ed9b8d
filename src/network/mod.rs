//! What a network is: zones, infrastructure, services, and the sources they came from.
//!
//! A [`Network`] is made by a reader that hands one out only when every id resolves, so indices in it always hold. A
//! scenario applies its edits to a copy; the network it was made from stays as it is.

mod boundaries;
pub mod checks;
pub mod grid;
mod link;
mod mode;
mod names;
mod node;
mod provenance;
mod rolling_stock;
mod terminal;
mod transit;
mod waterway;
mod zone;

pub use boundaries::{AreaRings, Boundaries};
pub use link::{FacilityType, Link, LinkUse, UseSet};
pub use mode::{MissingParameter, ModeParameters, ParameterRow};
pub use names::{Gazetteer, Kind, NameError, Place, find_lock, find_terminal};
pub use node::{Node, NodeType};
pub use provenance::{Confidence, Provenance, Source};
pub use rolling_stock::{RollingStock, RunningTime, Statistic};
pub use terminal::{FreightService, Terminal, TerminalType};
pub use transit::{
    Exchange, Route, RouteClass, Stop, StopTime, Timing, Transfer, TransferRule, Transit, Trip,
};
pub use waterway::{Chamber, Lock, ThroughputBasis, Waterway, WaterwayClass};
pub use zone::{Role, Zone, ZoneType};

use crate::index::{LinkIdx, LockIdx, NodeIdx, StopIdx, TerminalIdx, ZoneIdx};
use crate::units::{Date, Kilometres, Seconds};
use std::collections::BTreeMap;

/// A position in degrees of longitude and latitude, WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

impl Position {
    /// Great-circle distance (haversine, mean Earth radius).
    pub fn distance(self, other: Self) -> Kilometres {
        use geo::{Distance, Haversine};
        let metres = Haversine
            .distance(geo::Point::new(self.lon, self.lat), geo::Point::new(other.lon, other.lat));
        Kilometres(metres / 1000.0)
    }
}

/// What `config.csv` says.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Short id of the data set.
    pub dataset_name: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// The day whose network the folder describes.
    pub base_date: Date,
    /// Whose clock the timetable goes by: a name of the tz database, `Etc/UTC` where none is given.
    pub time_zone: String,
}

/// A published travel time.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Where from, as written.
    pub from: String,
    /// Where to, as written.
    pub to: String,
    /// Mode, as written.
    pub mode: String,
    /// The train whose time it is, where it is that of one.
    pub train: Option<String>,
    /// The published time.
    pub time: Seconds,
    /// The day it held on, where it is known.
    pub date: Option<Date>,
    /// Where it was published.
    pub provenance: Provenance,
}

/// A row of `observed_freight.csv`: a published figure that no table was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct FreightObservation {
    /// `claim_id`.
    pub id: String,
    /// What it is about, in words.
    pub subject: String,
    /// Id of a node or terminal; empty for a waterway as a whole.
    pub from: String,
    /// Id of a node or terminal, or empty.
    pub to: String,
    /// Mode of `mode.csv`.
    pub mode: String,
    /// What was counted or measured.
    pub quantity: String,
    /// The figure, in `unit`.
    pub value: f64,
    /// Upper end of a range.
    pub value_max: Option<f64>,
    /// Unit, as written.
    pub unit: String,
    /// The year it held in.
    pub year: Option<u32>,
    /// How far from it a model may be, in per cent.
    pub tolerance_pct: Option<f64>,
    /// Projects that are not there, or whose effect it is: ids.
    pub without: Vec<String>,
    /// Where it was published.
    pub provenance: Provenance,
}

/// Zones, infrastructure, services and sources: read-only.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// What `config.csv` says.
    pub config: Config,
    /// Speeds, waits and rules by mode.
    pub modes: ModeParameters,
    /// Rows of `zone.csv`.
    pub zones: Vec<Zone>,
    /// Rows of `node.csv`.
    pub nodes: Vec<Node>,
    /// Rows of `link.csv`.
    pub links: Vec<Link>,
    /// Rows of `lock.csv`.
    pub locks: Vec<Lock>,
    /// Rows of `terminal.csv`.
    pub terminals: Vec<Terminal>,
    /// Rows of `freight_service.csv`.
    pub freight_services: Vec<FreightService>,
    /// The timetable.
    pub transit: Transit,
    /// Rows of `source.csv`.
    pub sources: Vec<Source>,
    /// Rows of `rolling_stock.csv`.
    pub rolling_stock: Vec<RollingStock>,
    /// Rows of `running_time.csv`.
    pub running_times: Vec<RunningTime>,
    /// Rows of `observed.csv`.
    pub observed: Vec<Observation>,
    /// Rows of `observed_freight.csv`.
    pub observed_freight: Vec<FreightObservation>,
}

impl Network {
    /// Indices by id of zones, nodes, links, stops, locks and terminals.
    pub fn ids(&self) -> Ids {
        fn table<'a, I: Copy>(
            ids: impl Iterator<Item = &'a String>,
            index: impl Fn(usize) -> I,
        ) -> BTreeMap<String, I> {
            ids.enumerate().map(|(at, id)| (id.clone(), index(at))).collect()
        }
        Ids {
            zones: table(self.zones.iter().map(|zone| &zone.id), ZoneIdx::new),
            nodes: table(self.nodes.iter().map(|node| &node.id), NodeIdx::new),
            links: table(self.links.iter().map(|link| &link.id), LinkIdx::new),
            stops: table(self.transit.stops.iter().map(|stop| &stop.id), StopIdx::new),
            locks: table(self.locks.iter().map(|lock| &lock.id), LockIdx::new),
            terminals: table(self.terminals.iter().map(|terminal| &terminal.id), TerminalIdx::new),
        }
    }

    /// The train that runs the services of a class where nothing else is said: the row of `rolling_stock.csv` that says so,
    /// else [`RollingStock::usual`].
    pub fn usual_stock(&self, class: RouteClass) -> RollingStock {
        let row = self.rolling_stock.iter().find(|stock| stock.default_for == Some(class));
        row.cloned().unwrap_or_else(|| RollingStock::usual(class))
    }

    /// The train that usually runs under a number, by its first letter; none where no row says so.
    pub fn stock_of_number(&self, number: &str) -> Option<&RollingStock> {
        let first = number.chars().next()?;
        let letter = if first.is_ascii_digit() { '0' } else { first };
        self.rolling_stock.iter().find(|stock| stock.train_letters.contains(&letter))
    }

    /// The source row an id points to.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// Keeps some links only, by position and row; locks forget those that go.
    pub(crate) fn retain_links(&mut self, is_kept: impl Fn(usize, &Link) -> bool) {
        let mut kept = 0;
        let mut moved = Vec::with_capacity(self.links.len());
        for (at, link) in self.links.iter().enumerate() {
            let stays = is_kept(at, link);
            moved.push(stays.then(|| LinkIdx::new(kept)));
            kept += usize::from(stays);
        }
        let mut stays = moved.iter().map(Option::is_some);
        self.links.retain(|_| stays.next().unwrap_or(true));
        for lock in &mut self.locks {
            lock.side_links = lock.side_links.iter().filter_map(|link| moved[link.at()]).collect();
        }
    }

    /// The course of a link: from its start over the points between to its end.
    pub fn course(&self, link: &Link) -> Vec<Position> {
        let end = |node: NodeIdx| self.nodes[node.at()].position;
        let between = link.geometry.iter().copied();
        std::iter::once(end(link.from)).chain(between).chain([end(link.to)]).collect()
    }

    /// Whether a zone has parts that are zones themselves, so that its people are counted there.
    pub fn is_aggregate(&self, zone: ZoneIdx) -> bool {
        self.zones.iter().any(|other| other.super_zone == Some(zone))
    }
}

/// Indices by the ids that files use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids {
    /// By `zone_id`.
    pub zones: BTreeMap<String, ZoneIdx>,
    /// By `node_id`.
    pub nodes: BTreeMap<String, NodeIdx>,
    /// By `link_id`.
    pub links: BTreeMap<String, LinkIdx>,
    /// By `stop_id`.
    pub stops: BTreeMap<String, StopIdx>,
    /// By `lock_id`.
    pub locks: BTreeMap<String, LockIdx>,
    /// By `terminal_id`.
    pub terminals: BTreeMap<String, TerminalIdx>,
}
