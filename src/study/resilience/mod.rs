//! What is lost when a piece of infrastructure is closed, with projects and without them (韧性).
//!
//! Every element is closed by itself, all else equal, and all zones are asked for again. Times are those of the fastest journey
//! of the day, as in a [`Comparison`](super::Comparison), so that a loss of trains shows only where none as fast is left.

mod curve;
mod elements;
mod ranking;
mod roads;
mod trains;

pub use curve::{Curve, CurveOrder, CurvePlan, CurvePoint, curves};
use elements::set_element;
pub use elements::{Element, ElementKind, NamedSet, Which, elements, is_closable};

use crate::diagnostic::{Problem, Problems};
use crate::index::{LinkIdx, ZoneIdx};
use crate::measures::accessibility::economic_linkage;
use crate::measures::connectivity::{ClosureLoss, closure_loss, summary};
use crate::measures::{Matrix, SelfTime};
use crate::network::{Link, Network, Role};
use crate::scenario::{Applied, Catalogue, Scenario};
use crate::skims::TravelMode;
use crate::units::Seconds;
use ranking::{exposure, most_exposed, rank};
use roads::RoadCloser;
use trains::TrainCloser;

/// How much goes from zone to zone. Pairs of cities that both lie outside the study area have no weight: only what the study
/// area needs of them is in the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Economic linkage 经济联系强度, `√(P_i G_i) √(P_j G_j) / T_ij²`, with the times of the network without the projects and
    /// with nothing closed.
    Linkage,
    /// People at both ends multiplied.
    People,
}

/// Which loss elements are ranked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankBy {
    /// Weighted loss of time.
    Time,
    /// Share of the demand without a way, then the loss of time.
    Unsatisfied,
    /// Loss of global efficiency.
    Efficiency,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct ResilienceQuestion {
    /// By what people travel.
    pub mode: TravelMode,
    /// Which elements are closed one by one; none if only `sets` are.
    pub which: Option<Which>,
    /// Sets that are closed at once, each by itself.
    pub sets: Vec<NamedSet>,
    /// How much goes from zone to zone.
    pub demand: Demand,
    /// What elements are ranked by.
    pub rank_by: RankBy,
}

/// Times with something closed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClosedTimes {
    /// From zone to zone, row by row; none where there is no journey.
    pub times: Vec<Option<Seconds>>,
    /// Trips of a day that do not run.
    pub withdrawn: usize,
    /// Trips of a day that take another way and are later.
    pub later: usize,
}

/// What the closure of one element costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Impact {
    /// What is closed.
    pub element: Element,
    /// What is lost.
    pub loss: ClosureLoss,
    /// Place among all elements, 1 the worst; equal ones by their order.
    pub rank: usize,
    /// Whether it is in the worst tenth of the elements, and time or demand is lost with it.
    pub is_critical: bool,
    /// Trips of a day that do not run.
    pub withdrawn: usize,
    /// Trips of a day that take another way and are later.
    pub later: usize,
    /// The zone that loses most by what elements are ranked by, counting zones as [`SideResilience::zones`] does.
    pub most_exposed: Option<usize>,
}

/// What a zone may lose: the mean and the worst of all elements.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Exposure {
    /// Mean loss of time over the elements, each as likely as another, in minutes.
    pub mean_minutes: f64,
    /// The largest loss of time, in minutes.
    pub worst_minutes: f64,
    /// The element that it is due to.
    pub worst: Option<usize>,
    /// Mean share of demand without a way, 0 to 1.
    pub mean_unsatisfied: f64,
    /// The largest share of demand without a way.
    pub worst_unsatisfied: f64,
    /// The element that it is due to.
    pub worst_cut: Option<usize>,
}

/// One network, element by element.
#[derive(Debug)]
pub struct SideResilience {
    /// `now`, `without` or `with`.
    pub name: &'static str,
    /// The network.
    pub applied: Applied,
    /// The zones that times are of: those that have no parts.
    pub zones: Vec<ZoneIdx>,
    /// Times with nothing closed, row by row.
    pub times: Vec<Option<Seconds>>,
    /// Global efficiency with nothing closed, per hour.
    pub efficiency: f64,
    /// In the order of the elements.
    pub impacts: Vec<Impact>,
    /// In the order of the zones.
    pub exposure: Vec<Exposure>,
    mode: TravelMode,
    closer: Closer,
}

