//! Betweenness: which nodes and arcs the shortest ways of others pass through (Brandes' algorithm on times).

use crate::units::Seconds;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One direction of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    /// Where it starts, counted from 0.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// The time it takes; less than a second counts as one.
    pub time: Seconds,
}

/// Shares of all shortest ways; see [`betweenness`].
#[derive(Debug, Clone, PartialEq)]
pub struct Betweenness {
    /// For each node, the share of the `(n−1)(n−2)` ordered pairs of others whose way passes it, 0 to 1.
    pub nodes: Vec<f64>,
    /// For each arc, the share of all `n(n−1)` ordered pairs whose way takes it, 0 to 1.
    pub arcs: Vec<f64>,
}

/// Betweenness 介数中心性 of nodes and arcs on least times; equal ways share a pair between them.
///
/// `C_v = Σ_{s≠v≠t} σ_st(v)/σ_st`, normalised. A two-way link is two arcs; the sum of both is the link's. Complexity
/// O(n·m log n). Reference: Brandes (2001), doi 10.1080/0022250X.2001.9990249.
///
/// ```
/// use tongqu::measures::connectivity::{Arc, betweenness};
/// use tongqu::units::Seconds;
/// // 0 → 1 → 2: the one pair of others, counted in both orders, passes node 1 one way only.
/// let arc = |from, to| Arc { from, to, time: Seconds(60) };
/// assert_eq!(betweenness(3, &[arc(0, 1), arc(1, 2)]).nodes, [0.0, 0.5, 0.0]);
/// ```
pub fn betweenness(nodes: usize, arcs: &[Arc]) -> Betweenness {
    let outgoing = outgoing(nodes, arcs);
    let mut passed = Betweenness { nodes: vec![0.0; nodes], arcs: vec![0.0; arcs.len()] };
    for source in 0..nodes {
        let ways = Ways::search(source, arcs, &outgoing);
        ways.accumulate(source, arcs, &mut passed);
    }
    let n = nodes as f64;
    scale(&mut passed.nodes, (n - 1.0) * (n - 2.0));
    scale(&mut passed.arcs, n * (n - 1.0));
    passed
}

fn outgoing(nodes: usize, arcs: &[Arc]) -> Vec<Vec<usize>> {
    let mut outgoing = vec![Vec::new(); nodes];
    for (at, arc) in arcs.iter().enumerate() {
        outgoing[arc.from].push(at);
    }
    outgoing
}

fn scale(sums: &mut [f64], pairs: f64) {
    for sum in sums {
        *sum = if pairs > 0.0 { *sum / pairs } else { 0.0 };
    }
}

/// All shortest ways from one source.
struct Ways {
    time: Vec<Option<u64>>,
    /// How many shortest ways lead to each node.
    count: Vec<f64>,
    /// The last arcs of those ways.
    last: Vec<Vec<usize>>,
    /// Reached nodes, nearest first.
    order: Vec<usize>,
}

impl Ways {
    fn search(source: usize, arcs: &[Arc], outgoing: &[Vec<usize>]) -> Self {
        let n = outgoing.len();
        let mut ways = Self {
            time: vec![None; n],
            count: vec![0.0; n],
            last: vec![Vec::new(); n],
            order: Vec::new(),
        };
        let mut is_done = vec![false; n];
        let mut queue = BinaryHeap::from([Reverse((0, source))]);
        ways.time[source] = Some(0);
        ways.count[source] = 1.0;
        while let Some(Reverse((time, node))) = queue.pop() {
            if std::mem::replace(&mut is_done[node], true) {
                continue;
            }
            ways.order.push(node);
            for &at in &outgoing[node] {
                let arrival = time + u64::from(arcs[at].time.0.max(1));
                if ways.relax(at, &arcs[at], arrival) {
                    queue.push(Reverse((arrival, arcs[at].to)));
                }
            }
        }
        ways
    }

    /// Takes an arc; whether it is faster than all before.
    fn relax(&mut self, at: usize, arc: &Arc, arrival: u64) -> bool {
        let known = self.time[arc.to].unwrap_or(u64::MAX);
        if arrival > known {
            return false;
        }
        if arrival < known {
            self.time[arc.to] = Some(arrival);
            self.count[arc.to] = 0.0;
            self.last[arc.to].clear();
        }
        self.count[arc.to] += self.count[arc.from];
        self.last[arc.to].push(at);
        arrival < known
    }

