//! Car times, road lengths and costs between many places at once.
//!
//! Places are joined to the roads by connectors as in [`Roads`](super::Roads); points of a user's own may also be joined
//! to the nearest link, wherever on it that is.
//!
//! The same numbers as one [`RoadTree`](super::RoadTree) after another, to the second and the metre, for connectors
//! and straight ways follow the same rules; sixteen origins share a sweep of the contracted graph. After a change
//! only the rows of places that it touches are computed again.

use super::road::{CONNECTOR_LIMIT, around};
use super::road_snap::{LinkIndex, Snap};
use super::topology::{RoadMetric, RoadTopology, RoadWeight};
use crate::kernels::cch::{Change, PlaceTargets, Places, place_matrix};
use crate::kernels::graph::UNREACHED;
use crate::network::Position;
use crate::units::{Kilometres, Seconds};
use rayon::prelude::*;
use std::ops::Range;

/// Places and the road nodes around them, whatever the scenario.
#[derive(Debug, Clone)]
pub struct RoadPlaces {
    positions: Vec<Position>,
    /// Nodes of the topology and how far away they are, by node.
    around: Vec<Vec<(u32, Kilometres)>>,
    /// The nearest link of each place, where places are joined to links.
    snaps: Vec<Option<Snap>>,
}

/// Origins whose rows [`RoadMetric::tables`] holds.
const AT_ONCE: usize = 256;

/// Which end of a drive a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Origin,
    Destination,
}

impl RoadPlaces {
    /// Finds the nodes around places.
    pub fn new(topology: &RoadTopology, positions: Vec<Position>) -> Self {
        let around = positions.par_iter().map(|place| nodes_around(topology, *place)).collect();
        let snaps = vec![None; positions.len()];
        Self { positions, around, snaps }
    }

    /// Joins places, those for which `is_joined` says so, to the nearest point of a link too.
    #[must_use]
    pub fn joined_to_links(self, links: &LinkIndex, is_joined: impl Fn(usize) -> bool) -> Self {
        let join = |(at, place): (usize, &Position)| {
            if is_joined(at) { links.nearest(*place) } else { None }
        };
        let snaps = self.positions.iter().enumerate().map(join).collect();
        Self { snaps, ..self }
    }

    /// These places and then others.
    #[must_use]
    pub fn followed_by(mut self, others: Self) -> Self {
        self.positions.extend(others.positions);
        self.around.extend(others.around);
        self.snaps.extend(others.snaps);
        self
    }

    /// Some of the places, in their order.
    #[must_use]
    pub fn range(&self, range: Range<usize>) -> Self {
        Self {
            positions: self.positions[range.clone()].to_vec(),
            around: self.around[range.clone()].to_vec(),
            snaps: self.snaps[range].to_vec(),
        }
    }

    /// Where they are.
    pub(super) fn positions(&self) -> &[Position] {
        &self.positions
    }

    /// The number of places.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }
}

fn nodes_around(topology: &RoadTopology, place: Position) -> Vec<(u32, Kilometres)> {
    let mut found: Vec<(u32, Kilometres)> = topology
        .index
        .locate_in_envelope_intersecting(around(place, CONNECTOR_LIMIT))
        .map(|entry| (entry.data, place.distance(topology.position(entry.data))))
        .filter(|(_, distance)| distance.0 <= CONNECTOR_LIMIT.0)
        .collect();
    found.sort_unstable_by_key(|(node, _)| *node);
    found
}

/// Origins, destinations, and which of them are so near that a straight way counts.
#[derive(Debug, Clone)]
pub struct RoadPairs<'p> {
    origins: &'p RoadPlaces,
    destinations: &'p RoadPlaces,
    /// For each origin, destinations and how far away they are.
    near: Vec<Vec<(u32, Kilometres)>>,
    /// Destinations by the link they are joined to, then by number.
    on_link: Vec<(u32, u32)>,
}

impl<'p> RoadPairs<'p> {
    /// Finds the pairs that are near.
    pub fn new(origins: &'p RoadPlaces, destinations: &'p RoadPlaces) -> Self {
        // No place within the limit is farther north or south: a degree has more than 110 km.
        let degrees = CONNECTOR_LIMIT.0 / 110.0;
        let near_to = |from: &Position| {
            let is_level = |to: &Position| (to.lat - from.lat).abs() <= degrees;
            let pairs = (0..).zip(&destinations.positions).filter(|(_, to)| is_level(to));
            let apart = pairs.map(|(at, to)| (at, from.distance(*to)));
            apart.filter(|(_, distance)| distance.0 <= CONNECTOR_LIMIT.0).collect()
        };
        let near = origins.positions.par_iter().map(near_to).collect();
        let snaps = (0..).zip(&destinations.snaps);
        let mut on_link: Vec<(u32, u32)> =
            snaps.filter_map(|(at, snap)| Some((snap.as_ref()?.arc, at))).collect();
        on_link.sort_unstable();
        Self { origins, destinations, near, on_link }
    }

