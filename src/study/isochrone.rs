//! How far one comes from a place in so many minutes: over ground, people and counties.

use crate::index::{StopIdx, ZoneIdx};
use crate::kernels::contour::{Field, Polygon, Ring};
use crate::network::grid::Grid;
use crate::network::{MissingParameter, Network, Position, Role};
use crate::skims::{Leaving, PlaceTimes, Services, TravelMode, place_times};
use crate::supply::{LinkIndex, RoadPlaces, RoadTopology, Roads};
use crate::units::Seconds;

/// Where an isochrone starts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Start {
    /// The centre of a zone, joined to the roads as in all comparisons.
    Zone(ZoneIdx),
    /// A stop: rides start on its platform, and what lies around it is reached from where it stands.
    Stop(StopIdx),
    /// A point anywhere, joined to the nearest link too.
    Point(Position),
}

impl Start {
    /// Where it is.
    pub fn position(self, network: &Network) -> Position {
        match self {
            Self::Zone(zone) => network.zones[zone.at()].position,
            Self::Stop(stop) => network.transit.stops[stop.at()].position,
            Self::Point(position) => position,
        }
    }
}

/// From where, by what and when.
#[derive(Debug, Clone, PartialEq)]
pub struct IsochroneQuery {
    /// From where.
    pub start: Start,
    /// By what.
    pub mode: TravelMode,
    /// When.
    pub leaving: Leaving,
    /// Places that are farther may count as unreached.
    pub limit: Option<Seconds>,
}

/// Times from a place to the cells of a grid and to all zones.
#[derive(Debug, Clone, PartialEq)]
pub struct Isochrones {
    /// To the cells, in their order; none where there is no journey.
    pub cells: Vec<Option<Seconds>>,
    /// To the zones.
    pub zones: Vec<Option<Seconds>>,
}

impl Isochrones {
    /// In a network whose roads are in a topology. Cells are joined to the nearest link, with the way to it.
    ///
    /// # Errors
    /// If `mode.csv` lacks a parameter.
    pub fn new(
        network: &Network,
        topology: &RoadTopology,
        grid: &Grid,
        query: &IsochroneQuery,
    ) -> Result<Self, MissingParameter> {
        let start = query.start;
        let roads = Roads::new(network)?;
        let metric =
            topology.metric(network, &roads).expect("the topology has the network's roads");
        let links = LinkIndex::new(network, &metric);
        let place = RoadPlaces::new(topology, vec![start.position(network)])
            .joined_to_links(&links, |_| matches!(start, Start::Point(_)));
        let cells = grid.cells().iter().map(|cell| cell.position).collect();
        let zones = network.zones.iter().map(|zone| zone.position).collect();
        let points = RoadPlaces::new(topology, cells)
            .joined_to_links(&links, |_| true)
            .followed_by(RoadPlaces::new(topology, zones));
        let services = Services::new(network, &roads, &metric, query.mode)?;
        let question = PlaceTimes {
            network,
            metric: &metric,
            services: services.as_ref(),
            place: &place,
            stop: if let Start::Stop(stop) = start { Some(stop) } else { None },
            leaving: &query.leaving,
            limit: query.limit,
        };
        let mut cells = place_times(&question, &points)?;
        let zones = cells.split_off(grid.cells().len());
        Ok(Self { cells, zones })
    }

    /// What is within each limit.
    pub fn bands(&self, network: &Network, grid: &Grid, limits: &[Seconds]) -> Vec<Band> {
        let value = |at: usize| {
            let cell = grid.at(at % grid.columns(), at / grid.columns())?;
            self.cells[cell].map(|time| f64::from(time.0))
        };
        let values: Vec<Option<f64>> = (0..grid.columns() * grid.rows()).map(value).collect();
        let field = Field { columns: grid.columns(), values: &values };
        limits.iter().map(|limit| self.band(network, grid, &field, *limit)).collect()
    }

    fn band(&self, network: &Network, grid: &Grid, field: &Field<'_>, limit: Seconds) -> Band {
        let is_within = |time: &Option<Seconds>| time.is_some_and(|time| time <= limit);
        let areas = field.at_most(f64::from(limit.0));
        let square = grid.size().0 * grid.size().0;
        let people = grid.cells().iter().zip(&self.cells).filter(|(_, time)| is_within(time));
        let zones = (0..network.zones.len()).map(ZoneIdx::new).filter(|zone| {
            network.zones[zone.at()].role == Role::Core && !network.is_aggregate(*zone)
        });
        Band {
            limit,
            square_kilometres: areas.iter().map(Polygon::area).sum::<f64>() * square,
            people: people.map(|(cell, _)| cell.people).sum(),
            counties: zones.filter(|zone| is_within(&self.zones[zone.at()])).collect(),
            areas: areas.iter().map(|area| Area::on_ground(area, grid)).collect(),
        }
    }
}

/// An area on the ground; outer rings run against the clock, holes with it, and no corner is repeated.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Around it.
    pub outer: Vec<Position>,
    /// What is left out.
    pub holes: Vec<Vec<Position>>,
}

impl Area {
    fn on_ground(area: &Polygon, grid: &Grid) -> Self {
        let ring = |ring: &Ring| ring.iter().map(|at| grid.to_place(*at)).collect();
        Self { outer: ring(&area.outer), holes: area.holes.iter().map(ring).collect() }
    }
}

/// What is within so much time, in the study area.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// The time; it is itself within.
    pub limit: Seconds,
    /// Where: from the times at the cells' centres, linear between them.
    pub areas: Vec<Area>,
    /// Their size.
    pub square_kilometres: f64,
    /// People of the cells whose centre is within.
    pub people: f64,
    /// Counties and districts of the study area whose centre is within.
    pub counties: Vec<ZoneIdx>,
}
