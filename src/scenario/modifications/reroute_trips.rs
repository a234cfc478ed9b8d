//! `reroute-trips`: services that take another way for a part of their run.
//!
//! As in Conveyal Analysis: what lies between `from_stop` and `to_stop` is replaced by `stops`. Without `from_stop` the
//! trip starts at the first of `stops`, without `to_stop` it ends at the last. The clock is kept where the trip comes
//! from (`from_stop` and before); a trip without `from_stop` keeps its clock from `to_stop` on.

use super::add_trips::timed;
use super::hops::{Traction, hop_times, named_stock, standard_dwell};
use super::remove_trips::find_trip;
use super::run::retime;
use super::{Editor, Touched};
use crate::diagnostic::Problem;
use crate::index::StopIdx;
use crate::network::StopTime;
use crate::units::Seconds;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `reroute-trips`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RerouteTrips {
    /// Train numbers or trip ids.
    pub trips: Vec<Spanned<String>>,
    /// The last stop kept before the new part.
    #[serde(default)]
    pub from_stop: Option<Spanned<String>>,
    /// The first stop kept after it.
    #[serde(default)]
    pub to_stop: Option<Spanned<String>>,
    /// The stops between.
    pub stops: Spanned<Vec<Spanned<String>>>,
    /// The train that runs the new part: a `stock_id` of `rolling_stock.csv`.
    #[serde(default)]
    pub stock: Option<Spanned<String>>,
}

/// The part of a trip that is new.
struct Part {
    via: Vec<StopIdx>,
    from: Option<StopIdx>,
    to: Option<StopIdx>,
    traction: Traction,
}

impl RerouteTrips {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        if self.from_stop.is_none() && self.to_stop.is_none() {
            let problem =
                Problem::error("missing-key", "a reroute needs `from_stop`, `to_stop` or both");
            editor.problem(&self.stops, problem);
            return None;
        }
        let via = editor.stops(self.stops.get_ref());
        let from = self.from_stop.as_ref().map(|name| editor.stop(name));
        let to = self.to_stop.as_ref().map(|name| editor.stop(name));
        let stock = named_stock(editor, self.stock.as_ref());
        let (via, from, to) = (via?, transpose(from)?, transpose(to)?);
        let part = Part { via, from, to, traction: Traction { stock: stock?, top_speed: None } };
        for name in &self.trips {
            let trip = find_trip(editor, name)?;
            self.reroute(editor, trip, name, &part)?;
        }
        Some(Touched::new(self.trips.len(), "trip"))
    }

    fn reroute(
        &self,
        editor: &mut Editor<'_>,
        trip: usize,
        name: &Spanned<String>,
        part: &Part,
    ) -> Option<()> {
        let Part { via, from, to, traction } = part;
        let (from, to) = (*from, *to);
        let old = editor.network.transit.trips[trip].stop_times.clone();
        let before = kept(editor, &old, name, from)?.map_or(0, |at| at + 1);
        let after = kept(editor, &old, name, to)?.unwrap_or(old.len());
        if before > after {
            editor.problem(
                name,
                Problem::error("out-of-order", "the trip calls at `to_stop` before `from_stop`"),
            );
            return None;
        }
        let class = editor.network.transit.class(&editor.network.transit.trips[trip]);
        let part: Vec<StopIdx> = from.into_iter().chain(via.iter().copied()).chain(to).collect();
        let hops = hop_times(editor, &part, class, traction, &self.stops)?;
        let dwell = standard_dwell(editor, class, &self.stops)?;
        let calls = splice(
            &old,
            before,
            after,
            &timed(&part, &hops, dwell),
            from.is_some(),
            to.is_some(),
            dwell,
        );
        let Some(calls) = calls else {
            editor.problem(
                name,
                Problem::error(
                    "out-of-range",
                    "the trip would have to start before midnight of its day",
                ),
            );
            return None;
        };
        retime(editor, trip, calls);
        Some(())
    }
}

/// Where the trip calls at a kept stop; `Some(None)` if none is to be kept on this side.
fn kept(
    editor: &mut Editor<'_>,
    calls: &[StopTime],
    name: &Spanned<String>,
    stop: Option<StopIdx>,
) -> Option<Option<usize>> {
    let Some(stop) = stop else { return Some(None) };
    let at = calls.iter().position(|call| call.stop == stop);
    if at.is_none() {
        let message = format!(
            "the trip `{}` does not call at {}",
            name.get_ref(),
            editor.network.transit.stops[stop.at()].label()
        );
        editor.problem(name, Problem::error("trip-without-stop", message));
    }
    at.map(Some)
}

fn transpose(found: Option<Option<StopIdx>>) -> Option<Option<StopIdx>> {
    match found {
        None => Some(None),
        Some(None) => None,
        Some(Some(stop)) => Some(Some(stop)),
    }
}

/// Joins the kept calls before and after with the new part (which holds the kept ends); none if a time would be negative.
fn splice(
    old: &[StopTime],
    before: usize,
    after: usize,
    part: &[StopTime],
    has_from: bool,
    has_to: bool,
    dwell: Seconds,
) -> Option<Vec<StopTime>> {
    let last = part[part.len() - 1];
    let shift = |call: StopTime, by: i64| -> Option<StopTime> {
        let moved = |time: Seconds| u32::try_from(i64::from(time.0) + by).ok().map(Seconds);
        Some(StopTime { arrival: moved(call.arrival)?, departure: moved(call.departure)?, ..call })
    };
    let start = if has_from {
        i64::from(old[before - 1].departure.0)
    } else {
        i64::from(old[after].arrival.0) - i64::from(last.arrival.0)
    };
    let mut calls: Vec<StopTime> = old[..before].to_vec();
    let inner = usize::from(has_from)..part.len() - usize::from(has_to);
    for call in &part[inner] {
        calls.push(shift(*call, start)?);
    }
    if has_to {
        let arrival = i64::from(last.arrival.0) + start;
        let later = arrival - i64::from(old[after].arrival.0);
        let mut rest: Vec<StopTime> =
            old[after..].iter().map(|call| shift(*call, later)).collect::<Option<_>>()?;
        if after == 0 && rest.len() > 1 {
            rest[0].departure = rest[0].departure.max(rest[0].arrival + dwell);
        }
        calls.extend(rest);
    }
    Some(calls)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(stop: u32, arrival: u32, departure: u32) -> StopTime {
        StopTime::new(StopIdx(stop), Seconds(arrival), Seconds(departure))
    }

    #[test]
    fn a_trip_with_a_new_start_keeps_its_clock_from_the_join_on() {
        let old =
            [call(0, 1000, 1000), call(1, 2000, 2100), call(2, 3000, 3100), call(3, 4000, 4000)];
        let part = [call(9, 0, 0), call(2, 700, 700)];
        let new = splice(&old, 0, 2, &part, false, true, Seconds(120)).unwrap();
        assert_eq!(new, [call(9, 2300, 2300), call(2, 3000, 3100), call(3, 4000, 4000)]);
    }

    #[test]
    fn a_trip_with_a_new_middle_is_later_behind_it() {
        let old = [call(0, 1000, 1000), call(1, 2000, 2100), call(2, 3000, 3100)];
        let part = [call(0, 0, 0), call(8, 600, 700), call(2, 2500, 2500)];
        let new = splice(&old, 1, 2, &part, true, true, Seconds(120)).unwrap();
        assert_eq!(new, [call(0, 1000, 1000), call(8, 1600, 1700), call(2, 3500, 3600)]);
    }
}
