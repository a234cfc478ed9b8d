//! Hauls: one leg by one means, with its time, cost, emissions and energy a tonne.

use super::cargo::{Cargo, Haulage};
use crate::index::LockIdx;
use crate::network::{MissingParameter, ModeParameters, Network};
use crate::skims::WaterRoute;
use crate::supply::Passage;
use crate::units::Kilometres;
use std::ops::Add;

/// What a part of a chain, or all of it, takes for a tonne.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Burden {
    /// Hours.
    pub hours: f64,
    /// Yuan a tonne.
    pub yuan_t: f64,
    /// Kilograms of CO₂ a tonne.
    pub co2_kg_t: f64,
    /// Kilograms of coal equivalent a tonne.
    pub energy_kgce_t: f64,
    /// Kilometres.
    pub km: f64,
}

impl Add for Burden {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            hours: self.hours + other.hours,
            yuan_t: self.yuan_t + other.yuan_t,
            co2_kg_t: self.co2_kg_t + other.co2_kg_t,
            energy_kgce_t: self.energy_kgce_t + other.energy_kgce_t,
            km: self.km + other.km,
        }
    }
}

/// What chains are chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// Cost and what the time is worth to the goods.
    Generalised,
    /// Cost.
    Cost,
    /// Time.
    Time,
    /// CO₂.
    Co2,
}

impl Criterion {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Generalised, Self::Cost, Self::Time, Self::Co2];

    /// A burden as one number.
    pub fn of(self, burden: &Burden, cargo: &Cargo) -> f64 {
        match self {
            Self::Generalised => burden.yuan_t + cargo.value_of_time * burden.hours,
            Self::Cost => burden.yuan_t,
            Self::Time => burden.hours,
            Self::Co2 => burden.co2_kg_t,
        }
    }
}

/// A leg by one means.
#[derive(Debug, Clone, PartialEq)]
pub struct Haul {
    /// By what.
    pub by: Haulage,
    /// Its mode in `mode.csv`.
    pub mode: String,
    /// How far.
    pub length: Kilometres,
    /// Under way, in hours.
    pub run_h: f64,
    /// In locks and before them, in hours.
    pub lock_h: f64,
    /// Expected wait for the next departure, in hours.
    pub wait_h: f64,
    /// The freight rate times the length, in yuan a tonne.
    pub rate_yuan_t: f64,
    /// Lock tolls, in yuan a tonne.
    pub toll_yuan_t: f64,
    /// Kilograms of CO₂ a tonne.
    pub co2_kg_t: f64,
    /// Kilograms of coal equivalent a tonne.
    pub energy_kgce_t: f64,
    /// The voyage, by water.
    pub voyage: Option<WaterRoute>,
}

impl Haul {
    /// Over a length in a time.
    pub(super) fn new(
        modes: &ModeParameters,
        cargo: &Cargo,
        (by, mode): (Haulage, &str),
        length: Kilometres,
        run_h: f64,
    ) -> Result<Self, MissingParameter> {
        Ok(Self {
            by,
            mode: mode.to_owned(),
            length,
            run_h,
            lock_h: 0.0,
            wait_h: 0.0,
            rate_yuan_t: cargo.rate(modes, mode)? * length.0,
            toll_yuan_t: 0.0,
            co2_kg_t: modes.value(mode, "co2")? * length.0 / 1000.0,
            energy_kgce_t: modes.value(mode, "energy")? * length.0 / 1000.0,
            voyage: None,
        })
    }

    /// With the expected wait for a departure: half the headway, as goods that come at any time of the week wait.
    pub(super) fn waiting(mut self, departures_per_week: Option<f64>) -> Self {
        self.wait_h = departures_per_week.map_or(0.0, |departures| 0.5 * 7.0 * 24.0 / departures);
        self
    }

    /// Of a voyage.
    pub(super) fn by_water(
        network: &Network,
        cargo: &Cargo,
        (by, mode): (Haulage, &str),
        voyage: WaterRoute,
    ) -> Result<Self, MissingParameter> {
        let modes = &network.modes;
        let haul = Self::new(modes, cargo, (by, mode), voyage.length, voyage.sailing.hours())?;
        let is_lock =
            |(lock, _): &(LockIdx, Passage)| !network.locks[lock.at()].chambers.is_empty();
        let locks = voyage.passages().filter(is_lock).count() as f64;
        let toll_yuan_t = match by {
            Haulage::Barge if locks > 0.0 => {
                locks * modes.value("barge", "lock_toll")?
                    / modes.value("barge", "cargo_per_vessel_tonnage")?
            }
            _ => 0.0,
        };
        Ok(Self { lock_h: voyage.locks.hours(), toll_yuan_t, voyage: Some(voyage), ..haul })
    }

    /// In all.
    pub fn burden(&self) -> Burden {
        Burden {
            hours: self.run_h + self.lock_h + self.wait_h,
            yuan_t: self.rate_yuan_t + self.toll_yuan_t,
            co2_kg_t: self.co2_kg_t,
            energy_kgce_t: self.energy_kgce_t,
            km: self.length.0,
        }
    }
}
