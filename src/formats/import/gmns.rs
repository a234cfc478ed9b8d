//! GMNS tables of other programs: `node.csv`, `link.csv`, and `config.csv`, `zone.csv`, `geometry.csv` where they are there.
//!
//! Columns and words are those of the General Modeling Network Specification 0.9x. Names of columns cut to ten letters, as a
//! shapefile leaves them, are understood.

use super::components::{Dropped, keep_largest};
use super::zones::put_on_roads;
use super::{Access, Draft, Imported, Report, Setting, provenance, road_node};
use crate::diagnostic::{Location, Problem, Problems, nearest};
use crate::formats::Folder;
use crate::formats::table::{
    Dialect, IdIndex, Latitude, LineString, Longitude, NonNegative, Row, Schema, Table,
};
use crate::index::NodeIdx;
use crate::network::{
    Confidence, FacilityType, Link, LinkUse, Node, Position, Role, Source, UseSet, Zone, ZoneType,
};
use crate::units::{Date, Kilometres, KmPerHour};
use std::collections::BTreeMap;

/// The id of the tables in `source.csv`.
pub const GMNS: &str = "gmns";

/// What the tables may not say.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// `dataset_name`.
    pub name: String,
    /// The day the tables are of.
    pub date: Date,
    /// The unit of `length`; that of `config.csv` if none.
    pub length_unit: Option<Kilometres>,
    /// km/h of one unit of `free_speed`; that of `config.csv` if none.
    pub speed_unit: Option<f64>,
    /// Zones instead of those of `zone.csv`.
    pub zones: Option<Vec<Zone>>,
}

const fn table(file: &'static str) -> Schema {
    Schema { file, required: &[], optional: &[], needs_rows: true, dialect: Dialect::Tongqu }
}

/// Reads the tables of a folder.
///
/// # Errors
/// Every problem of the tables, with line and column.
pub fn import(folder: &Folder, options: Options) -> Result<Imported, Problems> {
    let mut problems = Problems::new();
    let config = Table::optional(folder, &table("config.csv"), &mut problems);
    let node = Table::required(folder, &table("node.csv"), &mut problems);
    let link = Table::required(folder, &table("link.csv"), &mut problems);
    let zone = Table::optional(folder, &table("zone.csv"), &mut problems);
    let geometry = Table::optional(folder, &table("geometry.csv"), &mut problems);
    let (Some(node), Some(link)) = (node, link) else { return Err(problems) };
    let units = units(&options, config.as_ref(), folder, &mut problems);
    must_have(&node, folder, "node.csv", &["node_id", "x_coord", "y_coord"], &mut problems);
    must_have(&link, folder, "link.csv", &["link_id", "from_node_id", "to_node_id"], &mut problems);
    let Some(units) = units.filter(|_| !problems.has_errors()) else { return Err(problems) };
    let index = IdIndex::new(Some(&node), "node_id", "node", &mut problems);
    let nodes: Vec<Node> = node.rows().filter_map(|row| problems.note(read_node(row))).collect();
    if problems.has_errors() {
        return Err(problems);
    }
    let courses = geometry.as_ref().map_or_else(BTreeMap::new, |it| courses(it, &mut problems));
    let mut reader = Reader { units, index, courses, tally: Tally::default(), nodes };
    let links = link.rows().filter_map(|row| reader.link(row, &mut problems)).collect();
    problems.or(())?;
    let Reader { tally, nodes, .. } = reader;
    let mut draft = Draft { nodes, links };
    right_units(&draft, folder)?;
    let (rows, length) = (draft.links.len(), Draft::length(&draft.links));
    let dropped = keep_largest(&mut draft);
    let zones = match options.zones {
        Some(zones) => zones,
        None => zones_of(zone.as_ref(), &node, &draft, folder)?,
    };
    draft.drop_bare_nodes();
    put_on_roads(&mut draft, &zones);
    let counts = Counts { in_table: link.len(), tally, read: (rows, length), dropped };
    let report = report(&counts, &draft, zones.len());
    let title = format!("GMNS tables of {}", folder.label());
    let source = Source { id: GMNS.to_owned(), title, ..Source::default() };
    let setting =
        Setting { name: options.name, date: options.date, source, access: Access::Streets };
    let network = setting.network(draft, zones);
    Ok(Imported { network, projects: BTreeMap::new(), tables: BTreeMap::new(), report })
}

struct Counts {
    in_table: usize,
    tally: Tally,
    read: (usize, Kilometres),
    dropped: Dropped,
}

