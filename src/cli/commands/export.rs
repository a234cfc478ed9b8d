//! `tongqu export`: the network of a scenario for other programs.

use super::import::{check, must_be_empty, write_files};
use crate::cli::Failure;
use crate::cli::args::{CommonArgs, ExportArgs, ExportFormat, ExportToArgs};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::formats::{gmns, gtfs, zip};
use crate::network::Network;
use crate::output::atomic_write;

pub(in crate::cli) fn run(
    args: &ExportArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    match &args.format {
        ExportFormat::Gmns(args) => folder(args, common, printer),
        ExportFormat::Gtfs(args) => feed(args, common, printer),
    }
}

/// The network of a scenario, as of its day.
fn scenario(
    args: &ExportToArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<Network, Failure> {
    let mut world = input::world(common, printer)?;
    let scenario = world.scenario(&args.scenario)?;
    let mut network = scenario.build(&world.network, &world.catalogue)?.network;
    network.config.base_date = scenario.date;
    printer.stage("apply the projects");
    Ok(network)
}

fn folder(args: &ExportToArgs, common: &CommonArgs, printer: &mut Printer) -> Result<(), Failure> {
    must_be_empty(&args.into)?;
    let network = scenario(args, common, printer)?;
    let files = gmns::write(&network);
    check(&files)?;
    write_files(files, &args.into)?;
    let counts = format!(
        "{} zones, {} nodes, {} links, {} stops, {} trips",
        network.zones.len(),
        network.nodes.len(),
        network.links.len(),
        network.transit.stops.len(),
        network.transit.trips.len()
    );
    let label = args.into.display();
    printer.result(&format!("{counts}\nWritten to {label}. Next: tongqu check {label}\n"));
    Ok(())
}

fn feed(args: &ExportToArgs, common: &CommonArgs, printer: &mut Printer) -> Result<(), Failure> {
    let is_zip = args.into.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"));
    if !is_zip {
        must_be_empty(&args.into)?;
    }
    let network = scenario(args, common, printer)?;
    let files = gtfs::write(&network);
    let transit = &network.transit;
    let counts = format!(
        "{} stops, {} routes, {} trips",
        transit.stops.len(),
        transit.routes.len(),
        transit.trips.len()
    );
    if is_zip {
        let bytes = zip::write(&files).map_err(|error| (args.into.clone(), error))?;
        atomic_write(&args.into, &bytes).map_err(|error| (args.into.clone(), error))?;
    } else {
        write_files(files, &args.into)?;
    }
    printer.result(&format!("{counts}\nWritten to {}\n", args.into.display()));
    Ok(())
}
