//! Round-based search: the best journeys of one departure, leg by leg.
//!
//! Problem: leaving at one time, the earliest arrival with at most 1, 2, …, [`MAX_TRIPS`] trips, at one target or at all
//! stops, under the rules of [`timetable`](super::timetable), and the legs that give it.
//!
//! Paper: Delling, Pajor, Werneck 2015, "Round-Based Public Transit Routing", doi 10.1287/trsc.2014.0534. Round k scans
//! each pattern that leaves a stop improved in round k − 1, once, and boards the earliest trip it can. As minimum changes
//! differ from arrivals, each stop has two labels a round: when a trip is left there, and when one may be boarded.
//!
//! Complexity: O(visits of patterns at stops, times log trips) per round; 40 bytes a stop and round.
//!
//! Invariants: arrivals equal those of a [`Profile`](super::csa::Profile) at that departure, in every lane.
//!
//! Ties: a journey is listed only if it arrives strictly earlier than all with fewer trips. Of those of one arrival and
//! number of trips the first found is kept: by the lower pattern, then the earlier stop of it, boarding as soon as the
//! earliest trip can be boarded and changing at a stop rather than walking, from the lower stop; of equal accesses or egresses
//! the first of its list. The result depends on nothing but timetable and query.
//!
//! What it does not do: search a range of departures ([`csa`](super::csa) does), or walk without a trip.

use super::csa::{Lanes, MAX_TRIPS, NEVER};
use super::graph::UNREACHED;
use super::timetable::{Pattern, Timetable};
use std::ops::Range;

/// One departure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query<'a> {
    /// When the origin is left, in seconds.
    pub departure: u32,
    /// Only hops that depart in it are ridden, as in
    /// [`ProfileSearch::profile`](super::csa::ProfileSearch::profile); `0..u32::MAX` allows all.
    pub window: Range<u32>,
    /// The stops that are reached without a trip, as (stop, seconds to it).
    pub access: &'a [(u32, u32)],
}

/// A part of a journey between its first and its last stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leg {
    /// On a trip, from and to a place in its stop sequence.
    Ride {
        /// The trip.
        trip: u32,
        /// Where it is boarded.
        board_index: u32,
        /// Where it is left.
        alight_index: u32,
    },
    /// On a footpath between two trips.
    Walk {
        /// The stop where a trip was left.
        from: u32,
        /// The stop where the next is boarded.
        to: u32,
        /// How long the change takes.
        seconds: u32,
    },
}

/// A way from the origin to the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// When the origin is left, as asked for.
    pub departure: u32,
    /// When the target is reached.
    pub arrival: u32,
    /// The stop of the first trip and the seconds to it.
    pub access: (u32, u32),
    /// The stop of the last trip and the seconds from it.
    pub egress: (u32, u32),
    /// Rides, and the walks between them.
    pub legs: Vec<Leg>,
}

impl Journey {
    /// The number of trips ridden.
    pub fn trips(&self) -> usize {
        self.legs.iter().filter(|leg| matches!(leg, Leg::Ride { .. })).count()
    }
}

/// How a label came to be: the part of a trip ridden.
#[derive(Debug, Clone, Copy, Default)]
struct Ride {
    trip: u32,
    board_index: u32,
    alight_index: u32,
}

/// How a label came to be: by access in round 0, by a change at the stop or by a footpath later.
#[derive(Debug, Clone, Copy, Default)]
struct Change {
    from: u32,
    seconds: u32,
    is_walked: bool,
}

/// What a round improved; other stops hold [`UNREACHED`].
#[derive(Debug, Clone, Default)]
struct Round {
    alight: Vec<u32>,
    ride: Vec<Ride>,
    ready: Vec<u32>,
    change: Vec<Change>,
}

/// The buffer of a round-based search. Every thread keeps one and uses it for query after query.
///
/// ```
/// use tongqu::kernels::raptor::{Leg, Query, RaptorSearch};
/// use tongqu::kernels::timetable::{StopTime, TimetableBuilder};
/// let visit = |stop, time| StopTime { stop, arrival: time, departure: time };
/// let mut builder = TimetableBuilder::new(vec![120; 3]);
/// builder.trip(&[visit(0, 1000), visit(1, 2000)]);
/// builder.trip(&[visit(1, 2100), visit(2, 2500)]); // 20 seconds too early to change to
/// builder.trip(&[visit(1, 2200), visit(2, 2600)]);
/// let timetable = builder.build();
/// let query = Query { departure: 900, window: 0..u32::MAX, access: &[(0, 100)] };
/// let journeys = RaptorSearch::new().to_target(&timetable, &query, &[(2, 60)]);
/// assert_eq!(journeys[0].arrival, 2660);
/// assert_eq!(journeys[0].legs[1], Leg::Ride { trip: 2, board_index: 0, alight_index: 1 });
/// ```
#[derive(Debug, Clone, Default)]
pub struct RaptorSearch {
    rounds: [Round; MAX_TRIPS + 1],
    best_alight: Vec<u32>,
    best_ready: Vec<u32>,
    /// By pattern: the first index to scan from, or [`UNREACHED`] for none.
    scan_from: Vec<u32>,
    target: u32,
    egress: Vec<u32>,
}

