//! How zones reach stations, and how a traveller changes from one station to another.
//!
//! A bus keeps to the shortest road and a taxi to the fastest, so a new road slows neither.
//!
//! A taxi runs over the road network (see [`Roads`]) plus a wait. Without a car there is a local bus (up to the bus's
//! `max_length`), a county bus beyond it, both over the length of the shortest road, each with its wait; a walk where the
//! length allows it; and the metro where links allow it. Times hold both ways.

use super::road::{Connector, LengthTree, RoadTree, Roads, around};
use super::road_matrix::{RoadPairs, RoadPlaces, RoadTable};
use super::street_access::StreetAccess;
use super::topology::{RoadMetric, RoadWeight};
use crate::index::{NodeIdx, StopIdx, ZoneIdx};
use crate::network::{Link, LinkUse, MissingParameter, Network, Position};
use crate::units::{Kilometres, KmPerHour, Seconds};
use petgraph::algo::dijkstra;
use petgraph::graph::{NodeIndex, UnGraph};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How far apart two stations may lie for a change between them, as the crow flies.
const CHANGE_LIMIT: Kilometres = Kilometres(30.0);

/// A station within reach of a zone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// The station's stop.
    pub stop: StopIdx,
    /// By taxi, wait included; none beyond the limit.
    pub taxi: Option<Seconds>,
    /// By bus, metro or on foot, wait included; none beyond the limit.
    pub local: Option<Seconds>,
}

/// Two stations a traveller may change between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Leaving here.
    pub from: StopIdx,
    /// Boarding there.
    pub to: StopIdx,
    /// The quickest way, a taxi among them; without station exit and entry.
    pub any: Seconds,
    /// The quickest way without a car.
    pub local: Seconds,
}

/// Ways between zones and stations and from station to station.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessTable {
    zones: Vec<Vec<Reach>>,
    direct: Vec<Vec<Option<Seconds>>>,
    cars: Vec<Vec<Option<Seconds>>>,
    changes: Vec<Change>,
    is_over_streets: bool,
}

