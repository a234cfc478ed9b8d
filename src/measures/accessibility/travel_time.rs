//! Mean times to the others: the location indicators.

use crate::measures::Matrix;
use crate::units::{Kilometres, KmPerHour, Seconds};

/// A mean time over the destinations reached, and how much of the mass they hold.
///
/// The two belong together: a line to a far island that could not be reached before makes the mean longer and the
/// share larger, and nobody worse off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanTime {
    /// Mean time in minutes; `None` where no mass is reached.
    pub minutes: Option<f64>,
    /// Mass reached over all mass that was looked for, 0 to 1.
    pub mass_share: f64,
}

/// A mean of times relative to the ideal, and how much of the mass they hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RelativeTime {
    /// Actual over ideal time, 1 at best; `None` where no mass is reached.
    pub ratio: Option<f64>,
    /// Mass reached over all mass that was looked for, 0 to 1.
    pub mass_share: f64,
}

/// Average travel time 平均旅行时间, in minutes: `A_i = Σ_j T_ij / n` over the n destinations reached; lower is better.
///
/// [`MeanTime::mass_share`] is the share of destinations reached. With [`SelfTime::Exclude`] and all reached this is
/// the Chinese papers' Σ T / (n − 1).
///
/// [`SelfTime::Exclude`]: crate::measures::SelfTime::Exclude
pub fn average_travel_time(matrix: &Matrix) -> Vec<MeanTime> {
    watt(matrix, &vec![1.0; matrix.destinations()])
}

/// Weighted average travel time (WATT, "location indicator") 加权平均旅行时间, in minutes:
/// `A_i = Σ_j T_ij M_j / Σ_j M_j` over the destinations reached; lower is better.
///
/// M is commonly √(population × GDP). Reference: Gutiérrez, González & Gómez (1996), *The European high-speed train
/// network*, Journal of Transport Geography 4(4).
///
/// ```
/// use tongqu::measures::{Matrix, SelfTime, accessibility::watt};
/// use tongqu::units::Seconds;
/// // From zone 0: 30 min to a mass of 1, 60 min to a mass of 3; (30 + 180) / 4 = 52.5.
/// let times = [None, Some(Seconds(1800)), Some(Seconds(3600)), None, None, None, None, None, None];
/// let matrix = Matrix::square(3, &times, SelfTime::Exclude)?;
/// let watt = watt(&matrix, &[9.0, 1.0, 3.0]);
/// assert_eq!(watt[0].minutes, Some(52.5));
/// assert_eq!(watt[1].minutes, None);
/// # Ok::<(), tongqu::measures::ShapeError>(())
/// ```
pub fn watt(matrix: &Matrix, masses: &[f64]) -> Vec<MeanTime> {
    means(matrix, masses, |_, time| Some(time.minutes())).map(mean_time).collect()
}

/// Generalised weighted travel time 广义加权旅行时间, in minutes: [`watt`] with `T_ij + fare_ij / VOT`.
///
/// `extra` is the fare of each cell as time (row-major, see [`fare_as_time`]), the diagonal included. Where fares rise
/// with speed, WATT alone can show twice the gain that travellers have.
pub fn generalised_watt(matrix: &Matrix, extra: &[Seconds], masses: &[f64]) -> Vec<MeanTime> {
    matrix.expect_cells(extra.len());
    means(matrix, masses, |cell, time| Some(time.minutes() + extra[cell].minutes()))
        .map(mean_time)
        .collect()
}

/// A fare as the time it is worth: fare ÷ value of time, to the nearest second.
///
/// ```
/// use tongqu::measures::accessibility::fare_as_time;
/// use tongqu::units::Seconds;
/// assert_eq!(fare_as_time(25.0, 50.0), Seconds(1800)); // 25 yuan at 50 yuan an hour
/// ```
pub fn fare_as_time(fare_yuan: f64, value_of_time_yuan_per_hour: f64) -> Seconds {
    Seconds::from_f64(fare_yuan / value_of_time_yuan_per_hour * 3600.0)
}

/// Relative time of station access: `τ = 2 T_station / T_ride`, access and egress over the mean ride; `None` without a
/// ride. Lower is better; above 1 the ways to and from the stations take longer than the train.
pub fn station_access_ratio(station: Seconds, mean_ride: Seconds) -> Option<f64> {
    (mean_ride > Seconds(0)).then(|| 2.0 * station.minutes() / mean_ride.minutes())
}

/// Network efficiency 网络效率 (relative accessibility): `E_i = Σ_j (T_ij / T*_ij) M_j / Σ_j M_j`, with T* the straight
/// line at top speed; 1 is ideal, lower is better.
///
/// It takes out geography: a remote city on a fast straight line scores well. `straight` is row-major like the times;
/// cells without a length (the same place) are left out. Top speed: 130 km/h for roads, the line's for rail.
/// Reference: Gutiérrez, Monzón & Piñero (1998), doi 10.1068/a301337.
pub fn network_efficiency(
    matrix: &Matrix,
    straight: &[Kilometres],
    top_speed: KmPerHour,
    masses: &[f64],
) -> Vec<RelativeTime> {
    matrix.expect_cells(straight.len());
    let relative = |cell: usize, time: Seconds| {
        let ideal_hours = straight[cell].0 / top_speed.0;
        (ideal_hours > 0.0).then(|| time.hours() / ideal_hours)
    };
    means(matrix, masses, relative)
        .map(|(ratio, mass_share)| RelativeTime { ratio, mass_share })
        .collect()
}

