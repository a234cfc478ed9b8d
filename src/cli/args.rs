//! What can be typed.

use super::leaving_args::LeavingArgs;
pub(super) use super::transfer_args::*;
use super::uncertainty_args::UncertaintyArgs;
use crate::units::{Date, Seconds, parse_clock};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Tongqu 通衢: what a railway, road or canal changes, with the reason for every change.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
#[command(
    after_help = "Start with:  tongqu compare huai-su-bang-intercity\nThen try:    tongqu route 淮北 上海 --with huai-su-bang-intercity\n             tongqu projects"
)]
pub(super) struct TongquArgs {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) common: CommonArgs,
}

/// Flags of every command.
#[derive(Debug, Clone, Args)]
pub(super) struct CommonArgs {
    /// Folder of the network; the Huaihai network in the program if not given
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) network: Option<PathBuf>,
    /// Folder of project files; those in the program, or DIR/projects beside --network, if not given
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) projects: Option<PathBuf>,
    /// Number of threads; all processors if not given. Results are the same for any
    #[arg(long, global = true, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
    /// Say nothing but the result and errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Say how long each stage takes
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
}

/// Which network: the day, and projects that are to be there or not.
#[derive(Debug, Args)]
pub(super) struct ScenarioArgs {
    /// The day whose network it is (YYYY-MM-DD, YYYY-MM or YYYY); the network's own if not given
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) date: Option<Date>,
    /// Projects that are to be there, whatever their opening
    #[arg(long, value_name = "P,…", value_delimiter = ',')]
    pub(super) with: Vec<String>,
    /// Projects that are not to be there
    #[arg(long, value_name = "P,…", value_delimiter = ',')]
    pub(super) without: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// What projects change: the network with them and without them, all else equal
    Compare(CompareArgs),
    /// The fastest journey between two places, leg by leg
    Route(RouteArgs),
    /// The running time of one train between two stations, from its physics and the timetable's allowances
    RunTime(RunTimeArgs),
    /// Why a time changes: both journeys, the change split, links and trips used, and their sources
    Explain(ExplainArgs),
    /// The projects that can be named
    Projects(ProjectsArgs),
    /// Accessibility and travel time year by year as projects open
    Timeline(TimelineArgs),
    /// Simulated times against published ones
    Validate(ValidateArgs),
    /// Every problem of a network folder and its projects
    Check(CheckArgs),
    /// Makes a network folder of data of others
    Import(ImportArgs),
    /// Writes the network of a scenario, or its timetable, for other programs
    Export(ExportArgs),
    /// Car times, road lengths and costs, or times by services, between many points
    Matrix(MatrixArgs),
    /// What every zone can reach: weighted times, potentials, opportunities, hospital beds, day trips
    Access(super::commands::access::AccessArgs),
    /// How railways, roads and waterways hold together: bridges, centralities, ways round, direct trains
    Connectivity(super::commands::connectivity::ConnectivityArgs),
    /// How far one comes from a place in so many minutes: area, people, counties, a map
    Isochrone(IsochroneArgs),
    /// Travel time or accessibility of every cell of a grid, as raster and map
    Surface(SurfaceArgs),
    /// Draws a figure of a run's folder again: another size, mode, place, title, boundaries or font
    Plot(super::commands::plot::PlotArgs),
    /// What is lost when links or stations are closed: importance, exposure, random and targeted failure
    Resilience(super::commands::resilience::ResilienceArgs),
    /// How long vessels wait before locks: a simulated year, chambers out of service, growing traffic
    Lock(super::commands::lock::LockArgs),
    /// Goods from door to door by lorry, train, barge and ship: time, cost and CO₂ of each chain
    Freight(super::commands::freight::FreightArgs),
    /// How fast roads are searched on this network and machine, method by method
    Bench(BenchArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Example:  tongqu compare huai-su-bang-intercity --out out/hsb")]
pub(super) struct CompareArgs {
    /// Ids, names or aliases of projects, or paths of project files
    #[arg(required = true, value_name = "PROJECT")]
    pub(super) project: Vec<String>,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// Folder to write `report.html`, tables, plots, `network.geojson` and the manifest into
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Open `report.html` of that folder in the browser
    #[arg(long, requires = "out")]
    pub(super) open: bool,
    /// TrueType or OpenType font of the plots, for names the font in the program cannot write
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(super) font: Option<PathBuf>,
    /// `GeoJSON` of the counties' boundaries for the maps of the plots, instead of Thiessen polygons
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(super) boundaries: Option<PathBuf>,
    /// Modes to compare
    #[arg(long, value_name = "MODE,…", value_delimiter = ',', default_values = ["car", "rail", "public"])]
    pub(super) modes: Vec<ModeArg>,
    /// Further percentiles of the time with the wait, over departures from 06:00 to 22:00, in `travel_times.csv`
    #[arg(long, value_name = "P,…", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(1..=99))]
    pub(super) percentiles: Vec<u8>,
    /// Also what the fastest journeys cost in yuan, estimated from the rates of `mode.csv`, in `travel_times.csv`
    #[arg(long)]
    pub(super) fares: bool,
    /// What an hour is worth, in yuan: also the generalised cost, fare and time together
    #[arg(long, value_name = "YUAN", value_parser = not_negative)]
    pub(super) value_of_time: Option<f64>,
    #[command(flatten)]
    pub(super) uncertainty: UncertaintyArgs,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A name is taken as a zone first; write 淮北站 or the station's id for a station.\nExamples:  tongqu route 淮北 上海\n           tongqu route 淮北北站 蚌埠南站 --with huai-su-bang-intercity --depart 08:00"
)]
pub(super) struct RouteArgs {
    /// Where from: Chinese, English, pinyin or an id
    pub(super) from: String,
    /// Where to
    pub(super) to: String,
    /// Leave at this time or later (HH:MM); the fastest journey of the day if not given
    #[arg(long, value_name = "HH:MM", value_parser = clock)]
    pub(super) depart: Option<Seconds>,
    /// Be there by this time (HH:MM), leaving as late as possible
    #[arg(long, value_name = "HH:MM", value_parser = clock, conflicts_with = "depart")]
    pub(super) arrive: Option<Seconds>,
    /// By what
    #[arg(long, default_value = "public")]
    pub(super) mode: ModeArg,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:  tongqu run-time 徐州东 蚌埠南\n           tongqu run-time 淮北北 合肥南 --with huai-su-bang-intercity --stops 淮北西,蚌埠南\n           tongqu run-time xuzhou-east nanjing-south --stock CR450 --stops all --out out/run"
)]
pub(super) struct RunTimeArgs {
    /// Station it starts at: Chinese, English, pinyin or an id
    pub(super) from: String,
    /// Station it ends at
    pub(super) to: String,
    /// Station it runs by, whether it calls there or not; may be given more than once
    #[arg(long, value_name = "STATION")]
    pub(super) via: Vec<String>,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// The train, run as fast as it can: a `stock_id` of `rolling_stock.csv`; the usual one, as timetables have it, if not given
    #[arg(long, value_name = "ID")]
    pub(super) stock: Option<String>,
    /// Stations it calls at between: all, none or a list
    #[arg(long, value_name = "STATION,…", value_delimiter = ',', default_values = ["none"])]
    pub(super) stops: Vec<String>,
    /// Minutes at each call between; the dwell of mode.csv if not given
    #[arg(long, value_name = "MIN", allow_negative_numbers = true)]
    pub(super) dwell: Option<f64>,
    /// Folder to write `profile.csv` and the speed profile into
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:  tongqu explain 淮北 上海 --with huai-su-bang-intercity")]
pub(super) struct ExplainArgs {
    /// Where from: Chinese, English, pinyin or an id
    pub(super) from: String,
    /// Where to
    pub(super) to: String,
    /// Leave at this time or later (HH:MM); the fastest journey of the day if not given
    #[arg(long, value_name = "HH:MM", value_parser = clock)]
    pub(super) depart: Option<Seconds>,
    /// By what
    #[arg(long, default_value = "rail")]
    pub(super) mode: ModeArg,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:  tongqu projects\n           tongqu projects --effects\n           tongqu projects show huai-su-bang-intercity --out out/hsb"
)]
pub(super) struct ProjectsArgs {
    #[command(subcommand)]
    pub(super) show: Option<ProjectsCommand>,
    /// Run every project with and without and print its main effect
    #[arg(long)]
    pub(super) effects: bool,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: CatalogueFormat,
}

