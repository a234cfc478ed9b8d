//! One line around an outline and its holes, for what can only fill a single ring.

type Point = (f64, f64);

/// An outline, then its holes, which run the other way round, as one ring: the way to a hole is gone there and back, so that it encloses nothing.
///
/// It goes from the easternmost corner of the hole due east to the first edge met, so that it lies on the ground that is
/// filled and no line shows where there is none (the bridges of Eberly, "Triangulation by ear clipping", 2002).
pub(super) fn keyhole(rings: &[Vec<Point>]) -> Vec<Point> {
    let Some((outer, holes)) = rings.split_first() else { return Vec::new() };
    let mut holes: Vec<(usize, &Vec<Point>)> =
        holes.iter().filter_map(|hole| Some((easternmost(hole)?, hole))).collect();
    // From the east, so that what lies between a hole and the outline is in the ring already.
    holes.sort_by(|a, b| b.1[b.0].0.total_cmp(&a.1[a.0].0));
    holes.into_iter().fold(outer.clone(), |ring, (start, hole)| joined(&ring, hole, start))
}

fn easternmost(hole: &[Point]) -> Option<usize> {
    (0..hole.len()).max_by(|a, b| hole[*a].0.total_cmp(&hole[*b].0))
}

fn joined(ring: &[Point], hole: &[Point], start: usize) -> Vec<Point> {
    let from = hole[start];
    let edges = (0..ring.len()).filter_map(|at| {
        let east = crossing(ring[at], ring[(at + 1) % ring.len()], from.1)?;
        (east >= from.0).then_some((east, at))
    });
    let Some((east, at)) = edges.min_by(|a, b| a.0.total_cmp(&b.0)) else { return ring.to_vec() };
    let gate = (east, from.1);
    let round = hole[start..].iter().chain(&hole[..=start]);
    let before = ring[..=at].iter().chain([&gate]);
    before.chain(round).chain([&gate]).chain(&ring[at + 1..]).copied().collect()
}

/// Where an edge crosses a parallel; its upper end does not belong to it.
fn crossing(a: Point, b: Point, y: f64) -> Option<f64> {
    let is_crossed = (a.1 <= y) != (b.1 <= y);
    is_crossed.then(|| a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Contains, Coord, LineString, Point as Place, Polygon};
    use proptest::prelude::*;

    fn line(ring: &[Point]) -> LineString<f64> {
        ring.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    /// Against the clock, as holes of an outline that runs with it.
    fn square((x, y): Point, side: f64) -> Vec<Point> {
        vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    }

    /// The ways to holes: edges of the ring that no ring had.
    fn bridges(rings: &[Vec<Point>]) -> Vec<Point> {
        let ring = keyhole(rings);
        let has = |a: Point, b: Point| ring.windows(2).any(|edge| edge == [a, b]);
        let there_and_back = ring.windows(2).filter(|edge| has(edge[1], edge[0]));
        there_and_back.map(|edge| (f64::midpoint(edge[0].0, edge[1].0), edge[0].1)).collect()
    }

    proptest! {
        /// A comb: between its teeth lies no ground, and a straight way from its first corner to a hole would cross it.
        #[test]
        fn the_way_to_a_hole_lies_on_the_ground(
            holes in proptest::collection::vec((0_usize..5, 0.1_f64..0.6, 0.5_f64..8.0), 1..5),
        ) {
            let mut outer = vec![(10.0, -1.0), (0.0, -1.0)];
            for tooth in 0..5 {
                let x = f64::from(tooth) * 2.0;
                outer.extend([(x, 10.0), (x + 1.0, 10.0), (x + 1.0, 0.0), (x + 2.0, 0.0)]);
            }
            let mut rings = vec![outer.clone()];
            for (tooth, x, y) in holes {
                let hole = square((tooth as f64 * 2.0 + x, y), 0.3);
                let is_clear = |other: &Vec<Point>| {
                    (other[0].0 - hole[0].0).abs() > 0.35 || (other[0].1 - hole[0].1).abs() > 0.35
                };
                if rings[1..].iter().all(is_clear) {
                    rings.push(hole);
                }
            }
            let holes: Vec<LineString<f64>> = rings[1..].iter().map(|ring| line(ring)).collect();
            let ground = Polygon::new(line(&outer), holes);
            for (x, y) in bridges(&rings) {
                prop_assert!(ground.contains(&Place::new(x, y)), "{x} {y}");
            }
            let filled = Polygon::new(line(&keyhole(&rings)), Vec::new()).unsigned_area();
            prop_assert!((filled - ground.unsigned_area()).abs() < 1e-9);
        }
    }

    #[test]
    fn an_outline_without_holes_stays_as_it_is() {
        let outer = square((0.0, 0.0), 1.0);
        assert_eq!(keyhole(std::slice::from_ref(&outer)), outer);
        assert_eq!(keyhole(&[]), []);
    }
}
