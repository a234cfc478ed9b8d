//! The departures worth taking from an origin to a target, and what they mean for who leaves at any time.
//!
//! Problem: a [`Profile`] speaks of stops. An origin reaches some stops, each after some seconds; here its entries are
//! joined to one list of departures from the origin, none of which another makes pointless. Between two departures the
//! total time (wait + travel) falls second by second, and jumps up behind each: a sawtooth. Percentiles and means are
//! taken over the whole sawtooth, exactly, not over samples of it.
//!
//! Paper: Dibbelt, Pajor, Strasser, Wagner 2018, doi 10.1145/3274661 (profiles). The sawtooth's percentiles are
//! elementary: the seconds covered below a total time are summed tooth by tooth.
//!
//! Complexity: O(e log e) for e entries of the stops reached.
//!
//! Invariants of a list from [`departures()`]: departures rise and arrivals rise, both strictly. A departure is left out
//! where a later one, even beyond the window, arrives no later.
//!
//! What it does not do: walk to the target without a trip, weigh waiting, or tell which trips are taken.

use super::csa::{Lanes, MAX_TRIPS, NEVER, Profile, least};
use super::graph::UNREACHED;
use std::cmp::Reverse;
use std::ops::Range;

/// A departure from an origin, and when it is at the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Departure {
    /// When to leave the origin, in seconds.
    pub departure: u32,
    /// When the target is reached, in seconds.
    pub arrival: u32,
    /// How many trips are ridden.
    pub trips: u32,
}

impl Departure {
    /// The seconds from leaving to arriving.
    pub fn duration(&self) -> u32 {
        self.arrival - self.departure
    }
}

/// The departures in `window` that no later departure with an arrival as early makes pointless, by rising departure;
/// each with the fewest trips for its arrival. Access is given as (stop, seconds to it).
pub fn departures(profile: &Profile, access: &[(u32, u32)], window: Range<u32>) -> Vec<Departure> {
    let last = MAX_TRIPS - 1;
    let is_best = |lane: usize, lanes: &Lanes, later: &Lanes| {
        lanes[lane] == lanes[last] && lanes[last] < later[last]
    };
    collect(profile, access, window, is_best)
}

/// As [`departures()`], but a later arrival with fewer trips counts too: all (departure, arrival, trips) such that no
/// other leaves as late, arrives as early and needs as few trips. Sorted by departure, then trips.
pub fn departures_by_trips(
    profile: &Profile,
    access: &[(u32, u32)],
    window: Range<u32>,
) -> Vec<Departure> {
    let is_best = |lane: usize, lanes: &Lanes, later: &Lanes| lanes[lane] < later[lane];
    collect(profile, access, window, is_best)
}

/// Lists, of every departure, the lanes that gain by their last trip and are best in view of all later departures.
fn collect(
    profile: &Profile,
    access: &[(u32, u32)],
    window: Range<u32>,
    is_best: impl Fn(usize, &Lanes, &Lanes) -> bool,
) -> Vec<Departure> {
    let mut found = Vec::new();
    // All that leave behind the window are to be better than at once: their best is known without listing them.
    let mut later = profile.arrivals_from(access, window.end);
    let entries = latest_first(profile, access, &window);
    for (departure, lanes) in entries.chunk_by(|a, b| a.0 == b.0).map(merge) {
        let best = least(&lanes, &later);
        let gains = |lane: usize| lane == 0 || best[lane] < best[lane - 1];
        let lanes =
            (0..MAX_TRIPS).rev().filter(|&lane| gains(lane) && is_best(lane, &best, &later));
        found.extend(lanes.map(|lane| Departure {
            departure,
            arrival: best[lane],
            trips: lane as u32 + 1,
        }));
        later = best;
    }
    found.reverse();
    found
}

/// The entries of all stops reached that leave the origin in the window, as (departure from it, arrivals), latest first.
fn latest_first<'a>(
    profile: &'a Profile,
    access: &[(u32, u32)],
    window: &Range<u32>,
) -> Vec<(u32, &'a Lanes)> {
    let mut entries = Vec::new();
    for &(stop, seconds) in access {
        let ready = window.start.saturating_add(seconds)..window.end.saturating_add(seconds);
        let in_time = profile.entries_within(stop, &ready);
        entries.extend(in_time.map(|(ready, lanes)| (ready - seconds, lanes)));
    }
    entries.sort_unstable_by_key(|entry| Reverse(entry.0));
    entries
}

