//! What can be typed of data of others, in and out.

use super::args::{ScenarioArgs, date};
use crate::units::{Date, Kilometres};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    #[command(subcommand)]
    pub(super) format: ImportFormat,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportFormat {
    /// An OpenStreetMap extract
    #[cfg(feature = "osm")]
    Osm(ImportOsmArgs),
    /// GTFS feeds, with the streets of an OpenStreetMap extract
    Gtfs(ImportGtfsArgs),
    /// GMNS tables of other programs
    Gmns(ImportGmnsArgs),
    /// TNTP files, as the Transportation Networks repository has them
    Tntp(ImportTntpArgs),
}

/// Flags of every import.
#[derive(Debug, Args)]
pub(super) struct IntoArgs {
    /// Folder to write the network into; it must be empty or not there yet
    #[arg(long, value_name = "DIR")]
    pub(super) into: PathBuf,
    /// Name of the network; that of the folder if not given
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// The day the network is of (YYYY-MM-DD, YYYY-MM or YYYY); 2000-01-01 if neither this nor the data say it
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) date: Option<Date>,
}

#[cfg(feature = "osm")]
#[derive(Debug, Args)]
#[command(
    after_help = "Links, speeds, one-ways, access, tolls, ferries and places are taken from the map; what it does not say\nis the usual for the class of road, and the report says for how many km. What is planned or being built\nbecomes project files under DIR/projects. The day is that of the newest way if --date is not given.\n\nExample:  tongqu import osm monaco.osm.pbf --into monaco\n          tongqu check monaco\n          tongqu --network monaco route monaco fontvieille --mode car"
)]
pub(super) struct ImportOsmArgs {
    /// The extract, .osm.pbf
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) into: IntoArgs,
    /// Whom links are made for; `car` is always among them
    #[arg(long, value_name = "USE,…", value_delimiter = ',', default_values = ["car", "truck", "bus", "walk"])]
    pub(super) modes: Vec<RoadUse>,
    /// CSV file of zones (columns `zone_id,x_coord,y_coord` and, where known,
    /// `name,name_en,zone_type,population`) instead of the map's cities, towns, villages and suburbs
    #[arg(long, value_name = "FILE")]
    pub(super) zones: Option<PathBuf>,
    /// How much of a speed limit a car keeps up
    #[arg(long, value_name = "X", default_value_t = 0.8, value_parser = share)]
    pub(super) limit_factor: f64,
    /// Toll of roads with `toll=yes`, in yuan a km
    #[arg(long, value_name = "YUAN", default_value_t = 0.0, value_parser = not_negative)]
    pub(super) toll_yuan_km: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RoadUse {
    Car,
    Truck,
    Bus,
    Walk,
}

#[derive(Debug, Args)]
#[command(
    after_help = "One service day is kept: that of --date, else the first Wednesday that all feeds cover. Rows that cannot be used are\nleft out, told and counted under the codes of the MobilityData validator. With --osm people walk to stops over the\nstreets; without it stops are reached as the crow flies.\n\nExample:  tongqu import gtfs bus.zip metro.zip --osm city.osm.pbf --date 2019-05-13 --into city\n          tongqu --network city matrix homes.csv jobs.csv --mode public --depart 14:00 --window 60"
)]
pub(super) struct ImportGtfsArgs {
    /// Feeds, each a .zip or a folder
    #[arg(required = true, value_name = "FEED")]
    pub(super) feeds: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) into: IntoArgs,
    /// Extract with the streets of the city, .osm.pbf
    #[cfg(feature = "osm")]
    #[arg(long, value_name = "FILE")]
    pub(super) osm: Option<PathBuf>,
    /// CSV file of zones (columns `zone_id,x_coord,y_coord`) instead of the map's places
    #[arg(long, value_name = "FILE")]
    pub(super) zones: Option<PathBuf>,
    /// How fast people walk over the streets, in km/h
    #[arg(long, value_name = "KM/H", default_value_t = 3.6, value_parser = above_zero)]
    pub(super) walk_speed: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LengthUnit {
    M,
    Km,
    Ft,
    Mi,
}

