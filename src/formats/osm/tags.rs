//! The tags of a way or a node that matter here, and who may go where by them.

use super::class::{Class, Users};
use crate::network::{LinkUse, UseSet};

/// Keys that are kept when a file is read, in order.
const KEYS: [&str; 52] = [
    "access",
    "agricultural",
    "area",
    "barrier",
    "bus",
    "bus:backward",
    "busway",
    "construction",
    "duration",
    "except",
    "ferry",
    "foot",
    "goods",
    "hgv",
    "highspeed",
    "highway",
    "junction",
    "lanes",
    "lanes:backward",
    "lanes:forward",
    "maxspeed",
    "maxspeed:backward",
    "maxspeed:forward",
    "maxspeed:type",
    "motor_vehicle",
    "motorcar",
    "motorroad",
    "name",
    "name:en",
    "oneway",
    "oneway:bus",
    "oneway:psv",
    "opening_date",
    "place",
    "population",
    "proposed",
    "psv",
    "railway",
    "ref",
    "restriction",
    "restriction:bus",
    "restriction:hgv",
    "restriction:motorcar",
    "route",
    "service",
    "source:maxspeed",
    "surface",
    "toll",
    "type",
    "usage",
    "vehicle",
    "zone:maxspeed",
];

fn is_kept(key: &str) -> bool {
    KEYS.binary_search(&key).is_ok()
}

/// Tags of one thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tags(Vec<(String, String)>);

impl Tags {
    pub(super) fn new<'a>(tags: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let kept = tags.into_iter().filter(|(key, _)| is_kept(key));
        Self(kept.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    pub(super) fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }

    /// Whether a tag has one of some values.
    pub(super) fn is_any(&self, key: &str, values: &[&str]) -> bool {
        self.get(key).is_some_and(|value| values.contains(&value))
    }

    /// Name in the script of the place, and in English; a road without a name goes by its number.
    pub(super) fn names(&self) -> (String, String) {
        let name = self.get("name").or(self.get("ref")).unwrap_or("");
        (name.to_owned(), self.get("name:en").unwrap_or("").to_owned())
    }

    /// The first road number.
    pub(super) fn line_id(&self) -> Option<String> {
        let number = self.get("ref")?.split(';').next()?.trim();
        (!number.is_empty()).then(|| number.to_owned())
    }
}

/// Which way a stream of traffic may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Both,
    Forward,
    Backward,
    Neither,
}

/// The direction vehicles may go in: `oneway`, else that of roundabouts and motorways.
pub(super) fn direction(tags: &Tags, highway: &str) -> Way {
    match tags.get("oneway") {
        Some("yes" | "true" | "1") => return Way::Forward,
        Some("-1" | "reverse") => return Way::Backward,
        Some("no" | "false" | "0" | "alternating") => return Way::Both,
        Some("reversible") => return Way::Neither,
        _ => {}
    }
    let is_round = tags.is_any("junction", &["roundabout", "circular"]);
    if is_round || matches!(highway, "motorway" | "motorway_link") {
        Way::Forward
    } else {
        Way::Both
    }
}

/// Whether a relation allows only its turn, else forbids it, and whom it binds; none where that is nobody, or at some hours
/// only.
pub(super) fn restriction(tags: &Tags) -> Option<(bool, UseSet)> {
    const VEHICLES: [LinkUse; 3] = [LinkUse::Car, LinkUse::Truck, LinkUse::Bus];
    let of_kind = match tags.get("type")? {
        "restriction:hgv" => Some(LinkUse::Truck),
        "restriction:bus" => Some(LinkUse::Bus),
        "restriction:motorcar" => Some(LinkUse::Car),
        "restriction" => None,
        _ => return None,
    };
    let own = [
        ("restriction:motorcar", LinkUse::Car),
        ("restriction:hgv", LinkUse::Truck),
        ("restriction:bus", LinkUse::Bus),
    ];
    let all = tags.get("restriction").map(|rule| (rule, of_kind));
    let (rule, bound) = all
        .or_else(|| own.iter().find_map(|(key, vehicle)| Some((tags.get(key)?, Some(*vehicle)))))?;
    let is_only = match rule {
        rule if rule.starts_with("only_") => true,
        rule if rule.starts_with("no_") => false,
        _ => return None,
    };
    let excepted: Vec<&str> = tags.get("except").unwrap_or("").split(';').map(str::trim).collect();
    let is_excepted = |vehicle: LinkUse| {
        let words: &[&str] = match vehicle {
            LinkUse::Car => &["motorcar", "motor_vehicle", "vehicle"],
            LinkUse::Truck => &["hgv", "goods", "motor_vehicle", "vehicle"],
            _ => &["bus", "psv", "motor_vehicle", "vehicle"],
        };
        words.iter().any(|word| excepted.contains(word))
    };
    let is_bound = |vehicle: &LinkUse| bound.is_none_or(|one| one == *vehicle);
    let uses: UseSet =
        VEHICLES.into_iter().filter(is_bound).filter(|it| !is_excepted(*it)).collect();
    (!uses.is_empty()).then_some((is_only, uses))
}

