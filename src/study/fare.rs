//! What a journey costs who makes it, from rates by distance.
//!
//! Published tariffs are not in the network: `mode.csv` has yuan a km (`fare`), so a fare is an estimate of its size, not the
//! price of a ticket. By train it goes by the links the train runs over, a second-class seat on high-speed trains and a hard seat
//! on others; by bus and coach by the road, by air by the straight line. Taxis have a flag fall. Driving costs the car's
//! running cost and the tolls of the links.

use super::comparison::{Comparison, PairChange, Side};
use crate::index::{LinkIdx, StopIdx, TripIdx, ZoneIdx};
use crate::network::{MissingParameter, Network, Position, RouteClass};
use crate::scenario::RailWays;
use crate::skims::{Endpoint, Journey, Leg, Means, TravelMode, journey_of};
use crate::supply::Supply;
use crate::units::Kilometres;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Rates in yuan and yuan a km.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rates {
    high_speed: f64,
    conventional: f64,
    coach: f64,
    bus: f64,
    air: f64,
    flag_fare: f64,
    flag_km: f64,
    taxi: f64,
    car: f64,
}

impl Rates {
    fn new(network: &Network) -> Result<Self, MissingParameter> {
        let value = |mode: &str, parameter: &str| network.modes.value(mode, parameter);
        Ok(Self {
            high_speed: value("rail", "high_speed_fare")?,
            conventional: value("rail", "conventional_fare")?,
            coach: value("coach", "fare")?,
            bus: value("bus", "fare")?,
            air: value("air", "fare")?,
            flag_fare: value("taxi", "flag_fare")?,
            flag_km: value("taxi", "flag_distance")?,
            taxi: value("taxi", "fare")?,
            car: value("car", "operating_cost")?,
        })
    }

    fn taxi(&self, length: Kilometres) -> f64 {
        self.flag_fare + (length.0 - self.flag_km).max(0.0) * self.taxi
    }
}

/// Finds what journeys over one network cost.
#[derive(Debug)]
pub struct Fares<'a> {
    network: &'a Network,
    supply: &'a Supply,
    rates: Rates,
    ways: RailWays,
    /// Yuan of a ride between two calls of a trip.
    rides: BTreeMap<(TripIdx, StopIdx, StopIdx), f64>,
}

impl<'a> Fares<'a> {
    /// Of a network and its supply.
    ///
    /// # Errors
    /// If `mode.csv` lacks a fare.
    pub fn new(network: &'a Network, supply: &'a Supply) -> Result<Self, MissingParameter> {
        let rates = Rates::new(network)?;
        let ways = RailWays::new(network);
        Ok(Self { network, supply, rates, ways, rides: BTreeMap::new() })
    }

    /// What a journey from one place to another costs, in yuan.
    pub fn of(&mut self, ends: (Endpoint, Endpoint), journey: &Journey) -> f64 {
        let is_by_taxi = !matches!(journey.mode, TravelMode::Public | TravelMode::Coach);
        let mut yuan = 0.0;
        for leg in &journey.legs {
            yuan += match leg {
                Leg::Drive { length, links } => {
                    let tolls = links.iter().map(|link| self.network.links[link.at()].toll_yuan);
                    length.0 * self.rates.car + tolls.sum::<f64>()
                }
                Leg::LocalOnly => self.feeder(false, self.place(ends.0), self.place(ends.1)),
                Leg::Access { means, stop, .. } => {
                    let to = self.place(Endpoint::Stop(*stop));
                    self.feeder(*means == Means::Taxi, self.place(ends.0), to)
                }
                Leg::Egress { means, stop, .. } => {
                    let from = self.place(Endpoint::Stop(*stop));
                    self.feeder(*means == Means::Taxi, from, self.place(ends.1))
                }
                Leg::Change { from, to, .. } => {
                    let ends = [*from, *to].map(|stop| self.place(Endpoint::Stop(stop)));
                    self.feeder(is_by_taxi, ends[0], ends[1])
                }
                Leg::Ride { trip, from, to, .. } => self.ride(*trip, *from, *to),
            };
        }
        yuan
    }

    fn place(&self, end: Endpoint) -> Position {
        match end {
            Endpoint::Zone(zone) => self.network.zones[zone.at()].position,
            Endpoint::Stop(stop) => self.network.transit.stops[stop.at()].position,
        }
    }

    fn road(&self, from: Position, to: Position) -> Kilometres {
        let path = self.supply.roads.tree(from).to(to);
        path.map_or_else(|| self.supply.roads.crow(from, to).0, |path| path.length)
    }

    /// Between a place and a station; what lies within a kilometre is walked to.
    fn feeder(&self, is_taxi: bool, from: Position, to: Position) -> f64 {
        if from.distance(to).0 < 1.0 {
            return 0.0;
        }
        let length = self.road(from, to);
        if is_taxi { self.rates.taxi(length) } else { length.0 * self.rates.bus }
    }

    fn ride(&mut self, trip: TripIdx, from: StopIdx, to: StopIdx) -> f64 {
        if let Some(known) = self.rides.get(&(trip, from, to)) {
            return *known;
        }
        let yuan = self.ride_anew(trip, from, to);
        self.rides.insert((trip, from, to), yuan);
        yuan
    }

