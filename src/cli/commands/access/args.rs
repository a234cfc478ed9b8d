//! What can be typed after `tongqu access`, and what it means.

use crate::cli::args::{Format, ModeArg, ScenarioArgs, above_zero, clock, not_negative};
use crate::diagnostic::Problem;
use crate::measures::SelfTime;
use crate::measures::accessibility::Decay;
use crate::scenario::Scenario;
use crate::skims::Query;
use crate::study::{AccessMeasure, AccessQuestion, Question, Travellers};
use crate::units::{KmPerHour, Seconds};
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "With --with both networks are measured: without the projects and with them.\nA zone without a figure of a column (an empty cell) is left out, and it is said.\nExamples:  tongqu access --mode rail --with huai-su-bang-intercity\n           tongqu access --measure daily-accessibility --hours 1,2,4 --mode public --format csv\n           tongqu access --measure cumulative,dual-access --opportunities tertiary_a_hospitals --cutoff 30,60 --enough 3\n           tongqu access --measure two-step-fca --supply hospital_beds --decay gaussian:30 --out out/beds\n           tongqu access --measure watt --mode public --percentiles 5,50,95 --depart 08:00 --window 120"
)]
pub(in crate::cli) struct AccessArgs {
    /// What is measured
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', default_values = ["watt", "average-travel-time", "daily-accessibility", "economic-potential"])]
    measure: Vec<MeasureArg>,
    /// By what
    #[arg(long, default_value = "rail")]
    mode: ModeArg,
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// Column of zone.csv that daily-accessibility, cumulative, dual-access and same-day-return count
    #[arg(long, value_name = "COLUMN", default_value = "population")]
    opportunities: String,
    /// Column of zone.csv that is the mass of watt, efficiency, potential, linkage and market-access; √(GDP × population) if not given
    #[arg(long, value_name = "COLUMN")]
    mass: Option<String>,
    /// Column of zone.csv that people share in two-step-fca, balanced-fca and spatial-availability
    #[arg(long, value_name = "COLUMN", default_value = "hospital_beds")]
    supply: String,
    /// Limits of daily-accessibility
    #[arg(long, value_name = "H,…", value_delimiter = ',', default_values = ["4"], value_parser = above_zero)]
    hours: Vec<f64>,
    /// Limits of cumulative, two-step-fca, balanced-fca and spatial-availability; 60 if neither this nor --decay is given
    #[arg(long, value_name = "MIN,…", value_delimiter = ',', value_parser = above_zero)]
    cutoff: Vec<f64>,
    /// Decay of the same, as NAME:PARAMETERS in minutes: linear:60,30, logistic:60,10, exponential:0.02, half-life:30, power:1, log-normal:0.1, gaussian:30; may be given more than once
    #[arg(long, value_name = "NAME:P", value_parser = decay)]
    decay: Vec<Decay>,
    /// Powers of time in economic-potential
    #[arg(long, value_name = "A,…", value_delimiter = ',', default_values = ["1"], value_parser = above_zero)]
    alpha: Vec<f64>,
    /// Trade elasticity θ of market-access; has no default
    #[arg(long, value_name = "THETA", value_parser = above_zero)]
    theta: Option<f64>,
    /// Trade cost of market-access: the share of the goods' value that an hour costs, τ = 1 + TAU × hours; has no default
    #[arg(long, value_name = "TAU", value_parser = above_zero)]
    tau: Option<f64>,
    /// How many opportunities dual-access looks for; 1,000,000 people, or 1 of another column, if not given
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = above_zero)]
    enough: Vec<f64>,
    /// Least hours at the destination of same-day-return, home from 06:00 to midnight
    #[arg(long, value_name = "H,…", value_delimiter = ',', default_values = ["4"], value_parser = above_zero)]
    stay: Vec<f64>,
    /// What an hour is worth in yuan, for generalised-watt; has no default
    #[arg(long, value_name = "YUAN", value_parser = above_zero)]
    value_of_time: Option<f64>,
    /// Speed of the straight line that network-efficiency holds times against; 130 km/h by road and that of the fastest line by rail if not given
    #[arg(long, value_name = "KMH", value_parser = above_zero)]
    top_speed: Option<f64>,
    /// Whether zones go elsewhere or others come to them
    #[arg(long, default_value = "active")]
    direction: DirectionArg,
    /// A zone's time to itself in minutes, or `none`: it is no destination of its own. If not given: none in weighted times and potentials, 0 minutes in all others
    #[arg(long, value_name = "MIN", value_parser = own_zone)]
    self_potential: Option<SelfTime>,
    /// Percentiles of the time with the wait over the departures of --depart and --window, instead of the fastest time of the day
    #[arg(long, value_name = "P,…", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(1..=99))]
    percentiles: Vec<u8>,
    /// First departure of the window (HH:MM); 06:00 if not given
    #[arg(long, value_name = "HH:MM", value_parser = clock, requires = "percentiles")]
    depart: Option<Seconds>,
    /// Length of the window in minutes; until 22:00 if not given
    #[arg(long, value_name = "MIN", value_parser = clap::value_parser!(u16).range(1..=1440), requires = "percentiles")]
    window: Option<u16>,
    /// Also every cell of a grid of so many km over the study area, by car from the cell: `cells.csv` and rasters of --out
    #[arg(long, value_name = "KM", value_parser = above_zero)]
    pub(super) cell: Option<f64>,
    /// Folder to write `access.csv`, `access.geojson`, `equity.csv`, `lorenz.csv` and the manifest into
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MeasureArg {
    /// Plain mean of the times to all others
    #[value(alias = "average_travel_time")]
    AverageTravelTime,
    /// Weighted average travel time
    Watt,
    /// The same with the fare as time; needs --value-of-time
    #[value(alias = "generalised_watt")]
    GeneralisedWatt,
    /// Time over that of a straight line at top speed
    #[value(alias = "network_efficiency")]
    NetworkEfficiency,
    /// What is within --hours
    #[value(alias = "daily_accessibility")]
    DailyAccessibility,
    /// Mass over time to the power of --alpha
    #[value(alias = "economic_potential")]
    EconomicPotential,
    /// Mass times mass over time squared, summed over all others
    #[value(alias = "economic_linkage")]
    EconomicLinkage,
    /// Mass over trade cost; needs --theta and --tau
    #[value(alias = "market_access")]
    MarketAccess,
    /// What is within --cutoff, or by --decay
    #[value(alias = "cumulative_opportunities")]
    Cumulative,
    /// Time to the first --enough
    #[value(alias = "dual_access")]
    DualAccess,
    /// Supply per 1,000 people, two-step floating catchment area
    #[value(alias = "two_step_fca", alias = "2sfca")]
    TwoStepFca,
    /// The same, balanced
    #[value(alias = "balanced_fca")]
    BalancedFca,
    /// The supply that falls to the zone
    #[value(alias = "spatial_availability")]
    SpatialAvailability,
    /// What can be visited and left again in a day, --stay hours there
    #[value(alias = "same_day_return")]
    SameDayReturn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DirectionArg {
    /// What a zone reaches
    Active,
    /// Who reaches a zone
    Passive,
}

impl AccessArgs {
    /// The question that was typed; the projects that are to be there are those in question.
    pub(super) fn question(&self, scenario: Scenario) -> Result<AccessQuestion, Problem> {
        let measures: Result<Vec<Vec<AccessMeasure>>, Problem> =
            self.measure.iter().map(|measure| self.measures(*measure)).collect();
        let percentiles: BTreeSet<u8> = self.percentiles.iter().copied().collect();
        Ok(AccessQuestion {
            scenario: Question::of_scenario(scenario),
            mode: self.mode.into(),
            window: self.window()?,
            percentiles: percentiles.into_iter().collect(),
            measures: measures?.into_iter().flatten().collect(),
            mass: self.mass.clone(),
            opportunities: self.opportunities.clone(),
            supply: self.supply.clone(),
            own_zone: self.self_potential,
            travellers: match self.direction {
                DirectionArg::Active => Travellers::Active,
                DirectionArg::Passive => Travellers::Passive,
            },
        })
    }

    fn window(&self) -> Result<Range<Seconds>, Problem> {
        let usual = Query::new(self.mode.into()).window;
        let start = self.depart.unwrap_or(usual.start);
        let end = match self.window {
            Some(minutes) => start + Seconds::from_minutes(minutes.into()),
            None => usual.end,
        };
        if start >= end || end > Seconds::DAY {
            let problem = Problem::error("wrong-question", "the window is not within a day");
            return Err(problem.help("--depart HH:MM and --window MIN that end by midnight"));
        }
        Ok(start..end)
    }

    /// One for each of its parameters.
    fn measures(&self, measure: MeasureArg) -> Result<Vec<AccessMeasure>, Problem> {
        let hours = |hours: &f64| Seconds::from_minutes_f64(hours * 60.0);
        let decays = || self.decays().into_iter();
        Ok(match measure {
            MeasureArg::AverageTravelTime => vec![AccessMeasure::AverageTravelTime],
            MeasureArg::Watt => vec![AccessMeasure::Watt],
            MeasureArg::GeneralisedWatt => {
                let yuan_per_hour =
                    needed(self.value_of_time, "generalised-watt", "--value-of-time YUAN")?;
                vec![AccessMeasure::GeneralisedWatt { yuan_per_hour }]
            }
            MeasureArg::NetworkEfficiency => {
                vec![AccessMeasure::NetworkEfficiency { top_speed: self.top_speed.map(KmPerHour) }]
            }
            MeasureArg::DailyAccessibility => {
                let limits = self.hours.iter().map(hours);
                limits.map(|limit| AccessMeasure::DailyAccessibility { limit }).collect()
            }
            MeasureArg::EconomicPotential => {
                let powers = self.alpha.iter().copied();
                powers.map(|alpha| AccessMeasure::EconomicPotential { alpha }).collect()
            }
            MeasureArg::EconomicLinkage => vec![AccessMeasure::EconomicLinkage],
            MeasureArg::MarketAccess => {
                let theta =
                    needed(self.theta, "market-access", "--theta and --tau, from a source")?;
                let tau_per_hour =
                    needed(self.tau, "market-access", "--theta and --tau, from a source")?;
                vec![AccessMeasure::MarketAccess { theta, tau_per_hour }]
            }
            MeasureArg::Cumulative => decays().map(AccessMeasure::Cumulative).collect(),
            MeasureArg::DualAccess => {
                let enough = if self.enough.is_empty() {
                    vec![self.usually_enough()]
                } else {
                    self.enough.clone()
                };
                enough.into_iter().map(|enough| AccessMeasure::DualAccess { enough }).collect()
            }
            MeasureArg::TwoStepFca => decays().map(AccessMeasure::TwoStepFca).collect(),
            MeasureArg::BalancedFca => decays().map(AccessMeasure::BalancedFca).collect(),
            MeasureArg::SpatialAvailability => {
                decays().map(AccessMeasure::SpatialAvailability).collect()
            }
            MeasureArg::SameDayReturn => {
                let stays = self.stay.iter().map(hours);
                stays.map(|stay| AccessMeasure::SameDayReturn { stay }).collect()
            }
        })
    }

    fn usually_enough(&self) -> f64 {
        if self.opportunities == "population" { 1e6 } else { 1.0 }
    }

    fn decays(&self) -> Vec<Decay> {
        let step = |minutes: &f64| Decay::Step { limit: Seconds::from_minutes_f64(*minutes) };
        let mut decays: Vec<Decay> = self.cutoff.iter().map(step).collect();
        decays.extend(&self.decay);
        if decays.is_empty() {
            decays.push(step(&60.0));
        }
        decays
    }
}

fn needed(value: Option<f64>, measure: &str, flag: &str) -> Result<f64, Problem> {
    value.ok_or_else(|| {
        let what = format!("{measure} has a parameter that nobody can guess");
        Problem::error("wrong-question", what).help(flag)
    })
}

fn decay(text: &str) -> Result<Decay, String> {
    text.parse().map_err(|error: crate::measures::accessibility::DecayError| error.to_string())
}

fn own_zone(text: &str) -> Result<SelfTime, String> {
    if text == "none" {
        return Ok(SelfTime::Exclude);
    }
    let minutes = not_negative(text).map_err(|_| "write `none` or minutes".to_owned())?;
    Ok(SelfTime::Fixed(Seconds::from_minutes_f64(minutes)))
}
