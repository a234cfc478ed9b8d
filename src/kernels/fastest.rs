//! The shortest duration of the day from many origins to many targets, over a timetable.
//!
//! Problem: where only the fastest journey of each pair counts, a profile for each target keeps far more than is asked for.
//!
//! Paper: Dibbelt, Pajor, Strasser, Wagner 2018, "Connection Scan Algorithm", doi 10.1145/3274661, as in [`csa`](super::csa), whose
//! [`ProfileIndex`] is read; with one difference. The numbers kept side by side are not of one target by trips, but of
//! [`TARGETS`] targets, each the earliest arrival and, of equal ones, the fewest trips, in one number. So a scan answers that
//! many targets.
//!
//! Complexity: O(c · (1 + changes)) lanes per [`TARGETS`] targets, and O(entries of the stops reached) for an origin.
//!
//! Invariants: the answer is the least over all departures that leave the origin just in time for a trip. That is
//! [`departures::fastest`](super::departures::fastest) wherever no departure of the window is made pointless by one beyond it,
//! so in every timetable that comes again day by day. A profile has at most [`MAX_TRIPS`] trips; here trips are counted without a
//! limit, and a target for which a pair needs more is asked again by its profile.
//!
//! What it does not do: name trips or departures. Times must be below [`LATEST`].

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into the copy for a processor runs without its vectors"
)]

use super::csa::{MAX_TRIPS, Profile, ProfileIndex, ProfileSearch};
use super::graph::UNREACHED;
use super::lanes::{Work, widest};
use std::ops::Range;

/// How many targets share a scan.
pub const TARGETS: usize = 16;

/// Times that a journey must end before, in seconds: two years.
pub const LATEST: u32 = 1 << 26;

/// Bits of a key that count trips.
const BITS: u32 = 6;
const TRIPS: u32 = (1 << BITS) - 1;

/// The earliest arrivals at the targets, each with its trips in the lowest bits.
type Keys = [u32; TARGETS];
const NEVER: Keys = [UNREACHED; TARGETS];

/// Stops and the seconds to or from each.
pub type StopWays = [(u32, u32)];

/// The shortest durations from every origin, given by its access, to every target, given by its egress, over connections that
/// depart within `rides`, leaving the origin within `leaving`; row by row, [`UNREACHED`] where there is no journey.
///
/// ```
/// use tongqu::kernels::csa::ProfileIndex;
/// use tongqu::kernels::fastest::fastest_table;
/// use tongqu::kernels::timetable::{StopTime, TimetableBuilder};
/// let mut builder = TimetableBuilder::new(vec![120, 120]);
/// let visit = |stop, time| StopTime { stop, arrival: time, departure: time };
/// builder.trip(&[visit(0, 3600), visit(1, 5400)]);
/// builder.trip(&[visit(0, 7200), visit(1, 8400)]);
/// let index = ProfileIndex::new(&builder.build());
/// let (origins, targets) = ([&[(0, 60)][..]], [&[(1, 30)][..]]);
/// assert_eq!(fastest_table(&index, &origins, &targets, 0..86_400, 0..86_400), [1290]);
/// ```
///
/// # Panics
/// If a time is not below [`LATEST`].
pub fn fastest_table(
    index: &ProfileIndex,
    origins: &[&StopWays],
    targets: &[&StopWays],
    rides: Range<u32>,
    leaving: Range<u32>,
) -> Vec<u32> {
    assert!(index.latest() < LATEST, "a timetable does not last for two years");
    let mut table = vec![UNREACHED; origins.len() * targets.len()];
    let mut scan = Scan::default();
    for (batch, some) in targets.chunks(TARGETS).enumerate() {
        widest(Batch { scan: &mut scan, index, targets: some, rides: &rides });
        for (row, access) in table.chunks_exact_mut(targets.len()).zip(origins) {
            let found =
                widest(Reading { scan: &scan, index, access, leaving: &leaving, rides: &rides });
            for (lane, key) in found.into_iter().enumerate().take(some.len()) {
                row[batch * TARGETS + lane] = key;
            }
        }
    }
    settle(index, origins, targets, (&rides, &leaving), &mut table);
    table
}

