//! A matrix of origins and destinations as coloured cells with their names.

use super::axis::{decimals, number};
use super::font::Font;
use super::legend;
use super::page::{Caption, MARGIN, WIDTH, page};
use super::palette::{GRID, QUIET, size};
use super::scene::{Anchor, Rect, Scene, Stroke, Text};
use super::{Figure, ValueScale};

/// A matrix in colours.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// Title, subtitle and source.
    pub caption: Caption,
    /// What the rows are: `起点 Origin`.
    pub row_title: String,
    /// What the columns are: `讫点 Destination`.
    pub column_title: String,
    /// Names of the rows, from top to bottom.
    pub rows: Vec<String>,
    /// Names of the columns, from left to right.
    pub columns: Vec<String>,
    /// The values, row by row; empty cells for what does not exist, such as the diagonal.
    pub values: Vec<Option<f64>>,
    /// How values become colours.
    pub scale: ValueScale,
}

/// Height of the legend, with what is left above and below it.
const LEGEND: f64 = 116.0;

/// Sizes that follow from the names and their number.
struct Layout {
    /// Width and height of a cell.
    cell: (f64, f64),
    /// Size of the names.
    text: f64,
    /// Room for the names of rows and columns.
    names: (f64, f64),
    /// Every how manyeth name is written.
    every: usize,
}

impl Figure for HeatMap {
    fn scene(&self, font: &Font) -> Scene {
        let layout = self.layout(font);
        let title = size::BODY * 1.5;
        let height = title + layout.names.1 + layout.cell.1 * self.rows.len() as f64 + LEGEND;
        let (mut scene, content) = page(&self.caption, WIDTH, height, font);
        let left = content.left + layout.names.0;
        let right = left + layout.cell.0 * self.columns.len() as f64;
        let top = content.top + title + layout.names.1;
        let grid = Rect { left, top, right, bottom: content.bottom - LEGEND };
        self.draw_cells(&mut scene, grid, &layout, font);
        self.draw_names(&mut scene, grid, &layout);
        scene.text(
            Text::new(self.row_head(), (content.left, top - 10.0), size::BODY).coloured(QUIET),
        );
        let column_head = format!("{} →", self.column_title);
        scene.text(
            Text::new(column_head, (left, content.top + size::BODY), size::BODY).coloured(QUIET),
        );
        legend::level_bar(
            &mut scene,
            (left, grid.bottom + 20.0),
            content.right - left,
            &self.scale,
            font,
        );
        scene
    }
}

impl HeatMap {
    fn layout(&self, font: &Font) -> Layout {
        let rows = self.rows.len().max(1) as f64;
        let columns = self.columns.len().max(1) as f64;
        let text = (1700.0 / rows * 0.6).clamp(13.0, 22.0);
        let room = |names: &[String]| font.widest(names.iter().map(String::as_str), text) + 14.0;
        let head = font.width(&self.row_head(), size::BODY) + 20.0;
        let names = (room(&self.rows).max(head), room(&self.columns).max(size::BODY * 1.5));
        let width = ((WIDTH - 2.0 * MARGIN - names.0) / columns).min(110.0);
        let height = (1700.0 / rows).clamp(9.0, width.clamp(9.0, 52.0));
        let every = (text * 1.05 / width.min(height)).ceil().max(1.0) as usize;
        Layout { cell: (width, height), text, names, every }
    }

    fn draw_cells(&self, scene: &mut Scene, grid: Rect, layout: &Layout, font: &Font) {
        let places = decimals(&self.scale.breaks).min(1);
        let (width, height) = layout.cell;
        let columns = self.columns.len().max(1);
        let write = |value: f64| number(value, places);
        let written: Vec<String> =
            self.values.iter().flatten().map(|&value| write(value)).collect();
        let text = (height * 0.5).min(size::TICK);
        let has_numbers =
            text >= 12.0 && font.widest(written.iter().map(String::as_str), text) < width - 6.0;
        for (n, value) in self.values.iter().take(columns * self.rows.len()).enumerate() {
            let Some(value) = value.filter(|value| value.is_finite()) else { continue };
            let (left, top) = (
                grid.left + width * (n % columns) as f64,
                grid.top + height * (n / columns) as f64,
            );
            let fill = self.scale.colour(value);
            scene.rect(Rect { left, top, right: left + width, bottom: top + height }, fill);
            if has_numbers {
                let text =
                    Text::centred(write(value), (left + width / 2.0, top + height / 2.0), text);
                scene.text(text.anchored(Anchor::Middle).coloured(fill.ink()));
            }
        }
        scene.frame(grid, Stroke::new(QUIET, 1.2));
        if layout.every == 1 {
            draw_rules(scene, grid, layout.cell);
        }
    }

    fn draw_names(&self, scene: &mut Scene, grid: Rect, layout: &Layout) {
        let (width, height) = layout.cell;
        for (n, name) in self.rows.iter().enumerate().step_by(layout.every) {
            let at = (grid.left - 8.0, grid.top + height * (n as f64 + 0.5));
            scene.text(Text::centred(name, at, layout.text).anchored(Anchor::End));
        }
        for (n, name) in self.columns.iter().enumerate().step_by(layout.every) {
            scene.text(Text::upright(
                name,
                (grid.left + width * (n as f64 + 0.5), grid.top - 8.0),
                layout.text,
            ));
        }
    }

    /// What stands over the names of the rows.
    fn row_head(&self) -> String {
        format!("{} ↓", self.row_title)
    }
}

/// Fine lines between cells.
fn draw_rules(scene: &mut Scene, grid: Rect, (width, height): (f64, f64)) {
    let rule = Stroke::new(GRID, 1.0);
    for n in 1..(grid.width() / width).round() as u32 {
        let x = grid.left + width * f64::from(n);
        scene.line(vec![(x, grid.top), (x, grid.bottom)], rule);
    }
    for n in 1..(grid.height() / height).round() as u32 {
        let y = grid.top + height * f64::from(n);
        scene.line(vec![(grid.left, y), (grid.right, y)], rule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::Ramp;

    fn square(count: usize) -> HeatMap {
        let values: Vec<Option<f64>> = (0..count * count)
            .map(|n| (n / count != n % count).then_some((n * 7 % 240) as f64))
            .collect();
        HeatMap {
            caption: Caption::new(
                "城市间旅行时间 Travel times between cities",
                "",
                "Source: fixture",
            ),
            row_title: "起点 Origin".into(),
            column_title: "讫点 Destination".into(),
            rows: vec!["连云港 Lianyungang".into(); count],
            columns: vec!["淮北 Huaibei".into(); count],
            scale: ValueScale::over(
                "旅行时间 Travel time, min",
                Ramp::Sequential,
                values.iter().copied().flatten(),
            ),
            values,
        }
    }

    #[test]
    fn matrices_of_any_size_neither_touch_nor_leave_the_page() {
        let font = Font::embedded();
        for count in [0, 1, 3, 10, 25, 60, 117] {
            assert_eq!(
                square(count).scene(&font).clashes(&font),
                Vec::<String>::new(),
                "{count} places"
            );
        }
    }
}