/// What becomes of an element's criticality with the projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It enters the worst tenth.
    BecomesCritical,
    /// It leaves the worst tenth, or is gone.
    CeasesCritical,
    /// It becomes a bridge.
    BecomesBridge,
    /// It is no bridge any more, or is gone.
    CeasesBridge,
}

/// The answer: one network, or those without and with the projects.
#[derive(Debug)]
pub struct Resilience {
    /// What was asked.
    pub question: ResilienceQuestion,
    /// In the order without, with.
    pub sides: Vec<SideResilience>,
    /// How much goes from zone to zone, on all sides.
    pub weights: Vec<f64>,
}

/// How far the work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many closures more are to be looked at.
    More(usize),
    /// One has been looked at.
    Done,
}

/// From zone to zone, row by row; none where there is no journey.
type Times = Vec<Option<Seconds>>;

/// What is made of the times with the element at a place closed, given those with nothing closed.
type Visit<'v, R> = dyn Fn(usize, &ClosedTimes, &[Option<Seconds>]) -> R + Sync + 'v;

/// The roads or the trains of a network, ready for closures.
#[derive(Debug)]
enum Closer {
    Roads(Box<RoadCloser>),
    Trains(Box<TrainCloser>),
}

impl Closer {
    fn new(network: &Network, zones: &[ZoneIdx], mode: TravelMode) -> Result<Self, Problem> {
        let made = match mode {
            TravelMode::Car => {
                RoadCloser::new(network, zones).map(|closer| Self::Roads(Box::new(closer)))
            }
            _ => {
                TrainCloser::new(network, zones, mode).map(|closer| Self::Trains(Box::new(closer)))
            }
        };
        made.map_err(Problem::from)
    }

    fn each<R: Send>(
        &self,
        network: &Network,
        closures: &[&Element],
        visit: &Visit<'_, R>,
    ) -> (Times, Vec<R>) {
        match self {
            Self::Roads(closer) => closer.each(network, closures, visit),
            Self::Trains(closer) => closer.each(network, closures, visit),
        }
    }
}

