//! What is measured: a road graph made ready for every method, and places to ask about.

use crate::kernels::cch::{Cch, Hierarchy, Metric, PrunedMetric, inertial_flow_order};
use crate::kernels::graph::{Csr, UNREACHED};
use crate::network::Position;

/// Keeps a bound a bound when its product is rounded up.
const SLACK: f64 = 1.0 - 1e-9;

/// A road graph and its forms.
pub(super) struct Subject {
    pub(super) arcs: Vec<(u32, u32)>,
    pub(super) weights: Vec<u32>,
    pub(super) positions: Vec<Position>,
    pub(super) graph: Csr,
    pub(super) reversed: Csr,
    pub(super) cch: Cch,
    pub(super) metric: Metric<1>,
    pub(super) pruned: PrunedMetric<1>,
    /// Seconds a kilometre on the fastest arc, rounding counted in the arc's favour; 0 if one takes no time.
    fastest: f64,
}

impl Subject {
    pub(super) fn new(arcs: Vec<(u32, u32)>, weights: Vec<u32>, positions: Vec<Position>) -> Self {
        let graph = Csr::new(positions.len(), &arcs);
        let cch = Cch::new(positions.len(), &arcs, &order(&arcs, &positions));
        let metric = Metric::new(&cch, single(&weights));
        let pruned = PrunedMetric::new(&cch, &metric);
        let pace = |(&(tail, head), &weight): (&(u32, u32), &u32)| {
            let length = positions[tail as usize].distance(positions[head as usize]);
            if length.0 > 0.0 { f64::from(weight) / length.0 } else { f64::INFINITY }
        };
        let open = arcs.iter().zip(&weights).filter(|(_, weight)| **weight != UNREACHED);
        let fastest = open.map(pace).fold(f64::INFINITY, f64::min);
        Self {
            reversed: graph.reversed(),
            fastest: if fastest.is_finite() { fastest } else { 0.0 },
            arcs,
            weights,
            positions,
            graph,
            cch,
            metric,
            pruned,
        }
    }

    /// A lower bound of the time from a node to another: straight, on the fastest road there is.
    pub(super) fn bound(&self, from: u32, to: u32) -> u32 {
        let length = self.positions[from as usize].distance(self.positions[to as usize]);
        (length.0 * self.fastest * SLACK) as u32
    }

    pub(super) fn hierarchy(&self) -> Hierarchy<'_> {
        Hierarchy::new(&self.cch, &self.metric, 0)
    }

    pub(super) fn pruned_hierarchy(&self) -> Hierarchy<'_> {
        Hierarchy::new(&self.cch, self.pruned.as_metric(), 0)
    }

    /// Nodes to ask about, the same on every run, some perhaps twice.
    pub(super) fn nodes(&self, count: usize) -> Vec<u32> {
        let mut state = 1_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) % self.positions.len().max(1) as u64) as u32
        };
        (0..count).map(|_| next()).collect()
    }

    /// Bytes that a plain search from one node to all reads and writes at least: every arc with its head and weight,
    /// and the distance, last arc and mark of every node.
    pub(super) fn plain_bytes(&self) -> usize {
        self.arcs.len() * 12 + self.positions.len() * 13
    }
}

pub(super) fn order(arcs: &[(u32, u32)], positions: &[Position]) -> Vec<u32> {
    let coordinates: Vec<(f64, f64)> = positions.iter().map(|at| (at.lon, at.lat)).collect();
    inertial_flow_order(arcs, &coordinates)
}

/// A single variant's weights.
pub(super) fn single(weights: &[u32]) -> &[[u32; 1]] {
    weights.as_chunks().0
}
