//! Algorithms on compact arrays of numbers: they know nothing of transport and import nothing of this crate.

pub mod cch;
