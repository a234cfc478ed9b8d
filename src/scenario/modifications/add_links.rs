//! `add-links`: links between nodes that exist, of road, rail or water.

use super::waterway::WaterwayKeys;
use super::{ConfidenceWord, Editor, Origin, Touched, place};
use crate::index::NodeIdx;
use crate::network::{FacilityType, Link, LinkUse, UseSet, Waterway};
use crate::units::{Kilometres, KmPerHour};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The keys of `add-links`. Keys of a link that stand beside `links` hold for every link that does not say otherwise.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddLinks {
    /// The links.
    pub links: Vec<NewLink>,
}

/// One link.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewLink {
    /// The whole `link_id`.
    pub id: Spanned<String>,
    /// Where it starts: a `node_id`, or the name of a node of its kind.
    pub from: Spanned<String>,
    /// Where it ends.
    pub to: Spanned<String>,
    /// Length in km.
    pub length_km: Spanned<f64>,
    /// Chinese name; the project's if none.
    #[serde(default)]
    pub name: Option<String>,
    /// English name; the project's if none.
    #[serde(default)]
    pub name_en: Option<String>,
    /// A word of the `facility_type` column.
    pub facility_type: Spanned<String>,
    /// In km/h; `design_speed_kmh` if not said.
    #[serde(default)]
    pub free_speed_kmh: Option<Spanned<f64>>,
    /// Words of the `allowed_uses` column; those usual for the facility type if not said.
    #[serde(default)]
    pub allowed_uses: Option<Vec<Spanned<String>>>,
    /// Lanes per direction.
    #[serde(default)]
    pub lanes: Option<Spanned<f64>>,
    /// In pcu per hour and lane.
    #[serde(default)]
    pub capacity: Option<Spanned<f64>>,
    /// Toll of a car over the whole link, in yuan.
    #[serde(default)]
    pub toll_yuan: Option<Spanned<f64>>,
    /// Whether it can be used from start to end only.
    #[serde(default)]
    pub directed: bool,
    /// Id of the line, or number of the road.
    #[serde(default)]
    pub line_id: Option<String>,
    /// The speed it is built for, in km/h.
    #[serde(default)]
    pub design_speed_kmh: Option<Spanned<f64>>,
    /// How many tracks.
    #[serde(default)]
    pub tracks: Option<Spanned<f64>>,
    /// Whether it is electrified.
    #[serde(default)]
    pub electrified: Option<bool>,
    /// Waterways: a word of the `waterway_class` column.
    #[serde(default)]
    pub waterway_class: Option<Spanned<String>>,
    /// Waterways: the largest vessel admitted, in t deadweight.
    #[serde(default)]
    pub vessel_limit_t: Option<Spanned<f64>>,
    /// Waterways: depth kept up, in m.
    #[serde(default)]
    pub depth_m: Option<Spanned<f64>>,
    /// Waterways: speed of an empty vessel, in km/h.
    #[serde(default)]
    pub speed_empty_kmh: Option<Spanned<f64>>,
    /// Ids of `source.csv`; the edit's if none.
    #[serde(default)]
    pub sources: Option<Vec<String>>,
    /// How sure the length is.
    #[serde(default)]
    pub confidence: Option<ConfidenceWord>,
    /// Free text.
    #[serde(default)]
    pub note: String,
}

/// Writes the keys that stand beside `links` into every link that lacks them.
pub(super) fn spread_defaults(table: &mut DeTable<'_>) {
    let Some((key, mut links)) = table.remove_entry("links") else { return };
    let defaults: Vec<_> = std::mem::replace(table, DeTable::new()).into_iter().collect();
    if let DeValue::Array(rows) = links.get_mut() {
        for row in rows.iter_mut() {
            let DeValue::Table(row) = row.get_mut() else { continue };
            for (key, value) in &defaults {
                if !row.contains_key(key.get_ref().as_ref()) {
                    row.insert(key.clone(), value.clone());
                }
            }
        }
    }
    table.insert(key, links);
}

