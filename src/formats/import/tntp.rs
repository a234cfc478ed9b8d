//! TNTP: the text files of the Transportation Networks for Research repository (Stabler, Bar-Gera, Sall), which assignment is
//! tested with.
//!
//! A link's speed is set so that its length over its speed is its free flow time. Where `FIRST THRU NODE` says that zones carry
//! no through traffic, a zone's node is two: one that links leave, one that links reach.

use super::plane::{drawn, on_globe};
use super::{Access, Draft, Imported, Report, Setting, bare_link, provenance, road_node};
use crate::diagnostic::{Location, Problem, Problems, SourceText};
use crate::formats::table::{Rows, table, to_csv};
use crate::index::NodeIdx;
use crate::index::ZoneIdx;
use crate::network::{Confidence, Link, LinkUse, NodeType, Position, Role, Source, Zone, ZoneType};
use crate::units::{Date, Kilometres, KmPerHour};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The id of the files in `source.csv`.
pub const TNTP: &str = "tntp";

/// The most km/h a road of ours may have.
const FASTEST: f64 = 130.0;

/// Length of a link that has none: 1 m.
const SHORTEST: Kilometres = Kilometres(0.001);

/// The files and what they do not say.
#[derive(Debug, Clone, PartialEq)]
pub struct Files {
    /// The network.
    pub net: Arc<SourceText>,
    /// Its nodes: TNTP, or `GeoJSON` points with an `id`.
    pub nodes: Option<Arc<SourceText>>,
    /// Its trips.
    pub trips: Option<Arc<SourceText>>,
    /// `dataset_name`.
    pub name: String,
    /// The day it is taken to be of.
    pub date: Date,
    /// The unit of lengths.
    pub length_unit: Kilometres,
    /// The unit of times, in minutes.
    pub time_unit_min: f64,
    /// The unit of coordinates that are no degrees.
    pub coordinate_unit: Kilometres,
    /// The middle of coordinates that are no degrees.
    pub origin: Position,
}

/// A row of a network file.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Row {
    from: usize,
    to: usize,
    capacity: f64,
    length: f64,
    free_flow_time: f64,
    b: f64,
    power: f64,
    toll: f64,
    link_type: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct Net {
    zones: usize,
    nodes: usize,
    first_through: usize,
    rows: Vec<Row>,
}

/// Reads the files.
///
/// # Errors
/// Every problem of them, with its line.
pub fn import(files: &Files) -> Result<Imported, Problems> {
    let mut problems = Problems::new();
    let net = read_net(&files.net, &mut problems);
    let coordinates = files.nodes.as_ref().map(|source| read_nodes(source, &mut problems));
    let trips = files.trips.as_ref().map(|source| read_trips(source, &mut problems));
    let net = match net {
        Some(net) if !problems.has_errors() => net,
        _ => return Err(problems),
    };
    let (positions, scale) = match &coordinates {
        Some(known) => places(files, &net, known)?,
        None => (on_globe(&drawn(net.nodes, &lengths(files, &net)), files.origin), 1.0),
    };
    if positions.iter().any(|at| at.lon.abs() > 180.0 || at.lat.abs() > 90.0) {
        return Err(too_large(files).into());
    }
    let mut report = Report::default();
    let draft = draft(files, &net, &positions, &mut report);
    let zones = zones(&net, &positions, trips.as_deref());
    let tables = tables(&net, trips.as_deref());
    remarks(&mut report, files, &net, coordinates.is_some());
    if scale < 1.0 {
        report.remark(format!("Coordinates are drawn in by {scale:.4}: the middle link was shorter than the straight line between its ends."));
    }
    let source = Source {
        id: TNTP.to_owned(),
        title: files.net.file.clone(),
        publisher: "Transportation Networks for Research".to_owned(),
        url: "https://github.com/bstabler/TransportationNetworks".to_owned(),
        ..Source::default()
    };
    let setting =
        Setting { name: files.name.clone(), date: files.date, source, access: Access::Centroids };
    let network = setting.network(draft, zones);
    Ok(Imported { network, projects: BTreeMap::new(), tables, report })
}

fn too_large(files: &Files) -> Problem {
    Problem::error("wrong-unit", "the network is larger than the world")
        .at(Location::file(&files.net.file))
        .help("--length-unit ft, m or mi, and --coordinate-unit, as the data say; --origin LON,LAT")
}

fn lengths(files: &Files, net: &Net) -> Vec<(usize, usize, Kilometres)> {
    net.rows.iter().map(|row| (row.from, row.to, files.length_unit * row.length)).collect()
}

/// Lines that say something, with their place in the text: no blanks, no comments.
fn lines(source: &SourceText) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let all = source.text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end())
    });
    all.filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('~'))
}

