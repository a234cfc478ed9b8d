//! Distances from sixteen sources at once to all nodes, or to some.
//!
//! Problem: a row of distances for each of many sources.
//!
//! Papers: Delling, Goldberg, Nowatzyk, Werneck 2013 (PHAST), doi 10.1016/j.jpdc.2012.02.007; Delling, Goldberg,
//! Werneck 2011 (RPHAST), doi 10.4230/OASIcs.ATMOS.2011.52. Labels climb from the sources to their ancestors; then all
//! nodes take, from the highest down, the least over the arcs from higher nodes. The second pass is the same for every
//! source, so sixteen of them share a cache line and every arc that is read. For some targets only, the second pass
//! is restricted to what lies above them.
//!
//! Complexity: O(arcs) a batch. Memory: 64 bytes a node and 8 an arc; for some targets, of what lies above them.
//!
//! Invariants: distances are exact, whatever else is in the batch.
//!
//! What it does not do: paths (see `query`).

use super::contraction::NOWHERE;
use super::hierarchy::{Arc, Hierarchy};
use super::{Cch, DOWN, INFINITE, UNREACHED, UP};
use crate::kernels::lanes::{Work, widest};

/// Sources in a batch.
pub const LANES: usize = 16;

/// Distances from each source of a batch.
pub type Lanes = [u32; LANES];

const FAR: Lanes = [INFINITE; LANES];

/// Targets, and what lies above them, from the highest down.
#[derive(Debug, Clone)]
pub struct Targets {
    ranks: Vec<u32>,
    first: Vec<u32>,
    /// Heads are places in `ranks`.
    arcs: Vec<Arc>,
    /// The place of each target.
    places: Vec<u32>,
}

impl Targets {
    /// Some nodes, in this order, repetitions allowed.
    pub fn new(hierarchy: &Hierarchy<'_>, nodes: &[u32]) -> Self {
        let cch = hierarchy.cch();
        let mut is_above = vec![false; cch.node_count()];
        for &node in nodes {
            is_above[cch.rank(node) as usize] = true;
        }
        for rank in 0..cch.node_count() as u32 {
            if is_above[rank as usize] {
                for arc in hierarchy.arcs(DOWN).of(rank) {
                    is_above[arc.head as usize] = true;
                }
            }
        }
        let is_selected = |rank: &u32| is_above[*rank as usize];
        Self::select(
            hierarchy,
            (0..cch.node_count() as u32).rev().filter(is_selected).collect(),
            nodes,
        )
    }

    /// All nodes, in the order of their numbers.
    pub fn all(hierarchy: &Hierarchy<'_>) -> Self {
        let count = hierarchy.cch().node_count() as u32;
        Self::select(hierarchy, (0..count).rev().collect(), &(0..count).collect::<Vec<_>>())
    }

    fn select(hierarchy: &Hierarchy<'_>, ranks: Vec<u32>, nodes: &[u32]) -> Self {
        let cch = hierarchy.cch();
        let mut place_of = vec![NOWHERE; cch.node_count()];
        let (mut first, mut arcs) = (vec![0], Vec::new());
        for (place, &rank) in (0..).zip(&ranks) {
            place_of[rank as usize] = place;
            let placed = |arc: &Arc| Arc { head: place_of[arc.head as usize], weight: arc.weight };
            arcs.extend(hierarchy.arcs(DOWN).of(rank).iter().map(placed));
            first.push(arcs.len() as u32);
        }
        let places = nodes.iter().map(|&node| place_of[cch.rank(node) as usize]).collect();
        Self { ranks, first, arcs, places }
    }

    /// The number of targets.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many bytes the second pass reads and writes at least: every arc once and the labels of every node once.
    pub fn swept_bytes(&self) -> usize {
        size_of_val(&*self.arcs)
            + size_of_val(&*self.first)
            + self.ranks.len() * (size_of::<u32>() + size_of::<Lanes>())
    }
}

