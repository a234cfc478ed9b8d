//! `adjust-speed`: services that run faster or slower from stop to stop.
//!
//! As in Conveyal Analysis, `scale` is a factor on the speed and dwells stay. A trip keeps its clock at its first stop.
//! Trips chosen by `line_id` change over the line only: a hop that runs over it for a part of its way changes by that part
//! of its time at free speed.

use super::choice::{ChosenTrips, TripChoice};
use super::run::{Run, retime};
use super::{Editor, Touched};
use crate::diagnostic::Problem;
use crate::index::StopIdx;
use crate::units::Seconds;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// The keys of `adjust-speed`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdjustSpeed {
    /// Train numbers or trip ids.
    #[serde(default)]
    pub trips: Option<Vec<Spanned<String>>>,
    /// Trains that run over links of this line.
    #[serde(default)]
    pub line_id: Option<Spanned<String>>,
    /// All trips of a class: `high_speed_rail`, `bus`, …
    #[serde(default)]
    pub class: Option<Spanned<String>>,
    /// Only between this stop and `to_stop`, in either direction; from the first stop if not said.
    #[serde(default)]
    pub from_stop: Option<Spanned<String>>,
    /// To the last stop if not said.
    #[serde(default)]
    pub to_stop: Option<Spanned<String>>,
    /// How many times as fast.
    #[serde(default)]
    pub scale: Option<Spanned<f64>>,
    /// How many minutes less in all.
    #[serde(default)]
    pub minutes_saved: Option<Spanned<f64>>,
}

/// How running times change.
#[derive(Debug, Clone, Copy)]
enum Change {
    Scale(f64),
    Saved(Seconds),
}

impl AdjustSpeed {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let change = self.change(editor);
        let from = self.from_stop.as_ref().map(|name| editor.stop(name));
        let to = self.to_stop.as_ref().map(|name| editor.stop(name));
        let (line_id, class) = (self.line_id.as_ref(), self.class.as_ref());
        let choice = TripChoice { trips: self.trips.as_deref(), line_id, class };
        let chosen = choice.resolve(editor);
        let (from, to) = (
            from.map_or(Some(None), |stop| stop.map(Some)),
            to.map_or(Some(None), |stop| stop.map(Some)),
        );
        let (change, ends, chosen) = (change?, (from?, to?), chosen?);
        let mut adjusted = 0;
        for trip in &chosen.trips {
            adjusted += usize::from(self.adjust(editor, *trip, ends, change, &chosen)?);
        }
        Some(Touched::new(adjusted, "trip"))
    }

    fn change(&self, editor: &mut Editor<'_>) -> Option<Change> {
        match (&self.scale, &self.minutes_saved) {
            (Some(scale), None) => editor.above_zero(scale, "factor on a speed").map(Change::Scale),
            (None, Some(minutes)) => editor
                .above_zero(minutes, "time in minutes")
                .map(|minutes| Change::Saved(Seconds::from_minutes_f64(minutes))),
            _ => editor.refuse_edit(
                "wrong-keys",
                "how much faster is not said, or said twice",
                "one of scale = 1.1, minutes_saved = 3",
            ),
        }
    }

    /// Whether the trip runs there; `None` if it cannot be adjusted.
    fn adjust(
        &self,
        editor: &mut Editor<'_>,
        trip: usize,
        ends: (Option<StopIdx>, Option<StopIdx>),
        change: Change,
        chosen: &ChosenTrips,
    ) -> Option<bool> {
        let transit = &editor.network.transit;
        let class = transit.class(&transit.trips[trip]);
        let mut run = Run::of(&transit.trips[trip].stop_times);
        let Some(part) = part(&run.stops, ends) else {
            return if chosen.are_named { self.refuse_trip(editor, trip) } else { Some(false) };
        };
        let shares: Vec<f64> =
            part.clone().map(|at| chosen.share(class, run.stops[at], run.stops[at + 1])).collect();
        if shares.iter().all(|share| *share <= 0.0) {
            return Some(false);
        }
        let Some(hops) = adjusted(&run.hops[part.clone()], &shares, change) else {
            return self.refuse_saving(editor, trip);
        };
        run.hops.splice(part, hops);
        retime(editor, trip, run.calls());
        Some(true)
    }

    fn refuse_trip<R>(&self, editor: &mut Editor<'_>, trip: usize) -> Option<R> {
        let name = &editor.network.transit.trips[trip].name;
        let message = format!("the trip `{name}` does not call there");
        let problem = Problem::error("trip-without-stop", message)
            .help("stops at which every one of the trips calls");
        if let Some(stop) = self.from_stop.as_ref().or(self.to_stop.as_ref()) {
            editor.problem(stop, problem);
        }
        None
    }

    fn refuse_saving<R>(&self, editor: &mut Editor<'_>, trip: usize) -> Option<R> {
        let name = &editor.network.transit.trips[trip].name;
        let message = format!("the trip `{name}` does not run for so long there");
        if let Some(minutes) = &self.minutes_saved {
            editor.problem(minutes, Problem::error("out-of-range", message).help("less minutes"));
        }
        None
    }
}

/// The hops of a trip between two stops, whichever comes first; none if it does not call at them.
fn part(stops: &[StopIdx], ends: (Option<StopIdx>, Option<StopIdx>)) -> Option<Range<usize>> {
    let place = |stop: StopIdx| stops.iter().position(|other| *other == stop);
    let last = stops.len() - 1;
    let from = ends.0.map_or(Some(0), place)?;
    let to = ends.1.map_or(Some(last), place)?;
    let part = from.min(to)..from.max(to);
    (!part.is_empty()).then_some(part)
}

