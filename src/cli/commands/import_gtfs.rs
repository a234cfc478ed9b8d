//! `tongqu import gtfs`: feeds as they are published, with the streets of a city.

use super::import::{must_be_empty, name, own_zones, write};
use crate::cli::Failure;
use crate::cli::args::ImportGtfsArgs;
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::{Location, Problem, Problems};
use crate::formats::import::gtfs::{Feed, Feeds, Options};
use crate::formats::import::{ESTIMATE, Imported, provenance};
use crate::formats::{Folder, zip};
use crate::network::{Confidence, Zone};
use crate::units::{Date, KmPerHour};
use std::collections::BTreeMap;
use std::path::Path;

/// How many rows left out for one reason are told one by one.
const TOLD: usize = 5;

pub(super) fn run(args: &ImportGtfsArgs, printer: &mut Printer) -> Result<(), Failure> {
    must_be_empty(&args.into.into)?;
    let feeds = args.feeds.iter().map(|path| feed(path)).collect::<Result<Vec<_>, _>>()?;
    let feeds = Feeds::open(with_names_of_their_own(feeds))?;
    let day = feeds.day(args.into.date)?;
    printer.stage("read the feeds");
    let own = provenance(ESTIMATE, Confidence::Stated, "given with --zones");
    let zones = own_zones(args.zones.as_deref(), &own)?;
    let middle = || vec![feeds.middle(&name(&args.into))];
    let streets = match streets(args, day, zones.clone()) {
        // Extracts of a city may hold no place at all.
        Err(problem) if problem.code == "empty-extract" && zones.is_none() => {
            streets(args, day, Some(middle()))
        }
        other => other,
    }?;
    let zones = zones.unwrap_or_else(middle);
    printer.stage("read the extract");
    let options = Options { name: name(&args.into), walk_speed: KmPerHour(args.walk_speed), zones };
    let outcome = feeds.onto(streets, day, &options)?;
    printer.stage("make one timetable of them");
    told(&outcome.left_out, printer);
    write(&outcome.imported, &args.into.into, printer)
}

/// The first rows left out for each reason; the report counts all.
fn told(left_out: &Problems, printer: &mut Printer) {
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    let mut some = Problems::new();
    for problem in left_out.iter() {
        let told = by_code.entry(problem.code).or_default();
        *told += 1;
        if *told <= TOLD {
            some.push(problem.clone());
        }
    }
    if !some.is_empty() {
        printer.note(&some.to_string());
    }
    for (code, count) in by_code.iter().filter(|(_, count)| **count > TOLD) {
        printer.note(&format!("{code}: {} more", count - TOLD));
    }
}

#[cfg(feature = "osm")]
fn streets(
    args: &ImportGtfsArgs,
    day: Date,
    zones: Option<Vec<Zone>>,
) -> Result<Option<Imported>, Problem> {
    use crate::formats::osm;
    use crate::network::LinkUse;
    let Some(file) = &args.osm else { return Ok(None) };
    let options = osm::Options {
        name: name(&args.into),
        date: Some(day),
        uses: [LinkUse::Car, LinkUse::Truck, LinkUse::Bus, LinkUse::Walk].into_iter().collect(),
        limit_factor: 0.8,
        toll_yuan_km: 0.0,
        zones,
    };
    osm::import(file, options).map(Some)
}

#[cfg(not(feature = "osm"))]
fn streets(_: &ImportGtfsArgs, _: Date, _: Option<Vec<Zone>>) -> Result<Option<Imported>, Problem> {
    Ok(None)
}

fn feed(path: &Path) -> Result<Feed, Problem> {
    let label = path.display().to_string();
    let name = path.file_stem().map_or_else(|| "feed".to_owned(), |it| it.to_string_lossy().into());
    if path.is_dir() {
        return Ok(Feed { name, folder: Folder::open(path)? });
    }
    let bytes = input::read_bytes(path)?;
    let files = zip::read(&bytes).map_err(|error| {
        Problem::error("unreadable-file", format!("the archive cannot be read: {error}"))
            .at(Location::file(&label))
            .help("a feed is a .zip or a folder")
    })?;
    Ok(Feed { name, folder: Folder::from_map(files).labelled(label) })
}

/// Feeds of one name are told apart by their place.
fn with_names_of_their_own(mut feeds: Vec<Feed>) -> Vec<Feed> {
    for at in 1..feeds.len() {
        if feeds[..at].iter().any(|other| other.name == feeds[at].name) {
            feeds[at].name = format!("{}-{}", feeds[at].name, at + 1);
        }
    }
    feeds
}
