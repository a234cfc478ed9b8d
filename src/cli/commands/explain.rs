//! `tongqu explain`: why a time changes.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, ExplainArgs};
use crate::cli::commands::route;
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::{Gazetteer, Network};
use crate::report::csv::fixed;
use crate::report::tables::{signed, table};
use crate::scenario::{Catalogue, ProjectFile, Scenario};
use crate::skims::{Endpoint, Journey, Split, TravelMode, When, find_journey};
use crate::study::Used;
use crate::supply::Supply;

pub(in crate::cli) fn run(
    args: &ExplainArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let with = world.scenario(&args.scenario)?;
    if with.with.is_empty() && with.without.is_empty() {
        let message = "there is nothing to explain without a project";
        return Err(Problem::error("no-project", message)
            .help("name one with --with or --without")
            .into());
    }
    let mut without = with.clone();
    without.without.extend(std::mem::take(&mut without.with));
    let base = if args.scenario.with.is_empty() { Scenario::at(with.date) } else { without };
    let mode: TravelMode = args.mode.into();
    let old = side(&world.network, &world.catalogue, &base, args, mode)?;
    let new = side(&world.network, &world.catalogue, &with, args, mode)?;
    printer.stage("find the journeys");
    printer.result(&text(&world.catalogue, &old, &new, mode, args.depart.is_some()));
    Ok(())
}

struct Side {
    network: Network,
    ends: (Endpoint, Endpoint),
    journey: Option<Journey>,
}

fn side(
    base: &Network,
    catalogue: &Catalogue,
    scenario: &Scenario,
    args: &ExplainArgs,
    mode: TravelMode,
) -> Result<Side, Failure> {
    let network = scenario.build(base, catalogue)?.network;
    let gazetteer = Gazetteer::new(&network);
    let ends = (route::endpoint(&gazetteer, &args.from)?, route::endpoint(&gazetteer, &args.to)?);
    let supply = Supply::build(&network).map_err(Problem::from)?;
    let when = args.depart.map_or(When::AnyTime, When::Depart);
    let journey = find_journey(&network, &supply, mode, ends, when);
    Ok(Side { network, ends, journey })
}

fn text(
    catalogue: &Catalogue,
    old: &Side,
    new: &Side,
    mode: TravelMode,
    has_depart: bool,
) -> String {
    let label = |side: &Side, end| route::label(&side.network, end);
    let title =
        format!("{} → {}, {}", label(new, new.ends.0), label(new, new.ends.1), mode.description());
    let kind =
        if has_depart { "leaving at the time asked for" } else { "the fastest journey of the day" };
    let mut text =
        format!("{title}: {kind}\n\n{}", splits(old.journey.as_ref(), new.journey.as_ref()));
    for (name, side) in [("Without", old), ("With", new)] {
        text += &match &side.journey {
            Some(journey) => format!("\n{name}\n{}", route::legs(&side.network, journey)),
            None => format!("\n{name}: there is no journey\n"),
        };
    }
    for (name, side) in [("new", new), ("old", old)] {
        if let Some(journey) = &side.journey {
            text += &used(catalogue, &side.network, journey, name);
        }
    }
    text
}

fn splits(old: Option<&Journey>, new: Option<&Journey>) -> String {
    let (before, after) = (old.map(Journey::split), new.map(Journey::split));
    let row = |name: &str, old: Option<f64>, new: Option<f64>| {
        let change = old.zip(new).map(|(old, new)| new - old);
        vec![name.to_owned(), fixed(old, 0), fixed(new, 0), signed(change, 0, "")]
    };
    let part = |split: Option<Split>, at: usize| {
        split.map(|split| {
            [split.access, split.wait, split.ride, split.transfer, split.egress][at].minutes()
        })
    };
    let names = ["access", "wait", "ride", "transfer", "egress"];
    let each = names.iter().enumerate();
    let mut rows: Vec<Vec<String>> =
        each.map(|(at, name)| row(name, part(before, at), part(after, at))).collect();
    let total = |journey: Option<&Journey>| journey.map(|journey| journey.duration().minutes());
    rows.push(row("in all", total(old), total(new)));
    table(&["minutes", "without", "with", "change"], rows, 3)
}

fn used(catalogue: &Catalogue, network: &Network, journey: &Journey, which: &str) -> String {
    let used = Used::of(network, journey);
    let projects = used.by_project(network);
    if projects.is_empty() {
        return if which == "new" {
            "\nThe new journey uses no link or trip of a project.\n".to_owned()
        } else {
            String::new()
        };
    }
    let mut text = format!("\nOf projects the {which} journey uses\n");
    for (id, part) in &projects {
        let name = catalogue
            .iter()
            .find(|project| project.id() == id)
            .map_or(String::new(), ProjectFile::label);
        text += &format!("  {id} {name}\n");
        for trip in &part.trips {
            let trip = &network.transit.trips[trip.at()];
            text += &format!(
                "    trip {} ({}): {}\n",
                trip.name,
                trip.timing.name(),
                trip.provenance.note
            );
        }
        for link in &part.links {
            let link = &network.links[link.at()];
            let ends = [link.from, link.to].map(|node| network.nodes[node.at()].name.as_str());
            text += &format!(
                "    link {} {}–{}: {} km, {} km/h ({}, {})\n",
                link.id,
                ends[0],
                ends[1],
                fixed(Some(link.length.0), 1),
                fixed(Some(link.free_speed.0), 0),
                link.provenance.confidence.name(),
                link.provenance.source_id()
            );
        }
    }
    text += "  Sources\n";
    for id in used.sources(network) {
        if let Some(source) = network.source(&id) {
            text += &format!("    {id}: {}, {} {}\n", source.title, source.publisher, source.date);
        }
    }
    text
}