impl RaptorSearch {
    /// An empty buffer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Searches all stops.
    pub fn to_all<'a>(&'a mut self, timetable: &'a Timetable, query: &Query<'_>) -> Reached<'a> {
        self.run(timetable, query, &[]);
        Reached { search: self, timetable, departure: query.departure }
    }

    /// The best journeys to a target, given as (stop, seconds from it to the target): by rising number of trips, each
    /// arriving earlier than the one before.
    pub fn to_target(
        &mut self,
        timetable: &Timetable,
        query: &Query<'_>,
        egress: &[(u32, u32)],
    ) -> Vec<Journey> {
        self.run(timetable, query, egress);
        Reached { search: self, timetable, departure: query.departure }.journeys(egress)
    }

    fn run(&mut self, timetable: &Timetable, query: &Query<'_>, egress: &[(u32, u32)]) {
        self.clear(timetable, egress);
        for &(stop, seconds) in query.access {
            let ready = query.departure.saturating_add(seconds).max(query.window.start);
            if ready < self.best_ready[stop as usize] {
                self.make_ready(0, stop, ready, Change { from: stop, seconds, is_walked: false });
            }
        }
        for round in 1..=MAX_TRIPS {
            if !self.choose_patterns(timetable, round) {
                return;
            }
            for (pattern, described) in timetable.patterns().iter().enumerate() {
                let from = self.scan_from[pattern];
                if from != UNREACHED {
                    self.scan_pattern(timetable, described, from as usize, round, &query.window);
                }
            }
            self.change(timetable, round);
        }
    }

    fn clear(&mut self, timetable: &Timetable, egress: &[(u32, u32)]) {
        let stops = timetable.stop_count();
        for round in &mut self.rounds {
            refill(&mut round.alight, stops, UNREACHED);
            refill(&mut round.ready, stops, UNREACHED);
            refill(&mut round.ride, stops, Ride::default());
            refill(&mut round.change, stops, Change::default());
        }
        refill(&mut self.best_alight, stops, UNREACHED);
        refill(&mut self.best_ready, stops, UNREACHED);
        refill(&mut self.scan_from, timetable.pattern_count(), UNREACHED);
        refill(&mut self.egress, stops, UNREACHED);
        for &(stop, seconds) in egress {
            self.egress[stop as usize] = seconds.min(self.egress[stop as usize]);
        }
        self.target = UNREACHED;
    }

    /// Notes from where to scan each pattern in a round; says whether there is any.
    fn choose_patterns(&mut self, timetable: &Timetable, round: usize) -> bool {
        self.scan_from.fill(UNREACHED);
        let mut is_any = false;
        let before = &self.rounds[round - 1];
        for stop in (0..timetable.stop_count() as u32)
            .filter(|&stop| before.ready[stop as usize] != UNREACHED)
        {
            for &(pattern, index) in timetable.visits(stop) {
                let from = &mut self.scan_from[pattern as usize];
                *from = index.min(*from);
                is_any = true;
            }
        }
        is_any
    }

    /// Rides along a pattern, always on the earliest trip that can be boarded.
    fn scan_pattern(
        &mut self,
        timetable: &Timetable,
        pattern: &Pattern,
        from: usize,
        round: usize,
        window: &Range<u32>,
    ) {
        let trips = timetable.trips_of(pattern);
        let mut on_board: Option<(usize, u32)> = None; // (place of the trip, index it was boarded at)
        for (index, &stop) in timetable.stops_of(pattern).iter().enumerate().skip(from) {
            if let Some((position, board_index)) = on_board
                && timetable.alights(pattern, index)
                && timetable.departure(pattern, position, index - 1) < window.end
            {
                let ride = Ride { trip: trips[position], board_index, alight_index: index as u32 };
                self.alight(round, stop, timetable.arrival(pattern, position, index), ride);
            }
            let ready = self.rounds[round - 1].ready[stop as usize];
            if ready != UNREACHED && timetable.boards(pattern, index) {
                let later_trips = on_board.map_or(trips.len(), |(position, _)| position);
                let departs_before =
                    |position| timetable.departure(pattern, position, index) < ready;
                let position = first_not(later_trips, departs_before);
                if position < later_trips {
                    on_board = Some((position, index as u32));
                }
            }
        }
    }

    fn alight(&mut self, round: usize, stop: u32, arrival: u32, ride: Ride) {
        let at = stop as usize;
        if arrival < self.best_alight[at] && arrival <= self.target {
            self.best_alight[at] = arrival;
            self.rounds[round].alight[at] = arrival;
            self.rounds[round].ride[at] = ride;
            self.target = self.target.min(arrival.saturating_add(self.egress[at]));
        }
    }

    /// Lets riders who left a trip in a round change, first at the stop, then on footpaths.
    fn change(&mut self, timetable: &Timetable, round: usize) {
        let stops = || 0..timetable.stop_count() as u32;
        for stop in stops() {
            let seconds = timetable.minimum_change(stop);
            self.change_to(round, stop, Change { from: stop, seconds, is_walked: false });
        }
        for stop in stops() {
            for path in timetable.footpaths(stop) {
                self.change_to(
                    round,
                    path.to,
                    Change { from: stop, seconds: path.seconds, is_walked: true },
                );
            }
        }
    }

    fn change_to(&mut self, round: usize, stop: u32, change: Change) {
        let ready = self.rounds[round].alight[change.from as usize].saturating_add(change.seconds);
        if ready < self.best_ready[stop as usize] {
            self.make_ready(round, stop, ready, change);
        }
    }

    fn make_ready(&mut self, round: usize, stop: u32, ready: u32, change: Change) {
        self.best_ready[stop as usize] = ready;
        self.rounds[round].ready[stop as usize] = ready;
        self.rounds[round].change[stop as usize] = change;
    }
}

