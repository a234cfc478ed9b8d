//! A timetable as compact arrays, read by both searches: connections in the order of departure, and trips in patterns.
//!
//! # Rules of travel
//! Both searches keep these, and so does the brute force that tests them.
//! - A trip visits stops in order; it may visit one twice, and hops and dwells may take no time at all.
//! - Staying seated needs nothing. Boarding another trip at the same stop needs arrival + the stop's minimum change
//!   ≤ departure. Boarding it at another stop needs a footpath and arrival + the footpath's seconds ≤ departure: they
//!   replace the minimum change, and one footpath at most is walked between two trips.
//! - The first trip needs only to be there in time: no minimum change. Before the first trip and after the last no
//!   footpath is walked; the lists of access and egress already say all that can be reached.
//! - A visit may be closed for boarding, for alighting or for both. Its connection then leaves or reaches a stop that is
//!   none, of a number above all others, where no search starts, ends or changes.
//!
//! # Patterns
//! A pattern (Delling, Pajor, Werneck 2015, doi 10.1287/trsc.2014.0534, call it a route) holds trips of one stop
//! sequence that never overtake: each is nowhere earlier than the one before it. Trips that overtake are put in separate
//! patterns (first fit, by times, then by number).
//!
//! Complexity: O(c log c) to build for c connections. Memory: 24 bytes a connection, 16 a visit of a stop by a trip.
//!
//! What it does not do: know days, calendars or frequencies (the caller has expanded them into trips), close the set of
//! footpaths, or tell what a trip or a stop is called.

use super::graph::group;
use std::ops::Range;

/// The latest time a trip may be at a stop, about 34 years: sums of times stay far from
/// [`UNREACHED`](super::graph::UNREACHED).
pub const LATEST: u32 = 1 << 30;

/// Bits of what is closed at a visit.
const BOARDING: u8 = 1;
const ALIGHTING: u8 = 2;

/// A trip's visit of a stop, in absolute seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StopTime {
    /// The stop.
    pub stop: u32,
    /// When the trip arrives; at its first stop this is not used.
    pub arrival: u32,
    /// When the trip departs; at its last stop this is not used.
    pub departure: u32,
}

/// A trip from one stop to its next, without a halt between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Connection {
    /// When it leaves `from`.
    pub departure: u32,
    /// When it reaches `to`.
    pub arrival: u32,
    /// The trip.
    pub trip: u32,
    /// The place of `from` in the trip's stop sequence.
    pub index: u32,
    /// The stop it leaves; a number that is no stop's where nobody may board.
    pub from: u32,
    /// The stop it reaches; a number that is no stop's where nobody may alight.
    pub to: u32,
}

/// A walk from one stop to another that replaces a change at the stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Footpath {
    /// Where a trip was left.
    pub from: u32,
    /// Where the next may be boarded.
    pub to: u32,
    /// The whole time of the change.
    pub seconds: u32,
}

/// Trips of one stop sequence that never overtake, by time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    /// Its stops, in [`Timetable::pattern_stops`].
    pub(super) stops: Range<usize>,
    /// Its trips, in [`Timetable::pattern_trips`].
    pub(super) trips: Range<usize>,
    /// Where the times of its first trip at its first stop are; trip by trip, stop by stop.
    first_time: usize,
}

/// Trips, connections and footpaths; made by a [`TimetableBuilder`], never changed after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timetable {
    minimum_change: Vec<u32>,
    connections: Vec<Connection>,
    first_footpath: Vec<u32>,
    footpaths: Vec<Footpath>,
    patterns: Vec<Pattern>,
    pattern_stops: Vec<u32>,
    /// What is closed at each of them.
    pattern_closed: Vec<u8>,
    pattern_trips: Vec<u32>,
    /// By trip: its pattern and its place among the pattern's trips.
    place: Vec<(u32, u32)>,
    arrivals: Vec<u32>,
    departures: Vec<u32>,
    first_visit: Vec<u32>,
    /// By stop: (pattern, index) of each visit.
    visits: Vec<(u32, u32)>,
}

impl Timetable {
    /// The number of stops; two more where visits are closed.
    pub fn stop_count(&self) -> usize {
        self.minimum_change.len()
    }