fn merge(same_departure: &[(u32, &Lanes)]) -> (u32, Lanes) {
    let lanes = same_departure.iter().fold(NEVER, |best, (_, lanes)| least(&best, lanes));
    (same_departure[0].0, lanes)
}

/// The departure of the shortest duration; of equal ones that of fewest trips, then the earliest.
pub fn fastest(departures: &[Departure]) -> Option<Departure> {
    departures.iter().copied().min_by_key(|found| (found.duration(), found.trips, found.departure))
}

/// The total time (wait + travel) in seconds that a share of all departure times, uniform over `window`, does not
/// exceed: the least such time. Share 0.5 gives the median.
///
/// The list must rise strictly by departure and arrival, as that of [`departures()`] does. With a `period` in seconds
/// the list, which must span less than it, comes again after each; without one there is no journey behind the last
/// departure. There is no answer for an empty window, or if too many times have no journey.
///
/// ```
/// use tongqu::kernels::departures::{Departure, percentile};
/// // Every hour, 20 minutes long: who leaves at a random time needs between 20 and 80 minutes.
/// let hourly = [Departure { departure: 0, arrival: 1200, trips: 1 }];
/// assert_eq!(percentile(&hourly, 0..86_400, Some(3600), 0.5), Some(3000.0));
/// assert_eq!(percentile(&hourly, 0..86_400, None, 0.5), None);
/// ```
///
/// # Panics
/// If the share is not within 0 to 1.
pub fn percentile(
    departures: &[Departure],
    window: Range<u32>,
    period: Option<u32>,
    share: f64,
) -> Option<f64> {
    assert!((0.0..=1.0).contains(&share), "a share is within 0 to 1");
    let needed = share * window.len() as f64;
    // Total times of a tooth are spread evenly over lowest..lowest + width: one second of departure times per second.
    let mut steps: Vec<(u64, i32)> = Vec::new();
    for tooth in teeth(departures, window, period) {
        steps.extend([(tooth.lowest, 1), (tooth.lowest + tooth.width, -1)]);
    }
    steps.sort_unstable();
    let mut covered = 0.0;
    let mut slope = 0;
    for pair in steps.windows(2) {
        slope += pair[0].1;
        let gain = f64::from(slope) * (pair[1].0 - pair[0].0) as f64;
        if gain > 0.0 && covered + gain >= needed {
            return Some(pair[0].0 as f64 + (needed - covered).max(0.0) / f64::from(slope));
        }
        covered += gain;
    }
    None
}

/// The mean wait for the next departure, in seconds, over departure times uniform over `window`; list and period as in
/// [`percentile`]. There is none for an empty window, or if some time has no journey.
pub fn mean_wait(departures: &[Departure], window: Range<u32>, period: Option<u32>) -> Option<f64> {
    let length = window.len() as f64;
    let (mut covered, mut waited) = (0.0, 0.0);
    for tooth in teeth(departures, window, period) {
        let width = tooth.width as f64;
        covered += width;
        waited += width * (tooth.least_wait as f64 + width / 2.0);
    }
    (length > 0.0 && covered >= length).then(|| waited / length)
}

