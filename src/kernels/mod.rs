//! Algorithms on compact arrays of numbers: they know nothing of transport and import nothing of this crate.

pub mod running_time;
pub mod csa;
pub mod departures;
pub mod dijkstra;
pub mod graph;
pub mod raptor;
pub mod timetable;
