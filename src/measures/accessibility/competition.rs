//! What is left for each origin when others want the same: floating catchments and spatial availability.
//!
//! Demand is one value per origin (people), supply one per destination (beds, jobs). All supply that anyone reaches is
//! handed out, none twice (with balanced catchments: all level of service); the tests hold that.

use super::Decay;
use crate::measures::Matrix;

/// Two-step floating catchment area 两步移动搜索法: supply per head within reach, in supply per person; higher is better.
///
/// `R_j = S_j / Σ_k w_kj D_k`, then `A_i = Σ_j w_ij R_j`. With [`Decay::Step`] the original of Luo & Wang (2003), doi
/// 10.1068/b29120; with a smooth decay the enhanced form of Luo & Qi (2009), doi 10.1016/j.healthplace.2009.06.002.
/// `Σ_i D_i A_i` is the supply that somebody with demand reaches.
pub fn two_step_fca(matrix: &Matrix, demand: &[f64], supply: &[f64], decay: Decay) -> Vec<f64> {
    let weights = Weights::new(matrix, demand, supply, decay);
    let ratios = supply_ratios(
        supply,
        &weights.columns(|cell, origin| weights.cells[cell] * demand[origin]),
    );
    weights.rows(|cell, destination| weights.cells[cell] * ratios[destination])
}

/// Balanced floating catchment area: [`two_step_fca`] with weights that add up to one for each person and for each
/// facility, so that neither is counted twice; in supply per person, higher is better.
///
/// `R_j = S_j / Σ_k w^i_kj D_k` with `w^i_kj = w_kj / Σ_j w_kj`, then `A_i = Σ_j w^j_ij R_j` with `w^j_ij = w_ij / Σ_i w_ij`.
/// Here it is not `Σ_i D_i A_i` but `Σ_i A_i = Σ_j R_j` that is kept. Reference: Paez, Higgins & Vivona (2019), doi
/// 10.1371/journal.pone.0218773.
pub fn balanced_fca(matrix: &Matrix, demand: &[f64], supply: &[f64], decay: Decay) -> Vec<f64> {
    let weights = Weights::new(matrix, demand, supply, decay);
    let of_origin = weights.rows(|cell, _| weights.cells[cell]);
    let of_destination = weights.columns(|cell, _| weights.cells[cell]);
    let served = weights
        .columns(|cell, origin| share(weights.cells[cell], of_origin[origin]) * demand[origin]);
    let ratios = supply_ratios(supply, &served);
    weights.rows(|cell, destination| {
        share(weights.cells[cell], of_destination[destination]) * ratios[destination]
    })
}

/// Spatial availability: the opportunities that fall to each origin when every destination's are shared out in
/// proportion to demand and nearness; in opportunities, higher is better.
///
/// `V_i = Σ_j O_j · D_i^α w_ij / Σ_k D_k^α w_kj`, α = 1 in use. Every opportunity that is reached by someone is counted
/// once: `Σ_i V_i = Σ_j O_j`. Reference: Soukhov et al. (2023), doi 10.1371/journal.pone.0278468.
pub fn spatial_availability(
    matrix: &Matrix,
    demand: &[f64],
    opportunities: &[f64],
    decay: Decay,
    alpha: f64,
) -> Vec<f64> {
    let weights = Weights::new(matrix, demand, opportunities, decay);
    let pull: Vec<f64> = demand.iter().map(|people| people.powf(alpha)).collect();
    let ratios = supply_ratios(
        opportunities,
        &weights.columns(|cell, origin| weights.cells[cell] * pull[origin]),
    );
    let per_pull = weights.rows(|cell, destination| weights.cells[cell] * ratios[destination]);
    per_pull.iter().zip(&pull).map(|(ratio, pull)| ratio * pull).collect()
}

/// The decayed matrix, summed either way.
struct Weights {
    origins: usize,
    destinations: usize,
    cells: Vec<f64>,
}

impl Weights {
    fn new(matrix: &Matrix, demand: &[f64], supply: &[f64], decay: Decay) -> Self {
        matrix.expect_origins(demand.len());
        matrix.expect_destinations(supply.len());
        let cells = matrix.weights(|time| decay.weight(time));
        Self { origins: matrix.origins(), destinations: matrix.destinations(), cells }
    }

    /// For each origin the sum over destinations of `value(cell, destination)`.
    fn rows(&self, value: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let row =
            |origin| (0..self.destinations).map(|j| value(origin * self.destinations + j, j)).sum();
        (0..self.origins).map(row).collect()
    }

    /// For each destination the sum over origins of `value(cell, origin)`.
    fn columns(&self, value: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let column =
            |j| (0..self.origins).map(|origin| value(origin * self.destinations + j, origin)).sum();
        (0..self.destinations).map(column).collect()
    }
}