    /// Hands each reached node's pair back along its ways, farthest first.
    fn accumulate(&self, source: usize, arcs: &[Arc], passed: &mut Betweenness) {
        let mut through = vec![0.0; self.time.len()];
        for &node in self.order.iter().rev() {
            for &at in &self.last[node] {
                let from = arcs[at].from;
                let share = self.count[from] / self.count[node] * (1.0 + through[node]);
                through[from] += share;
                passed.arcs[at] += share;
            }
            if node != source {
                passed.nodes[node] += through[node];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::testing::{assert_all_close, is_close};
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn two_way(links: &[(usize, usize, u32)]) -> Vec<Arc> {
        let both = |&(from, to, time): &(usize, usize, u32)| {
            let time = Seconds(time);
            [Arc { from, to, time }, Arc { from: to, to: from, time }]
        };
        links.iter().flat_map(both).collect()
    }

    #[test]
    fn a_square_shares_its_diagonal() {
        // 0-1-2-3-0, all equal: 0 to 2 goes half by 1, half by 3. Each node has 1 of 6 ordered pairs of others.
        let square = betweenness(4, &two_way(&[(0, 1, 5), (1, 2, 5), (2, 3, 5), (3, 0, 5)]));
        assert_all_close(&square.nodes, &[1.0 / 6.0; 4]);
        // Arc 0 → 1: pair 0-1, half of 0-2, half of 3-1: 2 of 12.
        assert_all_close(&square.arcs, &[1.0 / 6.0; 8]);
    }

    #[test]
    fn a_star_passes_its_centre() {
        let star = betweenness(4, &two_way(&[(0, 1, 1), (0, 2, 2), (0, 3, 3)]));
        assert_all_close(&star.nodes, &[1.0, 0.0, 0.0, 0.0]);
    }

    /// Times and counts of ways by brute force.
    fn tables(nodes: usize, arcs: &[Arc]) -> (Vec<Vec<u64>>, Vec<Vec<f64>>) {
        const FAR: u64 = 1 << 40;
        let at_once = |source, node| if source == node { 0 } else { FAR };
        let mut time: Vec<Vec<u64>> = (0..nodes)
            .map(|source| (0..nodes).map(|node| at_once(source, node)).collect())
            .collect();
        for _ in 0..nodes {
            for (source, arc) in
                (0..nodes).flat_map(|source| arcs.iter().map(move |arc| (source, arc)))
            {
                time[source][arc.to] =
                    time[source][arc.to].min(time[source][arc.from] + u64::from(arc.time.0));
            }
        }
        let mut count = vec![vec![0.0; nodes]; nodes];
        for source in 0..nodes {
            let mut order: Vec<usize> =
                (0..nodes).filter(|&node| time[source][node] < FAR).collect();
            order.sort_by_key(|&node| time[source][node]);
            count[source][source] = 1.0;
            for &node in &order[1..] {
                let is_last = |arc: &&Arc| {
                    arc.to == node
                        && time[source][arc.from] + u64::from(arc.time.0) == time[source][node]
                };
                count[source][node] =
                    arcs.iter().filter(is_last).map(|arc| count[source][arc.from]).sum();
            }
        }
        (time, count)
    }

    proptest! {
        #[test]
        fn brandes_is_the_definition((nodes, ends) in (3_usize..7).prop_flat_map(|n| (Just(n), vec((0..n, 0..n, 1_u32..4), 0..16)))) {
            let arcs: Vec<Arc> = ends.iter().map(|&(from, to, time)| Arc { from, to, time: Seconds(time) }).collect();
            let (time, count) = tables(nodes, &arcs);
            let fast = betweenness(nodes, &arcs);
            for v in 0..nodes {
                let mut sum = 0.0;
                for (s, t) in (0..nodes).flat_map(|s| (0..nodes).map(move |t| (s, t))) {
                    let is_on_a_way = s != v && t != v && s != t && count[s][t] > 0.0 && time[s][v] + time[v][t] == time[s][t];
                    sum += if is_on_a_way { count[s][v] * count[v][t] / count[s][t] } else { 0.0 };
                }
                let share = sum / ((nodes - 1) * (nodes - 2)) as f64;
                prop_assert!(is_close(fast.nodes[v], share), "node {v}: {} {share}", fast.nodes[v]);
            }
        }
    }
}
