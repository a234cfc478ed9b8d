//! Published figures of goods transport against the network's.
//!
//! A figure of `observed_freight.csv` is compared where the model has the like: rates of `mode.csv`, lengths of waterways,
//! capacities, queues at locks, savings of one chain against another. Tonnages are not: there is no demand in the model.

use super::{LockQuestion, WaterwayCapacity, lock_year};
use crate::diagnostic::{Problem, Problems};
use crate::index::NodeIdx;
use crate::kernels::lockage::Pace;
use crate::network::{FreightObservation, Lock, MissingParameter, Network, find_terminal};
use crate::scenario::{Catalogue, Scenario};
use crate::skims::{Burden, Cargo, Chain, ChainPlace, Chains, Criterion, Haulage};
use crate::supply::LockTraffic;
use std::collections::BTreeSet;

/// A published figure with what the network says.
#[derive(Debug, Clone, PartialEq)]
pub struct FreightCheck {
    /// The row.
    pub observed: FreightObservation,
    /// The network's figure in the row's unit; none where the model has nothing like it.
    pub simulated: Option<f64>,
    /// What was computed, or why nothing was.
    pub how: String,
}

impl FreightCheck {
    /// Simulated less published, in per cent of it; none within a published range.
    pub fn error_pct(&self) -> Option<f64> {
        let simulated = self.simulated?;
        let low = self.observed.value;
        let high = self.observed.value_max.unwrap_or(low);
        let nearest = simulated.clamp(low.min(high), high.max(low));
        Some((simulated - nearest) / nearest * 100.0)
    }

    /// Whether the error is within the tolerance of the row; none where either is missing.
    pub fn is_within(&self) -> Option<bool> {
        Some(self.error_pct()?.abs() <= self.observed.tolerance_pct?)
    }
}

/// Every row of `observed_freight.csv`, against the network of a scenario; rows that name projects to do without also
/// against the network without these.
///
/// # Errors
/// Problems of a project's edits, and parameters that `mode.csv` lacks.
pub fn validate_freight(
    base: &Network,
    catalogue: &Catalogue,
    scenario: &Scenario,
) -> Result<Vec<FreightCheck>, Problems> {
    let network = scenario.build(base, catalogue)?.network;
    let goods = Goods::new(&network, "container")?;
    let bulk = Goods::new(&network, "coal")?;
    let mut checks = Vec::new();
    for row in &base.observed_freight {
        let without = without(base, catalogue, scenario, row)?;
        let world =
            World { network: &network, without: without.as_ref(), goods: &goods, bulk: &bulk };
        let (simulated, how) = match world.figure(row) {
            Ok((figure, how)) => (Some(figure), how),
            Err(Missing::NoFigure(why)) => (None, why),
            Err(Missing::Parameter(missing)) => return Err(Problem::from(missing).into()),
        };
        checks.push(FreightCheck { observed: row.clone(), simulated, how });
    }
    Ok(checks)
}

/// The network without the projects of a row; none where it names none.
fn without(
    base: &Network,
    catalogue: &Catalogue,
    scenario: &Scenario,
    row: &FreightObservation,
) -> Result<Option<Network>, Problems> {
    if row.without.is_empty() {
        return Ok(None);
    }
    let named: BTreeSet<String> = row.without.iter().cloned().collect();
    let scenario = Scenario { without: &scenario.without | &named, ..scenario.clone() };
    Ok(Some(scenario.build(base, catalogue)?.network))
}

/// Why a row has no figure.
enum Missing {
    NoFigure(String),
    Parameter(MissingParameter),
}

impl From<MissingParameter> for Missing {
    fn from(missing: MissingParameter) -> Self {
        Self::Parameter(missing)
    }
}

fn no_figure<T>(why: &str) -> Result<T, Missing> {
    Err(Missing::NoFigure(why.to_owned()))
}

/// Chains of one kind of goods.
struct Goods<'n>(Chains<'n>);

impl<'n> Goods<'n> {
    fn new(network: &'n Network, name: &str) -> Result<Self, Problems> {
        let chains = Cargo::of(&network.modes, name)
            .and_then(|cargo| Chains::new(network, cargo, None))
            .map_err(|missing| Problems::from(Problem::from(missing)))?;
        Ok(Self(chains))
    }

    /// The cheapest chain between two terminals whose means besides lorries are one.
    fn cheapest(&self, row: &FreightObservation, by: Option<Haulage>) -> Result<Burden, Missing> {
        let network = self.0.network();
        let terminal = |name: &str| {
            let at = network.terminals.iter().find(|terminal| {
                let port = terminal.water_node.map(|node| network.nodes[node.at()].id.as_str());
                terminal.id == name || port == Some(name)
            });
            at.and_then(|at| find_terminal(network, &at.id).ok())
        };
        let (Some(from), Some(to)) = (terminal(&row.from), terminal(&row.to)) else {
            return no_figure("its ends are no terminals of the network");
        };
        let chains = self.0.by_sequence(
            ChainPlace::Terminal(from),
            ChainPlace::Terminal(to),
            Criterion::Cost,
        );
        let is_it = |chain: &Chain| {
            let mut others = chain.means();
            others.retain(|means| *means != Haulage::Road);
            others.as_slice() == by.as_slice()
        };
        let found = chains.iter().filter(|chain| is_it(chain)).map(Chain::burden);
        let found = found.min_by(|a, b| a.yuan_t.total_cmp(&b.yuan_t));
        found.map_or_else(|| no_figure("the network has no such chain"), Ok)
    }
}

struct World<'w> {
    network: &'w Network,
    without: Option<&'w Network>,
    goods: &'w Goods<'w>,
    bulk: &'w Goods<'w>,
}