/// The mean total time (wait for the next departure + travel), in seconds, over departure times uniform over `window`; list
/// and period as in [`percentile`]. Where there is another way that takes so many seconds at any time, it is taken whenever it
/// is quicker. There is no mean for an empty window, or if some time has no journey and there is no other way.
///
/// ```
/// use tongqu::kernels::departures::{Departure, mean_total};
/// // Every hour, 20 minutes long: half an hour of wait on average.
/// let hourly = [Departure { departure: 0, arrival: 1200, trips: 1 }];
/// assert_eq!(mean_total(&hourly, 0..86_400, Some(3600), None), Some(3000.0));
/// // On foot it takes 50 minutes: for half of the hour that is quicker.
/// assert_eq!(mean_total(&hourly, 0..86_400, Some(3600), Some(3000)), Some(2550.0));
/// ```
pub fn mean_total(
    departures: &[Departure],
    window: Range<u32>,
    period: Option<u32>,
    otherwise: Option<u32>,
) -> Option<f64> {
    let length = window.len() as f64;
    let limit = otherwise.map_or(f64::INFINITY, f64::from);
    let (mut covered, mut total) = (0.0, 0.0);
    for tooth in teeth(departures, window, period) {
        let (width, lowest) = (tooth.width as f64, tooth.lowest as f64);
        // As much of the tooth as is quicker than the other way.
        let below = (limit - lowest).clamp(0.0, width);
        covered += width;
        total += below * (lowest + below / 2.0);
        total += if below < width { (width - below) * limit } else { 0.0 };
    }
    let rest = length - covered;
    let is_known = length > 0.0 && (rest <= 0.0 || otherwise.is_some());
    is_known.then(|| (total + if rest > 0.0 { rest * limit } else { 0.0 }) / length)
}

/// The mean adaption, in seconds: how far the nearest departure, earlier or later, is from a wished one that is uniform
/// over `window`; list and period as in [`percentile`]. A regular headway gives a quarter of it.
/// There is none for an empty window or without a departure.
pub fn mean_adaption(
    departures: &[Departure],
    window: Range<u32>,
    period: Option<u32>,
) -> Option<f64> {
    let length = window.len() as f64;
    let mut times: Vec<f64> = repeated(departures, window.end, period)
        .iter()
        .map(|found| found.departure as f64)
        .collect();
    if let (Some(period), Some(last)) = (period, departures.last()) {
        // The last departure of the period before the list may be the nearest one at the window's start.
        times.insert(0, f64::from(last.departure) - f64::from(period));
    }
    let mut total = 0.0;
    for (at, &time) in times.iter().enumerate() {
        let border = |other: Option<&f64>, end: u32| {
            other.map_or(f64::from(end), |&other| f64::midpoint(time, other))
        };
        let from = border(at.checked_sub(1).map(|before| &times[before]), window.start)
            .max(f64::from(window.start));
        let until = border(times.get(at + 1), window.end).min(f64::from(window.end));
        let distance = |from: f64| from * from.abs() / 2.0;
        total += if from < until { distance(until - time) - distance(from - time) } else { 0.0 };
    }
    (length > 0.0 && !times.is_empty()).then(|| total / length)
}

/// A stretch of departure times that all take the same departure.
struct Tooth {
    /// The least total time, at its end.
    lowest: u64,
    /// The least wait, at its end: 0 unless the window ends before the departure.
    least_wait: u64,
    width: u64,
}

/// The stretches of a window that have a departure after them.
fn teeth(departures: &[Departure], window: Range<u32>, period: Option<u32>) -> Vec<Tooth> {
    let mut teeth = Vec::new();
    let (mut start, end) = (u64::from(window.start), u64::from(window.end));
    for found in repeated(departures, window.end, period) {
        let until = found.departure.min(end);
        if until > start {
            let least_wait = found.departure - until;
            teeth.push(Tooth { lowest: found.arrival - until, least_wait, width: until - start });
            start = until;
        }
    }
    teeth
}

/// A departure that may lie periods later.
struct Later {
    departure: u64,
    arrival: u64,
}

/// The list again and again until a departure lies at or behind `end`; only once without a period.
fn repeated(departures: &[Departure], end: u32, period: Option<u32>) -> Vec<Later> {
    let Some(first) = departures.first() else { return Vec::new() };
    let step = u64::from(period.unwrap_or(UNREACHED).max(1));
    let rounds =
        period.map_or(1, |_| u64::from(end.saturating_sub(first.departure)).div_ceil(step) + 1);
    // With a period, who would arrive after the next period's first journey waits for that one.
    let is_best = |found: &&Departure| {
        period.is_none() || u64::from(found.arrival) < u64::from(first.arrival) + step
    };
    let again = |round: u64| {
        let later = move |found: &Departure| Later {
            departure: u64::from(found.departure) + round * step,
            arrival: u64::from(found.arrival) + round * step,
        };
        departures.iter().take_while(is_best).map(later)
    };
    (0..rounds).flat_map(again).collect()
}

