//! The lines of a timetable as nodes and links, for a network without streets: by the shapes of the feed, else straight from stop to stop.

use super::{Draft, HopCourses, provenance};
use crate::formats::import::{bare_link, road_node};
use crate::index::{NodeIdx, StopIdx};
use crate::network::{
    Confidence, FacilityType, Link, LinkUse, Node, NodeType, Position, RouteClass, Transit,
};
use crate::units::{Kilometres, KmPerHour, Seconds};
use std::collections::BTreeMap;

/// A node for each stop, and a link for each pair of stops that some trip calls at one after the other, whatever the
/// direction. They are there to be drawn; who travels goes by the timetable.
pub(super) fn lines(transit: &Transit, courses: &HopCourses, source: &str) -> Draft {
    let mut hops: BTreeMap<(StopIdx, StopIdx, FacilityType), (Kilometres, Seconds)> =
        BTreeMap::new();
    for trip in &transit.trips {
        let facility = facility(transit.class(trip));
        for pair in trip.stop_times.windows(2).filter(|pair| pair[0].stop != pair[1].stop) {
            let ends = (pair[0].stop.min(pair[1].stop), pair[0].stop.max(pair[1].stop));
            let time = pair[1].arrival.saturating_sub(pair[0].departure);
            let place = |stop: StopIdx| transit.stops[stop.at()].position;
            let length = place(ends.0).distance(place(ends.1));
            let known = hops.entry((ends.0, ends.1, facility)).or_insert((length, time));
            known.1 = known.1.min(time);
        }
    }
    let nodes = transit.stops.iter().map(|stop| Node {
        name: stop.name.clone(),
        name_en: stop.name_en.clone(),
        node_type: NodeType::Junction,
        ..road_node(format!("stop-{}", stop.id), stop.position, derived(source))
    });
    let links = hops.into_iter().enumerate().map(|(at, ((from, to, facility), (length, time)))| {
        // Clocks of whole minutes may have a hop in no time at all.
        let hours = time.hours().max(1.0 / 120.0);
        let speed = |length: Kilometres| KmPerHour((length.0.max(0.001) / hours).max(1.0));
        let course = course(transit, courses, (from, to));
        let longer = along(transit, (from, to), &course);
        // A shape that no vehicle follows in this time is not that of the hop.
        let follows = !course.is_empty() && speed(longer).0 <= facility.highest_speed().0;
        let (length, geometry) = if follows { (longer, course) } else { (length, Vec::new()) };
        let length = Kilometres(length.0.max(0.001));
        let straight = link(at, (from, to), facility, length, speed(length), source);
        Link { geometry, ..straight }
    });
    Draft { nodes: nodes.collect(), links: links.collect() }
}

/// The points between two stops, from the first to the second.
fn course(transit: &Transit, courses: &HopCourses, ends: (StopIdx, StopIdx)) -> Vec<Position> {
    let id = |stop: StopIdx| transit.stops[stop.at()].id.clone();
    let (from, to) = (id(ends.0), id(ends.1));
    if let Some(course) = courses.get(&(from.clone(), to.clone())) {
        return course.clone();
    }
    let back = courses.get(&(to, from)).into_iter().flatten();
    back.rev().copied().collect()
}

fn along(transit: &Transit, ends: (StopIdx, StopIdx), course: &[Position]) -> Kilometres {
    let place = |stop: StopIdx| transit.stops[stop.at()].position;
    let mut last = place(ends.0);
    let mut length = 0.0;
    for point in course.iter().copied().chain([place(ends.1)]) {
        length += last.distance(point).0;
        last = point;
    }
    Kilometres(length)
}

fn derived(source: &str) -> crate::network::Provenance {
    provenance(
        source,
        Confidence::Derived,
        "between stops that a trip calls at in turn, by the shape of a trip or straight",
    )
}

fn facility(class: RouteClass) -> FacilityType {
    match class {
        RouteClass::HighSpeedRail => FacilityType::HighSpeedRail,
        RouteClass::ConventionalRail => FacilityType::ConventionalRail,
        RouteClass::Metro => FacilityType::Metro,
        RouteClass::Bus | RouteClass::Ferry | RouteClass::Air => FacilityType::Urban,
    }
}

fn link(
    at: usize,
    (from, to): (StopIdx, StopIdx),
    facility_type: FacilityType,
    length: Kilometres,
    free_speed: KmPerHour,
    source: &str,
) -> Link {
    let user =
        if facility_type == FacilityType::Urban { LinkUse::Bus } else { LinkUse::PassengerTrain };
    let ends = (NodeIdx(from.0), NodeIdx(to.0));
    Link {
        facility_type,
        allowed_uses: [user].into_iter().collect(),
        ..bare_link(format!("hop-{}", at + 1), ends, length, free_speed, derived(source))
    }
}
