//! Who has how much of a measure in the study area, and who gains: over its counties and districts, by their people.

use super::standing::parts_of_study_area;
use crate::index::ZoneIdx;
use crate::measures::equity::{Distribution, LorenzPoint, winners_and_losers};
use crate::measures::rank::Direction;
use crate::network::Network;

/// A change of so many minutes or less is none.
const NOTICEABLE_MINUTES: f64 = 1.0;

/// Values of a measure, on one side or without and with.
#[derive(Debug, Clone)]
pub struct EquityQuestion<'a> {
    /// The network whose zones they are of.
    pub network: &'a Network,
    /// By side, then by zone.
    pub sides: Vec<Vec<Option<f64>>>,
    /// Unit of the values.
    pub unit: &'a str,
    /// Which way is better.
    pub direction: Direction,
}

/// A statistic on each side.
#[derive(Debug, Clone, PartialEq)]
pub struct EquityRow {
    /// `gini`, `p50`, `winners`, ….
    pub statistic: &'static str,
    /// Unit of the values.
    pub unit: String,
    /// By side; empty where the statistic is of the change.
    pub sides: Vec<Option<f64>>,
    /// With less without, or the statistic of the change.
    pub change: Option<f64>,
}

/// Inequality of a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Equity {
    /// The statistics.
    pub rows: Vec<EquityRow>,
    /// By side, the Lorenz curve; empty where there is none.
    pub lorenz: Vec<Vec<LorenzPoint>>,
}

impl Equity {
    /// Mean, spread, inequality and quantiles of each side, people as weights; of two sides and a measure in minutes also
    /// who gains and who loses more than a minute.
    pub fn of(question: &EquityQuestion<'_>) -> Self {
        let parts = parts_of_study_area(question.network);
        let sides: Vec<Sample> = question
            .sides
            .iter()
            .map(|values| Sample::of(question.network, &parts, values))
            .collect();
        let found: Vec<Vec<Statistic>> =
            sides.iter().map(|side| side.statistics(question.unit)).collect();
        let names = found.first().into_iter().flatten();
        let mut rows: Vec<EquityRow> = names
            .enumerate()
            .map(|(at, (statistic, unit, _))| {
                let sides: Vec<Option<f64>> = found.iter().map(|side| side[at].2).collect();
                let change = match &sides[..] {
                    [without, with] => without.zip(*with).map(|(old, new)| new - old),
                    _ => None,
                };
                EquityRow { statistic, unit: unit.clone(), sides, change }
            })
            .collect();
        if question.unit == "min" {
            rows.extend(winners(question, &parts));
        }
        Self { rows, lorenz: sides.iter().map(Sample::lorenz).collect() }
    }
}

/// Name, unit and value.
type Statistic = (&'static str, String, Option<f64>);

/// The parts of the study area that have a value.
struct Sample {
    values: Vec<f64>,
    people: Vec<f64>,
    /// GDP per head, by which people are ranked.
    status: Vec<f64>,
    /// The city each belongs to, numbered from 0.
    group: Vec<usize>,
}

impl Sample {
    fn of(network: &Network, parts: &[ZoneIdx], values: &[Option<f64>]) -> Self {
        let mut sample =
            Self { values: Vec::new(), people: Vec::new(), status: Vec::new(), group: Vec::new() };
        let mut cities: Vec<ZoneIdx> = Vec::new();
        for zone in parts {
            let Some(value) = values[zone.at()] else { continue };
            let row = &network.zones[zone.at()];
            let people = row.opportunity("population");
            let city = row.super_zone.unwrap_or(*zone);
            let group = cities.iter().position(|known| *known == city).unwrap_or_else(|| {
                cities.push(city);
                cities.len() - 1
            });
            sample.values.push(value);
            sample.people.push(people);
            sample.status.push(if people > 0.0 {
                row.opportunity("gdp_yi_yuan") / people
            } else {
                0.0
            });
            sample.group.push(group);
        }
        sample
    }

    fn statistics(&self, unit: &str) -> Vec<Statistic> {
        let people = Distribution::weighted(&self.values, &self.people).ok();
        let people = people.as_ref();
        let zones = Distribution::unweighted(&self.values).ok();
        let theil = people.and_then(|people| people.theil_by_group(&self.group));
        let at = |share: f64| people.map(|people| people.quantile(share));
        let concentration = people.and_then(|people| people.concentration(&self.status));
        let in_unit = |name, value| (name, unit.to_owned(), value);
        let plain = |name, value| (name, "1".to_owned(), value);
        vec![
            in_unit("mean", people.map(Distribution::mean)),
            in_unit("p10", at(0.1)),
            in_unit("p25", at(0.25)),
            in_unit("p50", at(0.5)),
            in_unit("p75", at(0.75)),
            in_unit("p90", at(0.9)),
            plain("cv", people.and_then(Distribution::cv)),
            plain("cv_of_zones", zones.as_ref().and_then(Distribution::cv)),
            plain("gini", people.and_then(Distribution::gini)),
            plain("palma", people.and_then(Distribution::palma)),
            plain("theil", theil.as_ref().map(|split| split.total)),
            plain("theil_within", theil.as_ref().map(|split| split.within)),
            plain("theil_between", theil.as_ref().map(|split| split.between)),
            plain("concentration", concentration),
        ]
    }

    fn lorenz(&self) -> Vec<LorenzPoint> {
        let people = Distribution::weighted(&self.values, &self.people).ok();
        people.and_then(|people| people.lorenz()).unwrap_or_default()
    }
}

fn winners(question: &EquityQuestion<'_>, parts: &[ZoneIdx]) -> Vec<EquityRow> {
    let [without, with] = &question.sides[..] else { return Vec::new() };
    let of_parts = |values: &[Option<f64>]| parts.iter().map(|zone| values[zone.at()]).collect();
    let (before, after): (Vec<Option<f64>>, Vec<Option<f64>>) = (of_parts(without), of_parts(with));
    let people: Vec<f64> = parts
        .iter()
        .map(|zone| question.network.zones[zone.at()].opportunity("population"))
        .collect();
    let sorted =
        winners_and_losers(&before, &after, &people, question.direction, NOTICEABLE_MINUTES);
    let row = |statistic, unit: &str, change| EquityRow {
        statistic,
        unit: unit.to_owned(),
        sides: vec![None, None],
        change,
    };
    vec![
        row("winners", "people", Some(sorted.winners)),
        row("losers", "people", Some(sorted.losers)),
        row("unchanged", "people", Some(sorted.unchanged)),
        row("mean_gain", question.unit, sorted.mean_gain),
        row("mean_loss", question.unit, sorted.mean_loss),
    ]
}