impl AddLinks {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let added: Vec<f64> = self.links.iter().filter_map(|link| link.apply(editor)).collect();
        let total: f64 = added.iter().sum();
        let touched = Touched::new(added.len(), "link").with(&format!("{total:.1} km"));
        (added.len() == self.links.len()).then_some(touched)
    }
}

/// What of a link has to be looked up or checked.
struct Resolved {
    id: String,
    from: NodeIdx,
    to: NodeIdx,
    length: f64,
    facility: FacilityType,
    uses: UseSet,
    free_speed: f64,
    numbers: Numbers,
    waterway: Option<Waterway>,
}

/// Numbers that may be left out.
struct Numbers {
    lanes: Option<f64>,
    capacity: Option<f64>,
    toll_yuan: Option<f64>,
    design_speed: Option<f64>,
    tracks: Option<f64>,
}

impl NewLink {
    /// Its length, if it could be added.
    fn apply(&self, editor: &mut Editor<'_>) -> Option<f64> {
        let resolved = self.resolve(editor)?;
        let length = resolved.length;
        let link = self.link(editor, resolved);
        editor.change_links().links.push(link);
        Some(length)
    }

    fn resolve(&self, editor: &mut Editor<'_>) -> Option<Resolved> {
        let id = self.id.get_ref().clone();
        let is_there = editor.network.links.iter().any(|link| link.id == id);
        let is_new = place::is_new(editor, &self.id, is_there, "link");
        let facility = editor.word(&self.facility_type, &FacilityType::ALL, "facility type");
        let uses = facility.and_then(|facility| self.uses(editor, facility));
        let ends = uses.and_then(|uses| self.ends(editor, uses));
        let length = match ends {
            Some(ends) => place::length(editor, &self.length_km, ends),
            None => editor.above_zero(&self.length_km, "length in km"),
        };
        let free_speed = self.free_speed(editor);
        let numbers = self.numbers(editor);
        let waterway = self.waterway(editor, facility);
        let ((), (from, to)) = (is_new?, ends?);
        Some(Resolved {
            id,
            from,
            to,
            length: length?,
            facility: facility?,
            uses: uses?,
            free_speed: free_speed?,
            numbers: numbers?,
            waterway: waterway?,
        })
    }

    fn uses(&self, editor: &mut Editor<'_>, facility: FacilityType) -> Option<UseSet> {
        match &self.allowed_uses {
            Some(words) => use_set(editor, words),
            None => Some(usual_uses(facility).iter().copied().collect()),
        }
    }

    fn ends(&self, editor: &mut Editor<'_>, uses: UseSet) -> Option<(NodeIdx, NodeIdx)> {
        let from = end(editor, &self.from, uses);
        let to = end(editor, &self.to, uses);
        let (from, to) = (from?, to?);
        if from == to {
            let message = "the link ends where it starts";
            return editor.refuse(&self.to, "loop", message, "another node");
        }
        Some((from, to))
    }

    fn free_speed(&self, editor: &mut Editor<'_>) -> Option<f64> {
        let said = self.free_speed_kmh.as_ref().or(self.design_speed_kmh.as_ref());
        if let Some(speed) = said {
            return editor.above_zero(speed, "speed in km/h");
        }
        let message = format!("the link `{}` has no speed", self.id.get_ref());
        editor.refuse(&self.id, "missing-key", message, "free_speed_kmh = …")
    }

    fn numbers(&self, editor: &mut Editor<'_>) -> Option<Numbers> {
        let lanes = editor.optional(self.lanes.as_ref(), "number of lanes");
        let capacity = editor.optional(self.capacity.as_ref(), "capacity in pcu/h/lane");
        let toll_yuan = match &self.toll_yuan {
            Some(toll) => editor.not_negative(toll, "toll in yuan").map(Some),
            None => Some(None),
        };
        let design_speed = editor.optional(self.design_speed_kmh.as_ref(), "speed in km/h");
        let tracks = editor.optional(self.tracks.as_ref(), "number of tracks");
        Some(Numbers {
            lanes: lanes?,
            capacity: capacity?,
            toll_yuan: toll_yuan?,
            design_speed: design_speed?,
            tracks: tracks?,
        })
    }

