//! Walking over streets: in a city, the way to a stop is along the links that people may walk on.
//!
//! A network says so by the parameter `street_speed` of the mode `walk` in `mode.csv`. The rules:
//! - A place is joined to the nearest point of a link open to people on foot, by the course of the link, if that is within
//!   `street_snap`; the way there is straight. Places farther away walk nowhere.
//! - A walk goes both ways along every such link, one-way for cars or not, at `street_speed`; its time is the whole length
//!   in seconds, rounded once.
//! - From a place to the very same there is nothing to walk.
//! - To and from stops, and all the way, nobody walks longer than `street_limit`; between stops no longer than
//!   `street_transfer_limit`.

use crate::kernels::graph::Csr;
use crate::kernels::near::NearSearch;
use crate::network::{LinkUse, MissingParameter, Network, Position};
use crate::units::{Kilometres, KmPerHour, Seconds};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Line};
use rstar::{PointDistance, RTree};

/// What `mode.csv` says of walking over streets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StreetRules {
    /// How fast people walk.
    pub speed: KmPerHour,
    /// The longest walk to or from a stop, or all the way.
    pub limit: Seconds,
    /// The longest walk between two stops.
    pub transfer_limit: Seconds,
    /// How far a place may be from a link.
    pub snap: Kilometres,
}

impl StreetRules {
    /// Of a network; none where stops are not reached over streets.
    ///
    /// # Errors
    /// If `mode.csv` has `street_speed` but not the limits.
    pub fn of(network: &Network) -> Result<Option<Self>, MissingParameter> {
        let modes = &network.modes;
        let Ok(speed) = modes.speed("walk", "street_speed") else { return Ok(None) };
        Ok(Some(Self {
            speed,
            limit: modes.minutes("walk", "street_limit")?,
            transfer_limit: modes.minutes("walk", "street_transfer_limit")?,
            snap: modes.length("walk", "street_snap")?,
        }))
    }

    /// How far one gets in a time, in millimetres.
    fn reach(self, time: Seconds) -> u32 {
        (self.millimetres_a_second() * f64::from(time.0)).floor() as u32
    }

    fn time(self, millimetres: u32) -> Seconds {
        Seconds::from_f64(f64::from(millimetres) / self.millimetres_a_second())
    }

    fn millimetres_a_second(self) -> f64 {
        self.speed.0 / 0.0036
    }
}

/// A link that people may walk on.
#[derive(Debug, Clone, Copy)]
struct Street {
    ends: [u32; 2],
    millimetres: u32,
}

/// A straight part of a street's course: the street, and the shares of it before and at the end of the part.
type Part = GeomWithData<Line<[f64; 2]>, (u32, f64, f64)>;

/// The streets of a network as a graph for walking.
#[derive(Debug)]
pub struct Streets {
    rules: StreetRules,
    links: Vec<Street>,
    graph: Csr,
    /// By arc, in millimetres.
    weights: Vec<u32>,
    parts: RTree<Part>,
    plane: Plane,
}

/// Kilometres east and north on a plane that is true along one parallel.
#[derive(Debug, Clone, Copy)]
struct Plane {
    narrow: f64,
}

/// Kilometres of a degree of latitude.
const DEGREE: f64 = 111.195;

impl Plane {
    fn of(network: &Network) -> Self {
        let lats = network.nodes.iter().map(|node| node.position.lat);
        let middle = lats.sum::<f64>() / network.nodes.len().max(1) as f64;
        Self { narrow: middle.to_radians().cos() }
    }

    fn flat(self, place: Position) -> [f64; 2] {
        [place.lon * self.narrow * DEGREE, place.lat * DEGREE]
    }
}

/// Where a place is joined to the streets.
#[derive(Debug, Clone, PartialEq)]
pub struct StreetPlace {
    position: Position,
    /// From the place to the street, in millimetres.
    away: u32,
    /// The streets there, most often one, and how far along each, in millimetres.
    on: Vec<(u32, u32)>,
}

