//! Profile connection scan: for one target, every best journey of the day from every stop.
//!
//! Problem: for each stop and each time of being ready to board there, the earliest arrival at the target with at most
//! 1, 2, …, [`MAX_TRIPS`] trips, under the rules of [`timetable`](super::timetable).
//!
//! Paper: Dibbelt, Pajor, Strasser, Wagner 2018, "Connection Scan Algorithm", doi 10.1145/3274661, sections 4 and 5
//! (profiles, Pareto over trips). Connections are scanned by falling departure, and each takes the best of staying
//! seated, leaving for the target and changing. Two things differ from the paper:
//! - The distinct departure times of each stop are its *boardings*, known before any target is. So "the next boarding
//!   after this change" is looked up once for all targets, in [`ProfileIndex`], and a scan searches for nothing.
//! - Connections of no length can depend on each other within one second, even in a circle. A run of them is scanned
//!   again until nothing improves.
//!
//! Complexity: O(c · (1 + changes)) lanes of 8 numbers per target, for c connections that each lead to `changes`
//! boardings (the same stop, and one per footpath); the index takes O(c · changes · log c) once and 4 bytes a change.
//!
//! Invariants: from one boarding of a stop to the next, no lane falls; within a boarding, lanes fall or stay with more
//! trips. Results do not depend on threads or on the order of the target's stops.
//!
//! What it does not do: name the trips (ask [`raptor`](super::raptor) for the one journey that needs explaining), walk
//! to the target without a trip, or count more than [`MAX_TRIPS`] trips.

use super::graph::{UNREACHED, group};
use super::timetable::{Connection, Timetable};
use std::ops::Range;

/// The most trips that a journey may have.
pub const MAX_TRIPS: usize = 8;

/// Arrivals by number of trips: the lane at `k` is the earliest with at most k + 1 trips, or [`UNREACHED`].
pub type Lanes = [u32; MAX_TRIPS];

pub(super) const NEVER: Lanes = [UNREACHED; MAX_TRIPS];

/// What a scan reads of a connection.
#[derive(Debug, Clone)]
pub(super) struct Hop {
    pub(super) arrival: u32,
    pub(super) to: u32,
    pub(super) trip: u32,
    pub(super) boarding: u32,
    first_change: u32,
}

/// A timetable prepared for profiles; it owns all it needs and may be shared between threads.
#[derive(Debug, Clone)]
pub struct ProfileIndex {
    trip_count: usize,
    /// By connection, and one more that ends the last list of changes.
    hops: Vec<Hop>,
    departures: Vec<u32>,
    /// The boardings that may follow a connection.
    changes: Vec<u32>,
    boardings: Boardings,
    /// Whether a change can take no time at all.
    has_instant_changes: bool,
}

/// The distinct departure times of each stop, rising; each stop ends with one boarding that never comes.
#[derive(Debug, Clone)]
pub(super) struct Boardings {
    first: Vec<u32>,
    pub(super) time: Vec<u32>,
}

impl ProfileIndex {
    /// Looks up the boardings that can follow each connection.
    pub fn new(timetable: &Timetable) -> Self {
        let connections = timetable.connections();
        let boardings = Boardings::new(timetable.stop_count(), connections);
        let mut changes = Vec::new();
        let mut hops = Vec::with_capacity(connections.len() + 1);
        for connection in connections {
            let &Connection { arrival, to, trip, from, departure, .. } = connection;
            let boarding = boardings.next(from, departure);
            hops.push(Hop { arrival, to, trip, boarding, first_change: changes.len() as u32 });
            let same_stop =
                boardings.next(to, arrival.saturating_add(timetable.minimum_change(to)));
            let walks = timetable
                .footpaths(to)
                .iter()
                .map(|path| (path.to, arrival.saturating_add(path.seconds)));
            changes
                .extend(walks.map(|(stop, ready)| boardings.next(stop, ready)).chain([same_stop]));
            boardings.keep_real(&mut changes, hops[hops.len() - 1].first_change as usize);
        }
        hops.push(Hop {
            arrival: 0,
            to: 0,
            trip: 0,
            boarding: 0,
            first_change: changes.len() as u32,
        });
        let mut durations = (0..timetable.stop_count() as u32).flat_map(|stop| {
            let walks = timetable.footpaths(stop).iter().map(|path| path.seconds);
            walks.chain([timetable.minimum_change(stop)])
        });
        Self {
            trip_count: timetable.trip_count(),
            hops,
            departures: connections.iter().map(|connection| connection.departure).collect(),
            changes,
            boardings,
            has_instant_changes: durations.any(|seconds| seconds == 0),
        }
    }

