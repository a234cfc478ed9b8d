//! `remove-stops`: services that pass stops without calling.

use super::choice::{ChosenTrips, TripChoice};
use super::run::{Run, retime};
use super::{Editor, Touched};
use crate::diagnostic::Problem;
use crate::index::StopIdx;
use crate::units::Seconds;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `remove-stops`. A trip keeps its clock at its first stop, or at the second if the first is left out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveStops {
    /// Train numbers or trip ids.
    #[serde(default)]
    pub trips: Option<Vec<Spanned<String>>>,
    /// Trains that run over links of this line.
    #[serde(default)]
    pub line_id: Option<Spanned<String>>,
    /// All trips of a class: `high_speed_rail`, `bus`, …
    #[serde(default)]
    pub class: Option<Spanned<String>>,
    /// Where they no longer call.
    pub stops: Spanned<Vec<Spanned<String>>>,
    /// What each stop left out between two others saves, dwell, braking and acceleration together; its dwell if not said.
    #[serde(default)]
    pub minutes_saved_at_each_stop: Option<Spanned<f64>>,
}

impl RemoveStops {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let stops = editor.stops(self.stops.get_ref());
        let saved = match &self.minutes_saved_at_each_stop {
            Some(minutes) => editor
                .not_negative(minutes, "time in minutes")
                .map(|minutes| Some(Seconds::from_minutes_f64(minutes))),
            None => Some(None),
        };
        let (line_id, class) = (self.line_id.as_ref(), self.class.as_ref());
        let choice = TripChoice { trips: self.trips.as_deref(), line_id, class };
        let chosen = choice.resolve(editor);
        let (stops, saved, chosen) = (stops?, saved?, chosen?);
        self.remove(editor, &chosen, &stops, saved)
    }

    fn remove(
        &self,
        editor: &mut Editor<'_>,
        chosen: &ChosenTrips,
        stops: &[StopIdx],
        saved: Option<Seconds>,
    ) -> Option<Touched> {
        let (mut trips, mut calls) = (0, 0);
        for trip in &chosen.trips {
            let run = Run::of(&editor.network.transit.trips[*trip].stop_times);
            let gone = run.stops.iter().filter(|stop| stops.contains(stop)).count();
            if gone == 0 {
                continue;
            }
            let Some(run) = without(run, stops, saved) else {
                return self.refuse(editor, *trip);
            };
            retime(editor, *trip, run.calls());
            trips += 1;
            calls += gone;
        }
        Some(Touched::new(calls, "call").and(trips, "trip"))
    }

    fn refuse<R>(&self, editor: &mut Editor<'_>, trip: usize) -> Option<R> {
        let name = &editor.network.transit.trips[trip].name;
        let message = format!("nothing would be left of the trip `{name}`, or of a part of it");
        let problem = Problem::error("nothing-left", message);
        editor.problem(&self.stops, problem.help("less minutes saved, or `remove-trips`"));
        None
    }
}

/// A run without its calls at some stops; none if too little of it is left.
fn without(mut run: Run, stops: &[StopIdx], saved: Option<Seconds>) -> Option<Run> {
    while let Some(at) = run.stops.iter().position(|stop| stops.contains(stop)) {
        if run.stops.len() < 3 {
            return None;
        }
        run = run.without(at, saved)?;
    }
    Some(run)
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, clocks, codes};

    fn edit(keys: &str) -> String {
        format!("[[modification]]\ntype = \"remove-stops\"\n{keys}\n")
    }

    #[test]
    fn a_stop_left_out_saves_what_is_said_or_its_dwell() {
        // G1: 15 + 2 + 15 min.
        let (network, touched) =
            applied(&edit("trips = [\"G1\"]\nstops = [\"丙站\"]\nminutes_saved_at_each_stop = 5"));
        assert_eq!(touched, ["1 call, 1 trip"]);
        assert_eq!(clocks(&network, "G1"), ["08:00-08:00", "08:27-08:27"]);
        let (network, touched) = applied(&edit("line_id = \"jiayi\"\nstops = [\"bing\"]"));
        assert_eq!(touched, ["2 calls, 2 trips"]);
        assert_eq!(clocks(&network, "G2"), ["09:00-09:00", "09:30-09:30"]);
    }

    #[test]
    fn a_first_stop_left_out_keeps_the_clock_of_the_second() {
        let (network, _) = applied(&edit("trips = [\"G1\"]\nstops = [\"jia\"]"));
        assert_eq!(clocks(&network, "G1"), ["08:15-08:17", "08:32-08:32"]);
    }

    #[test]
    fn what_cannot_be_is_told() {
        let all = "class = \"high_speed_rail\"\nstops = [\"jia\"]";
        assert_eq!(codes(&edit(all)), ["nothing-left"]);
        let much = "trips = [\"G1\"]\nstops = [\"bing\"]\nminutes_saved_at_each_stop = 32";
        assert_eq!(codes(&edit(much)), ["nothing-left"]);
        assert_eq!(codes(&edit("trips = [\"G3\"]\nstops = [\"bing\"]")), ["touches-nothing"]);
        assert_eq!(codes(&edit("trips = [\"G3\"]\nstops = [\"wu\"]")), ["unknown-place"]);
    }
}
