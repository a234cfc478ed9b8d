//! The result in words, made of the numbers: what is found once, said in English and in Chinese.

mod chinese;
mod english;

use super::comparison::{Comparison, PairChange};
use super::standing::weighted_change;
use crate::measures::rank::Direction;
use crate::skims::TravelMode;
use crate::units::Seconds;

/// A change of less than this is none.
pub(super) const NOTICEABLE: Seconds = Seconds(60);

/// A coefficient of variation that changes by less than this hardly changes.
const ALIKE: f64 = 5e-4;

/// What is worth saying of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// The mode whose times change most.
    pub mode: TravelMode,
    /// Of that mode.
    pub counts: Counts,
    /// The most changed pair of cities.
    pub largest: Option<PairFinding>,
    /// The pair of cities that loses most, if any does.
    pub loss: Option<PairFinding>,
    /// The zone of the study area whose weighted average travel time improves most.
    pub best: Option<Gain>,
    /// Coefficient of variation of that time over the counties, without and with.
    pub spread: Option<(f64, f64)>,
    /// The other modes.
    pub others: Vec<(TravelMode, Counts)>,
}

/// How many pairs of zones change by a mode.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Counts {
    /// Ordered pairs there are.
    pub all: usize,
    /// Faster by a minute or more.
    pub faster: usize,
    /// Slower by a minute or more.
    pub slower: usize,
    /// With a journey on the side with the projects only.
    pub new: usize,
    /// With a journey on the side without only.
    pub lost: usize,
    /// Change of the mean time, people at both ends as weights, in minutes.
    pub weighted_change: f64,
}

/// A pair of places and its times.
#[derive(Debug, Clone, PartialEq)]
pub struct PairFinding {
    /// Where from, in both scripts.
    pub from: String,
    /// Where to, in both scripts.
    pub to: String,
    /// Without the projects.
    pub without: Option<Seconds>,
    /// With them.
    pub with: Option<Seconds>,
}

/// What a zone gains.
#[derive(Debug, Clone, PartialEq)]
pub struct Gain {
    /// The zone, in both scripts.
    pub label: String,
    /// Minutes without.
    pub without: f64,
    /// Minutes with.
    pub with: f64,
    /// In per cent; positive is better.
    pub rate: f64,
}

impl Counts {
    /// Whether no pair changes by a minute or more.
    pub const fn is_zero(&self) -> bool {
        self.faster + self.slower + self.new + self.lost == 0
    }

    fn of(comparison: &Comparison, mode: TravelMode) -> Self {
        let mut counts = Self::default();
        for pair in comparison.pairs(mode) {
            counts.all += 1;
            counts.new += usize::from(pair.without.is_none() && pair.with.is_some());
            counts.lost += usize::from(pair.without.is_some() && pair.with.is_none());
            let Some(minutes) = pair.minutes() else { continue };
            counts.faster += usize::from(minutes * 60.0 <= -f64::from(NOTICEABLE.0));
            counts.slower += usize::from(minutes * 60.0 >= f64::from(NOTICEABLE.0));
        }
        let changes = comparison.pairs(mode);
        let changes = changes.filter_map(|pair| Some((pair.from, pair.to, pair.minutes()?)));
        counts.weighted_change = weighted_change(&comparison.weights(), changes).unwrap_or(0.0);
        counts
    }
}

impl PairFinding {
    fn of(comparison: &Comparison, pair: &PairChange) -> Self {
        let zones = &comparison.network().zones;
        Self {
            from: zones[pair.from.at()].label(),
            to: zones[pair.to.at()].label(),
            without: pair.without.map(|cell| cell.fastest),
            with: pair.with.map(|cell| cell.fastest),
        }
    }

    /// Change in per cent of the time without; zero where there is no journey on a side.
    fn per_cent(&self) -> f64 {
        let rate = |(old, new): (Seconds, Seconds)| (new.minutes() / old.minutes() - 1.0) * 100.0;
        self.without.zip(self.with).map_or(0.0, rate)
    }
}

impl Findings {
    /// Of a comparison.
    pub fn of(comparison: &Comparison) -> Self {
        let mode = comparison.main_mode();
        let cities = comparison.most_changed(mode, NOTICEABLE, |zone| comparison.is_city(zone));
        let is_slower = |pair: &&PairChange| pair.minutes().is_some_and(|minutes| minutes > 0.0);
        let finding = |pair: &PairChange| PairFinding::of(comparison, pair);
        let others = comparison.question.modes.iter().filter(|other| **other != mode);
        let (best, spread) = accessibility(comparison, mode);
        Self {
            mode,
            counts: Counts::of(comparison, mode),
            largest: cities.first().map(finding),
            loss: cities.iter().find(is_slower).map(finding),
            best,
            spread,
            others: others.map(|mode| (*mode, Counts::of(comparison, *mode))).collect(),
        }
    }

    /// One paragraph in English; `names` are those of the projects: `the 甲线 A line and the 乙线 B line`.
    pub fn in_english(&self, names: &str) -> String {
        english::paragraph(self, names)
    }

    /// The same in Chinese; `names` are those of the projects: `甲线、乙线`.
    pub fn in_chinese(&self, names: &str) -> String {
        chinese::paragraph(self, names)
    }
}

/// One paragraph that says what the projects change by their main mode.
pub fn in_words(comparison: &Comparison, names: &str) -> String {
    Findings::of(comparison).in_english(names)
}

/// Who gains most, and how alike the counties are.
fn accessibility(comparison: &Comparison, mode: TravelMode) -> (Option<Gain>, Option<(f64, f64)>) {
    let tables = comparison.accessibility(mode);
    let Some(watt) =
        tables.iter().find(|table| table.id == "watt" && table.direction == Direction::LowerBetter)
    else {
        return (None, None);
    };
    let zones = &comparison.network().zones;
    let rate = |row: &&super::AccessibilityRow| row.change_rate.unwrap_or(0.0);
    let core =
        watt.rows.iter().filter(|row| comparison.is_core(row.zone) && row.change_rate.is_some());
    let best = core.max_by(|a, b| rate(a).total_cmp(&rate(b)).then(b.zone.cmp(&a.zone)));
    let gain = best.map(|row| Gain {
        label: zones[row.zone.at()].label(),
        without: row.without.unwrap_or(0.0),
        with: row.with.unwrap_or(0.0),
        rate: rate(&row),
    });
    let spread = watt.spread_without.zip(watt.spread_with);
    let spread = spread.filter(|_| gain.is_some()).map(|(old, new)| (old.cv, new.cv));
    (gain, spread)
}

#[cfg(test)]
mod tests;
