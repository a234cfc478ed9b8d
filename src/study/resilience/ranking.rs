//! Which elements are worst, and what each zone may lose.

use super::{Exposure, Impact, RankBy};
use crate::measures::connectivity::ClosureLoss;

/// Share of elements that counts as critical.
const CRITICAL: f64 = 0.1;

/// How bad a loss is, the first number before the second.
fn severity(minutes: f64, unsatisfied: f64, efficiency: f64, by: RankBy) -> (f64, f64) {
    match by {
        RankBy::Time => (minutes, unsatisfied),
        RankBy::Unsatisfied => (unsatisfied, minutes),
        RankBy::Efficiency => (efficiency, minutes),
    }
}

/// Ranks the elements and marks the worst tenth.
pub(super) fn rank(impacts: &mut [Impact], by: RankBy) {
    let severity = |impact: &Impact| {
        let loss = &impact.loss;
        severity(loss.minutes, loss.unsatisfied, loss.efficiency, by)
    };
    let mut order: Vec<usize> = (0..impacts.len()).collect();
    order.sort_by(|a, b| {
        let (one, other) = (severity(&impacts[*a]), severity(&impacts[*b]));
        other.0.total_cmp(&one.0).then(other.1.total_cmp(&one.1)).then(a.cmp(b))
    });
    let critical = (impacts.len() as f64 * CRITICAL).ceil() as usize;
    for (place, at) in order.into_iter().enumerate() {
        impacts[at].rank = place + 1;
        let (first, second) = severity(&impacts[at]);
        impacts[at].is_critical = place < critical && (first > 0.0 || second > 0.0);
    }
}

/// The zone that loses most.
pub(super) fn most_exposed(loss: &ClosureLoss, by: RankBy) -> Option<usize> {
    let severity = |zone: usize| {
        let own = loss.zones[zone];
        severity(own.minutes, own.unsatisfied, own.minutes, by)
    };
    let worse = |best: usize, zone: usize| {
        if severity(zone) > severity(best) { zone } else { best }
    };
    (0..loss.zones.len()).reduce(worse).filter(|zone| severity(*zone) > (0.0, 0.0))
}

/// The mean and the worst loss of every zone.
pub(super) fn exposure(zones: usize, impacts: &[Impact]) -> Vec<Exposure> {
    let of_zone = |zone: usize| {
        let mut found = Exposure::default();
        for (at, impact) in impacts.iter().enumerate() {
            let loss = impact.loss.zones[zone];
            found.mean_minutes += loss.minutes / impacts.len() as f64;
            found.mean_unsatisfied += loss.unsatisfied / impacts.len() as f64;
            if loss.minutes > found.worst_minutes {
                (found.worst_minutes, found.worst) = (loss.minutes, Some(at));
            }
            if loss.unsatisfied > found.worst_unsatisfied {
                (found.worst_unsatisfied, found.worst_cut) = (loss.unsatisfied, Some(at));
            }
        }
        found
    };
    (0..zones).map(of_zone).collect()
}
