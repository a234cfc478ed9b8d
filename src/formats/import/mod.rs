//! Networks of others brought into our tables.
//!
//! An importer reads its format into a [`Draft`]: nodes and links as the model has them. What all importers share follows:
//! [`components`] keeps what a car can reach and leave, [`simplify`] joins links at nodes where nothing happens, [`zones`]
//! puts places on road nodes, [`parameters`] are the rows of `mode.csv`. An [`Imported`] is the network, the project files
//! that go with it, and a [`Report`] of what was read, assumed and dropped.

pub mod components;
pub mod gmns;
pub mod gtfs;
mod parameters;
pub mod plane;
mod report;
pub mod simplify;
#[cfg(test)]
mod tests;
pub mod tntp;
pub mod zones;

pub use parameters::{Access, parameters};
pub use report::Report;

use crate::index::NodeIdx;
use crate::network::{
    Confidence, Config, FacilityType, Link, Network, Node, NodeType, Position, Provenance, Source,
    Transit, UseSet, Zone,
};
use crate::units::{Date, Kilometres, KmPerHour};
use std::collections::BTreeMap;

/// Nodes and links on their way into a network.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Links between them.
    pub links: Vec<Link>,
}

impl Draft {
    /// How long some links are together.
    pub fn length(links: &[Link]) -> Kilometres {
        links.iter().map(|link| link.length).sum()
    }

    /// Leaves out nodes that no link has; says where each node has gone.
    pub fn drop_bare_nodes(&mut self) -> Vec<Option<NodeIdx>> {
        let mut is_used = vec![false; self.nodes.len()];
        for link in &self.links {
            is_used[link.from.at()] = true;
            is_used[link.to.at()] = true;
        }
        let mut kept = 0;
        let moved: Vec<Option<NodeIdx>> = is_used
            .iter()
            .map(|used| {
                kept += usize::from(*used);
                used.then(|| NodeIdx::new(kept - 1))
            })
            .collect();
        let mut used = is_used.iter();
        self.nodes.retain(|_| used.next().copied().unwrap_or(false));
        for link in &mut self.links {
            link.from = moved[link.from.at()].expect("an end of a link is used");
            link.to = moved[link.to.at()].expect("an end of a link is used");
        }
        moved
    }
}

/// A network from elsewhere, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The network.
    pub network: Network,
    /// Project files by id: what is planned and not there yet.
    pub projects: BTreeMap<String, String>,
    /// More tables, by file name: what the network model has no place for.
    pub tables: BTreeMap<String, Vec<u8>>,
    /// What was read, assumed and dropped.
    pub report: Report,
}

impl Imported {
    /// The files of the folder, the report as `README.md` among them.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = super::gmns::write(&self.network);
        files.extend(self.tables.clone());
        let projects = self.projects.iter();
        files.extend(
            projects.map(|(id, text)| (format!("projects/{id}.toml"), text.clone().into_bytes())),
        );
        let name = &self.network.config.dataset_name;
        let readme = format!("# {name}\n{}", self.report.markdown());
        files.insert("README.md".to_owned(), readme.into_bytes());
        files
    }
}

/// What all networks from elsewhere are made with.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// `dataset_name`.
    pub name: String,
    /// The day the network is taken to be of.
    pub date: Date,
    /// Where it is from.
    pub source: Source,
    /// How its zones reach the roads.
    pub access: Access,
}

impl Setting {
    /// A network of a draft and its zones, without services.
    pub fn network(self, draft: Draft, zones: Vec<Zone>) -> Network {
        let estimate = Source {
            id: ESTIMATE.to_owned(),
            title: "Default of the import; not published for this place".to_owned(),
            publisher: "Tongqu".to_owned(),
            ..Source::default()
        };
        let (name, date) = (self.name, self.date);
        Network {
            config: Config {
                dataset_name: name,
                name_zh: String::new(),
                base_date: date,
                time_zone: "Etc/UTC".to_owned(),
            },
            modes: parameters(self.access),
            zones,
            nodes: draft.nodes,
            links: draft.links,
            locks: Vec::new(),
            terminals: Vec::new(),
            freight_services: Vec::new(),
            transit: Transit::default(),
            sources: vec![estimate, self.source],
            observed: Vec::new(),
            observed_freight: Vec::new(),
            rolling_stock: Vec::new(),
            running_times: Vec::new(),
        }
    }
}

/// The source of what no source says.
pub const ESTIMATE: &str = "estimate";

/// That a row is as a source has it.
pub fn provenance(source: &str, confidence: Confidence, note: impl Into<String>) -> Provenance {
    Provenance { sources: vec![source.to_owned()], confidence, note: note.into() }
}

/// A road node.
pub fn road_node(id: String, position: Position, provenance: Provenance) -> Node {
    Node {
        name: id.clone(),
        id,
        name_en: String::new(),
        node_type: NodeType::Junction,
        zone: None,
        position,
        opened: None,
        project: None,
        provenance,
    }
}

/// A link with nothing but its ends, length and speed: open both ways, for nobody yet, an ordinary street without lanes,
/// toll or course.
pub fn bare_link(
    id: String,
    ends: (NodeIdx, NodeIdx),
    length: Kilometres,
    free_speed: KmPerHour,
    provenance: Provenance,
) -> Link {
    Link {
        id,
        name: String::new(),
        name_en: String::new(),
        from: ends.0,
        to: ends.1,
        is_directed: false,
        length,
        free_speed,
        time_factor: 1.0,
        lanes: None,
        capacity: None,
        facility_type: FacilityType::Urban,
        allowed_uses: UseSet::default(),
        toll_yuan: 0.0,
        line_id: None,
        design_speed: None,
        tracks: None,
        is_electrified: None,
        waterway: None,
        geometry: Vec::new(),
        opened: None,
        project: None,
        provenance,
    }
}
