//! Journeys leg by leg for the page, and why they changed.

use crate::index::{StopIdx, ZoneIdx};
use crate::network::Network;
use crate::skims::{Journey, Leg, Means, TravelMode};
use crate::study::{Comparison, JourneyChange, PairChange, leg_text};
use crate::units::Seconds;
use rayon::prelude::*;
use serde_json::{Value, json};

/// A change of less than this has no journey behind it.
const NOTICEABLE: f64 = 1.0;
/// So many journeys at most, those of the most changed zones; few where there are many zones, for the search of a journey
/// takes long on large networks.
const SHOWN: usize = 400;
const SHOWN_OF_MANY: usize = 60;
const MANY_ZONES: usize = 200;

/// The journeys that a comparison shows.
pub(super) fn shown(comparison: &Comparison, changes: &[JourneyChange]) -> Value {
    changes.iter().map(|change| of_change(comparison, change)).collect()
}

/// For each zone and mode the journey to the city whose time changes most, where it changes by a minute or more.
pub(super) fn of_zones(comparison: &Comparison) -> Value {
    let mut pairs: Vec<PairChange> =
        comparison.question.modes.iter().flat_map(|mode| most_changed(comparison, *mode)).collect();
    let size = |pair: &PairChange| pair.minutes().unwrap_or(f64::INFINITY).abs();
    pairs.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let has_many = comparison.network().zones.len() > MANY_ZONES;
    pairs.truncate(if has_many { SHOWN_OF_MANY } else { SHOWN });
    let journeys: Vec<Value> =
        pairs.par_iter().map(|pair| of_change(comparison, &comparison.journeys(*pair))).collect();
    journeys.into()
}

/// The most changed pair from each zone to a city.
fn most_changed(comparison: &Comparison, mode: TravelMode) -> Vec<PairChange> {
    let zones = comparison.network().zones.len();
    let mut best: Vec<Option<PairChange>> = vec![None; zones];
    let has_cities = (0..zones).any(|zone| comparison.is_city(ZoneIdx::new(zone)));
    let is_wanted = |pair: &PairChange| !has_cities || comparison.is_city(pair.to);
    for pair in comparison.pairs(mode).filter(is_wanted) {
        let size = |pair: &PairChange| pair.minutes().unwrap_or(0.0).abs();
        let place = &mut best[pair.from.at()];
        let is_more = place.as_ref().is_none_or(|best| size(&pair) > size(best));
        if size(&pair) >= NOTICEABLE && is_more {
            *place = Some(pair);
        }
    }
    best.into_iter().flatten().collect()
}

fn of_change(comparison: &Comparison, change: &JourneyChange) -> Value {
    let sides = [&comparison.without, &comparison.with].map(|side| &side.applied.network);
    let journey = |network: &Network, journey: &Option<Journey>| {
        journey.as_ref().map_or(Value::Null, |journey| of_journey(network, journey))
    };
    json!({
        "mode": change.pair.mode.name(),
        "from": change.pair.from.at(),
        "to": change.pair.to.at(),
        "without": journey(sides[0], &change.without),
        "with": journey(sides[1], &change.with),
        "why": { "en": comparison.reason(change), "zh": comparison.reason_zh(change) },
    })
}

fn of_journey(network: &Network, journey: &Journey) -> Value {
    let is_timed = journey.legs.iter().any(|leg| matches!(leg, Leg::Ride { .. }));
    json!({
        "leave": is_timed.then(|| journey.departure.clock()),
        "seconds": journey.duration().0,
        "legs": journey.legs.iter().map(|leg| of_leg(network, leg)).collect::<Vec<_>>(),
    })
}

fn of_leg(network: &Network, leg: &Leg) -> Value {
    let stop = |stop: &StopIdx| {
        let stop = &network.transit.stops[stop.at()];
        json!([stop.name, if stop.name == stop.name_en { "" } else { &stop.name_en }])
    };
    let minutes = |time: &Seconds| time.minutes().round();
    let means = |means: Means| match means {
        Means::Taxi => "taxi",
        Means::Local => "local",
    };
    match leg {
        Leg::Drive { .. } => json!({ "kind": "drive", "text": leg_text(network, leg).1 }),
        Leg::LocalOnly => json!({ "kind": "local" }),
        Leg::Access { means: by, stop: at, ride, entry } => json!({
            "kind": "access", "by": means(*by), "at": stop(at), "ride": minutes(ride), "walk": minutes(entry),
        }),
        Leg::Ride { trip, from, to, departure, arrival, between } => {
            let trip = &network.transit.trips[trip.at()];
            json!({
                "kind": "ride", "train": trip.name, "from": stop(from), "at": stop(to), "leave": departure.clock(),
                "arrive": arrival.clock(), "calls": between, "timing": trip.timing.name(), "project": trip.project,
            })
        }
        Leg::Change { from, to, time } => {
            json!({ "kind": "change", "from": stop(from), "at": stop(to), "ride": minutes(time) })
        }
        Leg::Egress { means: by, stop: at, ride, exit } => json!({
            "kind": "egress", "by": means(*by), "at": stop(at), "ride": minutes(ride), "walk": minutes(exit),
        }),
    }
}
