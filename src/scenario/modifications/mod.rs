//! The kinds of edits, one file each: the keys as a planner writes them, and how they change the network.

mod add_freight_services;
mod add_line;
mod add_links;
mod add_lock_chamber;
mod add_locks;
mod add_nodes;
mod add_stations;
mod add_stops;
mod add_terminals;
mod add_trips;
mod adjust_dwell_time;
mod adjust_frequency;
mod adjust_speed;
mod choice;
mod departures;
mod hops;
mod lock_columns;
mod modify_links;
mod modify_lock;
mod modify_terminals;
mod place;
mod remove_links;
mod remove_stops;
mod remove_trips;
mod reroute_trips;
mod road_congestion;
mod run;
mod set_parameter;
mod terminal_columns;
mod touched;
mod waterway;

use super::editor::Editor;
use super::file::date;
use crate::diagnostic::{Location, Problem, SourceText, nearest};
use crate::network::Confidence;
use crate::units::Date;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
pub(super) use touched::{Touched, count};

/// One edit of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Modification {
    /// When it is in force, if not with the whole project.
    pub opening: Option<Date>,
    /// Where its figures come from.
    pub(super) origin: Origin,
    /// What it does.
    pub edit: Edit,
    /// Its `type` as written.
    pub(super) kind_at: Spanned<String>,
}

/// Why the keys of an edit cannot be read.
#[derive(Debug)]
pub(super) enum ReadError {
    /// An unknown key, a missing one, or a value of another type.
    Toml(toml::de::Error),
    /// Anything else, with its place.
    Problem(Problem),
}

impl From<toml::de::Error> for ReadError {
    fn from(error: toml::de::Error) -> Self {
        Self::Toml(error)
    }
}

impl Modification {
    /// Reads the keys of an edit of a kind.
    pub(super) fn read(
        kind: Spanned<String>,
        mut table: Spanned<DeTable<'_>>,
        source: &Arc<SourceText>,
    ) -> Result<Self, ReadError> {
        let common = Common::take(&mut table)?;
        let opening = common.opening.map(|opening| date(&opening, source));
        let opening = opening.transpose().map_err(ReadError::Problem)?;
        let edit = Edit::deserialize(kind.get_ref(), table)
            .ok_or_else(|| ReadError::Problem(unknown_kind(&kind, source)))??;
        let Common { sources, confidence, note, .. } = common;
        Ok(Self { opening, origin: Origin { sources, confidence, note }, edit, kind_at: kind })
    }

    /// Its `type`.
    pub fn kind(&self) -> &'static str {
        self.edit.kind()
    }

    /// Whether it adds, changes or takes away services; if not, it changes what they run over and the rules they keep.
    pub(super) fn is_of_services(&self) -> bool {
        matches!(
            self.edit,
            Edit::AddTrips(_)
                | Edit::AddServices(_)
                | Edit::RemoveTrips(_)
                | Edit::RerouteTrips(_)
                | Edit::AdjustSpeed(_)
                | Edit::AdjustDwellTime(_)
                | Edit::AdjustFrequency(_)
                | Edit::RemoveStops(_)
        )
    }

    /// Whether it adds services that have no timetable.
    pub fn adds_services(&self) -> bool {
        matches!(self.edit, Edit::AddTrips(_) | Edit::AddServices(_) | Edit::AdjustFrequency(_))
    }
}

fn unknown_kind(kind: &Spanned<String>, source: &Arc<SourceText>) -> Problem {
    let name = kind.get_ref();
    let help = nearest(name, KINDS.iter().copied())
        .map_or_else(kinds_help, |near| format!("did you mean `{near}`? {}", kinds_help()));
    Problem::error("unknown-modification", format!("`{name}` is no kind of modification"))
        .at(Location::span(source, kind.span().start, kind.span().end))
        .help(help)
}

pub(super) fn kinds_help() -> String {
    format!("type is one of {}", KINDS.join(", "))
}

/// Makes the list of kinds: the variant, the struct of its keys, its `type`, other spellings of that.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident($keys:ty) = $kind:literal $(| $alias:literal)*),+ $(,)?) => {
        /// What an edit does, by kind.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Edit {
            $($(#[$doc])* $name($keys)),+
        }

        const KINDS: &[&str] = &[$($kind),+];

        impl Edit {
            /// Reads the keys of a kind of edit; none if there is no such kind.
            fn deserialize(
                kind: &str,
                table: Spanned<DeTable<'_>>,
            ) -> Option<Result<Self, toml::de::Error>> {
                Some(match kind {
                    $($kind $(| $alias)* => <$keys>::deserialize(prepared(kind, table).into_deserializer()).map(Self::$name),)+
                    _ => return None,
                })
            }

            fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $kind),+
                }
            }

            /// Applies the edit; says what it touched, or leaves problems with the editor.
            pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
                match self {
                    $(Self::$name(edit) => edit.apply(editor)),+
                }
            }
        }
    };
}

