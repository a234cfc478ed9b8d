//! All hauls of a network between places and terminals.

use super::cargo::{Cargo, Haulage};
use super::haul::{Criterion, Haul};
use crate::index::{NodeIdx, TerminalIdx};
use crate::kernels::layers::Moves;
use crate::network::{MissingParameter, Network, Position, Terminal};
use crate::skims::freight::water_routes;
use crate::supply::{Connector, GoodsLines, Roads, Vessel, Waterways};
use crate::units::{Kilometres, KmPerHour, Seconds};
use rayon::prelude::*;

/// Of each ordered pair of places the hauls one may choose from.
#[derive(Debug, Clone)]
pub(super) struct Hauls {
    places: usize,
    hauls: Vec<Vec<Haul>>,
}

impl Hauls {
    /// Row by row.
    pub(super) fn of(places: usize, hauls: Vec<Vec<Haul>>) -> Self {
        Self { places, hauls }
    }

    pub(super) fn between(&self, from: usize, to: usize) -> &[Haul] {
        &self.hauls[from * self.places + to]
    }

    /// The best by a criterion; the first of equals.
    pub(super) fn best(&self, ends: (usize, usize), by: Criterion, cargo: &Cargo) -> Option<&Haul> {
        let value = |haul: &&Haul| by.of(&haul.burden(), cargo);
        self.between(ends.0, ends.1).iter().min_by(|a, b| value(a).total_cmp(&value(b)))
    }

    /// The table of the best by a criterion.
    pub(super) fn moves(&self, by: Criterion, cargo: &Cargo) -> Moves {
        Moves::new(self.places, |from, to| {
            let haul = self.best((from, to), by, cargo);
            haul.map_or(f64::INFINITY, |haul| by.of(&haul.burden(), cargo))
        })
    }
}

/// Length and lorry time of the fastest way, where there is one.
pub(super) type RoadWay = Option<(Kilometres, Seconds)>;

/// A place that lorries come to.
pub(super) struct RoadPlace {
    position: Position,
    connectors: Vec<Connector>,
    is_reached: bool,
}

impl RoadPlace {
    pub(super) fn of_position(roads: &Roads, position: Position) -> Self {
        Self { position, connectors: roads.connectors(position), is_reached: true }
    }

    /// A terminal: by its road node and the way from there, at the speed of lorries that fetch boxes.
    pub(super) fn of_terminal(terminal: &Terminal, access_speed: KmPerHour) -> Self {
        let length = terminal.road_access_km.unwrap_or_default();
        let connector =
            terminal.road_node.map(|node| Connector { node, time: length / access_speed, length });
        Self {
            position: terminal.position,
            is_reached: connector.is_some(),
            connectors: connector.into_iter().collect(),
        }
    }
}

/// Ways by lorry among places, row by row.
pub(super) fn road_ways(roads: &Roads, places: &[RoadPlace]) -> Vec<RoadWay> {
    let row = |from: &RoadPlace| -> Vec<RoadWay> {
        let tree = roads.tree_from(from.position, from.connectors.clone());
        let way = |to: &RoadPlace| {
            if !from.is_reached || !to.is_reached {
                return None;
            }
            let path = tree.to_connected(to.position, &to.connectors)?;
            Some((path.length, path.time))
        };
        places.iter().map(way).collect()
    };
    places.par_iter().flat_map_iter(row).collect()
}

/// Hauls among the terminals of a network.
pub(super) struct Between<'n> {
    pub(super) network: &'n Network,
    pub(super) cargo: &'n Cargo,
    pub(super) terminals: &'n [TerminalIdx],
    /// Only vessels of this deadweight, if one is asked for.
    pub(super) vessel_t: Option<f64>,
}

type Made = Result<Hauls, MissingParameter>;