fn refill<T: Clone>(list: &mut Vec<T>, length: usize, value: T) {
    list.clear();
    list.resize(length, value);
}

/// The first number below `end` that a test, true up to some number, is false for; `end` if there is none.
fn first_not(end: usize, test: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, end);
    while low < high {
        let middle = low.midpoint(high);
        if test(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// What one departure reaches.
#[derive(Debug)]
pub struct Reached<'a> {
    search: &'a RaptorSearch,
    timetable: &'a Timetable,
    departure: u32,
}

impl Reached<'_> {
    /// The earliest arrivals by trip at a stop, with at most 1, 2, … trips.
    pub fn arrivals(&self, stop: u32) -> Lanes {
        self.arrivals_at(&[(stop, 0)])
    }

    /// The earliest arrivals at a target, given as (stop, seconds from it to the target).
    pub fn arrivals_at(&self, egress: &[(u32, u32)]) -> Lanes {
        let mut lanes = NEVER;
        let mut best = UNREACHED;
        for (lane, round) in lanes.iter_mut().zip(1..) {
            best =
                best.min(self.egress_of(round, egress).map_or(UNREACHED, |(arrival, _)| arrival));
            *lane = best;
        }
        lanes
    }

    /// The best journeys to a target: by rising number of trips, each arriving earlier than the one before.
    pub fn journeys(&self, egress: &[(u32, u32)]) -> Vec<Journey> {
        let mut journeys: Vec<Journey> = Vec::new();
        for round in 1..=MAX_TRIPS {
            if let Some((arrival, egress)) = self.egress_of(round, egress)
                && journeys.last().is_none_or(|fewer| arrival < fewer.arrival)
            {
                let (access, legs) = self.legs_to(round, egress.0);
                journeys.push(Journey { departure: self.departure, arrival, access, egress, legs });
            }
        }
        journeys
    }

    /// The best arrival of a round at a target and the egress that gives it.
    fn egress_of(&self, round: usize, egress: &[(u32, u32)]) -> Option<(u32, (u32, u32))> {
        let alight = &self.search.rounds[round].alight;
        let arrival = |&(stop, seconds): &(u32, u32)| alight[stop as usize].saturating_add(seconds);
        let best =
            egress.iter().map(|leg| (arrival(leg), *leg)).min_by_key(|&(arrival, _)| arrival);
        best.filter(|&(arrival, _)| arrival != UNREACHED)
    }

    /// The access and the legs of the journey that a round brought to a stop.
    fn legs_to(&self, round: usize, stop: u32) -> ((u32, u32), Vec<Leg>) {
        let mut legs = Vec::new();
        let mut alight_stop = stop;
        for round in (1..=round).rev() {
            let Ride { trip, board_index, alight_index } =
                self.search.rounds[round].ride[alight_stop as usize];
            legs.push(Leg::Ride { trip, board_index, alight_index });
            let to = self.timetable.stops(trip)[board_index as usize];
            let Change { from, seconds, is_walked } =
                self.search.rounds[round - 1].change[to as usize];
            if is_walked {
                legs.push(Leg::Walk { from, to, seconds });
            }
            if round == 1 {
                legs.reverse();
                return ((to, seconds), legs);
            }
            alight_stop = from;
        }
        unreachable!("rounds count from 1")
    }
}

