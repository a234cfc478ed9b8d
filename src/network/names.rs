//! Places by name: Chinese, English or pinyin, or the id of a table.

use super::{Lock, Network, NodeType};
use crate::diagnostic::nearest;
use crate::index::{NodeIdx, StopIdx, TerminalIdx, ZoneIdx};
use pinyin::ToPinyin;
use std::collections::BTreeMap;

/// Something with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A zone.
    Zone(ZoneIdx),
    /// A stop of the timetable.
    Stop(StopIdx),
    /// A node of the infrastructure.
    Node(NodeIdx),
}

/// What kind of place a name is looked up as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A zone.
    Zone,
    /// A stop of the timetable.
    Stop,
    /// A node of the railway.
    RailNode,
    /// Any other node: of a road or a waterway.
    Node,
}

/// Why a name is no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing is called so.
    #[error("no place is called `{name}`{}", suggestion.as_ref().map_or(String::new(), |near| format!("; did you mean {near}?")))]
    Unknown {
        /// What was asked for.
        name: String,
        /// What is called nearly so.
        suggestion: Option<String>,
    },
    /// Several places of the same kind are called so.
    #[error("`{name}` may be {}; use the Chinese name or the id", candidates.join(" or "))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// What is called so.
        candidates: Vec<String>,
    },
}

/// Finds places by name.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    by_id: BTreeMap<(Kind, String), Place>,
    by_key: BTreeMap<String, Vec<(Kind, Place)>>,
    labels: BTreeMap<Place, String>,
}

impl Gazetteer {
    /// Of everything in a network that has a name.
    pub fn new(network: &Network) -> Self {
        let mut gazetteer =
            Self { by_id: BTreeMap::new(), by_key: BTreeMap::new(), labels: BTreeMap::new() };
        for (at, zone) in network.zones.iter().enumerate() {
            let keys = [zone.id.as_str(), &zone.name, &zone.name_en, &zone.pinyin];
            gazetteer.add(
                (Kind::Zone, Place::Zone(ZoneIdx::new(at))),
                &keys,
                &zone.name,
                &zone.label(),
            );
        }
        for at in 0..network.transit.stops.len() {
            gazetteer.add_stop(network, StopIdx::new(at));
        }
        for at in 0..network.nodes.len() {
            gazetteer.add_node(network, NodeIdx::new(at));
        }
        gazetteer
    }

    /// One more stop of the network.
    pub(crate) fn add_stop(&mut self, network: &Network, at: StopIdx) {
        let stop = &network.transit.stops[at.at()];
        let node_id = stop.node.map_or("", |node| &network.nodes[node.at()].id);
        let keys = [stop.id.as_str(), &stop.name, &stop.name_en, node_id];
        self.add((Kind::Stop, Place::Stop(at)), &keys, &stop.name, &stop.label());
    }

    /// One more node of the network.
    pub(crate) fn add_node(&mut self, network: &Network, at: NodeIdx) {
        let node = &network.nodes[at.at()];
        let label = format!("{} {}", node.name, node.name_en).trim_end().to_owned();
        let bare_id = node.id.split_once('-').map_or("", |(_, id)| id);
        let is_rail = matches!(node.node_type, NodeType::Station | NodeType::FreightStation)
            || node.id.starts_with("rail-");
        let kind = if is_rail { Kind::RailNode } else { Kind::Node };
        let keys = [node.id.as_str(), bare_id, &node.name, &node.name_en];
        self.add((kind, Place::Node(at)), &keys, &node.name, &label);
    }

    fn add(&mut self, (kind, place): (Kind, Place), keys: &[&str], chinese: &str, label: &str) {
        self.labels.insert(place, label.to_owned());
        if let Some(id) = keys.first() {
            self.by_id.entry((kind, (*id).to_owned())).or_insert(place);
        }
        let pinyin = to_pinyin(chinese);
        let bare = without_suffix(chinese);
        for key in keys.iter().copied().chain([pinyin.as_str(), bare]) {
            let places = self.by_key.entry(fold(key)).or_default();
            if !key.is_empty() && !places.contains(&(kind, place)) {
                places.push((kind, place));
            }
        }
    }

    /// `淮北 Huaibei`.
    pub fn label(&self, place: Place) -> &str {
        self.labels.get(&place).map_or("", String::as_str)
    }

    /// The place of the first of `kinds` that bears a name; of several of one kind the one whose id it is. `站` behind a
    /// name asks for a stop.
    ///
    /// # Errors
    /// If no place of these kinds, or several of one kind, bear it.
    pub fn find(&self, name: &str, kinds: &[Kind]) -> Result<Place, NameError> {
        self.find_among(name, kinds, &|_| true)
    }

    /// As [`Gazetteer::find`], among the places that are wanted only.
    ///
    /// # Errors
    /// If no such place of these kinds, or several of one kind, bear it.
    pub(crate) fn find_among(
        &self,
        name: &str,
        kinds: &[Kind],
        is_wanted: &dyn Fn(Place) -> bool,
    ) -> Result<Place, NameError> {
        let bare = name.trim().strip_suffix('站').filter(|bare| !bare.is_empty());
        if let (Some(bare), true) = (bare, kinds.contains(&Kind::Stop)) {
            for asked in [name, bare] {
                match self.find_in(asked, &[Kind::Stop], is_wanted) {
                    Err(NameError::Unknown { .. }) => {}
                    found => return found,
                }
            }
        }
        self.find_in(name, kinds, is_wanted)
    }

