//! Bars cut in parts that add up: one bar a row, one colour a part.

use super::axis::{Scaling, decimals, number, ticks};
use super::font::Font;
use super::legend::{self, Swatch};
use super::page::{Caption, WIDTH, page};
use super::palette::{CATEGORIES, GRID, INK, QUIET, size};
use super::scene::{Anchor, Rect, Scene, Stroke, Text};
use super::{Colour, Figure};

/// Bars in the order given.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBars {
    /// Title, subtitle and source.
    pub caption: Caption,
    /// What the bars add up, with the unit.
    pub axis: String,
    /// What the parts are, from left to right; seven at most.
    pub parts: Vec<String>,
    /// The bars, from top to bottom.
    pub bars: Vec<StackedBar>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedBar {
    /// The name at the left.
    pub label: String,
    /// What stands in small under it.
    pub note: String,
    /// The parts, none of them negative.
    pub values: Vec<f64>,
}

const ROW: f64 = 84.0;
const AXIS: f64 = 84.0;

impl Figure for StackedBars {
    fn scene(&self, font: &Font) -> Scene {
        let colour = |at: usize| CATEGORIES[at % CATEGORIES.len()];
        let parts = self.parts.iter().enumerate();
        let entries: Vec<(Swatch, &str)> =
            parts.map(|(at, part)| (Swatch::Patch(colour(at)), part.as_str())).collect();
        let inner = WIDTH - 2.0 * super::page::MARGIN;
        let head = legend::row_height(inner, &entries, font) + 10.0;
        let height = head + ROW * self.bars.len().max(1) as f64 + AXIS;
        let (mut scene, content) = page(&self.caption, WIDTH, height, font);
        legend::row(&mut scene, (content.left, content.top), content.width(), &entries, font);
        let labels = font.widest(self.bars.iter().map(|bar| bar.label.as_str()), size::BODY);
        let notes = font.widest(self.bars.iter().map(|bar| bar.note.as_str()), size::SOURCE);
        let plot = Rect {
            left: content.left + labels.max(notes) + 24.0,
            top: content.top + head,
            right: content.right,
            bottom: content.bottom - AXIS,
        };
        let scaling = self.draw_axis(&mut scene, plot, font);
        for (n, bar) in self.bars.iter().enumerate() {
            draw_bar(&mut scene, plot, plot.top + ROW * (n as f64 + 0.5), bar, scaling, colour);
        }
        let zero = scaling.at(0.0);
        scene.line(vec![(zero, plot.top), (zero, plot.bottom)], Stroke::new(INK, 1.6));
        scene
    }
}

impl StackedBars {
    fn draw_axis(&self, scene: &mut Scene, plot: Rect, font: &Font) -> Scaling {
        let high = self.bars.iter().map(StackedBar::sum).fold(0.0, f64::max);
        let high = if high > 0.0 { high } else { 1.0 };
        let ticks: Vec<f64> =
            ticks(0.0, high, 6).into_iter().filter(|tick| *tick <= high).collect();
        let room = font.width(&shown(high), size::BODY) + 20.0;
        let scaling = Scaling { from: (0.0, high), to: (plot.left, plot.right - room) };
        let places = decimals(&ticks);
        for &tick in &ticks {
            let x = scaling.at(tick);
            scene.line(vec![(x, plot.top), (x, plot.bottom)], Stroke::new(GRID, 1.2));
            let label = Text::new(number(tick, places), (x, plot.bottom + 28.0), size::TICK);
            scene.text(label.anchored(Anchor::Middle).coloured(QUIET));
        }
        let middle = f64::midpoint(plot.left, plot.right);
        let title = Text::new(&self.axis, (middle, plot.bottom + 64.0), size::BODY);
        scene.text(title.anchored(Anchor::Middle));
        scaling
    }
}

impl StackedBar {
    fn sum(&self) -> f64 {
        self.values.iter().sum()
    }
}

fn shown(value: f64) -> String {
    number(value, usize::from(value < 100.0))
}

fn draw_bar(
    scene: &mut Scene,
    plot: Rect,
    y: f64,
    bar: &StackedBar,
    scaling: Scaling,
    colour: impl Fn(usize) -> Colour,
) {
    let mut from = 0.0;
    for (at, value) in bar.values.iter().enumerate() {
        let to = from + value;
        let rect = Rect {
            left: scaling.at(from),
            top: y - 0.3 * ROW,
            right: scaling.at(to),
            bottom: y + 0.3 * ROW,
        };
        if *value > 0.0 {
            scene.rect(rect, colour(at));
        }
        from = to;
    }
    let left = plot.left - 16.0;
    let label = Text::centred(&bar.label, (left, y - 13.0), size::BODY);
    scene.text(label.anchored(Anchor::End));
    let note = Text::centred(&bar.note, (left, y + 16.0), size::SOURCE);
    scene.text(note.anchored(Anchor::End).coloured(QUIET));
    scene.text(Text::centred(shown(from), (scaling.at(from) + 8.0, y), size::BODY).haloed());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_of_any_number_neither_touch_nor_leave_the_page() {
        let font = Font::embedded();
        for count in [0, 1, 4, 12] {
            let bar = |n: u32| StackedBar {
                label: "公路–铁路–公路 truck–rail–truck".into(),
                note: "青龙山铁路无水港, 连云港新东方国际货柜码头".into(),
                values: vec![12.0, f64::from(n) * 40.0, 3.0, 0.0],
            };
            let figure = StackedBars {
                caption: Caption::new("运费构成 Cost of each chain", "", "Source: fixture"),
                axis: "元/吨 yuan a tonne".into(),
                parts: ["干线 haul", "装卸 handling", "时间 time", "船闸 locks"]
                    .map(str::to_owned)
                    .to_vec(),
                bars: (0..count).map(bar).collect(),
            };
            assert_eq!(figure.scene(&font).clashes(&font), Vec::<String>::new(), "{count} bars");
        }
    }
}
