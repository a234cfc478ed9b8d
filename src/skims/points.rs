//! Times from one place to many points anywhere.

use super::endpoint::{Ways, ways_of};
use super::query::TravelMode;
use crate::index::StopIdx;
use crate::kernels::csa::ProfileSearch;
use crate::kernels::departures::{departures as useful, fastest};
use crate::network::{MissingParameter, Network};
use crate::supply::{PointAccess, RoadMetric, RoadPlaces, RoadWeight, Schedule, Supply};
use crate::units::Seconds;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The question of [`place_times`].
#[derive(Debug, Clone, Copy)]
pub struct PlaceTimes<'a> {
    /// The network.
    pub network: &'a Network,
    /// What the searches need of it.
    pub supply: &'a Supply,
    /// Its roads on a topology.
    pub metric: &'a RoadMetric<'a>,
    /// By what.
    pub mode: TravelMode,
    /// A single place to start from, on the metric's topology.
    pub place: &'a RoadPlaces,
    /// The stop it is, so that its platforms are reached at once.
    pub stop: Option<StopIdx>,
}

/// The fastest time of the day from the place to every point; none where there is no journey.
///
/// The rules are those of [`compute`](super::compute), so a point at a zone's centre has the zone's time. Local transport
/// alone counts by every mode but the car, by rail and air too: else what lies around a place would be farther from it than
/// the next station.
///
/// # Errors
/// If `mode.csv` lacks a parameter.
pub fn place_times(
    question: &PlaceTimes<'_>,
    points: &RoadPlaces,
) -> Result<Vec<Option<Seconds>>, MissingParameter> {
    if question.mode == TravelMode::Car {
        let mut times = Vec::new();
        question.metric.tables(question.place, points, RoadWeight::Time, |_, table| {
            times.extend((0..points.len()).map(|point| table.time(0, point)));
        });
        return Ok(times);
    }
    let (network, metric) = (question.network, question.metric);
    let own = PointAccess::new(network, metric, question.place, question.place)?;
    let access = PointAccess::new(network, metric, points, question.place)?;
    let ways =
        |access: &PointAccess, point| ways_of(question.supply, access.of(point), question.mode);
    let ends: Vec<Ways> =
        (0..points.len()).into_par_iter().map(|point| ways(&access, point)).collect();
    let mut start = ways(&own, 0).access;
    start.extend(question.stop.map(|stop| (stop.0, 0)));
    let to_stops = stop_times(question, &start, &ends);
    let time = |(point, end): (usize, &Ways)| {
        let over = |(stop, way): &(u32, u32)| Some(*to_stops.get(stop)? + Seconds(*way));
        end.egress.iter().filter_map(over).chain(access.local(point, 0)).min()
    };
    Ok(ends.iter().enumerate().map(time).collect())
}

/// From the start to each stop that some end is reached from, the fastest of the day: each by a search of its own, for what
/// is fastest to a stop need not be on the way to the next.
fn stop_times(
    question: &PlaceTimes<'_>,
    start: &[(u32, u32)],
    ends: &[Ways],
) -> BTreeMap<u32, Seconds> {
    let schedule = question.mode.schedule(question.supply);
    let stops: BTreeSet<u32> =
        ends.iter().flat_map(|end| &end.egress).map(|(stop, _)| *stop).collect();
    let stops: Vec<u32> = stops.into_iter().collect();
    let search = |search: &mut ProfileSearch, stop: &u32| {
        let profile = search.profile(schedule.index(), &[(*stop, 0)], Schedule::RIDES);
        let best = fastest(&useful(&profile, start, Schedule::DEPARTURES))?;
        Some((*stop, Seconds(best.duration())))
    };
    stops.par_iter().map_init(ProfileSearch::new, search).flatten().collect()
}
