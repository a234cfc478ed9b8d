//! A trip taken apart into hops and dwells, and put together again.

use super::Editor;
use crate::index::StopIdx;
use crate::network::{Exchange, StopTime, Timing};
use crate::units::Seconds;

/// The calls of a trip as durations.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// When it comes in at its first stop.
    start: Seconds,
    /// Its stops.
    pub(super) stops: Vec<StopIdx>,
    /// What passengers may do at each.
    exchanges: Vec<Exchange>,
    /// How long it stands at each.
    pub(super) dwells: Vec<Seconds>,
    /// How long it runs from each stop to the next.
    pub(super) hops: Vec<Seconds>,
}

impl Run {
    /// Of a trip's calls.
    pub(super) fn of(calls: &[StopTime]) -> Self {
        Self {
            start: calls[0].arrival,
            stops: calls.iter().map(|call| call.stop).collect(),
            exchanges: calls.iter().map(|call| call.exchange).collect(),
            dwells: calls.iter().map(|call| call.departure - call.arrival).collect(),
            hops: calls.windows(2).map(|pair| pair[1].arrival - pair[0].departure).collect(),
        }
    }

    /// The same, coming in at its first stop at another time.
    pub(super) fn starting(self, start: Seconds) -> Self {
        Self { start, ..self }
    }

    /// The calls of a trip that keeps its clock at its first stop.
    pub(super) fn calls(&self) -> Vec<StopTime> {
        let mut arrival = self.start;
        let mut calls = Vec::with_capacity(self.stops.len());
        for (at, stop) in self.stops.iter().enumerate() {
            let departure = arrival + self.dwells[at];
            let exchange = self.exchanges[at];
            calls.push(StopTime { stop: *stop, arrival, departure, exchange });
            arrival = departure + self.hops.get(at).copied().unwrap_or_default();
        }
        calls
    }

    /// Leaves a stop out. Between two others it becomes a part of the hop, which is `saved` shorter than hop, dwell and
    /// hop were; none if that leaves no time at all.
    pub(super) fn without(mut self, at: usize, saved: Option<Seconds>) -> Option<Self> {
        let last = self.stops.len() - 1;
        if at == 0 {
            self.start = self.start + self.dwells[0] + self.hops[0];
            self.hops.remove(0);
        } else if at == last {
            self.hops.pop();
        } else {
            let whole = self.hops[at - 1] + self.dwells[at] + self.hops[at];
            let hop = whole.saturating_sub(saved.unwrap_or(self.dwells[at]));
            if hop == Seconds(0) {
                return None;
            }
            self.hops[at - 1] = hop;
            self.hops.remove(at);
        }
        self.stops.remove(at);
        self.exchanges.remove(at);
        self.dwells.remove(at);
        Some(self)
    }
}

/// Gives a trip other calls; one that has them already stays as it is.
pub(super) fn retime(editor: &mut Editor<'_>, trip: usize, calls: Vec<StopTime>) {
    let old = &editor.network.transit.trips[trip];
    if old.stop_times == calls {
        return;
    }
    let provenance = editor.amended(&old.provenance);
    let project = Some(editor.project_id());
    let trip = &mut editor.change_services().transit.trips[trip];
    trip.stop_times = calls;
    if trip.timing != Timing::Synthetic {
        trip.timing = Timing::Estimated;
    }
    trip.project = project;
    trip.provenance = provenance;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(stop: u32, arrival: u32, departure: u32) -> StopTime {
        StopTime::new(StopIdx(stop), Seconds(arrival), Seconds(departure))
    }

    const CALLS: [(u32, u32, u32); 3] = [(0, 100, 120), (1, 720, 840), (2, 1440, 1440)];

    fn calls() -> Vec<StopTime> {
        CALLS.iter().map(|(stop, arrival, departure)| call(*stop, *arrival, *departure)).collect()
    }

    #[test]
    fn a_trip_taken_apart_and_put_together_is_the_same() {
        assert_eq!(Run::of(&calls()).calls(), calls());
    }

    #[test]
    fn a_stop_left_out_between_becomes_part_of_the_hop() {
        // 600 s + 120 s + 600 s, 300 s saved: 1020 s from 120 on.
        let run = Run::of(&calls()).without(1, Some(Seconds(300))).unwrap();
        assert_eq!(run.calls(), [call(0, 100, 120), call(2, 1140, 1140)]);
        assert_eq!(Run::of(&calls()).without(1, Some(Seconds(1320))), None);
    }

    #[test]
    fn a_stop_left_out_at_an_end_takes_its_hop_along() {
        let from_second = Run::of(&calls()).without(0, None).unwrap();
        assert_eq!(from_second.calls(), calls()[1..]);
        let to_second = Run::of(&calls()).without(2, None).unwrap();
        assert_eq!(to_second.calls(), calls()[..2]);
    }
}
