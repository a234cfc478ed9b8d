//! The lines of one kind as a graph: what hangs together, what breaks it, what lies on the shortest ways.

use super::Infrastructure;
use crate::index::{LinkIdx, NodeIdx};
use crate::kernels::dijkstra::Dijkstra;
use crate::kernels::graph::{Csr, UNREACHED};
use crate::measures::connectivity::{
    Arc, GraphIndices, Summary, Topology, betweenness, closeness, detour_index, summary,
};
use crate::measures::{Matrix, SelfTime};
use crate::network::{Link, Network};
use crate::supply::Roads;
use crate::units::{Kilometres, Seconds};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A node that lines of the kind end at.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphNode {
    /// Its row.
    pub node: NodeIdx,
    /// How many nodes lines lead to from it.
    pub degree: usize,
    /// Which component it is in, counted from 0, the largest first.
    pub component: usize,
    /// Whether its loss tears a component apart.
    pub is_articulation_point: bool,
    /// Closeness on time, in 1/h.
    pub closeness_per_hour: f64,
    /// Share of the pairs of others whose fastest way passes it.
    pub betweenness: f64,
    /// Straight lines over ways, to all that it reaches.
    pub detour_index: Option<f64>,
}

/// A line between two nodes.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphLink {
    /// Its row.
    pub link: LinkIdx,
    /// Its ends, as places in the graph's nodes.
    pub ends: (usize, usize),
    /// Time over it.
    pub time: Seconds,
    /// Whether the loss of all lines between its ends tears a component apart.
    pub is_bridge: bool,
    /// Share of all pairs whose fastest way takes it, in either direction.
    pub betweenness: f64,
}

/// A network of one kind, measured as a graph.
///
/// Times are those of cars by road and of lengths over free speeds elsewhere, without stops and locks.
#[derive(Debug, Clone, PartialEq)]
pub struct InfrastructureGraph {
    /// In the order of their rows.
    pub nodes: Vec<GraphNode>,
    /// In the order of their rows.
    pub links: Vec<GraphLink>,
    /// How many components there are.
    pub components: usize,
    /// How many nodes the largest has.
    pub largest: usize,
    /// Pairs of nodes that a line joins, whatever their number.
    pub joined: usize,
    /// Alpha, beta and gamma.
    pub indices: GraphIndices,
    /// Pairs of nodes and their times.
    pub summary: Summary,
    /// Straight lines over ways, all pairs that have one.
    pub detour_index: Option<f64>,
    /// Length of all lines.
    pub length: Kilometres,
}

pub(super) fn graph(network: &Network, roads: &Roads, kind: Infrastructure) -> InfrastructureGraph {
    let lines = Lines::new(network, roads, kind);
    let topology = Topology::new(lines.nodes.len(), &lines.ends).expect("ends are places in nodes");
    let arcs = lines.arcs();
    let ways = Ways::new(&lines, &arcs);
    let matrix = Matrix::square(lines.nodes.len(), &ways.times, SelfTime::Exclude)
        .expect("as many rows as columns");
    let ones = vec![1.0; lines.nodes.len()];
    let passed = betweenness(lines.nodes.len(), &arcs.iter().map(|arc| arc.1).collect::<Vec<_>>());
    let mut of_link = vec![0.0; lines.links.len()];
    for ((line, _), share) in arcs.iter().zip(&passed.arcs) {
        of_link[*line] += share;
    }
    let bridges: BTreeSet<(usize, usize)> = topology.bridges().into_iter().collect();
    let cuts: BTreeSet<usize> = topology.articulation_points().into_iter().collect();
    let (components, sizes) = by_size(&topology.components());
    let near = closeness(&matrix);
    let detours = ways.detours(network, &lines);
    let node = |at: usize| GraphNode {
        node: lines.nodes[at],
        degree: lines.neighbours(at),
        component: components[at],
        is_articulation_point: cuts.contains(&at),
        closeness_per_hour: near[at],
        betweenness: passed.nodes[at],
        detour_index: detour_index(detours[at].0, detours[at].1),
    };
    let link = |at: usize| {
        let (from, to) = lines.ends[at];
        GraphLink {
            link: lines.links[at],
            ends: (from, to),
            time: lines.times[at],
            is_bridge: bridges.contains(&(from.min(to), from.max(to))),
            betweenness: of_link[at],
        }
    };
    let sum =
        |part: fn(&(Kilometres, Kilometres)) -> f64| Kilometres(detours.iter().map(part).sum());
    let length = lines.links.iter().map(|link| network.links[link.at()].length.0).sum();
    InfrastructureGraph {
        nodes: (0..lines.nodes.len()).map(node).collect(),
        links: (0..lines.links.len()).map(link).collect(),
        components: sizes.len(),
        largest: sizes.first().copied().unwrap_or(0),
        joined: topology.links(),
        indices: topology.indices(),
        summary: summary(&matrix, &ones, &ones),
        detour_index: detour_index(sum(|pair| pair.0.0), sum(|pair| pair.1.0)),
        length: Kilometres(length),
    }
}

