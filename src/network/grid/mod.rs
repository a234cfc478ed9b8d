//! A grid of square cells over the study area, and its people.
//!
//! - Cells are squares on an equal-area plane ([`EqualArea`]), their edges at whole multiples of their size.
//! - A cell belongs to the zone whose centre is nearest to its own; zones with parts have no cells. It is in the grid if that
//!   zone is of the study area, its centre at most [`REACH`] away, and if it is at most [`MARGIN`] outside the convex hull of
//!   the study area's centres: networks have no boundaries.
//! - A zone's people are spread over its cells with a density that falls exponentially with the distance from its centre,
//!   after Clark (1951), *Urban Population Densities*, doi 10.2307/2981088, by a factor e each [`FALL`]. Cells hold whole
//!   people, and those of a zone's cells sum to the zone's population exactly. A zone so small that no cell is its own has
//!   its people in the grid's cell nearest to its centre.

mod projection;

pub use projection::EqualArea;

use super::{Network, Position, Role};
use crate::index::ZoneIdx;
use crate::units::Kilometres;
use geo::{ConvexHull, Distance, Euclidean, MultiPoint, Point, Polygon};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How far a cell may be from the centre of its zone.
pub const REACH: Kilometres = Kilometres(40.0);
/// How far a cell may be outside the convex hull of the centres.
pub const MARGIN: Kilometres = Kilometres(15.0);
/// The distance on which the density of people falls by a factor e.
pub const FALL: Kilometres = Kilometres(15.0);
/// More cells than this are no help to anybody.
const MOST: f64 = 250_000.0;

/// A square of ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GridCell {
    /// From the west, 0 first.
    pub column: usize,
    /// From the north, 0 first.
    pub row: usize,
    /// Its centre.
    pub position: Position,
    /// The zone it belongs to.
    pub zone: ZoneIdx,
    /// Its people.
    pub people: f64,
}

/// Square cells over the study area.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    projection: EqualArea,
    size: f64,
    /// The north-west corner on the plane.
    corner: (f64, f64),
    columns: usize,
    rows: usize,
    cells: Vec<GridCell>,
    /// By row and column.
    index: Vec<Option<u32>>,
}

/// Why there is no grid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GridError {
    /// Nothing to lay it over.
    #[error("no zone of the network is of the study area")]
    NoZones,
    /// Not a size, or one that gives too few or too many cells.
    #[error("cells of {0} km are too {1} for the study area")]
    Size(f64, &'static str),
}

impl Grid {
    /// Over the zones of the study area.
    ///
    /// # Errors
    /// If there are none, or cells of the size would be none or too many.
    pub fn new(network: &Network, size: Kilometres) -> Result<Self, GridError> {
        let zones = Zones::new(network).ok_or(GridError::NoZones)?;
        let (west, south, east, north) = zones.bounds();
        let size = size.0;
        let count = (east - west) / size * ((north - south) / size);
        if size.is_nan() || size <= 0.0 || count > MOST {
            return Err(GridError::Size(size, "small"));
        }
        let corner = ((west / size).floor() * size, (north / size).ceil() * size);
        let mut grid = Self {
            projection: zones.projection,
            size,
            corner,
            columns: ((east - corner.0) / size).ceil() as usize,
            rows: ((corner.1 - south) / size).ceil() as usize,
            cells: Vec::new(),
            index: Vec::new(),
        };
        let squares = grid.rows * grid.columns;
        let owners: Vec<Option<ZoneIdx>> =
            (0..squares).into_par_iter().map(|at| zones.owner(grid.centre(at))).collect();
        for (at, owner) in owners.into_iter().enumerate() {
            grid.index.push(owner.map(|_| grid.cells.len() as u32));
            grid.cells.extend(owner.map(|zone| GridCell {
                column: at % grid.columns,
                row: at / grid.columns,
                position: grid.projection.to_place(grid.centre(at)),
                zone,
                people: 0.0,
            }));
        }
        if grid.cells.is_empty() {
            return Err(GridError::Size(size, "large"));
        }
        grid.spread(network, &zones);
        Ok(grid)
    }

    /// The cells, from the north-west, row by row.
    pub fn cells(&self) -> &[GridCell] {
        &self.cells
    }

    /// The cell of a column and row.
    pub fn at(&self, column: usize, row: usize) -> Option<usize> {
        if column >= self.columns {
            return None;
        }
        self.index.get(row * self.columns + column).copied().flatten().map(|at| at as usize)
    }

    /// Columns of the box around all cells.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Rows of the box around all cells.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Length of a cell's side.
    pub fn size(&self) -> Kilometres {
        Kilometres(self.size)
    }

    /// The plane it lies on.
    pub fn projection(&self) -> EqualArea {
        self.projection
    }

    /// The north-west corner of the box around all cells, in kilometres on the plane.
    pub fn corner(&self) -> (f64, f64) {
        self.corner
    }

    /// A point of the plane in columns and rows from the centre of the first cell: whole numbers are centres of cells.
    pub fn to_place(&self, (column, row): (f64, f64)) -> Position {
        self.projection.to_place(self.on_plane((column, row)))
    }

    fn on_plane(&self, (column, row): (f64, f64)) -> (f64, f64) {
        let (x, y) = self.corner;
        (x + (column + 0.5) * self.size, y - (row + 0.5) * self.size)
    }

    fn centre(&self, at: usize) -> (f64, f64) {
        self.on_plane(((at % self.columns) as f64, (at / self.columns) as f64))
    }

