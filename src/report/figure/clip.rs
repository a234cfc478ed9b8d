//! Cutting lines and areas at straight edges.

use super::scene::{Rect, Xy};

/// The side of a line on which `x · nx + y · ny <= limit`.
#[derive(Debug, Clone, Copy)]
pub(super) struct HalfPlane {
    pub(super) normal: Xy,
    pub(super) limit: f64,
}

impl HalfPlane {
    /// The places nearer to `own` than to `other`.
    pub(super) fn nearer(own: Xy, other: Xy) -> Self {
        let normal = (other.0 - own.0, other.1 - own.1);
        let middle = (f64::midpoint(own.0, other.0), f64::midpoint(own.1, other.1));
        Self { normal, limit: normal.0 * middle.0 + normal.1 * middle.1 }
    }

    /// How far outside a place is, in lengths of the normal; negative inside.
    fn outside(&self, (x, y): Xy) -> f64 {
        x * self.normal.0 + y * self.normal.1 - self.limit
    }
}

/// The part of a ring on one side of a line, after Sutherland and Hodgman (1974).
pub(super) fn ring_at(ring: &[Xy], plane: HalfPlane) -> Vec<Xy> {
    let mut kept = Vec::with_capacity(ring.len() + 2);
    for (n, &to) in ring.iter().enumerate() {
        let from = ring[(n + ring.len() - 1) % ring.len()];
        let (before, after) = (plane.outside(from), plane.outside(to));
        if (before > 0.0) != (after > 0.0) {
            let share = before / (before - after);
            kept.push((from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share));
        }
        if after <= 0.0 {
            kept.push(to);
        }
    }
    kept
}

/// The part of a ring inside a box.
pub(super) fn ring_in(ring: &[Xy], rect: Rect) -> Vec<Xy> {
    let sides = [
        HalfPlane { normal: (1.0, 0.0), limit: rect.right },
        HalfPlane { normal: (-1.0, 0.0), limit: -rect.left },
        HalfPlane { normal: (0.0, 1.0), limit: rect.bottom },
        HalfPlane { normal: (0.0, -1.0), limit: -rect.top },
    ];
    sides.into_iter().fold(ring.to_vec(), |ring, side| ring_at(&ring, side))
}

/// The pieces of a path inside a box.
pub(super) fn path_in(path: &[Xy], rect: Rect) -> Vec<Vec<Xy>> {
    let mut pieces: Vec<Vec<Xy>> = Vec::new();
    for pair in path.windows(2) {
        let Some((from, to)) = stretch_in(pair[0], pair[1], rect) else { continue };
        match pieces.last_mut() {
            Some(piece) if piece.last() == Some(&from) => piece.push(to),
            Some(_) | None => pieces.push(vec![from, to]),
        }
    }
    pieces
}

/// The part of a straight stretch inside a box, after Liang and Barsky (1984).
pub(super) fn stretch_in(from: Xy, to: Xy, rect: Rect) -> Option<(Xy, Xy)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let sides = [
        (-dx, from.0 - rect.left),
        (dx, rect.right - from.0),
        (-dy, from.1 - rect.top),
        (dy, rect.bottom - from.1),
    ];
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (towards, room) in sides {
        if towards < 0.0 {
            enter = enter.max(room / towards);
        } else if towards > 0.0 {
            leave = leave.min(room / towards);
        } else if room < 0.0 {
            return None;
        }
    }
    let at = |share: f64| (from.0 + dx * share, from.1 + dy * share);
    // Whole stretches keep their very ends, so that pieces join up.
    let start = if enter > 0.0 { at(enter) } else { from };
    let end = if leave < 1.0 { at(leave) } else { to };
    (enter < leave).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };

    #[test]
    fn a_path_that_leaves_and_returns_is_two_pieces() {
        let path = [(2.0, 5.0), (5.0, 5.0), (15.0, 5.0), (15.0, 8.0), (5.0, 8.0)];
        let pieces = path_in(&path, BOX);
        assert_eq!(
            pieces,
            [vec![(2.0, 5.0), (5.0, 5.0), (10.0, 5.0)], vec![(10.0, 8.0), (5.0, 8.0)]]
        );
        assert!(path_in(&[(-5.0, 20.0), (20.0, 20.0)], BOX).is_empty());
    }

    #[test]
    fn a_ring_larger_than_the_box_becomes_the_box() {
        let ring = [(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)];
        let mut corners = ring_in(&ring, BOX);
        corners.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!(corners, [(0.0, 0.0), (0.0, 10.0), (10.0, 0.0), (10.0, 10.0)]);
    }

    #[test]
    fn the_nearer_side_holds_its_own_place() {
        let plane = HalfPlane::nearer((2.0, 5.0), (8.0, 5.0));
        assert!(plane.outside((2.0, 5.0)) < 0.0 && plane.outside((8.0, 5.0)) > 0.0);
        assert!(plane.outside((5.0, 99.0)).abs() < 1e-9);
    }
}
