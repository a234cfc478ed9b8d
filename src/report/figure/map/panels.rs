//! Maps of one extent beside each other, with one legend below them and, where there is one, a table of numbers.

use super::super::legend;
use super::super::page::{Caption, MARGIN, WIDTH, page};
use super::super::palette::{GRID, QUIET, size};
use super::super::projection::Projection;
use super::super::scene::{Anchor, Rect, Scene, Stroke, Text, Xy};
use super::super::{Figure, Font};
use super::{MapFigure, furniture, style};

/// Maps beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPanels {
    /// Title, subtitle and source of the whole; the water's credit is added to the source.
    pub caption: Caption,
    /// From left to right; the captions of the maps themselves are not drawn, their extents are that of the first.
    pub panels: Vec<MapPanel>,
    /// Numbers at the right below the maps.
    pub table: Option<NumberTable>,
}

/// A map among others.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPanel {
    /// What stands above it.
    pub title: String,
    /// The map; its notes are written once each.
    pub map: MapFigure,
}

/// A small table: texts at the left, numbers at the right of their columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberTable {
    /// What it shows.
    pub title: String,
    /// Heads of the columns.
    pub header: Vec<String>,
    /// Its rows, as long as the header.
    pub rows: Vec<Vec<String>>,
}

/// Between maps.
const GAP: f64 = 30.0;
/// Height of a map's title.
const TITLE: f64 = 44.0;
/// Between maps and legend.
const BELOW: f64 = 26.0;

impl Figure for MapPanels {
    fn scene(&self, font: &Font) -> Scene {
        let count = self.panels.len().max(1) as f64;
        let width = (WIDTH - 2.0 * MARGIN - GAP * (count - 1.0)) / count;
        let aspect = self.panels.first().map_or(1.0, |panel| panel.map.extent.aspect());
        let height = (width * aspect).clamp(320.0, 1100.0);
        let below = self.draw_below(&mut Scene::new("", 0.0, 0.0), (MARGIN, 0.0), None, font);
        let caption = match self.panels.first() {
            Some(panel) => {
                let own = MapFigure { caption: self.caption.clone(), ..panel.map.clone() };
                own.credited(width, height)
            }
            None => self.caption.clone(),
        };
        let (mut scene, content) = page(&caption, WIDTH, TITLE + height + BELOW + below, font);
        let mut first = None;
        for (n, panel) in self.panels.iter().enumerate() {
            let left = content.left + (width + GAP) * n as f64;
            let title = Text::new(&panel.title, (left, content.top + 30.0), size::BODY);
            scene.text(title);
            let top = content.top + TITLE;
            let frame = Rect { left, top, right: left + width, bottom: top + height };
            let projection = Projection::fit(&self.panels[0].map.extent, frame);
            panel.map.draw_map(&mut scene, &projection, font);
            first = first.or(Some(projection));
        }
        let top = content.top + TITLE + height + BELOW;
        self.draw_below(&mut scene, (content.left, top), first, font);
        scene
    }
}

impl MapPanels {
    /// Draws what stands below the maps and returns its height: scales and notes at the left, swatches in the middle, the
    /// table at the right.
    fn draw_below(
        &self,
        scene: &mut Scene,
        (left, top): Xy,
        projection: Option<Projection>,
        font: &Font,
    ) -> f64 {
        let inner = WIDTH - 2.0 * MARGIN;
        let table = self.table.as_ref().map_or(0.0, |table| table.width(font) + 40.0);
        let swatches = 310.0;
        let room = inner - table - swatches - 40.0;
        let mut y = top;
        let mut scales = Vec::new();
        for panel in &self.panels {
            let scale = panel.map.scale.as_ref().filter(|scale| !scales.contains(scale));
            if let Some(scale) = scale {
                y = legend::level_bar(scene, (left, y), room - 30.0, scale, font) + 10.0;
                scales.push(scale);
            }
        }
        let mut notes: Vec<&String> = Vec::new();
        for note in self.panels.iter().flat_map(|panel| &panel.map.notes) {
            if !notes.contains(&note) {
                y = legend::heading(scene, (left, y), room, note, font) + 6.0;
                notes.push(note);
            }
        }
        let middle = left + room + 40.0;
        let low = self.draw_swatches(scene, (middle, top), swatches, projection, font);
        let right = match &self.table {
            Some(table) => table.draw(scene, (left + inner - table.width(font), top), font),
            None => top,
        };
        y.max(low).max(right) - top
    }

    /// Swatches of all that the maps hold, then scale bar and north arrow; returns where they end.
    fn draw_swatches(
        &self,
        scene: &mut Scene,
        at: Xy,
        width: f64,
        projection: Option<Projection>,
        font: &Font,
    ) -> f64 {
        let mut entries: Vec<(legend::Swatch, &'static str)> = Vec::new();
        for entry in self.panels.iter().flat_map(|panel| style::entries(&panel.map)) {
            if entries.iter().all(|(_, words)| *words != entry.1) {
                entries.push(entry);
            }
        }
        let y = legend::column(scene, at, width, &entries, font) + 10.0;
        let bottom = y + furniture::HEIGHT - 10.0;
        if let Some(mut projection) = projection {
            projection.frame.bottom = bottom;
            furniture::draw_scale_and_north(scene, &projection, at.0, width * 0.8);
        }
        bottom
    }
}

/// From row to row of a table.
const ROW: f64 = size::TICK * 1.55;

impl NumberTable {
    fn widths(&self, font: &Font) -> Vec<f64> {
        let column = |n: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(n)).chain(self.header.get(n));
            font.widest(cells.map(String::as_str), size::TICK) + 26.0
        };
        (0..self.header.len()).map(column).collect()
    }

    fn width(&self, font: &Font) -> f64 {
        self.widths(font).iter().sum()
    }

    /// Draws the table and returns where it ends.
    fn draw(&self, scene: &mut Scene, (left, top): Xy, font: &Font) -> f64 {
        let widths = self.widths(font);
        let right = left + widths.iter().sum::<f64>();
        let mut y = legend::heading(scene, (left, top), self.width(font), &self.title, font) + 6.0;
        for (n, row) in std::iter::once(&self.header).chain(&self.rows).enumerate() {
            let mut x = left;
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let (at, anchor) = match column {
                    0 => (x, Anchor::Start),
                    _ => (x + width, Anchor::End),
                };
                let text = Text::new(cell, (at, y + size::TICK), size::TICK).anchored(anchor);
                scene.text(if n == 0 { text.coloured(QUIET) } else { text });
                x += width;
            }
            y += ROW;
            let rule = Stroke::new(if n == 0 { QUIET } else { GRID }, 1.2);
            scene.line(vec![(left, y - 4.0), (right, y - 4.0)], rule);
        }
        y
    }
}
