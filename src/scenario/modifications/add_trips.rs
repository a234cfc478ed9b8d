//! `add-trips` and `add-services`: services given by their stops and how many run a day.
//!
//! Times between stops are, in this order: those written (`hop_minutes`); a mean speed (`speed_kmh`); the median of
//! existing trips of the same class that run from one stop to the next without calling between, unless the train is named
//! (`stock`); for trains, computed from the links between them.

use super::super::synthesis::{MOST_SHIFTED, Span, half_a_headway};
use super::departures::{every, spread};
use super::hops::{Traction, hop_times, hops_at_speed, named_stock, standard_dwell};
use super::{Editor, Touched};
use crate::index::{RouteIdx, StopIdx};
use crate::network::{Network, Route, RouteClass, StopTime, Timing, Trip};
use crate::units::{KmPerHour, Seconds};
use serde::Deserialize;
use toml::Spanned;

/// The keys of `add-trips` and of `add-services`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddTrips {
    /// What the services are called; a number follows.
    pub name: Spanned<String>,
    /// `high_speed_rail`, `conventional_rail`, `metro`, `bus`, `ferry` or `air`.
    pub class: Spanned<String>,
    /// Stops in order.
    pub stops: Spanned<Vec<Spanned<String>>>,
    /// Services a day each way; this or `headway_minutes`.
    #[serde(default)]
    pub trips_per_day: Option<Spanned<u32>>,
    /// Minutes from one departure to the next, each way.
    #[serde(default)]
    pub headway_minutes: Option<Spanned<f64>>,
    /// Clock time of the first departure from the first stop (and, the other way, from the last).
    pub first_departure: Spanned<String>,
    /// Clock time of the last departure.
    pub last_departure: Spanned<String>,
    /// Whether as many run the other way.
    #[serde(default = "yes")]
    pub bidirectional: bool,
    /// Minutes from each stop to the next, if they are to be fixed.
    #[serde(default)]
    pub hop_minutes: Option<Spanned<Vec<f64>>>,
    /// Mean speed between stops in km/h, if the times are to follow from it.
    #[serde(default)]
    pub speed_kmh: Option<Spanned<f64>>,
    /// Minutes at each stop between; the `dwell` of `mode.csv` if not said.
    #[serde(default)]
    pub dwell_minutes: Option<Spanned<f64>>,
    /// The fastest that trains go, in km/h, where their times are computed.
    #[serde(default)]
    pub top_speed_kmh: Option<Spanned<f64>>,
    /// The train: a `stock_id` of `rolling_stock.csv`. Its times are computed from the links.
    #[serde(default)]
    pub stock: Option<Spanned<String>>,
}

fn yes() -> bool {
    true
}

/// What holds for the services of both directions.
struct Plan {
    class: RouteClass,
    stops: Vec<StopIdx>,
    starts: Vec<Seconds>,
    span: Span,
    speed: Option<KmPerHour>,
    traction: Traction,
    dwell: Option<f64>,
}

