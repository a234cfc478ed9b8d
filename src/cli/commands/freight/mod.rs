//! `tongqu freight`: goods from door to door.

mod access;
mod answer;
mod capacity;
pub(super) mod validate;
mod words;

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, ScenarioArgs, not_negative};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::{Gazetteer, Kind, Network, Place, find_terminal};
use crate::scenario::Scenario;
use crate::skims::{Cargo, ChainPlace, Chains};
use crate::study::chain_rows;
use crate::supply::Vessel;
use answer::{Answer, Side};
use clap::Args;
use std::path::PathBuf;

/// What can be typed after `tongqu freight`.
#[derive(Debug, Args)]
#[command(
    after_help = "FROM and TO are counties, cities, ports, terminals or border stations; a place that is a terminal starts or ends there\nwithout a lorry. With --with, the chains without those projects and with them stand side by side.\nExamples:  tongqu freight 青龙山无水港 连云港新东方国际货柜码头\n           tongqu freight 济宁 扬州 --commodity coal --tonnes 2000\n           tongqu freight 济宁港 扬州港 --commodity coal --capacity\n           tongqu freight 徐州 阿拉山口口岸 --out out/europe\n           tongqu freight --to-ports --out out/ports"
)]
pub(in crate::cli) struct FreightArgs {
    /// Where from: Chinese, English, pinyin or an id
    #[arg(required_unless_present = "to_ports")]
    from: Option<String>,
    /// Where to
    #[arg(required_unless_present = "to_ports")]
    to: Option<String>,
    /// Instead of two places, every county to the nearest seaport and to the border stations, and its market potential
    #[arg(long, conflicts_with_all = ["from", "to", "capacity"])]
    to_ports: bool,
    /// What is carried: a `cargo_…` of `mode.csv`
    #[arg(long, value_name = "GOODS", default_value = "container")]
    commodity: String,
    /// How much of it, in tonnes, for the cost of the whole
    #[arg(long, value_name = "N", default_value_t = 1000.0, value_parser = not_negative)]
    tonnes: f64,
    /// Only barges of this deadweight; all that fit if not given
    #[arg(long, value_name = "TONNES", value_parser = not_negative)]
    vessel: Option<f64>,
    /// Instead of chains, what the waterway between the two lets through: largest vessel, locks, wait as traffic grows
    #[arg(long)]
    capacity: bool,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Folder to write `chains.csv`, `legs.csv`, the figure and the manifest into
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

impl FreightArgs {
    fn from(&self) -> &str {
        self.from.as_deref().unwrap_or_default()
    }

