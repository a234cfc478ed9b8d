//! Goods from door to door: chains of hauls by lorry, train, barge and ship that are joined at terminals.
//!
//! A chain starts and ends at a place, by lorry unless the place is a terminal itself. Between, up to [`MOST_HAULS`] hauls
//! of different means are joined at terminals. For each sequence of means the best terminals are found layer by layer
//! ([`crate::kernels::layers`]), which is exact: what a haul or a change takes does not depend on the rest of the chain.

mod cargo;
mod costs;
mod haul;
mod hauls;
#[cfg(test)]
mod tests;

pub use cargo::{Cargo, Haulage};
pub use costs::ChainCosts;
pub use haul::{Burden, Criterion, Haul};

use crate::index::{TerminalIdx, ZoneIdx};
use crate::kernels::layers::{Moves, least};
use crate::network::{MissingParameter, Network, Terminal};
use crate::supply::{Roads, Waterways};
use crate::units::Kilometres;
use hauls::{Between, Hauls, RoadPlace, RoadWay, road_ways};

/// The most hauls of a chain between its first and last way by lorry.
pub const MOST_HAULS: usize = 3;
/// How far lorries go between two terminals of a chain; the way from quay to quay of a port.
const SHUTTLE_LIMIT: Kilometres = Kilometres(60.0);

/// Where a chain starts, ends or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChainPlace {
    /// The centre of a zone.
    Zone(ZoneIdx),
    /// A terminal.
    Terminal(TerminalIdx),
}

/// A part of a chain.
#[derive(Debug, Clone, PartialEq)]
pub enum ChainLeg {
    /// Loading, unloading, or a change of means.
    Handling {
        /// Where.
        at: ChainPlace,
        /// How long, in hours.
        hours: f64,
        /// Yuan a tonne.
        yuan_t: f64,
    },
    /// A haul.
    Haul {
        /// Where from.
        from: ChainPlace,
        /// Where to.
        to: ChainPlace,
        /// By what.
        haul: Box<Haul>,
    },
}

impl ChainLeg {
    /// What it takes.
    pub fn burden(&self) -> Burden {
        match self {
            Self::Handling { hours, yuan_t, .. } => {
                Burden { hours: *hours, yuan_t: *yuan_t, ..Burden::default() }
            }
            Self::Haul { haul, .. } => haul.burden(),
        }
    }
}

/// A way of goods from door to door.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// In order.
    pub legs: Vec<ChainLeg>,
}

impl Chain {
    /// In all.
    pub fn burden(&self) -> Burden {
        self.legs.iter().map(ChainLeg::burden).fold(Burden::default(), std::ops::Add::add)
    }

    /// The means of its hauls, in order.
    pub fn means(&self) -> Vec<Haulage> {
        self.hauls().map(|haul| haul.by).collect()
    }

    /// Its hauls, in order.
    pub fn hauls(&self) -> impl Iterator<Item = &Haul> {
        self.legs.iter().filter_map(|leg| match leg {
            ChainLeg::Haul { haul, .. } => Some(haul.as_ref()),
            ChainLeg::Handling { .. } => None,
        })
    }

    /// `truck–rail–truck`.
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.means().into_iter().map(Haulage::name).collect();
        names.join("–")
    }

    /// Yuan a tonne for handling.
    pub fn handling_yuan_t(&self) -> f64 {
        let handling = self.legs.iter().filter(|leg| matches!(leg, ChainLeg::Handling { .. }));
        handling.map(|leg| leg.burden().yuan_t).sum()
    }
}

/// Time and cost of loading, unloading or changing.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Handling {
    hours: f64,
    yuan_t: f64,
}

impl Handling {
    fn burden(self) -> Burden {
        Burden { hours: self.hours, yuan_t: self.yuan_t, ..Burden::default() }
    }
}

/// Everything that chains of a cargo are made of, ready to be searched.
pub struct Chains<'n> {
    network: &'n Network,
    cargo: Cargo,
    terminals: Vec<TerminalIdx>,
    handling: Vec<Handling>,
    at_door: Handling,
    /// Among zones, then terminals.
    roads: Vec<RoadWay>,
    /// By [`Haulage`]; by road the shuttles between terminals.
    hauls: [Hauls; 4],
    /// For each of [`Criterion::ALL`].
    moves: Vec<[Moves; 4]>,
}

