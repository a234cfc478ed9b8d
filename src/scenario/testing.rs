//! The network of `networks/tiny` in memory, and projects applied to it.

use super::{Catalogue, ProjectFile, Scenario};
use crate::diagnostic::{Problem, Problems};
use crate::index::{LinkIdx, NodeIdx, RouteIdx, StopIdx, ZoneIdx};
use crate::network::{
    Chamber, Confidence, Config, FacilityType, Link, LinkUse, Lock, ModeParameters, Network, Node,
    NodeType, ParameterRow, Position, Provenance, Role, Route, RouteClass, Source, Stop, StopTime,
    Terminal, TerminalType, ThroughputBasis, Timing, Transit, Trip, Waterway, WaterwayClass, Zone,
    ZoneType,
};
use crate::units::{Date, Kilometres, KmPerHour, Seconds};
use std::collections::BTreeMap;

/// Four places: Jia in the west, Yi in the east, Bing north of the middle, Ding south of it.
const PLACES: [(&str, &str, &str, f64, f64); 4] = [
    ("jia", "甲城", "Jia", 117.0, 34.0),
    ("yi", "乙城", "Yi", 118.0, 34.0),
    ("bing", "丙县", "Bing", 117.5, 34.2),
    ("ding", "丁县", "Ding", 117.5, 33.8),
];

/// Stations stand at the first three places.
const STATIONS: [&str; 3] = ["甲站", "乙站", "丙站"];

/// Road nodes are 0 to 3, stations 4 to 6, in the order of the places.
const LINKS: [(&str, u32, u32, f64, f64, FacilityType, &str); 10] = [
    ("rail-jiayi-1", 4, 6, 54.0, 250.0, FacilityType::HighSpeedRail, "jiayi"),
    ("rail-jiayi-2", 6, 5, 54.0, 250.0, FacilityType::HighSpeedRail, "jiayi"),
    ("road-E1-jia-yi", 0, 1, 100.0, 120.0, FacilityType::Expressway, "E1"),
    ("road-F1-bing-ding", 2, 3, 45.0, 80.0, FacilityType::FastRoad, "F1"),
    ("road-G1-bing-yi", 2, 1, 60.0, 80.0, FacilityType::National, "G1"),
    ("road-G1-jia-bing", 0, 2, 60.0, 80.0, FacilityType::National, "G1"),
    ("road-S1-ding-yi", 3, 1, 55.0, 60.0, FacilityType::Provincial, "S1"),
    ("road-S1-jia-ding", 0, 3, 55.0, 60.0, FacilityType::Provincial, "S1"),
    ("water-c1", 7, 8, 48.0, 10.0, FacilityType::Waterway, "c"),
    ("water-c2", 8, 9, 48.0, 10.0, FacilityType::Waterway, "c"),
];

/// Stop, arrival, departure, in minutes of the day.
type Call = (u32, u32, u32);

const TRIPS: [(&str, &[Call]); 4] = [
    ("G1", &[(0, 480, 480), (2, 495, 497), (1, 512, 512)]),
    ("G2", &[(1, 540, 540), (2, 555, 557), (0, 572, 572)]),
    ("G3", &[(0, 600, 600), (1, 627, 627)]),
    ("G4", &[(1, 1080, 1080), (0, 1107, 1107)]),
];

const PARAMETERS: [(&str, &str, Option<FacilityType>, f64); 10] = [
    ("car", "operating_speed", Some(FacilityType::Expressway), 100.0),
    ("car", "operating_speed", Some(FacilityType::FastRoad), 60.0),
    ("car", "operating_speed", Some(FacilityType::National), 60.0),
    ("car", "operating_speed", Some(FacilityType::Provincial), 50.0),
    ("rail", "dwell", Some(FacilityType::ConventionalRail), 3.0),
    ("rail", "dwell", Some(FacilityType::HighSpeedRail), 2.0),
    ("rail", "minimum_change", None, 12.0),
    ("rail", "recovery_margin", Some(FacilityType::ConventionalRail), 8.0),
    ("rail", "recovery_margin", Some(FacilityType::HighSpeedRail), 5.0),
    ("taxi", "detour_factor", None, 1.3),
];

/// Nodes of the waterway are 7 to 9; the lock stands at the second.
const WATER: [(&str, &str, &str, f64, f64, NodeType); 3] = [
    ("water-wu", "戊港", "Wu port", 117.0, 34.05, NodeType::Port),
    ("water-ji", "己闸", "Ji lock", 117.5, 34.05, NodeType::Lock),
    ("water-geng", "庚港", "Geng port", 118.0, 34.05, NodeType::Port),
];

