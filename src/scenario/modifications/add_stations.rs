//! `add-stations`: stations that do not exist yet, each with the stop trains call at.

use super::{ConfidenceWord, Editor, Origin, count};
use crate::diagnostic::Problem;
use crate::index::NodeIdx;
use crate::network::{Node, NodeType, Position, Stop};
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
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<String> {
        let added = self.stations.iter().filter_map(|station| station.apply(editor)).count();
        (added == self.stations.len()).then(|| count(added, "station"))
    }
}

impl Station {
    fn apply(&self, editor: &mut Editor<'_>) -> Option<()> {
        self.check_position(editor)?;
        let node_id = format!("rail-{}", self.id.get_ref());
        let is_known = editor.network.nodes.iter().any(|node| node.id == node_id)
            || editor.network.transit.stops.iter().any(|stop| stop.id == *self.id.get_ref());
        if is_known {
            let problem = Problem::error(
                "station-exists",
                format!("there is a station `{}` already", self.id.get_ref()),
            );
            editor.problem(
                &self.id,
                problem.help("give the new station an id of its own, or leave it out"),
            );
            return None;
        }
        let zone = match &self.zone {
            Some(name) => Some(editor.zone(name)?),
            None => None,
        };
        let origin = Origin {
            sources: self.sources.clone(),
            confidence: self.confidence,
            note: self.note.clone(),
        };
        let provenance = editor.provenance(&origin);
        let project = Some(editor.project_id());
        let position = Position { lon: *self.lon.get_ref(), lat: *self.lat.get_ref() };
        let (name, name_en) = (self.name.clone(), self.name_en.clone());
        let network = editor.change();
        let node = NodeIdx::new(network.nodes.len());
        network.nodes.push(Node {
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
        network.transit.stops.push(Stop {
            id: self.id.get_ref().clone(),
            name,
            name_en,
            position,
            node: Some(node),
            project,
        });
        Some(())
    }

    fn check_position(&self, editor: &mut Editor<'_>) -> Option<()> {
        for (value, limit, what) in [(&self.lon, 180.0, "longitude"), (&self.lat, 90.0, "latitude")]
        {
            if !(value.get_ref().abs() <= limit) {
                let message = format!("{} is no {what}", value.get_ref());
                editor.problem(
                    value,
                    Problem::error("out-of-range", message)
                        .help(format!("degrees, at most {limit}")),
                );
                return None;
            }
        }
        Some(())
    }
}