    fn to(&self) -> &str {
        self.to.as_deref().unwrap_or_default()
    }
}

pub(in crate::cli) fn run(
    args: &FreightArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let with = world.scenario(&args.scenario)?;
    let networks: Vec<(&'static str, Network)> = scenarios(&with)
        .into_iter()
        .map(|(side, scenario)| {
            Ok((side, scenario.build(&world.network, &world.catalogue)?.network))
        })
        .collect::<Result<_, Failure>>()?;
    printer.stage("apply the projects");
    for (_, network) in &networks {
        check_vessel(network, args.vessel)?;
    }
    if args.to_ports {
        return access::run(args, &networks, &world.inputs, printer);
    }
    if args.capacity {
        printer.result(&capacity::run(args, &networks)?);
        return Ok(());
    }
    let mut sides = Vec::new();
    for (side, network) in &networks {
        sides.push(find(args, side, network)?);
        printer.stage("find the chains");
    }
    let answer = Answer { args, sides };
    if let Some(out) = &args.out {
        answer.write(out, &world.inputs)?;
        printer.stage("draw and write");
        printer.note(&format!("written to {}", out.display()));
    }
    let text = match args.format {
        Format::Table => answer.text(),
        Format::Csv => String::from_utf8_lossy(&answer.chains_csv()).into_owned(),
        Format::Json => answer.json(),
    };
    printer.result(&text);
    Ok(())
}

/// The networks to compare: as the flags say; where they name projects, also without those.
fn scenarios(with: &Scenario) -> Vec<(&'static str, Scenario)> {
    if with.with.is_empty() {
        return vec![("", with.clone())];
    }
    let without = Scenario {
        with: std::collections::BTreeSet::new(),
        without: &with.without | &with.with,
        ..with.clone()
    };
    vec![("without", without), ("with", with.clone())]
}

/// Chains of one network. That there is none without a project is an answer, with an empty table.
fn find<'n>(
    args: &FreightArgs,
    side: &'static str,
    network: &'n Network,
) -> Result<Side<'n>, Failure> {
    let cargo = cargo(network, &args.commodity)?;
    let chains = Chains::new(network, cargo.clone(), args.vessel).map_err(Problem::from)?;
    let ends = [place(network, args.from()), place(network, args.to())];
    let [from, to] = match (ends, side) {
        ([Ok(from), Ok(to)], _) => [from, to],
        // A terminal that the project brings is not there without it.
        (_, "without") => {
            return Ok(Side { name: side, network, cargo, rows: Vec::new(), notes: Vec::new() });
        }
        ([from, to], _) => [from?, to?],
    };
    if from == to {
        let message = format!("{} and {} are the same place", args.from(), args.to());
        return Err(Problem::error("same-place", message).help("two different places").into());
    }
    for end in [from, to] {
        check_served(&chains, end)?;
    }
    let rows = chain_rows(&chains, from, to).map_err(Problem::from)?;
    if rows.is_empty() && side != "without" {
        let message =
            format!("no chain carries {} from {} to {}", cargo.name, args.from(), args.to());
        let help = "a border station is reached by rail with boxes: --commodity container";
        return Err(Problem::error("no-chain", message).help(help).into());
    }
    let notes = words::notes(&chains, &rows, (from, to), args.vessel).map_err(Problem::from)?;
    Ok(Side { name: side, network, cargo, rows, notes })
}

fn check_served(chains: &Chains<'_>, end: ChainPlace) -> Result<(), Problem> {
    let ChainPlace::Terminal(terminal) = end else { return Ok(()) };
    if chains.serves(terminal) {
        return Ok(());
    }
    let label = chains.network().terminals[terminal.at()].label();
    let message = format!("{label} does not take {}", chains.cargo().name);
    Err(Problem::error("wrong-cargo", message)
        .help("dry ports take boxes only; boxes need a terminal with handling_cost_yuan_teu"))
}

fn cargo(network: &Network, name: &str) -> Result<Cargo, Problem> {
    let known = Cargo::names(&network.modes);
    let bare = name.strip_suffix('s').unwrap_or(name);
    if !known.contains(&bare) && !known.contains(&name) {
        let message = format!("`{name}` is no kind of goods of mode.csv");
        return Err(
            Problem::error("unknown-goods", message).help(format!("one of {}", known.join(", ")))
        );
    }
    Cargo::of(&network.modes, name).map_err(Problem::from)
}

fn check_vessel(network: &Network, tonnes: Option<f64>) -> Result<(), Problem> {
    let Some(tonnes) = tonnes else { return Ok(()) };
    let barges = Vessel::barges(&network.modes);
    if barges.iter().any(|vessel| (vessel.deadweight_t - tonnes).abs() < 0.5) {
        return Ok(());
    }
    let known: Vec<String> =
        barges.iter().rev().map(|vessel| format!("{:.0}", vessel.deadweight_t)).collect();
    Err(Problem::error("unknown-vessel", format!("mode.csv has no barge of {tonnes} t"))
        .help(format!("one of {} t", known.join(", "))))
}

/// A zone of the name, else a terminal.
fn place(network: &Network, name: &str) -> Result<ChainPlace, Problem> {
    let gazetteer = Gazetteer::new(network);
    if let Ok(Place::Zone(zone)) = gazetteer.find(name, &[Kind::Zone]) {
        return Ok(ChainPlace::Zone(zone));
    }
    let terminal = find_terminal(network, name).map_err(|error| {
        Problem::error("unknown-place", error.to_string())
            .help("a county, a port, a terminal of terminal.csv or a border station")
    })?;
    Ok(ChainPlace::Terminal(terminal))
}
