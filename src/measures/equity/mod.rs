//! Who has how much: spread and inequality of a measure over zones, each counted once or by its people.
//!
//! A [`Distribution`] is checked once; its methods cannot fail, only have no answer (`None`), which each says. Spread
//! is that of the whole population (division by n), since zones are all there are and no sample.

use super::rank::Direction;
use std::borrow::Cow;
use thiserror::Error;

/// Why values and weights are no distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DistributionError {
    /// Not as many weights as values.
    #[error("{values} values with {weights} weights")]
    Lengths {
        /// Values given.
        values: usize,
        /// Weights given.
        weights: usize,
    },
    /// A value that is infinite or not a number.
    #[error("value {0} (counted from 0) is not finite")]
    NotFinite(usize),
    /// A weight that is negative, infinite or not a number.
    #[error("weight {0} (counted from 0) is negative or not finite")]
    BadWeight(usize),
    /// No values, or all weights zero.
    #[error("nothing has any weight")]
    Weightless,
}

/// Values with weights (people): not empty, all finite, no weight negative, some positive.
///
/// ```
/// use tongqu::measures::equity::Distribution;
/// // 3 people have 1, 1 person has 5: mean (3 + 5) / 4 = 2, variance (3·1 + 9) / 4 = 3.
/// let jobs = Distribution::weighted(&[1.0, 5.0], &[3.0, 1.0])?;
/// assert_eq!(jobs.mean(), 2.0);
/// assert!((jobs.cv().unwrap() - 3.0_f64.sqrt() / 2.0).abs() < 1e-12);
/// # Ok::<(), tongqu::measures::equity::DistributionError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Distribution<'a> {
    values: &'a [f64],
    weights: Cow<'a, [f64]>,
    total_weight: f64,
}

/// Theil's T of grouped zones: total = within + between; see [`Distribution::theil_by_group`].
#[derive(Debug, Clone, PartialEq)]
pub struct TheilDecomposition {
    /// Inequality over all zones.
    pub total: f64,
    /// That inside the groups, each by its share of the whole.
    pub within: f64,
    /// That of the groups' means.
    pub between: f64,
    /// Theil's T of each group alone; 0 for a group without weight.
    pub groups: Vec<f64>,
}

/// A point of a Lorenz curve; see [`Distribution::lorenz`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LorenzPoint {
    /// Share of the population, poorest first.
    pub population: f64,
    /// Share of the whole they hold.
    pub value: f64,
}

impl<'a> Distribution<'a> {
    /// Each value counted once.
    ///
    /// # Errors
    ///
    /// No values, or one that is not finite.
    pub fn unweighted(values: &'a [f64]) -> Result<Self, DistributionError> {
        Self::checked(values, Cow::Owned(vec![1.0; values.len()]))
    }

    /// Each value counted by its weight.
    ///
    /// # Errors
    ///
    /// What [`DistributionError`] lists.
    pub fn weighted(values: &'a [f64], weights: &'a [f64]) -> Result<Self, DistributionError> {
        Self::checked(values, Cow::Borrowed(weights))
    }

