//! `shapes.txt`: the course that a trip takes from stop to stop.

use super::Tables;
use crate::diagnostic::Problems;
use crate::formats::table::{Latitude, Longitude, Row, Table};
use crate::index::StopIdx;
use crate::network::{Position, Transit};
use std::collections::{BTreeMap, BTreeSet};

/// Stops farther than this from a shape are not on it.
const OFF: f64 = 0.5;

/// The points of a course between two stops, without these.
pub type Courses = BTreeMap<(StopIdx, StopIdx), Vec<Position>>;

impl Tables {
    /// The course between two stops that a trip calls at in turn, by the shape of the first trip that has one.
    ///
    /// Stops are put on the shape in their order so that the squares of their distances from it are least in sum; a hop with
    /// a stop farther than 500 m from the shape has none.
    pub fn courses(&self, transit: &Transit, problems: &mut Problems) -> Courses {
        let shapes = shapes(self.shapes.as_ref(), problems);
        let rows = self.trips.iter().flat_map(Table::whole_rows);
        let of_trip: BTreeMap<&str, &str> =
            rows.map(|row| (row.text("trip_id"), row.text("shape_id"))).collect();
        let mut seen: BTreeSet<(&str, Vec<StopIdx>)> = BTreeSet::new();
        let mut courses = Courses::new();
        for trip in &transit.trips {
            // The id of a trip by headway has its departure behind it.
            let own = of_trip.get(trip.id.as_str());
            let by_headway = || of_trip.get(trip.id.rsplit_once('@')?.0);
            let Some(id) = own.or_else(by_headway) else { continue };
            let Some(shape) = shapes.get(id).filter(|shape| shape.len() > 1) else { continue };
            let stops: Vec<StopIdx> = trip.stop_times.iter().map(|call| call.stop).collect();
            if !seen.insert((*id, stops.clone())) {
                continue;
            }
            let places: Vec<Position> =
                stops.iter().map(|stop| transit.stops[stop.at()].position).collect();
            let found = along(&places, shape);
            for (hop, ends) in found.windows(2).zip(stops.windows(2)) {
                let is_on = hop.iter().all(|place| place.distance <= OFF);
                if is_on && ends[0] != ends[1] {
                    let inner = shape[hop[0].segment + 1..=hop[1].segment].to_vec();
                    courses.entry((ends[0], ends[1])).or_insert(inner);
                }
            }
        }
        courses
    }
}

/// Points by `shape_id`, in their order.
fn shapes<'t>(
    table: Option<&'t Table>,
    problems: &mut Problems,
) -> BTreeMap<&'t str, Vec<Position>> {
    let mut points: BTreeMap<&str, Vec<(u32, Position)>> = BTreeMap::new();
    let mut point = |row: Row<'t>| {
        let lon: Option<Longitude> = problems.note(row.get("shape_pt_lon"));
        let lat: Option<Latitude> = problems.note(row.get("shape_pt_lat"));
        let sequence: Option<u32> = problems.note(row.get("shape_pt_sequence"));
        Some((sequence?, Position { lon: lon?.0, lat: lat?.0 }))
    };
    for row in table.into_iter().flat_map(Table::whole_rows) {
        if let Some(found) = point(row) {
            points.entry(row.text("shape_id")).or_default().push(found);
        }
    }
    let ordered = |(id, mut points): (&'t str, Vec<(u32, Position)>)| {
        points.sort_by_key(|(sequence, _)| *sequence);
        (id, points.into_iter().map(|(_, place)| place).collect())
    };
    points.into_iter().map(ordered).collect()
}

/// Where a stop is on a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
struct OnShape {
    /// From the point of this number to the next.
    segment: usize,
    /// Kilometres from the stop.
    distance: f64,
}

