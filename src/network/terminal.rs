//! Where goods or passengers change from one mode to another.

use super::{Position, Provenance};
use crate::index::{NodeIdx, ZoneIdx};
use crate::units::{Date, Kilometres};

/// What a terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TerminalType {
    /// A port for sea-going ships.
    Seaport,
    /// A port for barges.
    RiverPort,
    /// Where boxes change between road and rail.
    DryPort,
    /// A railway freight yard.
    RailYard,
    /// An airport.
    Airport,
    /// Check-in in a town for an airport elsewhere.
    CityTerminal,
}

impl TerminalType {
    /// The words of the `terminal_type` column.
    pub const ALL: [(&'static str, Self); 6] = [
        ("seaport", Self::Seaport),
        ("river_port", Self::RiverPort),
        ("dry_port", Self::DryPort),
        ("rail_yard", Self::RailYard),
        ("airport", Self::Airport),
        ("city_terminal", Self::CityTerminal),
    ];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, terminal)| *terminal == self).map_or("", |(name, _)| name)
    }
}

/// A row of `terminal.csv`. A mode is served if its node is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Terminal {
    /// `terminal_id`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// What it is.
    pub terminal_type: TerminalType,
    /// The zone it lies in, where that is known.
    pub zone: Option<ZoneIdx>,
    /// Where it is.
    pub position: Position,
    /// The road node that lorries come from.
    pub road_node: Option<NodeIdx>,
    /// From there to the terminal, over ground that links do not show.
    pub road_access_km: Option<Kilometres>,
    /// The station that trains come from.
    pub rail_node: Option<NodeIdx>,
    /// From there to the terminal.
    pub rail_access_km: Option<Kilometres>,
    /// The port.
    pub water_node: Option<NodeIdx>,
    /// The airport.
    pub air_node: Option<NodeIdx>,
    /// One change of mode, waits included, in hours.
    pub handling_time_h: Option<f64>,
    /// One change of mode, yuan per tonne.
    pub handling_cost_yuan_t: Option<f64>,
    /// One change of mode, yuan per TEU.
    pub handling_cost_yuan_teu: Option<f64>,
    /// 10 000 t a year.
    pub capacity_wan_t: Option<f64>,
    /// 10 000 TEU a year.
    pub capacity_wan_teu: Option<f64>,
    /// 10 000 t a year.
    pub throughput_wan_t: Option<f64>,
    /// 10 000 TEU a year.
    pub throughput_wan_teu: Option<f64>,
    /// 10 000 passengers a year.
    pub passengers_wan: Option<f64>,
    /// The year of throughput and passengers.
    pub throughput_year: Option<u32>,
    /// When it opened; always there if empty.
    pub opened: Option<Date>,
    /// The project it belongs to, if it is one's.
    pub project: Option<String>,
    /// Where the row came from.
    pub provenance: Provenance,
}

impl Terminal {
    /// `双楼港 Shuanglou terminal`.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.name_en).trim_end().to_owned()
    }

    /// Whether goods change here by road, rail or water; airports and their check-ins in towns are for people.
    pub fn is_for_goods(&self) -> bool {
        match self.terminal_type {
            TerminalType::Airport | TerminalType::CityTerminal => false,
            TerminalType::Seaport
            | TerminalType::RiverPort
            | TerminalType::DryPort
            | TerminalType::RailYard => true,
        }
    }

    /// The nodes it joins, each with the column that names it.
    pub fn nodes(&self) -> impl Iterator<Item = (&'static str, NodeIdx)> {
        let nodes = [
            ("road_node_id", self.road_node),
            ("rail_node_id", self.rail_node),
            ("water_node_id", self.water_node),
            ("air_node_id", self.air_node),
        ];
        nodes.into_iter().filter_map(|(column, node)| Some((column, node?)))
    }
}

/// A row of `freight_service.csv`: trains or ships that leave one terminal for another.
#[derive(Debug, Clone, PartialEq)]
pub struct FreightService {
    /// `service_id`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Its mode in `mode.csv`.
    pub mode: String,
    /// `terminal_id` of the terminal it leaves.
    pub from: String,
    /// `terminal_id` of the one it goes to.
    pub to: String,
    /// Departures a week, in this direction.
    pub departures_per_week: f64,
    /// The project it belongs to, if it is one's.
    pub project: Option<String>,
    /// Where the row came from.
    pub provenance: Provenance,
}