    /// The number of stops.
    pub fn stop_count(&self) -> usize {
        self.boardings.first.len() - 1
    }

    pub(super) fn trip_count(&self) -> usize {
        self.trip_count
    }

    /// The last arrival.
    pub(super) fn latest(&self) -> u32 {
        self.hops.iter().map(|hop| hop.arrival).max().unwrap_or(0)
    }

    pub(super) fn boarding_count(&self) -> usize {
        self.boardings.time.len()
    }

    pub(super) fn has_instant_changes(&self) -> bool {
        self.has_instant_changes
    }

    #[inline]
    pub(super) fn hop(&self, connection: usize) -> &Hop {
        &self.hops[connection]
    }

    /// The boardings that may follow a connection.
    #[inline]
    pub(super) fn changes_after(&self, connection: usize) -> &[u32] {
        let (first, end) =
            (self.hops[connection].first_change, self.hops[connection + 1].first_change);
        &self.changes[first as usize..end as usize]
    }

    /// The boardings of a stop at times of a range, but the one that never comes.
    #[inline]
    pub(super) fn boardings_within(&self, stop: u32, times: Range<u32>) -> Range<usize> {
        let first = self.boardings.next(stop, times.start) as usize;
        let end =
            (self.boardings.next(stop, times.end) as usize).min(self.boardings.of(stop).end - 1);
        first..end.max(first)
    }

    #[inline]
    pub(super) fn boarding_time(&self, boarding: usize) -> u32 {
        self.boardings.time[boarding]
    }

    /// The connections that depart in a window.
    pub(super) fn departing_in(&self, window: &Range<u32>) -> Range<usize> {
        let first_at = |time| self.departures.partition_point(|&departure| departure < time);
        first_at(window.start)..first_at(window.end)
    }

    pub(super) fn has_no_length(&self, connection: usize) -> bool {
        self.hops[connection].arrival == self.departures[connection]
    }

    /// The longest run of connections without length that depart in the same second and end before `end`.
    pub(super) fn instant_run(&self, scanned: &Range<usize>, end: usize) -> Range<usize> {
        let second = self.departures[end - 1];
        let belongs = |&c: &usize| self.has_no_length(c) && self.departures[c] == second;
        end - (scanned.start..end).rev().take_while(belongs).count()..end
    }
}

impl Boardings {
    pub(super) fn new(stop_count: usize, connections: &[Connection]) -> Self {
        let (first_of_stop, order) =
            group(stop_count, &connections.iter().map(|c| c.from).collect::<Vec<_>>());
        let mut boardings = Self { first: Vec::with_capacity(stop_count + 1), time: Vec::new() };
        for stop in 0..stop_count {
            boardings.first.push(boardings.time.len() as u32);
            let own = &order[first_of_stop[stop] as usize..first_of_stop[stop + 1] as usize];
            boardings.time.extend(own.iter().map(|&c| connections[c as usize].departure));
            let before = boardings.first[stop] as usize;
            drop_repeated(&mut boardings.time, before);
            boardings.time.push(UNREACHED);
        }
        boardings.first.push(boardings.time.len() as u32);
        boardings
    }

    pub(super) fn of(&self, stop: u32) -> Range<usize> {
        self.first[stop as usize] as usize..self.first[stop as usize + 1] as usize
    }

    /// The stop's first boarding at or after a time.
    pub(super) fn next(&self, stop: u32, ready: u32) -> u32 {
        let own = self.of(stop);
        (own.start + self.time[own].partition_point(|&time| time < ready)) as u32
    }

    /// Drops the boardings that never come and repetitions from the end of a list.
    fn keep_real(&self, list: &mut Vec<u32>, from: usize) {
        list[from..].sort_unstable();
        drop_repeated(list, from);
        let mut kept = from;
        for at in from..list.len() {
            if self.time[list[at] as usize] != UNREACHED {
                list[kept] = list[at];
                kept += 1;
            }
        }
        list.truncate(kept);
    }
}

