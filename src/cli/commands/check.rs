//! `tongqu check`: every problem of a network folder and its projects.

use crate::cli::Failure;
use crate::cli::args::CheckArgs;
use crate::cli::input::read_projects;
use crate::cli::printer::Printer;
use crate::diagnostic::Severity;
use crate::formats::{Folder, check_network, embedded, embedded_network_folder};
use crate::network::checks;
use crate::scenario::{Catalogue, Scenario};
use std::collections::BTreeSet;

pub(in crate::cli) fn run(args: &CheckArgs, printer: &mut Printer) -> Result<(), Failure> {
    let (folder, projects) = match &args.folder {
        None => (embedded_network_folder(), Some(embedded::project_folder())),
        Some(path) => {
            let beside = path.join("projects");
            (Folder::open(path)?, if beside.is_dir() { Some(Folder::open(&beside)?) } else { None })
        }
    };
    let (network, mut problems) = check_network(&folder);
    let Some(network) = network else { return Err(problems.into()) };
    let catalogue = match &projects {
        Some(projects) => read_projects(projects)?,
        None => Catalogue::default(),
    };
    if let Ok(applied) = Scenario::at(network.config.base_date).build(&network, &catalogue) {
        let left: BTreeSet<(&str, String)> = checks::check(&applied.network)
            .into_iter()
            .map(|finding| (finding.code, finding.message))
            .collect();
        problems.retain(|problem| {
            problem.severity == Severity::Error
                || left.contains(&(problem.code, problem.message.clone()))
        });
    }
    problems.extend(catalogue.unknown_sources(&network));
    for project in catalogue.iter() {
        let mut scenario = Scenario::at(network.config.base_date);
        scenario.with.insert(project.id().to_owned());
        if let Err(more) = scenario.build(&network, &catalogue) {
            problems.extend(more);
        }
    }
    let (errors, warnings) = (problems.count(Severity::Error), problems.count(Severity::Warning));
    if !problems.is_empty() {
        printer.error(&problems.to_string());
    }
    let counts = format!(
        "{}: {} zones, {} nodes, {} links, {} stops, {} trips, {} sources, {} projects; {errors} errors, {warnings} warnings\n",
        folder.label(),
        network.zones.len(),
        network.nodes.len(),
        network.links.len(),
        network.transit.stops.len(),
        network.transit.trips.len(),
        network.sources.len(),
        catalogue.iter().count(),
    );
    if errors > 0 {
        return Err(Failure::Told(counts));
    }
    printer.result(&counts);
    Ok(())
}
