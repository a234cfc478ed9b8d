//! Maps: lines and places over water, values as colours, names where there is room.
//!
//! What is drawn in which order: ground, areas coloured by value, water, graticule, lines by class, places, names. The
//! legend, scale bar and north arrow stand in a panel at the right, so that they hide nothing.

mod flows;
mod furniture;
mod keyhole;
mod names;
mod panels;
mod style;

pub use flows::{Flow, Flows};
pub use panels::{MapPanel, MapPanels, NumberTable};

use super::clip::{path_in, ring_in};
use super::page::{Caption, MARGIN, WIDTH, page};
use super::palette::{GRID, LAND, QUIET};
use super::projection::Projection;
use super::scene::{Rect, Scene, Stroke, Xy};
use super::{Extent, Figure, Font, ValueScale, base, legend, thiessen};
use keyhole::keyhole;

/// A map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapFigure {
    /// Title, subtitle and source; the water's credit is added to the source.
    pub caption: Caption,
    /// What the map shows at least.
    pub extent: Extent,
    /// Lines; a class later in [`LineClass`] is drawn above an earlier one.
    pub lines: Vec<MapLine>,
    /// Places; the more important kind, then the earlier one, gets its name first.
    pub points: Vec<MapPoint>,
    /// How the values of the places become colours, if they have any.
    pub scale: Option<ValueScale>,
    /// Colour the ground around the places that have a value, not only their dots.
    pub areas: Option<Areas>,
    /// Ground coloured by the scale, a later patch above an earlier one.
    pub patches: Vec<Patch>,
    /// Bands between places, coloured by the scale.
    pub flows: Flows,
    /// Further lines under the legend.
    pub notes: Vec<String>,
}

/// How far the ground of a place goes: the Thiessen polygon, cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Areas {
    /// Kilometres from the place at most.
    pub reach_km: f64,
    /// Kilometres beyond the convex hull of the places at most.
    pub margin_km: f64,
}

impl Default for Areas {
    /// Enough to close the gaps between the county seats of the plains: 45 km, and 15 km beyond the outermost.
    fn default() -> Self {
        Self { reach_km: 45.0, margin_km: 15.0 }
    }
}

/// A piece of ground with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    /// Its outline in longitudes and latitudes, then those of its holes, which run the other way round.
    pub rings: Vec<Vec<(f64, f64)>>,
    /// What it is coloured by.
    pub value: f64,
}

/// A line on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapLine {
    /// Longitudes and latitudes.
    pub points: Vec<(f64, f64)>,
    /// What it is, for its style.
    pub class: LineClass,
    /// Its name, written beside it where there is room; may be empty.
    pub label: String,
}

/// What a line is, from the background to the foreground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineClass {
    /// The edge of an area.
    Boundary,
    /// Rivers and canals for ships.
    Waterway,
    /// Those for vessels of less than 1000 t, where they are told apart.
    SmallWaterway,
    /// Those for 1000 t.
    MiddleWaterway,
    /// Those for 2000 t and more.
    LargeWaterway,
    /// Ordinary roads.
    Road,
    /// Motorways.
    Expressway,
    /// Classic railways.
    ConventionalRail,
    /// City railways.
    Metro,
    /// Railways for 200 km/h and more.
    HighSpeedRail,
    /// What the scenario adds or changes.
    Project,
}

/// A place on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPoint {
    /// Longitude.
    pub lon: f64,
    /// Latitude.
    pub lat: f64,
    /// Chinese name.
    pub label_zh: String,
    /// English name.
    pub label_en: String,
    /// What it is, for its mark and the size of its name.
    pub kind: PointKind,
    /// A value to colour it by.
    pub value: Option<f64>,
}

/// What a place is, from the most to the least important.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointKind {
    /// Where what the map shows starts.
    Start,
    /// A prefecture's city.
    City,
    /// A city outside the study area, coloured itself where it has a value.
    Gateway,
    /// A station, port or junction of the scenario.
    ProjectStation,
    /// An airport.
    Airport,
    /// A port or lock.
    Port,
    /// A lock, where ports are told apart.
    Lock,
    /// A railway station.
    Station,
    /// A county's seat, or a district of a city.
    County,
}

/// Width of the panel at the right.
const PANEL: f64 = 330.0;
/// Between map and panel.
const GUTTER: f64 = 28.0;
/// Left of the map, for latitudes.
const LATITUDES: f64 = 66.0;
/// Below the map, for longitudes.
const LONGITUDES: f64 = 36.0;

impl Figure for MapFigure {
    fn scene(&self, font: &Font) -> Scene {
        let map_width = WIDTH - 2.0 * MARGIN - PANEL - GUTTER - LATITUDES;
        let panel_height =
            self.draw_panel(&mut Scene::new("", 0.0, 0.0), (0.0, 0.0), font) + furniture::HEIGHT;
        let map_height = (map_width * self.extent.aspect()).clamp(560.0, 1500.0).max(panel_height);
        let credited = self.credited(map_width, map_height);
        let (mut scene, content) = page(&credited, WIDTH, map_height + LONGITUDES, font);
        let frame = Rect {
            left: content.left + LATITUDES,
            top: content.top,
            right: content.left + LATITUDES + map_width,
            bottom: content.top + map_height,
        };
        let projection = Projection::fit(&self.extent, frame);
        self.draw_map(&mut scene, &projection, font);
        furniture::draw_degrees(&mut scene, &projection);
        let panel = (frame.right + GUTTER, frame.top);
        self.draw_panel(&mut scene, panel, font);
        furniture::draw_scale_and_north(&mut scene, &projection, panel.0, PANEL);
        scene
    }
}

