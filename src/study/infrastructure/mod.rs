//! How the railways, roads and waterways of a scenario hold together: graphs, services, ways round.

mod graph;
mod redundancy;
mod services;

pub use graph::{GraphLink, GraphNode, InfrastructureGraph};
pub use redundancy::{Redundancy, redundancy};
pub use services::{CityService, services};

use super::comparison::{Question, Side, StageTime, prepare};
use crate::diagnostic::{Problem, Problems};
use crate::index::ZoneIdx;
use crate::measures::connectivity::circle;
use crate::measures::{Matrix, SelfTime};
use crate::network::{Link, LinkUse, Network, Role};
use crate::scenario::{Applied, Catalogue, Scenario};
use crate::skims::{Query, TravelMode};
use crate::supply::RoadTopology;
use crate::units::Seconds;
use graph::graph;

/// A network of lines of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Infrastructure {
    /// Railways, for passengers or freight, without metros.
    Rail,
    /// Roads that cars may use.
    Road,
    /// Waterways.
    Water,
}

impl Infrastructure {
    /// As written on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rail => "rail",
            Self::Road => "road",
            Self::Water => "water",
        }
    }

    /// Whether a link is one of its lines.
    pub fn has(self, link: &Link) -> bool {
        let allows = |link_use| link.allowed_uses.allows(link_use);
        match self {
            Self::Rail => allows(LinkUse::PassengerTrain) || allows(LinkUse::FreightTrain),
            Self::Road => allows(LinkUse::Car),
            Self::Water => allows(LinkUse::Vessel),
        }
    }

    /// By what people travel on it.
    pub fn mode(self) -> Option<TravelMode> {
        match self {
            Self::Rail => Some(TravelMode::Rail),
            Self::Road => Some(TravelMode::Car),
            Self::Water => None,
        }
    }
}

/// What lies within so many hours of a city.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HourCircle {
    /// The city.
    pub city: ZoneIdx,
    /// The limit.
    pub limit: Seconds,
    /// People of counties and cities whose centre is within, and all of the city's own.
    pub people: f64,
    /// Their area.
    pub area_km2: f64,
}

/// One kind of network on one side.
#[derive(Debug)]
pub struct InfrastructureSide {
    /// `network`, or `without` and `with`.
    pub name: &'static str,
    /// Its graph and what follows from it.
    pub graph: InfrastructureGraph,
    /// Ways round between cities.
    pub redundancy: Vec<Redundancy>,
    /// Trains between cities: of rail alone.
    pub services: Vec<CityService>,
    /// Of the cities of the study area, where people travel on it.
    pub circles: Vec<HourCircle>,
}

/// One kind of network, on one or both sides.
#[derive(Debug)]
pub struct InfrastructureReport {
    /// Which kind.
    pub kind: Infrastructure,
    /// One side, or without and with the projects.
    pub sides: Vec<InfrastructureSide>,
}

/// What is asked of the networks of a scenario.
#[derive(Debug, Clone)]
pub struct InfrastructureQuestion {
    /// The day and the projects; with projects both networks are measured. Its modes are not looked at.
    pub scenario: Question,
    /// Which networks.
    pub kinds: Vec<Infrastructure>,
    /// Limits of the circles.
    pub hours: Vec<u32>,
}

/// All that was asked, and the network with the projects.
#[derive(Debug)]
pub struct Infrastructures {
    /// What was asked.
    pub question: InfrastructureQuestion,
    /// The networks that nodes and links are rows of, by side.
    pub networks: Vec<Network>,
    /// By kind; kinds without a link on any side are left out.
    pub reports: Vec<InfrastructureReport>,
}

