//! Places people come from and go to.

use super::{Position, Provenance};
use crate::index::ZoneIdx;
use std::collections::BTreeMap;

/// What kind of division a zone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZoneType {
    /// 地级市.
    Prefecture,
    /// 县 or 县级市.
    County,
    /// 市辖区.
    District,
}

impl ZoneType {
    /// The words of the `zone_type` column.
    pub const ALL: [(&'static str, Self); 3] =
        [("prefecture", Self::Prefecture), ("county", Self::County), ("district", Self::District)];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }
}

/// Whether a zone is studied or only travelled to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// In the study area.
    Core,
    /// Outside it.
    Gateway,
}

impl Role {
    /// The words of the `role` column.
    pub const ALL: [(&'static str, Self); 2] = [("core", Self::Core), ("gateway", Self::Gateway)];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }
}

/// A row of `zone.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// `zone_id`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Name in pinyin without tones or spaces.
    pub pinyin: String,
    /// The zone this one is a part of.
    pub super_zone: Option<ZoneIdx>,
    /// What kind of division.
    pub zone_type: ZoneType,
    /// Studied or only travelled to.
    pub role: Role,
    /// Its centre.
    pub position: Position,
    /// Every numeric column by its name (`population`, `gdp_yi_yuan`, …): each can serve as an opportunity.
    pub opportunities: BTreeMap<String, f64>,
    /// Where the row came from.
    pub provenance: Provenance,
}

impl Zone {
    /// A numeric column; zero where the zone has no figure.
    pub fn opportunity(&self, column: &str) -> f64 {
        self.opportunities.get(column).copied().unwrap_or(0.0)
    }

    /// `淮北 Huaibei`.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.name_en).trim_end().to_owned()
    }
}