impl MapFigure {
    /// All that is inside the frame, and the frame.
    fn draw_map(&self, scene: &mut Scene, projection: &Projection, font: &Font) {
        self.draw_ground(scene, projection);
        self.draw_lines(scene, projection);
        flows::draw(self, scene, projection);
        self.draw_points(scene, projection);
        names::draw(self, scene, projection, font);
        scene.frame(projection.frame, Stroke::new(QUIET, 2.0));
    }

    /// The caption with the water's credit, if any water is shown.
    fn credited(&self, width: f64, height: f64) -> Caption {
        let frame = Rect { left: 0.0, top: 0.0, right: width, bottom: height };
        let mut caption = self.caption.clone();
        if !base::shown(&Projection::fit(&self.extent, frame)).is_empty() {
            let gap = if caption.source.is_empty() { "" } else { "; " };
            caption.source = format!("{}{gap}{}", caption.source, base::CREDIT);
        }
        caption
    }

    fn draw_ground(&self, scene: &mut Scene, projection: &Projection) {
        scene.rect(projection.frame, LAND);
        if let (Some(areas), Some(scale)) = (self.areas, &self.scale) {
            self.draw_areas(scene, projection, areas, scale);
        }
        for patch in &self.patches {
            let fill = self.scale.as_ref().map_or(LAND, |scale| scale.colour(patch.value));
            let ring = ring_in(&projection.path(&keyhole(&patch.rings)), projection.frame);
            if ring.len() > 2 {
                scene.area(ring, fill);
            }
        }
        base::draw(scene, &base::shown(projection));
        furniture::draw_graticule(scene, projection);
    }

    fn draw_areas(
        &self,
        scene: &mut Scene,
        projection: &Projection,
        areas: Areas,
        scale: &ValueScale,
    ) {
        let zones = self
            .points
            .iter()
            .filter(|point| point.kind != PointKind::Gateway)
            .filter_map(|point| Some((projection.at((point.lon, point.lat)), point.value?)));
        let (centres, values): (Vec<Xy>, Vec<f64>) = zones.unzip();
        let km = projection.pixels_per_km();
        let rings = thiessen::areas(&centres, areas.reach_km * km, areas.margin_km * km);
        for (ring, value) in rings.iter().zip(values) {
            let ring = ring_in(ring, projection.frame);
            let outline: Vec<Xy> = ring.iter().chain(ring.first()).copied().collect();
            scene.area(ring, scale.colour(value));
            scene.line(outline, Stroke::new(GRID, 1.2));
        }
    }

    fn draw_lines(&self, scene: &mut Scene, projection: &Projection) {
        let mut lines: Vec<&MapLine> = self.lines.iter().collect();
        lines.sort_by_key(|line| line.class);
        for group in lines.chunk_by(|a, b| a.class == b.class) {
            // All casings of a class lie under all its lines, so that lines of a class flow into each other.
            for stroke in style::strokes(group[0].class) {
                for piece in group
                    .iter()
                    .flat_map(|line| path_in(&projection.path(&line.points), projection.frame))
                {
                    scene.line(piece, stroke);
                }
            }
        }
    }

    fn draw_points(&self, scene: &mut Scene, projection: &Projection) {
        let mut points: Vec<&MapPoint> = self.points.iter().collect();
        points.sort_by_key(|point| std::cmp::Reverse(point.kind));
        for point in points {
            let at = projection.at((point.lon, point.lat));
            let mark = self.mark(point);
            if projection.frame.contains(&mark.bounds(at)) {
                mark.draw(scene, at);
            }
        }
    }

    /// The mark of a place, filled with its value's colour unless its ground already is.
    fn mark(&self, point: &MapPoint) -> style::Mark {
        let has_ground = self.areas.is_some() && point.kind != PointKind::Gateway;
        let fill = match (&self.scale, point.value) {
            (Some(scale), Some(value)) if !has_ground => Some(scale.colour(value)),
            (Some(_) | None, _) => None,
        };
        style::mark(point.kind, fill)
    }

    /// Draws the legend and returns its height.
    fn draw_panel(&self, scene: &mut Scene, at: Xy, font: &Font) -> f64 {
        let entries = style::entries(self);
        let mut y = legend::column(scene, at, PANEL, &entries, font) + 14.0;
        y = self.flows.draw_legend(scene, (at.0, y), PANEL, font);
        if let Some(scale) = &self.scale {
            y = legend::upright_bar(scene, (at.0, y), PANEL, scale, font) + 14.0;
        }
        for note in &self.notes {
            y = legend::heading(scene, (at.0, y), PANEL, note, font) + 8.0;
        }
        y - at.1
    }
}

#[cfg(test)]
mod tests;
