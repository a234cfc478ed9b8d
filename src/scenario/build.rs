//! The network of a day with a set of projects.

use super::editor::{Derived, Editor, Effect, Published};
use super::synthesis::place;
use super::withdrawal::fit_trips;
use super::{Catalogue, Modification, ProjectFile, Status};
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
    /// Ids of projects whose trains without a timetable are placed in the day after those of all others, so that the others
    /// run as they do without them: those that are compared.
    pub on_top: BTreeSet<String>,
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
        let none = BTreeSet::new;
        Self { date, with: none(), without: none(), on_top: none() }
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

    /// The edits in force, each by its project's id and its place in the project's file: scenarios of a day with the same
    /// parts make the same network. The same projects need not have the same parts, as one that opens in parts has all of
    /// them when it is asked for.
    pub fn parts(&self, catalogue: &Catalogue) -> BTreeSet<(String, usize)> {
        let ordered = in_order(&self.projects(catalogue), catalogue);
        let edits = self.in_force(&ordered, &self.asked_for(catalogue));
        edits.into_iter().map(|(project, at)| (project.id().to_owned(), at)).collect()
    }

    /// Whether the order in which trains are placed in the day is another than that of a scenario of the same parts without
    /// any on top.
    pub fn places_apart(&self, catalogue: &Catalogue) -> bool {
        let on_top = catalogue.iter().filter(|project| self.on_top.contains(project.id()));
        let mut edits = on_top.flat_map(|project| &project.modifications);
        edits.any(Modification::adds_services)
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
        let edits = self.in_force(&ordered, &self.asked_for(catalogue));
        let then = Self::at(base.config.base_date);
        let usual = then.projects(catalogue);
        let published = Published { base, projects: &usual };
        let mut edited = apply(at_date(base, self.date), published, &edits)?;
        let mut withdrawn_trips = Vec::new();
        let open = in_order(&usual, catalogue);
        let reference = then.in_force(&open, &BTreeSet::new());
        let (parts, usual_parts) = (self.parts(catalogue), then.parts(catalogue));
        if lacks_lines(base, &edited.network) || !usual_parts.is_subset(&parts) {
            let reference = apply(base.clone(), published, &reference)?.network;
            withdrawn_trips = fit_trips(&mut edited.network, &reference);
        }
        let (network, effects) =
            edited.placed(published, &in_order_of_placing(&ordered, &self.on_top));
        let projects = ordered.iter().map(|project| project.id().to_owned()).collect();
        Ok(Applied { network, projects, effects, withdrawn_trips })
    }

    /// The edits of projects that are in force, in order: on a day all from their own opening or
    /// the project's, and all of a project that was asked for.
    fn in_force<'p>(&self, ordered: &[&'p ProjectFile], asked: &BTreeSet<String>) -> Vec<Edit<'p>> {
        let of_project = |project: &&'p ProjectFile| {
            let project: &'p ProjectFile = project;
            let is_asked = asked.contains(project.id());
            let date = self.date;
            project
                .modifications
                .iter()
                .enumerate()
                .filter(move |(_, edit)| is_asked || is_open(project.opening_of(edit), date))
                .map(move |(at, _)| (project, at))
        };
        ordered.iter().flat_map(of_project).collect()
    }
}

/// A project and the place of an edit among its own.
type Edit<'p> = (&'p ProjectFile, usize);

/// Whether a line that the timetable was made for may be missing.
fn lacks_lines(base: &Network, network: &Network) -> bool {
    !rail_links(base).is_subset(&rail_links(network))
}

/// A network with its edits made, all but the hours of trains without a timetable.
struct Edited {
    network: Network,
    /// What each edit touched, in their order.
    effects: Vec<Option<Effect>>,
    derived: Derived,
}

