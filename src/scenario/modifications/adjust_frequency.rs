//! `adjust-frequency`: services that run by a headway, each like a trip of today.

use super::super::synthesis::{Span, half_a_headway};
use super::departures::every;
use super::remove_trips::{find_trip, remove};
use super::run::Run;
use super::{Editor, Touched, count};
use crate::network::{StopTime, Timing, Trip};
use crate::units::Seconds;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `adjust-frequency`, also called `convert-to-frequency`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdjustFrequency {
    /// Trips that the new ones are like, by number or id; they are replaced.
    pub trips: Vec<Spanned<String>>,
    /// Minutes from one departure to the next.
    pub headway_minutes: Spanned<f64>,
    /// Clock time of the first departure from the first stop.
    pub first_departure: Spanned<String>,
    /// No departure is later than this.
    pub last_departure: Spanned<String>,
}

impl AdjustFrequency {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let found: Vec<_> = self.trips.iter().map(|name| find_trip(editor, name)).collect();
        let span = Span::read(editor, &self.first_departure, &self.last_departure);
        let headway = editor.above_zero(&self.headway_minutes, "headway in minutes");
        let mut templates: Vec<usize> = found.into_iter().collect::<Option<_>>()?;
        templates.sort_unstable();
        templates.dedup();
        let (headway, span) = (headway?, span?);
        let starts = every(Seconds::from_minutes_f64(headway), span);
        let mut added = Vec::new();
        for at in &templates {
            let trips = trips_like(editor, *at, &starts);
            let ids = trips.iter().map(|trip| trip.id.clone()).collect();
            editor.add_service(ids, span, half_a_headway(headway));
            added.extend(trips);
        }
        remove(editor, &templates);
        let runs = added.len();
        editor.change_services().transit.trips.extend(added);
        Some(
            Touched::new(runs, "trip")
                .with(&format!("instead of {}", count(templates.len(), "trip"))),
        )
    }
}

/// Trips like one of today, one a start.
fn trips_like(editor: &Editor<'_>, template: usize, starts: &[Seconds]) -> Vec<Trip> {
    let template = &editor.network.transit.trips[template];
    let project = editor.project_id();
    let number = template.name.split('/').next().unwrap_or_default();
    let provenance = editor.amended(&template.provenance);
    let trip = |(at, start): (usize, &Seconds)| {
        let name = format!("{number}-{:02}", at + 1);
        Trip {
            id: format!("{project}:{}-{:02}", template.id, at + 1),
            name,
            timing: Timing::Synthetic,
            stop_times: starting(&template.stop_times, *start),
            project: Some(project.clone()),
            provenance: provenance.clone(),
            ..template.clone()
        }
    };
    starts.iter().enumerate().map(trip).collect()
}

/// The calls of a trip that leaves its first stop at another time.
fn starting(calls: &[StopTime], start: Seconds) -> Vec<StopTime> {
    let mut run = Run::of(calls);
    run.dwells[0] = Seconds(0);
    run.starting(start).calls()
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, clocks, codes};

    fn edit(keys: &str) -> String {
        format!("[[modification]]\ntype = \"adjust-frequency\"\n{keys}\n")
    }

    #[test]
    fn trips_by_a_headway_replace_their_templates() {
        let (network, touched) = applied(&edit(
            "trips = [\"G1\", \"G4\"]\nheadway_minutes = 30\nfirst_departure = \"06:00\"\nlast_departure = \"07:10\"",
        ));
        assert_eq!(touched, ["6 trips, instead of 2 trips"]); // 06:00, 06:30, 07:00, each of two
        let names: Vec<_> = network.transit.trips.iter().map(|trip| trip.name.as_str()).collect();
        assert_eq!(names, ["G2", "G3", "G1-01", "G1-02", "G1-03", "G4-01", "G4-02", "G4-03"]);
        assert_eq!(clocks(&network, "G1-02"), ["06:30-06:30", "06:45-06:47", "07:02-07:02"]);
    }

    #[test]
    fn the_other_name_of_the_kind_is_read_too() {
        let keys = "trips = [\"G3\"]\nheadway_minutes = 60\nfirst_departure = \"06:00\"\nlast_departure = \"06:00\"\n";
        let text = format!("[[modification]]\ntype = \"convert-to-frequency\"\n{keys}");
        assert_eq!(applied(&text).1, ["1 trip, instead of 1 trip"]);
    }

    #[test]
    fn every_wrong_value_is_told_at_once() {
        let found = codes(&edit(
            "trips = [\"G1\", \"G7\"]\nheadway_minutes = 0\nfirst_departure = \"6\"\nlast_departure = \"07:10\"",
        ));
        assert_eq!(found, ["unknown-trip", "out-of-range", "not-a-time"]);
    }
}