fn report(counts: &Counts, draft: &Draft, zones: usize) -> Report {
    let mut report = Report::default();
    report.count("links in the table", counts.in_table);
    report.count("of these for none of our modes, left out", counts.tally.closed);
    report.some("links read", counts.read.0, counts.read.1);
    report.some(
        "speed of the type for want of `free_speed`",
        counts.tally.default_speed.0,
        counts.tally.default_speed.1,
    );
    report.count(
        "links without a length, or shorter than the straight line: length of their course",
        counts.tally.measured,
    );
    report.some(
        "dropped: no way there and back for cars, none on foot from the rest",
        counts.dropped.links.0,
        counts.dropped.links.1,
    );
    report.some(
        "closed to cars: no way there and back, kept for walking",
        counts.dropped.walk_only.0,
        counts.dropped.walk_only.1,
    );
    report.some("links in the network", draft.links.len(), Draft::length(&draft.links));
    report.count("zones", zones);
    report.remark("Speeds of types for want of `free_speed`: expressway 90, national 60, provincial 50, urban 30, walkway 5 km/h: judgements.");
    report.remark("Movements (movement.csv), lanes by time of day and the like are not read.");
    report
}

/// A column by its name, or by its first ten letters.
fn cell<'t>(row: Row<'t>, column: &str) -> &'t str {
    row.text(actual(row, column))
}

fn actual<'c>(row: Row<'_>, column: &'c str) -> &'c str {
    let cut = column.get(..10).unwrap_or(column);
    if row.has_column(column) || !row.has_column(cut) { column } else { cut }
}

fn must_have(
    table: &Table,
    folder: &Folder,
    file: &str,
    columns: &[&str],
    problems: &mut Problems,
) {
    let is_there = |column: &str| {
        table.has_column(column) || column.get(..10).is_some_and(|cut| table.has_column(cut))
    };
    for column in columns.iter().filter(|column| !is_there(column)) {
        let near = nearest(column, table.header().iter().map(String::as_str));
        let help = near.map_or_else(
            || format!("the columns must hold {}", columns.join(",")),
            |near| format!("did you mean `{column}` by `{near}`?"),
        );
        let message = format!("there is no column `{column}`");
        let at = Location::file(folder.name_of(file)).key(*column);
        problems.push(Problem::error("missing-column", message).at(at).help(help));
    }
}

#[derive(Debug, Clone, Copy)]
struct Units {
    length: Kilometres,
    speed: f64,
}

fn units(
    options: &Options,
    config: Option<&Table>,
    folder: &Folder,
    problems: &mut Problems,
) -> Option<Units> {
    let row = config.and_then(|table| table.rows().next());
    let mut said = |column: &str, flag: &str, known: &dyn Fn(&str) -> Option<f64>| {
        let text = row.map_or("", |row| cell(row, column));
        let found = known(&text.to_lowercase());
        if found.is_none() {
            let message = match text {
                "" => format!("no unit: config.csv does not say `{column}`"),
                other => format!("`{other}` is no known unit"),
            };
            let at = row.filter(|_| !text.is_empty()).map_or_else(
                || Location::file(folder.name_of("config.csv")),
                |row| row.location(column),
            );
            problems.push(
                Problem::error("unknown-unit", message)
                    .at(at)
                    .help(format!("{flag}, or a config.csv with `{column}`")),
            );
        }
        found
    };
    let length = options.length_unit.map(|unit| unit.0);
    let length =
        length.or_else(|| said("long_length", "--length-unit m, km, ft or mi", &length_unit));
    let speed = options.speed_unit;
    let speed = speed.or_else(|| said("speed", "--speed-unit km/h, mph or m/s", &speed_unit));
    Some(Units { length: Kilometres(length?), speed: speed? })
}

fn length_unit(word: &str) -> Option<f64> {
    match word {
        "m" | "meter" | "meters" | "metre" | "metres" => Some(0.001),
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => Some(1.0),
        "ft" | "foot" | "feet" => Some(0.000_304_8),
        "mi" | "mile" | "miles" => Some(1.609_344),
        _ => None,
    }
}

fn speed_unit(word: &str) -> Option<f64> {
    match word {
        "km/h" | "kmh" | "kph" | "kmph" => Some(1.0),
        "mph" | "mi/h" | "miles per hour" => Some(1.609_344),
        "m/s" | "mps" => Some(3.6),
        _ => None,
    }
}

fn read_node(row: Row<'_>) -> Result<Node, Problem> {
    let id: String = row.get("node_id")?;
    let (lon, lat): (Longitude, Latitude) = (row.get("x_coord")?, row.get("y_coord")?);
    let own = provenance(GMNS, Confidence::Stated, "");
    let mut node = road_node(format!("road-{id}"), Position { lon: lon.0, lat: lat.0 }, own);
    if !row.text("name").is_empty() {
        row.text("name").clone_into(&mut node.name);
    }
    Ok(node)
}

