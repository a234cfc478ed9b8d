//! `add-line`: a railway line given by its stations, lengths and speed.

use super::{Editor, Touched, place};
use crate::diagnostic::Problem;
use crate::index::NodeIdx;
use crate::network::{FacilityType, Link, LinkUse};
use crate::units::{Kilometres, KmPerHour};
use serde::Deserialize;
use toml::Spanned;

/// The keys of `add-line`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddLine {
    /// Id of the line, unique.
    pub line_id: Spanned<String>,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// `high_speed_rail` or `conventional_rail`.
    pub facility_type: Spanned<String>,
    /// Stations in order.
    pub stations: Spanned<Vec<Spanned<String>>>,
    /// Length from each station to the next, in km.
    pub lengths_km: Spanned<Vec<Spanned<f64>>>,
    /// The highest speed trains run at, in km/h.
    pub speed_kmh: Spanned<f64>,
    /// The speed it is built for, in km/h; `speed_kmh` if not said.
    #[serde(default)]
    pub design_speed_kmh: Option<f64>,
    /// How many tracks.
    #[serde(default)]
    pub tracks: Option<f64>,
    /// Whether goods trains may use it.
    #[serde(default)]
    pub freight: bool,
}

impl AddLine {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let facility = self.facility(editor);
        let nodes: Vec<Option<NodeIdx>> =
            self.stations.get_ref().iter().map(|name| editor.station_node(name)).collect();
        let nodes: Option<Vec<NodeIdx>> = nodes.into_iter().collect();
        self.check_numbers(editor)?;
        let (facility, nodes) = (facility?, nodes?);
        self.check_lengths(editor, &nodes)?;
        for (at, ends) in nodes.windows(2).enumerate() {
            let link = self.link(editor, facility, at, ends);
            editor.change_links().links.push(link);
        }
        let total: f64 = self.lengths_km.get_ref().iter().map(Spanned::get_ref).sum();
        Some(Touched::new(nodes.len() - 1, "link").with(&format!("{total:.1} km")))
    }

    fn facility(&self, editor: &mut Editor<'_>) -> Option<FacilityType> {
        let words = [
            ("high_speed_rail", FacilityType::HighSpeedRail),
            ("conventional_rail", FacilityType::ConventionalRail),
        ];
        editor.word(&self.facility_type, &words, "kind of railway")
    }

    fn check_numbers(&self, editor: &mut Editor<'_>) -> Option<()> {
        let (stations, lengths) = (self.stations.get_ref().len(), self.lengths_km.get_ref().len());
        if stations < 2 || lengths + 1 != stations {
            let message = format!("{stations} stations and {lengths} lengths do not fit");
            editor.problem(
                &self.lengths_km,
                Problem::error("wrong-count", message)
                    .help("one length from each station to the next"),
            );
            return None;
        }
        let too_small = self.lengths_km.get_ref().iter().find(|length| !(*length.get_ref() > 0.0));
        if let Some(length) = too_small {
            let message = format!("{} is no length", length.get_ref());
            editor.problem(
                length,
                Problem::error("out-of-range", message).help("a length in km above 0"),
            );
            return None;
        }
        let speed = *self.speed_kmh.get_ref();
        if !(speed > 0.0 && speed <= 600.0) {
            let message = format!("{speed} is no speed of a train");
            editor.problem(
                &self.speed_kmh,
                Problem::error("out-of-range", message).help("km/h, above 0 and at most 600"),
            );
            return None;
        }
        Some(())
    }

    fn check_lengths(&self, editor: &mut Editor<'_>, nodes: &[NodeIdx]) -> Option<()> {
        for (ends, length) in nodes.windows(2).zip(self.lengths_km.get_ref()) {
            place::length(editor, length, (ends[0], ends[1]))?;
        }
        Some(())
    }

    fn link(
        &self,
        editor: &Editor<'_>,
        facility: FacilityType,
        at: usize,
        ends: &[NodeIdx],
    ) -> Link {
        let uses = [Some(LinkUse::PassengerTrain), self.freight.then_some(LinkUse::FreightTrain)];
        let speed = KmPerHour(*self.speed_kmh.get_ref());
        Link {
            id: format!("rail-{}-{}", self.line_id.get_ref(), at + 1),
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            from: ends[0],
            to: ends[1],
            is_directed: false,
            length: Kilometres(*self.lengths_km.get_ref()[at].get_ref()),
            free_speed: speed,
            time_factor: 1.0,
            geometry: Vec::new(),
            lanes: None,
            capacity: None,
            facility_type: facility,
            allowed_uses: uses.into_iter().flatten().collect(),
            toll_yuan: 0.0,
            line_id: Some(self.line_id.get_ref().clone()),
            design_speed: Some(self.design_speed_kmh.map_or(speed, KmPerHour)),
            tracks: self.tracks,
            is_electrified: Some(true),
            waterway: None,
            opened: None,
            project: Some(editor.project_id()),
            provenance: editor.edit_provenance(),
        }
    }
}
