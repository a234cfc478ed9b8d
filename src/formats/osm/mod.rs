//! Road networks from OpenStreetMap extracts (`.osm.pbf`).
//!
//! Ways for cars, lorries, buses and people on foot become links ([`build`]), cut where they meet; what cars cannot go round
//! on is left out or closed to them; nodes where nothing happens are joined over. Places become zones ([`places`]). What is
//! planned or being built becomes project files ([`planned`]) and is not there until a scenario names it. Where turns are
//! forbidden, nodes are taken apart ([`turns`]).

mod build;
mod class;
mod places;
mod planned;
mod read;
mod speed;
mod tags;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod turns;

use crate::diagnostic::{Location, Problem};
use crate::formats::import::components::{Dropped, keep_largest};
use crate::formats::import::simplify::{number_ids, simplify};
use crate::formats::import::zones::put_on_roads;
use crate::formats::import::{Access, Draft, Imported, Report, Setting};
use crate::index::NodeIdx;
use crate::network::{LinkUse, Source, UseSet, Zone};
use crate::units::Date;
use build::{Built, Tally};
use std::collections::BTreeSet;
use std::path::Path;

/// The id of OpenStreetMap in `source.csv`.
pub const OSM: &str = "osm";

/// How an extract is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// `dataset_name`.
    pub name: String,
    /// The day the extract is of; that of its newest way if none.
    pub date: Option<Date>,
    /// Whom links are made for; cars are always among them.
    pub uses: UseSet,
    /// What a car keeps up of a speed limit. OSRM's car profile has 0.8.
    pub limit_factor: f64,
    /// Toll of a road with `toll=yes`, in yuan a km: the map does not say it.
    pub toll_yuan_km: f64,
    /// Zones instead of the places of the extract.
    pub zones: Option<Vec<Zone>>,
}

/// What every row of the extract came from.
pub fn source(date: Date) -> Source {
    Source {
        id: OSM.to_owned(),
        title: "OpenStreetMap extract".to_owned(),
        publisher: "OpenStreetMap contributors".to_owned(),
        date: date.to_string(),
        url: "https://www.openstreetmap.org/copyright".to_owned(),
        licence: "ODbL 1.0".to_owned(),
    }
}

/// Reads an extract.
///
/// # Errors
/// If the file is no PBF, or holds no road or no place.
pub fn import(path: &Path, options: Options) -> Result<Imported, Problem> {
    let raw = read::read(path)?;
    let date = options.date.or_else(|| raw.day()).ok_or_else(|| undated(path))?;
    let to_come: BTreeSet<i64> =
        planned::planned(&raw).iter().flat_map(|(way, _)| way.nodes.iter().copied()).collect();
    let mut built = build::build(&raw, &to_come, &options);
    let turns = turns::apply(&mut built, &raw.restrictions);
    let Built { mut draft, mut ids, tally } = built;
    let dropped = keep_largest(&mut draft);
    if draft.links.is_empty() {
        return Err(nothing(
            path,
            "no road that cars can go round on",
            "an extract with `highway` ways",
        ));
    }
    let fixed = (0..ids.len()).filter(|at| to_come.contains(&ids[*at])).map(NodeIdx::new).collect();
    let joined = simplify(&mut draft, &fixed);
    let kept = draft.drop_bare_nodes();
    let mut is_kept = kept.iter().map(Option::is_some);
    ids.retain(|_| is_kept.next().unwrap_or(false));
    number_ids(&mut draft.links);
    build::add_walks_back(&mut draft);
    let (zones, without_people, far) = match options.zones.clone() {
        Some(zones) => {
            let without =
                zones.iter().filter(|zone| !zone.opportunities.contains_key("population"));
            let without = without.count();
            (zones, without, 0)
        }
        None => places::zones(&raw, &draft),
    };
    if zones.is_empty() {
        let help =
            "--zones FILE.csv with zone_id,x_coord,y_coord and, where known, name,population";
        return Err(nothing(path, "no place=city, town, village or suburb near its roads", help));
    }
    put_on_roads(&mut draft, &zones);
    let by_car: BTreeSet<NodeIdx> = draft
        .links
        .iter()
        .filter(|link| link.allowed_uses.allows(LinkUse::Car))
        .flat_map(|link| [link.from, link.to])
        .collect();
    let place = |id: i64| ids.binary_search(&id).ok();
    let has_cars = |id: i64| place(id).is_some_and(|at| by_car.contains(&NodeIdx::new(at)));
    let is_there = |id: i64| place(id).is_some();
    let (projects, apart) = planned::projects(&raw, &has_cars, &is_there, options.limit_factor);
    let projects_made = projects.len();
    let counted =
        Counted { joined, dropped, without_people, far, projects: projects_made, apart, turns };
    let report = report(&raw, &tally, &draft, &zones, &counted, &options);
    let setting =
        Setting { name: options.name, date, source: source(date), access: Access::Streets };
    let network = setting.network(draft, zones);
    Ok(Imported { network, projects, tables: std::collections::BTreeMap::new(), report })
}

