//! Waterways: what a link lets through, and the locks between links.

use super::Provenance;
use crate::index::{LinkIdx, NodeIdx};
use crate::units::{Date, KmPerHour};

/// Class of a waterway (GB 50139).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaterwayClass {
    /// Vessels of 3000 t.
    I,
    /// Vessels of 2000 t.
    II,
    /// Vessels of 1000 t.
    III,
    /// Vessels of 500 t.
    IV,
    /// Vessels of 300 t.
    V,
    /// Vessels of 100 t.
    VI,
    /// Vessels of 50 t.
    VII,
    /// A leg of sea-going ships, which barges do not use.
    Sea,
}

impl WaterwayClass {
    /// The words of the `waterway_class` column.
    pub const ALL: [(&'static str, Self); 8] = [
        ("I", Self::I),
        ("II", Self::II),
        ("III", Self::III),
        ("IV", Self::IV),
        ("V", Self::V),
        ("VI", Self::VI),
        ("VII", Self::VII),
        ("sea", Self::Sea),
    ];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, class)| *class == self).map_or("", |(name, _)| name)
    }
}

/// The columns of `link.csv` that only waterways have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waterway {
    /// Class.
    pub waterway_class: WaterwayClass,
    /// The largest vessel admitted, in tonnes deadweight.
    pub vessel_limit_t: f64,
    /// Depth kept up, in metres; none at sea.
    pub depth_m: Option<f64>,
    /// Speed of an empty vessel.
    pub speed_empty_kmh: Option<KmPerHour>,
    /// When the reach got this class; it was there before with a lower one.
    pub upgraded: Option<Date>,
}

/// A lock chamber.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chamber {
    /// Usable length in metres.
    pub length_m: f64,
    /// Width in metres.
    pub width_m: f64,
    /// Depth over the sill in metres.
    pub depth_m: f64,
    /// The year it opened, where that is known.
    pub opened: Option<u16>,
}

/// What tonnes a lock's figures count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThroughputBasis {
    /// Goods.
    Cargo,
    /// Deadweight of all vessels that passed.
    VesselTonnage,
}

impl ThroughputBasis {
    /// The words of the `throughput_basis` column.
    pub const ALL: [(&'static str, Self); 2] =
        [("cargo", Self::Cargo), ("vessel_tonnage", Self::VesselTonnage)];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, basis)| *basis == self).map_or("", |(name, _)| name)
    }
}

/// A row of `lock.csv`: a lock with all its chambers. Figures ending in `wan_t` are in 10 000 t a year, both directions.
#[derive(Debug, Clone, PartialEq)]
pub struct Lock {
    /// `lock_id`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Where it is.
    pub node: NodeIdx,
    /// Links on one side of it: a vessel passes the lock between one of these and a link that is not one.
    pub side_links: Vec<LinkIdx>,
    /// Its chambers; none where a sluice stands open.
    pub chambers: Vec<Chamber>,
    /// How many vessels' groups pass side by side; one where a sluice stands open.
    pub chamber_count: u32,
    /// Drop in metres.
    pub lift_m: Option<f64>,
    /// From one opening of a chamber to the next, in minutes.
    pub lockage_min: f64,
    /// Usual wait before the lockage in hours, for comparison.
    pub typical_wait_h: Option<f64>,
    /// Design capacity, in the unit of `throughput_basis`.
    pub design_capacity_wan_t: Option<f64>,
    /// Throughput, in the unit of `throughput_basis`.
    pub throughput_wan_t: Option<f64>,
    /// What the two figures before count.
    pub throughput_basis: Option<ThroughputBasis>,
    /// The year of the throughput.
    pub throughput_year: Option<u32>,
    /// Capacity in vessel tonnage.
    pub practical_capacity_vessel_wan_t: f64,
    /// Throughput in vessel tonnage.
    pub throughput_vessel_wan_t: f64,
    /// The project it belongs to, if it is one's.
    pub project: Option<String>,
    /// Where the row came from.
    pub provenance: Provenance,
}

impl Lock {
    /// `施桥船闸 Shiqiao lock`.
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.name_en).trim_end().to_owned()
    }

    /// Whether a vessel that goes from one link to another at the lock's node passes the lock.
    pub fn is_between(&self, from: LinkIdx, to: LinkIdx) -> bool {
        self.side_links.contains(&from) != self.side_links.contains(&to)
    }
}
