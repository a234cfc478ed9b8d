use super::*;
use crate::measures::testing::{assert_all_close, assert_close, is_close};
use proptest::collection::vec;
use proptest::prelude::*;

/// Four zones with 1, 2, 3 and 4: mean 2.5, variance (2.25 + 0.25 + 0.25 + 2.25) / 4 = 1.25.
const STEPS: [f64; 4] = [3.0, 1.0, 4.0, 2.0];

fn steps() -> Distribution<'static> {
    Distribution::unweighted(&STEPS).unwrap()
}

#[test]
fn spread_by_hand() {
    assert_close(steps().mean(), 2.5);
    assert_close(steps().sd(), 1.25_f64.sqrt());
    assert_close(steps().cv().unwrap(), 1.25_f64.sqrt() / 2.5);
}

#[test]
fn gini_and_its_curve_by_hand() {
    // Shares held: 0.1, 0.3, 0.6, 1. Twice the area under the curve: 0.25·(0.1 + 0.4 + 0.9 + 1.6) = 0.75
    assert_close(steps().gini().unwrap(), 0.25);
    let held: Vec<f64> = steps().lorenz().unwrap().iter().map(|point| point.value).collect();
    assert_all_close(&held, &[0.0, 0.1, 0.3, 0.6, 1.0]);
    // One of four has all: 1 − 0.25
    assert_close(Distribution::unweighted(&[0.0, 0.0, 0.0, 9.0]).unwrap().gini().unwrap(), 0.75);
}

#[test]
fn palma_splits_zones() {
    // Lower 0.4: 0.1 + 0.15/0.25 · 0.2 = 0.22. Upper 0.1: 0.4 · 0.1/0.25 = 0.16
    assert_close(steps().palma().unwrap(), 0.16 / 0.22);
    assert_eq!(Distribution::unweighted(&[0.0, 1.0]).unwrap().palma(), None);
}

#[test]
fn theil_by_hand() {
    // Values 1 and 3, mean 2: (0.5·ln 0.5 + 1.5·ln 1.5) / 2
    let pair = Distribution::unweighted(&[1.0, 3.0]).unwrap();
    let by_hand = f64::midpoint(0.5 * 0.5_f64.ln(), 1.5 * 1.5_f64.ln());
    assert_close(pair.theil().unwrap(), by_hand);
    // Two equal pairs: all between. One pair: all within.
    let values = [1.0, 1.0, 3.0, 3.0];
    let four = Distribution::unweighted(&values).unwrap();
    let split = four.theil_by_group(&[0, 0, 1, 1]).unwrap();
    assert_all_close(&[split.within, split.between], &[0.0, by_hand]);
    let split = four.theil_by_group(&[0, 1, 0, 1]).unwrap();
    assert_all_close(&[split.within, split.between], &[by_hand, 0.0]);
    assert_all_close(&split.groups, &[by_hand, by_hand]);
}

#[test]
fn concentration_by_hand() {
    // Ranks by income 1/8, 3/8, 5/8, 7/8 of the values 3, 1, 4, 2: Σ (x − 2.5)(R − 0.5) =
    // 0.5·(−3/8) + (−1.5)(−1/8) + 1.5·(1/8) + (−0.5)(3/8) = 0
    assert_close(steps().concentration(&[1.0, 2.0, 3.0, 4.0]).unwrap(), 0.0);
    // Incomes all equal: every rank is the middle.
    assert_close(steps().concentration(&[5.0; 4]).unwrap(), 0.0);
    assert_close(steps().concentration(&STEPS.map(|x| -x)).unwrap(), -0.25);
}

#[test]
fn what_is_no_distribution() {
    use DistributionError as E;
    let error = |values, weights| Distribution::weighted(values, weights).unwrap_err();
    assert_eq!(error(&[1.0], &[]), E::Lengths { values: 1, weights: 0 });
    assert_eq!(error(&[1.0, f64::NAN], &[1.0, 1.0]), E::NotFinite(1));
    assert_eq!(error(&[1.0], &[-1.0]), E::BadWeight(0));
    assert_eq!(error(&[1.0], &[0.0]), E::Weightless);
    assert_eq!(Distribution::unweighted(&[-1.0, 2.0]).unwrap().gini(), None);
    assert_eq!(Distribution::unweighted(&[0.0]).unwrap().theil(), None);
    assert_eq!(Distribution::unweighted(&[-1.0]).unwrap().cv(), None);
}

#[test]
fn winners_by_hand() {
    let before = [Some(60.0), Some(60.0), Some(60.0), None, Some(60.0), None];
    let after = [Some(40.0), Some(70.0), Some(60.5), Some(90.0), None, None];
    let weights = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
    let result = winners_and_losers(&before, &after, &weights, Direction::LowerBetter, 1.0);
    let by_hand = WinnersAndLosers {
        winners: 9.0,
        losers: 18.0,
        unchanged: 36.0,
        mean_gain: Some(20.0),
        mean_loss: Some(10.0),
    };
    assert_eq!(result, by_hand);
}

fn any_people() -> impl Strategy<Value = (Vec<f64>, Vec<f64>, Vec<usize>)> {
    (2_usize..12)
        .prop_flat_map(|n| (vec(0.0_f64..1000.0, n), vec(0.1_f64..50.0, n), vec(0_usize..4, n)))
}

proptest! {
    #[test]
    fn inequality_is_bounded((values, weights, group) in any_people()) {
        let people = Distribution::weighted(&values, &weights).unwrap();
        prop_assert!((0.0..=1.0).contains(&people.gini().unwrap()));
        prop_assert!(people.theil().unwrap() >= -1e-12);
        let split = people.theil_by_group(&group).unwrap();
        prop_assert!(is_close(split.within + split.between, split.total), "{split:?}");
        prop_assert!(split.within >= -1e-12 && split.between >= -1e-12);
        prop_assert!(is_close(people.concentration(&values).unwrap(), people.gini().unwrap()));
    }

    #[test]
    fn a_weight_is_that_many_people(values in vec(0.1_f64..100.0, 1..6), copies in 1_usize..4) {
        let (twice, weights): (Vec<f64>, Vec<f64>) =
            values.iter().enumerate().map(|(i, &v)| (v, if i == 0 { copies as f64 } else { 1.0 })).unzip();
        let mut repeated = vec![values[0]; copies];
        repeated.extend(&values[1..]);
        let (by_weight, by_hand) =
            (Distribution::weighted(&twice, &weights).unwrap(), Distribution::unweighted(&repeated).unwrap());
        prop_assert!(is_close(by_weight.sd(), by_hand.sd()));
        prop_assert!(is_close(by_weight.gini().unwrap(), by_hand.gini().unwrap()));
        prop_assert!(is_close(by_weight.theil().unwrap(), by_hand.theil().unwrap()));
        prop_assert!(is_close(by_weight.palma().unwrap(), by_hand.palma().unwrap()));
        prop_assert!(is_close(by_weight.quantile(0.5), by_hand.quantile(0.5)));
    }

    #[test]
    fn scale_does_not_matter((values, weights, _) in any_people(), factor in 0.01_f64..100.0) {
        let scaled: Vec<f64> = values.iter().map(|value| value * factor).collect();
        let (one, other) = (Distribution::weighted(&values, &weights).unwrap(), Distribution::weighted(&scaled, &weights).unwrap());
        prop_assert!(is_close(one.cv().unwrap(), other.cv().unwrap()));
        prop_assert!(is_close(one.gini().unwrap(), other.gini().unwrap()));
    }
}
