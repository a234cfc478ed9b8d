//! Motion over pieces, phase by phase: each has one acceleration, so that v² is linear in the way.

use super::ceiling::Piece;
use super::{GRAVITY, Run, SPEED_STEP, Train};

/// Where the train is, how fast and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Metres from the start.
    pub position: f64,
    /// Metres per second.
    pub speed: f64,
    /// Seconds from the start.
    pub time: f64,
}

/// Energy at the wheel in joules; what traction gives is what the others take, as the train starts and ends at rest.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Work {
    /// Given by the traction.
    pub traction: f64,
    /// Taken by resistance on the level.
    pub resistance: f64,
    /// Taken by climbing, less what falling gave back.
    pub gradient: f64,
    /// Taken by the brake.
    pub braking: f64,
}

/// The train cannot get on.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("the train cannot get on {:.1} km after its start: the gradient is too steep for it", position / 1000.0)]
pub struct Stalled {
    /// Metres from the start.
    pub position: f64,
}

/// Relative slack of comparisons of speeds, and metres that are nothing.
const SLACK: f64 = 1e-9;

/// What a phase does.
#[derive(Clone, Copy)]
enum Phase {
    /// Full power, at this acceleration (below zero where the way is too steep for the speed).
    Power(f64),
    /// Constant speed.
    Hold,
    /// The service brake.
    Brake,
}

/// A train with its acceleration on the level in every speed step.
pub(super) struct Motion<'a> {
    train: &'a Train,
    level: Vec<f64>,
    run: Run,
    now: Sample,
}

impl<'a> Motion<'a> {
    pub(super) fn new(train: &'a Train) -> Self {
        let steps = (train.top_speed / SPEED_STEP).ceil() as usize + 1;
        let level = (0..steps).map(|step| train.acceleration(middle(step), 0.0)).collect();
        let now = Sample { position: 0.0, speed: 0.0, time: 0.0 };
        let run = Run { samples: vec![now], arrivals: Vec::new(), work: Work::default() };
        Self { train, level, run, now }
    }

    pub(super) fn over(mut self, pieces: &[Piece]) -> Result<Run, Stalled> {
        for piece in pieces {
            self.piece(piece)?;
            if piece.is_stop {
                self.run.arrivals.push(self.now.time);
            }
        }
        if self.run.arrivals.is_empty() {
            self.run.arrivals.push(0.0);
        }
        Ok(self.run)
    }

    fn piece(&mut self, piece: &Piece) -> Result<(), Stalled> {
        let braking = self.train.braking;
        let mut left = piece.length;
        while left > SLACK {
            let speed = self.now.speed;
            let brakeable = piece.exit.powi(2) + 2.0 * braking * left;
            if speed.powi(2) >= brakeable * (1.0 - SLACK) && speed > piece.exit {
                self.go(Phase::Brake, left, piece.exit, piece.gradient);
                return Ok(());
            }
            // Where the brake has to be put on, from here at constant speed.
            let until_brake = (brakeable - speed.powi(2)) / (2.0 * braking);
            let done = match self.drive(speed, piece) {
                Drive::Stall => return Err(Stalled { position: self.now.position }),
                Drive::Hold => {
                    let way = until_brake.min(left);
                    self.go(Phase::Hold, way, speed, piece.gradient);
                    way
                }
                Drive::Change { acceleration, to } => {
                    let step = (to.powi(2) - speed.powi(2)) / (2.0 * acceleration);
                    let met = until_brake * braking / (acceleration + braking);
                    let is_met = acceleration + braking > 0.0 && met < step;
                    let way = if is_met { met } else { step }.min(left);
                    let is_whole = way >= step;
                    let reached = (speed.powi(2) + 2.0 * acceleration * way).max(0.0).sqrt();
                    let reached = if is_whole { to } else { reached };
                    self.go(Phase::Power(acceleration), way, reached, piece.gradient);
                    way
                }
            };
            left -= done;
        }
        Ok(())
    }

    /// What full power does at a speed: the step above, or the one below where the train slows down in the one above.
    fn drive(&self, speed: f64, piece: &Piece) -> Drive {
        let climb = GRAVITY * piece.gradient / self.train.rotating_mass_factor;
        let at = speed / SPEED_STEP;
        let above = (at + SLACK).floor() as usize;
        let below = (at - SLACK).ceil() as usize;
        let of = |step: usize| self.level[step.min(self.level.len() - 1)] - climb;
        let is_at_limit = speed >= piece.limit * (1.0 - SLACK);
        if !is_at_limit && of(above) > 0.0 {
            let to = ((above + 1) as f64 * SPEED_STEP).min(piece.limit);
            return Drive::Change { acceleration: of(above), to };
        }
        if below == 0 {
            return Drive::Stall;
        }
        let acceleration = of(below - 1);
        if acceleration >= 0.0 {
            return Drive::Hold;
        }
        Drive::Change { acceleration, to: (below - 1) as f64 * SPEED_STEP }
    }

    /// Moves on by `way` metres to another speed.
    fn go(&mut self, phase: Phase, way: f64, to: f64, gradient: f64) {
        let from = self.now.speed;
        let time = if from + to > 0.0 { 2.0 * way / (from + to) } else { 0.0 };
        self.account(phase, way, to, gradient);
        self.now =
            Sample { position: self.now.position + way, speed: to, time: self.now.time + time };
        self.run.samples.push(self.now);
    }

    fn account(&mut self, phase: Phase, way: f64, to: f64, gradient: f64) {
        let train = self.train;
        let from = self.now.speed;
        let work = &mut self.run.work;
        let climbing = train.mass * GRAVITY * gradient * way;
        let inertia = train.mass * train.rotating_mass_factor;
        let kinetic = inertia * (to.powi(2) - from.powi(2)) / 2.0;
        work.gradient += climbing;
        match phase {
            // The effort that gives the step's acceleration, against the resistance of the speeds that are run: a train
            // near balance may stay for long in a small part of a step.
            Phase::Power(acceleration) => {
                let resistance = train.mean_resistance(from, to) * way;
                work.resistance += resistance;
                work.traction += inertia * acceleration * way + resistance + climbing;
            }
            Phase::Hold => {
                let resistance = train.resistance(from) * way;
                work.resistance += resistance;
                let needed = resistance + climbing;
                work.traction += needed.max(0.0);
                work.braking += (-needed).max(0.0);
            }
            Phase::Brake => {
                let resistance = train.mean_resistance(from, to) * way;
                work.resistance += resistance;
                work.braking += -kinetic - resistance - climbing;
            }
        }
    }
}

impl Train {
    /// Newtons over the way of a change of speed at a constant rate, one of the speeds above zero.
    fn mean_resistance(&self, from: f64, to: f64) -> f64 {
        // Power against it is a cubic of the speed, which is linear in time: Simpson's rule is exact.
        let power = |speed: f64| self.resistance(speed) * speed;
        let mean = (power(from) + 4.0 * power(f64::midpoint(from, to)) + power(to)) / 6.0;
        mean * 2.0 / (from + to)
    }
}

/// What full power does.
enum Drive {
    /// The speed changes at one rate up or down to a speed where the rate changes.
    Change { acceleration: f64, to: f64 },
    /// The speed is that of the limit, or effort and resistance balance.
    Hold,
    /// Nothing moves.
    Stall,
}

/// The speed in the middle of a step.
fn middle(step: usize) -> f64 {
    (step as f64 + 0.5) * SPEED_STEP
}
