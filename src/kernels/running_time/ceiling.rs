//! How fast a train may be where: limits until the tail has passed, and what braking for the next slow place allows.

use super::{Section, Train};

/// A stretch of one limit and one gradient for the head of the train.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Piece {
    /// Metres.
    pub(super) length: f64,
    /// m/s.
    pub(super) limit: f64,
    /// Rise over length.
    pub(super) gradient: f64,
    /// The speed at its end from which the train can still brake for all that follows, m/s.
    pub(super) exit: f64,
    /// Whether the train stops at its end.
    pub(super) is_stop: bool,
}

/// Pieces shorter than this, in metres, are rounding.
const LEAST: f64 = 1e-6;

/// Cuts the way where limit, gradient or a stop changes for the head, and finds the exit speeds backwards.
pub(super) fn pieces(train: &Train, sections: &[Section], stops: &[f64]) -> Vec<Piece> {
    let ends: Vec<f64> = sections
        .iter()
        .scan(0.0, |end, section| {
            *end += section.length;
            Some(*end)
        })
        .collect();
    let Some(total) = ends.last().copied().filter(|total| *total > LEAST) else {
        return Vec::new();
    };
    let inside = |at: &f64| *at > LEAST && *at < total - LEAST;
    let tails = ends.iter().map(|end| end + train.length);
    let mut cuts: Vec<f64> =
        ends.iter().copied().chain(tails).chain(stops.iter().copied()).filter(inside).collect();
    cuts.extend([0.0, total]);
    cuts.sort_by(f64::total_cmp);
    cuts.dedup_by(|later, earlier| *later - *earlier < LEAST);
    let mut pieces: Vec<Piece> =
        cuts.windows(2).map(|cut| piece(train, sections, &ends, (cut[0], cut[1]))).collect();
    for (piece, end) in pieces.iter_mut().zip(&cuts[1..]) {
        let is_here = |stop: &f64| (stop - end).abs() < LEAST;
        piece.is_stop = stops.iter().any(is_here) || *end >= total;
    }
    set_exits(&mut pieces, train.braking);
    pieces
}

fn piece(train: &Train, sections: &[Section], ends: &[f64], (start, end): (f64, f64)) -> Piece {
    let middle = f64::midpoint(start, end);
    let head = ends.partition_point(|end| *end <= middle).min(sections.len() - 1);
    let tail = ends.partition_point(|end| *end <= middle - train.length).min(head);
    let limits = sections[tail..=head].iter().map(|section| section.limit);
    Piece {
        length: end - start,
        limit: limits.fold(train.top_speed, f64::min),
        gradient: sections[head].gradient,
        exit: 0.0,
        is_stop: false,
    }
}

fn set_exits(pieces: &mut [Piece], braking: f64) {
    let mut follows: Option<Piece> = None;
    for piece in pieces.iter_mut().rev() {
        piece.exit = match follows {
            Some(next) if !piece.is_stop => {
                let brakeable = (next.exit.powi(2) + 2.0 * braking * next.length).sqrt();
                piece.limit.min(next.limit).min(brakeable)
            }
            _ => 0.0,
        };
        follows = Some(*piece);
    }
}
