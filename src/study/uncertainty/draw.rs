//! A network drawn from what is not known of one: other running times, frequencies and access times.

use crate::index::StopIdx;
use crate::network::{LinkUse, Network, StopTime, Trip};
use crate::units::Seconds;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The least and the greatest factor; each between is as likely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FactorRange {
    /// Above zero.
    pub low: f64,
    /// Not below `low`.
    pub high: f64,
}

impl fmt::Display for FactorRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.low, self.high)
    }
}

/// What is not known, each as a factor of what the model takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranges {
    /// Speeds on what the projects build, one for each project: of their trains where these run otherwise than without them,
    /// and of cars on their roads.
    pub speed: FactorRange,
    /// Trips a day of the services that the projects add, one for each project.
    pub frequency: FactorRange,
    /// Times of access on both sides alike: station entry and exit, waits for taxi, bus and metro, and travel by bus and on foot.
    pub access: FactorRange,
}

impl Default for Ranges {
    /// Judgement, not a source: lines seldom run faster than they are designed for.
    fn default() -> Self {
        Self {
            speed: FactorRange { low: 0.85, high: 1.05 },
            frequency: FactorRange { low: 0.5, high: 1.5 },
            access: FactorRange { low: 0.8, high: 1.25 },
        }
    }
}

/// One draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Factors {
    speed: BTreeMap<String, f64>,
    frequency: BTreeMap<String, f64>,
    access: f64,
}

/// Streams of random numbers: each project and kind has its own, so that a draw stays the same whatever else is drawn.
#[derive(Clone, Copy)]
enum Kind {
    Speed,
    Frequency,
    Access,
}

impl Factors {
    /// The draw of a number, of the seed's.
    pub(super) fn draw(
        ranges: &Ranges,
        projects: &BTreeSet<String>,
        (seed, draw): (u64, usize),
    ) -> Self {
        let of = |kind: Kind, range: FactorRange| {
            let factor = move |id: &String| (id.clone(), factor(range, seed, (kind, id), draw));
            projects.iter().map(factor).collect()
        };
        Self {
            speed: of(Kind::Speed, ranges.speed),
            frequency: of(Kind::Frequency, ranges.frequency),
            access: factor(ranges.access, seed, (Kind::Access, ""), draw),
        }
    }

    /// The network without the projects under this draw.
    pub(super) fn without(&self, network: &Network) -> Network {
        let mut drawn = network.clone();
        for row in &mut drawn.modes.rows {
            let is_local = matches!(row.mode.as_str(), "bus" | "county_bus" | "walk");
            match row.parameter.as_str() {
                "station_entry" | "station_exit" | "wait" => row.value *= self.access,
                "speed" | "street_speed" if is_local => row.value /= self.access,
                _ => {}
            }
        }
        drawn
    }

    /// The network with them; `without` is the other side.
    pub(super) fn with(&self, network: &Network, without: &Network) -> Network {
        let mut drawn = self.without(network);
        for link in drawn.links.iter_mut().filter(|link| link.allowed_uses.allows(LinkUse::Car)) {
            if let Some(factor) = link.project.as_ref().and_then(|id| self.speed.get(id)) {
                link.time_factor /= factor;
            }
        }
        let old: BTreeMap<&str, &Trip> =
            without.transit.trips.iter().map(|trip| (trip.id.as_str(), trip)).collect();
        for trip in &mut drawn.transit.trips {
            if let Some(factor) = trip.project.as_ref().and_then(|id| self.speed.get(id)) {
                let old = old.get(trip.id.as_str()).map_or(&[][..], |trip| &trip.stop_times);
                trip.stop_times = retimed(&trip.stop_times, old, *factor);
            }
        }
        let mut services: BTreeMap<(String, Vec<StopIdx>), Vec<usize>> = BTreeMap::new();
        for (at, trip) in drawn.transit.trips.iter().enumerate() {
            let project = trip.project.as_ref().filter(|id| self.frequency.contains_key(*id));
            if let Some(id) = project.filter(|_| !old.contains_key(trip.id.as_str())) {
                let stops = trip.stop_times.iter().map(|call| call.stop).collect();
                services.entry((id.clone(), stops)).or_default().push(at);
            }
        }
        let mut is_dropped = vec![false; drawn.transit.trips.len()];
        let mut more = Vec::new();
        for ((project, _), mut trips) in services {
            trips.sort_by_key(|at| drawn.transit.trips[*at].stop_times[0].departure);
            let wanted = (trips.len() as f64 * self.frequency[&project]).round().max(1.0) as usize;
            for at in left_over(trips.len(), wanted) {
                is_dropped[trips[at]] = true;
            }
            for at in doubled(trips.len(), wanted) {
                more.push(between(&drawn.transit.trips, &trips, at));
            }
        }
        let mut at = 0..;
        drawn.transit.trips.retain(|_| at.next().is_none_or(|at| !is_dropped[at]));
        drawn.transit.trips.extend(more);
        drawn
    }
}