/// Drops repetitions from the sorted end of a list.
fn drop_repeated(list: &mut Vec<u32>, from: usize) {
    let mut kept = from;
    for at in from..list.len() {
        if kept == from || list[kept - 1] != list[at] {
            list[kept] = list[at];
            kept += 1;
        }
    }
    list.truncate(kept);
}

/// The buffer of a profile search. Every thread keeps one and uses it for target after target.
///
/// ```
/// use tongqu::kernels::csa::{ProfileIndex, ProfileSearch};
/// use tongqu::kernels::timetable::{StopTime, TimetableBuilder};
/// let mut builder = TimetableBuilder::new(vec![120, 120]);
/// for hour in 7..10 {
///     let visit = |stop, time| StopTime { stop, arrival: time, departure: time };
///     builder.trip(&[visit(0, hour * 3600), visit(1, hour * 3600 + 1500)]);
/// }
/// let index = ProfileIndex::new(&builder.build());
/// let profile = ProfileSearch::new().profile(&index, &[(1, 60)], 0..86_400);
/// assert_eq!(profile.arrivals(0, 7 * 3600 + 1)[0], 8 * 3600 + 1560);
/// ```
#[derive(Debug, Clone, Default)]
pub struct ProfileSearch {
    /// By stop: the seconds from it to the target.
    egress: Vec<u32>,
    /// By trip: the best arrivals for who is on it before the connections scanned so far.
    on_trip: Vec<Lanes>,
    /// By boarding: the best arrivals for who is ready for it.
    boarded: Vec<Lanes>,
    /// By connection of a run: what `on_trip` held before the run.
    before_run: Vec<Lanes>,
}

impl ProfileSearch {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// The profile of a target, given as (stop, seconds from it to the target), over the connections that depart in
    /// `window`.
    pub fn profile(
        &mut self,
        index: &ProfileIndex,
        target: &[(u32, u32)],
        window: Range<u32>,
    ) -> Profile {
        self.clear(index, target);
        let scanned = index.departing_in(&window);
        let mut end = scanned.end;
        while end > scanned.start {
            if index.has_no_length(end - 1) {
                let run = index.instant_run(&scanned, end);
                end = run.start;
                self.scan_run(index, run);
            } else {
                end -= 1;
                self.scan(index, end);
            }
        }
        Profile::new(index, &self.boarded, &window)
    }

    fn clear(&mut self, index: &ProfileIndex, target: &[(u32, u32)]) {
        self.egress.clear();
        self.egress.resize(index.stop_count(), UNREACHED);
        for &(stop, seconds) in target {
            let egress = &mut self.egress[stop as usize];
            *egress = seconds.min(*egress);
        }
        self.on_trip.clear();
        self.on_trip.resize(index.trip_count, NEVER);
        self.boarded.clear();
        self.boarded.resize(index.boardings.time.len(), NEVER);
    }

    /// Scans a connection; says whether its boarding became better.
    #[inline]
    fn scan(&mut self, index: &ProfileIndex, connection: usize) -> bool {
        let hop = &index.hops[connection];
        let changes = hop.first_change as usize..index.hops[connection + 1].first_change as usize;
        let mut changed = NEVER;
        for &boarding in &index.changes[changes] {
            changed = least(&changed, &self.boarded[boarding as usize]);
        }
        let out = hop.arrival.saturating_add(self.egress[hop.to as usize]);
        let mut best = [out; MAX_TRIPS];
        best[1..].copy_from_slice(&changed[..MAX_TRIPS - 1]);
        best = least(&best, &[out; MAX_TRIPS]);
        best = least(&best, &self.on_trip[hop.trip as usize]);
        self.on_trip[hop.trip as usize] = best;
        // The boarding after it, at the same stop, is final: it departs later. At a stop's end it never comes.
        let boarding = hop.boarding as usize;
        best = least(&best, &self.boarded[boarding + 1]);
        best = least(&best, &self.boarded[boarding]);
        std::mem::replace(&mut self.boarded[boarding], best) != best
    }

