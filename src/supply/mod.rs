//! Supply: a network turned into arrays that a kernel can search.
//!
//! - [`Roads`]: the road links as a graph weighted by car times, with connectors from places to its nodes.
//! - [`RoadTopology`]: the road links of several scenarios, contracted once; a [`RoadMetric`] of each of them answers
//!   many pairs of places at once ([`RoadTable`]).
//! - [`AccessTable`]: how each zone reaches the stations around it, by taxi and by local bus, metro or on foot.
//!   [`PointAccess`] says the same of points anywhere.
//!   [`StreetAccess`] is that of cities: on foot over the [`Streets`].
//! - [`Schedule`]: the timetable of several days in a row, with changes between stations and [`StopTimes`].
//! - [`GoodsLines`]: the railway for goods.
//! - [`Waterways`]: reaches and locks, with the [`Vessel`]s that fit them.

mod access;
mod goods_lines;
mod road;
mod road_matrix;
mod road_snap;
mod schedule;
mod stops;
mod street_access;
mod streets;
#[cfg(test)]
mod tests;
mod topology;
mod water;

pub use access::{AccessTable, PointAccess, Reach};
pub use goods_lines::{GoodsLines, GoodsTree};
pub use road::{Connector, RoadTree, Roads};
pub use road_matrix::{RoadPairs, RoadPlaces, RoadTable};
pub use road_snap::LinkIndex;
pub use schedule::{RideRef, Schedule, ServiceFilter};
pub use stops::StopTimes;
pub use street_access::StreetAccess;
pub use streets::{StreetPlace, StreetRules, StreetTargets, Streets, Walker};
pub use topology::{CarCost, RoadMetric, RoadTopology, RoadWeight};
#[cfg(test)]
pub(crate) use water::testing as water_testing;
pub use water::{
    Barrier, DAYS_A_YEAR, LockDemand, LockTraffic, Misfit, NoTraffic, Passage, TOW, TrafficKind,
    Vessel, WaterArc, Waterways,
};

use crate::network::{MissingParameter, Network};

/// Everything the searches need of one network.
#[derive(Debug)]
pub struct Supply {
    /// The roads.
    pub roads: Roads,
    /// Ways between zones and stations.
    pub access: AccessTable,
    /// All trains, changing between stations by any means.
    pub rail: Schedule,
    /// High-speed and intercity trains only.
    pub high_speed_rail: Schedule,
    /// Other trains only.
    pub conventional_rail: Schedule,
    /// All services, changing between stations without a car.
    pub public: Schedule,
    /// Buses and coaches, changing between stops without a car.
    pub coach: Schedule,
    /// Flights, changing between airports by any means.
    pub air: Schedule,
    /// All services, changing between stops by any means.
    pub all: Schedule,
}

impl Supply {
    /// Prepares a network.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn build(network: &Network) -> Result<Self, MissingParameter> {
        Self::build_on(network, RoadTopology::where_it_pays(&[network]).as_ref())
    }

    /// The same, to the second, for one of several networks that share a topology; without one, and if its roads are not
    /// all in it, roads are searched from each zone.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn build_on(
        network: &Network,
        topology: Option<&RoadTopology>,
    ) -> Result<Self, MissingParameter> {
        let roads = Roads::new(network)?;
        let access = match topology.and_then(|topology| topology.metric(network, &roads)) {
            Some(metric) => AccessTable::on_topology(network, &roads, &metric)?,
            None => AccessTable::new(network, &roads)?,
        };
        let schedule = |filter| Schedule::new(network, &access, filter);
        let (public, all) =
            rayon::join(|| schedule(ServiceFilter::Public), || schedule(ServiceFilter::All));
        let (rail, coach) =
            rayon::join(|| schedule(ServiceFilter::Rail), || schedule(ServiceFilter::Coach));
        let (high_speed_rail, conventional_rail) = rayon::join(
            || schedule(ServiceFilter::HighSpeedRail),
            || schedule(ServiceFilter::ConventionalRail),
        );
        let air = schedule(ServiceFilter::Air)?;
        let (rail, public, coach, all) = (rail?, public?, coach?, all?);
        let (high_speed_rail, conventional_rail) = (high_speed_rail?, conventional_rail?);
        Ok(Self {
            roads,
            access,
            rail,
            high_speed_rail,
            conventional_rail,
            public,
            coach,
            air,
            all,
        })
    }
}
