//! Speeds, waits and rules of each mode, from `mode.csv`.

use super::{FacilityType, Link, Provenance};
use crate::diagnostic::Problem;
use crate::units::{Kilometres, KmPerHour, Seconds};

/// A row of `mode.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterRow {
    /// Which mode.
    pub mode: String,
    /// Which parameter.
    pub parameter: String,
    /// For links built so only; for all if none.
    pub facility_type: Option<FacilityType>,
    /// For links of this `free_speed` only; for all if none.
    pub free_speed: Option<KmPerHour>,
    /// The value, in `unit`.
    pub value: f64,
    /// Unit, as written.
    pub unit: String,
    /// Where the row came from.
    pub provenance: Provenance,
}

/// All rows of `mode.csv`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModeParameters {
    /// In the order of the file.
    pub rows: Vec<ParameterRow>,
}

/// A parameter the work needs and the table lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("mode.csv has no row for mode `{mode}`, parameter `{parameter}`{}", facility.map_or(String::new(), |name| format!(", facility_type `{name}`")))]
pub struct MissingParameter {
    /// Which mode.
    pub mode: String,
    /// Which parameter.
    pub parameter: String,
    /// For links built so.
    pub facility: Option<&'static str>,
}

impl From<MissingParameter> for Problem {
    fn from(error: MissingParameter) -> Self {
        Self::error("missing-parameter", error.to_string())
    }
}

impl ModeParameters {
    /// A parameter that does not depend on the link.
    ///
    /// # Errors
    /// If the table has no such row.
    pub fn value(&self, mode: &str, parameter: &str) -> Result<f64, MissingParameter> {
        self.find(mode, parameter, None, None)
    }

    /// A parameter by facility type: the row for it, else the row for all.
    ///
    /// # Errors
    /// If the table has neither.
    pub fn value_for(
        &self,
        mode: &str,
        parameter: &str,
        facility: FacilityType,
    ) -> Result<f64, MissingParameter> {
        self.find(mode, parameter, Some(facility), None)
    }

    /// A duration, from a parameter in minutes.
    ///
    /// # Errors
    /// If the table has no such row.
    pub fn minutes(&self, mode: &str, parameter: &str) -> Result<Seconds, MissingParameter> {
        self.value(mode, parameter).map(Seconds::from_minutes_f64)
    }

    /// A speed, from a parameter in km/h.
    ///
    /// # Errors
    /// If the table has no such row.
    pub fn speed(&self, mode: &str, parameter: &str) -> Result<KmPerHour, MissingParameter> {
        self.value(mode, parameter).map(KmPerHour)
    }

    /// A length, from a parameter in km.
    ///
    /// # Errors
    /// If the table has no such row.
    pub fn length(&self, mode: &str, parameter: &str) -> Result<Kilometres, MissingParameter> {
        self.value(mode, parameter).map(Kilometres)
    }

    /// What a car keeps up on a link: the row for its facility type and free speed, else for its facility type, else its
    /// free speed; never more than the free speed. What the link's `time_factor` says comes on top.
    pub fn car_speed(&self, link: &Link) -> KmPerHour {
        self.road_speed("car", link)
    }

    /// What a lorry keeps up on a link, as [`ModeParameters::car_speed`].
    pub fn lorry_speed(&self, link: &Link) -> KmPerHour {
        self.road_speed("truck", link)
    }

    fn road_speed(&self, mode: &str, link: &Link) -> KmPerHour {
        let listed =
            self.find(mode, "operating_speed", Some(link.facility_type), Some(link.free_speed));
        let speed = listed.map_or(link.free_speed.0, |speed| speed.min(link.free_speed.0));
        KmPerHour(speed / link.time_factor)
    }

    /// A parameter of a link: the row for its facility type and free speed, else for its facility type, else for its free
    /// speed, else for all.
    ///
    /// # Errors
    /// If the table has no such row.
    pub fn value_on(
        &self,
        mode: &str,
        parameter: &str,
        link: &Link,
    ) -> Result<f64, MissingParameter> {
        self.find(mode, parameter, Some(link.facility_type), Some(link.free_speed))
    }

    fn find(
        &self,
        mode: &str,
        parameter: &str,
        facility: Option<FacilityType>,
        free_speed: Option<KmPerHour>,
    ) -> Result<f64, MissingParameter> {
        let rows = self.rows.iter().filter(|row| row.mode == mode && row.parameter == parameter);
        let fits = rows.filter(|row| {
            (row.facility_type.is_none() || row.facility_type == facility)
                && (row.free_speed.is_none() || row.free_speed == free_speed)
        });
        fits.max_by_key(|row| (row.facility_type.is_some(), row.free_speed.is_some()))
            .map(|row| row.value)
            .ok_or_else(|| MissingParameter {
                mode: mode.to_owned(),
                parameter: parameter.to_owned(),
                facility: facility.map(FacilityType::name),
            })
    }
}
