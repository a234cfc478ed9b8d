//! Is the project worth its money: users' benefit, and flows of money over years.
//!
//! Compare *with* and *without* the project in the same year (有无对比), never before and after it (前后对比): traffic
//! grows by itself. "Before" and "after" here mean without and with. Money is of one currency at constant prices; year 0
//! is not discounted.

use super::Matrix;
use thiserror::Error;

/// Social discount rate 社会折现率 of China, 8 % a year: 建设项目经济评价方法与参数, 3rd edition (2006). Water works of
/// public benefit may use 6 %.
pub const SOCIAL_DISCOUNT_RATE: f64 = 0.08;

/// A point of a demand curve: trips made at a generalised cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Demand {
    /// Trips.
    pub trips: f64,
    /// Cost of one trip, in minutes or money; the benefit comes in the same unit.
    pub cost: f64,
}

/// Rule of a half: users' benefit of a change in cost, `½ (T⁰ + T¹)(P⁰ − P¹)`; + is better.
///
/// A straight demand curve: good for cost changes up to about a third. For larger ones give intermediate points to
/// [`consumer_surplus`]; a mode that is new has no P⁰ and needs a pseudo cost. Reference: TAG unit A1.3.
///
/// ```
/// use tongqu::measures::appraisal::{Demand, rule_of_a_half};
/// // 100 trips save 20 minutes; 50 new ones save 10 on average.
/// let benefit = rule_of_a_half(Demand { trips: 100.0, cost: 60.0 }, Demand { trips: 150.0, cost: 40.0 });
/// assert_eq!(benefit, 2500.0);
/// ```
pub fn rule_of_a_half(without: Demand, with: Demand) -> f64 {
    f64::midpoint(without.trips, with.trips) * (without.cost - with.cost)
}

/// Users' benefit along a demand curve given by points from without to with: the rule of a half on each piece (numerical
/// integration, TUBA).
pub fn consumer_surplus(points: &[Demand]) -> f64 {
    points.windows(2).map(|piece| rule_of_a_half(piece[0], piece[1])).sum()
}

/// What travellers save over all pairs, in hours per period of the trips; see [`time_savings`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TimeSavings {
    /// Of trips made anyway: `Σ min(T⁰, T¹)(P⁰ − P¹)`, + is better.
    pub existing_hours: f64,
    /// Of trips made new or no more, by the rule of a half: `Σ ½ |T¹ − T⁰| (P⁰ − P¹)`, + is better.
    pub generated_hours: f64,
    /// Trips with the project where there was no way without it: their benefit has no P⁰ and is not in the hours.
    pub newly_connected_trips: f64,
    /// Trips without the project where there is no way with it: their loss is not in the hours.
    pub disconnected_trips: f64,
}

impl TimeSavings {
    /// Existing and generated together: the rule of a half.
    pub fn total_hours(&self) -> f64 {
        self.existing_hours + self.generated_hours
    }
}

/// Time savings of a project by the rule of a half on every pair of zones; trips are row-major like the times.
///
/// With the same trips on both sides it is the plain saving Σ T (P⁰ − P¹).
///
/// # Errors
///
/// Matrices of different shape.
pub fn time_savings(
    without: (&Matrix, &[f64]),
    with: (&Matrix, &[f64]),
) -> Result<TimeSavings, DifferentShapes> {
    let shape = |matrix: &Matrix| (matrix.origins(), matrix.destinations());
    if shape(without.0) != shape(with.0) {
        return Err(DifferentShapes { without: shape(without.0), with: shape(with.0) });
    }
    without.0.expect_cells(without.1.len());
    with.0.expect_cells(with.1.len());
    let mut savings = TimeSavings::default();
    for (cell, (&trips_without, &trips_with)) in without.1.iter().zip(with.1).enumerate() {
        let (i, j) = (cell / without.0.destinations(), cell % without.0.destinations());
        match (without.0.time(i, j), with.0.time(i, j)) {
            (Some(slow), Some(fast)) => {
                let saved = slow.hours() - fast.hours();
                savings.existing_hours += trips_without.min(trips_with) * saved;
                savings.generated_hours += (trips_with - trips_without).abs() / 2.0 * saved;
            }
            (None, Some(_)) => savings.newly_connected_trips += trips_with,
            (Some(_), None) => savings.disconnected_trips += trips_without,
            (None, None) => {}
        }
    }
    Ok(savings)
}

