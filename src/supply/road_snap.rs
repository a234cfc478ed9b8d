//! The point of a road that is nearest to a place.
//!
//! Links are straight lines between their nodes. Expressways are left out: nobody gets on between junctions.

use super::road::CONNECTOR_LIMIT;
use super::topology::{RoadMetric, RoadWeight};
use crate::kernels::graph::UNREACHED;
use crate::network::{FacilityType, Network, Position};
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

/// The links of a network by place.
#[derive(Debug)]
pub struct LinkIndex {
    tree: RTree<GeomWithData<Line<[f64; 2]>, u32>>,
    /// A degree of longitude over one of latitude, in the middle of the network.
    narrow: f64,
}

impl LinkIndex {
    /// Of the links that are open in a metric of the network.
    pub fn new(network: &Network, metric: &RoadMetric<'_>) -> Self {
        let places = metric.topology().positions();
        let middle = places.iter().map(|place| place.lat).sum::<f64>() / places.len().max(1) as f64;
        let narrow = middle.to_radians().cos();
        let flat = |node: u32| {
            let place = places[node as usize];
            [place.lon * narrow, place.lat]
        };
        let arcs = metric.topology().arcs();
        let is_first = |&(at, &(tail, head)): &(u32, &(u32, u32))| {
            let is_open = |at: usize| metric.weight(at, RoadWeight::Time) != UNREACHED;
            let back = arcs.binary_search(&(head, tail));
            is_open(at as usize) && (tail < head || !back.is_ok_and(is_open))
        };
        let is_entered = |&(at, _): &(u32, &(u32, u32))| {
            let link = &network.links[metric.link(at as usize).at()];
            link.facility_type != FacilityType::Expressway
        };
        let lines = (0..).zip(arcs).filter(is_first).filter(is_entered);
        let lines = lines
            .map(|(at, &(tail, head))| GeomWithData::new(Line::new(flat(tail), flat(head)), at));
        Self { tree: RTree::bulk_load(lines.collect()), narrow }
    }

    /// The nearest point of a link; none farther away than connectors reach.
    pub(super) fn nearest(&self, place: Position) -> Option<Snap> {
        let point = [place.lon * self.narrow, place.lat];
        // Of several that are as near (at a node all its links are) the first counts.
        let nearest = self.tree.nearest_neighbor(point)?.distance_2(&point);
        let line = self
            .tree
            .locate_within_distance(point, nearest * (1.0 + 1e-9) + 1e-18)
            .min_by_key(|line| line.data)?;
        let [from, to] = [line.geom().from, line.geom().to];
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let square = dx * dx + dy * dy;
        let along = (point[0] - from[0]) * dx + (point[1] - from[1]) * dy;
        let share = if square > 0.0 { (along / square).clamp(0.0, 1.0) } else { 0.0 };
        let lon = (from[0] + share * dx) / self.narrow;
        let away = place.distance(Position { lon, lat: from[1] + share * dy });
        (away.0 <= CONNECTOR_LIMIT.0).then_some(Snap { arc: line.data, share, away })
    }
}
