//! Matrices between places that stand beside the graph.
//!
//! Problem: a place is joined to several nodes, by a way of its own to each; the distance between two places is the
//! least over all ways out, paths, and ways in.
//!
//! Method: the ways out are sources of one lane of a sweep (`one_to_all`), so a place costs no more than a node; the
//! ways in are tried for sixteen origins at once.
//!
//! Complexity: O(origins / 16 · (arcs above the targets + ways in)). Memory: the matrix, and a buffer for each thread.
//!
//! Invariants: a way from one place to another never leads through a third; the matrix is the same on any number of
//! threads.
//!
//! What it does not do: know of ways between two places that touch no node.

use super::hierarchy::Hierarchy;
use super::one_to_all::{LANES, Lanes, Sweep, Targets};
use super::{Cch, INFINITE, UNREACHED};
use crate::kernels::lanes::{Work, widest};
use rayon::prelude::*;

/// Places, each with its ways to nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    first: Vec<u32>,
    /// Node and length.
    ways: Vec<(u32, u32)>,
}

impl Places {
    /// From the ways of each place, as (node, length).
    pub fn new<W: IntoIterator<Item = (u32, u32)>>(places: impl IntoIterator<Item = W>) -> Self {
        let (mut first, mut ways) = (vec![0], Vec::new());
        for place in places {
            ways.extend(place);
            first.push(ways.len() as u32);
        }
        Self { first, ways }
    }

    /// Places that are nodes.
    pub fn at_nodes(nodes: &[u32]) -> Self {
        Self::new(nodes.iter().map(|&node| [(node, 0)]))
    }

    /// The number of places.
    pub fn len(&self) -> usize {
        self.first.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ways of a place, as (node, length).
    pub fn ways(&self, place: usize) -> &[(u32, u32)] {
        &self.ways[self.first[place] as usize..self.first[place + 1] as usize]
    }
}

/// Places as targets of one hierarchy.
#[derive(Debug, Clone)]
pub struct PlaceTargets {
    targets: Targets,
    /// Ways as places among `targets`, and lengths.
    places: Places,
}

impl PlaceTargets {
    /// In the order of `places`.
    pub fn new(hierarchy: &Hierarchy<'_>, places: &Places) -> Self {
        let mut nodes: Vec<u32> = places.ways.iter().map(|&(node, _)| node).collect();
        nodes.sort_unstable_by_key(|&node| hierarchy.cch().rank(node));
        nodes.dedup();
        let mut number = vec![0; hierarchy.cch().node_count()];
        for (at, &node) in (0..).zip(&nodes) {
            number[node as usize] = at;
        }
        let numbered = |&(node, length): &(u32, u32)| (number[node as usize], length);
        let ways = places.ways.iter().map(numbered).collect();
        let places = Places { first: places.first.clone(), ways };
        Self { targets: Targets::new(hierarchy, &nodes), places }
    }
}

/// The distances from `origins` to `targets`, a row for each origin, [`UNREACHED`] where there is no path.
///
/// ```
/// use tongqu::kernels::cch::{Cch, Hierarchy, Metric, PlaceTargets, Places, place_matrix};
/// let cch = Cch::new(3, &[(0, 1), (2, 0)], &[0, 1, 2]);
/// let hierarchy = Hierarchy::new(&cch, &Metric::new(&cch, &[[5], [7]]), 0);
/// let origins = Places::new([vec![(2, 1), (0, 9)]]);
/// let targets = PlaceTargets::new(&hierarchy, &Places::new([vec![(1, 2)], vec![(0, 3), (1, 0)]]));
/// assert_eq!(place_matrix(&hierarchy, &targets, &origins), [1 + 7 + 5 + 2, 1 + 7 + 3]);
/// ```
pub fn place_matrix(
    hierarchy: &Hierarchy<'_>,
    targets: &PlaceTargets,
    origins: &Places,
) -> Vec<u32> {
    let width = targets.places.len();
    let mut matrix = vec![UNREACHED; origins.len() * width];
    if width > 0 {
        matrix.par_chunks_mut(LANES * width).enumerate().for_each_init(
            || Batch::new(hierarchy.cch()),
            |batch, (at, rows)| batch.run(hierarchy, targets, origins, at * LANES, rows),
        );
    }
    matrix
}

/// The buffer of a thread.
struct Batch<'a> {
    sweep: Sweep<'a>,
}