/// Even over a range.
fn factor(range: FactorRange, seed: u64, (kind, id): (Kind, &str), draw: usize) -> f64 {
    // FNV-1a (Fowler, Noll, Vo) makes a stream of a name.
    let letters = [kind as u8].into_iter().chain(id.bytes());
    let stream = letters.fold(0xcbf2_9ce4_8422_2325_u64, |hash, letter| {
        (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(stream);
    random.set_word_pos(draw as u128 * 2);
    let uniform = (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    range.low + (range.high - range.low) * uniform
}

/// Calls at another speed from the first on; hops that the same train makes in the same time without the projects stay.
fn retimed(calls: &[StopTime], old: &[StopTime], factor: f64) -> Vec<StopTime> {
    let hop = |pair: &[StopTime]| (pair[0].stop, pair[1].stop, pair[1].arrival - pair[0].departure);
    let known: Vec<_> = old.windows(2).map(hop).collect();
    let mut times: Vec<StopTime> = calls.iter().take(1).copied().collect();
    for pair in calls.windows(2) {
        let run = hop(pair);
        let run = if known.contains(&run) {
            run.2
        } else {
            Seconds::from_f64(f64::from(run.2.0) / factor)
        };
        let left = times.last().map_or(pair[0].departure, |call| call.departure);
        let arrival = left + run;
        let dwell = pair[1].departure - pair[1].arrival;
        times.push(StopTime { arrival, departure: arrival + dwell, ..pair[1] });
    }
    times
}

/// Of so many trips those that do not run where only `wanted` do: the others stay evenly spread.
fn left_over(count: usize, wanted: usize) -> Vec<usize> {
    if wanted >= count {
        return Vec::new();
    }
    let kept: Vec<usize> = (0..wanted).map(|at| (2 * at + 1) * count / (2 * wanted)).collect();
    (0..count).filter(|at| !kept.contains(at)).collect()
}

/// Of so many trips those that one more follows where `wanted` run, twice the count at most.
fn doubled(count: usize, wanted: usize) -> Vec<usize> {
    let more = wanted.saturating_sub(count).min(count);
    (0..more).map(|at| (2 * at + 1) * count / (2 * more)).collect()
}

/// A trip half way to the next of its service; an hour after the only one.
fn between(all: &[Trip], service: &[usize], at: usize) -> Trip {
    let leaves = |at: usize| all[service[at]].stop_times[0].departure;
    let gap = match (at + 1 < service.len(), at) {
        (true, _) => leaves(at + 1) - leaves(at),
        (false, 0) => Seconds(7200),
        (false, _) => leaves(at) - leaves(at - 1),
    };
    let later = Seconds(gap.0 / 2);
    let mut trip = all[service[at]].clone();
    trip.id += "+";
    for call in &mut trip.stop_times {
        (call.arrival, call.departure) = (call.arrival + later, call.departure + later);
    }
    trip
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn calls(times: &[(u32, u32, u32)]) -> Vec<StopTime> {
        let call = |(stop, arrival, departure): &(u32, u32, u32)| {
            StopTime::new(StopIdx(*stop), Seconds(*arrival), Seconds(*departure))
        };
        times.iter().map(call).collect()
    }

    #[test]
    fn only_what_is_new_runs_at_another_speed() {
        let with = calls(&[(0, 0, 0), (1, 600, 660), (2, 1860, 1860)]);
        let old = calls(&[(0, 500, 500), (1, 1100, 1100), (3, 9000, 9000)]);
        // 10 min as without the project; 20 min at 0.8 of the speed are 25.
        let found = retimed(&with, &old, 0.8);
        assert_eq!(found, calls(&[(0, 0, 0), (1, 600, 660), (2, 2160, 2160)]));
        assert_eq!(retimed(&with, &with, 0.8), with);
    }

    #[test]
    fn streams_are_their_own() {
        let ranges = Ranges::default();
        let one = BTreeSet::from(["a".to_owned()]);
        let two = BTreeSet::from(["a".to_owned(), "b".to_owned()]);
        let (alone, both) =
            (Factors::draw(&ranges, &one, (7, 3)), Factors::draw(&ranges, &two, (7, 3)));
        assert!((alone.speed["a"] - both.speed["a"]).abs() < 1e-15);
        assert!((alone.access - both.access).abs() < 1e-15);
        assert!((both.speed["a"] - both.speed["b"]).abs() > 1e-6);
        assert_ne!(Factors::draw(&ranges, &one, (7, 4)), alone);
    }

    proptest! {
        #[test]
        fn so_many_trips_run_as_are_wanted(count in 1_usize..40, wanted in 1_usize..80) {
            let run = count - left_over(count, wanted).len() + doubled(count, wanted).len();
            prop_assert_eq!(run, wanted.min(2 * count));
            prop_assert!(doubled(count, wanted).is_sorted_by(|one, next| one < next));
        }

        #[test]
        fn factors_stay_in_their_range(seed in any::<u64>(), draw in 0_usize..1000) {
            let found = factor(FactorRange { low: 0.5, high: 1.5 }, seed, (Kind::Speed, "x"), draw);
            prop_assert!((0.5..=1.5).contains(&found));
        }
    }
}
