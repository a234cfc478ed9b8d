//! Measures in which people compete: over the zones that people are counted in, and whose supply is known.

use super::Figures;
use super::measure::AccessMeasure;
use crate::index::ZoneIdx;
use crate::measures::accessibility::{Decay, balanced_fca, spatial_availability, two_step_fca};
use crate::measures::{Matrix, SelfTime};
use crate::network::Network;
use crate::units::Seconds;

/// How many people a floating catchment's value is for: 1,000, or a million of what there is less than one of for 10,000.
pub(super) fn people_of_ratio(network: &Network, supply: &str) -> u32 {
    let counted = |column| -> f64 { Figures::of(network, column).values.iter().sum() };
    if counted(supply) < counted("population") / 10_000.0 { 1_000_000 } else { 1000 }
}

/// The value of each zone. A city with parts is no zone of its own in this: it has its people's mean, or the sum of what
/// falls to its parts. Zones whose supply is unknown neither supply nor demand, and have none.
pub(super) fn values(
    network: &Network,
    matrix: &Matrix<'_>,
    (supply, ratio): (&Figures, u32),
    measure: &AccessMeasure,
    decay: Decay,
) -> Vec<Option<f64>> {
    let zones = (0..network.zones.len()).map(ZoneIdx::new);
    let kept: Vec<ZoneIdx> =
        zones.filter(|zone| !network.is_aggregate(*zone) && !supply.unknown[zone.at()]).collect();
    let times: Vec<Option<Seconds>> = kept
        .iter()
        .flat_map(|from| kept.iter().map(|to| matrix.time(from.at(), to.at())))
        .collect();
    let among =
        Matrix::square(kept.len(), &times, SelfTime::AsGiven).expect("as many rows as columns");
    let people: Vec<f64> =
        kept.iter().map(|zone| network.zones[zone.at()].opportunity("population")).collect();
    let beds: Vec<f64> = kept.iter().map(|zone| supply.values[zone.at()]).collect();
    let per_head =
        |values: Vec<f64>| values.into_iter().map(|value| value * f64::from(ratio)).collect();
    let (found, is_sum): (Vec<f64>, bool) = match measure {
        AccessMeasure::BalancedFca(_) => {
            (per_head(balanced_fca(&among, &people, &beds, decay)), false)
        }
        AccessMeasure::SpatialAvailability(_) => {
            (spatial_availability(&among, &people, &beds, decay, 1.0), true)
        }
        _ => (per_head(two_step_fca(&among, &people, &beds, decay)), false),
    };
    let mut values = vec![None; network.zones.len()];
    for (zone, value) in kept.iter().zip(&found) {
        values[zone.at()] = Some(*value);
    }
    for city in
        (0..network.zones.len()).map(ZoneIdx::new).filter(|zone| network.is_aggregate(*zone))
    {
        let parts = kept.iter().zip(&found).zip(&people);
        let parts: Vec<(f64, f64)> = parts
            .filter(|((zone, _), _)| network.zones[zone.at()].super_zone == Some(city))
            .map(|((_, value), people)| (*value, *people))
            .collect();
        let all: f64 = parts.iter().map(|(_, people)| people).sum();
        values[city.at()] = if is_sum {
            (!parts.is_empty()).then(|| parts.iter().map(|(value, _)| value).sum())
        } else {
            let sum: f64 = parts.iter().map(|(value, people)| value * people).sum();
            (all > 0.0).then(|| sum / all)
        };
    }
    values
}
