//! A timetable prepared for [`window_scan`](super::window_scan): its connections in a window, and the changes worth looking at.
//!
//! Problem: from the end of each connection one can change to boardings of the same stop and, on footpaths, of many around
//! it. In a city that is a hundred or so, and nearly all are as well made from another stop of the same trip.
//!
//! Paper: the idea is that of transfer reduction (Witt 2015, "Trip-Based Public Transit Routing", doi
//! 10.1007/978-3-662-48350-3_85). Of all changes from one trip to one stop the following are dropped, without loss:
//! - One that is made sooner by way of a later stop of the trip: whoever is on board may stay seated.
//! - What is left is ready no sooner the later one alights. All but the first are of use only to those who boarded
//!   after the first was made; [`Late::since`] says so.
//!
//! Complexity: O(c · changes · log c) for c connections, once. Memory: 36 bytes a connection, 4 or 8 a change.
//!
//! Invariants: whoever is on board a trip can be ready for every boarding that all changes from there lead to, at the same
//! time or before, with as many rides. This holds though a scan passes over the changes of who alights no sooner than
//! others have: each such step leads to a change that is ready sooner, or as soon and seen before, so that none leads round.
//!
//! What it does not do: look beyond one trip; a change that another line makes as well is kept.

use super::csa::Boardings;
use super::graph::group;
use super::timetable::{Connection, Timetable};
use rayon::prelude::*;
use std::ops::Range;

/// What a scan reads of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hop {
    pub(super) arrival: u32,
    pub(super) to: u32,
    pub(super) trip: u32,
    pub(super) boarding: u32,
    /// Its place among the trip's connections of the window, from 1.
    pub(super) place: u32,
    first_change: u32,
    first_late: u32,
    /// The least [`Late::since`] of its late changes: who boarded no later needs none of them.
    pub(super) late_since: u32,
}

/// A change for those alone who boarded lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Late {
    /// Who was on board at this place of the trip has a better change.
    pub(super) since: u32,
    pub(super) boarding: u32,
}

/// The connections of a window and their changes; may be shared between threads.
#[derive(Debug, Clone)]
pub struct WindowIndex {
    trip_count: usize,
    departures: Vec<u32>,
    /// By connection, and one more that ends the last lists.
    hops: Vec<Hop>,
    changes: Vec<u32>,
    late: Vec<Late>,
    boardings: Boardings,
    stop_count: usize,
}

/// A change as it is found: (connection, since, boarding); `since` is 0 for one that everybody needs.
type Found = (u32, u32, u32);

impl WindowIndex {
    /// Of the connections that depart in a window: all others are as if they did not run.
    pub fn new(timetable: &Timetable, window: Range<u32>) -> Self {
        let all = timetable.connections();
        let first_at = |time| all.partition_point(|connection| connection.departure < time);
        let first = first_at(window.start);
        let connections = &all[first..first_at(window.end).max(first)];
        let boardings = Boardings::new(timetable.stop_count(), connections);
        let trips: Vec<u32> = connections.iter().map(|connection| connection.trip).collect();
        let (first_of_trip, by_trip) = group(timetable.trip_count(), &trips);
        let of_trip =
            |trip: usize| &by_trip[first_of_trip[trip] as usize..first_of_trip[trip + 1] as usize];
        let fresh = || vec![(0, 0); timetable.stop_count()];
        let worth = |known: &mut Vec<(u32, u32)>, trip: usize| {
            worth_making(timetable, connections, &boardings, of_trip(trip), known)
        };
        let found: Vec<Vec<Found>> =
            (0..timetable.trip_count()).into_par_iter().map_init(fresh, worth).collect();
        let mut found: Vec<Found> = found.concat();
        found.par_sort_unstable();
        let mut index = Self {
            trip_count: timetable.trip_count(),
            departures: connections.iter().map(|connection| connection.departure).collect(),
            hops: Vec::with_capacity(connections.len() + 1),
            changes: Vec::new(),
            late: Vec::new(),
            boardings,
            stop_count: timetable.stop_count(),
        };
        let mut place_of_trip = vec![0; timetable.trip_count()];
        let mut rest = found.into_iter().peekable();
        for (at, connection) in (0..).zip(connections) {
            let place = &mut place_of_trip[connection.trip as usize];
            *place += 1;
            index.push(connection, *place);
            while let Some((_, since, boarding)) = rest.next_if(|change| change.0 == at) {
                if since == 0 {
                    index.changes.push(boarding);
                } else {
                    let hop = &mut index.hops[at as usize];
                    hop.late_since = hop.late_since.min(since);
                    index.late.push(Late { since, boarding });
                }
            }
        }
        let end = Connection { departure: 0, arrival: 0, trip: 0, index: 0, from: 0, to: 0 };
        index.push_at(&end, 0, 0);
        index
    }

