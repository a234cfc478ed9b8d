//! Maps for goods: how near the sea is, and the waterways by the vessels they admit.

use super::source;
use crate::index::ZoneIdx;
use crate::network::{Link, Network, Role, Waterway, WaterwayClass, ZoneType};
use crate::report::figure::{
    Areas, Caption, Extent, Flows, LineClass, MapFigure, MapLine, MapPoint, PointKind, Ramp,
    ValueScale,
};
use crate::skims::Cargo;
use crate::study::Accesses;

/// Generalised cost of each county to the nearest seaport.
pub fn freight_access_map(network: &Network, cargo: &Cargo, rows: &[Accesses]) -> MapFigure {
    let value = |zone: ZoneIdx| {
        let row = rows.iter().find(|row| row.zone == zone)?;
        Some(row.seaport.as_ref()?.generalised_yuan_t)
    };
    let places: Vec<MapPoint> =
        rows.iter().map(|row| place(network, row.zone, value(row.zone))).collect();
    let values: Vec<f64> = places.iter().filter_map(|place| place.value).collect();
    MapFigure {
        caption: Caption::new(
            "到最近海港的货运成本 Cost of freight to the nearest seaport",
            format!(
                "By the best chain of lorry, train, barge and ship; a tonne of cargo, {}, an hour worth {} yuan",
                cargo.name, cargo.value_of_time
            ),
            source(network),
        ),
        extent: Extent::around(places.iter().map(|place| (place.lon, place.lat)), 0.05),
        lines: waterways(network),
        points: places,
        scale: Some(ValueScale::over(
            "广义成本 Generalised cost, yuan a tonne",
            Ramp::Sequential,
            values,
        )),
        areas: Some(Areas::default()),
        patches: Vec::new(),
        flows: Flows::default(),
        notes: vec![
            "Areas: nearest county seat or district centre (Thiessen), not boundaries.".to_owned(),
        ],
    }
}

/// The waterways by the largest vessel they admit, with the locks.
pub fn waterway_map(network: &Network) -> MapFigure {
    // Far rivers that only lead somewhere else need not be in sight.
    let core = network.zones.iter().filter(|zone| zone.role == Role::Core);
    let locks = network.locks.iter().map(|lock| network.nodes[lock.node.at()].position);
    let in_sight = core.map(|zone| zone.position).chain(locks).map(|at| (at.lon, at.lat));
    let lock = |lock: &crate::network::Lock| {
        let at = network.nodes[lock.node.at()].position;
        let name = lock.name.trim_end_matches("船闸").to_owned();
        MapPoint {
            lon: at.lon,
            lat: at.lat,
            label_zh: name,
            label_en: lock.name_en.trim_end_matches(" lock").to_owned(),
            kind: PointKind::Lock,
            value: None,
        }
    };
    let cities = (0..network.zones.len())
        .map(ZoneIdx::new)
        .filter(|zone| network.zones[zone.at()].zone_type == ZoneType::Prefecture);
    let cities = cities.map(|zone| place(network, zone, None));
    MapFigure {
        caption: Caption::new(
            "航道等级与船闸 Waterways by the vessels they admit, with their locks",
            "Squares are locks; lines run over their course where it is known, else straight from node to node",
            source(network),
        ),
        extent: Extent::around(in_sight, 0.03),
        lines: waterways(network),
        points: cities.chain(network.locks.iter().map(lock)).collect(),
        scale: None,
        areas: None,
        patches: Vec::new(),
        flows: Flows::default(),
        notes: vec![
            "Limits are those of the reaches; chambers of locks bound the beam.".to_owned(),
        ],
    }
}

fn place(network: &Network, at: ZoneIdx, value: Option<f64>) -> MapPoint {
    let zone = &network.zones[at.at()];
    let kind = match (zone.zone_type, zone.role) {
        (ZoneType::Prefecture, Role::Core) => PointKind::City,
        (_, Role::Gateway) => PointKind::Gateway,
        _ => PointKind::County,
    };
    MapPoint {
        lon: zone.position.lon,
        lat: zone.position.lat,
        label_zh: zone.name.clone(),
        label_en: zone.name_en.clone(),
        kind,
        value,
    }
}

fn waterways(network: &Network) -> Vec<MapLine> {
    let line = |link: &Link| {
        let class = class(link.waterway?)?;
        let points = network.course(link).iter().map(|at| (at.lon, at.lat)).collect();
        Some(MapLine { points, class, label: String::new() })
    };
    network.links.iter().filter_map(line).collect()
}

/// By the largest vessel; sea legs are not drawn.
fn class(waterway: Waterway) -> Option<LineClass> {
    let limit = waterway.vessel_limit_t;
    match waterway.waterway_class {
        WaterwayClass::Sea => None,
        _ if limit >= 2000.0 => Some(LineClass::LargeWaterway),
        _ if limit >= 1000.0 => Some(LineClass::MiddleWaterway),
        _ => Some(LineClass::SmallWaterway),
    }
}
