//! Ways cut into links at the nodes they share.

use super::class::{Class, class_of, surface_limit};
use super::read::{Raw, RawWay};
use super::tags::{self, Tags};
use super::{OSM, Options, speed};
use crate::formats::import::components::WALKING;
use crate::formats::import::{Draft, provenance, road_node};
use crate::index::NodeIdx;
use crate::network::{Confidence, FacilityType, Link, LinkUse, Position, UseSet};
use crate::units::{Kilometres, KmPerHour};
use std::collections::{BTreeMap, BTreeSet};

/// What is counted while links are made.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Tally {
    pub(super) ways: usize,
    /// Ways nobody asked for may use.
    pub(super) closed: usize,
    pub(super) links: usize,
    pub(super) length: Kilometres,
    pub(super) tolled: (usize, Kilometres),
    pub(super) ferries: (usize, Kilometres),
    /// Links that a barrier closes to vehicles.
    pub(super) barred: (usize, Kilometres),
    /// Nodes of ways that the file does not hold.
    pub(super) missing_nodes: usize,
}

pub(super) fn count(total: &mut (usize, Kilometres), length: Kilometres) {
    *total = (total.0 + 1, total.1 + length);
}

/// A draft with the OSM id of each node.
pub(super) struct Built {
    pub(super) draft: Draft,
    pub(super) ids: Vec<i64>,
    pub(super) tally: Tally,
}

/// Makes links of all ways that are there; `planned` are nodes that ways to come share with them.
pub(super) fn build(raw: &Raw, planned: &BTreeSet<i64>, options: &Options) -> Built {
    let ways: Vec<(&RawWay, &'static Class)> =
        raw.ways.iter().filter_map(|way| Some((way, class(&way.tags)?))).collect();
    let cuts = cuts(raw, &ways, planned);
    let ids: Vec<i64> = cuts.into_iter().collect();
    let osm = |note: &str| provenance(OSM, Confidence::Stated, note);
    let nodes = ids
        .iter()
        .map(|id| {
            let position = raw.position(*id).unwrap_or(Position { lon: 0.0, lat: 0.0 });
            road_node(format!("road-{id}"), position, osm(""))
        })
        .collect();
    let draft = Draft { nodes, links: Vec::new() };
    let tally = Tally { ways: ways.len(), ..Tally::default() };
    let mut builder = Builder { raw, options, built: Built { draft, ids, tally } };
    for (way, class) in ways {
        builder.way(way, class);
    }
    builder.built
}

/// The class of a way that is there.
pub(super) fn class(tags: &Tags) -> Option<&'static Class> {
    let is_boat = tags.is_any("route", &["ferry", "shuttle_train"]);
    let is_yard = tags.is("highway", "service")
        && tags
            .is_any("service", &["driveway", "parking_aisle", "drive-through", "emergency_access"]);
    if is_yard {
        return None;
    }
    tags.get("highway")
        .and_then(class_of)
        .or_else(|| class_of(tags.get("route").filter(|_| is_boat)?))
}

