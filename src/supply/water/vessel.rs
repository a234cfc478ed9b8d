//! Vessels, and why one does not get through.

use crate::network::{
    Chamber, Link, LinkUse, Lock, MissingParameter, ModeParameters, WaterwayClass,
};
use crate::units::KmPerHour;

/// A loaded vessel.
#[derive(Debug, Clone, PartialEq)]
pub struct Vessel {
    /// Its mode in `mode.csv`.
    pub mode: String,
    /// What it carries, in tonnes.
    pub deadweight_t: f64,
    /// Length in metres.
    pub length_m: f64,
    /// Beam in metres.
    pub beam_m: f64,
    /// Draught, loaded, in metres.
    pub draught_m: f64,
    /// Water that must stay below the keel, in metres.
    pub clearance_m: f64,
    /// The speed it keeps up, where the waterway lets it.
    pub speed: KmPerHour,
    /// Whether it goes to sea; it uses waterways of class I then, and barges no sea.
    pub is_sea_going: bool,
}

/// Barges of the classes of waterways that `mode.csv` has dimensions of, the largest first.
const BARGES: [&str; 5] = ["barge_2000", "barge_1000", "barge_500", "barge_300", "barge_100"];

impl Vessel {
    /// A vessel from its rows in `mode.csv`.
    ///
    /// # Errors
    /// If one of its dimensions has no row.
    pub fn of_mode(modes: &ModeParameters, mode: &str) -> Result<Self, MissingParameter> {
        Ok(Self {
            mode: mode.to_owned(),
            deadweight_t: modes.value(mode, "deadweight")?,
            length_m: modes.value(mode, "vessel_length")?,
            beam_m: modes.value(mode, "vessel_beam")?,
            draught_m: modes.value(mode, "vessel_draught")?,
            clearance_m: modes.value("barge", "under_keel_clearance")?,
            speed: modes.speed(mode, "speed")?,
            is_sea_going: mode.starts_with("sea_"),
        })
    }

    /// The barges of a network's `mode.csv`, the largest first; those without rows are left out.
    pub fn barges(modes: &ModeParameters) -> Vec<Self> {
        BARGES.iter().filter_map(|mode| Self::of_mode(modes, mode).ok()).collect()
    }

    /// Why it cannot use a link; none if it can.
    pub fn misfit_link(&self, link: &Link) -> Option<Misfit> {
        if !link.allowed_uses.allows(LinkUse::Vessel) {
            return Some(Misfit::NoWaterway);
        }
        let waterway = link.waterway?;
        let at_sea = waterway.waterway_class == WaterwayClass::Sea;
        if at_sea && !self.is_sea_going {
            return Some(Misfit::Sea);
        }
        if self.is_sea_going && !at_sea && waterway.waterway_class != WaterwayClass::I {
            return Some(Misfit::Inland);
        }
        if self.deadweight_t > waterway.vessel_limit_t {
            return Some(Misfit::Limit { limit_t: waterway.vessel_limit_t });
        }
        let needed = self.draught_m + self.clearance_m;
        let shallow = waterway.depth_m.filter(|depth| needed > *depth);
        shallow.map(|depth_m| Misfit::Shallow { depth_m })
    }

    /// Why a chamber cannot hold it; none if it can.
    pub fn misfit_chamber(&self, chamber: &Chamber) -> Option<Misfit> {
        if self.length_m > chamber.length_m {
            return Some(Misfit::Short { length_m: chamber.length_m });
        }
        if self.beam_m > chamber.width_m {
            return Some(Misfit::Narrow { width_m: chamber.width_m });
        }
        let needed = self.draught_m + self.clearance_m;
        (needed > chamber.depth_m).then_some(Misfit::Shallow { depth_m: chamber.depth_m })
    }

