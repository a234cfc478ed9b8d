//! The tracks of a network and the trains on them.

use super::super::editor::Published;
use super::super::rail::{Passage, RailGraph};
use crate::index::NodeIdx;
use crate::kernels::free_paths::{Limits, Occupation, Path, Rule, Use};
use crate::network::{Link, Network, RouteClass, Trip};
use crate::units::Seconds;
use std::collections::{BTreeMap, BTreeSet};

/// On longer links there are stations that the tables leave out, where one train can overtake another.
const LONG_LINK_KM: f64 = 100.0;

/// The way between two stations: each track in order, with the share of the time that has passed at its end.
type Way = Vec<(u32, f64)>;

/// Tracks, one for each direction of a link, and who is on them when.
///
/// Where a train is between two calls is told by the time at the links' free speeds. A link of one track is taken for two: the
/// tables do not have the stations between where trains of opposite directions meet.
pub(super) struct Tracks<'b> {
    published: Published<'b>,
    rail: BTreeMap<(RouteClass, Over), RailGraph>,
    ways: BTreeMap<(RouteClass, Over, NodeIdx, NodeIdx), Way>,
    occupation: Occupation,
    /// By link, whether there is a headway to keep on it.
    has_headway: Vec<bool>,
}

impl<'b> Tracks<'b> {
    /// Of a network, without trains. `rail` may hold its railway as trains of a class run over it.
    pub(super) fn new(
        network: &Network,
        published: Published<'b>,
        rail: BTreeMap<RouteClass, RailGraph>,
    ) -> Self {
        let headway = |link: &Link| {
            network.modes.value_for("rail", "minimum_headway", link.facility_type).ok()
        };
        let headways: Vec<Option<f64>> = network.links.iter().map(headway).collect();
        let rule = |(link, headway): (&Link, &Option<f64>)| Rule {
            separation: Seconds::from_minutes_f64(headway.unwrap_or(0.0)).0,
            can_overtake: link.length.0 > LONG_LINK_KM,
        };
        let rules = network.links.iter().zip(&headways).map(rule).flat_map(|rule| [rule; 2]);
        let rail = rail.into_iter().map(|(class, graph)| ((class, Over::All), graph)).collect();
        Self {
            published,
            rail,
            ways: BTreeMap::new(),
            occupation: Occupation::new(Seconds::DAY.0, rules.collect()),
            has_headway: headways.iter().map(Option::is_some).collect(),
        }
    }

    /// Puts a train on the tracks it runs over; other trips run over none.
    pub(super) fn occupy(&mut self, network: &Network, trip: &Trip) {
        let uses = self.uses(network, trip);
        for hop in &uses {
            self.occupation.add(hop);
        }
    }

    /// The path at the least cost by which a train keeps the headway to all that are on the tracks.
    pub(super) fn free_path(
        &mut self,
        network: &Network,
        trip: &Trip,
        limits: &Limits,
    ) -> Option<Path> {
        let uses = self.uses(network, trip);
        self.occupation.least_path(&uses, limits)
    }

    /// The tracks a train runs over and when, from stop to stop. Where its way is not known it is on none.
    fn uses(&mut self, network: &Network, trip: &Trip) -> Vec<Vec<Use>> {
        let class = network.transit.class(trip);
        let mut uses = Vec::new();
        if !class.is_rail() {
            return uses;
        }
        let over = if trip.project.is_none() { Over::Usual } else { Over::All };
        let nodes = |call: usize| network.transit.stops[trip.stop_times[call].stop.at()].node;
        for (at, pair) in trip.stop_times.windows(2).enumerate() {
            let mut hop = Vec::new();
            let Some((from, to)) = nodes(at).zip(nodes(at + 1)) else {
                uses.push(hop);
                continue;
            };
            let start = pair[0].departure.0;
            let time = f64::from((pair[1].arrival - pair[0].departure).0);
            let mut enter = start;
            for &(track, share) in self.way(network, (class, over), from, to) {
                let leave = start + (time * share).round() as u32;
                hop.push(Use { resource: track, enter, leave });
                enter = leave;
            }
            hop.retain(|each| self.has_headway[each.resource as usize / 2]);
            uses.push(hop);
        }
        uses
    }

    fn way(
        &mut self,
        network: &Network,
        (class, over): (RouteClass, Over),
        from: NodeIdx,
        to: NodeIdx,
    ) -> &Way {
        let (rail, published) = (&mut self.rail, self.published);
        self.ways.entry((class, over, from, to)).or_insert_with(|| {
            let graph =
                rail.entry((class, over)).or_insert_with(|| over.graph(network, class, published));
            let passages = graph.way(from, to).map(|way| way.passages()).unwrap_or_default();
            passages.into_iter().map(|(passage, share)| (track(passage), share)).collect()
        })
    }
}

/// Which links a train may run over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Over {
    /// Those that the timetable was made for: its trains do not move to a line that a project adds.
    Usual,
    /// All.
    All,
}

impl Over {
    fn graph(self, network: &Network, class: RouteClass, published: Published<'_>) -> RailGraph {
        if self == Self::All {
            return RailGraph::new(network, class);
        }
        let base: BTreeSet<&str> =
            published.base.links.iter().map(|link| link.id.as_str()).collect();
        RailGraph::over(network, class, |link| {
            let project = link.project.as_ref();
            base.contains(link.id.as_str())
                || project.is_none_or(|project| published.projects.contains(project))
        })
    }
}

fn track(Passage { link, is_back }: Passage) -> u32 {
    link.0 * 2 + u32::from(is_back)
}
