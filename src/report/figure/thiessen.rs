//! Thiessen (Voronoi) areas: the ground nearer to a zone's centre than to any other, near enough to matter.
//!
//! An area ends where it is farther than `reach` from its centre and where it leaves the convex hull of all centres by
//! more than `margin`, so that the whole looks like a region and not like the box around it. With `n` centres the plain
//! construction by half-planes takes O(n²) cuts, of which the reach leaves few: 117 zones take no time.

use geo::{ConvexHull, MultiPoint, Point};

use super::clip::{HalfPlane, ring_at};
use super::scene::Xy;

/// Corners of the circle around a centre.
const CORNERS: u32 = 72;

/// The area of every centre, in their order; centres at the very same place share one.
pub(super) fn areas(centres: &[Xy], reach: f64, margin: f64) -> Vec<Vec<Xy>> {
    let hull = hull(centres, margin);
    centres.iter().map(|&centre| area(centre, centres, reach, &hull)).collect()
}

fn area(centre: Xy, centres: &[Xy], reach: f64, hull: &[HalfPlane]) -> Vec<Xy> {
    let distance = |other: &Xy| (other.0 - centre.0).hypot(other.1 - centre.1);
    let rivals =
        centres.iter().filter(|other| distance(other) > 1e-9 && distance(other) < 2.0 * reach);
    let bisectors = rivals.map(|&other| HalfPlane::nearer(centre, other));
    hull.iter()
        .copied()
        .chain(bisectors)
        .fold(circle(centre, reach), |ring, plane| ring_at(&ring, plane))
}

fn circle(centre: Xy, radius: f64) -> Vec<Xy> {
    let corner = |n: u32| {
        let angle = std::f64::consts::TAU * f64::from(n) / f64::from(CORNERS);
        (centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin())
    };
    (0..CORNERS).map(corner).collect()
}

/// The sides of the convex hull, moved outwards.
fn hull(centres: &[Xy], margin: f64) -> Vec<HalfPlane> {
    let points: MultiPoint<f64> = centres.iter().map(|&(x, y)| Point::new(x, y)).collect();
    let hull = points.convex_hull();
    let corners = &hull.exterior().0;
    let side = |pair: &[geo::Coord<f64>]| {
        // geo winds its hulls against the clock, with the inside on the left.
        let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
        let normal = (dy / dx.hypot(dy), -dx / dx.hypot(dy));
        HalfPlane { normal, limit: normal.0 * pair[0].x + normal.1 * pair[0].y + margin }
    };
    let has_sides = corners.len() > 3;
    corners.windows(2).filter(|pair| has_sides && pair[0] != pair[1]).map(side).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(ring: &[Xy]) -> f64 {
        let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
        pairs.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
    }

    #[test]
    fn four_corners_share_their_square_fairly() {
        let areas = areas(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)], 100.0, 0.0);
        assert!(areas.iter().all(|area| (size(area) - 25.0).abs() < 1e-9), "{areas:?}");
    }

    #[test]
    fn every_place_of_an_area_is_nearest_to_its_own_centre() {
        let centres: Vec<Xy> =
            (0..40_u32).map(|n| (f64::from(n * 37 % 101), f64::from(n * 53 % 97))).collect();
        for (own, ring) in areas(&centres, 30.0, 5.0).iter().enumerate() {
            let distance = |centre: Xy, at: Xy| (centre.0 - at.0).hypot(centre.1 - at.1);
            let is_nearest = |&at: &Xy| {
                centres.iter().all(|&c| distance(c, at) + 1e-6 >= distance(centres[own], at))
            };
            assert!(ring.iter().all(is_nearest) && !ring.is_empty());
        }
    }

    #[test]
    fn few_or_equal_centres_still_have_areas() {
        assert!(areas(&[(1.0, 1.0)], 3.0, 1.0)[0].len() > 10);
        let twins = areas(&[(1.0, 1.0), (1.0, 1.0)], 3.0, 1.0);
        assert_eq!(twins[0], twins[1]);
        assert!(areas(&[], 3.0, 1.0).is_empty());
    }
}
