//! A table of travel times as measures see it: origins × destinations, and a rule for the diagonal.

use crate::units::Seconds;
use std::borrow::Cow;
use thiserror::Error;

/// The time from a zone to itself, which no network yields and every measure has to settle.
///
/// The choice moves results more than most projects do (self-potential of a large city), so there is no default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SelfTime {
    /// A zone is no destination of its own: j ≠ i in every sum.
    Exclude,
    /// The diagonal of the table counts as it stands.
    AsGiven,
    /// The same time in every zone.
    Fixed(Seconds),
    /// Half the time to the nearest other zone, to the nearest second; none where no other zone is reached.
    HalfNearest,
}

/// A table of times that is not as large as it was said to be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("a table of {origins} x {destinations} times has {expected} cells, not {found}")]
pub struct ShapeError {
    /// Rows promised.
    pub origins: usize,
    /// Columns promised.
    pub destinations: usize,
    /// Cells that make such a table.
    pub expected: usize,
    /// Cells given.
    pub found: usize,
}

/// Travel times, row-major origins × destinations; `None` where there is no way.
///
/// ```
/// use tongqu::measures::{Matrix, SelfTime};
/// use tongqu::units::Seconds;
/// let hour = Some(Seconds(3600));
/// let times = [None, hour, hour, None];
/// let matrix = Matrix::square(2, &times, SelfTime::Fixed(Seconds(600)))?;
/// assert_eq!(matrix.time(0, 0), Some(Seconds(600)));
/// assert_eq!(matrix.time(0, 1), hour);
/// assert!(Matrix::square(3, &times, SelfTime::Exclude).is_err());
/// # Ok::<(), tongqu::measures::ShapeError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Matrix<'a> {
    origins: usize,
    destinations: usize,
    times: Cow<'a, [Option<Seconds>]>,
    diagonal: Option<SelfTime>,
}

impl<'a> Matrix<'a> {
    /// Times between the same zones in the same order, with the rule for a zone's time to itself.
    ///
    /// # Errors
    ///
    /// If there are not zones² times.
    pub fn square(
        zones: usize,
        times: &'a [Option<Seconds>],
        self_time: SelfTime,
    ) -> Result<Self, ShapeError> {
        Self::checked(zones, zones, Cow::Borrowed(times), Some(self_time))
    }

    /// Times from origins to places of another kind (zones to hospitals): no cell is intrazonal, even if there happen
    /// to be as many of both.
    ///
    /// # Errors
    ///
    /// If there are not origins × destinations times.
    pub fn rectangular(
        origins: usize,
        destinations: usize,
        times: &'a [Option<Seconds>],
    ) -> Result<Self, ShapeError> {
        Self::checked(origins, destinations, Cow::Borrowed(times), None)
    }

    fn checked(
        origins: usize,
        destinations: usize,
        times: Cow<'a, [Option<Seconds>]>,
        diagonal: Option<SelfTime>,
    ) -> Result<Self, ShapeError> {
        let (expected, found) = (origins * destinations, times.len());
        if expected == found {
            Ok(Self { origins, destinations, times, diagonal })
        } else {
            Err(ShapeError { origins, destinations, expected, found })
        }
    }

    /// Rows.
    pub fn origins(&self) -> usize {
        self.origins
    }

    /// Columns.
    pub fn destinations(&self) -> usize {
        self.destinations
    }

