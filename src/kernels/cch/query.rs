//! One shortest path at a time, without a heap.
//!
//! Problem: the distance from one node to another, and the input arcs of a shortest path.
//!
//! Paper: Dibbelt, Strasser, Wagner 2016, doi 10.1145/2886843, section 4 (elimination-tree queries). All nodes that can
//! be the top of the path are common ancestors of both ends; both sides climb the tree in step, and a distance that is no
//! better than the best path so far goes no further.
//!
//! Complexity: O(arcs that leave the ancestors of both ends). Memory: 16 bytes a node.
//!
//! Invariants: the path is the same on every run. Its top is the lowest that is best; distances keep the rank that first
//! made them best; an arc stands for its input arc of least number if one is as short, else for the triangle whose
//! lowest node is first.
//!
//! What it does not do: find alternatives, or all of several equal paths.

use super::contraction::{Cch, NOWHERE};
use super::customization::Metric;
use super::hierarchy::Hierarchy;
use super::{DOWN, INFINITE, UNREACHED, UP};

/// The buffer of queries on one graph.
///
/// ```
/// use tongqu::kernels::cch::{Cch, Hierarchy, Metric, Query};
/// let cch = Cch::new(3, &[(0, 1), (2, 0)], &[0, 1, 2]);
/// let weights = [[5], [7]];
/// let metric = Metric::new(&cch, &weights);
/// let hierarchy = Hierarchy::new(&cch, &metric, 0);
/// let mut query = Query::new(&cch);
/// assert_eq!(query.distance(&hierarchy, 2, 1), 12);
/// assert_eq!(query.path(&hierarchy, &metric, &weights, 2, 1), Some(vec![1, 0]));
/// ```
#[derive(Debug, Clone)]
pub struct Query<'a> {
    cch: &'a Cch,
    /// Distances climbing from the start, and from the end.
    distance: [Vec<u32>; 2],
    /// The rank below that a distance came from.
    below: [Vec<u32>; 2],
}

impl<'a> Query<'a> {
    /// For any weights of this graph.
    pub fn new(cch: &'a Cch) -> Self {
        let (distance, below) = (vec![INFINITE; cch.node_count()], vec![NOWHERE; cch.node_count()]);
        Self { cch, distance: [distance.clone(), distance], below: [below.clone(), below] }
    }

    /// The distance from one node to another, [`UNREACHED`] if there is no path.
    pub fn distance(&mut self, hierarchy: &Hierarchy<'_>, from: u32, to: u32) -> u32 {
        let (_, distance) = self.climb::<false>(hierarchy, from, to);
        self.clear(from, to);
        if distance < INFINITE { distance } else { UNREACHED }
    }

    /// The input arcs of a shortest path, first to last; none if there is no path. `hierarchy` is of `metric` or its
    /// pruned form, which was customised with `weights`.
    pub fn path(
        &mut self,
        hierarchy: &Hierarchy<'_>,
        metric: &Metric<1>,
        weights: &[[u32; 1]],
        from: u32,
        to: u32,
    ) -> Option<Vec<u32>> {
        let (top, distance) = self.climb::<true>(hierarchy, from, to);
        let steps = (distance < INFINITE).then(|| self.steps(top, from, to));
        self.clear(from, to);
        let unpacking = Unpacking { cch: self.cch, metric, weights };
        steps.map(|steps| unpacking.inputs(steps))
    }

    /// The rank and length of the best path's top.
    fn climb<const TRACED: bool>(
        &mut self,
        hierarchy: &Hierarchy<'_>,
        from: u32,
        to: u32,
    ) -> (u32, u32) {
        let (mut start, mut end) = (self.cch.rank(from), self.cch.rank(to));
        self.distance[UP][start as usize] = 0;
        self.distance[DOWN][end as usize] = 0;
        while start != end {
            // NOWHERE is above all ranks.
            let (side, rank) = if start < end { (UP, &mut start) } else { (DOWN, &mut end) };
            self.relax::<TRACED>(hierarchy, side, *rank, INFINITE);
            *rank = self.cch.parent(*rank);
        }
        let mut best = (NOWHERE, INFINITE);
        while start != NOWHERE {
            let over = self.distance[UP][start as usize] + self.distance[DOWN][start as usize];
            if over < best.1 {
                best = (start, over);
            }
            self.relax::<TRACED>(hierarchy, UP, start, best.1);
            self.relax::<TRACED>(hierarchy, DOWN, start, best.1);
            start = self.cch.parent(start);
        }
        best
    }

    /// Brings distances to higher ranks, unless a rank's own is `limit` or more.
    fn relax<const TRACED: bool>(
        &mut self,
        hierarchy: &Hierarchy<'_>,
        side: usize,
        rank: u32,
        limit: u32,
    ) {
        let distances = &mut self.distance[side];
        let distance = distances[rank as usize];
        if distance < limit {
            for arc in hierarchy.arcs(side).of(rank) {
                let known = &mut distances[arc.head as usize];
                let over = distance + arc.weight;
                if TRACED && over < *known {
                    self.below[side][arc.head as usize] = rank;
                }
                *known = (*known).min(over);
            }
        }
    }

    fn clear(&mut self, from: u32, to: u32) {
        for (distance, node) in self.distance.iter_mut().zip([from, to]) {
            let mut rank = self.cch.rank(node);
            while rank != NOWHERE {
                distance[rank as usize] = INFINITE;
                rank = self.cch.parent(rank);
            }
        }
    }

