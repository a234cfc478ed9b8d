//! Which links and which trips an edit is about.

use super::Editor;
use super::remove_trips::find_trip;
use crate::diagnostic::nearest;
use crate::index::StopIdx;
use crate::network::{FacilityType, RouteClass};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// The keys that name links: exactly one of them is to be there.
pub(super) struct LinkChoice<'a> {
    pub(super) links: Option<&'a [Spanned<String>]>,
    pub(super) line_id: Option<&'a Spanned<String>>,
    pub(super) facility_types: Option<&'a [Spanned<String>]>,
}

impl LinkChoice<'_> {
    /// Positions of the links, in order, each once.
    pub(super) fn resolve(&self, editor: &mut Editor<'_>) -> Option<Vec<usize>> {
        match (self.links, self.line_id, self.facility_types) {
            (Some(ids), None, None) => by_id(editor, ids),
            (None, Some(line), None) => line_links(editor, line),
            (None, None, Some(words)) => by_facility(editor, words),
            _ => editor.refuse_edit(
                "wrong-keys",
                "which links is not said, or said twice",
                "one of links = [\"…\"], line_id = \"…\", facility_types = [\"…\"]",
            ),
        }
    }
}

fn by_id(editor: &mut Editor<'_>, ids: &[Spanned<String>]) -> Option<Vec<usize>> {
    let found: Vec<_> = ids.iter().map(|id| link(editor, id)).collect();
    let mut links: Vec<usize> = found.into_iter().collect::<Option<_>>()?;
    links.sort_unstable();
    links.dedup();
    Some(links)
}

/// The position of a link of an id.
pub(super) fn link(editor: &mut Editor<'_>, id: &Spanned<String>) -> Option<usize> {
    let links = &editor.network.links;
    let found = links.iter().position(|link| link.id == *id.get_ref());
    if found.is_some() {
        return found;
    }
    let near = nearest(id.get_ref(), links.iter().map(|link| link.id.as_str())).map(str::to_owned);
    let message = format!("there is no link `{}`", id.get_ref());
    editor.unknown(id, "unknown-link", message, near.as_deref(), "a link_id")
}

fn line_links(editor: &mut Editor<'_>, line: &Spanned<String>) -> Option<Vec<usize>> {
    let id = line.get_ref();
    let links = &editor.network.links;
    let is_of_line = |at: &usize| links[*at].line_id.as_ref() == Some(id);
    let found: Vec<usize> = (0..links.len()).filter(is_of_line).collect();
    if !found.is_empty() {
        return Some(found);
    }
    let near = nearest(id, links.iter().filter_map(|link| link.line_id.as_deref()));
    let (near, message) = (near.map(str::to_owned), format!("no link is of a line `{id}`"));
    editor.unknown(line, "unknown-line", message, near.as_deref(), "a line_id of link.csv")
}

fn by_facility(editor: &mut Editor<'_>, words: &[Spanned<String>]) -> Option<Vec<usize>> {
    let found: Vec<_> =
        words.iter().map(|word| editor.word(word, &FacilityType::ALL, "facility type")).collect();
    let facilities: Vec<FacilityType> = found.into_iter().collect::<Option<_>>()?;
    let links = editor.network.links.iter().enumerate();
    let chosen = links.filter(|(_, link)| facilities.contains(&link.facility_type));
    Some(chosen.map(|(at, _)| at).collect())
}

/// The keys that name trips: exactly one of them is to be there.
pub(super) struct TripChoice<'a> {
    pub(super) trips: Option<&'a [Spanned<String>]>,
    pub(super) line_id: Option<&'a Spanned<String>>,
    pub(super) class: Option<&'a Spanned<String>>,
}

/// The trips an edit is about.
pub(super) struct ChosenTrips {
    /// Positions in order, each once.
    pub(super) trips: Vec<usize>,
    /// Whether the planner named each of them.
    pub(super) are_named: bool,
    line: Option<BTreeMap<Hop, f64>>,
}

impl ChosenTrips {
    /// How much of a hop the edit is about: all of it, or the part that runs over the line.
    pub(super) fn share(&self, class: RouteClass, from: StopIdx, to: StopIdx) -> f64 {
        let of_line = |line: &BTreeMap<Hop, f64>| line.get(&(class, from, to)).copied();
        self.line.as_ref().map_or(1.0, |line| of_line(line).unwrap_or(0.0))
    }
}

impl TripChoice<'_> {
    pub(super) fn resolve(&self, editor: &mut Editor<'_>) -> Option<ChosenTrips> {
        match (self.trips, self.line_id, self.class) {
            (Some(names), None, None) => named(editor, names),
            (None, Some(line), None) => over_line(editor, line),
            (None, None, Some(class)) => {
                let class = editor.word(class, &RouteClass::ALL, "class of service")?;
                let transit = &editor.network.transit;
                let is_chosen = |at: &usize| transit.class(&transit.trips[*at]) == class;
                let trips = (0..transit.trips.len()).filter(is_chosen).collect();
                Some(ChosenTrips { trips, are_named: false, line: None })
            }
            _ => editor.refuse_edit(
                "wrong-keys",
                "which trips is not said, or said twice",
                "one of trips = [\"…\"], line_id = \"…\", class = \"…\"",
            ),
        }
    }
}

fn named(editor: &mut Editor<'_>, names: &[Spanned<String>]) -> Option<ChosenTrips> {
    let found: Vec<_> = names.iter().map(|name| find_trip(editor, name)).collect();
    let mut trips: Vec<usize> = found.into_iter().collect::<Option<_>>()?;
    trips.sort_unstable();
    trips.dedup();
    Some(ChosenTrips { trips, are_named: true, line: None })
}

/// Trains whose way, from some stop to the next, runs over a link of the line.
fn over_line(editor: &mut Editor<'_>, line: &Spanned<String>) -> Option<ChosenTrips> {
    let links = line_links(editor, line)?;
    let shares = hops_over(editor, &links);
    let transit = &editor.network.transit;
    let runs_over = |at: &usize| {
        let trip = &transit.trips[*at];
        let class = transit.class(trip);
        let mut hops = trip.stop_times.windows(2);
        hops.any(|hop| shares.contains_key(&(class, hop[0].stop, hop[1].stop)))
    };
    let trips = (0..transit.trips.len()).filter(runs_over).collect();
    Some(ChosenTrips { trips, are_named: false, line: Some(shares) })
}

/// A hop of a train of a class.
type Hop = (RouteClass, StopIdx, StopIdx);

/// Of each hop of a train that runs over some of these links, the share of its time at free speed it does so.
fn hops_over(editor: &mut Editor<'_>, links: &[usize]) -> BTreeMap<Hop, f64> {
    let transit = &editor.network.transit;
    let mut hops: BTreeSet<Hop> = BTreeSet::new();
    for trip in transit.trips.iter().filter(|trip| transit.class(trip).is_rail()) {
        let class = transit.class(trip);
        hops.extend(trip.stop_times.windows(2).map(|hop| (class, hop[0].stop, hop[1].stop)));
    }
    let mut shares = BTreeMap::new();
    for hop in hops {
        let node = |stop: StopIdx| editor.network.transit.stops[stop.at()].node;
        let Some((from, to)) = node(hop.1).zip(node(hop.2)) else { continue };
        let path = editor.rail(hop.0).way(from, to);
        let share = path.map_or(0.0, |path| path.share(links));
        if share > 0.0 {
            shares.insert(hop, share);
        }
    }
    shares
}
