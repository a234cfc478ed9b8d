//! The search against all chains one by one, on random tables.

use super::*;
use crate::network::{Position, Role, Zone, ZoneType};
use crate::supply::water_testing as make;
use crate::units::Seconds;
use proptest::prelude::*;
use std::collections::BTreeMap;

const PARAMETERS: [(&str, &str, f64); 6] = [
    ("truck", "cost", 0.32),
    ("truck", "co2", 75.0),
    ("truck", "energy", 21.0),
    ("truck", "handling_cost", 6.0),
    ("truck", "handling_time", 1.5),
    ("cargo_coal", "value_of_time", 0.05),
];

fn network() -> Network {
    let mut network = make::network(1, Vec::new(), Vec::new(), &PARAMETERS);
    let zone = |id: &str| Zone {
        id: id.to_owned(),
        name: String::new(),
        name_en: String::new(),
        pinyin: String::new(),
        super_zone: None,
        zone_type: ZoneType::County,
        role: Role::Core,
        position: Position { lon: 117.0, lat: 34.0 },
        opportunities: BTreeMap::new(),
        provenance: make::provenance(),
    };
    network.zones = vec![zone("from"), zone("to")];
    network
}

fn haul(by: Haulage, (km, hours, yuan, co2): (u16, u8, u8, u8)) -> Haul {
    Haul {
        by,
        mode: by.name().to_owned(),
        length: Kilometres(f64::from(km)),
        run_h: f64::from(hours),
        lock_h: 0.0,
        wait_h: 3.0,
        rate_yuan_t: f64::from(yuan),
        toll_yuan_t: 0.5,
        co2_kg_t: f64::from(co2),
        energy_kgce_t: 0.0,
        voyage: None,
    }
}

/// Of each pair none, one or two hauls by a means.
fn hauls(places: usize, by: Haulage) -> impl Strategy<Value = Hauls> {
    let figures = (1..900_u16, 1..90_u8, 1..200_u8, 1..90_u8).prop_map(move |it| haul(by, it));
    let of_pair = prop::collection::vec(figures, 0..3);
    prop::collection::vec(of_pair, places * places).prop_map(move |mut hauls| {
        for at in 0..places {
            hauls[at * places + at].clear();
        }
        Hauls::of(places, hauls)
    })
}

type Parts = (Vec<(u8, u8)>, Vec<Option<u16>>, [Hauls; 4]);

fn parts() -> impl Strategy<Value = Parts> {
    (1..4_usize).prop_flat_map(|places| {
        let handling = prop::collection::vec((1..60_u8, 1..60_u8), places);
        let count = (places + 2) * (places + 2);
        let roads = prop::collection::vec(prop::option::weighted(0.8, 1..500_u16), count);
        let tables = (
            hauls(places, Haulage::Road),
            hauls(places, Haulage::Rail),
            hauls(places, Haulage::Barge),
            hauls(places, Haulage::Sea),
        );
        (handling, roads, tables.prop_map(|(a, b, c, d)| [a, b, c, d]))
    })
}

fn chains<'n>(network: &'n Network, (handling, roads, hauls): &Parts) -> Chains<'n> {
    let cargo = Cargo::of(&network.modes, "coal").unwrap();
    let table = |by: &Criterion| hauls.each_ref().map(|hauls| hauls.moves(*by, &cargo));
    let moves = Criterion::ALL.iter().map(table).collect();
    let handling: Vec<Handling> = handling
        .iter()
        .map(|(hours, yuan)| Handling { hours: f64::from(*hours), yuan_t: f64::from(*yuan) })
        .collect();
    let way =
        |km: &Option<u16>| km.map(|km| (Kilometres(f64::from(km)), Seconds(u32::from(km) * 60)));
    Chains {
        network,
        terminals: (0..handling.len()).map(TerminalIdx::new).collect(),
        handling,
        at_door: Handling { hours: 1.5, yuan_t: 6.0 },
        roads: roads.iter().map(way).collect(),
        hauls: hauls.clone(),
        moves,
        cargo,
    }
}

/// Everything that can be put together, haul by haul.
struct Enumeration<'a> {
    chains: &'a Chains<'a>,
    to: ChainPlace,
    found: Vec<Burden>,
}