/// Makes durations of keys; asks again, with a limit of trips, for targets that need more than there may be.
fn settle(
    index: &ProfileIndex,
    origins: &[&StopWays],
    targets: &[&StopWays],
    (rides, leaving): (&Range<u32>, &Range<u32>),
    table: &mut [u32],
) {
    let mut search = ProfileSearch::new();
    for (to, egress) in targets.iter().enumerate() {
        let cells = || (0..origins.len()).map(|from| from * targets.len() + to);
        let is_long = |key: u32| key != UNREACHED && (key & TRIPS) as usize > MAX_TRIPS;
        let is_again = cells().any(|cell| is_long(table[cell]));
        let profile = is_again.then(|| search.profile(index, egress, rides.clone()));
        for (cell, access) in cells().zip(origins) {
            table[cell] = match &profile {
                Some(profile) => shortest(profile, access, leaving),
                None if table[cell] == UNREACHED => UNREACHED,
                None => table[cell] >> BITS,
            };
        }
    }
}

/// The shortest duration by a profile, leaving just in time for a trip.
fn shortest(profile: &Profile, access: &StopWays, leaving: &Range<u32>) -> u32 {
    let mut best = UNREACHED;
    for &(stop, seconds) in access {
        let ready = leaving.start.saturating_add(seconds)..leaving.end.saturating_add(seconds);
        for (ready, lanes) in profile.entries_within(stop, &ready) {
            let arrival = lanes[MAX_TRIPS - 1];
            if arrival != UNREACHED {
                best = best.min(arrival - (ready - seconds));
            }
        }
    }
    best
}

/// What a scan keeps.
#[derive(Debug, Clone, Default)]
struct Scan {
    /// By stop: the keys of leaving it for the targets.
    egress: Vec<Keys>,
    on_trip: Vec<Keys>,
    boarded: Vec<Keys>,
    /// By connection of a run: what `on_trip` held before the run.
    before_run: Vec<Keys>,
}

/// A scan for some targets.
struct Batch<'a> {
    scan: &'a mut Scan,
    index: &'a ProfileIndex,
    targets: &'a [&'a StopWays],
    rides: &'a Range<u32>,
}

impl Work for Batch<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { scan, index, targets, rides } = self;
        scan.clear(index, targets);
        let scanned = index.departing_in(rides);
        let mut end = scanned.end;
        while end > scanned.start {
            if index.has_no_length(end - 1) {
                let run = index.instant_run(&scanned, end);
                end = run.start;
                scan.run_of(index, run);
            } else {
                end -= 1;
                scan.connection(index, end);
            }
        }
    }
}

/// The keys of the shortest durations from an origin.
struct Reading<'a> {
    scan: &'a Scan,
    index: &'a ProfileIndex,
    access: &'a StopWays,
    leaving: &'a Range<u32>,
    rides: &'a Range<u32>,
}

impl Work for Reading<'_> {
    type Output = Keys;

    #[inline(always)]
    fn run(self) -> Keys {
        let mut best = NEVER;
        for &(stop, seconds) in self.access {
            let from = self.leaving.start.saturating_add(seconds).max(self.rides.start);
            let until = self.leaving.end.saturating_add(seconds);
            for boarding in self.index.boardings_within(stop, from..until) {
                let keys = &self.scan.boarded[boarding];
                let left = (self.index.boarding_time(boarding) - seconds) << BITS;
                for (best, &key) in best.iter_mut().zip(keys) {
                    let duration = if key == UNREACHED { UNREACHED } else { key - left };
                    *best = duration.min(*best);
                }
            }
        }
        best
    }
}

/// One trip more; what is never stays so.
#[inline(always)]
fn one_more(key: u32) -> u32 {
    key + u32::from(key & TRIPS != TRIPS)
}

#[inline(always)]
fn lower(keys: &mut Keys, others: &Keys) {
    for (key, other) in keys.iter_mut().zip(others) {
        *key = (*key).min(*other);
    }
}

impl Scan {
    fn clear(&mut self, index: &ProfileIndex, targets: &[&StopWays]) {
        self.egress.clear();
        self.egress.resize(index.stop_count(), NEVER);
        for (lane, target) in targets.iter().enumerate() {
            for &(stop, seconds) in *target {
                assert!(seconds < LATEST, "no way takes two years");
                let key = &mut self.egress[stop as usize][lane];
                *key = ((seconds << BITS) + 1).min(*key);
            }
        }
        self.on_trip.clear();
        self.on_trip.resize(index.trip_count(), NEVER);
        self.boarded.clear();
        self.boarded.resize(index.boarding_count(), NEVER);
    }