/// Lines of `geometry.csv` by id.
fn courses<'t>(table: &'t Table, problems: &mut Problems) -> BTreeMap<&'t str, Vec<Position>> {
    let mut courses = BTreeMap::new();
    for row in table.rows() {
        let line: Option<LineString> = problems.note(row.get("geometry"));
        courses.extend(line.map(|line| (cell(row, "geometry_id"), line.0)));
    }
    courses
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    closed: usize,
    measured: usize,
    default_speed: (usize, Kilometres),
}

struct Reader<'t> {
    units: Units,
    index: IdIndex<'t>,
    courses: BTreeMap<&'t str, Vec<Position>>,
    tally: Tally,
    nodes: Vec<Node>,
}

impl Reader<'_> {
    fn link(&mut self, row: Row<'_>, problems: &mut Problems) -> Option<Link> {
        let id: Option<String> = problems.note(row.get("link_id"));
        let ends = ["from_node_id", "to_node_id"]
            .map(|column| problems.note(self.index.must_refer(row, actual(row, column))));
        let mut figure = |column: &str| {
            let read: Option<Option<NonNegative>> = problems.note(row.get(actual(row, column)));
            read.map(|read| read.map(|figure| figure.0).filter(|figure| *figure > 0.0))
        };
        let (length, speed) = (figure("length"), figure("free_speed"));
        let (lanes, capacity, toll) = (figure("lanes"), figure("capacity"), figure("toll"));
        let course = self.course(row, problems);
        let ([Some(from), Some(to)], id) = (ends, id?) else { return None };
        let uses = uses(cell(row, "allowed_uses"));
        if uses.is_empty() || from == to {
            self.tally.closed += 1;
            return None;
        }
        let word = cell(row, "facility_type");
        let is_walk = uses.iter().eq([LinkUse::Walk]);
        let facility = if is_walk { FacilityType::Walkway } else { facility(word) };
        let ends = [from, to].map(|node| self.nodes[node].position);
        let between = along(course?, ends);
        let length = self.length(length?, ends, &between);
        let speed = speed?.map(|speed| speed * self.units.speed);
        if speed.is_none() {
            self.tally.default_speed.0 += 1;
            self.tally.default_speed.1 = self.tally.default_speed.1 + length;
        }
        let most = if is_walk { 5.0 } else { 130.0 };
        Some(Link {
            id,
            name: row.text("name").to_owned(),
            name_en: String::new(),
            from: NodeIdx::new(from),
            to: NodeIdx::new(to),
            is_directed: !matches!(row.text("directed"), "0" | "false" | "False" | "FALSE"),
            length,
            free_speed: KmPerHour(speed.unwrap_or_else(|| usual_speed(facility)).min(most)),
            time_factor: 1.0,
            lanes: lanes?,
            capacity: capacity?,
            facility_type: facility,
            allowed_uses: uses,
            toll_yuan: toll?.unwrap_or(0.0),
            line_id: None,
            design_speed: None,
            tracks: None,
            is_electrified: None,
            waterway: None,
            geometry: between,
            opened: None,
            project: None,
            provenance: provenance(GMNS, Confidence::Stated, format!("facility_type {word}")),
        })
    }

    /// The points of its own `geometry`, else those its `geometry_id` stands for.
    fn course(&self, row: Row<'_>, problems: &mut Problems) -> Option<Vec<Position>> {
        let own: Option<Option<LineString>> = problems.note(row.get("geometry"));
        let kept = || self.courses.get(cell(row, "geometry_id")).cloned();
        Some(own?.map(|line| line.0).or_else(kept).unwrap_or_default())
    }

    fn length(
        &mut self,
        stated: Option<f64>,
        ends: [Position; 2],
        between: &[Position],
    ) -> Kilometres {
        let stated = stated.map(|length| self.units.length * length);
        let straight = ends[0].distance(ends[1]).0;
        match stated {
            Some(length) if length.0 >= (straight * 0.995).min(straight - 0.1) => length,
            _ => {
                self.tally.measured += 1;
                let points: Vec<Position> = std::iter::once(ends[0])
                    .chain(between.iter().copied())
                    .chain([ends[1]])
                    .collect();
                points.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
            }
        }
    }
}

/// The points between the ends, in the direction of the link whichever way the line was drawn.
fn along(mut course: Vec<Position>, ends: [Position; 2]) -> Vec<Position> {
    let (Some(first), Some(last)) = (course.first(), course.last()) else { return course };
    if first.distance(ends[1]).0 + last.distance(ends[0]).0
        < first.distance(ends[0]).0 + last.distance(ends[1]).0
    {
        course.reverse();
    }
    LineString(course).between()
}

