//! How efficiency falls as one element after the other is closed.

use super::{Element, ElementKind, Impact, Progress, Resilience, SideResilience, efficiency};
use crate::diagnostic::Problem;
use crate::index::{LinkIdx, NodeIdx};
use crate::measures::connectivity::{Arc, Topology, betweenness};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};

/// In which order elements are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CurveOrder {
    /// By chance, as failures come.
    Random,
    /// The one most shortest ways of the mode's graph pass first, as an attack may do.
    Betweenness,
    /// The one whose closure alone costs most first.
    Importance,
}

impl CurveOrder {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Random, Self::Betweenness, Self::Importance];

    /// As written in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Betweenness => "betweenness",
            Self::Importance => "importance",
        }
    }
}

/// How curves are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurvePlan {
    /// Seed of the random orders.
    pub seed: u64,
    /// How many random orders.
    pub draws: u32,
    /// In how many steps the elements are closed.
    pub steps: u32,
    /// Share of the elements that is closed in the end, in per cent.
    pub up_to_percent: u32,
}

/// A point of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// Elements closed, in per cent.
    pub percent: f64,
    /// Global efficiency that is left, per hour.
    pub efficiency: f64,
    /// Share of the graph's nodes that hang together, in per cent.
    pub largest_component_percent: f64,
}

/// A curve of one draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// `now`, `without` or `with`.
    pub side: &'static str,
    /// The order.
    pub order: CurveOrder,
    /// Which random order; none if the order is not random.
    pub draw: Option<u32>,
    /// From nothing closed on.
    pub points: Vec<CurvePoint>,
}

/// The curves of all sides of a result, of which every element was closed by itself. `progress` is told of each point.
///
/// The random orders are those of all elements of all sides by id, so that an element that is on both fails at the same place
/// among the others: common random numbers.
///
/// # Errors
/// If the result has no single elements.
pub fn curves(
    result: &Resilience,
    plan: &CurvePlan,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Curve>, Problem> {
    let singles = |side: &SideResilience| {
        side.impacts.iter().any(|impact| impact.element.kind != ElementKind::Set)
    };
    if !result.sides.iter().all(singles) {
        return Err(Problem::error(
            "no-elements",
            "a curve needs elements to close one after the other",
        )
        .help("--elements links, stations or all, without --close"));
    }
    let ids: BTreeSet<&str> = result
        .sides
        .iter()
        .flat_map(|side| side.impacts.iter().map(|impact| impact.element.id.as_str()))
        .collect();
    let shuffled: Vec<BTreeMap<&str, usize>> =
        (0..plan.draws).map(|draw| shuffled(&ids, plan.seed, draw)).collect();
    let mut found = Vec::new();
    for side in &result.sides {
        for order in CurveOrder::ALL {
            let draws: Vec<Option<&BTreeMap<&str, usize>>> = match order {
                CurveOrder::Random => shuffled.iter().map(Some).collect(),
                _ => vec![None],
            };
            let orders: Vec<Vec<&Element>> =
                draws.iter().map(|places| in_order(side, order, *places)).collect();
            let of_order = side_curves(side, &orders, plan, progress);
            found.extend((0..).zip(of_order).map(|(draw, points)| Curve {
                side: side.name,
                order,
                draw: (order == CurveOrder::Random).then_some(draw),
                points,
            }));
        }
    }
    Ok(found)
}

/// The place of each id in a random order (Fisher–Yates).
fn shuffled<'a>(ids: &BTreeSet<&'a str>, seed: u64, draw: u32) -> BTreeMap<&'a str, usize> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(u64::from(draw));
    let mut order: Vec<&str> = ids.iter().copied().collect();
    for last in (1..order.len()).rev() {
        // Of so many numbers, the bias towards some is beyond any count of draws.
        order.swap(last, (random.next_u64() % (last as u64 + 1)) as usize);
    }
    order.into_iter().enumerate().map(|(place, id)| (id, place)).collect()
}

fn in_order<'a>(
    side: &'a SideResilience,
    order: CurveOrder,
    places: Option<&BTreeMap<&str, usize>>,
) -> Vec<&'a Element> {
    let mut elements: Vec<(usize, &Impact)> = side.impacts.iter().enumerate().collect();
    let passed = passed(side, order);
    elements.sort_by(|(a, one), (b, other)| match (order, places) {
        (CurveOrder::Random, Some(places)) => {
            places.get(one.element.id.as_str()).cmp(&places.get(other.element.id.as_str()))
        }
        (CurveOrder::Betweenness, _) => passed[*b].total_cmp(&passed[*a]).then(a.cmp(b)),
        _ => one.rank.cmp(&other.rank),
    });
    elements.into_iter().map(|(_, impact)| &impact.element).collect()
}

