//! Writing a network as a folder of tables: what [`crate::formats::load_network`] reads as the same network.

mod stock;

use crate::formats::gtfs;
use crate::formats::table::{LineString, Rows, row, table, to_csv};
use crate::index::{NodeIdx, ZoneIdx};
use crate::network::{Chamber, Link, Lock, Network, Provenance, Terminal};
use crate::units::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The files of a network folder by name, its timetable in `transit/` among them.
///
/// Reading them gives the same [`Network`], but for `project`: rows of projects stand there like all others, trips in the order
/// of ids.
pub fn write(network: &Network) -> BTreeMap<String, Vec<u8>> {
    let mut tables = vec![
        ("config.csv", config(network)),
        ("link.csv", links(network)),
        ("mode.csv", modes(network)),
        ("node.csv", nodes(network)),
        ("source.csv", sources(network)),
        ("zone.csv", zones(network)),
    ];
    let optional = [
        ("freight_service.csv", freight_services(network)),
        ("lock.csv", locks(network)),
        ("observed.csv", observed(network)),
        ("observed_freight.csv", observed_freight(network)),
        ("rolling_stock.csv", stock::rolling_stock(network)),
        ("running_time.csv", stock::running_times(network)),
        ("terminal.csv", terminals(network)),
    ];
    tables.extend(optional.into_iter().filter(|(_, rows)| rows.len() > 1));
    let mut files: BTreeMap<String, Vec<u8>> =
        tables.into_iter().map(|(name, rows)| (name.to_owned(), to_csv(&rows))).collect();
    if !network.transit.trips.is_empty() || !network.transit.stops.is_empty() {
        let feed = gtfs::write(network).into_iter();
        files.extend(feed.map(|(name, bytes)| (format!("transit/{name}"), bytes)));
    }
    files
}

fn config(network: &Network) -> Rows {
    let config = &network.config;
    let date = config.base_date.to_string();
    let facts = [&config.dataset_name, &config.name_zh, &date];
    table(
        "dataset_name,name_zh,base_date,crs,long_length,short_length,speed,currency,time_zone,version_number",
        [row([
            facts[0],
            facts[1],
            facts[2],
            "EPSG:4326",
            "km",
            "m",
            "km/h",
            "CNY",
            &config.time_zone,
            "1",
        ])],
    )
}

fn modes(network: &Network) -> Rows {
    let rows = network.modes.rows.iter().map(|parameter| {
        let facility = parameter.facility_type.map_or("", crate::network::FacilityType::name);
        let speed = number(parameter.free_speed.map(|speed| speed.0));
        let value = parameter.value.to_string();
        let facts =
            [&parameter.mode, &parameter.parameter, facility, &speed, &value, &parameter.unit];
        with_provenance(row(facts), &parameter.provenance)
    });
    table("mode,parameter,facility_type,free_speed,value,unit,source_id,confidence,note", rows)
}

fn sources(network: &Network) -> Rows {
    let rows = network
        .sources
        .iter()
        .map(|it| row([&it.id, &it.title, &it.publisher, &it.date, &it.url, &it.licence]));
    table("source_id,title,publisher,date,url,licence", rows)
}

fn zones(network: &Network) -> Rows {
    let others: BTreeSet<&str> = network
        .zones
        .iter()
        .flat_map(|zone| zone.opportunities.keys())
        .map(String::as_str)
        .filter(|column| *column != "population")
        .collect();
    let columns: Vec<&str> = std::iter::once("population").chain(others).collect();
    let rows = network.zones.iter().map(|zone| {
        let whole = zone.super_zone.map_or("", |whole| &network.zones[whole.at()].id);
        let (lon, lat) = (zone.position.lon.to_string(), zone.position.lat.to_string());
        let facts =
            [&zone.id, &zone.name, &zone.name_en, &zone.pinyin, whole, zone.zone_type.name()];
        let mut cells = row(facts);
        cells.extend(row([zone.role.name(), &lon, &lat]));
        cells.extend(columns.iter().map(|column| number(zone.opportunities.get(*column).copied())));
        with_provenance(cells, &zone.provenance)
    });
    let header = "zone_id,name,name_en,pinyin,super_zone,zone_type,role,x_coord,y_coord";
    table(&format!("{header},{},source_id,confidence,note", columns.join(",")), rows)
}

fn nodes(network: &Network) -> Rows {
    let rows = network.nodes.iter().map(|node| {
        let zone = zone_id(network, node.zone);
        let (lon, lat) = (node.position.lon.to_string(), node.position.lat.to_string());
        let opened = date(node.opened);
        let facts = [&node.id, &node.name, &node.name_en, node.node_type.name(), zone];
        let mut cells = row(facts);
        cells.extend(row([&lon, &lat, &opened]));
        with_provenance(cells, &node.provenance)
    });
    table(
        "node_id,name,name_en,node_type,zone_id,x_coord,y_coord,opened,source_id,confidence,note",
        rows,
    )
}

