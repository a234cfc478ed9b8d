//! `tongqu plot`: a figure of a run's folder again.

use super::compare::font;
use super::isochrone::start;
use crate::cli::Failure;
use crate::cli::args::{CommonArgs, ModeArg, ScenarioArgs};
use crate::cli::input::{self, World};
use crate::cli::printer::Printer;
use crate::diagnostic::{Location, Problem, nearest};
use crate::formats::Folder;
use crate::formats::run::{self, RunManifest};
use crate::index::ZoneIdx;
use crate::measures::catalogue::Measure;
use crate::network::{Link, Network};
use crate::output::atomic_write;
use crate::report::figure::{Figure, Format, LineChart, Scene};
use crate::report::plots::{self, Choices, KINDS, Kind, ModeTimes, Results, TrainGraphPlot};
use crate::scenario::ProjectFile;
use crate::skims::TravelMode;
use crate::study::{AccessibilityRow, Figures, MeasureTable, Question, Start, Year};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "The numbers are those of the folder; lines and places are those of the network it was made of.\nExamples:  tongqu plot isochrones --run out/hsb --from 宿州 --mode rail --out isochrones.png\n           tongqu plot watt-change-rate --run out/hsb --boundaries counties.geojson --out map.svg\n           tongqu plot train-graph 京沪高速铁路 --with huai-su-bang-intercity --out graph.png\n           tongqu plot timeline --run out/timeline --width 2400 --out timeline.png"
)]
pub(in crate::cli) struct PlotArgs {
    /// Which figure
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(kinds()))]
    kind: String,
    /// Line of a train graph without a run: its name or id, or a project
    #[arg(value_name = "LINE")]
    line: Option<String>,
    /// Folder that `compare`, `timeline` or `run-time` wrote with --out
    #[arg(long, value_name = "DIR")]
    run: Option<PathBuf>,
    /// File to write, .png or .svg
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Mode to draw; the one whose times change most if not given
    #[arg(long)]
    mode: Option<ModeArg>,
    /// Zone that isochrones, circles, cartogram and distribution start from; the city whose times change most if not given
    #[arg(long, value_name = "PLACE")]
    from: Option<String>,
    /// Title instead of the figure's own
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Width in pixels
    #[arg(long, value_name = "PX", default_value_t = 1600, value_parser = clap::value_parser!(u16).range(400..=8000))]
    width: u16,
    /// `GeoJSON` of the counties' boundaries for maps, instead of Thiessen polygons
    #[arg(long, value_name = "FILE")]
    boundaries: Option<PathBuf>,
    /// TrueType or OpenType font, for names the font in the program cannot write
    #[arg(long, value_name = "FILE")]
    font: Option<PathBuf>,
    #[command(flatten)]
    scenario: ScenarioArgs,
}

/// Figures of other runs than comparisons.
const OTHERS: [(&str, &str); 3] = [
    ("timeline", "时间线 Travel time year by year (`timeline --out`)"),
    ("speed-profile", "速度曲线 Speed profile (`run-time --out`)"),
    ("resilience", "韧性曲线 Resilience curves (`resilience --curve --out`)"),
];

fn kinds() -> Vec<PossibleValue> {
    let title = |kind: &Kind| format!("{} {}", kind.title_zh, kind.title);
    let of_compare = KINDS.iter().map(|kind| PossibleValue::new(kind.name).help(title(kind)));
    let others = OTHERS.iter().map(|(name, title)| PossibleValue::new(*name).help(*title));
    of_compare.chain(others).collect()
}

