//! What every zone can reach, by any measure: of one network, or of a network without some projects and with them.

mod cells;
mod competition;
mod measure;
mod measured;

pub use cells::{CellAccess, CellTable};
pub use measure::AccessMeasure;

use super::comparison::{Question, Side, StageTime, prepare};
use super::fare::fares;
use super::standing::{Spread, masses, ranks, spread};
use crate::diagnostic::{Problem, Problems};
use crate::index::ZoneIdx;
use crate::measures::SelfTime;
use crate::measures::rank::{Direction, change, change_rate};
use crate::network::Network;
use crate::scenario::{Applied, Catalogue};
use crate::skims::{Query, TravelMode};
use crate::supply::RoadTopology;
use crate::units::{KmPerHour, Seconds};
use competition::people_of_ratio;
use std::ops::Range;

/// Who travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Travellers {
    /// Those of the zone go elsewhere: what the zone reaches.
    Active,
    /// Others come to the zone: who reaches it.
    Passive,
}

/// What is measured, of which network.
#[derive(Debug, Clone)]
pub struct AccessQuestion {
    /// The day and the projects: where there are projects in question, both networks are measured.
    pub scenario: Question,
    /// By what people travel; the modes of `scenario` are not looked at.
    pub mode: TravelMode,
    /// Departure times that percentiles are taken over.
    pub window: Range<Seconds>,
    /// Percentiles of the time with the wait, over the window; the fastest journey of the day if there are none.
    pub percentiles: Vec<u8>,
    /// What is measured.
    pub measures: Vec<AccessMeasure>,
    /// Column of `zone.csv` that is the mass of potentials and weighted times; √(population × GDP) if none.
    pub mass: Option<String>,
    /// Column of `zone.csv` that is reached.
    pub opportunities: String,
    /// Column of `zone.csv` that people compete for.
    pub supply: String,
    /// A zone's time to itself, in every measure. If none, a zone is no destination of its own in weighted times and
    /// potentials, and what is in it is reached at once in all others.
    pub own_zone: Option<SelfTime>,
    /// Who travels.
    pub travellers: Travellers,
}

/// The network of a side, measured.
#[derive(Debug)]
pub struct AccessSide {
    /// `network`, or `without` and `with`.
    pub name: &'static str,
    /// What was searched.
    pub side: Side,
}

/// The values of one measure on one side.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessValues {
    /// By zone; none where nothing is reached or the zone is left out.
    pub values: Vec<Option<f64>>,
    /// Rank in the study area, 1 the best, cities among cities and their parts among parts.
    pub ranks: Vec<Option<usize>>,
    /// Over the counties and districts of the study area.
    pub spread: Option<Spread>,
}

/// One measure for all zones.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessTable {
    /// What is measured.
    pub measure: AccessMeasure,
    /// The percentile of the time; the fastest if none.
    pub percentile: Option<u8>,
    /// Name for a column, parameters included: `cumulative_opportunities_step_60`.
    pub key: String,
    /// Unit, for a reader.
    pub unit: String,
    /// Unit, for the end of a column's name; empty for a ratio.
    pub unit_key: String,
    /// Which way is better.
    pub direction: Direction,
    /// By side: one, or without and with.
    pub sides: Vec<AccessValues>,
}

/// Values of every zone by every measure.
#[derive(Debug)]
pub struct Access {
    /// What was asked.
    pub question: AccessQuestion,
    /// One network, or that without the projects and that with them.
    pub sides: Vec<AccessSide>,
    /// In the order of the question, percentile by percentile.
    pub tables: Vec<AccessTable>,
    /// What a reader has to know: zones left out, mass out of reach.
    pub notes: Vec<String>,
}

impl AccessTable {
    /// With less without, of a zone, where both have a value.
    pub fn change(&self, zone: usize) -> Option<f64> {
        let [without, with] = &self.sides[..] else { return None };
        Some(change(without.values[zone]?, with.values[zone]?))
    }

    /// Improvement in per cent of the value without: positive is better.
    pub fn change_rate(&self, zone: usize) -> Option<f64> {
        let [without, with] = &self.sides[..] else { return None };
        change_rate(without.values[zone]?, with.values[zone]?, self.direction)
    }
}