/// Keys that may let a use in or keep it out, the one that counts most first.
const HIERARCHY: [(LinkUse, &[&str]); 4] = [
    (LinkUse::Car, &["motorcar", "motor_vehicle", "vehicle", "access"]),
    (LinkUse::Truck, &["hgv", "goods", "motor_vehicle", "vehicle", "access"]),
    (LinkUse::Bus, &["bus", "psv", "motor_vehicle", "vehicle", "access"]),
    (LinkUse::Walk, &["foot", "access"]),
];

const CLOSED: [&str; 8] =
    ["no", "private", "agricultural", "forestry", "emergency", "military", "use_sidepath", "psv"];

/// Values that open a way to those it is not made for.
const OPEN: [&str; 4] = ["yes", "designated", "permissive", "official"];

/// Whether the tags let a use in or keep it out; none where they say nothing of it.
fn said(tags: &Tags, link_use: LinkUse) -> Option<(bool, bool)> {
    let keys = HIERARCHY.iter().find(|(known, _)| *known == link_use)?.1;
    let (at, value) = keys.iter().enumerate().find_map(|(at, key)| Some((at, tags.get(key)?)))?;
    let is_own = at + 1 < keys.len();
    let is_for_it = link_use == LinkUse::Bus && value == "psv";
    Some((!CLOSED.contains(&value) || is_for_it, is_own && OPEN.contains(&value)))
}

fn allows(tags: &Tags, class: &Class, link_use: LinkUse) -> bool {
    let is_usual = match class.users {
        Users::Motor => link_use != LinkUse::Walk,
        Users::All => link_use != LinkUse::Walk || !tags.is("motorroad", "yes"),
        Users::Walk => link_use == LinkUse::Walk,
        Users::Bus => link_use == LinkUse::Bus,
        Users::Nobody => false,
    };
    match said(tags, link_use) {
        Some((is_let_in, is_named)) => {
            if is_usual {
                is_let_in
            } else {
                is_named
            }
        }
        None => is_usual,
    }
}

/// Who may go along a way, and who against it.
pub(super) fn uses(tags: &Tags, class: &Class) -> (UseSet, UseSet) {
    let allowed: Vec<LinkUse> = HIERARCHY
        .iter()
        .map(|(link_use, _)| *link_use)
        .filter(|link_use| allows(tags, class, *link_use))
        .collect();
    let way = direction(tags, class.highway);
    let bus_both = tags.is_any("oneway:bus", &["no"])
        || tags.is_any("oneway:psv", &["no"])
        || tags.is_any("busway", &["opposite_lane", "opposite_track"])
        || tags.is_any("bus:backward", &["yes", "designated"]);
    let goes = |link_use: LinkUse, wanted: Way| match link_use {
        LinkUse::Walk => true,
        LinkUse::Bus if bus_both && way != Way::Neither => true,
        _ => way == Way::Both || way == wanted,
    };
    let along =
        |wanted: Way| allowed.iter().copied().filter(move |link_use| goes(*link_use, wanted));
    (along(Way::Forward).collect(), along(Way::Backward).collect())
}