pub(in crate::cli) fn run(
    args: &PlotArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let format = format(args)?;
    let scene = match (args.kind.as_str(), &args.run) {
        ("train-graph", None) => train_graph(args, common, printer)?,
        (_, None) => {
            return Err(Problem::error("no-run", "no folder of a run is given")
                .help("--run DIR, the folder that the command wrote with --out DIR")
                .into());
        }
        ("timeline", Some(run)) => {
            chart(args, timeline(args, &Folder::open(run)?, common, printer)?)?
        }
        ("speed-profile", Some(run)) => {
            chart(args, plots::speed_profile_of(&rows(&Folder::open(run)?)?))?
        }
        ("resilience", Some(run)) => chart(args, resilience(&Folder::open(run)?)?)?,
        (_, Some(run)) => of_comparison(args, &Folder::open(run)?, common, printer)?,
    };
    let own = font(args.font.as_deref(), &mut Vec::new())?;
    let missing: String = scene.missing_characters(&own).into_iter().take(20).collect();
    if !missing.is_empty() {
        printer.note(&format!("the font lacks {missing}; --font FILE takes another font"));
    }
    let scene = scene.scaled_to(f64::from(args.width));
    let bytes = scene
        .render(format, &own)
        .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
    atomic_write(&args.out, &bytes).map_err(|error| (args.out.clone(), error))?;
    printer.note(&format!("written to {}", args.out.display()));
    Ok(())
}

fn format(args: &PlotArgs) -> Result<Format, Problem> {
    let ending = args.out.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let known =
        Format::ALL.into_iter().find(|format| Some(format.extension()) == ending.as_deref());
    known.ok_or_else(|| {
        Problem::error("unknown-format", "the file to write ends with neither .png nor .svg")
            .at(Location::file(args.out.display().to_string()))
            .help("--out FILE.png or --out FILE.svg")
    })
}

fn chart(args: &PlotArgs, mut chart: LineChart) -> Result<Scene, Failure> {
    if let Some(title) = &args.title {
        chart.caption.title.clone_from(title);
    }
    Ok(chart.scene(&font(args.font.as_deref(), &mut Vec::new())?))
}

