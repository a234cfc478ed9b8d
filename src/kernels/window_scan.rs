//! All departures of a window from one origin, in one scan of the connections.
//!
//! Problem: an origin is left at many times, say every minute of an hour. For each of these departures, called lanes, when
//! does one alight at each stop, under the rules of [`timetable`](super::timetable)?
//!
//! A later departure never arrives earlier. So of all lanes that can be somewhere by a given time only the latest needs
//! to be known: the lanes before it can be there too. Connections are scanned by rising departure, and each trip and each
//! boarding of a stop holds one number: how many lanes, counted from the earliest departure, are on it. A connection costs
//! a comparison of two bytes, not an operation on all lanes. Only where it brings a lane to a stop earlier than any before is
//! that noted, and only then are changes looked at.
//!
//! Paper: Dibbelt, Pajor, Strasser, Wagner 2018, "Connection Scan Algorithm", doi 10.1145/3274661; looking for the latest
//! departure that reaches a place by a time is the mirror of their profile query. Where rides are counted, the numbers are
//! held by number of rides. Connections of no length are scanned again until nothing improves, as in [`csa`](super::csa).
//!
//! Complexity: O(c + e · (changes + lanes)) for c connections of the window and e improvements, at most one for each stop
//! and lane; 64 numbers a stop.
//!
//! Invariants: lanes of a stop never fall. Every cell equals that of a search for its departure alone.
//!
//! What it does not do: tell legs, or walk to a target ([`window_times`](super::window_times) does).

use super::csa::MAX_TRIPS;
use super::window_index::WindowIndex;
use std::ops::Range;

/// The most departures of one scan; longer windows take several.
pub const LANES: usize = 64;

/// A number of seconds from the first departure of a scan, or endless.
pub trait Clock: Copy + Ord + Default + Send + Sync + std::fmt::Debug + 'static {
    /// Longer than any time.
    const ENDLESS: Self;

    /// Some seconds; endless where they do not fit.
    fn of(seconds: u32) -> Self;

    /// The seconds, [`u32::MAX`] if endless.
    fn seconds(self) -> u32;

    /// A sum; endless where it does not fit or a part of it is.
    #[must_use]
    fn plus(self, more: Self) -> Self;

    /// A difference; endless if this is. The other must not be more.
    #[must_use]
    fn minus(self, less: Self) -> Self;
}

macro_rules! clock {
    ($type:ty) => {
        impl Clock for $type {
            const ENDLESS: Self = Self::MAX;

            fn of(seconds: u32) -> Self {
                Self::try_from(seconds).unwrap_or(Self::MAX)
            }

            fn seconds(self) -> u32 {
                if self == Self::MAX { u32::MAX } else { u32::from(self) }
            }

            #[inline]
            fn plus(self, more: Self) -> Self {
                self.saturating_add(more)
            }

            #[inline]
            fn minus(self, less: Self) -> Self {
                let rest = self.wrapping_sub(less);
                if self == Self::MAX { self } else { rest }
            }
        }
    };
}

clock!(u16);
clock!(u32);

/// One number for each lane.
pub type Row<T> = [T; LANES];

/// The buffer of a scan. Every thread keeps one and uses it for origin after origin. `u16` holds 18 hours and is the
/// faster, `u32` holds all.
///
/// ```
/// use tongqu::kernels::timetable::{StopTime, TimetableBuilder};
/// use tongqu::kernels::window_index::WindowIndex;
/// use tongqu::kernels::window_scan::{End, WindowScan};
/// let visit = |stop, time| StopTime { stop, arrival: time, departure: time };
/// let mut builder = TimetableBuilder::new(vec![60; 2]);
/// builder.trip(&[visit(0, 900), visit(1, 1500)]);
/// builder.trip(&[visit(0, 960), visit(1, 1600)]);
/// let index = WindowIndex::new(&builder.build(), 0..10_000);
/// let mut scan = WindowScan::<u16>::new();
/// // Leaving at 780, 840, 900 and 960, a minute from stop 0.
/// scan.run(&index, &[(0, 60)], &[780, 840, 900, 960], End::of_rides(10_000), None);
/// assert_eq!(scan.alighting(1)[..4], [720, 720, 820, u16::MAX]);
/// ```
#[derive(Debug, Clone)]
pub struct WindowScan<T> {
    free: State<T, 1>,
    counted: State<T, MAX_TRIPS>,
    /// Which of them, and which row of a stop in it.
    rides: Option<usize>,
}

