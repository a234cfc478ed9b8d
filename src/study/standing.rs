//! Zones as they are counted and compared: whose people count where, who ranks among whom.

use crate::index::{StopIdx, ZoneIdx};
use crate::measures::accessibility::watt;
use crate::measures::equity::Distribution;
use crate::measures::rank::{Direction, competition_ranks};
use crate::measures::{Matrix, SelfTime};
use crate::network::{Network, Role};
use crate::skims::SkimSet;
use crate::supply::Supply;
use crate::units::Seconds;

/// Mean, spread and coefficient of variation over the parts of the study area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Standard deviation over mean.
    pub cv: f64,
}

/// A mass for every zone; zero for a zone with parts, whose mass is counted there.
pub(super) fn masses(network: &Network, mass: impl Fn(&Network, ZoneIdx) -> f64) -> Vec<f64> {
    (0..network.zones.len())
        .map(ZoneIdx::new)
        .map(|zone| if network.is_aggregate(zone) { 0.0 } else { mass(network, zone) })
        .collect()
}

/// People of each zone; zero for a zone whose people are counted in its parts.
pub(super) fn people(network: &Network) -> Vec<f64> {
    masses(network, |network, zone| network.zones[zone.at()].opportunity("population"))
}

/// √(population × GDP) of each zone; zero for a zone whose mass is counted in its parts.
pub(super) fn gravity_masses(network: &Network) -> Vec<f64> {
    masses(network, gravity_mass)
}

/// √(population × GDP) of a zone.
pub(super) fn gravity_mass(network: &Network, zone: ZoneIdx) -> f64 {
    let zone = &network.zones[zone.at()];
    (zone.opportunity("population") * zone.opportunity("gdp_yi_yuan")).max(0.0).sqrt()
}

/// Mean change of the time of some pairs, people at both ends as weights, from changes in minutes; none without weight.
pub(super) fn weighted_change(
    people: &[f64],
    changes: impl Iterator<Item = (ZoneIdx, ZoneIdx, f64)>,
) -> Option<f64> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (from, to, minutes) in changes {
        let of_pair = people[from.at()] * people[to.at()];
        sum += minutes * of_pair;
        weight += of_pair;
    }
    (weight > 0.0).then(|| sum / weight)
}

/// Weighted average travel time of every zone in minutes, no zone's own mass counted; none where nothing is reached.
pub(super) fn watt_of(skim: &SkimSet, mass: &[f64]) -> Vec<Option<f64>> {
    let times = skim.times();
    let apart = Matrix::square(skim.zone_count(), &times, SelfTime::Exclude);
    let means = watt(&apart.expect("a skim is square"), mass);
    means.into_iter().map(|mean| mean.minutes).collect()
}

/// Counties and districts of the study area, or its cities where they have no parts: what spread and inequality are over.
pub(super) fn parts_of_study_area(network: &Network) -> Vec<ZoneIdx> {
    let zones = (0..network.zones.len()).map(ZoneIdx::new);
    zones
        .filter(|zone| network.zones[zone.at()].role == Role::Core && !network.is_aggregate(*zone))
        .collect()
}

/// Ranks within the study area, cities among cities and parts among parts.
pub(super) fn ranks(
    network: &Network,
    values: &[Option<f64>],
    direction: Direction,
) -> Vec<Option<usize>> {
    let of_kind = |is_whole: bool| {
        let kept = |at: usize| {
            network.zones[at].role == Role::Core
                && network.is_aggregate(ZoneIdx::new(at)) == is_whole
        };
        let values: Vec<Option<f64>> =
            (0..values.len()).map(|at| values[at].filter(|_| kept(at))).collect();
        competition_ranks(&values, direction)
    };
    of_kind(true).into_iter().zip(of_kind(false)).map(|(whole, part)| whole.or(part)).collect()
}

/// Of the values of the parts of the study area.
pub(super) fn spread(network: &Network, values: &[Option<f64>]) -> Option<Spread> {
    let parts = parts_of_study_area(network);
    let values: Vec<f64> = parts.iter().filter_map(|zone| values[zone.at()]).collect();
    let distribution = Distribution::unweighted(&values).ok()?;
    Some(Spread { mean: distribution.mean(), cv: distribution.cv()? })
}

/// How far by taxi, wait included, a station may be from a zone to be its own.
const OWN_STATION: Seconds = Seconds::from_minutes(30);

/// The stations of a zone.
pub(super) fn own_stations(supply: &Supply, zone: ZoneIdx) -> impl Iterator<Item = StopIdx> + '_ {
    let near = supply.access.of(zone).iter();
    near.filter(|reach| reach.taxi.is_some_and(|taxi| taxi <= OWN_STATION)).map(|reach| reach.stop)
}