impl AccessTable {
    /// Of every zone and every stop that has a service, by one search from each zone.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn new(network: &Network, roads: &Roads) -> Result<Self, MissingParameter> {
        let streets = StreetAccess::of(network)?;
        let ends = Ends::new(network, streets.is_some())?;
        let connectors: Vec<Vec<Connector>> =
            ends.positions.par_iter().map(|place| roads.connectors(*place)).collect();
        let table = Self::with_drives(network, roads, &ends, |zone| {
            let origin = ends.positions[zone];
            Searched {
                positions: &ends.positions,
                connectors: &connectors,
                times: roads.tree(origin),
                lengths: roads.lengths(origin),
            }
        });
        Ok(table.over(streets.as_ref(), &ends))
    }

    /// The same of a network's metric on a topology that it shares with others.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn on_topology(
        network: &Network,
        roads: &Roads,
        metric: &RoadMetric<'_>,
    ) -> Result<Self, MissingParameter> {
        let streets = StreetAccess::of(network)?;
        let ends = Ends::new(network, streets.is_some())?;
        let places =
            |positions: &[Position]| RoadPlaces::new(metric.topology(), positions.to_vec());
        let zones = places(&ends.positions[..ends.zone_count]);
        let all = places(&ends.positions);
        let pairs = RoadPairs::new(&zones, &all);
        let [times, lengths] =
            [RoadWeight::Time, RoadWeight::Length].map(|by| metric.table(&pairs, by));
        let table = Self::with_drives(network, roads, &ends, |zone| Looked {
            zone,
            times: &times,
            lengths: &lengths,
        });
        Ok(table.over(streets.as_ref(), &ends))
    }

    /// Without zones: what a timetable needs to know of changes on foot.
    pub fn of_streets(streets: &StreetAccess) -> Self {
        Self {
            zones: Vec::new(),
            direct: Vec::new(),
            cars: Vec::new(),
            changes: streets.changes(),
            is_over_streets: true,
        }
    }

    /// With the ways on foot over streets where there are some.
    fn over(self, streets: Option<&StreetAccess>, ends: &Ends) -> Self {
        let Some(streets) = streets else { return self };
        let places = streets.places(&ends.positions);
        let direct = streets.walks(&places, &places).into_iter().map(|walks| {
            let mut row = vec![None; places.len()];
            for (to, time) in walks {
                row[to as usize] = Some(time);
            }
            row
        });
        let (zones, direct) = (streets.reaches(&places), direct.collect());
        Self { cars: self.cars, zones, direct, ..Self::of_streets(streets) }
    }

    fn with_drives<D: Drives>(
        network: &Network,
        roads: &Roads,
        ends: &Ends,
        drives_from: impl Fn(usize) -> D + Sync,
    ) -> Self {
        let (rules, metro) = (&ends.rules, &ends.metro);
        let rows: Vec<ZoneRow> = (0..ends.zone_count)
            .into_par_iter()
            .map(|zone| zone_row(ends.positions[zone], ends, &drives_from(zone)))
            .collect();
        let mut table = Self {
            zones: Vec::new(),
            direct: Vec::new(),
            cars: Vec::new(),
            changes: changes(network, roads, rules, metro, &ends.served),
            is_over_streets: false,
        };
        let to_metro: Vec<Vec<Option<Seconds>>> =
            rows.iter().map(|row| row.metro.clone()).collect();
        for (row, start) in rows.into_iter().zip(&to_metro) {
            let by_metro = metro.to_zones(start, &to_metro, rules.limit);
            table.zones.push(row.stations);
            table.direct.push(quicker(row.local, by_metro));
            table.cars.push(row.cars);
        }
        table
    }

    /// Stations within reach of a zone, by stop.
    pub fn of(&self, zone: ZoneIdx) -> &[Reach] {
        &self.zones[zone.at()]
    }

    /// Car time from zone to zone, without a wait.
    pub fn car(&self, from: ZoneIdx, to: ZoneIdx) -> Option<Seconds> {
        self.cars[from.at()][to.at()]
    }

    /// From zone to zone by bus, metro or on foot alone; none beyond the limit.
    pub fn local(&self, from: ZoneIdx, to: ZoneIdx) -> Option<Seconds> {
        self.direct[from.at()][to.at()]
    }

    /// Whether stops are reached over streets, on foot.
    pub(super) fn is_over_streets(&self) -> bool {
        self.is_over_streets
    }

    /// Pairs of stations a traveller may change between.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }
}

/// How points anywhere reach stations and some targets, under the rules of [`AccessTable`].
#[derive(Debug, Clone, PartialEq)]
pub struct PointAccess {
    points: Vec<Vec<Reach>>,
    direct: Vec<Vec<Option<Seconds>>>,
}

impl PointAccess {
    /// Of points on the topology of a network's metric.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn new(
        network: &Network,
        metric: &RoadMetric<'_>,
        points: &RoadPlaces,
        targets: &RoadPlaces,
    ) -> Result<Self, MissingParameter> {
        if let Some(streets) = StreetAccess::of(network)? {
            return Ok(Self::over_streets(&streets, points.positions(), targets.positions()));
        }
        let ends = Ends::with_targets(network, targets.positions().iter().copied(), false)?;
        let others = ends.positions[targets.len()..].to_vec();
        let all = targets.clone().followed_by(RoadPlaces::new(metric.topology(), others));
        let rows = |origins: &RoadPlaces| -> Vec<ZoneRow> {
            let pairs = RoadPairs::new(origins, &all);
            let [times, lengths] =
                [RoadWeight::Time, RoadWeight::Length].map(|by| metric.table(&pairs, by));
            let row = |(zone, origin): (usize, &Position)| {
                zone_row(*origin, &ends, &Looked { zone, times: &times, lengths: &lengths })
            };
            origins.positions().par_iter().enumerate().map(row).collect()
        };
        let to_metro: Vec<_> = rows(targets).into_iter().map(|row| row.metro).collect();
        let finished = |row: ZoneRow| {
            let by_metro = ends.metro.to_zones(&row.metro, &to_metro, ends.rules.limit);
            (row.stations, quicker(row.local, by_metro))
        };
        let (points, direct) = rows(points).into_par_iter().map(finished).unzip();
        Ok(Self { points, direct })
    }

    fn over_streets(streets: &StreetAccess, points: &[Position], targets: &[Position]) -> Self {
        let (points, targets) = (streets.places(points), streets.places(targets));
        let direct = streets.walks(&points, &targets).into_iter().map(|walks| {
            let mut row = vec![None; targets.len()];
            for (to, time) in walks {
                row[to as usize] = Some(time);
            }
            row
        });
        Self { direct: direct.collect(), points: streets.reaches(&points) }
    }

    /// Stations within reach of a point, by stop.
    pub fn of(&self, point: usize) -> &[Reach] {
        &self.points[point]
    }

    /// From a point to a target by bus, metro or on foot alone; none beyond the limit.
    pub fn local(&self, point: usize, target: usize) -> Option<Seconds> {
        self.direct[point][target]
    }
}