impl Between<'_> {
    fn terminal(&self, at: usize) -> &Terminal {
        &self.network.terminals[self.terminals[at].at()]
    }

    /// Of each pair what a function makes of it.
    fn hauls(&self, haul: impl Fn(usize, usize) -> Result<Vec<Haul>, MissingParameter>) -> Made {
        let places = self.terminals.len();
        let pairs = (0..places).flat_map(|from| (0..places).map(move |to| (from, to)));
        let of_pair = |(from, to)| if from == to { Ok(Vec::new()) } else { haul(from, to) };
        Ok(Hauls::of(places, pairs.map(of_pair).collect::<Result<_, _>>()?))
    }

    /// Lorries from terminal to terminal, up to a length.
    pub(super) fn shuttles(
        &self,
        way: impl Fn(usize, usize) -> RoadWay,
        limit: Kilometres,
    ) -> Made {
        let mode = self.cargo.drayage();
        self.hauls(|from, to| {
            let Some((length, time)) = way(from, to).filter(|(length, _)| *length <= limit) else {
                return Ok(Vec::new());
            };
            let by = (Haulage::Road, mode);
            Ok(vec![Haul::new(&self.network.modes, self.cargo, by, length, time.hours())?])
        })
    }

    /// Goods trains over the shortest way, as the tariff counts it, at the train's commercial speed or the line's, whichever
    /// is less.
    pub(super) fn by_rail(&self) -> Made {
        let lines = GoodsLines::new(self.network);
        let mode = self.cargo.mode(Haulage::Rail);
        let speed = self.network.modes.speed(mode, "speed")?;
        let trees: Vec<_> = (0..self.terminals.len())
            .map(|at| self.terminal(at).rail_node.map(|node| lines.from(node)))
            .collect();
        self.hauls(|from, to| {
            let (from_node, to_node) = (self.terminal(from).rail_node, self.terminal(to).rail_node);
            let (Some(tree), Some(node)) = (&trees[from], to_node) else { return Ok(Vec::new()) };
            if from_node == to_node {
                return Ok(Vec::new());
            }
            let Some(links) = tree.links(node) else { return Ok(Vec::new()) };
            let access = [from, to].map(|at| self.terminal(at).rail_access_km.unwrap_or_default());
            let mut length = access[0] + access[1];
            let mut time = length / speed;
            for link in links {
                let link = &self.network.links[link.at()];
                let speed = if speed < link.free_speed { speed } else { link.free_speed };
                length = length + link.length;
                time += link.length / speed;
            }
            let by = (Haulage::Rail, mode);
            let haul = Haul::new(&self.network.modes, self.cargo, by, length, time.hours())?;
            Ok(vec![haul.waiting(self.departures(from, to, mode))])
        })
    }

    /// Vessels, each size that fits.
    pub(super) fn by_water(&self, waterways: &Waterways, by: Haulage) -> Made {
        let vessels = match by {
            Haulage::Sea => self.ship().into_iter().collect(),
            _ => self.barges(),
        };
        let ports: Vec<Option<NodeIdx>> =
            (0..self.terminals.len()).map(|at| self.terminal(at).water_node).collect();
        let mut nodes: Vec<NodeIdx> = ports.iter().flatten().copied().collect();
        nodes.sort_unstable();
        nodes.dedup();
        let routes: Vec<_> = vessels
            .iter()
            .map(|vessel| water_routes(self.network, waterways, vessel, &nodes))
            .collect();
        self.hauls(|from, to| {
            let (Some(from_node), Some(to_node)) = (ports[from], ports[to]) else {
                return Ok(Vec::new());
            };
            let at = |node| nodes.binary_search(&node).expect("every port is in the list");
            let pair = at(from_node) * nodes.len() + at(to_node);
            let mut hauls = Vec::new();
            for (vessel, routes) in vessels.iter().zip(&routes) {
                let Some(route) = &routes[pair] else { continue };
                let mode = vessel.mode.as_str();
                let haul = Haul::by_water(self.network, self.cargo, (by, mode), route.clone())?;
                hauls.push(haul.waiting(self.departures(from, to, mode)));
            }
            Ok(hauls)
        })
    }

    /// Barges of all sizes, or of the one that is asked for. Boxes go on ships of 64 to 120 TEU, which have the size of the
    /// 1000 t class.
    fn barges(&self) -> Vec<Vessel> {
        let modes = &self.network.modes;
        let is_wanted = |vessel: &Vessel| {
            self.vessel_t.is_none_or(|tonnes| (vessel.deadweight_t - tonnes).abs() < 0.5)
        };
        let mut barges = Vessel::barges(modes).into_iter().filter(is_wanted);
        if !self.cargo.is_boxed {
            return barges.collect();
        }
        let mode = self.cargo.mode(Haulage::Barge);
        let hull = if self.vessel_t.is_some() {
            barges.next_back()
        } else {
            Vessel::of_mode(modes, "barge_1000").ok()
        };
        let speed = modes.speed(mode, "speed").ok();
        let of_hull = |(hull, speed)| Vessel { mode: mode.to_owned(), speed, ..hull };
        hull.zip(speed).map(of_hull).into_iter().collect()
    }

    fn ship(&self) -> Option<Vessel> {
        Vessel::of_mode(&self.network.modes, self.cargo.mode(Haulage::Sea)).ok()
    }

    /// Departures a week: of the services between the terminals, else the usual ones of the mode; none where it leaves when
    /// it is loaded.
    fn departures(&self, from: usize, to: usize, mode: &str) -> Option<f64> {
        let ids = [from, to].map(|at| self.terminal(at).id.as_str());
        let services = self.network.freight_services.iter();
        let here =
            services.filter(|it| [it.from.as_str(), it.to.as_str()] == ids && it.mode == mode);
        let scheduled: f64 = here.map(|service| service.departures_per_week).sum();
        if scheduled > 0.0 {
            return Some(scheduled);
        }
        self.network.modes.value(mode, "departures_per_week").ok()
    }
}
