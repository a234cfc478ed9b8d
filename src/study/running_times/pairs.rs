//! Neighbouring stops of trains with what is published of the running time between them.

use crate::index::NodeIdx;
use crate::network::{
    FacilityType, Gazetteer, Kind, MissingParameter, Network, Place, RollingStock, RouteClass,
    Timing,
};
use crate::scenario::{Allowances, RailWay, RailWays, SpeedOf, TrainChoice};
use crate::units::{Date, Kilometres, KmPerHour};
use std::collections::BTreeMap;

/// Fewer trains than this say nothing of a pair: the only one may be one that waits.
const FEWEST_TRAINS: u32 = 3;

/// How far, relatively, the network's way may be from the published mileage; else the train took another way.
const SAME_WAY: f64 = 0.03;

/// Trains of this speed and more run on high-speed lines.
const HIGH_SPEED: KmPerHour = KmPerHour(200.0);

/// Where a running time is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// `running_time.csv`, of a day.
    Published(Option<Date>),
    /// The network's timetable: trips whose running times are published and whose clocks are not.
    Timetable,
}

/// Two neighbouring stops of trains, either way, and one kind of train.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The one of the lesser index.
    pub from: NodeIdx,
    /// The other.
    pub to: NodeIdx,
    /// `line_id` of the line that all of the way is on.
    pub line: String,
    /// What the line is built as.
    pub facility: FacilityType,
    /// The train.
    pub stock: RollingStock,
    /// Where its time is from.
    pub origin: Origin,
    /// How many trains.
    pub trains: u32,
    /// The lower quartile of their running times, in minutes.
    pub minutes: f64,
    /// The way.
    pub way: RailWay,
}

impl Pair {
    /// Least running time in minutes; none for a train too weak.
    pub(super) fn least_minutes(&self, allowances: &Allowances) -> Option<f64> {
        let choice = TrainChoice::usual(self.stock.clone());
        let run = self.way.run(&choice, allowances, SpeedOf::Running).ok()?;
        Some(run.time() / 60.0)
    }

    /// Running time in minutes with allowances.
    pub(super) fn minutes_with(&self, allowances: &Allowances) -> f64 {
        let least = self.least_minutes(allowances).unwrap_or(f64::NAN);
        least * (1.0 + allowances.recovery_margin_pct / 100.0) + allowances.stop_allowance_min
    }
}

/// Why running times are left out, with how many.
pub(super) type Unused = BTreeMap<&'static str, usize>;

/// What pairs are told apart by: ends, `stock_id`, origin.
type Key = (NodeIdx, NodeIdx, String, Origin);

struct Gathering<'a> {
    network: &'a Network,
    ways: RailWays,
    times: BTreeMap<Key, (u32, Vec<f64>)>,
    unused: Unused,
}

/// The pairs of a network with three trains or more.
pub(super) fn pairs(network: &Network) -> Result<(Vec<Pair>, Unused), MissingParameter> {
    let ways = RailWays::new(network);
    let mut gathering =
        Gathering { network, ways, times: BTreeMap::new(), unused: BTreeMap::new() };
    gathering.published();
    gathering.timetable()?;
    Ok(gathering.finish())
}

