//! Lines between nodes: rail, road and water share them.

use super::{Position, Provenance, Waterway};
use crate::index::NodeIdx;
use crate::units::{Date, Kilometres, KmPerHour};

/// What a link is built as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FacilityType {
    /// 高速公路.
    Expressway,
    /// 国道.
    National,
    /// 省道.
    Provincial,
    /// 快速通道.
    FastRoad,
    /// City street.
    Urban,
    /// 高速铁路, 客运专线, 城际铁路.
    HighSpeedRail,
    /// 普速铁路.
    ConventionalRail,
    /// 地铁, 轻轨.
    Metro,
    /// 航道.
    Waterway,
    /// A way on foot.
    Walkway,
}

impl FacilityType {
    /// Nothing of the kind is faster.
    pub fn highest_speed(self) -> KmPerHour {
        KmPerHour(match self {
            Self::HighSpeedRail => 400.0,
            Self::ConventionalRail => 250.0,
            Self::Metro => 200.0,
            Self::Expressway | Self::National | Self::Provincial | Self::FastRoad | Self::Urban => {
                130.0
            }
            Self::Waterway => 60.0,
            Self::Walkway => 10.0,
        })
    }

    /// The words of the `facility_type` column.
    pub const ALL: [(&'static str, Self); 10] = [
        ("expressway", Self::Expressway),
        ("national", Self::National),
        ("provincial", Self::Provincial),
        ("fast_road", Self::FastRoad),
        ("urban", Self::Urban),
        ("high_speed_rail", Self::HighSpeedRail),
        ("conventional_rail", Self::ConventionalRail),
        ("metro", Self::Metro),
        ("waterway", Self::Waterway),
        ("walkway", Self::Walkway),
    ];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, facility)| *facility == self).map_or("", |(name, _)| name)
    }
}

/// Who may use a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkUse {
    /// Private cars and taxis.
    Car,
    /// Lorries.
    Truck,
    /// Buses and coaches.
    Bus,
    /// Trains with people.
    PassengerTrain,
    /// Trains with goods.
    FreightTrain,
    /// Metro trains.
    Metro,
    /// Ships.
    Vessel,
    /// People on foot.
    Walk,
}

impl LinkUse {
    /// The words of the `allowed_uses` column.
    pub const ALL: [(&'static str, Self); 8] = [
        ("car", Self::Car),
        ("truck", Self::Truck),
        ("bus", Self::Bus),
        ("passenger_train", Self::PassengerTrain),
        ("freight_train", Self::FreightTrain),
        ("metro", Self::Metro),
        ("vessel", Self::Vessel),
        ("walk", Self::Walk),
    ];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }
}

/// A set of uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct UseSet(u16);

impl UseSet {
    /// Whether a use is in the set.
    pub fn allows(self, link_use: LinkUse) -> bool {
        self.0 & (1 << link_use as u16) != 0
    }

    /// The uses in the set, in the order of [`LinkUse::ALL`].
    pub fn iter(self) -> impl Iterator<Item = LinkUse> {
        LinkUse::ALL.into_iter().map(|(_, link_use)| link_use).filter(move |it| self.allows(*it))
    }

    /// Whether nobody may use the link.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<LinkUse> for UseSet {
    fn from_iter<I: IntoIterator<Item = LinkUse>>(uses: I) -> Self {
        Self(uses.into_iter().fold(0, |set, link_use| set | 1 << link_use as u16))
    }
}

/// A row of `link.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// `link_id`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Where it starts.
    pub from: NodeIdx,
    /// Where it ends.
    pub to: NodeIdx,
    /// Whether it can be used from start to end only.
    pub is_directed: bool,
    /// How long it is.
    pub length: Kilometres,
    /// Rail: the highest speed trains run at; road: design speed.
    pub free_speed: KmPerHour,
    /// How many times as long cars and lorries take as `mode.csv` says for such a link: 1 in files.
    pub time_factor: f64,
    /// Lanes per direction, where it has lanes.
    pub lanes: Option<f64>,
    /// Capacity in pcu per hour and lane, where it is known.
    pub capacity: Option<f64>,
    /// What it is built as.
    pub facility_type: FacilityType,
    /// Who may use it.
    pub allowed_uses: UseSet,
    /// Toll of a car over the whole link, in yuan.
    pub toll_yuan: f64,
    /// The line it is a part of (rail).
    pub line_id: Option<String>,
    /// The speed it is built for.
    pub design_speed: Option<KmPerHour>,
    /// How many tracks, where it has tracks.
    pub tracks: Option<f64>,
    /// Whether it is electrified, where that is known.
    pub is_electrified: Option<bool>,
    /// What a waterway lets through; none on other links.
    pub waterway: Option<Waterway>,
    /// Points between its ends, in order, where its course is known; empty for a straight line.
    pub geometry: Vec<Position>,
    /// When it opened; always there if empty.
    pub opened: Option<Date>,
    /// The project it belongs to, if it is one's.
    pub project: Option<String>,
    /// Where the row came from.
    pub provenance: Provenance,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_use_set_holds_what_was_put_in() {
        let set: UseSet = [LinkUse::Car, LinkUse::Walk].into_iter().collect();
        let held: Vec<_> = LinkUse::ALL
            .iter()
            .filter(|(_, link_use)| set.allows(*link_use))
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(held, ["car", "walk"]);
    }
}