/// How many lanes can be somewhere, by number of rides where these are counted.
type Reached<const N: usize> = [u8; N];

#[derive(Debug, Clone)]
struct State<T, const N: usize> {
    /// By boarding, with one before the first that nobody is ready for: how many lanes are ready.
    ready: Vec<Reached<N>>,
    /// By trip: how many lanes are on it after the connections scanned so far.
    on_trip: Vec<OnTrip<N>>,
    /// By stop: when each lane first alights there.
    alighting: Vec<[Row<T>; N]>,
    /// Stops whose row was written.
    touched: Vec<u32>,
    /// By connection of a run: what `on_trip` held before the run.
    before_run: Vec<OnTrip<N>>,
}

/// Who is on a trip.
#[derive(Debug, Clone, Copy)]
struct OnTrip<const N: usize> {
    reached: Reached<N>,
    /// The place of the trip where a lane last came on board, from 1.
    since: u32,
}

impl<const N: usize> OnTrip<N> {
    const NOBODY: Self = Self { reached: [0; N], since: 0 };
}

impl<T: Clock> Default for WindowScan<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Clock> WindowScan<T> {
    /// An empty buffer.
    pub fn new() -> Self {
        Self { free: State::new(), counted: State::new(), rides: None }
    }

    /// Scans the connections that depart before `end.rides`, for an origin that is left at each of `departures` and reaches
    /// stops given as (stop, seconds to it). Who waits there until `end.leaving` or longer gives up. With `max_rides`, at
    /// most [`MAX_TRIPS`], journeys have no more trips.
    ///
    /// # Panics
    /// If there are no departures or more than [`LANES`], if they do not rise, or if `max_rides` is 0 or too many.
    pub fn run(
        &mut self,
        index: &WindowIndex,
        access: &[(u32, u32)],
        departures: &[u32],
        end: End,
        max_rides: Option<usize>,
    ) {
        assert!((1..=LANES).contains(&departures.len()), "so many departures are not one scan");
        assert!(departures.is_sorted_by(|one, next| one < next), "departures rise");
        self.rides = max_rides;
        let question = Question { index, departures, end };
        match max_rides {
            None => self.free.run(&question, access, |reached| *reached),
            Some(rides) => {
                assert!((1..=MAX_TRIPS).contains(&rides), "so many rides cannot be counted");
                self.counted.run(&question, access, |reached| {
                    let mut next = [0; MAX_TRIPS];
                    next[1..].copy_from_slice(&reached[..MAX_TRIPS - 1]);
                    next
                });
            }
        }
    }

    /// When each lane first alights at a stop, in seconds from the first departure.
    #[inline]
    pub fn alighting(&self, stop: u32) -> &Row<T> {
        match self.rides {
            None => &self.free.alighting[stop as usize][0],
            Some(rides) => &self.counted.alighting[stop as usize][rides - 1],
        }
    }
}

/// What a scan goes over.
struct Question<'a> {
    index: &'a WindowIndex,
    departures: &'a [u32],
    end: End,
}

/// When nobody goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// No connection that departs then or later is ridden.
    pub rides: u32,
    /// Nobody leaves the origin then or later: a first trip must need leaving it before.
    pub leaving: u32,
}

impl End {
    /// Rides end at a time, and the origin may be left until then.
    pub fn of_rides(rides: u32) -> Self {
        Self { rides, leaving: u32::MAX }
    }
}