    fn push(&mut self, connection: &Connection, place: u32) {
        let boarding = self.boardings.next(connection.from, connection.departure);
        self.push_at(connection, place, boarding);
    }

    fn push_at(&mut self, connection: &Connection, place: u32, boarding: u32) {
        self.hops.push(Hop {
            arrival: connection.arrival,
            to: connection.to,
            trip: connection.trip,
            boarding,
            place,
            first_change: self.changes.len() as u32,
            first_late: self.late.len() as u32,
            late_since: u32::MAX,
        });
    }

    /// The number of stops.
    pub fn stop_count(&self) -> usize {
        self.stop_count
    }

    /// The number of connections, of changes that are always looked at, and of those that only late boarders need.
    pub fn counts(&self) -> [usize; 3] {
        [self.departures.len(), self.changes.len(), self.late.len()]
    }

    pub(super) fn trip_count(&self) -> usize {
        self.trip_count
    }

    pub(super) fn boarding_count(&self) -> usize {
        self.boardings.time.len()
    }

    #[inline]
    pub(super) fn hop(&self, connection: usize) -> &Hop {
        &self.hops[connection]
    }

    /// The boardings that everybody may change to after a connection.
    #[inline]
    pub(super) fn changes_of(&self, connection: usize) -> &[u32] {
        let [first, end] = [0, 1].map(|more| self.hops[connection + more].first_change as usize);
        &self.changes[first..end]
    }

    /// Those that late boarders may change to, by rising [`Late::since`].
    #[inline]
    pub(super) fn late_of(&self, connection: usize) -> &[Late] {
        let [first, end] = [0, 1].map(|more| self.hops[connection + more].first_late as usize);
        &self.late[first..end]
    }

    /// The boardings of a stop at or after a time, with their times.
    pub(super) fn boardings_from(
        &self,
        stop: u32,
        ready: u32,
    ) -> impl Iterator<Item = (u32, u32)> + '_ {
        let first = self.boardings.next(stop, ready) as usize;
        // The last boarding of a stop never comes.
        let times = first..self.boardings.of(stop).end - 1;
        times.map(|boarding| (boarding as u32, self.boardings.time[boarding]))
    }

    /// The connections that depart in a range of times.
    pub(super) fn departing_in(&self, times: &Range<u32>) -> Range<usize> {
        let first_at = |time| self.departures.partition_point(|&departure| departure < time);
        first_at(times.start)..first_at(times.end).max(first_at(times.start))
    }

    #[inline]
    pub(super) fn has_no_length(&self, connection: usize) -> bool {
        self.hops[connection].arrival == self.departures[connection]
    }

    /// The longest run of connections without length that depart in the same second, from one that does.
    pub(super) fn instant_run_from(&self, start: usize, end: usize) -> Range<usize> {
        let second = self.departures[start];
        let belongs = |&c: &usize| self.has_no_length(c) && self.departures[c] == second;
        start..start + (start..end).take_while(belongs).count()
    }
}

/// The changes of one trip that are worth making, given its connections in order. `known` holds, by stop, the trip that
/// wrote there last and what it wrote, and is written over.
fn worth_making(
    timetable: &Timetable,
    connections: &[Connection],
    boardings: &Boardings,
    of_trip: &[u32],
    known: &mut [(u32, u32)],
) -> Vec<Found> {
    let Some(&first) = of_trip.first() else { return Vec::new() };
    // Two marks a trip, one for each way along it; 0 is nobody's.
    let mark = 2 * connections[first as usize].trip + 1;
    let mut kept: Vec<(u32, u32, u32, u32)> = Vec::new(); // (place, connection, stop, boarding)
    for (place, &at) in of_trip.iter().enumerate().rev() {
        let place = place as u32 + 1;
        let &Connection { to, arrival, .. } = &connections[at as usize];
        let same_stop = (to, timetable.minimum_change(to));
        let walks = timetable.footpaths(to).iter().map(|path| (path.to, path.seconds));
        for (stop, seconds) in walks.chain([same_stop]) {
            let ready = arrival.saturating_add(seconds);
            let boarding = boardings.next(stop, ready);
            let best = &mut known[stop as usize];
            let never_comes = boardings.time[boarding as usize] == u32::MAX;
            // Not where they are equal: two trips might each leave a change to the other.
            if never_comes || (best.0 == mark && best.1 < ready) {
                continue;
            }
            *best = (mark, ready);
            kept.push((place, at, stop, boarding));
        }
    }
    kept.reverse();
    let mut found = Vec::with_capacity(kept.len());
    for (place, at, stop, boarding) in kept {
        let before = known[stop as usize];
        known[stop as usize] = (mark + 1, place);
        let since = if before.0 == mark + 1 { before.1 } else { 0 };
        // Reversed, the best of one connection to a stop comes first, and the rest of them is needless.
        if since != place {
            found.push((at, since, boarding));
        }
    }
    found
}