/// The network: 4 zones, 10 nodes, 10 links, 3 stops, 4 trips, a lock and a terminal.
pub(super) fn tiny() -> Network {
    let date = Date::new(2026, 1, 5).unwrap();
    let rows = PARAMETERS.iter().map(|row| ParameterRow {
        mode: row.0.to_owned(),
        parameter: row.1.to_owned(),
        facility_type: row.2,
        free_speed: None,
        value: row.3,
        unit: String::new(),
        provenance: made_up(),
    });
    Network {
        config: Config {
            dataset_name: "tiny".into(),
            name_zh: "示例".into(),
            base_date: date,
            time_zone: "Asia/Shanghai".into(),
        },
        modes: ModeParameters { rows: rows.collect() },
        zones: zones(),
        nodes: nodes(),
        links: LINKS.iter().map(link_of).collect(),
        locks: locks(),
        terminals: terminals(),
        freight_services: Vec::new(),
        transit: transit(),
        sources: vec![Source { id: "estimate".to_owned(), ..Source::default() }],
        observed: Vec::new(),
        observed_freight: Vec::new(),
        rolling_stock: Vec::new(),
        running_times: Vec::new(),
    }
}

fn made_up() -> Provenance {
    let sources = vec!["estimate".to_owned()];
    Provenance { sources, confidence: Confidence::Estimated, note: "made up".to_owned() }
}

fn zones() -> Vec<Zone> {
    let zone = |place: &(&str, &str, &str, f64, f64)| Zone {
        id: place.0.to_owned(),
        name: place.1.to_owned(),
        name_en: place.2.to_owned(),
        pinyin: String::new(),
        super_zone: None,
        zone_type: ZoneType::County,
        role: Role::Core,
        position: Position { lon: place.3, lat: place.4 },
        opportunities: BTreeMap::new(),
        provenance: made_up(),
    };
    PLACES.iter().map(zone).collect()
}

fn nodes() -> Vec<Node> {
    let node = |prefix: &str, at: usize, name: &str, node_type: NodeType| Node {
        id: format!("{prefix}-{}", PLACES[at].0),
        name: name.to_owned(),
        name_en: PLACES[at].2.to_owned(),
        node_type,
        zone: Some(ZoneIdx::new(at)),
        position: Position { lon: PLACES[at].3, lat: PLACES[at].4 },
        opened: None,
        project: None,
        provenance: made_up(),
    };
    let towns = (0..4).map(|at| node("road", at, PLACES[at].1, NodeType::Town));
    let stations = (0..3).map(|at| node("rail", at, STATIONS[at], NodeType::Station));
    let water = WATER.iter().map(|(id, name, name_en, lon, lat, node_type)| Node {
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        name_en: (*name_en).to_owned(),
        zone: None,
        position: Position { lon: *lon, lat: *lat },
        ..node("water", 0, "", *node_type)
    });
    towns.chain(stations).chain(water).collect()
}

/// A lock of one chamber.
fn locks() -> Vec<Lock> {
    let chamber = Chamber { length_m: 200.0, width_m: 20.0, depth_m: 4.0, opened: Some(2000) };
    vec![Lock {
        id: "ji".to_owned(),
        name: "己船闸".to_owned(),
        name_en: "Ji lock".to_owned(),
        node: NodeIdx(8),
        side_links: vec![LinkIdx(8)],
        chambers: vec![chamber],
        chamber_count: 1,
        lift_m: Some(4.0),
        lockage_min: 40.0,
        typical_wait_h: None,
        design_capacity_wan_t: Some(2000.0),
        throughput_wan_t: None,
        throughput_basis: Some(ThroughputBasis::Cargo),
        throughput_year: None,
        practical_capacity_vessel_wan_t: 10_000.0,
        throughput_vessel_wan_t: 3000.0,
        project: None,
        provenance: made_up(),
    }]
}

/// The port at the waterway's western end.
fn terminals() -> Vec<Terminal> {
    vec![Terminal {
        id: "wu".to_owned(),
        name: "戊港".to_owned(),
        name_en: "Wu port".to_owned(),
        terminal_type: TerminalType::RiverPort,
        zone: Some(ZoneIdx(0)),
        position: Position { lon: 117.0, lat: 34.05 },
        road_node: Some(NodeIdx(0)),
        road_access_km: Some(Kilometres(7.0)),
        rail_node: None,
        rail_access_km: None,
        water_node: Some(NodeIdx(7)),
        air_node: None,
        handling_time_h: Some(8.0),
        handling_cost_yuan_t: None,
        handling_cost_yuan_teu: None,
        capacity_wan_t: Some(300.0),
        capacity_wan_teu: None,
        throughput_wan_t: None,
        throughput_wan_teu: None,
        passengers_wan: None,
        throughput_year: None,
        opened: None,
        project: None,
        provenance: made_up(),
    }]
}

