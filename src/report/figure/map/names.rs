//! The names on a map, in two scripts.

use super::super::base::{self, Kind};
use super::super::font::Font;
use super::super::label::{Nuisance, Placed, Request, place};
use super::super::palette::{Colour, INK, WATER_NAME};
use super::super::projection::Projection;
use super::super::scene::{Anchor, Rect, Scene, Text, Xy};
use super::{LineClass, MapFigure, MapLine, MapPoint, PointKind, style};

/// A name with its place in the order.
struct Name {
    /// Chinese, with its size; may be empty.
    zh: (String, f64),
    /// English, with its size; may be empty.
    en: (String, f64),
    colour: Colour,
    marks: Vec<Xy>,
    clearance: f64,
    is_essential: bool,
}

/// Writes the names that find room: cities, the project, other places, other lines, water.
pub(super) fn draw(map: &MapFigure, scene: &mut Scene, projection: &Projection, font: &Font) {
    let names = names(map, projection, font);
    let requests: Vec<Request> = names.iter().map(|name| name.request(font)).collect();
    let obstacles: Vec<Rect> = obstacles(map, projection);
    let nuisances: Vec<Nuisance> =
        map.lines.iter().map(|line| nuisance(line, projection)).collect();
    let placed = place(&requests, &obstacles, &nuisances, projection.frame.grown(-4.0));
    for (name, placed) in names.iter().zip(placed) {
        if let Some(placed) = placed {
            name.write(scene, placed);
        }
    }
}

fn obstacles(map: &MapFigure, projection: &Projection) -> Vec<Rect> {
    map.points
        .iter()
        .map(|point| map.mark(point).bounds(projection.at((point.lon, point.lat))))
        .collect()
}

fn nuisance(line: &MapLine, projection: &Projection) -> Nuisance {
    Nuisance { path: projection.path(&line.points), weight: style::weight(line.class) }
}

fn names(map: &MapFigure, projection: &Projection, font: &Font) -> Vec<Name> {
    let inside = |point: &&MapPoint| {
        let mark = map.mark(point).bounds(projection.at((point.lon, point.lat)));
        projection.frame.contains(&mark)
    };
    let mut points: Vec<&MapPoint> = map.points.iter().filter(inside).collect();
    points.sort_by_key(|point| point.kind);
    let is_first = |point: &&&MapPoint| {
        matches!(
            point.kind,
            PointKind::Start | PointKind::City | PointKind::Gateway | PointKind::ProjectStation
        )
    };
    let of_point = |point: &&MapPoint| point_name(map, point, projection);
    let first = points.iter().filter(is_first).map(of_point);
    let project = map.lines.iter().filter(|line| line.class == LineClass::Project);
    let rest = points.iter().filter(|point| !is_first(point)).map(of_point);
    let lines = map.lines.iter().filter(|line| line.class != LineClass::Project);
    let of_line = |line: &MapLine| line_name(line, projection);
    let names =
        first.chain(project.filter_map(of_line)).chain(rest).chain(lines.filter_map(of_line));
    names.chain(water_names(projection, font)).collect()
}

fn point_name(map: &MapFigure, point: &MapPoint, projection: &Projection) -> Name {
    let (zh, en) = match point.kind {
        PointKind::Start | PointKind::City => (27.0, 20.0),
        PointKind::Gateway | PointKind::ProjectStation => (22.0, 17.0),
        PointKind::Airport
        | PointKind::Port
        | PointKind::Lock
        | PointKind::Station
        | PointKind::County => (18.0, 14.5),
    };
    let colour = match point.kind {
        PointKind::ProjectStation => style::colour(LineClass::Project),
        PointKind::Start | PointKind::City | PointKind::Gateway | PointKind::County => INK,
        PointKind::Airport | PointKind::Port | PointKind::Lock | PointKind::Station => {
            Colour(0x2B, 0x4A, 0x66)
        }
    };
    Name {
        zh: (point.label_zh.clone(), zh),
        en: (point.label_en.clone(), en),
        colour,
        marks: vec![projection.at((point.lon, point.lat))],
        clearance: map.mark(point).radius + 4.0,
        is_essential: matches!(
            point.kind,
            PointKind::Start | PointKind::City | PointKind::ProjectStation
        ),
    }
}

/// The name of a line, beside one of the places along it that the map shows.
fn line_name(line: &MapLine, projection: &Projection) -> Option<Name> {
    let path = projection.path(&line.points);
    let places: Vec<Xy> = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9]
        .iter()
        .filter_map(|&s| along(&path, s))
        .collect();
    let (zh, clearance) = if line.class == LineClass::Project { (22.0, 12.0) } else { (17.0, 7.0) };
    let colour = style::colour(line.class);
    let name = Name {
        zh: (line.label.clone(), zh),
        en: (String::new(), 1.0),
        colour,
        marks: places,
        clearance,
        is_essential: line.class == LineClass::Project,
    };
    (!line.label.is_empty() && !name.marks.is_empty()).then_some(name)
}

