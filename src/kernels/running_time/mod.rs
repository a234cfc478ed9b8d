//! Running time of a train from its physics: tractive effort, resistance, braking, gradients and speed limits.
//!
//! The train is a point mass with a tail. Its equation of motion is ρ m dv/dt = F(v) − R(v) − m g i, with the effort
//! F(v) = min(F₀, P / v), the resistance R(v) = A + B v + C v² (Davis 1926) and the gradient i under its head; ρ stands
//! for the rotating masses. It always goes as fast as it can (minimum running time): full effort up to the limit, then
//! the limit, then a constant service brake (Brünger & Dahlhaus, "Running time estimation", in Hansen & Pachl, Railway
//! Timetabling & Operations, 2014). A limit holds until the tail has left its section.
//!
//! Within every step of [`SPEED_STEP`] the acceleration is that of the step's middle. The motion under such an
//! acceleration is exact, so that the only error is that of the steps, which falls with their square, and laws that hold
//! for every acceleration as a function of speed hold to rounding: a higher limit or one stop less is never slower.
//! Complexity: linear in sections and speed steps. It does not coast, and knows neither adhesion nor timetables.

mod ceiling;
mod motion;
#[cfg(test)]
mod tests;

pub use motion::{Sample, Stalled, Work};

/// Metres per second over which acceleration is taken as constant.
pub const SPEED_STEP: f64 = 0.1;

/// Standard gravity, m/s².
pub const GRAVITY: f64 = 9.806_65;

/// What moves, in SI units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Train {
    /// Kilograms, load included.
    pub mass: f64,
    /// ρ: how many times its mass it weighs when it is accelerated, 1 or more.
    pub rotating_mass_factor: f64,
    /// The greatest effort at the wheel, newtons.
    pub starting_effort: f64,
    /// Power at the wheel, watts.
    pub power: f64,
    /// Resistance on the level: newtons, newtons per m/s, newtons per (m/s)².
    pub resistance: [f64; 3],
    /// Rate of the service brake, m/s², resistance and gradient included.
    pub braking: f64,
    /// Metres.
    pub length: f64,
    /// The fastest it may go, m/s.
    pub top_speed: f64,
}

impl Train {
    /// Effort at the wheel at full power, newtons.
    pub fn effort(&self, speed: f64) -> f64 {
        self.starting_effort.min(self.power / speed.max(1e-9))
    }

    /// Resistance on the level, newtons.
    pub fn resistance(&self, speed: f64) -> f64 {
        let [a, b, c] = self.resistance;
        a + speed * (b + speed * c)
    }

    /// Acceleration at full power on a gradient (rise over length), m/s².
    pub fn acceleration(&self, speed: f64, gradient: f64) -> f64 {
        let inertia = self.mass * self.rotating_mass_factor;
        (self.effort(speed) - self.resistance(speed) - self.mass * GRAVITY * gradient) / inertia
    }
}

/// A stretch of one speed limit and one gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Section {
    /// Metres.
    pub length: f64,
    /// Metres per second, above zero.
    pub limit: f64,
    /// Rise over length, upwards above zero.
    pub gradient: f64,
}

impl Section {
    /// On the level.
    pub fn level(length: f64, limit: f64) -> Self {
        Self { length, limit, gradient: 0.0 }
    }
}

/// A run from standstill to standstill.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Where the train is when, at the ends of the phases of its motion; speed changes evenly in time between two. The
    /// first is the start, the last the end.
    pub samples: Vec<Sample>,
    /// Seconds at which it comes to a stand at each stop and at the end; it stands nowhere.
    pub arrivals: Vec<f64>,
    /// Where its energy went.
    pub work: Work,
}

impl Run {
    /// Seconds in all.
    pub fn time(&self) -> f64 {
        self.arrivals.last().copied().unwrap_or(0.0)
    }
}

/// The fastest run over `sections`, with a stop at each of the positions in `stops` (metres from the start, rising,
/// between start and end).
///
/// # Errors
/// Where the train cannot get on because the way is too steep.
///
/// ```
/// use tongqu::kernels::running_time::{Section, Train, run};
/// // No resistance, 1 m/s² up and down: 1,000 m at most 20 m/s are 20 s up, 20 s down over 200 m each, 600 m at 20 m/s.
/// let train = Train {
///     mass: 1000.0, rotating_mass_factor: 1.0, starting_effort: 1000.0, power: 1e9, resistance: [0.0; 3],
///     braking: 1.0, length: 0.0, top_speed: 50.0,
/// };
/// let run = run(&train, &[Section::level(1000.0, 20.0)], &[])?;
/// assert!((run.time() - 70.0).abs() < 1e-9);
/// # Ok::<(), tongqu::kernels::running_time::Stalled>(())
/// ```
pub fn run(train: &Train, sections: &[Section], stops: &[f64]) -> Result<Run, Stalled> {
    let pieces = ceiling::pieces(train, sections, stops);
    motion::Motion::new(train).over(&pieces)
}
