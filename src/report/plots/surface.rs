//! Maps of a value for every cell of a grid.

use super::subject::joined;
use crate::network::grid::Grid;
use crate::network::{FacilityType, Network, Role, ZoneType};
use crate::report::figure::{
    Caption, Extent, Flows, LineClass, MapFigure, MapLine, MapPoint, Patch, PointKind, ValueScale,
};
use crate::skims::TravelMode;
use std::collections::BTreeSet;

/// What a map of a surface shows.
#[derive(Debug, Clone)]
pub struct SurfaceMap<'a> {
    /// The network.
    pub network: &'a Network,
    /// The cells.
    pub grid: &'a Grid,
    /// A value for each; cells without one are left blank.
    pub values: &'a [Option<f64>],
    /// Title and what is under it.
    pub words: (String, String),
    /// The classes.
    pub scale: ValueScale,
    /// Under the legend.
    pub notes: Vec<String>,
    /// By what: roads are drawn for cars, railways else.
    pub mode: TravelMode,
    /// Ids of projects whose lines are drawn.
    pub projects: &'a BTreeSet<String>,
}

impl SurfaceMap<'_> {
    /// The map.
    pub fn figure(&self) -> MapFigure {
        let corners = [(0, 0), (self.grid.columns(), self.grid.rows())]
            .map(|(column, row)| self.grid.to_place((column as f64 - 0.5, row as f64 - 0.5)));
        let config = &self.network.config;
        let source = format!(
            "Source: Tongqu {}, network {} of {}",
            env!("CARGO_PKG_VERSION"),
            config.dataset_name,
            config.base_date
        );
        let (title, detail) = self.words.clone();
        MapFigure {
            caption: Caption::new(title, detail, source),
            extent: Extent::around(corners.map(|at| (at.lon, at.lat)), 0.01),
            lines: self.lines(),
            points: self.points(),
            scale: Some(self.scale.clone()),
            areas: None,
            patches: self.patches(),
            flows: Flows::default(),
            notes: self.notes.clone(),
        }
    }

    fn patches(&self) -> Vec<Patch> {
        let cells = self.grid.cells().iter().zip(self.values);
        let patch = |(cell, value): (&crate::network::grid::GridCell, &Option<f64>)| {
            let (column, row) = (cell.column as f64, cell.row as f64);
            let corners = [(-0.5, -0.5), (-0.5, 0.5), (0.5, 0.5), (0.5, -0.5)];
            let ring = corners.map(|(right, down)| {
                let at = self.grid.to_place((column + right, row + down));
                (at.lon, at.lat)
            });
            Some(Patch { rings: vec![ring.to_vec()], value: (*value)? })
        };
        cells.filter_map(patch).collect()
    }

    fn lines(&self) -> Vec<MapLine> {
        let links = |keep: &dyn Fn(&crate::network::Link) -> bool, class| {
            let kept = self.network.links.iter().filter(|link| keep(link));
            let paths = joined(self.network, kept).into_iter();
            paths.map(move |points| MapLine { points, class, label: String::new() })
        };
        let is_own = |link: &crate::network::Link| {
            link.project.as_ref().is_some_and(|project| self.projects.contains(project))
        };
        let (facility, class) = match self.mode {
            TravelMode::Car | TravelMode::Coach => {
                (FacilityType::Expressway, LineClass::Expressway)
            }
            _ => (FacilityType::HighSpeedRail, LineClass::HighSpeedRail),
        };
        let is_other =
            |link: &crate::network::Link| link.facility_type == facility && !is_own(link);
        links(&is_own, LineClass::Project).chain(links(&is_other, class)).collect()
    }

    fn points(&self) -> Vec<MapPoint> {
        let zones = self
            .network
            .zones
            .iter()
            .filter(|zone| zone.role == Role::Core && zone.zone_type == ZoneType::Prefecture);
        let point = |zone: &crate::network::Zone| MapPoint {
            lon: zone.position.lon,
            lat: zone.position.lat,
            label_zh: zone.name.clone(),
            label_en: zone.name_en.split(" (").next().unwrap_or_default().to_owned(),
            kind: PointKind::City,
            value: None,
        };
        zones.map(point).collect()
    }
}
