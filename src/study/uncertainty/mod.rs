//! How sure a change is: the comparison again and again with running times, frequencies and access times drawn from ranges.
//!
//! Both sides of a draw have the same random numbers (common random numbers; Glasserman & Yao 1992, doi
//! 10.1287/mnsc.38.6.884), so that what a draw differs by is the projects. What is drawn is a factor of what the model takes, and
//! networks are built once: trains are not placed anew in the day, and headways between them are not looked at.

mod draw;

pub use draw::{FactorRange, Ranges};

use super::comparison::Comparison;
use super::standing::{gravity_masses, people, watt_of, weighted_change};
use crate::index::ZoneIdx;
use crate::network::{MissingParameter, Network};
use crate::skims::{Query, SkimSet, TravelMode, compute};
use crate::supply::{RoadTopology, Supply};
use draw::Factors;

/// A share of draws with one sign from which a sign counts as stable.
pub const STABLE: f64 = 0.95;
/// Minutes below which a change has no sign.
const NOTHING: f64 = 0.005;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertaintyQuestion {
    /// By what.
    pub mode: TravelMode,
    /// What is not known.
    pub ranges: Ranges,
    /// How many draws, one at least.
    pub draws: usize,
    /// Where random numbers start.
    pub seed: u64,
    /// Pairs of zones whose change is to have a band.
    pub pairs: Vec<(ZoneIdx, ZoneIdx)>,
}

/// A change in minutes and what the draws make of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangeBand {
    /// Without any draw.
    pub change: f64,
    /// What 5 % of the draws do not exceed.
    pub low: f64,
    /// The median.
    pub median: f64,
    /// What 95 % do not exceed.
    pub high: f64,
    /// The share of draws whose change has the same sign.
    pub same_sign: f64,
}

impl ChangeBand {
    fn of(change: f64, mut drawn: Vec<f64>) -> Option<Self> {
        drawn.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = (share * drawn.len() as f64 - 1e-9).ceil() as usize;
            drawn.get(rank.clamp(1, drawn.len().max(1)) - 1).copied()
        };
        let alike = drawn.iter().filter(|drawn| sign(**drawn) == sign(change)).count();
        Some(Self {
            change,
            low: at(0.05)?,
            median: at(0.5)?,
            high: at(0.95)?,
            same_sign: alike as f64 / drawn.len() as f64,
        })
    }

    /// Whether [`STABLE`] of the draws agree on the sign.
    pub fn is_stable(&self) -> bool {
        self.same_sign >= STABLE
    }
}

fn sign(change: f64) -> i8 {
    i8::from(change > NOTHING) - i8::from(change < -NOTHING)
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertainty {
    /// What was asked.
    pub question: UncertaintyQuestion,
    /// Of the mean time over all pairs, people at both ends as weights.
    pub mean: Option<ChangeBand>,
    /// Of the weighted average travel time of each zone; none where it is none in the comparison or in a draw.
    pub zones: Vec<Option<ChangeBand>>,
    /// Of the pairs asked for, in their order.
    pub pairs: Vec<Option<ChangeBand>>,
}

/// All changes of a pair of skims.
struct Changes {
    mean: Option<f64>,
    zones: Vec<Option<f64>>,
    pairs: Vec<Option<f64>>,
}

impl Uncertainty {
    /// Draws and measures. `drawn` is called after every draw.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    ///
    /// # Panics
    /// If the comparison is not by the mode asked for.
    pub fn of(
        comparison: &Comparison,
        question: UncertaintyQuestion,
        drawn: &mut dyn FnMut(),
    ) -> Result<Self, MissingParameter> {
        let sides = [&comparison.without, &comparison.with].map(|side| &side.applied.network);
        let [without, with] = sides;
        let topology = RoadTopology::where_it_pays(&sides);
        let masses = (people(with), gravity_masses(with));
        let skims = comparison.skims(question.mode).expect("the comparison is by this mode");
        let usual = Changes::of(skims, &masses, &question.pairs);
        let mut found: Vec<Changes> = Vec::with_capacity(question.draws);
        for draw in 0..question.draws {
            let projects = &comparison.question.projects;
            let factors = Factors::draw(&question.ranges, projects, (question.seed, draw));
            let old = skim(&factors.without(without), topology.as_ref(), question.mode)?;
            let new = skim(&factors.with(with, without), topology.as_ref(), question.mode)?;
            found.push(Changes::of((&old, &new), &masses, &question.pairs));
            drawn();
        }
        let band = |change: Option<f64>, of: &dyn Fn(&Changes) -> Option<f64>| {
            let drawn: Option<Vec<f64>> = found.iter().map(of).collect();
            ChangeBand::of(change?, drawn?)
        };
        let zones = usual.zones.iter().enumerate();
        let pairs = usual.pairs.iter().enumerate();
        Ok(Self {
            mean: band(usual.mean, &|changes| changes.mean),
            zones: zones.map(|(at, change)| band(*change, &|it| it.zones[at])).collect(),
            pairs: pairs.map(|(at, change)| band(*change, &|it| it.pairs[at])).collect(),
            question,
        })
    }
}

fn skim(
    network: &Network,
    topology: Option<&RoadTopology>,
    mode: TravelMode,
) -> Result<SkimSet, MissingParameter> {
    Ok(compute(network, &Supply::build_on(network, topology)?, &Query::new(mode)))
}

impl Changes {
    fn of(
        (without, with): (&SkimSet, &SkimSet),
        (people, mass): &(Vec<f64>, Vec<f64>),
        pairs: &[(ZoneIdx, ZoneIdx)],
    ) -> Self {
        let change = |from: ZoneIdx, to: ZoneIdx| {
            let [old, new] = [without, with].map(|skim| skim.cell(from, to));
            Some(new?.fastest.minutes() - old?.fastest.minutes())
        };
        let zones = || (0..without.zone_count()).map(ZoneIdx::new);
        let others = |from| zones().filter(move |to| *to != from).map(move |to| (from, to));
        let all = zones().flat_map(others);
        let changes = all.filter_map(|(from, to)| Some((from, to, change(from, to)?)));
        let watts = watt_of(without, mass).into_iter().zip(watt_of(with, mass));
        Self {
            mean: weighted_change(people, changes),
            zones: watts.map(|(old, new)| Some(new? - old?)).collect(),
            pairs: pairs.iter().map(|(from, to)| change(*from, *to)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_by_hand() {
        // -10, -9, …, 9: the 1st, 10th and 19th of twenty; ten of them below zero.
        let band = ChangeBand::of(-2.0, (-10..10).map(f64::from).rev().collect()).unwrap();
        assert_eq!((band.low, band.median, band.high), (-10.0, -1.0, 8.0));
        assert!((band.same_sign - 0.5).abs() < 1e-12 && !band.is_stable());
        let sure = ChangeBand::of(-2.0, vec![-1.0, -3.0]).unwrap();
        assert!(sure.is_stable());
        assert_eq!(ChangeBand::of(1.0, Vec::new()), None);
        // A change that is none agrees with draws that are none.
        assert!(ChangeBand::of(0.0, vec![0.001, -0.001]).unwrap().is_stable());
    }
}
