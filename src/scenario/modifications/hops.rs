//! How long services run from stop to stop, and stand at stops, where the planner does not say.

use super::super::rail::{RailGraph, SpeedOf, TrainChoice};
use super::Editor;
use crate::diagnostic::{Problem, nearest};
use crate::index::StopIdx;
use crate::network::{FacilityType, LinkUse, Network, RollingStock, RouteClass, Timing, Trip};
use crate::units::{KmPerHour, Seconds};
use toml::Spanned;

/// So many published times of a hop are enough.
const FEW_TRIPS: usize = 5;

/// Which train, where the planner says so, and the fastest it may go.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Traction {
    pub(super) stock: Option<RollingStock>,
    pub(super) top_speed: Option<KmPerHour>,
}

impl Traction {
    /// The train of a class: a train that is named runs as fast as it can, the usual one as timetables have it.
    fn choice(&self, network: &Network, class: RouteClass) -> TrainChoice {
        let mut choice = match &self.stock {
            Some(stock) => TrainChoice::fastest(stock.clone()),
            None => TrainChoice::usual(network.usual_stock(class)),
        };
        choice.top_speed = self.top_speed.or(choice.top_speed);
        choice
    }
}

/// Running time from each stop to the next, in whole minutes: the median of existing trips of the class that run straight from one
/// to the other, unless the train is named or the way is new; else, for trains, computed from the links between them. The
/// median of a few counts only where it is less than that: they may wait, or call where the tables have no station.
pub(super) fn hop_times<T>(
    editor: &mut Editor<'_>,
    stops: &[StopIdx],
    class: RouteClass,
    traction: &Traction,
    at: &Spanned<T>,
) -> Option<Vec<Seconds>> {
    let pairs = stops.windows(2);
    let hops: Option<Vec<Seconds>> =
        pairs.map(|pair| hop_time(editor, (pair[0], pair[1]), class, traction, at)).collect();
    hops.map(whole_minutes)
}

/// Hops to the nearest whole minute, as timetables have them: what is left of one goes to the next, so that the whole is right to
/// half a minute.
fn whole_minutes(hops: Vec<Seconds>) -> Vec<Seconds> {
    let mut left = 0;
    let rounded = hops.into_iter().map(|hop| {
        let exact = i64::from(hop.0) + left;
        let minutes = (exact + 30).div_euclid(60).max(1);
        left = exact - minutes * 60;
        Seconds::from_minutes(minutes as u32)
    });
    rounded.collect()
}

fn hop_time<T>(
    editor: &mut Editor<'_>,
    (from, to): (StopIdx, StopIdx),
    class: RouteClass,
    traction: &Traction,
    at: &Spanned<T>,
) -> Option<Seconds> {
    let node = |stop: StopIdx| editor.network.transit.stops[stop.at()].node;
    let ends = class.is_rail().then(|| node(from).zip(node(to))).flatten();
    let way = ends.and_then(|(from, to)| editor.rail(class).way(from, to));
    let is_usual = way.as_ref().is_none_or(|way| way.links().all(|link| editor.is_usual(link)));
    let published = (traction.stock.is_none() && is_usual)
        .then(|| published_hop(editor.base(), from, to, class))
        .flatten();
    if let Some((time, trips)) = published
        && (trips >= FEW_TRIPS || way.is_none())
    {
        return Some(time);
    }
    let Some(way) = way else { return no_way(editor, from, to, class, at) };
    let choice = traction.choice(editor.network, class);
    let run = way.run_time(&editor.network.modes, &choice, SpeedOf::Running);
    let computed = known(editor, run.map(|run| run.total()), at)?;
    Some(published.map_or(computed, |(time, _)| time.min(computed)))
}

fn no_way<T, R>(
    editor: &mut Editor<'_>,
    from: StopIdx,
    to: StopIdx,
    class: RouteClass,
    at: &Spanned<T>,
) -> Option<R> {
    let [from, to] = [from, to].map(|stop| editor.network.transit.stops[stop.at()].label());
    if class.is_rail() {
        let message = format!("no railway joins {from} and {to}, and no train runs between them");
        let help = "add the line with `add-line`, or write `hop_minutes`";
        return editor.refuse(at, "no-way", message, help);
    }
    let message = format!("how long {from} to {to} takes is not known");
    editor.refuse(at, "no-way", message, "write `hop_minutes` or `speed_kmh`")
}