impl Access {
    /// Builds the network, or both, and measures them.
    ///
    /// # Errors
    /// Problems of the projects' edits; a network without zones or without a parameter it needs; a column that no zone has
    /// a figure of; a measure that cannot be taken as asked.
    pub fn run(
        base: &Network,
        catalogue: &Catalogue,
        question: AccessQuestion,
        stage: StageTime<'_>,
    ) -> Result<Self, Problems> {
        check(base, &question)?;
        let (without, with) = question.scenario.scenarios(catalogue);
        let scenarios = if question.scenario.projects.is_empty() {
            vec![("network", with)]
        } else {
            vec![("without", without), ("with", with)]
        };
        let build = |(name, scenario): (&'static str, crate::scenario::Scenario)| {
            Ok::<_, Problems>((name, scenario.build(base, catalogue)?))
        };
        let applied: Vec<(&str, Applied)> =
            scenarios.into_iter().map(build).collect::<Result<_, _>>()?;
        let networks: Vec<&Network> = applied.iter().map(|(_, applied)| &applied.network).collect();
        let topology = RoadTopology::where_it_pays(&networks);
        stage("apply the projects and contract the roads");
        let query = Query {
            window: question.window.clone(),
            percentiles: question.percentiles.clone(),
            ..Query::new(question.mode)
        };
        let mut sides = Vec::new();
        for (name, applied) in applied {
            let queries = std::slice::from_ref(&query);
            let side = prepare(applied, topology.as_ref(), queries, name, stage)?;
            sides.push(AccessSide { name, side });
        }
        let mut access = Self { question, sides, tables: Vec::new(), notes: Vec::new() };
        access.measure().map_err(Problem::from)?;
        stage("measures");
        Ok(access)
    }

    /// The network with the projects.
    pub fn network(&self) -> &Network {
        &self.sides[self.sides.len() - 1].side.applied.network
    }

