//! A laid-out figure: marks in the order they are painted, in pixels from the upper left corner.

#[cfg(test)]
use super::font::Font;
use super::palette::{Colour, INK, PAPER};

/// A place in pixels: right, down.
pub(super) type Xy = (f64, f64);

/// A laid-out figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    pub(super) width: f64,
    pub(super) height: f64,
    /// What the figure shows, for those who cannot see it.
    pub(super) title: String,
    pub(super) marks: Vec<Mark>,
}

/// One thing to paint.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Area { ring: Vec<Xy>, fill: Colour },
    Line { path: Vec<Xy>, stroke: Stroke },
    Disc { centre: Xy, radius: f64, fill: Colour },
    Text(Text),
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub(super) colour: Colour,
    pub(super) width: f64,
    /// Length of dash and gap, if it is not solid.
    pub(super) dash: Option<(f64, f64)>,
}

impl Stroke {
    pub(super) const fn new(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: None }
    }

    pub(super) const fn dashed(self, dash: f64, gap: f64) -> Self {
        Self { dash: Some((dash, gap)), ..self }
    }
}

/// Which end of a text its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text on its baseline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) content: String,
    pub(super) at: Xy,
    pub(super) size: f64,
    pub(super) anchor: Anchor,
    pub(super) colour: Colour,
    /// Width of the rim of paper around the letters; zero for none.
    pub(super) halo: f64,
    /// Read from bottom to top.
    pub(super) is_upright: bool,
}

/// Half the height of a capital letter or ideograph, as a share of the em: from the baseline to the middle of the text.
const MIDDLE: f64 = 0.37;

impl Text {
    /// A text that starts at a place on its baseline.
    pub(super) fn new(content: impl Into<String>, at: Xy, size: f64) -> Self {
        let content = content.into();
        Self { content, at, size, anchor: Anchor::Start, colour: INK, halo: 0.0, is_upright: false }
    }

    /// A text whose middle line, not its baseline, goes through the place.
    pub(super) fn centred(content: impl Into<String>, (x, y): Xy, size: f64) -> Self {
        Self::new(content, (x, y + MIDDLE * size), size)
    }

    /// A text read from bottom to top whose middle line goes through the place.
    pub(super) fn upright(content: impl Into<String>, (x, y): Xy, size: f64) -> Self {
        Self { is_upright: true, ..Self::new(content, (x + MIDDLE * size, y), size) }
    }

    pub(super) fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(super) fn coloured(self, colour: Colour) -> Self {
        Self { colour, ..self }
    }

    pub(super) fn haloed(self) -> Self {
        let halo = self.size * 0.16;
        Self { halo, ..self }
    }

    /// The box that the letters fill.
    #[cfg(test)]
    pub(super) fn bounds(&self, font: &Font) -> Rect {
        let width = font.width(&self.content, self.size);
        let back = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let (x, y) = self.at;
        let (up, down) = (0.86 * self.size, 0.14 * self.size);
        if self.is_upright {
            Rect { left: x - up, top: y + back - width, right: x + down, bottom: y + back }
        } else {
            Rect { left: x - back, top: y - up, right: x - back + width, bottom: y + down }
        }
    }
}

/// A box with its sides along the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn intersects(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub(super) fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }

    pub(super) fn grown(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// The corners in order around the box.
    pub(super) fn ring(&self) -> Vec<Xy> {
        vec![
            (self.left, self.top),
            (self.right, self.top),
            (self.right, self.bottom),
            (self.left, self.bottom),
        ]
    }
}

impl Scene {
    pub(super) fn new(title: &str, width: f64, height: f64) -> Self {
        Self {
            width: width.ceil(),
            height: height.ceil(),
            title: title.to_owned(),
            marks: Vec::new(),
        }
    }

    pub(super) fn area(&mut self, ring: Vec<Xy>, fill: Colour) {
        if ring.len() > 2 {
            self.marks.push(Mark::Area { ring, fill });
        }
    }

    pub(super) fn rect(&mut self, rect: Rect, fill: Colour) {
        self.area(rect.ring(), fill);
    }

    pub(super) fn frame(&mut self, rect: Rect, stroke: Stroke) {
        let mut path = rect.ring();
        path.push(path[0]);
        self.line(path, stroke);
    }

    pub(super) fn line(&mut self, path: Vec<Xy>, stroke: Stroke) {
        if path.len() > 1 {
            self.marks.push(Mark::Line { path, stroke });
        }
    }

    pub(super) fn disc(&mut self, centre: Xy, radius: f64, fill: Colour) {
        self.marks.push(Mark::Disc { centre, radius, fill });
    }

    /// A disc with a rim of its own colour around it.
    pub(super) fn ringed_disc(&mut self, centre: Xy, radius: f64, fill: Colour, rim: Colour) {
        self.disc(centre, radius, rim);
        self.disc(centre, radius - 1.6, fill);
    }

    pub(super) fn text(&mut self, text: Text) {
        if !text.content.is_empty() {
            self.marks.push(Mark::Text(text));
        }
    }

    /// The same, so many pixels wide.
    #[must_use]
    pub fn scaled_to(mut self, width: f64) -> Self {
        let by = width / self.width;
        let scale = |at: &mut Xy| *at = (at.0 * by, at.1 * by);
        for mark in &mut self.marks {
            match mark {
                Mark::Area { ring, .. } => ring.iter_mut().for_each(scale),
                Mark::Line { path, stroke } => {
                    path.iter_mut().for_each(scale);
                    stroke.width *= by;
                    stroke.dash = stroke.dash.map(|(dash, gap)| (dash * by, gap * by));
                }
                Mark::Disc { centre, radius, .. } => {
                    scale(centre);
                    *radius *= by;
                }
                Mark::Text(text) => {
                    scale(&mut text.at);
                    text.size *= by;
                    text.halo *= by;
                }
            }
        }
        (self.width, self.height) = ((self.width * by).round(), (self.height * by).ceil());
        self
    }

    /// The texts, in the order they are painted.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Text(text) => Some(text),
            Mark::Area { .. } | Mark::Line { .. } | Mark::Disc { .. } => None,
        })
    }

    /// Every text that another one touches or that the page cuts; a figure should have none.
    #[cfg(test)]
    pub(in crate::report) fn clashes(&self, font: &Font) -> Vec<String> {
        let page = Rect { left: 0.0, top: 0.0, right: self.width, bottom: self.height };
        let texts: Vec<(&Text, Rect)> =
            self.texts().map(|text| (text, text.bounds(font))).collect();
        let cut = texts
            .iter()
            .filter(|(_, at)| !page.contains(at))
            .map(|(text, _)| format!("cut: {}", text.content));
        let touching = texts.iter().enumerate().flat_map(|(n, (text, at))| {
            let others =
                texts[n + 1..].iter().filter(|(_, other)| at.grown(-1.0).intersects(other));
            others
                .map(|(other, _)| format!("{} × {}", text.content, other.content))
                .collect::<Vec<_>>()
        });
        cut.chain(touching).collect()
    }
}

/// The colour behind everything.
pub(super) const BACKGROUND: Colour = PAPER;