impl LengthUnit {
    pub(super) fn kilometres(self) -> Kilometres {
        Kilometres(match self {
            Self::M => 0.001,
            Self::Km => 1.0,
            Self::Ft => 0.000_304_8,
            Self::Mi => 1.609_344,
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SpeedUnit {
    #[value(name = "km/h", alias = "kmh")]
    KmPerHour,
    Mph,
    #[value(name = "m/s")]
    MetresPerSecond,
}

impl SpeedUnit {
    /// km/h of one.
    pub(super) fn km_per_hour(self) -> f64 {
        match self {
            Self::KmPerHour => 1.0,
            Self::Mph => 1.609_344,
            Self::MetresPerSecond => 3.6,
        }
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "DIR holds node.csv and link.csv, and may hold config.csv (units) and zone.csv. Columns are those of GMNS 0.9x;\nnames cut to 10 letters, as in shapefiles, are understood.\n\nExample:  tongqu import gmns cambridge --into my-cambridge --date 2020 --length-unit m --speed-unit mph"
)]
pub(super) struct ImportGmnsArgs {
    /// Folder of the tables
    pub(super) folder: PathBuf,
    #[command(flatten)]
    pub(super) into: IntoArgs,
    /// Unit of `length`, where config.csv does not say it
    #[arg(long, value_name = "UNIT")]
    pub(super) length_unit: Option<LengthUnit>,
    /// Unit of `free_speed`, where config.csv does not say it
    #[arg(long, value_name = "UNIT")]
    pub(super) speed_unit: Option<SpeedUnit>,
    /// CSV file of zones, where there is no zone.csv with coordinates
    #[arg(long, value_name = "FILE")]
    pub(super) zones: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Speeds are set so that length / speed is the free flow time. Coordinates that are no degrees are taken as\nfeet or metres on a plane around --origin; without a node file, nodes are drawn from the lengths alone.\n\nExample:  tongqu import tntp SiouxFalls_net.tntp --nodes SiouxFalls_node.tntp --trips SiouxFalls_trips.tntp \\\n                 --length-unit mi --into sioux-falls"
)]
pub(super) struct ImportTntpArgs {
    /// The network, …_net.tntp
    pub(super) net: PathBuf,
    /// Its nodes, …_node.tntp
    #[arg(long, value_name = "FILE")]
    pub(super) nodes: Option<PathBuf>,
    /// Its trips, …_trips.tntp: written as demand.csv
    #[arg(long, value_name = "FILE")]
    pub(super) trips: Option<PathBuf>,
    #[command(flatten)]
    pub(super) into: IntoArgs,
    /// Unit of lengths; the files do not say it
    #[arg(long, value_name = "UNIT", default_value = "km")]
    pub(super) length_unit: LengthUnit,
    /// Unit of free flow times, in minutes
    #[arg(long, value_name = "MIN", default_value_t = 1.0, value_parser = above_zero)]
    pub(super) time_unit_min: f64,
    /// Unit of coordinates that are no degrees
    #[arg(long, value_name = "UNIT", default_value = "ft")]
    pub(super) coordinate_unit: LengthUnit,
    /// Longitude and latitude of the middle of coordinates that are no degrees, and of drawn ones
    #[arg(long, value_name = "LON,LAT", value_parser = origin, default_value = "0,0", allow_hyphen_values = true)]
    pub(super) origin: (f64, f64),
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    #[command(subcommand)]
    pub(super) format: ExportFormat,
}

#[derive(Debug, Subcommand)]
pub(super) enum ExportFormat {
    /// The network as a folder of GMNS tables and a GTFS feed, as --network reads it
    #[command(
        after_help = "Example:  tongqu export gmns --with huai-su-bang-intercity --into with-hsb\n          tongqu check with-hsb"
    )]
    Gmns(ExportToArgs),
    /// The timetable as a GTFS feed
    #[command(
        after_help = "Example:  tongqu export gtfs --with huai-su-bang-intercity --into with-hsb.zip"
    )]
    Gtfs(ExportToArgs),
}

#[derive(Debug, Args)]
pub(super) struct ExportToArgs {
    /// Folder to write into; it must be empty or not there yet. For gtfs also FILE.zip
    #[arg(long, value_name = "DIR")]
    pub(super) into: PathBuf,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
}

fn number(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "no number".to_owned())?;
    if number.is_finite() { Ok(number) } else { Err("no number".to_owned()) }
}

pub(super) fn above_zero(text: &str) -> Result<f64, String> {
    let right = number(text)?;
    if right > 0.0 { Ok(right) } else { Err("must be above 0".to_owned()) }
}

pub(super) fn not_negative(text: &str) -> Result<f64, String> {
    let right = number(text)?;
    if right >= 0.0 { Ok(right) } else { Err("must not be below 0".to_owned()) }
}

#[cfg(feature = "osm")]
fn share(text: &str) -> Result<f64, String> {
    let right = above_zero(text)?;
    if right <= 2.0 { Ok(right) } else { Err("must be at most 2".to_owned()) }
}

fn origin(text: &str) -> Result<(f64, f64), String> {
    let wrong = || "write LON,LAT in degrees, such as -87.6,41.9".to_owned();
    let (lon, lat) = text.split_once(',').ok_or_else(wrong)?;
    let (lon, lat) = (number(lon.trim())?, number(lat.trim())?);
    if lon.abs() <= 180.0 && lat.abs() < 90.0 { Ok((lon, lat)) } else { Err(wrong()) }
}