/// The network and the projects that a run was made of, unless flags name others.
fn world(
    manifest: &RunManifest,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<World, Failure> {
    let mut common = common.clone();
    common.network = common.network.or_else(|| manifest.network.as_ref().map(PathBuf::from));
    common.projects =
        common.projects.or_else(|| manifest.project_folder.as_ref().map(PathBuf::from));
    let mut world = input::world(&common, printer)?;
    world.project_ids(&manifest.project_files)?;
    let changed: Vec<&str> = world
        .inputs
        .iter()
        .filter(|input| manifest.inputs.get(&input.name).is_some_and(|hash| *hash != input.blake3))
        .map(|input| input.name.as_str())
        .collect();
    if !changed.is_empty() {
        printer.note(&format!(
            "{} changed since the run: numbers are those of the run, lines and places those of now",
            changed.join(", ")
        ));
    }
    Ok(world)
}

/// A figure of [`KINDS`].
fn of_comparison(
    args: &PlotArgs,
    folder: &Folder,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<Scene, Failure> {
    let manifest = RunManifest::read(folder)?;
    let mut world = world(&manifest, common, printer)?;
    let question = question(&manifest);
    let (_, with) = question.scenarios(&world.catalogue);
    let network = with.build(&world.network, &world.catalogue)?.network;
    let projects: Vec<&ProjectFile> =
        world.catalogue.iter().filter(|project| question.projects.contains(project.id())).collect();
    let results = Results {
        network: &network,
        question: &question,
        projects,
        times: times(folder, &network)?,
        tables: tables(folder, &network)?,
    };
    let boundaries = input::boundaries(args.boundaries.as_deref(), &network, &mut world.inputs)?;
    let choices = Choices {
        mode: mode(args, &results)?,
        from: args.from.as_deref().map(|name| zone(&network, name)).transpose()?,
        title: args.title.clone(),
        boundaries: boundaries.as_ref(),
    };
    let kind = plots::kind(&args.kind).ok_or_else(|| {
        Problem::error("unknown-kind", format!("there is no figure `{}`", args.kind))
    })?;
    let font = font(args.font.as_deref(), &mut world.inputs)?;
    kind.scene(&results, &choices, &font).map_err(|reason| empty(args, reason).into())
}

fn empty(args: &PlotArgs, reason: &str) -> Problem {
    Problem::error("empty-figure", format!("{} has nothing to show: {reason}", args.kind))
        .help("another --mode, or another run")
}

fn question(manifest: &RunManifest) -> Question {
    Question {
        projects: manifest.projects.iter().cloned().collect(),
        date: manifest.date,
        with: manifest.with.iter().cloned().collect(),
        without: manifest.without.iter().cloned().collect(),
        modes: Vec::new(),
        percentiles: Vec::new(),
    }
}

fn times(folder: &Folder, network: &Network) -> Result<Vec<ModeTimes>, Failure> {
    let times = run::travel_times(folder, network)?.into_iter().filter_map(|times| {
        let mode = TravelMode::from_name(&times.mode)?;
        Some(ModeTimes { mode, without: times.without, with: times.with })
    });
    Ok(times.collect())
}

fn tables(folder: &Folder, network: &Network) -> Result<Vec<MeasureTable>, Failure> {
    let tables = run::accessibility(folder, network)?.into_iter().filter_map(|table| {
        let mode = TravelMode::from_name(&table.mode)?;
        let info = Measure::from_id(&table.measure)?.info();
        let row = |(at, row): (usize, &[Option<f64>; 3])| AccessibilityRow {
            zone: ZoneIdx::new(at),
            without: row[0],
            with: row[1],
            rank_without: None,
            rank_with: None,
            change_rate: row[2],
        };
        Some(MeasureTable {
            mode,
            id: info.id,
            name: info.name,
            name_zh: info.name_zh,
            unit: info.unit,
            direction: info.direction?,
            rows: table.rows.iter().enumerate().map(row).collect(),
            spread_without: None,
            spread_with: None,
        })
    });
    Ok(tables.collect())
}

fn mode(args: &PlotArgs, results: &Results<'_>) -> Result<Option<TravelMode>, Problem> {
    let Some(mode) = args.mode.map(TravelMode::from) else { return Ok(None) };
    let modes: Vec<&str> = results.times.iter().map(|times| times.mode.name()).collect();
    if results.times.iter().any(|times| times.mode == mode) {
        return Ok(Some(mode));
    }
    let message = format!("the run has no times by {}", mode.name());
    Err(Problem::error("no-such-mode", message).help(format!("one of {}", modes.join(", "))))
}

fn zone(network: &Network, name: &str) -> Result<ZoneIdx, Problem> {
    match start(network, name)? {
        Start::Zone(zone) => Ok(zone),
        Start::Stop(_) | Start::Point(_) => {
            Err(Problem::error("unknown-place", format!("`{name}` is no zone")).help("a zone"))
        }
    }
}

fn timeline(
    args: &PlotArgs,
    folder: &Folder,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<LineChart, Failure> {
    let rows = run::timeline(folder)?;
    let world = input::world(common, printer)?;
    let wanted = args.mode.map(TravelMode::from);
    let mut years: Vec<Year> = Vec::new();
    for row in rows {
        let Some(mode) = TravelMode::from_name(&row.mode) else { continue };
        if wanted.is_some_and(|wanted| wanted != mode) {
            continue;
        }
        let none = f64::NAN;
        let figures = Figures {
            mode,
            reachable_pairs: none,
            mean_minutes: none,
            weighted_mean_minutes: row.weighted_mean.unwrap_or(none),
            watt_minutes: row.watt.unwrap_or(none),
            daily_accessibility: none,
            economic_potential: none,
        };
        match years.last_mut().filter(|year| year.year == row.year) {
            Some(year) => year.figures.push(figures),
            None => years.push(Year {
                year: row.year,
                opened: row.opened,
                withdrawn_trips: 0,
                figures: vec![figures],
            }),
        }
    }
    let names = |id: &str| {
        let project = world.catalogue.iter().find(|project| project.id() == id);
        project.map_or_else(|| id.to_owned(), |project| project.head.name.clone())
    };
    Ok(plots::timeline(&years, names, &world.network.config.dataset_name))
}

fn rows(folder: &Folder) -> Result<Vec<plots::ProfileRow>, Failure> {
    let rows = run::profile(folder)?.into_iter().map(|row| plots::ProfileRow {
        leg: row.leg as usize,
        position_km: row.position_km,
        speed_kmh: row.speed_kmh,
        limit_kmh: row.limit_kmh,
    });
    Ok(rows.collect())
}

/// The mean of every curve; a draw where there is no mean.
fn resilience(folder: &Folder) -> Result<LineChart, Failure> {
    let rows = run::resilience_curves(folder)?;
    let mut curves: Vec<plots::ResilienceCurve> = Vec::new();
    for row in &rows {
        let has_mean = rows.iter().any(|other| other.curve == row.curve && other.draw == "mean");
        if has_mean && row.draw != "mean" {
            continue;
        }
        let name = if has_mean { row.curve.clone() } else { format!("{} {}", row.curve, row.draw) };
        let name = name.trim_end().to_owned();
        let point = (row.share, row.efficiency);
        match curves.iter_mut().find(|curve| curve.name == name) {
            Some(curve) => curve.points.push(point),
            None => curves.push(plots::ResilienceCurve { name, points: vec![point] }),
        }
    }
    Ok(plots::resilience(&curves))
}

/// The trains of any line.
fn train_graph(
    args: &PlotArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<Scene, Failure> {
    let mut world = input::world(common, printer)?;
    let Some(line) = &args.line else {
        return Err(Problem::error("no-line", "no line is given")
            .help("the name or id of a line, or a project, after train-graph; or --run DIR")
            .into());
    };
    let scenario = world.scenario(&args.scenario)?;
    let network = scenario.build(&world.network, &world.catalogue)?.network;
    let (name, links) = links_of(&network, &world, line)?;
    let names: Vec<&str> = scenario.with.iter().map(String::as_str).collect();
    let with =
        if names.is_empty() { String::new() } else { format!(", with {}", names.join(", ")) };
    let circumstances = format!("network of {}{with}", scenario.date);
    let plot = TrainGraphPlot {
        network: &network,
        links: &links,
        name: &name,
        projects: &scenario.with,
        circumstances: &circumstances,
    };
    let mut graph = plot.figure().map_err(|reason| {
        Problem::error("empty-figure", format!("train-graph has nothing to show: {reason}"))
            .help("a line that trains call along, or --with the project whose trains do")
    })?;
    if let Some(title) = &args.title {
        graph.caption.title.clone_from(title);
    }
    Ok(graph.scene(&font(args.font.as_deref(), &mut world.inputs)?))
}

/// The links of a line or project, with its name.
fn links_of<'n>(
    network: &'n Network,
    world: &World,
    line: &str,
) -> Result<(String, Vec<&'n Link>), Problem> {
    let project = world.catalogue.find(line).ok();
    let is_of = |link: &&Link| {
        let names = [&link.name, &link.name_en];
        link.line_id.as_deref() == Some(line)
            || names.iter().any(|name| name.eq_ignore_ascii_case(line))
            || project.is_some_and(|project| link.project.as_deref() == Some(project.id()))
    };
    let links: Vec<&Link> = network.links.iter().filter(is_of).collect();
    if let Some(first) = links.first() {
        let own = format!("{} {}", first.name, first.name_en).trim_end().to_owned();
        return Ok((project.map_or(own, ProjectFile::label), links));
    }
    let known: BTreeSet<&str> = network.links.iter().map(|link| link.name.as_str()).collect();
    let help = match nearest(line, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the name or id of a line, or a project that --with puts there".to_owned(),
    };
    Err(Problem::error("unknown-line", format!("no link of the network is of `{line}`")).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        let names: Vec<PossibleValue> = kinds();
        let distinct: BTreeSet<&str> = names.iter().map(PossibleValue::get_name).collect();
        assert_eq!(distinct.len(), names.len());
    }
}
