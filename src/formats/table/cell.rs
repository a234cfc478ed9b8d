//! What a cell of a table can hold.

use super::Fault;
use crate::diagnostic::nearest;
use crate::network::{
    Confidence, FacilityType, LinkUse, NodeType, Role, RouteClass, Statistic, TerminalType,
    ThroughputBasis, Timing, UseSet, WaterwayClass, ZoneType,
};
use crate::units::{Date, Kilometres, KmPerHour, Seconds, parse_clock};

/// Why a cell cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// The kind of mistake.
    pub fault: Fault,
    /// What is wrong, in a sentence without its place.
    pub message: String,
    /// The nearest right value.
    pub suggestion: Option<String>,
}

impl CellFault {
    pub(super) fn new(fault: Fault, message: impl Into<String>) -> Self {
        Self { fault, message: message.into(), suggestion: None }
    }
}

/// A type that a cell can be read as.
pub trait Cell: Sized {
    /// Reads a cell that is not empty.
    ///
    /// # Errors
    /// If the text is none of the type.
    fn read(text: &str) -> Result<Self, CellFault>;

    /// What a right cell looks like.
    fn expected() -> String;

    /// What an empty cell is; none where there must be something.
    fn empty() -> Option<Self> {
        None
    }
}

impl<T: Cell> Cell for Option<T> {
    fn read(text: &str) -> Result<Self, CellFault> {
        T::read(text).map(Some)
    }

    fn expected() -> String {
        format!("{}, or nothing", T::expected())
    }

    fn empty() -> Option<Self> {
        Some(None)
    }
}

impl Cell for String {
    fn read(text: &str) -> Result<Self, CellFault> {
        Ok(text.to_owned())
    }

    fn expected() -> String {
        "some text".to_owned()
    }
}

/// A number of zero or more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NonNegative(pub f64);

/// A number above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Positive(pub f64);

/// Degrees east.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Longitude(pub f64);

/// Degrees north.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Latitude(pub f64);

fn number(text: &str) -> Result<f64, CellFault> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| CellFault::new(Fault::NotANumber, format!("`{text}` is not a number")))
}

fn number_in(text: &str, is_right: impl Fn(f64) -> bool, wrong: &str) -> Result<f64, CellFault> {
    let number = number(text)?;
    let fault = || CellFault::new(Fault::OutOfRange, format!("`{text}` is {wrong}"));
    if is_right(number) { Ok(number) } else { Err(fault()) }
}

macro_rules! number_cell {
    ($($type:ty = $make:expr, if $is_right:expr, else $wrong:literal, like $expected:literal;)+) => {$(
        impl Cell for $type {
            fn read(text: &str) -> Result<Self, CellFault> {
                number_in(text, $is_right, $wrong).map($make)
            }

            fn expected() -> String {
                $expected.to_owned()
            }
        }
    )+};
}

number_cell! {
    f64 = |number| number, if |_| true, else "", like "a number such as 12.5";
    NonNegative = NonNegative, if |number| number >= 0.0, else "less than 0", like "a number of 0 or more";
    Positive = Positive, if |number| number > 0.0, else "not more than 0", like "a number above 0";
    Kilometres = Kilometres, if |number| number >= 0.0, else "less than 0", like "a length in km, 0 or more, such as 12.5";
    KmPerHour = KmPerHour, if |number| number > 0.0, else "not more than 0", like "a speed in km/h above 0, such as 120";
    Longitude = Longitude, if |number| number.abs() <= 180.0, else "no longitude", like "degrees east between -180 and 180, such as 117.19";
    Latitude = Latitude, if |number| number.abs() <= 90.0, else "no latitude (are longitude and latitude swapped?)", like "degrees north between -90 and 90, such as 34.26";
}

impl Cell for u32 {
    fn read(text: &str) -> Result<Self, CellFault> {
        let fault = || CellFault::new(Fault::NotANumber, format!("`{text}` is not a whole number"));
        text.parse().map_err(|_| fault())
    }

    fn expected() -> String {
        "a whole number of 0 or more".to_owned()
    }
}

