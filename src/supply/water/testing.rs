//! Vessels, reaches and locks for tests.

use super::Vessel;
use crate::index::NodeIdx;
use crate::network::{
    Chamber, Confidence, Config, FacilityType, Link, LinkUse, Lock, ModeParameters, Network, Node,
    NodeType, ParameterRow, Position, Provenance, Transit, Waterway, WaterwayClass,
};
use crate::units::{Date, Kilometres, KmPerHour};

/// 90 m long, 15 m wide, 10 km/h.
pub(crate) fn barge(deadweight_t: f64, draught_m: f64) -> Vessel {
    Vessel {
        mode: "barge_1000".to_owned(),
        deadweight_t,
        length_m: 90.0,
        beam_m: 15.0,
        draught_m,
        clearance_m: 0.4,
        speed: KmPerHour(10.0),
        is_sea_going: false,
    }
}

pub(crate) fn provenance() -> Provenance {
    Provenance { sources: Vec::new(), confidence: Confidence::Estimated, note: String::new() }
}

/// 20 km at 12 km/h.
pub(crate) fn reach(vessel_limit_t: f64, depth_m: Option<f64>) -> Link {
    Link {
        id: "water".to_owned(),
        name: String::new(),
        name_en: String::new(),
        from: NodeIdx(0),
        to: NodeIdx(1),
        is_directed: false,
        length: Kilometres(20.0),
        free_speed: KmPerHour(12.0),
        lanes: None,
        capacity: None,
        facility_type: FacilityType::Waterway,
        allowed_uses: [LinkUse::Vessel].into_iter().collect(),
        toll_yuan: 0.0,
        line_id: None,
        design_speed: None,
        tracks: None,
        is_electrified: None,
        waterway: Some(Waterway {
            waterway_class: WaterwayClass::III,
            vessel_limit_t,
            depth_m,
            speed_empty_kmh: None,
            upgraded: None,
        }),
        time_factor: 1.0,
        geometry: Vec::new(),
        opened: None,
        project: None,
        provenance: provenance(),
    }
}

pub(crate) fn chamber(length_m: f64, width_m: f64, depth_m: f64) -> Chamber {
    Chamber { length_m, width_m, depth_m, opened: None }
}

/// 40 minutes a lockage, nobody there.
pub(crate) fn lock(chambers: Vec<Chamber>) -> Lock {
    Lock {
        id: "lock".to_owned(),
        name: "船闸".to_owned(),
        name_en: String::new(),
        node: NodeIdx(0),
        side_links: Vec::new(),
        chamber_count: chambers.len().max(1) as u32,
        chambers,
        lift_m: None,
        lockage_min: 40.0,
        typical_wait_h: None,
        design_capacity_wan_t: None,
        throughput_wan_t: None,
        throughput_basis: None,
        throughput_year: None,
        practical_capacity_vessel_wan_t: 1000.0,
        throughput_vessel_wan_t: 0.0,
        project: None,
        provenance: provenance(),
    }
}

/// A link from [`reach`] between two nodes.
pub(crate) fn between(from: u32, to: u32, length: f64, vessel_limit_t: f64) -> Link {
    Link {
        from: NodeIdx(from),
        to: NodeIdx(to),
        length: Kilometres(length),
        ..reach(vessel_limit_t, Some(4.0))
    }
}

/// Nodes, links and locks, with parameters as (mode, parameter, value).
pub(crate) fn network(
    nodes: u32,
    links: Vec<Link>,
    locks: Vec<Lock>,
    parameters: &[(&str, &str, f64)],
) -> Network {
    let node = |at| Node {
        id: format!("water-{at}"),
        name: String::new(),
        name_en: String::new(),
        node_type: NodeType::Port,
        zone: None,
        position: Position { lon: 117.0, lat: 34.0 },
        opened: None,
        project: None,
        provenance: provenance(),
    };
    let row = |(mode, parameter, value): &(&str, &str, f64)| ParameterRow {
        mode: (*mode).to_owned(),
        parameter: (*parameter).to_owned(),
        facility_type: None,
        free_speed: None,
        value: *value,
        unit: String::new(),
        provenance: provenance(),
    };
    Network {
        config: Config {
            dataset_name: "water".to_owned(),
            name_zh: String::new(),
            base_date: Date::parse("2026").unwrap(),
            time_zone: "Asia/Shanghai".to_owned(),
        },
        modes: ModeParameters { rows: parameters.iter().map(row).collect() },
        zones: Vec::new(),
        nodes: (0..nodes).map(node).collect(),
        links,
        locks,
        terminals: Vec::new(),
        freight_services: Vec::new(),
        transit: Transit::default(),
        sources: Vec::new(),
        observed: Vec::new(),
        observed_freight: Vec::new(),
        rolling_stock: Vec::new(),
        running_times: Vec::new(),
    }
}
