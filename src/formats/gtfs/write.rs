//! Writing the timetable of a network as a GTFS feed.

use super::calls::gtfs_time;
use crate::formats::table::{Rows, row, table, to_csv};
use crate::index::StopIdx;
use crate::network::{Exchange, Network, RouteClass, StopTime, TransferRule, Transit};
use std::collections::BTreeMap;

/// The one service of a feed written here: every trip, every day.
const SERVICE: &str = "daily";

/// The files of a feed, by name: every trip of the network's timetable, every day of the year of its base date.
///
/// Reading them gives the same [`Transit`].
pub fn write(network: &Network) -> BTreeMap<String, Vec<u8>> {
    let transit = &network.transit;
    let files = [
        ("agency.txt", agency(network)),
        ("calendar.txt", calendar(network)),
        ("feed_info.txt", feed_info(network)),
        ("routes.txt", routes(transit)),
        ("stop_times.txt", stop_times(transit)),
        ("stops.txt", stops(network)),
        ("translations.txt", translations(transit)),
        ("trips.txt", trips(transit)),
    ];
    let mut files: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|(name, rows)| (name.to_owned(), to_csv(&rows))).collect();
    if !transit.transfers.is_empty() {
        files.insert("transfers.txt".to_owned(), to_csv(&transfers(transit)));
    }
    files
}

fn agency(network: &Network) -> Rows {
    let config = &network.config;
    let name = if config.name_zh.is_empty() { &config.dataset_name } else { &config.name_zh };
    let url = address(network);
    table(
        "agency_id,agency_name,agency_url,agency_timezone,agency_lang",
        [row([&config.dataset_name, name, url, &config.time_zone, "zh"])],
    )
}

/// A feed must have an address where one learns more: that of the first source of its trips that has one.
fn address(network: &Network) -> &str {
    let ids = network.transit.trips.iter().flat_map(|trip| &trip.provenance.sources);
    let urls = ids.filter_map(|id| network.source(id)).map(|source| source.url.as_str());
    urls.into_iter().find(|url| url.starts_with("http")).unwrap_or("https://gtfs.org")
}

fn calendar(network: &Network) -> Rows {
    let year = network.config.base_date.year();
    let (start, end) = (format!("{year}0101"), format!("{year}1231"));
    table(
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
        [row([SERVICE, "1", "1", "1", "1", "1", "1", "1", &start, &end])],
    )
}

/// A feed with translations must say what they are translations of.
fn feed_info(network: &Network) -> Rows {
    let config = &network.config;
    let date = config.base_date.to_string();
    table(
        "feed_publisher_name,feed_publisher_url,feed_lang,feed_version",
        [row([&config.dataset_name, address(network), "zh", &date])],
    )
}

fn routes(transit: &Transit) -> Rows {
    let rows = transit.routes.iter().map(|route| {
        let route_type = route_type(route.class).to_string();
        row([&route.id, &route.short_name, &route.long_name, &route_type])
    });
    table("route_id,route_short_name,route_long_name,route_type", rows)
}

fn route_type(class: RouteClass) -> u16 {
    match class {
        RouteClass::HighSpeedRail => 101,
        RouteClass::ConventionalRail => 2,
        RouteClass::Metro => 1,
        RouteClass::Bus => 3,
        RouteClass::Ferry => 4,
        RouteClass::Air => 1100,
    }
}

fn stops(network: &Network) -> Rows {
    let rows = network.transit.stops.iter().map(|stop| {
        let (lat, lon) = (stop.position.lat.to_string(), stop.position.lon.to_string());
        let node = stop.node.map_or("", |node| &network.nodes[node.at()].id);
        row([&stop.id, &stop.name, &lat, &lon, node])
    });
    table("stop_id,stop_name,stop_lat,stop_lon,node_id", rows)
}

fn transfers(transit: &Transit) -> Rows {
    let id = |stop: StopIdx| transit.stops[stop.at()].id.as_str();
    let rows = transit.transfers.iter().map(|transfer| {
        let (kind, time) = match transfer.rule {
            TransferRule::Timed => ("1", String::new()),
            TransferRule::AtLeast(time) => ("2", time.0.to_string()),
            TransferRule::Impossible => ("3", String::new()),
        };
        row([id(transfer.from), id(transfer.to), kind, &time])
    });
    table("from_stop_id,to_stop_id,transfer_type,min_transfer_time", rows)
}

fn translations(transit: &Transit) -> Rows {
    let stops = transit.stops.iter().filter(|stop| !stop.name_en.is_empty());
    let rows = stops.map(|stop| row(["stops", "stop_name", "en", &stop.name_en, &stop.id]));
    table("table_name,field_name,language,translation,record_id", rows)
}

fn trips(transit: &Transit) -> Rows {
    let rows = transit.trips.iter().map(|trip| {
        let route = &transit.routes[trip.route.at()].id;
        let provenance = &trip.provenance;
        let (sources, confidence) = (provenance.source_id(), provenance.confidence.name());
        let timing = trip.timing.name();
        row([route, SERVICE, &trip.id, &trip.name, timing, &sources, confidence, &provenance.note])
    });
    table("route_id,service_id,trip_id,trip_short_name,timing,source_id,confidence,note", rows)
}

fn stop_times(transit: &Transit) -> Rows {
    let is_limited = |call: &StopTime| call.exchange != Exchange::Both;
    let has_types = transit.trips.iter().flat_map(|trip| &trip.stop_times).any(is_limited);
    let calls = transit.trips.iter().flat_map(|trip| {
        trip.stop_times.iter().enumerate().map(|(at, call)| {
            let (arrival, departure) = (gtfs_time(call.arrival), gtfs_time(call.departure));
            let stop = &transit.stops[call.stop.at()].id;
            let mut cells = row([&trip.id, &arrival, &departure, stop, &(at + 1).to_string()]);
            if has_types {
                let kind = |is_allowed: bool| if is_allowed { "0" } else { "1" }.to_owned();
                cells.extend([kind(call.exchange.boards()), kind(call.exchange.alights())]);
            }
            cells
        })
    });
    let columns = "trip_id,arrival_time,departure_time,stop_id,stop_sequence";
    if has_types {
        table(&format!("{columns},pickup_type,drop_off_type"), calls)
    } else {
        table(columns, calls)
    }
}
