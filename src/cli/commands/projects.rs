//! `tongqu projects`: the projects that can be named, their effects and their cards.

use crate::cli::Failure;
use crate::cli::args::{CatalogueFormat, CommonArgs, ProjectsArgs, ProjectsCommand, ShowArgs};
use crate::cli::input::{self, World};
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::Network;
use crate::output::OutputDir;
use crate::report::csv::{fixed, to_csv};
use crate::report::figure::Font;
use crate::report::plots;
use crate::report::promises::promises;
use crate::report::tables::{markdown, project_card, signed, table};
use crate::scenario::ProjectFile;
use crate::skims::TravelMode;
use crate::study::{ProjectEffect, Workbench};
use std::time::Instant;

const HEADER: [&str; 9] =
    ["id", "name", "name_en", "mode", "type", "status", "opening", "length_km", "cost_yi_yuan"];
const TITLES: [&str; 9] =
    ["id", "name", "English name", "mode", "type", "status", "opening", "km", "亿元"];

pub(in crate::cli) fn run(
    args: &ProjectsArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    if let Some(ProjectsCommand::Show(show)) = &args.show {
        return card(show, &mut world, printer);
    }
    if args.effects {
        return effects(args.format, &world, printer);
    }
    let rows: Vec<Vec<String>> = world.catalogue.iter().map(row).collect();
    let text = match args.format {
        CatalogueFormat::Table => table(&TITLES, rows, 2),
        CatalogueFormat::Markdown => markdown(&TITLES, &rows),
        CatalogueFormat::Csv => String::from_utf8_lossy(&to_csv(&HEADER, rows)).into_owned(),
        CatalogueFormat::Json => json(&HEADER, &rows),
    };
    printer.result(&text);
    Ok(())
}

fn row(project: &ProjectFile) -> Vec<String> {
    let head = &project.head;
    vec![
        project.id().to_owned(),
        head.name.clone(),
        head.name_en.clone(),
        head.mode.clone(),
        head.kind.clone(),
        head.status.name().to_owned(),
        head.opening.as_ref().map_or(String::new(), |opening| opening.get_ref().clone()),
        fixed(head.length_km, 1),
        fixed(head.cost_yi_yuan, 1),
    ]
}

