//! Tongqu 通衢: a multimodal transport-infrastructure network simulator.

pub mod diagnostic;
pub mod formats;
pub mod index;
pub mod kernels;
pub mod measures;
pub mod network;
pub mod output;
pub mod scenario;
pub mod skims;
pub mod study;
pub mod supply;
pub mod units;