    /// The number of trips.
    pub fn trip_count(&self) -> usize {
        self.place.len()
    }

    /// The number of patterns that the trips fell into.
    pub fn pattern_count(&self) -> usize {
        self.patterns.len()
    }

    /// All connections by departure, then arrival, trip and index; those of one trip are in its order.
    pub fn connections(&self) -> &[Connection] {
        &self.connections
    }

    /// The seconds that a change between two trips takes at a stop.
    pub fn minimum_change(&self, stop: u32) -> u32 {
        self.minimum_change[stop as usize]
    }

    /// The footpaths from a stop, in the order they were given.
    pub fn footpaths(&self, stop: u32) -> &[Footpath] {
        &self.footpaths[self.first_footpath[stop as usize] as usize
            ..self.first_footpath[stop as usize + 1] as usize]
    }

    /// The stops of a trip, in order.
    pub fn stops(&self, trip: u32) -> &[u32] {
        let (pattern, _) = self.place[trip as usize];
        self.stops_of(&self.patterns[pattern as usize])
    }

    /// A trip's visit of the `index`-th stop of its sequence.
    pub fn stop_time(&self, trip: u32, index: usize) -> StopTime {
        let (pattern, position) = self.place[trip as usize];
        let pattern = &self.patterns[pattern as usize];
        StopTime {
            stop: self.stops_of(pattern)[index],
            arrival: self.arrival(pattern, position as usize, index),
            departure: self.departure(pattern, position as usize, index),
        }
    }

    pub(super) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    pub(super) fn stops_of(&self, pattern: &Pattern) -> &[u32] {
        &self.pattern_stops[pattern.stops.clone()]
    }

    /// Whether one may board at the stop at `index`.
    pub(super) fn boards(&self, pattern: &Pattern, index: usize) -> bool {
        self.pattern_closed[pattern.stops.start + index] & BOARDING == 0
    }

    /// Whether one may alight there.
    pub(super) fn alights(&self, pattern: &Pattern, index: usize) -> bool {
        self.pattern_closed[pattern.stops.start + index] & ALIGHTING == 0
    }

    pub(super) fn trips_of(&self, pattern: &Pattern) -> &[u32] {
        &self.pattern_trips[pattern.trips.clone()]
    }

    /// When the pattern's trip at `position` reaches the stop at `index`.
    pub(super) fn arrival(&self, pattern: &Pattern, position: usize, index: usize) -> u32 {
        self.arrivals[pattern.first_time + position * pattern.stops.len() + index]
    }

    /// When the pattern's trip at `position` leaves the stop at `index`.
    pub(super) fn departure(&self, pattern: &Pattern, position: usize, index: usize) -> u32 {
        self.departures[pattern.first_time + position * pattern.stops.len() + index]
    }

    /// The visits of a stop as (pattern, index).
    pub(super) fn visits(&self, stop: u32) -> &[(u32, u32)] {
        &self.visits
            [self.first_visit[stop as usize] as usize..self.first_visit[stop as usize + 1] as usize]
    }
}

/// Gathers stops, trips and footpaths.
///
/// ```
/// use tongqu::kernels::timetable::{StopTime, TimetableBuilder};
/// let mut builder = TimetableBuilder::new(vec![120, 120]);
/// let visit = |stop, time| StopTime { stop, arrival: time, departure: time };
/// let trip = builder.trip(&[visit(0, 25_200), visit(1, 28_800)]);
/// let timetable = builder.build();
/// assert_eq!(timetable.stop_time(trip, 1).arrival, 28_800);
/// assert_eq!(timetable.connections().len(), 1);
/// ```
#[derive(Debug, Clone)]
pub struct TimetableBuilder {
    minimum_change: Vec<u32>,
    footpaths: Vec<Footpath>,
    first_visit: Vec<usize>,
    stop_times: Vec<StopTime>,
    /// By stop time.
    closed: Vec<u8>,
}

impl TimetableBuilder {
    /// With one stop for each of these minimum changes, in seconds.
    pub fn new(minimum_change: Vec<u32>) -> Self {
        Self {
            minimum_change,
            footpaths: Vec::new(),
            first_visit: vec![0],
            stop_times: Vec::new(),
            closed: Vec::new(),
        }
    }

