//! Before and after: for each row two dots on a common axis, joined, with the change at the right.

use super::Figure;
use super::axis::{Scaling, decimals, number, signed, ticks};
use super::font::Font;
use super::legend::{self, Swatch};
use super::page::{Caption, WIDTH, page};
use super::palette::{BLUE, Colour, GRID, INK, PAPER, QUIET, VERMILION, size};
use super::scene::{Anchor, Rect, Scene, Stroke, Text};

/// A before/after chart in which less is better: travel times, costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Dumbbell {
    /// Title, subtitle and source.
    pub caption: Caption,
    /// What the values are, with the unit: `Travel time, min`.
    pub axis: String,
    /// The unit of the values, after the numbers at the right: `min`.
    pub unit: String,
    /// What the hollow dot is: `无项目 without`.
    pub before: String,
    /// What the full dot is: `有项目 with`.
    pub after: String,
    /// The rows, from top to bottom.
    pub rows: Vec<DumbbellRow>,
}

/// One row of a [`Dumbbell`].
#[derive(Debug, Clone, PartialEq)]
pub struct DumbbellRow {
    /// The name at the left: `淮北 Huaibei → 蚌埠 Bengbu`.
    pub label: String,
    /// The value without the project.
    pub before: f64,
    /// The value with the project.
    pub after: f64,
}

/// Height of a row.
const ROW: f64 = 46.0;
/// Radius of a dot.
const DOT: f64 = 9.5;
/// Below the rows: ticks, and the title of the axis.
const AXIS: f64 = 84.0;
/// Between names, dots and changes.
const GAP: f64 = 26.0;

/// Where the columns of a row stand.
struct Columns {
    plot: Rect,
    scaling: Scaling,
    /// Right end of the changes.
    changes: f64,
    /// Right end of the changes in per cent.
    shares: f64,
}

impl Figure for Dumbbell {
    fn scene(&self, font: &Font) -> Scene {
        let legend_height = size::BODY * 1.6 + 10.0;
        let height = legend_height + ROW * self.rows.len().max(1) as f64 + AXIS;
        let (mut scene, content) = page(&self.caption, WIDTH, height, font);
        let at = (content.left, content.top);
        legend::row(&mut scene, at, content.width(), &self.legend(), font);
        let ticks = self.ticks();
        let columns =
            self.columns(Rect { top: content.top + legend_height, ..content }, &ticks, font);
        self.draw_axis(&mut scene, &columns, &ticks);
        for (n, row) in self.rows.iter().enumerate() {
            self.draw_row(&mut scene, &columns, columns.plot.top + ROW * (n as f64 + 0.5), row);
        }
        scene
    }
}

impl Dumbbell {
    fn legend(&self) -> Vec<(Swatch, &str)> {
        let dot = |fill, rim| Swatch::Disc { radius: DOT, fill, rim };
        let mut entries =
            vec![(dot(PAPER, QUIET), self.before.as_str()), (dot(BLUE, BLUE), self.after.as_str())];
        if self.rows.iter().any(|row| row.after > row.before) {
            entries.push((dot(VERMILION, VERMILION), "变差 worse"));
        }
        entries
    }

    fn columns(&self, content: Rect, ticks: &[f64], font: &Font) -> Columns {
        let widest = |texts: Vec<String>| font.widest(texts.iter().map(String::as_str), size::BODY);
        let names = widest(self.rows.iter().map(|row| row.label.clone()).collect());
        let shares = content.right;
        let changes = shares - widest(self.rows.iter().map(share).collect()) - GAP;
        let plot = Rect {
            left: content.left + names + GAP + DOT,
            right: changes - widest(self.rows.iter().map(|row| self.change(row)).collect()) - GAP,
            bottom: content.bottom - AXIS,
            ..content
        };
        let ends = (ticks[0], ticks.last().copied().unwrap_or(1.0));
        Columns {
            plot,
            scaling: Scaling { from: ends, to: (plot.left, plot.right) },
            changes,
            shares,
        }
    }