const LINK_HEADER: &str = "link_id,name,name_en,from_node_id,to_node_id,directed,length,free_speed,lanes,capacity,facility_type,allowed_uses,toll,line_id,design_speed,tracks,electrified";

/// Columns that stand only where some link has one.
const WATERWAY_HEADER: &str = ",waterway_class,vessel_limit_t,depth_m,speed_empty_kmh,upgraded";

fn links(network: &Network) -> Rows {
    let has_water = network.links.iter().any(|link| link.waterway.is_some());
    let has_factor = network.links.iter().any(|link| !is_one(link.time_factor));
    let has_course = network.links.iter().any(|link| !link.geometry.is_empty());
    let mut header = LINK_HEADER.to_owned();
    for (is_there, columns) in
        [(has_water, WATERWAY_HEADER), (has_factor, ",time_factor"), (has_course, ",geometry")]
    {
        header += if is_there { columns } else { "" };
    }
    let rows = network.links.iter().map(|link| {
        let mut cells = link_cells(network, link);
        if has_water {
            cells.extend(waterway_cells(link));
        }
        if has_factor {
            cells.push(number(Some(link.time_factor).filter(|factor| !is_one(*factor))));
        }
        if has_course {
            let course = (!link.geometry.is_empty()).then(|| LineString(network.course(link)));
            cells.push(course.map_or_else(String::new, |course| course.to_string()));
        }
        cells.push(date(link.opened));
        with_provenance(cells, &link.provenance)
    });
    table(&format!("{header},opened,source_id,confidence,note"), rows)
}

fn is_one(factor: f64) -> bool {
    (factor - 1.0).abs() < f64::EPSILON
}

fn link_cells(network: &Network, link: &Link) -> Vec<String> {
    let ends = [link.from, link.to].map(|node| network.nodes[node.at()].id.as_str());
    let directed = if link.is_directed { "1" } else { "0" };
    let uses: Vec<&str> = link.allowed_uses.iter().map(crate::network::LinkUse::name).collect();
    let electrified = link.is_electrified.map_or("", |yes| if yes { "yes" } else { "no" });
    let toll = number(Some(link.toll_yuan).filter(|yuan| *yuan > 0.0));
    let mut cells = row([&link.id, &link.name, &link.name_en, ends[0], ends[1], directed]);
    cells.extend([link.length.0, link.free_speed.0].map(|figure| figure.to_string()));
    cells.extend([link.lanes, link.capacity].map(number));
    cells.extend(row([link.facility_type.name(), &uses.join(";"), &toll]));
    cells.push(link.line_id.clone().unwrap_or_default());
    cells.extend([link.design_speed.map(|speed| speed.0), link.tracks].map(number));
    cells.push(electrified.to_owned());
    cells
}

fn waterway_cells(link: &Link) -> Vec<String> {
    let Some(water) = &link.waterway else { return row([""; 5]) };
    let mut cells = row([water.waterway_class.name(), &water.vessel_limit_t.to_string()]);
    cells.extend([water.depth_m, water.speed_empty_kmh.map(|speed| speed.0)].map(number));
    cells.push(date(water.upgraded));
    cells
}

fn locks(network: &Network) -> Rows {
    let rows = network.locks.iter().map(|lock| lock_cells(network, lock));
    table(
        "lock_id,name,name_en,node_id,side_link_ids,chambers,chamber_count,chambers_opened,lift_m,lockage_min,typical_wait_h,design_capacity_wan_t,throughput_wan_t,throughput_basis,throughput_year,practical_capacity_vessel_wan_t,throughput_vessel_wan_t,source_id,confidence,note",
        rows,
    )
}

fn lock_cells(network: &Network, lock: &Lock) -> Vec<String> {
    let sides: Vec<&str> =
        lock.side_links.iter().map(|link| network.links[link.at()].id.as_str()).collect();
    let size = |it: &Chamber| format!("{}x{}x{}", it.length_m, it.width_m, it.depth_m);
    let sizes: Vec<String> = lock.chambers.iter().map(size).collect();
    let year = |it: &Chamber| it.opened.map_or_else(String::new, |year| year.to_string());
    let has_years = lock.chambers.iter().any(|chamber| chamber.opened.is_some());
    let years: Vec<String> = lock.chambers.iter().filter(|_| has_years).map(year).collect();
    let basis = lock.throughput_basis.map_or("", crate::network::ThroughputBasis::name);
    let node = network.nodes[lock.node.at()].id.as_str();
    let mut cells = row([&lock.id, &lock.name, &lock.name_en, node, &sides.join(";")]);
    cells.extend([sizes.join(";"), lock.chamber_count.to_string(), years.join(";")]);
    cells.extend([lock.lift_m, Some(lock.lockage_min), lock.typical_wait_h].map(number));
    cells.extend([lock.design_capacity_wan_t, lock.throughput_wan_t].map(number));
    cells.extend([basis.to_owned(), whole(lock.throughput_year)]);
    let vessels = [lock.practical_capacity_vessel_wan_t, lock.throughput_vessel_wan_t];
    cells.extend(vessels.map(|figure| figure.to_string()));
    with_provenance(cells, &lock.provenance)
}

