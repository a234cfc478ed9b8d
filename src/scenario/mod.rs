//! What changes: projects with their edits, and the network of a day with a set of projects.
//!
//! A project is one TOML file ([`ProjectFile`]). A [`Scenario`] names a date and the projects that are to be there or
//! not; [`Scenario::build`] applies their edits, in order, to a copy of the base network. The base is never changed.

mod build;
mod catalogue;
mod closure;
mod editor;
mod file;
mod modifications;
mod promise;
mod rail;
mod synthesis;
#[cfg(test)]
mod testing;
mod withdrawal;

pub use build::{Applied, Scenario};
pub use catalogue::Catalogue;
pub use closure::{TrainChanges, TrainClosures};
pub use editor::{Effect, placing, touched_by_kind};
pub use file::{ProjectFile, ProjectHead, Status};
pub use modifications::Modification;
pub use promise::{Claim, Promise};
pub use rail::{
    Allowances, Junction, NonStop, RailWay, RailWays, RunError, RunTime, SpeedOf, TrainChoice,
};
pub use synthesis::Placing;
