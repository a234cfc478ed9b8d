//! `remove-trips`: services that no longer run.

use super::{Editor, count};
use crate::diagnostic::{Problem, nearest};
use serde::Deserialize;
use toml::Spanned;

/// The keys of `remove-trips`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveTrips {
    /// Train numbers or trip ids.
    pub trips: Vec<Spanned<String>>,
    /// On what grounds.
    #[serde(default)]
    pub note: String,
}

impl RemoveTrips {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<String> {
        let found: Vec<_> = self.trips.iter().map(|name| find_trip(editor, name)).collect();
        let mut positions: Vec<usize> = found.into_iter().collect::<Option<_>>()?;
        positions.sort_unstable();
        positions.dedup();
        let mut at = 0;
        editor.change_services().transit.trips.retain(|_| {
            at += 1;
            positions.binary_search(&(at - 1)).is_err()
        });
        Some(count(positions.len(), "trip"))
    }
}

/// The trip of a train number (any of its numbers) or of an id.
pub(super) fn find_trip(editor: &mut Editor<'_>, name: &Spanned<String>) -> Option<usize> {
    let wanted = name.get_ref().as_str();
    let trips = &editor.network.transit.trips;
    let found = trips.iter().position(|trip| trip.id == wanted || trip.name == wanted || trip.name.split('/').any(|number| number == wanted));
    if found.is_none() {
        let near = nearest(wanted, trips.iter().map(|trip| trip.name.as_str()));
        let help = near.map_or_else(|| "a train number or trip id".to_owned(), |near| format!("did you mean `{near}`?"));
        editor.problem(name, Problem::error("unknown-trip", format!("no trip `{wanted}` runs")).help(help));
    }
    found
}
