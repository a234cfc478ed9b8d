//! Placing names on a map so that none touches another.
//!
//! Greedy: names come in order of importance, and each takes the best free place around its mark. A name that finds none
//! is tried in a shorter form and then left out: a missing name is better than two that cannot be read.

use super::clip::stretch_in;
use super::scene::{Anchor, Rect, Xy};

/// A name to place.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// Where the name may be tied to, best first: one place for a point, several along a line.
    pub(super) marks: Vec<Xy>,
    /// How far from the mark the name must stay.
    pub(super) clearance: f64,
    /// Width and height of its forms, the fullest first.
    pub(super) forms: Vec<(f64, f64)>,
    /// Whether it may rather cover obstacles than be left out; it never covers another name.
    pub(super) is_essential: bool,
}

/// Where a name went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// Which of the forms.
    pub(super) form: usize,
    pub(super) bounds: Rect,
    pub(super) anchor: Anchor,
}

/// A line that names had better not cover.
#[derive(Debug, Clone)]
pub(super) struct Nuisance {
    pub(super) path: Vec<Xy>,
    /// How bad it is to cover it.
    pub(super) weight: f64,
}

/// Directions around a mark, best first: beside, above, below, at the corners, and half-way between these.
const AROUND: [(f64, f64); 16] = [
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.0, -1.0),
    (0.0, 1.0),
    (1.0, -1.0),
    (1.0, 1.0),
    (-1.0, -1.0),
    (-1.0, 1.0),
    (1.0, -0.5),
    (1.0, 0.5),
    (-1.0, -0.5),
    (-1.0, 0.5),
    (-0.5, -1.0),
    (0.5, -1.0),
    (-0.5, 1.0),
    (0.5, 1.0),
];

/// Places names inside a frame, clear of obstacles and of each other.
pub(super) fn place(
    requests: &[Request],
    obstacles: &[Rect],
    nuisances: &[Nuisance],
    frame: Rect,
) -> Vec<Option<Placed>> {
    let mut names: Vec<Rect> = Vec::with_capacity(requests.len());
    let mut placed = Vec::with_capacity(requests.len());
    for request in requests {
        let clear = best(request, &[&names, obstacles], nuisances, frame);
        let found = clear.or_else(|| {
            best(request, &[&names], nuisances, frame).filter(|_| request.is_essential)
        });
        names.extend(found.map(|place| place.bounds.grown(2.0)));
        placed.push(found);
    }
    placed
}

/// The best free place of the fullest form that has one.
fn best(
    request: &Request,
    taken: &[&[Rect]],
    nuisances: &[Nuisance],
    frame: Rect,
) -> Option<Placed> {
    let is_taken = |bounds: &Rect| {
        taken.iter().any(|group| group.iter().any(|other| other.intersects(bounds)))
    };
    let is_free = |bounds: &Rect| frame.contains(bounds) && !is_taken(bounds);
    (0..request.forms.len()).find_map(|form| {
        let candidates = candidates(request, form).into_iter().enumerate();
        let free = candidates.filter(|(_, place)| is_free(&place.bounds));
        let cost = |n: usize, place: &Placed| covered(&place.bounds, nuisances) + 0.15 * n as f64;
        let costed = free.map(|(n, place)| (cost(n, &place), place));
        costed.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, place)| place)
    })
}

fn candidates(request: &Request, form: usize) -> Vec<Placed> {
    let size = request.forms[form];
    let around =
        |&mark: &Xy| AROUND.map(|direction| beside(mark, direction, size, request.clearance, form));
    request.marks.iter().flat_map(around).collect()
}

/// The box beside a mark in a direction, its nearest side or corner at the clearance.
fn beside(
    (x, y): Xy,
    (dx, dy): (f64, f64),
    (width, height): (f64, f64),
    clearance: f64,
    form: usize,
) -> Placed {
    let is_corner = dx.abs() + dy.abs() > 1.5;
    let gap = if is_corner { clearance * 0.6 } else { clearance };
    let (middle_x, middle_y) = (x + dx * (gap + width / 2.0), y + dy * (gap + height / 2.0));
    let bounds = Rect {
        left: middle_x - width / 2.0,
        top: middle_y - height / 2.0,
        right: middle_x + width / 2.0,
        bottom: middle_y + height / 2.0,
    };
    let anchor = match (dx.abs() < 1.0, dx < 0.0) {
        (true, _) => Anchor::Middle,
        (false, true) => Anchor::End,
        (false, false) => Anchor::Start,
    };
    Placed { form, bounds, anchor }
}

/// How much of the lines a box covers, in widths of the box.
fn covered(bounds: &Rect, nuisances: &[Nuisance]) -> f64 {
    let length = |nuisance: &Nuisance| -> f64 {
        let inside =
            nuisance.path.windows(2).filter_map(|pair| stretch_in(pair[0], pair[1], *bounds));
        inside.map(|(from, to)| (to.0 - from.0).hypot(to.1 - from.1)).sum()
    };
    nuisances.iter().map(|nuisance| nuisance.weight * length(nuisance)).sum::<f64>()
        / bounds.width().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Rect = Rect { left: 0.0, top: 0.0, right: 400.0, bottom: 300.0 };

    fn name(x: f64, y: f64) -> Request {
        Request {
            marks: vec![(x, y)],
            clearance: 8.0,
            forms: vec![(80.0, 40.0), (40.0, 20.0)],
            is_essential: false,
        }
    }

    #[test]
    fn no_two_names_touch_and_none_leaves_the_frame() {
        let requests: Vec<Request> =
            (0..90_u32).map(|n| name(f64::from(n * 61 % 400), f64::from(n * 97 % 300))).collect();
        let boxes: Vec<Rect> =
            place(&requests, &[], &[], FRAME).iter().flatten().map(|place| place.bounds).collect();
        assert!(boxes.len() > 20 && boxes.iter().all(|bounds| FRAME.contains(bounds)));
        for (n, bounds) in boxes.iter().enumerate() {
            assert!(boxes[n + 1..].iter().all(|other| !other.intersects(bounds)), "{bounds:?}");
        }
    }

    #[test]
    fn the_more_important_name_wins_the_place() {
        let crowded = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 60.0 };
        let placed = place(&[name(5.0, 30.0), name(6.0, 30.0)], &[], &[], crowded);
        assert!(placed[0].is_some_and(|place| place.form == 0));
        assert!(placed[1].is_none_or(|place| place.form == 1));
    }

    #[test]
    fn essential_names_rather_cover_marks_than_vanish() {
        let everywhere = [FRAME];
        let essential = Request { is_essential: true, ..name(100.0, 100.0) };
        let placed = place(&[name(100.0, 100.0), essential], &everywhere, &[], FRAME);
        assert!(placed[0].is_none() && placed[1].is_some());
    }

    #[test]
    fn names_go_round_marks_and_rather_not_over_lines() {
        let mark = Rect { left: 110.0, top: 90.0, right: 120.0, bottom: 110.0 };
        let left = place(&[name(100.0, 100.0)], &[mark], &[], FRAME)[0].unwrap();
        assert_eq!(left.anchor, Anchor::End);
        let line = Nuisance { path: vec![(0.0, 100.0), (400.0, 100.0)], weight: 1.0 };
        let above = place(&[name(100.0, 100.0)], &[], &[line], FRAME)[0].unwrap();
        assert!(above.bounds.bottom <= 100.0 || above.bounds.top >= 100.0);
    }
}
