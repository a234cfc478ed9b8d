//! The points that a matrix is between.

use crate::cli::Failure;
use crate::cli::input;
use crate::diagnostic::{Problem, Problems};
use crate::formats::points::{PointRow, Site, read_points};
use crate::index::StopIdx;
use crate::network::{Gazetteer, Kind, Network, Place, Position};
use std::path::Path;

/// A point of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct End {
    pub(super) id: String,
    pub(super) position: Position,
    /// Whether it is a point of the user's own, which may stand beside any road; the places of the network are reached
    /// as in all other commands.
    pub(super) is_point: bool,
    /// The stop it is, if it is one.
    pub(super) stop: Option<StopIdx>,
}

/// What an argument names: `zones`, or a file of points.
pub(super) fn ends(
    network: &Network,
    gazetteer: &Gazetteer,
    name: &Path,
) -> Result<Vec<End>, Failure> {
    if name == Path::new("zones") {
        let zones = network.zones.iter();
        return Ok(zones
            .map(|zone| End {
                id: zone.id.clone(),
                position: zone.position,
                is_point: false,
                stop: None,
            })
            .collect());
    }
    let (_, text) = input::read_text(name)?;
    let rows = read_points(&name.display().to_string(), &text)?;
    let mut problems = Problems::new();
    let found = rows
        .into_iter()
        .filter_map(|row| problems.note(end(network, gazetteer, row)))
        .collect::<Vec<_>>();
    Ok(problems.or(found)?)
}

fn end(network: &Network, gazetteer: &Gazetteer, row: PointRow) -> Result<End, Problem> {
    let name = match row.site {
        Site::Position(position) => {
            return Ok(End { id: row.id, position, is_point: true, stop: None });
        }
        Site::Place(name) => name,
    };
    let place = gazetteer.find(&name, &[Kind::Zone, Kind::Stop]).map_err(|error| {
        Problem::error("unknown-place", error.to_string())
            .at(row.at)
            .help("lon and lat, or a place in Chinese, English, pinyin or by its id")
    })?;
    let position = match place {
        Place::Zone(zone) => network.zones[zone.at()].position,
        Place::Stop(stop) => network.transit.stops[stop.at()].position,
        Place::Node(node) => network.nodes[node.at()].position,
    };
    let stop = if let Place::Stop(stop) = place { Some(stop) } else { None };
    Ok(End { id: row.id, position, is_point: false, stop })
}
