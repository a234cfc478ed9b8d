//! What a stop costs besides the ride: getting in, getting out, changing.
//!
//! A stop is of the kind of the services that call there: an airport if flights do, else a station if trains do, else a
//! bus stop (metro and ferries too). The kind holds for whoever uses the stop: who comes by coach to an airport has the
//! airport's change and way out.

use crate::index::StopIdx;
use crate::network::{MissingParameter, Network, RouteClass};
use crate::units::Seconds;

/// What a stop is, in the order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum StopKind {
    Coach,
    Rail,
    Air,
}

impl StopKind {
    fn of(class: RouteClass) -> Self {
        match class {
            RouteClass::HighSpeedRail | RouteClass::ConventionalRail => Self::Rail,
            RouteClass::Metro | RouteClass::Bus | RouteClass::Ferry => Self::Coach,
            RouteClass::Air => Self::Air,
        }
    }

    /// Its mode in `mode.csv`.
    fn mode(self) -> &'static str {
        match self {
            Self::Coach => "coach",
            Self::Rail => "rail",
            Self::Air => "air",
        }
    }
}

/// Times at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StopTimes {
    /// From the street to the seat: ticket, security check or check-in, the way.
    pub entry: Seconds,
    /// From the seat to the street.
    pub exit: Seconds,
    /// The least between two services of the stop.
    pub change: Seconds,
}

/// Times of every stop, by stop; nothing where no service calls.
///
/// # Errors
/// If `mode.csv` lacks a parameter of a kind of stop that there is.
pub(super) fn stop_times(network: &Network) -> Result<Vec<StopTimes>, MissingParameter> {
    let times = |kind: StopKind| -> Result<StopTimes, MissingParameter> {
        let minutes = |parameter| network.modes.minutes(kind.mode(), parameter);
        Ok(StopTimes {
            entry: minutes("station_entry")?,
            exit: minutes("station_exit")?,
            change: minutes("minimum_change")?,
        })
    };
    let of_stop = |kind: Option<StopKind>| kind.map_or(Ok(StopTimes::default()), times);
    kinds(network).into_iter().map(of_stop).collect()
}

fn kinds(network: &Network) -> Vec<Option<StopKind>> {
    let mut kinds = vec![None; network.transit.stops.len()];
    for trip in &network.transit.trips {
        let kind = Some(StopKind::of(network.transit.class(trip)));
        for call in &trip.stop_times {
            let StopIdx(stop) = call.stop;
            kinds[stop as usize] = kinds[stop as usize].max(kind);
        }
    }
    kinds
}
