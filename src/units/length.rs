//! Lengths and speeds.

use super::Seconds;
use std::iter::Sum;
use std::ops::{Add, Div, Mul};

/// A length in kilometres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Kilometres(pub f64);

/// A speed in kilometres per hour.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct KmPerHour(pub f64);

impl KmPerHour {
    /// In metres per second.
    pub fn metres_per_second(self) -> f64 {
        self.0 / 3.6
    }
}

impl Kilometres {
    /// In metres.
    pub fn metres(self) -> f64 {
        self.0 * 1000.0
    }
}

impl Add for Kilometres {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Mul<f64> for Kilometres {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}

impl Sum for Kilometres {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self(0.0), Add::add)
    }
}

/// Length over speed is a duration, to the nearest second.
///
/// ```
/// use tongqu::units::{Kilometres, KmPerHour, Seconds};
/// assert_eq!(Kilometres(51.0) / KmPerHour(102.0), Seconds(1800));
/// ```
impl Div<KmPerHour> for Kilometres {
    type Output = Seconds;
    fn div(self, speed: KmPerHour) -> Seconds {
        Seconds::from_f64(self.0 / speed.0 * 3600.0)
    }
}
