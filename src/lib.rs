//! Tongqu 通衢: a multimodal transport-infrastructure network simulator.

pub mod index;
pub mod kernels;
pub mod report;
pub mod units;
