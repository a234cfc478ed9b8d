//! What can be typed of when a place is left.

use super::args::{clock, percentile};
use crate::diagnostic::Problem;
use crate::skims::{Leaving, TravelMode};
use crate::units::Seconds;
use clap::Args;

/// The longest journey on a network of streets if nothing else is asked for: the default of r5r.
pub(super) const STREET_LIMIT: Seconds = Seconds::from_minutes(120);

/// When places are left.
#[derive(Debug, Args)]
pub(super) struct LeavingArgs {
    /// When places are left (HH:MM), by every mode but car; the fastest journeys of the day if not given
    #[arg(long, value_name = "HH:MM", value_parser = clock)]
    depart: Option<Seconds>,
    /// Minutes of a window: places are left at each of them
    #[arg(long, value_name = "MIN", requires = "depart", value_parser = clap::value_parser!(u16).range(1..=1440))]
    window: Option<u16>,
    /// Percentile of the times over the window
    #[arg(long, value_name = "P", requires = "window", default_value = "50", value_parser = percentile)]
    percentile: f64,
}

impl LeavingArgs {
    pub(super) fn leaving(&self, mode: TravelMode) -> Result<Leaving, Problem> {
        let Some(depart) = self.depart else { return Ok(Leaving::AtBest) };
        if mode == TravelMode::Car {
            return Err(no_time_of_day());
        }
        let departures = departures(depart, self.window)?;
        Ok(Leaving::At { departures, percentile: self.percentile })
    }
}

/// A drive is asked for at a time of the day.
pub(super) fn no_time_of_day() -> Problem {
    let problem = Problem::error("wrong-question", "a drive takes as long at any time");
    problem.help("--mode public with --depart; by car without it")
}

/// Every minute of a window that starts with `depart`; that alone without a window.
pub(super) fn departures(depart: Seconds, window: Option<u16>) -> Result<Vec<Seconds>, Problem> {
    let minutes = window.map_or(1, u32::from);
    let departures: Vec<Seconds> =
        (0..minutes).map(|minute| depart + Seconds::from_minutes(minute)).collect();
    if departures.last().is_some_and(|last| *last >= Seconds::DAY) {
        let problem = Problem::error("wrong-question", "the window goes on after midnight");
        return Err(problem.help("a shorter --window, or an earlier --depart"));
    }
    Ok(departures)
}
