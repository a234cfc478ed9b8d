//! Results as tables, plots, maps and files: the only module that draws.

pub mod access;
mod conventions;
pub mod csv;
pub mod equity;
pub mod figure;
pub mod folder;
pub mod geo;
pub mod geotiff;
pub mod html;
pub mod infrastructure;
pub mod manifest;
#[cfg(feature = "omx")]
pub mod omx;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod plots;
pub mod promises;
pub mod resilience;
pub mod tables;
pub mod uncertainty;