    fn find_in(
        &self,
        name: &str,
        kinds: &[Kind],
        is_wanted: &dyn Fn(Place) -> bool,
    ) -> Result<Place, NameError> {
        let keys = [fold(name), fold(without_suffix(name.trim()))];
        for key in &keys {
            for kind in kinds {
                let places: Vec<Place> =
                    self.of_kind(key, *kind).filter(|place| is_wanted(*place)).collect();
                match places.as_slice() {
                    [] => {}
                    [place] => return Ok(*place),
                    several => {
                        let by_id = self.by_id.get(&(*kind, name.trim().to_owned()));
                        return by_id.copied().ok_or_else(|| self.ambiguous(name, several));
                    }
                }
            }
        }
        Err(NameError::Unknown { name: name.to_owned(), suggestion: self.suggestion(name, kinds) })
    }

    fn of_kind(&self, key: &str, kind: Kind) -> impl Iterator<Item = Place> + '_ {
        let places = self.by_key.get(key).map_or(&[][..], Vec::as_slice);
        places.iter().filter(move |known| known.0 == kind).map(|known| known.1)
    }

    fn ambiguous(&self, name: &str, places: &[Place]) -> NameError {
        let candidates = places.iter().map(|place| self.label(*place).to_owned()).collect();
        NameError::Ambiguous { name: name.to_owned(), candidates }
    }

    fn suggestion(&self, name: &str, kinds: &[Kind]) -> Option<String> {
        let keys = self
            .by_key
            .iter()
            .filter(|(_, places)| places.iter().any(|place| kinds.contains(&place.0)));
        let near = nearest(&fold(name), keys.map(|(key, _)| key.as_str()))?;
        let known = self.by_key.get(near)?.iter().find(|known| kinds.contains(&known.0))?;
        Some(self.label(known.1).to_owned())
    }
}

/// The lock that bears a name or id, in Chinese, English or pinyin, with or without the word for lock.
///
/// # Errors
/// If none does.
pub fn find_lock<'n>(network: &'n Network, name: &str) -> Result<&'n Lock, NameError> {
    let keys = |lock: &Lock| {
        let bare = lock.name.trim_end_matches("船闸");
        let english = lock.name_en.trim_end_matches(" lock");
        let pinyin = to_pinyin(bare);
        [lock.id.as_str(), &lock.name, &lock.name_en, bare, english, &pinyin].map(fold)
    };
    let wanted = fold(name);
    let bears = |key: &str| network.locks.iter().find(|lock| keys(lock).iter().any(|it| it == key));
    if let Some(lock) = bears(&wanted).filter(|_| !wanted.is_empty()) {
        return Ok(lock);
    }
    let all: Vec<String> = network.locks.iter().flat_map(keys).collect();
    let near = nearest(&wanted, all.iter().map(String::as_str)).and_then(bears);
    Err(NameError::Unknown { name: name.to_owned(), suggestion: near.map(Lock::label) })
}

/// The terminal for goods that bears a name or id, in Chinese, English or pinyin, or the one terminal of a port or station
/// that does.
///
/// # Errors
/// If none does.
pub fn find_terminal(network: &Network, name: &str) -> Result<TerminalIdx, NameError> {
    let goods = |at: &usize| network.terminals[*at].is_for_goods();
    let all: Vec<usize> = (0..network.terminals.len()).filter(goods).collect();
    let wanted = fold(name);
    let keys = |at: usize| {
        let terminal = &network.terminals[at];
        let pinyin = to_pinyin(&terminal.name);
        let of_node = |node: NodeIdx| {
            let node = &network.nodes[node.at()];
            [fold(&node.id), fold(&node.name), fold(&node.name_en)]
        };
        let own = [terminal.id.as_str(), &terminal.name, &terminal.name_en, &pinyin].map(fold);
        let nodes: Vec<String> = terminal.water_node.into_iter().flat_map(of_node).collect();
        (own, nodes)
    };
    let own = all.iter().find(|at| keys(**at).0.contains(&wanted));
    let by_port = || all.iter().find(|at| keys(**at).1.contains(&wanted));
    if let Some(at) = own.or_else(by_port).filter(|_| !wanted.is_empty()) {
        return Ok(TerminalIdx::new(*at));
    }
    // A part of a name is enough where one terminal alone has it.
    let has_part = |at: &&usize| keys(**at).0.iter().any(|key| key.contains(&wanted));
    let parts: Vec<&usize> = all.iter().filter(has_part).collect();
    if let ([at], true) = (parts.as_slice(), wanted.chars().count() > 1) {
        return Ok(TerminalIdx::new(**at));
    }
    let known: Vec<String> = all.iter().flat_map(|at| keys(*at).0).collect();
    let near = nearest(&wanted, known.iter().map(String::as_str));
    let near =
        near.and_then(|near| all.iter().find(|at| keys(**at).0.iter().any(|key| key == near)));
    let suggestion = near.map(|at| network.terminals[*at].label());
    Err(NameError::Unknown { name: name.to_owned(), suggestion })
}

/// Lower case without spaces, hyphens, apostrophes.
fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\'' | '’' | '_' | '·'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn without_suffix(name: &str) -> &str {
    let bare = name.trim_end_matches(['市', '县', '区']);
    if bare.chars().count() < 2 { name } else { bare }
}

fn to_pinyin(chinese: &str) -> String {
    chinese.to_pinyin().map(|syllable| syllable.map_or("", |syllable| syllable.plain())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_together() {
        assert_eq!(fold("Xi'an North"), fold("xian-north"));
        assert_eq!(to_pinyin("淮北北"), "huaibeibei");
        assert_eq!(without_suffix("徐州市"), "徐州");
        assert_eq!(without_suffix("萧县"), "萧县");
    }
}