/// Nodes where ways are cut: ends, nodes of more than one way or passed twice, both ends of a barrier's stretch, and nodes
/// shared with ways to come. A way that leads back to its start is cut at two nodes more.
fn cuts(raw: &Raw, ways: &[(&RawWay, &'static Class)], planned: &BTreeSet<i64>) -> BTreeSet<i64> {
    let mut uses: BTreeMap<i64, u32> = BTreeMap::new();
    for (way, _) in ways {
        for run in runs(raw, way) {
            for (at, node) in run.iter().enumerate() {
                let is_end = at == 0 || at + 1 == run.len();
                *uses.entry(*node).or_default() += if is_end { 2 } else { 1 };
                if raw.is_barrier(*node) {
                    *uses.entry(*node).or_default() += 2;
                    let before = run[barred_stretch(at)];
                    *uses.entry(before).or_default() += 2;
                }
            }
        }
    }
    let mut cuts: BTreeSet<i64> = uses
        .into_iter()
        .filter(|(node, count)| *count > 1 || planned.contains(node))
        .map(|(node, _)| node)
        .collect();
    for (way, _) in ways {
        for run in runs(raw, way) {
            let extra: Vec<i64> = pieces(run, |node| cuts.contains(&node))
                .filter_map(|piece| {
                    let is_loop = piece.first() == piece.last() && piece.len() > 3;
                    is_loop.then(|| [piece[piece.len() / 3], piece[2 * piece.len() / 3]])
                })
                .flatten()
                .collect();
            cuts.extend(extra);
        }
    }
    cuts
}

/// The other end of the stretch a barrier at a place closes: the node before it, or after it at the start of a way.
fn barred_stretch(at: usize) -> usize {
    if at == 0 { 1 } else { at - 1 }
}

/// Stretches of a way whose nodes the file holds.
fn runs<'w>(raw: &Raw, way: &'w RawWay) -> Vec<&'w [i64]> {
    let there = way.nodes.split(|node| raw.position(*node).is_none());
    there.filter(|run| run.len() > 1).collect()
}

/// A run from cut to cut.
fn pieces(run: &[i64], is_cut: impl Fn(i64) -> bool) -> impl Iterator<Item = &[i64]> {
    let inner = (1..run.len()).filter(move |at| *at + 1 == run.len() || is_cut(run[*at]));
    inner.scan(0, |start, end| {
        let piece = &run[*start..=end];
        *start = end;
        Some(piece)
    })
}

struct Builder<'a> {
    raw: &'a Raw,
    options: &'a Options,
    built: Built,
}

/// What the links of one direction of a way have in common.
#[derive(Clone, PartialEq)]
struct Side {
    uses: UseSet,
    speed: f64,
    lanes: f64,
    has_limit: bool,
    has_lanes: bool,
}

