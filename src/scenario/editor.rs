//! The copy of a network that edits work on, and what they report.

use super::ProjectFile;
use super::modifications::{Modification, Origin, Touched, count};
use super::rail::RailGraph;
use super::synthesis::{Placing, Service, Span, day_shape};
use crate::diagnostic::{Location, Problem, Problems, nearest};
use crate::index::{LinkIdx, NodeIdx, StopIdx, ZoneIdx};
use crate::network::{
    Confidence, Gazetteer, Kind, Network, Node, Place, Provenance, RouteClass, Stop,
};
use crate::units::Seconds;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use toml::Spanned;

/// What one edit touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The project.
    pub project: String,
    /// The kind of edit.
    pub kind: &'static str,
    /// In words: `5 links, 161.0 km`.
    pub touched: String,
    /// So many of what, named in the singular.
    pub counts: Vec<(usize, String)>,
    /// Of trains without a timetable: how they were placed in the day.
    pub placing: Option<Placing>,
}

/// What a project's edits touched, those of a kind together: `add-trips: 38 trips; add-line: 5 links, 161.0 km`.
pub fn touched_by_kind<'e>(effects: impl IntoIterator<Item = &'e Effect>) -> String {
    let mut kinds: Vec<(&str, Vec<&Effect>)> = Vec::new();
    for effect in effects {
        match kinds.iter_mut().find(|(kind, _)| *kind == effect.kind) {
            Some((_, of_kind)) => of_kind.push(effect),
            None => kinds.push((effect.kind, vec![effect])),
        }
    }
    let words = kinds.into_iter().map(|(kind, of_kind)| match of_kind.as_slice() {
        [only] => format!("{kind}: {}", only.touched),
        several => format!("{kind}: {}", sums(several)),
    });
    words.collect::<Vec<_>>().join("; ")
}

/// How the trains of some edits were placed in the day; none where there are no trains without a timetable.
pub fn placing<'e>(effects: impl IntoIterator<Item = &'e Effect>) -> Option<Placing> {
    effects.into_iter().filter_map(|effect| effect.placing).reduce(Placing::and)
}

fn sums(effects: &[&Effect]) -> String {
    let mut sums: Vec<(usize, &str)> = Vec::new();
    for (number, thing) in effects.iter().flat_map(|effect| &effect.counts) {
        match sums.iter_mut().find(|(_, known)| known == thing) {
            Some((sum, _)) => *sum += number,
            None => sums.push((*number, thing)),
        }
    }
    sums.iter().map(|(sum, thing)| count(*sum, thing)).collect::<Vec<_>>().join(", ")
}

/// The timetable as it is without any edit: it tells how long trains take and how they are spread over the day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Published<'a> {
    /// The network it is of.
    pub(super) base: &'a Network,
    /// Ids of the projects that it was made with.
    pub(super) projects: &'a BTreeSet<String>,
}

/// What is derived from the network being edited; kept from edit to edit and from project to project.
#[derive(Debug, Default)]
pub(super) struct Derived {
    /// The services that edits add.
    pub(super) services: Vec<Service>,
    /// The railway as trains of a class run over it.
    pub(super) rail: BTreeMap<RouteClass, RailGraph>,
    gazetteer: OnceCell<Gazetteer>,
    shapes: BTreeMap<RouteClass, Arc<[Seconds]>>,
}

/// A network being edited by one project.
#[derive(Debug)]
pub(super) struct Editor<'a> {
    /// The working copy.
    pub(super) network: &'a mut Network,
    /// The project whose edits are being applied.
    pub(super) project: &'a ProjectFile,
    /// What went wrong so far.
    pub(super) problems: Problems,
    published: Published<'a>,
    derived: &'a mut Derived,
    /// The place of the edit among all of the scenario.
    edit: usize,
    origin: Origin,
    kind_at: Spanned<String>,
}

impl<'a> Editor<'a> {
    /// For one edit, which is told by its place among all of the scenario.
    pub(super) fn new(
        network: &'a mut Network,
        published: Published<'a>,
        derived: &'a mut Derived,
        project: &'a ProjectFile,
        edit: usize,
    ) -> Self {
        let kind_at = Spanned::new(0..0, String::new());
        let (problems, origin) = (Problems::new(), Origin::default());
        Self { network, project, problems, published, derived, edit, origin, kind_at }
    }

    /// Applies an edit and says what it touched; one that touches nothing is a problem.
    pub(super) fn run(&mut self, modification: &Modification) -> Option<Effect> {
        self.origin = modification.origin.clone();
        self.kind_at = modification.kind_at.clone();
        let touched = modification.edit.apply(self)?;
        if touched.is_nothing() {
            let message = format!("the edit `{}` touches nothing", modification.kind());
            let help = "name what is there, or leave the edit out";
            return self.refuse_edit("touches-nothing", &message, help);
        }
        let project = self.project_id();
        let Touched { counts, words: touched } = touched;
        Some(Effect { project, kind: modification.kind(), touched, counts, placing: None })
    }