/// The quicker way to each place.
fn quicker(bus: Vec<Option<Seconds>>, metro: Vec<Option<Seconds>>) -> Vec<Option<Seconds>> {
    let least =
        |(bus, metro): (Option<Seconds>, Option<Seconds>)| [bus, metro].into_iter().flatten().min();
    bus.into_iter().zip(metro).map(least).collect()
}

struct ZoneRow {
    stations: Vec<Reach>,
    local: Vec<Option<Seconds>>,
    /// To the stations of the metro, without the metro.
    metro: Vec<Option<Seconds>>,
    cars: Vec<Option<Seconds>>,
}

/// Where drives of the table end: all zones, then the stops that have a service, then the stations of the metro.
struct Ends {
    rules: Rules,
    metro: Metro,
    positions: Vec<Position>,
    zone_count: usize,
    served: BTreeSet<StopIdx>,
}

impl Ends {
    fn new(network: &Network, is_over_streets: bool) -> Result<Self, MissingParameter> {
        Self::with_targets(network, network.zones.iter().map(|zone| zone.position), is_over_streets)
    }

    /// With other places where the zones come; nobody drives to stops that are reached over streets.
    fn with_targets(
        network: &Network,
        zones: impl Iterator<Item = Position>,
        is_over_streets: bool,
    ) -> Result<Self, MissingParameter> {
        let rules = Rules::new(network)?;
        let metro = Metro::new(network, &rules, is_over_streets);
        let served = if is_over_streets { BTreeSet::new() } else { served_stops(network) };
        let stops = served.iter().map(|stop| network.transit.stops[stop.at()].position);
        let mut positions: Vec<Position> = zones.collect();
        let zone_count = positions.len();
        positions.extend(stops.chain(metro.stations.iter().copied()));
        Ok(Self { rules, metro, positions, zone_count, served })
    }

    fn stops(&self) -> impl Iterator<Item = (usize, StopIdx)> {
        (self.zone_count..).zip(self.served.iter().copied())
    }

    fn metro_stations(&self) -> Range<usize> {
        self.zone_count + self.served.len()..self.positions.len()
    }
}

/// Drives from one zone to the ends.
trait Drives {
    fn time(&self, end: usize) -> Option<Seconds>;
    fn length(&self, end: usize) -> Option<Kilometres>;
}

/// By a search from the zone.
struct Searched<'a> {
    positions: &'a [Position],
    connectors: &'a [Vec<Connector>],
    times: RoadTree<'a>,
    lengths: LengthTree<'a>,
}

impl Drives for Searched<'_> {
    fn time(&self, end: usize) -> Option<Seconds> {
        self.times.time_to(self.positions[end], &self.connectors[end])
    }

    fn length(&self, end: usize) -> Option<Kilometres> {
        self.lengths.to_connected(self.positions[end], &self.connectors[end])
    }
}

/// Of tables that are there.
struct Looked<'a> {
    zone: usize,
    times: &'a RoadTable,
    lengths: &'a RoadTable,
}

impl Drives for Looked<'_> {
    fn time(&self, end: usize) -> Option<Seconds> {
        self.times.time(self.zone, end)
    }

    fn length(&self, end: usize) -> Option<Kilometres> {
        self.lengths.length(self.zone, end)
    }
}

