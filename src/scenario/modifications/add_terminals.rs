//! `add-terminals`: terminals that do not exist yet.

use super::terminal_columns::TerminalColumns;
use super::{ConfidenceWord, Editor, Origin, Touched, place};
use crate::network::Terminal;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `add-terminals`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddTerminals {
    /// The terminals.
    pub terminals: Vec<NewTerminal>,
}

/// One terminal. Its columns stand beside the other keys; the reader puts them together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewTerminal {
    /// The `terminal_id`.
    #[serde(alias = "terminal_id")]
    pub id: Spanned<String>,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Degrees east.
    #[serde(alias = "x_coord")]
    pub lon: Spanned<f64>,
    /// Degrees north.
    #[serde(alias = "y_coord")]
    pub lat: Spanned<f64>,
    /// The columns of `terminal.csv`; `terminal_type` has to be among them.
    pub columns: TerminalColumns,
    /// Ids of `source.csv`; the edit's if none.
    #[serde(default)]
    pub sources: Option<Vec<String>>,
    /// How sure its figures are.
    #[serde(default)]
    pub confidence: Option<ConfidenceWord>,
    /// Free text.
    #[serde(default)]
    pub note: String,
}

/// The keys of a terminal that are no columns to be put together.
pub(super) const OWN_KEYS: [&str; 11] = [
    "id",
    "terminal_id",
    "name",
    "name_en",
    "lon",
    "x_coord",
    "lat",
    "y_coord",
    "sources",
    "confidence",
    "note",
];

impl AddTerminals {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let added = self.terminals.iter().filter_map(|terminal| terminal.apply(editor)).count();
        (added == self.terminals.len()).then(|| Touched::new(added, "terminal"))
    }
}

impl NewTerminal {
    fn apply(&self, editor: &mut Editor<'_>) -> Option<()> {
        let id = self.id.get_ref();
        let is_there = editor.network.terminals.iter().any(|terminal| terminal.id == *id);
        let is_new = place::is_new(editor, &self.id, is_there, "terminal");
        let position = place::position(editor, &self.lon, &self.lat);
        let change = self.columns.check(editor);
        let ((), position, change) = (is_new?, position?, change?);
        let Some(terminal_type) = change.terminal_type else {
            let message = format!("the terminal `{id}` has no type");
            return editor.refuse(&self.id, "missing-key", message, "terminal_type = \"…\"");
        };
        let origin = Origin::new(self.sources.as_deref(), self.confidence, &self.note);
        let empty = Terminal {
            id: id.clone(),
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            terminal_type,
            zone: None,
            position,
            road_node: None,
            road_access_km: None,
            rail_node: None,
            rail_access_km: None,
            water_node: None,
            air_node: None,
            handling_time_h: None,
            handling_cost_yuan_t: None,
            handling_cost_yuan_teu: None,
            capacity_wan_t: None,
            capacity_wan_teu: None,
            throughput_wan_t: None,
            throughput_wan_teu: None,
            passengers_wan: None,
            throughput_year: None,
            opened: None,
            project: Some(editor.project_id()),
            provenance: editor.provenance(&origin),
        };
        editor.change_services().terminals.push(change.of(empty));
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use crate::network::TerminalType;
    use crate::scenario::testing::{applied, codes};

    #[test]
    fn a_terminal_joins_the_nodes_that_are_said() {
        let (network, touched) = applied(
            r#"
            [[modification]]
            type = "add-terminals"
            terminals = [{ id = "wu-port", name = "戊新港", name_en = "Wu new port", terminal_type = "river_port", zone = "甲城", lon = 117.1, lat = 34, road_node_id = "甲城", road_access_km = 8, rail_node_id = "rail-jia", water_node_id = "water-wu", handling_time_h = 6 }]
            "#,
        );
        assert_eq!(touched, ["1 terminal"]);
        let port = network.terminals.last().unwrap();
        let joined: Vec<_> =
            port.nodes().map(|(_, node)| network.nodes[node.at()].id.as_str()).collect();
        assert_eq!(joined, ["road-jia", "rail-jia", "water-wu"]);
        assert_eq!((port.road_access_km.unwrap().0, port.handling_time_h), (8.0, Some(6.0)));
        assert_eq!((port.terminal_type, port.zone.unwrap().at()), (TerminalType::RiverPort, 0));
    }

    #[test]
    fn every_wrong_value_is_told_at_once() {
        let found = codes(
            r#"
            [[modification]]
            type = "add-terminals"
            terminals = [
              { id = "wu", name = "", name_en = "", lon = 117, lat = 134, terminal_type = "port", rail_node_id = "rail-w", capacity_wan_t = -1 },
              { id = "xin", name = "", name_en = "", lon = 117, lat = 34 },
            ]
            "#,
        );
        let expected = [
            "id-exists",
            "out-of-range",
            "unknown-word",
            "unknown-node",
            "out-of-range",
            "missing-key",
        ];
        assert_eq!(found, expected);
    }
}
