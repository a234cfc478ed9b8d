//! Tongqu 通衢: a multimodal transport-infrastructure network simulator.

pub mod diagnostic;
pub mod formats;
pub mod index;
pub mod kernels;
pub mod network;
pub mod output;
pub mod units;