#[derive(Debug, Subcommand)]
pub(super) enum ProjectsCommand {
    /// A project's card: facts, sources, edits and what they touch, effect
    Show(ShowArgs),
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Id, name or alias of a project, or path of a project file
    pub(super) project: String,
    /// Folder to write the map into
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:  tongqu timeline --from 2010 --to 2035 --out out/timeline")]
pub(super) struct TimelineArgs {
    /// First year
    #[arg(long, value_parser = clap::value_parser!(u16).range(1900..=2100))]
    pub(super) from: u16,
    /// Last year
    #[arg(long, value_parser = clap::value_parser!(u16).range(1900..=2100))]
    pub(super) to: u16,
    /// Modes
    #[arg(long, value_name = "MODE,…", value_delimiter = ',', default_values = ["rail"])]
    pub(super) modes: Vec<ModeArg>,
    /// Folder to write the table and the plot into
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
#[command(
    after_help = "FILE has the columns from,to,mode,minutes and may have with,without (project ids, separated by ;) and date.\nfrom and to are stations or places in Chinese, English or pinyin, or ids; mode is car, rail, hsr, conventional or metro.\nRail times are from platform to platform, the fastest of the day."
)]
pub(super) struct ValidateArgs {
    /// CSV file of published times; the network's own observed.csv if not given
    pub(super) file: Option<PathBuf>,
    /// Running times of trains from stop to stop instead: fitted, and each line predicted from all others
    #[arg(long, conflicts_with = "file")]
    pub(super) running_times: bool,
    /// Published figures of goods instead: rates, lengths, capacities, queues, savings
    #[arg(long, conflicts_with_all = ["file", "running_times"])]
    pub(super) freight: bool,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// How many of the worst rows are shown
    #[arg(long, default_value_t = 10)]
    pub(super) worst: usize,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Folder of a network; the Huaihai network in the program and its projects if not given
    pub(super) folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A file of points has the columns id,lon,lat; a row without lon and lat is the place that its column place or its id names.\nThe word zones means all zones of the network. Rows are written as they are computed, so there may be many origins.\nBy services a journey leaves at --depart, or at each minute of a window from then; a percentile is the least time that so\nmany of the departures do not exceed, and a departure without a journey counts as the longest.\nExamples:  tongqu matrix zones zones --out times.csv\n           tongqu matrix homes.csv hospitals.csv --with s101-xuhuai-fast-road --wide minutes\n           tongqu matrix zones zones --mode public --depart 14:00 --window 60 --percentiles 5,25,50,75,95"
)]
pub(super) struct MatrixArgs {
    /// CSV file of points, or `zones`
    pub(super) origins: PathBuf,
    /// CSV file of points, or `zones`
    pub(super) destinations: PathBuf,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// By what
    #[arg(long, default_value = "car")]
    pub(super) mode: ModeArg,
    #[command(flatten)]
    pub(super) services: ServicesArgs,
    /// A row for each origin and a column for each destination, of this value; a row for each pair if not given
    #[arg(long, value_name = "VALUE")]
    pub(super) wide: Option<MatrixValue>,
    /// Also the cost in yuan of the cheapest way: running cost of the car, tolls, and time at --value-of-time
    #[arg(long)]
    pub(super) cost: bool,
    /// What an hour of those in the car is worth, in yuan; money alone counts if not given
    #[arg(long, value_name = "YUAN", value_parser = not_negative)]
    pub(super) value_of_time: Option<f64>,
    /// Running cost of the car, in yuan a km, instead of that of `mode.csv`
    #[arg(long, value_name = "YUAN", value_parser = not_negative)]
    pub(super) yuan_per_km: Option<f64>,
    /// File to write, by its name .csv, .omx or .parquet; printed if not given
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

/// When, and which journeys, of a matrix by services.
#[derive(Debug, Args)]
pub(super) struct ServicesArgs {
    /// When origins are left (HH:MM); by every mode but car
    #[arg(long, value_name = "HH:MM", value_parser = clock)]
    pub(super) depart: Option<Seconds>,
    /// Minutes of a window: origins are left at each of them
    #[arg(long, value_name = "MIN", requires = "depart", value_parser = clap::value_parser!(u16).range(1..=1440))]
    pub(super) window: Option<u16>,
    /// Percentiles of the times over the window
    #[arg(long, value_name = "P,…", value_delimiter = ',', requires = "window", default_values = ["50"], value_parser = percentile)]
    pub(super) percentiles: Vec<f64>,
    /// Journeys of more minutes count as none; 120 on a network of streets if not given, as in R5, no limit elsewhere
    #[arg(long, value_name = "MIN", requires = "depart", value_parser = clap::value_parser!(u16).range(1..=1440))]
    pub(super) max_minutes: Option<u16>,
    /// The most rides of a journey; any number if not given
    #[arg(long, value_name = "N", requires = "depart", value_parser = clap::value_parser!(u8).range(1..=8))]
    pub(super) max_rides: Option<u8>,
}

/// What the commands over a grid of cells have in common.
#[derive(Debug, Args)]
pub(super) struct GridArgs {
    /// By what
    #[arg(long, default_value = "car")]
    pub(super) mode: ModeArg,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// Projects whose effect is shown: the network with them, without them, and the difference
    #[arg(long, value_name = "P,…", value_delimiter = ',')]
    pub(super) compare: Vec<String>,
    /// Side of a cell in kilometres
    #[arg(long, value_name = "KM", default_value_t = 5.0)]
    pub(super) cell: f64,
    /// `GeoJSON` of the counties' boundaries, drawn on the maps
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(super) boundaries: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "People are those of the study area, spread over square cells; an area ends where the study area does.\nExamples:  tongqu isochrone 淮北 --mode car\n           tongqu isochrone 淮北北站 --mode all --compare huai-su-bang-intercity --out out/reach\n           tongqu isochrone 116.79,33.97 --minutes 60,120\n           tongqu isochrone 徐州 --mode public --depart 08:00 --window 60 --percentile 50\n           tongqu isochrone --network city -- -51.21,-30.05       a place that begins with a minus stands last"
)]
pub(super) struct IsochroneArgs {
    /// Where from: a zone, a station, or LON,LAT in degrees
    #[arg(value_name = "PLACE")]
    pub(super) place: String,
    /// Limits in minutes
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_values = ["30", "60", "90", "120"], value_parser = clap::value_parser!(u16).range(1..=1440))]
    pub(super) minutes: Vec<u16>,
    #[command(flatten)]
    pub(super) grid: GridArgs,
    #[command(flatten)]
    pub(super) leaving: LeavingArgs,
    /// Folder to write the table, the areas (`isochrone.geojson`) and the maps into
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Args)]
#[command(
    after_help = "A value for every cell of a grid: the time from PLACE, or the people within so many minutes of the cell.\nExamples:  tongqu surface 徐州 --mode rail --out out/from-xuzhou\n           tongqu surface 淮北 --mode all --compare huai-su-bang-intercity --out out/change\n           tongqu surface --people-within 60 --compare xu-huai-fu-expressway --out out/reach\n           tongqu surface --people-within 60 --mode public --depart 08:00 --window 60 --cell 10"
)]
pub(super) struct SurfaceArgs {
    /// Where travel times start: a zone, a station, or LON,LAT in degrees
    #[arg(value_name = "PLACE", required_unless_present = "people_within")]
    pub(super) place: Option<String>,
    /// People of the study area within so many minutes (cumulative opportunities); by services with --depart
    #[arg(long, value_name = "MINUTES", conflicts_with = "place", value_parser = clap::value_parser!(u16).range(1..=1440))]
    pub(super) people_within: Option<u16>,
    /// Instead of people, a numeric column of `zone.csv`, spread over the cells as they are
    #[arg(long, value_name = "COLUMN", requires = "people_within")]
    pub(super) opportunities: Option<String>,
    #[command(flatten)]
    pub(super) grid: GridArgs,
    #[command(flatten)]
    pub(super) leaving: LeavingArgs,
    /// Folder to write the rasters (`.tif`), the maps and the table of cells into
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// How the result is printed: a summary, or every cell
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MatrixValue {
    /// Car time in minutes
    Minutes,
    /// Length of the shortest way by road in kilometres
    Km,
    /// Cost of the cheapest way in yuan
    Yuan,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Every method's answers are compared with Dijkstra's before it is timed.\nExamples:  tongqu bench\n           tongqu bench --network my-region --out out/bench"
)]
pub(super) struct BenchArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// Folder to write the table and the plot into
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ModeArg {
    /// Driving all the way
    Car,
    /// By train, taxi to and from stations
    Rail,
    /// By high-speed and intercity trains (G, D, C) alone
    Hsr,
    /// By other trains alone
    Conventional,
    /// By train, coach, plane and local transport, no car at all
    #[value(alias = "transit")]
    Public,
    /// By bus and coach and local transport, no car at all
    Coach,
    /// By plane, taxi to and from airports
    Air,
    /// By any service, taxi or local transport to and from stops
    All,
}

impl From<ModeArg> for crate::skims::TravelMode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Car => Self::Car,
            ModeArg::Rail => Self::Rail,
            ModeArg::Hsr => Self::HighSpeedRail,
            ModeArg::Conventional => Self::ConventionalRail,
            ModeArg::Public => Self::Public,
            ModeArg::Coach => Self::Coach,
            ModeArg::Air => Self::Air,
            ModeArg::All => Self::All,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For reading
    Table,
    /// For a spreadsheet
    Csv,
    /// For a program
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CatalogueFormat {
    /// For reading
    Table,
    /// For a spreadsheet
    Csv,
    /// For a program
    Json,
    /// For a document; the same on every run
    Markdown,
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "no such day; write YYYY-MM-DD, YYYY-MM or YYYY".to_owned())
}

pub(super) fn percentile(text: &str) -> Result<f64, String> {
    let percent = text.parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
    percent.ok_or_else(|| "a percentile is a number from 0 to 100".to_owned())
}

pub(super) fn clock(text: &str) -> Result<Seconds, String> {
    let time = parse_clock(text).filter(|time| *time < Seconds::DAY);
    time.ok_or_else(|| "no clock time; write HH:MM".to_owned())
}