#[cfg(test)]
mod tests {
    use super::super::csa::{ProfileIndex, ProfileSearch};
    use super::super::testing::{BruteForce, Case, cases};
    use super::*;
    use proptest::prelude::*;

    /// Follows a journey second by second; the arrival at its target, if it keeps the rules.
    fn follow(case: &Case, journey: &Journey) -> Option<u32> {
        let (mut stop, access) = journey.access;
        let mut clock = (journey.departure + access).max(case.window.start);
        let mut change = 0;
        case.access.contains(&journey.access).then_some(())?;
        for leg in &journey.legs {
            match *leg {
                Leg::Walk { from, to, seconds } => {
                    (from == stop && case.footpaths.contains(&(from, to, seconds))).then_some(())?;
                    (stop, change) = (to, seconds);
                }
                Leg::Ride { trip, board_index, alight_index } => {
                    let visits =
                        &case.trips[trip as usize][board_index as usize..=alight_index as usize];
                    let (first, rest) = visits.split_first()?;
                    let hops = &visits[..visits.len() - 1];
                    let in_window = hops.iter().all(|visit| case.window.contains(&visit.departure));
                    (in_window && first.stop == stop && first.departure >= clock + change)
                        .then_some(())?;
                    (stop, clock) = (rest.last()?.stop, rest.last()?.arrival);
                    change = case.minimum_change[stop as usize];
                }
            }
        }
        let is_egress = stop == journey.egress.0 && case.egress.contains(&journey.egress);
        is_egress.then_some(clock + journey.egress.1)
    }

    fn lanes(journeys: &[Journey]) -> Lanes {
        std::array::from_fn(|lane| {
            let enough = journeys.iter().filter(|journey| journey.trips() <= lane + 1);
            enough.map(|journey| journey.arrival).min().unwrap_or(UNREACHED)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn arrivals_agree_with_the_profile_and_with_brute_force(case in cases()) {
            let timetable = case.timetable();
            let index = ProfileIndex::new(&timetable);
            let profile = ProfileSearch::new().profile(&index, &case.egress, case.window.clone());
            let brute = BruteForce::new(&case);
            let mut search = RaptorSearch::new();
            for departure in case.departures() {
                let query = Query { departure, window: case.window.clone(), access: &case.access };
                let expected = brute.arrivals(departure, &case.egress);
                prop_assert_eq!(search.to_all(&timetable, &query).arrivals_at(&case.egress), expected);
                prop_assert_eq!(lanes(&search.to_target(&timetable, &query, &case.egress)), expected);
                prop_assert_eq!(profile.arrivals_from(&case.access, departure), expected);
            }
        }

        #[test]
        fn all_stops_agree_with_their_profiles(case in cases()) {
            let timetable = case.timetable();
            let index = ProfileIndex::new(&timetable);
            let (mut search, mut profiles) = (RaptorSearch::new(), ProfileSearch::new());
            let query = Query { departure: case.start, window: case.window.clone(), access: &case.access };
            let reached = search.to_all(&timetable, &query);
            for stop in 0..case.minimum_change.len() as u32 {
                let profile = profiles.profile(&index, &[(stop, 0)], case.window.clone());
                prop_assert_eq!(reached.arrivals(stop), profile.arrivals_from(&case.access, case.start));
            }
        }

        #[test]
        fn journeys_can_be_followed_leg_by_leg(case in cases()) {
            let timetable = case.timetable();
            let mut search = RaptorSearch::new();
            for departure in case.departures() {
                let query = Query { departure, window: case.window.clone(), access: &case.access };
                let journeys = search.to_target(&timetable, &query, &case.egress);
                for journey in &journeys {
                    prop_assert_eq!(follow(&case, journey), Some(journey.arrival), "{:?}", journey);
                }
                let better = |pair: &[Journey]| pair[0].trips() < pair[1].trips() && pair[0].arrival > pair[1].arrival;
                prop_assert!(journeys.windows(2).all(better));
                prop_assert_eq!(journeys, search.to_all(&timetable, &query).journeys(&case.egress));
            }
        }
    }
}
