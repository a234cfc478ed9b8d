//! What a `highway` is taken for where its tags do not say more.
//!
//! Speeds are those a car keeps up by class in the car profile of OSRM (Open Source Routing Machine, `profiles/car.lua`); lanes
//! of a direction and capacity of a lane are those of `LinkProperties` in `MATSim`'s OSM network reader.

use crate::network::FacilityType;

/// Defaults of one value of `highway`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Class {
    /// The value.
    pub(super) highway: &'static str,
    /// What it is called in `link.csv`.
    pub(super) facility: FacilityType,
    /// km/h.
    pub(super) speed: f64,
    /// Of one direction.
    pub(super) lanes: f64,
    /// pcu/h of one lane.
    pub(super) capacity: f64,
    /// Who may use it where no tag says otherwise.
    pub(super) users: Users,
}

/// Who may use a kind of way where no tag says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Users {
    /// Cars, lorries and buses; nobody on foot.
    Motor,
    /// All.
    All,
    /// People on foot.
    Walk,
    /// Buses.
    Bus,
    /// Nobody, unless a tag names them.
    Nobody,
}

const fn class(
    highway: &'static str,
    facility: FacilityType,
    (speed, lanes, capacity): (f64, f64, f64),
    users: Users,
) -> Class {
    Class { highway, facility, speed, lanes, capacity, users }
}

use FacilityType::{Expressway, National, Provincial, Urban, Walkway};

pub(super) const CLASSES: [Class; 27] = [
    class("motorway", Expressway, (90.0, 2.0, 2000.0), Users::Motor),
    class("motorway_link", Expressway, (45.0, 1.0, 1500.0), Users::Motor),
    class("trunk", National, (85.0, 1.0, 2000.0), Users::All),
    class("trunk_link", National, (40.0, 1.0, 1500.0), Users::All),
    class("primary", Provincial, (65.0, 1.0, 1500.0), Users::All),
    class("primary_link", Provincial, (30.0, 1.0, 1500.0), Users::All),
    class("secondary", Urban, (55.0, 1.0, 800.0), Users::All),
    class("secondary_link", Urban, (25.0, 1.0, 800.0), Users::All),
    class("tertiary", Urban, (40.0, 1.0, 600.0), Users::All),
    class("tertiary_link", Urban, (20.0, 1.0, 600.0), Users::All),
    class("unclassified", Urban, (25.0, 1.0, 600.0), Users::All),
    class("residential", Urban, (25.0, 1.0, 600.0), Users::All),
    class("road", Urban, (25.0, 1.0, 600.0), Users::All),
    class("living_street", Urban, (10.0, 1.0, 300.0), Users::All),
    class("service", Urban, (15.0, 1.0, 300.0), Users::All),
    class("busway", Urban, (40.0, 1.0, 600.0), Users::Bus),
    class("bus_guideway", Urban, (40.0, 1.0, 600.0), Users::Bus),
    class("pedestrian", Walkway, (10.0, 1.0, 300.0), Users::Walk),
    class("footway", Walkway, (10.0, 1.0, 300.0), Users::Walk),
    class("path", Walkway, (10.0, 1.0, 300.0), Users::Walk),
    class("steps", Walkway, (10.0, 1.0, 300.0), Users::Walk),
    class("corridor", Walkway, (10.0, 1.0, 300.0), Users::Walk),
    class("track", Urban, (15.0, 1.0, 300.0), Users::Walk),
    class("cycleway", Walkway, (10.0, 1.0, 300.0), Users::Nobody),
    class("bridleway", Walkway, (10.0, 1.0, 300.0), Users::Nobody),
    class("ferry", Urban, (5.0, 1.0, 300.0), Users::All),
    class("shuttle_train", Urban, (10.0, 1.0, 300.0), Users::Motor),
];

/// The class of a value of `highway`, or of `route` for ferries and car trains.
pub(super) fn class_of(value: &str) -> Option<&'static Class> {
    CLASSES.iter().find(|class| class.highway == value)
}

/// The most km/h a surface allows, after the same profile of OSRM.
pub(super) fn surface_limit(surface: &str) -> Option<f64> {
    match surface {
        "gravel" | "fine_gravel" | "grass_paver" => Some(45.0),
        "unpaved" | "ground" | "dirt" | "grass" | "pebblestone" | "cobblestone" => Some(30.0),
        "clay" => Some(20.0),
        "sand" | "earth" | "mud" => Some(15.0),
        _ => None,
    }
}