/// The place at a share of a path's length.
fn along(path: &[Xy], share: f64) -> Option<Xy> {
    let length = |pair: &[Xy]| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1);
    let mut left = path.windows(2).map(length).sum::<f64>() * share;
    for pair in path.windows(2) {
        let stretch = length(pair);
        if left <= stretch && stretch > 0.0 {
            let share = left / stretch;
            return Some((
                pair[0].0 + (pair[1].0 - pair[0].0) * share,
                pair[0].1 + (pair[1].1 - pair[0].1) * share,
            ));
        }
        left -= stretch;
    }
    None
}

/// Lakes and rivers large enough in the map, largest first as the file has them.
fn water_names(projection: &Projection, font: &Font) -> Vec<Name> {
    let shown = base::shown(projection);
    let named = shown.iter().filter(|water| !water.name.is_empty());
    let mut names: Vec<Name> = named.filter_map(water_name).collect();
    // The base map's names are ours, not the user's: one that the font cannot write stands in English alone.
    for name in &mut names {
        if !name.en.0.is_empty() && !font.missing_characters(&name.zh.0).is_empty() {
            name.zh.0.clear();
        }
    }
    names
}

fn water_name(water: &base::Shown) -> Option<Name> {
    let path = water.paths.iter().max_by_key(|path| path.len())?;
    let bounds = bounds(path);
    let (marks, clearance, is_large) = match water.kind {
        Kind::River => {
            let places = [0.5, 0.3, 0.7, 0.15, 0.85]
                .iter()
                .filter_map(|&share| along(path, share))
                .collect();
            (places, 5.0, bounds.width().hypot(bounds.height()) > 150.0)
        }
        Kind::Sea | Kind::Island | Kind::Lake => {
            let middle = (
                f64::midpoint(bounds.left, bounds.right),
                f64::midpoint(bounds.top, bounds.bottom),
            );
            (
                vec![middle],
                bounds.width().min(bounds.height()) * 0.1,
                bounds.width().max(bounds.height()) > 36.0,
            )
        }
    };
    let (zh, en) = ((water.name.clone(), 17.0), (water.name_en.clone(), 14.5));
    is_large.then_some(Name { zh, en, colour: WATER_NAME, marks, clearance, is_essential: false })
}

fn bounds(path: &[Xy]) -> Rect {
    let none = Rect { left: f64::MAX, top: f64::MAX, right: f64::MIN, bottom: f64::MIN };
    path.iter().fold(none, |old, &(x, y)| Rect {
        left: old.left.min(x),
        top: old.top.min(y),
        right: old.right.max(x),
        bottom: old.bottom.max(y),
    })
}

/// Height of a line of text, in em.
const LINE: f64 = 1.08;

impl Name {
    /// Both scripts below each other, or the Chinese alone where that is too much.
    fn request(&self, font: &Font) -> Request {
        let width = |(text, size): &(String, f64)| font.width(text, *size);
        let height = |(text, size): &(String, f64)| if text.is_empty() { 0.0 } else { size * LINE };
        let full = (width(&self.zh).max(width(&self.en)), height(&self.zh) + height(&self.en));
        let short = (width(&self.zh), height(&self.zh));
        let has_both = !self.zh.0.is_empty() && !self.en.0.is_empty();
        let forms = if has_both { vec![full, short] } else { vec![full] };
        Request {
            marks: self.marks.clone(),
            clearance: self.clearance,
            forms,
            is_essential: self.is_essential,
        }
    }

    fn write(&self, scene: &mut Scene, placed: Placed) {
        let bounds = placed.bounds;
        let x = match placed.anchor {
            Anchor::Start => bounds.left,
            Anchor::Middle => f64::midpoint(bounds.left, bounds.right),
            Anchor::End => bounds.right,
        };
        let mut top = bounds.top;
        let is_short = placed.form > 0;
        let lines = [Some(&self.zh), (!is_short).then_some(&self.en)];
        for (text, size) in lines.into_iter().flatten().filter(|(text, _)| !text.is_empty()) {
            let baseline = top + size * 0.91;
            scene.text(
                Text::new(text, (x, baseline), *size)
                    .anchored(placed.anchor)
                    .coloured(self.colour)
                    .haloed(),
            );
            top += size * LINE;
        }
    }
}