    /// The arcs of the path over `top`, each with its direction.
    fn steps(&self, top: u32, from: u32, to: u32) -> Vec<(usize, usize)> {
        let mut steps = self.steps_below(top, UP, self.cch.rank(from));
        steps.reverse();
        steps.extend(self.steps_below(top, DOWN, self.cch.rank(to)));
        steps
    }

    fn steps_below(&self, top: u32, side: usize, end: u32) -> Vec<(usize, usize)> {
        let mut steps = Vec::new();
        let mut rank = top;
        while rank != end {
            let below = self.below[side][rank as usize];
            steps.push((self.cch.arc_between(below, rank), side));
            rank = below;
        }
        steps
    }
}

/// Turns arcs into input arcs.
struct Unpacking<'a> {
    cch: &'a Cch,
    metric: &'a Metric<1>,
    weights: &'a [[u32; 1]],
}

impl Unpacking<'_> {
    fn inputs(&self, mut steps: Vec<(usize, usize)>) -> Vec<u32> {
        steps.reverse();
        let mut inputs = Vec::new();
        while let Some((arc, direction)) = steps.pop() {
            match self.input(arc, direction) {
                Some(input) => inputs.push(input),
                None => steps.extend(self.halves(arc, direction).into_iter().rev()),
            }
        }
        inputs
    }

    /// The first input arc that is as short as the arc.
    fn input(&self, arc: usize, direction: usize) -> Option<u32> {
        let weight = self.metric.arcs[arc][direction][0];
        let inputs = self.cch.inputs().of_arc(self.cch.tail(arc), arc, direction);
        inputs.iter().copied().find(|&input| self.weights[input as usize][0] == weight)
    }

    /// The two arcs over a lower node that a shortcut stands for, in the order of travel.
    fn halves(&self, arc: usize, direction: usize) -> [(usize, usize); 2] {
        let weight = self.metric.arcs[arc][direction][0];
        let tail = self.cch.tail(arc);
        let place = arc - self.cch.up(tail).start;
        let is_short =
            |first: &&u32| self.metric.arcs[**first as usize][1 - direction][0] <= weight;
        let mut triangles = self.cch.low(tail).iter().filter(is_short).filter_map(|&first| {
            Some((first as usize, self.cch.second_arc(first as usize, place)?))
        });
        let halves = |(first, second)| match direction {
            UP => [(first, DOWN), (second, UP)],
            _ => [(second, DOWN), (first, UP)],
        };
        let length = |&(arc, direction): &(usize, usize)| self.metric.arcs[arc][direction][0];
        let fits = |halves: &[_; 2]| halves.iter().map(length).sum::<u32>() == weight;
        triangles.by_ref().map(halves).find(fits).expect("a shortcut stands for a path")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::cch::PrunedMetric;
    use crate::kernels::cch::testing::{Case, cases, single, town};
    use proptest::prelude::*;

    /// Every distance and path against Dijkstra's distances.
    fn check(case: &Case, cch: &Cch, weights: &[u32], metric: &Metric<1>, sources: &[u32]) {
        let (hierarchy, mut query) = (Hierarchy::new(cch, metric, 0), Query::new(cch));
        for &from in sources {
            for (to, expected) in (0..).zip(case.dijkstra(weights, from)) {
                assert_eq!(query.distance(&hierarchy, from, to), expected, "from {from} to {to}");
                let path = query.path(&hierarchy, metric, single(weights), from, to);
                assert_eq!(path.is_some(), expected != UNREACHED);
                let (mut at, mut length) = (from, 0);
                for input in path.iter().flatten() {
                    let (tail, head) = case.arcs[*input as usize];
                    assert_eq!(tail, at);
                    (at, length) = (head, length + weights[*input as usize]);
                }
                assert!(
                    path.is_none() || (at, length) == (to, expected),
                    "{path:?} from {from} to {to}"
                );
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn distances_and_paths_are_those_of_dijkstra(case in cases()) {
            let cch = case.cch();
            for weights in [&case.weights, &case.other_weights] {
                let metric = Metric::new(&cch, single(weights));
                check(&case, &cch, weights, &metric, &case.nodes());
                let pruned = PrunedMetric::new(&cch, &metric);
                check(&case, &cch, weights, pruned.as_metric(), &case.nodes());
            }
        }
    }

    #[test]
    fn a_town_is_crossed_as_by_dijkstra() {
        let town = town(30);
        let cch = town.cch();
        let metric = Metric::new(&cch, single(&town.weights));
        check(&town, &cch, &town.weights, &metric, &[0, 450, 899]);
    }

    #[test]
    fn of_parallel_arcs_the_first_shortest_is_taken() {
        let cch = Cch::new(2, &[(0, 1), (0, 1), (0, 1)], &[0, 1]);
        let weights = [[9], [4], [4]];
        let metric = Metric::new(&cch, &weights);
        let hierarchy = Hierarchy::new(&cch, &metric, 0);
        assert_eq!(Query::new(&cch).path(&hierarchy, &metric, &weights, 0, 1), Some(vec![1]));
    }

    #[test]
    fn sums_beyond_the_range_are_no_path() {
        let cch = Cch::new(3, &[(0, 1), (1, 2)], &[1, 0, 2]);
        let weights = [[INFINITE - 1], [1]];
        let metric = Metric::new(&cch, &weights);
        let hierarchy = Hierarchy::new(&cch, &metric, 0);
        let mut query = Query::new(&cch);
        assert_eq!(query.distance(&hierarchy, 0, 1), INFINITE - 1);
        assert_eq!(query.distance(&hierarchy, 0, 2), UNREACHED);
        assert_eq!(query.path(&hierarchy, &metric, &weights, 0, 2), None);
    }
}