    fn are_on_links(&self) -> bool {
        let mut snaps = self.origins.snaps.iter().chain(&self.destinations.snaps);
        snaps.any(Option::is_some)
    }

    /// Destinations on the link that an origin is joined to, with both points.
    fn on_same_link(&self, origin: usize) -> impl Iterator<Item = (u32, Snap, Snap)> + '_ {
        let from = self.origins.snaps[origin];
        let link = from.map_or(&self.on_link[..0], |from| {
            let first = self.on_link.partition_point(|(arc, _)| *arc < from.arc);
            let end = self.on_link.partition_point(|(arc, _)| *arc <= from.arc);
            &self.on_link[first..end]
        });
        link.iter()
            .filter_map(move |&(_, at)| Some((at, from?, self.destinations.snaps[at as usize]?)))
    }
}

/// A weight from each origin to each destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoadTable {
    by: RoadWeight,
    width: usize,
    cells: Vec<u32>,
}

impl RoadTable {
    /// The weights from one origin, in the unit of the table's weight, `u32::MAX` where no road leads.
    pub fn row(&self, origin: usize) -> &[u32] {
        &self.cells[origin * self.width..][..self.width]
    }

    /// The car time of a pair; none where no road leads, or if this is a table of something else.
    pub fn time(&self, origin: usize, destination: usize) -> Option<Seconds> {
        self.cell(RoadWeight::Time, origin, destination).map(Seconds)
    }

    /// The length of the shortest way; none where no road leads, or if this is a table of something else.
    pub fn length(&self, origin: usize, destination: usize) -> Option<Kilometres> {
        let metres = self.cell(RoadWeight::Length, origin, destination)?;
        Some(Kilometres(f64::from(metres) / 1000.0))
    }

    /// The generalised cost of the cheapest way in yuan; none where no road leads, or if this is a table of something else.
    pub fn yuan(&self, origin: usize, destination: usize) -> Option<f64> {
        let hundredths = self.cell(RoadWeight::Cost, origin, destination)?;
        Some(f64::from(hundredths) / 100.0)
    }

    fn cell(&self, by: RoadWeight, origin: usize, destination: usize) -> Option<u32> {
        Some(self.row(origin)[destination]).filter(|cell| *cell != UNREACHED && by == self.by)
    }
}

