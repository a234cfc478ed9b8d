//! What the figures of a comparison are drawn from: a comparison at hand, or the tables that one left in a folder.

use crate::index::ZoneIdx;
use crate::network::{Boundaries, Network};
use crate::report::csv::fixed;
use crate::scenario::ProjectFile;
use crate::skims::TravelMode;
use crate::study::{Comparison, MeasureTable, Question, most_changed_mode};
use crate::units::Seconds;

/// Which side of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Without the projects.
    Without,
    /// With them.
    With,
}

/// Travel times by one mode from every zone to every zone, origin by origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModeTimes {
    /// By what.
    pub mode: TravelMode,
    /// Without the projects; none where there is no journey.
    pub without: Vec<Option<Seconds>>,
    /// With them.
    pub with: Vec<Option<Seconds>>,
}

impl ModeTimes {
    /// The time from a zone to another one, in minutes.
    pub fn minutes(&self, side: Side, from: ZoneIdx, to: ZoneIdx) -> Option<f64> {
        let times = match side {
            Side::Without => &self.without,
            Side::With => &self.with,
        };
        let zones = times.len().isqrt();
        times.get(from.at() * zones + to.at()).copied().flatten().map(Seconds::minutes)
    }
}

/// The results of a comparison.
#[derive(Debug, Clone)]
pub struct Results<'a> {
    /// The network with the projects.
    pub network: &'a Network,
    /// What was asked.
    pub question: &'a Question,
    /// The compared projects, for their names.
    pub projects: Vec<&'a ProjectFile>,
    /// By every mode of the question.
    pub times: Vec<ModeTimes>,
    /// The measures by every mode.
    pub tables: Vec<MeasureTable>,
}

/// What a figure is to show besides what it shows on its own account.
#[derive(Debug, Clone, Default)]
pub struct Choices<'a> {
    /// The mode; that whose times change most if none.
    pub mode: Option<TravelMode>,
    /// The place that maps of one place start from; the city whose times change most if none.
    pub from: Option<ZoneIdx>,
    /// Another title.
    pub title: Option<String>,
    /// Boundaries of the zones, drawn instead of Thiessen polygons.
    pub boundaries: Option<&'a Boundaries>,
}

/// Times as the tables have them, to a tenth of a minute, so that a figure is the same from a comparison and from its folder.
fn as_written(times: Vec<Option<Seconds>>) -> Vec<Option<Seconds>> {
    let tenth = |time: Seconds| {
        fixed(Some(time.minutes()), 1).parse().map_or(time, Seconds::from_minutes_f64)
    };
    times.into_iter().map(|time| time.map(tenth)).collect()
}

impl<'a> Results<'a> {
    /// Those of a comparison.
    pub fn of(comparison: &'a Comparison, projects: &[&'a ProjectFile]) -> Self {
        let modes = comparison.question.modes.iter();
        let times = modes.filter_map(|mode| {
            let (without, with) = comparison.skims(*mode)?;
            let [without, with] = [without, with].map(|skim| as_written(skim.times()));
            Some(ModeTimes { mode: *mode, without, with })
        });
        let modes = comparison.question.modes.iter();
        Self {
            network: comparison.network(),
            question: &comparison.question,
            projects: projects.to_vec(),
            times: times.collect(),
            tables: modes.flat_map(|mode| comparison.accessibility(*mode)).collect(),
        }
    }

    /// The mode whose times the projects change most; none if there are no times.
    pub fn main_mode(&self) -> Option<TravelMode> {
        let zones = self.network.zones.len();
        let changes = self.times.iter().map(|times| {
            let pairs = times.without.iter().zip(&times.with).enumerate();
            let changes = pairs.filter_map(move |(at, (without, with))| {
                let change = with.as_ref()?.minutes() - without.as_ref()?.minutes();
                Some((ZoneIdx::new(at / zones), ZoneIdx::new(at % zones), change))
            });
            (times.mode, changes)
        });
        most_changed_mode(self.network, changes)
    }
}
