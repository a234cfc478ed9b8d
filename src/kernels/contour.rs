//! Areas where a field on a grid is at most a limit, as polygons with holes.
//!
//! Problem: values are known at the points of a grid, some points have none. Between points the field is taken as linear, and
//! the areas at or below a limit are wanted, such that those of a lower limit lie within those of a higher one.
//!
//! Method: marching squares (Lorensen & Cline 1987, doi 10.1145/37402.37422, in two dimensions), each square cut into four
//! triangles that meet at the mean of its corners, so that no square is ambiguous. Where a corner has no value each of the
//! others has its quarter of the square, but for a sliver at the middle, where areas would touch.
//!
//! Complexity: O(p log p) for p points, and a comparison of each hole with each area.
//!
//! Invariants: rings are simple, none touches another; outer rings run against the clock and holes with it, seen with y
//! upwards; areas of rising limits are nested. The result does not depend on threads.
//!
//! What it does not do: smooth, or guess values where there are none.

use std::collections::BTreeMap;

/// A closed line: its corners in columns and rows of the grid, rows counted downwards; the first is not repeated.
pub type Ring = Vec<(f64, f64)>;

/// An area with its holes.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon {
    /// Around it.
    pub outer: Ring,
    /// What is left out.
    pub holes: Vec<Ring>,
}

/// Values by column and row, whole numbers of seconds or the like.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// Points in a row.
    pub columns: usize,
    /// Row by row.
    pub values: &'a [Option<f64>],
}

/// Keeps limits apart from values, which are whole, and from means of four of them: no ring touches a point.
const APART: f64 = 0.4;

/// How far from a point to the middle of a square without a mean an area goes.
const TO_MIDDLE: f64 = 0.98;

impl Field<'_> {
    /// The areas where the field is at most a whole number.
    pub fn at_most(&self, limit: f64) -> Vec<Polygon> {
        let march = March::new(self, limit + APART);
        let (outer, holes): (Vec<Ring>, Vec<Ring>) =
            march.rings().into_iter().partition(|ring| area(ring) > 0.0);
        let mut found: Vec<Polygon> =
            outer.into_iter().map(|outer| Polygon { outer, holes: Vec::new() }).collect();
        for hole in holes {
            let around = found.iter_mut().filter(|polygon| holds(&polygon.outer, hole[0]));
            let least = around.min_by(|a, b| area(&a.outer).total_cmp(&area(&b.outer)));
            if let Some(polygon) = least {
                polygon.holes.push(hole);
            }
        }
        found
    }
}

impl Polygon {
    /// Its size in squares of the grid.
    pub fn area(&self) -> f64 {
        area(&self.outer) + self.holes.iter().map(|hole| area(hole)).sum::<f64>()
    }

    /// Whether a point is in it.
    pub fn holds(&self, point: (f64, f64)) -> bool {
        holds(&self.outer, point) && !self.holes.iter().any(|hole| holds(hole, point))
    }
}

/// The area inside a ring, negative if it runs with the clock (y upwards).
fn area(ring: &[(f64, f64)]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    -pairs.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
}

