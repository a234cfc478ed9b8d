//! A time cartogram about one place: every other place keeps its direction and moves to where its travel time puts it.
//!
//! The central cartogram of Shimizu and Inoue (2009, doi 10.1080/13658810802186882) in its plainest form, "shrivelled" as
//! Moser (2023) calls it: direction on the ground, travel time as distance.

use super::Figure;
use super::axis::{number, ticks};
use super::font::Font;
use super::label::{Nuisance, Placed, Request, place};
use super::legend::{self, Swatch};
use super::page::{Caption, MARGIN, WIDTH, page};
use super::palette::{BLUE, Colour, GRID, INK, PAPER, QUIET, VERMILION, size};
use super::scene::{Anchor, Rect, Scene, Stroke, Text, Xy};

/// Places about one, as far from it as the journey takes.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeCartogram {
    /// Title, subtitle and source.
    pub caption: Caption,
    /// Chinese and English name of the place in the middle.
    pub centre: (String, String),
    /// The others, the more important first.
    pub places: Vec<CartogramPlace>,
    /// Names of the two sides: before, after.
    pub sides: (String, String),
    /// Minutes at the edge; what is farther is left out.
    pub limit: f64,
}

/// A place about another.
#[derive(Debug, Clone, PartialEq)]
pub struct CartogramPlace {
    /// Chinese and English name; empty for a place that needs none.
    pub name: (String, String),
    /// Where it lies as seen from the middle, in degrees from north, with the clock.
    pub bearing: f64,
    /// Minutes before.
    pub before: f64,
    /// Minutes after.
    pub after: f64,
    /// Whether it is a city, and so larger.
    pub is_city: bool,
}

/// Side of the box of the circles.
const SIDE: f64 = 1180.0;
/// A change of less than this many minutes moves nothing.
const STILL: f64 = 0.5;

impl Figure for TimeCartogram {
    fn scene(&self, font: &Font) -> Scene {
        let swatches = self.legend();
        let entries: Vec<(Swatch, &str)> =
            swatches.iter().map(|(swatch, words)| (swatch.clone(), words.as_str())).collect();
        let legend_height = legend::row_height(WIDTH - 2.0 * MARGIN, &entries, font) + 16.0;
        let (mut scene, content) = page(&self.caption, WIDTH, legend_height + SIDE, font);
        let at = (content.left, content.top);
        legend::row(&mut scene, at, WIDTH - 2.0 * MARGIN, &entries, font);
        let middle = (WIDTH / 2.0, content.top + legend_height + SIDE / 2.0);
        let frame = Rect { top: content.top + legend_height, ..content };
        self.draw_circles(&mut scene, middle);
        let shown: Vec<&CartogramPlace> = self
            .places
            .iter()
            .filter(|place| place.before.max(place.after) <= self.limit)
            .collect();
        self.draw_places(&mut scene, middle, &shown);
        self.draw_names(&mut scene, middle, frame, &shown, font);
        scene
    }
}

impl TimeCartogram {
    fn at(&self, (x, y): Xy, bearing: f64, minutes: f64) -> Xy {
        let radius = minutes / self.limit * (SIDE / 2.0 - 12.0);
        let angle = bearing.to_radians();
        (x + radius * angle.sin(), y - radius * angle.cos())
    }

    fn rings(&self) -> Vec<f64> {
        let step = if self.limit > 360.0 { 120.0 } else { 60.0 };
        let rings = ticks(0.0, self.limit / step, 20);
        rings
            .iter()
            .map(|ring| ring.round() * step)
            .filter(|ring| (1.0..=self.limit).contains(ring))
            .fold(Vec::new(), |mut rings, ring| {
                if rings.last() != Some(&ring) {
                    rings.push(ring);
                }
                rings
            })
    }

    fn draw_circles(&self, scene: &mut Scene, middle: Xy) {
        for minutes in self.rings() {
            let circle =
                (0..=180_u32).map(|n| self.at(middle, f64::from(n) * 2.0, minutes)).collect();
            scene.line(circle, Stroke::new(GRID, 1.6));
        }
        let (x, y) = middle;
        for (words, at) in
            [("北 N", (x, y - SIDE / 2.0 + 6.0)), ("南 S", (x, y + SIDE / 2.0 - 6.0))]
        {
            scene.text(
                Text::centred(words, at, size::TICK)
                    .anchored(Anchor::Middle)
                    .coloured(QUIET)
                    .haloed(),
            );
        }
        scene.ringed_disc(middle, 11.0, VERMILION, INK);
    }

    fn draw_places(&self, scene: &mut Scene, middle: Xy, shown: &[&CartogramPlace]) {
        for place in shown.iter().filter(|place| place.moves()) {
            let ends = [place.before, place.after].map(|time| self.at(middle, place.bearing, time));
            scene.line(ends.to_vec(), Stroke::new(place.colour(), 3.4));
        }
        for place in shown.iter().rev() {
            let radius = if place.is_city { 7.0 } else { 4.6 };
            if place.moves() {
                let before = self.at(middle, place.bearing, place.before);
                scene.ringed_disc(before, radius - 0.6, PAPER, place.colour());
            }
            let after = self.at(middle, place.bearing, place.after);
            scene.disc(after, radius, place.colour());
        }
    }

