//! `terminal.csv`, `freight_service.csv` and `observed_freight.csv`.

use super::settings::known_service_mode;
use super::zone::position;
use super::{Indices, each_row, provenance};
use crate::diagnostic::Problems;
use crate::formats::table::{IdIndex, NonNegative, Positive, Row, Table};
use crate::index::{NodeIdx, ZoneIdx};
use crate::network::{FreightObservation, FreightService, Terminal};
use crate::units::Kilometres;

pub(super) fn terminals(
    table: Option<&Table>,
    ids: &Indices<'_>,
    problems: &mut Problems,
) -> Vec<Terminal> {
    each_row(table, |row| terminal(row, ids, problems))
}

/// One statement a column: every column is looked at before the first that is wrong ends the row.
fn terminal(row: Row<'_>, ids: &Indices<'_>, problems: &mut Problems) -> Option<Terminal> {
    let id = problems.note(row.get("terminal_id"));
    let name = problems.note(row.get("name"));
    let terminal_type = problems.note(row.get("terminal_type"));
    let zone = problems.note(ids.zones.refer(row, "zone_id"));
    let position = position(row, problems);
    let mut node =
        |column| problems.note(ids.nodes.refer(row, column)).map(|node| node.map(NodeIdx::new));
    let (road_node, rail_node) = (node("road_node_id"), node("rail_node_id"));
    let (water_node, air_node) = (node("water_node_id"), node("air_node_id"));
    let road_access: Option<Option<Kilometres>> = problems.note(row.get("road_access_km"));
    let rail_access: Option<Option<Kilometres>> = problems.note(row.get("rail_access_km"));
    let handling_time = figure(row, "handling_time_h", problems);
    let handling_cost = figure(row, "handling_cost_yuan_t", problems);
    let handling_cost_teu = figure(row, "handling_cost_yuan_teu", problems);
    let capacity: Option<Option<Positive>> = problems.note(row.get("capacity_wan_t"));
    let capacity_teu: Option<Option<Positive>> = problems.note(row.get("capacity_wan_teu"));
    let throughput = figure(row, "throughput_wan_t", problems);
    let throughput_teu = figure(row, "throughput_wan_teu", problems);
    let passengers = figure(row, "passengers_wan", problems);
    let year = problems.note(row.get("throughput_year"));
    let opened = problems.note(row.get("opened"));
    let provenance = provenance(row, &ids.sources, problems);
    Some(Terminal {
        id: id?,
        name: name?,
        name_en: row.text("name_en").to_owned(),
        terminal_type: terminal_type?,
        zone: zone?.map(ZoneIdx::new),
        position: position?,
        road_node: road_node?,
        road_access_km: road_access?,
        rail_node: rail_node?,
        rail_access_km: rail_access?,
        water_node: water_node?,
        air_node: air_node?,
        handling_time_h: handling_time?,
        handling_cost_yuan_t: handling_cost?,
        handling_cost_yuan_teu: handling_cost_teu?,
        capacity_wan_t: capacity?.map(|figure| figure.0),
        capacity_wan_teu: capacity_teu?.map(|figure| figure.0),
        throughput_wan_t: throughput?,
        throughput_wan_teu: throughput_teu?,
        passengers_wan: passengers?,
        throughput_year: year?,
        opened: opened?,
        project: None,
        provenance: provenance?,
    })
}

fn figure(row: Row<'_>, column: &str, problems: &mut Problems) -> Option<Option<f64>> {
    let read: Option<Option<NonNegative>> = problems.note(row.get(column));
    read.map(|figure| figure.map(|figure| figure.0))
}

pub(super) fn services(
    table: Option<&Table>,
    terminals: &IdIndex<'_>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Vec<FreightService> {
    each_row(table, |row| service(row, terminals, sources, problems))
}

fn service(
    row: Row<'_>,
    terminals: &IdIndex<'_>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Option<FreightService> {
    let id = problems.note(row.get("service_id"));
    let name = problems.note(row.get("name"));
    let mode = problems.note(row.get("mode"));
    let ends = ["from_terminal_id", "to_terminal_id"]
        .map(|column| problems.note(terminals.must_refer(row, column)));
    let departures: Option<Positive> = problems.note(row.get("departures_per_week"));
    let provenance = provenance(row, sources, problems);
    let [from, to] = ends;
    let mode: String = mode?;
    problems.note(known_service_mode(row, &mode))?;
    Some(FreightService {
        id: id?,
        name: name?,
        name_en: row.text("name_en").to_owned(),
        mode,
        from: from.map(|_| row.text("from_terminal_id").to_owned())?,
        to: to.map(|_| row.text("to_terminal_id").to_owned())?,
        departures_per_week: departures?.0,
        project: None,
        provenance: provenance?,
    })
}

pub(super) fn observed_freight(
    table: Option<&Table>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Vec<FreightObservation> {
    each_row(table, |row| freight_observation(row, sources, problems))
}

fn freight_observation(
    row: Row<'_>,
    sources: &IdIndex<'_>,
    problems: &mut Problems,
) -> Option<FreightObservation> {
    let id = problems.note(row.get("claim_id"));
    let mode = problems.note(row.get("mode"));
    let quantity = problems.note(row.get("quantity"));
    let value: Option<NonNegative> = problems.note(row.get("value"));
    let value_max = figure(row, "value_max", problems);
    let unit = problems.note(row.get("unit"));
    let year = problems.note(row.get("year"));
    let tolerance = figure(row, "tolerance_pct", problems);
    let provenance = provenance(row, sources, problems);
    Some(FreightObservation {
        id: id?,
        subject: row.text("subject").to_owned(),
        from: row.text("from").to_owned(),
        to: row.text("to").to_owned(),
        mode: mode?,
        quantity: quantity?,
        value: value?.0,
        value_max: value_max?,
        unit: unit?,
        year: year?,
        tolerance_pct: tolerance?,
        without: row
            .text("without")
            .split(';')
            .map(str::trim)
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect(),
        provenance: provenance?,
    })
}
