//! The page around every figure: title and subtitle above, source below, what is left for the figure between.

use super::font::Font;
use super::palette::{QUIET, size};
use super::scene::{Rect, Scene, Text};

/// The words around a figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caption {
    /// What the figure shows, in both languages; may hold line breaks.
    pub title: String,
    /// Project, scenario, year, assumptions; may be empty.
    pub subtitle: String,
    /// Where the data come from; may be empty.
    pub source: String,
}

impl Caption {
    /// The three lines.
    pub fn new(
        title: impl Into<String>,
        subtitle: impl Into<String>,
        source: impl Into<String>,
    ) -> Self {
        Self { title: title.into(), subtitle: subtitle.into(), source: source.into() }
    }
}

/// Empty border on all sides.
pub(super) const MARGIN: f64 = 36.0;
/// Width of a figure, in pixels.
pub(super) const WIDTH: f64 = 1600.0;
/// From baseline to baseline, in em.
const LEADING: f64 = 1.35;

/// A scene with its caption, as high as the content asks for, and the box left for that content.
pub(super) fn page(
    caption: &Caption,
    width: f64,
    content_height: f64,
    font: &Font,
) -> (Scene, Rect) {
    let inner = width - 2.0 * MARGIN;
    let lines = |text: &str, size: f64| -> Vec<String> { font.wrap(text, size, inner) };
    let title = lines(&caption.title, size::TITLE);
    let subtitle = lines(&caption.subtitle, size::SUBTITLE);
    let source = lines(&caption.source, size::SOURCE);
    let head = block(&title, size::TITLE) + block(&subtitle, size::SUBTITLE) + 18.0;
    let foot = block(&source, size::SOURCE);
    let height = MARGIN + head + content_height + 14.0 + foot + MARGIN * 0.7;
    let mut scene = Scene::new(&caption.title.replace('\n', ": "), width, height);
    let top = write(&mut scene, &title, MARGIN, size::TITLE, false);
    write(&mut scene, &subtitle, top, size::SUBTITLE, true);
    write(&mut scene, &source, MARGIN + head + content_height + 14.0, size::SOURCE, true);
    let content = Rect {
        left: MARGIN,
        top: MARGIN + head,
        right: width - MARGIN,
        bottom: MARGIN + head + content_height,
    };
    (scene, content)
}

fn block(lines: &[String], size: f64) -> f64 {
    lines.len() as f64 * size * LEADING
}

/// Writes lines below each other from `top` and returns where they end.
fn write(scene: &mut Scene, lines: &[String], top: f64, size: f64, is_quiet: bool) -> f64 {
    for (n, line) in lines.iter().enumerate() {
        let text = Text::new(line, (MARGIN, top + size + n as f64 * size * LEADING), size);
        scene.text(if is_quiet { text.coloured(QUIET) } else { text });
    }
    top + block(lines, size)
}
