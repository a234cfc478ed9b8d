//! With and without: the same network with some projects and without them, all else equal (有无对比).

use super::standing::{Spread, gravity_masses, own_stations, people, ranks, spread, watt_of};
use crate::diagnostic::{Problem, Problems};
use crate::index::ZoneIdx;
use crate::measures::accessibility::{daily_accessibility, economic_potential};
use crate::measures::connectivity::{pairs_within, summary};
use crate::measures::rank::{Direction, change_rate};
use crate::measures::{Matrix, SelfTime};
use crate::network::{Network, Role};
use crate::scenario::{Applied, Catalogue, Scenario};
use crate::skims::{self, Cell, Query, SkimSet, TravelMode};
use crate::supply::{RoadTopology, Supply};
use crate::units::{Date, Seconds};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A daily round trip's limit: 4 hours one way (daily accessibility).
const DAY_TRIP: Seconds = Seconds::from_minutes(240);

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Ids of the projects in question.
    pub projects: BTreeSet<String>,
    /// The day.
    pub date: Date,
    /// Other projects that are to be on both sides.
    pub with: BTreeSet<String>,
    /// Other projects that are to be on neither.
    pub without: BTreeSet<String>,
    /// By what people travel.
    pub modes: Vec<TravelMode>,
    /// Percentiles of the time with the wait that are wanted besides the median.
    pub percentiles: Vec<u8>,
}

impl Question {
    /// What the projects that a scenario adds change; by no mode yet.
    pub fn of_scenario(scenario: Scenario) -> Self {
        Self {
            projects: scenario.with,
            date: scenario.date,
            with: BTreeSet::new(),
            without: scenario.without,
            modes: Vec::new(),
            percentiles: Vec::new(),
        }
    }

    /// The networks without the projects and with them: what the projects require stands on both sides.
    pub fn scenarios(&self, catalogue: &Catalogue) -> (Scenario, Scenario) {
        let required = catalogue
            .iter()
            .filter(|project| self.projects.contains(project.id()))
            .flat_map(|project| project.head.requires.get_ref());
        let both = self.with.iter().chain(required).filter(|id| !self.projects.contains(*id));
        let both: BTreeSet<String> = both.cloned().collect();
        let without = Scenario {
            date: self.date,
            with: both.clone(),
            without: &self.without | &self.projects,
            on_top: BTreeSet::new(),
        };
        let with = Scenario {
            date: self.date,
            with: &both | &self.projects,
            without: self.without.clone(),
            on_top: self.projects.clone(),
        };
        (without, with)
    }

    /// What each mode's skim is asked for.
    fn queries(&self) -> Vec<Query> {
        let query = |mode: &TravelMode| Query {
            percentiles: self.percentiles.clone(),
            ..Query::new(*mode)
        };
        self.modes.iter().map(query).collect()
    }
}

/// One of the two sides.
#[derive(Debug)]
pub struct Side {
    /// The network and the projects in it.
    pub applied: Applied,
    /// What the searches read.
    pub supply: Supply,
    /// A skim for each mode of the question.
    pub skims: Vec<SkimSet>,
}

/// How long a stage of the work took, told by the caller's clock.
pub type StageTime<'a> = &'a mut dyn FnMut(&str);

/// The answer.
#[derive(Debug)]
pub struct Comparison {
    /// What was asked.
    pub question: Question,
    /// The network without the projects.
    pub without: Arc<Side>,
    /// The network with them.
    pub with: Arc<Side>,
}

/// A pair of zones by one mode, on both sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairChange {
    /// By what.
    pub mode: TravelMode,
    /// Where from.
    pub from: ZoneIdx,
    /// Where to.
    pub to: ZoneIdx,
    /// Without the projects; none if there is no journey.
    pub without: Option<Cell>,
    /// With them.
    pub with: Option<Cell>,
}

impl PairChange {
    /// With less without, in minutes, where there is a journey on both sides: negative is faster.
    pub fn minutes(&self) -> Option<f64> {
        Some(self.with?.fastest.minutes() - self.without?.fastest.minutes())
    }

    /// The same in per cent of the time without.
    pub fn per_cent(&self) -> Option<f64> {
        Some(self.minutes()? / self.without?.fastest.minutes() * 100.0)
    }
}

/// A zone's accessibility by one measure and mode, on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessibilityRow {
    /// Which zone.
    pub zone: ZoneIdx,
    /// Without the projects; none where nothing can be reached.
    pub without: Option<f64>,
    /// With them.
    pub with: Option<f64>,
    /// Rank without, 1 the best, among zones of its kind; none outside the study area.
    pub rank_without: Option<usize>,
    /// Rank with.
    pub rank_with: Option<usize>,
    /// Improvement in per cent of the value without: positive is better.
    pub change_rate: Option<f64>,
}

