//! What the planner takes away: the only module that draws.

pub mod figure;
