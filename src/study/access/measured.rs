//! The measures on one network.

use super::{AccessMeasure, AccessQuestion, Figures, Travellers, competition};
use crate::index::ZoneIdx;
use crate::measures::accessibility::{
    MeanTime, average_travel_time, cumulative_opportunities, daily_accessibility, dual_access,
    economic_linkage, economic_potential, fare_as_time, generalised_watt, market_access,
    network_efficiency, same_day_return, watt,
};
use crate::measures::{Matrix, SelfTime};
use crate::network::Network;
use crate::skims::SkimSet;
use crate::study::comparison::Side;
use crate::study::standing::{gravity_mass, masses};
use crate::units::{Kilometres, KmPerHour, Seconds};

/// The measures that need nothing but times and what is at the destinations; none of any other.
pub(super) fn by_times(
    measure: &AccessMeasure,
    matrix: &Matrix<'_>,
    there: &[f64],
) -> Option<Vec<Option<f64>>> {
    let values = match measure {
        AccessMeasure::EconomicPotential { alpha } => economic_potential(matrix, there, *alpha),
        AccessMeasure::MarketAccess { theta, tau_per_hour } => {
            let cost = |time: Seconds| 1.0 + tau_per_hour * time.hours();
            market_access(matrix, there, *theta, cost)
        }
        AccessMeasure::DailyAccessibility { limit } => daily_accessibility(matrix, there, *limit),
        AccessMeasure::Cumulative(decay) => cumulative_opportunities(matrix, there, *decay),
        AccessMeasure::DualAccess { enough } => {
            let times = dual_access(matrix, there, *enough).into_iter();
            return Some(times.map(|time| time.map(Seconds::minutes)).collect());
        }
        _ => return None,
    };
    Some(values.into_iter().map(Some).collect())
}

/// What a measure says of a network.
pub(super) struct Taken {
    pub(super) values: Vec<Option<f64>>,
    pub(super) notes: Vec<String>,
}

/// A network with all that measures read.
pub(super) struct Measured<'a> {
    question: &'a AccessQuestion,
    network: &'a Network,
    skim: &'a SkimSet,
    fares: Option<Vec<Option<f64>>>,
    top_speed: KmPerHour,
    /// How many people a floating catchment's value is for.
    ratio: u32,
    /// Of each zone as a destination; zero for a zone with parts.
    mass: Vec<f64>,
    mass_note: Option<String>,
    opportunities: Figures,
    supply: Figures,
}

impl<'a> Measured<'a> {
    pub(super) fn new(
        question: &'a AccessQuestion,
        side: &'a Side,
        fares: Option<Vec<Option<f64>>>,
        (top_speed, ratio): (KmPerHour, u32),
    ) -> Self {
        let network = &side.applied.network;
        let own = |network: &Network, zone| own_mass(question, network, zone);
        let mass_note = match &question.mass {
            Some(column) => Figures::of(network, column).note(column),
            None => Figures::of(network, "gdp_yi_yuan")
                .note("gdp_yi_yuan")
                .or_else(|| Figures::of(network, "population").note("population")),
        };
        Self {
            question,
            network,
            skim: &side.skims[0],
            fares,
            top_speed,
            ratio,
            mass: masses(network, own),
            mass_note,
            opportunities: Figures::of(network, &question.opportunities),
            supply: Figures::of(network, &question.supply),
        }
    }

    /// The values of a measure, by the fastest time or a percentile of the question.
    pub(super) fn take(&self, measure: &AccessMeasure, percentile: Option<usize>) -> Taken {
        let times = self.times(percentile);
        if measure.has_mass() || *measure == AccessMeasure::AverageTravelTime {
            return self.by_mass(measure, &times);
        }
        if let AccessMeasure::TwoStepFca(decay)
        | AccessMeasure::BalancedFca(decay)
        | AccessMeasure::SpatialAvailability(decay) = measure
        {
            let matrix = self.matrix(&times, SelfTime::Fixed(Seconds(0)));
            let supply = (&self.supply, self.ratio);
            let values = competition::values(self.network, &matrix, supply, measure, *decay);
            return Taken {
                values,
                notes: self.supply.note(&self.question.supply).into_iter().collect(),
            };
        }
        self.by_opportunities(measure, &times)
    }

    /// Weighted times and potentials.
    fn by_mass(&self, measure: &AccessMeasure, times: &[Option<Seconds>]) -> Taken {
        let matrix = self.matrix(times, SelfTime::Exclude);
        let mass = &self.mass;
        let is_of_mass = measure.has_mass();
        let mut notes: Vec<String> =
            self.mass_note.iter().filter(|_| is_of_mass).cloned().collect();
        let mut means = |means: Vec<MeanTime>| {
            let short = means.iter().filter(|mean| mean.mass_share < 0.999_5).count();
            if short > 0 {
                notes.push(format!(
                    "{}: {short} zones do not reach all others; their mean is over what they reach",
                    measure.info().id
                ));
            }
            means.into_iter().map(|mean| mean.minutes).collect()
        };
        let values = match measure {
            AccessMeasure::AverageTravelTime => {
                // Cities with parts are no destinations: their parts are.
                let ones = masses(self.network, |_, _| 1.0);
                if ones.iter().all(|one| *one > 0.0) {
                    means(average_travel_time(&matrix))
                } else {
                    means(watt(&matrix, &ones))
                }
            }
            AccessMeasure::GeneralisedWatt { yuan_per_hour } => {
                means(self.generalised(times, *yuan_per_hour))
            }
            AccessMeasure::NetworkEfficiency { top_speed } => {
                let top_speed = top_speed.unwrap_or(self.top_speed);
                let found = network_efficiency(&matrix, &self.straight(), top_speed, mass);
                found.into_iter().map(|zone| zone.ratio).collect()
            }
            AccessMeasure::EconomicLinkage => self.linkage(times).into_iter().map(Some).collect(),
            _ => match by_times(measure, &matrix, mass) {
                Some(values) => values,
                None => means(watt(&matrix, mass)),
            },
        };
        Taken { values, notes }
    }