    fn ride_anew(&mut self, trip: TripIdx, from: StopIdx, to: StopIdx) -> f64 {
        let network = self.network;
        let trip = &network.transit.trips[trip.at()];
        let class = network.transit.class(trip);
        let ends = [from, to].map(|stop| network.transit.stops[stop.at()].position);
        match class {
            RouteClass::Air => ends[0].distance(ends[1]).0 * self.rates.air,
            RouteClass::Bus | RouteClass::Ferry => self.road(ends[0], ends[1]).0 * self.rates.coach,
            RouteClass::Metro => self.road(ends[0], ends[1]).0 * self.rates.bus,
            RouteClass::HighSpeedRail | RouteClass::ConventionalRail => {
                let at = |stop: StopIdx| trip.stop_times.iter().position(|it| it.stop == stop);
                let (Some(board), Some(alight)) = (at(from), at(to)) else { return 0.0 };
                let mut yuan = 0.0;
                for call in board.min(alight)..alight {
                    let links = self.ways.of_trip(network, trip, call..call + 1);
                    let calls = [call, call + 1].map(|call| trip.stop_times[call].stop);
                    yuan += self.rail(class, &links, calls);
                }
                yuan
            }
        }
    }

    /// From one call of a train to the next; where the line is not in the network, by the straight line and a fifth more.
    fn rail(&self, class: RouteClass, links: &[LinkIdx], calls: [StopIdx; 2]) -> f64 {
        let is_fast = class == RouteClass::HighSpeedRail;
        let modes = &self.network.modes;
        if links.is_empty() {
            let ends = calls.map(|stop| self.network.transit.stops[stop.at()].position);
            let rate = if is_fast { self.rates.high_speed } else { self.rates.conventional };
            return ends[0].distance(ends[1]).0 * 1.2 * rate;
        }
        let yuan = |link: &LinkIdx| {
            let link = &self.network.links[link.at()];
            let fast = modes.value_on("rail", "high_speed_fare", link);
            let fast = fast.unwrap_or(self.rates.high_speed);
            link.length.0 * if is_fast { fast } else { self.rates.conventional }
        };
        links.iter().map(yuan).sum()
    }
}

/// Fares of all pairs on both sides of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct PairFares {
    /// By mode, those without the projects and with them, row by row from each origin.
    tables: Vec<(TravelMode, [Vec<Option<f64>>; 2])>,
    /// What an hour is worth, in yuan, where generalised costs are wanted.
    pub yuan_per_hour: Option<f64>,
    zones: usize,
}

impl PairFares {
    /// Yuan of a pair by a mode, without and with.
    pub fn of(&self, pair: &PairChange) -> [Option<f64>; 2] {
        let table = self.tables.iter().find(|(mode, _)| *mode == pair.mode);
        let at = pair.from.at() * self.zones + pair.to.at();
        table.map_or([None; 2], |(_, sides)| [0, 1].map(|side| sides[side][at]))
    }

    /// Generalised cost in yuan: fare, and the fastest time at its value.
    pub fn generalised(&self, pair: &PairChange) -> [Option<f64>; 2] {
        let cells = [pair.without, pair.with];
        let fares = self.of(pair);
        [0, 1].map(|side| {
            let hours = cells[side]?.fastest.hours();
            Some(fares[side]? + hours * self.yuan_per_hour?)
        })
    }
}

impl Comparison {
    /// What the fastest journeys of all pairs cost.
    ///
    /// # Errors
    /// If `mode.csv` lacks a fare.
    pub fn fares(&self, yuan_per_hour: Option<f64>) -> Result<PairFares, MissingParameter> {
        let mut tables = Vec::new();
        for mode in &self.question.modes {
            tables.push((*mode, [fares(&self.without, *mode)?, fares(&self.with, *mode)?]));
        }
        Ok(PairFares { tables, yuan_per_hour, zones: self.network().zones.len() })
    }
}

/// What the fastest journey of each pair of zones costs in yuan, row by row from each origin; none where there is no journey.
///
/// # Errors
/// If `mode.csv` lacks a fare.
pub(super) fn fares(side: &Side, mode: TravelMode) -> Result<Vec<Option<f64>>, MissingParameter> {
    let (network, supply) = (&side.applied.network, &side.supply);
    let Some(skim) = side.skims.iter().find(|skim| skim.mode == mode) else {
        return Ok(Vec::new());
    };
    let zones = network.zones.len();
    // Every thread keeps what it has learnt of the ways of trains.
    let row = |fares: &mut Result<Fares<'_>, MissingParameter>, from: usize| {
        let fares = fares.as_mut().map_err(|missing| missing.clone())?;
        let from = ZoneIdx::new(from);
        let fare = |to: usize| {
            let to = ZoneIdx::new(to);
            let cell = skim.cell(from, to)?;
            let journey = journey_of(network, supply, mode, (from, to), &cell)?;
            Some(fares.of((Endpoint::Zone(from), Endpoint::Zone(to)), &journey))
        };
        Ok((0..zones).map(fare).collect())
    };
    let rows: Result<Vec<Vec<Option<f64>>>, MissingParameter> =
        (0..zones).into_par_iter().map_init(|| Fares::new(network, supply), row).collect();
    Ok(rows?.into_iter().flatten().collect())
}
