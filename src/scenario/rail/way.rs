//! A way over rail links, cut into sections of one speed limit.

use super::timing::Junction;
use crate::index::{LinkIdx, NodeIdx};
use crate::kernels::running_time::Section;
use crate::network::FacilityType;
use crate::units::{Kilometres, KmPerHour};
use std::ops::Range;

/// A link in one of its directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scenario) struct Passage {
    pub(in crate::scenario) link: LinkIdx,
    pub(in crate::scenario) is_back: bool,
}

/// A link in one direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    pub(super) link: LinkIdx,
    /// Whether it is run from its end to its start.
    pub(super) is_back: bool,
    pub(super) ends: (NodeIdx, NodeIdx),
    pub(super) length: Kilometres,
    pub(super) speed: KmPerHour,
    /// The design speed, where it is higher.
    pub(super) design: KmPerHour,
    pub(super) facility: FacilityType,
    /// Whether its line ends at a junction at its start, at its end.
    pub(super) is_junction: (bool, bool),
}

/// Which speed of the links is the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeedOf {
    /// The highest that trains run at.
    Running,
    /// The one they are built for.
    Design,
}

/// A way over rail links.
#[derive(Debug, Clone, PartialEq)]
pub struct RailWay {
    stretches: Vec<Stretch>,
}

impl RailWay {
    pub(super) fn new(stretches: Vec<Stretch>) -> Self {
        Self { stretches }
    }

    /// The links in order.
    pub fn links(&self) -> impl Iterator<Item = LinkIdx> {
        self.stretches.iter().map(|stretch| stretch.link)
    }

    /// Length.
    pub fn length(&self) -> Kilometres {
        self.stretches.iter().map(|stretch| stretch.length).sum()
    }

    /// The links in order, each with whether it is run from its end to its start and the share of the way's time at free
    /// speed that has passed when it is left.
    pub(in crate::scenario) fn passages(&self) -> Vec<(Passage, f64)> {
        let time = |stretch: &Stretch| stretch.length.0 / stretch.speed.0;
        let total: f64 = self.stretches.iter().map(time).sum();
        let mut passed = 0.0;
        let passage = |stretch: &Stretch| {
            passed += time(stretch);
            let passage = Passage { link: stretch.link, is_back: stretch.is_back };
            (passage, if total > 0.0 { passed / total } else { 1.0 })
        };
        self.stretches.iter().map(passage).collect()
    }

    /// Every node on it in order, its ends included.
    pub fn nodes(&self) -> Vec<NodeIdx> {
        let first = self.stretches.first().map(|stretch| stretch.ends.0);
        first.into_iter().chain(self.stretches.iter().map(|stretch| stretch.ends.1)).collect()
    }

    /// The part between two of its [`nodes`](Self::nodes).
    #[must_use]
    pub fn part(&self, nodes: Range<usize>) -> Self {
        Self { stretches: self.stretches[nodes].to_vec() }
    }

    /// This way and another from where it ends.
    #[must_use]
    pub fn then(mut self, other: &Self) -> Self {
        self.stretches.extend_from_slice(&other.stretches);
        self
    }

    /// High-speed or conventional, whichever is longer.
    pub fn facility(&self) -> FacilityType {
        let length_of = |facility| -> Kilometres {
            let of_it = self.stretches.iter().filter(|stretch| stretch.facility == facility);
            of_it.map(|stretch| stretch.length).sum()
        };
        let (fast, slow) = (FacilityType::HighSpeedRail, FacilityType::ConventionalRail);
        if length_of(fast) >= length_of(slow) { fast } else { slow }
    }

    /// The share of its time at free speed that is on some of the links, which are in order.
    pub(in crate::scenario) fn share(&self, links: &[usize]) -> f64 {
        let time = |stretch: &Stretch| stretch.length.0 / stretch.speed.0;
        let total: f64 = self.stretches.iter().map(time).sum();
        let chosen = self.stretches.iter().filter(|it| links.binary_search(&it.link.at()).is_ok());
        let chosen: f64 = chosen.map(time).sum();
        if total > 0.0 { chosen / total } else { 0.0 }
    }

    /// Sections with their limits. Near a junction that the train starts from, runs to or leaves its line at, the junction's
    /// speed is the limit; not where it goes on from the end of one line to the end of another.
    pub fn sections(&self, speed: SpeedOf, junction: Option<Junction>) -> Vec<Section> {
        let mut starts = vec![0.0];
        for stretch in &self.stretches {
            starts.push(starts[starts.len() - 1] + stretch.length.0 * 1000.0);
        }
        let zones = junction.map_or_else(Vec::new, |junction| self.zones(&starts, junction));
        let total = starts[starts.len() - 1];
        let mut cuts = starts.clone();
        cuts.extend(zones.iter().flat_map(|zone| [zone.start, zone.end]));
        cuts.retain(|cut| (0.0..=total).contains(cut));
        cuts.sort_by(f64::total_cmp);
        cuts.dedup_by(|later, earlier| *later - *earlier < 1e-6);
        let section = |cut: &[f64]| {
            let middle = f64::midpoint(cut[0], cut[1]);
            let at = starts.partition_point(|start| *start <= middle) - 1;
            let stretch = &self.stretches[at];
            let of_line = match speed {
                SpeedOf::Running => stretch.speed,
                SpeedOf::Design => stretch.design,
            };
            let slow = zones.iter().any(|zone| zone.contains(&middle));
            let least =
                junction.filter(|_| slow).map_or(f64::INFINITY, |junction| junction.speed.0);
            Section::level(cut[1] - cut[0], of_line.0.min(least) / 3.6)
        };
        cuts.windows(2).map(section).collect()
    }

    /// Metres from the start between which junctions are near.
    fn zones(&self, starts: &[f64], junction: Junction) -> Vec<Range<f64>> {
        let length = junction.length.0 * 1000.0;
        let mut zones = Vec::new();
        for (at, here) in starts.iter().copied().enumerate() {
            let before = at.checked_sub(1).and_then(|before| self.stretches.get(before));
            let ends = before.is_some_and(|stretch| stretch.is_junction.1);
            let begins = self.stretches.get(at).is_some_and(|stretch| stretch.is_junction.0);
            if ends != begins {
                zones.push(if ends { here - length..here } else { here..here + length });
            }
        }
        zones
    }
}
