//! Times by services with lines or stations closed.

use super::{ClosedTimes, Element, Times, Visit};
use crate::index::{TripIdx, ZoneIdx};
use crate::network::{MissingParameter, Network, Trip};
use crate::scenario::TrainClosures;
use crate::skims::{FastestTimes, TravelMode};
use crate::supply::{Schedule, Supply};
use crate::units::Seconds;
use rayon::prelude::*;

/// The services of a network and what each train needs.
#[derive(Debug)]
pub(super) struct TrainCloser {
    supply: Supply,
    trains: TrainClosures,
    zones: Vec<ZoneIdx>,
    mode: TravelMode,
}

impl TrainCloser {
    pub(super) fn new(
        network: &Network,
        zones: &[ZoneIdx],
        mode: TravelMode,
    ) -> Result<Self, MissingParameter> {
        let supply = Supply::build(network)?;
        let trains = TrainClosures::new(network);
        Ok(Self { supply, trains, zones: zones.to_vec(), mode })
    }

    /// As [`RoadCloser::each`](super::roads::RoadCloser::each): a closure that no train is concerned by takes the times over; after
    /// any other the timetable is made and searched anew, for trains that are later may make other journeys faster too.
    pub(super) fn each<R: Send>(
        &self,
        network: &Network,
        closures: &[&Element],
        visit: &Visit<'_, R>,
    ) -> (Times, Vec<R>) {
        let times = FastestTimes { supply: &self.supply, zones: &self.zones, mode: self.mode };
        let open = times.over(self.mode.schedule(&self.supply));
        let close = |(at, element): (usize, &&Element)| {
            visit(at, &self.closed(network, element, &times, &open), &open)
        };
        let found = closures.par_iter().with_max_len(1).enumerate().map(close).collect();
        (open, found)
    }

    fn closed(
        &self,
        network: &Network,
        element: &Element,
        times: &FastestTimes<'_>,
        open: &[Option<Seconds>],
    ) -> ClosedTimes {
        let changes = self.trains.close(network, &element.links, &element.nodes);
        if changes.is_empty() {
            return ClosedTimes { times: open.to_vec(), withdrawn: 0, later: 0 };
        }
        let mut trips: Vec<(TripIdx, &Trip)> = Vec::with_capacity(network.transit.trips.len());
        let mut changed = changes.iter().peekable();
        for (at, trip) in network.transit.trips.iter().enumerate() {
            let at = TripIdx::new(at);
            match changed.next_if(|(concerned, _)| *concerned == at) {
                Some((_, later)) => trips.extend(later.as_ref().map(|later| (at, later))),
                None => trips.push((at, trip)),
            }
        }
        let (access, services) = (&self.supply.access, self.mode.services());
        let schedule = Schedule::of_trips(network, access, services, &trips)
            .expect("the network's own schedule had all parameters");
        let withdrawn = changes.iter().filter(|(_, later)| later.is_none()).count();
        let later = changes.len() - withdrawn;
        ClosedTimes { times: times.over(&schedule), withdrawn, later }
    }
}
