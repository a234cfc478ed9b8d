//! The ways, places and barriers of a PBF file.
//!
//! The file is read twice: first its ways with the nodes they go over, then where these nodes are. What is kept is in the
//! order of ids, whatever order the file is in.

use super::tags::{self, Tags};
use super::turns::Restriction;
use crate::diagnostic::{Location, Problem};
use crate::network::Position;
use crate::units::Date;
use osmpbf::{Element, ElementReader, RelMemberType};
use std::path::Path;

/// A way that is a road, a ferry, or planned to be one or a railway.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RawWay {
    pub(super) id: i64,
    pub(super) nodes: Vec<i64>,
    pub(super) tags: Tags,
}

/// A node that is a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RawPlace {
    pub(super) id: i64,
    pub(super) position: Position,
    pub(super) tags: Tags,
}

/// What of a file matters here.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Raw {
    /// By id.
    pub(super) ways: Vec<RawWay>,
    /// By id.
    pub(super) places: Vec<RawPlace>,
    /// Nodes that stop cars, by id.
    pub(super) barriers: Vec<i64>,
    /// Nodes of the ways, by id, with their positions where the file has them.
    pub(super) nodes: Vec<(i64, Option<Position>)>,
    /// Ways of any kind.
    pub(super) all_ways: usize,
    /// When the newest way was changed, in ms since 1970.
    pub(super) newest: Option<i64>,
    /// Turns that are forbidden or prescribed, in the order of the file.
    pub(super) restrictions: Vec<Restriction>,
    /// Relations of that kind that cannot be applied: over a way, at some hours, for nobody here, or incomplete.
    pub(super) other_restrictions: usize,
}

impl Raw {
    /// Where a node is.
    pub(super) fn position(&self, node: i64) -> Option<Position> {
        let at = self.nodes.binary_search_by_key(&node, |(id, _)| *id).ok()?;
        self.nodes[at].1
    }

    pub(super) fn is_barrier(&self, node: i64) -> bool {
        self.barriers.binary_search(&node).is_ok()
    }
}

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<Raw, Problem> {
    let mut raw = Raw::default();
    each(path, |element| raw.take(&element))?;
    raw.ways.sort_by_key(|way| way.id);
    raw.places.sort_by_key(|place| place.id);
    raw.barriers.sort_unstable();
    let mut ids: Vec<i64> = raw.ways.iter().flat_map(|way| way.nodes.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    raw.nodes = ids.into_iter().map(|id| (id, None)).collect();
    each(path, |element| match element {
        Element::Node(node) => raw.locate(node.id(), node.lon(), node.lat()),
        Element::DenseNode(node) => raw.locate(node.id(), node.lon(), node.lat()),
        Element::Way(_) | Element::Relation(_) => {}
    })?;
    Ok(raw)
}

fn each(path: &Path, mut take: impl FnMut(Element<'_>)) -> Result<(), Problem> {
    let wrong = |error: osmpbf::Error| {
        Problem::error("unreadable-pbf", format!("the file cannot be read: {error}"))
            .at(Location::file(path.display().to_string()))
            .help("an OpenStreetMap extract as .osm.pbf; `osmium cat in.osm -o out.osm.pbf` makes one of XML")
    };
    ElementReader::from_path(path).map_err(wrong)?.for_each(&mut take).map_err(wrong)
}

impl Raw {
    fn take(&mut self, element: &Element<'_>) {
        match element {
            Element::Node(node) => self.take_node(node.id(), (node.lon(), node.lat()), node.tags()),
            Element::DenseNode(node) => {
                self.take_node(node.id(), (node.lon(), node.lat()), node.tags());
            }
            Element::Way(way) => {
                self.all_ways += 1;
                self.newest = self.newest.max(way.info().milli_timestamp());
                let tags = Tags::new(way.tags());
                if is_wanted(&tags) {
                    self.ways.push(RawWay { id: way.id(), nodes: way.refs().collect(), tags });
                }
            }
            Element::Relation(relation) => {
                let tags = Tags::new(relation.tags());
                if tags.get("type").is_some_and(|kind| kind.starts_with("restriction")) {
                    let members = relation.members().filter_map(|member| {
                        let role = member.role().ok()?.to_owned();
                        Some((role, member.member_type, member.member_id))
                    });
                    match restrictions(&tags, &members.collect::<Vec<_>>()) {
                        Some(some) => self.restrictions.extend(some),
                        None => self.other_restrictions += 1,
                    }
                }
            }
        }
    }

    fn take_node<'a>(
        &mut self,
        id: i64,
        (lon, lat): (f64, f64),
        tags: impl Iterator<Item = (&'a str, &'a str)>,
    ) {
        let tags = Tags::new(tags);
        if tags::stops_cars(&tags) {
            self.barriers.push(id);
        }
        if tags.get("place").is_some() {
            self.places.push(RawPlace {
                id,
                position: Position { lon: round(lon), lat: round(lat) },
                tags,
            });
        }
    }

    fn locate(&mut self, id: i64, lon: f64, lat: f64) {
        if let Ok(at) = self.nodes.binary_search_by_key(&id, |(id, _)| *id) {
            self.nodes[at].1 = Some(Position { lon: round(lon), lat: round(lat) });
        }
    }
}

impl Raw {
    /// The day of the newest way: the file is of that day or a later one.
    pub(super) fn day(&self) -> Option<Date> {
        let days = self.newest?.div_euclid(86_400_000);
        let first = Date::new(1970, 1, 1)?;
        (0..days).try_fold(first, |day, _| day.next())
    }
}

/// The turns a relation speaks of; none where it is not one that can be applied.
fn restrictions(tags: &Tags, members: &[(String, RelMemberType, i64)]) -> Option<Vec<Restriction>> {
    let all = |role: &str, kind: RelMemberType| -> Option<Vec<i64>> {
        let named: Vec<_> = members.iter().filter(|member| member.0 == role).collect();
        let is_right = !named.is_empty() && named.iter().all(|member| member.1 == kind);
        is_right.then(|| named.iter().map(|member| member.2).collect())
    };
    let (is_only, uses) = tags::restriction(tags)?;
    let [from, via, to] = [
        all("from", RelMemberType::Way)?,
        all("via", RelMemberType::Node)?,
        all("to", RelMemberType::Way)?,
    ];
    let &[via] = &via[..] else { return None };
    // A turn that is the only one has one road on each side.
    if is_only && (from.len() > 1 || to.len() > 1) {
        return None;
    }
    let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to)));
    Some(pairs.map(|(from, to)| Restriction { from, via, to, is_only, uses }).collect())
}

/// To the seven decimals that the format keeps.
fn round(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

fn is_wanted(tags: &Tags) -> bool {
    let is_planned_rail = tags.is_any("railway", &["construction", "proposed"]);
    let is_boat = tags.is_any("route", &["ferry", "shuttle_train"]);
    let is_area = tags.is("area", "yes");
    !is_area && (tags.get("highway").is_some() || is_planned_rail || is_boat)
}
