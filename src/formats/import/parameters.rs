//! The rows of `mode.csv` of a network from elsewhere: judgements, all of them, to be replaced by those of the place.

use super::{ESTIMATE, provenance};
use crate::network::{Confidence, FacilityType, ModeParameters, ParameterRow};

/// How zones reach the roads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Street by street: the way from a zone to its nearest node is some hundred metres of slow streets.
    Streets,
    /// Each zone is a node of the network, and nobody gets on anywhere else.
    Centroids,
}

impl Access {
    /// km/h of the straight connectors, and why.
    fn connector_speed(self) -> (f64, &'static str) {
        match self {
            Self::Streets => (
                10.0,
                "last few hundred metres over yards and lanes; slower than any street, so that streets are used",
            ),
            Self::Centroids => (
                0.001,
                "zones are nodes of the network; so slow that nobody gets on or off anywhere else",
            ),
        }
    }
}

type Row = (&'static str, &'static str, Option<FacilityType>, f64, &'static str);

const ROWS: [Row; 24] = [
    ("air", "minimum_change", None, 60.0, "min"),
    ("air", "station_entry", None, 75.0, "min"),
    ("air", "station_exit", None, 25.0, "min"),
    ("bus", "max_length", None, 15.0, "km"),
    ("bus", "speed", None, 20.0, "km/h"),
    ("bus", "wait", None, 10.0, "min"),
    ("coach", "minimum_change", None, 5.0, "min"),
    ("coach", "station_entry", None, 2.0, "min"),
    ("coach", "station_exit", None, 1.0, "min"),
    ("county_bus", "speed", None, 40.0, "km/h"),
    ("county_bus", "wait", None, 20.0, "min"),
    ("metro", "wait", None, 4.0, "min"),
    ("rail", "access_limit", None, 120.0, "min"),
    ("rail", "dwell", Some(FacilityType::ConventionalRail), 3.0, "min"),
    ("rail", "dwell", Some(FacilityType::HighSpeedRail), 2.0, "min"),
    ("rail", "minimum_change", None, 10.0, "min"),
    ("rail", "recovery_margin", Some(FacilityType::ConventionalRail), 8.0, "%"),
    ("rail", "recovery_margin", Some(FacilityType::HighSpeedRail), 5.0, "%"),
    ("rail", "station_entry", None, 10.0, "min"),
    ("rail", "station_exit", None, 5.0, "min"),
    ("taxi", "detour_factor", None, 1.3, "-"),
    ("taxi", "wait", None, 5.0, "min"),
    ("walk", "max_length", None, 2.0, "km"),
    ("walk", "speed", None, 5.0, "km/h"),
];

/// Every parameter a search needs. Cars keep up the `free_speed` of each link.
pub fn parameters(access: Access) -> ModeParameters {
    let (speed, why) = access.connector_speed();
    let row = |(mode, parameter, facility, value, unit): Row, note: &str| ParameterRow {
        mode: mode.to_owned(),
        parameter: parameter.to_owned(),
        facility_type: facility,
        free_speed: None,
        value,
        unit: unit.to_owned(),
        provenance: provenance(ESTIMATE, Confidence::Estimated, note),
    };
    let connector = row(("taxi", "connector_speed", None, speed, "km/h"), why);
    let rows =
        ROWS.into_iter().map(|it| row(it, "a judgement; replace it by a figure of the place"));
    ModeParameters { rows: rows.chain([connector]).collect() }
}
