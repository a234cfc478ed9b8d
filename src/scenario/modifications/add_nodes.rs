//! `add-nodes`: points of the infrastructure that do not exist yet.

use super::{ConfidenceWord, Editor, Origin, Touched, place};
use crate::network::{Node, NodeType};
use serde::Deserialize;
use toml::Spanned;

/// What a `node_id` begins with.
const PREFIXES: [&str; 4] = ["rail-", "road-", "water-", "air-"];

/// The keys of `add-nodes`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddNodes {
    /// The nodes.
    pub nodes: Vec<NewNode>,
}

/// One node.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNode {
    /// The whole `node_id`: `road-…`, `rail-…`, `water-…` or `air-…`.
    pub id: Spanned<String>,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// A word of the `node_type` column.
    pub node_type: Spanned<String>,
    /// Degrees east.
    pub lon: Spanned<f64>,
    /// Degrees north.
    pub lat: Spanned<f64>,
    /// The zone it lies in.
    #[serde(default)]
    pub zone: Option<Spanned<String>>,
    /// Ids of `source.csv`; the edit's if none.
    #[serde(default)]
    pub sources: Option<Vec<String>>,
    /// How sure the place is.
    #[serde(default)]
    pub confidence: Option<ConfidenceWord>,
    /// Free text.
    #[serde(default)]
    pub note: String,
}

impl AddNodes {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let added = self.nodes.iter().filter_map(|node| node.apply(editor)).count();
        (added == self.nodes.len()).then(|| Touched::new(added, "node"))
    }
}

impl NewNode {
    fn apply(&self, editor: &mut Editor<'_>) -> Option<()> {
        let id = self.check_id(editor);
        let node_type = editor.word(&self.node_type, &NodeType::ALL, "type of node");
        let position = place::position(editor, &self.lon, &self.lat);
        let zone = editor.optional_zone(self.zone.as_ref());
        let origin = Origin::new(self.sources.as_deref(), self.confidence, &self.note);
        let node = Node {
            id: id?,
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            node_type: node_type?,
            zone: zone?,
            position: position?,
            opened: None,
            project: Some(editor.project_id()),
            provenance: editor.provenance(&origin),
        };
        editor.add_node(node);
        Some(())
    }

    fn check_id(&self, editor: &mut Editor<'_>) -> Option<String> {
        let id = self.id.get_ref();
        if !PREFIXES.iter().any(|prefix| id.starts_with(prefix)) {
            let help = format!("an id that begins with {}", PREFIXES.join(", "));
            return editor.refuse(&self.id, "not-an-id", format!("`{id}` is no node_id"), help);
        }
        let is_there = editor.network.nodes.iter().any(|node| node.id == *id);
        place::is_new(editor, &self.id, is_there, "node").map(|()| id.clone())
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, codes};

    #[test]
    fn a_node_is_found_by_its_name_in_the_next_edit() {
        let (network, touched) = applied(
            r#"
            [[modification]]
            type = "add-nodes"
            nodes = [{ id = "road-wu", name = "戊镇", name_en = "Wu", node_type = "town", lon = 117.2, lat = 34.0, zone = "甲城" }]
            [[modification]]
            type = "add-links"
            links = [{ id = "road-X1", from = "road-jia", to = "戊镇", length_km = 20, facility_type = "national", free_speed_kmh = 80 }]
            "#,
        );
        assert_eq!(touched, ["1 node", "1 link, 20.0 km"]);
        assert_eq!(network.nodes.last().unwrap().zone.unwrap().at(), 0);
        assert_eq!(network.links.last().unwrap().to.at(), network.nodes.len() - 1);
    }

    #[test]
    fn every_wrong_value_is_told_at_once() {
        let found = codes(
            r#"
            [[modification]]
            type = "add-nodes"
            nodes = [
              { id = "wu", name = "戊", name_en = "Wu", node_type = "twon", lon = 217.2, lat = 34.0, zone = "nowhere" },
              { id = "road-jia", name = "甲", name_en = "Jia", node_type = "town", lon = 117.2, lat = 34.0 },
            ]
            "#,
        );
        let expected = ["not-an-id", "unknown-word", "out-of-range", "unknown-place", "id-exists"];
        assert_eq!(found, expected);
    }
}
