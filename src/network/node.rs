//! Points of the infrastructure.

use super::{Position, Provenance};
use crate::index::ZoneIdx;
use crate::units::Date;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeType {
    /// A railway or metro station for passengers.
    Station,
    /// A railway station or yard for freight.
    FreightStation,
    /// Where links meet and nobody gets on or off.
    Junction,
    /// Where an expressway is entered and left.
    Interchange,
    /// The middle of a city or town.
    Town,
    /// A toll gate.
    TollGate,
    /// An airport.
    Airport,
    /// A port or river terminal.
    Port,
    /// A ship lock.
    Lock,
}

impl NodeType {
    /// The words of the `node_type` column.
    pub const ALL: [(&'static str, Self); 9] = [
        ("station", Self::Station),
        ("freight_station", Self::FreightStation),
        ("junction", Self::Junction),
        ("interchange", Self::Interchange),
        ("town", Self::Town),
        ("toll_gate", Self::TollGate),
        ("airport", Self::Airport),
        ("port", Self::Port),
        ("lock", Self::Lock),
    ];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }
}

/// A row of `node.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// `node_id`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// What it is.
    pub node_type: NodeType,
    /// The zone it lies in, where that is known.
    pub zone: Option<ZoneIdx>,
    /// Where it is.
    pub position: Position,
    /// When it opened; always there if empty.
    pub opened: Option<Date>,
    /// The project it belongs to, if it is one's.
    pub project: Option<String>,
    /// Where the row came from.
    pub provenance: Provenance,
}