    fn measure(&mut self) -> Result<(), crate::network::MissingParameter> {
        let question = &self.question;
        let has_fares = question
            .measures
            .iter()
            .any(|measure| matches!(measure, AccessMeasure::GeneralisedWatt { .. }));
        // The same on both sides.
        let usual = (self.usual_top_speed(), people_of_ratio(self.network(), &question.supply));
        let mut measured = Vec::new();
        for side in &self.sides {
            let fares = has_fares.then(|| fares(&side.side, question.mode)).transpose()?;
            measured.push(measured::Measured::new(question, &side.side, fares, usual));
        }
        let (mut tables, mut notes) = (Vec::new(), Vec::new());
        let percentiles: Vec<Option<usize>> = if question.percentiles.is_empty() {
            vec![None]
        } else {
            (0..question.percentiles.len()).map(Some).collect()
        };
        for percentile in percentiles {
            for measure in &question.measures {
                // Percentiles of the time do not touch what is counted over the whole day.
                if percentile.is_some_and(|at| at > 0) && measure.is_of_the_day() {
                    continue;
                }
                let of_time = percentile.filter(|_| !measure.is_of_the_day());
                let taken: Vec<_> =
                    measured.iter().map(|side| side.take(measure, of_time)).collect();
                notes.extend(taken.last().into_iter().flat_map(|taken| taken.notes.clone()));
                let values = taken.into_iter().map(|taken| taken.values);
                tables.push(self.table(measure, of_time, values));
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        notes.retain(|note: &String| seen.insert(note.clone()));
        (self.tables, self.notes) = (tables, notes);
        Ok(())
    }

    fn table(
        &self,
        measure: &AccessMeasure,
        percentile: Option<usize>,
        values: impl Iterator<Item = Vec<Option<f64>>>,
    ) -> AccessTable {
        let direction = measure.direction();
        let network = self.network();
        let side = |values: Vec<Option<f64>>| AccessValues {
            ranks: ranks(network, &values, direction),
            spread: spread(network, &values),
            values,
        };
        let percentile = percentile.map(|at| self.question.percentiles[at]);
        let mut key = measure.key();
        if let Some(percentile) = percentile {
            key += &format!("_p{percentile}");
        }
        let ratio = people_of_ratio(network, &self.question.supply);
        let (unit, unit_key) = measure.unit(&self.question, ratio);
        AccessTable {
            measure: measure.clone(),
            percentile,
            key,
            unit,
            unit_key,
            direction,
            sides: values.map(side).collect(),
        }
    }

    /// The speed of an ideal line where none is given: 130 km/h by road (Gutiérrez, Monzón & Piñero 1998), by rail that of
    /// the fastest line there is.
    fn usual_top_speed(&self) -> KmPerHour {
        const ROAD: KmPerHour = KmPerHour(130.0);
        if matches!(self.question.mode, TravelMode::Car | TravelMode::Coach) {
            return ROAD;
        }
        let links = self.network().links.iter();
        let trains = links
            .filter(|link| link.allowed_uses.allows(crate::network::LinkUse::PassengerTrain))
            .map(|link| link.free_speed.0);
        KmPerHour(trains.fold(ROAD.0, f64::max))
    }
}

/// Figures of a column of `zone.csv`.
struct Figures {
    /// By zone: zero for a zone with parts, whose figure is counted there, and for one without a figure.
    values: Vec<f64>,
    /// Zones that have no figure, where that does not mean zero.
    unknown: Vec<bool>,
}

impl Figures {
    fn of(network: &Network, column: &str) -> Self {
        let values = masses(network, |network, zone| network.zones[zone.at()].opportunity(column));
        let zones = network.zones.iter().enumerate();
        let is_unknown = |(at, zone): (usize, &crate::network::Zone)| {
            !zone.opportunities.contains_key(column) && !network.is_aggregate(ZoneIdx::new(at))
        };
        Self { values, unknown: zones.map(is_unknown).collect() }
    }

    /// What is to be said of zones without a figure.
    fn note(&self, column: &str) -> Option<String> {
        let count = self.unknown.iter().filter(|is_unknown| **is_unknown).count();
        (count > 0).then(|| {
            format!(
                "{count} of {} zones have no figure of {column} and are left out",
                self.unknown.len()
            )
        })
    }
}

fn check(base: &Network, question: &AccessQuestion) -> Result<(), Problems> {
    if base.zones.is_empty() {
        return Err(Problem::error("no-zones", "the network has no zones")
            .help("add rows to zone.csv")
            .into());
    }
    if question.mode == TravelMode::Car && !question.percentiles.is_empty() {
        let problem = Problem::error("wrong-question", "a drive takes as long at any time");
        return Err(problem.help("--mode public with --percentiles; by car without them").into());
    }
    if question.travellers == Travellers::Passive
        && let Some(measure) = question.measures.iter().find(|it| it.is_competition())
    {
        let what = format!("{} is of those who travel to a supply", measure.info().id);
        return Err(Problem::error("wrong-question", what).help("--direction active").into());
    }
    let asked = |is_read: fn(&AccessMeasure) -> bool| question.measures.iter().any(is_read);
    let mass = question.mass.as_deref();
    let columns = [
        Some(mass.unwrap_or("population")).filter(|_| asked(AccessMeasure::has_mass)),
        Some(mass.unwrap_or("gdp_yi_yuan")).filter(|_| asked(AccessMeasure::has_mass)),
        Some(&question.opportunities[..]).filter(|_| asked(AccessMeasure::has_opportunities)),
        Some(&question.supply[..]).filter(|_| asked(AccessMeasure::is_competition)),
    ];
    for column in columns.into_iter().flatten() {
        column_is_there(base, column)?;
    }
    Ok(())
}

fn column_is_there(base: &Network, column: &str) -> Result<(), Problem> {
    if base.zones.iter().any(|zone| zone.opportunities.contains_key(column)) {
        return Ok(());
    }
    let known: std::collections::BTreeSet<&str> =
        base.zones.iter().flat_map(|zone| zone.opportunities.keys()).map(String::as_str).collect();
    let known: Vec<&str> = known.into_iter().collect();
    Err(Problem::error("unknown-column", format!("no zone has a figure of `{column}`")).help(
        format!(
            "--mass, --opportunities and --supply name a column of zone.csv with numbers: {}",
            known.join(", ")
        ),
    ))
}
