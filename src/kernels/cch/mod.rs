//! Customisable contraction hierarchies: prepare a graph once, then weigh it anew for every variant.
//!
//! | stage | type | depends on | answers |
//! |---|---|---|---|
//! | order | [`inertial_flow_order`] | graph, coordinates | which nodes matter least |
//! | contract | [`Cch`] | graph, order | |
//! | customise | [`Metric`], [`Updater`], [`PrunedMetric`] | weights of one or several variants | |
//! | lay out | [`Hierarchy`], [`Targets`] | one variant | |
//! | query | [`Query`] | | one distance, one path |
//! | | [`Sweep`] | | sixteen sources to all |
//! | | [`matrix`] | | many to many |
//! | | [`Places`], [`place_matrix`] | | the same between places beside the graph |
//! | | [`Baseline`], [`Alternative`] | two variants | what a change touches |
//!
//! Paper: Dibbelt, Strasser, Wagner 2016, "Customizable Contraction Hierarchies", doi 10.1145/2886843.
//!
//! # How to think about it
//! Variants of one network are weight vectors of one graph: it holds every arc of every variant, and an arc that a
//! variant lacks weighs [`UNREACHED`]. So the order and the shortcuts are found once, and triangles of shortcuts are
//! enumerated once for as many variants as are customised together.
//!
//! # What holds everywhere
//! - Nodes and input arcs are numbered from 0 as they were given; parallel arcs, loops and lone nodes are allowed.
//! - Distances of 2³¹ − 1 or more count as no path.
//! - Results do not depend on the number of threads or on the processor.

#![expect(
    clippy::inline_always,
    reason = "only inlined code is compiled for the vectors of `lanes`"
)]

mod contraction;
mod customization;
mod delta;
mod hierarchy;
mod inputs;

mod many_to_many;
mod min_cut;
mod min_degree;
mod one_to_all;
mod order;
mod part;
mod perfect;
mod places;
mod query;
mod triangles;
mod undirected;
mod update;

pub use contraction::Cch;
pub use customization::Metric;
pub use delta::{Alternative, Baseline, Change};
pub use hierarchy::Hierarchy;
pub use many_to_many::matrix;
pub use one_to_all::{LANES, Lanes, Sweep, Targets};
pub use order::inertial_flow_order;
pub use perfect::PrunedMetric;
pub use places::{PlaceTargets, Places, place_matrix};
pub use query::Query;
pub use update::Updater;

use super::graph::UNREACHED;

/// No path is as long as this; twice this fits in 32 bits.
const INFINITE: u32 = u32::MAX / 2;

/// The direction of an arc from its lower to its higher end.
const UP: usize = 0;
/// The direction of an arc from its higher to its lower end.
const DOWN: usize = 1;

#[cfg(test)]
mod testing;
