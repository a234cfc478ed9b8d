//! The columns of `terminal.csv` as keys.

use super::Editor;
use crate::index::{NodeIdx, ZoneIdx};
use crate::network::{Terminal, TerminalType};
use crate::units::Kilometres;
use serde::Deserialize;
use toml::Spanned;

/// Columns that may be said of a terminal.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerminalColumns {
    /// A word of the `terminal_type` column.
    #[serde(default)]
    pub terminal_type: Option<Spanned<String>>,
    /// The zone it lies in.
    #[serde(default, alias = "zone")]
    pub zone_id: Option<Spanned<String>>,
    /// The road node that lorries come from.
    #[serde(default, alias = "road_node")]
    pub road_node_id: Option<Spanned<String>>,
    /// From there to the terminal, in km.
    #[serde(default)]
    pub road_access_km: Option<Spanned<f64>>,
    /// The station that trains come from.
    #[serde(default, alias = "rail_node")]
    pub rail_node_id: Option<Spanned<String>>,
    /// From there to the terminal, in km.
    #[serde(default)]
    pub rail_access_km: Option<Spanned<f64>>,
    /// The port.
    #[serde(default, alias = "water_node")]
    pub water_node_id: Option<Spanned<String>>,
    /// The airport.
    #[serde(default, alias = "air_node")]
    pub air_node_id: Option<Spanned<String>>,
    /// One change of mode, waits included, in h.
    #[serde(default)]
    pub handling_time_h: Option<Spanned<f64>>,
    /// One change of mode, in yuan/t.
    #[serde(default)]
    pub handling_cost_yuan_t: Option<Spanned<f64>>,
    /// One change of mode, in yuan/TEU.
    #[serde(default)]
    pub handling_cost_yuan_teu: Option<Spanned<f64>>,
    /// In 10 000 t a year.
    #[serde(default)]
    pub capacity_wan_t: Option<Spanned<f64>>,
    /// In 10 000 TEU a year.
    #[serde(default)]
    pub capacity_wan_teu: Option<Spanned<f64>>,
    /// In 10 000 t a year.
    #[serde(default)]
    pub throughput_wan_t: Option<Spanned<f64>>,
    /// In 10 000 TEU a year.
    #[serde(default)]
    pub throughput_wan_teu: Option<Spanned<f64>>,
    /// In 10 000 a year.
    #[serde(default)]
    pub passengers_wan: Option<Spanned<f64>>,
    /// The year of throughput and passengers.
    #[serde(default)]
    pub throughput_year: Option<u32>,
}

/// The columns that are said, checked.
pub(super) struct TerminalChange<'a> {
    columns: &'a TerminalColumns,
    pub(super) terminal_type: Option<TerminalType>,
    zone: Option<ZoneIdx>,
    /// Road, rail, water, air.
    nodes: [Option<NodeIdx>; 4],
}

impl TerminalColumns {
    pub(super) fn check(&self, editor: &mut Editor<'_>) -> Option<TerminalChange<'_>> {
        let terminal_type = match &self.terminal_type {
            Some(word) => editor.word(word, &TerminalType::ALL, "type of terminal").map(Some),
            None => Some(None),
        };
        let zone = editor.optional_zone(self.zone_id.as_ref());
        let mut node = |name: &Option<Spanned<String>>, prefix| match name {
            Some(name) => editor.node(name, prefix).map(Some),
            None => Some(None),
        };
        let road = node(&self.road_node_id, "road-");
        let rail = node(&self.rail_node_id, "rail-");
        let water = node(&self.water_node_id, "water-");
        let air = node(&self.air_node_id, "air-");
        let numbers: Vec<_> = self
            .numbers()
            .into_iter()
            .map(|number| number.map_or(Some(()), |number| positive(editor, number)))
            .collect();
        numbers.into_iter().collect::<Option<Vec<()>>>()?;
        let nodes = [road?, rail?, water?, air?];
        Some(TerminalChange { columns: self, terminal_type: terminal_type?, zone: zone?, nodes })
    }

    fn numbers(&self) -> [Option<&Spanned<f64>>; 10] {
        [
            &self.road_access_km,
            &self.rail_access_km,
            &self.handling_time_h,
            &self.handling_cost_yuan_t,
            &self.handling_cost_yuan_teu,
            &self.capacity_wan_t,
            &self.capacity_wan_teu,
            &self.throughput_wan_t,
            &self.throughput_wan_teu,
            &self.passengers_wan,
        ]
        .map(Option::as_ref)
    }
}

fn positive(editor: &mut Editor<'_>, number: &Spanned<f64>) -> Option<()> {
    editor.not_negative(number, "figure of a terminal").map(|_| ())
}

impl TerminalChange<'_> {
    /// A terminal with what is said in the place of what was.
    pub(super) fn of(&self, old: Terminal) -> Terminal {
        let columns = self.columns;
        let set = |new: &Option<Spanned<f64>>, old: Option<f64>| {
            new.as_ref().map(|number| *number.get_ref()).or(old)
        };
        let km = |new: &Option<Spanned<f64>>, old: Option<Kilometres>| {
            set(new, old.map(|length| length.0)).map(Kilometres)
        };
        let [road, rail, water, air] = self.nodes;
        Terminal {
            terminal_type: self.terminal_type.unwrap_or(old.terminal_type),
            zone: self.zone.or(old.zone),
            road_node: road.or(old.road_node),
            road_access_km: km(&columns.road_access_km, old.road_access_km),
            rail_node: rail.or(old.rail_node),
            rail_access_km: km(&columns.rail_access_km, old.rail_access_km),
            water_node: water.or(old.water_node),
            air_node: air.or(old.air_node),
            handling_time_h: set(&columns.handling_time_h, old.handling_time_h),
            handling_cost_yuan_t: set(&columns.handling_cost_yuan_t, old.handling_cost_yuan_t),
            handling_cost_yuan_teu: set(
                &columns.handling_cost_yuan_teu,
                old.handling_cost_yuan_teu,
            ),
            capacity_wan_t: set(&columns.capacity_wan_t, old.capacity_wan_t),
            capacity_wan_teu: set(&columns.capacity_wan_teu, old.capacity_wan_teu),
            throughput_wan_t: set(&columns.throughput_wan_t, old.throughput_wan_t),
            throughput_wan_teu: set(&columns.throughput_wan_teu, old.throughput_wan_teu),
            passengers_wan: set(&columns.passengers_wan, old.passengers_wan),
            throughput_year: columns.throughput_year.or(old.throughput_year),
            ..old
        }
    }
}