/// Places to walk to, by where they are joined to the streets.
#[derive(Debug, Default)]
pub struct StreetTargets {
    /// By node: (target, millimetres from it).
    by_node: Lists,
    /// By street: (target, millimetres along it), and the way off it.
    by_street: Lists,
    away: Vec<u32>,
    positions: Vec<Option<Position>>,
}

/// Lists of pairs by number.
#[derive(Debug, Default)]
struct Lists {
    first: Vec<u32>,
    entries: Vec<(u32, u32)>,
}

impl Lists {
    /// Of entries (number, pair).
    fn new(count: usize, mut all: Vec<(u32, (u32, u32))>) -> Self {
        all.sort_unstable();
        let first = (0..=count as u32).map(|number| all.partition_point(|it| it.0 < number) as u32);
        Self { first: first.collect(), entries: all.into_iter().map(|it| it.1).collect() }
    }

    fn of(&self, number: u32) -> &[(u32, u32)] {
        let [first, end] = [0, 1].map(|more| self.first[number as usize + more] as usize);
        &self.entries[first..end]
    }
}

/// The buffer of a walk. Every thread keeps one.
#[derive(Debug, Default)]
pub struct Walker {
    search: NearSearch,
    /// By target, in millimetres; `u32::MAX` where not reached.
    best: Vec<u32>,
    found: Vec<u32>,
}

impl Streets {
    /// Of the links that people may walk on; none where the network does not say that stops are reached over them.
    ///
    /// # Errors
    /// If `mode.csv` lacks a limit.
    pub fn of(network: &Network) -> Result<Option<Self>, MissingParameter> {
        let Some(rules) = StreetRules::of(network)? else { return Ok(None) };
        let plane = Plane::of(network);
        let (mut links, mut arcs, mut weights, mut parts) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for link in network.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Walk)) {
            let (from, to) = (link.from.0, link.to.0);
            let millimetres = (link.length.metres() * 1000.0).round() as u32;
            arcs.extend([(from, to), (to, from)]);
            weights.extend([millimetres; 2]);
            let course: Vec<[f64; 2]> =
                network.course(link).into_iter().map(|place| plane.flat(place)).collect();
            parts.extend(course_parts(&course, links.len() as u32));
            links.push(Street { ends: [from, to], millimetres });
        }
        let graph = Csr::new(network.nodes.len(), &arcs);
        let parts = RTree::bulk_load(parts);
        Ok(Some(Self { rules, links, graph, weights, parts, plane }))
    }

    /// The rules they are walked by.
    pub fn rules(&self) -> StreetRules {
        self.rules
    }

    /// Joins a place to the streets; none where it is too far from all.
    pub fn place(&self, position: Position) -> Option<StreetPlace> {
        let point = self.plane.flat(position);
        let nearest = self.parts.nearest_neighbor(point)?.distance_2(&point);
        if nearest.sqrt() > self.rules.snap.0 {
            return None;
        }
        let mut on: Vec<(u32, u32)> = self
            .parts
            .locate_within_distance(point, nearest * (1.0 + 1e-9) + 1e-18)
            .map(|part| {
                let (street, before, end) = part.data;
                let share = before + (end - before) * share_along(part.geom(), point);
                let whole = f64::from(self.links[street as usize].millimetres);
                (street, (whole * share).round() as u32)
            })
            .collect();
        on.sort_unstable();
        on.dedup_by_key(|found| found.0);
        Some(StreetPlace { position, away: (nearest.sqrt() * 1e6).round() as u32, on })
    }

    /// Places to walk to, numbered as they come; places that are none are walked to by nobody.
    pub fn targets(&self, places: &[Option<StreetPlace>]) -> StreetTargets {
        let (mut by_node, mut by_street) = (Vec::new(), Vec::new());
        for (target, place) in (0..).zip(places) {
            for &(street, along) in place.iter().flat_map(|place| &place.on) {
                by_street.push((street, (target, along)));
                let ends = self.ends(street, along);
                by_node.extend(ends.map(|(node, way)| (node, (target, way))));
            }
        }
        StreetTargets {
            by_node: Lists::new(self.graph.node_count(), by_node),
            by_street: Lists::new(self.links.len(), by_street),
            away: places.iter().map(|place| place.as_ref().map_or(0, |it| it.away)).collect(),
            positions: places.iter().map(|place| Some(place.as_ref()?.position)).collect(),
        }
    }

    fn ends(&self, street: u32, along: u32) -> [(u32, u32); 2] {
        let street = self.links[street as usize];
        [(street.ends[0], along), (street.ends[1], street.millimetres.saturating_sub(along))]
    }

    /// The targets within a time of a place, each with its time, in their order.
    pub fn walks(
        &self,
        walker: &mut Walker,
        from: &StreetPlace,
        targets: &StreetTargets,
        limit: Seconds,
    ) -> Vec<(u32, Seconds)> {
        let limit = self.rules.reach(limit);
        walker.best.resize(targets.away.len(), u32::MAX);
        let mut starts = Vec::with_capacity(2 * from.on.len());
        for &(street, along) in &from.on {
            for &(target, there) in targets.by_street.of(street) {
                let is_here = targets.positions[target as usize] == Some(from.position);
                let off = if is_here { 0 } else { from.away + targets.away[target as usize] };
                let way = off + along.abs_diff(there);
                note(&mut walker.best, &mut walker.found, target, way, limit);
            }
            starts.extend(self.ends(street, along).map(|(node, way)| (node, way + from.away)));
        }
        for &(node, distance) in walker.search.run(&self.graph, &self.weights, &starts, limit) {
            for &(target, way) in targets.by_node.of(node) {
                let way = distance.saturating_add(way + targets.away[target as usize]);
                note(&mut walker.best, &mut walker.found, target, way, limit);
            }
        }
        walker.found.sort_unstable();
        let time = |target: u32| {
            let best = std::mem::replace(&mut walker.best[target as usize], u32::MAX);
            (target, self.rules.time(best))
        };
        walker.found.drain(..).map(time).collect()
    }

    /// The same from many places.
    pub fn all_walks(
        &self,
        from: &[Option<StreetPlace>],
        targets: &StreetTargets,
        limit: Seconds,
    ) -> Vec<Vec<(u32, Seconds)>> {
        let walks = |walker: &mut Walker, place: &Option<StreetPlace>| {
            place.as_ref().map_or_else(Vec::new, |place| self.walks(walker, place, targets, limit))
        };
        from.par_iter().map_init(Walker::default, walks).collect()
    }
}

