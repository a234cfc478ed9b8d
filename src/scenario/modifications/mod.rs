//! The kinds of edits, one file each: the keys as a planner writes them, and how they change the network.

mod add_line;
mod add_stations;
mod add_trips;
mod remove_trips;
mod reroute_trips;

use super::editor::Editor;
use crate::network::Confidence;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::DeTable;

/// One edit of a project.
#[derive(Debug, Clone, PartialEq)]
pub enum Modification {
    /// Stations and the stops at them.
    AddStations(add_stations::AddStations),
    /// A railway line given by its stations.
    AddLine(add_line::AddLine),
    /// Services given by their stops and how many run a day.
    AddTrips(add_trips::AddTrips),
    /// Services that no longer run.
    RemoveTrips(remove_trips::RemoveTrips),
    /// Services that take another way for a part of their run.
    RerouteTrips(reroute_trips::RerouteTrips),
}

const KINDS: [&str; 5] = ["add-stations", "add-line", "add-trips", "remove-trips", "reroute-trips"];

pub(super) fn kinds_help() -> String {
    format!("type is one of {}", KINDS.join(", "))
}

impl Modification {
    /// Reads the keys of a kind of edit; none if there is no such kind.
    pub(super) fn deserialize(kind: &str, table: Spanned<DeTable<'_>>) -> Option<Result<Self, toml::de::Error>> {
        let keys = table.into_deserializer();
        Some(match kind {
            "add-stations" => Deserialize::deserialize(keys).map(Self::AddStations),
            "add-line" => Deserialize::deserialize(keys).map(Self::AddLine),
            "add-trips" => Deserialize::deserialize(keys).map(Self::AddTrips),
            "remove-trips" => Deserialize::deserialize(keys).map(Self::RemoveTrips),
            "reroute-trips" => Deserialize::deserialize(keys).map(Self::RerouteTrips),
            _ => return None,
        })
    }

    /// Its `type`.
    pub fn kind(&self) -> &'static str {
        KINDS[match self {
            Self::AddStations(_) => 0,
            Self::AddLine(_) => 1,
            Self::AddTrips(_) => 2,
            Self::RemoveTrips(_) => 3,
            Self::RerouteTrips(_) => 4,
        }]
    }

    /// Applies the edit; says in words what it touched, or leaves problems with the editor.
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<String> {
        match self {
            Self::AddStations(edit) => edit.apply(editor),
            Self::AddLine(edit) => edit.apply(editor),
            Self::AddTrips(edit) => edit.apply(editor),
            Self::RemoveTrips(edit) => edit.apply(editor),
            Self::RerouteTrips(edit) => edit.apply(editor),
        }
    }
}

/// Where the figures of an edit come from.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Origin {
    /// Ids of `source.csv`; the project's own if none.
    pub(super) sources: Option<Vec<String>>,
    /// How sure they are; `estimated` if not said.
    pub(super) confidence: Option<ConfidenceWord>,
    /// Free text.
    pub(super) note: String,
}

/// The `confidence` key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConfidenceWord {
    /// A source says this figure.
    Stated,
    /// Computed from stated figures.
    Derived,
    /// A judgement.
    Estimated,
}

impl From<ConfidenceWord> for Confidence {
    fn from(word: ConfidenceWord) -> Self {
        match word {
            ConfidenceWord::Stated => Self::Stated,
            ConfidenceWord::Derived => Self::Derived,
            ConfidenceWord::Estimated => Self::Estimated,
        }
    }
}

fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