impl<'n> Chains<'n> {
    /// Prepares a network. With `vessel_t` only barges of that deadweight go by water.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn new(
        network: &'n Network,
        cargo: Cargo,
        vessel_t: Option<f64>,
    ) -> Result<Self, MissingParameter> {
        let modes = &network.modes;
        let takes = |at: &TerminalIdx| takes(&network.terminals[at.at()], &cargo);
        let terminals: Vec<TerminalIdx> =
            (0..network.terminals.len()).map(TerminalIdx::new).filter(takes).collect();
        let handling = terminals.iter().map(|at| handling(network, &cargo, *at));
        let handling = handling.collect::<Result<Vec<_>, _>>()?;
        let lorry = cargo.mode(Haulage::Road);
        let at_door = Handling {
            hours: modes.value(lorry, "handling_time")?,
            yuan_t: modes.value(lorry, "handling_cost")?,
        };
        let roads = road_table(network, &terminals)?;
        let between = Between { network, cargo: &cargo, terminals: &terminals, vessel_t };
        let (zones, count) = (network.zones.len(), network.zones.len() + terminals.len());
        let way = |from: usize, to: usize| roads[(zones + from) * count + zones + to];
        let waterways = Waterways::new(network);
        let hauls = [
            between.shuttles(way, SHUTTLE_LIMIT)?,
            between.by_rail()?,
            between.by_water(&waterways, Haulage::Barge)?,
            between.by_water(&waterways, Haulage::Sea)?,
        ];
        let table = |by: &Criterion| hauls.each_ref().map(|hauls| hauls.moves(*by, &cargo));
        let moves = Criterion::ALL.iter().map(table).collect();
        Ok(Self { network, cargo, terminals, handling, at_door, roads, hauls, moves })
    }

    /// The goods.
    pub fn cargo(&self) -> &Cargo {
        &self.cargo
    }

    /// The network.
    pub fn network(&self) -> &'n Network {
        self.network
    }

    /// Whether the goods can start, end or change at a terminal.
    pub fn serves(&self, terminal: TerminalIdx) -> bool {
        self.terminals.contains(&terminal)
    }

    /// The best chain by a criterion for each sequence of means that joins two places, fewer hauls first. Sequences whose
    /// hauls between terminals are all by road are the lorry alone.
    pub fn by_sequence(&self, from: ChainPlace, to: ChainPlace, by: Criterion) -> Vec<Chain> {
        let sequences = sequences();
        let found = sequences.iter().filter_map(|means| self.best_of(from, to, means, by));
        found.map(|(_, chain)| chain).collect()
    }

    /// The best of all chains by a criterion.
    pub fn best(&self, from: ChainPlace, to: ChainPlace, by: Criterion) -> Option<Chain> {
        let chains = self.by_sequence(from, to, by).into_iter();
        let value = |chain: &Chain| by.of(&chain.burden(), &self.cargo);
        chains.min_by(|a, b| value(a).total_cmp(&value(b)))
    }

    /// The best chain of a sequence of means between terminals, with its value; an empty sequence is the lorry alone.
    fn best_of(
        &self,
        from: ChainPlace,
        to: ChainPlace,
        means: &[Haulage],
        by: Criterion,
    ) -> Option<(f64, Chain)> {
        if means.is_empty() {
            let chain = self.by_lorry(from, to)?;
            return Some((by.of(&chain.burden(), &self.cargo), chain));
        }
        let value = |legs: &[ChainLeg]| {
            let sum = legs.iter().map(ChainLeg::burden).fold(Burden::default(), std::ops::Add::add);
            by.of(&sum, &self.cargo)
        };
        let ends: [Vec<Option<Vec<ChainLeg>>>; 2] = [
            (0..self.terminals.len()).map(|at| self.first_legs(from, at)).collect(),
            (0..self.terminals.len()).map(|at| self.last_legs(at, to)).collect(),
        ];
        let [entry, exit] = ends.each_ref().map(|ends| -> Vec<f64> {
            ends.iter()
                .map(|legs| legs.as_ref().map_or(f64::INFINITY, |legs| value(legs)))
                .collect()
        });
        let change: Vec<f64> =
            self.handling.iter().map(|handling| by.of(&handling.burden(), &self.cargo)).collect();
        let tables = &self.moves[by as usize];
        let moves: Vec<&Moves> = means.iter().map(|means| &tables[*means as usize]).collect();
        let (sum, places) = least(&entry, &moves, &change, &exit)?;
        let [first, last] = [places[0], places[places.len() - 1]];
        let mut legs = ends[0][first].clone()?;
        for (layer, step) in places.windows(2).enumerate() {
            if layer > 0 {
                legs.push(self.change(step[0]));
            }
            let haul =
                self.hauls[means[layer] as usize].best((step[0], step[1]), by, &self.cargo)?;
            let [from, to] = [step[0], step[1]].map(|at| ChainPlace::Terminal(self.terminals[at]));
            legs.push(ChainLeg::Haul { from, to, haul: Box::new(haul.clone()) });
        }
        legs.extend(ends[1][last].clone()?);
        Some((sum, Chain { legs }))
    }

    fn change(&self, at: usize) -> ChainLeg {
        let Handling { hours, yuan_t } = self.handling[at];
        ChainLeg::Handling { at: ChainPlace::Terminal(self.terminals[at]), hours, yuan_t }
    }

    /// Loading or unloading at an end: the terminal's own handling, or that of a lorry at the door.
    fn end(&self, place: ChainPlace) -> ChainLeg {
        let known = self.terminals.iter().position(|at| ChainPlace::Terminal(*at) == place);
        let Handling { hours, yuan_t } = known.map_or(self.at_door, |at| self.handling[at]);
        ChainLeg::Handling { at: place, hours, yuan_t }
    }

    fn road(&self, from: ChainPlace, to: ChainPlace, mode: &str) -> Option<ChainLeg> {
        let zones = self.network.zones.len();
        let place = |place| match place {
            ChainPlace::Zone(zone) => Some(zone.at()),
            ChainPlace::Terminal(terminal) => {
                self.terminals.iter().position(|at| *at == terminal).map(|at| zones + at)
            }
        };
        let at = place(from)? * (zones + self.terminals.len()) + place(to)?;
        let (length, time) = self.roads[at]?;
        let by = (Haulage::Road, mode);
        let haul = Haul::new(&self.network.modes, &self.cargo, by, length, time.hours()).ok()?;
        Some(ChainLeg::Haul { from, to, haul: Box::new(haul) })
    }

    /// From a place to a terminal, with the change there.
    fn first_legs(&self, from: ChainPlace, at: usize) -> Option<Vec<ChainLeg>> {
        let to = ChainPlace::Terminal(self.terminals[at]);
        if from == to {
            return Some(vec![self.end(from)]);
        }
        let road = self.road(from, to, self.cargo.drayage())?;
        Some(vec![self.end(from), road, self.change(at)])
    }

    fn last_legs(&self, at: usize, to: ChainPlace) -> Option<Vec<ChainLeg>> {
        let from = ChainPlace::Terminal(self.terminals[at]);
        if from == to {
            return Some(vec![self.end(to)]);
        }
        let road = self.road(from, to, self.cargo.drayage())?;
        Some(vec![self.change(at), road, self.end(to)])
    }

    fn by_lorry(&self, from: ChainPlace, to: ChainPlace) -> Option<Chain> {
        let road = self.road(from, to, self.cargo.mode(Haulage::Road))?;
        Some(Chain { legs: vec![self.end(from), road, self.end(to)] })
    }
}