fn problem(
    source: &Arc<SourceText>,
    (at, line): (usize, &str),
    message: String,
    help: &str,
) -> Problem {
    Problem::error("broken-tntp", message)
        .at(Location::span(source, at, at + line.len()))
        .help(help)
}

/// `<NUMBER OF ZONES> 24` as its two parts.
fn metadata(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().strip_prefix('<')?.split_once('>')?;
    Some((name.trim(), value.trim()))
}

fn read_net(source: &Arc<SourceText>, problems: &mut Problems) -> Option<Net> {
    let mut facts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    for (at, line) in lines(source) {
        if let Some((name, value)) = metadata(line) {
            facts.extend(value.parse().ok().map(|value: usize| (name, value)));
            continue;
        }
        let help =
            "init_node term_node capacity length free_flow_time b power speed toll link_type ;";
        match row(line) {
            Some(row) => rows.push(((at, line), row)),
            None => {
                problems.push(problem(source, (at, line), "the line is no link".to_owned(), help));
            }
        }
    }
    let mut fact = |name: &'static str| {
        let found = facts.get(name).copied();
        if found.is_none() {
            let message = format!("the file does not say <{name}>");
            problems.push(
                Problem::error("broken-tntp", message)
                    .at(Location::file(&source.file))
                    .help("a network file of the TNTP repository, such as SiouxFalls_net.tntp"),
            );
        }
        found
    };
    let (zones, nodes, links) =
        (fact("NUMBER OF ZONES"), fact("NUMBER OF NODES"), fact("NUMBER OF LINKS"));
    let (zones, nodes, links) = (zones?, nodes?, links?);
    for (place, row) in &rows {
        if row.from >= nodes || row.to >= nodes || row.from == row.to {
            let message =
                format!("the link goes from node {} to node {}", row.from + 1, row.to + 1);
            let help = format!("two nodes from 1 to {nodes}");
            problems.push(problem(source, *place, message, &help));
        }
    }
    if rows.len() != links {
        let message = format!("the file has {} links and says it has {links}", rows.len());
        problems.push(Problem::error("broken-tntp", message).at(Location::file(&source.file)));
    }
    let first_through = facts.get("FIRST THRU NODE").copied().unwrap_or(1);
    Some(Net { zones, nodes, first_through, rows: rows.into_iter().map(|(_, row)| row).collect() })
}

fn row(line: &str) -> Option<Row> {
    let cells = line.replace(';', " ");
    let figures: Vec<f64> =
        cells.split_whitespace().map(|cell| cell.parse().ok()).collect::<Option<_>>()?;
    let [from, to, capacity, length, free_flow_time, b, power, _, toll, link_type] = figures[..]
    else {
        return None;
    };
    let is_right =
        from >= 1.0 && to >= 1.0 && length >= 0.0 && free_flow_time >= 0.0 && toll >= 0.0;
    let node = |figure: f64| figure as usize - 1;
    is_right.then(|| Row {
        from: node(from),
        to: node(to),
        capacity,
        length,
        free_flow_time,
        b,
        power,
        toll,
        link_type,
    })
}

/// Coordinates by node, from 0.
fn read_nodes(source: &Arc<SourceText>, problems: &mut Problems) -> BTreeMap<usize, [f64; 2]> {
    if source.text.trim_start().starts_with('{') {
        return points(source, problems);
    }
    let mut nodes = BTreeMap::new();
    for (at, line) in lines(source) {
        let cells = line.replace(';', " ");
        let cells: Vec<&str> = cells.split_whitespace().collect();
        let is_header = cells.first().is_some_and(|cell| cell.eq_ignore_ascii_case("node"));
        let figures: Option<Vec<f64>> = cells.iter().map(|cell| cell.parse().ok()).collect();
        match figures.as_deref() {
            Some([node, x, y, ..]) if *node >= 1.0 => {
                nodes.insert(*node as usize - 1, [*x, *y]);
            }
            _ if is_header => {}
            _ => problems.push(problem(
                source,
                (at, line),
                "the line is no node".to_owned(),
                "node X Y ;",
            )),
        }
    }
    nodes
}

/// Points of `GeoJSON` by the `id` of their properties.
fn points(source: &Arc<SourceText>, problems: &mut Problems) -> BTreeMap<usize, [f64; 2]> {
    let read: Option<serde_json::Value> = serde_json::from_str(&source.text).ok();
    let features = read.as_ref().and_then(|read| read["features"].as_array());
    let point = |feature: &serde_json::Value| {
        let id = feature["properties"]["id"].as_u64()?;
        let at = &feature["geometry"]["coordinates"];
        Some((usize::try_from(id).ok()?.checked_sub(1)?, [at[0].as_f64()?, at[1].as_f64()?]))
    };
    let nodes: BTreeMap<_, _> = features.into_iter().flatten().filter_map(point).collect();
    if nodes.is_empty() {
        let message = "the file has no points with an `id`";
        problems.push(Problem::error("broken-tntp", message).at(Location::file(&source.file)));
    }
    nodes
}