    /// What it lets through, if it is a waterway.
    fn waterway(
        &self,
        editor: &mut Editor<'_>,
        facility: Option<FacilityType>,
    ) -> Option<Option<Waterway>> {
        let keys = WaterwayKeys {
            class: self.waterway_class.as_ref(),
            vessel_limit_t: self.vessel_limit_t.as_ref(),
            depth_m: self.depth_m.as_ref(),
            speed_empty_kmh: self.speed_empty_kmh.as_ref(),
        };
        let waterway = keys.check(editor)?.new_waterway();
        if facility == Some(FacilityType::Waterway) && waterway.is_none() {
            let message = format!("the waterway `{}` has no class or no size", self.id.get_ref());
            let help = "waterway_class = \"…\", vessel_limit_t = …";
            return editor.refuse(&self.id, "missing-key", message, help);
        }
        Some(waterway)
    }

    fn link(&self, editor: &Editor<'_>, resolved: Resolved) -> Link {
        let origin = Origin::new(self.sources.as_deref(), self.confidence, &self.note);
        let project = &editor.project.head;
        let numbers = resolved.numbers;
        Link {
            id: resolved.id,
            name: self.name.as_ref().unwrap_or(&project.name).clone(),
            name_en: self.name_en.as_ref().unwrap_or(&project.name_en).clone(),
            from: resolved.from,
            to: resolved.to,
            is_directed: self.directed,
            length: Kilometres(resolved.length),
            free_speed: KmPerHour(resolved.free_speed),
            time_factor: 1.0,
            geometry: Vec::new(),
            lanes: numbers.lanes,
            capacity: numbers.capacity,
            facility_type: resolved.facility,
            allowed_uses: resolved.uses,
            toll_yuan: numbers.toll_yuan.unwrap_or(0.0),
            line_id: self.line_id.clone(),
            design_speed: numbers.design_speed.map(KmPerHour),
            tracks: numbers.tracks,
            is_electrified: self.electrified,
            waterway: resolved.waterway,
            opened: None,
            project: Some(editor.project_id()),
            provenance: editor.provenance(&origin),
        }
    }
}

/// The uses some words stand for.
pub(super) fn use_set(editor: &mut Editor<'_>, words: &[Spanned<String>]) -> Option<UseSet> {
    let uses: Vec<_> =
        words.iter().map(|word| editor.word(word, &LinkUse::ALL, "use of a link")).collect();
    uses.into_iter().collect()
}

fn usual_uses(facility: FacilityType) -> &'static [LinkUse] {
    match facility {
        FacilityType::Expressway
        | FacilityType::National
        | FacilityType::Provincial
        | FacilityType::FastRoad
        | FacilityType::Urban => &[LinkUse::Car, LinkUse::Truck, LinkUse::Bus],
        FacilityType::HighSpeedRail => &[LinkUse::PassengerTrain],
        FacilityType::ConventionalRail => &[LinkUse::PassengerTrain, LinkUse::FreightTrain],
        FacilityType::Metro => &[LinkUse::Metro],
        FacilityType::Waterway => &[LinkUse::Vessel],
        FacilityType::Walkway => &[LinkUse::Walk],
    }
}

fn end(editor: &mut Editor<'_>, name: &Spanned<String>, uses: UseSet) -> Option<NodeIdx> {
    let allows = |some: &[LinkUse]| some.iter().any(|link_use| uses.allows(*link_use));
    if allows(&[LinkUse::Vessel]) {
        return editor.node(name, "water-");
    }
    if !allows(&[LinkUse::PassengerTrain, LinkUse::FreightTrain, LinkUse::Metro]) {
        return editor.node(name, "road-");
    }
    let by_id = editor.network.nodes.iter().position(|node| node.id == *name.get_ref());
    by_id.map(NodeIdx::new).or_else(|| editor.station_node(name))
}

