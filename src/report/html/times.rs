//! Travel times of all pairs for the page, in whole seconds as the matrices have them.

use crate::study::{Comparison, PairChange};
use crate::units::Seconds;
use serde_json::{Value, json};

/// More cells than this are too many for a page: then it has the pairs that change most and those between cities.
const CELLS: usize = 600_000;
/// So many pairs of each mode then.
const PAIRS: usize = 20_000;

/// By each mode, either the whole matrix or the pairs that are worth a look.
pub(super) fn times(comparison: &Comparison) -> Value {
    let zones = comparison.network().zones.len();
    let modes = &comparison.question.modes;
    let is_whole = zones * zones * modes.len() <= CELLS;
    let of_mode = |mode: &crate::skims::TravelMode| {
        let pairs = comparison.pairs(*mode);
        let value = if is_whole { matrix(zones, pairs) } else { selection(comparison, pairs) };
        (mode.name().to_owned(), value)
    };
    Value::Object(modes.iter().map(of_mode).collect())
}

fn seconds(pair: &PairChange) -> (Option<u32>, Option<u32>) {
    let time = |cell: Option<crate::skims::Cell>| cell.map(|cell| cell.fastest.0);
    (time(pair.without), time(pair.with))
}

/// Row by row, a pair of a zone with itself left out; `with` has only what differs.
fn matrix(zones: usize, pairs: impl Iterator<Item = PairChange>) -> Value {
    let (mut without, mut with) = (vec![None; zones * zones], Vec::new());
    for pair in pairs {
        let at = pair.from.at() * zones + pair.to.at();
        let (old, new) = seconds(&pair);
        without[at] = old;
        if old != new {
            with.push((at, new));
        }
    }
    json!({ "without": without, "with": with })
}

fn selection(comparison: &Comparison, pairs: impl Iterator<Item = PairChange>) -> Value {
    let size = |pair: &PairChange| match seconds(pair) {
        (Some(old), Some(new)) => old.abs_diff(new),
        (None, None) => 0,
        _ => u32::MAX,
    };
    let is_wanted = |pair: &PairChange| {
        let is_between = comparison.is_city(pair.from) && comparison.is_city(pair.to);
        is_between || size(pair) >= Seconds::from_minutes(1).0
    };
    let mut chosen: Vec<PairChange> = pairs.filter(is_wanted).collect();
    chosen.sort_by_key(|pair| (std::cmp::Reverse(size(pair)), pair.from, pair.to));
    chosen.truncate(PAIRS);
    let row = |pair: &PairChange| {
        let (old, new) = seconds(pair);
        (pair.from.at(), pair.to.at(), old, new)
    };
    json!({ "pairs": chosen.iter().map(row).collect::<Vec<_>>() })
}