/// The segment of each stop, never before that of the stop before; the least sum of squared distances.
fn along(stops: &[Position], shape: &[Position]) -> Vec<OnShape> {
    let segments = shape.len() - 1;
    let away: Vec<Vec<f64>> = stops
        .iter()
        .map(|stop| shape.windows(2).map(|pair| distance(*stop, pair[0], pair[1])).collect())
        .collect();
    // By stop and segment: the least sum up to that stop there or before, and where it is there.
    let mut best: Vec<Vec<(f64, usize)>> = Vec::with_capacity(stops.len());
    for of_stop in &away {
        let mut row: Vec<(f64, usize)> = Vec::with_capacity(segments);
        for (segment, distance) in of_stop.iter().enumerate() {
            let before = best.last().map_or(0.0, |before: &Vec<(f64, usize)>| before[segment].0);
            let here = (before + distance.powi(2), segment);
            let kept = row.last().copied().filter(|earlier| earlier.0 <= here.0);
            row.push(kept.unwrap_or(here));
        }
        best.push(row);
    }
    let mut last = segments - 1;
    let mut found: Vec<OnShape> = (0..stops.len())
        .rev()
        .map(|stop| {
            last = best[stop][last].1;
            OnShape { segment: last, distance: away[stop][last] }
        })
        .collect();
    found.reverse();
    found
}

/// Kilometres from a place to the straight line between two others that are near.
fn distance(place: Position, from: Position, to: Position) -> f64 {
    const KM: f64 = 111.2;
    let narrow = place.lat.to_radians().cos();
    let on_plane = |at: Position| ((at.lon - place.lon) * narrow * KM, (at.lat - place.lat) * KM);
    let ((x, y), end) = (on_plane(from), on_plane(to));
    let (along_x, along_y) = (end.0 - x, end.1 - y);
    let squared = along_x.powi(2) + along_y.powi(2);
    let share = if squared > 0.0 { -(x * along_x + y * along_y) / squared } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    (x + share * along_x).hypot(y + share * along_y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> Position {
        Position { lon, lat }
    }

    #[test]
    fn a_loop_is_followed_in_the_order_of_the_stops() {
        // There and back: nearer to the way there, the last stop is still on the way back.
        let shape = [at(0.0, 0.0), at(0.01, 0.0), at(0.02, 0.0), at(0.01, -0.001), at(0.0, -0.001)];
        let stops = [at(0.001, 0.0), at(0.015, 0.0), at(0.005, -0.0001)];
        let found: Vec<usize> = along(&stops, &shape).iter().map(|it| it.segment).collect();
        assert_eq!(found, [0, 1, 3]);
    }

    #[test]
    fn a_place_beside_a_line_is_as_far_as_its_foot() {
        assert!((distance(at(0.01, 0.01), at(0.0, 0.0), at(0.02, 0.0)) - 1.112).abs() < 1e-3);
        assert!((distance(at(0.03, 0.0), at(0.0, 0.0), at(0.02, 0.0)) - 1.112).abs() < 1e-3);
    }

    proptest! {
        /// Against all ways of putting stops on segments in order.
        #[test]
        fn no_other_order_is_nearer(
            shape in prop::collection::vec((0_i32..9, 0_i32..9), 2..6),
            stops in prop::collection::vec((0_i32..9, 0_i32..9), 1..4),
        ) {
            let place = |(x, y): &(i32, i32)| at(f64::from(*x) / 100.0, f64::from(*y) / 100.0);
            let shape: Vec<Position> = shape.iter().map(place).collect();
            let stops: Vec<Position> = stops.iter().map(place).collect();
            let found = along(&stops, &shape);
            prop_assert!(found.windows(2).all(|pair| pair[0].segment <= pair[1].segment));
            let sum: f64 = found.iter().map(|it| it.distance.powi(2)).sum();
            let segments = shape.len() - 1;
            let mut least = f64::MAX;
            for code in 0..segments.pow(stops.len() as u32) {
                let choice: Vec<usize> =
                    (0..stops.len()).map(|at| code / segments.pow(at as u32) % segments).collect();
                if choice.is_sorted() {
                    let far = |(stop, segment): (&Position, &usize)| {
                        distance(*stop, shape[*segment], shape[*segment + 1]).powi(2)
                    };
                    least = least.min(stops.iter().zip(&choice).map(far).sum());
                }
            }
            prop_assert!((sum - least).abs() < 1e-9, "{sum} {least}");
        }
    }
}
