//! Calendar days.

use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day that exists.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = (1800..=2200).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_of(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    /// The last day of a year.
    pub fn end_of_year(year: u16) -> Option<Self> {
        Self::new(year, 12, 31)
    }

    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; a bare month or year is its last day.
    ///
    /// ```
    /// use tongqu::units::Date;
    /// assert_eq!(Date::parse("2024-02").unwrap().to_string(), "2024-02-29");
    /// assert_eq!(Date::parse("2021-02-30"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map_or(Some(12), |part| number(part, 2))? as u8;
        let day = match parts.next() {
            Some(part) => number(part, 2)? as u8,
            None if (1..=12).contains(&month) => days_of(year, month),
            None => return None,
        };
        parts.next().is_none().then(|| Self::new(year, month, day)).flatten()
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The day of the week, from Monday, 0, to Sunday, 6.
    ///
    /// ```
    /// use tongqu::units::Date;
    /// assert_eq!(Date::parse("2026-09-11").unwrap().weekday(), 4); // a Friday
    /// ```
    pub fn weekday(self) -> usize {
        let before: u32 = (1..self.month).map(|month| u32::from(days_of(self.year, month))).sum();
        let years = u32::from(self.year) - 1;
        // 1 January of year 1 of the Gregorian calendar, carried back, was a Monday.
        let days = years * 365 + years / 4 - years / 100 + years / 400 + before;
        (days as usize + usize::from(self.day) - 1) % 7
    }

    /// The day after; none after the last that can be written.
    pub fn next(self) -> Option<Self> {
        Self::new(self.year, self.month, self.day + 1)
            .or_else(|| Self::new(self.year, self.month + 1, 1))
            .or_else(|| Self::new(self.year + 1, 1, 1))
    }
}

fn number(text: &str, digits: usize) -> Option<u16> {
    let is_number = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn days_of(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_year_is_its_last_day() {
        assert_eq!(Date::parse("2019"), Date::new(2019, 12, 31));
        assert!(Date::parse("2019-06-30") < Date::parse("2019"));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["", "19", "2019-13", "2019-02-29", "2019-6-1", "2019-06-01-01", "abcd"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
