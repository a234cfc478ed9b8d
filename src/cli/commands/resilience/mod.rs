//! `tongqu resilience`: what is lost when a piece of infrastructure is closed.

mod close;

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, ModeArg, ScenarioArgs};
use crate::cli::input::{self, World};
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::output::OutputDir;
use crate::report::figure::{Figure, Font};
use crate::report::plots::{self, ResilienceCurve};
use crate::report::resilience as tables;
use crate::scenario::Scenario;
use crate::skims::TravelMode;
use crate::study::{
    Curve, CurvePlan, Demand, NamedSet, Progress, Question, RankBy, Resilience, ResilienceQuestion,
    Which, curves,
};
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};

/// What can be typed after `tongqu resilience`.
#[derive(Debug, Args)]
#[command(
    after_help = "With --with the network is looked at without these projects and with them. By rail and public transport a train over what is closed takes a way at most half as long again, or falls away; by car roads are closed and no station is.\nExamples:  tongqu resilience --top 20\n           tongqu resilience --mode rail --with huai-su-bang-intercity --out out/resilience\n           tongqu resilience --mode rail --close 徐州东 --close-line 京沪高速铁路\n           tongqu resilience --mode car --curve --draws 50 --out out/curve"
)]
pub(in crate::cli) struct ResilienceArgs {
    /// By what people travel: car closes roads; rail, hsr, conventional, public and all close railways
    #[arg(long, default_value = "car")]
    mode: ModeArg,
    /// What is closed one by one
    #[arg(long, value_name = "WHICH", default_value = "all")]
    elements: WhichArg,
    /// Close this at once instead: ids or names of links and stations
    #[arg(long, value_name = "ID,…", value_delimiter = ',')]
    close: Vec<String>,
    /// Close these whole lines with it: names or line ids
    #[arg(long, value_name = "LINE,…", value_delimiter = ',')]
    close_line: Vec<String>,
    /// Close sets of links, each by itself: a table with the columns `set` and `link_id`
    #[arg(long, value_name = "FILE")]
    close_sets: Option<PathBuf>,
    /// What pairs of zones weigh
    #[arg(long, value_name = "WEIGHTS", default_value = "linkage")]
    weights: WeightArg,
    /// Which loss elements are ranked by
    #[arg(long, value_name = "LOSS", default_value = "time")]
    rank_by: RankArg,
    /// How many elements and counties are printed
    #[arg(long, value_name = "N", default_value_t = 15)]
    top: usize,
    /// Also close more and more elements: by chance, by betweenness, by importance
    #[arg(long)]
    curve: bool,
    /// How many random orders a curve is the mean of
    #[arg(long, value_name = "N", default_value_t = 10, requires = "curve", value_parser = clap::value_parser!(u32).range(1..=1000))]
    draws: u32,
    /// Where the random numbers start
    #[arg(long, value_name = "N", default_value_t = 1, requires = "curve")]
    seed: u64,
    /// In how many steps a curve goes
    #[arg(long, value_name = "N", default_value_t = 10, requires = "curve", value_parser = clap::value_parser!(u32).range(1..=200))]
    steps: u32,
    /// Up to which share of the elements a curve goes, in per cent
    #[arg(long, value_name = "PCT", default_value_t = 50, requires = "curve", value_parser = clap::value_parser!(u32).range(1..=100))]
    up_to: u32,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Folder to write tables, `importance.geojson`, figures and the manifest into
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: FormatArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WhichArg {
    /// Pieces of road or railway between two nodes, both directions together
    Links,
    /// Railway stations
    Stations,
    /// Both
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WeightArg {
    /// Economic linkage: √(people × GDP) at both ends, over the squared time
    Linkage,
    /// People at both ends multiplied
    People,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RankArg {
    /// Weighted loss of time
    Time,
    /// Demand without a way
    Unsatisfied,
    /// Loss of global efficiency
    Efficiency,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// For reading
    Table,
    /// For a spreadsheet
    Csv,
}

pub(in crate::cli) fn run(
    args: &ResilienceArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let scenarios = scenarios(args, &mut world)?;
    let question = question(args, &mut world, &scenarios)?;
    let bar = printer.bar(0);
    let progress = |step: Progress| follow(&bar, step);
    let result =
        Resilience::run(&world.network, &world.catalogue, &scenarios, question, &progress)?;
    printer.stage("close every element by itself");
    let curves = if args.curve {
        let (steps, up_to_percent) = (args.steps, args.up_to);
        let plan = CurvePlan { seed: args.seed, draws: args.draws, steps, up_to_percent };
        curves(&result, &plan, &progress)?
    } else {
        Vec::new()
    };
    printer.stage("close more and more of them");
    bar.finish_and_clear();
    if let Some(out) = &args.out {
        write(args, &world, &result, &curves, out)?;
        printer.stage("write the files");
        printer.note(&format!("written to {}", out.display()));
    }
    let text = match args.format {
        FormatArg::Table => tables::text(&result, args.top) + &curve_text(&curves),
        FormatArg::Csv => String::from_utf8_lossy(&tables::impacts_csv(&result)).into_owned(),
    };
    printer.result(&text);
    Ok(())
}

fn follow(bar: &ProgressBar, step: Progress) {
    match step {
        Progress::More(count) => bar.inc_length(count as u64),
        Progress::Done => bar.inc(1),
    }
}

/// The network as it is, or without and with the projects.
fn scenarios(
    args: &ResilienceArgs,
    world: &mut World,
) -> Result<Vec<(&'static str, Scenario)>, Failure> {
    let scenario = world.scenario(&args.scenario)?;
    if scenario.with.is_empty() {
        return Ok(vec![("now", scenario)]);
    }
    let question = Question::of_scenario(scenario);
    let (without, with) = question.scenarios(&world.catalogue);
    Ok(vec![("without", without), ("with", with)])
}

fn question(
    args: &ResilienceArgs,
    world: &mut World,
    scenarios: &[(&'static str, Scenario)],
) -> Result<ResilienceQuestion, Failure> {
    let mode = TravelMode::from(args.mode);
    if matches!(mode, TravelMode::Coach | TravelMode::Air) {
        let message = format!("{} goes over no link that can be closed", mode.name());
        return Err(Problem::error("nothing-closed", message)
            .help("--mode car, rail, hsr, conventional, public or all")
            .into());
    }
    if mode == TravelMode::Car && args.elements == WhichArg::Stations {
        return Err(Problem::error("nothing-closed", "roads have no stations")
            .help("--elements links, or --mode rail")
            .into());
    }
    let sets = sets(args, world, scenarios, mode)?;
    let which = sets.is_empty().then_some(match args.elements {
        WhichArg::Links => Which::Links,
        WhichArg::Stations => Which::Stations,
        WhichArg::All => Which::All,
    });
    let demand = match args.weights {
        WeightArg::Linkage => Demand::Linkage,
        WeightArg::People => Demand::People,
    };
    let rank_by = match args.rank_by {
        RankArg::Time => RankBy::Time,
        RankArg::Unsatisfied => RankBy::Unsatisfied,
        RankArg::Efficiency => RankBy::Efficiency,
    };
    Ok(ResilienceQuestion { mode, which, sets, demand, rank_by })
}

/// What is named to be closed at once.
fn sets(
    args: &ResilienceArgs,
    world: &mut World,
    scenarios: &[(&'static str, Scenario)],
    mode: TravelMode,
) -> Result<Vec<NamedSet>, Failure> {
    let is_named = !args.close.is_empty() || !args.close_line.is_empty();
    let mut sets = Vec::new();
    if !is_named && args.close_sets.is_none() {
        return Ok(sets);
    }
    let mut networks = Vec::new();
    for (_, scenario) in scenarios {
        networks.push(scenario.build(&world.network, &world.catalogue)?.network);
    }
    if is_named {
        sets.push(close::named(&networks, mode, &args.close, &args.close_line)?);
    }
    if let Some(path) = &args.close_sets {
        sets.extend(close::from_table(&networks, mode, path, &mut world.inputs)?);
    }
    Ok(sets)
}

/// The mean curves as the figure has them.
fn drawn(curves: &[Curve]) -> Vec<ResilienceCurve> {
    let curve = |(name, points): (String, Vec<[f64; 3]>)| ResilienceCurve {
        name,
        points: points.into_iter().map(|[percent, efficiency, _]| (percent, efficiency)).collect(),
    };
    tables::mean_curves(curves).into_iter().map(curve).collect()
}

fn curve_text(curves: &[Curve]) -> String {
    let means = tables::mean_curves(curves);
    let Some((_, first)) = means.first() else { return String::new() };
    let mut header = vec!["closed %".to_owned()];
    header.extend(means.iter().map(|(name, _)| name.clone()));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let rows = (0..first.len()).map(|at| {
        let mut row = vec![format!("{:.0}", first[at][0])];
        row.extend(means.iter().map(|(_, points)| {
            points.get(at).map_or_else(String::new, |point| format!("{:.4}", point[1]))
        }));
        row
    });
    let columns = header.len();
    format!(
        "\nGlobal efficiency left, 1/h\n{}",
        crate::report::tables::table(&header, rows, columns)
    )
}

fn write(
    args: &ResilienceArgs,
    world: &World,
    result: &Resilience,
    curves: &[Curve],
    out: &Path,
) -> Result<(), Failure> {
    let font = Font::embedded();
    let mut folder = OutputDir::new(out);
    folder.add("resilience.csv", tables::impacts_csv(result));
    folder.add("exposure.csv", tables::exposure_csv(result));
    folder.add("importance.geojson", tables::geojson(result));
    if result.sides.len() > 1 {
        folder.add("critical_changes.csv", tables::turns_csv(result));
    }
    let mut figures: Vec<(String, Box<dyn Figure>)> = Vec::new();
    for side in &result.sides {
        let map = plots::importance(side, result.question.mode.description());
        let name = if side.name == "now" {
            "importance".to_owned()
        } else {
            format!("importance_{}", side.name)
        };
        figures.push((name, Box::new(map)));
    }
    if !curves.is_empty() {
        folder.add("resilience_curve.csv", tables::curves_csv(curves));
        figures.push(("resilience".to_owned(), Box::new(plots::resilience(&drawn(curves)))));
    }
    for (name, figure) in figures {
        let files = plots::files(&name, figure.as_ref(), &font)
            .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
        for (name, bytes) in files {
            folder.add(name, bytes);
        }
    }
    let settings = serde_json::json!({
        "with": args.scenario.with,
        "without": args.scenario.without,
        "date": args.scenario.date.map(|date| date.to_string()),
        "close": args.close,
        "close_line": args.close_line,
        "curve": args.curve,
        "draws": args.draws,
        "seed": args.seed,
        "steps": args.steps,
        "up_to_percent": args.up_to,
    });
    let manifest = tables::manifest(result, &settings, &world.inputs, folder.files());
    folder.add("manifest.json", manifest);
    folder.finish()?;
    Ok(())
}