impl AddTrips {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let plan = self.plan(editor)?;
        let dwell = match plan.dwell {
            Some(minutes) => Seconds::from_minutes_f64(minutes),
            None => standard_dwell(editor, plan.class, &self.stops)?,
        };
        let mut added = 0;
        for is_back in [false, true].into_iter().take(if self.bidirectional { 2 } else { 1 }) {
            let mut stops = plan.stops.clone();
            if is_back {
                stops.reverse();
            }
            let hops = self.hops(editor, &plan, &stops, is_back)?;
            added += self.push(editor, &plan, &timed(&stops, &hops, dwell), is_back)?;
        }
        Some(Touched::new(added, "trip"))
    }

    fn plan(&self, editor: &mut Editor<'_>) -> Option<Plan> {
        let class = editor.word(&self.class, &RouteClass::ALL, "class of service");
        let stops = editor.stops(self.stops.get_ref());
        let span = Span::read(editor, &self.first_departure, &self.last_departure);
        let starts = self.starts(editor, class, span);
        let mut number = |number: &Option<Spanned<f64>>, what| match number {
            Some(number) => editor.above_zero(number, what).map(Some),
            None => Some(None),
        };
        let speed = number(&self.speed_kmh, "speed in km/h");
        let top_speed_kmh = number(&self.top_speed_kmh, "speed in km/h");
        let dwell = match &self.dwell_minutes {
            Some(minutes) => editor.not_negative(minutes, "time in minutes").map(Some),
            None => Some(None),
        };
        let stock = named_stock(editor, self.stock.as_ref());
        self.check_stops(editor)?;
        let traction = Traction { stock: stock?, top_speed: top_speed_kmh?.map(KmPerHour) };
        Some(Plan {
            class: class?,
            stops: stops?,
            starts: starts?,
            span: span?,
            speed: speed?.map(KmPerHour),
            traction,
            dwell: dwell?,
        })
    }

    fn starts(
        &self,
        editor: &mut Editor<'_>,
        class: Option<RouteClass>,
        span: Option<Span>,
    ) -> Option<Vec<Seconds>> {
        match (&self.trips_per_day, &self.headway_minutes) {
            (Some(number), None) if *number.get_ref() == 0 => {
                let message = "no trip a day is no service";
                editor.refuse(number, "touches-nothing", message, "1 or more")
            }
            (Some(number), None) => {
                let (day, number) = (editor.day_shape(class?), *number.get_ref() as usize);
                span.map(|span| spread(number, span, &day))
            }
            (None, Some(headway)) => {
                let headway = editor.above_zero(headway, "headway in minutes")?;
                span.map(|span| every(Seconds::from_minutes_f64(headway), span))
            }
            _ => editor.refuse_edit(
                "wrong-keys",
                "how many run is not said, or said twice",
                "one of trips_per_day = 8, headway_minutes = 30",
            ),
        }
    }

    fn check_stops(&self, editor: &mut Editor<'_>) -> Option<()> {
        let stops = self.stops.get_ref().len();
        if stops < 2 {
            let message = "a trip needs two stops at least";
            return editor.refuse(&self.stops, "wrong-count", message, "where it starts and ends");
        }
        let Some(hops) = &self.hop_minutes else { return Some(()) };
        let fits = hops.get_ref().len() + 1 == stops;
        if !fits || hops.get_ref().iter().any(|minutes| !(*minutes > 0.0)) {
            let help = format!("{} numbers above 0: minutes from each stop to the next", stops - 1);
            return editor.refuse(hops, "wrong-count", "the minutes do not fit the stops", help);
        }
        Some(())
    }

    fn hops(
        &self,
        editor: &mut Editor<'_>,
        plan: &Plan,
        stops: &[StopIdx],
        is_back: bool,
    ) -> Option<Vec<Seconds>> {
        if let Some(written) = &self.hop_minutes {
            let minutes = written.get_ref().iter();
            let mut hops: Vec<Seconds> =
                minutes.map(|minutes| Seconds::from_minutes_f64(*minutes)).collect();
            if is_back {
                hops.reverse();
            }
            return Some(hops);
        }
        match plan.speed {
            Some(speed) => hops_at_speed(editor, stops, plan.class, speed, &self.stops),
            None => hop_times(editor, stops, plan.class, &plan.traction, &self.stops),
        }
    }

    /// How many trips it adds; `None` if there are trips of the name already.
    fn push(
        &self,
        editor: &mut Editor<'_>,
        plan: &Plan,
        run: &[StopTime],
        is_back: bool,
    ) -> Option<usize> {
        let provenance = editor.edit_provenance();
        let project = editor.project_id();
        let prefix = self.name.get_ref();
        let route =
            route(editor.change_services(), &format!("{project}:{prefix}"), prefix, plan.class);
        let mut added = Vec::with_capacity(plan.starts.len());
        for (at, start) in plan.starts.iter().enumerate() {
            let name = format!("{prefix}{:02}", 2 * at + usize::from(is_back) + 1);
            let id = format!("{project}:{name}");
            if editor.network.transit.trips.iter().any(|trip| trip.id == id) {
                let message = format!("the project has a trip `{name}` already");
                return editor.refuse(&self.name, "id-exists", message, "another name");
            }
            added.push(id.clone());
            editor.change_services().transit.trips.push(Trip {
                id,
                name,
                route,
                timing: Timing::Synthetic,
                stop_times: run.iter().map(|call| later(*call, *start)).collect(),
                project: Some(project.clone()),
                provenance: provenance.clone(),
            });
        }
        editor.add_service(added, plan.span, self.limit());
        Some(plan.starts.len())
    }

    /// How far from its place in the day a train may leave: half a headway where there is one.
    fn limit(&self) -> Seconds {
        let headway = self.headway_minutes.as_ref().map(|minutes| *minutes.get_ref());
        headway.map_or(MOST_SHIFTED, half_a_headway)
    }
}

fn later(call: StopTime, by: Seconds) -> StopTime {
    StopTime { arrival: call.arrival + by, departure: call.departure + by, ..call }
}

/// Calls of a trip that leaves its first stop at time zero.
pub(super) fn timed(stops: &[StopIdx], hops: &[Seconds], dwell: Seconds) -> Vec<StopTime> {
    let mut clock = Seconds(0);
    let mut calls = vec![StopTime::new(stops[0], clock, clock)];
    for (at, (stop, hop)) in stops[1..].iter().zip(hops).enumerate() {
        let arrival = clock + *hop;
        clock = if at + 2 == stops.len() { arrival } else { arrival + dwell };
        calls.push(StopTime::new(*stop, arrival, clock));
    }
    calls
}