    /// Scans a connection; says whether its boarding became better.
    #[inline(always)]
    fn connection(&mut self, index: &ProfileIndex, connection: usize) -> bool {
        let hop = index.hop(connection);
        let mut best = NEVER;
        for &boarding in index.changes_after(connection) {
            lower(&mut best, &self.boarded[boarding as usize]);
        }
        let arrival = hop.arrival << BITS;
        for (key, egress) in best.iter_mut().zip(&self.egress[hop.to as usize]) {
            *key = one_more(*key).min(egress.saturating_add(arrival));
        }
        let on_trip = &mut self.on_trip[hop.trip as usize];
        lower(&mut best, on_trip);
        *on_trip = best;
        let boarding = hop.boarding as usize;
        lower(&mut best, &self.boarded[boarding + 1]);
        lower(&mut best, &self.boarded[boarding]);
        std::mem::replace(&mut self.boarded[boarding], best) != best
    }

    /// Scans connections of no length and one second until nothing improves: see [`csa`](super::csa).
    #[inline(always)]
    fn run_of(&mut self, index: &ProfileIndex, run: Range<usize>) {
        self.before_run.clear();
        let trip = |connection: usize| index.hop(connection).trip as usize;
        self.before_run.extend(run.clone().map(|connection| self.on_trip[trip(connection)]));
        loop {
            let mut has_improved = false;
            for connection in run.clone().rev() {
                has_improved |= self.connection(index, connection);
            }
            if !has_improved || !index.has_instant_changes() || run.len() == 1 {
                return;
            }
            for (connection, keys) in run.clone().zip(&self.before_run) {
                self.on_trip[trip(connection)] = *keys;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Case, cases};
    use super::*;
    use proptest::prelude::*;

    /// By a profile of each target: the least over every departure from a stop of the origin that one can be in time for.
    fn by_profiles(case: &Case, origins: &[&StopWays], targets: &[&StopWays]) -> Vec<u32> {
        let index = ProfileIndex::new(&case.timetable());
        let mut table = Vec::new();
        for access in origins {
            for egress in targets {
                let profile = ProfileSearch::new().profile(&index, egress, case.window.clone());
                let timetable = case.timetable();
                let rides = timetable.connections().iter();
                let rides: Vec<_> =
                    rides.filter(|ride| case.window.contains(&ride.departure)).collect();
                let duration = |&(stop, seconds): &(u32, u32)| {
                    let from_here = rides.iter().filter(move |ride| ride.from == stop);
                    let leaving =
                        from_here.filter_map(move |ride| ride.departure.checked_sub(seconds));
                    let in_time = leaving.filter(|leaving| case.departures().contains(leaving));
                    in_time
                        .filter_map(|leaving| {
                            let arrival = profile.arrivals(stop, leaving + seconds)[MAX_TRIPS - 1];
                            (arrival != UNREACHED).then(|| arrival - leaving)
                        })
                        .collect::<Vec<u32>>()
                };
                table.push(access.iter().flat_map(duration).min().unwrap_or(UNREACHED));
            }
        }
        table
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn durations_are_those_of_the_profiles(case in cases(), other in cases()) {
            let is_here = |way: &&(u32, u32)| (way.0 as usize) < case.minimum_change.len();
            let some = |ways: &[(u32, u32)]| ways.iter().filter(is_here).copied().collect::<Vec<_>>();
            let (more_access, more_egress) = (some(&other.access), some(&other.egress));
            let origins = [&case.access[..], &more_access, &case.egress];
            // More targets than one scan has.
            let all = [&case.egress[..], &more_egress, &case.access];
            let targets: Vec<&StopWays> = all.iter().copied().cycle().take(TARGETS + 2).collect();
            let index = ProfileIndex::new(&case.timetable());
            let table = fastest_table(&index, &origins, &targets, case.window.clone(), case.departures());
            prop_assert_eq!(table, by_profiles(&case, &origins, &targets));
        }
    }

    /// Ten trips one after the other where eleven stops are in a row, and a slow one that takes two: the profile, which has
    /// at most eight trips, knows the slow one alone.
    #[test]
    fn a_journey_of_too_many_trips_is_none() {
        use super::super::timetable::{StopTime, TimetableBuilder};
        let visit = |stop, time| StopTime { stop, arrival: time, departure: time };
        let mut builder = TimetableBuilder::new(vec![1; 11]);
        for hop in 0..10 {
            builder.trip(&[visit(hop, 100 + hop * 10), visit(hop + 1, 105 + hop * 10)]);
        }
        builder.trip(&[visit(0, 100), visit(10, 5000)]);
        let index = ProfileIndex::new(&builder.build());
        let (access, egress) = ([(0, 0)], [(10, 0)]);
        let table = fastest_table(&index, &[&access], &[&egress], 0..9999, 0..9999);
        assert_eq!(table, [4900]);
    }
}
