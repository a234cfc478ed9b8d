//! Mass divided by time: potentials, links and fields.

use super::hours_at_least_shortest;
use crate::measures::Matrix;
use crate::units::Seconds;

/// Economic potential 经济潜力 (势能): `P_i = Σ_j M_j / T_ij^α`, T in hours, in mass per hour^α; higher is better.
///
/// Unreached destinations add 0; times count at least [`SHORTEST_TIME`](super::SHORTEST_TIME). α is 1 in most Chinese
/// work and 2 in some; 1.5 in doi 10.1007/s12544-016-0197-5. The zone's own potential is often the largest term: choose
/// the matrix's [`SelfTime`](crate::measures::SelfTime) and say so. With employment as the mass and generalised time it
/// is the effective density of agglomeration studies.
pub fn economic_potential(matrix: &Matrix, masses: &[f64], alpha: f64) -> Vec<f64> {
    matrix.weighted_sums(masses, |time| hours_at_least_shortest(time).powf(-alpha))
}

/// Market access 市场准入: `MA_i = Σ_j τ_ij^(−θ) N_j`, in the unit of the masses; higher is better.
///
/// τ is a trade cost of at least 1 made from time, θ the trade elasticity: both must come from a source, so neither has
/// a default. Reference: Donaldson & Hornbeck (2016), doi 10.1093/qje/qjw002.
///
/// ```
/// use tongqu::measures::{Matrix, accessibility::market_access};
/// use tongqu::units::Seconds;
/// let matrix = Matrix::rectangular(1, 1, &[Some(Seconds(7200))])?;
/// let iceberg = |time: Seconds| 1.0 + 0.5 * time.hours(); // half of the goods' value for each hour
/// assert_eq!(market_access(&matrix, &[80.0], 2.0, iceberg), [20.0]); // 80 / 2²
/// # Ok::<(), tongqu::measures::ShapeError>(())
/// ```
pub fn market_access(
    matrix: &Matrix,
    masses: &[f64],
    theta: f64,
    trade_cost: impl Fn(Seconds) -> f64,
) -> Vec<f64> {
    matrix.weighted_sums(masses, |time| trade_cost(time).powf(-theta))
}

/// Economic linkage 经济联系强度: `R_ij = k · √(P_i G_i) · √(P_j G_j) / T_ij^b`, T in hours; row-major, 0 where there is no
/// way.
///
/// `masses` are √(population × GDP), of the same zones at both ends; k = 1 and b = 2 in use. Shares of a zone's links
/// (隶属度) are each cell over its row's sum.
pub fn economic_linkage(matrix: &Matrix, masses: &[f64], k: f64, exponent: f64) -> Vec<f64> {
    matrix.expect_origins(masses.len());
    matrix.expect_destinations(masses.len());
    let mut links = matrix.weights(|time| k * hours_at_least_shortest(time).powf(-exponent));
    for (cell, link) in links.iter_mut().enumerate() {
        *link *= masses[cell / masses.len()] * masses[cell % masses.len()];
    }
    links
}

/// Huff field 哈夫场: the share of an origin's trips each centre draws, `p_ij = M_j T_ij^(−λ) / Σ_j M_j T_ij^(−λ)`;
/// row-major, each row adding up to 1, or all 0 where no centre is reached.
///
/// λ = 2 in use. Reference: Huff (1964), doi 10.1177/002224296402800307.
pub fn huff(matrix: &Matrix, attractions: &[f64], lambda: f64) -> Vec<f64> {
    matrix.expect_destinations(attractions.len());
    let mut field = matrix.weights(|time| hours_at_least_shortest(time).powf(-lambda));
    for row in field.chunks_mut(attractions.len().max(1)) {
        row.iter_mut().zip(attractions).for_each(|(pull, attraction)| *pull *= attraction);
        let sum: f64 = row.iter().sum();
        if sum > 0.0 {
            for pull in row.iter_mut() {
                *pull /= sum;
            }
        }
    }
    field
}

/// The column of the largest value above 0 in each row (the centre whose hinterland it is); the first of equals.
pub fn strongest(field: &[f64], destinations: usize) -> Vec<Option<usize>> {
    let strongest_of = |row: &[f64]| {
        let better = |best: usize, j: usize| if row[j] > row[best] { j } else { best };
        (0..row.len()).reduce(better).filter(|&best| row[best] > 0.0)
    };
    field.chunks(destinations.max(1)).map(strongest_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::SelfTime;
    use crate::measures::testing::{
        MASSES, any_improvement, assert_all_close, assert_close, four_zones, matrix,
    };
    use proptest::prelude::*;

    #[test]
    fn potential_of_four_zones() {
        let times = four_zones();
        let potential = |rule, alpha| economic_potential(&matrix(&times, rule), &MASSES, alpha);
        // A: 200/0.5 + 300/1 = 700                 B: 100/0.5 + 300/(2/3) + 400/2 = 850
        // C: 100/1 + 200/(2/3) = 400               D: 200/2.5 = 80
        assert_all_close(&potential(SelfTime::Exclude, 1.0), &[700.0, 850.0, 400.0, 80.0]);
        // α = 2, A: 200/0.25 + 300 = 1100
        assert_close(potential(SelfTime::Exclude, 2.0)[0], 1100.0);
        // Half nearest, A: 15 min = 0.25 h, 100/0.25 = 400 more
        assert_close(potential(SelfTime::HalfNearest, 1.0)[0], 1100.0);
        // No time at all counts one minute: 100 · 60 more
        assert_close(potential(SelfTime::Fixed(Seconds(0)), 1.0)[0], 6700.0);
    }

    #[test]
    fn links_pull_both_ways() {
        let times = four_zones();
        let links = economic_linkage(&matrix(&times, SelfTime::Exclude), &MASSES, 1.0, 2.0);
        assert_close(links[1], 100.0 * 200.0 / 0.25);
        assert_close(links[4], links[1]);
        assert_close(links[7], 200.0 * 400.0 / 4.0);
        assert_close(links[13], 400.0 * 200.0 / 6.25);
        assert_close(links[0] + links[3], 0.0);
    }

    #[test]
    fn fields_are_shares() {
        let times = four_zones();
        let field = huff(&matrix(&times, SelfTime::Exclude), &MASSES, 2.0);
        // A: B 200/0.25 = 800, C 300/1 = 300
        assert_all_close(&field[..4], &[0.0, 800.0 / 1100.0, 300.0 / 1100.0, 0.0]);
        // B: A 100/0.25 = 400, C 300/(4/9) = 675, D 400/4 = 100
        assert_eq!(strongest(&field, 4), [Some(1), Some(2), Some(1), Some(1)]);
        assert_eq!(strongest(&[0.0, 0.0, 2.0, 2.0], 2), [None, Some(0)]);
    }

    proptest! {
        #[test]
        fn a_faster_link_never_lowers_potential((times, faster, masses) in any_improvement(), alpha in 0.1_f64..3.0) {
            let before = economic_potential(&matrix(&times, SelfTime::HalfNearest), &masses, alpha);
            let after = economic_potential(&matrix(&faster, SelfTime::HalfNearest), &masses, alpha);
            prop_assert!(before.iter().zip(&after).all(|(b, a)| *b <= a * (1.0 + 1e-12)));
        }

        #[test]
        fn huff_rows_add_up_to_one((times, _, masses) in any_improvement()) {
            for row in huff(&matrix(&times, SelfTime::Exclude), &masses, 2.0).chunks(masses.len()) {
                let sum: f64 = row.iter().sum();
                prop_assert!(sum.abs() < 1e-12 || (sum - 1.0).abs() < 1e-9);
            }
        }
    }
}