fn note(best: &mut [u32], found: &mut Vec<u32>, target: u32, way: u32, limit: u32) {
    let known = &mut best[target as usize];
    if way <= limit && way < *known {
        if *known == u32::MAX {
            found.push(target);
        }
        *known = way;
    }
}

/// The straight parts of a course.
fn course_parts(course: &[[f64; 2]], street: u32) -> Vec<Part> {
    let length = |pair: &[[f64; 2]]| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
    let whole: f64 = course.windows(2).map(length).sum();
    let mut before = 0.0;
    let parts = course.windows(2).map(|pair| {
        let start = before;
        before += if whole > 0.0 { length(pair) / whole } else { 0.0 };
        GeomWithData::new(Line::new(pair[0], pair[1]), (street, start, before.min(1.0)))
    });
    parts.collect()
}

/// How far along a line its point nearest to another is, from 0 to 1.
fn share_along(line: &Line<[f64; 2]>, point: [f64; 2]) -> f64 {
    let (dx, dy) = (line.to[0] - line.from[0], line.to[1] - line.from[1]);
    let square = dx * dx + dy * dy;
    let along = (point[0] - line.from[0]) * dx + (point[1] - line.from[1]) * dy;
    if square > 0.0 { (along / square).clamp(0.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{embedded, load_network};
    use crate::index::NodeIdx;
    use crate::network::{FacilityType, Node, ParameterRow};
    use petgraph::graph::{NodeIndex, UnGraph};
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// Links between corners of a grid of some 90 m, as (corner, corner), and where places stand.
    type Drawn = (Vec<(usize, usize)>, Vec<(u32, u32)>);

    const SIDE: usize = 4;

    fn corner(at: usize) -> Position {
        Position { lon: (at % SIDE) as f64 * 0.0008, lat: (at / SIDE) as f64 * 0.0008 }
    }

    fn network(links: &[(usize, usize)]) -> Network {
        let mut network = load_network(&embedded::network_folder("tiny").unwrap()).unwrap().0;
        let (node, link) = (network.nodes[0].clone(), network.links[0].clone());
        let own = |at: usize| Node { id: format!("n{at}"), position: corner(at), ..node.clone() };
        network.nodes = (0..SIDE * SIDE).map(own).collect();
        let laid = |(from, to): &(usize, usize)| crate::network::Link {
            from: NodeIdx::new(*from),
            to: NodeIdx::new(*to),
            length: corner(*from).distance(corner(*to)),
            facility_type: FacilityType::Urban,
            allowed_uses: [LinkUse::Walk].into_iter().collect(),
            ..link.clone()
        };
        network.links = links.iter().filter(|link| link.0 != link.1).map(laid).collect();
        let like = network.modes.rows[0].clone();
        for (parameter, value) in [
            ("street_speed", 3.6),
            ("street_limit", 5.0),
            ("street_transfer_limit", 5.0),
            ("street_snap", 0.05),
        ] {
            let (mode, parameter) = ("walk".to_owned(), parameter.to_owned());
            network.modes.rows.push(ParameterRow { mode, parameter, value, ..like.clone() });
        }
        network
    }

    /// All ways as one graph: both places are nodes, joined to the ends of their streets.
    fn plain(streets: &Streets, from: &StreetPlace, to: &StreetPlace) -> Option<u32> {
        let mut graph = UnGraph::<(), u32>::default();
        let corners: Vec<NodeIndex> =
            (0..streets.graph.node_count()).map(|_| graph.add_node(())).collect();
        for street in &streets.links {
            let [tail, head] = street.ends.map(|end| corners[end as usize]);
            graph.add_edge(tail, head, street.millimetres);
        }
        let [start, end] = [from, to].map(|place| {
            let node = graph.add_node(());
            for &(street, along) in &place.on {
                for (corner, way) in streets.ends(street, along) {
                    graph.add_edge(node, corners[corner as usize], way + place.away);
                }
            }
            node
        });
        for (street, along) in &from.on {
            for (_, there) in to.on.iter().filter(|on| on.0 == *street) {
                graph.add_edge(start, end, from.away + to.away + along.abs_diff(*there));
            }
        }
        let reached = petgraph::algo::dijkstra(&graph, start, Some(end), |edge| *edge.weight());
        let is_here = from.position == to.position;
        let way = if is_here { Some(0) } else { reached.get(&end).copied() };
        let limit = streets.rules.reach(streets.rules.limit);
        way.filter(|way| *way <= limit).map(|way| streets.rules.time(way).0)
    }

    fn drawn() -> impl Strategy<Value = Drawn> {
        let corners = 0..SIDE * SIDE;
        (vec((corners.clone(), corners), 1..14), vec((0_u32..270, 0_u32..270), 1..7))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn walks_are_the_shortest_ways((links, sites) in drawn()) {
            let network = network(&links);
            let streets = Streets::of(&network).unwrap().unwrap();
            let at = |&(x, y): &(u32, u32)| Position {
                lon: f64::from(x) * 1e-5,
                lat: f64::from(y) * 1e-5,
            };
            let places: Vec<Option<StreetPlace>> =
                sites.iter().map(|site| streets.place(at(site))).collect();
            let targets = streets.targets(&places);
            let found = streets.all_walks(&places, &targets, streets.rules().limit);
            for (from, found) in found.iter().enumerate() {
                let mut row = vec![None; places.len()];
                for (to, time) in found {
                    row[*to as usize] = Some(time.0);
                }
                for (to, time) in row.into_iter().enumerate() {
                    let both = places[from].as_ref().zip(places[to].as_ref());
                    let expected = both.and_then(|(from, to)| plain(&streets, from, to));
                    prop_assert_eq!(time, expected, "from {} to {}", from, to);
                }
            }
        }
    }
}
