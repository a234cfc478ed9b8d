//! Algorithms on compact arrays of numbers: they know nothing of transport and import nothing of this crate.
//!
//! | file | answers | paper | complexity |
//! |---|---|---|---|
//! | [`graph`] | which arcs leave a node | – | build O(n + m) |
//! | [`dijkstra`] | shortest paths from some nodes to all | Dijkstra 1959, doi 10.1007/BF01386390 | O((n + m) log n) |
//! | [`near`] | all nodes within a limit | the same | O(k log k) for k arcs within it |
//! | [`bidirectional`] | the distance of a pair | Pohl 1971, Machine Intelligence 6 | O((n + m) log n), half of it on roads |
//! | [`a_star`] | the same, given lower bounds | Hart, Nilsson, Raphael 1968, doi 10.1109/TSSC.1968.300136 | O((n + m) log n), less the better the bound |
//! | [`cch`] | the same for many variants of one graph: one path, one to all, many to many | Dibbelt, Strasser, Wagner 2016, doi 10.1145/2886843 | customise O(triangles), ask O(arcs with shortcuts) |
//! | [`timetable`] | what runs: stops, trips, footpaths | – | build O(c log c) |
//! | [`csa`] | all best arrivals at one target, from every stop, for every departure | Dibbelt, Pajor, Strasser, Wagner 2018, doi 10.1145/3274661 | O(c · (1 + changes)) per target |
//! | [`fastest`] | the shortest duration of the day between many places, sixteen targets a scan | the same | O(c · (1 + changes)) per 16 targets |
//! | [`window_index`] | which changes between trips such a scan needs | idea of Witt 2015, doi 10.1007/978-3-662-48350-3_85 | O(c · changes · log c) |
//! | [`window_scan`] | all departures of a window from one origin, in one scan | mirror of the same | O(c + improvements · changes) |
//! | [`window_times`] | from these to many targets, and percentiles over the window | – | O(ways · lanes) per target |
//! | [`raptor`] | the best journeys of one departure, leg by leg | Delling, Pajor, Werneck 2015, doi 10.1287/trsc.2014.0534 | O(stop visits) per round |
//! | [`max_flow`] | ways without a common edge | Edmonds, Karp 1972, doi 10.1145/321694.321699 | O(k · m) for k ways |
//! | [`queue`] | the mean wait before several servers | Cosmetatos 1975, INFOR 13 | O(servers) |
//! | [`lockage`] | when vessels get through a lock, chamber by chamber | Bailey 1954, doi 10.1111/j.2517-6161.1954.tb00149.x | O(vessels + cycles · batch) |
//! | [`contour`] | where a field on a grid is at most a limit | Lorensen, Cline 1987, doi 10.1145/37402.37422 | O(p log p) for p points |
//! | [`layers`] | the least way through layers of the same places | Bellman 1952, doi 10.1073/pnas.38.8.716 | O(k n²) for k moves |
//! | [`free_paths`] | when a chain of uses of tracks can start so that it keeps the headway | UIC 406 | O(u · (log k + w)) a try |
//! | [`departures`] | the departures worth taking, and their percentiles | – | O(entries log entries) |
//!
//! Here n counts nodes, m arcs and c connections (one trip from one stop to the next).
//!
//! # How to use them
//! Each kernel has up to three stages, and each stage is a type: **build** a structure ([`graph::Csr`],
//! [`timetable::Timetable`]; immutable, shared between threads), **prepare** it where a search wants more
//! ([`csa::ProfileIndex`]), then **ask** with a buffer that every thread keeps for itself
//! ([`dijkstra::Dijkstra`], [`csa::ProfileSearch`], [`raptor::RaptorSearch`]).
//!
//! # What holds everywhere
//! - `u32` in, `u32` out in searches: indices count from 0, weights and times are whole seconds. [`queue`] and
//!   [`running_time`] are formulae over `f64`.
//! - [`UNREACHED`](graph::UNREACHED) (`u32::MAX`) means "no path"; as a weight it means "closed". Sums saturate, so an
//!   absent link never wraps round to a shortcut.
//! - The same input gives the same output; ties are broken by a rule that each file states.
//! - Profile and round-based search agree exactly, journeys with at most k trips included: [`csa`] and [`raptor`]
//!   read the same [`timetable::Timetable`] under the same rules of boarding, and random timetables hold them to it.

pub mod a_star;
pub mod bidirectional;
pub mod cch;
pub mod contour;
pub mod csa;
pub mod departures;
pub mod dijkstra;
pub mod fastest;
pub mod free_paths;
pub mod graph;
mod lanes;
pub mod layers;
pub mod lockage;
pub mod max_flow;
pub mod near;
pub mod queue;
pub mod raptor;
pub mod running_time;
pub mod timetable;
pub mod window_index;
pub mod window_scan;
pub mod window_times;

#[cfg(test)]
mod small_graphs;
#[cfg(test)]
mod testing;
