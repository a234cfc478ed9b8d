//! Where a journey starts or ends, and how that place reaches the stations.

use super::TravelMode;
use crate::index::{StopIdx, ZoneIdx};
use crate::supply::Supply;
use crate::units::Seconds;

/// Where a journey starts or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// At a zone's centre: access, station entry and exit count.
    Zone(ZoneIdx),
    /// On the platform of a stop: nothing but trains and changes counts.
    Stop(StopIdx),
}

/// Ways between a place and the platforms, in seconds with station entry or exit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ways {
    pub(super) access: Vec<(u32, u32)>,
    pub(super) egress: Vec<(u32, u32)>,
}

pub(super) fn ways(supply: &Supply, place: Endpoint, mode: TravelMode) -> Ways {
    let zone = match place {
        Endpoint::Stop(stop) => return Ways { access: vec![(stop.0, 0)], egress: vec![(stop.0, 0)] },
        Endpoint::Zone(zone) => zone,
    };
    let schedule = mode.schedule(supply);
    let reached = supply.access.of(zone).iter().filter_map(|reach| {
        let way = if mode == TravelMode::Public { reach.local } else { reach.taxi };
        Some((reach.stop.0, way?))
    });
    let reached: Vec<(u32, Seconds)> = reached.collect();
    let with = |more: Seconds| reached.iter().map(|(stop, way)| (*stop, (*way + more).0)).collect();
    Ways { access: with(schedule.station_entry), egress: with(schedule.station_exit) }
}

/// From zone to zone without a train, where the mode allows it.
pub(super) fn direct(supply: &Supply, from: ZoneIdx, to: ZoneIdx, mode: TravelMode) -> Option<Seconds> {
    if mode == TravelMode::Public { supply.access.local(from, to) } else { None }
}