/// One measure by one mode for all zones.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureTable {
    /// By what.
    pub mode: TravelMode,
    /// `watt`, `daily_accessibility` or `economic_potential`.
    pub id: &'static str,
    /// In English.
    pub name: &'static str,
    /// In Chinese.
    pub name_zh: &'static str,
    /// Unit of the values.
    pub unit: &'static str,
    /// Which way is better.
    pub direction: Direction,
    /// In the order of the zones.
    pub rows: Vec<AccessibilityRow>,
    /// Over the counties and districts of the study area, without.
    pub spread_without: Option<Spread>,
    /// The same, with.
    pub spread_with: Option<Spread>,
}

/// A figure of the network as a whole, on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectivityRow {
    /// By what.
    pub mode: TravelMode,
    /// Which figure.
    pub measure: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Without the projects.
    pub without: f64,
    /// With them.
    pub with: f64,
}

impl Comparison {
    /// Builds both sides and measures them. `stage` is told the name of each stage when it is done.
    ///
    /// # Errors
    /// Problems of the projects' edits; a network without zones or without a parameter it needs.
    pub fn run(
        base: &Network,
        catalogue: &Catalogue,
        question: Question,
        stage: StageTime<'_>,
    ) -> Result<Self, Problems> {
        if base.zones.is_empty() {
            return Err(Problem::error("no-zones", "the network has no zones to compare")
                .help("add rows to zone.csv")
                .into());
        }
        let (without, with) = question.scenarios(catalogue);
        let [without, with] = [without.build(base, catalogue)?, with.build(base, catalogue)?];
        stage("apply the projects");
        let topology = RoadTopology::where_it_pays(&[&without.network, &with.network]);
        stage("contract the roads of both sides");
        let queries = question.queries();
        let without = prepare(without, topology.as_ref(), &queries, "without", stage)?;
        let with = prepare(with, topology.as_ref(), &queries, "with", stage)?;
        Ok(Self { question, without: Arc::new(without), with: Arc::new(with) })
    }

    /// The network with the projects.
    pub fn network(&self) -> &Network {
        &self.with.applied.network
    }

