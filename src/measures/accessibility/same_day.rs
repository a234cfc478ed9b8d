//! Who can be visited and left again on one day.

use crate::measures::Matrix;
use crate::units::Seconds;

/// People (or other masses) that can be reached and left again on one day with at least so long a stay 当日往返可达人口:
/// `S_i = Σ_j P_j · 1[S_ij ≥ h]`, in the unit of the masses; higher is better.
///
/// `stays` is not a matrix of travel times but of the longest stays at the destination for who goes there and back within
/// the day, none where one cannot; they count the timetable of both directions. Give the zone's own mass a place with
/// [`SelfTime::Fixed`] of the day's length. Contactability: Törnqvist (1970), *Contact systems and regional development*,
/// Lund Studies in Geography B 35.
///
/// ```
/// use tongqu::measures::{Matrix, SelfTime, accessibility::same_day_return};
/// use tongqu::units::Seconds;
/// let hours = |hours: u32| Some(Seconds(hours * 3600));
/// // From zone 0 one can stay 5 h in zone 1 and 3 h in zone 2; from zone 2 nowhere.
/// let stays = [None, hours(5), hours(3), hours(5), None, hours(4), None, None, None];
/// let stays = Matrix::square(3, &stays, SelfTime::Fixed(Seconds::DAY))?;
/// assert_eq!(same_day_return(&stays, &[10.0, 20.0, 40.0], Seconds(4 * 3600)), [30.0, 70.0, 40.0]);
/// # Ok::<(), tongqu::measures::ShapeError>(())
/// ```
///
/// [`SelfTime::Fixed`]: crate::measures::SelfTime::Fixed
pub fn same_day_return(stays: &Matrix, masses: &[f64], least: Seconds) -> Vec<f64> {
    stays.weighted_sums(masses, |stay| f64::from(u8::from(stay >= least)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::SelfTime;
    use crate::measures::testing::{MASSES, four_zones, matrix};

    /// The table of [`four_zones`] read as stays in minutes.
    #[test]
    fn a_stay_of_just_the_least_counts() {
        let stays = four_zones();
        let stays = matrix(&stays, SelfTime::Fixed(Seconds::DAY));
        let hour = Seconds::from_minutes(60);
        assert_eq!(same_day_return(&stays, &MASSES, hour), [400.0, 600.0, 400.0, 600.0]);
        let none = stays.with_self_time(SelfTime::Exclude);
        assert_eq!(same_day_return(&none, &MASSES, hour), [300.0, 400.0, 100.0, 200.0]);
    }
}
