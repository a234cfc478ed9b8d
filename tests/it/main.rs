//! Everything that is tested from outside, in one binary: the program, the data, and what must hold of any network.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod bad_input;
mod city;
mod cli;
mod connectivity;
mod data;
mod determinism;
mod effects;
mod examples;
mod fares;
mod freight;
mod golden;
mod invariants;
mod isochrone;
mod layering;
mod locks;
mod matrix;
mod plot;
mod projects;
mod promises;
mod report;
mod resilience;
mod roads;
mod running_times;
mod support;
mod surface;
mod synthesis;
mod transfer;
mod uncertainty;
mod validation;