kinds! {
    /// Points of the infrastructure.
    AddNodes(add_nodes::AddNodes) = "add-nodes",
    /// Links between nodes.
    AddLinks(add_links::AddLinks) = "add-links",
    /// Links that become better or worse.
    ModifyLinks(modify_links::ModifyLinks) = "modify-links",
    /// Links that are no longer there.
    RemoveLinks(remove_links::RemoveLinks) = "remove-links",
    /// Stations and the stops at them.
    AddStations(add_stations::AddStations) = "add-stations",
    /// A railway line given by its stations.
    AddLine(add_line::AddLine) = "add-line",
    /// Stops of any service.
    AddStops(add_stops::AddStops) = "add-stops",
    /// Trains given by their stops and how many run a day.
    AddTrips(add_trips::AddTrips) = "add-trips",
    /// The same for buses, planes, ferries and metros.
    AddServices(add_trips::AddTrips) = "add-services",
    /// Services that no longer run.
    RemoveTrips(remove_trips::RemoveTrips) = "remove-trips",
    /// Services that take another way for a part of their run.
    RerouteTrips(reroute_trips::RerouteTrips) = "reroute-trips",
    /// Services that run faster or slower.
    AdjustSpeed(adjust_speed::AdjustSpeed) = "adjust-speed",
    /// Services that wait longer or shorter at stops.
    AdjustDwellTime(adjust_dwell_time::AdjustDwellTime) = "adjust-dwell-time",
    /// Services that run by a headway.
    AdjustFrequency(adjust_frequency::AdjustFrequency) = "adjust-frequency" | "convert-to-frequency",
    /// Services that pass stops without calling.
    RemoveStops(remove_stops::RemoveStops) = "remove-stops",
    /// Roads around a place that are slower.
    RoadCongestion(road_congestion::RoadCongestion) = "road-congestion",
    /// A row of `mode.csv` with another value.
    SetParameter(set_parameter::SetParameter) = "set-parameter",
    /// Ship locks.
    AddLocks(add_locks::AddLocks) = "add-locks",
    /// More chambers of a lock.
    AddLockChamber(add_lock_chamber::AddLockChamber) = "add-lock-chamber",
    /// A lock with other figures.
    ModifyLock(modify_lock::ModifyLock) = "modify-lock",
    /// Places where goods or passengers change from one mode to another.
    AddTerminals(add_terminals::AddTerminals) = "add-terminals",
    /// Trains and ships for goods that leave terminals.
    AddFreightServices(add_freight_services::AddFreightServices) = "add-freight-services",
    /// Terminals with other figures.
    ModifyTerminals(modify_terminals::ModifyTerminals) = "modify-terminals",
}

/// The keys of a kind as its struct wants them.
fn prepared<'t>(kind: &str, mut table: Spanned<DeTable<'t>>) -> Spanned<DeTable<'t>> {
    match kind {
        "add-links" => add_links::spread_defaults(table.get_mut()),
        "add-locks" => each_row(&mut table, "locks", |row| nest(row, &add_locks::OWN_KEYS)),
        "add-terminals" => {
            each_row(&mut table, "terminals", |row| nest(row, &add_terminals::OWN_KEYS));
        }
        "modify-lock" => nest(&mut table, &["lock"]),
        "modify-terminals" => nest(&mut table, &["terminal", "terminals"]),
        _ => {}
    }
    table
}

/// Does something to each table of the list under a key.
fn each_row<'t>(
    table: &mut Spanned<DeTable<'t>>,
    key: &str,
    change: impl Fn(&mut Spanned<DeTable<'t>>),
) {
    let Some(rows) = table.get_mut().get_mut(key) else { return };
    let DeValue::Array(rows) = rows.get_mut() else { return };
    for row in rows.iter_mut() {
        let span = row.span();
        if let DeValue::Table(keys) = row.get_mut() {
            let mut spanned = Spanned::new(span, std::mem::replace(keys, DeTable::new()));
            change(&mut spanned);
            *keys = spanned.into_inner();
        }
    }
}

/// Moves all keys of a table but some into a table `columns` of its own.
fn nest(table: &mut Spanned<DeTable<'_>>, own: &[&str]) {
    let span = table.span();
    let keys = std::mem::replace(table.get_mut(), DeTable::new());
    let is_own = |key: &str| own.contains(&key);
    let (own, columns) = keys.into_iter().partition::<Vec<_>, _>(|(key, _)| is_own(key.get_ref()));
    table.get_mut().extend(own);
    let columns = DeValue::Table(columns.into_iter().collect());
    table
        .get_mut()
        .insert(Spanned::new(span.clone(), "columns".into()), Spanned::new(span, columns));
}

/// The keys that every edit may carry.
#[derive(Debug, Default, Deserialize)]
struct Common {
    #[serde(default)]
    opening: Option<Spanned<String>>,
    #[serde(default)]
    sources: Option<Vec<String>>,
    #[serde(default)]
    confidence: Option<ConfidenceWord>,
    #[serde(default)]
    note: String,
}

impl Common {
    fn take(table: &mut Spanned<DeTable<'_>>) -> Result<Self, toml::de::Error> {
        let mut own = DeTable::new();
        for key in ["opening", "sources", "confidence", "note"] {
            own.extend(table.get_mut().remove_entry(key));
        }
        Self::deserialize(Spanned::new(table.span(), own).into_deserializer())
    }
}

/// Where the figures of an edit come from.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Origin {
    /// Ids of `source.csv`; the project's own if none.
    pub(super) sources: Option<Vec<String>>,
    /// How sure they are; `estimated` if not said.
    pub(super) confidence: Option<ConfidenceWord>,
    /// Free text.
    pub(super) note: String,
}

impl Origin {
    /// Of a row that has keys of its own.
    fn new(sources: Option<&[String]>, confidence: Option<ConfidenceWord>, note: &str) -> Self {
        Self { sources: sources.map(<[String]>::to_vec), confidence, note: note.to_owned() }
    }
}

/// The `confidence` key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConfidenceWord {
    /// A source says this figure.
    Stated,
    /// Computed from stated figures.
    Derived,
    /// A judgement.
    Estimated,
}

impl From<ConfidenceWord> for Confidence {
    fn from(word: ConfidenceWord) -> Self {
        match word {
            ConfidenceWord::Stated => Self::Stated,
            ConfidenceWord::Derived => Self::Derived,
            ConfidenceWord::Estimated => Self::Estimated,
        }
    }
}
