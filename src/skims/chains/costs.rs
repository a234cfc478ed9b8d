//! The value of the best chain of many pairs of places, without the chains.

use super::{ChainLeg, ChainPlace, Chains, Criterion, sequences};
use crate::kernels::layers::Moves;
use crate::skims::Burden;

/// Best values by one criterion from terminal to terminal, all sequences of means together.
pub struct ChainCosts<'c, 'n> {
    chains: &'c Chains<'n>,
    by: Criterion,
    between: Moves,
}

impl<'c, 'n> ChainCosts<'c, 'n> {
    /// By a criterion.
    pub fn new(chains: &'c Chains<'n>, by: Criterion) -> Self {
        let change: Vec<f64> =
            chains.handling.iter().map(|it| by.of(&it.burden(), &chains.cargo)).collect();
        let tables = &chains.moves[by as usize];
        let none = Moves::new(chains.terminals.len(), |_, _| f64::INFINITY);
        let best =
            sequences().into_iter().filter(|means| !means.is_empty()).fold(none, |best, means| {
                let mut moves = means.iter().map(|means| &tables[*means as usize]);
                let first = moves.next().expect("the sequence has a haul").clone();
                best.or(&moves.fold(first, |sum, next| sum.then(&change, next)))
            });
        Self { chains, by, between: best }
    }

    /// From a place to some others, by the best chain or the lorry alone; none where nothing gets there.
    pub fn from(&self, from: ChainPlace, to: &[ChainPlace]) -> Vec<Option<f64>> {
        let count = self.chains.terminals.len();
        let entry: Vec<f64> =
            (0..count).map(|at| self.value(self.chains.first_legs(from, at))).collect();
        let reached: Vec<f64> = (0..count)
            .map(|to| {
                let sums = (0..count).map(|at| entry[at] + self.between.cost(at, to));
                sums.fold(f64::INFINITY, f64::min)
            })
            .collect();
        let best = |to: &ChainPlace| {
            let lorry = self.value(self.chains.by_lorry(from, *to).map(|chain| chain.legs));
            let ends =
                (0..count).map(|at| reached[at] + self.value(self.chains.last_legs(at, *to)));
            Some(ends.fold(lorry, f64::min)).filter(|value| value.is_finite())
        };
        to.iter().map(best).collect()
    }

    fn value(&self, legs: Option<Vec<ChainLeg>>) -> f64 {
        legs.map_or(f64::INFINITY, |legs| {
            let sum = legs.iter().map(ChainLeg::burden).fold(Burden::default(), std::ops::Add::add);
            self.by.of(&sum, &self.chains.cargo)
        })
    }
}