/// Barriers that a vehicle passes, after the list of OSRM's car profile.
const PASSABLE: [&str; 12] = [
    "border_control",
    "bus_trap",
    "cattle_grid",
    "checkpoint",
    "entrance",
    "gate",
    "height_restrictor",
    "kerb",
    "lift_gate",
    "no",
    "sally_port",
    "toll_booth",
];

/// Whether a node stops cars.
pub(super) fn stops_cars(tags: &Tags) -> bool {
    let Some(barrier) = tags.get("barrier") else { return false };
    match said(tags, LinkUse::Car) {
        Some((is_let_in, _)) => !is_let_in,
        None => PASSABLE.binary_search(&barrier).is_err(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::class::class_of;
    use super::*;

    fn said_of(highway: &str, tags: &[(&str, &str)]) -> (String, String) {
        let tags = Tags::new(tags.iter().copied());
        let (forward, backward) = uses(&tags, class_of(highway).unwrap());
        let words = |set: UseSet| set.iter().map(LinkUse::name).collect::<Vec<_>>().join(" ");
        (words(forward), words(backward))
    }

    #[test]
    fn lists_that_are_searched_are_in_order() {
        assert!(PASSABLE.is_sorted() && KEYS.is_sorted());
    }

    #[test]
    fn ways_are_for_those_they_are_made_for() {
        let all = "car truck bus walk".to_owned();
        assert_eq!(said_of("residential", &[]), (all.clone(), all.clone()));
        assert_eq!(said_of("motorway", &[]), ("car truck bus".into(), String::new()));
        assert_eq!(said_of("motorway_link", &[("oneway", "no")]).1, "car truck bus");
        assert_eq!(said_of("footway", &[]), ("walk".into(), "walk".into()));
        assert_eq!(said_of("busway", &[]).0, "bus");
        assert_eq!(said_of("cycleway", &[("foot", "designated")]).0, "walk");
        assert_eq!(said_of("cycleway", &[]).0, "");
        assert_eq!(said_of("trunk", &[("motorroad", "yes")]).0, "car truck bus");
    }

    #[test]
    fn one_ways_hold_for_vehicles() {
        assert_eq!(said_of("primary", &[("oneway", "yes")]).1, "walk");
        assert_eq!(said_of("primary", &[("oneway", "-1")]).0, "walk");
        assert_eq!(said_of("primary", &[("junction", "roundabout")]).1, "walk");
        assert_eq!(said_of("primary", &[("oneway", "yes"), ("oneway:bus", "no")]).1, "bus walk");
        assert_eq!(said_of("primary", &[("oneway", "reversible")]).0, "walk");
    }

    #[test]
    fn the_nearest_key_of_the_hierarchy_counts() {
        assert_eq!(said_of("service", &[("access", "private")]).0, "");
        assert_eq!(said_of("service", &[("access", "no"), ("bus", "yes")]).0, "bus");
        assert_eq!(said_of("service", &[("motor_vehicle", "no")]).0, "walk");
        assert_eq!(said_of("primary", &[("hgv", "no")]).0, "car bus walk");
        assert_eq!(said_of("primary", &[("vehicle", "no"), ("psv", "yes")]).0, "bus walk");
        assert_eq!(said_of("residential", &[("access", "destination")]).0, "car truck bus walk");
        assert_eq!(said_of("pedestrian", &[("motor_vehicle", "yes")]).0, "car truck bus walk");
        assert_eq!(said_of("track", &[("access", "yes")]).0, "walk");
        assert_eq!(said_of("track", &[("motorcar", "yes")]).0, "car walk");
    }

    #[test]
    fn bollards_stop_cars_and_gates_do_not() {
        let stops = |tags: &[(&str, &str)]| stops_cars(&Tags::new(tags.iter().copied()));
        assert!(stops(&[("barrier", "bollard")]));
        assert!(!stops(&[("barrier", "gate")]));
        assert!(stops(&[("barrier", "gate"), ("access", "private")]));
        assert!(!stops(&[("barrier", "bollard"), ("motor_vehicle", "yes")]));
        assert!(!stops(&[("access", "no")]));
    }
}
