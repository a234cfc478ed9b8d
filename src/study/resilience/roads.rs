//! Car times with roads closed.

use super::{ClosedTimes, Element, Times, Visit};
use crate::index::ZoneIdx;
use crate::network::{MissingParameter, Network};
use crate::supply::{RoadPairs, RoadPlaces, RoadTable, RoadTopology, RoadWeight, Roads};
use crate::units::Seconds;
use rayon::prelude::*;

/// The roads of a network, contracted once for all closures.
#[derive(Debug)]
pub(super) struct RoadCloser {
    roads: Roads,
    topology: RoadTopology,
    places: RoadPlaces,
}

impl RoadCloser {
    pub(super) fn new(network: &Network, zones: &[ZoneIdx]) -> Result<Self, MissingParameter> {
        let topology = RoadTopology::new([network]);
        let positions = zones.iter().map(|zone| network.zones[zone.at()].position).collect();
        let places = RoadPlaces::new(&topology, positions);
        Ok(Self { roads: Roads::new(network)?, topology, places })
    }

    /// Times with nothing closed, and what `visit` makes of those with each of the elements closed: rows that a closed road
    /// cannot touch are taken over.
    pub(super) fn each<R: Send>(
        &self,
        network: &Network,
        closures: &[&Element],
        visit: &Visit<'_, R>,
    ) -> (Times, Vec<R>) {
        let metric = self
            .topology
            .metric(network, &self.roads)
            .expect("the topology was made of this network");
        let pairs = RoadPairs::new(&self.places, &self.places);
        let table = metric.table(&pairs, RoadWeight::Time);
        let open = times(&table, self.places.len());
        let close = |(at, element): (usize, &&Element)| {
            let closed = metric.closing(network, &self.roads, &element.links);
            let table = closed.table_after(&pairs, &metric, &table).0;
            let times =
                ClosedTimes { times: times(&table, self.places.len()), withdrawn: 0, later: 0 };
            visit(at, &times, &open)
        };
        let found = closures.par_iter().enumerate().map(close).collect();
        (open, found)
    }
}

/// Row by row; none from a zone to itself.
fn times(table: &RoadTable, zones: usize) -> Vec<Option<Seconds>> {
    let pairs = (0..zones).flat_map(|from| (0..zones).map(move |to| (from, to)));
    pairs.map(|(from, to)| table.time(from, to).filter(|_| from != to)).collect()
}
