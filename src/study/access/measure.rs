//! The measures and their parameters, and how they are called.

use super::AccessQuestion;
use crate::measures::accessibility::Decay;
use crate::measures::catalogue::{Info, Measure};
use crate::measures::rank::Direction;
use crate::units::{KmPerHour, Seconds};

/// A measure and its parameters; formulae and papers are in [`crate::measures::accessibility`].
#[derive(Debug, Clone, PartialEq)]
pub enum AccessMeasure {
    /// Plain mean of the times, in minutes.
    AverageTravelTime,
    /// Weighted average travel time, in minutes.
    Watt,
    /// The same with what the fastest journey costs.
    GeneralisedWatt {
        /// What an hour is worth, in yuan.
        yuan_per_hour: f64,
    },
    /// Time over the time of a straight line at top speed.
    NetworkEfficiency {
        /// That speed; 130 km/h by road and that of the fastest line by rail if none.
        top_speed: Option<KmPerHour>,
    },
    /// Opportunities within a limit, the circle of so many hours.
    DailyAccessibility {
        /// The limit.
        limit: Seconds,
    },
    /// Mass over time.
    EconomicPotential {
        /// The power of time.
        alpha: f64,
    },
    /// The zone's mass times those of others over time squared, summed.
    EconomicLinkage,
    /// Mass over a trade cost that rises by a share of the goods' value an hour: τ = 1 + share × hours.
    MarketAccess {
        /// The trade elasticity θ.
        theta: f64,
        /// That share, τ − 1 at one hour.
        tau_per_hour: f64,
    },
    /// Opportunities, each by its decay.
    Cumulative(Decay),
    /// Time until so many opportunities are within reach.
    DualAccess {
        /// How many.
        enough: f64,
    },
    /// Supply per 1,000 people within reach, or per million where there is little of it.
    TwoStepFca(Decay),
    /// The same, balanced.
    BalancedFca(Decay),
    /// The supply that falls to the zone when each is shared out.
    SpatialAvailability(Decay),
    /// Opportunities that can be visited and left again on one day.
    SameDayReturn {
        /// The least stay there.
        stay: Seconds,
    },
}

impl AccessMeasure {
    /// The row of the catalogue.
    pub fn info(&self) -> Info {
        let measure = match self {
            Self::AverageTravelTime => Measure::AverageTravelTime,
            Self::Watt => Measure::Watt,
            Self::GeneralisedWatt { .. } => Measure::GeneralisedWatt,
            Self::NetworkEfficiency { .. } => Measure::NetworkEfficiency,
            Self::DailyAccessibility { .. } => Measure::DailyAccessibility,
            Self::EconomicPotential { .. } => Measure::EconomicPotential,
            Self::EconomicLinkage => Measure::EconomicLinkage,
            Self::MarketAccess { .. } => Measure::MarketAccess,
            Self::Cumulative(_) => Measure::CumulativeOpportunities,
            Self::DualAccess { .. } => Measure::DualAccess,
            Self::TwoStepFca(_) => Measure::TwoStepFca,
            Self::BalancedFca(_) => Measure::BalancedFca,
            Self::SpatialAvailability(_) => Measure::SpatialAvailability,
            Self::SameDayReturn { .. } => Measure::SameDayReturn,
        };
        measure.info()
    }

    /// Which way is better.
    pub fn direction(&self) -> Direction {
        self.info().direction.unwrap_or(Direction::HigherBetter)
    }

    /// The parameters for a reader: `within 4 h`; empty where there are none.
    pub fn parameters(&self) -> String {
        match self {
            Self::AverageTravelTime | Self::Watt | Self::EconomicLinkage => String::new(),
            Self::GeneralisedWatt { yuan_per_hour } => format!("{yuan_per_hour} yuan an hour"),
            Self::NetworkEfficiency { top_speed } => {
                top_speed.map_or_else(String::new, |speed| format!("{} km/h", speed.0))
            }
            Self::DailyAccessibility { limit } => format!("within {} h", limit.hours()),
            Self::EconomicPotential { alpha } => format!("α = {alpha}"),
            Self::MarketAccess { theta, tau_per_hour } => {
                format!("θ = {theta}, τ = 1 + {tau_per_hour} an hour")
            }
            Self::Cumulative(decay)
            | Self::TwoStepFca(decay)
            | Self::BalancedFca(decay)
            | Self::SpatialAvailability(decay) => decay.to_string(),
            Self::DualAccess { enough } => format!("{enough}"),
            Self::SameDayReturn { stay } => format!("{} h there", stay.hours()),
        }
    }