impl Cell for Date {
    fn read(text: &str) -> Result<Self, CellFault> {
        let fault = || CellFault::new(Fault::NotADate, format!("`{text}` is not a day"));
        Self::parse(text).ok_or_else(fault)
    }

    fn expected() -> String {
        "YYYY, YYYY-MM or YYYY-MM-DD, such as 2026-09-11".to_owned()
    }
}

/// A day as GTFS writes it: `YYYYMMDD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompactDate(pub Date);

impl Cell for CompactDate {
    fn read(text: &str) -> Result<Self, CellFault> {
        let fault = || CellFault::new(Fault::NotADate, format!("`{text}` is not a day"));
        let is_compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let parts = is_compact.then(|| (&text[..4], &text[4..6], &text[6..]));
        let date = parts.and_then(|(year, month, day)| {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        });
        date.map(Self).ok_or_else(fault)
    }

    fn expected() -> String {
        "YYYYMMDD, such as 20260911".to_owned()
    }
}

/// A clock time, counted from midnight.
impl Cell for Seconds {
    fn read(text: &str) -> Result<Self, CellFault> {
        let fault = || CellFault::new(Fault::NotAClock, format!("`{text}` is not a clock time"));
        parse_clock(text).ok_or_else(fault)
    }

    fn expected() -> String {
        "HH:MM:SS, such as 07:05:00; hours go beyond 24 after midnight".to_owned()
    }
}

impl Cell for RouteClass {
    fn read(text: &str) -> Result<Self, CellFault> {
        let fault =
            || CellFault::new(Fault::UnknownWord, format!("`{text}` is no known route type"));
        text.parse().ok().and_then(Self::from_route_type).ok_or_else(fault)
    }

    fn expected() -> String {
        "a GTFS route_type: 101 high-speed rail, 2 rail, 1 metro, 3 bus, 4 ferry, 1100 air"
            .to_owned()
    }
}

impl Cell for UseSet {
    fn read(text: &str) -> Result<Self, CellFault> {
        text.split(';').map(|part| LinkUse::read(part.trim())).collect()
    }

    fn expected() -> String {
        format!("{}, several separated by `;`", LinkUse::expected())
    }
}

/// One of two words: 0 and 1, or no and yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag<const IS_YES_NO: bool>(pub bool);

/// `0` or `1`.
pub type ZeroOne = Flag<false>;

/// `yes` or `no`.
pub type YesNo = Flag<true>;

const ZERO_ONE: [(&str, ZeroOne); 2] = [("0", Flag(false)), ("1", Flag(true))];
const YES_NO: [(&str, YesNo); 2] = [("yes", Flag(true)), ("no", Flag(false))];

fn word<T: Copy>(text: &str, words: &[(&'static str, T)]) -> Result<T, CellFault> {
    let known = words.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    known.ok_or_else(|| CellFault {
        suggestion: nearest(text, words.iter().map(|(name, _)| *name)).map(str::to_owned),
        ..CellFault::new(Fault::UnknownWord, format!("`{text}` is no known word here"))
    })
}

fn listed<T>(words: &[(&'static str, T)]) -> String {
    let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
    format!("one of {}", names.join(", "))
}

macro_rules! word_cell {
    ($($type:ty = $words:expr;)+) => {$(
        impl Cell for $type {
            fn read(text: &str) -> Result<Self, CellFault> {
                word(text, &$words)
            }

            fn expected() -> String {
                listed(&$words)
            }
        }
    )+};
}

word_cell! {
    Confidence = Self::ALL;
    FacilityType = Self::ALL;
    LinkUse = Self::ALL;
    NodeType = Self::ALL;
    Role = Self::ALL;
    Statistic = Self::ALL;
    TerminalType = Self::ALL;
    ThroughputBasis = Self::ALL;
    Timing = Self::ALL;
    WaterwayClass = Self::ALL;
    ZoneType = Self::ALL;
    ZeroOne = ZERO_ONE;
    YesNo = YES_NO;
}
