//! `adjust-dwell-time`: services that wait longer or shorter at the stops between their first and last.
//!
//! Running times stay; a trip keeps its clock at its first stop.

use super::choice::TripChoice;
use super::run::{Run, retime};
use super::{Editor, Touched};
use crate::index::StopIdx;
use crate::units::Seconds;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `adjust-dwell-time`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdjustDwellTime {
    /// Train numbers or trip ids.
    #[serde(default)]
    pub trips: Option<Vec<Spanned<String>>>,
    /// Trains that run over links of this line.
    #[serde(default)]
    pub line_id: Option<Spanned<String>>,
    /// All trips of a class: `high_speed_rail`, `bus`, …
    #[serde(default)]
    pub class: Option<Spanned<String>>,
    /// Only at these stops; at all if not said.
    #[serde(default)]
    pub stops: Option<Vec<Spanned<String>>>,
    /// How many minutes they wait.
    #[serde(default)]
    pub dwell_minutes: Option<Spanned<f64>>,
    /// How many times as long they wait.
    #[serde(default)]
    pub scale: Option<Spanned<f64>>,
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Fixed(Seconds),
    Scale(f64),
}

impl Change {
    fn of(self, dwell: Seconds) -> Seconds {
        match self {
            Self::Fixed(time) => time,
            Self::Scale(factor) => Seconds::from_f64(f64::from(dwell.0) * factor),
        }
    }
}

impl AdjustDwellTime {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let change = self.change(editor);
        let stops = match &self.stops {
            Some(names) => editor.stops(names).map(Some),
            None => Some(None),
        };
        let (line_id, class) = (self.line_id.as_ref(), self.class.as_ref());
        let choice = TripChoice { trips: self.trips.as_deref(), line_id, class };
        let chosen = choice.resolve(editor);
        let (change, stops, chosen) = (change?, stops?, chosen?);
        let mut adjusted = 0;
        for trip in &chosen.trips {
            adjusted += usize::from(adjust(editor, *trip, stops.as_deref(), change));
        }
        Some(Touched::new(adjusted, "trip"))
    }

    fn change(&self, editor: &mut Editor<'_>) -> Option<Change> {
        match (&self.dwell_minutes, &self.scale) {
            (Some(minutes), None) => editor
                .not_negative(minutes, "time in minutes")
                .map(|minutes| Change::Fixed(Seconds::from_minutes_f64(minutes))),
            (None, Some(scale)) => {
                editor.not_negative(scale, "factor on a time").map(Change::Scale)
            }
            _ => editor.refuse_edit(
                "wrong-keys",
                "how long they wait is not said, or said twice",
                "one of dwell_minutes = 2, scale = 0.5",
            ),
        }
    }
}

/// Whether the trip calls at one of the stops on its way.
fn adjust(editor: &mut Editor<'_>, trip: usize, stops: Option<&[StopIdx]>, change: Change) -> bool {
    let mut run = Run::of(&editor.network.transit.trips[trip].stop_times);
    let between = 1..run.stops.len() - 1;
    let is_chosen = |at: &usize| stops.is_none_or(|stops| stops.contains(&run.stops[*at]));
    let chosen: Vec<usize> = between.filter(is_chosen).collect();
    for at in &chosen {
        run.dwells[*at] = change.of(run.dwells[*at]);
    }
    retime(editor, trip, run.calls());
    !chosen.is_empty()
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, clocks, codes, tiny};

    fn edit(keys: &str) -> String {
        format!("[[modification]]\ntype = \"adjust-dwell-time\"\n{keys}\n")
    }

    #[test]
    fn a_longer_dwell_makes_the_rest_later() {
        let (network, touched) =
            applied(&edit("line_id = \"jiayi\"\nstops = [\"bing\"]\ndwell_minutes = 5"));
        assert_eq!(touched, ["2 trips"]);
        assert_eq!(clocks(&network, "G1"), ["08:00-08:00", "08:15-08:20", "08:35-08:35"]);
        let (network, _) = applied(&edit("trips = [\"G1\"]\nscale = 0.5"));
        assert_eq!(clocks(&network, "G1"), ["08:00-08:00", "08:15-08:16", "08:31-08:31"]);
    }

    #[test]
    fn a_factor_of_one_changes_nothing() {
        assert_eq!(applied(&edit("class = \"high_speed_rail\"\nscale = 1")).0, tiny());
    }

    #[test]
    fn trips_that_do_not_call_there_are_not_touched() {
        assert_eq!(codes(&edit("trips = [\"G3\"]\ndwell_minutes = 1")), ["touches-nothing"]);
        assert_eq!(codes(&edit("trips = [\"G9\"]\nscale = -1")), ["unknown-trip", "out-of-range"]);
        assert_eq!(codes(&edit("trips = [\"G1\"]")), ["wrong-keys"]);
    }
}
