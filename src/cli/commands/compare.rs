//! `tongqu compare`: what projects change.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, CompareArgs, Format};
use crate::cli::input::{self, World};
use crate::cli::printer::Printer;
use crate::diagnostic::{Location, Problem};
use crate::network::Boundaries;
use crate::report::figure::Font;
use crate::report::folder::{Contents, folder};
use crate::report::manifest::{Input, Reads, hash};
use crate::report::promises::{promises, promises_json};
use crate::report::uncertainty::{uncertainty_json, uncertainty_text};
use crate::report::{csv, tables};
use crate::scenario::{ProjectFile, Scenario};
use crate::skims::TravelMode;
use crate::study::{
    AccessibilityRow, Comparison, JourneyChange, MeasureTable, Observed, PairChange, PairFares,
    Question, Uncertainty, Validation, in_words, validate,
};
use crate::units::Seconds;
use std::path::Path;

/// A change of less than this is not shown.
const NOTICEABLE: Seconds = Seconds(60);
/// How many pairs are shown.
const SHOWN: usize = 10;

pub(in crate::cli) fn run(
    args: &CompareArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let projects = world.project_ids(&args.project)?;
    let scenario = world.scenario(&args.scenario)?;
    let mut modes: Vec<TravelMode> = args.modes.iter().map(|mode| (*mode).into()).collect();
    modes.dedup();
    let question = Question {
        projects,
        date: scenario.date,
        with: scenario.with,
        without: scenario.without,
        modes,
        percentiles: args.percentiles.clone(),
    };
    let comparison = Comparison::run(&world.network, &world.catalogue, question, &mut |stage| {
        printer.stage(stage);
    })?;
    let shown = Shown::of(&comparison);
    printer.stage("measures and journeys");
    let fares = fares(args, &comparison)?;
    let uncertainty = uncertainty(args, &comparison, &shown, printer)?;
    if let Some(out) = &args.out {
        let font = font(args.font.as_deref(), &mut world.inputs)?;
        let boundaries = args.boundaries.as_deref();
        let boundaries = input::boundaries(boundaries, comparison.network(), &mut world.inputs)?;
        let aside = Aside {
            font: &font,
            boundaries: boundaries.as_ref(),
            reads: input::reads(common, &args.scenario, &args.project),
        };
        let extras = Extras { fares: fares.as_ref(), uncertainty: uncertainty.as_ref() };
        write(&world, (&comparison, extras), &shown, &aside, out, printer)?;
        if args.open {
            open_in_browser(&out.join("report.html"), printer);
        }
    }
    let text = match args.format {
        Format::Table => text(&world, &comparison, &shown, uncertainty.as_ref()),
        Format::Csv => {
            String::from_utf8_lossy(&csv::travel_times(&comparison, fares.as_ref())).into_owned()
        }
        Format::Json => json(&world, &comparison, &shown, uncertainty.as_ref()),
    };
    printer.result(&text);
    Ok(())
}

/// How sure the changes are, where that is asked for.
fn uncertainty(
    args: &CompareArgs,
    comparison: &Comparison,
    shown: &Shown,
    printer: &mut Printer,
) -> Result<Option<Uncertainty>, Problem> {
    let pairs = shown.cities.iter().map(|pair| (pair.from, pair.to)).collect();
    let Some(question) = args.uncertainty.question(shown.mode, pairs) else { return Ok(None) };
    let bar = printer.bar(question.draws as u64);
    let found = Uncertainty::of(comparison, question, &mut || bar.inc(1)).map_err(Problem::from)?;
    bar.finish_and_clear();
    printer.stage("draw what is not known");
    Ok(Some(found))
}

/// What is worked out only where it is asked for.
#[derive(Clone, Copy)]
struct Extras<'a> {
    fares: Option<&'a PairFares>,
    uncertainty: Option<&'a Uncertainty>,
}

/// What the journeys cost, where that is asked for.
fn fares(args: &CompareArgs, comparison: &Comparison) -> Result<Option<PairFares>, Problem> {
    if !args.fares && args.value_of_time.is_none() {
        return Ok(None);
    }
    let fares = comparison.fares(args.value_of_time);
    fares.map(Some).map_err(Problem::from)
}

