//! Areas of zones, from a file of the user's own.

use super::Position;
use crate::index::ZoneIdx;

/// A polygon: its outline against the clock, then its holes with it; the first corner of each is not repeated.
pub type AreaRings = Vec<Vec<Position>>;

/// Areas of zones.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Boundaries {
    /// Where they come from, for the credit of a figure: the name of the file.
    pub source: String,
    /// The polygons of every zone, in the order of the zones; none of a zone that the file does not have.
    pub areas: Vec<Vec<AreaRings>>,
}

impl Boundaries {
    /// The polygons of a zone.
    pub fn of(&self, zone: ZoneIdx) -> &[AreaRings] {
        self.areas.get(zone.at()).map_or(&[], Vec::as_slice)
    }

    /// How many zones have an area.
    pub fn zones(&self) -> usize {
        self.areas.iter().filter(|areas| !areas.is_empty()).count()
    }
}
