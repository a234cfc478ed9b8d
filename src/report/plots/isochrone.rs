//! Maps of how far one comes from a place.

use super::subject::joined;
use crate::network::grid::Grid;
use crate::network::{FacilityType, Link, Network, Role, ZoneType};
use crate::report::figure::{
    Caption, Extent, Flows, LineClass, MapFigure, MapLine, MapPoint, Patch, PointKind, Ramp,
    ValueScale,
};
use crate::skims::{Leaving, TravelMode};
use crate::study::{Area, Band, Start};
use std::collections::BTreeSet;

/// What a map of isochrones shows.
#[derive(Debug, Clone, Copy)]
pub struct IsochroneMap<'a> {
    /// The network.
    pub network: &'a Network,
    /// The cells.
    pub grid: &'a Grid,
    /// Where one starts.
    pub start: Start,
    /// Chinese and English name of it.
    pub name: (&'a str, &'a str),
    /// By what.
    pub mode: TravelMode,
    /// When one starts.
    pub leaving: &'a Leaving,
    /// What is within each limit, limits rising.
    pub bands: &'a [Band],
    /// Under the title: the day and the projects.
    pub circumstances: &'a str,
    /// Ids of projects whose lines are drawn.
    pub projects: &'a BTreeSet<String>,
}

impl IsochroneMap<'_> {
    /// The map.
    pub fn figure(&self) -> MapFigure {
        let corners = [(0, 0), (self.grid.columns(), self.grid.rows())]
            .map(|(column, row)| self.grid.to_place((column as f64 - 0.5, row as f64 - 0.5)));
        let limits = self.bands.iter().map(|band| band.limit.minutes());
        MapFigure {
            caption: self.caption(),
            extent: Extent::around(corners.map(|at| (at.lon, at.lat)), 0.01),
            lines: self.lines(),
            points: self.points(),
            scale: Some(ValueScale {
                title: "旅行时间 Travel time, min".to_owned(),
                ramp: Ramp::Sequential,
                breaks: std::iter::once(0.0).chain(limits).collect(),
            }),
            areas: None,
            patches: self.patches(),
            flows: Flows::default(),
            notes: self.notes(),
        }
    }

    fn caption(&self) -> Caption {
        let config = &self.network.config;
        let (zh, en) = self.name;
        let hours = if self.mode == TravelMode::Car {
            String::new()
        } else {
            format!(", {}", self.leaving.description())
        };
        Caption::new(
            format!("{zh}等时圈 How far one comes from {en}"),
            format!("{}{hours}; {}", self.mode.description(), self.circumstances),
            format!(
                "Source: Tongqu {}, network {} of {}",
                env!("CARGO_PKG_VERSION"),
                config.dataset_name,
                config.base_date
            ),
        )
    }

    fn notes(&self) -> Vec<String> {
        let within = |band: &Band| {
            let minutes = band.limit.minutes();
            format!("{minutes:.0} min: {:.1} million people", band.people / 1e6)
        };
        let mut notes: Vec<String> = self.bands.iter().map(within).collect();
        notes.push(format!(
            "Cells of {} km within the study area; beyond it nothing is coloured.",
            self.grid.size().0
        ));
        notes
    }

    /// The widest first; each is coloured as the class that its limit ends.
    fn patches(&self) -> Vec<Patch> {
        let patch = |area: &Area, value: f64| Patch {
            rings: std::iter::once(&area.outer)
                .chain(&area.holes)
                .map(|ring| ring.iter().map(|at| (at.lon, at.lat)).collect())
                .collect(),
            value,
        };
        let of_band = |band: &Band| {
            // A limit belongs to the next class: a second less is in the one it ends.
            let value = band.limit.minutes() - 1.0 / 60.0;
            band.areas.iter().map(|area| patch(area, value)).collect::<Vec<_>>()
        };
        self.bands.iter().rev().flat_map(of_band).collect()
    }

    fn lines(&self) -> Vec<MapLine> {
        let shown: &[(FacilityType, LineClass)] = match self.mode {
            TravelMode::Car | TravelMode::Coach => {
                &[(FacilityType::Expressway, LineClass::Expressway)]
            }
            TravelMode::Rail
            | TravelMode::HighSpeedRail
            | TravelMode::ConventionalRail
            | TravelMode::Public
            | TravelMode::Air
            | TravelMode::All => &[
                (FacilityType::ConventionalRail, LineClass::ConventionalRail),
                (FacilityType::HighSpeedRail, LineClass::HighSpeedRail),
            ],
        };
        let is_own = |link: &&Link| {
            link.project.as_ref().is_some_and(|project| self.projects.contains(project))
        };
        let own = joined(self.network, self.network.links.iter().filter(is_own));
        let mut found = lines(own, LineClass::Project);
        for (facility, class) in shown {
            let links = self.network.links.iter();
            let links = links.filter(|link| link.facility_type == *facility && !is_own(link));
            found.extend(lines(joined(self.network, links), *class));
        }
        found
    }

    /// The start, then the places of the study area.
    fn points(&self) -> Vec<MapPoint> {
        let at = self.start.position(self.network);
        let start = MapPoint {
            lon: at.lon,
            lat: at.lat,
            label_zh: self.name.0.to_owned(),
            label_en: self.name.1.to_owned(),
            kind: PointKind::Start,
            value: None,
        };
        let zones =
            self.network.zones.iter().filter(|zone| zone.role == Role::Core && zone.position != at);
        let point = |zone: &crate::network::Zone| MapPoint {
            lon: zone.position.lon,
            lat: zone.position.lat,
            label_zh: zone.name.clone(),
            label_en: zone.name_en.split(" (").next().unwrap_or_default().to_owned(),
            kind: if zone.zone_type == ZoneType::Prefecture {
                PointKind::City
            } else {
                PointKind::County
            },
            value: None,
        };
        std::iter::once(start).chain(zones.map(point)).collect()
    }
}

fn lines(paths: Vec<Vec<(f64, f64)>>, class: LineClass) -> Vec<MapLine> {
    paths.into_iter().map(|points| MapLine { points, class, label: String::new() }).collect()
}