impl Builder<'_> {
    fn way(&mut self, way: &RawWay, class: &'static Class) {
        let (along, against) = tags::uses(&way.tags, class);
        let wanted = |uses: UseSet| {
            uses.iter().filter(|it| self.options.uses.allows(*it)).collect::<UseSet>()
        };
        let sides = [("forward", wanted(along)), ("backward", wanted(against))];
        if sides.iter().all(|(_, uses)| uses.is_empty()) {
            self.built.tally.closed += 1;
            return;
        }
        let is_one_way = tags::direction(&way.tags, class.highway) != tags::Way::Both;
        let [along, against] =
            sides.map(|(name, uses)| self.side(way, class, name, uses, is_one_way));
        self.built.tally.missing_nodes +=
            way.nodes.iter().filter(|node| self.raw.position(**node).is_none()).count();
        for run in runs(self.raw, way) {
            let cuts: Vec<&[i64]> =
                pieces(run, |node| self.built.ids.binary_search(&node).is_ok()).collect();
            for piece in cuts.into_iter().filter(|piece| piece.first() != piece.last()) {
                self.piece(way, class, piece, &along, &against);
            }
        }
    }

    fn side(
        &self,
        way: &RawWay,
        class: &Class,
        name: &str,
        uses: UseSet,
        is_one_way: bool,
    ) -> Side {
        let limit = speed::limit(&way.tags, name);
        let usual = limit.map_or(class.speed, |limit| limit * self.options.limit_factor);
        let surface = way.tags.get("surface").and_then(surface_limit).unwrap_or(f64::INFINITY);
        let lanes = lanes(&way.tags, name, is_one_way);
        Side {
            uses,
            speed: tidy(usual.min(surface)),
            lanes: lanes.unwrap_or(class.lanes),
            has_limit: limit.is_some(),
            has_lanes: lanes.is_some(),
        }
    }

    fn piece(
        &mut self,
        way: &RawWay,
        class: &'static Class,
        piece: &[i64],
        along: &Side,
        against: &Side,
    ) {
        let is_barred = piece.len() == 2
            && piece.iter().any(|node| self.raw.is_barrier(*node))
            && self.closes(way, piece);
        let [mut along, mut against] = [along.clone(), against.clone()];
        if is_barred {
            for side in [&mut along, &mut against] {
                side.uses = side.uses.iter().filter(|it| *it == LinkUse::Walk).collect();
            }
        }
        let course: Vec<Position> =
            piece.iter().filter_map(|node| self.raw.position(*node)).collect();
        let mut back: Vec<Position> = course.clone();
        back.reverse();
        let ends = [piece[0], piece[piece.len() - 1]];
        let length: Kilometres = course.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        if is_barred {
            count(&mut self.built.tally.barred, length);
        }
        let turned = [ends[1], ends[0]];
        if along == against && !along.uses.is_empty() {
            self.link(way, class, ends, &course, &along, false);
        } else if is_walk(&against) && along.uses.allows(LinkUse::Walk) {
            self.link(way, class, ends, &course, &along, true);
            self.mark();
        } else if is_walk(&along) && against.uses.allows(LinkUse::Walk) {
            self.link(way, class, turned, &back, &against, true);
            self.mark();
        } else {
            if !along.uses.is_empty() {
                self.link(way, class, ends, &course, &along, true);
            }
            if !against.uses.is_empty() {
                self.link(way, class, turned, &back, &against, true);
            }
        }
    }

    /// Notes on the last link that people walk against it too, until [`add_walks_back`] makes a link of that.
    fn mark(&mut self) {
        if let Some(link) = self.built.draft.links.last_mut() {
            link.provenance.note += BOTH_ON_FOOT;
        }
    }

    /// Whether a stretch between a barrier and its neighbour is the one the barrier closes.
    fn closes(&self, way: &RawWay, piece: &[i64]) -> bool {
        runs(self.raw, way).iter().any(|run| {
            (0..run.len()).filter(|at| self.raw.is_barrier(run[*at])).any(|at| {
                let other = barred_stretch(at);
                let (first, last) = (at.min(other), at.max(other));
                run[first] == piece[0] && run[last] == piece[1]
            })
        })
    }

    fn link(
        &mut self,
        way: &RawWay,
        class: &'static Class,
        ends: [i64; 2],
        course: &[Position],
        side: &Side,
        is_directed: bool,
    ) {
        let length: Kilometres = course.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        let length = Kilometres(round(length.0, 4).max(0.0001));
        let is_walk = is_walk(side);
        let free_speed = if is_walk { WALKING } else { self.speed(way, side) };
        let (name, name_en) = way.tags.names();
        let toll =
            if way.tags.is("toll", "yes") { self.options.toll_yuan_km * length.0 } else { 0.0 };
        let [from, to] = ends.map(|id| self.node(id));
        let link = Link {
            id: format!("way-{}", way.id),
            name,
            name_en,
            from,
            to,
            is_directed,
            length,
            free_speed,
            time_factor: 1.0,
            lanes: (!is_walk).then_some(side.lanes),
            capacity: (!is_walk).then_some(class.capacity),
            facility_type: facility(class, is_walk),
            allowed_uses: side.uses,
            toll_yuan: toll,
            line_id: way.tags.line_id(),
            design_speed: None,
            tracks: None,
            is_electrified: None,
            waterway: None,
            geometry: course[1..course.len() - 1].to_vec(),
            opened: None,
            project: None,
            provenance: provenance(OSM, Confidence::Stated, note(way, class, side, is_walk)),
        };
        self.tally(way, &link, is_walk);
        self.built.draft.links.push(link);
    }

    /// What is driven; a ferry with a timetable takes as long as that says, its whole way over.
    fn speed(&self, way: &RawWay, side: &Side) -> KmPerHour {
        let hours = way.tags.get("duration").filter(|_| way.tags.get("route").is_some());
        let Some(hours) = hours.and_then(speed::duration) else { return KmPerHour(side.speed) };
        let course: Vec<Position> =
            way.nodes.iter().filter_map(|node| self.raw.position(*node)).collect();
        let length: Kilometres = course.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        KmPerHour(tidy((length.0 / hours).clamp(1.0, 60.0)))
    }

    fn node(&self, id: i64) -> NodeIdx {
        let at = self.built.ids.binary_search(&id);
        NodeIdx::new(at.expect("ways are cut at nodes of the table"))
    }

    fn tally(&mut self, way: &RawWay, link: &Link, is_walk: bool) {
        let tally = &mut self.built.tally;
        tally.links += 1;
        tally.length = tally.length + link.length;
        let is_boat = way.tags.get("highway").is_none();
        let kinds = [
            (!is_walk && way.tags.is("toll", "yes"), &mut tally.tolled),
            (is_boat, &mut tally.ferries),
        ];
        for (_, total) in kinds.into_iter().filter(|(is_so, _)| *is_so) {
            count(total, link.length);
        }
    }
}

