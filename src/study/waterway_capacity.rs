//! What a waterway between two ports lets through: the largest vessel, the narrowest lock, and the wait as traffic grows.

use crate::index::{LockIdx, NodeIdx};
use crate::network::{LinkUse, MissingParameter, Network};
use crate::skims::{VesselFit, WaterRoute, WaterStep, cost_per_tonne, largest_vessel, water_route};
use crate::supply::{Barrier, Passage, Vessel, Waterways};

/// Multiples of today's traffic that waits are computed for.
pub const GROWTH: [f64; 6] = [1.0, 1.1, 1.25, 1.5, 1.75, 2.0];

/// A lock on the way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LockOnWay {
    /// Which.
    pub lock: LockIdx,
    /// What it can pass in a year, in 10 000 t of goods both ways.
    pub capacity_cargo_wan_t: f64,
    /// What it passes, likewise.
    pub throughput_cargo_wan_t: f64,
    /// Throughput over capacity.
    pub use_: f64,
    /// Mean wait before it, in hours.
    pub wait_h: f64,
}

/// A waterway from port to port, with the largest vessel that gets through.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterwayCapacity {
    /// Which vessels fit, and what stops the next larger.
    pub fit: VesselFit,
    /// The voyage of the largest.
    pub route: WaterRoute,
    /// The locks it passes, in order.
    pub locks: Vec<LockOnWay>,
    /// Waiting before all locks at each multiple of [`GROWTH`], in hours; none where more comes to a lock than can pass.
    pub waits_h: Vec<Option<f64>>,
    /// From quay to quay with handling, in hours.
    pub hours: f64,
    /// And in yuan a tonne, time of the vessel's usual goods included.
    pub yuan_t: f64,
}

impl WaterwayCapacity {
    /// Of a network; none where no vessel gets from port to port.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn between(
        network: &Network,
        ends: (NodeIdx, NodeIdx),
    ) -> Result<Option<Self>, MissingParameter> {
        let waterways = Waterways::new(network);
        let fit = largest_vessel(network, &waterways, &Vessel::barges(&network.modes), ends);
        let Some(vessel) = &fit.largest else { return Ok(None) };
        let Some(route) = water_route(network, &waterways, vessel, ends) else { return Ok(None) };
        let cost = cost_per_tonne(network, vessel, &route, [ends.0, ends.1], None)?;
        let cargo = network.modes.value("barge", "cargo_per_vessel_tonnage")?;
        let locks: Vec<LockOnWay> = route
            .passages()
            .filter(|(lock, _)| !network.locks[lock.at()].chambers.is_empty())
            .map(|(lock, passage)| {
                let row = &network.locks[lock.at()];
                LockOnWay {
                    lock,
                    capacity_cargo_wan_t: row.practical_capacity_vessel_wan_t * cargo,
                    throughput_cargo_wan_t: row.throughput_vessel_wan_t * cargo,
                    use_: passage.use_,
                    wait_h: passage.wait.hours(),
                }
            })
            .collect();
        let waits_h = GROWTH.iter().map(|growth| waits(network, &locks, *growth)).collect();
        let (hours, yuan_t) = (cost.hours, cost.total());
        Ok(Some(Self { fit, route, locks, waits_h, hours, yuan_t }))
    }

    /// The lock with the least capacity, the first of several: it bounds what can come through in a year.
    pub fn narrowest(&self) -> Option<&LockOnWay> {
        self.locks.iter().min_by(|a, b| a.capacity_cargo_wan_t.total_cmp(&b.capacity_cargo_wan_t))
    }

    /// The lock that is used most, the first of several: it binds first if all traffic grows alike.
    pub fn binds_first(&self) -> Option<&LockOnWay> {
        let most = self.locks.iter().map(|lock| lock.use_).fold(0.0, f64::max);
        self.locks.iter().find(|lock| lock.use_ >= most)
    }

    /// How many of the largest vessels, as loaded as vessels are on average, pass the narrowest lock in a year.
    pub fn vessels_a_year(&self, network: &Network) -> Option<f64> {
        let narrowest = &network.locks[self.narrowest()?.lock.at()];
        let vessel = self.fit.largest.as_ref()?;
        Some(narrowest.practical_capacity_vessel_wan_t * 1e4 / vessel.deadweight_t)
    }

    /// Each kind of reach with its length: the vessel it admits, in tonnes, and how many kilometres.
    pub fn reaches(&self, network: &Network) -> Vec<(f64, f64)> {
        let mut reaches: Vec<(f64, f64)> = Vec::new();
        for step in &self.route.steps {
            let WaterStep::Reach(link) = step else { continue };
            let link = &network.links[link.at()];
            let Some(waterway) = link.waterway else { continue };
            match reaches
                .iter_mut()
                .find(|(limit, _)| (*limit - waterway.vessel_limit_t).abs() < 0.5)
            {
                Some(known) => known.1 += link.length.0,
                None => reaches.push((waterway.vessel_limit_t, link.length.0)),
            }
        }
        reaches.sort_by(|a, b| a.0.total_cmp(&b.0));
        reaches
    }
}

/// Waiting before some locks at a multiple of today's traffic.
fn waits(network: &Network, locks: &[LockOnWay], growth: f64) -> Option<f64> {
    let wait = |on_way: &LockOnWay| {
        let lock = &network.locks[on_way.lock.at()];
        let passage = Passage::at(network, lock, lock.throughput_vessel_wan_t * growth);
        (!passage.is_saturated).then(|| passage.wait.hours())
    };
    locks.iter().map(wait).sum()
}

/// What stops a vessel, in words: `水道 Waterway: vessels up to 500 t`; the same reach or lock once.
pub fn barrier_words(network: &Network, barriers: &[Barrier]) -> Vec<String> {
    let mut words = Vec::new();
    for barrier in barriers {
        let name = match barrier {
            Barrier::Reach(link, _) => {
                let link = &network.links[link.at()];
                debug_assert!(link.allowed_uses.allows(LinkUse::Vessel), "a reach is for vessels");
                format!("{} {}", link.name, link.name_en).trim_end().to_owned()
            }
            Barrier::Lock(lock, _) => network.locks[lock.at()].label(),
        };
        let phrase = format!("{name}: {}", barrier.misfit());
        if !words.contains(&phrase) {
            words.push(phrase);
        }
    }
    words
}