    fn spread(&mut self, network: &Network, zones: &Zones) {
        let mut people = vec![0.0; self.cells.len()];
        for own in self.own(network, zones) {
            let population = network.zones[own.zone.at()].opportunity("population");
            for (at, share) in own.cells.into_iter().zip(shares(population, &own.weights)) {
                people[at] += share;
            }
        }
        for (cell, people) in self.cells.iter_mut().zip(people) {
            cell.people = people;
        }
    }

    /// A numeric column of the study area's zones spread over their cells as people are, in broken parts. Nothing comes from
    /// zones that have no figure.
    pub fn opportunities(&self, network: &Network, column: &str) -> Vec<f64> {
        let mut values = vec![0.0; self.cells.len()];
        let Some(zones) = Zones::new(network) else { return values };
        for own in self.own(network, &zones) {
            let total = network.zones[own.zone.at()].opportunity(column);
            let all: f64 = own.weights.iter().sum();
            for (at, weight) in own.cells.into_iter().zip(&own.weights) {
                values[at] += total * weight / all;
            }
        }
        values
    }

    /// The cells that each zone of the study area is spread over.
    fn own(&self, network: &Network, zones: &Zones) -> Vec<OwnCells> {
        let mut own: BTreeMap<ZoneIdx, Vec<usize>> = zones
            .centres
            .iter()
            .filter(|zone| zone.is_core)
            .map(|z| (z.zone, Vec::new()))
            .collect();
        for (at, cell) in self.cells.iter().enumerate() {
            own.entry(cell.zone).or_default().push(at);
        }
        let weighed = |(zone, mut cells): (ZoneIdx, Vec<usize>)| {
            let centre = self.projection.to_plane(network.zones[zone.at()].position);
            let away = |at: usize| {
                let (x, y) = self.projection.to_plane(self.cells[at].position);
                (x - centre.0).hypot(y - centre.1)
            };
            if cells.is_empty() {
                let nearest = (0..self.cells.len()).min_by(|a, b| away(*a).total_cmp(&away(*b)));
                cells.extend(nearest);
                return OwnCells { zone, weights: vec![1.0; cells.len()], cells };
            }
            let weights = cells.iter().map(|at| (-away(*at) / FALL.0).exp()).collect();
            OwnCells { zone, cells, weights }
        };
        own.into_iter().map(weighed).collect()
    }
}

/// The cells of a zone and how its people and all else are shared among them.
struct OwnCells {
    zone: ZoneIdx,
    cells: Vec<usize>,
    weights: Vec<f64>,
}

/// A total in whole parts by weights; what is no whole of the total goes to the last. They sum to the total exactly, for
/// each is the difference of two neighbours of a row that ends with it.
fn shares(total: f64, weights: &[f64]) -> Vec<f64> {
    let all: f64 = weights.iter().sum();
    let mut sum = 0.0;
    let mut before = 0.0;
    let share = |(at, weight): (usize, &f64)| {
        sum += weight;
        let here = if at + 1 == weights.len() { total } else { (total * (sum / all)).floor() };
        let share = here - before;
        before = here;
        share
    };
    weights.iter().enumerate().map(share).collect()
}

/// A zone's centre on the plane.
struct Centre {
    zone: ZoneIdx,
    at: (f64, f64),
    is_core: bool,
}

/// The zones without parts.
struct Zones {
    projection: EqualArea,
    centres: Vec<Centre>,
    /// Around the centres of the study area.
    hull: Polygon<f64>,
}

impl Zones {
    fn new(network: &Network) -> Option<Self> {
        let own: Vec<ZoneIdx> = (0..network.zones.len())
            .map(ZoneIdx::new)
            .filter(|at| !network.is_aggregate(*at))
            .collect();
        let is_core = |zone: &ZoneIdx| network.zones[zone.at()].role == Role::Core;
        let core: Vec<Position> = own
            .iter()
            .filter(|zone| is_core(zone))
            .map(|zone| network.zones[zone.at()].position)
            .collect();
        let middle = |of: fn(&Position) -> f64| {
            let (low, high) = core
                .iter()
                .map(of)
                .fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)));
            f64::midpoint(low, high).round()
        };
        if core.is_empty() {
            return None;
        }
        let projection = EqualArea {
            central_meridian: middle(|at| at.lon),
            standard_parallel: middle(|at| at.lat),
        };
        let centre = |zone: ZoneIdx| Centre {
            zone,
            at: projection.to_plane(network.zones[zone.at()].position),
            is_core: is_core(&zone),
        };
        let points: MultiPoint<f64> =
            core.iter().map(|place| Point::from(projection.to_plane(*place))).collect();
        Some(Self {
            projection,
            centres: own.into_iter().map(centre).collect(),
            hull: points.convex_hull(),
        })
    }

    /// West, south, east and north of all that can be in the grid.
    fn bounds(&self) -> (f64, f64, f64, f64) {
        let reach = REACH.0.min(MARGIN.0);
        let core = self.centres.iter().filter(|centre| centre.is_core).map(|centre| centre.at);
        core.fold((f64::MAX, f64::MAX, f64::MIN, f64::MIN), |(west, south, east, north), (x, y)| {
            (west.min(x - reach), south.min(y - reach), east.max(x + reach), north.max(y + reach))
        })
    }

    /// The zone that a point of the plane belongs to, if it is in the grid.
    fn owner(&self, (x, y): (f64, f64)) -> Option<ZoneIdx> {
        let away = |centre: &Centre| (centre.at.0 - x).hypot(centre.at.1 - y);
        let nearest = self.centres.iter().min_by(|a, b| away(a).total_cmp(&away(b)))?;
        let is_near = nearest.is_core
            && away(nearest) <= REACH.0
            && Euclidean.distance(&Point::new(x, y), &self.hull) <= MARGIN.0;
        is_near.then_some(nearest.zone)
    }
}

#[cfg(test)]
mod tests;
