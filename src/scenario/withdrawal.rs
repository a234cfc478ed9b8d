//! What becomes of the timetable's trains where a line they run over is not there.
//!
//! The timetable was made for the lines open on the network's own day. In a scenario that lacks some of them, a train
//! keeps its times where its way is as fast as it was, takes the old way and is later from there on where that is up to
//! [`DETOUR_LIMIT`] times as long at the links' speeds, and falls away where there is no way or only a longer one. A train
//! whose station is not open yet falls away too.

use super::rail::RailGraph;
use crate::index::NodeIdx;
use crate::network::{Network, RouteClass, Timing, Trip};
use crate::units::Seconds;

/// How much longer the old way may take, at the links' free speeds.
const DETOUR_LIMIT: f64 = 1.5;

/// Retimes or withdraws the timetable's trains (not those that projects add); returns the ids of the withdrawn.
pub(super) fn fit_trips(network: &mut Network, reference: &Network) -> Vec<String> {
    let fit = |class| Fit {
        then: RailGraph::new(network, class),
        whole: RailGraph::new(reference, class),
    };
    let mut fits = [RouteClass::HighSpeedRail, RouteClass::ConventionalRail].map(fit);
    let nodes: Vec<Option<NodeIdx>> = network.transit.stops.iter().map(|stop| stop.node).collect();
    let mut withdrawn = Vec::new();
    let mut kept = Vec::new();
    for mut trip in std::mem::take(&mut network.transit.trips) {
        let class = network.transit.class(&trip);
        let is_own = trip.project.is_none() && class.is_rail();
        let fit = &mut fits[usize::from(class != RouteClass::HighSpeedRail)];
        if !is_own || fit.trip(&mut trip, &nodes) {
            kept.push(trip);
        } else {
            withdrawn.push(trip.id);
        }
    }
    network.transit.trips = kept;
    withdrawn
}

struct Fit {
    then: RailGraph,
    whole: RailGraph,
}

impl Fit {
    /// Whether a trip can still run; makes it later where it takes longer.
    fn trip(&mut self, trip: &mut Trip, nodes: &[Option<NodeIdx>]) -> bool {
        retime(trip, nodes, |from, to| {
            let usual = self.whole.free_time(from, to);
            delay(usual, || self.then.free_time(from, to))
        })
    }
}

/// Whether a trip can still run; makes it later where it takes longer. `delay` says how much later it is at the second of two
/// nodes that it runs between, none if it cannot run there.
pub(super) fn retime(
    trip: &mut Trip,
    nodes: &[Option<NodeIdx>],
    mut delay: impl FnMut(NodeIdx, NodeIdx) -> Option<Seconds>,
) -> bool {
    let mut late = Seconds(0);
    for at in 1..trip.stop_times.len() {
        let ends = [at - 1, at].map(|call| nodes[trip.stop_times[call].stop.at()]);
        let [Some(from), Some(to)] = ends else {
            shift(trip, at, late);
            continue;
        };
        match delay(from, to) {
            Some(delay) => late += delay,
            None => return false,
        }
        shift(trip, at, late);
    }
    if late > Seconds(0) {
        trip.timing = Timing::Estimated;
        trip.provenance.note =
            format!("takes an older way, {late} longer; {}", trip.provenance.note);
    }
    true
}

/// How much later a train is over a way that takes so long now, at free speed, as against its usual time; none if it cannot
/// run. Ways that the whole network lacks too are no concern of the scenario.
pub(super) fn delay(
    usual: Option<Seconds>,
    now: impl FnOnce() -> Option<Seconds>,
) -> Option<Seconds> {
    let Some(usual) = usual else { return Some(Seconds(0)) };
    let now = now()?;
    let is_bearable = f64::from(now.0) <= f64::from(usual.0) * DETOUR_LIMIT;
    is_bearable.then(|| whole_minutes(now.saturating_sub(usual)))
}

/// Up to the next whole minute, as a timetable has it.
fn whole_minutes(time: Seconds) -> Seconds {
    Seconds(time.0.div_ceil(60) * 60)
}

fn shift(trip: &mut Trip, call: usize, by: Seconds) {
    trip.stop_times[call].arrival += by;
    trip.stop_times[call].departure += by;
}
