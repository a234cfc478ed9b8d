//! How the classes of lines and kinds of places look.

use super::super::legend::{Swatch, cased, square};
use super::super::palette::{
    BLUE, Colour, GREEN, INK, ORANGE, PAPER, PURPLE, QUIET, SKY, VERMILION,
};
use super::super::scene::{Rect, Scene, Stroke, Xy};
use super::{LineClass, MapFigure, MapPoint, PointKind};

/// The strokes of a line, the lowest first.
pub(super) fn strokes(class: LineClass) -> Vec<Stroke> {
    match class {
        LineClass::Boundary => vec![Stroke::new(Colour(0x9A, 0x96, 0x8E), 1.3)],
        LineClass::Waterway => cased(Stroke::new(SKY, 3.4)),
        LineClass::SmallWaterway => cased(Stroke::new(PURPLE, 2.4)),
        LineClass::MiddleWaterway => cased(Stroke::new(SKY, 4.0)),
        LineClass::LargeWaterway => cased(Stroke::new(BLUE, 6.0)),
        LineClass::Road => cased(Stroke::new(Colour(0xB4, 0xAF, 0xA6), 1.8)),
        LineClass::Expressway => cased(Stroke::new(GREEN, 2.4)),
        LineClass::ConventionalRail => {
            let sleepers = Stroke::new(PAPER, 1.8).dashed(9.0, 9.0);
            vec![Stroke::new(Colour(0x55, 0x55, 0x55), 3.4), sleepers]
        }
        LineClass::Metro => cased(Stroke::new(PURPLE, 3.2)),
        LineClass::HighSpeedRail => cased(Stroke::new(BLUE, 4.0)),
        LineClass::Project => cased(Stroke::new(VERMILION, 6.5)),
    }
}

/// How bad it is to write over a line.
pub(super) fn weight(class: LineClass) -> f64 {
    match class {
        LineClass::Boundary => 0.1,
        LineClass::Road => 0.3,
        LineClass::Waterway
        | LineClass::SmallWaterway
        | LineClass::MiddleWaterway
        | LineClass::LargeWaterway
        | LineClass::Expressway
        | LineClass::ConventionalRail => 0.6,
        LineClass::Metro | LineClass::HighSpeedRail => 1.0,
        LineClass::Project => 2.5,
    }
}

/// The colour of a line's name.
pub(super) fn colour(class: LineClass) -> Colour {
    let line = match class {
        LineClass::Waterway
        | LineClass::SmallWaterway
        | LineClass::MiddleWaterway
        | LineClass::LargeWaterway
        | LineClass::HighSpeedRail => BLUE,
        LineClass::Boundary | LineClass::Road | LineClass::ConventionalRail => QUIET,
        LineClass::Expressway => GREEN,
        LineClass::Metro => PURPLE,
        LineClass::Project => VERMILION,
    };
    line.mixed(INK, 0.25)
}

/// The mark of a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Radius, or half a side.
    pub(super) radius: f64,
    is_square: bool,
    fill: Colour,
    rim: Colour,
}

impl Mark {
    pub(super) fn draw(&self, scene: &mut Scene, at: Xy) {
        if self.is_square {
            square(scene, at, 2.0 * self.radius, self.fill, self.rim);
        } else {
            scene.ringed_disc(at, self.radius, self.fill, self.rim);
        }
    }

    pub(super) fn bounds(&self, (x, y): Xy) -> Rect {
        Rect { left: x, top: y, right: x, bottom: y }.grown(self.radius)
    }
}

/// The mark of a kind of place, filled with a value's colour if there is one.
pub(super) fn mark(kind: PointKind, fill: Option<Colour>) -> Mark {
    let (radius, is_square, plain, rim) = match kind {
        PointKind::Start => (11.0, false, VERMILION, INK),
        PointKind::City => (8.0, false, INK, INK),
        PointKind::Gateway => (6.5, false, INK, INK),
        PointKind::ProjectStation => (8.0, false, PAPER, VERMILION),
        PointKind::Airport => (6.0, true, PURPLE, PAPER),
        PointKind::Port => (6.5, true, SKY, INK),
        PointKind::Lock => (5.5, true, ORANGE, INK),
        PointKind::Station => (4.6, false, PAPER, BLUE),
        PointKind::County => (4.2, false, Colour(0x6A, 0x6A, 0x6A), PAPER),
    };
    match fill {
        Some(fill) => Mark {
            radius: radius + 3.5,
            is_square,
            fill,
            rim: if rim == PAPER { INK } else { rim },
        },
        None => Mark { radius, is_square, fill: plain, rim },
    }
}

/// The legend of what a map holds, places first.
pub(super) fn entries(map: &MapFigure) -> Vec<(Swatch, &'static str)> {
    let mut kinds: Vec<PointKind> = map.points.iter().map(|point: &MapPoint| point.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut classes: Vec<LineClass> = map.lines.iter().map(|line| line.class).collect();
    classes.sort_unstable_by_key(|&class| std::cmp::Reverse(class));
    classes.dedup();
    let places = kinds.into_iter().map(|kind| (swatch(kind), kind_name(kind)));
    let lines = classes.into_iter().map(|class| (Swatch::Lines(strokes(class)), class_name(class)));
    places.chain(lines).collect()
}

fn swatch(kind: PointKind) -> Swatch {
    let Mark { radius, is_square, fill, rim } = mark(kind, None);
    if is_square {
        Swatch::Square { side: 2.0 * radius, fill, rim }
    } else {
        Swatch::Disc { radius, fill, rim }
    }
}

fn class_name(class: LineClass) -> &'static str {
    match class {
        LineClass::Boundary => "界线 Boundary",
        LineClass::Waterway => "航道 Waterway",
        LineClass::SmallWaterway => "1000吨以下航道 Less than 1000 t",
        LineClass::MiddleWaterway => "1000吨级航道 Vessels of 1000 t",
        LineClass::LargeWaterway => "2000吨级以上航道 2000 t and more",
        LineClass::Road => "普通公路 Road",
        LineClass::Expressway => "高速公路 Expressway",
        LineClass::ConventionalRail => "普速铁路 Railway",
        LineClass::Metro => "城市轨道 Metro",
        LineClass::HighSpeedRail => "高速铁路 High-speed rail",
        LineClass::Project => "项目 Project",
    }
}

fn kind_name(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Start => "起点 Start",
        PointKind::City => "地级市 City",
        PointKind::Gateway => "周边城市 City around",
        PointKind::ProjectStation => "项目车站 Project station",
        PointKind::Airport => "机场 Airport",
        PointKind::Port => "港口 Port",
        PointKind::Lock => "船闸 Lock",
        PointKind::Station => "车站 Station",
        PointKind::County => "县（市、区）County",
    }
}
