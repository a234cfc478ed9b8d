//! The vessels that come to a lock and the chambers that take them across, for the simulation of its queue.
//!
//! A vessel takes room in proportion to its deadweight, but never more than the largest chamber that holds it has. Rooms of
//! the chambers are in proportion to their area and such that a queue that never empties passes the practical capacity of
//! `lock.csv` in a year. Vessels come in the shares of `mode.csv`; those that no reach at the lock admits or
//! no chamber holds are left out.

use super::Vessel;
use crate::index::LinkIdx;
use crate::kernels::lockage::{Arrival, Arrivals, LockChamber, Pace, Shares, cross};
use crate::network::{Chamber, Link, LinkUse, Lock, MissingParameter, Network};
use crate::units::Seconds;

/// Days of a year, for tonnages of a year.
pub const DAYS_A_YEAR: f64 = 365.0;
const DAY: u32 = 86_400;

/// A tug with barges.
pub const TOW: &str = "barge_tow";

/// The vessels that `mode.csv` has shares of.
const MODES: [&str; 6] = [TOW, "barge_2000", "barge_1000", "barge_500", "barge_300", "barge_100"];

/// A kind of vessel at a lock.
#[derive(Debug, Clone, PartialEq)]
pub struct TrafficKind {
    /// Its mode in `mode.csv`.
    pub mode: &'static str,
    /// Deadweight in tonnes.
    pub deadweight_t: u32,
    /// Its share of the vessels here, by number.
    pub share: f64,
    /// The chambers that hold it, bit by bit.
    pub chambers: u32,
}

/// Vessels and chambers of a lock.
#[derive(Debug, Clone, PartialEq)]
pub struct LockTraffic {
    /// The chambers, in the order of `lock.csv`; rooms in tonnes of deadweight.
    pub chambers: Vec<LockChamber>,
    /// What comes.
    pub kinds: Vec<TrafficKind>,
    /// What a queue that never empties passes in a year, in 10 000 t of deadweight, both ways, as simulated.
    pub capacity_wan_t: f64,
}

/// Why the queue of a lock cannot be simulated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoTraffic {
    /// Rows of `mode.csv` are missing.
    #[error(transparent)]
    Missing(#[from] MissingParameter),
    /// The sluice stands open.
    #[error("{0} is a sluice that stands open: nobody queues there")]
    Open(String),
    /// No vessel of `mode.csv` fits.
    #[error(
        "no vessel that `mode.csv` has a `lock_traffic_share` of fits {0} and the reaches there"
    )]
    NoVessel(String),
}

/// How many vessels come, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct LockDemand {
    /// 10 000 t of deadweight a year, both ways.
    pub wan_t: f64,
    /// By season and by hour.
    pub paces: [Pace; 2],
    /// For how many days.
    pub days: u32,
    /// Where the random numbers start.
    pub seed: u64,
}

impl LockTraffic {
    /// Of a lock of a network.
    ///
    /// # Errors
    /// If there is nothing to simulate, or `mode.csv` lacks a row.
    pub fn new(network: &Network, lock: &Lock) -> Result<Self, NoTraffic> {
        if lock.chambers.is_empty() {
            return Err(NoTraffic::Open(lock.label()));
        }
        let kinds = kinds(network, lock)?;
        if kinds.is_empty() {
            return Err(NoTraffic::NoVessel(lock.label()));
        }
        let cycle = Seconds::from_minutes_f64(lock.lockage_min).0.max(1);
        let turn = f64::from(cycle) * network.modes.value("lock", "empty_turn")? / 100.0;
        let areas = lock.chambers.iter().map(|chamber| chamber.length_m * chamber.width_m);
        let areas: Vec<f64> = areas.collect();
        let chamber = LockChamber { room: 0, cycle, turn: turn.round() as u32 };
        let mut traffic = Self { chambers: vec![chamber; areas.len()], kinds, capacity_wan_t: 0.0 };
        traffic.fit_rooms(&areas, lock.practical_capacity_vessel_wan_t);
        Ok(traffic)
    }

