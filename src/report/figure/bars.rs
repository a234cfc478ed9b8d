//! A ranking: one bar per row from a common zero, some rows marked.

use super::axis::{Scaling, decimals, number, signed, ticks};
use super::font::Font;
use super::legend::{self, Swatch};
use super::page::{Caption, WIDTH, page};
use super::palette::{GRID, INK, ORANGE, QUIET, Ramp, VERMILION, size};
use super::scene::{Anchor, Rect, Scene, Stroke, Text};
use super::{Colour, Figure};

/// Bars in the order given, longest first by custom.
#[derive(Debug, Clone, PartialEq)]
pub struct RankedBars {
    /// Title, subtitle and source.
    pub caption: Caption,
    /// What the bars are, with the unit: `加权平均旅行时间变化率 Change rate of WATT, %`.
    pub axis: String,
    /// Which way is better; [`Ramp::Sequential`] for values that are not changes.
    pub ramp: Ramp,
    /// What a marked row is: `项目沿线城市 City on the line`.
    pub marked: String,
    /// Whether values are ratios: ten times and a tenth are as far from 1, where bars then start.
    pub is_logarithmic: bool,
    /// The bars, from top to bottom.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The name at the left: `宿州 Suzhou`.
    pub label: String,
    /// Its length.
    pub value: f64,
    /// Whether the name is marked.
    pub is_marked: bool,
}

/// Below the bars: ticks, and the title of the axis.
const AXIS: f64 = 84.0;
/// Between a bar's end and its number.
const GAP: f64 = 8.0;

impl Figure for RankedBars {
    fn scene(&self, font: &Font) -> Scene {
        let row = self.row_height();
        let entries = self.legend();
        let inner = WIDTH - 2.0 * super::page::MARGIN;
        let head =
            if entries.is_empty() { 0.0 } else { legend::row_height(inner, &entries, font) + 10.0 };
        let height = head + row * self.bars.len().max(1) as f64 + AXIS;
        let (mut scene, content) = page(&self.caption, WIDTH, height, font);
        if !entries.is_empty() {
            legend::row(&mut scene, (content.left, content.top), content.width(), &entries, font);
        }
        let names = font.widest(self.bars.iter().map(|bar| bar.label.as_str()), self.text_size());
        let plot = Rect {
            left: content.left + names + 50.0,
            top: content.top + head,
            right: content.right,
            bottom: content.bottom - AXIS,
        };
        let scaling = self.draw_axis(&mut scene, plot, font);
        for (n, bar) in self.bars.iter().enumerate() {
            self.draw_bar(&mut scene, plot, plot.top + row * (n as f64 + 0.5), bar, scaling);
        }
        let zero = scaling.at(0.0);
        scene.line(vec![(zero, plot.top), (zero, plot.bottom)], Stroke::new(INK, 1.6));
        scene
    }
}

impl RankedBars {
    /// Many rows are set closer, so that they still fit a page.
    fn row_height(&self) -> f64 {
        (1900.0 / self.bars.len().max(1) as f64).clamp(25.0, 46.0)
    }

    fn text_size(&self) -> f64 {
        (self.row_height() * 0.72).min(size::BODY)
    }

    fn legend(&self) -> Vec<(Swatch, &str)> {
        let has_marks = self.bars.iter().any(|bar| bar.is_marked);
        let mut entries = Vec::new();
        if has_marks {
            entries.push((
                Swatch::Disc { radius: 8.0, fill: ORANGE, rim: VERMILION },
                self.marked.as_str(),
            ));
        }
        let signs: Vec<bool> = self.bars.iter().map(|bar| bar.value < 0.0).collect();
        if self.ramp != Ramp::Sequential && signs.contains(&true) && signs.contains(&false) {
            let better = if self.ramp == Ramp::MoreIsBetter { 1.0 } else { -1.0 };
            entries.push((Swatch::Patch(self.colour(better)), "改善 better"));
            entries.push((Swatch::Patch(self.colour(-better)), "变差 worse"));
        }
        entries
    }

    fn colour(&self, value: f64) -> Colour {
        match self.ramp {
            Ramp::Sequential => super::palette::BLUE,
            Ramp::MoreIsBetter | Ramp::LessIsBetter | Ramp::MoreIsBetterLines => {
                self.ramp.at(0.85 * value.signum())
            }
        }
    }

