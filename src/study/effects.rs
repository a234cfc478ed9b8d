//! What each project does on its own, in the currency of its mode.

use super::comparison::{Comparison, PairChange, Question, Side, side};
use super::freight;
use crate::diagnostic::Problems;
use crate::index::ZoneIdx;
use crate::network::Network;
use crate::scenario::{Catalogue, ProjectFile};
use crate::skims::{Cell, TravelMode};
use crate::units::{Date, Seconds};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a project does to passengers by the mode it serves.
#[derive(Debug, Clone, PartialEq)]
pub struct PassengerEffect {
    /// By what.
    pub mode: TravelMode,
    /// Minutes saved a journey, mean over all pairs, people at both ends as weights.
    pub minutes_saved: f64,
    /// Pairs faster by a minute or more.
    pub pairs_faster: usize,
    /// Pairs slower by a minute or more.
    pub pairs_slower: usize,
    /// Pairs that gain a journey less those that lose theirs.
    pub pairs_connected: i64,
    /// The largest saving of a pair, in minutes, and the pair.
    pub largest: Option<(f64, ZoneIdx, ZoneIdx)>,
    /// People within 1, 2 and 3 h of the average resident of the study area: with less without.
    pub people_within: [f64; 3],
    /// Toll saved a car journey in yuan, mean over all pairs, people at both ends as weights; zero by other modes.
    pub toll_saved_yuan: f64,
}

impl PassengerEffect {
    /// Whether nothing changes.
    pub fn is_zero(&self) -> bool {
        self.pairs_faster + self.pairs_slower == 0
            && self.pairs_connected == 0
            && self.toll_saved_yuan.abs() < 5e-4
            && self.minutes_saved.abs() < 5e-4
    }
}

impl PassengerEffect {
    /// Of a comparison, by one of its modes. Nobody flies where a car is quicker: by air the times are those of the
    /// quicker of the two, so the comparison must be of cars too.
    pub fn of(comparison: &Comparison, mode: TravelMode) -> Self {
        let people = comparison.weights();
        let mut effect = Self {
            mode,
            minutes_saved: 0.0,
            pairs_faster: 0,
            pairs_slower: 0,
            pairs_connected: 0,
            largest: None,
            people_within: [0.0; 3],
            toll_saved_yuan: 0.0,
        };
        let (mut saved, mut weight, mut residents) = (0.0, 0.0, 0.0);
        let mut within = [0.0; 3];
        for pair in changes(comparison, mode) {
            effect.pairs_connected +=
                i64::from(pair.with.is_some()) - i64::from(pair.without.is_some());
            let (at_origin, at_destination) = (people[pair.from.at()], people[pair.to.at()]);
            if comparison.is_core(pair.from) {
                for (hours, sum) in (1..).zip(&mut within) {
                    let limit = Seconds(hours * 3600);
                    let reached =
                        |cell: Option<Cell>| cell.is_some_and(|cell| cell.fastest <= limit);
                    let gained = i32::from(reached(pair.with)) - i32::from(reached(pair.without));
                    *sum += f64::from(gained) * at_origin * at_destination;
                }
            }
            let Some(minutes) = pair.minutes() else { continue };
            effect.pairs_faster += usize::from(minutes <= -1.0);
            effect.pairs_slower += usize::from(minutes >= 1.0);
            if minutes < 0.0 && effect.largest.is_none_or(|(most, _, _)| -minutes > most) {
                effect.largest = Some((-minutes, pair.from, pair.to));
            }
            saved -= minutes * at_origin * at_destination;
            weight += at_origin * at_destination;
        }
        for (at, here) in people.iter().enumerate() {
            residents += if comparison.is_core(ZoneIdx::new(at)) { *here } else { 0.0 };
        }
        effect.minutes_saved = if weight > 0.0 { saved / weight } else { 0.0 };
        effect.people_within =
            within.map(|sum| if residents > 0.0 { sum / residents } else { 0.0 });
        if mode == TravelMode::Car {
            effect.toll_saved_yuan =
                mean_toll(&comparison.without, &people) - mean_toll(&comparison.with, &people);
        }
        effect
    }
}

/// Every pair by a mode; by air, with the quicker of plane and car.
fn changes(comparison: &Comparison, mode: TravelMode) -> Vec<PairChange> {
    let pairs = comparison.pairs(mode);
    if mode != TravelMode::Air {
        return pairs.collect();
    }
    let quicker = |a: Option<Cell>, b: Option<Cell>| {
        [a, b].into_iter().flatten().min_by_key(|cell| cell.fastest)
    };
    let with_car = |(air, car): (PairChange, PairChange)| PairChange {
        without: quicker(air.without, car.without),
        with: quicker(air.with, car.with),
        ..air
    };
    pairs.zip(comparison.pairs(TravelMode::Car)).map(with_car).collect()
}