    /// Adds a trip; returns its number, counted from 0. A trip of fewer than two stops is kept and carries nobody.
    ///
    /// # Panics
    /// If it names a stop that is none, goes back in time or is on its way after [`LATEST`].
    pub fn trip(&mut self, stop_times: &[StopTime]) -> u32 {
        let is_stop = |visit: &StopTime| (visit.stop as usize) < self.minimum_change.len();
        assert!(stop_times.iter().all(is_stop), "a trip visits a stop that is none");
        let times: Vec<u32> =
            stop_times.iter().flat_map(|visit| [visit.arrival, visit.departure]).collect();
        assert!(times.is_sorted(), "a trip goes back in time");
        assert!(times.last().is_none_or(|&time| time <= LATEST), "a trip is on its way too late");
        self.stop_times.extend_from_slice(stop_times);
        self.closed.resize(self.stop_times.len(), 0);
        self.first_visit.push(self.stop_times.len());
        (self.first_visit.len() - 2) as u32
    }

    /// Lets nobody board a trip at the `index`-th stop of its sequence.
    pub fn close_boarding(&mut self, trip: u32, index: usize) {
        self.closed[self.first_visit[trip as usize] + index] |= BOARDING;
    }

    /// Lets nobody alight from a trip there.
    pub fn close_alighting(&mut self, trip: u32, index: usize) {
        self.closed[self.first_visit[trip as usize] + index] |= ALIGHTING;
    }

    /// Adds a footpath that takes `seconds` in all.
    ///
    /// # Panics
    /// If it names a stop that is none.
    pub fn footpath(&mut self, from: u32, to: u32, seconds: u32) {
        let stop_count = self.minimum_change.len();
        assert!(
            (from as usize) < stop_count && (to as usize) < stop_count,
            "a footpath joins a stop that is none"
        );
        self.footpaths.push(Footpath { from, to, seconds });
    }

    /// Sorts it all.
    pub fn build(mut self) -> Timetable {
        let connections = self.connections();
        if self.closed.iter().any(|closed| *closed != 0) {
            self.minimum_change.extend([0, 0]);
        }
        let (first_footpath, order) = group(
            self.minimum_change.len(),
            &self.footpaths.iter().map(|path| path.from).collect::<Vec<_>>(),
        );
        let footpaths = order.iter().map(|&path| self.footpaths[path as usize]).collect();
        let mut timetable = Timetable {
            minimum_change: Vec::new(),
            connections,
            first_footpath,
            footpaths,
            patterns: Vec::new(),
            pattern_stops: Vec::new(),
            pattern_closed: Vec::new(),
            pattern_trips: Vec::new(),
            place: vec![(0, 0); self.trip_count()],
            arrivals: Vec::with_capacity(self.stop_times.len()),
            departures: Vec::with_capacity(self.stop_times.len()),
            first_visit: Vec::new(),
            visits: Vec::new(),
        };
        for trips in self.patterns() {
            self.add_pattern(&mut timetable, &trips);
        }
        timetable.minimum_change = self.minimum_change;
        list_visits(&mut timetable);
        timetable
    }

    fn trip_count(&self) -> usize {
        self.first_visit.len() - 1
    }

    fn visits_of(&self, trip: usize) -> &[StopTime] {
        &self.stop_times[self.first_visit[trip]..self.first_visit[trip + 1]]
    }

    fn closed_of(&self, trip: usize) -> &[u8] {
        &self.closed[self.first_visit[trip]..self.first_visit[trip + 1]]
    }

    fn connections(&self) -> Vec<Connection> {
        // Nobody who reaches the one leaves from the other.
        let no_stop = self.minimum_change.len() as u32;
        let mut connections = Vec::with_capacity(self.stop_times.len());
        for trip in 0..self.trip_count() {
            let closed = self.closed_of(trip);
            let open = |at: usize, way: u8, stop: u32, none: u32| {
                if closed[at] & way == 0 { stop } else { none }
            };
            connections.extend(self.visits_of(trip).windows(2).enumerate().map(|(index, pair)| {
                Connection {
                    departure: pair[0].departure,
                    arrival: pair[1].arrival,
                    trip: trip as u32,
                    index: index as u32,
                    from: open(index, BOARDING, pair[0].stop, no_stop),
                    to: open(index + 1, ALIGHTING, pair[1].stop, no_stop + 1),
                }
            }));
        }
        connections.sort_unstable();
        connections
    }