/// The buffer of batches on one graph and, after [`Sweep::run`], the distances.
///
/// ```
/// use tongqu::kernels::cch::{Cch, Hierarchy, Metric, Sweep, Targets};
/// use tongqu::kernels::graph::UNREACHED;
/// let cch = Cch::new(3, &[(0, 1), (2, 0)], &[0, 1, 2]);
/// let hierarchy = Hierarchy::new(&cch, &Metric::new(&cch, &[[5], [7]]), 0);
/// let targets = Targets::all(&hierarchy);
/// let mut sweep = Sweep::new(&cch);
/// sweep.start(0, 2, 0);
/// sweep.start(1, 0, 100);
/// sweep.run(&hierarchy, &targets);
/// assert_eq!(sweep.lanes(&targets, 1)[..2], [12, 105]);
/// assert_eq!(sweep.lanes(&targets, 2)[..2], [0, UNREACHED]);
/// ```
#[derive(Debug, Clone)]
pub struct Sweep<'a> {
    cch: &'a Cch,
    /// By rank, where `is_climbed` says so.
    climbed: Vec<Lanes>,
    /// One bit a rank: an ancestor of a source.
    is_climbed: Vec<u64>,
    /// By place among the targets of the last run.
    swept: Vec<Lanes>,
}

impl<'a> Sweep<'a> {
    /// For any weights of this graph.
    pub fn new(cch: &'a Cch) -> Self {
        Self {
            cch,
            climbed: vec![FAR; cch.node_count()],
            is_climbed: vec![0; cch.node_count().div_ceil(64)],
            swept: Vec::new(),
        }
    }

    /// Adds a source to the next run: in `lane`, `node` is reached after `offset`. A lane may have several sources.
    ///
    /// # Panics
    /// If `lane` is not below [`LANES`].
    pub fn start(&mut self, lane: usize, node: u32, offset: u32) {
        let source = self.cch.rank(node);
        let mut rank = source;
        while rank != NOWHERE && !self.is_climbed(rank) {
            self.is_climbed[rank as usize / 64] |= 1 << (rank % 64);
            self.climbed[rank as usize] = FAR;
            rank = self.cch.parent(rank);
        }
        let label = &mut self.climbed[source as usize][lane];
        *label = (*label).min(offset.min(INFINITE));
    }

    fn is_climbed(&self, rank: u32) -> bool {
        self.is_climbed[rank as usize / 64] >> (rank % 64) & 1 == 1
    }

    /// Computes the distances from the sources added since the last run; `targets` are of the same hierarchy.
    pub fn run(&mut self, hierarchy: &Hierarchy<'_>, targets: &Targets) {
        self.swept.resize(targets.ranks.len(), FAR);
        widest(Climb { sweep: self, hierarchy });
        widest(Descend { sweep: self, targets });
        self.is_climbed.fill(0);
    }

    /// The distances to the `target`-th target, [`UNREACHED`] where there is no path.
    pub fn lanes(&self, targets: &Targets, target: usize) -> Lanes {
        self.swept[targets.places[target] as usize].map(finished)
    }

    /// As [`Sweep::lanes`], but at least [`INFINITE`] where there is no path.
    #[inline(always)]
    pub(super) fn raw_lanes(&self, targets: &Targets, target: usize) -> &Lanes {
        &self.swept[targets.places[target] as usize]
    }

    /// Writes the distances from the first sources to all targets, a row for each source.
    ///
    /// # Panics
    /// If a row is shorter than there are targets.
    pub fn write_rows(&self, targets: &Targets, rows: &mut [&mut [u32]]) {
        widest(WriteRows { swept: &self.swept, places: &targets.places, rows });
    }
}

fn finished(distance: u32) -> u32 {
    if distance < INFINITE { distance } else { UNREACHED }
}

/// From the sources to all their ancestors, lowest first.
struct Climb<'a, 'b> {
    sweep: &'a mut Sweep<'b>,
    hierarchy: &'a Hierarchy<'a>,
}

impl Work for Climb<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { sweep, hierarchy } = self;
        for (word, &bits) in sweep.is_climbed.iter().enumerate() {
            let mut bits = bits;
            while bits != 0 {
                let rank = word as u32 * 64 + bits.trailing_zeros();
                bits &= bits - 1;
                let from = sweep.climbed[rank as usize];
                for arc in hierarchy.arcs(UP).of(rank) {
                    shorten(&mut sweep.climbed[arc.head as usize], &from, arc.weight);
                }
            }
        }
    }
}

