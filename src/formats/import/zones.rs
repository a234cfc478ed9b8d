//! Places of a network from elsewhere, put on its road nodes.

use super::Draft;
use crate::diagnostic::{Problems, SourceText};
use crate::formats::table::{Dialect, Latitude, Longitude, NonNegative, Schema, Table};
use crate::index::{NodeIdx, ZoneIdx};
use crate::network::{FacilityType, LinkUse, NodeType, Position, Provenance, Role, Zone, ZoneType};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A place people live in.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// `zone_id`.
    pub id: String,
    /// Name, local script.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// What division it is most like.
    pub zone_type: ZoneType,
    /// Its centre.
    pub position: Position,
    /// How many live there, where that is known.
    pub population: Option<f64>,
    /// Where this is from.
    pub provenance: Provenance,
}

impl Settlement {
    /// As a zone of the study area.
    pub fn zone(self) -> Zone {
        let population = self.population.map(|people| ("population".to_owned(), people));
        Zone {
            id: self.id,
            name: self.name,
            name_en: self.name_en,
            pinyin: String::new(),
            super_zone: None,
            zone_type: self.zone_type,
            role: Role::Core,
            position: self.position,
            opportunities: population.into_iter().collect::<BTreeMap<_, _>>(),
            provenance: self.provenance,
        }
    }
}

/// Makes the nearest road node of each zone, that is no other's, its own.
pub fn put_on_roads(draft: &mut Draft, zones: &[Zone]) {
    let mut on_road = BTreeSet::new();
    for link in draft.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Car)) {
        if link.facility_type != FacilityType::Expressway {
            on_road.extend([link.from, link.to]);
        }
    }
    let points = on_road.iter().map(|node| {
        let position = draft.nodes[node.at()].position;
        GeomWithData::new(flat(position), *node)
    });
    let tree = RTree::bulk_load(points.collect());
    let mut taken: BTreeSet<NodeIdx> = BTreeSet::new();
    for (at, zone) in zones.iter().enumerate() {
        let mut near = tree.nearest_neighbor_iter(flat(zone.position)).map(|entry| entry.data);
        let Some(node) = near.find(|node| !taken.contains(node)) else { return };
        taken.insert(node);
        let node = &mut draft.nodes[node.at()];
        node.zone = Some(ZoneIdx::new(at));
        node.node_type = NodeType::Town;
        node.name.clone_from(&zone.name);
        node.name_en.clone_from(&zone.name_en);
    }
}

/// Degrees with those of longitude as short as they are at the latitude.
fn flat(position: Position) -> [f64; 2] {
    [position.lon * position.lat.to_radians().cos(), position.lat]
}

const ZONES: Schema = Schema {
    file: "zones.csv",
    required: &["zone_id", "x_coord", "y_coord"],
    optional: &["name", "name_en", "zone_type", "population"],
    needs_rows: true,
    dialect: Dialect::Tongqu,
};

/// Reads a table of zones: `zone_id,x_coord,y_coord`, and `name,name_en,zone_type,population` where they are known.
///
/// # Errors
/// Every problem of the table, with line and column.
pub fn read(source: Arc<SourceText>, provenance: &Provenance) -> Result<Vec<Zone>, Problems> {
    let mut problems = Problems::new();
    let table = Table::parse(source, &ZONES, &mut problems);
    let mut zones = Vec::new();
    for row in table.iter().flat_map(Table::whole_rows) {
        let id: Option<String> = problems.note(row.get("zone_id"));
        let lon: Option<Longitude> = problems.note(row.get("x_coord"));
        let lat: Option<Latitude> = problems.note(row.get("y_coord"));
        let people: Option<Option<NonNegative>> = problems.note(row.get("population"));
        let zone_type: Option<Option<ZoneType>> = problems.note(row.get("zone_type"));
        let (Some(id), Some(lon), Some(lat), Some(people), Some(zone_type)) =
            (id, lon, lat, people, zone_type)
        else {
            continue;
        };
        let name = Some(row.text("name")).filter(|name| !name.is_empty()).unwrap_or(&id).to_owned();
        let place = Settlement {
            name,
            id,
            name_en: row.text("name_en").to_owned(),
            zone_type: zone_type.unwrap_or(ZoneType::County),
            position: Position { lon: lon.0, lat: lat.0 },
            population: people.map(|people| people.0),
            provenance: provenance.clone(),
        };
        zones.push(place.zone());
    }
    problems.or(zones)
}