    /// Trips by pattern: each list has one stop sequence and is sorted so that no trip overtakes the one before it.
    fn patterns(&self) -> Vec<Vec<usize>> {
        let sequence = |trip: usize| {
            let stops = self.visits_of(trip).iter().map(|visit| visit.stop);
            stops.zip(self.closed_of(trip))
        };
        let mut trips: Vec<usize> = (0..self.trip_count()).collect();
        trips.sort_unstable_by(|&a, &b| {
            let by_times = || self.visits_of(a).cmp(self.visits_of(b));
            sequence(a).cmp(sequence(b)).then_with(by_times).then(a.cmp(&b))
        });
        let mut patterns: Vec<Vec<usize>> = Vec::new();
        let mut first_of_sequence = 0;
        for trip in trips {
            if patterns.last().is_some_and(|last| !sequence(last[0]).eq(sequence(trip))) {
                first_of_sequence = patterns.len();
            }
            let fits = |pattern: &&mut Vec<usize>| {
                pattern.last().is_some_and(|&last| {
                    never_overtakes(self.visits_of(last), self.visits_of(trip))
                })
            };
            match patterns[first_of_sequence..].iter_mut().find(fits) {
                Some(pattern) => pattern.push(trip),
                None => patterns.push(vec![trip]),
            }
        }
        patterns
    }

    fn add_pattern(&self, timetable: &mut Timetable, trips: &[usize]) {
        let (first_stop, first_trip) =
            (timetable.pattern_stops.len(), timetable.pattern_trips.len());
        let first_time = timetable.arrivals.len();
        timetable.pattern_stops.extend(self.visits_of(trips[0]).iter().map(|visit| visit.stop));
        timetable.pattern_closed.extend_from_slice(self.closed_of(trips[0]));
        for (position, &trip) in trips.iter().enumerate() {
            timetable.place[trip] = (timetable.patterns.len() as u32, position as u32);
            timetable.pattern_trips.push(trip as u32);
            timetable.arrivals.extend(self.visits_of(trip).iter().map(|visit| visit.arrival));
            timetable.departures.extend(self.visits_of(trip).iter().map(|visit| visit.departure));
        }
        let stops = first_stop..timetable.pattern_stops.len();
        timetable.patterns.push(Pattern {
            stops,
            trips: first_trip..timetable.pattern_trips.len(),
            first_time,
        });
    }
}

/// Whether `later` is at no stop before `earlier`, where that matters to a rider.
fn never_overtakes(earlier: &[StopTime], later: &[StopTime]) -> bool {
    let last = earlier.len().saturating_sub(1);
    earlier.iter().zip(later).enumerate().all(|(index, (earlier, later))| {
        (index == 0 || earlier.arrival <= later.arrival)
            && (index == last || earlier.departure <= later.departure)
    })
}

fn list_visits(timetable: &mut Timetable) {
    let all: Vec<(u32, u32)> = (0..timetable.patterns.len() as u32)
        .flat_map(|pattern| {
            let length = timetable.patterns[pattern as usize].stops.len() as u32;
            (0..length).map(move |index| (pattern, index))
        })
        .collect();
    // Patterns were added one after the other, so `pattern_stops` names the stop of each visit.
    let (first_visit, order) = group(timetable.minimum_change.len(), &timetable.pattern_stops);
    timetable.first_visit = first_visit;
    timetable.visits = order.iter().map(|&visit| all[visit as usize]).collect();
}

#[cfg(test)]
mod tests {
    use super::super::testing::cases;
    use super::*;
    use proptest::prelude::*;

    type Feature = fn(&Timetable) -> bool;

    fn visit(stop: u32, arrival: u32, departure: u32) -> StopTime {
        StopTime { stop, arrival, departure }
    }

