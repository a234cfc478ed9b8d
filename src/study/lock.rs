//! How long vessels wait before a lock: a simulated year, day by day, with chambers out of service, and against demand.

use crate::kernels::lockage::{Arrival, Crossings, Outage, Pace, cross};
use crate::measures::equity::Distribution;
use crate::network::{Lock, Network};
use crate::supply::{DAYS_A_YEAR, LockDemand, LockTraffic, Passage, TOW};

const DAY: u32 = 86_400;

/// Days before the first one counted, so that the queue of an empty lock is not.
pub const WARM_UP_DAYS: u32 = 30;

/// A time in which chambers are out of service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChamberOutage {
    /// The chamber, in the order of `lock.csv` from 0; all of them if none.
    pub chamber: Option<usize>,
    /// The first day without it, from 0.
    pub from_day: u32,
    /// For how many days.
    pub days: u32,
}

/// A run of the simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct LockQuestion {
    /// What comes, in 10 000 t of deadweight a year.
    pub demand_wan_t: f64,
    /// By season and by hour of the day.
    pub paces: [Pace; 2],
    /// Days that are counted.
    pub days: u32,
    /// Chambers out of service.
    pub outages: Vec<ChamberOutage>,
    /// Where the random numbers start.
    pub seed: u64,
}

/// A day at a lock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LockDay {
    /// Vessels that came.
    pub arrived: u32,
    /// Vessels waiting at its end.
    pub waiting: u32,
    /// Of these, tows.
    pub waiting_tows: u32,
    /// Their deadweight in tonnes.
    pub waiting_t: f64,
    /// Mean wait of the vessels that came on this day, in hours; none where none came or some never get across.
    pub mean_wait_h: Option<f64>,
}

/// What happened at a lock.
#[derive(Debug, Clone, PartialEq)]
pub struct LockYear {
    /// Vessels that came on the days counted.
    pub vessels: usize,
    /// Mean wait before the lockage, in hours.
    pub mean_wait_h: f64,
    /// Median.
    pub p50_wait_h: f64,
    /// 90th percentile.
    pub p90_wait_h: f64,
    /// The longest.
    pub max_wait_h: f64,
    /// Vessels waiting, on average over time.
    pub mean_queue: f64,
    /// Lockages with vessels.
    pub lockages: usize,
    /// Times a chamber changed sides empty.
    pub empty_turns: usize,
    /// Share of the time of all chambers in which they were at work, empty turns included.
    pub busy: f64,
    /// Share of their room that lockages took.
    pub fill: f64,
    /// Deadweight taken across in 10 000 t, as of a year.
    pub passed_wan_t: f64,
    /// By day.
    pub by_day: Vec<LockDay>,
}

impl LockYear {
    /// The day with the most vessels waiting at its end, and how many.
    pub fn longest_queue(&self) -> (usize, LockDay) {
        let most = (0..self.by_day.len()).rev().max_by_key(|day| self.by_day[*day].waiting);
        most.map_or((0, LockDay::EMPTY), |day| (day, self.by_day[day]))
    }
}

impl LockDay {
    const EMPTY: Self =
        Self { arrived: 0, waiting: 0, waiting_tows: 0, waiting_t: 0.0, mean_wait_h: None };
}

/// Simulates a lock.
pub fn lock_year(traffic: &LockTraffic, question: &LockQuestion) -> LockYear {
    let demand = LockDemand {
        wan_t: question.demand_wan_t,
        paces: question.paces.clone(),
        days: WARM_UP_DAYS + question.days,
        seed: question.seed,
    };
    let (vessels, kinds) = traffic.vessels(&demand);
    let outages = outages(traffic, &question.outages);
    let run = cross(&traffic.chambers, &vessels, &outages);
    Counted { traffic, vessels: &vessels, kinds: &kinds, run: &run, days: question.days }.year()
}

fn outages(traffic: &LockTraffic, outages: &[ChamberOutage]) -> Vec<Outage> {
    let mut found = Vec::new();
    for outage in outages {
        let from = (WARM_UP_DAYS + outage.from_day) * DAY;
        let until = from + outage.days * DAY;
        let all = 0..traffic.chambers.len();
        let chambers = all.filter(|chamber| outage.chamber.is_none_or(|out| out == *chamber));
        found.extend(chambers.map(|chamber| Outage { chamber, from, until }));
    }
    found
}

struct Counted<'a> {
    traffic: &'a LockTraffic,
    vessels: &'a [Arrival],
    /// The kind of each, in `traffic`.
    kinds: &'a [usize],
    run: &'a Crossings,
    days: u32,
}