/// Hops of which a share each changes: the total is right to the second; none if a saving leaves no time.
fn adjusted(hops: &[Seconds], shares: &[f64], change: Change) -> Option<Vec<Seconds>> {
    let parts: Vec<f64> =
        hops.iter().zip(shares).map(|(hop, share)| f64::from(hop.0) * share).collect();
    let total: f64 = parts.iter().sum();
    let left = match change {
        Change::Scale(scale) => 1.0 / scale,
        Change::Saved(saved) => 1.0 - f64::from(saved.0) / total,
    };
    if left <= 0.0 {
        return None;
    }
    let mut clock = 0.0;
    let mut told = Seconds(0);
    let new = hops.iter().zip(&parts).map(|(hop, part)| {
        clock += f64::from(hop.0) - part * (1.0 - left);
        let until = Seconds::from_f64(clock);
        let hop = until.saturating_sub(told);
        told = until;
        hop
    });
    Some(new.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::testing::{applied, clocks, codes, tiny};
    use proptest::prelude::*;

    #[test]
    fn a_faster_train_keeps_its_dwell() {
        // G1: 15 min, 2 min, 15 min. At 1.25 times the speed 12, 2 and 12 min.
        let (network, touched) =
            applied("[[modification]]\ntype = \"adjust-speed\"\ntrips = [\"G1\"]\nscale = 1.25\n");
        assert_eq!(touched, ["1 trip"]);
        assert_eq!(clocks(&network, "G1"), ["08:00-08:00", "08:12-08:14", "08:26-08:26"]);
        assert_eq!(network.transit.trips[0].timing, crate::network::Timing::Estimated);
    }

    #[test]
    fn minutes_are_saved_between_two_stops_in_both_directions() {
        let (network, touched) = applied(
            r#"
            [[modification]]
            type = "adjust-speed"
            class = "high_speed_rail"
            from_stop = "丙站"
            to_stop = "乙站"
            minutes_saved = 3
            "#,
        );
        assert_eq!(touched, ["2 trips"]); // G1 and G2; G3 and G4 do not call at Bing
        assert_eq!(clocks(&network, "G1"), ["08:00-08:00", "08:15-08:17", "08:29-08:29"]);
        assert_eq!(clocks(&network, "G2"), ["09:00-09:00", "09:12-09:14", "09:29-09:29"]);
        assert_eq!(clocks(&network, "G3"), clocks(&tiny(), "G3"));
    }

    #[test]
    fn trains_chosen_by_a_line_change_by_their_part_of_it() {
        // A new line of 54 km at 125 km/h instead of the second half of the railway: of the 27 min of G3 two thirds of
        // the time at free speed (12.96 of 25.92 + 12.96 min) are on the line that stays.
        let (network, touched) = applied(
            r#"
            [[modification]]
            type = "remove-links"
            links = ["rail-jiayi-2"]
            [[modification]]
            type = "add-links"
            links = [{ id = "rail-slow", from = "rail-bing", to = "rail-yi", length_km = 54, facility_type = "high_speed_rail", free_speed_kmh = 125, line_id = "slow" }]
            [[modification]]
            type = "adjust-speed"
            line_id = "jiayi"
            scale = 1.5
            "#,
        );
        assert_eq!(touched[2], "4 trips");
        // 27 min = 1620 s; a third on the line, 540 s, becomes 360 s.
        assert_eq!(clocks(&network, "G3"), ["10:00-10:00", "10:24-10:24"]);
        assert_eq!(clocks(&network, "G1"), ["08:00-08:00", "08:10-08:12", "08:27-08:27"]);
    }

    #[test]
    fn what_cannot_be_is_told() {
        let found = codes(
            r#"
            [[modification]]
            type = "adjust-speed"
            trips = ["G3"]
            from_stop = "丙站"
            minutes_saved = 3
            [[modification]]
            type = "adjust-speed"
            trips = ["G1"]
            minutes_saved = 30
            [[modification]]
            type = "adjust-speed"
            class = "tram"
            scale = 1.1
            minutes_saved = 3
            [[modification]]
            type = "adjust-speed"
            class = "bus"
            scale = 1.1
            "#,
        );
        let expected =
            ["trip-without-stop", "out-of-range", "wrong-keys", "unknown-word", "touches-nothing"];
        assert_eq!(found, expected);
    }

    proptest! {
        #[test]
        fn a_factor_of_one_changes_nothing(by_line in any::<bool>()) {
            let which = if by_line { "line_id = \"jiayi\"" } else { "class = \"high_speed_rail\"" };
            let text = format!("[[modification]]\ntype = \"adjust-speed\"\n{which}\nscale = 1\n");
            prop_assert_eq!(applied(&text).0, tiny());
        }

        #[test]
        fn a_saving_is_right_to_the_second(
            hops in proptest::collection::vec(60..10_000u32, 1..8), saved in 1..59u32,
        ) {
            let hops: Vec<Seconds> = hops.into_iter().map(Seconds).collect();
            let new = adjusted(&hops, &vec![1.0; hops.len()], Change::Saved(Seconds(saved))).unwrap();
            let total = |hops: &[Seconds]| hops.iter().map(|hop| hop.0).sum::<u32>();
            prop_assert_eq!(total(&new) + saved, total(&hops));
        }
    }
}
