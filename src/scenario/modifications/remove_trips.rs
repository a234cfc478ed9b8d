//! `remove-trips`: services that no longer run.

use super::{Editor, Touched};
use crate::diagnostic::{Problem, nearest};
use serde::Deserialize;
use toml::Spanned;

/// The keys of `remove-trips`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveTrips {
    /// Train numbers or trip ids.
    pub trips: Vec<Spanned<String>>,
}

impl RemoveTrips {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let found: Vec<_> = self.trips.iter().map(|name| find_trip(editor, name)).collect();
        let mut positions: Vec<usize> = found.into_iter().collect::<Option<_>>()?;
        positions.sort_unstable();
        positions.dedup();
        remove(editor, &positions);
        Some(Touched::new(positions.len(), "trip"))
    }
}

/// Takes the trips at some positions, which are in order, away.
pub(super) fn remove(editor: &mut Editor<'_>, positions: &[usize]) {
    let mut at = 0;
    editor.change_services().transit.trips.retain(|_| {
        at += 1;
        positions.binary_search(&(at - 1)).is_err()
    });
}

/// The trip of a train number (any of its numbers) or of an id.
pub(super) fn find_trip(editor: &mut Editor<'_>, name: &Spanned<String>) -> Option<usize> {
    let wanted = name.get_ref().as_str();
    let trips = &editor.network.transit.trips;
    let found = trips.iter().position(|trip| {
        trip.id == wanted
            || trip.name == wanted
            || trip.name.split('/').any(|number| number == wanted)
    });
    if found.is_none() {
        let near = nearest(wanted, trips.iter().map(|trip| trip.name.as_str()));
        let help = near.map_or_else(
            || "a train number or trip id".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        editor.problem(
            name,
            Problem::error("unknown-trip", format!("no trip `{wanted}` runs")).help(help),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, codes};

    #[test]
    fn trips_go_by_number_or_id() {
        let (network, touched) = applied(
            "[[modification]]\ntype = \"remove-trips\"\ntrips = [\"G3\", \"G1\", \"G3\"]\n",
        );
        assert_eq!(touched, ["2 trips"]);
        let names: Vec<_> = network.transit.trips.iter().map(|trip| trip.name.as_str()).collect();
        assert_eq!(names, ["G2", "G4"]);
    }

    #[test]
    fn every_trip_that_does_not_run_is_told() {
        let text = "[[modification]]\ntype = \"remove-trips\"\ntrips = [\"G5\", \"G6\"]\n";
        assert_eq!(codes(text), ["unknown-trip"; 2]);
        let none = "[[modification]]\ntype = \"remove-trips\"\ntrips = []\n";
        assert_eq!(codes(none), ["touches-nothing"]);
    }
}
