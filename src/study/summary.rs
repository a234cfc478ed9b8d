//! The result in words, made of the numbers.

use super::comparison::{Comparison, PairChange};
use crate::measures::rank::Direction;
use crate::skims::TravelMode;
use crate::units::Seconds;
use std::fmt::Write;

/// A change of less than this is none.
pub(super) const NOTICEABLE: Seconds = Seconds(60);

/// One paragraph that says what the projects change by their main mode.
pub fn in_words(comparison: &Comparison, names: &str) -> String {
    let mode = comparison.main_mode();
    let counts = Counts::of(comparison, mode);
    if counts.faster + counts.slower + counts.new + counts.lost == 0 {
        return format!("With {names}, no travel time between the zones changes by a minute or more.");
    }
    let mut text = format!(
        "With {names}, travel {} is faster by a minute or more for {} of {} zone pairs",
        mode.description(),
        counts.faster,
        counts.all
    );
    if counts.slower > 0 {
        let _ = write!(text, " and slower for {}", counts.slower);
    }
    let _ = write!(text, "; weighted by the people at both ends, the mean time of all pairs changes by {:+.2} min.", counts.weighted_change);
    if counts.new + counts.lost > 0 {
        let _ = write!(text, " {} pairs gain a journey they did not have, {} lose theirs.", counts.new, counts.lost);
    }
    text.push_str(&largest(comparison, mode));
    text.push_str(&accessibility(comparison, mode));
    text.push_str(&others(comparison, mode));
    text.replace('-', "−")
}

#[derive(Default)]
struct Counts {
    all: usize,
    faster: usize,
    slower: usize,
    new: usize,
    lost: usize,
    weighted_change: f64,
}

impl Counts {
    fn of(comparison: &Comparison, mode: TravelMode) -> Self {
        let people = comparison.weights();
        let mut counts = Self::default();
        let (mut sum, mut weight) = (0.0, 0.0);
        for pair in comparison.pairs(mode) {
            counts.all += 1;
            counts.new += usize::from(pair.without.is_none() && pair.with.is_some());
            counts.lost += usize::from(pair.without.is_some() && pair.with.is_none());
            let Some(minutes) = pair.minutes() else { continue };
            counts.faster += usize::from(minutes * 60.0 <= -f64::from(NOTICEABLE.0));
            counts.slower += usize::from(minutes * 60.0 >= f64::from(NOTICEABLE.0));
            let pair_weight = people[pair.from.at()] * people[pair.to.at()];
            sum += minutes * pair_weight;
            weight += pair_weight;
        }
        counts.weighted_change = if weight > 0.0 { sum / weight } else { 0.0 };
        counts
    }
}

fn largest(comparison: &Comparison, mode: TravelMode) -> String {
    let cities = comparison.most_changed(mode, NOTICEABLE, |zone| comparison.is_city(zone));
    let Some(pair) = cities.first() else { return String::new() };
    let mut text = format!(" Between cities the largest change is {}", pair_in_words(comparison, pair));
    if let Some(slower) = cities.iter().find(|pair| pair.minutes().is_some_and(|minutes| minutes > 0.0)) {
        if slower == pair {
            text.push_str(", which is slower");
        } else {
            let _ = write!(text, "; the largest loss is {}", pair_in_words(comparison, slower));
        }
    }
    text.push('.');
    text
}

fn pair_in_words(comparison: &Comparison, pair: &PairChange) -> String {
    let zones = &comparison.network().zones;
    let time = |cell: Option<crate::skims::Cell>| cell.map_or_else(|| "none".to_owned(), |cell| cell.fastest.to_string());
    format!(
        "{} to {}: {} without, {} with ({:+.0} %)",
        zones[pair.from.at()].label(),
        zones[pair.to.at()].label(),
        time(pair.without),
        time(pair.with),
        pair.per_cent().unwrap_or(0.0)
    )
}

fn accessibility(comparison: &Comparison, mode: TravelMode) -> String {
    let tables = comparison.accessibility(mode);
    let Some(watt) = tables.iter().find(|table| table.id == "watt" && table.direction == Direction::LowerBetter) else {
        return String::new();
    };
    let zones = &comparison.network().zones;
    let gain = |row: &&super::AccessibilityRow| row.change_rate.unwrap_or(0.0);
    let core = watt.rows.iter().filter(|row| comparison.is_core(row.zone) && row.change_rate.is_some());
    let Some(best) = core.max_by(|a, b| gain(a).total_cmp(&gain(b)).then(b.zone.cmp(&a.zone))) else { return String::new() };
    let mut text = format!(
        " Accessibility improves most in {}: its weighted average travel time changes from {:.0} to {:.0} min ({:+.1} %).",
        zones[best.zone.at()].label(),
        best.without.unwrap_or(0.0),
        best.with.unwrap_or(0.0),
        -gain(&best)
    );
    if let (Some(old), Some(new)) = (watt.spread_without, watt.spread_with) {
        let trend = if (new.cv - old.cv).abs() < 5e-4 {
            "hardly changes"
        } else if new.cv < old.cv {
            "falls: the counties become more alike"
        } else {
            "rises: the counties become less alike"
        };
        let _ = write!(text, " The coefficient of variation over the counties ({:.3} to {:.3}) {trend}.", old.cv, new.cv);
    }
    text
}

fn others(comparison: &Comparison, main: TravelMode) -> String {
    let mut text = String::new();
    for mode in comparison.question.modes.iter().filter(|mode| **mode != main) {
        let counts = Counts::of(comparison, *mode);
        let name = mode.description();
        if counts.faster + counts.slower + counts.new + counts.lost == 0 {
            let _ = write!(text, " Travel {name} does not change.");
        } else {
            let _ = write!(text, " Travel {name} is faster for {} pairs and slower for {}.", counts.faster, counts.slower);
        }
    }
    text
}