fn places(
    files: &Files,
    net: &Net,
    known: &BTreeMap<usize, [f64; 2]>,
) -> Result<(Vec<Position>, f64), Problem> {
    let points: Option<Vec<[f64; 2]>> =
        (0..net.nodes).map(|node| known.get(&node).copied()).collect();
    let Some(points) = points else {
        let missing = (0..net.nodes).find(|node| !known.contains_key(node)).unwrap_or(0) + 1;
        let file = files.nodes.as_ref().map_or("", |source| &source.file);
        return Err(Problem::error("broken-tntp", format!("node {missing} has no coordinates"))
            .at(Location::file(file))
            .help("a line for every node of the network, or no --nodes"));
    };
    if points.iter().all(|point| point[0].abs() <= 180.0 && point[1].abs() <= 90.0) {
        let degrees = points.iter().map(|point| Position { lon: point[0], lat: point[1] });
        return Ok((degrees.collect(), 1.0));
    }
    let unit = files.coordinate_unit.0;
    let in_km: Vec<[f64; 2]> = points.iter().map(|point| point.map(|it| it * unit)).collect();
    let scale = scale(files, net, &in_km);
    let drawn_in: Vec<[f64; 2]> = in_km.iter().map(|point| point.map(|it| it * scale)).collect();
    Ok((on_globe(&drawn_in, files.origin), scale))
}

/// What a plane is drawn in by, so that the middle link is no shorter than its straight line; 1 where it is not.
fn scale(files: &Files, net: &Net, points: &[[f64; 2]]) -> f64 {
    let long = net.rows.iter().filter(|row| row.length > 0.0);
    let mut ratios: Vec<f64> = long
        .map(|row| {
            let [from, to] = [points[row.from], points[row.to]];
            (from[0] - to[0]).hypot(from[1] - to[1]) / (files.length_unit * row.length).0
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let middle = ratios.get(ratios.len() / 2).copied().unwrap_or(1.0);
    if middle > 1.0 { 1.0 / middle } else { 1.0 }
}

type Trips = Vec<(usize, usize, f64)>;

fn read_trips(source: &Arc<SourceText>, problems: &mut Problems) -> Trips {
    let (mut origin, mut trips) = (None, Vec::new());
    for (at, line) in lines(source).filter(|(_, line)| metadata(line).is_none()) {
        if let Some(zone) = line.trim().strip_prefix("Origin") {
            origin = zone.trim().parse::<usize>().ok();
            continue;
        }
        for pair in line.split(';').map(str::trim).filter(|pair| !pair.is_empty()) {
            let read = pair.split_once(':').and_then(|(to, flow)| {
                Some((origin?, to.trim().parse().ok()?, flow.trim().parse::<f64>().ok()?))
            });
            if let Some(trip) = read.filter(|trip| trip.2 >= 0.0) {
                trips.push(trip);
                continue;
            }
            let message = format!("`{pair}` is no number of trips to a zone");
            let help = "a line `Origin 1`, then `2 : 100.0;` for each destination";
            problems.push(problem(source, (at, line), message, help));
        }
    }
    trips
}

/// What had to be changed to make a road of a row.
#[derive(Debug, Clone, Copy, Default)]
struct Changed {
    no_time: usize,
    too_fast: usize,
    added_min: f64,
    stretched: usize,
}

fn draft(files: &Files, net: &Net, positions: &[Position], report: &mut Report) -> Draft {
    let is_centroid = |node: usize| node + 1 < net.first_through;
    let own = |note: &str| provenance(TNTP, Confidence::Stated, note);
    let mut nodes = Vec::new();
    for (node, at) in positions.iter().enumerate() {
        let note = if is_centroid(node) { "links leave it only" } else { "" };
        nodes.push(road_node(format!("road-{}", node + 1), *at, own(note)));
    }
    for node in (0..net.nodes).filter(|node| is_centroid(*node)) {
        nodes.push(road_node(
            format!("road-{}-in", node + 1),
            positions[node],
            own("links reach it only"),
        ));
    }
    for (at, node) in nodes.iter_mut().enumerate() {
        let zone = if at < net.nodes { at } else { at - net.nodes };
        if zone < net.zones {
            node.zone = Some(ZoneIdx::new(zone));
            node.node_type = NodeType::Town;
        }
    }
    let mut changed = Changed::default();
    let links: Vec<Link> = net
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let to = if is_centroid(row.to) { net.nodes + row.to } else { row.to };
            link(files, at, row, to, positions, &mut changed)
        })
        .collect();
    report.count("zones", net.zones);
    report.count("nodes", net.nodes);
    report.some("links", links.len(), Draft::length(&links));
    report.count(
        "zones that carry no through traffic",
        net.first_through.saturating_sub(1).min(net.nodes),
    );
    report.count("links lengthened to the straight line between their ends", changed.stretched);
    report.count("links without a free flow time, taken at 130 km/h", changed.no_time);
    report.count("links faster than 130 km/h, taken at 130 km/h", changed.too_fast);
    if changed.added_min > 0.0 {
        report.remark(format!("Links without a free flow time and links faster than 130 km/h take {:.1} min longer in all than the file says.", changed.added_min));
    }
    Draft { nodes, links }
}