    /// Mean deadweight of the vessels that come, in tonnes.
    pub fn mean_deadweight_t(&self) -> f64 {
        self.kinds.iter().map(|kind| kind.share * f64::from(kind.deadweight_t)).sum()
    }

    /// The least rooms, in proportion to the areas, with which the practical capacity passes: found by halving, for a room a
    /// little larger may hold no vessel more.
    fn fit_rooms(&mut self, areas: &[f64], capacity_wan_t: f64) {
        let mean = capacity_wan_t * 1e4 * f64::from(self.chambers[0].cycle)
            / (DAYS_A_YEAR * f64::from(DAY) * areas.iter().sum::<f64>());
        let (mut too_small, mut enough) = (0.5 * mean, 3.0 * mean);
        for _ in 0..12 {
            let middle = f64::midpoint(too_small, enough);
            self.set_rooms(areas, middle);
            let passed = self.saturated(capacity_wan_t);
            *(if passed < capacity_wan_t { &mut too_small } else { &mut enough }) = middle;
        }
        self.set_rooms(areas, enough);
        self.capacity_wan_t = self.saturated(capacity_wan_t);
    }

    fn set_rooms(&mut self, areas: &[f64], tonnes_per_m2: f64) {
        for (chamber, area) in self.chambers.iter_mut().zip(areas) {
            chamber.room = (area * tonnes_per_m2).round() as u32;
        }
    }

    /// What passes in a year where half as much again comes as can pass.
    fn saturated(&self, capacity_wan_t: f64) -> f64 {
        const WARM: u32 = 5 * DAY;
        const DAYS: u32 = 45;
        let paces = [Pace::even(), Pace::even()];
        let demand = LockDemand { wan_t: 1.5 * capacity_wan_t, paces, days: DAYS, seed: 1 };
        let (vessels, kinds) = self.vessels(&demand);
        let run = cross(&self.chambers, &vessels, &[]);
        let is_counted =
            |start: &Option<u32>| start.is_some_and(|start| (WARM..DAYS * DAY).contains(&start));
        let counted = run.starts.iter().zip(kinds).filter(|(start, _)| is_counted(start));
        let tonnes = counted.map(|(_, kind)| f64::from(self.kinds[kind].deadweight_t));
        tonnes.sum::<f64>() / 1e4 / f64::from(DAYS * DAY - WARM) * f64::from(DAY) * DAYS_A_YEAR
    }

    /// What a kind takes of a chamber: a tow may fill it.
    fn size(&self, kind: &TrafficKind) -> u32 {
        let held = |(at, _): &(usize, &LockChamber)| kind.chambers & (1 << at) != 0;
        let rooms = self.chambers.iter().enumerate().filter(held).map(|(_, chamber)| chamber.room);
        kind.deadweight_t.min(rooms.max().unwrap_or(0))
    }

    /// The vessels that come, in order, and the kind of each. With the same seed a greater demand brings the same vessels
    /// sooner.
    pub fn vessels(&self, demand: &LockDemand) -> (Vec<Arrival>, Vec<usize>) {
        let a_second = demand.wan_t * 1e4 / self.mean_deadweight_t() / DAYS_A_YEAR / f64::from(DAY);
        let times = Arrivals::new(a_second, demand.paces.clone(), demand.seed, 0);
        let shares: Vec<f64> = self.kinds.iter().map(|kind| kind.share).collect();
        let kinds = Shares::new(&shares, demand.seed, 1);
        let sides = Shares::new(&[0.5, 0.5], demand.seed, 2);
        let end = f64::from(demand.days) * f64::from(DAY);
        let sizes: Vec<u32> = self.kinds.iter().map(|kind| self.size(kind)).collect();
        let vessel = |((at, kind), side): ((f64, usize), usize)| {
            let (size, chambers) = (sizes[kind], self.kinds[kind].chambers);
            (Arrival { at: at as u32, side: side as u8, size, chambers }, kind)
        };
        times.take_while(|at| *at < end).zip(kinds).zip(sides).map(vessel).unzip()
    }
}