#[cfg(test)]
mod tests {
    use super::super::csa::{ProfileIndex, ProfileSearch};
    use super::super::testing::{BruteForce, Case, cases};
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn at(departure: u32, arrival: u32) -> Departure {
        Departure { departure, arrival, trips: 1 }
    }

    fn profile(case: &Case) -> Profile {
        ProfileSearch::new().profile(
            &ProfileIndex::new(&case.timetable()),
            &case.egress,
            case.window.clone(),
        )
    }

    /// Strictly rising departures and arrivals that span less than 600 seconds.
    fn lists() -> impl Strategy<Value = Vec<Departure>> {
        vec((1_u32..60, 1_u32..200), 0..8).prop_map(|steps| {
            let (mut departure, mut arrival) = (0, 400);
            let next = |&(gap, delay): &(u32, u32)| {
                departure += gap;
                arrival += delay;
                at(departure, arrival)
            };
            steps.iter().map(next).collect()
        })
    }

    /// The total time at a time that lies half a second into `second`, by looking at every departure.
    fn total_time(list: &[Departure], second: u32, period: Option<u32>) -> Option<f64> {
        let rounds = if period.is_some() { 0..4 } else { 0..1 };
        let all =
            rounds.flat_map(|round| list.iter().map(move |d| (d, round * period.unwrap_or(0))));
        let taken = all
            .filter(|(d, shift)| d.departure + shift > second)
            .map(|(d, shift)| d.arrival + shift)
            .min();
        taken.map(|arrival| f64::from(arrival - second) - 0.5)
    }

    #[test]
    fn the_fastest_departure_has_fewest_trips_then_leaves_first() {
        let list =
            [at(0, 50), Departure { trips: 2, ..at(10, 40) }, at(20, 50), at(30, 60), at(40, 80)];
        assert_eq!(fastest(&list), Some(at(20, 50)));
        assert_eq!(fastest(&[]), None);
    }

    #[test]
    fn percentiles_of_two_teeth_are_exact() {
        // Leaving in 0..100 takes 50 + the wait of 0 to 100; leaving in 100..400 takes 80 + 0 to 300.
        // Below 80 only the first: 30 s. Both from 80 to 150: 140 s. Then the second alone.
        let list = [at(100, 150), at(400, 480)];
        let of = |share| percentile(&list, 0..400, None, share).unwrap();
        let expected = [(0.0, 50.0), (0.05, 70.0), (0.25, 115.0), (0.5, 180.0), (1.0, 380.0)];
        for (share, seconds) in expected {
            assert!(
                (of(share) - seconds).abs() < 1e-9,
                "{share}: {} instead of {seconds}",
                of(share)
            );
        }
    }

    #[test]
    fn times_without_a_later_departure_count_as_endless() {
        let list = [at(60, 100)];
        assert_eq!(percentile(&list, 0..100, None, 0.6), Some(100.0));
        assert_eq!(percentile(&list, 0..100, None, 0.61), None);
        assert_eq!(percentile(&list, 0..0, None, 0.5), None);
        assert_eq!(percentile(&[], 0..100, Some(100), 0.5), None);
        assert_eq!(mean_wait(&list, 0..100, None), None);
        assert_eq!(mean_wait(&list, 0..60, None), Some(30.0));
    }

    #[test]
    fn a_regular_headway_is_waited_for_by_half_and_adapted_to_by_a_quarter() {
        let list: Vec<Departure> =
            (0..24).map(|hour| at(hour * 3600 + 300, hour * 3600 + 900)).collect();
        assert_eq!(mean_wait(&list, 0..86_400, Some(86_400)), Some(1800.0));
        assert_eq!(mean_adaption(&list, 0..86_400, Some(86_400)), Some(900.0));
        assert_eq!(mean_adaption(&list[..1], 0..600, None), Some(150.0));
        assert_eq!(mean_adaption(&[], 0..600, None), None);
    }