impl Enumeration<'_> {
    fn all(chains: &Chains<'_>, from: ChainPlace, to: ChainPlace) -> Vec<Burden> {
        let mut all = Enumeration { chains, to, found: Vec::new() };
        if let Some(chain) = chains.by_lorry(from, to) {
            all.found.push(chain.burden());
        }
        for at in 0..chains.terminals.len() {
            if let Some(legs) = chains.first_legs(from, at) {
                all.go_on(sum(&legs), at, &[]);
            }
        }
        all.found
    }

    fn go_on(&mut self, so_far: Burden, at: usize, means: &[Haulage]) {
        let ends_well = means.last().is_some_and(|last| *last != Haulage::Road);
        if let (Some(legs), true) = (self.chains.last_legs(at, self.to), ends_well) {
            self.found.push(so_far + sum(&legs));
        }
        if means.len() == MOST_HAULS {
            return;
        }
        for by in Haulage::ALL {
            let is_first = means.is_empty();
            if means.last() == Some(&by) || (is_first && by == Haulage::Road) {
                continue;
            }
            let change = if is_first { Burden::default() } else { self.chains.change(at).burden() };
            for to in 0..self.chains.terminals.len() {
                for haul in self.chains.hauls[by as usize].between(at, to) {
                    self.go_on(so_far + change + haul.burden(), to, &[means, &[by]].concat());
                }
            }
        }
    }
}

fn sum(legs: &[ChainLeg]) -> Burden {
    legs.iter().map(ChainLeg::burden).fold(Burden::default(), std::ops::Add::add)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_best_chain_is_the_best_of_all(parts in parts(), at_terminal in any::<bool>()) {
        let network = network();
        let chains = chains(&network, &parts);
        let from = ChainPlace::Zone(ZoneIdx(0));
        let to = if at_terminal {
            ChainPlace::Terminal(TerminalIdx(0))
        } else {
            ChainPlace::Zone(ZoneIdx(1))
        };
        let all = Enumeration::all(&chains, from, to);
        for by in Criterion::ALL {
            let least = all.iter().map(|burden| by.of(burden, &chains.cargo)).fold(f64::INFINITY, f64::min);
            match chains.best(from, to, by) {
                None => prop_assert!(all.is_empty()),
                Some(chain) => {
                    let found = by.of(&chain.burden(), &chains.cargo);
                    prop_assert!((found - least).abs() < 1e-9, "{by:?}: {found} for {least}");
                }
            }
        }
    }
}

#[test]
fn goods_wait_half_a_headway_and_pay_both_changes() {
    let network = network();
    let rail = Hauls::of(
        2,
        vec![Vec::new(), vec![haul(Haulage::Rail, (300, 6, 40, 3))], Vec::new(), Vec::new()],
    );
    let none = Hauls::of(2, vec![Vec::new(); 4]);
    let mut roads = vec![None; 16];
    (roads[2], roads[13]) = (Some(10), Some(20)); // the first zone to the first terminal, the second to the second zone
    let parts = (vec![(10, 15), (12, 18)], roads, [none.clone(), rail, none.clone(), none]);
    let chains = chains(&network, &parts);
    let ends = [ZoneIdx(0), ZoneIdx(1)].map(ChainPlace::Zone);
    let chain = chains.best(ends[0], ends[1], Criterion::Cost).unwrap();
    assert_eq!(chain.name(), "truck–rail–truck");
    // Doors 6 + 6, changes 15 + 18, lorry 0.32 × 30 km, train 40 + 0.5.
    assert!((chain.burden().yuan_t - (12.0 + 33.0 + 9.6 + 40.5)).abs() < 1e-9);
    // Doors 1.5 + 1.5, changes 10 + 12, lorry half an hour, train 6 + 3.
    assert!((chain.burden().hours - (3.0 + 22.0 + 0.5 + 9.0)).abs() < 1e-9);
    let weekly = haul(Haulage::Rail, (300, 6, 40, 3)).waiting(Some(1.0));
    assert!((weekly.wait_h - 84.0).abs() < 1e-9);
}

#[test]
fn lorries_go_between_terminals_in_the_middle_of_a_chain_only() {
    let sequences = sequences();
    assert!(sequences.iter().all(|means| {
        means.first() != Some(&Haulage::Road) && means.last() != Some(&Haulage::Road)
    }));
    assert!(sequences.contains(&vec![Haulage::Barge, Haulage::Road, Haulage::Sea]));
    // The lorry alone; 3; 3 × 2; 3 × 2 × 2 and 3 × 3 by a shuttle.
    assert_eq!(sequences.len(), 1 + 3 + 6 + 12 + 9);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn costs_of_many_pairs_are_those_of_their_best_chains(parts in parts()) {
        let network = network();
        let chains = chains(&network, &parts);
        let from = ChainPlace::Zone(ZoneIdx(0));
        let to = [ChainPlace::Zone(ZoneIdx(1)), ChainPlace::Terminal(TerminalIdx(0))];
        for by in Criterion::ALL {
            let costs = ChainCosts::new(&chains, by).from(from, &to);
            for (to, cost) in to.iter().zip(costs) {
                let best = chains.best(from, *to, by);
                let best = best.map(|chain| by.of(&chain.burden(), &chains.cargo));
                prop_assert_eq!(cost.is_some(), best.is_some());
                let off = cost.unwrap_or(0.0) - best.unwrap_or(0.0);
                prop_assert!(off.abs() < 1e-9, "{by:?}: {cost:?} for {best:?}");
            }
        }
    }
}