/// What the vessels that come to a lock are like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fleet {
    /// Mean deadweight in tonnes.
    pub(super) mean_t: f64,
    /// Squared coefficient of variation of the deadweight.
    pub(super) cv2: f64,
    /// Time of an empty turn in lockages.
    pub(super) turn: f64,
    /// Chambers that hold half of the vessels at least.
    pub(super) chambers: u32,
}

/// The vessels of a lock; none where nothing is known of them or none fits.
pub(super) fn fleet(network: &Network, lock: &Lock) -> Option<Fleet> {
    let kinds = kinds(network, lock).ok()?;
    let moment = |power| {
        let kinds = kinds.iter();
        kinds.map(|kind| kind.share * f64::from(kind.deadweight_t).powi(power)).sum::<f64>()
    };
    let mean_t = moment(1);
    let turn = network.modes.value("lock", "empty_turn").ok()? / 100.0;
    let cv2 = moment(2) / (mean_t * mean_t) - 1.0;
    let held = |chamber: usize| {
        let kinds = kinds.iter().filter(|kind| kind.chambers & (1 << chamber) != 0);
        kinds.map(|kind| kind.share).sum::<f64>()
    };
    let chambers = (0..lock.chambers.len()).filter(|at| held(*at) >= 0.5).count() as u32;
    (chambers > 0).then_some(Fleet { mean_t, cv2, turn, chambers })
}

/// Every kind that gets through the lock from one side to the other, with its share.
fn kinds(network: &Network, lock: &Lock) -> Result<Vec<TrafficKind>, MissingParameter> {
    let modes = &network.modes;
    let at_lock = |link: &Link| {
        link.allowed_uses.allows(LinkUse::Vessel) && [link.from, link.to].contains(&lock.node)
    };
    let links = network.links.iter().enumerate().filter(|(_, link)| at_lock(link));
    let (inside, outside): (Vec<_>, Vec<_>) =
        links.partition(|(at, _)| lock.side_links.contains(&LinkIdx::new(*at)));
    let mut kinds = Vec::new();
    for mode in MODES {
        let Ok(share) = modes.value(mode, "lock_traffic_share") else { continue };
        let vessel = Vessel::of_mode(modes, mode)?;
        // A tow goes where its barges go.
        let part = if mode == TOW { "barge_1000" } else { mode };
        let on_reach = Vessel { deadweight_t: modes.value(part, "deadweight")?, ..vessel.clone() };
        let admits = |(_, link): &(usize, &Link)| on_reach.misfit_link(link).is_none();
        let holds = |(at, chamber): (usize, &Chamber)| {
            u32::from(vessel.misfit_chamber(chamber).is_none()) << at
        };
        let chambers = lock.chambers.iter().enumerate().map(holds).sum();
        if chambers != 0 && inside.iter().any(admits) && outside.iter().any(admits) {
            let deadweight_t = vessel.deadweight_t.round() as u32;
            kinds.push(TrafficKind { mode, deadweight_t, share: share / 100.0, chambers });
        }
    }
    // Single ships take the place of those that do not fit, and tows keep their share.
    let of = |kinds: &[TrafficKind], is_tow: bool| {
        let kinds = kinds.iter().filter(|kind| (kind.mode == TOW) == is_tow);
        kinds.map(|kind| kind.share).sum::<f64>()
    };
    let (tows, ships) = (of(&kinds, true), of(&kinds, false));
    for kind in kinds.iter_mut().filter(|kind| kind.mode != TOW) {
        kind.share *= (1.0 - tows) / ships;
    }
    Ok(if ships > 0.0 { kinds } else { Vec::new() })
}