/// Two matrices, (origins, destinations), that cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("times of {without:?} zones without the project, of {with:?} with it")]
pub struct DifferentShapes {
    /// Without the project.
    pub without: (usize, usize),
    /// With it.
    pub with: (usize, usize),
}

/// Net present value 净现值: `Σ_t F_t / (1 + r)^t`, the first flow in year 0; + is better.
///
/// ```
/// use tongqu::measures::appraisal::net_present_value;
/// assert!((net_present_value(&[-100.0, 110.0], 0.1)).abs() < 1e-9); // year 0 is not discounted
/// ```
pub fn net_present_value(flows: &[f64], rate: f64) -> f64 {
    // Horner from the last year back: one division a year and the same bits everywhere.
    flows.iter().rev().fold(0.0, |later, flow| flow + later / (1.0 + rate))
}

/// Benefit–cost ratio 效益费用比 (BCR): present value of benefits over that of costs (both given positive); above 1 is
/// worth it. `None` unless the costs' is positive.
pub fn benefit_cost_ratio(benefits: &[f64], costs: &[f64], rate: f64) -> Option<f64> {
    let cost = net_present_value(costs, rate);
    (cost > 0.0).then(|| net_present_value(benefits, rate) / cost)
}

/// Internal rate of return 内部收益率 (IRR; of economic flows: EIRR): the rate at which the net present value is zero.
///
/// `None` unless the flows change sign exactly once, which is when there is one rate and it means something; or when it
/// lies outside −99 % to 1000 %.
///
/// ```
/// use tongqu::measures::appraisal::internal_rate_of_return;
/// let rate = internal_rate_of_return(&[-100.0, 0.0, 121.0]).unwrap();
/// assert!((rate - 0.1).abs() < 1e-9);
/// assert_eq!(internal_rate_of_return(&[-1.0, 3.0, -1.0]), None); // two rates: neither means anything
/// ```
pub fn internal_rate_of_return(flows: &[f64]) -> Option<f64> {
    let signs: Vec<bool> =
        flows.iter().filter(|flow| flow.abs() > 0.0).map(|&flow| flow > 0.0).collect();
    let is_conventional = signs.windows(2).filter(|pair| pair[0] != pair[1]).count() == 1;
    let (mut low, mut high) = (-0.99, 10.0);
    let is_positive = |rate| net_present_value(flows, rate) > 0.0;
    let at_low = is_positive(low);
    if !is_conventional || at_low == is_positive(high) {
        return None;
    }
    // 64 halvings of a bracket of 11 leave less than f64 resolves.
    for _ in 0..64 {
        let middle = f64::midpoint(low, high);
        if is_positive(middle) == at_low {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high))
}

/// Payback period 投资回收期: the year from which on the sum of discounted flows stays at or above zero; `None` if it
/// ends below. Rate 0 gives the static one.
pub fn payback_year(flows: &[f64], rate: f64) -> Option<usize> {
    let is_owing = |year: &usize| net_present_value(&flows[..=*year], rate) < 0.0;
    let paid_back = (0..flows.len()).rev().find(is_owing).map_or(0, |year| year + 1);
    (paid_back < flows.len()).then_some(paid_back)
}