fn nothing(path: &Path, what: &str, help: &str) -> Problem {
    Problem::error("empty-extract", format!("the extract has {what}"))
        .at(Location::file(path.display().to_string()))
        .help(help)
}

fn undated(path: &Path) -> Problem {
    Problem::error("undated-extract", "the extract does not say when it was made")
        .at(Location::file(path.display().to_string()))
        .help("--date YYYY-MM-DD")
}

struct Counted {
    joined: usize,
    dropped: Dropped,
    without_people: usize,
    far: usize,
    projects: usize,
    apart: usize,
    turns: turns::Applied,
}

fn report(
    raw: &read::Raw,
    tally: &Tally,
    draft: &Draft,
    zones: &[Zone],
    counted: &Counted,
    options: &Options,
) -> Report {
    let mut report = Report::default();
    report.count("ways in the file", raw.all_ways);
    report.count("ways that are roads, paths or ferries", tally.ways);
    report.count("of these closed to all modes asked for", tally.closed);
    report.some("links between crossings", tally.links, tally.length);
    let dropped = &counted.dropped;
    report.some(
        "dropped: no way there and back for cars, none on foot from the rest",
        dropped.links.0,
        dropped.links.1,
    );
    report.some(
        "closed to cars: no way there and back, kept for walking",
        dropped.walk_only.0,
        dropped.walk_only.1,
    );
    report.count("parts besides the largest that cars can go round in", dropped.parts);
    report.count("nodes joined over, course kept", counted.joined);
    report.count("nodes in the network", draft.nodes.len());
    report.some("links in the network", draft.links.len(), Draft::length(&draft.links));
    let cars: Vec<_> =
        draft.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Car)).collect();
    report.some("of these for cars", cars.len(), cars.iter().map(|link| link.length).sum());
    for (what, note) in [
        ("speed of the class for want of `maxspeed`", build::CLASS_SPEED),
        ("lanes of the class for want of `lanes`", build::CLASS_LANES),
    ] {
        let so = cars.iter().filter(|link| link.provenance.note.contains(note));
        report.some(what, so.clone().count(), so.map(|link| link.length).sum());
    }
    report.some("with `toll=yes`", tally.tolled.0, tally.tolled.1);
    report.some("ferries", tally.ferries.0, tally.ferries.1);
    report.some("closed to vehicles by a barrier", tally.barred.0, tally.barred.1);
    report.count("nodes of ways that the file does not hold", tally.missing_nodes);
    report.count("zones", zones.len());
    report.count("zones without a population", counted.without_people);
    report.count("places farther than 5 km from the roads, left out", counted.far);
    report.count("projects made of what is planned or being built", counted.projects);
    report.count("roads to come that meet no road, left out", counted.apart);
    report.count("turns forbidden or prescribed, applied", counted.turns.applied);
    report.count(
        "of such whose roads do not end at one node here, left out",
        counted.turns.unmatched,
    );
    report.count(
        "of such over a way, at some hours, or for no vehicle here, left out",
        raw.other_restrictions,
    );
    remarks(&mut report, tally, counted, options);
    report
}

fn remarks(report: &mut Report, tally: &Tally, counted: &Counted, options: &Options) {
    report.remark(format!("A car keeps up {} of a limit; without a limit, the speed of the road's class in OSRM's car profile. Lanes and capacities of classes are those of MATSim's OSM reader.", options.limit_factor));
    if tally.tolled.0 > 0 {
        report.remark(format!(
            "The map does not say how high tolls are: {} yuan a km are taken (--toll-yuan-km).",
            options.toll_yuan_km
        ));
    }
    if counted.turns.applied > 0 {
        report.remark("Where turns are forbidden, nodes are taken apart into several at one point, joined by turn links of 0.1 m; streets open both ways are two links there.");
    }
    report.remark("A city and its suburbs may both be tagged with their people, who then count twice; --zones FILE.csv takes zones of your own.");
    report.remark("© OpenStreetMap contributors, ODbL 1.0.");
}