    fn checked(values: &'a [f64], weights: Cow<'a, [f64]>) -> Result<Self, DistributionError> {
        if values.len() != weights.len() {
            return Err(DistributionError::Lengths {
                values: values.len(),
                weights: weights.len(),
            });
        }
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            return Err(DistributionError::NotFinite(at));
        }
        if let Some(at) = weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
            return Err(DistributionError::BadWeight(at));
        }
        let total_weight: f64 = weights.iter().sum();
        if total_weight > 0.0 {
            Ok(Self { values, weights, total_weight })
        } else {
            Err(DistributionError::Weightless)
        }
    }

    /// Mean μ.
    pub fn mean(&self) -> f64 {
        self.sum() / self.total_weight
    }

    /// Standard deviation σ of the whole population (not of a sample).
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        (self.pairs().map(|(value, weight)| weight * (value - mean).powi(2)).sum::<f64>()
            / self.total_weight)
            .sqrt()
    }

    /// Coefficient of variation 变异系数: σ/μ; falling is convergence. `None` unless the mean is positive.
    pub fn cv(&self) -> Option<f64> {
        let mean = self.mean();
        (mean > 0.0).then(|| self.sd() / mean)
    }

    /// Gini coefficient 基尼系数: 0 equal, towards 1 all in one hand. `None` if a value is negative or all are zero.
    pub fn gini(&self) -> Option<f64> {
        let curve = self.lorenz()?;
        let strip = |pair: &[LorenzPoint]| {
            (pair[1].population - pair[0].population) * (pair[1].value + pair[0].value)
        };
        Some((1.0 - curve.windows(2).map(strip).sum::<f64>()).clamp(0.0, 1.0))
    }

    /// Lorenz curve 洛伦兹曲线 from (0, 0) to (1, 1). `None` if a value is negative or all are zero.
    pub fn lorenz(&self) -> Option<Vec<LorenzPoint>> {
        self.is_shareable().then(|| {
            let whole = self.sum();
            let (mut people, mut held) = (0.0, 0.0);
            let mut curve = vec![LorenzPoint { population: 0.0, value: 0.0 }];
            curve.extend(self.ascending().into_iter().map(|(value, weight)| {
                people += weight;
                held += weight * value;
                LorenzPoint { population: people / self.total_weight, value: held / whole }
            }));
            curve
        })
    }

    /// Theil's T 泰尔指数: `Σ (w/W)(x/μ) ln(x/μ)`, 0 equal, ln(W) at most. `None` if a value is negative or all are zero.
    pub fn theil(&self) -> Option<f64> {
        self.is_shareable().then(|| theil_of(self.pairs()))
    }

    /// Theil's T split by group (prefecture): inside groups and between them. `group[i]` numbers the group of value i
    /// from 0. `None` if a value is negative or all are zero.
    ///
    /// `within = Σ_g s_g T_g`, `between = Σ_g s_g ln(μ_g/μ)`, with `s_g` the group's share of the whole. Reference: Theil
    /// (1967), *Economics and Information Theory*.
    pub fn theil_by_group(&self, group: &[usize]) -> Option<TheilDecomposition> {
        assert_eq!(group.len(), self.values.len(), "one group for each value");
        let total = self.theil()?;
        let (whole, mean) = (self.sum(), self.mean());
        let mut split = TheilDecomposition { total, within: 0.0, between: 0.0, groups: Vec::new() };
        for g in 0..group.iter().max().map_or(0, |last| last + 1) {
            let members =
                || self.pairs().zip(group).filter(|&(_, &of)| of == g).map(|(pair, _)| pair);
            let held: f64 = members().map(|(value, weight)| value * weight).sum();
            let people: f64 = members().map(|(_, weight)| weight).sum();
            let own = if held > 0.0 { theil_of(members()) } else { 0.0 };
            if held > 0.0 {
                split.within += held / whole * own;
                split.between += held / whole * (held / people / mean).ln();
            }
            split.groups.push(own);
        }
        Some(split)
    }

    /// Palma ratio: what the upper tenth holds over what the lower four tenths hold, by the measure itself; zones are
    /// split where a boundary falls inside one. `None` if a value is negative or the lower four tenths hold nothing.
    pub fn palma(&self) -> Option<f64> {
        let curve = self.lorenz()?;
        let poor = share_below(&curve, 0.4);
        (poor > 0.0).then(|| (1.0 - share_below(&curve, 0.9)) / poor)
    }

    /// Concentration index 集中指数: `2 cov(x, R)/μ` with R the fractional rank by `status` (income), −1 to 1; positive
    /// where those of high status have more. Equals in status share their mid-rank. `None` unless the mean is positive.
    ///
    /// Ranked by the values themselves it is the Gini coefficient. Reference: Kakwani, Wagstaff & van Doorslaer (1997),
    /// doi 10.1016/S0304-4076(96)01807-6.
    pub fn concentration(&self, status: &[f64]) -> Option<f64> {
        assert_eq!(status.len(), self.values.len(), "one status for each value");
        let mean = self.mean();
        let ranks = self.fractional_ranks(status);
        let covariance: f64 =
            self.pairs().zip(&ranks).map(|((x, w), r)| w * (x - mean) * (r - 0.5)).sum();
        (mean > 0.0).then(|| 2.0 * covariance / self.total_weight / mean)
    }

    /// The smallest value that at least a share `q` (0 to 1) of the weight does not exceed; q = 0.5 is the median.
    ///
    /// ```
    /// use tongqu::measures::equity::Distribution;
    /// let minutes = Distribution::weighted(&[90.0, 30.0, 60.0], &[1.0, 1.0, 2.0])?;
    /// assert_eq!((minutes.quantile(0.25), minutes.quantile(0.5), minutes.quantile(1.0)), (30.0, 60.0, 90.0));
    /// # Ok::<(), tongqu::measures::equity::DistributionError>(())
    /// ```
    pub fn quantile(&self, q: f64) -> f64 {
        // A hair less, so that a share that rounds up does not skip the value that just meets it.
        let wanted = q.clamp(0.0, 1.0) * self.total_weight * (1.0 - f64::EPSILON);
        let mut below = 0.0;
        let mut last = f64::NAN;
        for (value, weight) in self.ascending().into_iter().filter(|&(_, weight)| weight > 0.0) {
            below += weight;
            last = value;
            if below >= wanted {
                break;
            }
        }
        last
    }

    fn sum(&self) -> f64 {
        self.pairs().map(|(value, weight)| value * weight).sum()
    }

    fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + Clone + '_ {
        self.values.iter().copied().zip(self.weights.iter().copied())
    }

    fn ascending(&self) -> Vec<(f64, f64)> {
        let mut pairs: Vec<_> = self.pairs().collect();
        pairs.sort_by(|left, right| left.0.total_cmp(&right.0));
        pairs
    }

    fn is_shareable(&self) -> bool {
        self.values.iter().all(|&value| value >= 0.0) && self.sum() > 0.0
    }

    fn fractional_ranks(&self, status: &[f64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..status.len()).collect();
        order.sort_by(|&left, &right| status[left].total_cmp(&status[right]));
        let mut ranks = vec![0.0; status.len()];
        let mut below = 0.0;
        for equals in order.chunk_by(|&left, &right| status[left].total_cmp(&status[right]).is_eq())
        {
            let weight: f64 = equals.iter().map(|&at| self.weights[at]).sum();
            for &at in equals {
                ranks[at] = (below + weight / 2.0) / self.total_weight;
            }
            below += weight;
        }
        ranks
    }
}

