//! One file for each command.

pub(super) mod access;
pub(super) mod bench;
pub(super) mod check;
pub(super) mod compare;
pub(super) mod connectivity;
pub(super) mod explain;
pub(super) mod export;
pub(super) mod freight;
pub(super) mod import;
mod import_gtfs;
pub(super) mod isochrone;
pub(super) mod lock;
pub(super) mod matrix;
pub(super) mod plot;
pub(super) mod projects;
pub(super) mod resilience;
pub(super) mod route;
pub(super) mod run_time;
mod running_times;
pub(super) mod surface;
pub(super) mod timeline;
pub(super) mod validate;