fn mean_time((minutes, mass_share): (Option<f64>, f64)) -> MeanTime {
    MeanTime { minutes, mass_share }
}

/// Mass-weighted mean of `value(cell, time)` over reached cells that have one, and the share of mass they hold.
fn means(
    matrix: &Matrix,
    masses: &[f64],
    value: impl Fn(usize, Seconds) -> Option<f64>,
) -> impl Iterator<Item = (Option<f64>, f64)> {
    matrix.expect_destinations(masses.len());
    (0..matrix.origins()).map(move |origin| {
        let (mut sum, mut reached, mut all) = (0.0, 0.0, 0.0);
        for (destination, time) in matrix.from_origin(origin) {
            let mass = masses[destination];
            all += mass;
            if let Some(value) =
                time.and_then(|time| value(origin * matrix.destinations() + destination, time))
            {
                sum += mass * value;
                reached += mass;
            }
        }
        ((reached > 0.0).then(|| sum / reached), if all > 0.0 { reached / all } else { 0.0 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::SelfTime;
    use crate::measures::testing::{
        MASSES, any_improvement, assert_all_close, assert_close, four_zones, matrix,
    };
    use proptest::prelude::*;

    fn minutes(means: &[MeanTime]) -> Vec<f64> {
        means.iter().map(|mean| mean.minutes.unwrap()).collect()
    }

    #[test]
    fn watt_of_four_zones() {
        let times = four_zones();
        let watt = watt(&matrix(&times, SelfTime::Exclude), &MASSES);
        // A: (30·200 + 60·300) / 500 = 48        B: (30·100 + 40·300 + 120·400) / 800 = 78.75
        // C: (60·100 + 40·200) / 300 = 46.66…    D: 150
        assert_all_close(&minutes(&watt), &[48.0, 78.75, 140.0 / 3.0, 150.0]);
        // A: 500 of 900    B: 800 of 800    C: 300 of 700    D: 200 of 600
        let shares: Vec<f64> = watt.iter().map(|mean| mean.mass_share).collect();
        assert_all_close(&shares, &[5.0 / 9.0, 1.0, 3.0 / 7.0, 1.0 / 3.0]);
    }

    #[test]
    fn the_passive_side_reads_columns() {
        let times = four_zones();
        let passive = watt(&matrix(&times, SelfTime::Exclude).transpose(), &MASSES);
        // To B come A in 30, C in 40 and D in 150: (30·100 + 40·300 + 150·400) / 800 = 93.75
        assert_close(passive[1].minutes.unwrap(), 93.75);
    }

    #[test]
    fn average_time_and_its_own_zone() {
        let times = four_zones();
        let excluded = average_travel_time(&matrix(&times, SelfTime::Exclude));
        assert_all_close(&minutes(&excluded), &[45.0, 190.0 / 3.0, 50.0, 150.0]);
        // Half nearest: A 15, B 15, C 20, D 75; A: (15 + 30 + 60) / 3 = 35, D: (75 + 150) / 2 = 112.5
        let halved = average_travel_time(&matrix(&times, SelfTime::HalfNearest));
        assert_close(halved[0].minutes.unwrap(), 35.0);
        assert_close(halved[3].minutes.unwrap(), 112.5);
        assert_close(halved[0].mass_share, 0.75);
    }

    #[test]
    fn fares_count_as_time() {
        let times = four_zones();
        let extra = vec![Seconds::from_minutes(10); 16];
        let general = generalised_watt(&matrix(&times, SelfTime::Exclude), &extra, &MASSES);
        assert_close(general[1].minutes.unwrap(), 88.75);
    }

    #[test]
    fn access_weighs_twice() {
        assert_close(station_access_ratio(Seconds(1800), Seconds(2400)).unwrap(), 1.5);
        assert_eq!(station_access_ratio(Seconds(1800), Seconds(0)), None);
    }

    #[test]
    fn efficiency_is_time_over_the_crows() {
        let times = four_zones();
        let mut straight = vec![Kilometres(50.0); 16];
        straight[2] = Kilometres(0.0); // A and C at the same place: left out
        let efficiency = network_efficiency(
            &matrix(&times, SelfTime::Exclude),
            &straight,
            KmPerHour(100.0),
            &MASSES,
        );
        // 50 km at 100 km/h is 30 min. A: only B, 30/30 = 1. B: (1·100 + 40/30·300 + 4·400) / 800 = 2.625
        assert_close(efficiency[0].ratio.unwrap(), 1.0);
        assert_close(efficiency[1].ratio.unwrap(), 2.625);
        assert_close(efficiency[0].mass_share, 2.0 / 9.0);
    }

    #[test]
    #[should_panic(expected = "one value for each destination")]
    fn masses_must_fit() {
        watt(&matrix(&four_zones(), SelfTime::Exclude), &[1.0]);
    }

    proptest! {
        #[test]
        fn a_faster_link_never_worsens_watt((times, faster, masses) in any_improvement()) {
            for rule in [SelfTime::Exclude, SelfTime::AsGiven, SelfTime::HalfNearest] {
                let before = watt(&matrix(&times, rule), &masses);
                let after = watt(&matrix(&faster, rule), &masses);
                for (before, after) in before.iter().zip(&after) {
                    prop_assert!(after.minutes <= before.minutes.map(|m| m + 1e-9), "{before:?} {after:?}");
                    prop_assert!((0.0..=1.0 + 1e-12).contains(&after.mass_share));
                }
            }
        }
    }
}
