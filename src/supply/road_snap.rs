//! The point of a road that is nearest to a place.
//!
//! Links run over their course, where the network has it, else straight from node to node. Expressways are left out: nobody
//! gets on between junctions; so are links without extent.

use super::road::CONNECTOR_LIMIT;
use super::topology::{RoadMetric, RoadWeight};
use crate::kernels::graph::UNREACHED;
use crate::network::{FacilityType, Link, Network, Position};
use crate::units::Kilometres;
use rstar::primitives::{GeomWithData, Line};
use rstar::{PointDistance, RTree};

/// A point of a link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Snap {
    /// The arc of the topology; of the two arcs of a road open both ways the first.
    pub(super) arc: u32,
    /// How far along the arc, from 0 to 1.
    pub(super) share: f64,
    /// How far the place is from it, as the crow flies.
    pub(super) away: Kilometres,
}

impl Snap {
    /// The weights of the link in the direction of the arc and against it.
    pub(super) fn both_ways(self, metric: &RoadMetric<'_>, by: RoadWeight) -> [u32; 2] {
        let arcs = metric.topology().arcs();
        let (tail, head) = arcs[self.arc as usize];
        let back = arcs.binary_search(&(head, tail));
        [metric.weight(self.arc as usize, by), back.map_or(UNREACHED, |at| metric.weight(at, by))]
    }
}

/// A straight stretch of an arc.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stretch {
    arc: u32,
    /// How far along the arc it starts, from 0 to 1.
    start: f64,
    /// And how far it ends.
    end: f64,
}

/// The links of a network by place.
#[derive(Debug)]
pub struct LinkIndex {
    tree: RTree<GeomWithData<Line<[f64; 2]>, Stretch>>,
    /// A degree of longitude over one of latitude, in the middle of the network.
    narrow: f64,
}

impl LinkIndex {
    /// Of the links that are open in a metric of the network.
    pub fn new(network: &Network, metric: &RoadMetric<'_>) -> Self {
        let places = metric.topology().positions();
        let middle = places.iter().map(|place| place.lat).sum::<f64>() / places.len().max(1) as f64;
        let narrow = middle.to_radians().cos();
        let arcs = metric.topology().arcs();
        let is_first = |&(at, &(tail, head)): &(u32, &(u32, u32))| {
            let is_open = |at: usize| metric.weight(at, RoadWeight::Time) != UNREACHED;
            let back = arcs.binary_search(&(head, tail));
            is_open(at as usize) && (tail < head || !back.is_ok_and(is_open))
        };
        let mut lines = Vec::new();
        for (arc, &(tail, head)) in (0..).zip(arcs).filter(is_first) {
            let link = &network.links[metric.link(arc as usize).at()];
            if link.facility_type == FacilityType::Expressway {
                continue;
            }
            let ends = [tail, head].map(|node| places[node as usize]);
            let course = course(link, ends, network.nodes[link.from.at()].position != ends[0]);
            let flat = course.iter().map(|at| [at.lon * narrow, at.lat]).collect::<Vec<_>>();
            lines.extend(stretches(arc, &flat));
        }
        Self { tree: RTree::bulk_load(lines), narrow }
    }

    /// The nearest point of a link; none farther away than connectors reach.
    pub(super) fn nearest(&self, place: Position) -> Option<Snap> {
        let point = [place.lon * self.narrow, place.lat];
        // Of several that are as near (at a node all its links are) the first counts.
        let nearest = self.tree.nearest_neighbor(point)?.distance_2(&point);
        let line = self
            .tree
            .locate_within_distance(point, nearest * (1.0 + 1e-9) + 1e-18)
            .min_by_key(|line| (line.data.arc, line.data.start.to_bits()))?;
        let [from, to] = [line.geom().from, line.geom().to];
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let square = dx * dx + dy * dy;
        let along = (point[0] - from[0]) * dx + (point[1] - from[1]) * dy;
        let share = if square > 0.0 { (along / square).clamp(0.0, 1.0) } else { 0.0 };
        let lon = (from[0] + share * dx) / self.narrow;
        let away = place.distance(Position { lon, lat: from[1] + share * dy });
        let Stretch { arc, start, end } = line.data;
        let share = start + share * (end - start);
        (away.0 <= CONNECTOR_LIMIT.0).then_some(Snap { arc, share, away })
    }
}

/// The points an arc runs over from one end to the other; `is_back` if it is the link from its end to its start.
fn course(link: &Link, ends: [Position; 2], is_back: bool) -> Vec<Position> {
    let mut inner = link.geometry.clone();
    if is_back {
        inner.reverse();
    }
    std::iter::once(ends[0]).chain(inner).chain([ends[1]]).collect()
}

/// The stretches of a course on the plane; none where it has no extent.
fn stretches(arc: u32, course: &[[f64; 2]]) -> Vec<GeomWithData<Line<[f64; 2]>, Stretch>> {
    let long = |pair: &[[f64; 2]]| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]);
    let whole: f64 = course.windows(2).map(long).sum();
    if whole <= 0.0 {
        return Vec::new();
    }
    let mut end = 0.0;
    let stretch = |pair: &[[f64; 2]]| {
        let start = end;
        end += long(pair) / whole;
        GeomWithData::new(Line::new(pair[0], pair[1]), Stretch { arc, start, end: end.min(1.0) })
    };
    course.windows(2).map(stretch).collect()
}
