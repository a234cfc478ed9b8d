//! Cities, towns, villages and suburbs as zones.

use super::OSM;
use super::read::{Raw, RawPlace};
use crate::formats::import::Draft;
use crate::formats::import::provenance;
use crate::formats::import::zones::Settlement;
use crate::network::{Confidence, LinkUse, Position, Zone, ZoneType};
use crate::units::Kilometres;
use rstar::RTree;
use std::collections::BTreeSet;

/// A place farther than this from the nearest road lies outside the extract.
const REACH: Kilometres = Kilometres(5.0);

/// The zones, how many of them say no population, and how many lie too far from the roads.
pub(super) fn zones(raw: &Raw, draft: &Draft) -> (Vec<Zone>, usize, usize) {
    let is_near = near_roads(draft);
    let mut ids = BTreeSet::new();
    let (mut zones, mut nameless, mut far) = (Vec::new(), 0, 0);
    for place in &raw.places {
        let Some(zone_type) = zone_type(place) else { continue };
        let (name, name_en) = place.tags.names();
        if name.is_empty() {
            continue;
        }
        if !is_near(place.position) {
            far += 1;
            continue;
        }
        let population = place.tags.get("population").and_then(number);
        nameless += usize::from(population.is_none());
        let mut id =
            slug(&name_en).or_else(|| slug(&name)).unwrap_or_else(|| format!("place-{}", place.id));
        if !ids.insert(id.clone()) {
            id = format!("{id}-{}", place.id);
            ids.insert(id.clone());
        }
        let kind = place.tags.get("place").unwrap_or("");
        let note = match population {
            Some(_) => format!("place={kind}"),
            None => format!("place={kind}; no population in the file"),
        };
        let settlement = Settlement {
            id,
            name,
            name_en,
            zone_type,
            position: place.position,
            population,
            provenance: provenance(OSM, Confidence::Stated, note),
        };
        zones.push(settlement.zone());
    }
    (zones, nameless, far)
}

fn zone_type(place: &RawPlace) -> Option<ZoneType> {
    match place.tags.get("place")? {
        "city" => Some(ZoneType::Prefecture),
        "town" | "village" => Some(ZoneType::County),
        "suburb" => Some(ZoneType::District),
        _ => None,
    }
}

/// `1 234 567`, `1,234,567`, `1234567 (2020)`.
fn number(text: &str) -> Option<f64> {
    let digits: String =
        text.chars().take_while(|it| *it != '(').filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// A name as an id: letters and digits of ASCII, words joined by `-`.
pub(super) fn slug(name: &str) -> Option<String> {
    let is_plain =
        !name.is_empty() && name.chars().all(|it| it.is_alphanumeric() || " -'’.–".contains(it));
    let plain: String = name.to_lowercase().chars().filter_map(fold).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    (is_plain && plain.is_ascii() && !words.is_empty()).then(|| words.join("-"))
}

fn fold(letter: char) -> Option<char> {
    match letter {
        'à'..='å' => Some('a'),
        'ç' => Some('c'),
        'è'..='ë' => Some('e'),
        'ì'..='ï' => Some('i'),
        'ñ' => Some('n'),
        'ò'..='ö' => Some('o'),
        'ù'..='ü' => Some('u'),
        '\'' | '’' | '.' => None,
        ' ' | '–' => Some('-'),
        other => Some(other),
    }
}

fn near_roads(draft: &Draft) -> impl Fn(Position) -> bool {
    let roads = draft.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Car));
    let nodes: BTreeSet<_> = roads.flat_map(|link| [link.from, link.to]).collect();
    let position = |node: &crate::index::NodeIdx| draft.nodes[node.at()].position;
    let tree = RTree::bulk_load(
        nodes.iter().map(|node| [position(node).lon, position(node).lat]).collect(),
    );
    move |place: Position| {
        let nearest = tree.nearest_neighbor([place.lon, place.lat]);
        nearest.is_some_and(|it| place.distance(Position { lon: it[0], lat: it[1] }).0 <= REACH.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids() {
        assert_eq!(slug("São João da Madeira").as_deref(), Some("sao-joao-da-madeira"));
        assert_eq!(slug("Saint-Roman / Tenao"), None);
        assert_eq!(slug("徐州"), None);
        assert_eq!(slug("L'Annonciade").as_deref(), Some("lannonciade"));
    }

    #[test]
    fn people_are_counted_however_they_are_written() {
        assert_eq!(number("1 234 567"), Some(1_234_567.0));
        assert_eq!(number("12,345 (2011)"), Some(12_345.0));
        assert_eq!(number("many"), None);
    }
}