    /// The network for adding, changing and removing links.
    pub(super) fn change_links(&mut self) -> &mut Network {
        self.derived.rail.clear();
        self.network
    }

    /// The network for changes that add or move no place and no link, such as trips.
    pub(super) fn change_services(&mut self) -> &mut Network {
        self.network
    }

    /// Adds a node.
    pub(super) fn add_node(&mut self, node: Node) -> NodeIdx {
        let at = NodeIdx::new(self.network.nodes.len());
        self.network.nodes.push(node);
        self.derived.rail.clear();
        if let Some(gazetteer) = self.derived.gazetteer.get_mut() {
            gazetteer.add_node(self.network, at);
        }
        at
    }

    /// Adds a stop.
    pub(super) fn add_stop(&mut self, stop: Stop) -> StopIdx {
        let at = StopIdx::new(self.network.transit.stops.len());
        self.network.transit.stops.push(stop);
        if let Some(gazetteer) = self.derived.gazetteer.get_mut() {
            gazetteer.add_stop(self.network, at);
        }
        at
    }

    /// The network without any edit.
    pub(super) fn base(&self) -> &'a Network {
        self.published.base
    }

    /// Whether a link is as it was when the timetable was made.
    pub(super) fn is_usual(&self, link: LinkIdx) -> bool {
        let project = self.network.links[link.at()].project.as_ref();
        project.is_none_or(|project| self.published.projects.contains(project))
    }

    /// The published departures of a class in the region, for the shape of its day.
    pub(super) fn day_shape(&mut self, class: RouteClass) -> Arc<[Seconds]> {
        let base = self.published.base;
        let known = self.derived.shapes.entry(class).or_insert_with(|| day_shape(base, class));
        Arc::clone(known)
    }

    /// Notes trips that the edit adds to be placed in the day: each may leave its first stop within `span`, at most `limit`
    /// before or after where it leaves it now.
    pub(super) fn add_service(&mut self, trips: Vec<String>, span: Span, limit: Seconds) {
        let project = self.project_id();
        let edit = self.edit;
        self.derived.services.push(Service { project, edit, trips, span, limit });
    }

    /// The railway as trains of a class run over it.
    pub(super) fn rail(&mut self, class: RouteClass) -> &mut RailGraph {
        self.derived.rail.entry(class).or_insert_with(|| RailGraph::new(self.network, class))
    }

    /// Notes a problem at a value of the project's file.
    pub(super) fn problem<T>(&mut self, value: &Spanned<T>, problem: Problem) {
        let at = Location::span(&self.project.source, value.span().start, value.span().end);
        self.problems.push(problem.at(at));
    }

    /// Notes an error at a value: its code, what is wrong, what would be right.
    pub(super) fn refuse<T, R>(
        &mut self,
        value: &Spanned<T>,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<R> {
        self.problem(value, Problem::error(code, message).help(help));
        None
    }

    /// Notes an error of the edit as a whole.
    pub(super) fn refuse_edit<R>(
        &mut self,
        code: &'static str,
        message: &str,
        help: &str,
    ) -> Option<R> {
        let at = self.kind_at.clone();
        self.refuse(&at, code, message, help)
    }

    /// Notes that something a value names is not there.
    pub(super) fn unknown<R>(
        &mut self,
        name: &Spanned<String>,
        code: &'static str,
        message: String,
        near: Option<&str>,
        help: &str,
    ) -> Option<R> {
        let help = near.map_or_else(|| help.to_owned(), |near| format!("did you mean `{near}`?"));
        self.refuse(name, code, message, help)
    }

    /// What a word of a closed list stands for; `what` is `kind of node`, for instance.
    pub(super) fn word<T: Copy>(
        &mut self,
        word: &Spanned<String>,
        words: &[(&'static str, T)],
        what: &str,
    ) -> Option<T> {
        let known = words.iter().find(|(name, _)| name == word.get_ref());
        if let Some((_, meaning)) = known {
            return Some(*meaning);
        }
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let near = nearest(word.get_ref(), names.iter().copied());
        let message = format!("`{}` is no {what}", word.get_ref());
        self.unknown(word, "unknown-word", message, near, &format!("one of {}", names.join(", ")))
    }

    /// A number above zero; `what` is `length in km`, for instance.
    pub(super) fn above_zero(&mut self, number: &Spanned<f64>, what: &str) -> Option<f64> {
        let value = *number.get_ref();
        if value > 0.0 && value.is_finite() {
            return Some(value);
        }
        self.refuse(number, "out-of-range", format!("{value} is no {what}"), "a number above 0")
    }

    /// A number above zero where the key is there: none inside if it is not.
    pub(super) fn optional(
        &mut self,
        number: Option<&Spanned<f64>>,
        what: &str,
    ) -> Option<Option<f64>> {
        number.map_or(Some(None), |number| self.above_zero(number, what).map(Some))
    }

    /// A number that is zero or more.
    pub(super) fn not_negative(&mut self, number: &Spanned<f64>, what: &str) -> Option<f64> {
        let value = *number.get_ref();
        if value >= 0.0 && value.is_finite() {
            return Some(value);
        }
        self.refuse(number, "out-of-range", format!("{value} is no {what}"), "a number, 0 or more")
    }

    pub(super) fn stop(&mut self, name: &Spanned<String>) -> Option<StopIdx> {
        match self.find(name, &[Kind::Stop])? {
            Place::Stop(stop) => Some(stop),
            _ => None,
        }
    }

    pub(super) fn stops(&mut self, names: &[Spanned<String>]) -> Option<Vec<StopIdx>> {
        let found: Vec<_> = names.iter().map(|name| self.stop(name)).collect();
        found.into_iter().collect()
    }

    pub(super) fn zone(&mut self, name: &Spanned<String>) -> Option<ZoneIdx> {
        match self.find(name, &[Kind::Zone])? {
            Place::Zone(zone) => Some(zone),
            _ => None,
        }
    }

    /// The zone a key names, where the key is there: none inside if it is not.
    pub(super) fn optional_zone(
        &mut self,
        name: Option<&Spanned<String>>,
    ) -> Option<Option<ZoneIdx>> {
        name.map_or(Some(None), |name| self.zone(name).map(Some))
    }

    /// The node a stop stands at, or a station of this name.
    pub(super) fn station_node(&mut self, name: &Spanned<String>) -> Option<NodeIdx> {
        let node = match self.find(name, &[Kind::Stop, Kind::RailNode])? {
            Place::Stop(stop) => self.network.transit.stops[stop.at()].node,
            Place::Node(node) => Some(node),
            Place::Zone(_) => None,
        };
        if node.is_none() {
            let message = format!(
                "the station `{}` lies outside the modelled infrastructure",
                name.get_ref()
            );
            self.problem(
                name,
                Problem::error("stop-without-node", message)
                    .help("add it with `add-stations` first"),
            );
        }
        node
    }

    /// The node of an id, else of a name among the nodes whose ids begin with `prefix` (`road-`, …).
    pub(super) fn node(&mut self, name: &Spanned<String>, prefix: &str) -> Option<NodeIdx> {
        let by_id = self.network.nodes.iter().position(|node| node.id == *name.get_ref());
        if let Some(at) = by_id {
            return Some(NodeIdx::new(at));
        }
        let network = &*self.network;
        let gazetteer = self.derived.gazetteer.get_or_init(|| Gazetteer::new(network));
        let is_of_prefix = |place| match place {
            Place::Node(node) => network.nodes[node.at()].id.starts_with(prefix),
            _ => false,
        };
        let kinds = [Kind::RailNode, Kind::Node];
        match gazetteer.find_among(name.get_ref(), &kinds, &is_of_prefix) {
            Ok(Place::Node(node)) => Some(node),
            Ok(_) => None,
            Err(error) => {
                let help = format!("a node_id such as `{prefix}…`, or the name of such a node");
                self.refuse(name, "unknown-node", error.to_string(), help)
            }
        }
    }

    /// A place of any kind: a zone first, then a stop, then a node.
    pub(super) fn place(&mut self, name: &Spanned<String>) -> Option<Place> {
        self.find(name, &[Kind::Zone, Kind::Stop, Kind::RailNode, Kind::Node])
    }

    fn find(&mut self, name: &Spanned<String>, kinds: &[Kind]) -> Option<Place> {
        let found = self
            .derived
            .gazetteer
            .get_or_init(|| Gazetteer::new(self.network))
            .find(name.get_ref(), kinds);
        found
            .map_err(|error| self.problem(name, Problem::error("unknown-place", error.to_string())))
            .ok()
    }

    /// Where a row comes from: its own sources, else the edit's, else the project's.
    pub(super) fn provenance(&self, own: &Origin) -> Provenance {
        let of_project = || self.project.head.sources.get_ref().clone();
        let sources = own.sources.clone().or_else(|| self.origin.sources.clone());
        let confidence = own.confidence.or(self.origin.confidence);
        let note = if own.note.is_empty() { &self.origin.note } else { &own.note };
        Provenance {
            sources: sources.unwrap_or_else(of_project),
            confidence: confidence.map_or(Confidence::Estimated, Into::into),
            note: note.clone(),
        }
    }

    /// Where what the edit being applied changes comes from.
    pub(super) fn edit_provenance(&self) -> Provenance {
        self.provenance(&Origin::default())
    }

    /// Where a row comes from that the edit changes: where it came from, and where the edit does.
    pub(super) fn amended(&self, row: &Provenance) -> Provenance {
        let edit = self.edit_provenance();
        let more = edit.sources.into_iter().filter(|source| !row.sources.contains(source));
        let note = if edit.note.is_empty() { row.note.clone() } else { edit.note };
        let sources = row.sources.iter().cloned().chain(more).collect();
        Provenance { sources, confidence: edit.confidence, note }
    }

    pub(super) fn project_id(&self) -> String {
        self.project.id().to_owned()
    }
}