impl Counted<'_> {
    const FROM: u32 = WARM_UP_DAYS * DAY;

    fn until(&self) -> u32 {
        Self::FROM + self.days * DAY
    }

    fn year(&self) -> LockYear {
        let counts = |vessel: &Arrival| vessel.at >= Self::FROM;
        let waits = self.vessels.iter().zip(&self.run.starts).filter(|(vessel, _)| counts(vessel));
        let waits: Vec<f64> = waits
            .filter_map(|(vessel, start)| Some(f64::from((*start)? - vessel.at) / 3600.0))
            .collect();
        let sorted = Distribution::unweighted(&waits);
        let quantile = |share| sorted.as_ref().map_or(0.0, |waits| waits.quantile(share));
        let cycles = self.run.cycles.iter();
        let cycles = cycles.filter(|cycle| (Self::FROM..self.until()).contains(&cycle.at));
        let (mut lockages, mut empty_turns, mut size, mut room, mut busy) = (0, 0, 0.0, 0.0, 0.0);
        for cycle in cycles {
            let chamber = self.traffic.chambers[cycle.chamber];
            if cycle.vessels == 0 {
                empty_turns += 1;
                busy += f64::from(chamber.turn);
            } else {
                lockages += 1;
                size += f64::from(cycle.size);
                room += f64::from(chamber.room);
                busy += f64::from(chamber.cycle);
            }
        }
        let time = f64::from(self.days * DAY);
        LockYear {
            vessels: self.vessels.iter().filter(|vessel| counts(vessel)).count(),
            mean_wait_h: waits.iter().sum::<f64>() / (waits.len() as f64).max(1.0),
            p50_wait_h: quantile(0.5),
            p90_wait_h: quantile(0.9),
            max_wait_h: quantile(1.0),
            mean_queue: self.mean_queue(),
            lockages,
            empty_turns,
            busy: busy / time / self.traffic.chambers.len() as f64,
            fill: if room > 0.0 { size / room } else { 0.0 },
            passed_wan_t: self.passed_t() / 1e4 / f64::from(self.days) * DAYS_A_YEAR,
            by_day: self.by_day(),
        }
    }

    /// Deadweight that was taken across on the days counted.
    fn passed_t(&self) -> f64 {
        let range = Self::FROM..self.until();
        let starts = self.run.starts.iter().zip(self.kinds);
        let passed = starts.filter(|(start, _)| start.is_some_and(|start| range.contains(&start)));
        passed.map(|(_, kind)| f64::from(self.traffic.kinds[*kind].deadweight_t)).sum()
    }

    /// Vessel-seconds of waiting within the days counted, over these seconds.
    fn mean_queue(&self) -> f64 {
        let until = self.until();
        let seconds = self.vessels.iter().zip(&self.run.starts).map(|(vessel, start)| {
            let end = start.unwrap_or(until).min(until);
            f64::from(end.saturating_sub(vessel.at.max(Self::FROM)))
        });
        seconds.sum::<f64>() / f64::from(self.days * DAY)
    }

    fn by_day(&self) -> Vec<LockDay> {
        let days = (WARM_UP_DAYS + self.days) as usize;
        let mut by_day = vec![LockDay::EMPTY; days];
        let mut waits = vec![(0.0, 0_u32); days];
        for ((vessel, start), kind) in self.vessels.iter().zip(&self.run.starts).zip(self.kinds) {
            let kind = &self.traffic.kinds[*kind];
            let came = (vessel.at / DAY) as usize;
            by_day[came].arrived += 1;
            if let Some(start) = start {
                waits[came].0 += f64::from(start - vessel.at) / 3600.0;
                waits[came].1 += 1;
            }
            // It waits at the end of each day before the one it starts on.
            let left = start.map_or(days, |start| ((start / DAY) as usize).min(days));
            for day in &mut by_day[came..left.max(came)] {
                day.waiting += 1;
                day.waiting_tows += u32::from(kind.mode == TOW);
                day.waiting_t += f64::from(kind.deadweight_t);
            }
        }
        for (day, (hours, count)) in by_day.iter_mut().zip(waits) {
            let all_cross = count > 0 && count == day.arrived;
            day.mean_wait_h = all_cross.then(|| hours / f64::from(count));
        }
        by_day.split_off(WARM_UP_DAYS as usize)
    }
}

/// The wait at one demand.
#[derive(Debug, Clone, PartialEq)]
pub struct LockPoint {
    /// Demand over the capacity of the lock as simulated.
    pub use_: f64,
    /// Demand in 10 000 t of deadweight a year.
    pub demand_wan_t: f64,
    /// What happens.
    pub year: LockYear,
    /// The mean wait by the formula that voyages are computed with, in hours; none above the use it holds for.
    pub formula_h: Option<f64>,
}

/// The mean wait by the formula that voyages are computed with, in hours; none above the use it holds for.
pub fn formula_wait_h(network: &Network, lock: &Lock, demand_wan_t: f64) -> Option<f64> {
    let passage = Passage::at(network, lock, demand_wan_t);
    (!passage.is_saturated).then(|| passage.wait.hours())
}