    /// Every pair of zones by a mode, by origin, then destination.
    pub fn pairs(&self, mode: TravelMode) -> impl Iterator<Item = PairChange> + '_ {
        let skims = self.skims(mode);
        let zones = self.network().zones.len();
        skims.into_iter().flat_map(move |(without, with)| {
            (0..zones * zones).filter(move |at| at / zones != at % zones).map(move |at| {
                let (from, to) = (ZoneIdx::new(at / zones), ZoneIdx::new(at % zones));
                PairChange {
                    mode,
                    from,
                    to,
                    without: without.cell(from, to),
                    with: with.cell(from, to),
                }
            })
        })
    }

    /// The skims of a mode without the projects and with them; none of a mode that was not asked for.
    pub fn skims(&self, mode: TravelMode) -> Option<(&SkimSet, &SkimSet)> {
        let at = self.question.modes.iter().position(|asked| *asked == mode)?;
        Some((&self.without.skims[at], &self.with.skims[at]))
    }

    /// The mode whose times the projects change most (sum over pairs, people at both ends as weights); the first asked
    /// for if none changes.
    pub fn main_mode(&self) -> TravelMode {
        let changes = self.question.modes.iter().map(|mode| {
            let pairs = self.pairs(*mode);
            (*mode, pairs.filter_map(|pair| Some((pair.from, pair.to, pair.minutes()?))))
        });
        most_changed_mode(self.network(), changes).unwrap_or(self.question.modes[0])
    }

    /// People of each zone; zero for a zone whose people are counted in its parts.
    pub fn weights(&self) -> Vec<f64> {
        people(self.network())
    }

    /// Pairs changed by at least `least` whose ends both satisfy `is_end`, the most changed first; of a pair and its
    /// way back only the more changed one.
    pub fn most_changed(
        &self,
        mode: TravelMode,
        least: Seconds,
        is_end: impl Fn(ZoneIdx) -> bool,
    ) -> Vec<PairChange> {
        let is_wanted = |pair: &PairChange| is_end(pair.from) && is_end(pair.to);
        let mut pairs: Vec<PairChange> = self
            .pairs(mode)
            .filter(|pair| {
                is_wanted(pair)
                    && pair
                        .minutes()
                        .is_some_and(|minutes| minutes.abs() * 60.0 >= f64::from(least.0))
            })
            .collect();
        pairs.sort_by(|a, b| {
            let size = |pair: &PairChange| pair.minutes().unwrap_or(0.0).abs();
            size(b).total_cmp(&size(a)).then_with(|| (a.from, a.to).cmp(&(b.from, b.to)))
        });
        let mut seen = BTreeSet::new();
        pairs.retain(|pair| seen.insert((pair.from.min(pair.to), pair.from.max(pair.to))));
        pairs
    }

    /// WATT, daily accessibility and economic potential of every zone by a mode.
    ///
    /// Masses are √(population × GDP), in the parts of the study area and the gateways; a zone's own mass is not counted,
    /// but for daily accessibility, which counts people, its own included.
    pub fn accessibility(&self, mode: TravelMode) -> Vec<MeasureTable> {
        let Some((without, with)) = self.skims(mode) else { return Vec::new() };
        let zones = self.network().zones.len();
        let mass = gravity_masses(self.network());
        let people = self.weights();
        let values = |skim: &SkimSet| -> [Vec<Option<f64>>; 3] {
            let times = skim.times();
            let apart = Matrix::square(zones, &times, SelfTime::Exclude).expect("a skim is square");
            let own = apart.with_self_time(SelfTime::Fixed(Seconds(0)));
            let some = |values: Vec<f64>| values.into_iter().map(Some).collect();
            [
                watt_of(skim, &mass),
                some(daily_accessibility(&own, &people, DAY_TRIP)),
                some(economic_potential(&apart, &mass, 1.0)),
            ]
        };
        let [watt_0, daily_0, potential_0] = values(without);
        let [watt_1, daily_1, potential_1] = values(with);
        vec![
            self.table(mode, WATT, &watt_0, &watt_1),
            self.table(mode, DAILY, &daily_0, &daily_1),
            self.table(mode, POTENTIAL, &potential_0, &potential_1),
        ]
    }

    fn table(
        &self,
        mode: TravelMode,
        measure: MeasureName,
        without: &[Option<f64>],
        with: &[Option<f64>],
    ) -> MeasureTable {
        let ranks = |values: &[Option<f64>]| ranks(self.network(), values, measure.direction);
        let (rank_without, rank_with) = (ranks(without), ranks(with));
        let rows: Vec<AccessibilityRow> = (0..without.len())
            .map(|at| AccessibilityRow {
                zone: ZoneIdx::new(at),
                without: without[at],
                with: with[at],
                rank_without: rank_without[at],
                rank_with: rank_with[at],
                change_rate: without[at]
                    .zip(with[at])
                    .and_then(|(old, new)| change_rate(old, new, measure.direction)),
            })
            .collect();
        MeasureTable {
            mode,
            id: measure.id,
            name: measure.name,
            name_zh: measure.name_zh,
            unit: measure.unit,
            direction: measure.direction,
            spread_without: spread(self.network(), without),
            spread_with: spread(self.network(), with),
            rows,
        }
    }

    /// Whether a zone lies in the study area.
    pub fn is_core(&self, zone: ZoneIdx) -> bool {
        self.network().zones[zone.at()].role == Role::Core
    }

    /// Whether a zone is a city as a whole: one with parts, or a gateway.
    pub fn is_city(&self, zone: ZoneIdx) -> bool {
        !self.is_core(zone) || self.network().is_aggregate(zone)
    }

    /// Figures of the network as a whole by a mode, over the zones that have no parts.
    pub fn connectivity(&self, mode: TravelMode) -> Vec<ConnectivityRow> {
        let Some((without, with)) = self.skims(mode) else { return Vec::new() };
        let (old, new) =
            (Self::figures(mode, without, &self.without), Self::figures(mode, with, &self.with));
        let row = |((measure, unit, without), (_, _, with))| ConnectivityRow {
            mode,
            measure,
            unit,
            without,
            with,
        };
        old.into_iter().zip(new).map(row).collect()
    }

    fn figures(
        mode: TravelMode,
        skim: &SkimSet,
        side: &Side,
    ) -> Vec<(&'static str, &'static str, f64)> {
        let network = &side.applied.network;
        let parts: Vec<ZoneIdx> = (0..network.zones.len())
            .map(ZoneIdx::new)
            .filter(|zone| !network.is_aggregate(*zone))
            .collect();
        let times: Vec<Option<Seconds>> = parts
            .iter()
            .flat_map(|from| parts.iter().map(|to| skim.cell(*from, *to).map(|cell| cell.fastest)))
            .collect();
        let matrix = Matrix::square(parts.len(), &times, SelfTime::Exclude)
            .expect("as many rows as columns");
        let people: Vec<f64> =
            parts.iter().map(|zone| network.zones[zone.at()].opportunity("population")).collect();
        let totals = summary(&matrix, &people, &people);
        let within = |hours: u32| pairs_within(&matrix, Seconds(hours * 3600)) as f64;
        let mut figures = vec![
            ("reachable_pairs", "pairs", totals.reachable_pairs as f64),
            ("mean_time", "min", totals.mean_minutes.unwrap_or(f64::NAN)),
            (
                "population_weighted_mean_time",
                "min",
                totals.weighted_mean_minutes.unwrap_or(f64::NAN),
            ),
            ("global_efficiency", "1/h", totals.efficiency_per_hour),
            ("pairs_within_1_h", "pairs", within(1)),
            ("pairs_within_2_h", "pairs", within(2)),
            ("pairs_within_3_h", "pairs", within(3)),
        ];
        if mode != TravelMode::Car {
            let (trains, pairs) = direct_trains(network, &side.supply, &parts);
            figures.push(("direct_trains_per_day", "trains × pairs", trains as f64));
            figures.push(("pairs_with_direct_train", "pairs", pairs as f64));
        }
        figures
    }
}