/// Productivity gain of agglomeration: `(ED¹/ED⁰)^ε − 1`, as a share of output; `None` without a density before.
///
/// ED is effective density, [`economic_potential`] with jobs and generalised time. ε: 0.04 over all sectors, 0.02
/// manufacturing, 0.03 construction, 0.02 consumer and 0.08 business services: Graham, Gibbons & Martin (2009).
///
/// [`economic_potential`]: super::accessibility::economic_potential
pub fn agglomeration_gain(density_before: f64, density_after: f64, elasticity: f64) -> Option<f64> {
    (density_before > 0.0).then(|| (density_after / density_before).powf(elasticity) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::SelfTime;
    use crate::measures::testing::{any_improvement, assert_close, four_zones, is_close, matrix};
    use crate::units::Seconds;
    use proptest::collection::vec;
    use proptest::prelude::*;

    #[test]
    fn pieces_follow_a_bent_curve() {
        let point = |trips, cost| Demand { trips, cost };
        // 15·20 + 30·20 = 900, where one straight piece would give 25·40 = 1000
        assert_close(
            consumer_surplus(&[point(10.0, 60.0), point(20.0, 40.0), point(40.0, 20.0)]),
            900.0,
        );
        assert_close(rule_of_a_half(point(10.0, 60.0), point(40.0, 20.0)), 1000.0);
    }

    #[test]
    fn savings_by_hand() {
        let times = four_zones();
        let mut faster = times.clone();
        faster[1] = Some(Seconds::from_minutes(18)); // A to B: 30 → 18, 0.2 h
        faster[3] = Some(Seconds::from_minutes(90)); // A to D: new
        faster[13] = None; // D to B: lost
        let (mut trips, mut more) = (vec![0.0; 16], vec![0.0; 16]);
        (trips[1], trips[13]) = (100.0, 7.0);
        (more[1], more[3]) = (120.0, 5.0);
        let (without, with) =
            (matrix(&times, SelfTime::Exclude), matrix(&faster, SelfTime::Exclude));
        let savings = time_savings((&without, &trips), (&with, &more)).unwrap();
        // 100 · 0.2 = 20 and 20/2 · 0.2 = 2
        assert_close(savings.existing_hours, 20.0);
        assert_close(savings.total_hours(), 22.0);
        assert_close(savings.newly_connected_trips, 5.0);
        assert_close(savings.disconnected_trips, 7.0);
        let small = Matrix::rectangular(1, 1, &times[..1]).unwrap();
        assert!(time_savings((&without, &trips), (&small, &[1.0])).is_err());
    }

    #[test]
    fn money_by_hand() {
        // 1000 now, 300 in each of 5 years at 8 %: annuity 3.99271, NPV 197.81
        let flows = [-1000.0, 300.0, 300.0, 300.0, 300.0, 300.0];
        let annuity = (1.0 - 1.08_f64.powi(-5)) / 0.08;
        assert_close(net_present_value(&flows, SOCIAL_DISCOUNT_RATE), 300.0 * annuity - 1000.0);
        let (benefits, costs) = ([0.0, 300.0, 300.0, 300.0, 300.0, 300.0], [1000.0]);
        assert_close(benefit_cost_ratio(&benefits, &costs, 0.08).unwrap(), 0.3 * annuity);
        assert_eq!(benefit_cost_ratio(&benefits, &[0.0], 0.08), None);
        // −1000 + 3·300 < 0, + 4·300 > 0; at 8 % the fourth year has 300·3.3121 = 993.6, the fifth pays
        assert_eq!((payback_year(&flows, 0.0), payback_year(&flows, 0.08)), (Some(4), Some(5)));
        assert_eq!(payback_year(&flows[..3], 0.0), None);
        assert_eq!(
            payback_year(&[0.0, -100.0, 100.0], 0.0),
            Some(2),
            "nothing is paid back before it is spent"
        );
        assert_close(agglomeration_gain(100.0, 110.0, 0.04).unwrap(), 1.1_f64.powf(0.04) - 1.0);
    }

    #[test]
    fn flows_without_a_rate() {
        assert_eq!(internal_rate_of_return(&[100.0, 100.0]), None);
        assert_eq!(internal_rate_of_return(&[]), None);
        assert_eq!(internal_rate_of_return(&[-1.0, 1e9]), None, "beyond 1000 %");
    }

    proptest! {
        #[test]
        fn the_rate_of_return_makes_nothing(cost in 1.0_f64..1000.0, flows in vec(0.1_f64..500.0, 1..30)) {
            let all: Vec<f64> = std::iter::once(-cost).chain(flows).collect();
            if let Some(rate) = internal_rate_of_return(&all) {
                let scale = net_present_value(&all[1..], rate).abs().max(cost);
                prop_assert!(net_present_value(&all, rate).abs() <= 1e-6 * scale, "{rate}");
            }
        }

        #[test]
        fn nobody_loses_by_faster_links((times, faster, masses) in any_improvement(), growth in 1.0_f64..2.0) {
            let trips: Vec<f64> = (0..times.len()).map(|cell| masses[cell % masses.len()]).collect();
            let more: Vec<f64> = trips.iter().map(|trips| trips * growth).collect();
            let (without, with) = (matrix(&times, SelfTime::AsGiven), matrix(&faster, SelfTime::AsGiven));
            let there = time_savings((&without, &trips), (&with, &more)).unwrap();
            prop_assert!(there.existing_hours >= 0.0 && there.generated_hours >= 0.0);
            let back = time_savings((&with, &more), (&without, &trips)).unwrap();
            prop_assert!(is_close(there.total_hours(), -back.total_hours()));
        }
    }
}