    /// The same times under another rule for the diagonal; a rectangular table has none and stays as it is.
    #[must_use]
    pub fn with_self_time(&self, self_time: SelfTime) -> Matrix<'_> {
        Matrix {
            origins: self.origins,
            destinations: self.destinations,
            times: Cow::Borrowed(&self.times),
            diagonal: self.diagonal.map(|_| self_time),
        }
    }

    /// Destinations become origins: the passive side of a measure. The rule for the diagonal stays (half of
    /// the nearest then means the nearest that comes in).
    #[must_use]
    pub fn transpose(&self) -> Matrix<'static> {
        let cell =
            |at: usize| self.times[at % self.origins * self.destinations + at / self.origins];
        Matrix {
            origins: self.destinations,
            destinations: self.origins,
            times: (0..self.times.len()).map(cell).collect(),
            diagonal: self.diagonal,
        }
    }

    /// The time from one origin to one destination, the rule for the diagonal applied.
    pub fn time(&self, origin: usize, destination: usize) -> Option<Seconds> {
        if origin == destination && self.diagonal.is_some() {
            self.self_time(origin)
        } else {
            self.row(origin)[destination]
        }
    }

    /// Every destination of an origin with its time (`None`: not reached), in order; the origin itself is left out
    /// under [`SelfTime::Exclude`].
    pub fn from_origin(
        &self,
        origin: usize,
    ) -> impl Iterator<Item = (usize, Option<Seconds>)> + '_ {
        let (is_excluded, own_time) =
            (self.diagonal == Some(SelfTime::Exclude), self.self_time(origin));
        let is_own = move |destination| destination == origin && self.diagonal.is_some();
        let destinations = self.row(origin).iter().copied().enumerate();
        destinations.filter(move |&(destination, _)| !(is_excluded && is_own(destination))).map(
            move |(destination, time)| {
                (destination, if is_own(destination) { own_time } else { time })
            },
        )
    }

    /// Like [`Matrix::from_origin`], with only the destinations that are reached.
    pub fn reached_from(&self, origin: usize) -> impl Iterator<Item = (usize, Seconds)> + '_ {
        self.from_origin(origin).filter_map(|(destination, time)| Some((destination, time?)))
    }

    /// One value per origin.
    pub(crate) fn per_origin<T>(&self, value: impl Fn(usize) -> T) -> Vec<T> {
        (0..self.origins).map(value).collect()
    }

    /// Sum over the destinations an origin reaches of mass × weight of the time.
    pub(crate) fn weighted_sums(
        &self,
        masses: &[f64],
        weight: impl Fn(Seconds) -> f64,
    ) -> Vec<f64> {
        self.expect_destinations(masses.len());
        self.per_origin(|origin| {
            self.reached_from(origin).map(|(j, time)| masses[j] * weight(time)).sum()
        })
    }

    /// Row-major weights of every cell; 0 where there is no way or no destination.
    pub(crate) fn weights(&self, weight: impl Fn(Seconds) -> f64) -> Vec<f64> {
        let mut weights = vec![0.0; self.times.len()];
        for origin in 0..self.origins {
            for (destination, time) in self.reached_from(origin) {
                weights[origin * self.destinations + destination] = weight(time);
            }
        }
        weights
    }

    pub(crate) fn expect_destinations(&self, values: usize) {
        assert_eq!(values, self.destinations, "one value for each destination of the matrix");
    }

    pub(crate) fn expect_origins(&self, values: usize) {
        assert_eq!(values, self.origins, "one value for each origin of the matrix");
    }

    pub(crate) fn expect_cells(&self, values: usize) {
        assert_eq!(values, self.times.len(), "one value for each cell of the matrix");
    }

    fn row(&self, origin: usize) -> &[Option<Seconds>] {
        &self.times[origin * self.destinations..][..self.destinations]
    }

    fn self_time(&self, zone: usize) -> Option<Seconds> {
        match self.diagonal? {
            SelfTime::Exclude => None,
            SelfTime::AsGiven => self.row(zone)[zone],
            SelfTime::Fixed(time) => Some(time),
            SelfTime::HalfNearest => {
                self.nearest_other(zone).map(|time| Seconds::from_f64(f64::from(time.0) / 2.0))
            }
        }
    }

    fn nearest_other(&self, zone: usize) -> Option<Seconds> {
        self.row(zone)
            .iter()
            .enumerate()
            .filter(|&(j, _)| j != zone)
            .filter_map(|(_, &time)| time)
            .min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A_WAY: [Option<Seconds>; 6] = [
        Some(Seconds(1)),
        Some(Seconds(2)),
        None,
        Some(Seconds(4)),
        Some(Seconds(5)),
        Some(Seconds(6)),
    ];

    #[test]
    fn a_rectangular_table_turned_twice_is_itself() {
        let matrix = Matrix::rectangular(2, 3, &A_WAY).unwrap();
        let turned = matrix.transpose();
        assert_eq!((turned.origins(), turned.destinations()), (3, 2));
        assert_eq!(turned.time(1, 0), Some(Seconds(2)));
        assert_eq!(turned.time(2, 0), None);
        assert_eq!(turned.transpose().times, matrix.times);
    }

    #[test]
    fn a_rectangular_table_has_no_diagonal() {
        let matrix = Matrix::rectangular(2, 3, &A_WAY).unwrap();
        assert_eq!(matrix.with_self_time(SelfTime::Exclude).from_origin(0).count(), 3);
    }

    #[test]
    fn the_rule_for_the_diagonal_is_kept() {
        let times = [Some(Seconds(7)), Some(Seconds(101)), None, Some(Seconds(9))];
        let own = |rule, zone| Matrix::square(2, &times, rule).unwrap().time(zone, zone);
        assert_eq!(own(SelfTime::Exclude, 0), None);
        assert_eq!(own(SelfTime::AsGiven, 1), Some(Seconds(9)));
        assert_eq!(own(SelfTime::Fixed(Seconds(3)), 1), Some(Seconds(3)));
        assert_eq!(
            own(SelfTime::HalfNearest, 0),
            Some(Seconds(51)),
            "101 / 2 = 50.5, away from zero"
        );
        assert_eq!(own(SelfTime::HalfNearest, 1), None, "zone 1 reaches no other");
        let excluded = Matrix::square(2, &times, SelfTime::Exclude).unwrap();
        assert_eq!(excluded.from_origin(1).collect::<Vec<_>>(), [(0, None)]);
    }

    #[test]
    fn an_empty_table_is_a_table() {
        assert_eq!(Matrix::square(0, &[], SelfTime::Exclude).unwrap().transpose().origins(), 0);
    }
}
