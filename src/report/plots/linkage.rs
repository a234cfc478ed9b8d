//! Economic linkage between cities as bands: `R = mass × mass / time²` (经济联系强度, a gravity model with b = 2).

use super::Drawn;
use super::results::Side;
use super::subject::Subject;
use crate::index::ZoneIdx;
use crate::report::figure::{Extent, Flow, Flows, MapFigure, Ramp, ValueScale};

/// Bands at most.
const SHOWN: usize = 40;
/// Per cent: a change of less is none.
const NOISE: f64 = 0.5;
/// Shares that the legend shows a width of, in per cent.
const SAMPLES: [f64; 6] = [20.0, 10.0, 5.0, 2.0, 1.0, 0.5];

/// A pair of cities.
struct Pair {
    ends: [ZoneIdx; 2],
    /// Of the sum over all pairs with the projects, in per cent.
    share: f64,
    /// Of the linkage without, in per cent.
    change: f64,
}

pub(super) fn figure(subject: &Subject<'_>) -> Drawn {
    let cities = subject.cities_and_neighbours();
    let pairs = pairs(subject, &cities);
    if pairs.is_empty() {
        return Err("there is no journey between its cities");
    }
    if !pairs.iter().any(|pair| pair.change.abs() >= NOISE) {
        return Err("no linkage changes by 0.5 % or more");
    }
    let shown = &pairs[..pairs.len().min(SHOWN)];
    let share: f64 = shown.iter().map(|pair| pair.share).sum();
    let place = |zone: ZoneIdx| {
        let at = subject.network().zones[zone.at()].position;
        (at.lon, at.lat)
    };
    let bands = shown.iter().map(|pair| Flow {
        from: place(pair.ends[0]),
        to: place(pair.ends[1]),
        amount: pair.share,
        value: pair.change,
    });
    let most = shown[0].share;
    let samples = SAMPLES.iter().filter(|sample| **sample <= most * 1.001).take(3);
    let flows = Flows {
        bands: bands.collect(),
        title: "占总联系强度的份额 Share of all linkage, %".to_owned(),
        samples: samples.map(|sample| (*sample, format!("{sample} %"))).collect(),
    };
    let detail = format!(
        "Linkage of two cities, one of them at least in the study area: product of their √(population × GDP) over the square of the fastest time, both ways; {}; \
         the {} strongest of {} pairs, {share:.0} % of all",
        subject.circumstances(),
        shown.len(),
        pairs.len(),
    );
    let scale = ValueScale::changes(
        "联系强度变化 Change of linkage, %",
        Ramp::MoreIsBetterLines,
        shown.iter().map(|pair| pair.change),
        NOISE,
    );
    let largest = shown.iter().max_by(|a, b| a.change.abs().total_cmp(&b.change.abs()));
    let name = |zone: ZoneIdx| subject.network().zones[zone.at()].label();
    let notes = largest.map(|pair| {
        let [from, to] = pair.ends.map(name);
        let change = crate::report::tables::signed(Some(pair.change), 1, " %");
        format!("Largest change of those shown: {from} – {to}, {change}.")
    });
    Ok(Box::new(MapFigure {
        caption: subject.caption("经济联系强度 Economic linkage between cities", &detail),
        extent: Extent::around(cities.iter().map(|zone| place(*zone)), 0.08),
        lines: Vec::new(),
        points: cities.iter().map(|zone| subject.place(*zone)).collect(),
        scale: Some(scale),
        areas: None,
        patches: Vec::new(),
        flows,
        notes: notes.into_iter().collect(),
    }))
}

/// All pairs with a journey on both sides, the strongest first.
fn pairs(subject: &Subject<'_>, cities: &[ZoneIdx]) -> Vec<Pair> {
    let linkage = |side: Side, ends: [ZoneIdx; 2]| -> Option<f64> {
        let [a, b] = ends;
        let mass = subject.mass(a) * subject.mass(b);
        let there = subject.minutes(side, a, b)?.max(1.0) / 60.0;
        let back = subject.minutes(side, b, a)?.max(1.0) / 60.0;
        Some(mass / (there * there) + mass / (back * back)).filter(|linkage| *linkage > 0.0)
    };
    let ends = cities
        .iter()
        .enumerate()
        .flat_map(|(n, from)| cities[n + 1..].iter().map(move |to| [*from, *to]));
    // Those between two cities around are no business of the study area.
    let ends = ends.filter(|ends| ends.iter().any(|zone| subject.is_core(*zone)));
    let both = ends
        .filter_map(|ends| Some((ends, linkage(Side::Without, ends)?, linkage(Side::With, ends)?)));
    let both: Vec<([ZoneIdx; 2], f64, f64)> = both.collect();
    let total: f64 = both.iter().map(|(_, _, with)| with).sum();
    let mut pairs: Vec<Pair> = both
        .into_iter()
        .map(|(ends, without, with)| Pair {
            ends,
            share: with / total * 100.0,
            change: (with - without) / without * 100.0,
        })
        .collect();
    pairs.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.ends.cmp(&b.ends)));
    pairs
}