/// Whether a terminal takes the goods: dry ports have boxes only, and boxes need a place that has a rate for them or no rate
/// at all.
fn takes(terminal: &Terminal, cargo: &Cargo) -> bool {
    let is_bare =
        terminal.handling_cost_yuan_t.is_none() && terminal.handling_cost_yuan_teu.is_none();
    let fits = if cargo.is_boxed {
        terminal.handling_cost_yuan_teu.is_some() || is_bare
    } else {
        terminal.terminal_type != crate::network::TerminalType::DryPort
    };
    terminal.is_for_goods() && fits
}

/// What a change takes at a terminal; the usual of the train or barge where the terminal does not say.
fn handling(
    network: &Network,
    cargo: &Cargo,
    at: TerminalIdx,
) -> Result<Handling, MissingParameter> {
    let terminal = &network.terminals[at.at()];
    let by = if terminal.rail_node.is_some() { Haulage::Rail } else { Haulage::Barge };
    let usual = |parameter| network.modes.value(cargo.mode(by), parameter);
    let of_box = cargo.tonnes_per_teu.zip(terminal.handling_cost_yuan_teu);
    let own = of_box.map(|(tonnes, yuan)| yuan / tonnes).or(terminal.handling_cost_yuan_t);
    Ok(Handling {
        hours: terminal.handling_time_h.map_or_else(|| usual("handling_time"), Ok)?,
        yuan_t: own.map_or_else(|| usual("handling_cost"), Ok)?,
    })
}

/// Ways by lorry among all zones and terminals.
fn road_table(
    network: &Network,
    terminals: &[TerminalIdx],
) -> Result<Vec<RoadWay>, MissingParameter> {
    let roads = Roads::for_lorries(network)?;
    let access_speed = network.modes.speed("drayage", "speed")?;
    let zones = network.zones.iter().map(|zone| RoadPlace::of_position(&roads, zone.position));
    let terminals = terminals
        .iter()
        .map(|at| RoadPlace::of_terminal(&network.terminals[at.at()], access_speed));
    let places: Vec<RoadPlace> = zones.chain(terminals).collect();
    Ok(road_ways(&roads, &places))
}

/// The sequences of means between terminals: none, or one to [`MOST_HAULS`] that differ from one to the next, lorries only
/// in the middle.
fn sequences() -> Vec<Vec<Haulage>> {
    let mut found: Vec<Vec<Haulage>> = vec![Vec::new()];
    let mut start = 0;
    for _ in 0..MOST_HAULS {
        let end = found.len();
        for at in start..end {
            for means in Haulage::ALL {
                if found[at].last() != Some(&means) {
                    let longer = [found[at].as_slice(), &[means]].concat();
                    found.push(longer);
                }
            }
        }
        start = end;
    }
    let is_road = |means: Option<&Haulage>| means == Some(&Haulage::Road);
    found.retain(|means| !is_road(means.first()) && !is_road(means.last()));
    found
}