fn link(
    files: &Files,
    at: usize,
    row: &Row,
    to: usize,
    positions: &[Position],
    changed: &mut Changed,
) -> Link {
    let straight = positions[row.from].distance(positions[row.to]);
    let stated = files.length_unit * row.length;
    let is_short = stated.0 < straight.0 * 0.995 && files.nodes.is_some();
    changed.stretched += usize::from(is_short);
    let length = if is_short { straight } else { Kilometres(stated.0.max(SHORTEST.0)) };
    let minutes = row.free_flow_time * files.time_unit_min;
    let speed = length.0 / (minutes / 60.0);
    let is_fast = !(speed <= FASTEST);
    if is_fast {
        if minutes > 0.0 {
            changed.too_fast += 1;
        } else {
            changed.no_time += 1;
        }
        changed.added_min += length.0 / FASTEST * 60.0 - minutes;
    }
    let ends = (NodeIdx::new(row.from), NodeIdx::new(to));
    let free_speed = KmPerHour(if is_fast { FASTEST } else { speed });
    let origin = provenance(TNTP, Confidence::Stated, format!("link_type {}", row.link_type));
    Link {
        name: format!("{}-{}", row.from + 1, row.to + 1),
        is_directed: true,
        lanes: Some(1.0),
        capacity: Some(row.capacity),
        allowed_uses: [LinkUse::Car].into_iter().collect(),
        toll_yuan: row.toll,
        ..bare_link(format!("link-{}", at + 1), ends, length, free_speed, origin)
    }
}

fn zones(net: &Net, positions: &[Position], trips: Option<&[(usize, usize, f64)]>) -> Vec<Zone> {
    let mut zones: Vec<Zone> = (0..net.zones.min(net.nodes))
        .map(|zone| Zone {
            id: (zone + 1).to_string(),
            name: format!("zone {}", zone + 1),
            name_en: String::new(),
            pinyin: String::new(),
            super_zone: None,
            zone_type: ZoneType::County,
            role: Role::Core,
            position: positions[zone],
            opportunities: BTreeMap::new(),
            provenance: provenance(TNTP, Confidence::Stated, "no population in the files"),
        })
        .collect();
    for (from, to, flow) in trips.unwrap_or_default() {
        for (zone, column) in [(from, "trips_produced"), (to, "trips_attracted")] {
            let zone = zone.checked_sub(1).and_then(|zone| zones.get_mut(zone));
            if let Some(zone) = zone {
                *zone.opportunities.entry(column.to_owned()).or_default() += flow;
            }
        }
    }
    zones
}

/// What links and zones have no columns for: volume-delay functions and trips.
fn tables(net: &Net, trips: Option<&[(usize, usize, f64)]>) -> BTreeMap<String, Vec<u8>> {
    let functions: Rows = table(
        "link_id,b,power",
        net.rows.iter().enumerate().map(|(at, row)| {
            vec![format!("link-{}", at + 1), row.b.to_string(), row.power.to_string()]
        }),
    );
    let mut tables = BTreeMap::from([("vdf.csv".to_owned(), to_csv(&functions))]);
    if let Some(trips) = trips {
        let rows = trips
            .iter()
            .filter(|trip| trip.2 > 0.0)
            .map(|(from, to, flow)| vec![from.to_string(), to.to_string(), flow.to_string()]);
        tables
            .insert("demand.csv".to_owned(), to_csv(&table("from_zone_id,to_zone_id,trips", rows)));
    }
    tables
}

fn remarks(report: &mut Report, files: &Files, net: &Net, has_places: bool) {
    report.remark("`capacity` is that of the link in the unit of the file, `lanes` is 1; `toll` is in the unit of the file. `b` and `power` of the volume-delay functions are in vdf.csv, trips in demand.csv; nothing reads these yet.");
    if !has_places {
        report.remark("The files have no coordinates: nodes are drawn from the lengths of links and lie nowhere in the world.");
    }
    if net.first_through > 1 {
        report.remark("Zones carry no through traffic (FIRST THRU NODE): the node of each is two, one that links leave and one that links reach.");
    }
    report.remark(format!(
        "Lengths in {} km, times in {} min.",
        files.length_unit.0, files.time_unit_min
    ));
}
