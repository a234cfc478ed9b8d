//! What all figures of a comparison share: whose it is, by what mode, where the projects lie.

use super::results::{Choices, ModeTimes, Results, Side};
use crate::index::{NodeIdx, ZoneIdx};
use crate::network::{Boundaries, Link, Network, NodeType, Position, Role, ZoneType};
use crate::report::figure::{Caption, Extent, LineClass, MapLine, MapPoint, PointKind};
use crate::skims::TravelMode;
use crate::study::MeasureTable;
use std::collections::BTreeSet;

/// What the figures are about.
pub(super) struct Subject<'a> {
    pub(super) results: &'a Results<'a>,
    /// The mode that the figures are drawn for.
    pub(super) mode: TravelMode,
    /// Its times.
    times: &'a ModeTimes,
    choices: &'a Choices<'a>,
    /// The zones that have parts.
    whole: BTreeSet<ZoneIdx>,
}

/// More names than this do not fit a title.
const NAMED: usize = 2;
/// So many cities around are shown beside those of the study area.
const NEIGHBOURS: usize = 8;

impl<'a> Subject<'a> {
    /// By the mode chosen, else by the one whose times change most; nothing if there are no times.
    pub(super) fn new(results: &'a Results<'a>, choices: &'a Choices<'a>) -> Option<Self> {
        let mode = choices.mode.or_else(|| results.main_mode())?;
        let times = results.times.iter().find(|times| times.mode == mode)?;
        let whole = results.network.zones.iter().filter_map(|zone| zone.super_zone).collect();
        Some(Self { results, mode, times, choices, whole })
    }

