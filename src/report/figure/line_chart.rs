//! Lines over a common axis: a measure over the years with what opened when, shares below a value, Lorenz curves.

use super::Figure;
use super::axis::{Scaling, decimals, number, ticks};
use super::font::Font;
use super::legend::{self, Swatch};
use super::page::{Caption, MARGIN, WIDTH, page};
use super::palette::{CATEGORIES, Colour, GRID, INK, QUIET, size};
use super::scene::{Anchor, Rect, Scene, Stroke, Text, Xy};

/// A chart of lines.
#[derive(Debug, Clone, PartialEq)]
pub struct LineChart {
    /// Title, subtitle and source.
    pub caption: Caption,
    /// The axis below.
    pub x: Axis,
    /// The axis at the left.
    pub y: Axis,
    /// The lines, the most important first.
    pub series: Vec<Series>,
    /// What happened where on the lower axis.
    pub annotations: Vec<Annotation>,
    /// The name of the line of equality from corner to corner, if it is drawn.
    pub diagonal: Option<String>,
}

/// An axis of a [`LineChart`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Axis {
    /// What it measures, with the unit.
    pub title: String,
    /// Where it starts; else a round number below the least value.
    pub from: Option<f64>,
    /// Where it ends; else a round number above the greatest value.
    pub to: Option<f64>,
    /// Whether its numbers are years, written without a comma for thousands and never with a fraction.
    pub is_years: bool,
}

/// A line of a [`LineChart`].
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// Its points, from left to right.
    pub points: Vec<(f64, f64)>,
    /// Whether a value holds until the next one, as between two openings.
    pub is_stepped: bool,
}

/// A place on the lower axis with words over it.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// Where.
    pub x: f64,
    /// What.
    pub text: String,
}

/// Height of the box of the lines.
const PLOT: f64 = 720.0;
/// Below it: ticks, and the title of the axis.
const AXIS: f64 = 84.0;
/// Height of a line of annotations.
const LANE: f64 = size::TICK * 1.5;

impl Figure for LineChart {
    fn scene(&self, font: &Font) -> Scene {
        let inner = WIDTH - 2.0 * MARGIN;
        let entries = self.legend();
        let legend_height = legend::row_height(inner, &entries, font) + 10.0;
        let (x_ticks, y_ticks) = self.ticks();
        let y_labels: Vec<String> = labels(&self.y, &y_ticks);
        let left = MARGIN + font.widest(y_labels.iter().map(String::as_str), size::TICK) + 16.0;
        let right = WIDTH
            - MARGIN
            - font.widest(labels(&self.x, &x_ticks).last().map(String::as_str), size::TICK) / 2.0;
        let x = Scaling { from: ends(&x_ticks), to: (left, right) };
        let lanes = lanes(&self.annotations, x, (left, right), font);
        let lanes_height = lanes.iter().map(|&(lane, _)| lane + 1).max().unwrap_or(0) as f64 * LANE;
        let head = legend_height + size::BODY * 2.0 + lanes_height;
        let (mut scene, content) = page(&self.caption, WIDTH, head + PLOT + AXIS, font);
        legend::row(&mut scene, (content.left, content.top), inner, &entries, font);
        let title = Text::new(
            &self.y.title,
            (content.left, content.top + legend_height + size::BODY),
            size::BODY,
        );
        scene.text(title);
        let plot = Rect { left, top: content.top + head, right, bottom: content.top + head + PLOT };
        let y = Scaling { from: ends(&y_ticks), to: (plot.bottom, plot.top) };
        self.draw_axes(&mut scene, plot, (&x_ticks, x), (&y_ticks, y));
        self.draw_annotations(&mut scene, plot, x, &lanes);
        self.draw_series(&mut scene, x, y);
        scene
    }
}

/// The first and last of some ticks.
fn ends(ticks: &[f64]) -> (f64, f64) {
    (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0))
}

fn labels(axis: &Axis, ticks: &[f64]) -> Vec<String> {
    let places = decimals(ticks);
    let write =
        |&tick: &f64| if axis.is_years { format!("{tick:.0}") } else { number(tick, places) };
    ticks.iter().map(write).collect()
}