    /// The names of rings first, then of places, where there is room.
    fn draw_names(
        &self,
        scene: &mut Scene,
        middle: Xy,
        frame: Rect,
        shown: &[&CartogramPlace],
        font: &Font,
    ) {
        let names = self.names(middle, shown);
        let requests: Vec<Request> = names.iter().map(|name| name.request(font)).collect();
        let ends = |place: &CartogramPlace| {
            [place.before, place.after].map(|time| self.at(middle, place.bearing, time))
        };
        let dots: Vec<Rect> = shown
            .iter()
            .flat_map(|place| ends(place))
            .chain([middle])
            .map(|(x, y)| Rect { left: x, top: y, right: x, bottom: y }.grown(5.0))
            .collect();
        let moves: Vec<Nuisance> = shown
            .iter()
            .filter(|place| place.moves())
            .map(|place| Nuisance { path: ends(place).to_vec(), weight: 1.5 })
            .collect();
        for (name, placed) in names.iter().zip(place(&requests, &dots, &moves, frame)) {
            if let Some(placed) = placed {
                name.write(scene, placed);
            }
        }
    }

    fn names(&self, middle: Xy, shown: &[&CartogramPlace]) -> Vec<Name> {
        let ring = |minutes: f64| Name {
            lines: vec![(format!("{} h", number(minutes / 60.0, 0)), size::TICK)],
            at: self.at(middle, 90.0, minutes),
            colour: QUIET,
            is_essential: false,
        };
        let of_place = |place: &&CartogramPlace| {
            let (zh, en) = if place.is_city { (24.0, 18.0) } else { (17.0, 14.0) };
            Name {
                lines: vec![(place.name.0.clone(), zh), (place.name.1.clone(), en)],
                at: self.at(middle, place.bearing, place.after),
                colour: INK,
                is_essential: false,
            }
        };
        let centre = Name {
            lines: vec![(self.centre.0.clone(), 27.0), (self.centre.1.clone(), 20.0)],
            at: middle,
            colour: INK,
            is_essential: true,
        };
        let rings = self.rings().into_iter().map(ring);
        rings.chain([centre]).chain(shown.iter().map(of_place)).collect()
    }

    fn legend(&self) -> Vec<(Swatch, String)> {
        let disc = |fill, rim| Swatch::Disc { radius: 7.0, fill, rim };
        vec![
            (disc(PAPER, BLUE), self.sides.0.clone()),
            (disc(BLUE, BLUE), format!("{}，更近 nearer", self.sides.1)),
            (disc(VERMILION, VERMILION), format!("{}，更远 farther", self.sides.1)),
            (disc(QUIET, QUIET), "不变 unchanged".to_owned()),
        ]
    }
}

/// Height of a line of text, in em.
const LINE: f64 = 1.08;

/// A name and where it is tied to.
struct Name {
    /// Chinese and English below each other, with their sizes; either may be empty.
    lines: Vec<(String, f64)>,
    at: Xy,
    colour: Colour,
    is_essential: bool,
}

impl Name {
    /// Both lines, or the first alone where that is too much.
    fn request(&self, font: &Font) -> Request {
        let size = |lines: &[(String, f64)]| {
            let lines = lines.iter().filter(|(text, _)| !text.is_empty());
            lines.fold((0.0_f64, 0.0), |(wide, high), (text, size)| {
                (wide.max(font.width(text, *size)), high + size * LINE)
            })
        };
        let has_both = self.lines.len() > 1 && !self.lines[0].0.is_empty();
        let short = has_both.then(|| size(&self.lines[..1]));
        Request {
            marks: vec![self.at],
            clearance: 9.0,
            forms: std::iter::once(size(&self.lines)).chain(short).collect(),
            is_essential: self.is_essential,
        }
    }

    fn write(&self, scene: &mut Scene, placed: Placed) {
        let x = match placed.anchor {
            Anchor::Start => placed.bounds.left,
            Anchor::Middle => f64::midpoint(placed.bounds.left, placed.bounds.right),
            Anchor::End => placed.bounds.right,
        };
        let mut top = placed.bounds.top;
        let kept = if placed.form > 0 { 1 } else { self.lines.len() };
        for (words, size) in self.lines.iter().take(kept).filter(|(words, _)| !words.is_empty()) {
            let text = Text::new(words, (x, top + size * 0.91), *size).anchored(placed.anchor);
            scene.text(text.coloured(self.colour).haloed());
            top += size * LINE;
        }
    }
}

impl CartogramPlace {
    fn moves(&self) -> bool {
        (self.after - self.before).abs() >= STILL
    }

    fn colour(&self) -> Colour {
        match (self.moves(), self.after < self.before) {
            (false, _) => QUIET,
            (true, true) => BLUE,
            (true, false) => VERMILION,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(count: u32) -> TimeCartogram {
        let place = |n: u32| CartogramPlace {
            name: (format!("地{n}"), format!("Place {n}")),
            bearing: f64::from(n * 47 % 360),
            before: 30.0 + f64::from(n * 13 % 240),
            after: 28.0 + f64::from(n * 13 % 240) * 0.9,
            is_city: n.is_multiple_of(5),
        };
        TimeCartogram {
            caption: Caption::new("时间地图 Time cartogram", "", "Source: fixture"),
            centre: ("淮北".into(), "Huaibei".into()),
            places: (0..count).map(place).collect(),
            sides: ("无项目 without".into(), "有项目 with".into()),
            limit: 240.0,
        }
    }

    #[test]
    fn names_neither_touch_nor_leave_the_page() {
        let font = Font::embedded();
        for count in [0, 1, 20, 120] {
            assert_eq!(sample(count).scene(&font).clashes(&font), Vec::<String>::new(), "{count}");
        }
    }

    #[test]
    fn a_place_lies_in_its_direction_as_far_as_its_time() {
        let figure = sample(0);
        let (x, y) = figure.at((0.0, 0.0), 90.0, 120.0);
        assert!((x - (SIDE / 2.0 - 12.0) / 2.0).abs() < 1e-9 && y.abs() < 1e-9);
        assert!(figure.at((0.0, 0.0), 0.0, 60.0).1 < 0.0);
    }
}