impl Infrastructures {
    /// Builds the network, or both, and measures each kind.
    ///
    /// # Errors
    /// Problems of the projects' edits; a network without a parameter it needs; none of the kinds is there.
    pub fn run(
        base: &Network,
        catalogue: &Catalogue,
        question: InfrastructureQuestion,
        stage: StageTime<'_>,
    ) -> Result<Self, Problems> {
        let (without, with) = question.scenario.scenarios(catalogue);
        let scenarios = if question.scenario.projects.is_empty() {
            vec![("network", with)]
        } else {
            vec![("without", without), ("with", with)]
        };
        let build = |(name, scenario): (&'static str, Scenario)| {
            Ok::<_, Problems>((name, scenario.build(base, catalogue)?))
        };
        let applied: Vec<(&'static str, Applied)> =
            scenarios.into_iter().map(build).collect::<Result<_, _>>()?;
        let networks: Vec<&Network> = applied.iter().map(|(_, applied)| &applied.network).collect();
        let is_there = |kind: &&Infrastructure| {
            networks.iter().any(|network| network.links.iter().any(|link| kind.has(link)))
        };
        let kinds: Vec<Infrastructure> = question.kinds.iter().filter(is_there).copied().collect();
        if kinds.is_empty() {
            return Err(Problem::error("no-links", "the network has no lines of these kinds")
                .help("--infrastructure rail, road or water, of a network that has such links")
                .into());
        }
        let topology = RoadTopology::where_it_pays(&networks);
        stage("apply the projects and contract the roads");
        let queries: Vec<Query> =
            kinds.iter().filter_map(|kind| kind.mode()).map(Query::new).collect();
        let mut reports: Vec<InfrastructureReport> = kinds
            .iter()
            .map(|kind| InfrastructureReport { kind: *kind, sides: Vec::new() })
            .collect();
        let mut networks = Vec::new();
        for (name, applied) in applied {
            let side = prepare(applied, topology.as_ref(), &queries, name, stage)?;
            for report in &mut reports {
                report.sides.push(one(name, report.kind, &side, &question.hours));
                stage(&format!("{} ({name})", report.kind.name()));
            }
            networks.push(side.applied.network);
        }
        Ok(Self { question, networks, reports })
    }

    /// The network with the projects.
    pub fn network(&self) -> &Network {
        &self.networks[self.networks.len() - 1]
    }
}

fn one(name: &'static str, kind: Infrastructure, side: &Side, hours: &[u32]) -> InfrastructureSide {
    let network = &side.applied.network;
    let graph = graph(network, &side.supply.roads, kind);
    let redundancy = redundancy(network, &graph);
    let services = if kind == Infrastructure::Rail { services(side) } else { Vec::new() };
    InfrastructureSide { name, graph, redundancy, services, circles: circles(kind, side, hours) }
}

/// Cities as a whole: those with parts and the gateways, or all zones of a network where no zone has parts.
pub(super) fn cities(network: &Network) -> Vec<ZoneIdx> {
    let all = || (0..network.zones.len()).map(ZoneIdx::new);
    if !all().any(|zone| network.is_aggregate(zone)) {
        return all().collect();
    }
    let is_city =
        |zone: &ZoneIdx| network.zones[zone.at()].role != Role::Core || network.is_aggregate(*zone);
    all().filter(is_city).collect()
}

/// The city that a zone is, or is a part of.
pub(super) fn city_of(network: &Network, zone: ZoneIdx) -> ZoneIdx {
    network.zones[zone.at()].super_zone.unwrap_or(zone)
}

fn circles(kind: Infrastructure, side: &Side, hours: &[u32]) -> Vec<HourCircle> {
    let network = &side.applied.network;
    let skim = side.skims.iter().find(|skim| Some(skim.mode) == kind.mode());
    let Some(skim) = skim else { return Vec::new() };
    let zones = network.zones.len();
    // A city is in its own circle, however long its trains take from one of its counties to another.
    let mut times = skim.times();
    for (part, zone) in network.zones.iter().enumerate() {
        if let Some(city) = zone.super_zone {
            times[city.at() * zones + part] = Some(Seconds(0));
        }
    }
    let matrix = Matrix::square(zones, &times, SelfTime::Fixed(Seconds(0)))
        .expect("as many rows as columns");
    let counted = |column: &'static str| -> Vec<f64> {
        super::standing::masses(network, |network, zone| {
            network.zones[zone.at()].opportunity(column)
        })
    };
    let (people, area) = (counted("population"), counted("area_km2"));
    let core = cities(network).into_iter();
    let core = core.filter(|city| network.zones[city.at()].role == Role::Core);
    core.flat_map(|city| hours.iter().map(move |hours| (city, Seconds(hours * 3600))))
        .map(|(city, limit)| {
            let found = circle(&matrix, city.at(), limit, &people, &area);
            HourCircle { city, limit, people: found.population, area_km2: found.area_km2 }
        })
        .collect()
}
