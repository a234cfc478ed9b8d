//! What a skim or a journey is asked for.

use crate::supply::{Schedule, Supply};
use crate::units::Seconds;
use std::ops::Range;

/// By what people travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TravelMode {
    /// Driving all the way.
    Car,
    /// By train, to and from the station by taxi.
    Rail,
    /// By train and local transport, without a car.
    Public,
}

impl TravelMode {
    /// As written on the command line and in files.
    pub const ALL: [(&'static str, Self); 3] = [("car", Self::Car), ("rail", Self::Rail), ("public", Self::Public)];

    /// As written on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Car => "car",
            Self::Rail => "rail",
            Self::Public => "public",
        }
    }

    /// For a reader: `rail, by taxi to the station`.
    pub fn description(self) -> &'static str {
        match self {
            Self::Car => "by car",
            Self::Rail => "by rail, taxi to and from stations",
            Self::Public => "by public transport, no car at all",
        }
    }

    /// The services it may use.
    pub(super) fn schedule(self, supply: &Supply) -> &Schedule {
        match self {
            Self::Car | Self::Rail => &supply.rail,
            Self::Public => &supply.public,
        }
    }
}

/// A question to [`compute`](super::compute).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// By what.
    pub mode: TravelMode,
    /// Departure times the median is taken over, as clock times.
    pub window: Range<Seconds>,
}

impl Query {
    /// By a mode, the median over departures from 06:00 to 22:00.
    pub fn new(mode: TravelMode) -> Self {
        Self { mode, window: Seconds(6 * 3600)..Seconds(22 * 3600) }
    }
}
