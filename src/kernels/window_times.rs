//! Travel times from one origin to many targets over a window of departures, and their percentiles.
//!
//! Problem: [`window_scan`](super::window_scan) says when each departure alights at each stop. A target is reached from
//! some stops, each after some seconds, or straight from the origin; the least counts. Of the times of all departures to a
//! target some ranks are wanted. A departure without a journey has an endless time, which counts as the longest (as R5
//! does), so that a rank may be endless.
//!
//! The times of up to 64 departures to 16 targets are sorted together by Batcher's odd–even merge sort (Batcher 1968, doi
//! 10.1145/1468075.1468121): the same comparisons for all, without a branch.
//!
//! Complexity: O(ways · lanes) for the ways of all targets, and 543 comparisons of 16 pairs for 16 targets.
//!
//! What it does not do: interpolate between departures. [`departures`](super::departures) has the percentiles over every
//! second of a window, from a profile.

use super::graph::UNREACHED;
use super::timetable::Timetable;
use super::window_index::WindowIndex;
use super::window_scan::{Clock, End, LANES, Row, WindowScan};
use rayon::prelude::*;
use std::cmp::Reverse;

/// Targets that are sorted together.
const TOGETHER: usize = 16;

/// Targets with the stops they are reached from, by target.
#[derive(Debug, Clone)]
pub struct Targets<T> {
    first: Vec<u32>,
    ways: Vec<(u32, T)>,
}

impl<T: Clock> Targets<T> {
    /// Of lists of (stop, seconds from it to the target).
    pub fn new<'a>(lists: impl IntoIterator<Item = &'a [(u32, u32)]>) -> Self {
        let (mut first, mut ways) = (vec![0], Vec::new());
        for list in lists {
            ways.extend(list.iter().map(|&(stop, seconds)| (stop, T::of(seconds))));
            first.push(ways.len() as u32);
        }
        Self { first, ways }
    }

    /// The same of a timetable, without the ways that nobody takes: from a stop where every trip goes on to another of the
    /// target's stops, in time to reach the target from there no later. Only for an index that holds the trips to their ends, or
    /// all connections until the limit after the last departure: who can be at the target in time can then stay seated.
    pub fn of_timetable(timetable: &Timetable, lists: &[Vec<(u32, u32)>]) -> Self {
        let runs: Vec<Vec<u32>> = (0..timetable.patterns().len())
            .into_par_iter()
            .map(|pattern| longest_runs(timetable, pattern))
            .collect();
        let taken = |list: &Vec<(u32, u32)>| ways_taken(timetable, &runs, list);
        let lists: Vec<Vec<(u32, u32)>> = lists.par_iter().map(taken).collect();
        Self::new(lists.iter().map(Vec::as_slice))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.first.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn ways(&self, target: usize) -> &[(u32, T)] {
        &self.ways[self.first[target] as usize..self.first[target + 1] as usize]
    }
}

/// By stop of a pattern: no trip takes longer to there from an earlier stop than the difference.
fn longest_runs(timetable: &Timetable, pattern: usize) -> Vec<u32> {
    let described = &timetable.patterns()[pattern];
    let trips = 0..timetable.trips_of(described).len();
    let mut sum = 0;
    let hop = |index: usize| {
        let run = |trip| {
            let reached = timetable.arrival(described, trip, index);
            reached - timetable.arrival(described, trip, index - 1)
        };
        trips.clone().map(run).max().unwrap_or_default()
    };
    let runs = (0..timetable.stops_of(described).len()).map(|index| {
        // Nobody arrives at the first stop.
        sum += if index < 2 { 0 } else { hop(index) };
        sum
    });
    runs.collect()
}

/// The ways of a target that are not always made better by staying seated.
fn ways_taken(timetable: &Timetable, runs: &[Vec<u32>], list: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut visits: Vec<(u32, Reverse<u32>, usize)> = Vec::new(); // (pattern, index, place in the list)
    for (at, &(stop, _)) in list.iter().enumerate() {
        let alights = |&(pattern, index): &(u32, u32)| {
            timetable.alights(&timetable.patterns()[pattern as usize], index as usize)
        };
        let arriving = timetable.visits(stop).iter().filter(|visit| visit.1 > 0 && alights(visit));
        visits.extend(arriving.map(|&(pattern, index)| (pattern, Reverse(index), at)));
    }
    visits.sort_unstable();
    let mut is_taken = vec![false; list.len()];
    for of_pattern in visits.chunk_by(|one, next| one.0 == next.0) {
        let mut best = u32::MAX;
        for &(pattern, Reverse(index), at) in of_pattern {
            let reached = runs[pattern as usize][index as usize].saturating_add(list[at].1);
            if reached < best {
                best = reached;
                is_taken[at] = true;
            }
        }
    }
    let mut taken = is_taken.iter();
    list.iter().copied().filter(|_| taken.next().is_some_and(|taken| *taken)).collect()
}

