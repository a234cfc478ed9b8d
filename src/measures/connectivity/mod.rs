//! How well a network holds together, as travel times show it and as its graph does.
//!
//! A zone's time to itself never counts here, whatever the matrix's rule.

mod betweenness;
mod closure;
mod topology;

pub use betweenness::{Arc, Betweenness, betweenness};
pub use closure::{ClosureLoss, ZoneLoss, closure_loss};
pub use topology::{GraphIndices, NoSuchNode, Topology};

use super::accessibility::SHORTEST_TIME;
use super::{Matrix, SelfTime};
use crate::units::{Kilometres, Seconds};

/// What a table of times says about a network as a whole; see [`summary`].
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Ordered pairs of different zones.
    pub pairs: usize,
    /// Those with a way.
    pub reachable_pairs: usize,
    /// Plain mean time over reachable pairs, in minutes.
    pub mean_minutes: Option<f64>,
    /// Mean time over reachable pairs with weight `P_i P_j`, in minutes: the meeting of two people chosen at random.
    pub weighted_mean_minutes: Option<f64>,
    /// Global efficiency in 1/h: `E = 1/(n(n−1)) Σ 1/T_ij`, unreachable pairs adding 0; higher is better. Reference:
    /// Latora & Marchiori (2001), doi 10.1103/PhysRevLett.87.198701.
    pub efficiency_per_hour: f64,
    /// The longest of the least times (the diameter).
    pub longest: Option<Seconds>,
}

/// Reachable pairs, mean times and global efficiency of a table of times.
///
/// For a square matrix both masses are the same population.
pub fn summary(matrix: &Matrix, origin_masses: &[f64], destination_masses: &[f64]) -> Summary {
    matrix.expect_origins(origin_masses.len());
    matrix.expect_destinations(destination_masses.len());
    let between = matrix.with_self_time(SelfTime::Exclude);
    let (mut reachable, mut sum, mut weights, mut weighted, mut inverse) = (0, 0.0, 0.0, 0.0, 0.0);
    for (origin, destination, time) in reached_pairs(&between) {
        let weight = origin_masses[origin] * destination_masses[destination];
        reachable += 1;
        sum += time.minutes();
        weights += weight;
        weighted += weight * time.minutes();
        inverse += 1.0 / time.max(SHORTEST_TIME).hours();
    }
    let pairs = pairs(&between);
    Summary {
        pairs,
        reachable_pairs: reachable,
        mean_minutes: (reachable > 0).then(|| sum / reachable as f64),
        weighted_mean_minutes: (weights > 0.0).then(|| weighted / weights),
        efficiency_per_hour: if pairs > 0 { inverse / pairs as f64 } else { 0.0 },
        longest: reached_pairs(&between).map(|(_, _, time)| time).max(),
    }
}

/// Ordered pairs of different zones within the limit, the limit included.
pub fn pairs_within(matrix: &Matrix, limit: Seconds) -> usize {
    reached_pairs(&matrix.with_self_time(SelfTime::Exclude))
        .filter(|&(_, _, time)| time <= limit)
        .count()
}

/// What lies within a time of a centre; see [`circle`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    /// Zones within, the centre among them.
    pub zones: usize,
    /// Their population.
    pub population: f64,
    /// Their area in km².
    pub area_km2: f64,
}

/// N-hour circle 小时交通圈: zones, population and area within the limit of one centre, the centre itself included.
pub fn circle(
    matrix: &Matrix,
    centre: usize,
    limit: Seconds,
    population: &[f64],
    area_km2: &[f64],
) -> Circle {
    matrix.expect_destinations(population.len());
    matrix.expect_destinations(area_km2.len());
    let mut circle = Circle { zones: 0, population: 0.0, area_km2: 0.0 };
    let with_centre = matrix.with_self_time(SelfTime::Fixed(Seconds(0)));
    for (zone, _) in with_centre.reached_from(centre).filter(|&(_, time)| time <= limit) {
        circle.zones += 1;
        circle.population += population[zone];
        circle.area_km2 += area_km2[zone];
    }
    circle
}