/// Theil's T of values with a positive sum.
fn theil_of(pairs: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let people: f64 = pairs.clone().map(|(_, weight)| weight).sum();
    let mean = pairs.clone().map(|(value, weight)| value * weight).sum::<f64>() / people;
    let term = |(value, weight): (f64, f64)| {
        let relative = value / mean;
        if relative > 0.0 { weight / people * relative * relative.ln() } else { 0.0 }
    };
    pairs.map(term).sum()
}

/// The value share of the poorest `population` share, straight between the points of the curve.
fn share_below(curve: &[LorenzPoint], population: f64) -> f64 {
    let after =
        curve.partition_point(|point| point.population < population).clamp(1, curve.len() - 1);
    let (left, right) = (curve[after - 1], curve[after]);
    let width = right.population - left.population;
    if width > 0.0 {
        left.value + (right.value - left.value) * (population - left.population) / width
    } else {
        right.value
    }
}

/// How many people gain, lose or stay; see [`winners_and_losers`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WinnersAndLosers {
    /// Weight of those better off, among them those with a value only after.
    pub winners: f64,
    /// Weight of those worse off, among them those with a value only before.
    pub losers: f64,
    /// Weight of those within the tolerance.
    pub unchanged: f64,
    /// Mean improvement of winners with both values, in the unit of the measure, positive.
    pub mean_gain: Option<f64>,
    /// Mean worsening of losers with both values, in the unit of the measure, positive.
    pub mean_loss: Option<f64>,
}

/// Sorts people into winners and losers of a change; differences up to `tolerance` are none. `None` is no value: not
/// reached.
pub fn winners_and_losers(
    before: &[Option<f64>],
    after: &[Option<f64>],
    weights: &[f64],
    direction: Direction,
    tolerance: f64,
) -> WinnersAndLosers {
    assert_eq!(
        (before.len(), after.len()),
        (weights.len(), weights.len()),
        "one value before and after each weight"
    );
    let (mut result, mut gains, mut losses) =
        (WinnersAndLosers::default(), Mean::default(), Mean::default());
    for ((before, after), &weight) in before.iter().zip(after).zip(weights) {
        let improvement = match (before, after) {
            (Some(before), Some(after)) => direction.improvement(after - before),
            (None, Some(_)) => f64::INFINITY,
            (Some(_), None) => f64::NEG_INFINITY,
            (None, None) => 0.0,
        };
        if improvement > tolerance {
            result.winners += weight;
            gains.add(improvement, weight);
        } else if improvement < -tolerance {
            result.losers += weight;
            losses.add(-improvement, weight);
        } else {
            result.unchanged += weight;
        }
    }
    WinnersAndLosers { mean_gain: gains.get(), mean_loss: losses.get(), ..result }
}

/// A running mean of what is finite.
#[derive(Default)]
struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    fn add(&mut self, value: f64, weight: f64) {
        if value.is_finite() {
            self.sum += value * weight;
            self.weight += weight;
        }
    }

    fn get(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.sum / self.weight)
    }
}

#[cfg(test)]
mod tests;
