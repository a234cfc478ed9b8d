//! Quantities with their units: no bare number of minutes or kilometres crosses a public boundary.
//!
//! Arithmetic that makes sense compiles (`Kilometres / KmPerHour` is `Seconds`), what does not, does not.
//! Rounding from real seconds to whole ones happens in [`Seconds::from_f64`] and nowhere else: to the nearest second,
//! halves away from zero.

mod date;
mod length;
mod time;

pub use date::Date;
pub use length::{Kilometres, KmPerHour};
pub use time::{Seconds, parse_clock};
