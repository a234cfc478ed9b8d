//! How much less a destination counts for being farther away.

use super::SHORTEST_TIME;
use crate::units::Seconds;
use std::f64::consts::{LN_2, PI};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A weight from 1 (here) towards 0 (far) that never rises with time.
///
/// t is the time, in minutes where a coefficient is per minute.
///
/// ```
/// use tongqu::measures::accessibility::Decay;
/// use tongqu::units::Seconds;
/// let hour = Seconds(3600);
/// assert_eq!(Decay::Step { limit: hour }.weight(hour), 1.0); // the limit itself is within reach
/// assert!((Decay::half_life(hour).weight(hour) - 0.5).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decay {
    /// 1 up to and with the limit, 0 beyond: `1[t ≤ limit]`.
    Step {
        /// The last time within reach.
        limit: Seconds,
    },
    /// 1, falling along a line from `cutoff − width/2` to 0 at `cutoff + width/2`. The plain `1 − t/c` has cutoff c/2
    /// and width c. Form: Conveyal R5.
    Linear {
        /// The time of weight one half.
        cutoff: Seconds,
        /// How long the fall takes.
        width: Seconds,
    },
    /// A soft threshold: `(1 + e^(−c·k)) / (1 + e^((t−c)·k))` with `k = π / (s√3)`, which is 1 at t = 0: the upper tail
    /// of a logistic distribution with mean c and standard deviation s. Reference: Bauer & Groneberg (2016), eq. 9, doi
    /// 10.1371/journal.pone.0159148.
    Logistic {
        /// c, the time of weight (nearly) one half.
        cutoff: Seconds,
        /// s, how soft the threshold is.
        standard_deviation: Seconds,
    },
    /// `e^(−β·t)`, t in minutes. See [`Decay::half_life`].
    NegativeExponential {
        /// β.
        per_minute: f64,
    },
    /// `t^(−β)`, t in minutes and at least 1 ([`SHORTEST_TIME`]): Hansen (1959), doi 10.1080/01944365908978307.
    Power {
        /// β.
        exponent: f64,
    },
    /// `e^(−β·(ln t)²)`, t in minutes and at least 1.
    LogNormal {
        /// β.
        coefficient: f64,
    },
    /// `e^(−t² / 2s²)`: Ingram (1971), doi 10.1080/09595237100185131.
    Gaussian {
        /// s, the point where the curve is steepest; weight there 0.607.
        standard_deviation: Seconds,
    },
}

impl Decay {
    /// The negative exponential that halves the weight with every such time.
    pub fn half_life(time: Seconds) -> Self {
        Self::NegativeExponential { per_minute: LN_2 / time.minutes() }
    }

    /// The weight of a destination at this time, 0 to 1.
    pub fn weight(self, time: Seconds) -> f64 {
        let minutes = time.minutes();
        match self {
            Self::Step { limit } => f64::from(u8::from(time <= limit)),
            Self::Linear { cutoff, width } => linear(minutes, cutoff.minutes(), width.minutes()),
            Self::Logistic { cutoff, standard_deviation } => {
                logistic(minutes, cutoff.minutes(), standard_deviation.minutes())
            }
            Self::NegativeExponential { per_minute } => (-per_minute * minutes).exp(),
            Self::Power { exponent } => minutes.max(SHORTEST_TIME.minutes()).powf(-exponent),
            Self::LogNormal { coefficient } => {
                (-coefficient * minutes.max(SHORTEST_TIME.minutes()).ln().powi(2)).exp()
            }
            Self::Gaussian { standard_deviation } => {
                (-(minutes / standard_deviation.minutes()).powi(2) / 2.0).exp()
            }
        }
    }
}

/// A text that is no [`Decay`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "no decay; write step:60, linear:60,30 (cutoff, width), logistic:60,10 (cutoff, standard deviation), exponential:0.02 (per minute), half-life:30, power:1, log-normal:0.1 or gaussian:30 (standard deviation); times in minutes above 0"
)]
pub struct DecayError;

/// Reads `gaussian:30`; times in minutes. What [`DecayError`] lists can be read.
///
/// ```
/// use tongqu::measures::accessibility::Decay;
/// use tongqu::units::Seconds;
/// assert_eq!("step:60".parse(), Ok(Decay::Step { limit: Seconds(3600) }));
/// assert_eq!("half-life:30".parse(), Ok(Decay::half_life(Seconds(1800))));
/// assert!("step:".parse::<Decay>().is_err());
/// ```
impl FromStr for Decay {
    type Err = DecayError;

    fn from_str(text: &str) -> Result<Self, DecayError> {
        let (name, numbers) = text.split_once(':').ok_or(DecayError)?;
        let numbers = numbers.split(',').map(|number| number.trim().parse::<f64>());
        let numbers: Vec<f64> = numbers.collect::<Result<_, _>>().map_err(|_| DecayError)?;
        if numbers.iter().any(|number| !number.is_finite() || *number <= 0.0) {
            return Err(DecayError);
        }
        let time = Seconds::from_minutes_f64;
        Ok(match (name, &numbers[..]) {
            ("step", [limit]) => Self::Step { limit: time(*limit) },
            ("linear", [cutoff, width]) => {
                Self::Linear { cutoff: time(*cutoff), width: time(*width) }
            }
            ("logistic", [cutoff, deviation]) => {
                Self::Logistic { cutoff: time(*cutoff), standard_deviation: time(*deviation) }
            }
            ("exponential", [per_minute]) => Self::NegativeExponential { per_minute: *per_minute },
            ("half-life", [half]) => Self::half_life(time(*half)),
            ("power", [exponent]) => Self::Power { exponent: *exponent },
            ("log-normal", [coefficient]) => Self::LogNormal { coefficient: *coefficient },
            ("gaussian", [deviation]) => Self::Gaussian { standard_deviation: time(*deviation) },
            _ => return Err(DecayError),
        })
    }
}

