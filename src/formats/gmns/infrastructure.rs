//! `node.csv` and `link.csv`.

use super::zone::position;
use super::{Indices, each_row, provenance};
use crate::diagnostic::Problems;
use crate::formats::table::{LineString, NonNegative, Positive, Row, Table, YesNo, ZeroOne};
use crate::index::{NodeIdx, ZoneIdx};
use crate::network::{Link, Node, Waterway, WaterwayClass};

pub(super) fn nodes(
    table: Option<&Table>,
    ids: &Indices<'_>,
    problems: &mut Problems,
) -> Vec<Node> {
    each_row(table, |row| node(row, ids, problems))
}

fn node(row: Row<'_>, ids: &Indices<'_>, problems: &mut Problems) -> Option<Node> {
    let id = problems.note(row.get("node_id"));
    let name = problems.note(row.get("name"));
    let node_type = problems.note(row.get("node_type"));
    let zone = problems.note(ids.zones.refer(row, "zone_id"));
    let position = position(row, problems);
    let opened = problems.note(row.get("opened"));
    let provenance = provenance(row, &ids.sources, problems);
    Some(Node {
        id: id?,
        name: name?,
        name_en: row.text("name_en").to_owned(),
        node_type: node_type?,
        zone: zone?.map(ZoneIdx::new),
        position: position?,
        opened: opened?,
        project: None,
        provenance: provenance?,
    })
}

pub(super) fn links(
    table: Option<&Table>,
    ids: &Indices<'_>,
    problems: &mut Problems,
) -> Vec<Link> {
    each_row(table, |row| link(row, ids, problems))
}

/// One statement a column: every column is looked at before the first that is wrong ends the row.
fn link(row: Row<'_>, ids: &Indices<'_>, problems: &mut Problems) -> Option<Link> {
    let id = problems.note(row.get("link_id"));
    let from = problems.note(ids.nodes.must_refer(row, "from_node_id"));
    let to = problems.note(ids.nodes.must_refer(row, "to_node_id"));
    let is_directed: Option<ZeroOne> = problems.note(row.get("directed"));
    let length = problems.note(row.get("length"));
    let free_speed = problems.note(row.get("free_speed"));
    let lanes: Option<Option<NonNegative>> = problems.note(row.get("lanes"));
    let capacity: Option<Option<NonNegative>> = problems.note(row.get("capacity"));
    let facility_type = problems.note(row.get("facility_type"));
    let allowed_uses = problems.note(row.get("allowed_uses"));
    let toll: Option<Option<NonNegative>> = problems.note(row.get("toll"));
    let design_speed = problems.note(row.get("design_speed"));
    let tracks: Option<Option<NonNegative>> = problems.note(row.get("tracks"));
    let electrified: Option<Option<YesNo>> = problems.note(row.get("electrified"));
    let time_factor: Option<Option<Positive>> = problems.note(row.get("time_factor"));
    let waterway = waterway(row, problems);
    let course: Option<Option<LineString>> = problems.note(row.get("geometry"));
    let opened = problems.note(row.get("opened"));
    let provenance = provenance(row, &ids.sources, problems);
    Some(Link {
        id: id?,
        name: row.text("name").to_owned(),
        name_en: row.text("name_en").to_owned(),
        from: NodeIdx::new(from?),
        to: NodeIdx::new(to?),
        is_directed: is_directed?.0,
        length: length?,
        free_speed: free_speed?,
        time_factor: time_factor?.map_or(1.0, |factor| factor.0),
        lanes: lanes?.map(|figure| figure.0),
        capacity: capacity?.map(|figure| figure.0),
        facility_type: facility_type?,
        allowed_uses: allowed_uses?,
        toll_yuan: toll?.map_or(0.0, |figure| figure.0),
        line_id: Some(row.text("line_id")).filter(|id| !id.is_empty()).map(str::to_owned),
        design_speed: design_speed?,
        tracks: tracks?.map(|figure| figure.0),
        is_electrified: electrified?.map(|flag| flag.0),
        waterway: waterway?,
        geometry: course?.map_or_else(Vec::new, LineString::between),
        opened: opened?,
        project: None,
        provenance: provenance?,
    })
}

/// What a waterway lets through; none where the row has no class.
fn waterway(row: Row<'_>, problems: &mut Problems) -> Option<Option<Waterway>> {
    let class: Option<WaterwayClass> = problems.note(row.get("waterway_class"))?;
    let Some(waterway_class) = class else { return Some(None) };
    let limit: Option<Positive> = problems.note(row.get("vessel_limit_t"));
    let depth: Option<Option<Positive>> = problems.note(row.get("depth_m"));
    let speed_empty = problems.note(row.get("speed_empty_kmh"));
    let upgraded = problems.note(row.get("upgraded"));
    Some(Some(Waterway {
        waterway_class,
        vessel_limit_t: limit?.0,
        depth_m: depth?.map(|figure| figure.0),
        speed_empty_kmh: speed_empty?,
        upgraded: upgraded?,
    }))
}