/// Where a journey starts.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The stops that are reached without a trip, as (stop, seconds to it).
    pub access: &'a [(u32, u32)],
    /// The targets that are, as (target, seconds to it).
    pub direct: &'a [(u32, u32)],
}

/// What is asked of every origin.
#[derive(Debug, Clone, Copy)]
pub struct Window<'a> {
    /// When origins are left: rising, at least one.
    pub departures: &'a [u32],
    /// Journeys that take more seconds count as none; [`UNREACHED`] for no limit.
    pub limit: u32,
    /// Nobody leaves the origin then or later; [`UNREACHED`] for no such time.
    pub leaving: u32,
    /// The most trips of a journey, at most [`MAX_TRIPS`](super::csa::MAX_TRIPS); none for any number.
    pub max_rides: Option<usize>,
    /// Which of the times of all departures, by size from 0, are wanted: rising.
    pub ranks: &'a [usize],
}

/// The rank of a percentile among so many times: the least time that at least this share of them does not exceed.
///
/// ```
/// use tongqu::kernels::window_times::rank;
/// assert_eq!([5, 25, 50, 75, 95].map(|percent| rank(f64::from(percent), 60)), [2, 14, 29, 44, 56]);
/// assert_eq!((rank(0.0, 60), rank(100.0, 60)), (0, 59));
/// ```
pub fn rank(percent: f64, count: usize) -> usize {
    let needed = (percent / 100.0 * count as f64 - 1e-9).ceil() as usize;
    needed.clamp(1, count) - 1
}

/// The buffer of a row of a matrix. Every thread keeps one and uses it for origin after origin.
#[derive(Debug, Clone)]
pub struct WindowTimes<T> {
    scan: WindowScan<T>,
    /// By target: the direct way.
    direct: Vec<T>,
    /// By target and departure, where departures take several scans.
    times: Vec<T>,
    /// By number of departures to sort: the comparisons.
    network: (usize, Vec<(u8, u8)>),
}

impl<T: Clock> Default for WindowTimes<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Clock> WindowTimes<T> {
    /// An empty buffer.
    pub fn new() -> Self {
        let (direct, times) = (Vec::new(), Vec::new());
        Self { scan: WindowScan::new(), direct, times, network: (0, Vec::new()) }
    }

    /// Appends to `row`, target by target, the time in seconds of each rank, [`UNREACHED`] for an endless one. The index
    /// must hold all connections that depart from the first departure to the limit after the last.
    pub fn row(
        &mut self,
        index: &WindowIndex,
        origin: Origin<'_>,
        window: &Window<'_>,
        targets: &Targets<T>,
        row: &mut Vec<u32>,
    ) {
        self.direct.clear();
        self.direct.resize(targets.len(), T::ENDLESS);
        for &(target, seconds) in origin.direct {
            let direct = &mut self.direct[target as usize];
            *direct = T::of(seconds).min(*direct);
        }
        if window.departures.len() <= LANES {
            self.scan(index, origin, window, window.departures);
            self.sort_together(window, targets, row);
        } else {
            self.sort_apart(index, origin, window, targets, row);
        }
    }

    fn scan(
        &mut self,
        index: &WindowIndex,
        origin: Origin<'_>,
        window: &Window<'_>,
        departures: &[u32],
    ) {
        let last = departures[departures.len() - 1];
        let rides = last.saturating_add(window.limit).saturating_add(1);
        let end = End { rides, leaving: window.leaving };
        self.scan.run(index, origin.access, departures, end, window.max_rides);
    }

    /// Travel times to a target, by lane; endless beyond the last departure.
    #[inline]
    fn times(&self, targets: &Targets<T>, target: usize, lanes: &Lanes<T>) -> Row<T> {
        let ways = targets.ways(target);
        let mut best = match lanes.count {
            0..=8 => self.arrivals::<8>(ways),
            9..=32 => self.arrivals::<32>(ways),
            _ => self.arrivals::<LANES>(ways),
        };
        let direct = self.direct[target];
        for (time, left) in best.iter_mut().zip(&lanes.left) {
            *time = time.minus(*left).min(direct);
        }
        if lanes.limit < T::ENDLESS {
            for time in &mut best {
                *time = if *time > lanes.limit { T::ENDLESS } else { *time };
            }
        }
        best[lanes.count..].fill(T::ENDLESS);
        best
    }