fn link_of(row: &(&str, u32, u32, f64, f64, FacilityType, &str)) -> Link {
    let (id, from, to, length, speed, facility_type, line_id) = *row;
    let is_rail = facility_type == FacilityType::HighSpeedRail;
    let is_water = facility_type == FacilityType::Waterway;
    let uses: &[LinkUse] = match facility_type {
        FacilityType::HighSpeedRail => &[LinkUse::PassengerTrain],
        FacilityType::Waterway => &[LinkUse::Vessel],
        _ => &[LinkUse::Car, LinkUse::Truck, LinkUse::Bus],
    };
    let waterway = Waterway {
        waterway_class: WaterwayClass::III,
        vessel_limit_t: 1000.0,
        depth_m: Some(3.2),
        speed_empty_kmh: Some(KmPerHour(12.0)),
        upgraded: None,
    };
    Link {
        id: id.to_owned(),
        name: line_id.to_owned(),
        name_en: line_id.to_owned(),
        from: NodeIdx(from),
        to: NodeIdx(to),
        is_directed: false,
        length: Kilometres(length),
        free_speed: KmPerHour(speed),
        time_factor: 1.0,
        geometry: Vec::new(),
        lanes: (!is_rail && !is_water).then_some(2.0),
        capacity: None,
        facility_type,
        allowed_uses: uses.iter().copied().collect(),
        toll_yuan: if id == "road-E1-jia-yi" { 50.0 } else { 0.0 },
        line_id: Some(line_id.to_owned()),
        design_speed: is_rail.then_some(KmPerHour(speed)),
        tracks: is_rail.then_some(2.0),
        is_electrified: is_rail.then_some(true),
        waterway: is_water.then_some(waterway),
        opened: None,
        project: None,
        provenance: made_up(),
    }
}

fn transit() -> Transit {
    let stop = |at: usize| Stop {
        id: PLACES[at].0.to_owned(),
        name: STATIONS[at].to_owned(),
        name_en: format!("{} station", PLACES[at].2),
        position: Position { lon: PLACES[at].3, lat: PLACES[at].4 },
        node: Some(NodeIdx::new(4 + at)),
        project: None,
    };
    let trip = |(name, calls): &(&str, &[Call])| Trip {
        id: (*name).to_owned(),
        name: (*name).to_owned(),
        route: RouteIdx(0),
        timing: Timing::Timetabled,
        stop_times: calls.iter().map(call).collect(),
        project: None,
        provenance: made_up(),
    };
    let (id, name) = ("jiayi".to_owned(), "甲乙高铁".to_owned());
    let class = RouteClass::HighSpeedRail;
    Transit {
        stops: (0..3).map(stop).collect(),
        routes: vec![Route { id, short_name: String::new(), long_name: name, class }],
        trips: TRIPS.iter().map(trip).collect(),
        transfers: Vec::new(),
    }
}

fn call((stop, arrival, departure): &Call) -> StopTime {
    let [arrival, departure] = [arrival, departure].map(|minutes| Seconds::from_minutes(*minutes));
    StopTime::new(StopIdx(*stop), arrival, departure)
}

/// A project `test` that opens on 5 January 2030, with some edits.
pub(super) fn project(edits: &str) -> Result<ProjectFile, Problems> {
    let head = "[project]\nid = \"test\"\nname = \"试验\"\nname_en = \"Test\"\nmode = \"rail\"\n\
                type = \"upgrade\"\nstatus = \"planned\"\nopening = \"2030-01-05\"\nsources = [\"t\"]\n";
    ProjectFile::read("test.toml", &format!("{head}{edits}"))
}

fn apply(edits: &str) -> Result<(Network, Vec<String>), Problems> {
    let mut catalogue = Catalogue::default();
    catalogue.add(project(edits)?);
    let base = tiny();
    let mut scenario = Scenario::at(base.config.base_date);
    scenario.with.insert("test".to_owned());
    let applied = scenario.build(&base, &catalogue);
    assert_eq!(base, tiny(), "the base is never changed");
    let applied = applied?;
    Ok((applied.network, applied.effects.into_iter().map(|effect| effect.touched).collect()))
}

/// The network with some edits, and what each of them touched.
pub(super) fn applied(edits: &str) -> (Network, Vec<String>) {
    apply(edits).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What is wrong with some edits, in the order of the file.
pub(super) fn problems(edits: &str) -> Vec<Problem> {
    let problems = apply(edits).err().unwrap_or_default();
    assert!(problems.iter().all(|problem| problem.at.as_ref().is_some_and(|at| at.line > 9)));
    problems.iter().cloned().collect()
}

/// Codes of the same.
pub(super) fn codes(edits: &str) -> Vec<&'static str> {
    problems(edits).iter().map(|problem| problem.code).collect()
}

/// The link of an id.
pub(super) fn link<'n>(network: &'n Network, id: &str) -> &'n Link {
    network.links.iter().find(|link| link.id == id).unwrap()
}

/// Arrival and departure of a trip at each of its stops.
pub(super) fn clocks(network: &Network, name: &str) -> Vec<String> {
    let trip = network.transit.trips.iter().find(|trip| trip.name == name).unwrap();
    let calls = trip.stop_times.iter();
    calls.map(|call| format!("{}-{}", call.arrival.clock(), call.departure.clock())).collect()
}
