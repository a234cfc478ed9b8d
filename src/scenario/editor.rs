//! The copy of a network that edits work on, and what they report.

use super::ProjectFile;
use super::rail::RailGraph;
use crate::diagnostic::{Location, Problem, Problems};
use crate::index::{NodeIdx, StopIdx, ZoneIdx};
use crate::network::{Confidence, Gazetteer, Kind, Network, Place, Provenance, RouteClass};
use std::cell::OnceCell;
use std::collections::BTreeMap;
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
}

/// A network being edited by one project.
#[derive(Debug)]
pub(super) struct Editor<'a> {
    /// The working copy.
    pub(super) network: Network,
    /// The project whose edits are being applied.
    pub(super) project: &'a ProjectFile,
    /// What went wrong so far.
    pub(super) problems: Problems,
    gazetteer: OnceCell<Gazetteer>,
    rail: BTreeMap<RouteClass, RailGraph>,
}

impl<'a> Editor<'a> {
    pub(super) fn new(network: Network, project: &'a ProjectFile) -> Self {
        Self {
            network,
            project,
            problems: Problems::new(),
            gazetteer: OnceCell::new(),
            rail: BTreeMap::new(),
        }
    }

    /// The network for changing: what was derived from it is forgotten.
    pub(super) fn change(&mut self) -> &mut Network {
        self.gazetteer.take();
        self.rail.clear();
        &mut self.network
    }

    /// The network for changes that add or move no place and no link, such as trips.
    pub(super) fn change_services(&mut self) -> &mut Network {
        &mut self.network
    }

    pub(super) fn rail(&mut self, class: RouteClass) -> &mut RailGraph {
        self.rail.entry(class).or_insert_with(|| RailGraph::new(&self.network, class))
    }

    /// Notes a problem at a value of the project's file.
    pub(super) fn problem<T>(&mut self, value: &Spanned<T>, problem: Problem) {
        let at = Location::span(&self.project.source, value.span().start, value.span().end);
        self.problems.push(problem.at(at));
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

    fn find(&mut self, name: &Spanned<String>, kinds: &[Kind]) -> Option<Place> {
        let found = self
            .gazetteer
            .get_or_init(|| Gazetteer::new(&self.network))
            .find(name.get_ref(), kinds);
        found
            .map_err(|error| self.problem(name, Problem::error("unknown-place", error.to_string())))
            .ok()
    }

    /// Where an added row comes from: its own sources, else the project's.
    pub(super) fn provenance(&self, origin: &super::modifications::Origin) -> Provenance {
        let sources =
            origin.sources.clone().unwrap_or_else(|| self.project.head.sources.get_ref().clone());
        Provenance {
            sources,
            confidence: origin.confidence.map_or(Confidence::Estimated, Into::into),
            note: origin.note.clone(),
        }
    }

    pub(super) fn project_id(&self) -> String {
        self.project.id().to_owned()
    }
}
