//! `add-stations`: stations that do not exist yet, each with the stop trains call at.

use super::{ConfidenceWord, Editor, Origin, Touched, place};
use crate::network::{Node, NodeType, Stop};
use serde::Deserialize;
use toml::Spanned;

/// The keys of `add-stations`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddStations {
    /// The stations.
    pub stations: Vec<Station>,
}

/// One station.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// Id, unique among stations; the node is `rail-` and this.
    pub id: Spanned<String>,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Degrees east.
    pub lon: Spanned<f64>,
    /// Degrees north.
    pub lat: Spanned<f64>,
    /// The zone it lies in.
    #[serde(default)]
    pub zone: Option<Spanned<String>>,
    /// Ids of `source.csv`; the project's if none.
    #[serde(default)]
    pub sources: Option<Vec<String>>,
    /// How sure the place is.
    #[serde(default)]
    pub confidence: Option<ConfidenceWord>,
    /// Free text.
    #[serde(default)]
    pub note: String,
}

impl AddStations {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let added = self.stations.iter().filter_map(|station| station.apply(editor)).count();
        (added == self.stations.len()).then(|| Touched::new(added, "station"))
    }
}

impl Station {
    fn apply(&self, editor: &mut Editor<'_>) -> Option<()> {
        let node_id = format!("rail-{}", self.id.get_ref());
        let is_known = editor.network.nodes.iter().any(|node| node.id == node_id)
            || editor.network.transit.stops.iter().any(|stop| stop.id == *self.id.get_ref());
        let is_new = place::is_new(editor, &self.id, is_known, "station");
        let position = place::position(editor, &self.lon, &self.lat);
        let zone = editor.optional_zone(self.zone.as_ref());
        let ((), position, zone) = (is_new?, position?, zone?);
        let origin = Origin::new(self.sources.as_deref(), self.confidence, &self.note);
        let provenance = editor.provenance(&origin);
        let project = Some(editor.project_id());
        let (name, name_en) = (self.name.clone(), self.name_en.clone());
        let node = editor.add_node(Node {
            id: node_id,
            name: name.clone(),
            name_en: name_en.clone(),
            node_type: NodeType::Station,
            zone,
            position,
            opened: None,
            project: project.clone(),
            provenance,
        });
        let id = self.id.get_ref().clone();
        editor.add_stop(Stop { id, name, name_en, position, node: Some(node), project });
        Some(())
    }
}