    /// Why it fits no chamber of a lock: what the last one lacks; none if it fits one. An open sluice has none and stops nobody.
    pub fn misfit_lock(&self, lock: &Lock) -> Option<Misfit> {
        let misfits = lock.chambers.iter().map(|chamber| self.misfit_chamber(chamber));
        let misfits: Vec<Option<Misfit>> = misfits.collect();
        if misfits.contains(&None) { None } else { misfits.into_iter().next_back().flatten() }
    }
}

/// Why a vessel does not get through.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Misfit {
    /// The link is for no vessel at all.
    NoWaterway,
    /// A barge does not go to sea.
    Sea,
    /// A sea-going ship goes no farther inland.
    Inland,
    /// Heavier than the waterway admits.
    Limit {
        /// What it admits, in tonnes.
        limit_t: f64,
    },
    /// Not enough water below the keel.
    Shallow {
        /// Depth of the waterway or over the sill, in metres.
        depth_m: f64,
    },
    /// Longer than the chamber.
    Short {
        /// Length of the chamber in metres.
        length_m: f64,
    },
    /// Wider than the chamber.
    Narrow {
        /// Width of the chamber in metres.
        width_m: f64,
    },
}

impl Misfit {
    /// Whether no works on the waterway can change it: a barge never goes to sea.
    pub fn is_for_good(self) -> bool {
        match self {
            Self::NoWaterway | Self::Sea | Self::Inland => true,
            Self::Limit { .. }
            | Self::Shallow { .. }
            | Self::Short { .. }
            | Self::Narrow { .. } => false,
        }
    }
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoWaterway => write!(f, "no waterway"),
            Self::Sea => write!(f, "open to sea-going ships only"),
            Self::Inland => write!(f, "closed to sea-going ships"),
            Self::Limit { limit_t } => write!(f, "vessels up to {limit_t} t"),
            Self::Shallow { depth_m } => write!(f, "{depth_m} m deep"),
            Self::Short { length_m } => write!(f, "chamber {length_m} m long"),
            Self::Narrow { width_m } => write!(f, "chamber {width_m} m wide"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{barge, chamber, lock, reach};
    use super::*;

    #[test]
    fn a_reach_stops_the_heavy_and_the_deep() {
        let reach = reach(1000.0, Some(3.2));
        assert_eq!(barge(1000.0, 2.8).misfit_link(&reach), None, "2.8 + 0.4 = 3.2 m just fits");
        assert_eq!(
            barge(1000.0, 2.9).misfit_link(&reach),
            Some(Misfit::Shallow { depth_m: 3.2 }),
            "2.9 + 0.4 = 3.3 m"
        );
        assert_eq!(barge(2000.0, 2.0).misfit_link(&reach), Some(Misfit::Limit { limit_t: 1000.0 }));
    }

    #[test]
    fn barges_stay_inland_and_ships_at_sea_or_on_class_i() {
        let ship = Vessel { is_sea_going: true, ..barge(5000.0, 7.0) };
        let mut at_sea = reach(30_000.0, None);
        at_sea.waterway.as_mut().unwrap().waterway_class = WaterwayClass::Sea;
        assert_eq!(ship.misfit_link(&at_sea), None);
        assert_eq!(barge(500.0, 1.6).misfit_link(&at_sea), Some(Misfit::Sea));
        assert_eq!(ship.misfit_link(&reach(10_000.0, Some(10.5))), Some(Misfit::Inland));
    }

    #[test]
    fn one_chamber_that_fits_is_enough() {
        // The barge is 90 m long and 15 m wide.
        let (old, new) = (chamber(100.0, 10.0, 2.5), chamber(230.0, 23.0, 4.0));
        assert_eq!(barge(2000.0, 2.6).misfit_lock(&lock(vec![old, new])), None);
        assert_eq!(
            barge(2000.0, 2.6).misfit_lock(&lock(vec![old])),
            Some(Misfit::Narrow { width_m: 10.0 })
        );
        assert_eq!(barge(2000.0, 2.6).misfit_lock(&lock(Vec::new())), None, "an open sluice");
    }
}
