//! `tongqu import`: a network folder of data of others.

use crate::cli::Failure;
use crate::cli::args::{
    ImportArgs, ImportFormat, ImportGmnsArgs, ImportTntpArgs, IntoArgs, LengthUnit, SpeedUnit,
};
use crate::cli::printer::Printer;
use crate::diagnostic::{Location, Problem, Problems, Severity, SourceText};
use crate::formats::import::{Imported, gmns, provenance, tntp, zones};
use crate::formats::{Folder, check_network, load_network};
use crate::network::checks::{self, Finding};
use crate::network::{Confidence, Position, Provenance, Zone};
use crate::output::OutputDir;
use crate::report::tables::table;
use crate::units::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(in crate::cli) fn run(args: &ImportArgs, printer: &mut Printer) -> Result<(), Failure> {
    match &args.format {
        #[cfg(feature = "osm")]
        ImportFormat::Osm(args) => osm(args, printer),
        ImportFormat::Gmns(args) => gmns(args, printer),
        ImportFormat::Gtfs(args) => super::import_gtfs::run(args, printer),
        ImportFormat::Tntp(args) => tntp(args, printer),
    }
}

#[cfg(feature = "osm")]
fn osm(args: &crate::cli::args::ImportOsmArgs, printer: &mut Printer) -> Result<(), Failure> {
    use crate::cli::args::RoadUse;
    use crate::formats::osm;
    use crate::network::LinkUse;
    must_be_empty(&args.into.into)?;
    let known = |it: &RoadUse| match it {
        RoadUse::Car => LinkUse::Car,
        RoadUse::Truck => LinkUse::Truck,
        RoadUse::Bus => LinkUse::Bus,
        RoadUse::Walk => LinkUse::Walk,
    };
    let own = provenance(osm::OSM, Confidence::Stated, "given with --zones");
    let options = osm::Options {
        name: name(&args.into),
        date: args.into.date,
        uses: args.modes.iter().map(known).chain([LinkUse::Car]).collect(),
        limit_factor: args.limit_factor,
        toll_yuan_km: args.toll_yuan_km,
        zones: own_zones(args.zones.as_deref(), &own)?,
    };
    let imported = osm::import(&args.file, options)?;
    printer.stage("read the extract");
    write(&imported, &args.into.into, printer)
}

fn gmns(args: &ImportGmnsArgs, printer: &mut Printer) -> Result<(), Failure> {
    must_be_empty(&args.into.into)?;
    let folder = Folder::open(&args.folder)?;
    let own = provenance(gmns::GMNS, Confidence::Stated, "given with --zones");
    let options = gmns::Options {
        name: name(&args.into),
        date: day(&args.into),
        length_unit: args.length_unit.map(LengthUnit::kilometres),
        speed_unit: args.speed_unit.map(SpeedUnit::km_per_hour),
        zones: own_zones(args.zones.as_deref(), &own)?,
    };
    let imported = gmns::import(&folder, options)?;
    printer.stage("read the tables");
    write(&imported, &args.into.into, printer)
}

fn tntp(args: &ImportTntpArgs, printer: &mut Printer) -> Result<(), Failure> {
    must_be_empty(&args.into.into)?;
    let optional = |file: &Option<PathBuf>| file.as_deref().map(text).transpose();
    let files = tntp::Files {
        net: text(&args.net)?,
        nodes: optional(&args.nodes)?,
        trips: optional(&args.trips)?,
        name: name(&args.into),
        date: day(&args.into),
        length_unit: args.length_unit.kilometres(),
        time_unit_min: args.time_unit_min,
        coordinate_unit: args.coordinate_unit.kilometres(),
        origin: Position { lon: args.origin.0, lat: args.origin.1 },
    };
    let imported = tntp::import(&files)?;
    printer.stage("read the files");
    write(&imported, &args.into.into, printer)
}

/// The day asked for, for files that do not say one.
fn day(args: &IntoArgs) -> Date {
    args.date.unwrap_or_else(|| Date::parse("2000-01-01").expect("there is such a day"))
}

pub(super) fn name(args: &IntoArgs) -> String {
    let folder = args.into.file_name().map(|name| name.to_string_lossy().into_owned());
    args.name.clone().or(folder).unwrap_or_else(|| "imported".to_owned())
}

pub(super) fn own_zones(
    file: Option<&Path>,
    provenance: &Provenance,
) -> Result<Option<Vec<Zone>>, Problems> {
    file.map(|file| zones::read(text(file)?, provenance)).transpose()
}

/// A file's text.
pub(super) fn text(file: &Path) -> Result<Arc<SourceText>, Problem> {
    let label = file.display().to_string();
    let wrong =
        |message: String| Problem::error("unreadable-file", message).at(Location::file(&label));
    let bytes =
        std::fs::read(file).map_err(|error| wrong(format!("the file cannot be read: {error}")))?;
    let folder = Folder::from_map([(label.clone(), bytes)]);
    folder.text(&label)?.ok_or_else(|| wrong("the file is missing".to_owned()))
}

/// That nothing of another network stays in the folder.
pub(super) fn must_be_empty(folder: &Path) -> Result<(), Problem> {
    let is_empty =
        std::fs::read_dir(folder).map_or(!folder.exists(), |mut entries| entries.next().is_none());
    if is_empty {
        return Ok(());
    }
    let message = format!("`{}` is there already and not an empty folder", folder.display());
    Err(Problem::error("folder-not-empty", message).help("another folder for --into"))
}

/// Checks a network as `tongqu check` does, writes it and says what was done.
pub(super) fn write(
    imported: &Imported,
    folder: &Path,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let files = imported.files();
    check(&files)?;
    write_files(files, folder)?;
    printer.stage("write the folder");
    let label = folder.display();
    let mut text = table(&["what", "count", "km"], imported.report.cells(), 2);
    for remark in &imported.report.remarks {
        text += &format!("{remark}\n");
    }
    printer.result(&format!("{text}Written to {label}. Next: tongqu check {label}\n"));
    Ok(())
}

/// That what is written can be read again without an error. The places of mere warnings are not looked for.
pub(super) fn check(files: &BTreeMap<String, Vec<u8>>) -> Result<(), Problems> {
    let folder = Folder::from_map(files.clone());
    let (network, _) = load_network(&folder)?;
    let is_wrong = |finding: &Finding| finding.severity == Severity::Error;
    if checks::check(&network).iter().any(is_wrong) {
        return Err(check_network(&folder).1);
    }
    Ok(())
}

pub(super) fn write_files(files: BTreeMap<String, Vec<u8>>, folder: &Path) -> Result<(), Failure> {
    let mut out = OutputDir::new(folder);
    for (name, bytes) in files {
        out.add(name, bytes);
    }
    Ok(out.finish()?)
}
