//! Ways of goods from door to door side by side: one for each combination of means, with the share each would have.

use crate::network::MissingParameter;
use crate::skims::{Burden, Chain, ChainPlace, Chains, Criterion, Haulage};
use std::collections::BTreeMap;

/// What a chain is best at among all chains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The least cost.
    Cheapest,
    /// The least time.
    Fastest,
    /// The least CO₂.
    Greenest,
}

impl Mark {
    /// All of them, each with what it is least in.
    pub const ALL: [(Self, Criterion); 3] = [
        (Self::Cheapest, Criterion::Cost),
        (Self::Fastest, Criterion::Time),
        (Self::Greenest, Criterion::Co2),
    ];

    /// In English.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cheapest => "cheapest",
            Self::Fastest => "fastest",
            Self::Greenest => "greenest",
        }
    }
}

/// A chain of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ChainRow {
    /// The chain.
    pub chain: Chain,
    /// In all.
    pub burden: Burden,
    /// Cost and time together, in yuan a tonne.
    pub generalised_yuan_t: f64,
    /// Share of the goods that would take it, from 0 to 1; none where it is another variant of a chain with a share.
    pub share: Option<f64>,
    /// What it is best at.
    pub marks: Vec<Mark>,
}

impl ChainRow {
    /// The means besides lorries, in the order of [`Haulage::ALL`]: what tells rows apart.
    pub fn means(&self) -> Vec<Haulage> {
        means(&self.chain)
    }
}

/// Whether a chain of fewer means is no worse than another.
fn outdoes(other: &ChainRow, row: &ChainRow) -> bool {
    let (fewer, means) = (other.means(), row.means());
    let figures = |row: &ChainRow| [row.burden.yuan_t, row.burden.hours, row.burden.co2_kg_t];
    fewer.len() < means.len()
        && fewer.iter().all(|it| means.contains(it))
        && figures(other).iter().zip(figures(row)).all(|(other, own)| *other <= own)
}

fn means(chain: &Chain) -> Vec<Haulage> {
    let mut means: Vec<Haulage> =
        chain.means().into_iter().filter(|means| *means != Haulage::Road).collect();
    means.sort_unstable();
    means.dedup();
    means
}

/// The chains of a pair of places: of each combination of means that of the least generalised cost, by that cost; then those
/// that are cheaper, faster or greener than all these. A combination is left out where one of fewer means is no worse in
/// cost, time and CO₂.
///
/// Shares are those of a logit whose utility is the logarithm of the generalised cost times `-freight,mode_choice_exponent`.
/// Chains that have hauls in common are taken as independent of each other.
///
/// # Errors
/// If `mode.csv` lacks a parameter.
pub fn chain_rows(
    chains: &Chains<'_>,
    from: ChainPlace,
    to: ChainPlace,
) -> Result<Vec<ChainRow>, MissingParameter> {
    let cargo = chains.cargo();
    let generalised = |chain: &Chain| Criterion::Generalised.of(&chain.burden(), cargo);
    let mut best: BTreeMap<Vec<Haulage>, Chain> = BTreeMap::new();
    for chain in chains.by_sequence(from, to, Criterion::Generalised) {
        let known = best.get(&means(&chain));
        if known.is_none_or(|known| generalised(&chain) < generalised(known)) {
            best.insert(means(&chain), chain);
        }
    }
    let row = |chain: Chain| ChainRow {
        burden: chain.burden(),
        generalised_yuan_t: generalised(&chain),
        chain,
        share: None,
        marks: Vec::new(),
    };
    let all: Vec<ChainRow> = best.into_values().map(row).collect();
    let mut rows: Vec<ChainRow> =
        all.iter().filter(|row| !all.iter().any(|other| outdoes(other, row))).cloned().collect();
    rows.sort_by(|a, b| a.generalised_yuan_t.total_cmp(&b.generalised_yuan_t));
    let exponent = chains.network().modes.value("freight", "mode_choice_exponent")?;
    let weights: Vec<f64> =
        rows.iter().map(|row| (-exponent * row.generalised_yuan_t.ln()).exp()).collect();
    let sum: f64 = weights.iter().sum();
    for (row, weight) in rows.iter_mut().zip(weights) {
        row.share = Some(weight / sum);
    }
    for (mark, by) in Mark::ALL {
        let Some(least) = chains.best(from, to, by) else { continue };
        let value = by.of(&least.burden(), cargo);
        let is_it = |row: &&mut ChainRow| by.of(&row.burden, cargo) <= value + 1e-9;
        match rows.iter_mut().find(is_it) {
            Some(row) => row.marks.push(mark),
            None => rows.push(ChainRow { marks: vec![mark], ..row(least) }),
        }
    }
    Ok(rows)
}