/// Closeness 接近中心性 in 1/h: `C_i = (r/m) · (r/Σ_j T_ij)` over the r of m others that are reached; higher is better.
///
/// The first factor keeps a pair on an island from looking central. Reference: Wasserman & Faust (1994), *Social Network Analysis*, p. 201.
pub fn closeness(matrix: &Matrix) -> Vec<f64> {
    let between = matrix.with_self_time(SelfTime::Exclude);
    between.per_origin(|origin| {
        let others = between.from_origin(origin).count() as f64;
        let reached = between.reached_from(origin).count() as f64;
        let hours: f64 =
            between.reached_from(origin).map(|(_, time)| time.max(SHORTEST_TIME).hours()).sum();
        if hours > 0.0 { reached / others * reached / hours } else { 0.0 }
    })
}

/// Detour index 绕行指数: straight line over network length, 1 at best; `None` without a network length.
///
/// Its inverse is circuity (非直线系数). Reference: Rodrigue, *The Geography of Transport Systems*.
pub fn detour_index(straight: Kilometres, network: Kilometres) -> Option<f64> {
    (network.0 > 0.0).then(|| straight.0 / network.0)
}

fn pairs(matrix: &Matrix) -> usize {
    (0..matrix.origins()).map(|origin| matrix.from_origin(origin).count()).sum()
}

fn reached_pairs<'a>(matrix: &'a Matrix) -> impl Iterator<Item = (usize, usize, Seconds)> + 'a {
    (0..matrix.origins()).flat_map(move |origin| {
        matrix.reached_from(origin).map(move |(destination, time)| (origin, destination, time))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::testing::{
        MASSES, any_improvement, assert_all_close, assert_close, four_zones, matrix,
    };
    use proptest::prelude::*;

    #[test]
    fn four_zones_as_a_whole() {
        let times = four_zones();
        let whole = summary(&matrix(&times, SelfTime::Fixed(Seconds(60))), &MASSES, &MASSES);
        assert_eq!((whole.pairs, whole.reachable_pairs), (12, 8));
        // 2·30 + 2·60 + 2·40 + 120 + 150 = 530 over 8
        assert_close(whole.mean_minutes.unwrap(), 66.25);
        // Weights in 10⁴: AB 2, AC 3, BC 6 (twice each), BD 8 (once each way): 2·(60 + 180 + 240) + 8·270 = 3120 over 38
        assert_close(whole.weighted_mean_minutes.unwrap(), 3120.0 / 38.0);
        // 2·(2 + 1 + 1.5) + 0.5 + 0.4 = 9.9 over 12
        assert_close(whole.efficiency_per_hour, 0.825);
        assert_eq!(whole.longest, Some(Seconds(9000)));
        assert_eq!(pairs_within(&matrix(&times, SelfTime::AsGiven), Seconds(2400)), 4);
    }

    #[test]
    fn a_circle_holds_its_centre() {
        let times = four_zones();
        let area = [10.0, 20.0, 30.0, 40.0];
        let around_b = circle(&matrix(&times, SelfTime::Exclude), 1, Seconds(2400), &MASSES, &area);
        assert_eq!(around_b, Circle { zones: 3, population: 600.0, area_km2: 60.0 });
    }

    #[test]
    fn closeness_counts_the_missing() {
        let times = four_zones();
        // A: 2 of 3 in 1.5 h: 2/3 · 2/1.5    B: 3/(19/6)    C: 2/3 · 2/(5/3)    D: 1/3 · 1/2.5
        let by_hand = [8.0 / 9.0, 18.0 / 19.0, 0.8, 2.0 / 15.0];
        assert_all_close(&closeness(&matrix(&times, SelfTime::Exclude)), &by_hand);
        assert_close(detour_index(Kilometres(40.0), Kilometres(50.0)).unwrap(), 0.8);
    }

    #[test]
    fn nothing_has_no_means() {
        let none = summary(&Matrix::square(1, &[None], SelfTime::Exclude).unwrap(), &[1.0], &[1.0]);
        assert_eq!((none.pairs, none.mean_minutes, none.longest), (0, None, None));
    }

    proptest! {
        #[test]
        fn a_faster_link_never_loosens_the_network((times, faster, masses) in any_improvement()) {
            let whole = |times| summary(&matrix(times, SelfTime::Exclude), &masses, &masses);
            let (before, after) = (whole(&times), whole(&faster));
            prop_assert!(after.efficiency_per_hour >= before.efficiency_per_hour - 1e-12);
            prop_assert!(after.mean_minutes <= before.mean_minutes);
            prop_assert!(after.longest <= before.longest);
            prop_assert_eq!(after.reachable_pairs, before.reachable_pairs);
        }
    }
}