fn terminals(network: &Network) -> Rows {
    let rows = network.terminals.iter().map(|terminal| terminal_cells(network, terminal));
    table(
        "terminal_id,name,name_en,terminal_type,zone_id,x_coord,y_coord,road_node_id,road_access_km,rail_node_id,rail_access_km,water_node_id,air_node_id,handling_time_h,handling_cost_yuan_t,handling_cost_yuan_teu,capacity_wan_t,capacity_wan_teu,throughput_wan_t,throughput_wan_teu,passengers_wan,throughput_year,opened,source_id,confidence,note",
        rows,
    )
}

fn terminal_cells(network: &Network, it: &Terminal) -> Vec<String> {
    let node = |node: Option<NodeIdx>| {
        node.map_or_else(String::new, |node| network.nodes[node.at()].id.clone())
    };
    let zone = zone_id(network, it.zone);
    let mut cells = row([&it.id, &it.name, &it.name_en, it.terminal_type.name(), zone]);
    cells.extend([it.position.lon, it.position.lat].map(|degrees| degrees.to_string()));
    cells.extend([node(it.road_node), number(it.road_access_km.map(|length| length.0))]);
    cells.extend([node(it.rail_node), number(it.rail_access_km.map(|length| length.0))]);
    cells.extend([node(it.water_node), node(it.air_node)]);
    let handling = [it.handling_time_h, it.handling_cost_yuan_t, it.handling_cost_yuan_teu];
    cells.extend(handling.map(number));
    cells.extend([it.capacity_wan_t, it.capacity_wan_teu].map(number));
    cells.extend([it.throughput_wan_t, it.throughput_wan_teu, it.passengers_wan].map(number));
    cells.extend([whole(it.throughput_year), date(it.opened)]);
    with_provenance(cells, &it.provenance)
}

fn freight_services(network: &Network) -> Rows {
    let rows = network.freight_services.iter().map(|it| {
        let departures = it.departures_per_week.to_string();
        let facts = [&it.id, &it.name, &it.name_en, &it.mode, &it.from, &it.to, &departures];
        with_provenance(row(facts.map(String::as_str)), &it.provenance)
    });
    table(
        "service_id,name,name_en,mode,from_terminal_id,to_terminal_id,departures_per_week,source_id,confidence,note",
        rows,
    )
}

fn observed(network: &Network) -> Rows {
    let rows = network.observed.iter().map(|it| {
        let minutes = it.time.minutes().to_string();
        let train = it.train.as_deref().unwrap_or_default();
        let cells = row([&it.from, &it.to, &it.mode, &minutes, train, &date(it.date)]);
        with_provenance(cells, &it.provenance)
    });
    table("from,to,mode,minutes,train,date,source_id,confidence,note", rows)
}

fn observed_freight(network: &Network) -> Rows {
    let rows = network.observed_freight.iter().map(|it| {
        let mut cells = row([&it.id, &it.subject, &it.from, &it.to, &it.mode, &it.quantity]);
        cells.extend([Some(it.value), it.value_max].map(number));
        cells.extend([it.unit.clone(), whole(it.year), number(it.tolerance_pct)]);
        cells.push(it.without.join(";"));
        with_provenance(cells, &it.provenance)
    });
    table(
        "claim_id,subject,from,to,mode,quantity,value,value_max,unit,year,tolerance_pct,without,source_id,confidence,note",
        rows,
    )
}

fn with_provenance(mut cells: Vec<String>, provenance: &Provenance) -> Vec<String> {
    let confidence = provenance.confidence.name().to_owned();
    cells.extend([provenance.source_id(), confidence, provenance.note.clone()]);
    cells
}

fn zone_id(network: &Network, zone: Option<ZoneIdx>) -> &str {
    zone.map_or("", |zone| &network.zones[zone.at()].id)
}

fn number(figure: Option<f64>) -> String {
    figure.map_or_else(String::new, |figure| figure.to_string())
}

fn whole(figure: Option<u32>) -> String {
    figure.map_or_else(String::new, |figure| figure.to_string())
}

fn date(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}