/// Components numbered by falling size, the first of equals first; and the sizes.
fn by_size(components: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let count = components.iter().max().map_or(0, |last| last + 1);
    let mut sizes = vec![0; count];
    for component in components {
        sizes[*component] += 1;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|component| (usize::MAX - sizes[*component], *component));
    let mut place = vec![0; count];
    for (at, component) in order.iter().enumerate() {
        place[*component] = at;
    }
    let numbers = components.iter().map(|component| place[*component]).collect();
    (numbers, order.into_iter().map(|component| sizes[component]).collect())
}

/// The lines of a kind and the nodes they end at.
struct Lines {
    nodes: Vec<NodeIdx>,
    links: Vec<LinkIdx>,
    ends: Vec<(usize, usize)>,
    times: Vec<Seconds>,
    lengths: Vec<Kilometres>,
    is_directed: Vec<bool>,
}

impl Lines {
    fn new(network: &Network, roads: &Roads, kind: Infrastructure) -> Self {
        let of_kind: Vec<(usize, &Link)> =
            network.links.iter().enumerate().filter(|(_, link)| kind.has(link)).collect();
        let nodes: BTreeSet<NodeIdx> =
            of_kind.iter().flat_map(|(_, link)| [link.from, link.to]).collect();
        let nodes: Vec<NodeIdx> = nodes.into_iter().collect();
        let place: BTreeMap<NodeIdx, usize> =
            nodes.iter().enumerate().map(|(at, node)| (*node, at)).collect();
        let drives = drives(roads);
        let time = |(at, link): &(usize, &Link)| {
            let driven = drives.get(&LinkIdx::new(*at)).filter(|_| kind == Infrastructure::Road);
            driven.copied().unwrap_or(link.length / link.free_speed)
        };
        Self {
            ends: of_kind.iter().map(|(_, link)| (place[&link.from], place[&link.to])).collect(),
            times: of_kind.iter().map(time).collect(),
            lengths: of_kind.iter().map(|(_, link)| link.length).collect(),
            is_directed: of_kind.iter().map(|(_, link)| link.is_directed).collect(),
            links: of_kind.iter().map(|(at, _)| LinkIdx::new(*at)).collect(),
            nodes,
        }
    }

    /// Each line in the directions it can be used in, with its place among the lines.
    fn arcs(&self) -> Vec<(usize, Arc)> {
        let lines = self.ends.iter().enumerate();
        lines
            .flat_map(|(line, (from, to))| {
                let time = self.times[line];
                let there = (line, Arc { from: *from, to: *to, time });
                let back = (line, Arc { from: *to, to: *from, time });
                std::iter::once(there).chain((!self.is_directed[line]).then_some(back))
            })
            .collect()
    }

    fn neighbours(&self, node: usize) -> usize {
        let others = self.ends.iter().filter_map(|(from, to)| match (*from == node, *to == node) {
            (true, false) => Some(*to),
            (false, true) => Some(*from),
            _ => None,
        });
        others.collect::<BTreeSet<usize>>().len()
    }
}

/// Seconds of a car over each road link.
fn drives(roads: &Roads) -> BTreeMap<LinkIdx, Seconds> {
    let (_, weights, links) = roads.arrays();
    links.iter().zip(weights).map(|(link, time)| (*link, Seconds(*time))).collect()
}

/// Fastest times and shortest lengths between all nodes.
struct Ways {
    times: Vec<Option<Seconds>>,
    metres: Vec<u32>,
}

impl Ways {
    fn new(lines: &Lines, arcs: &[(usize, Arc)]) -> Self {
        let ends: Vec<(u32, u32)> =
            arcs.iter().map(|(_, arc)| (arc.from as u32, arc.to as u32)).collect();
        let graph = Csr::new(lines.nodes.len(), &ends);
        let seconds: Vec<u32> = arcs.iter().map(|(_, arc)| arc.time.0.max(1)).collect();
        let metres: Vec<u32> =
            arcs.iter().map(|(line, _)| (lines.lengths[*line].0 * 1000.0).round() as u32).collect();
        let all = |weights: &[u32]| -> Vec<u32> {
            let rows = (0..lines.nodes.len() as u32).into_par_iter();
            let row = |search: &mut Dijkstra, source: u32| {
                search.run(&graph, weights, &[(source, 0)]);
                search.distances().to_vec()
            };
            rows.map_init(Dijkstra::new, row).flatten().collect()
        };
        let time = |seconds: u32| (seconds != UNREACHED).then_some(Seconds(seconds));
        Self { times: all(&seconds).into_iter().map(time).collect(), metres: all(&metres) }
    }

    /// By node: straight lines and ways to all that it reaches, summed.
    fn detours(&self, network: &Network, lines: &Lines) -> Vec<(Kilometres, Kilometres)> {
        let place = |at: usize| network.nodes[lines.nodes[at].at()].position;
        let count = lines.nodes.len();
        let of = |from: usize| {
            let reached =
                (0..count).filter(|to| *to != from && self.metres[from * count + to] != UNREACHED);
            reached.fold((Kilometres(0.0), Kilometres(0.0)), |sums, to| {
                let way = f64::from(self.metres[from * count + to]) / 1000.0;
                (
                    Kilometres(sums.0.0 + place(from).distance(place(to)).0),
                    Kilometres(sums.1.0 + way),
                )
            })
        };
        (0..count).into_par_iter().map(of).collect()
    }
}