/// Makes edits: first those of what services run over and of the rules, then those of services, so that trains are timed over
/// the lines that are there in the end; each in the order given.
fn apply(
    mut network: Network,
    published: Published<'_>,
    edits: &[Edit<'_>],
) -> Result<Edited, Problems> {
    let mut effects = vec![None; edits.len()];
    let mut problems = Problems::new();
    let mut derived = Derived::default();
    for is_of_services in [false, true] {
        for (place, (project, at)) in edits.iter().enumerate() {
            let edit = &project.modifications[*at];
            if edit.is_of_services() != is_of_services {
                continue;
            }
            let mut editor = Editor::new(&mut network, published, &mut derived, project, place);
            effects[place] = editor.run(edit);
            problems.extend(editor.problems);
        }
    }
    problems.or(Edited { network, effects, derived })
}

impl Edited {
    /// With the trains without a timetable placed in the day, project by project.
    fn placed(mut self, published: Published<'_>, order: &[&str]) -> (Network, Vec<Effect>) {
        let mut services = self.derived.services;
        let rank = |project: &str| order.iter().position(|id| *id == project);
        services.sort_by_key(|service| (rank(&service.project), service.edit));
        let placings = place(&mut self.network, published, &services, self.derived.rail);
        for (service, placing) in services.iter().zip(placings) {
            if let Some(effect) = self.effects[service.edit].as_mut().filter(|_| placing.trains > 0)
            {
                effect.placing = Some(effect.placing.unwrap_or_default().and(placing));
            }
        }
        (self.network, self.effects.into_iter().flatten().collect())
    }
}

/// Ids of projects in the order in which their trains are placed in the day, which is not that of their openings: those on top
/// and those that need them last, each after the ones it requires, then by id.
fn in_order_of_placing<'p>(
    projects: &[&'p ProjectFile],
    on_top: &BTreeSet<String>,
) -> Vec<&'p str> {
    let mut last: BTreeSet<&str> = on_top.iter().map(String::as_str).collect();
    let requires = |project: &'p ProjectFile| project.head.requires.get_ref().iter();
    // Projects come after those they require, so that one round finds all that need one on top.
    for project in projects {
        if requires(project).any(|id| last.contains(id.as_str())) {
            last.insert(project.id());
        }
    }
    let mut waiting: Vec<&'p ProjectFile> = projects.to_vec();
    waiting.sort_by_key(|project| (last.contains(project.id()), project.id()));
    let mut order: Vec<&str> = Vec::new();
    while !waiting.is_empty() {
        let is_there = |id: &String| {
            order.contains(&id.as_str()) || projects.iter().all(|project| project.id() != id)
        };
        let is_ready = |project: &&'p ProjectFile| requires(project).all(is_there);
        let next = waiting.iter().position(is_ready).unwrap_or(0);
        order.push(waiting.remove(next).id());
    }
    order
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

/// The base network's rows that are there on a day.
fn at_date(base: &Network, date: Date) -> Network {
    let mut network = base.clone();
    let is_there = |opened: Option<Date>| opened.is_none_or(|opened| opened <= date);
    let node_is_there = |node: NodeIdx| is_there(base.nodes[node.at()].opened);
    network.retain_links(|_, link| {
        is_there(link.opened) && node_is_there(link.from) && node_is_there(link.to)
    });
    network
}

fn rail_links(network: &Network) -> BTreeSet<&str> {
    let links =
        network.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::PassengerTrain));
    links.map(|link| link.id.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::testing::{project, tiny};

    const EDITS: &str = r#"
        [[modification]]
        type = "modify-links"
        line_id = "E1"
        lanes = 3
        [[modification]]
        type = "modify-links"
        opening = "2028"
        line_id = "E1"
        toll_factor = 0.5
        [[modification]]
        type = "modify-links"
        opening = "2032-06"
        line_id = "E1"
        capacity = 2200
    "#;

    /// How many edits of a project that opens on 5 January 2030 are in force.
    fn in_force(date: &str, is_asked: bool) -> usize {
        let mut catalogue = Catalogue::default();
        catalogue.add(project(EDITS).unwrap());
        let mut scenario = Scenario::at(Date::parse(date).unwrap());
        scenario.with.extend(is_asked.then(|| "test".to_owned()));
        let applied = scenario.build(&tiny(), &catalogue).unwrap();
        assert_eq!(applied.projects.is_empty(), applied.effects.is_empty());
        applied.effects.len()
    }

    #[test]
    fn a_part_of_a_project_is_in_force_from_its_own_opening() {
        let dates = ["2028-12-30", "2028-12-31", "2030-01-05", "2032-06-29", "2032-06-30"];
        assert_eq!(dates.map(|date| in_force(date, false)), [0, 1, 2, 2, 3]);
        assert_eq!(in_force("2026-01-05", true), 3);
    }

    #[test]
    fn an_opening_that_is_no_date_is_told_with_its_place() {
        let edit =
            "[[modification]]\ntype = \"remove-links\"\nopening = \"soon\"\nline_id = \"E1\"\n";
        let problems = project(edit).unwrap_err();
        let problem = problems.iter().next().unwrap();
        let at = problem.at.as_ref().unwrap();
        assert_eq!((problem.code, at.line, at.column), ("not-a-date", 12, 11));
    }
}
