//! Random timetables and a brute force over every event, for the tests of the searches.

use super::csa::Lanes;
use super::graph::UNREACHED;
use super::timetable::{StopTime, Timetable, TimetableBuilder};
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::ops::Range;

/// A small timetable with all that is hard: hops of no length, overtaking, loops, footpaths, midnight,
/// visits where one may not board or alight.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) minimum_change: Vec<u32>,
    pub(super) trips: Vec<Vec<StopTime>>,
    /// By trip and index: whether one may board and alight.
    pub(super) open: Vec<Vec<(bool, bool)>>,
    pub(super) footpaths: Vec<(u32, u32, u32)>,
    pub(super) access: Vec<(u32, u32)>,
    pub(super) egress: Vec<(u32, u32)>,
    pub(super) window: Range<u32>,
    /// The least second that anything happens at.
    pub(super) start: u32,
}

impl Case {
    pub(super) fn timetable(&self) -> Timetable {
        let mut builder = TimetableBuilder::new(self.minimum_change.clone());
        for (trip, open) in self.trips.iter().zip(&self.open) {
            let trip = builder.trip(trip);
            for (index, (boards, alights)) in open.iter().enumerate() {
                if !boards {
                    builder.close_boarding(trip, index);
                }
                if !alights {
                    builder.close_alighting(trip, index);
                }
            }
        }
        for &(from, to, seconds) in &self.footpaths {
            builder.footpath(from, to, seconds);
        }
        builder.build()
    }

    /// Every departure worth asking for.
    pub(super) fn departures(&self) -> Range<u32> {
        self.start.saturating_sub(6)..self.start + 36
    }
}

/// Few stops and small numbers, so that ties are common.
pub(super) fn cases() -> impl Strategy<Value = Case> {
    (2_u32..6, prop_oneof![Just(0_u32), Just(86_385)]).prop_flat_map(|(stops, start)| {
        let sequences = vec(vec(0..stops, 2..6), 1..4);
        let trips = vec((0_usize..3, 0_u32..30, vec((brief(), brief()), 6)), 1..9);
        // In half of the cases one may board and alight everywhere.
        let open = prop_oneof![
            Just(vec![vec![(true, true); 6]; 9]),
            vec(vec((prop::bool::weighted(0.8), prop::bool::weighted(0.8)), 6), 9),
        ];
        let legs = || vec((0..stops, 0_u32..5), 1..4);
        let window = prop_oneof![
            2 => Just(0..UNREACHED),
            1 => (0_u32..10, 10_u32..40).prop_map(move |(from, until)| start + from..start + until),
        ];
        let changes = prop_oneof![vec(0_u32..4, stops as usize), vec(1_u32..4, stops as usize)];
        (
            sequences,
            (trips, open),
            changes,
            vec((0..stops, 0..stops, 0_u32..5), 0..5),
            legs(),
            legs(),
            window,
        )
            .prop_map(
                move |(sequences, trips, minimum_change, footpaths, access, egress, window)| {
                    let (trips, mut open) = trips;
                    let trips: Vec<Vec<StopTime>> = trips
                        .iter()
                        .map(|(sequence, leaves, times)| {
                            lay_trip(&sequences[sequence % sequences.len()], start + leaves, times)
                        })
                        .collect();
                    open.truncate(trips.len());
                    for (open, trip) in open.iter_mut().zip(&trips) {
                        open.truncate(trip.len());
                    }
                    Case { minimum_change, trips, open, footpaths, access, egress, window, start }
                },
            )
    })
}

/// Some cases of a fixed seed.
pub(super) fn sample(count: usize) -> Vec<Case> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| cases().new_tree(&mut runner).unwrap().current()).collect()
}

fn brief() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0_u32), 0_u32..6]
}

fn lay_trip(stops: &[u32], leaves: u32, times: &[(u32, u32)]) -> Vec<StopTime> {
    let mut clock = leaves;
    let visits = stops.iter().zip(times).map(|(&stop, &(hop, dwell))| {
        let visit = StopTime { stop, arrival: clock, departure: clock + dwell };
        clock += dwell + hop;
        visit
    });
    visits.collect()
}

/// Every event of a case as a graph: riding costs 0, boarding 1, so distances count trips.
pub(super) struct BruteForce<'a> {
    case: &'a Case,
    graph: DiGraph<(), u32>,
    /// By trip and index: (about to depart, just arrived).
    events: Vec<Vec<(NodeIndex, NodeIndex)>>,
}

impl<'a> BruteForce<'a> {
    pub(super) fn new(case: &'a Case) -> Self {
        let mut graph = DiGraph::new();
        let mut node = |_: &StopTime| (graph.add_node(()), graph.add_node(()));
        let events = case.trips.iter().map(|trip| trip.iter().map(&mut node).collect()).collect();
        let mut brute = Self { case, graph, events };
        brute.add_rides();
        brute.add_changes();
        brute
    }

    /// The earliest arrivals at the target with at most 1, 2, … trips.
    pub(super) fn arrivals(&self, departure: u32, egress: &[(u32, u32)]) -> Lanes {
        let mut graph = self.graph.clone();
        let source = graph.add_node(());
        for &(stop, seconds) in &self.case.access {
            for node in self.boardings(stop, departure + seconds) {
                graph.add_edge(source, node, 1);
            }
        }
        let trips_to = petgraph::algo::dijkstra(&graph, source, None, |edge| *edge.weight());
        let mut lanes = [UNREACHED; 8];
        for (trip, visits) in self.case.trips.iter().enumerate() {
            for (index, visit) in visits.iter().enumerate() {
                let Some(&trips) = trips_to.get(&self.events[trip][index].1) else { continue };
                if !self.case.open[trip][index].1 {
                    continue;
                }
                for &(_, seconds) in egress.iter().filter(|leg| leg.0 == visit.stop) {
                    for lane in lanes.iter_mut().skip(trips as usize - 1) {
                        *lane = (*lane).min(visit.arrival + seconds);
                    }
                }
            }
        }
        lanes
    }

    fn add_rides(&mut self) {
        for (visits, events) in self.case.trips.iter().zip(&self.events) {
            for index in 0..visits.len() {
                self.graph.add_edge(events[index].1, events[index].0, 0);
                if index + 1 < visits.len() && self.case.window.contains(&visits[index].departure) {
                    self.graph.add_edge(events[index].0, events[index + 1].1, 0);
                }
            }
        }
    }

    fn add_changes(&mut self) {
        for (trip, visits) in self.case.trips.iter().enumerate() {
            for (index, visit) in
                visits.iter().enumerate().filter(|(at, _)| self.case.open[trip][*at].1)
            {
                let here = (visit.stop, visit.stop, self.case.minimum_change[visit.stop as usize]);
                for &(_, to, seconds) in
                    self.case.footpaths.iter().chain([&here]).filter(|path| path.0 == visit.stop)
                {
                    for node in self.boardings(to, visit.arrival + seconds) {
                        self.graph.add_edge(self.events[trip][index].1, node, 1);
                    }
                }
            }
        }
    }

    fn boardings(&self, stop: u32, ready: u32) -> Vec<NodeIndex> {
        let mut found = Vec::new();
        for ((visits, events), open) in
            self.case.trips.iter().zip(&self.events).zip(&self.case.open)
        {
            for ((visit, event), (boards, _)) in visits.iter().zip(events).zip(open) {
                if *boards && visit.stop == stop && visit.departure >= ready {
                    found.push(event.0);
                }
            }
        }
        found
    }
}