impl<'a> Batch<'a> {
    fn new(cch: &'a Cch) -> Self {
        Self { sweep: Sweep::new(cch) }
    }

    /// The rows of the origins from the `first` on.
    fn run(
        &mut self,
        hierarchy: &Hierarchy<'_>,
        targets: &PlaceTargets,
        origins: &Places,
        first: usize,
        rows: &mut [u32],
    ) {
        let width = targets.places.len();
        for lane in 0..rows.len() / width {
            for &(node, length) in origins.ways(first + lane) {
                self.sweep.start(lane, node, length);
            }
        }
        self.sweep.run(hierarchy, &targets.targets);
        widest(Arrive { sweep: &self.sweep, targets, rows });
    }
}

/// Takes the least over the ways in.
struct Arrive<'a, 'b> {
    sweep: &'a Sweep<'b>,
    targets: &'a PlaceTargets,
    rows: &'a mut [u32],
}

impl Work for Arrive<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { sweep, targets, rows } = self;
        let width = targets.places.len();
        for place in 0..width {
            let mut least: Lanes = [INFINITE; LANES];
            for &(target, length) in targets.places.ways(place) {
                let known = sweep.raw_lanes(&targets.targets, target as usize);
                for (least, known) in least.iter_mut().zip(known) {
                    // Neither is more than `INFINITE`, so the sum fits.
                    *least = (*least).min(known + length.min(INFINITE));
                }
            }
            for (row, distance) in rows.chunks_exact_mut(width).zip(least) {
                row[place] = if distance < INFINITE { distance } else { UNREACHED };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::cch::Metric;
    use crate::kernels::cch::testing::{Case, cases, on_threads, single, town};
    use crate::kernels::dijkstra::Dijkstra;
    use crate::kernels::graph::Csr;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::Index;

    fn by_dijkstra(case: &Case, origins: &Places, targets: &Places) -> Vec<u32> {
        let graph = Csr::new(case.node_count(), &case.arcs);
        let mut search = Dijkstra::new();
        let mut matrix = Vec::new();
        for origin in 0..origins.len() {
            search.run(&graph, &case.weights, origins.ways(origin));
            matrix.extend((0..targets.len()).map(|target| {
                let over =
                    |&(node, length): &(u32, u32)| search.distance(node).saturating_add(length);
                targets.ways(target).iter().map(over).min().unwrap_or(UNREACHED)
            }));
        }
        matrix
    }

    fn places(count: usize) -> impl Strategy<Value = Vec<Vec<(Index, u32)>>> {
        vec(vec((any::<Index>(), 0_u32..50), 0..5), 0..count)
    }

    fn settle(case: &Case, places: &[Vec<(Index, u32)>]) -> Places {
        let count = case.node_count();
        Places::new(places.iter().map(|ways| {
            ways.iter()
                .map(|(node, length)| (node.index(count) as u32, *length))
                .collect::<Vec<_>>()
        }))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn places_are_as_far_apart_as_by_dijkstra(case in cases(), origins in places(40), targets in places(9)) {
            let (origins, targets) = (settle(&case, &origins), settle(&case, &targets));
            let cch = case.cch();
            let hierarchy = Hierarchy::new(&cch, &Metric::new(&cch, single(&case.weights)), 0);
            let found = place_matrix(&hierarchy, &PlaceTargets::new(&hierarchy, &targets), &origins);
            prop_assert_eq!(found, by_dijkstra(&case, &origins, &targets));
        }
    }

    #[test]
    fn threads_do_not_change_a_matrix_of_places() {
        let town = town(20);
        let cch = town.cch();
        let hierarchy = Hierarchy::new(&cch, &Metric::new(&cch, single(&town.weights)), 0);
        let places = Places::new((0..70_u32).map(|at| [(at * 5, at), (399 - at, 3)]));
        let targets = PlaceTargets::new(&hierarchy, &places);
        let compute = || place_matrix(&hierarchy, &targets, &places);
        assert_eq!(on_threads(1, compute), on_threads(4, compute));
        assert_eq!(compute(), by_dijkstra(&town, &places, &places));
    }
}