fn holds(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let crosses = |(a, b): &(&(f64, f64), &(f64, f64))| {
        (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0
    };
    pairs.filter(crosses).count() % 2 == 1
}

/// A point of the grid with a border around, or the middle of a square.
#[derive(Clone, Copy)]
struct Vertex {
    number: u32,
    at: (f64, f64),
    value: Option<f64>,
}

/// An edge of a triangle by the numbers of its ends, the lesser first.
type Edge = (u32, u32);

/// A limit's way through the triangles.
struct March {
    limit: f64,
    /// The number of points; middles of squares have higher numbers.
    points: u32,
    /// From the edge where an area is left to the one where it is entered again, and where the latter is crossed.
    next: BTreeMap<Edge, (Edge, (f64, f64))>,
}

impl March {
    fn new(field: &Field<'_>, limit: f64) -> Self {
        let columns = field.columns;
        let rows = field.values.len() / columns.max(1);
        let points = ((columns + 2) * (rows + 2)) as u32;
        let mut march = Self { limit, points, next: BTreeMap::new() };
        // Columns and rows count from 1 here, for there is a border without values around the field.
        let vertex = |column: usize, row: usize| {
            let is_there = (1..=columns).contains(&column) && (1..=rows).contains(&row);
            let value = is_there.then(|| field.values[(row - 1) * columns + column - 1]).flatten();
            let number = (row * (columns + 2) + column) as u32;
            Vertex { number, at: (column as f64 - 1.0, row as f64 - 1.0), value }
        };
        for row in 0..=rows {
            for column in 0..=columns {
                let corners = [(0, 0), (0, 1), (1, 1), (1, 0)]
                    .map(|(right, down)| vertex(column + right, row + down));
                let known: Vec<f64> = corners.iter().filter_map(|corner| corner.value).collect();
                let mean = (known.len() == 4).then(|| known.iter().sum::<f64>() / 4.0);
                let middle = Vertex {
                    number: points + corners[0].number,
                    at: (column as f64 - 0.5, row as f64 - 0.5),
                    value: mean,
                };
                for side in 0..4 {
                    march.triangle([corners[side], corners[(side + 1) % 4], middle]);
                }
            }
        }
        march
    }

    fn is_in(&self, vertex: Vertex) -> bool {
        vertex.value.is_some_and(|value| value <= self.limit)
    }

    fn triangle(&mut self, corners: [Vertex; 3]) {
        let (mut left, mut entered) = (None, None);
        for side in 0..3 {
            let (from, to) = (corners[side], corners[(side + 1) % 3]);
            let edge = (from.number.min(to.number), from.number.max(to.number));
            match (self.is_in(from), self.is_in(to)) {
                (true, false) => left = Some(edge),
                (false, true) => entered = Some((edge, self.crossing(to, from))),
                _ => {}
            }
        }
        if let (Some(left), Some(entered)) = (left, entered) {
            self.next.insert(left, entered);
        }
    }

    /// Where the limit is between a point in the area and one out of it.
    fn crossing(&self, inside: Vertex, outside: Vertex) -> (f64, f64) {
        let share = match (inside.value, outside.value) {
            (Some(low), Some(high)) => (self.limit - low) / (high - low),
            _ if outside.number >= self.points => TO_MIDDLE,
            _ => 0.5,
        };
        let between = |a: f64, b: f64| a + (b - a) * share;
        (between(inside.at.0, outside.at.0), between(inside.at.1, outside.at.1))
    }

    fn rings(mut self) -> Vec<Ring> {
        let mut rings = Vec::new();
        while let Some((_, (mut edge, first))) = self.next.pop_first() {
            let mut ring = vec![first];
            while let Some((next, at)) = self.next.remove(&edge) {
                ring.push(at);
                edge = next;
            }
            rings.push(ring);
        }
        rings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Validation;
    use proptest::collection::vec;
    use proptest::prelude::*;

    fn geometry(found: &[Polygon]) -> geo::MultiPolygon<f64> {
        let line = |ring: &Ring| geo::LineString::from(ring.clone());
        let polygon = |found: &Polygon| {
            geo::Polygon::new(line(&found.outer), found.holes.iter().map(line).collect())
        };
        found.iter().map(polygon).collect()
    }

    #[test]
    fn a_lone_point_has_the_square_around_it() {
        let mut values = vec![None; 9];
        values[4] = Some(0.0);
        let found = Field { columns: 3, values: &values }.at_most(0.0);
        assert_eq!(found.len(), 1);
        assert!(found[0].holds((1.4, 1.4)) && !found[0].holds((1.6, 1.0)));
        assert!(found[0].area() > 0.97 && found[0].area() < 1.0, "{found:?}");
    }

    #[test]
    fn a_hill_leaves_a_hole() {
        let mut values = vec![Some(0.0); 25];
        values[12] = Some(100.0);
        let found = Field { columns: 5, values: &values }.at_most(10.0);
        assert_eq!((found.len(), found[0].holes.len()), (1, 1));
        assert!(!found[0].holds((2.0, 2.0)) && found[0].holds((1.0, 2.0)));
    }

    #[test]
    fn a_slope_is_cut_where_the_limit_is() {
        let values: Vec<Option<f64>> = (0..30).map(|at| Some(f64::from(at % 10) * 60.0)).collect();
        let found = Field { columns: 10, values: &values }.at_most(240.0);
        let east = found[0].outer.iter().filter(|at| (0.0..=2.0).contains(&at.1)).map(|at| at.0);
        assert!((east.fold(0.0, f64::max) - 4.0).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn areas_are_valid_and_nested_and_hold_the_points_they_should(
            values in vec(proptest::option::weighted(0.85, 0_u32..12), 42),
            limits in (0_u32..12, 0_u32..12),
        ) {
            let values: Vec<Option<f64>> = values.into_iter().map(|value| value.map(f64::from)).collect();
            let field = Field { columns: 7, values: &values };
            let (low, high) = (f64::from(limits.0.min(limits.1)), f64::from(limits.0.max(limits.1)));
            let [small, large] = [low, high].map(|limit| field.at_most(limit));
            for (limit, found) in [(low, &small), (high, &large)] {
                prop_assert!(geometry(found).is_valid(), "{found:?}");
                for (at, value) in values.iter().enumerate() {
                    let point = ((at % 7) as f64, (at / 7) as f64);
                    let is_in = found.iter().any(|polygon| polygon.holds(point));
                    prop_assert_eq!(is_in, value.is_some_and(|value| value <= limit));
                }
            }
            for at in 0..900 {
                let point = (f64::from(at % 30) * 0.257 - 0.6, f64::from(at / 30) * 0.223 - 0.6);
                let is_in = |found: &[Polygon]| found.iter().any(|polygon| polygon.holds(point));
                prop_assert!(!is_in(&small) || is_in(&large));
            }
        }
    }
}
