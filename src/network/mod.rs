//! What a network is: zones, infrastructure, services, and the sources they came from.
//!
//! A [`Network`] is made by a reader that hands one out only when every id resolves, so indices in it always hold. A
//! scenario applies its edits to a copy; the network it was made from stays as it is.

pub mod checks;
mod link;
mod mode;
mod names;
mod node;
mod provenance;
mod transit;
mod zone;

pub use link::{FacilityType, Link, LinkUse, UseSet};
pub use mode::{MissingParameter, ModeParameters, ParameterRow};
pub use names::{Gazetteer, Kind, NameError, Place};
pub use node::{Node, NodeType};
pub use provenance::{Confidence, Provenance, Source};
pub use transit::{Route, RouteClass, Stop, StopTime, Timing, Transit, Trip};
pub use zone::{Role, Zone, ZoneType};

use crate::index::{LinkIdx, NodeIdx, StopIdx, ZoneIdx};
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
    /// The published time.
    pub time: Seconds,
    /// The day it held on, where it is known.
    pub date: Option<Date>,
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
    /// The timetable.
    pub transit: Transit,
    /// Rows of `source.csv`.
    pub sources: Vec<Source>,
    /// Rows of `observed.csv`.
    pub observed: Vec<Observation>,
}

impl Network {
    /// Indices by id of zones, nodes, links and stops.
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
        }
    }

    /// The source row an id points to.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
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
}