    /// The least over some ways, of the first lanes.
    #[inline]
    fn arrivals<const WIDTH: usize>(&self, ways: &[(u32, T)]) -> Row<T> {
        let mut best = [T::ENDLESS; WIDTH];
        for &(stop, seconds) in ways {
            let alighting = self.scan.alighting(stop);
            for (best, arrival) in best.iter_mut().zip(alighting) {
                *best = (*best).min(arrival.plus(seconds));
            }
        }
        let mut row = [T::ENDLESS; LANES];
        row[..WIDTH].copy_from_slice(&best);
        row
    }

    fn sort_together(&mut self, window: &Window<'_>, targets: &Targets<T>, row: &mut Vec<u32>) {
        let lanes = Lanes::new(window.departures, window.limit);
        if self.network.0 != lanes.count {
            self.network = (lanes.count, comparisons(lanes.count));
        }
        let mut columns = [[T::ENDLESS; TOGETHER]; LANES];
        for first in (0..targets.len()).step_by(TOGETHER) {
            let together = first..targets.len().min(first + TOGETHER);
            for (at, target) in together.clone().enumerate() {
                let times = self.times(targets, target, &lanes);
                for (column, time) in columns.iter_mut().zip(times) {
                    column[at] = time;
                }
            }
            sort(&mut columns, &self.network.1);
            let ranks = || window.ranks.iter();
            let wanted = (0..together.len()).flat_map(|at| ranks().map(move |&rank| (rank, at)));
            row.extend(wanted.map(|(rank, at)| columns[rank][at].seconds()));
        }
    }

    /// Any number of departures.
    fn sort_apart(
        &mut self,
        index: &WindowIndex,
        origin: Origin<'_>,
        window: &Window<'_>,
        targets: &Targets<T>,
        row: &mut Vec<u32>,
    ) {
        let count = window.departures.len();
        let mut all = std::mem::take(&mut self.times);
        all.clear();
        all.resize(count * targets.len(), T::ENDLESS);
        for (block, departures) in window.departures.chunks(LANES).enumerate() {
            self.scan(index, origin, window, departures);
            let lanes = Lanes::new(departures, window.limit);
            for target in 0..targets.len() {
                let times = self.times(targets, target, &lanes);
                let first = target * count + block * LANES;
                all[first..first + lanes.count].copy_from_slice(&times[..lanes.count]);
            }
        }
        for times in all.chunks_exact_mut(count) {
            times.sort_unstable();
            row.extend(window.ranks.iter().map(|&rank| times[rank].seconds()));
        }
        self.times = all;
    }
}

/// The departures of one scan.
struct Lanes<T> {
    count: usize,
    /// How long after the first departure each is.
    left: Row<T>,
    limit: T,
}

impl<T: Clock> Lanes<T> {
    fn new(departures: &[u32], limit: u32) -> Self {
        let mut left = [T::default(); LANES];
        for (left, departure) in left.iter_mut().zip(departures) {
            *left = T::of(departure - departures[0]);
        }
        let limit = if limit == UNREACHED { T::ENDLESS } else { T::of(limit) };
        Self { count: departures.len(), left, limit }
    }
}

/// Batcher's comparisons for so many numbers, each of a lower and a higher place.
fn comparisons(count: usize) -> Vec<(u8, u8)> {
    let whole = count.next_power_of_two();
    let mut pairs = Vec::new();
    let mut merged = 1;
    while merged < whole {
        let mut apart = merged;
        while apart >= 1 {
            for start in (apart % merged..whole - apart).step_by(2 * apart) {
                for low in start..(start + apart).min(whole - apart) {
                    let high = low + apart;
                    if low / (2 * merged) == high / (2 * merged) && high < count {
                        pairs.push((low as u8, high as u8));
                    }
                }
            }
            apart /= 2;
        }
        merged *= 2;
    }
    pairs
}

/// Sorts each column, the least number first.
#[inline]
fn sort<T: Clock>(columns: &mut [[T; TOGETHER]; LANES], comparisons: &[(u8, u8)]) {
    for &(low, high) in comparisons {
        let (one, other) = (columns[low as usize], columns[high as usize]);
        columns[low as usize] = std::array::from_fn(|at| one[at].min(other[at]));
        columns[high as usize] = std::array::from_fn(|at| one[at].max(other[at]));
    }
}

#[cfg(test)]
mod tests {
    use super::super::csa::MAX_TRIPS;
    use super::super::testing::{BruteForce, Case, cases};
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    #[test]
    fn comparisons_sort_any_number_of_any_numbers() {
        let mut state = 1_u32;
        for count in 1..=LANES {
            let pairs = comparisons(count);
            for _ in 0..40 {
                let mut columns = [[u16::ENDLESS; TOGETHER]; LANES];
                for cell in columns[..count].iter_mut().flatten() {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    *cell = (state >> 24) as u16 % 50;
                }
                let before = columns;
                sort(&mut columns, &pairs);
                for at in 0..TOGETHER {
                    let mut expected: Vec<u16> = before.iter().map(|row| row[at]).collect();
                    expected.sort_unstable();
                    let found: Vec<u16> = columns.iter().map(|row| row[at]).collect();
                    assert_eq!(found, expected, "{count}");
                }
            }
        }
        assert_eq!(comparisons(64).len(), 543);
    }