fn zone_row(origin: Position, ends: &Ends, drives: &impl Drives) -> ZoneRow {
    let rules = &ends.rules;
    let local = |end: usize| drives.length(end).and_then(|length| rules.local(length));
    let is_close = |end: usize| origin.distance(ends.positions[end]).0 <= rules.farthest().0;
    let mut stations: Vec<Reach> = Vec::new();
    for (end, stop) in ends.stops().filter(|(end, _)| is_close(*end)) {
        if let Some(time) = drives.time(end) {
            stations.push(Reach { stop, taxi: rules.taxi(time), local: local(end) });
        }
    }
    let to_metro: Vec<Option<Seconds>> = ends.metro_stations().map(local).collect();
    ends.metro.extend(&mut stations, &to_metro, rules.limit);
    stations.retain(|reach| reach.taxi.is_some() || reach.local.is_some());
    ZoneRow {
        stations,
        local: (0..ends.zone_count).map(local).collect(),
        metro: to_metro,
        cars: (0..ends.zone_count).map(|zone| drives.time(zone)).collect(),
    }
}

fn served_stops(network: &Network) -> BTreeSet<StopIdx> {
    network
        .transit
        .trips
        .iter()
        .flat_map(|trip| trip.stop_times.iter().map(|call| call.stop))
        .collect()
}

fn changes(
    network: &Network,
    roads: &Roads,
    rules: &Rules,
    metro: &Metro,
    served: &BTreeSet<StopIdx>,
) -> Vec<Change> {
    let position = |stop: StopIdx| network.transit.stops[stop.at()].position;
    let tree = RTree::bulk_load(
        served
            .iter()
            .map(|stop| GeomWithData::new([position(*stop).lon, position(*stop).lat], *stop))
            .collect(),
    );
    let mut found = Vec::new();
    for from in served {
        let mut near: Vec<StopIdx> = tree
            .locate_in_envelope_intersecting(around(position(*from), CHANGE_LIMIT))
            .map(|entry| entry.data)
            .collect();
        near.sort_unstable();
        for to in near
            .into_iter()
            .filter(|to| to != from && position(*from).distance(position(*to)).0 <= CHANGE_LIMIT.0)
        {
            let (length, drive) = roads.crow(position(*from), position(to));
            let by_metro = metro.between(*from, to).unwrap_or(Seconds(u32::MAX));
            let local = rules.local_unlimited(length).min(by_metro);
            found.push(Change { from: *from, to, any: local.min(drive + rules.taxi_wait), local });
        }
    }
    found
}

/// What `mode.csv` says of ways to a station.
struct Rules {
    taxi_wait: Seconds,
    bus: (Seconds, KmPerHour, Kilometres),
    county_bus: (Seconds, KmPerHour),
    walk: (KmPerHour, Kilometres),
    metro_wait: Seconds,
    limit: Seconds,
}

impl Rules {
    fn new(network: &Network) -> Result<Self, MissingParameter> {
        let modes = &network.modes;
        Ok(Self {
            taxi_wait: modes.minutes("taxi", "wait")?,
            bus: (
                modes.minutes("bus", "wait")?,
                modes.speed("bus", "speed")?,
                modes.length("bus", "max_length")?,
            ),
            county_bus: (modes.minutes("county_bus", "wait")?, modes.speed("county_bus", "speed")?),
            walk: (modes.speed("walk", "speed")?, modes.length("walk", "max_length")?),
            metro_wait: modes.minutes("metro", "wait")?,
            limit: modes.minutes("rail", "access_limit")?,
        })
    }

    fn taxi(&self, drive: Seconds) -> Option<Seconds> {
        Some(drive + self.taxi_wait).filter(|time| *time <= self.limit)
    }

    fn local(&self, length: Kilometres) -> Option<Seconds> {
        Some(self.local_unlimited(length)).filter(|time| *time <= self.limit)
    }

    fn local_unlimited(&self, length: Kilometres) -> Seconds {
        let county = self.county_bus.0 + length / self.county_bus.1;
        let bus = (length.0 <= self.bus.2.0).then(|| self.bus.0 + length / self.bus.1);
        let walk = (length.0 <= self.walk.1.0).then(|| length / self.walk.0);
        [Some(county), bus, walk].into_iter().flatten().min().unwrap_or(county)
    }