    #[test]
    fn a_train_that_the_next_period_overtakes_is_not_taken() {
        // The second arrives at 250, the first of the next period at 110.
        let list = [at(0, 10), at(50, 250)];
        assert_eq!(percentile(&list, 1..100, Some(100), 1.0), Some(109.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn means_and_percentiles_agree_with_every_second(
            list in lists(), start in 0_u32..300, length in 1_u32..900, period in prop_oneof![Just(None), Just(Some(600))],
        ) {
            let window = start..start + length;
            let mut times: Vec<f64> =
                window.clone().map(|second| total_time(&list, second, period).unwrap_or(f64::INFINITY)).collect();
            for otherwise in [None, Some(250)] {
                let limit = otherwise.map_or(f64::INFINITY, f64::from);
                let mean = times.iter().map(|time| time.min(limit)).sum::<f64>() / f64::from(length);
                match mean_total(&list, window.clone(), period, otherwise) {
                    Some(exact) => prop_assert!((exact - mean).abs() < 1e-6, "{exact}, {mean}"),
                    None => prop_assert!(mean.is_infinite()),
                }
            }
            times.sort_unstable_by(f64::total_cmp);
            for share in [0.1, 0.5, 0.9] {
                // Each second's times lie within half a second of its middle, so percentiles do too.
                let sampled = times[((share * f64::from(length)).ceil() as usize).max(1) - 1];
                match percentile(&list, window.clone(), period, share) {
                    Some(exact) => prop_assert!((exact - sampled).abs() <= 0.5 + 1e-6, "{share}: {exact}, {sampled}"),
                    None => prop_assert!(sampled.is_infinite()),
                }
            }
        }

        #[test]
        fn mean_wait_and_adaption_agree_with_every_second(list in lists(), start in 0_u32..300, length in 1_u32..900) {
            let shifted = |rounds: Range<i64>| rounds.flat_map(|round| {
                list.iter().map(move |d| (f64::from(d.departure) + 600.0 * round as f64, d.arrival))
            });
            let is_best = |arrival: u32| arrival < list[0].arrival + 600;
            let (mut wait, mut adaption) = (0.0, 0.0);
            for second in start..start + length {
                let wished = f64::from(second) + 0.5;
                let all = || shifted(-1..4).filter(|d| is_best(d.1)).map(|d| d.0 - wished);
                wait += all().filter(|gap| *gap > 0.0).fold(f64::INFINITY, f64::min) / f64::from(length);
                adaption += all().map(f64::abs).fold(f64::INFINITY, f64::min) / f64::from(length);
            }
            let close = |exact: Option<f64>, sampled: f64| exact.is_none_or(|exact| (exact - sampled).abs() < 0.51);
            let window = start..start + length;
            prop_assert_eq!(mean_wait(&list, window.clone(), Some(600)).is_none(), list.is_empty());
            prop_assert!(close(mean_wait(&list, window.clone(), Some(600)), wait));
            prop_assert!(close(mean_adaption(&list, window, Some(600)), adaption));
        }

        #[test]
        fn departures_are_the_corners_of_the_earliest_arrival(case in cases()) {
            let (brute, window) = (BruteForce::new(&case), case.departures());
            let found = departures(&profile(&case), &case.access, window.clone());
            let by_trips = departures_by_trips(&profile(&case), &case.access, window.clone());
            let (mut corners, mut corners_by_trips) = (Vec::new(), Vec::new());
            for departure in window {
                let (now, later) = (brute.arrivals(departure, &case.egress), brute.arrivals(departure + 1, &case.egress));
                let corner = |k: usize| Departure { departure, arrival: now[k], trips: k as u32 + 1 };
                let fewest = now.iter().position(|&arrival| arrival == now[MAX_TRIPS - 1]).unwrap();
                corners.extend((now[MAX_TRIPS - 1] < later[MAX_TRIPS - 1]).then(|| corner(fewest)));
                let is_corner = |&k: &usize| now[k] < later[k] && (k == 0 || now[k] < now[k - 1]);
                corners_by_trips.extend((0..MAX_TRIPS).filter(is_corner).map(corner));
            }
            prop_assert_eq!(found, corners);
            prop_assert_eq!(by_trips, corners_by_trips);
        }
    }
}