/// Who of ours may use a link; everybody on the road where the cell is empty.
fn uses(text: &str) -> UseSet {
    let words: Vec<String> = text
        .split([';', ',', '|'])
        .map(|word| word.trim().to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() || words.iter().any(|word| word == "all") {
        return [LinkUse::Car, LinkUse::Truck, LinkUse::Bus, LinkUse::Walk].into_iter().collect();
    }
    words.iter().filter_map(|word| one_use(word)).collect()
}

fn one_use(word: &str) -> Option<LinkUse> {
    match word {
        "auto" | "car" | "cars" | "drive" | "driving" | "sov" | "hov" | "hov2" | "hov3"
        | "motor_vehicle" | "taxi" => Some(LinkUse::Car),
        "truck" | "trucks" | "hgv" | "freight" => Some(LinkUse::Truck),
        "bus" | "transit" | "psv" => Some(LinkUse::Bus),
        "walk" | "walking" | "ped" | "pedestrian" | "foot" => Some(LinkUse::Walk),
        _ => None,
    }
}

fn facility(word: &str) -> FacilityType {
    let word = word.to_lowercase();
    if let Some((_, own)) = FacilityType::ALL.iter().find(|(name, _)| *name == word) {
        return *own;
    }
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    match () {
        () if has(&["freeway", "motorway", "expressway", "interstate"]) => FacilityType::Expressway,
        () if has(&["trunk", "highway", "national"]) => FacilityType::National,
        () if has(&["primary", "principal", "major arterial"]) => FacilityType::Provincial,
        () => FacilityType::Urban,
    }
}

fn usual_speed(facility: FacilityType) -> f64 {
    match facility {
        FacilityType::Expressway => 90.0,
        FacilityType::National => 60.0,
        FacilityType::Provincial => 50.0,
        FacilityType::Walkway => 5.0,
        FacilityType::FastRoad
        | FacilityType::Urban
        | FacilityType::HighSpeedRail
        | FacilityType::ConventionalRail
        | FacilityType::Metro
        | FacilityType::Waterway => 30.0,
    }
}

/// That lengths are in the unit said: the middle link is about as long as its course.
fn right_units(draft: &Draft, folder: &Folder) -> Result<(), Problem> {
    let position = |node: NodeIdx| draft.nodes[node.at()].position;
    let straight = |link: &Link| position(link.from).distance(position(link.to)).0;
    let long = draft.links.iter().filter(|link| straight(link) > 0.005);
    let mut ratios: Vec<f64> = long.map(|link| link.length.0 / straight(link)).collect();
    ratios.sort_by(f64::total_cmp);
    let Some(middle) = ratios.get(ratios.len() / 2).filter(|middle| **middle > 10.0) else {
        return Ok(());
    };
    let message = format!(
        "the middle link is {middle:.0} times as long as the straight line between its ends"
    );
    Err(Problem::error("wrong-unit", message)
        .at(Location::file(folder.name_of("link.csv")).key("length"))
        .help("--length-unit, or `long_length` of config.csv: `length` is in another unit"))
}

/// Zones of `zone.csv`: each in the middle of the nodes that name it.
fn zones_of(
    zone: Option<&Table>,
    node: &Table,
    draft: &Draft,
    folder: &Folder,
) -> Result<Vec<Zone>, Problem> {
    let mut places: BTreeMap<&str, Vec<Position>> = BTreeMap::new();
    for (row, node) in node.rows().zip(&draft.nodes) {
        places.entry(row.text("zone_id")).or_default().push(node.position);
    }
    let zones: Vec<Zone> = zone
        .into_iter()
        .flat_map(Table::rows)
        .filter_map(|row| zone_of(row, places.get(row.text("zone_id"))?))
        .collect();
    if !zones.is_empty() {
        return Ok(zones);
    }
    let message =
        "there are no zones: no zone.csv whose zones the nodes of node.csv name in `zone_id`";
    Err(Problem::error("no-zones", message)
        .at(Location::file(folder.name_of("zone.csv")))
        .help("--zones FILE.csv with zone_id,x_coord,y_coord and, where known, name,population"))
}

fn zone_of(row: Row<'_>, places: &[Position]) -> Option<Zone> {
    let id = Some(row.text("zone_id")).filter(|id| !id.is_empty())?;
    let count = places.len() as f64;
    let mean = |of: fn(&Position) -> f64| places.iter().map(of).sum::<f64>() / count;
    let population = row.text("population").parse().ok().filter(|people| *people >= 0.0);
    let name = Some(row.text("name")).filter(|name| !name.is_empty()).unwrap_or(id);
    Some(Zone {
        id: id.to_owned(),
        name: name.to_owned(),
        name_en: String::new(),
        pinyin: String::new(),
        super_zone: None,
        zone_type: ZoneType::County,
        role: Role::Core,
        position: Position { lon: mean(|at| at.lon), lat: mean(|at| at.lat) },
        opportunities: population.into_iter().map(|it| ("population".to_owned(), it)).collect(),
        provenance: provenance(GMNS, Confidence::Stated, "in the middle of its nodes"),
    })
}
