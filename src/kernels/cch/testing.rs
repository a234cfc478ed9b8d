//! Random graphs for the tests of all stages.

use super::{Cch, UNREACHED, inertial_flow_order};
use crate::kernels::dijkstra::Dijkstra;
use crate::kernels::graph::Csr;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// A graph and two sets of weights: ties, zero weights, closures, parallel arcs, loops, lone nodes, one-ways.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) arcs: Vec<(u32, u32)>,
    pub(super) coordinates: Vec<(f64, f64)>,
    pub(super) weights: Vec<u32>,
    /// Differs at `changed` only.
    pub(super) other_weights: Vec<u32>,
    pub(super) changed: Vec<u32>,
}

impl Case {
    pub(super) fn node_count(&self) -> usize {
        self.coordinates.len()
    }

    pub(super) fn nodes(&self) -> Vec<u32> {
        (0..self.node_count() as u32).collect()
    }

    pub(super) fn cch(&self) -> Cch {
        let order = inertial_flow_order(&self.arcs, &self.coordinates);
        Cch::new(self.node_count(), &self.arcs, &order)
    }

    /// Distances from one node to all.
    pub(super) fn dijkstra(&self, weights: &[u32], source: u32) -> Vec<u32> {
        let mut search = Dijkstra::new();
        search.run(&Csr::new(self.node_count(), &self.arcs), weights, &[(source, 0)]);
        search.distances().to_vec()
    }

    /// Distances from all nodes to all, row by row.
    pub(super) fn all_distances(&self, weights: &[u32]) -> Vec<u32> {
        self.nodes().into_iter().flat_map(|source| self.dijkstra(weights, source)).collect()
    }
}

/// A single variant's weights as lanes.
pub(super) fn single(weights: &[u32]) -> &[[u32; 1]] {
    weights.as_chunks().0
}

fn weight() -> impl Strategy<Value = u32> {
    prop_oneof![2 => Just(0), 8 => 1_u32..9, 4 => 1_u32..1_000, 2 => Just(UNREACHED)]
}

/// Few nodes with all that is strange, or more nodes near one another as on a map.
pub(super) fn cases() -> impl Strategy<Value = Case> {
    let sizes = prop_oneof![(1_u32..9, 0_usize..25), (40_u32..90, 90_usize..300)];
    sizes.prop_flat_map(|(nodes, arc_count)| {
        let arc = (0..nodes, any::<Index>()).prop_map(move |(tail, step)| {
            const STEPS: [u32; 7] = [1, 1, 9, 9, 10, 0, 41];
            let step = STEPS[step.index(STEPS.len())];
            (tail, (tail + step) % nodes)
        });
        let turned =
            (arc, any::<bool>()).prop_map(|((a, b), turn)| if turn { (b, a) } else { (a, b) });
        let arcs = vec((turned, weight()), arc_count);
        (arcs, vec((0.0..0.3, 0.0..0.3), nodes as usize), vec((any::<Index>(), weight()), 0..6))
            .prop_map(case)
    })
}

/// Arcs with weights, noise of places, changes.
type Parts = (Vec<((u32, u32), u32)>, Vec<(f64, f64)>, Vec<(Index, u32)>);

fn case((arcs, noise, changes): Parts) -> Case {
    let (arcs, weights): (Vec<_>, Vec<_>) = arcs.into_iter().unzip();
    let place = |(at, (x, y)): (usize, (f64, f64))| ((at % 9) as f64 + x, (at / 9) as f64 + y);
    let mut other_weights = weights.clone();
    let mut changed = Vec::new();
    for (at, weight) in changes.iter().filter(|_| !arcs.is_empty()) {
        changed.push(at.index(arcs.len()) as u32);
        other_weights[at.index(arcs.len())] = *weight;
    }
    let coordinates = noise.into_iter().enumerate().map(place).collect();
    Case { arcs, coordinates, weights, other_weights, changed }
}

/// A grid of streets, large enough to be shared between threads; every fifth street is one way.
pub(super) fn town(side: u32) -> Case {
    let mut state = 7_u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 16
    };
    let mut arcs = Vec::new();
    for node in 0..side * side {
        let (row, column) = (node / side, node % side);
        let ahead = [(column + 1 < side, node + 1, row), (row + 1 < side, node + side, column)];
        for (_, near, street) in ahead.into_iter().filter(|&(is_inside, ..)| is_inside) {
            arcs.push((node, near));
            arcs.extend((street % 5 != 3).then_some((near, node)));
        }
    }
    let weights: Vec<u32> = arcs.iter().map(|_| 10 + random() % 90).collect();
    let changed: Vec<u32> = (0..7).map(|_| random() % arcs.len() as u32).collect();
    let mut other_weights = weights.clone();
    for &arc in &changed {
        other_weights[arc as usize] = [UNREACHED, 1][random() as usize % 2];
    }
    let coordinates = (0..side * side)
        .map(|node| (f64::from(node % side), f64::from(node / side) * 1.01))
        .collect();
    Case { arcs, coordinates, weights, other_weights, changed }
}

/// Runs `work` on a pool of its own.
pub(super) fn on_threads<T: Send>(count: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap().install(work)
}
