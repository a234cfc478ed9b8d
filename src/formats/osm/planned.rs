//! Roads and railways that are planned or being built, as project files.

use super::class::{Class, Users, class_of};
use super::places::slug;
use super::read::{Raw, RawWay};
use super::tags::{self, Tags};
use super::{OSM, speed};
use crate::network::{FacilityType, Position};
use crate::units::{Date, Kilometres};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What a way is to become.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plan {
    facility: FacilityType,
    /// Of a road; none for a railway.
    class: Option<&'static Class>,
    is_being_built: bool,
}

/// What a way is to become, if it is not there yet.
pub(super) fn plan(tags: &Tags) -> Option<Plan> {
    for (status, is_being_built) in [("construction", true), ("proposed", false)] {
        if tags.is("highway", status) {
            let class = tags.get(status).and_then(class_of).or_else(|| class_of("road"))?;
            let is_road = matches!(class.users, Users::All | Users::Motor);
            let plan = Plan { facility: class.facility, class: Some(class), is_being_built };
            return is_road.then_some(plan);
        }
        if tags.is("railway", status) && tags.get("service").is_none() {
            let facility = railway(tags, tags.get(status).unwrap_or("rail"))?;
            return Some(Plan { facility, class: None, is_being_built });
        }
    }
    None
}

fn railway(tags: &Tags, kind: &str) -> Option<FacilityType> {
    match kind {
        "rail" if tags.is("highspeed", "yes") => Some(FacilityType::HighSpeedRail),
        "rail" => Some(FacilityType::ConventionalRail),
        "subway" | "light_rail" | "monorail" => Some(FacilityType::Metro),
        _ => None,
    }
}

impl Plan {
    fn prefix(&self) -> &'static str {
        if self.class.is_some() { "road" } else { "rail" }
    }

    /// km/h where no tag says a limit: highest speeds usual for the kind of railway.
    fn usual_speed(&self) -> f64 {
        match (self.class, self.facility) {
            (Some(class), _) => class.speed,
            (None, FacilityType::HighSpeedRail) => 250.0,
            (None, FacilityType::Metro) => 35.0,
            (None, _) => 120.0,
        }
    }

    fn uses(&self) -> &'static str {
        match (self.class, self.facility) {
            (Some(_), _) => r#"["car", "truck", "bus"]"#,
            (None, FacilityType::Metro) => r#"["metro"]"#,
            (None, FacilityType::HighSpeedRail) => r#"["passenger_train"]"#,
            (None, _) => r#"["passenger_train", "freight_train"]"#,
        }
    }
}

type Planned<'r> = (&'r RawWay, Plan);

/// Ways that are to come.
pub(super) fn planned(raw: &Raw) -> Vec<Planned<'_>> {
    raw.ways.iter().filter_map(|way| Some((way, plan(&way.tags)?))).collect()
}

/// Project files by id, and how many groups of roads to come meet no road that is there.
///
/// Ways that hang together over nodes that are not there yet are one project. `has_cars` says of an OSM node whether cars get
/// to it in the network, `is_there` whether it is in the network at all.
pub(super) fn projects(
    raw: &Raw,
    has_cars: &dyn Fn(i64) -> bool,
    is_there: &dyn Fn(i64) -> bool,
    limit_factor: f64,
) -> (BTreeMap<String, String>, usize) {
    let planned = planned(raw);
    let (mut files, mut apart) = (BTreeMap::new(), 0);
    for prefix in ["road", "rail"] {
        let kind: Vec<Planned<'_>> =
            planned.iter().filter(|(_, plan)| plan.prefix() == prefix).copied().collect();
        let is_base = |node: i64| prefix == "road" && has_cars(node);
        let is_there = |node: i64| prefix == "road" && is_there(node);
        for group in groups(&kind, &is_base) {
            let meets = group.iter().any(|(way, _)| way.nodes.iter().any(|node| is_base(*node)));
            if prefix == "road" && !meets {
                apart += 1;
                continue;
            }
            let project = Project {
                raw,
                group,
                is_base: &is_base,
                is_there: &is_there,
                prefix,
                limit_factor,
            };
            files.extend(project.file());
        }
    }
    (files, apart)
}