/// The wait against demand, at shares of the capacity; the same vessels each time, sooner or later.
pub fn lock_curve(
    network: &Network,
    lock: &Lock,
    traffic: &LockTraffic,
    question: &LockQuestion,
    uses: &[f64],
) -> Vec<LockPoint> {
    use rayon::prelude::*;
    let point = |use_: &f64| {
        let demand_wan_t = use_ * traffic.capacity_wan_t;
        let year = lock_year(traffic, &LockQuestion { demand_wan_t, ..question.clone() });
        let formula_h = formula_wait_h(network, lock, demand_wan_t);
        LockPoint { use_: *use_, demand_wan_t, year, formula_h }
    };
    uses.par_iter().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{check_network, embedded_network_folder};

    fn huaihai() -> Network {
        check_network(&embedded_network_folder()).0.unwrap()
    }

    fn question(demand_wan_t: f64, days: u32) -> LockQuestion {
        let paces = [Pace::even(), Pace::even()];
        LockQuestion { demand_wan_t, paces, days, outages: Vec::new(), seed: 1 }
    }

    fn named<'n>(network: &'n Network, id: &str) -> (&'n Lock, LockTraffic) {
        let lock = network.locks.iter().find(|lock| lock.id == id).unwrap();
        (lock, LockTraffic::new(network, lock).unwrap())
    }

    #[test]
    fn the_formula_is_near_the_simulation_for_every_lock() {
        let network = huaihai();
        let (mut errors, mut count) = (Vec::new(), 0);
        for lock in &network.locks {
            let Ok(traffic) = LockTraffic::new(&network, lock) else { continue };
            count += 1;
            let demand = lock.throughput_vessel_wan_t;
            let year = lock_year(&traffic, &question(demand, 365));
            let formula = formula_wait_h(&network, lock, demand).unwrap();
            let error = (formula / year.mean_wait_h - 1.0) * 100.0;
            errors.push((error.abs(), lock.id.clone(), formula, year.mean_wait_h));
            // What came got across, within the random number of vessels.
            let off = year.passed_wan_t / demand - 1.0;
            assert!(off.abs() < 0.06, "{}: {off}", lock.id);
        }
        errors.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(count > 30, "{count}");
        assert!(errors[count / 2].0 < 10.0, "{errors:?}");
        assert!(errors[count - 2].0 < 30.0, "{errors:?}");
    }

    #[test]
    fn the_year_of_2021_at_liulaojian() {
        // 37,987 lockages took 92,639 ships and tows across; only their mean tonnage set the shares of the vessels.
        let network = huaihai();
        let (_, traffic) = named(&network, "liulaojian");
        let year = lock_year(&traffic, &question(23_800.0, 365));
        let off = |figure: usize, published: f64| (figure as f64 / published - 1.0).abs();
        assert!(off(year.lockages, 37_987.0) < 0.1, "{}", year.lockages);
        assert!(off(year.vessels, 92_639.0) < 0.05, "{}", year.vessels);
    }

    #[test]
    fn a_chamber_out_of_service_makes_a_queue_that_goes_away_after_it() {
        let network = huaihai();
        let (lock, traffic) = named(&network, "zaohe");
        let usual = question(lock.throughput_vessel_wan_t, 120);
        let outage = ChamberOutage { chamber: Some(2), from_day: 30, days: 32 };
        let (base, out) = (
            lock_year(&traffic, &usual),
            lock_year(&traffic, &LockQuestion { outages: vec![outage], ..usual.clone() }),
        );
        // The same vessels come: nothing differs before it.
        assert_eq!(base.by_day[..29], out.by_day[..29]);
        let (day, longest) = out.longest_queue();
        assert!((60..63).contains(&day), "{day}");
        assert!(longest.waiting > 20 * base.longest_queue().1.waiting, "{longest:?}");
        assert!(out.by_day[100].waiting < 50, "{:?}", out.by_day[100]);
        assert!(out.mean_wait_h > 10.0 * base.mean_wait_h);
    }

    #[test]
    fn with_all_chambers_out_nobody_gets_across_meanwhile() {
        let network = huaihai();
        let (lock, traffic) = named(&network, "tuanjie");
        let outage = ChamberOutage { chamber: None, from_day: 2, days: 3 };
        let year = lock_year(
            &traffic,
            &LockQuestion { outages: vec![outage], ..question(lock.throughput_vessel_wan_t, 10) },
        );
        let waiting: Vec<u32> = year.by_day.iter().map(|day| day.waiting).collect();
        let came: u32 = year.by_day[2..5].iter().map(|day| day.arrived).sum();
        assert!(waiting[4] >= came, "{waiting:?}");
        assert!(year.max_wait_h >= 48.0 && year.max_wait_h <= 80.0, "{}", year.max_wait_h);
    }

    #[test]
    fn more_demand_waits_longer() {
        let network = huaihai();
        let (lock, traffic) = named(&network, "huaian");
        let question = question(0.0, 200);
        let curve = lock_curve(&network, lock, &traffic, &question, &[0.2, 0.5, 0.8, 0.95, 1.1]);
        let waits: Vec<f64> = curve.iter().map(|point| point.year.mean_wait_h).collect();
        assert!(waits.is_sorted(), "{waits:?}");
        assert!(waits[4] > 10.0 * waits[3], "above capacity the queue grows: {waits:?}");
        assert_eq!(curve[4].formula_h, None);
    }
}
