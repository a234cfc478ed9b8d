//! What all figures of a comparison share: whose it is, by what mode, where the projects lie.

use crate::index::{NodeIdx, ZoneIdx};
use crate::network::{Link, Network, NodeType, Position, ZoneType};
use crate::report::figure::{Caption, Extent, LineClass, MapLine, MapPoint, PointKind};
use crate::scenario::ProjectFile;
use crate::skims::TravelMode;
use crate::study::{Comparison, MeasureTable};
use std::collections::BTreeSet;

/// What the figures are about.
pub(super) struct Subject<'a> {
    pub(super) comparison: &'a Comparison,
    pub(super) projects: &'a [&'a ProjectFile],
    /// The mode that the figures are drawn for.
    pub(super) mode: TravelMode,
    /// All measures by that mode.
    pub(super) tables: Vec<MeasureTable>,
}

/// More names than this do not fit a title.
const NAMED: usize = 2;

impl<'a> Subject<'a> {
    pub(super) fn new(comparison: &'a Comparison, projects: &'a [&'a ProjectFile]) -> Self {
        let mode = comparison.main_mode();
        Self { comparison, projects, mode, tables: comparison.accessibility(mode) }
    }

    pub(super) fn network(&self) -> &'a Network {
        self.comparison.network()
    }

    pub(super) fn table(&self, id: &str) -> Option<&MeasureTable> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// Whether a zone is a county or district of the study area, or a city of it that has none.
    pub(super) fn is_part(&self, zone: ZoneIdx) -> bool {
        self.comparison.is_core(zone) && !self.network().is_aggregate(zone)
    }

    /// Title above the projects' names, a line on what is shown, the source.
    pub(super) fn caption(&self, title: &str, detail: &str) -> Caption {
        let title = format!("{title}\n{}", self.names());
        let config = &self.network().config;
        let source = format!(
            "Source: Tongqu {}, network {} of {}",
            env!("CARGO_PKG_VERSION"),
            config.dataset_name,
            config.base_date
        );
        Caption::new(title, detail, source)
    }

    /// `by rail, taxi to and from stations; network of 2026-09-11`.
    pub(super) fn circumstances(&self) -> String {
        let question = &self.comparison.question;
        let mut text = format!("{}; network of {}", self.mode.description(), question.date);
        for (word, ids) in [("with", &question.with), ("without", &question.without)] {
            if !ids.is_empty() {
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                text += &format!(", {word} {} on both sides", ids.join(", "));
            }
        }
        text
    }

    fn names(&self) -> String {
        if self.projects.len() > NAMED {
            let names: Vec<&str> =
                self.projects.iter().map(|project| project.head.name.as_str()).collect();
            return format!("{} projects ({})", names.len(), names.join("、"));
        }
        self.projects.iter().map(|project| project.label()).collect::<Vec<_>>().join("\n")
    }

    /// Whether a row with this `project` belongs to what is compared.
    pub(super) fn is_compared(&self, project: Option<&String>) -> bool {
        project.is_some_and(|id| self.comparison.question.projects.contains(id))
    }

    /// Links that the projects add.
    pub(super) fn project_links(&self) -> impl Iterator<Item = &'a Link> + '_ {
        self.network().links.iter().filter(|link| self.is_compared(link.project.as_ref()))
    }

    /// Stations, interchanges and ports that the projects add or their links run between.
    pub(super) fn project_nodes(&self) -> BTreeSet<NodeIdx> {
        let nodes = &self.network().nodes;
        let added = (0..nodes.len())
            .map(NodeIdx::new)
            .filter(|node| self.is_compared(nodes[node.at()].project.as_ref()));
        let ends = self.project_links().flat_map(|link| [link.from, link.to]);
        added.chain(ends).filter(|node| nodes[node.at()].node_type != NodeType::Junction).collect()
    }

    /// What every map shows: the study area and the projects.
    pub(super) fn extent(&self) -> Extent {
        let network = self.network();
        let zones = (0..network.zones.len())
            .map(ZoneIdx::new)
            .filter(|zone| self.is_part(*zone))
            .map(|zone| network.zones[zone.at()].position);
        let nodes = self.project_nodes().into_iter().map(|node| network.nodes[node.at()].position);
        Extent::around(zones.chain(nodes).map(degrees), 0.06)
    }

    /// The projects' lines, with the name of each project on its longest stretch.
    pub(super) fn project_lines(&self) -> Vec<MapLine> {
        let mut lines = Vec::new();
        for project in self.projects {
            let links = self.network().links.iter();
            let own = links.filter(|link| link.project.as_deref() == Some(project.id()));
            let mut paths = joined(self.network(), own);
            paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
            for (n, points) in paths.into_iter().enumerate() {
                let label = if n == 0 { project.head.name.clone() } else { String::new() };
                lines.push(MapLine { points, class: LineClass::Project, label });
            }
        }
        lines
    }

    /// The projects' new stations, and the existing ones their lines run between.
    pub(super) fn project_points(&self) -> Vec<MapPoint> {
        let nodes = self.project_nodes().into_iter().map(|node| &self.network().nodes[node.at()]);
        nodes
            .map(|node| {
                let is_new = self.is_compared(node.project.as_ref());
                let kind = if is_new { PointKind::ProjectStation } else { PointKind::Station };
                point(node.position, &node.name, &node.name_en, kind)
            })
            .collect()
    }

    /// Cities, counties and districts, without values.
    pub(super) fn places(&self) -> impl Iterator<Item = (ZoneIdx, MapPoint)> + '_ {
        self.network().zones.iter().enumerate().map(|(at, zone)| {
            let is_city = zone.zone_type == ZoneType::Prefecture;
            let kind = if is_city { PointKind::City } else { PointKind::County };
            (ZoneIdx::new(at), point(zone.position, &zone.name, &zone.name_en, kind))
        })
    }
}

fn point(position: Position, zh: &str, en: &str, kind: PointKind) -> MapPoint {
    let (lon, lat) = degrees(position);
    // `Suzhou (Anhui)` needs its province in a table, not on a map.
    let en = en.split(" (").next().unwrap_or_default();
    MapPoint { lon, lat, label_zh: zh.to_owned(), label_en: en.to_owned(), kind, value: None }
}

fn degrees(position: Position) -> (f64, f64) {
    (position.lon, position.lat)
}

/// The ways of links, those that follow each other as one.
pub(super) fn joined<'a>(
    network: &Network,
    links: impl Iterator<Item = &'a Link>,
) -> Vec<Vec<(f64, f64)>> {
    let at = |node: NodeIdx| degrees(network.nodes[node.at()].position);
    let mut paths: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut last: Option<&Link> = None;
    for link in links {
        let follows = last.is_some_and(|last| last.to == link.from && last.line_id == link.line_id);
        match paths.last_mut() {
            Some(path) if follows => path.push(at(link.to)),
            Some(_) | None => paths.push(vec![at(link.from), at(link.to)]),
        }
        last = Some(link);
    }
    paths
}