type Figure = Result<(f64, String), Missing>;

impl World<'_> {
    fn figure(&self, row: &FreightObservation) -> Figure {
        match (row.quantity.as_str(), row.unit.as_str()) {
            ("cost" | "co2" | "speed", _) if row.from.is_empty() => self.rate(row),
            ("energy_saving_to_truck", _) => self.saving_of_rates(row, "energy"),
            ("co2_saving_to_truck", _) => self.saving_of_rates(row, "co2"),
            ("saving_to_truck", unit) => self.saving_to_lorry(row, unit),
            ("saving_to_rail", _) => {
                let rail = self.bulk.cheapest(row, Some(Haulage::Rail))?;
                let barge = self.bulk.cheapest(row, Some(Haulage::Barge))?;
                Ok((
                    rail.yuan_t - barge.yuan_t,
                    "cheapest chain by rail less that by barge".to_owned(),
                ))
            }
            ("distance" | "cost_saving" | "capacity_one_way", _) => self.waterway(row),
            ("lockages" | "vessels_waiting" | "vessels_passed" | "chamber_area_use", _) => {
                self.at_lock(row)
            }
            ("wait", _) => no_figure("an event: `tongqu lock --outage` simulates it"),
            _ => no_figure("a volume: the model has no demand for goods"),
        }
    }

    fn rate(&self, row: &FreightObservation) -> Figure {
        // A barge of no size is one of the middle class.
        let mode = if row.mode == "barge" { "barge_1000" } else { row.mode.as_str() };
        let figure = self.network.modes.value(mode, &row.quantity)?;
        Ok((figure, format!("{mode} of mode.csv")))
    }

    fn saving_of_rates(&self, row: &FreightObservation, parameter: &str) -> Figure {
        let value = |mode: &str| self.network.modes.value(mode, parameter);
        let saving = 1.0 - value(&row.mode)? / value("truck_container")?;
        Ok((saving * 100.0, "rates of mode.csv, train against lorry, no drayage".to_owned()))
    }

    fn saving_to_lorry(&self, row: &FreightObservation, unit: &str) -> Figure {
        let lorry = self.goods.cheapest(row, None)?.yuan_t;
        let rail = self.goods.cheapest(row, Some(Haulage::Rail))?.yuan_t;
        let how = "lorry less train, handling at both ends in it".to_owned();
        if unit == "%" {
            return Ok(((lorry - rail) / lorry * 100.0, how));
        }
        let tonnes = self.goods.0.cargo().tonnes_per_teu.unwrap_or_default();
        Ok(((lorry - rail) * tonnes, how))
    }

    fn waterway(&self, row: &FreightObservation) -> Figure {
        let between = |network: &Network| {
            let node = |name: &str| network.nodes.iter().position(|node| node.id == name);
            let (Some(from), Some(to)) = (node(&row.from), node(&row.to)) else {
                return no_figure("its ends are no nodes of the network");
            };
            let found = WaterwayCapacity::between(network, (NodeIdx::new(from), NodeIdx::new(to)))?;
            found.map_or_else(|| no_figure("no vessel gets through"), Ok)
        };
        match row.quantity.as_str() {
            "distance" => Ok((
                between(self.network)?.route.length.0,
                "voyage of the largest barge".to_owned(),
            )),
            "capacity_one_way" => {
                let found = between(self.without.unwrap_or(self.network))?;
                let narrowest = found.narrowest().map(|lock| lock.capacity_cargo_wan_t / 2.0);
                let how = "half of what the narrowest lock passes, in goods".to_owned();
                narrowest.map_or_else(|| no_figure("no lock on the way"), |cargo| Ok((cargo, how)))
            }
            _ => {
                let Some(without) = self.without else {
                    return no_figure("the row names no project to do without");
                };
                let (old, new) = (between(without)?, between(self.network)?);
                let how = "voyage and handling with the largest barge, without and with".to_owned();
                Ok(((1.0 - new.yuan_t / old.yuan_t) * 100.0, how))
            }
        }
    }

    fn at_lock(&self, row: &FreightObservation) -> Figure {
        let is_it = |lock: &&Lock| self.network.nodes[lock.node.at()].id == row.from;
        let Some(lock) = self.network.locks.iter().find(is_it) else {
            return no_figure("a sum over locks, of traffic that the tables do not have");
        };
        if row.subject.contains("shut") {
            return no_figure("an event: `tongqu lock --outage` simulates it");
        }
        let Ok(traffic) = LockTraffic::new(self.network, lock) else {
            return no_figure("no queue there");
        };
        let question = LockQuestion {
            demand_wan_t: lock.throughput_vessel_wan_t,
            paces: [Pace::even(), Pace::even()],
            days: 365,
            outages: Vec::new(),
            seed: 1,
        };
        let year = lock_year(&traffic, &question);
        Ok(match row.quantity.as_str() {
            "lockages" => {
                let newest = lock.chambers.iter().filter_map(|chamber| chamber.opened).max();
                let Some((newest, year_of_row)) = newest.zip(row.year) else {
                    return no_figure("no year of the chamber's opening");
                };
                let years = f64::from(year_of_row) - f64::from(newest);
                let a_year = year.lockages as f64 / traffic.chambers.len() as f64;
                (
                    a_year * years / 1e4,
                    "lockages of a chamber in today's traffic, times the years of the newest"
                        .to_owned(),
                )
            }
            "vessels_waiting" => {
                (year.mean_queue, "mean queue in today's traffic and chambers".to_owned())
            }
            "vessels_passed" => {
                (year.vessels as f64 / 365.0, "vessels a day in today's traffic".to_owned())
            }
            _ => (year.fill, "share of the chamber's room taken in today's traffic".to_owned()),
        })
    }
}