    /// Scans connections of no length and one second, which may lead to each other, until nothing improves.
    fn scan_run(&mut self, index: &ProfileIndex, run: Range<usize>) {
        self.before_run.clear();
        let trip = |connection: usize| index.hops[connection].trip as usize;
        self.before_run.extend(run.clone().map(|connection| self.on_trip[trip(connection)]));
        loop {
            let mut has_improved = false;
            for connection in run.clone().rev() {
                has_improved |= self.scan(index, connection);
            }
            if !has_improved || !index.has_instant_changes || run.len() == 1 {
                return;
            }
            // A rider before the trip's last hop must not profit from leaving it before: seats go back to the start.
            for (connection, lanes) in run.clone().zip(&self.before_run) {
                self.on_trip[trip(connection)] = *lanes;
            }
        }
    }
}

/// The lesser of each lane.
#[inline]
pub(super) fn least(one: &Lanes, other: &Lanes) -> Lanes {
    std::array::from_fn(|lane| one[lane].min(other[lane]))
}

/// The best arrivals at one target from every stop, for every time of being ready to board.
///
/// A stop's entries rise by departure, and each is better in some lane than all that depart later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    first: Vec<u32>,
    departures: Vec<u32>,
    arrivals: Vec<Lanes>,
}

impl Profile {
    fn new(index: &ProfileIndex, boarded: &[Lanes], window: &Range<u32>) -> Self {
        let mut profile = Self { first: vec![0], departures: Vec::new(), arrivals: Vec::new() };
        for stop in 0..index.stop_count() as u32 {
            let own = index.boardings.of(stop);
            for boarding in index.boardings.next(stop, window.start) as usize..own.end - 1 {
                if boarded[boarding] != boarded[boarding + 1] {
                    profile.departures.push(index.boardings.time[boarding]);
                    profile.arrivals.push(boarded[boarding]);
                }
            }
            profile.first.push(profile.departures.len() as u32);
        }
        profile
    }

    /// The number of stops.
    pub fn stop_count(&self) -> usize {
        self.first.len() - 1
    }

    /// A stop's entries by rising departure: the time to be ready to board at, and the arrivals at the target.
    pub fn entries(&self, stop: u32) -> impl DoubleEndedIterator<Item = (u32, &Lanes)> {
        let own = self.of(stop);
        self.departures[own.clone()].iter().copied().zip(&self.arrivals[own])
    }

    /// Those of a stop's entries that depart within a range of times.
    pub(super) fn entries_within(
        &self,
        stop: u32,
        departures: &Range<u32>,
    ) -> impl Iterator<Item = (u32, &Lanes)> {
        let own = self.of(stop);
        let times = &self.departures[own.clone()];
        let first = own.start + times.partition_point(|&time| time < departures.start);
        let end = own.start + times.partition_point(|&time| time < departures.end);
        self.departures[first..end].iter().copied().zip(&self.arrivals[first..end])
    }

    /// The earliest arrivals for who is ready to board at a stop at a time.
    pub fn arrivals(&self, stop: u32, ready: u32) -> Lanes {
        let own = self.of(stop);
        let entry = own.start
            + self.departures[own.clone()].partition_point(|&departure| departure < ready);
        if entry < own.end { self.arrivals[entry] } else { NEVER }
    }

    /// The earliest arrivals for who leaves at `departure`, with access given as (stop, seconds to it).
    pub fn arrivals_from(&self, access: &[(u32, u32)], departure: u32) -> Lanes {
        let by_stop = access
            .iter()
            .map(|&(stop, seconds)| self.arrivals(stop, departure.saturating_add(seconds)));
        by_stop.fold(NEVER, |best, lanes| least(&best, &lanes))
    }