/// The line of every annotation, counted from the plot upwards, and the middle of its words.
///
/// Words stand over their place, moved inwards at the ends, in the lowest line where they touch no others.
fn lanes(
    annotations: &[Annotation],
    x: Scaling,
    (left, right): (f64, f64),
    font: &Font,
) -> Vec<(usize, f64)> {
    let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut placed = Vec::new();
    for annotation in annotations {
        let half = font.width(&annotation.text, size::TICK) / 2.0;
        let middle = x.at(annotation.x).min(right - half).max(left + half);
        let span = (middle - half - 12.0, middle + half + 12.0);
        let is_free = |lane: &Vec<(f64, f64)>| {
            lane.iter().all(|other| other.1 <= span.0 || span.1 <= other.0)
        };
        let lane = taken.iter().position(is_free).unwrap_or(taken.len());
        taken.resize_with(taken.len().max(lane + 1), Vec::new);
        taken[lane].push(span);
        placed.push((lane, middle));
    }
    placed
}

impl LineChart {
    fn legend(&self) -> Vec<(Swatch, &str)> {
        let line = |stroke| Swatch::Lines(vec![stroke]);
        let series = self
            .series
            .iter()
            .enumerate()
            .map(|(n, series)| (line(stroke(n)), series.name.as_str()));
        let diagonal = self.diagonal.iter().map(|name| (line(EQUALITY), name.as_str()));
        series.chain(diagonal).collect()
    }

    fn ticks(&self) -> (Vec<f64>, Vec<f64>) {
        let points = || self.series.iter().flat_map(|series| series.points.iter().copied());
        let marks = self.annotations.iter().map(|annotation| annotation.x);
        let x_ticks = axis_ticks(&self.x, points().map(|point| point.0).chain(marks), 10);
        (x_ticks, axis_ticks(&self.y, points().map(|point| point.1), 6))
    }

    fn draw_axes(&self, scene: &mut Scene, plot: Rect, x: (&[f64], Scaling), y: (&[f64], Scaling)) {
        for (tick, label) in x.0.iter().zip(labels(&self.x, x.0)) {
            let at = x.1.at(*tick);
            scene.line(vec![(at, plot.bottom), (at, plot.bottom + 8.0)], Stroke::new(QUIET, 1.5));
            let text = Text::new(label, (at, plot.bottom + 33.0), size::TICK);
            scene.text(text.anchored(Anchor::Middle).coloured(QUIET));
        }
        for (tick, label) in y.0.iter().zip(labels(&self.y, y.0)) {
            let at = y.1.at(*tick);
            scene.line(vec![(plot.left, at), (plot.right, at)], Stroke::new(GRID, 1.2));
            let text = Text::centred(label, (plot.left - 12.0, at), size::TICK);
            scene.text(text.anchored(Anchor::End).coloured(QUIET));
        }
        scene.line(
            vec![(plot.left, plot.bottom), (plot.right, plot.bottom)],
            Stroke::new(QUIET, 1.6),
        );
        let middle = f64::midpoint(plot.left, plot.right);
        scene.text(
            Text::new(&self.x.title, (middle, plot.bottom + 70.0), size::BODY)
                .anchored(Anchor::Middle),
        );
    }

    /// All the dashes first, so that none goes through words.
    fn draw_annotations(&self, scene: &mut Scene, plot: Rect, x: Scaling, lanes: &[(usize, f64)]) {
        let foot = |lane: usize| plot.top - LANE * lane as f64 - 6.0;
        for (annotation, &(lane, _)) in self.annotations.iter().zip(lanes) {
            let at = x.at(annotation.x);
            scene.line(
                vec![(at, plot.bottom), (at, foot(lane))],
                Stroke::new(QUIET, 1.4).dashed(7.0, 6.0),
            );
        }
        for (annotation, &(lane, middle)) in self.annotations.iter().zip(lanes) {
            let text = Text::new(&annotation.text, (middle, foot(lane) - 6.0), size::TICK);
            scene.text(text.anchored(Anchor::Middle).haloed());
        }
    }

    fn draw_series(&self, scene: &mut Scene, x: Scaling, y: Scaling) {
        if self.diagonal.is_some() {
            let corner =
                |at: f64| (x.to.0 + (x.to.1 - x.to.0) * at, y.to.0 + (y.to.1 - y.to.0) * at);
            scene.line(vec![corner(0.0), corner(1.0)], EQUALITY);
        }
        // Dots on one line of many points would say that the others have none.
        let is_sparse = self.series.iter().all(|series| series.points.len() <= 30);
        // The first is the widest: where a later one runs on it, both are seen.
        for (n, series) in self.series.iter().enumerate() {
            let points =
                series.points.iter().filter(|point| point.0.is_finite() && point.1.is_finite());
            let points: Vec<Xy> = points.map(|point| (x.at(point.0), y.at(point.1))).collect();
            scene
                .line(if series.is_stepped { stepped(&points) } else { points.clone() }, stroke(n));
            points
                .iter()
                .filter(|_| is_sparse)
                .for_each(|&at| scene.disc(at, 6.0, stroke(n).colour));
        }
    }
}

