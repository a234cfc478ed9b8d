//! `add-stops`: stops that do not exist yet, of any service.

use super::{ConfidenceWord, Editor, Touched, place};
use crate::diagnostic::nearest;
use crate::index::NodeIdx;
use crate::network::Stop;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `add-stops`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddStops {
    /// The stops.
    pub stops: Vec<NewStop>,
}

/// One stop. What it says of its sources is for the reader: the table of stops has no such columns.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewStop {
    /// The `stop_id`, unique among stops.
    pub id: Spanned<String>,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Degrees east.
    pub lon: Spanned<f64>,
    /// Degrees north.
    pub lat: Spanned<f64>,
    /// The `node_id` of the infrastructure it stands at.
    #[serde(default)]
    pub node: Option<Spanned<String>>,
    /// Ids of `source.csv`.
    #[serde(default)]
    pub sources: Option<Vec<String>>,
    /// How sure the place is.
    #[serde(default)]
    pub confidence: Option<ConfidenceWord>,
    /// Free text.
    #[serde(default)]
    pub note: String,
}

impl AddStops {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let added = self.stops.iter().filter_map(|stop| stop.apply(editor)).count();
        (added == self.stops.len()).then(|| Touched::new(added, "stop"))
    }
}

impl NewStop {
    fn apply(&self, editor: &mut Editor<'_>) -> Option<()> {
        let id = self.id.get_ref();
        let is_there = editor.network.transit.stops.iter().any(|stop| stop.id == *id);
        let is_new = place::is_new(editor, &self.id, is_there, "stop");
        let position = place::position(editor, &self.lon, &self.lat);
        let node = self.node.as_ref().map_or(Some(None), |node| node_of(editor, node).map(Some));
        let ((), position, node) = (is_new?, position?, node?);
        let project = Some(editor.project_id());
        let (name, name_en) = (self.name.clone(), self.name_en.clone());
        editor.add_stop(Stop { id: id.clone(), name, name_en, position, node, project });
        Some(())
    }
}

fn node_of(editor: &mut Editor<'_>, id: &Spanned<String>) -> Option<NodeIdx> {
    let nodes = &editor.network.nodes;
    if let Some(at) = nodes.iter().position(|node| node.id == *id.get_ref()) {
        return Some(NodeIdx::new(at));
    }
    let near = nearest(id.get_ref(), nodes.iter().map(|node| node.id.as_str())).map(str::to_owned);
    let message = format!("there is no node `{}`", id.get_ref());
    editor.unknown(id, "unknown-node", message, near.as_deref(), "a node_id")
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, codes};

    #[test]
    fn a_stop_stands_at_its_node() {
        let (network, touched) = applied(
            r#"
            [[modification]]
            type = "add-stops"
            stops = [{ id = "ding-bus", name = "丁县汽车站", name_en = "Ding bus", lon = 117.5, lat = 33.8, node = "road-ding" }]
            "#,
        );
        assert_eq!(touched, ["1 stop"]);
        let stop = network.transit.stops.last().unwrap();
        assert_eq!(network.nodes[stop.node.unwrap().at()].id, "road-ding");
    }

    #[test]
    fn a_stop_of_an_id_in_use_or_at_no_node_is_refused() {
        let found = codes(
            r#"
            [[modification]]
            type = "add-stops"
            stops = [{ id = "jia", name = "甲", name_en = "Jia", lon = 117.5, lat = 33.8, node = "road-dong" }]
            "#,
        );
        assert_eq!(found, ["id-exists", "unknown-node"]);
    }
}
