//! What a table of travel times is worth: pure functions from times and masses to numbers, each with its formula, its
//! unit and its paper.
//!
//! Everything starts from a [`Matrix`], a skim of origins × destinations together with a stated rule for the time from
//! a zone to itself. Masses (population, jobs, √(population × GDP)) are plain slices, one number per destination. A
//! function whose slices do not fit its matrix panics: that is a fault of the program, never of a planner's file.
//!
//! | question | module |
//! |---|---|
//! | what can be reached from here, and how fast | [`accessibility`] |
//! | how well does the network hold together | [`connectivity`] |
//! | who has how much of it | [`equity`] |
//! | what changed, and in which order do places stand | [`rank`] |
//! | is the project worth its money | [`appraisal`] |
//! | how is a measure called in both scripts, and which way is better | [`catalogue`] |
//!
//! Averages are real minutes, potentials count time in hours; names and docs say which. Active measures ask what an
//! origin reaches; for the passive side (who reaches a destination) give the same function [`Matrix::transpose`].

pub mod accessibility;
pub mod appraisal;
pub mod catalogue;
pub mod connectivity;
pub mod equity;
mod matrix;
pub mod rank;
#[cfg(test)]
mod testing;

pub use matrix::{Matrix, SelfTime, ShapeError};