impl RoadMetric<'_> {
    /// The weights of all pairs.
    pub fn table(&self, pairs: &RoadPairs<'_>, by: RoadWeight) -> RoadTable {
        let origins: Vec<usize> = (0..pairs.origins.len()).collect();
        RoadTable { by, width: pairs.destinations.len(), cells: self.rows(pairs, by, &origins) }
    }

    /// The weights of all pairs, some origins at a time: whatever the number of origins, memory holds the rows of a few.
    /// Origins are counted on from one table to the next.
    pub fn tables(
        &self,
        origins: &RoadPlaces,
        destinations: &RoadPlaces,
        by: RoadWeight,
        mut visit: impl FnMut(Range<usize>, &RoadTable),
    ) {
        for first in (0..origins.len()).step_by(AT_ONCE) {
            let range = first..origins.len().min(first + AT_ONCE);
            let some = origins.range(range.clone());
            visit(range, &self.table(&RoadPairs::new(&some, destinations), by));
        }
    }

    /// The weights of all pairs, given those before a change: of origins that the change does not touch they are taken
    /// from there. Also returns which origins it touches, rising.
    pub fn table_after(
        &self,
        pairs: &RoadPairs<'_>,
        before: &RoadMetric<'_>,
        known: &RoadTable,
    ) -> (RoadTable, Vec<usize>) {
        let by = known.by;
        let touched = Changes::new(before, self, pairs, by).touched(known);
        let mut table = known.clone();
        let rows = self.rows(pairs, by, &touched);
        for (row, &origin) in rows.chunks_exact(known.width.max(1)).zip(&touched) {
            table.cells[origin * known.width..][..known.width].copy_from_slice(row);
        }
        (table, touched)
    }

    fn rows(&self, pairs: &RoadPairs<'_>, by: RoadWeight, origins: &[usize]) -> Vec<u32> {
        let hierarchy = self.hierarchy(by);
        let ways = |origin: &usize| self.ways(pairs.origins, *origin, by, End::Origin);
        let destinations = self.connect(pairs.destinations, by, End::Destination);
        let targets = PlaceTargets::new(hierarchy, &destinations);
        let mut cells = place_matrix(hierarchy, &targets, &Places::new(origins.iter().map(ways)));
        let width = pairs.destinations.len();
        for (row, &origin) in cells.chunks_exact_mut(width.max(1)).zip(origins) {
            for &(destination, distance) in &pairs.near[origin] {
                let cell = &mut row[destination as usize];
                *cell = (*cell).min(self.straight(distance, by));
            }
            for (destination, from, to) in pairs.on_same_link(origin) {
                let cell = &mut row[destination as usize];
                *cell = (*cell).min(self.along(from, to, by));
            }
        }
        cells
    }

    /// The way along the one link that both places are joined to, [`UNREACHED`] against its direction.
    fn along(&self, from: Snap, to: Snap, by: RoadWeight) -> u32 {
        let [there, back] = from.both_ways(self, by);
        let weight = if from.share <= to.share { there } else { back };
        let between = part(weight, (to.share - from.share).abs());
        let off_road = self.straight(from.away, by) + self.straight(to.away, by);
        between.saturating_add(off_road)
    }

    /// The connectors of places.
    fn connect(&self, places: &RoadPlaces, by: RoadWeight, end: End) -> Places {
        Places::new((0..places.len()).map(|place| self.ways(places, place, by, end)))
    }

    fn ways<'a>(
        &'a self,
        places: &'a RoadPlaces,
        place: usize,
        by: RoadWeight,
        end: End,
    ) -> impl Iterator<Item = (u32, u32)> + 'a {
        let entries = places.around[place].iter().filter(|(node, _)| self.is_entry(*node));
        let connectors = entries.map(move |(node, distance)| (*node, self.straight(*distance, by)));
        let snapped = places.snaps[place].map(|snap| self.snapped(snap, by, end));
        connectors.chain(snapped.into_iter().flatten())
    }

    /// The ways from a point of a link to its ends, or from its ends to the point.
    fn snapped(&self, snap: Snap, by: RoadWeight, end: End) -> impl Iterator<Item = (u32, u32)> {
        let (tail, head) = self.topology().arcs()[snap.arc as usize];
        let [there, back] = snap.both_ways(self, by);
        let [to_tail, to_head] = match end {
            End::Origin => [back, there],
            End::Destination => [there, back],
        };
        let off_road = self.straight(snap.away, by);
        let way = move |node: u32, weight: u32, share: f64| {
            (weight != UNREACHED).then(|| (node, part(weight, share) + off_road))
        };
        [way(tail, to_tail, snap.share), way(head, to_head, 1.0 - snap.share)].into_iter().flatten()
    }
}

/// A share of a weight, to the nearest unit; what is closed stays so.
fn part(weight: u32, share: f64) -> u32 {
    if weight == UNREACHED { UNREACHED } else { (f64::from(weight) * share).round() as u32 }
}

/// Beyond so many changed arcs a row is computed sooner than its destinations are tried.
const FEW: usize = 64;

/// What differs between two metrics, and how far it is from where.
struct Changes<'a> {
    pairs: &'a RoadPairs<'a>,
    arcs: Vec<Change>,
    /// Origins with other connectors.
    moved: Vec<bool>,
    /// Connectors of destinations that differ: (destination, index into `ends`, before, after).
    arrivals: Vec<(u32, usize, u32, u32)>,
    /// Before the change, from each origin to the tails of `arcs`, then their heads, then the nodes of `arrivals`.
    to_ends: Vec<u32>,
    ends: usize,
    /// From the heads of `arcs` to all destinations over roads, before and after; empty if there are many changes.
    from_heads: [Vec<u32>; 2],
}