    /// What is within reach, from every zone whose own figure is known.
    fn by_opportunities(&self, measure: &AccessMeasure, times: &[Option<Seconds>]) -> Taken {
        let figures = &self.opportunities;
        let matrix = self.matrix(times, SelfTime::Fixed(Seconds(0)));
        let mut values: Vec<Option<f64>> = match measure {
            AccessMeasure::SameDayReturn { stay } => {
                let stays = self.stays();
                let own = match self.question.own_zone {
                    Some(SelfTime::Exclude) => SelfTime::Exclude,
                    _ => SelfTime::Fixed(Seconds::DAY),
                };
                let stays = self.square(&stays, own);
                same_day_return(&stays, &figures.values, *stay).into_iter().map(Some).collect()
            }
            _ => by_times(measure, &matrix, &figures.values)
                .unwrap_or_else(|| vec![None; self.network.zones.len()]),
        };
        for (value, _) in values.iter_mut().zip(&figures.unknown).filter(|(_, unknown)| **unknown) {
            *value = None;
        }
        Taken { values, notes: figures.note(&self.question.opportunities).into_iter().collect() }
    }

    fn times(&self, percentile: Option<usize>) -> Vec<Option<Seconds>> {
        let Some(at) = percentile else { return self.skim.times() };
        self.pairs(|from, to| self.skim.percentiles(from, to)[at])
    }

    fn stays(&self) -> Vec<Option<Seconds>> {
        self.pairs(|from, to| self.skim.same_day_stay(from, to))
    }

    fn pairs<T>(&self, value: impl Fn(ZoneIdx, ZoneIdx) -> T) -> Vec<T> {
        let zones = self.network.zones.len();
        let cell = |at: usize| value(ZoneIdx::new(at / zones), ZoneIdx::new(at % zones));
        (0..zones * zones).map(cell).collect()
    }

    fn matrix<'t>(&self, times: &'t [Option<Seconds>], usual: SelfTime) -> Matrix<'t> {
        self.square(times, self.question.own_zone.unwrap_or(usual))
    }

    fn square<'t>(&self, times: &'t [Option<Seconds>], own: SelfTime) -> Matrix<'t> {
        let matrix =
            Matrix::square(self.network.zones.len(), times, own).expect("as many rows as columns");
        match self.question.travellers {
            Travellers::Active => matrix,
            Travellers::Passive => matrix.transpose(),
        }
    }

    /// With fares; a pair without one has no journey either.
    fn generalised(&self, times: &[Option<Seconds>], yuan_per_hour: f64) -> Vec<MeanTime> {
        let zones = self.network.zones.len();
        let none = vec![None; zones * zones];
        let fares = self.fares.as_ref().unwrap_or(&none);
        let pairs = times.iter().zip(fares).enumerate();
        let kept =
            pairs.map(|(at, (time, fare))| fare.and(*time).filter(|_| at / zones != at % zones));
        let kept: Vec<Option<Seconds>> = kept.collect();
        let extra = |at: usize| {
            let (from, to) = match self.question.travellers {
                Travellers::Active => (at / zones, at % zones),
                Travellers::Passive => (at % zones, at / zones),
            };
            fares[from * zones + to].map_or(Seconds(0), |yuan| fare_as_time(yuan, yuan_per_hour))
        };
        let extra: Vec<Seconds> = (0..zones * zones).map(extra).collect();
        generalised_watt(&self.matrix(&kept, SelfTime::Exclude), &extra, &self.mass)
    }

    fn straight(&self) -> Vec<Kilometres> {
        let zones = &self.network.zones;
        self.pairs(|from, to| zones[from.at()].position.distance(zones[to.at()].position))
    }

    /// The sum of a zone's links; a city with parts has none with its own parts.
    fn linkage(&self, times: &[Option<Seconds>]) -> Vec<f64> {
        let zones = &self.network.zones;
        let apart = |at: usize| {
            let (from, to) = (at / zones.len(), at % zones.len());
            let is_part = zones[to].super_zone == Some(ZoneIdx::new(from));
            let is_whole = zones[from].super_zone == Some(ZoneIdx::new(to));
            times[at].filter(|_| !is_part && !is_whole)
        };
        let times: Vec<Option<Seconds>> = (0..times.len()).map(apart).collect();
        let own: Vec<f64> = (0..zones.len())
            .map(|zone| own_mass(self.question, self.network, ZoneIdx::new(zone)))
            .collect();
        let links = economic_linkage(&self.matrix(&times, SelfTime::Exclude), &own, 1.0, 2.0);
        let is_counted = masses(self.network, |_, _| 1.0);
        let row = |row: &[f64]| row.iter().zip(&is_counted).map(|(link, one)| link * one).sum();
        links.chunks(zones.len()).map(row).collect()
    }
}

/// The mass of a zone on its own, one with parts included.
pub(super) fn own_mass(question: &AccessQuestion, network: &Network, zone: ZoneIdx) -> f64 {
    match &question.mass {
        Some(column) => network.zones[zone.at()].opportunity(column),
        None => gravity_mass(network, zone),
    }
}