    /// No station farther than this, as the crow flies, can be within the limit.
    fn farthest(&self) -> Kilometres {
        Kilometres(130.0 * self.limit.hours())
    }
}

/// The metro: stations are the ends of its links, whether trains call there or not.
struct Metro {
    stations: Vec<Position>,
    /// Stops of other services at the stations, each with its station.
    stops: BTreeMap<StopIdx, usize>,
    /// From station to station, wait included; none from a station to itself.
    times: Vec<Vec<Option<Seconds>>>,
}

impl Metro {
    fn new(network: &Network, rules: &Rules, is_over_streets: bool) -> Self {
        let mut graph: UnGraph<NodeIdx, u32> = UnGraph::default();
        let mut at_node: BTreeMap<NodeIdx, NodeIndex> = BTreeMap::new();
        let is_ridden = |link: &&Link| link.allowed_uses.allows(LinkUse::Metro) && !is_over_streets;
        for link in network.links.iter().filter(is_ridden) {
            let [from, to] = [link.from, link.to]
                .map(|node| *at_node.entry(node).or_insert_with(|| graph.add_node(node)));
            graph.add_edge(from, to, (link.length / link.free_speed).0);
        }
        let place = |node: &NodeIdx| network.nodes[node.at()].position;
        let station_of = |(at, stop): (usize, &crate::network::Stop)| {
            Some((StopIdx::new(at), at_node.get(&stop.node?)?.index()))
        };
        let from_station = |start: NodeIndex| {
            let reached = dijkstra(&graph, start, None, |edge| *edge.weight());
            let time = |end: NodeIndex| reached.get(&end).filter(|_| end != start);
            let with_wait = |end| time(end).map(|time| Seconds(*time) + rules.metro_wait);
            graph.node_indices().map(with_wait).collect()
        };
        Self {
            stations: graph.node_weights().map(place).collect(),
            stops: network.transit.stops.iter().enumerate().filter_map(station_of).collect(),
            times: graph.node_indices().map(from_station).collect(),
        }
    }

    fn between(&self, from: StopIdx, to: StopIdx) -> Option<Seconds> {
        self.times[*self.stops.get(&from)?][*self.stops.get(&to)?]
    }

    /// Times to the stations for who needs so long to each without the metro.
    fn to_stations(&self, start: &[Option<Seconds>]) -> Vec<Option<Seconds>> {
        let over = |to: usize| {
            let ways = start.iter().zip(&self.times);
            ways.filter_map(|(way, times)| Some((*way)? + times[to]?)).min()
        };
        (0..self.stations.len()).map(over).collect()
    }

    /// Lets a zone reach a stop by bus to a station and metro from there.
    fn extend(&self, reached: &mut Vec<Reach>, start: &[Option<Seconds>], limit: Seconds) {
        let arrivals = self.to_stations(start);
        for (stop, station) in &self.stops {
            let Some(time) = arrivals[*station].filter(|time| *time <= limit) else { continue };
            match reached.iter_mut().find(|reach| reach.stop == *stop) {
                Some(reach) => reach.local = Some(reach.local.map_or(time, |old| old.min(time))),
                None => reached.push(Reach { stop: *stop, taxi: None, local: Some(time) }),
            }
        }
        reached.sort_by_key(|reach| reach.stop);
    }

    /// From a zone to every other by bus, metro and bus; `zones` are the ways of each to the stations.
    fn to_zones(
        &self,
        start: &[Option<Seconds>],
        zones: &[Vec<Option<Seconds>>],
        limit: Seconds,
    ) -> Vec<Option<Seconds>> {
        let arrivals = self.to_stations(start);
        let way = |end: &Vec<Option<Seconds>>| {
            let ways = arrivals.iter().zip(end).filter_map(|(ride, bus)| Some((*ride)? + (*bus)?));
            ways.min().filter(|time| *time <= limit)
        };
        zones.iter().map(way).collect()
    }
}