impl Resilience {
    /// Closes every element of the networks of some scenarios. `progress` is told of each element.
    ///
    /// # Errors
    /// Problems of the projects' edits; a network without zones or without a parameter it needs; sets of which no network has
    /// anything.
    pub fn run(
        base: &Network,
        catalogue: &Catalogue,
        scenarios: &[(&'static str, Scenario)],
        question: ResilienceQuestion,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Self, Problems> {
        if base.zones.is_empty() {
            return Err(Problem::error("no-zones", "the network has no zones to travel between")
                .help("add rows to zone.csv")
                .into());
        }
        let mut found = Self { question, sides: Vec::new(), weights: Vec::new() };
        for (name, scenario) in scenarios {
            let applied = scenario.build(base, catalogue)?;
            let side = found.side(name, applied, progress)?;
            found.sides.push(side);
        }
        found.check_sets()?;
        Ok(found)
    }

    fn check_sets(&self) -> Result<(), Problems> {
        let is_known = |set: &&NamedSet| {
            let mut sides = self.sides.iter();
            sides.any(|side| side.impacts.iter().any(|impact| impact.element.id == set.name))
        };
        let mut problems = Problems::new();
        for set in self.question.sets.iter().filter(|set| !is_known(set)) {
            let message = format!("nothing of `{}` is there to be closed", set.name);
            problems.push(Problem::error("nothing-closed", message).help(format!(
                "links that {} goes over, on this date and with these projects",
                self.question.mode.name()
            )));
        }
        problems.or(())
    }

    fn side(
        &mut self,
        name: &'static str,
        applied: Applied,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<SideResilience, Problems> {
        let (network, question) = (&applied.network, &self.question);
        let zones: Vec<ZoneIdx> = (0..network.zones.len())
            .map(ZoneIdx::new)
            .filter(|zone| !network.is_aggregate(*zone))
            .collect();
        let closer = Closer::new(network, &zones, question.mode)?;
        if self.weights.is_empty() {
            let (times, _) = closer.each(network, &[], &|_, _, _| ());
            self.weights = weights(network, &zones, &times, question.demand);
        }
        let mut all: Vec<Element> =
            question.which.map_or_else(Vec::new, |which| elements(network, question.mode, which));
        all.extend(question.sets.iter().filter_map(|set| set_element(network, question.mode, set)));
        let closures: Vec<&Element> = all.iter().collect();
        progress(Progress::More(closures.len()));
        let weights = &self.weights;
        let lose = |_: usize, closed: &ClosedTimes, open: &[Option<Seconds>]| {
            let [before, after] = [open, &closed.times].map(|times| square(zones.len(), times));
            let loss = closure_loss(&before, &after, weights);
            progress(Progress::Done);
            (loss, closed.withdrawn, closed.later)
        };
        let (times, losses) = closer.each(network, &closures, &lose);
        let rank_by = question.rank_by;
        let impact =
            |(element, (loss, withdrawn, later)): (Element, (ClosureLoss, usize, usize))| Impact {
                most_exposed: most_exposed(&loss, rank_by),
                element,
                loss,
                rank: 0,
                is_critical: false,
                withdrawn,
                later,
            };
        let mut impacts: Vec<Impact> = all.into_iter().zip(losses).map(impact).collect();
        rank(&mut impacts, rank_by);
        let efficiency = efficiency(zones.len(), &times);
        let exposure = exposure(zones.len(), &impacts);
        let mode = question.mode;
        Ok(SideResilience {
            name,
            applied,
            zones,
            times,
            efficiency,
            impacts,
            exposure,
            mode,
            closer,
        })
    }

    /// Elements that become or cease to be critical or bridges with the projects, by the order of their ranks; those in
    /// both networks are told by their id.
    pub fn turns(&self) -> Vec<(&Impact, Turn)> {
        let [without, with] = self.sides.as_slice() else { return Vec::new() };
        let other = |side: &'_ SideResilience, id: &str| {
            let found = side.impacts.iter().find(|impact| impact.element.id == id);
            found.map_or((false, false), |found| (found.is_critical, found.element.is_bridge))
        };
        let mut turns = Vec::new();
        for impact in with.in_order() {
            let (was_critical, was_bridge) = other(without, &impact.element.id);
            turns.extend(
                (impact.is_critical && !was_critical).then_some((impact, Turn::BecomesCritical)),
            );
            let is_new = impact.element.is_bridge && !was_bridge;
            turns.extend(is_new.then_some((impact, Turn::BecomesBridge)));
        }
        for impact in without.in_order() {
            let (is_critical, is_bridge) = other(with, &impact.element.id);
            turns.extend(
                (impact.is_critical && !is_critical).then_some((impact, Turn::CeasesCritical)),
            );
            let is_gone = impact.element.is_bridge && !is_bridge;
            turns.extend(is_gone.then_some((impact, Turn::CeasesBridge)));
        }
        turns
    }
}

impl SideResilience {
    /// The elements, the worst first.
    pub fn in_order(&self) -> Vec<&Impact> {
        let mut order: Vec<&Impact> = self.impacts.iter().collect();
        order.sort_by_key(|impact| impact.rank);
        order
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.applied.network
    }

    /// The links that the mode goes over.
    fn closable<'n>(&self, network: &'n Network) -> impl Iterator<Item = (LinkIdx, &'n Link)> {
        let mode = self.mode;
        let links = network.links.iter().enumerate().filter(move |it| is_closable(mode, it.1));
        links.map(|(at, link)| (LinkIdx::new(at), link))
    }
}

/// A table of times between the same zones.
fn square(zones: usize, times: &[Option<Seconds>]) -> Matrix<'_> {
    Matrix::square(zones, times, SelfTime::Exclude).expect("as many rows as columns")
}

fn efficiency(zones: usize, times: &[Option<Seconds>]) -> f64 {
    let none = vec![0.0; zones];
    summary(&square(zones, times), &none, &none).efficiency_per_hour
}

fn weights(
    network: &Network,
    zones: &[ZoneIdx],
    times: &[Option<Seconds>],
    demand: Demand,
) -> Vec<f64> {
    let of = |column: &str| -> Vec<f64> {
        zones.iter().map(|zone| network.zones[zone.at()].opportunity(column)).collect()
    };
    let people = of("population");
    let mut weights: Vec<f64> = match demand {
        Demand::People => {
            people.iter().flat_map(|from| people.iter().map(move |to| from * to)).collect()
        }
        Demand::Linkage => {
            let masses: Vec<f64> = people
                .iter()
                .zip(of("gdp_yi_yuan"))
                .map(|(people, gdp)| (people * gdp).max(0.0).sqrt())
                .collect();
            economic_linkage(&square(zones.len(), times), &masses, 1.0, 2.0)
        }
    };
    let is_core = |at: usize| network.zones[zones[at].at()].role == Role::Core;
    for (pair, weight) in weights.iter_mut().enumerate() {
        if !is_core(pair / zones.len()) && !is_core(pair % zones.len()) {
            *weight = 0.0;
        }
    }
    weights
}