/// The median time of the timetable's trips of a class that run from one stop straight to another, and how many do.
fn published_hop(
    base: &Network,
    from: StopIdx,
    to: StopIdx,
    class: RouteClass,
) -> Option<(Seconds, usize)> {
    let transit = &base.transit;
    let is_published =
        |trip: &&Trip| transit.class(trip) == class && trip.timing != Timing::Synthetic;
    let of_class = transit.trips.iter().filter(is_published);
    let pairs = of_class.flat_map(|trip| trip.stop_times.windows(2));
    let mut times: Vec<Seconds> = pairs
        .filter(|pair| {
            pair[0].stop == from && pair[1].stop == to && pair[1].arrival > pair[0].departure
        })
        .map(|pair| pair[1].arrival - pair[0].departure)
        .collect();
    times.sort_unstable();
    times.get(times.len() / 2).map(|median| (*median, times.len()))
}

/// Running times at a mean speed: over the links of the class where these join the stops, else over the straight line, for
/// buses times the detour factor of `mode.csv`.
pub(super) fn hops_at_speed<T>(
    editor: &mut Editor<'_>,
    stops: &[StopIdx],
    class: RouteClass,
    speed: KmPerHour,
    at: &Spanned<T>,
) -> Option<Vec<Seconds>> {
    let detour = match class {
        RouteClass::Bus => {
            let factor = editor.network.modes.value("taxi", "detour_factor");
            known(editor, factor, at)?
        }
        _ => 1.0,
    };
    let network = &*editor.network;
    let mut ways = use_of(class).map(|link_use| RailGraph::of_use(network, link_use, |_| false));
    let mut length = |pair: &[StopIdx]| {
        let [from, to] = [pair[0], pair[1]].map(|stop| &network.transit.stops[stop.at()]);
        let ends = from.node.zip(to.node);
        let way = ends.and_then(|(from, to)| ways.as_mut()?.way(from, to));
        let straight = || from.position.distance(to.position) * detour;
        way.map_or_else(straight, |way| way.length())
    };
    Some(stops.windows(2).map(|pair| length(pair) / speed).collect())
}

fn use_of(class: RouteClass) -> Option<LinkUse> {
    match class {
        RouteClass::HighSpeedRail | RouteClass::ConventionalRail => Some(LinkUse::PassengerTrain),
        RouteClass::Metro => Some(LinkUse::Metro),
        RouteClass::Bus => Some(LinkUse::Bus),
        RouteClass::Ferry => Some(LinkUse::Vessel),
        RouteClass::Air => None,
    }
}

/// How long a service stands at a stop: the `dwell` of `mode.csv`; nothing where a class other than trains has none.
pub(super) fn standard_dwell<T>(
    editor: &mut Editor<'_>,
    class: RouteClass,
    at: &Spanned<T>,
) -> Option<Seconds> {
    let modes = &editor.network.modes;
    let minutes = match class {
        RouteClass::HighSpeedRail => modes.value_for("rail", "dwell", FacilityType::HighSpeedRail),
        RouteClass::ConventionalRail => {
            modes.value_for("rail", "dwell", FacilityType::ConventionalRail)
        }
        RouteClass::Metro | RouteClass::Bus | RouteClass::Ferry | RouteClass::Air => {
            Ok(modes.value(class.name(), "dwell").unwrap_or(0.0))
        }
    };
    known(editor, minutes, at).map(Seconds::from_minutes_f64)
}

/// The train that a key names by its `stock_id`, where the key is there: none inside if it is not.
pub(super) fn named_stock(
    editor: &mut Editor<'_>,
    name: Option<&Spanned<String>>,
) -> Option<Option<RollingStock>> {
    let Some(name) = name else { return Some(None) };
    let rows = &editor.network.rolling_stock;
    if let Some(stock) = rows.iter().find(|stock| stock.id.eq_ignore_ascii_case(name.get_ref())) {
        return Some(Some(stock.clone()));
    }
    let ids: Vec<String> = rows.iter().map(|stock| stock.id.clone()).collect();
    let near = nearest(name.get_ref(), ids.iter().map(String::as_str));
    let message = format!("there is no train `{}` in rolling_stock.csv", name.get_ref());
    let help = if ids.is_empty() {
        "the network has no rolling_stock.csv; leave the key out".to_owned()
    } else {
        format!("one of {}", ids.join(", "))
    };
    editor.unknown(name, "unknown-train", message, near, &help)
}

fn known<T, V>(
    editor: &mut Editor<'_>,
    value: Result<V, impl std::fmt::Display>,
    at: &Spanned<T>,
) -> Option<V> {
    value
        .map_err(|error| editor.problem(at, Problem::error("missing-parameter", error.to_string())))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hops_are_whole_minutes_and_their_sum_is_right() {
        let hops = whole_minutes([629, 91, 300, 25, 20].map(Seconds).to_vec());
        assert_eq!(hops, [600, 120, 300, 60, 60].map(Seconds));
    }
}