/// From the highest to all targets.
struct Descend<'a, 'b> {
    sweep: &'a mut Sweep<'b>,
    targets: &'a Targets,
}

impl Work for Descend<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { sweep, targets } = self;
        for (place, (&rank, ends)) in targets.ranks.iter().zip(targets.first.windows(2)).enumerate()
        {
            let mut lanes = if sweep.is_climbed(rank) { sweep.climbed[rank as usize] } else { FAR };
            for arc in &targets.arcs[ends[0] as usize..ends[1] as usize] {
                shorten(&mut lanes, &sweep.swept[arc.head as usize], arc.weight);
            }
            sweep.swept[place] = lanes;
        }
    }
}

/// Turns lanes by target into rows by lane.
struct WriteRows<'a, 'b> {
    swept: &'a [Lanes],
    places: &'a [u32],
    rows: &'a mut [&'b mut [u32]],
}

impl Work for WriteRows<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let (blocks, rest) = self.places.as_chunks::<LANES>();
        for (block, places) in blocks.iter().enumerate() {
            let tile = places.map(|place| self.swept[place as usize].map(finished));
            for (lane, row) in self.rows.iter_mut().enumerate().take(LANES) {
                let part = row[block * LANES..].first_chunk_mut().expect("a row has every target");
                *part = tile.each_ref().map(|lanes| lanes[lane]);
            }
        }
        let done = blocks.len() * LANES;
        for (at, &place) in (done..).zip(rest) {
            let lanes = self.swept[place as usize].map(finished);
            for (row, distance) in self.rows.iter_mut().zip(lanes) {
                row[at] = distance;
            }
        }
    }
}

#[inline(always)]
fn shorten(lanes: &mut Lanes, from: &Lanes, weight: u32) {
    for (lane, from) in lanes.iter_mut().zip(from) {
        *lane = (*lane).min(from + weight);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::cch::testing::{cases, single, town};
    use crate::kernels::cch::{Metric, PrunedMetric};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn sweeps_are_as_dijkstra(case in cases(), pruned in any::<bool>()) {
            let cch = case.cch();
            let mut sweep = Sweep::new(&cch);
            for weights in [&case.weights, &case.other_weights] {
                let metric = Metric::new(&cch, single(weights));
                let hierarchy = if pruned {
                    Hierarchy::new(&cch, PrunedMetric::new(&cch, &metric).as_metric(), 0)
                } else {
                    Hierarchy::new(&cch, &metric, 0)
                };
                let targets = Targets::all(&hierarchy);
                for sources in case.nodes().chunks(LANES) {
                    for (lane, &source) in sources.iter().enumerate() {
                        sweep.start(lane, source, 0);
                    }
                    sweep.run(&hierarchy, &targets);
                    let mut rows = vec![vec![0; targets.len()]; sources.len()];
                    sweep.write_rows(&targets, &mut rows.iter_mut().map(Vec::as_mut_slice).collect::<Vec<_>>());
                    for (row, &source) in rows.iter().zip(sources) {
                        prop_assert_eq!(row, &case.dijkstra(weights, source));
                    }
                }
            }
        }
    }

    /// In one lane the nearer of two sources counts; what comes later than any path is no path.
    #[test]
    fn a_lane_may_have_several_sources() {
        let town = town(12);
        let cch = town.cch();
        let hierarchy = Hierarchy::new(&cch, &Metric::new(&cch, single(&town.weights)), 0);
        let targets = Targets::all(&hierarchy);
        let mut sweep = Sweep::new(&cch);
        sweep.start(3, 0, 50);
        sweep.start(3, 143, 7);
        sweep.start(5, 143, UNREACHED);
        sweep.run(&hierarchy, &targets);
        let rows = [0, 143].map(|source| town.dijkstra(&town.weights, source));
        for (node, (first, second)) in rows[0].iter().zip(&rows[1]).enumerate() {
            let lanes = sweep.lanes(&targets, node);
            assert_eq!(lanes[3], (first + 50).min(second + 7));
            assert_eq!((lanes[0], lanes[5]), (UNREACHED, UNREACHED));
        }
    }
}