/// The line of equality.
const EQUALITY: Stroke = Stroke::new(INK, 1.6).dashed(10.0, 8.0);

/// The style of a series; those past the last colour are dashed.
fn stroke(n: usize) -> Stroke {
    let colour: Colour = CATEGORIES[n % CATEGORIES.len()];
    let solid = Stroke::new(colour, if n == 0 { 4.5 } else { 3.4 });
    if n < CATEGORIES.len() { solid } else { solid.dashed(14.0, 6.0) }
}

fn axis_ticks(axis: &Axis, values: impl Iterator<Item = f64>, count: usize) -> Vec<f64> {
    let range = values.filter(|value| value.is_finite()).fold(None, |range, value| {
        let (low, high): (f64, f64) = range.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    });
    let (low, high) = range.unwrap_or((0.0, 1.0));
    let (low, high) = (axis.from.unwrap_or(low), axis.to.unwrap_or(high));
    let ticks = ticks(low, high, count);
    if axis.is_years { whole_years(low, high, &ticks) } else { ticks }
}

/// Years need no round number at the ends, and none between two years.
fn whole_years(low: f64, high: f64, ticks: &[f64]) -> Vec<f64> {
    let step = (ticks[1] - ticks[0]).ceil().max(1.0);
    let (first, last) = (low.floor(), high.ceil().max(low.floor() + 1.0));
    let count = ((last - first) / step).ceil() as u32;
    (0..=count).map(|n| first + step * f64::from(n)).collect()
}

/// A path that runs level until the next point and then up or down.
fn stepped(points: &[Xy]) -> Vec<Xy> {
    let corners = points.windows(2).flat_map(|pair| [pair[0], (pair[1].0, pair[0].1)]);
    corners.chain(points.last().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_that_would_touch_stand_in_different_lines() {
        let note = |x: f64| Annotation { x, text: "淮宿蚌城际 Huai–Su–Beng".into() };
        let font = Font::embedded();
        let x = Scaling { from: (2020.0, 2030.0), to: (100.0, 1500.0) };
        let lanes = lanes(&[note(2025.0), note(2025.2), note(2029.9)], x, (100.0, 1500.0), &font);
        assert_eq!(lanes.iter().map(|lane| lane.0).collect::<Vec<_>>(), [0, 1, 0]);
        assert!(lanes[2].1 + font.width(&note(0.0).text, size::TICK) / 2.0 <= 1500.0 + 1e-9);
    }

    #[test]
    fn words_neither_touch_nor_leave_the_page() {
        let font = Font::embedded();
        let note = |x: f64, text: &str| Annotation { x, text: text.into() };
        let line = |name: &str, at: f64| Series {
            name: name.into(),
            points: vec![(2010.0, at), (2020.0, at * 0.8), (2030.0, at * 0.5)],
            is_stepped: true,
        };
        let chart = LineChart {
            caption: Caption::new(
                "加权平均旅行时间 Weighted average travel time",
                "",
                "Source: fixture",
            ),
            x: Axis { title: "年 Year".into(), is_years: true, ..Axis::default() },
            y: Axis { title: "分钟 min".into(), from: Some(0.0), ..Axis::default() },
            series: vec![
                line("淮北 Huaibei", 190.0),
                line("徐州 Xuzhou", 110.0),
                line("宿州 Suzhou", 150.0),
            ],
            annotations: vec![
                note(2011.5, "京沪高铁 Beijing–Shanghai"),
                note(2012.0, "郑徐高铁"),
                note(2030.0, "合宿 Hefei–Suqian"),
            ],
            diagonal: None,
        };
        let plain = LineChart {
            annotations: Vec::new(),
            diagonal: Some("相等 Equality".into()),
            ..chart.clone()
        };
        for chart in [chart, plain] {
            assert_eq!(chart.scene(&font).clashes(&font), Vec::<String>::new());
        }
    }

    #[test]
    fn years_stay_whole() {
        let axis = Axis { is_years: true, ..Axis::default() };
        assert_eq!(
            axis_ticks(&axis, [2024.0, 2027.0].into_iter(), 10),
            [2024.0, 2025.0, 2026.0, 2027.0]
        );
    }

    #[test]
    fn steps_run_level_then_up() {
        assert_eq!(stepped(&[(0.0, 1.0), (2.0, 5.0)]), [(0.0, 1.0), (2.0, 1.0), (2.0, 5.0)]);
    }
}