/// Toll of a car journey over the fastest road, mean over all pairs with the people at both ends as weights.
fn mean_toll(side: &Side, people: &[f64]) -> f64 {
    let network = &side.applied.network;
    let toll_from = |from: usize| {
        let tree = side.supply.roads.tree(network.zones[from].position);
        let others = (0..network.zones.len()).filter(|to| *to != from && people[*to] > 0.0);
        let (mut toll, mut weight) = (0.0, 0.0);
        for to in others {
            if let Some(path) = tree.to(network.zones[to].position) {
                let over: f64 =
                    path.links.iter().map(|link| network.links[link.at()].toll_yuan).sum();
                toll += over * people[from] * people[to];
                weight += people[from] * people[to];
            }
        }
        (toll, weight)
    };
    let origins: Vec<usize> = (0..network.zones.len()).filter(|from| people[*from] > 0.0).collect();
    let sums: Vec<(f64, f64)> = origins.par_iter().map(|from| toll_from(*from)).collect();
    let (toll, weight) = sums.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    if weight > 0.0 { toll / weight } else { 0.0 }
}

/// What a project does, to passengers and to goods.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectEffect {
    /// By the mode it changes most; none for a project of waterways or goods.
    pub passengers: Option<PassengerEffect>,
    /// For goods: each a phrase with its figure and unit.
    pub freight: Vec<String>,
}

/// The modes that a project's effect is measured by, and those that these need beside them.
fn modes_of(project: &ProjectFile) -> Vec<TravelMode> {
    match project.head.mode.as_str() {
        "rail" => vec![TravelMode::Rail, TravelMode::Public],
        "air" => vec![TravelMode::Air, TravelMode::Car],
        "road" | "water" | "freight" => vec![TravelMode::Car],
        "policy" => vec![TravelMode::Car, TravelMode::Public],
        _ => vec![TravelMode::Coach, TravelMode::Public],
    }
}

/// Runs projects with and without, keeping the sides that several of them share.
#[derive(Debug)]
pub struct Workbench<'a> {
    base: &'a Network,
    catalogue: &'a Catalogue,
    date: Date,
    sides: BTreeMap<String, Arc<Side>>,
    usual: BTreeSet<(String, usize)>,
}

impl<'a> Workbench<'a> {
    /// For the network of a day.
    pub fn new(base: &'a Network, catalogue: &'a Catalogue, date: Date) -> Self {
        let usual = crate::scenario::Scenario::at(date).parts(catalogue);
        Self { base, catalogue, date, sides: BTreeMap::new(), usual }
    }

    /// The effect of one project.
    ///
    /// # Errors
    /// Problems of the edits.
    pub fn effect(&mut self, project: &ProjectFile) -> Result<ProjectEffect, Problems> {
        let comparison = self.compare(project)?;
        let by_air = comparison.question.modes.contains(&TravelMode::Air);
        let is_measured = |mode: &&TravelMode| !by_air || **mode == TravelMode::Air;
        let modes = comparison.question.modes.iter().filter(is_measured);
        let by_mode = modes.map(|mode| PassengerEffect::of(&comparison, *mode));
        let strongest = by_mode.fold(None, |best: Option<PassengerEffect>, next| match best {
            Some(best) if best.minutes_saved.abs() >= next.minutes_saved.abs() => Some(best),
            _ => Some(next),
        });
        let networks = [&comparison.without, &comparison.with].map(|side| &side.applied.network);
        let freight = freight::effects(networks[0], networks[1]);
        Ok(ProjectEffect { passengers: strongest, freight })
    }

    /// The comparison of one project by the modes it serves.
    ///
    /// # Errors
    /// Problems of the edits.
    pub fn compare(&mut self, project: &ProjectFile) -> Result<Comparison, Problems> {
        let modes = modes_of(project);
        let question = Question {
            projects: BTreeSet::from([project.id().to_owned()]),
            date: self.date,
            with: BTreeSet::new(),
            without: BTreeSet::new(),
            modes,
            percentiles: Vec::new(),
        };
        let (without, with) = question.scenarios(self.catalogue);
        let without = self.side(&without, &question)?;
        let with = self.side(&with, &question)?;
        Ok(Comparison { question, without, with })
    }

    fn side(
        &mut self,
        scenario: &crate::scenario::Scenario,
        question: &Question,
    ) -> Result<Arc<Side>, Problems> {
        let is_usual =
            scenario.parts(self.catalogue) == self.usual && !scenario.places_apart(self.catalogue);
        let key = format!("{:?}", question.modes);
        if let Some(side) = self.sides.get(&key).filter(|_| is_usual) {
            return Ok(Arc::clone(side));
        }
        let made = Arc::new(side(self.base, self.catalogue, scenario, question)?);
        if is_usual {
            self.sides.insert(key, Arc::clone(&made));
        }
        Ok(made)
    }
}
