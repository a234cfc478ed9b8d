//! What a skim or a journey is asked for.

use crate::supply::{Schedule, ServiceFilter, Supply};
use crate::units::Seconds;
use std::ops::Range;

/// By what people travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TravelMode {
    /// Driving all the way.
    Car,
    /// By train, to and from the station by taxi.
    Rail,
    /// By high-speed and intercity trains (G, D, C) alone, to and from the station by taxi.
    HighSpeedRail,
    /// By other trains alone, to and from the station by taxi.
    ConventionalRail,
    /// By any service and local transport, without a car.
    Public,
    /// By bus and coach and local transport, without a car.
    Coach,
    /// By plane, to and from the airport by taxi.
    Air,
    /// By any service, to and from stops by taxi or local transport: never slower than the others but the car.
    All,
}

/// How a mode gets to and from stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feeder {
    /// By taxi.
    Taxi,
    /// By bus, metro or on foot.
    Local,
    /// By whichever is quicker.
    Either,
}

impl TravelMode {
    /// As written on the command line and in files.
    pub const ALL: [(&'static str, Self); 8] = [
        ("car", Self::Car),
        ("rail", Self::Rail),
        ("hsr", Self::HighSpeedRail),
        ("conventional", Self::ConventionalRail),
        ("public", Self::Public),
        ("coach", Self::Coach),
        ("air", Self::Air),
        ("all", Self::All),
    ];

    /// As written on the command line and in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, mode)| *mode == self).map_or("", |(name, _)| name)
    }

    /// The mode of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, mode)| *mode)
    }

    /// For a reader: `rail, by taxi to the station`.
    pub fn description(self) -> &'static str {
        match self {
            Self::Car => "by car",
            Self::Rail => "by rail, taxi to and from stations",
            Self::HighSpeedRail => "by high-speed trains alone, taxi to and from stations",
            Self::ConventionalRail => "by conventional trains alone, taxi to and from stations",
            Self::Public => "by public transport, no car at all",
            Self::Coach => "by bus and coach, no car at all",
            Self::Air => "by air, taxi to and from airports",
            Self::All => "by any service, taxi or bus to and from stops",
        }
    }

    /// The same in Chinese.
    pub fn description_zh(self) -> &'static str {
        match self {
            Self::Car => "自驾",
            Self::Rail => "乘火车（往返车站乘出租车）",
            Self::HighSpeedRail => "仅乘高速列车（往返车站乘出租车）",
            Self::ConventionalRail => "仅乘普速列车（往返车站乘出租车）",
            Self::Public => "乘公共交通（全程不用小汽车）",
            Self::Coach => "乘公路客运（全程不用小汽车）",
            Self::Air => "乘飞机（往返机场乘出租车）",
            Self::All => "乘任一公共运输方式（往返站点乘出租车或公交）",
        }
    }

    /// The services it may use.
    pub fn schedule(self, supply: &Supply) -> &Schedule {
        match self {
            Self::Car | Self::Rail => &supply.rail,
            Self::HighSpeedRail => &supply.high_speed_rail,
            Self::ConventionalRail => &supply.conventional_rail,
            Self::Public => &supply.public,
            Self::Coach => &supply.coach,
            Self::Air => &supply.air,
            Self::All => &supply.all,
        }
    }

    /// The same, in words of the schedule.
    pub fn services(self) -> ServiceFilter {
        match self {
            Self::Car | Self::Rail => ServiceFilter::Rail,
            Self::HighSpeedRail => ServiceFilter::HighSpeedRail,
            Self::ConventionalRail => ServiceFilter::ConventionalRail,
            Self::Public => ServiceFilter::Public,
            Self::Coach => ServiceFilter::Coach,
            Self::Air => ServiceFilter::Air,
            Self::All => ServiceFilter::All,
        }
    }

    /// How it gets to and from stops.
    pub(super) fn feeder(self) -> Feeder {
        match self {
            Self::Car | Self::Rail | Self::HighSpeedRail | Self::ConventionalRail | Self::Air => {
                Feeder::Taxi
            }
            Self::Public | Self::Coach => Feeder::Local,
            Self::All => Feeder::Either,
        }
    }
}

/// A question to [`compute`](super::compute).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// By what.
    pub mode: TravelMode,
    /// Departure times that percentiles and means are taken over, as clock times.
    pub window: Range<Seconds>,
    /// Further percentiles of the total time over the window, from 0 to 100; the median always is.
    pub percentiles: Vec<u8>,
    /// Who goes somewhere and back in a day leaves home at its start or later and is back by its end.
    pub day: Range<Seconds>,
}

impl Query {
    /// By a mode, percentiles over departures from 06:00 to 22:00, a day from 06:00 to midnight.
    pub fn new(mode: TravelMode) -> Self {
        Self {
            mode,
            window: Seconds(6 * 3600)..Seconds(22 * 3600),
            percentiles: Vec::new(),
            day: Seconds(6 * 3600)..Seconds::DAY,
        }
    }
}
