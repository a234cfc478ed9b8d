//! Durations and clock times in whole seconds.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// A duration, or a clock time counted from midnight of the service day (it may exceed 24 h), in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Seconds(pub u32);

impl Seconds {
    /// One day.
    pub const DAY: Self = Self(86_400);

    /// From whole minutes.
    pub const fn from_minutes(minutes: u32) -> Self {
        Self(minutes * 60)
    }

    /// From real seconds, to the nearest whole one; negative and not-a-number become zero.
    pub fn from_f64(seconds: f64) -> Self {
        Self(seconds.round() as u32)
    }

    /// From real minutes, to the nearest whole second.
    pub fn from_minutes_f64(minutes: f64) -> Self {
        Self::from_f64(minutes * 60.0)
    }

    /// In minutes.
    pub fn minutes(self) -> f64 {
        f64::from(self.0) / 60.0
    }

    /// In hours.
    pub fn hours(self) -> f64 {
        f64::from(self.0) / 3600.0
    }

    /// As a clock time `HH:MM`, with `+1` behind it for each midnight passed.
    ///
    /// ```
    /// use tongqu::units::Seconds;
    /// assert_eq!(Seconds(7 * 3600 + 5 * 60).clock(), "07:05");
    /// assert_eq!(Seconds(25 * 3600).clock(), "01:00+1");
    /// ```
    pub fn clock(self) -> String {
        let minute = self.0 / 60;
        let clock = format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
        match minute / 1440 {
            0 => clock,
            days => format!("{clock}+{days}"),
        }
    }

    /// The difference, or zero where the other is larger.
    #[must_use]
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Add for Seconds {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Seconds {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Seconds {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Seconds {
    fn sum<I: Iterator<Item = Self>>(durations: I) -> Self {
        durations.fold(Self(0), Add::add)
    }
}

impl Seconds {
    /// As it is displayed, in Chinese: `47分`, `1小时38分`.
    pub fn in_chinese(self) -> String {
        let minutes = (self.0 + 30) / 60;
        if minutes < 60 {
            format!("{minutes}分")
        } else {
            format!("{}小时{:02}分", minutes / 60, minutes % 60)
        }
    }
}

impl fmt::Display for Seconds {
    /// Whole minutes below an hour, hours and minutes above: `47 min`, `1 h 38 min`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = (self.0 + 30) / 60;
        if minutes < 60 {
            write!(f, "{minutes} min")
        } else {
            write!(f, "{} h {:02} min", minutes / 60, minutes % 60)
        }
    }
}

/// Reads a clock time `H:MM`, `HH:MM` or `HH:MM:SS` (GTFS; hours may exceed 24).
///
/// ```
/// use tongqu::units::{Seconds, parse_clock};
/// assert_eq!(parse_clock("25:10:05"), Some(Seconds(90_605)));
/// assert_eq!(parse_clock("7:61"), None);
/// ```
pub fn parse_clock(text: &str) -> Option<Seconds> {
    let mut parts = text.trim().split(':');
    let hours: u32 = parse_digits(parts.next()?)?;
    let minutes: u32 = parse_digits(parts.next()?)?;
    let seconds: u32 = parts.next().map_or(Some(0), parse_digits)?;
    let is_clock = parts.next().is_none() && minutes < 60 && seconds < 60 && hours < 240;
    is_clock.then(|| Seconds(hours * 3600 + minutes * 60 + seconds))
}

fn parse_digits(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(Seconds::from_minutes(47).to_string(), "47 min");
        assert_eq!(Seconds::from_minutes(98).to_string(), "1 h 38 min");
        assert_eq!(Seconds(3599).to_string(), "1 h 00 min");
    }

    #[test]
    fn clock_times_that_are_none_are_refused() {
        for text in ["", "7", "7:60", "a:00", "07:00:00:00", "-1:00"] {
            assert_eq!(parse_clock(text), None, "{text}");
        }
    }
}
