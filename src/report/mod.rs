//! Results as tables, plots, maps and files: the only module that draws.

pub mod csv;
pub mod figure;
pub mod folder;
pub mod geo;
pub mod manifest;
pub mod plots;
pub mod promises;
pub mod tables;
