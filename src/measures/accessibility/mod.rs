//! What an origin can reach, and how fast: one value per origin from a [`Matrix`](super::Matrix) and masses.
//!
//! | function | asks | unreached destinations |
//! |---|---|---|
//! | [`average_travel_time`], [`watt`], [`generalised_watt`] | how far are the others | left out; their share is told |
//! | [`network_efficiency`] | how much slower than the crow | left out; their share is told |
//! | [`daily_accessibility`], [`cumulative_opportunities`] | how much within reach | add 0 |
//! | [`economic_potential`], [`market_access`] | how much, discounted by time | add 0 |
//! | [`economic_linkage`], [`huff`] | how strong is each pair | 0 |
//! | [`dual_access`] | how long to reach n | never reached: `None` |
//! | [`same_day_return`] | who can be visited in a day | add 0 |
//! | [`two_step_fca`], [`balanced_fca`], [`spatial_availability`] | how much is left after competition | add 0 |
//!
//! Where a time stands in a denominator it counts at least [`SHORTEST_TIME`], so no neighbour is worth infinity.

mod competition;
mod cumulative;
mod decay;
mod potential;
mod same_day;
mod travel_time;

pub use competition::{balanced_fca, spatial_availability, two_step_fca};
pub use cumulative::{cumulative_opportunities, daily_accessibility, dual_access};
pub use decay::{Decay, DecayError};
pub use potential::{economic_linkage, economic_potential, huff, market_access, strongest};
pub use same_day::same_day_return;
pub use travel_time::{
    MeanTime, RelativeTime, average_travel_time, fare_as_time, generalised_watt,
    network_efficiency, station_access_ratio, watt,
};

use crate::units::Seconds;

/// Times below this count as this where they divide: one minute.
pub const SHORTEST_TIME: Seconds = Seconds(60);

fn hours_at_least_shortest(time: Seconds) -> f64 {
    time.max(SHORTEST_TIME).hours()
}
