//! Legends: swatches with words in a row or a column, and bars of classes.

use super::font::Font;
use super::palette::{INK, PAPER, QUIET, size};
use super::scale::ValueScale;
use super::scene::{Rect, Scene, Stroke, Text, Xy};

/// How a thing looks in the figure, small.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Swatch {
    /// Lines over each other, the first lowest.
    Lines(Vec<Stroke>),
    /// A disc with a rim.
    Disc { radius: f64, fill: super::Colour, rim: super::Colour },
    /// A square with a rim.
    Square { side: f64, fill: super::Colour, rim: super::Colour },
    /// A patch of colour.
    Patch(super::Colour),
}

/// Width of a swatch.
const SWATCH: f64 = 46.0;
/// Between swatch and word.
const GAP: f64 = 12.0;

impl Swatch {
    /// Draws the swatch to the right of a place, around its height.
    pub(super) fn draw(&self, scene: &mut Scene, (x, y): Xy) {
        let centre = (x + SWATCH / 2.0, y);
        match self {
            Self::Lines(strokes) => {
                for stroke in strokes {
                    scene.line(vec![(x, y), (x + SWATCH, y)], *stroke);
                }
            }
            Self::Disc { radius, fill, rim } => scene.ringed_disc(centre, *radius, *fill, *rim),
            Self::Square { side, fill, rim } => square(scene, centre, *side, *fill, *rim),
            Self::Patch(fill) => {
                scene.rect(
                    Rect {
                        left: x + 4.0,
                        top: y - 12.0,
                        right: x + SWATCH - 4.0,
                        bottom: y + 12.0,
                    },
                    *fill,
                );
            }
        }
    }
}

/// A square with a rim around a place.
pub(super) fn square(
    scene: &mut Scene,
    (x, y): Xy,
    side: f64,
    fill: super::Colour,
    rim: super::Colour,
) {
    let half = side / 2.0;
    let outer = Rect { left: x - half, top: y - half, right: x + half, bottom: y + half };
    scene.rect(outer, rim);
    scene.rect(outer.grown(-1.8), fill);
}

/// Swatches with words beside each other, as many to a line as fit; returns the height used.
pub(super) fn row(
    scene: &mut Scene,
    at: Xy,
    width: f64,
    entries: &[(Swatch, &str)],
    font: &Font,
) -> f64 {
    let line = size::BODY * 1.6;
    let (mut x, mut y) = (at.0, at.1 + line / 2.0);
    for (swatch, word) in entries {
        let wide = SWATCH + GAP + font.width(word, size::BODY);
        if x > at.0 && x + wide > at.0 + width {
            (x, y) = (at.0, y + line);
        }
        swatch.draw(scene, (x, y));
        scene.text(Text::centred(*word, (x + SWATCH + GAP, y), size::BODY));
        x += wide + 40.0;
    }
    y + line / 2.0 - at.1
}

/// The height that [`row`] will use.
pub(super) fn row_height(width: f64, entries: &[(Swatch, &str)], font: &Font) -> f64 {
    row(&mut Scene::new("", 0.0, 0.0), (0.0, 0.0), width, entries, font)
}

/// A swatch with words below each other, in a column of a certain width; returns where it ends.
pub(super) fn column(
    scene: &mut Scene,
    at: Xy,
    width: f64,
    entries: &[(Swatch, &str)],
    font: &Font,
) -> f64 {
    let mut y = at.1;
    for (swatch, words) in entries {
        let lines = font.wrap(words, size::TICK, width - SWATCH - GAP);
        let leading = size::TICK * 1.25;
        swatch.draw(scene, (at.0, y + leading / 2.0));
        for (n, line) in lines.iter().enumerate() {
            let middle = y + leading * (n as f64 + 0.5);
            scene.text(Text::centred(line, (at.0 + SWATCH + GAP, middle), size::TICK));
        }
        y += leading * lines.len() as f64 + 10.0;
    }
    y
}

/// The classes of a scale below each other, largest on top, limits at the right; returns where it ends.
pub(super) fn upright_bar(
    scene: &mut Scene,
    at: Xy,
    width: f64,
    scale: &ValueScale,
    font: &Font,
) -> f64 {
    let mut y = heading(scene, at, width, &scale.title, font) + size::TICK * 0.5;
    let (classes, labels) = (scale.classes(), scale.labels());
    let (thick, step) = (40.0, 34.0);
    for class in (0..classes).rev() {
        let patch = Rect { left: at.0, top: y, right: at.0 + thick, bottom: y + step };
        scene.rect(patch, scale.class_colour(class));
        scene.frame(patch, Stroke::new(QUIET, 1.0));
        tick_label(scene, (at.0 + thick, y), labels.get(class + 1));
        y += step;
    }
    tick_label(scene, (at.0 + thick, y), labels.first());
    y + size::TICK
}

fn tick_label(scene: &mut Scene, (x, y): Xy, label: Option<&String>) {
    scene.line(vec![(x, y), (x + 7.0, y)], Stroke::new(QUIET, 1.0));
    let words = label.map_or("", String::as_str);
    scene.text(Text::centred(words, (x + 13.0, y), size::TICK));
}

/// The classes of a scale beside each other, limits below, title before them; returns where it ends.
pub(super) fn level_bar(
    scene: &mut Scene,
    at: Xy,
    width: f64,
    scale: &ValueScale,
    font: &Font,
) -> f64 {
    let top = heading(scene, at, width, &scale.title, font) + 8.0;
    let step = (width / scale.classes() as f64).min(110.0);
    let labels = scale.labels();
    for class in 0..scale.classes() {
        let left = at.0 + step * class as f64;
        let patch = Rect { left, top, right: left + step, bottom: top + 24.0 };
        scene.rect(patch, scale.class_colour(class));
        scene.frame(patch, Stroke::new(QUIET, 1.0));
    }
    for (n, label) in labels.iter().enumerate() {
        let x = at.0 + step * n as f64;
        let text = Text::new(label, (x, top + 24.0 + size::TICK * 1.1), size::TICK);
        scene.text(text.anchored(super::scene::Anchor::Middle));
    }
    top + 24.0 + size::TICK * 1.5
}

/// Words over a part of a legend, broken to its width; returns where they end.
pub(super) fn heading(scene: &mut Scene, at: Xy, width: f64, words: &str, font: &Font) -> f64 {
    let leading = size::TICK * 1.3;
    let lines = font.wrap(words, size::TICK, width);
    for (n, line) in lines.iter().enumerate() {
        scene.text(
            Text::new(line, (at.0, at.1 + size::TICK + leading * n as f64), size::TICK)
                .coloured(INK),
        );
    }
    at.1 + leading * lines.len() as f64
}

/// A line with paper on both sides, so that it stays apart from what it crosses.
pub(super) fn cased(stroke: Stroke) -> Vec<Stroke> {
    vec![Stroke::new(PAPER, stroke.width + 2.4), stroke]
}
