//! The pairs of places whose travel time changes most.

use super::Drawn;
use super::results::Side;
use super::subject::Subject;
use crate::index::ZoneIdx;
use crate::report::figure::{Dumbbell, DumbbellRow};
use std::collections::BTreeSet;

/// Minutes: a change of less than this is not shown.
const NOTICEABLE: f64 = 1.0;
/// How many pairs are shown.
const SHOWN: usize = 10;

pub(super) fn figure(subject: &Subject<'_>) -> Drawn {
    let cities = most_changed(subject, |zone| subject.is_city(zone));
    let (what, pairs) = if cities.is_empty() {
        let counties = most_changed(subject, |zone| !subject.is_city(zone));
        ("counties and districts", counties)
    } else {
        ("cities", cities)
    };
    if pairs.is_empty() {
        return Err(
            "no travel time between two cities or two counties changes by a minute or more",
        );
    }
    let detail = format!(
        "From zone centre to zone centre, {}; the more changed direction of each pair; {} of {} pairs of {what} that \
         change by a minute or more",
        subject.circumstances(),
        pairs.len().min(SHOWN),
        pairs.len(),
    );
    Ok(Box::new(Dumbbell {
        caption: subject.caption(
            &format!("变化最大的旅行时间 Most changed travel times between {what}"),
            &detail,
        ),
        axis: "最短旅行时间 Fastest travel time, min".to_owned(),
        unit: "min".to_owned(),
        before: "无项目 without the project".to_owned(),
        after: "有项目 with the project".to_owned(),
        rows: pairs.iter().take(SHOWN).map(|pair| row(subject, pair)).collect(),
    }))
}

/// A pair of zones with its times in minutes.
struct Pair {
    from: ZoneIdx,
    to: ZoneIdx,
    before: f64,
    after: f64,
}

/// Noticeable changes between zones of a kind, the largest first; of a pair and its way back only the more changed one.
fn most_changed(subject: &Subject<'_>, is_end: impl Fn(ZoneIdx) -> bool) -> Vec<Pair> {
    let ends: Vec<ZoneIdx> = subject.zones().filter(|zone| is_end(*zone)).collect();
    let pair = |from: ZoneIdx, to: ZoneIdx| {
        let [before, after] =
            [Side::Without, Side::With].map(|side| subject.minutes(side, from, to));
        Some(Pair { from, to, before: before?, after: after? })
    };
    let pairs = ends.iter().flat_map(|from| ends.iter().map(move |to| (*from, *to)));
    let pairs = pairs.filter(|(from, to)| from != to).filter_map(|(from, to)| pair(from, to));
    let size = |pair: &Pair| (pair.after - pair.before).abs();
    let mut pairs: Vec<Pair> = pairs.filter(|pair| size(pair) >= NOTICEABLE).collect();
    pairs.sort_by(|a, b| {
        size(b).total_cmp(&size(a)).then_with(|| (a.from, a.to).cmp(&(b.from, b.to)))
    });
    let mut seen = BTreeSet::new();
    pairs.retain(|pair| seen.insert((pair.from.min(pair.to), pair.from.max(pair.to))));
    pairs
}

fn row(subject: &Subject<'_>, pair: &Pair) -> DumbbellRow {
    let zones = &subject.network().zones;
    let label = format!("{} → {}", zones[pair.from.at()].label(), zones[pair.to.at()].label());
    DumbbellRow { label, before: pair.before, after: pair.after }
}