impl<T: Clock, const N: usize> State<T, N> {
    fn new() -> Self {
        Self {
            ready: Vec::new(),
            on_trip: Vec::new(),
            alighting: Vec::new(),
            touched: Vec::new(),
            before_run: Vec::new(),
        }
    }

    fn run(
        &mut self,
        question: &Question<'_>,
        access: &[(u32, u32)],
        changed: impl Fn(&Reached<N>) -> Reached<N> + Copy,
    ) {
        let index = question.index;
        self.clear(index);
        let scanned = index.departing_in(&(question.departures[0]..question.end.rides));
        for &(stop, seconds) in access {
            self.set_out(question, stop, seconds);
        }
        let mut at = scanned.start;
        while at < scanned.end {
            if index.has_no_length(at) {
                let run = index.instant_run_from(at, scanned.end);
                at = run.end;
                self.scan_run(question, run, changed);
            } else {
                self.scan(question, at, changed);
                at += 1;
            }
        }
    }

    fn clear(&mut self, index: &WindowIndex) {
        self.ready.clear();
        self.ready.resize(index.boarding_count() + 1, [0; N]);
        self.on_trip.clear();
        self.on_trip.resize(index.trip_count(), OnTrip::NOBODY);
        for stop in self.touched.drain(..) {
            self.alighting[stop as usize] = [[T::ENDLESS; LANES]; N];
        }
        self.alighting.resize(index.stop_count(), [[T::ENDLESS; LANES]; N]);
    }

    /// Makes lanes ready at the first boardings they can be in time for.
    fn set_out(&mut self, question: &Question<'_>, stop: u32, seconds: u32) {
        let departures = question.departures;
        let first = departures[0].saturating_add(seconds);
        let times = question.index.boardings_from(stop, first);
        let mut lanes = 0;
        let leaving = question.end.leaving.saturating_add(seconds);
        for (boarding, time) in times.take_while(|(_, time)| *time < leaving) {
            // Who leaves at `time - seconds` or before is in time.
            let in_time = |&&departure: &&u32| departure.saturating_add(seconds) <= time;
            let more = departures[lanes..].iter().take_while(in_time).count();
            if more > 0 {
                lanes += more;
                let ready = &mut self.ready[boarding as usize + 1];
                *ready = most(ready, &[lanes as u8; N]);
                if lanes == departures.len() {
                    return;
                }
            }
        }
    }

    /// Scans a connection; says whether a lane now alights somewhere earlier.
    #[inline]
    fn scan(
        &mut self,
        question: &Question<'_>,
        connection: usize,
        changed: impl Fn(&Reached<N>) -> Reached<N>,
    ) -> bool {
        let index = question.index;
        let hop = index.hop(connection);
        let boarding = hop.boarding as usize;
        // Who is ready for the boarding before, at the same stop, is ready for this one. At a stop's end nobody is.
        let ready = most(&self.ready[boarding], &self.ready[boarding + 1]);
        self.ready[boarding + 1] = ready;
        let on_trip = &mut self.on_trip[hop.trip as usize];
        let reached = most(&on_trip.reached, &ready);
        if reached == [0; N] {
            return false;
        }
        if reached != on_trip.reached {
            *on_trip = OnTrip { reached, since: hop.place };
        }
        let (since, late_since) = (on_trip.since, hop.late_since);
        let arrival = T::of(hop.arrival.saturating_sub(question.departures[0]));
        if !self.alight(hop.to, arrival, &reached) {
            return false;
        }
        let next = changed(&reached);
        for &boarding in index.changes_of(connection) {
            let ready = &mut self.ready[boarding as usize + 1];
            *ready = most(ready, &next);
        }
        if since > late_since {
            let late = index.late_of(connection).iter();
            for change in late.take_while(|change| change.since < since) {
                let ready = &mut self.ready[change.boarding as usize + 1];
                *ready = most(ready, &next);
            }
        }
        true
    }