    /// Draws grid, ticks and title. Room for the numbers is kept beyond the longest bars.
    fn draw_axis(&self, scene: &mut Scene, plot: Rect, font: &Font) -> Scaling {
        let values = || self.bars.iter().map(|bar| self.length(bar));
        let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
        let ticks: Vec<f64> = if self.is_logarithmic {
            (low.floor() as i32..=high.ceil() as i32).map(f64::from).collect()
        } else {
            ticks(low, high, 6)
        };
        let ticks: Vec<f64> =
            ticks.into_iter().filter(|tick| (low..=high).contains(tick)).collect();
        let numbers: Vec<String> = self.bars.iter().map(|bar| self.number(bar.value)).collect();
        let room = font.widest(numbers.iter().map(String::as_str), self.text_size()) + 2.0 * GAP;
        let left = if low < 0.0 { plot.left + room } else { plot.left };
        let span = (low, if high > low { high } else { low + 1.0 });
        let scaling = Scaling { from: span, to: (left, plot.right - room) };
        let places = decimals(&ticks);
        for &tick in &ticks {
            let x = scaling.at(tick);
            scene.line(vec![(x, plot.top), (x, plot.bottom)], Stroke::new(GRID, 1.2));
            let label = if self.is_logarithmic {
                number(10_f64.powf(tick), usize::from(tick < 0.0))
            } else {
                number(tick, places)
            };
            let label = Text::new(label, (x, plot.bottom + 28.0), size::TICK);
            scene.text(label.anchored(Anchor::Middle).coloured(QUIET));
        }
        let middle = f64::midpoint(plot.left, plot.right);
        scene.text(
            Text::new(&self.axis, (middle, plot.bottom + 64.0), size::BODY)
                .anchored(Anchor::Middle),
        );
        scaling
    }

    fn draw_bar(&self, scene: &mut Scene, plot: Rect, y: f64, bar: &Bar, scaling: Scaling) {
        let (zero, end) = (scaling.at(0.0), scaling.at(self.length(bar)));
        let half = self.row_height() * 0.36;
        let rect =
            Rect { left: zero.min(end), top: y - half, right: zero.max(end), bottom: y + half };
        scene.rect(rect, self.colour(bar.value));
        let size = self.text_size();
        scene.text(Text::centred(&bar.label, (plot.left - 40.0, y), size).anchored(Anchor::End));
        if bar.is_marked {
            scene.ringed_disc((plot.left - 20.0, y), size * 0.34, ORANGE, VERMILION);
        }
        let (x, anchor) =
            if end < zero { (end - GAP, Anchor::End) } else { (end + GAP, Anchor::Start) };
        scene.text(Text::centred(self.number(bar.value), (x, y), size).anchored(anchor).haloed());
    }

    fn length(&self, bar: &Bar) -> f64 {
        if self.is_logarithmic { bar.value.log10() } else { bar.value }
    }

    fn number(&self, value: f64) -> String {
        if self.is_logarithmic {
            return number(value, usize::from(value < 100.0) + usize::from(value < 1.0));
        }
        let top = self.bars.iter().map(|bar| bar.value.abs()).fold(0.0, f64::max);
        let places = usize::from(top < 100.0) + usize::from(top < 1.0);
        if self.ramp == Ramp::Sequential { number(value, places) } else { signed(value, places) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranking(count: u32, lowest: f64) -> RankedBars {
        let bar = |n: u32| Bar {
            label: "连云港 Lianyungang".into(),
            value: lowest + 40.0 / f64::from(n + 1),
            is_marked: n.is_multiple_of(3),
        };
        RankedBars {
            caption: Caption::new(
                "可达性变化率 Change rate of accessibility",
                "",
                "Source: fixture",
            ),
            axis: "变化率 Change rate, %".into(),
            ramp: Ramp::MoreIsBetter,
            marked: "项目沿线城市 City on the line".into(),
            is_logarithmic: false,
            bars: (0..count).map(bar).collect(),
        }
    }

    #[test]
    fn rankings_of_any_length_neither_touch_nor_leave_the_page() {
        let font = Font::embedded();
        for (count, lowest) in [(0, 0.0), (1, 5.0), (12, -20.0), (40, -3.0), (117, 0.0)] {
            let clashes = ranking(count, lowest).scene(&font).clashes(&font);
            assert_eq!(clashes, Vec::<String>::new(), "{count} bars from {lowest}");
        }
    }
}