impl Gathering<'_> {
    fn leave_out(&mut self, why: &'static str) {
        *self.unused.entry(why).or_default() += 1;
    }

    /// Rows of `running_time.csv`.
    fn published(&mut self) {
        let network = self.network;
        let gazetteer = Gazetteer::new(network);
        let node = |name: &str| match gazetteer.find(name, &[Kind::RailNode]) {
            Ok(Place::Node(node)) => Some(node),
            _ => None,
        };
        for row in &network.running_times {
            if row.stops_between != Some(0) {
                self.leave_out("with calls between, or not known whether there are");
                continue;
            }
            let Some(ends) = node(&row.from).zip(node(&row.to)) else {
                self.leave_out("stations that the network does not have");
                continue;
            };
            let Some(stock) = network.stock_of_number(&row.train) else {
                self.leave_out("no kind of train for the number");
                continue;
            };
            let Some(way) = self.ways.way(class_of(stock), ends.0, ends.1) else {
                self.leave_out("no way between the stations");
                continue;
            };
            let is_same = |length: Kilometres| (way.length().0 / length.0 - 1.0).abs() <= SAME_WAY;
            if !row.length.is_none_or(is_same) {
                self.leave_out("another way than the network's: length differs by more than 3 %");
                continue;
            }
            let trains = match row.statistic {
                crate::network::Statistic::Median => 0,
                _ => row.trains.unwrap_or(1),
            };
            let origin = Origin::Published(row.date);
            self.add(ends, stock, origin, trains, row.time.minutes());
        }
    }

    /// Hops of trips with published running times. Where a train of the timetable stands no time at the stop it leaves, its
    /// published minutes are from arrival to arrival, so the usual dwell is taken off.
    fn timetable(&mut self) -> Result<(), MissingParameter> {
        let network = self.network;
        let dwell = |class| {
            let facility = match class {
                RouteClass::HighSpeedRail => FacilityType::HighSpeedRail,
                _ => FacilityType::ConventionalRail,
            };
            network.modes.value_for("rail", "dwell", facility)
        };
        for trip in network.transit.trips.iter().filter(|trip| trip.timing == Timing::Retimed) {
            let class = network.transit.class(trip);
            if !class.is_rail() {
                continue;
            }
            let usual = dwell(class)?;
            let Some(stock) = network.stock_of_number(&trip.name) else {
                self.leave_out("no kind of train for the number");
                continue;
            };
            for (at, calls) in trip.stop_times.windows(2).enumerate() {
                let node = |call: usize| network.transit.stops[calls[call].stop.at()].node;
                let Some(ends) = node(0).zip(node(1)) else {
                    self.leave_out("stations that the network does not have");
                    continue;
                };
                let minutes = (calls[1].arrival - calls[0].departure).minutes();
                let stands = calls[0].departure > calls[0].arrival;
                let dwell = if at == 0 || stands { 0.0 } else { usual };
                self.add(ends, stock, Origin::Timetable, 1, minutes - dwell);
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        ends: (NodeIdx, NodeIdx),
        stock: &RollingStock,
        origin: Origin,
        trains: u32,
        minutes: f64,
    ) {
        let (from, to) = (ends.0.min(ends.1), ends.0.max(ends.1));
        let known = self.times.entry((from, to, stock.id.clone(), origin)).or_default();
        known.0 += trains;
        known.1.push(minutes);
    }

    fn finish(mut self) -> (Vec<Pair>, Unused) {
        let mut pairs = Vec::new();
        for ((from, to, stock, origin), (trains, mut times)) in std::mem::take(&mut self.times) {
            let row = self.network.rolling_stock.iter().find(|row| row.id == stock);
            let Some(stock) = row.cloned() else { continue };
            times.sort_by(f64::total_cmp);
            let minutes = times[(times.len() - 1) / 4];
            let way = self.ways.way(class_of(&stock), from, to);
            let Some((line, facility, way)) = way.and_then(|way| self.on_one_line(way)) else {
                *self.unused.entry("over more than one line").or_default() += times.len();
                continue;
            };
            if trains < FEWEST_TRAINS || minutes <= 0.0 {
                *self.unused.entry("fewer than three trains of a kind").or_default() += times.len();
                continue;
            }
            pairs.push(Pair { from, to, line, facility, stock, origin, trains, minutes, way });
        }
        (pairs, self.unused)
    }

    fn on_one_line(&self, way: RailWay) -> Option<(String, FacilityType, RailWay)> {
        let link = |link: crate::index::LinkIdx| &self.network.links[link.at()];
        let first = link(way.links().next()?);
        let line = first.line_id.clone()?;
        let is_one = way.links().all(|it| link(it).line_id.as_ref() == Some(&line));
        is_one.then_some((line, first.facility_type, way))
    }
}

fn class_of(stock: &RollingStock) -> RouteClass {
    if stock.max_speed >= HIGH_SPEED {
        RouteClass::HighSpeedRail
    } else {
        RouteClass::ConventionalRail
    }
}