fn route(network: &mut Network, id: &str, name: &str, class: RouteClass) -> RouteIdx {
    let routes = &mut network.transit.routes;
    let at = routes.iter().position(|route| route.id == id).unwrap_or_else(|| {
        routes.push(Route {
            id: id.to_owned(),
            short_name: name.to_owned(),
            long_name: name.to_owned(),
            class,
        });
        routes.len() - 1
    });
    RouteIdx::new(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::testing::{applied, clocks, codes};

    #[test]
    fn a_train_dwells_between_and_not_at_its_ends() {
        let stops = [StopIdx(0), StopIdx(1), StopIdx(2)];
        let calls = timed(&stops, &[Seconds(600), Seconds(300)], Seconds(120));
        assert_eq!((calls[1].arrival, calls[1].departure), (Seconds(600), Seconds(720)));
        assert_eq!((calls[2].arrival, calls[2].departure), (Seconds(1020), Seconds(1020)));
    }

    const STOPS: &str = r#"
        [[modification]]
        type = "add-stops"
        stops = [
          { id = "jia-bus", name = "甲城汽车站", name_en = "Jia bus", lon = 117, lat = 34, node = "road-jia" },
          { id = "bing-bus", name = "丙县汽车站", name_en = "Bing bus", lon = 117.5, lat = 34.2, node = "road-bing" },
        ]
    "#;

    #[test]
    fn a_bus_runs_over_the_road_at_its_speed() {
        // 60 km of road at 45 km/h are 80 min; from 06:00 to 07:00 every 30 min are 3 each way.
        let (network, touched) = applied(&format!(
            "{STOPS}{}",
            r#"
            [[modification]]
            type = "add-services"
            name = "X"
            class = "bus"
            stops = ["甲城汽车站", "丙县汽车站"]
            headway_minutes = 30
            first_departure = "06:00"
            last_departure = "07:00"
            speed_kmh = 45
        "#
        ));
        assert_eq!(touched, ["2 stops", "6 trips"]);
        assert_eq!(clocks(&network, "X03"), ["06:30-06:30", "07:50-07:50"]);
        assert_eq!(clocks(&network, "X06"), ["07:00-07:00", "08:20-08:20"]);
        assert_eq!(network.transit.class(network.transit.trips.last().unwrap()), RouteClass::Bus);
    }

    #[test]
    fn trains_take_the_times_of_those_that_run() {
        let (network, _) = applied(
            r#"
            [[modification]]
            type = "add-trips"
            name = "H"
            class = "high_speed_rail"
            stops = ["甲站", "丙站", "乙站"]
            trips_per_day = 2
            first_departure = "07:00"
            last_departure = "09:00"
            bidirectional = false
        "#,
        );
        assert_eq!(clocks(&network, "H03"), ["09:00-09:00", "09:15-09:17", "09:32-09:32"]);
    }

    #[test]
    fn planes_fly_straight() {
        // The great circle from Jia to Yi is 92.18 km.
        let (network, _) = applied(
            r#"
            [[modification]]
            type = "add-services"
            name = "MU"
            class = "air"
            stops = ["甲站", "乙站"]
            trips_per_day = 1
            first_departure = "12:00"
            last_departure = "12:00"
            bidirectional = false
            speed_kmh = 92.18
        "#,
        );
        assert_eq!(clocks(&network, "MU01"), ["12:00-12:00", "13:00-13:00"]);
    }

    #[test]
    fn every_wrong_value_is_told_at_once() {
        let found = codes(&format!(
            "{STOPS}{}",
            r#"
            [[modification]]
            type = "add-services"
            name = "X"
            class = "buss"
            stops = ["wu"]
            trips_per_day = 3
            headway_minutes = 30
            first_departure = "06:00"
            last_departure = "5:00"
            speed_kmh = 0
            dwell_minutes = -1
            [[modification]]
            type = "add-services"
            name = "Y"
            class = "bus"
            stops = ["jia-bus", "bing-bus"]
            trips_per_day = 0
            first_departure = "06:00"
            last_departure = "06:00"
            hop_minutes = [3, 4]
            [[modification]]
            type = "add-services"
            name = "Z"
            class = "bus"
            stops = ["jia-bus", "bing-bus"]
            trips_per_day = 1
            first_departure = "06:00"
            last_departure = "06:00"
        "#
        ));
        let expected = [
            "wrong-keys",
            "unknown-word",
            "wrong-count",
            "unknown-place",
            "out-of-order",
            "out-of-range",
            "out-of-range",
            "touches-nothing",
            "wrong-count",
            "no-way",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn two_services_of_one_name_are_refused() {
        let edit = r#"
            [[modification]]
            type = "add-trips"
            name = "H"
            class = "high_speed_rail"
            stops = ["jia", "yi"]
            trips_per_day = 1
            first_departure = "07:00"
            last_departure = "07:00"
        "#;
        assert_eq!(codes(&[edit, edit].concat()), ["id-exists"]);
    }
}
