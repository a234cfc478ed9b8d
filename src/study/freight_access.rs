//! How near counties are to the sea and to the border for goods, and what markets they reach at the cost of freight.

use crate::index::{TerminalIdx, ZoneIdx};
use crate::network::{Network, TerminalType};
use crate::skims::{Burden, ChainCosts, ChainPlace, Chains, Criterion};
use rayon::prelude::*;

/// The best chain to a terminal.
#[derive(Debug, Clone, PartialEq)]
pub struct FreightAccess {
    /// The terminal.
    pub terminal: TerminalIdx,
    /// `truck–rail`.
    pub chain: String,
    /// In all.
    pub burden: Burden,
    /// Cost and time together, in yuan a tonne.
    pub generalised_yuan_t: f64,
}

/// What a zone of the study area reaches.
#[derive(Debug, Clone, PartialEq)]
pub struct Accesses {
    /// The zone.
    pub zone: ZoneIdx,
    /// The seaport of the least generalised cost.
    pub seaport: Option<FreightAccess>,
    /// Each border station, in the order of the table.
    pub borders: Vec<FreightAccess>,
    /// Σ of GDP over generalised cost, over all other zones that are no part of it or it of them: 亿元 per yuan a tonne.
    pub market_potential: f64,
}

/// The zones of the study area with what they reach for a cargo. Border stations are the terminals off the road.
pub fn freight_access(chains: &Chains<'_>) -> Vec<Accesses> {
    let network = chains.network();
    let of_kind = |is_it: &dyn Fn(TerminalIdx) -> bool| -> Vec<ChainPlace> {
        let all = (0..network.terminals.len()).map(TerminalIdx::new);
        all.filter(|at| chains.serves(*at) && is_it(*at)).map(ChainPlace::Terminal).collect()
    };
    let row = |at: TerminalIdx| &network.terminals[at.at()];
    let seaports = of_kind(&|at| row(at).terminal_type == TerminalType::Seaport);
    let borders = of_kind(&|at| row(at).road_node.is_none() && row(at).rail_node.is_some());
    let zones: Vec<ChainPlace> =
        (0..network.zones.len()).map(ZoneIdx::new).map(ChainPlace::Zone).collect();
    let costs = ChainCosts::new(chains, Criterion::Generalised);
    let is_shown = |zone: &ZoneIdx| network.zones[zone.at()].role == crate::network::Role::Core;
    let shown: Vec<ZoneIdx> = (0..network.zones.len()).map(ZoneIdx::new).filter(is_shown).collect();
    let of_zone = |zone: &ZoneIdx| {
        let from = ChainPlace::Zone(*zone);
        let nearest = |places: &[ChainPlace]| {
            let values = costs.from(from, places).into_iter().zip(places);
            let values = values.filter_map(|(value, place)| Some((value?, *place)));
            values.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place)
        };
        let access = |place: ChainPlace| {
            let ChainPlace::Terminal(terminal) = place else { return None };
            let chain = chains.best(from, place, Criterion::Generalised)?;
            let burden = chain.burden();
            let generalised_yuan_t = Criterion::Generalised.of(&burden, chains.cargo());
            Some(FreightAccess { terminal, chain: chain.name(), burden, generalised_yuan_t })
        };
        Accesses {
            zone: *zone,
            seaport: nearest(&seaports).and_then(access),
            borders: borders.iter().filter_map(|place| access(*place)).collect(),
            market_potential: potential(network, *zone, &costs.from(from, &zones)),
        }
    };
    shown.par_iter().map(of_zone).collect()
}

fn potential(network: &Network, zone: ZoneIdx, costs: &[Option<f64>]) -> f64 {
    let is_counted = |other: ZoneIdx| {
        // People of a city are counted once, in its counties and districts.
        other != zone
            && !network.is_aggregate(other)
            && network.zones[zone.at()].super_zone != Some(other)
            && network.zones[other.at()].super_zone != Some(zone)
    };
    let zones = costs.iter().enumerate().map(|(at, cost)| (ZoneIdx::new(at), cost));
    let terms = zones.filter(|(other, _)| is_counted(*other)).filter_map(|(other, cost)| {
        Some(network.zones[other.at()].opportunity("gdp_yi_yuan") / (*cost)?)
    });
    terms.sum()
}
