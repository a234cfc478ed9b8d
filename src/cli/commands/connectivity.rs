//! `tongqu connectivity`: how railways, roads and waterways hold together.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, ScenarioArgs};
use crate::cli::input::{self, World};
use crate::cli::printer::Printer;
use crate::output::OutputDir;
use crate::report::infrastructure::{
    circles_csv, infrastructure_csv, infrastructure_json, infrastructure_text, links_csv,
    nodes_csv, redundancy_csv, services_csv,
};
use crate::report::manifest::{Reads, manifest_of};
use crate::study::{Infrastructure, InfrastructureQuestion, Infrastructures, Question};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What can be typed after `tongqu connectivity`.
#[derive(Debug, Args)]
#[command(
    after_help = "With --with both networks are measured: without the projects and with them.\nTimes over links are those of cars by road, and of their lengths over their free speeds elsewhere.\nExamples:  tongqu connectivity --infrastructure rail\n           tongqu connectivity --with huai-su-bang-intercity --out out/graph"
)]
pub(in crate::cli) struct ConnectivityArgs {
    /// Networks to measure
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', default_values = ["rail", "road", "water"])]
    infrastructure: Vec<KindArg>,
    /// Limits of the circles around the cities, by rail and by car
    #[arg(long, value_name = "H,…", value_delimiter = ',', default_values = ["1", "2", "3"], value_parser = clap::value_parser!(u32).range(1..=24))]
    hours: Vec<u32>,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Folder to write `infrastructure.csv`, `nodes.csv`, `links.csv`, `redundancy.csv`, `services.csv`, `circles.csv` and the manifest into
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KindArg {
    /// Railways, for passengers or freight
    Rail,
    /// Roads that cars may use
    Road,
    /// Waterways
    Water,
}

impl From<KindArg> for Infrastructure {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Rail => Self::Rail,
            KindArg::Road => Self::Road,
            KindArg::Water => Self::Water,
        }
    }
}

pub(in crate::cli) fn run(
    args: &ConnectivityArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let scenario = world.scenario(&args.scenario)?;
    let kinds: BTreeSet<Infrastructure> =
        args.infrastructure.iter().map(|kind| (*kind).into()).collect();
    let hours: BTreeSet<u32> = args.hours.iter().copied().collect();
    let question = InfrastructureQuestion {
        scenario: Question::of_scenario(scenario),
        kinds: kinds.into_iter().collect(),
        hours: hours.into_iter().collect(),
    };
    let found = Infrastructures::run(&world.network, &world.catalogue, question, &mut |stage| {
        printer.stage(stage);
    })?;
    if let Some(out) = &args.out {
        write(&world, &found, &input::reads(common, &args.scenario, &[]), out)?;
        printer.stage("write the files");
        printer.note(&format!("written to {}", out.display()));
    }
    printer.result(&match args.format {
        Format::Table => infrastructure_text(&found),
        Format::Csv => String::from_utf8_lossy(&infrastructure_csv(&found)).into_owned(),
        Format::Json => format!("{:#}\n", infrastructure_json(&found)),
    });
    Ok(())
}

fn write(world: &World, found: &Infrastructures, reads: &Reads, out: &Path) -> Result<(), Failure> {
    let mut folder = OutputDir::new(out);
    folder.add("infrastructure.csv", infrastructure_csv(found));
    folder.add("nodes.csv", nodes_csv(found));
    folder.add("links.csv", links_csv(found));
    folder.add("redundancy.csv", redundancy_csv(found));
    let mut sides = found.reports.iter().flat_map(|report| &report.sides);
    if sides.clone().any(|side| !side.services.is_empty()) {
        folder.add("services.csv", services_csv(found));
    }
    if sides.any(|side| !side.circles.is_empty()) {
        folder.add("circles.csv", circles_csv(found));
    }
    let manifest = manifest_of("connectivity", facts(found), reads, &world.inputs, folder.files());
    folder.add("manifest.json", manifest);
    folder.finish()?;
    Ok(())
}

/// What was asked, for the manifest.
fn facts(found: &Infrastructures) -> Map<String, Value> {
    let question = &found.question;
    let kinds: Vec<&str> = found.reports.iter().map(|report| report.kind.name()).collect();
    let facts = [
        ("projects", json!(question.scenario.projects)),
        ("date", json!(question.scenario.date.to_string())),
        ("without", json!(question.scenario.without)),
        ("networks", json!(kinds)),
        ("hours", json!(question.hours)),
    ];
    facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