fn json(header: &[&str], rows: &[Vec<String>]) -> String {
    let value = |row: &Vec<String>| -> serde_json::Value {
        header
            .iter()
            .zip(row)
            .map(|(key, value)| ((*key).to_owned(), value.clone().into()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    format!("{:#}\n", serde_json::Value::from(rows.iter().map(value).collect::<Vec<_>>()))
}

const EFFECT_HEADER: [&str; 14] = [
    "id",
    "name",
    "mode",
    "status",
    "opening",
    "effect_by",
    "minutes_saved",
    "pairs_faster",
    "pairs_slower",
    "people_1h",
    "people_2h",
    "people_3h",
    "effect",
    "run_s",
];

fn effects(format: CatalogueFormat, world: &World, printer: &mut Printer) -> Result<(), Failure> {
    let mut workbench =
        Workbench::new(&world.network, &world.catalogue, world.network.config.base_date);
    let bar = printer.bar(world.catalogue.iter().count() as u64);
    let mut rows = Vec::new();
    for project in world.catalogue.iter() {
        let start = Instant::now();
        let effect = workbench.effect(project)?;
        rows.push(effect_row(&world.network, project, &effect, start.elapsed().as_secs_f64()));
        bar.inc(1);
        printer.stage(project.id());
    }
    bar.finish_and_clear();
    let text = match format {
        CatalogueFormat::Table => {
            let shown = rows.iter().map(|row| {
                vec![
                    row[0].clone(),
                    row[1].clone(),
                    row[3].clone(),
                    row[4].clone(),
                    row[12].clone(),
                    row[13].clone(),
                ]
            });
            table(&["id", "name", "status", "opening", "effect", "run s"], shown, 1)
        }
        CatalogueFormat::Markdown => {
            let shown: Vec<Vec<String>> = rows
                .iter()
                .map(|row| [0, 1, 2, 3, 4, 12].map(|at| row[at].clone()).to_vec())
                .collect();
            markdown(&["id", "name", "mode", "status", "opening", "effect"], &shown)
        }
        CatalogueFormat::Csv => {
            String::from_utf8_lossy(&to_csv(&EFFECT_HEADER, &rows)).into_owned()
        }
        CatalogueFormat::Json => json(&EFFECT_HEADER, &rows),
    };
    printer.result(&text);
    Ok(())
}

fn effect_row(
    network: &Network,
    project: &ProjectFile,
    effect: &ProjectEffect,
    seconds: f64,
) -> Vec<String> {
    let head = &project.head;
    let passengers = effect.passengers.as_ref();
    let number = |value: Option<usize>| value.map_or(String::new(), |value| value.to_string());
    let people = |at: usize| fixed(passengers.map(|effect| effect.people_within[at]), 0);
    vec![
        project.id().to_owned(),
        format!("{} {}", head.name, head.name_en),
        head.mode.clone(),
        head.status.name().to_owned(),
        head.opening.as_ref().map_or(String::new(), |opening| opening.get_ref().clone()),
        passengers.map_or(String::new(), |effect| effect.mode.name().to_owned()),
        fixed(passengers.map(|effect| effect.minutes_saved), 3),
        number(passengers.map(|effect| effect.pairs_faster)),
        number(passengers.map(|effect| effect.pairs_slower)),
        people(0),
        people(1),
        people(2),
        in_words(network, project, effect),
        fixed(Some(seconds), 2),
    ]
}

/// Under what name a mode's effect goes.
fn name_of(mode: TravelMode) -> &'static str {
    if mode == TravelMode::Air { "air or car, whichever is quicker" } else { mode.name() }
}

/// A project's effect in one line, in its own currency.
fn in_words(network: &Network, project: &ProjectFile, effect: &ProjectEffect) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(passengers) = effect.passengers.as_ref().filter(|effect| !effect.is_zero()) {
        parts.push(format!(
            "{}: {} a journey",
            name_of(passengers.mode),
            signed(Some(-passengers.minutes_saved), 2, " min")
        ));
        parts.push(format!("{} pairs faster", passengers.pairs_faster));
        if passengers.pairs_slower > 0 {
            parts.push(format!("{} slower", passengers.pairs_slower));
        }
        if passengers.pairs_connected != 0 {
            parts.push(
                format!("{:+} pairs connected", passengers.pairs_connected).replace('-', "−"),
            );
        }
        if let Some((minutes, from, to)) = passengers.largest.filter(|largest| largest.0 >= 1.0) {
            let name = |zone: crate::index::ZoneIdx| network.zones[zone.at()].name.as_str();
            parts.push(format!(
                "most {}–{} −{} min",
                name(from),
                name(to),
                fixed(Some(minutes), 0)
            ));
        }
        let people = passengers.people_within[2] / 1e4;
        if people.abs() >= 0.05 {
            parts.push(format!("{} within 3 h", signed(Some(people), 1, "×10⁴ people")));
        }
        if passengers.toll_saved_yuan.abs() >= 0.005 {
            parts.push(format!(
                "toll {} a journey",
                signed(Some(-passengers.toll_saved_yuan), 2, " yuan")
            ));
        }
    }
    parts.extend(effect.freight.iter().cloned());
    if !parts.is_empty() {
        return parts.join(", ");
    }
    let reason = project.head.no_effect.as_deref();
    format!("no effect: {}", reason.unwrap_or("no travel time between the zones changes"))
}

fn card(args: &ShowArgs, world: &mut World, printer: &mut Printer) -> Result<(), Failure> {
    let ids = world.project_ids(std::slice::from_ref(&args.project))?;
    let projects: Vec<&ProjectFile> =
        world.catalogue.iter().filter(|project| ids.contains(project.id())).collect();
    let mut workbench =
        Workbench::new(&world.network, &world.catalogue, world.network.config.base_date);
    for project in &projects {
        let comparison = workbench.compare(project)?;
        let effect = workbench.effect(project)?;
        let mut text = project_card(project, &comparison);
        for (name, ids) in
            [("requires", &project.head.requires), ("excludes", &project.head.conflicts)]
        {
            if !ids.get_ref().is_empty() {
                text += &format!("  {name} {}\n", ids.get_ref().join(", "));
            }
        }
        text += &format!("  effect: {}\n", in_words(&world.network, project, &effect));
        let promised = comparison.promises(&[project]);
        if !promised.is_empty() {
            text += &format!("\nPromised\n{}", promises(&promised));
        }
        if !project.head.aliases.is_empty() {
            text += &format!("  also called {}\n", project.head.aliases.join(", "));
        }
        text += &format!("\n{}\n\nSources\n", project.head.note.trim());
        for id in project.head.sources.get_ref() {
            let source = world.network.source(id);
            text += &source.map_or_else(
                || format!("  {id}\n"),
                |source| {
                    format!(
                        "  {id}: {}, {} {} {}\n",
                        source.title, source.publisher, source.date, source.url
                    )
                },
            );
        }
        if let Some(out) = &args.out {
            let mut folder = OutputDir::new(out);
            let drawn = plots::map(&comparison, &[project], &Font::embedded())
                .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
            for (name, bytes) in drawn {
                folder.add(name, bytes);
            }
            folder.finish()?;
            printer.note(&format!("map written to {}", out.display()));
        }
        printer.result(&text);
    }
    Ok(())
}
