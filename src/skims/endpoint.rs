//! Where a journey starts or ends, and how that place reaches the stations.

use super::TravelMode;
use super::journey::Means;
use super::query::Feeder;
use crate::index::{StopIdx, ZoneIdx};
use crate::supply::{Reach, Schedule, Supply};
use crate::units::Seconds;

/// Where a journey starts or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// At a zone's centre: access, station entry and exit count.
    Zone(ZoneIdx),
    /// On the platform of a stop: nothing but rides and changes counts.
    Stop(StopIdx),
}

/// Ways between a place and the platforms, in seconds with station entry or exit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ways {
    pub(super) access: Vec<(u32, u32)>,
    pub(super) egress: Vec<(u32, u32)>,
    means: Vec<(u32, Means)>,
}

impl Ways {
    /// Of a place that is a stop.
    pub(super) fn on_platform(stop: StopIdx) -> Self {
        let here = vec![(stop.0, 0)];
        Self { access: here.clone(), egress: here, means: Vec::new() }
    }

    /// How a stop is reached.
    pub(super) fn means(&self, stop: u32) -> Means {
        let found = self.means.iter().find(|(reached, _)| *reached == stop);
        found.map_or(Means::Local, |(_, means)| *means)
    }
}

pub(super) fn ways(supply: &Supply, place: Endpoint, mode: TravelMode) -> Ways {
    let zone = match place {
        Endpoint::Stop(stop) => return Ways::on_platform(stop),
        Endpoint::Zone(zone) => zone,
    };
    ways_of(supply, supply.access.of(zone), mode)
}

/// The ways of a place that reaches some stations.
pub(super) fn ways_of(supply: &Supply, reached: &[Reach], mode: TravelMode) -> Ways {
    ways_on(mode.schedule(supply), reached, mode)
}

/// The same, of a place that reaches some stops of a schedule.
pub(super) fn ways_on(schedule: &Schedule, reached: &[Reach], mode: TravelMode) -> Ways {
    let mut ways = Ways::default();
    for reach in reached.iter().filter(|reach| schedule.serves(reach.stop)) {
        if let Some((time, means)) = feeder(reach, mode.feeder()) {
            let (stop, at) = (reach.stop.0, schedule.stop(reach.stop));
            ways.access.push((stop, (time + at.entry).0));
            ways.egress.push((stop, (time + at.exit).0));
            ways.means.push((stop, means));
        }
    }
    ways
}

fn feeder(reach: &Reach, feeder: Feeder) -> Option<(Seconds, Means)> {
    let taxi = reach.taxi.map(|time| (time, Means::Taxi));
    let local = reach.local.map(|time| (time, Means::Local));
    match feeder {
        Feeder::Taxi => taxi,
        Feeder::Local => local,
        Feeder::Either => taxi.into_iter().chain(local).min_by_key(|(time, _)| *time),
    }
}

/// From zone to zone by local transport alone, where the mode allows it.
pub(super) fn direct(
    supply: &Supply,
    from: ZoneIdx,
    to: ZoneIdx,
    mode: TravelMode,
) -> Option<Seconds> {
    match mode.feeder() {
        Feeder::Taxi => None,
        Feeder::Local | Feeder::Either => supply.access.local(from, to),
    }
}