    fn of(&self, stop: u32) -> Range<usize> {
        self.first[stop as usize] as usize..self.first[stop as usize + 1] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{BruteForce, cases};
    use super::super::timetable::{StopTime, TimetableBuilder};
    use super::*;
    use proptest::prelude::*;

    fn visit(stop: u32, time: u32) -> StopTime {
        StopTime { stop, arrival: time, departure: time }
    }

    fn profile(builder: TimetableBuilder, target: u32) -> Profile {
        ProfileSearch::new().profile(
            &ProfileIndex::new(&builder.build()),
            &[(target, 0)],
            0..UNREACHED,
        )
    }

    #[test]
    fn a_circle_within_one_second_is_followed_both_ways() {
        // At second 60 trip 0 runs 0 → 1 → 2 and trip 1 runs 2 → 3 → 0; changes take no time.
        let mut builder = TimetableBuilder::new(vec![0; 4]);
        builder.trip(&[visit(0, 60), visit(1, 60), visit(2, 60)]);
        builder.trip(&[visit(2, 60), visit(3, 60), visit(0, 60)]);
        let other = builder.clone();
        assert_eq!(profile(builder, 1).arrivals(2, 60)[..2], [UNREACHED, 60]);
        assert_eq!(profile(other, 3).arrivals(0, 60)[..2], [UNREACHED, 60]);
    }

    #[test]
    fn a_second_look_does_not_let_a_rider_leave_before_boarding() {
        // Nobody at stop 1 can ride back to stop 0's side: trip 0 has left stop 1 for good once it reached stop 2.
        let mut builder = TimetableBuilder::new(vec![0; 3]);
        builder.trip(&[visit(0, 60), visit(1, 60), visit(2, 60)]);
        builder.trip(&[visit(2, 60), visit(0, 60)]);
        assert_eq!(profile(builder.clone(), 1).arrivals(1, 60)[..3], [UNREACHED, UNREACHED, 60]);
        assert_eq!(profile(builder, 1).arrivals(0, 60)[0], 60);
    }

    #[test]
    fn a_change_needs_the_minimum_and_a_footpath_replaces_it() {
        let mut builder = TimetableBuilder::new(vec![0, 100, 100, 0]);
        builder.trip(&[visit(0, 0), visit(1, 10)]);
        builder.trip(&[visit(1, 109), visit(3, 200)]);
        builder.trip(&[visit(1, 110), visit(3, 300)]);
        assert_eq!(profile(builder.clone(), 3).arrivals(0, 0)[..2], [UNREACHED, 300]);
        builder.trip(&[visit(2, 30), visit(3, 100)]);
        builder.footpath(1, 2, 20);
        assert_eq!(profile(builder, 3).arrivals(0, 0)[..2], [UNREACHED, 100]);
    }

    #[test]
    fn no_stops_and_no_trips_make_an_empty_profile() {
        let index = ProfileIndex::new(&TimetableBuilder::new(Vec::new()).build());
        assert_eq!(ProfileSearch::new().profile(&index, &[], 0..10).stop_count(), 0);
        assert_eq!(profile(TimetableBuilder::new(vec![0]), 0).entries(0).count(), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn profiles_agree_with_brute_force(case in cases()) {
            let index = ProfileIndex::new(&case.timetable());
            let profile = ProfileSearch::new().profile(&index, &case.egress, case.window.clone());
            let brute = BruteForce::new(&case);
            for departure in case.departures() {
                let found = profile.arrivals_from(&case.access, departure);
                prop_assert_eq!(found, brute.arrivals(departure, &case.egress), "leaving at {}", departure);
            }
        }

        #[test]
        fn entries_rise_and_each_is_worth_keeping(case in cases()) {
            let index = ProfileIndex::new(&case.timetable());
            let profile = ProfileSearch::new().profile(&index, &case.egress, case.window.clone());
            for stop in 0..profile.stop_count() as u32 {
                let entries: Vec<_> = profile.entries(stop).collect();
                for pair in entries.windows(2) {
                    prop_assert!(pair[0].0 < pair[1].0 && pair[0].1 != pair[1].1);
                    prop_assert_eq!(least(pair[0].1, pair[1].1), *pair[0].1);
                }
                prop_assert!(entries.iter().all(|entry| case.window.contains(&entry.0)));
                prop_assert!(entries.iter().all(|entry| entry.1.is_sorted_by(|few, many| few >= many)));
            }
        }

        #[test]
        fn a_buffer_forgets_the_search_before(first in cases(), second in cases()) {
            let (one, two) = (ProfileIndex::new(&first.timetable()), ProfileIndex::new(&second.timetable()));
            let mut used = ProfileSearch::new();
            used.profile(&one, &first.egress, first.window.clone());
            let again = used.profile(&two, &second.egress, second.window.clone());
            prop_assert_eq!(again, ProfileSearch::new().profile(&two, &second.egress, second.window.clone()));
        }
    }
}