const BOTH_ON_FOOT: &str = "; both ways on foot";

fn is_walk(side: &Side) -> bool {
    side.uses.iter().eq([LinkUse::Walk])
}

/// Gives one-way streets that people walk in both directions a link for their way back; one that only they may use still is
/// walked both ways itself. Done last, so that nodes of such streets could be joined over.
pub(super) fn add_walks_back(draft: &mut Draft) {
    let mut backs = Vec::new();
    for link in &mut draft.links {
        if !link.provenance.note.contains(BOTH_ON_FOOT) {
            continue;
        }
        link.provenance.note = link.provenance.note.replace(BOTH_ON_FOOT, "");
        if link.allowed_uses.iter().eq([LinkUse::Walk]) {
            link.is_directed = false;
            continue;
        }
        let geometry = link.geometry.iter().rev().copied().collect();
        backs.push(Link {
            id: format!("{}-walk", link.id),
            from: link.to,
            to: link.from,
            free_speed: WALKING,
            lanes: None,
            capacity: None,
            facility_type: FacilityType::Walkway,
            allowed_uses: [LinkUse::Walk].into_iter().collect(),
            toll_yuan: 0.0,
            geometry,
            ..link.clone()
        });
    }
    draft.links.extend(backs);
}

/// A way on foot that cars may use is a street.
fn facility(class: &Class, is_walk: bool) -> FacilityType {
    match (is_walk, class.facility) {
        (true, _) => FacilityType::Walkway,
        (false, FacilityType::Walkway) => FacilityType::Urban,
        (false, other) => other,
    }
}

/// Lanes of one direction, where tags say how many.
fn lanes(tags: &Tags, side: &str, is_one_way: bool) -> Option<f64> {
    let number = |key: &str| {
        tags.get(key)?.parse::<f64>().ok().filter(|lanes| *lanes > 0.0 && *lanes < 20.0)
    };
    let own = number(&format!("lanes:{side}"));
    own.or_else(|| number("lanes").map(|all| if is_one_way { all } else { (all / 2.0).max(1.0) }))
}

/// What stands in the note of a link whose figures are not in the file.
pub(super) const CLASS_SPEED: &str = "; speed of the class";
pub(super) const CLASS_LANES: &str = "; lanes of the class";

fn note(way: &RawWay, class: &Class, side: &Side, is_walk: bool) -> String {
    let mut note = match way.tags.get("highway") {
        Some(_) => format!("highway={}", class.highway),
        None => format!("route={}", class.highway),
    };
    if !is_walk && !side.has_limit {
        note += CLASS_SPEED;
    }
    if !is_walk && !side.has_lanes {
        note += CLASS_LANES;
    }
    note
}

fn round(figure: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (figure * scale).round() / scale
}

/// A speed to one decimal.
fn tidy(speed: f64) -> f64 {
    round(speed, 1).max(0.1)
}