    /// Name of a column, parameters included.
    pub(super) fn key(&self) -> String {
        let id = self.info().id;
        match self {
            Self::AverageTravelTime
            | Self::Watt
            | Self::GeneralisedWatt { .. }
            | Self::NetworkEfficiency { .. }
            | Self::EconomicLinkage
            | Self::MarketAccess { .. } => id.to_owned(),
            Self::DailyAccessibility { limit } => format!("{id}_{}h", limit.hours()),
            Self::EconomicPotential { alpha } => format!("{id}_alpha_{alpha}"),
            Self::Cumulative(decay)
            | Self::TwoStepFca(decay)
            | Self::BalancedFca(decay)
            | Self::SpatialAvailability(decay) => {
                format!("{id}_{}", decay.to_string().replace([':', ','], "_"))
            }
            Self::DualAccess { enough } => format!("{id}_{enough}"),
            Self::SameDayReturn { stay } => format!("{id}_{}h", stay.hours()),
        }
    }

    /// Unit for a reader, and for the end of a column's name.
    pub(super) fn unit(&self, question: &AccessQuestion, ratio: u32) -> (String, String) {
        let mass = question.mass.as_deref().unwrap_or("√(people × 亿元)");
        let mass_key = question.mass.as_deref().unwrap_or("mass");
        let things =
            |column: &str| if column == "population" { "people" } else { column }.to_owned();
        let supply = things(&question.supply);
        match self {
            Self::AverageTravelTime
            | Self::Watt
            | Self::GeneralisedWatt { .. }
            | Self::DualAccess { .. } => ("min".to_owned(), "min".to_owned()),
            Self::NetworkEfficiency { .. } => ("1".to_owned(), String::new()),
            Self::EconomicPotential { alpha: 1.0 } => {
                (format!("{mass}/h"), format!("{mass_key}_per_h"))
            }
            Self::EconomicPotential { alpha } => {
                (format!("{mass}/h^{alpha}"), format!("{mass_key}_per_h{alpha}"))
            }
            Self::EconomicLinkage => {
                let unit = question
                    .mass
                    .as_ref()
                    .map_or("people × 亿元".to_owned(), |_| format!("{mass}²"));
                (format!("{unit}/h²"), format!("{mass_key}2_per_h2"))
            }
            Self::MarketAccess { .. } => (mass.to_owned(), mass_key.to_owned()),
            Self::DailyAccessibility { .. } | Self::Cumulative(_) | Self::SameDayReturn { .. } => {
                let things = things(&question.opportunities);
                (things.clone(), things)
            }
            Self::TwoStepFca(_) | Self::BalancedFca(_) => {
                let people = if ratio == 1000 { "1,000" } else { "1,000,000" };
                (format!("{supply} per {people} people"), format!("{supply}_per_{ratio}_people"))
            }
            Self::SpatialAvailability(_) => (supply.clone(), supply),
        }
    }

    /// Whether people compete for a supply in it.
    pub(super) fn is_competition(&self) -> bool {
        matches!(self, Self::TwoStepFca(_) | Self::BalancedFca(_) | Self::SpatialAvailability(_))
    }

    /// Whether it weighs places by their mass.
    pub(super) fn has_mass(&self) -> bool {
        matches!(
            self,
            Self::Watt
                | Self::GeneralisedWatt { .. }
                | Self::NetworkEfficiency { .. }
                | Self::EconomicPotential { .. }
                | Self::EconomicLinkage
                | Self::MarketAccess { .. }
        )
    }

    /// Whether it counts opportunities.
    pub(super) fn has_opportunities(&self) -> bool {
        !self.has_mass() && !self.is_competition() && *self != Self::AverageTravelTime
    }

    /// Whether it is of the whole day, whatever the time that is asked for.
    pub(super) fn is_of_the_day(&self) -> bool {
        matches!(self, Self::SameDayReturn { .. })
    }
}