impl<'a> Changes<'a> {
    fn new(
        before: &RoadMetric<'_>,
        after: &RoadMetric<'_>,
        pairs: &'a RoadPairs<'a>,
        by: RoadWeight,
    ) -> Self {
        let arcs = changed_arcs(before, after, by);
        let are_fixed = before.has_connectors_of(after) && !pairs.are_on_links();
        let moved = |place: usize| {
            if are_fixed {
                return false;
            }
            let ways = |metric: &RoadMetric<'_>| {
                metric.ways(pairs.origins, place, by, End::Origin).collect::<Vec<_>>()
            };
            ways(before) != ways(after)
        };
        let mut nodes: Vec<u32> = arcs.iter().map(|change| change.tail).collect();
        nodes.extend(arcs.iter().map(|change| change.head));
        let mut arrivals = Vec::new();
        let connectors = (!are_fixed).then(|| changed_connectors(before, after, pairs, by));
        for (destination, node, old, new) in connectors.into_iter().flatten() {
            arrivals.push((destination, nodes.len(), old, new));
            nodes.push(node);
        }
        let hierarchy = before.hierarchy(by);
        let ends = PlaceTargets::new(hierarchy, &Places::at_nodes(&nodes));
        let to_ends =
            place_matrix(hierarchy, &ends, &before.connect(pairs.origins, by, End::Origin));
        let heads = Places::at_nodes(&nodes[arcs.len()..2 * arcs.len()]);
        let from_heads = [before, after].map(|metric| {
            if arcs.len() > FEW {
                return Vec::new();
            }
            let hierarchy = metric.hierarchy(by);
            let destinations = metric.connect(pairs.destinations, by, End::Destination);
            let targets = PlaceTargets::new(hierarchy, &destinations);
            place_matrix(hierarchy, &targets, &heads)
        });
        let moved = (0..pairs.origins.len()).map(moved).collect();
        Self { pairs, arcs, moved, arrivals, to_ends, ends: nodes.len(), from_heads }
    }

    /// Origins that may have another row than `known`, rising.
    fn touched(&self, known: &RoadTable) -> Vec<usize> {
        let is_touched = |origin: &usize| {
            let to_ends = &self.to_ends[origin * self.ends..][..self.ends];
            self.moved[*origin]
                || self.arrives_otherwise(to_ends, known.row(*origin))
                || self.travels_otherwise(to_ends, known.row(*origin))
        };
        (0..self.pairs.origins.len()).filter(is_touched).collect()
    }

    /// Whether a connector of a destination is lost that a way may use, or one is won that makes a way shorter.
    fn arrives_otherwise(&self, to_ends: &[u32], row: &[u32]) -> bool {
        self.arrivals.iter().any(|&(destination, end, before, after)| {
            let (to_node, known) = (to_ends[end], row[destination as usize]);
            let over = |way: u32| to_node.saturating_add(way);
            if after < before {
                over(after) < known
            } else {
                known != UNREACHED && over(before) == known
            }
        })
    }

    fn travels_otherwise(&self, to_ends: &[u32], row: &[u32]) -> bool {
        let width = row.len();
        self.arcs.iter().enumerate().any(|(at, change)| {
            let (to_tail, to_head) = (to_ends[at], to_ends[self.arcs.len() + at]);
            if !change.touches(to_tail, to_head) {
                return false;
            }
            if self.arcs.len() > FEW {
                return true;
            }
            let onward = self.from_heads.each_ref().map(|rows| &rows[at * width..][..width]);
            change.touches_row(to_tail, onward, row)
        })
    }
}

/// The arcs whose weight differs.
fn changed_arcs(before: &RoadMetric<'_>, after: &RoadMetric<'_>, by: RoadWeight) -> Vec<Change> {
    let arcs = before.topology().arcs().iter().enumerate();
    let change = |(at, &(tail, head)): (usize, &(u32, u32))| Change {
        tail,
        head,
        before: before.weight(at, by),
        after: after.weight(at, by),
    };
    arcs.map(change).filter(|change| change.before != change.after).collect()
}

/// Connectors of destinations that differ, as (destination, node, before, after): each is lost or won.
fn changed_connectors(
    before: &RoadMetric<'_>,
    after: &RoadMetric<'_>,
    pairs: &RoadPairs<'_>,
    by: RoadWeight,
) -> Vec<(u32, u32, u32, u32)> {
    let mut changed = Vec::new();
    for at in 0..pairs.destinations.len() {
        let [old, new] = [before, after].map(|metric| {
            metric.ways(pairs.destinations, at, by, End::Destination).collect::<Vec<_>>()
        });
        let lost = old.iter().filter(|way| !new.contains(way));
        changed.extend(lost.map(|&(node, length)| (at as u32, node, length, UNREACHED)));
        let won = new.iter().filter(|way| !old.contains(way));
        changed.extend(won.map(|&(node, length)| (at as u32, node, UNREACHED, length)));
    }
    changed
}