/// How many shortest ways pass each element, by time at free speed over the mode's graph.
fn passed(side: &SideResilience, order: CurveOrder) -> Vec<f64> {
    if order != CurveOrder::Betweenness {
        return Vec::new();
    }
    let network = side.network();
    let (mut arcs, mut links) = (Vec::new(), Vec::new());
    for (at, link) in side.closable(network) {
        let time = link.length / link.free_speed;
        let ways = [(link.from, link.to), (link.to, link.from)];
        for (from, to) in ways.into_iter().take(if link.is_directed { 1 } else { 2 }) {
            arcs.push(Arc { from: from.at(), to: to.at(), time });
            links.push(at);
        }
    }
    let found = betweenness(network.nodes.len(), &arcs);
    let mut over: BTreeMap<LinkIdx, f64> = BTreeMap::new();
    for (link, share) in links.into_iter().zip(found.arcs) {
        *over.entry(link).or_default() += share;
    }
    let share = |impact: &Impact| {
        let links = impact.element.links.iter().filter_map(|link| over.get(link));
        let nodes = impact.element.nodes.iter().map(|node| found.nodes[node.at()]);
        links.copied().chain(nodes).sum()
    };
    side.impacts.iter().map(share).collect()
}

/// The points of some orders of one side.
fn side_curves(
    side: &SideResilience,
    orders: &[Vec<&Element>],
    plan: &CurvePlan,
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<Vec<CurvePoint>> {
    let count = side.impacts.len();
    let steps = plan.steps.max(1);
    let closed_at = |step: u32| {
        let share = f64::from(step * plan.up_to_percent) / f64::from(steps) / 100.0;
        ((count as f64 * share).round() as usize).min(count)
    };
    let unions: Vec<Element> = orders
        .iter()
        .flat_map(|order| (0..=steps).map(|step| union(&order[..closed_at(step)])))
        .collect();
    let closures: Vec<&Element> = unions.iter().collect();
    progress(Progress::More(closures.len()));
    let network = side.network();
    let zones = side.zones.len();
    let (_, left) = side.closer.each(network, &closures, &|at, closed, _| {
        let left = (efficiency(zones, &closed.times), largest_component(side, &unions[at]));
        progress(Progress::Done);
        left
    });
    let point = |(at, (efficiency, largest)): (usize, &(f64, f64))| CurvePoint {
        percent: closed_at(at as u32) as f64 / count as f64 * 100.0,
        efficiency: *efficiency,
        largest_component_percent: *largest,
    };
    left.chunks(steps as usize + 1)
        .map(|points| points.iter().enumerate().map(point).collect())
        .collect()
}

/// Several elements as one.
fn union(elements: &[&Element]) -> Element {
    let links: BTreeSet<LinkIdx> =
        elements.iter().flat_map(|it| it.links.iter().copied()).collect();
    let nodes: BTreeSet<NodeIdx> =
        elements.iter().flat_map(|it| it.nodes.iter().copied()).collect();
    Element {
        kind: ElementKind::Set,
        id: String::new(),
        name: String::new(),
        name_en: String::new(),
        links: links.into_iter().collect(),
        nodes: nodes.into_iter().collect(),
        is_bridge: false,
    }
}

/// The share of the nodes of the mode's graph that still hang together, in per cent.
fn largest_component(side: &SideResilience, closed: &Element) -> f64 {
    let network = side.network();
    let of_graph: BTreeSet<NodeIdx> =
        side.closable(network).flat_map(|(_, link)| [link.from, link.to]).collect();
    let is_open = |at: LinkIdx, ends: [NodeIdx; 2]| {
        closed.links.binary_search(&at).is_err()
            && ends.iter().all(|node| closed.nodes.binary_search(node).is_err())
    };
    let links: Vec<(usize, usize)> = side
        .closable(network)
        .filter(|(at, link)| is_open(*at, [link.from, link.to]))
        .map(|(_, link)| (link.from.at(), link.to.at()))
        .collect();
    let topology =
        Topology::new(network.nodes.len(), &links).expect("links of a network end at its nodes");
    let components = topology.components();
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for node in of_graph.iter().filter(|node| closed.nodes.binary_search(node).is_err()) {
        *sizes.entry(components[node.at()]).or_default() += 1;
    }
    let largest = sizes.into_values().max().unwrap_or(0);
    largest as f64 / of_graph.len().max(1) as f64 * 100.0
}
