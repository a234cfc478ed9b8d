//! The network of a day with a set of projects.

use super::editor::{Editor, Effect};
use super::withdrawal::fit_trips;
use super::{Catalogue, ProjectFile, Status};
use crate::diagnostic::{Location, Problem, Problems};
use crate::index::NodeIdx;
use crate::network::{LinkUse, Network};
use crate::units::Date;
use std::collections::BTreeSet;

/// A base network at a date, plus and minus projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The day.
    pub date: Date,
    /// Ids of projects that are to be there whatever their date.
    pub with: BTreeSet<String>,
    /// Ids of projects that are not to be there whatever their date.
    pub without: BTreeSet<String>,
}

/// A scenario's network and how it came about.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The network.
    pub network: Network,
    /// Ids of the projects in it, in the order applied.
    pub projects: Vec<String>,
    /// What each of their edits touched.
    pub effects: Vec<Effect>,
    /// Trips that fell away because a line they need is not there on this day.
    pub withdrawn_trips: Vec<String>,
}

impl Scenario {
    /// The network of a day as it is.
    pub fn at(date: Date) -> Self {
        Self { date, with: BTreeSet::new(), without: BTreeSet::new() }
    }

    /// Ids of the projects in the scenario: those open by its date and those named, less those excluded and those that
    /// cannot be without one excluded.
    pub fn projects(&self, catalogue: &Catalogue) -> BTreeSet<String> {
        let is_due = |project: &ProjectFile| {
            let is_built = matches!(
                project.head.status,
                Status::Open | Status::Construction | Status::Planned
            );
            is_built && project.opening.is_some_and(|opening| opening <= self.date)
        };
        let mut chosen: BTreeSet<String> =
            catalogue.iter().filter(|project| is_due(project)).map(|p| p.id().to_owned()).collect();
        let mut wanted: Vec<String> = self.with.iter().cloned().collect();
        while let Some(id) = wanted.pop() {
            let requires = catalogue
                .iter()
                .filter(|project| project.id() == id)
                .flat_map(|project| project.head.requires.get_ref());
            wanted.extend(requires.filter(|id| !chosen.contains(*id)).cloned());
            chosen.insert(id);
        }
        chosen.retain(|id| !self.without.contains(id));
        drop_unsupported(&mut chosen, catalogue);
        chosen
    }

    /// Applies the scenario to a copy of the base network.
    ///
    /// # Errors
    /// Every problem of every edit; projects that conflict.
    pub fn build(&self, base: &Network, catalogue: &Catalogue) -> Result<Applied, Problems> {
        let chosen = self.projects(catalogue);
        let ordered = in_order(&chosen, catalogue);
        check_conflicts(&ordered, &chosen)?;
        let (mut network, effects) = apply(at_date(base, self.date), &ordered)?;
        let mut withdrawn_trips = Vec::new();
        if lacks_lines(base, &network, &chosen, catalogue) {
            let (reference, _) = Self::at(base.config.base_date).reference(base, catalogue)?;
            withdrawn_trips = fit_trips(&mut network, &reference);
        }
        let projects = ordered.iter().map(|project| project.id().to_owned()).collect();
        Ok(Applied { network, projects, effects, withdrawn_trips })
    }

    /// The network whose lines the timetable was made for: the base with all that is open on its own day.
    fn reference(
        &self,
        base: &Network,
        catalogue: &Catalogue,
    ) -> Result<(Network, Vec<Effect>), Problems> {
        let open = self.projects(catalogue);
        apply(base.clone(), &in_order(&open, catalogue))
    }
}

/// Whether a line that the timetable was made for may be missing.
fn lacks_lines(
    base: &Network,
    network: &Network,
    chosen: &BTreeSet<String>,
    catalogue: &Catalogue,
) -> bool {
    let open = Scenario::at(base.config.base_date).projects(catalogue);
    !open.is_subset(chosen) || !rail_links(base).is_subset(&rail_links(network))
}

fn apply(
    mut network: Network,
    projects: &[&ProjectFile],
) -> Result<(Network, Vec<Effect>), Problems> {
    let mut effects = Vec::new();
    let mut problems = Problems::new();
    for project in projects {
        let mut editor = Editor::new(network, project);
        for modification in &project.modifications {
            if let Some(touched) = modification.apply(&mut editor) {
                effects.push(Effect {
                    project: project.id().to_owned(),
                    kind: modification.kind(),
                    touched,
                });
            }
        }
        problems.extend(editor.problems);
        network = editor.network;
    }
    problems.or((network, effects))
}

fn drop_unsupported(chosen: &mut BTreeSet<String>, catalogue: &Catalogue) {
    loop {
        let unsupported: Vec<String> = catalogue
            .iter()
            .filter(|project| chosen.contains(project.id()))
            .filter(|project| project.head.requires.get_ref().iter().any(|id| !chosen.contains(id)))
            .map(|project| project.id().to_owned())
            .collect();
        if unsupported.is_empty() {
            return;
        }
        chosen.retain(|id| !unsupported.contains(id));
    }
}

/// Projects after those they require, then by opening, then by id.
fn in_order<'a>(chosen: &BTreeSet<String>, catalogue: &'a Catalogue) -> Vec<&'a ProjectFile> {
    let mut waiting: Vec<&ProjectFile> =
        catalogue.iter().filter(|project| chosen.contains(project.id())).collect();
    waiting.sort_by_key(|project| {
        (project.opening.is_none(), project.opening, project.id().to_owned())
    });
    let mut ordered: Vec<&ProjectFile> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |project: &&ProjectFile| {
            project
                .head
                .requires
                .get_ref()
                .iter()
                .all(|id| !chosen.contains(id) || ordered.iter().any(|done| done.id() == id))
        };
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        ordered.push(waiting.remove(next));
    }
    ordered
}

fn check_conflicts(ordered: &[&ProjectFile], chosen: &BTreeSet<String>) -> Result<(), Problems> {
    let mut problems = Problems::new();
    for project in ordered {
        for other in project.head.conflicts.get_ref().iter().filter(|id| chosen.contains(*id)) {
            let at = Location::span(
                &project.source,
                project.head.conflicts.span().start,
                project.head.conflicts.span().end,
            );
            let message = format!("`{}` and `{other}` exclude each other", project.id());
            problems.push(
                Problem::error("conflicting-projects", message)
                    .at(at)
                    .help("leave one out with --without"),
            );
        }
    }
    problems.or(())
}

/// The base network's rows that are there on a day.
fn at_date(base: &Network, date: Date) -> Network {
    let mut network = base.clone();
    let is_there = |opened: Option<Date>| opened.is_none_or(|opened| opened <= date);
    let node_is_there = |node: NodeIdx| is_there(base.nodes[node.at()].opened);
    network
        .links
        .retain(|link| is_there(link.opened) && node_is_there(link.from) && node_is_there(link.to));
    network
}

fn rail_links(network: &Network) -> BTreeSet<&str> {
    let links =
        network.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::PassengerTrain));
    links.map(|link| link.id.as_str()).collect()
}