/// Supply over demand; a facility nobody asks for hands out nothing.
fn supply_ratios(supply: &[f64], demand: &[f64]) -> Vec<f64> {
    supply.iter().zip(demand).map(|(&supply, &demand)| share(supply, demand)).collect()
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::testing::{any_improvement, assert_all_close, assert_close, matrix};
    use crate::measures::{SelfTime, testing::is_close};
    use crate::units::Seconds;
    use proptest::prelude::*;

    /// Three zones and two hospitals; zone 0 reaches both within the hour, zone 1 the first, zone 2 the second.
    const MINUTES: [u32; 6] = [20, 30, 40, 90, 100, 10];
    const PEOPLE: [f64; 3] = [100.0, 300.0, 100.0];
    const BEDS: [f64; 2] = [40.0, 10.0];
    const HOUR: Decay = Decay::Step { limit: Seconds(3600) };

    fn times() -> Vec<Option<Seconds>> {
        MINUTES.iter().map(|&minutes| Some(Seconds::from_minutes(minutes))).collect()
    }

    #[test]
    fn two_steps_by_hand() {
        let times = times();
        let access =
            two_step_fca(&Matrix::rectangular(3, 2, &times).unwrap(), &PEOPLE, &BEDS, HOUR);
        // R: 40 / (100 + 300) = 0.1 and 10 / (100 + 100) = 0.05
        assert_all_close(&access, &[0.15, 0.1, 0.05]);
        // 100·0.15 + 300·0.1 + 100·0.05 = 50 beds
    }

    #[test]
    fn balance_by_hand() {
        let times = times();
        let access =
            balanced_fca(&Matrix::rectangular(3, 2, &times).unwrap(), &PEOPLE, &BEDS, HOUR);
        // Zone 0 splits its 100 in halves: demand 50 + 300 = 350 and 50 + 100 = 150; R 40/350 and 10/150.
        // Each hospital splits its level between two zones: A_0 = R_1/2 + R_2/2, A_1 = R_1/2, A_2 = R_2/2.
        let (first, second) = (40.0 / 350.0 / 2.0, 10.0 / 150.0 / 2.0);
        assert_all_close(&access, &[first + second, first, second]);
    }

    #[test]
    fn availability_as_in_the_paper() {
        // Soukhov et al. (2023), synthetic example: A, B, C with 50, 150 and 10 thousand people; 1, 2, 3 with 100, 100
        // and 10 thousand jobs; e^(−0.1 t). Column 1: w = e^−1.5, e^−3, e^−10 times people.
        let minutes = [15, 30, 100, 30, 15, 100, 100, 100, 15];
        let times: Vec<_> = minutes.iter().map(|&m| Some(Seconds::from_minutes(m))).collect();
        let matrix = Matrix::rectangular(3, 3, &times).unwrap();
        let (people, jobs) = ([50e3, 150e3, 10e3], [100e3, 100e3, 10e3]);
        let decay = Decay::NegativeExponential { per_minute: 0.1 };
        let available = spatial_availability(&matrix, &people, &jobs, decay, 1.0);
        let (near, mid, far) = ((-1.5_f64).exp(), (-3.0_f64).exp(), (-10.0_f64).exp());
        let from_one = 100e3 * 50.0 * near / (50.0 * near + 150.0 * mid + 10.0 * far);
        let from_two = 100e3 * 50.0 * mid / (50.0 * mid + 150.0 * near + 10.0 * far);
        let from_three = 10e3 * 50.0 * far / (50.0 * far + 150.0 * far + 10.0 * near);
        assert_close(available[0], from_one + from_two + from_three);
        assert_close(available.iter().sum(), 210e3);
        assert!((available[0] - 66_833.0).abs() < 1.0, "as published: {}", available[0]);
    }

    #[test]
    fn unreached_supply_goes_to_nobody() {
        let times = [None, None];
        let matrix = Matrix::rectangular(2, 1, &times).unwrap();
        assert_all_close(&two_step_fca(&matrix, &[1.0, 1.0], &[5.0], HOUR), &[0.0, 0.0]);
        assert_all_close(&balanced_fca(&matrix, &[1.0, 1.0], &[5.0], HOUR), &[0.0, 0.0]);
        assert_all_close(
            &spatial_availability(&matrix, &[1.0, 1.0], &[5.0], HOUR, 1.0),
            &[0.0, 0.0],
        );
    }

    proptest! {
        #[test]
        fn reached_supply_is_handed_out_once((times, _, demand) in any_improvement()) {
            let matrix = matrix(&times, SelfTime::AsGiven);
            let supply: Vec<f64> = demand.iter().rev().copied().collect();
            let decay = Decay::half_life(Seconds(3600));
            let is_reached = |j: &usize| (0..matrix.origins()).any(|i| matrix.time(i, *j).is_some());
            let reached: f64 = (0..supply.len()).filter(is_reached).map(|j| supply[j]).sum();
            let per_head = two_step_fca(&matrix, &demand, &supply, decay);
            let handed: f64 = per_head.iter().zip(&demand).map(|(access, people)| access * people).sum();
            prop_assert!(is_close(handed, reached), "{handed} {reached}");
            let available: f64 = spatial_availability(&matrix, &demand, &supply, decay, 0.7).iter().sum();
            prop_assert!(is_close(available, reached), "{available} {reached}");
            // Supply in proportion to the demand that is served there makes every level of service 1.
            let steady = Weights::new(&matrix, &demand, &supply, decay);
            let of_origin = steady.rows(|cell, _| steady.cells[cell]);
            let served = steady.columns(|cell, i| share(steady.cells[cell], of_origin[i]) * demand[i]);
            let level: f64 = balanced_fca(&matrix, &demand, &served, decay).iter().sum();
            prop_assert!(is_close(level, served.iter().filter(|&&served| served > 0.0).count() as f64), "{level}");
        }
    }
}
