//! Customised weights laid out for sweeps: what is closed or not needed left out, both directions apart.
//!
//! Problem: sweeps run over all arcs again and again, and should read each once, in order, with its weight.
//!
//! Complexity: O(n + arcs). Memory: 8 bytes an arc kept in each direction.
//!
//! Invariants: heads are ranks above the node's own; arcs without a finite weight are absent.

use super::contraction::Cch;
use super::customization::Metric;
use super::{DOWN, INFINITE, UP};

/// An arc to a higher place and its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arc {
    pub(super) head: u32,
    pub(super) weight: u32,
}

/// Arcs of every rank to higher ranks.
#[derive(Debug, Clone)]
pub(super) struct Arcs {
    first: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Arcs {
    fn new<const K: usize>(cch: &Cch, metric: &Metric<K>, lane: usize, direction: usize) -> Self {
        let mut first = Vec::with_capacity(cch.node_count() + 1);
        let mut arcs = Vec::with_capacity(cch.arc_count());
        first.push(0);
        for rank in 0..cch.node_count() as u32 {
            let own = cch.up(rank);
            let weights = metric.arcs[own.clone()].iter().map(|pair| pair[direction][lane]);
            let all =
                cch.heads(own).iter().zip(weights).map(|(&head, weight)| Arc { head, weight });
            arcs.extend(all.filter(|arc| arc.weight < INFINITE));
            first.push(arcs.len() as u32);
        }
        Self { first, arcs }
    }

    /// The arcs of a rank.
    pub(super) fn of(&self, rank: u32) -> &[Arc] {
        &self.arcs[self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize]
    }
}

/// One variant's weights, ready for sweeps.
#[derive(Debug, Clone)]
pub struct Hierarchy<'a> {
    cch: &'a Cch,
    /// From lower to higher ranks, and from higher to lower.
    arcs: [Arcs; 2],
}

impl<'a> Hierarchy<'a> {
    /// Of the variant `lane`.
    ///
    /// # Panics
    /// If there is no such variant, or the metric is of another graph.
    pub fn new<const K: usize>(cch: &'a Cch, metric: &Metric<K>, lane: usize) -> Self {
        assert!(lane < K, "there is such a variant");
        assert_eq!(metric.arcs.len(), cch.arc_count(), "the same graph");
        Self { cch, arcs: [UP, DOWN].map(|direction| Arcs::new(cch, metric, lane, direction)) }
    }

    /// The same with every arc turned round: distances from all become distances to all.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let [up, down] = self.arcs.clone();
        Self { cch: self.cch, arcs: [down, up] }
    }

    /// The contracted graph.
    pub fn cch(&self) -> &'a Cch {
        self.cch
    }

    /// The number of arcs kept, both directions counted.
    pub fn arc_count(&self) -> usize {
        self.arcs.iter().map(|arcs| arcs.arcs.len()).sum()
    }

    /// Arcs between a rank and higher ones that are travelled upward ([`UP`]) or downward ([`DOWN`]).
    pub(super) fn arcs(&self, direction: usize) -> &Arcs {
        &self.arcs[direction]
    }
}
