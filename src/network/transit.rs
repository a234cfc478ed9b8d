//! Services: a timetable in the words of GTFS.

use super::{Position, Provenance};
use crate::index::{NodeIdx, RouteIdx, StopIdx};
use crate::units::Seconds;

/// What a route is run with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteClass {
    /// High-speed and intercity trains (G, D, C): `route_type` 101.
    HighSpeedRail,
    /// All other trains: `route_type` 2, 100, 102 to 117.
    ConventionalRail,
    /// Metro, light rail and cableways: `route_type` 0, 1, 5 to 7, 12, 400 to 405, 900 to 906, 1300 to 1307, 1400.
    Metro,
    /// Buses and coaches: `route_type` 3, 11, 200 to 209, 700 to 716, 800, 1501.
    Bus,
    /// Ferries: `route_type` 4, 1000, 1200.
    Ferry,
    /// Flights: `route_type` 1100 to 1114.
    Air,
}

impl RouteClass {
    /// The words of the `class` key of scenarios.
    pub const ALL: [(&'static str, Self); 6] = [
        ("high_speed_rail", Self::HighSpeedRail),
        ("conventional_rail", Self::ConventionalRail),
        ("metro", Self::Metro),
        ("bus", Self::Bus),
        ("ferry", Self::Ferry),
        ("air", Self::Air),
    ];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, class)| *class == self).map_or("", |(name, _)| name)
    }

    /// From a GTFS `route_type`, basic or extended.
    pub fn from_route_type(route_type: u16) -> Option<Self> {
        match route_type {
            101 => Some(Self::HighSpeedRail),
            2 | 100 | 102..=117 => Some(Self::ConventionalRail),
            0 | 1 | 5..=7 | 12 | 400..=405 | 900..=906 | 1300..=1307 | 1400 => Some(Self::Metro),
            3 | 11 | 200..=209 | 700..=716 | 800 | 1501 => Some(Self::Bus),
            4 | 1000 | 1200 => Some(Self::Ferry),
            1100..=1114 => Some(Self::Air),
            _ => None,
        }
    }

    /// Whether it runs on the railway.
    pub fn is_rail(self) -> bool {
        matches!(self, Self::HighSpeedRail | Self::ConventionalRail)
    }
}

/// Where a trip's times come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timing {
    /// Every time is from one published timetable.
    Timetabled,
    /// Published stops and running times; the departure clock is of another year or spread by rule.
    Retimed,
    /// A service known only from claims, or made from length and speed.
    Estimated,
    /// A service of a scenario that has no timetable: placed in the day by rule, its running times computed or as a project
    /// says.
    Synthetic,
}

impl Timing {
    /// The words of the `timing` column.
    pub const ALL: [(&'static str, Self); 4] = [
        ("timetabled", Self::Timetabled),
        ("retimed", Self::Retimed),
        ("estimated", Self::Estimated),
        ("synthetic", Self::Synthetic),
    ];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, timing)| *timing == self).map_or("", |(name, _)| name)
    }
}

/// A row of `stops.txt`.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// `stop_id`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name, from `translations.txt`.
    pub name_en: String,
    /// Where it is.
    pub position: Position,
    /// Its infrastructure node, where it has one.
    pub node: Option<NodeIdx>,
    /// The project it belongs to, if it is one's.
    pub project: Option<String>,
}

impl Stop {
    /// `淮北 Huaibei`.
    pub fn label(&self) -> String {
        if self.name == self.name_en {
            return self.name.clone();
        }
        format!("{} {}", self.name, self.name_en).trim_end().to_owned()
    }
}

/// A row of `routes.txt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// `route_id`.
    pub id: String,
    /// `route_short_name`.
    pub short_name: String,
    /// `route_long_name`.
    pub long_name: String,
    /// What it is run with.
    pub class: RouteClass,
}

/// What passengers may do at a call (`pickup_type`, `drop_off_type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Exchange {
    /// Board and alight.
    #[default]
    Both,
    /// Board only: `drop_off_type` 1.
    BoardOnly,
    /// Alight only: `pickup_type` 1.
    AlightOnly,
    /// Neither: the trip passes, or halts for reasons of its own.
    Neither,
}

impl Exchange {
    /// From what is allowed.
    pub fn of(boards: bool, alights: bool) -> Self {
        match (boards, alights) {
            (true, true) => Self::Both,
            (true, false) => Self::BoardOnly,
            (false, true) => Self::AlightOnly,
            (false, false) => Self::Neither,
        }
    }

    /// Whether passengers may board.
    pub fn boards(self) -> bool {
        matches!(self, Self::Both | Self::BoardOnly)
    }

    /// Whether passengers may alight.
    pub fn alights(self) -> bool {
        matches!(self, Self::Both | Self::AlightOnly)
    }
}

/// One call of a trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StopTime {
    /// Where.
    pub stop: StopIdx,
    /// When it comes in, from midnight of the service day.
    pub arrival: Seconds,
    /// When it leaves.
    pub departure: Seconds,
    /// What passengers may do there.
    pub exchange: Exchange,
}

impl StopTime {
    /// Where passengers board and alight.
    pub fn new(stop: StopIdx, arrival: Seconds, departure: Seconds) -> Self {
        Self { stop, arrival, departure, exchange: Exchange::Both }
    }
}

/// A row of `trips.txt` with its calls.
#[derive(Debug, Clone, PartialEq)]
pub struct Trip {
    /// `trip_id`.
    pub id: String,
    /// The train number passengers see.
    pub name: String,
    /// Its route.
    pub route: RouteIdx,
    /// Where its times come from.
    pub timing: Timing,
    /// Its calls in order: at least two, times never going back.
    pub stop_times: Vec<StopTime>,
    /// The project it belongs to, if it is one's.
    pub project: Option<String>,
    /// Where the row came from.
    pub provenance: Provenance,
}

impl Trip {
    /// Where it starts.
    pub fn origin(&self) -> StopIdx {
        self.stop_times[0].stop
    }

    /// Where it ends.
    pub fn terminus(&self) -> StopIdx {
        self.stop_times[self.stop_times.len() - 1].stop
    }
}

/// A row of `transfers.txt`: what a change from one stop to another takes, whatever way there is between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transfer {
    /// Where a trip is left.
    pub from: StopIdx,
    /// Where the next is boarded; `from` itself for a change at the stop.
    pub to: StopIdx,
    /// What holds there.
    pub rule: TransferRule,
}

/// What a transfer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransferRule {
    /// `transfer_type` 1: the trip that leaves waits, so a change takes no time.
    Timed,
    /// `transfer_type` 2: it takes so long, way included.
    AtLeast(Seconds),
    /// `transfer_type` 3: nobody changes here.
    Impossible,
}

/// The whole timetable: every trip runs every day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Transit {
    /// Rows of `stops.txt`.
    pub stops: Vec<Stop>,
    /// Rows of `routes.txt`.
    pub routes: Vec<Route>,
    /// Rows of `trips.txt`, by id.
    pub trips: Vec<Trip>,
    /// Rows of `transfers.txt` that say something of a pair of stops, by pair.
    pub transfers: Vec<Transfer>,
}

impl Transit {
    /// What a trip is run with.
    pub fn class(&self, trip: &Trip) -> RouteClass {
        self.routes[trip.route.at()].class
    }
}
