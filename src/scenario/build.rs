//! The network of a day with a set of projects.

use super::editor::{Derived, Editor, Effect};
use super::rail::RailGraph;
use super::{Catalogue, ProjectFile, Status};
use crate::diagnostic::{Location, Problem, Problems};
use crate::index::NodeIdx;
use crate::network::Network;
use crate::units::Date;
use std::collections::{BTreeMap, BTreeSet};

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
            is_built && is_open(project.first_opening(), self.date)
        };
        let due = catalogue.iter().filter(|project| is_due(project));
        let mut chosen: BTreeSet<String> = due.map(|project| project.id().to_owned()).collect();
        chosen.extend(self.asked_for(catalogue));
        chosen.retain(|id| !self.without.contains(id));
        drop_unsupported(&mut chosen, catalogue);
        chosen
    }

    /// Projects that are to be there whatever their date, and those they cannot be without.
    fn asked_for(&self, catalogue: &Catalogue) -> BTreeSet<String> {
        let mut asked = BTreeSet::new();
        let mut wanted: Vec<String> = self.with.iter().cloned().collect();
        while let Some(id) = wanted.pop() {
            if asked.contains(&id) {
                continue;
            }
            let requires = catalogue
                .iter()
                .filter(|project| project.id() == id)
                .flat_map(|project| project.head.requires.get_ref());
            wanted.extend(requires.cloned());
            asked.insert(id);
        }
        asked
    }

    /// Applies the scenario to a copy of the base network.
    ///
    /// # Errors
    /// Every problem of every edit; projects that conflict.
    pub fn build(&self, base: &Network, catalogue: &Catalogue) -> Result<Applied, Problems> {
        let chosen = self.projects(catalogue);
        let ordered = in_order(&chosen, catalogue);
        check_conflicts(&ordered, &chosen)?;
        let (mut network, withdrawn_trips) = at_date(base, self.date);
        let asked = self.asked_for(catalogue);
        let mut effects = Vec::new();
        let mut problems = Problems::new();
        let mut derived = Derived::default();
        for project in &ordered {
            let mut editor = Editor::new(&mut network, &mut derived, project);
            let is_in_force = |opening| asked.contains(project.id()) || is_open(opening, self.date);
            let due =
                project.modifications.iter().filter(|edit| is_in_force(project.opening_of(edit)));
            for modification in due {
                effects.extend(editor.run(modification));
            }
            problems.extend(editor.problems);
        }
        let projects = ordered.iter().map(|project| project.id().to_owned()).collect();
        problems.or(Applied { network, projects, effects, withdrawn_trips })
    }
}

fn is_open(opening: Option<Date>, date: Date) -> bool {
    opening.is_some_and(|opening| opening <= date)
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

/// The base network's rows that are there on a day, and the trips that fall away because they cannot run over them: a
/// trip whose way between two calls is missing, or more than a fifth longer than over the whole network.
fn at_date(base: &Network, date: Date) -> (Network, Vec<String>) {
    let mut network = base.clone();
    let is_there = |opened: Option<Date>| opened.is_none_or(|opened| opened <= date);
    let has_gap = base.links.iter().any(|link| !is_there(link.opened))
        || base.nodes.iter().any(|node| !is_there(node.opened));
    if !has_gap {
        return (network, Vec::new());
    }
    network.links.retain(|link| {
        is_there(link.opened)
            && [link.from, link.to].iter().all(|node| is_there(base.nodes[node.at()].opened))
    });
    let withdrawn = unrunnable_trips(base, &network, &is_there);
    network.transit.trips.retain(|trip| !withdrawn.contains(&trip.id));
    (network, withdrawn.into_iter().collect())
}

fn unrunnable_trips(
    base: &Network,
    network: &Network,
    is_there: &impl Fn(Option<Date>) -> bool,
) -> BTreeSet<String> {
    let whole = RailGraph::new(base, |_| true);
    let then = RailGraph::new(network, |_| true);
    let mut runs: BTreeMap<(NodeIdx, NodeIdx), bool> = BTreeMap::new();
    let mut can_run = |from: NodeIdx, to: NodeIdx| {
        *runs.entry((from, to)).or_insert_with(|| {
            match (whole.path(from, to), then.path(from, to)) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(full), Some(old)) => {
                    f64::from(old.free_time.0) <= f64::from(full.free_time.0) * 1.2
                }
            }
        })
    };
    let node_of = |call: &crate::network::StopTime| base.transit.stops[call.stop.at()].node;
    let is_gone =
        |node: Option<NodeIdx>| node.is_some_and(|node| !is_there(base.nodes[node.at()].opened));
    let trips = base.transit.trips.iter().filter(|trip| base.transit.class(trip).is_rail());
    trips
        .filter(|trip| {
            trip.stop_times.iter().any(|call| is_gone(node_of(call)))
                || trip.stop_times.windows(2).any(|pair| {
                    match (node_of(&pair[0]), node_of(&pair[1])) {
                        (Some(from), Some(to)) => !can_run(from, to),
                        _ => false,
                    }
                })
        })
        .map(|trip| trip.id.clone())
        .collect()
}