/// What is shown of the pairs.
struct Shown {
    mode: TravelMode,
    cities: Vec<PairChange>,
    counties: Vec<PairChange>,
    journeys: Vec<JourneyChange>,
}

impl Shown {
    fn of(comparison: &Comparison) -> Self {
        let mode = comparison.main_mode();
        let first = |mut pairs: Vec<PairChange>| {
            pairs.truncate(SHOWN);
            pairs
        };
        let cities =
            first(comparison.most_changed(mode, NOTICEABLE, |zone| comparison.is_city(zone)));
        let counties =
            first(comparison.most_changed(mode, NOTICEABLE, |zone| !comparison.is_city(zone)));
        let explained = if cities.is_empty() { &counties } else { &cities };
        let journeys = explained.iter().map(|pair| comparison.journeys(*pair)).collect();
        Self { mode, cities, counties, journeys }
    }
}

/// What the folder is made with besides the results.
struct Aside<'a> {
    font: &'a Font,
    boundaries: Option<&'a Boundaries>,
    reads: Reads,
}

/// The font of the figures.
pub(super) fn font(path: Option<&Path>, inputs: &mut Vec<Input>) -> Result<Font, Failure> {
    let Some(path) = path else { return Ok(Font::embedded()) };
    let bytes = input::read_bytes(path)?;
    let name =
        path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    inputs.push(Input { name, blake3: hash(&bytes) });
    Font::from_bytes(bytes).map_err(|error| {
        Problem::error("unreadable-font", format!("the file is {error}"))
            .at(Location::file(path.display().to_string()))
            .into()
    })
}

/// Shows the page, or says where it is.
fn open_in_browser(page: &Path, printer: &mut Printer) {
    if open::that(page).is_err() {
        printer.note(&format!("no browser could be started; open {} yourself", page.display()));
    }
}

/// The network against the times of its own table, if it has any.
fn validation(world: &World, printer: &mut Printer) -> Result<Option<Validation>, Failure> {
    if world.network.observed.is_empty() {
        return Ok(None);
    }
    let usual = Scenario::at(world.network.config.base_date);
    let observed = Observed::of(&world.network, &usual, None);
    let validation = validate(&world.network, &world.catalogue, observed)?;
    printer.stage("hold published times against the network");
    Ok(Some(validation))
}

/// Writes tables, figures, page and manifest.
fn write(
    world: &World,
    (comparison, extras): (&Comparison, Extras<'_>),
    shown: &Shown,
    aside: &Aside<'_>,
    out: &Path,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let validation = validation(world, printer)?;
    let contents = Contents {
        comparison,
        fares: extras.fares,
        uncertainty: extras.uncertainty,
        projects: &projects(world, comparison),
        journeys: &shown.journeys,
        summary: &in_words(comparison, &names(world, comparison)),
        inputs: &world.inputs,
        reads: &aside.reads,
        boundaries: aside.boundaries,
        font: aside.font,
        validation: validation.as_ref(),
    };
    let (folder, notes) = folder(&contents, out, &mut |stage| printer.stage(stage))
        .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
    folder.finish()?;
    printer.stage("write the files");
    for note in &notes {
        printer.note(note);
    }
    printer.note(&format!("written to {}", out.display()));
    Ok(())
}

/// The compared projects.
fn projects<'a>(world: &'a World, comparison: &Comparison) -> Vec<&'a ProjectFile> {
    let is_compared = |project: &&ProjectFile| comparison.question.projects.contains(project.id());
    world.catalogue.iter().filter(is_compared).collect()
}

fn names(world: &World, comparison: &Comparison) -> String {
    let named = projects(world, comparison).into_iter();
    named.map(|project| format!("the {}", project.label())).collect::<Vec<_>>().join(" and ")
}