#[derive(Clone, Copy)]
struct MeasureName {
    id: &'static str,
    name: &'static str,
    name_zh: &'static str,
    unit: &'static str,
    direction: Direction,
}

const WATT: MeasureName = MeasureName {
    id: "watt",
    name: "weighted average travel time",
    name_zh: "加权平均旅行时间",
    unit: "min",
    direction: Direction::LowerBetter,
};
const DAILY: MeasureName = MeasureName {
    id: "daily_accessibility",
    name: "daily accessibility (people within 4 h)",
    name_zh: "日常可达性",
    unit: "people",
    direction: Direction::HigherBetter,
};
const POTENTIAL: MeasureName = MeasureName {
    id: "economic_potential",
    name: "economic potential",
    name_zh: "经济潜力",
    unit: "√(people × 亿元)/h",
    direction: Direction::HigherBetter,
};

/// One scenario on its own.
pub(super) fn side(
    base: &Network,
    catalogue: &Catalogue,
    scenario: &Scenario,
    question: &Question,
) -> Result<Side, Problems> {
    let applied = scenario.build(base, catalogue)?;
    let topology = RoadTopology::where_it_pays(&[&applied.network]);
    prepare(applied, topology.as_ref(), &question.queries(), "", &mut |_| ())
}

/// The network of a scenario made ready, and a skim for each query.
pub(super) fn prepare(
    applied: Applied,
    topology: Option<&RoadTopology>,
    queries: &[Query],
    name: &str,
    stage: StageTime<'_>,
) -> Result<Side, Problems> {
    let supply = Supply::build_on(&applied.network, topology).map_err(Problem::from)?;
    stage(&format!("prepare roads, access and timetable ({name})"));
    let mut skims = Vec::new();
    for query in queries {
        skims.push(skims::compute(&applied.network, &supply, query));
        stage(&format!("all zones to all zones by {} ({name})", query.mode.name()));
    }
    Ok(Side { applied, supply, skims })
}

/// The mode whose times change most: the sum over pairs (from, to, minutes), people at both ends as weights. The first if none
/// changes, none if there is none.
pub fn most_changed_mode<P: Iterator<Item = (ZoneIdx, ZoneIdx, f64)>>(
    network: &Network,
    changes: impl IntoIterator<Item = (TravelMode, P)>,
) -> Option<TravelMode> {
    let people = people(network);
    let weigh = |(from, to, minutes): (ZoneIdx, ZoneIdx, f64)| {
        minutes.abs() * people[from.at()] * people[to.at()]
    };
    let sums = changes.into_iter().map(|(mode, pairs)| (pairs.map(weigh).sum::<f64>(), mode));
    // What differs by rounding alone does not put a later mode before an earlier one.
    let larger = |best: (f64, TravelMode), next: (f64, TravelMode)| {
        if next.0 > best.0 * 1.000_001 { next } else { best }
    };
    sums.reduce(larger).map(|(_, mode)| mode)
}

/// Trains a day that call at a zone's own station and later at another's, summed over pairs of zones; and the pairs that
/// have one.
fn direct_trains(network: &Network, supply: &Supply, zones: &[ZoneIdx]) -> (usize, usize) {
    let mut of_stop: Vec<Vec<usize>> = vec![Vec::new(); network.transit.stops.len()];
    for (at, zone) in zones.iter().enumerate() {
        for stop in own_stations(supply, *zone) {
            of_stop[stop.at()].push(at);
        }
    }
    let mut trains = vec![0_usize; zones.len() * zones.len()];
    for trip in network.transit.trips.iter().filter(|trip| network.transit.class(trip).is_rail()) {
        let mut served: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut before: BTreeSet<usize> = BTreeSet::new();
        for call in &trip.stop_times {
            let here = &of_stop[call.stop.at()];
            if call.exchange.alights() {
                served.extend(
                    before
                        .iter()
                        .flat_map(|from| here.iter().map(move |to| (*from, *to)))
                        .filter(|(from, to)| from != to),
                );
            }
            if call.exchange.boards() {
                before.extend(here);
            }
        }
        for (from, to) in served {
            trains[from * zones.len() + to] += 1;
        }
    }
    (trains.iter().sum(), trains.iter().filter(|count| **count > 0).count())
}