    #[test]
    fn trips_that_overtake_are_split() {
        let mut builder = TimetableBuilder::new(vec![0; 2]);
        let slow = builder.trip(&[visit(0, 10, 10), visit(1, 50, 50)]);
        let fast = builder.trip(&[visit(0, 20, 20), visit(1, 40, 40)]);
        let last = builder.trip(&[visit(0, 30, 30), visit(1, 50, 50)]);
        let timetable = builder.build();
        assert_eq!(timetable.pattern_count(), 2);
        assert_eq!(timetable.trips_of(&timetable.patterns()[0]), [slow, last]);
        assert_eq!(timetable.trips_of(&timetable.patterns()[1]), [fast]);
    }

    #[test]
    fn hops_of_no_length_stay_in_the_order_of_their_trip() {
        let mut builder = TimetableBuilder::new(vec![0; 3]);
        builder.trip(&[visit(2, 60, 60), visit(1, 60, 60), visit(0, 60, 60), visit(2, 90, 90)]);
        let timetable = builder.build();
        assert_eq!(timetable.connections().iter().map(|c| c.index).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn a_loop_lists_both_visits_of_its_stop() {
        let mut builder = TimetableBuilder::new(vec![0; 2]);
        builder.trip(&[visit(0, 0, 0), visit(1, 5, 6), visit(0, 9, 9)]);
        assert_eq!(builder.build().visits(0), [(0, 0), (0, 2)]);
    }

    #[test]
    fn nothing_at_all_is_a_timetable() {
        let mut builder = TimetableBuilder::new(Vec::new());
        builder.trip(&[]);
        let timetable = builder.build();
        assert_eq!(
            (timetable.stop_count(), timetable.trip_count(), timetable.connections().len()),
            (0, 1, 0)
        );
    }

    #[test]
    #[should_panic(expected = "back in time")]
    fn a_trip_that_goes_back_in_time_is_refused() {
        TimetableBuilder::new(vec![0; 2]).trip(&[visit(0, 0, 9), visit(1, 8, 8)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn every_trip_is_kept_as_given(case in cases()) {
            let timetable = case.timetable();
            for (trip, visits) in case.trips.iter().enumerate() {
                let kept = (0..visits.len()).map(|index| timetable.stop_time(trip as u32, index));
                prop_assert_eq!(&kept.collect::<Vec<_>>(), visits);
            }
        }

        #[test]
        fn no_pattern_holds_a_trip_that_overtakes(case in cases()) {
            let timetable = case.timetable();
            for pattern in timetable.patterns() {
                for pair in timetable.trips_of(pattern).windows(2) {
                    let (earlier, later) = (&case.trips[pair[0] as usize], &case.trips[pair[1] as usize]);
                    prop_assert!(never_overtakes(earlier, later));
                }
            }
        }

        #[test]
        fn connections_are_sorted_and_each_trip_is_in_order(case in cases()) {
            let timetable = case.timetable();
            prop_assert!(timetable.connections().is_sorted_by_key(|c| c.departure));
            let mut next = vec![0; case.trips.len()];
            for connection in timetable.connections() {
                prop_assert_eq!(connection.index, next[connection.trip as usize]);
                next[connection.trip as usize] += 1;
            }
            prop_assert_eq!(next.iter().sum::<u32>() as usize, case.trips.iter().map(|t| t.len() - 1).sum::<usize>());
        }
    }

    #[test]
    fn cases_include_what_is_hard() {
        let all = super::super::testing::sample(200);
        let no_length = |t: &Timetable| t.connections().iter().any(|c| c.arrival == c.departure);
        let overtaking =
            |t: &Timetable| t.patterns().windows(2).any(|p| t.stops_of(&p[0]) == t.stops_of(&p[1]));
        let twice = |t: &Timetable| {
            t.patterns()
                .iter()
                .any(|p| (1..p.stops.len()).any(|i| t.stops_of(p)[..i].contains(&t.stops_of(p)[i])))
        };
        let past_midnight = |t: &Timetable| {
            t.connections().iter().any(|c| c.departure < 86_400 && c.arrival >= 86_400)
        };
        let hard: [(&str, Feature); 4] = [
            ("no length", no_length),
            ("overtaking", overtaking),
            ("a stop twice", twice),
            ("past midnight", past_midnight),
        ];
        for (name, is_hard) in hard {
            let count = all.iter().filter(|case| is_hard(&case.timetable())).count();
            assert!(count > 20, "{name}: only {count} of {}", all.len());
        }
    }
}