fn text(
    world: &World,
    comparison: &Comparison,
    shown: &Shown,
    uncertainty: Option<&Uncertainty>,
) -> String {
    let network = comparison.network();
    let mut text = String::new();
    for project in projects(world, comparison) {
        text += &tables::project_card(project, comparison);
    }
    text += &format!("\n{}\n", wrapped(&in_words(comparison, &names(world, comparison))));
    let promised = comparison.promises(&projects(world, comparison));
    if !promised.is_empty() {
        text += &format!("\nPromised by agreements and reports\n{}", promises(&promised));
    }
    let mode = shown.mode;
    if !shown.cities.is_empty() {
        text += &format!(
            "\nMost changed between cities, {}\n{}",
            mode.description(),
            tables::pairs(network, &shown.cities)
        );
    }
    if !shown.counties.is_empty() {
        text += &format!(
            "\nMost changed between counties and districts, {}\n{}",
            mode.description(),
            tables::pairs(network, &shown.counties)
        );
    }
    if let Some(uncertainty) = uncertainty {
        text += &uncertainty_text(comparison, uncertainty);
    }
    for measure in &comparison.accessibility(mode) {
        text.push('\n');
        text += &tables::accessibility(network, measure, &rows_shown(comparison, measure));
    }
    for mode in &comparison.question.modes {
        text += &format!(
            "\nConnectivity, {}\n{}",
            mode.description(),
            tables::connectivity(comparison, *mode)
        );
    }
    if !shown.journeys.is_empty() {
        text += &format!("\nThe journeys behind the most changed pairs, {}\n", mode.description());
        for change in &shown.journeys {
            text += &tables::journey_change(comparison, change);
        }
    }
    text
}

/// The cities of the study area, then the counties and districts that change most; each by improvement.
fn rows_shown<'a>(comparison: &Comparison, measure: &'a MeasureTable) -> Vec<&'a AccessibilityRow> {
    let rate = |row: &AccessibilityRow| row.change_rate.unwrap_or(0.0);
    let is_city = |row: &&AccessibilityRow| comparison.network().is_aggregate(row.zone);
    let core = measure.rows.iter().filter(|row| comparison.is_core(row.zone));
    let (mut cities, mut parts): (Vec<_>, Vec<_>) = core.partition(is_city);
    parts.sort_by(|a, b| rate(b).abs().total_cmp(&rate(a).abs()).then(a.zone.cmp(&b.zone)));
    parts.retain(|row| rate(row).abs() >= 0.005);
    parts.truncate(SHOWN);
    for rows in [&mut cities, &mut parts] {
        rows.sort_by(|a, b| rate(b).total_cmp(&rate(a)).then(a.zone.cmp(&b.zone)));
    }
    cities.into_iter().chain(parts).collect()
}

/// Text broken at spaces to lines of at most 100 columns.
fn wrapped(text: &str) -> String {
    use unicode_width::UnicodeWidthStr;
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is a line");
        if !line.is_empty() && line.width() + 1 + word.width() > 100 {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}

fn json(
    world: &World,
    comparison: &Comparison,
    shown: &Shown,
    uncertainty: Option<&Uncertainty>,
) -> String {
    let zones = &comparison.network().zones;
    let time = |cell: Option<crate::skims::Cell>| cell.map(|cell| cell.fastest.minutes());
    let pair = |pair: &PairChange| {
        serde_json::json!({
            "from_id": zones[pair.from.at()].id, "from_name": zones[pair.from.at()].name,
            "to_id": zones[pair.to.at()].id, "to_name": zones[pair.to.at()].name,
            "mode": pair.mode.name(), "without_min": time(pair.without), "with_min": time(pair.with),
            "change_min": pair.minutes(), "change_pct": pair.per_cent(),
        })
    };
    let connectivity: Vec<_> = comparison
        .question
        .modes
        .iter()
        .flat_map(|mode| comparison.connectivity(*mode))
        .map(|row| serde_json::json!({ "mode": row.mode.name(), "measure": row.measure, "unit": row.unit, "without": row.without, "with": row.with }))
        .collect();
    let mut value = serde_json::json!({
        "projects": comparison.question.projects,
        "date": comparison.question.date.to_string(),
        "summary": in_words(comparison, &names(world, comparison)),
        "promises": promises_json(&comparison.promises(&projects(world, comparison))),
        "mode": shown.mode.name(),
        "most_changed_between_cities": shown.cities.iter().map(pair).collect::<Vec<_>>(),
        "most_changed_between_counties": shown.counties.iter().map(pair).collect::<Vec<_>>(),
        "connectivity": connectivity,
    });
    if let Some(uncertainty) = uncertainty {
        value["uncertainty"] = uncertainty_json(comparison, uncertainty);
    }
    format!("{value:#}\n")
}