    #[inline]
    fn alight(&mut self, stop: u32, arrival: T, reached: &Reached<N>) -> bool {
        let rows = &mut self.alighting[stop as usize];
        // The first lane with the most rides alights wherever some lane does.
        let is_first = rows[N - 1][0] == T::ENDLESS;
        let mut is_better = false;
        for (row, &lanes) in rows.iter_mut().zip(reached) {
            // Rows never fall, so that the last lane tells whether any is better.
            for cell in row[..lanes as usize].iter_mut().rev() {
                if *cell <= arrival {
                    break;
                }
                *cell = arrival;
                is_better = true;
            }
        }
        if is_better && is_first {
            self.touched.push(stop);
        }
        is_better
    }

    /// Scans connections of no length and one second, which may lead to each other, until nothing improves.
    fn scan_run(
        &mut self,
        question: &Question<'_>,
        run: Range<usize>,
        changed: impl Fn(&Reached<N>) -> Reached<N> + Copy,
    ) {
        let trip = |connection: usize| question.index.hop(connection).trip as usize;
        self.before_run.clear();
        self.before_run.extend(run.clone().map(|connection| self.on_trip[trip(connection)]));
        loop {
            let mut has_improved = false;
            for connection in run.clone() {
                has_improved |= self.scan(question, connection, changed);
            }
            if !has_improved || run.len() == 1 {
                return;
            }
            // Who boards later in the run must not be taken to have been on the trip before.
            for (connection, reached) in run.clone().zip(&self.before_run) {
                self.on_trip[trip(connection)] = *reached;
            }
        }
    }
}

#[inline]
fn most<const N: usize>(one: &Reached<N>, other: &Reached<N>) -> Reached<N> {
    std::array::from_fn(|at| one[at].max(other[at]))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{BruteForce, Case, cases};
    use super::*;
    use crate::kernels::graph::UNREACHED;
    use proptest::prelude::*;

    /// Alighting at a stop, by departure and number of trips, from a search for every departure alone.
    fn plain(case: &Case, departures: &[u32], stop: u32) -> Vec<[u32; MAX_TRIPS]> {
        let brute = BruteForce::new(case);
        let from_first = |time: u32| if time == UNREACHED { time } else { time - departures[0] };
        let row = |&departure: &u32| brute.arrivals(departure, &[(stop, 0)]).map(from_first);
        departures.iter().map(row).collect()
    }

    fn check<T: Clock>(case: &Case, departures: &[u32]) -> Result<(), TestCaseError> {
        let index = WindowIndex::new(&case.timetable(), case.window.clone());
        let mut scan = WindowScan::<T>::new();
        for stop in 0..case.minimum_change.len() as u32 {
            let expected = plain(case, departures, stop);
            for rides in (1..=MAX_TRIPS).map(Some).chain([None]) {
                scan.run(&index, &case.access, departures, End::of_rides(u32::MAX), rides);
                let found: Vec<u32> = scan.alighting(stop)[..departures.len()]
                    .iter()
                    .map(|it| it.seconds())
                    .collect();
                let lane = rides.unwrap_or(MAX_TRIPS) - 1;
                let expected: Vec<u32> = expected.iter().map(|row| row[lane]).collect();
                prop_assert_eq!(found, expected, "stop {} rides {:?}", stop, rides);
            }
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(192))]

        /// More than [`MAX_TRIPS`] trips bring nobody anywhere sooner in cases so small.
        #[test]
        fn every_cell_is_that_of_a_departure_alone(case in cases(), step in 1_u32..4) {
            let departures: Vec<u32> = case.departures().step_by(step as usize).collect();
            check::<u32>(&case, &departures)?;
            check::<u16>(&case, &departures)?;
        }
    }

    #[test]
    fn what_is_too_late_for_16_bits_is_endless() {
        assert_eq!(u16::of(65_534).plus(u16::of(1)), u16::ENDLESS);
        assert_eq!(u16::of(70_000), u16::ENDLESS);
        assert_eq!(u16::ENDLESS.minus(10), u16::ENDLESS);
        assert_eq!(u16::of(70).minus(10).seconds(), 60);
        assert_eq!(u16::ENDLESS.seconds(), u32::MAX);
    }
}