    pub(super) fn network(&self) -> &'a Network {
        self.results.network
    }

    /// The areas that a file of boundaries gives, if there is one.
    pub(super) fn boundaries(&self) -> Option<&'a Boundaries> {
        self.choices.boundaries
    }

    pub(super) fn table(&self, id: &str) -> Option<&'a MeasureTable> {
        let tables = &self.results.tables;
        tables.iter().find(|table| table.id == id && table.mode == self.mode)
    }

    /// The fastest time by the figures' mode, in minutes.
    pub(super) fn minutes(&self, side: Side, from: ZoneIdx, to: ZoneIdx) -> Option<f64> {
        self.times.minutes(side, from, to)
    }

    /// Whether a zone lies in the study area.
    pub(super) fn is_core(&self, zone: ZoneIdx) -> bool {
        self.network().zones[zone.at()].role == Role::Core
    }

    /// Whether a zone is a county or district of the study area, or a city of it that has none.
    pub(super) fn is_part(&self, zone: ZoneIdx) -> bool {
        self.is_core(zone) && !self.whole.contains(&zone)
    }

    /// Whether a zone is a city as a whole: one with parts, or a gateway.
    pub(super) fn is_city(&self, zone: ZoneIdx) -> bool {
        !self.is_core(zone) || self.whole.contains(&zone)
    }

    /// The people of a zone; zero where they are counted in its parts.
    pub(super) fn people(&self, zone: ZoneIdx) -> f64 {
        if self.whole.contains(&zone) {
            return 0.0;
        }
        self.network().zones[zone.at()].opportunity("population")
    }

    /// √(population × GDP) of a zone, whether it has parts or not.
    pub(super) fn mass(&self, zone: ZoneIdx) -> f64 {
        let zone = &self.network().zones[zone.at()];
        (zone.opportunity("population") * zone.opportunity("gdp_yi_yuan")).max(0.0).sqrt()
    }

    pub(super) fn zones(&self) -> impl Iterator<Item = ZoneIdx> + use<> {
        (0..self.network().zones.len()).map(ZoneIdx::new)
    }

    /// The cities of the study area, or its counties where it has fewer than three.
    pub(super) fn cities(&self) -> Vec<ZoneIdx> {
        let is_city = |zone: &ZoneIdx| {
            self.is_core(*zone) && self.network().zones[zone.at()].zone_type == ZoneType::Prefecture
        };
        let cities: Vec<ZoneIdx> = self.zones().filter(is_city).collect();
        if cities.len() > 2 {
            return cities;
        }
        self.zones().filter(|zone| self.is_part(*zone)).collect()
    }

    /// The cities of the study area, then those around whose times to and from them change most, weighted by people.
    pub(super) fn cities_and_neighbours(&self) -> Vec<ZoneIdx> {
        let mut cities = self.cities();
        let change = |zone: ZoneIdx| -> f64 {
            let weight = |city: ZoneIdx| self.network().zones[city.at()].opportunity("population");
            let ways = cities.iter().flat_map(|city| [(*city, zone), (zone, *city)]);
            let changes = ways.filter_map(|(from, to)| {
                let [old, new] =
                    [Side::Without, Side::With].map(|side| self.minutes(side, from, to));
                Some((new? - old?).abs() * weight(if from == zone { to } else { from }))
            });
            changes.sum()
        };
        let around = self.zones().filter(|zone| !self.is_core(*zone));
        let mut around: Vec<(f64, ZoneIdx)> = around.map(|zone| (change(zone), zone)).collect();
        around.retain(|(change, _)| *change > 0.0);
        around.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        cities.extend(around.into_iter().take(NEIGHBOURS).map(|(_, zone)| zone));
        cities
    }

    /// The place that maps of one place start from: the chosen one, else the city whose times to all others change most,
    /// weighted by their people, in per cent.
    pub(super) fn centre(&self) -> Option<ZoneIdx> {
        if self.choices.from.is_some() {
            return self.choices.from;
        }
        let cities = self.cities();
        let change = |zone: &ZoneIdx| {
            let mean = |side| {
                let sum = |sum: (f64, f64), to: ZoneIdx| {
                    let (people, time) = (self.people(to), self.minutes(side, *zone, to));
                    time.map_or(sum, |time| (sum.0 + people * time, sum.1 + people))
                };
                let (time, people) = self.zones().filter(|to| to != zone).fold((0.0, 0.0), sum);
                if people > 0.0 { time / people } else { 0.0 }
            };
            let (without, with) = (mean(Side::Without), mean(Side::With));
            if without > 0.0 { (with - without).abs() / without } else { 0.0 }
        };
        let most = |best: Option<(ZoneIdx, f64)>, zone: &ZoneIdx| {
            let change = change(zone);
            match best {
                Some((_, most)) if most >= change => best,
                Some(_) | None => Some((*zone, change)),
            }
        };
        cities.iter().fold(None, most).map(|(zone, _)| zone)
    }

    /// Title above the projects' names, a line on what is shown, the source.
    pub(super) fn caption(&self, title: &str, detail: &str) -> Caption {
        let title = match &self.choices.title {
            Some(own) => own.clone(),
            None => format!("{title}\n{}", self.names()),
        };
        Caption::new(title, detail, super::source(self.network()))
    }

    /// `by rail, taxi to and from stations; network of 2026-09-11`.
    pub(super) fn circumstances(&self) -> String {
        let question = self.results.question;
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
        if self.results.projects.len() > NAMED {
            let names: Vec<&str> =
                self.results.projects.iter().map(|project| project.head.name.as_str()).collect();
            return format!("{} projects ({})", names.len(), names.join("、"));
        }
        let labels = self.results.projects.iter().map(|project| project.label());
        labels.collect::<Vec<_>>().join("\n")
    }

    /// Whether a row with this `project` belongs to what is compared.
    pub(super) fn is_compared(&self, project: Option<&String>) -> bool {
        project.is_some_and(|id| self.results.question.projects.contains(id))
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
        for project in &self.results.projects {
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

    /// A zone as a place of a map, without a value.
    pub(super) fn place(&self, zone: ZoneIdx) -> MapPoint {
        let zone = &self.network().zones[zone.at()];
        let is_city = zone.zone_type == ZoneType::Prefecture;
        let kind = if is_city { PointKind::City } else { PointKind::County };
        point(zone.position, &zone.name, &zone.name_en, kind)
    }

    /// Cities, counties and districts, without values.
    pub(super) fn places(&self) -> impl Iterator<Item = (ZoneIdx, MapPoint)> + '_ {
        self.zones().map(|zone| (zone, self.place(zone)))
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