    /// Staying seated makes an earlier way needless, but not where nobody may alight later.
    #[test]
    fn a_way_is_kept_where_the_better_one_is_closed() {
        use super::super::timetable::{StopTime, TimetableBuilder};
        let visit = |stop, time| StopTime { stop, arrival: time, departure: time };
        let ways = |is_closed: bool| {
            let mut builder = TimetableBuilder::new(vec![0; 3]);
            let trip = builder.trip(&[visit(0, 0), visit(1, 10), visit(2, 12)]);
            if is_closed {
                builder.close_alighting(trip, 2);
            }
            let lists = [vec![(1, 9), (2, 0)]];
            Targets::<u32>::of_timetable(&builder.build(), &lists).ways(0).to_vec()
        };
        assert_eq!(ways(false), [(2, 0)]);
        assert_eq!(ways(true), [(1, 9)]);
    }

    /// The times of one departure after the other to one target, sorted.
    fn plain(
        case: &Case,
        departures: &[u32],
        target: &[(u32, u32)],
        direct: u32,
        (limit, rides): (u32, Option<usize>),
    ) -> Vec<u32> {
        let brute = BruteForce::new(case);
        let time = |&departure: &u32| {
            let arrival = brute.arrivals(departure, target)[rides.unwrap_or(MAX_TRIPS) - 1];
            let ride = if arrival == UNREACHED { arrival } else { arrival - departure };
            Some(ride.min(direct)).filter(|time| *time <= limit).unwrap_or(UNREACHED)
        };
        let mut times: Vec<u32> = departures.iter().map(time).collect();
        times.sort_unstable();
        times
    }

    fn found<T: Clock>(
        case: &Case,
        targets: &[Vec<(u32, u32)>],
        direct: &[(u32, u32)],
        window: &Window<'_>,
    ) -> Vec<u32> {
        let timetable = case.timetable();
        let index = WindowIndex::new(&timetable, case.window.clone());
        let ends = timetable.connections().last().map_or(0, |last| last.departure);
        let lists = if departures_are_odd(window) || ends >= case.window.end {
            Targets::<T>::new(targets.iter().map(Vec::as_slice))
        } else {
            Targets::<T>::of_timetable(&timetable, targets)
        };
        let mut row = Vec::new();
        let origin = Origin { access: &case.access, direct };
        let mut buffer = WindowTimes::new();
        buffer.row(&index, origin, window, &lists, &mut row);
        let first = std::mem::take(&mut row);
        buffer.row(&index, origin, window, &lists, &mut row);
        assert_eq!(first, row, "the buffer keeps nothing");
        row
    }

    /// Half of the cases take all ways, and so do those whose trips go on beyond the index.
    fn departures_are_odd(window: &Window<'_>) -> bool {
        window.departures.len() % 2 == 1
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(192))]

        #[test]
        fn every_rank_is_that_of_departures_one_by_one(
            case in cases(),
            targets in vec(vec((0_u32..2, 0_u32..9), 0..4), 1..20),
            walks in vec(0_u32..60, 1..20),
            limit in prop_oneof![Just(UNREACHED), 5_u32..60],
            rides in prop_oneof![Just(None), (1_usize..4).prop_map(Some)],
            more in 0_u32..50,
            few in prop::bool::ANY,
        ) {
            // Up to 92 departures: one scan or two; or a few of them.
            let departures: Vec<u32> = (case.departures().start..case.departures().end + more)
                .take(if few { 1 + more as usize % 20 } else { usize::MAX })
                .collect();
            let ranks: Vec<usize> = (0..departures.len()).collect();
            let leaving = UNREACHED;
            let window =
                Window { departures: &departures, limit, leaving, max_rides: rides, ranks: &ranks };
            let direct: Vec<(u32, u32)> =
                (0..targets.len() as u32).zip(walks.iter().copied()).collect();
            let wide = found::<u32>(&case, &targets, &direct, &window);
            for (at, target) in targets.iter().enumerate() {
                let walk = walks.get(at).copied().unwrap_or(UNREACHED);
                let expected = plain(&case, &departures, target, walk, (limit, rides));
                prop_assert_eq!(&wide[at * ranks.len()..][..ranks.len()], expected);
            }
            prop_assert_eq!(found::<u16>(&case, &targets, &direct, &window), wide);
        }
    }
}