/// As it is read: `gaussian:30`.
impl fmt::Display for Decay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step { limit } => write!(f, "step:{}", limit.minutes()),
            Self::Linear { cutoff, width } => {
                write!(f, "linear:{},{}", cutoff.minutes(), width.minutes())
            }
            Self::Logistic { cutoff, standard_deviation } => {
                write!(f, "logistic:{},{}", cutoff.minutes(), standard_deviation.minutes())
            }
            Self::NegativeExponential { per_minute } => write!(f, "exponential:{per_minute}"),
            Self::Power { exponent } => write!(f, "power:{exponent}"),
            Self::LogNormal { coefficient } => write!(f, "log-normal:{coefficient}"),
            Self::Gaussian { standard_deviation } => {
                write!(f, "gaussian:{}", standard_deviation.minutes())
            }
        }
    }
}

fn linear(time: f64, cutoff: f64, width: f64) -> f64 {
    if width > 0.0 {
        ((cutoff + width / 2.0 - time) / width).clamp(0.0, 1.0)
    } else {
        f64::from(u8::from(time <= cutoff))
    }
}

fn logistic(time: f64, cutoff: f64, standard_deviation: f64) -> f64 {
    let steepness = PI / (standard_deviation * 3.0_f64.sqrt());
    (1.0 + (-cutoff * steepness).exp()) / (1.0 + ((time - cutoff) * steepness).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::testing::assert_close;
    use proptest::prelude::*;

    const HOUR: Seconds = Seconds(3600);

    fn at(decay: Decay, minutes: u32) -> f64 {
        decay.weight(Seconds::from_minutes(minutes))
    }

    #[test]
    fn weights_by_hand() {
        assert_close(Decay::Step { limit: HOUR }.weight(Seconds(3601)), 0.0);
        let linear = Decay::Linear { cutoff: HOUR, width: Seconds(1200) }; // 1 until 50 min, 0 from 70 min
        for (minutes, weight) in [(50, 1.0), (55, 0.75), (60, 0.5), (70, 0.0), (90, 0.0)] {
            assert_close(at(linear, minutes), weight);
        }
        assert_close(at(Decay::Power { exponent: 2.0 }, 10), 0.01);
        assert_close(at(Decay::Power { exponent: 2.0 }, 0), 1.0);
        assert_close(at(Decay::half_life(HOUR), 120), 0.25);
        assert_close(at(Decay::Gaussian { standard_deviation: HOUR }, 60), (-0.5_f64).exp());
        assert_close(
            at(Decay::LogNormal { coefficient: 0.1 }, 10),
            (-0.1 * 10.0_f64.ln().powi(2)).exp(),
        );
        // At the cutoff: (1 + e^(−ck)) / 2.
        let logistic = Decay::Logistic { cutoff: HOUR, standard_deviation: Seconds(600) };
        assert_close(at(logistic, 60), f64::midpoint(1.0, (-6.0 * PI / 3.0_f64.sqrt()).exp()));
    }

    fn any_decay() -> impl Strategy<Value = Decay> {
        let time = (60_u32..20_000).prop_map(Seconds);
        let per = 0.001_f64..3.0;
        prop_oneof![
            time.clone().prop_map(|limit| Decay::Step { limit }),
            (time.clone(), time.clone())
                .prop_map(|(cutoff, width)| Decay::Linear { cutoff, width }),
            (time.clone(), time.clone()).prop_map(|(cutoff, standard_deviation)| Decay::Logistic {
                cutoff,
                standard_deviation
            }),
            per.clone().prop_map(|per_minute| Decay::NegativeExponential { per_minute }),
            per.clone().prop_map(|exponent| Decay::Power { exponent }),
            per.prop_map(|coefficient| Decay::LogNormal { coefficient }),
            time.prop_map(|standard_deviation| Decay::Gaussian { standard_deviation }),
        ]
    }

    #[test]
    fn what_is_written_is_read() {
        for text in [
            "step:60",
            "linear:60,30",
            "logistic:60,10",
            "exponential:0.02",
            "power:1.5",
            "log-normal:0.1",
            "gaussian:30.5",
        ] {
            assert_eq!(text.parse::<Decay>().unwrap().to_string(), text);
        }
        for text in ["", "step", "step:", "step:0", "step:-1", "step:nan", "linear:60", "cubic:1"] {
            assert_eq!(text.parse::<Decay>(), Err(DecayError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn weights_fall_from_one(decay in any_decay(), time in 0_u32..100_000, longer in 0_u32..100_000) {
            let (near, far) = (decay.weight(Seconds(time)), decay.weight(Seconds(time + longer)));
            prop_assert!(far <= near + 1e-12);
            prop_assert!((0.0..=1.0).contains(&near) && (0.0..=1.0).contains(&far));
        }
    }
}