    fn ticks(&self) -> Vec<f64> {
        let high = self.rows.iter().map(|row| row.before.max(row.after)).fold(0.0, f64::max);
        let low = self.rows.iter().map(|row| row.before.min(row.after)).fold(0.0, f64::min);
        ticks(low, high, 6)
    }

    fn draw_axis(&self, scene: &mut Scene, columns: &Columns, ticks: &[f64]) {
        let plot = columns.plot;
        let places = decimals(ticks);
        for &tick in ticks {
            let x = columns.scaling.at(tick);
            scene.line(vec![(x, plot.top), (x, plot.bottom)], Stroke::new(GRID, 1.2));
            let label = Text::new(number(tick, places), (x, plot.bottom + 28.0), size::TICK);
            scene.text(label.anchored(Anchor::Middle).coloured(QUIET));
        }
        scene.line(
            vec![(plot.left, plot.bottom), (plot.right, plot.bottom)],
            Stroke::new(QUIET, 1.6),
        );
        let middle = f64::midpoint(plot.left, plot.right);
        scene.text(
            Text::new(&self.axis, (middle, plot.bottom + 64.0), size::BODY)
                .anchored(Anchor::Middle),
        );
    }

    fn draw_row(&self, scene: &mut Scene, columns: &Columns, y: f64, row: &DumbbellRow) {
        let colour = effect(row);
        let (before, after) = (columns.scaling.at(row.before), columns.scaling.at(row.after));
        scene.line(vec![(before, y), (after, y)], Stroke::new(colour.mixed(PAPER, 0.45), 6.0));
        scene.ringed_disc((before, y), DOT, PAPER, QUIET);
        scene.disc((after, y), DOT, colour);
        let mut write = |words: &str, right: f64, colour| {
            scene.text(
                Text::centred(words, (right, y), size::BODY).anchored(Anchor::End).coloured(colour),
            );
        };
        write(&row.label, columns.plot.left - GAP, INK);
        write(&self.change(row), columns.changes, colour);
        write(&share(row), columns.shares, colour);
    }

    /// `−59 min`.
    fn change(&self, row: &DumbbellRow) -> String {
        let is_whole =
            self.rows.iter().all(|row| row.before.fract().abs() + row.after.fract().abs() < 1e-9);
        format!("{} {}", signed(row.after - row.before, usize::from(!is_whole)), self.unit)
    }
}

/// `−60 %`, or nothing where there was nothing before.
fn share(row: &DumbbellRow) -> String {
    if row.before.abs() < f64::EPSILON {
        return String::new();
    }
    format!("{} %", signed((row.after / row.before - 1.0) * 100.0, 0))
}

/// Blue for less, vermilion for more, ink for no change.
fn effect(row: &DumbbellRow) -> Colour {
    match row.after.total_cmp(&row.before) {
        std::cmp::Ordering::Less => BLUE,
        std::cmp::Ordering::Equal => INK,
        std::cmp::Ordering::Greater => VERMILION,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(label: &str, before: f64, after: f64) -> DumbbellRow {
        DumbbellRow { label: label.into(), before, after }
    }

    #[test]
    fn rows_of_any_length_neither_touch_nor_leave_the_page() {
        let font = Font::embedded();
        let mut rows = vec![
            row("宿州 Suzhou (Anhui) → 连云港 Lianyungang", 1250.0, 1300.5),
            row("", 10.0, 10.0),
        ];
        rows.extend(
            (0..30_u32).map(|n| row("淮北 Huaibei → 蚌埠 Bengbu", 98.0 + f64::from(n), 39.0)),
        );
        let caption =
            Caption::new("变化最大的城市对 The pairs that change most", "", "Source: fixture");
        let (axis, unit) = ("Time, min".into(), "min".into());
        let (before, after) = ("无项目 without".into(), "有项目 with".into());
        let chart = Dumbbell { caption, axis, unit, before, after, rows };
        assert_eq!(chart.scene(&font).clashes(&font), Vec::<String>::new());
    }

    #[test]
    fn changes_have_signs_and_shares() {
        let texts =
            [row("", 100.0, 40.0), row("", 100.0, 100.4), row("", 0.0, 5.0)].map(|row| share(&row));
        assert_eq!(texts, ["−60 %", "0 %", ""]);
    }
}