/// Ways that share nodes that are not there yet.
fn groups<'r>(ways: &[Planned<'r>], is_base: &dyn Fn(i64) -> bool) -> Vec<Vec<Planned<'r>>> {
    let mut together = petgraph::unionfind::UnionFind::<usize>::new(ways.len());
    let mut first: BTreeMap<i64, usize> = BTreeMap::new();
    for (at, (way, _)) in ways.iter().enumerate() {
        for node in way.nodes.iter().filter(|node| !is_base(**node)) {
            let other = *first.entry(*node).or_insert(at);
            together.union(at, other);
        }
    }
    let mut groups: BTreeMap<usize, Vec<Planned<'r>>> = BTreeMap::new();
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, way) in ways.iter().enumerate() {
        let group = *seen.entry(together.find(at)).or_insert(at);
        groups.entry(group).or_default().push(*way);
    }
    groups.into_values().collect()
}

struct Project<'a> {
    raw: &'a Raw,
    group: Vec<Planned<'a>>,
    is_base: &'a dyn Fn(i64) -> bool,
    is_there: &'a dyn Fn(i64) -> bool,
    prefix: &'static str,
    limit_factor: f64,
}

impl Project<'_> {
    /// Id and text; none where the file holds too little of it.
    fn file(&self) -> Option<(String, String)> {
        let cuts = self.cuts();
        let (mut links, mut nodes, mut total) = (String::new(), BTreeSet::new(), Kilometres(0.0));
        let mut nth = 0;
        for (way, plan) in &self.group {
            for piece in self.pieces(way, &cuts) {
                nth += 1;
                let length = self.length(&piece);
                total = total + length;
                nodes.extend([piece[0], piece[piece.len() - 1]]);
                links += &self.link(way, *plan, &piece, (nth, length));
            }
        }
        nodes.retain(|node| !(self.is_there)(*node));
        (nth > 0).then(|| self.text(total, &self.nodes(&nodes), &links))
    }

    fn text(&self, total: Kilometres, nodes: &str, links: &str) -> (String, String) {
        let (way, _) = self.leader();
        let (name, name_en) = way.tags.names();
        let own = format!("way-{}", way.id);
        let id = match slug(&name_en).or_else(|| slug(&name)) {
            Some(slug) => format!("{slug}-{}", way.id),
            None => own.clone(),
        };
        let name = if name.is_empty() { own } else { name };
        let is_built = self.group.iter().all(|(_, plan)| plan.is_being_built);
        let status = if is_built { "construction" } else { "planned" };
        let mode = self.prefix;
        let opening = way.tags.get("opening_date").filter(|date| Date::parse(date).is_some());
        let opening = opening.map_or_else(String::new, |date| format!("opening = \"{date}\"\n"));
        let ids: Vec<String> = self.group.iter().map(|(way, _)| way.id.to_string()).collect();
        let note = format!(
            "From OpenStreetMap, ways {}; no opening is in force unless one is written here.",
            ids.join(", ")
        );
        let text = format!(
            "[project]\nid = {}\nname = {}\nname_en = {}\nmode = \"{mode}\"\ntype = \"new-line\"\nstatus = \"{status}\"\n{opening}length_km = {:.3}\nsources = [\"{OSM}\"]\nnote = {}\n{nodes}\n[[modification]]\ntype = \"add-links\"\nlinks = [\n{links}]\n",
            quoted(&id),
            quoted(&name),
            quoted(&name_en),
            total.0,
            quoted(&note),
        );
        (id, text)
    }

    /// The way the project is called after: the one with a name, with the most nodes.
    fn leader(&self) -> &(&RawWay, Plan) {
        let rank = |(way, _): &&Planned<'_>| {
            (!way.tags.names().0.is_empty(), way.nodes.len(), std::cmp::Reverse(way.id))
        };
        self.group.iter().max_by_key(rank).unwrap_or(&self.group[0])
    }

    /// Ends, nodes of several ways, and nodes that are there.
    fn cuts(&self) -> BTreeSet<i64> {
        let mut count: BTreeMap<i64, usize> = BTreeMap::new();
        for (way, _) in &self.group {
            for node in &way.nodes {
                *count.entry(*node).or_default() += 1;
            }
            for end in [way.nodes.first(), way.nodes.last()].into_iter().flatten() {
                *count.entry(*end).or_default() += 1;
            }
        }
        count
            .into_iter()
            .filter(|(node, count)| *count > 1 || (self.is_base)(*node))
            .map(|(node, _)| node)
            .collect()
    }

    /// A way from cut to cut, without nodes the file does not hold; a ring is cut in the middle.
    fn pieces(&self, way: &RawWay, cuts: &BTreeSet<i64>) -> Vec<Vec<i64>> {
        let there: Vec<i64> =
            way.nodes.iter().copied().filter(|node| self.raw.position(*node).is_some()).collect();
        let mut pieces: Vec<Vec<i64>> = Vec::new();
        let mut piece: Vec<i64> = Vec::new();
        for (at, node) in there.iter().enumerate() {
            piece.push(*node);
            if piece.len() > 1 && (cuts.contains(node) || at + 1 == there.len()) {
                pieces.push(std::mem::replace(&mut piece, vec![*node]));
            }
        }
        let halves = |piece: Vec<i64>| {
            let middle = piece.len() / 2;
            let is_ring = piece.first() == piece.last();
            if is_ring {
                vec![piece[..=middle].to_vec(), piece[middle..].to_vec()]
            } else {
                vec![piece]
            }
        };
        let whole = pieces.into_iter().flat_map(halves);
        whole.filter(|piece| piece.len() > 1 && piece.first() != piece.last()).collect()
    }

    fn course(&self, piece: &[i64]) -> Vec<Position> {
        piece.iter().filter_map(|node| self.raw.position(*node)).collect()
    }

    fn length(&self, piece: &[i64]) -> Kilometres {
        let course = self.course(piece);
        let length: Kilometres = course.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        Kilometres(((length.0 * 1e4).round() / 1e4).max(0.0001))
    }

    fn nodes(&self, nodes: &BTreeSet<i64>) -> String {
        if nodes.is_empty() {
            return String::new();
        }
        let mut text = "\n[[modification]]\ntype = \"add-nodes\"\nnodes = [\n".to_owned();
        for (id, at) in nodes.iter().filter_map(|id| Some((id, self.raw.position(*id)?))) {
            let name = format!("{}-{id}", self.prefix);
            let _ = writeln!(
                text,
                "  {{ id = \"{name}\", name = \"{name}\", name_en = \"\", node_type = \"junction\", lon = {:?}, lat = {:?} }},",
                at.lon, at.lat
            );
        }
        text + "]\n"
    }

    fn link(
        &self,
        way: &RawWay,
        plan: Plan,
        piece: &[i64],
        (nth, length): (usize, Kilometres),
    ) -> String {
        let highway = plan.class.map_or("", |class| class.highway);
        let direction = tags::direction(&way.tags, highway);
        let mut ends = [piece[0], piece[piece.len() - 1]];
        if direction == tags::Way::Backward {
            ends.reverse();
        }
        let directed =
            matches!(direction, tags::Way::Forward | tags::Way::Backward) && plan.class.is_some();
        let limit = speed::limit(&way.tags, "forward");
        let factor = if plan.class.is_some() { self.limit_factor } else { 1.0 };
        let speed = limit.map_or_else(|| plan.usual_speed(), |limit| limit * factor);
        let [from, to] = ends.map(|node| format!("{}-{node}", self.prefix));
        let lanes = plan.class.map_or_else(String::new, |class| {
            format!(", lanes = {:?}, capacity = {:?}", class.lanes, class.capacity)
        });
        format!(
            "  {{ id = \"plan-{}.{nth}\", from = \"{from}\", to = \"{to}\", length_km = {:?}, facility_type = \"{}\", allowed_uses = {}, free_speed_kmh = {:?}{lanes}, directed = {directed} }},\n",
            way.id,
            length.0,
            plan.facility.name(),
            plan.uses(),
            (speed * 10.0).round() / 10.0,
        )
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