#[cfg(test)]
mod tests {
    use crate::network::LinkUse;
    use crate::scenario::testing::{applied, codes, tiny};
    use crate::units::KmPerHour;
    use proptest::prelude::*;

    #[test]
    fn keys_beside_the_links_hold_for_links_that_do_not_say_otherwise() {
        let (network, touched) = applied(
            r#"
            [[modification]]
            type = "add-links"
            facility_type = "expressway"
            free_speed_kmh = 120
            lanes = 2
            line_id = "E2"
            links = [
              { id = "road-E2-1", from = "丙县", to = "road-ding", length_km = 46.5, toll_yuan = 20 },
              { id = "road-E2-2", from = "road-ding", to = "Yi", length_km = 54, lanes = 3, name = "乙丁高速" },
            ]
            "#,
        );
        assert_eq!(touched, ["2 links, 100.5 km"]);
        let [first, second] = &network.links[network.links.len() - 2..] else { unreachable!() };
        assert_eq!((first.lanes, second.lanes), (Some(2.0), Some(3.0)));
        assert_eq!((first.toll_yuan, second.toll_yuan), (20.0, 0.0));
        assert_eq!((first.name.as_str(), second.name.as_str()), ("试验", "乙丁高速"));
        assert!(first.allowed_uses.allows(LinkUse::Truck));
        assert_eq!(network.nodes[second.to.at()].id, "road-yi");
    }

    #[test]
    fn a_rail_link_may_name_stations() {
        let (network, _) = applied(
            r#"
            [[modification]]
            type = "add-links"
            links = [{ id = "rail-x", from = "甲站", to = "rail-yi", length_km = 95, facility_type = "conventional_rail", design_speed_kmh = 160 }]
            "#,
        );
        let link = network.links.last().unwrap();
        assert_eq!(network.nodes[link.from.at()].id, "rail-jia");
        assert!(link.allowed_uses.allows(LinkUse::FreightTrain));
        assert_eq!(link.free_speed, KmPerHour(160.0));
    }

    #[test]
    fn every_wrong_value_is_told_at_once() {
        let found = codes(
            r#"
            [[modification]]
            type = "add-links"
            facility_type = "national"
            links = [
              { id = "road-S1-ding-yi", from = "road-jia", to = "road-jia", length_km = -1, free_speed_kmh = 80 },
              { id = "road-a", from = "road-jia", to = "road-yi", length_km = 50 },
              { id = "road-b", from = "road-jia", to = "戊", length_km = 50, facility_type = "motorway", free_speed_kmh = 0 },
            ]
            "#,
        );
        let expected = [
            "id-exists",
            "loop",
            "out-of-range",
            "missing-key",
            "shorter-than-straight-line",
            "unknown-word",
            "out-of-range",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn an_unknown_key_beside_the_links_is_an_error() {
        let text = "[[modification]]\ntype = \"add-links\"\nlane = 2\nlinks = [{ id = \"a\" }]\n";
        assert_eq!(codes(text), ["invalid-toml"]);
    }

    proptest! {
        #[test]
        fn adding_links_and_removing_them_gives_the_base_back(
            lengths in proptest::collection::vec(200.0..500.0f64, 1..5),
        ) {
            let rows: Vec<String> = lengths.iter().enumerate().map(|(at, length)| format!(
                r#"{{ id = "road-new-{at}", from = "road-jia", to = "road-yi", length_km = {length} }}"#
            )).collect();
            let ids: Vec<String> = (0..rows.len()).map(|at| format!("\"road-new-{at}\"")).collect();
            let (network, _) = applied(&format!(
                "[[modification]]\ntype = \"add-links\"\nfacility_type = \"urban\"\nfree_speed_kmh = 60\nlinks = [{}]\n\
                 [[modification]]\ntype = \"remove-links\"\nlinks = [{}]\n", rows.join(", "), ids.join(", "),
            ));
            prop_assert_eq!(network, tiny());
        }
    }
}
