//! `tongqu timeline`: the network year by year.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, TimelineArgs};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::output::OutputDir;
use crate::report::csv::{fixed, to_csv};
use crate::report::figure::Font;
use crate::report::plots;
use crate::report::tables::table;
use crate::scenario::Catalogue;
use crate::skims::TravelMode;
use crate::study::{Year, timeline};

const HEADER: [&str; 10] = [
    "year",
    "mode",
    "reachable_pairs",
    "mean_min",
    "population_weighted_mean_min",
    "watt_min",
    "daily_accessibility_people",
    "economic_potential",
    "withdrawn_trips",
    "opened",
];

pub(in crate::cli) fn run(
    args: &TimelineArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let world = input::world(common, printer)?;
    if args.from > args.to {
        let message = format!("{} is after {}", args.from, args.to);
        return Err(Problem::error("out-of-order", message)
            .help("--from is the earlier year")
            .into());
    }
    let modes: Vec<TravelMode> = args.modes.iter().map(|mode| (*mode).into()).collect();
    let bar = printer.bar(u64::from(args.to - args.from) + 1);
    let years =
        timeline(&world.network, &world.catalogue, args.from..=args.to, &modes, &mut |year| {
            bar.inc(1);
            printer.stage(&format!("{year}"));
        })?;
    bar.finish_and_clear();
    let rows: Vec<Vec<String>> = years.iter().flat_map(rows).collect();
    if let Some(out) = &args.out {
        let mut folder = OutputDir::new(out);
        folder.add("timeline.csv", to_csv(&HEADER, &rows));
        let names = |id: &str| short_name(&world.catalogue, id);
        let figure = plots::timeline(&years, names, &world.network.config.dataset_name);
        let drawn = plots::files("timeline", &figure, &Font::embedded())
            .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
        for (name, bytes) in drawn {
            folder.add(name, bytes);
        }
        folder.finish()?;
        printer.note(&format!("written to {}", out.display()));
    }
    let text = match args.format {
        Format::Table => text(&world.catalogue, &years),
        Format::Csv => String::from_utf8_lossy(&to_csv(&HEADER, &rows)).into_owned(),
        Format::Json => json(&rows),
    };
    printer.result(&text);
    Ok(())
}

fn rows(year: &Year) -> Vec<Vec<String>> {
    let row = |figures: &crate::study::Figures| {
        vec![
            year.year.to_string(),
            figures.mode.name().to_owned(),
            fixed(Some(figures.reachable_pairs), 0),
            fixed(Some(figures.mean_minutes), 1),
            fixed(Some(figures.weighted_mean_minutes), 1),
            fixed(Some(figures.watt_minutes), 1),
            fixed(Some(figures.daily_accessibility), 0),
            fixed(Some(figures.economic_potential), 0),
            year.withdrawn_trips.to_string(),
            year.opened.join(";"),
        ]
    };
    year.figures.iter().map(row).collect()
}

/// The Chinese name of a project.
fn short_name(catalogue: &Catalogue, id: &str) -> String {
    catalogue
        .iter()
        .find(|project| project.id() == id)
        .map_or_else(|| id.to_owned(), |project| project.head.name.clone())
}

fn text(catalogue: &Catalogue, years: &[Year]) -> String {
    let header = [
        "year",
        "mode",
        "pairs",
        "mean min",
        "by people",
        "WATT min",
        "people in 4 h (10,000)",
        "trains not yet possible",
    ];
    let lines = years.iter().flat_map(rows).map(|row| {
        let people = row[6].parse::<f64>().ok().map(|people| people / 1e4);
        vec![
            row[0].clone(),
            row[1].clone(),
            row[2].clone(),
            row[3].clone(),
            row[4].clone(),
            row[5].clone(),
            fixed(people, 0),
            row[8].clone(),
        ]
    });
    let mut text = table(&header, lines, 6);
    text += "\nOpened\n";
    for year in years.iter().filter(|year| !year.opened.is_empty()) {
        let names: Vec<String> = year.opened.iter().map(|id| short_name(catalogue, id)).collect();
        text += &format!("  {}  {}\n", year.year, names.join("、"));
    }
    text
}

fn json(rows: &[Vec<String>]) -> String {
    let values: Vec<_> = rows
        .iter()
        .map(|row| {
            let cell = |value: &String| {
                value.parse::<f64>().map_or_else(|_| value.clone().into(), serde_json::Value::from)
            };
            HEADER
                .iter()
                .zip(row)
                .map(|(key, value)| ((*key).to_owned(), cell(value)))
                .collect::<serde_json::Map<_, _>>()
        })
        .collect();
    format!("{:#}\n", serde_json::json!(values))
}
