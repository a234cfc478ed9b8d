//! Running times with their allowances.
//!
//! A timetable adds to the least running time a recovery margin in per cent and a supplement for each run from stop to stop
//! (UIC 451-1: per cent and minutes); it is planned for a speed that may lie below that of train and line.

use super::way::{RailWay, SpeedOf};
use crate::kernels::running_time::{self, GRAVITY, Run, Stalled, Train};
use crate::network::{FacilityType, MissingParameter, ModeParameters, RollingStock};
use crate::units::{Kilometres, KmPerHour, Seconds};

/// The slow approach where a high-speed line ends at a junction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Junction {
    /// How long it is.
    pub length: Kilometres,
    /// How fast trains are in it.
    pub speed: KmPerHour,
}

/// What timetables add to the physics, by kind of line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Allowances {
    /// On top of the least running time, in per cent of it.
    pub recovery_margin_pct: f64,
    /// For each run from stop to stop, in minutes.
    pub stop_allowance_min: f64,
    /// Near junctions, where high-speed lines end at one.
    pub junction: Option<Junction>,
    /// The speed that timetables are planned for, where a train could go faster.
    pub timed_speed: Option<KmPerHour>,
}

impl Allowances {
    /// Those of `mode.csv` for lines built so; all but the margin may be missing there.
    ///
    /// # Errors
    /// If the margin is missing.
    pub fn of(modes: &ModeParameters, facility: FacilityType) -> Result<Self, MissingParameter> {
        let value = |parameter| modes.value_for("rail", parameter, facility);
        let length = value("junction_length").ok().filter(|length| *length > 0.0);
        let junction = length.zip(value("junction_speed").ok()).map(|(length, speed)| Junction {
            length: Kilometres(length),
            speed: KmPerHour(speed),
        });
        Ok(Self {
            recovery_margin_pct: value("recovery_margin")?,
            stop_allowance_min: value("stop_allowance").unwrap_or(0.0),
            junction,
            timed_speed: value("timed_speed").ok().map(KmPerHour),
        })
    }
}

/// Which train, and how fast it may go.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainChoice {
    /// The train.
    pub stock: RollingStock,
    /// The fastest it may go, if that is less than it could; none for the speed that timetables are planned for.
    pub top_speed: Option<KmPerHour>,
}

impl TrainChoice {
    /// As usual timetables have it.
    pub fn usual(stock: RollingStock) -> Self {
        Self { stock, top_speed: None }
    }

    /// As fast as it can go.
    pub fn fastest(stock: RollingStock) -> Self {
        let top_speed = Some(stock.max_speed);
        Self { stock, top_speed }
    }

    /// The train in SI units.
    pub fn train(&self, timed_speed: Option<KmPerHour>) -> Train {
        let stock = &self.stock;
        let [a, b, c] = stock.davis_n_per_kn;
        let weight_kn = stock.mass_t * GRAVITY;
        let most = self.top_speed.or(timed_speed).map_or(f64::INFINITY, |speed| speed.0);
        Train {
            mass: stock.mass_t * 1000.0,
            rotating_mass_factor: stock.rotating_mass_factor,
            starting_effort: stock.starting_effort_kn * 1000.0,
            power: stock.power_kw * 1000.0,
            resistance: [a * weight_kn, b * 3.6 * weight_kn, c * 3.6 * 3.6 * weight_kn],
            braking: stock.service_brake_ms2,
            length: stock.length_m,
            top_speed: stock.max_speed.0.min(most) / 3.6,
        }
    }
}

/// Why a running time cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RunError {
    /// `mode.csv` lacks a row.
    #[error(transparent)]
    Missing(#[from] MissingParameter),
    /// The train is too weak.
    #[error("{stock}: {stalled}")]
    Stalled {
        /// `stock_id`.
        stock: String,
        /// Where it stands.
        stalled: Stalled,
    },
}

/// A run from stop to stop.
#[derive(Debug, Clone, PartialEq)]
pub struct RunTime {
    /// The least time, in seconds, with the profile of speed.
    pub run: Run,
    /// Recovery margin and supplement, in seconds.
    pub allowance: f64,
}

impl RunTime {
    /// With the allowance.
    pub fn total(&self) -> Seconds {
        Seconds::from_f64(self.run.time() + self.allowance)
    }
}

impl RailWay {
    /// The run of a train from stop to stop, with the allowances of `mode.csv` for the kind of line that most of the way is.
    ///
    /// # Errors
    /// If `mode.csv` lacks the recovery margin, or the train is too weak to move.
    pub fn run_time(
        &self,
        modes: &ModeParameters,
        choice: &TrainChoice,
        speed: SpeedOf,
    ) -> Result<RunTime, RunError> {
        self.run_time_with(&Allowances::of(modes, self.facility())?, choice, speed)
    }

    /// The same with allowances that are given.
    pub(super) fn run_time_with(
        &self,
        allowances: &Allowances,
        choice: &TrainChoice,
        speed: SpeedOf,
    ) -> Result<RunTime, RunError> {
        let run = self.run(choice, allowances, speed)?;
        let margin = run.time() * allowances.recovery_margin_pct / 100.0;
        Ok(RunTime { run, allowance: margin + allowances.stop_allowance_min * 60.0 })
    }

    /// The least running time alone.
    ///
    /// # Errors
    /// If the train is too weak to move.
    pub fn run(
        &self,
        choice: &TrainChoice,
        allowances: &Allowances,
        speed: SpeedOf,
    ) -> Result<Run, RunError> {
        let sections = self.sections(speed, allowances.junction);
        let train = choice.train(allowances.timed_speed);
        let stalled = |stalled| RunError::Stalled { stock: choice.stock.id.clone(), stalled };
        running_time::run(&train, &sections, &[]).map_err(stalled)
    }
}
