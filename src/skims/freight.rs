//! Goods by water: a vessel's route, the largest vessel that gets through, and what a tonne costs.

use crate::index::{LinkIdx, LockIdx, NodeIdx};
use crate::kernels::dijkstra::Dijkstra;
use crate::kernels::graph::UNREACHED;
use crate::network::{MissingParameter, Network};
use crate::supply::{Barrier, Passage, Vessel, WaterArc, Waterways};
use crate::units::{Kilometres, Seconds};
use rayon::prelude::*;

/// What a barrier weighs where a route past as few as possible is looked for: longer than any voyage.
const BARRIER: u32 = 10_000_000;

/// A part of a voyage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WaterStep {
    /// Along a link.
    Reach(LinkIdx),
    /// Through a lock.
    Lock(LockIdx, Passage),
}

/// A voyage of a loaded vessel.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterRoute {
    /// In order.
    pub steps: Vec<WaterStep>,
    /// How far.
    pub length: Kilometres,
    /// Under way.
    pub sailing: Seconds,
    /// In locks and before them.
    pub locks: Seconds,
}

impl WaterRoute {
    /// From quay to quay, without handling.
    pub fn time(&self) -> Seconds {
        self.sailing + self.locks
    }

    /// The locks passed, in order.
    pub fn passages(&self) -> impl Iterator<Item = (LockIdx, Passage)> {
        self.steps.iter().filter_map(|step| match step {
            WaterStep::Lock(lock, passage) => Some((*lock, *passage)),
            WaterStep::Reach(_) => None,
        })
    }
}

/// The fastest voyage of a vessel over waterways and locks that it fits; none where there is none.
pub fn water_route(
    network: &Network,
    waterways: &Waterways,
    vessel: &Vessel,
    ends: (NodeIdx, NodeIdx),
) -> Option<WaterRoute> {
    let arcs = search(network, waterways, vessel, ends, UNREACHED)?;
    Some(route(network, waterways, vessel, &arcs))
}

/// Which vessels get through between two ports.
#[derive(Debug, Clone, PartialEq)]
pub struct VesselFit {
    /// The largest that does.
    pub largest: Option<Vessel>,
    /// The next larger one, and what stops it on the route with the fewest barriers; none where the largest of all fits or
    /// the ports are not joined at all.
    pub limit: Option<(Vessel, Vec<Barrier>)>,
}

/// The largest of some vessels, given the largest first, that gets through between two ports, and what limits it.
pub fn largest_vessel(
    network: &Network,
    waterways: &Waterways,
    vessels: &[Vessel],
    ends: (NodeIdx, NodeIdx),
) -> VesselFit {
    let fits = |vessel: &Vessel| search(network, waterways, vessel, ends, UNREACHED).is_some();
    let at = vessels.iter().position(fits);
    let next = at.unwrap_or(vessels.len()).checked_sub(1).map(|next| &vessels[next]);
    let limit = next.and_then(|next| {
        let arcs = search(network, waterways, next, ends, BARRIER)?;
        let stops = arcs.iter().flat_map(|arc| waterways.barriers(network, next, *arc));
        Some((next.clone(), stops.collect()))
    });
    VesselFit { largest: at.map(|at| vessels[at].clone()), limit }
}

/// The arcs of the fastest way where each barrier weighs `barrier`; [`UNREACHED`] closes it. What no works can change is
/// closed in any case.
fn search(
    network: &Network,
    waterways: &Waterways,
    vessel: &Vessel,
    (from, to): (NodeIdx, NodeIdx),
    barrier: u32,
) -> Option<Vec<u32>> {
    let weights = weights(network, waterways, vessel, barrier);
    let starts: Vec<(u32, u32)> = waterways.parts(from).iter().map(|part| (*part, 0)).collect();
    let mut search = Dijkstra::new();
    search.run(waterways.graph(), &weights, &starts);
    let goal = waterways.parts(to).iter().min_by_key(|part| (search.distance(**part), **part))?;
    search.path(waterways.graph(), *goal)
}

fn weights(network: &Network, waterways: &Waterways, vessel: &Vessel, barrier: u32) -> Vec<u32> {
    let times = waterways.times(network, vessel);
    let weight = |(arc, time): (usize, &Seconds)| {
        let stops = waterways.barriers(network, vessel, arc as u32);
        let weights =
            stops.iter().map(|stop| if stop.misfit().is_for_good() { UNREACHED } else { barrier });
        weights.fold(time.0, u32::saturating_add)
    };
    times.iter().enumerate().map(weight).collect()
}

/// The fastest voyages of a vessel among some ports, row by row from each; none where there is none, and from a port to
/// itself.
pub(super) fn water_routes(
    network: &Network,
    waterways: &Waterways,
    vessel: &Vessel,
    ports: &[NodeIdx],
) -> Vec<Option<WaterRoute>> {
    let weights = weights(network, waterways, vessel, UNREACHED);
    let from_port = |from: &NodeIdx| -> Vec<Option<WaterRoute>> {
        let starts: Vec<(u32, u32)> =
            waterways.parts(*from).iter().map(|part| (*part, 0)).collect();
        let mut search = Dijkstra::new();
        search.run(waterways.graph(), &weights, &starts);
        let to_port = |to: &NodeIdx| {
            let parts = waterways.parts(*to).iter();
            let goal = parts.min_by_key(|part| (search.distance(**part), **part))?;
            let arcs = search.path(waterways.graph(), *goal).filter(|_| from != to)?;
            Some(route(network, waterways, vessel, &arcs))
        };
        ports.iter().map(to_port).collect()
    };
    ports.par_iter().flat_map_iter(from_port).collect()
}

fn route(network: &Network, waterways: &Waterways, vessel: &Vessel, arcs: &[u32]) -> WaterRoute {
    let times = waterways.times(network, vessel);
    let mut route = WaterRoute {
        steps: Vec::new(),
        length: Kilometres(0.0),
        sailing: Seconds(0),
        locks: Seconds(0),
    };
    for arc in arcs {
        let time = times[*arc as usize];
        match waterways.arc(*arc) {
            WaterArc::Reach(link) => {
                route.steps.push(WaterStep::Reach(*link));
                route.length = route.length + network.links[link.at()].length;
                route.sailing += time;
            }
            WaterArc::Locks(locks) => {
                let passed = |lock: &LockIdx| WaterStep::Lock(*lock, waterways.passage(*lock));
                route.steps.extend(locks.iter().map(passed));
                route.locks += time;
            }
        }
    }
    route
}

/// What a tonne costs from quay to quay, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CostPerTonne {
    /// The freight rate times the length.
    pub freight: f64,
    /// Tolls of the locks passed; an open sluice has none.
    pub lock_tolls: f64,
    /// Loading and unloading.
    pub handling: f64,
    /// What the time is worth to the goods: voyage and handling.
    pub time: f64,
    /// The time behind it.
    pub hours: f64,
}

impl CostPerTonne {
    /// Everything.
    pub fn total(&self) -> f64 {
        self.freight + self.lock_tolls + self.handling + self.time
    }
}

/// What a tonne costs on a voyage. `cargo` (`cargo_coal`, …) is whose value of time counts; the vessel's own mode if none.
/// Handling at either end is the terminal's at that node, else the usual one of the vessel.
///
/// # Errors
/// If `mode.csv` lacks a parameter.
pub fn cost_per_tonne(
    network: &Network,
    vessel: &Vessel,
    route: &WaterRoute,
    ends: [NodeIdx; 2],
    cargo: Option<&str>,
) -> Result<CostPerTonne, MissingParameter> {
    let modes = &network.modes;
    let of_vessel = |parameter| modes.value(&vessel.mode, parameter);
    let usual = (of_vessel("handling_cost")?, of_vessel("handling_time")?);
    let (mut handling, mut hours) = (0.0, route.time().hours());
    for end in ends {
        let terminal = network.terminals.iter().find(|terminal| terminal.water_node == Some(end));
        handling += terminal.and_then(|terminal| terminal.handling_cost_yuan_t).unwrap_or(usual.0);
        hours += terminal.and_then(|terminal| terminal.handling_time_h).unwrap_or(usual.1);
    }
    let is_lock = |(lock, _): &(LockIdx, Passage)| !network.locks[lock.at()].chambers.is_empty();
    let locks = route.passages().filter(is_lock).count() as f64;
    let toll =
        modes.value("barge", "lock_toll")? / modes.value("barge", "cargo_per_vessel_tonnage")?;
    Ok(CostPerTonne {
        freight: of_vessel("cost")? * route.length.0,
        lock_tolls: if vessel.is_sea_going { 0.0 } else { toll * locks },
        handling,
        time: modes.value(cargo.unwrap_or(&vessel.mode), "value_of_time")? * hours,
        hours,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Terminal, TerminalType, WaterwayClass};
    use crate::supply::{Misfit, water_testing as make};

    const PARAMETERS: [(&str, &str, f64); 7] = [
        ("barge_1000", "cost", 0.05),
        ("barge_1000", "handling_cost", 10.0),
        ("barge_1000", "handling_time", 14.0),
        ("barge_1000", "value_of_time", 0.02),
        ("cargo_perishable", "value_of_time", 1.5),
        ("barge", "lock_toll", 0.6),
        ("barge", "cargo_per_vessel_tonnage", 0.75),
    ];

    /// ```text
    /// 0 ─20 km, 1000 t─ 1 (lock) ─20 km, 1000 t─ 2      4 lies on the side of 0: no lock between 0 and 4
    /// └───60 km, 2000 t─── 3 ───60 km, 500 t─────┘      1 ─10 km─ 4
    /// ```
    fn network() -> Network {
        let links = vec![
            make::between(0, 1, 20.0, 1000.0),
            make::between(1, 2, 20.0, 1000.0),
            make::between(0, 3, 60.0, 2000.0),
            make::between(3, 2, 60.0, 500.0),
            make::between(1, 4, 10.0, 1000.0),
        ];
        let mut lock = make::lock(vec![make::chamber(100.0, 16.0, 4.0)]);
        lock.node = NodeIdx(1);
        lock.side_links = vec![LinkIdx(0), LinkIdx(4)];
        make::network(5, links, vec![lock], &PARAMETERS)
    }

    fn from_0_to(to: u32, tonnes: f64) -> Option<WaterRoute> {
        let network = network();
        let vessel = make::barge(tonnes, 2.0);
        water_route(&network, &Waterways::new(&network), &vessel, (NodeIdx(0), NodeIdx(to)))
    }

    #[test]
    fn a_vessel_passes_the_lock_between_its_sides_only() {
        let through = from_0_to(2, 1000.0).unwrap();
        // 40 km at the vessel's 10 km/h, 40 min in the lock.
        assert_eq!((through.sailing, through.locks), (Seconds(14_400), Seconds(2400)));
        assert_eq!(through.length, Kilometres(40.0));
        let kinds: Vec<bool> =
            through.steps.iter().map(|step| matches!(step, WaterStep::Lock(..))).collect();
        assert_eq!(kinds, [false, true, false]);
        let beside = from_0_to(4, 1000.0).unwrap();
        assert_eq!((beside.sailing, beside.locks), (Seconds(10_800), Seconds(0)));
    }

    #[test]
    fn the_route_is_the_same_backwards() {
        let network = network();
        let (waterways, vessel) = (Waterways::new(&network), make::barge(1000.0, 2.0));
        let back = water_route(&network, &waterways, &vessel, (NodeIdx(2), NodeIdx(0))).unwrap();
        assert_eq!(back.time(), from_0_to(2, 1000.0).unwrap().time());
        assert_eq!(back.passages().count(), 1);
    }

    #[test]
    fn a_vessel_too_large_has_no_route_and_a_reason() {
        assert_eq!(from_0_to(2, 2000.0), None);
        let network = network();
        let vessels = [2000.0, 1000.0, 500.0].map(|tonnes| make::barge(tonnes, 2.0));
        let ends = (NodeIdx(0), NodeIdx(2));
        let fit = largest_vessel(&network, &Waterways::new(&network), &vessels, ends);
        assert_eq!(fit.largest.map(|vessel| vessel.deadweight_t), Some(1000.0));
        let (next, barriers) = fit.limit.unwrap();
        // By the lock two reaches are too small, by way of 3 only one.
        assert!(next.deadweight_t > 1999.0);
        assert_eq!(barriers, [Barrier::Reach(LinkIdx(3), Misfit::Limit { limit_t: 500.0 })]);
    }

    #[test]
    fn the_sea_is_no_limit_that_works_could_lift() {
        let mut network = network();
        network.links[3].waterway.as_mut().unwrap().waterway_class = WaterwayClass::Sea;
        let vessels = [2000.0, 1000.0].map(|tonnes| make::barge(tonnes, 2.0));
        let ends = (NodeIdx(0), NodeIdx(2));
        let fit = largest_vessel(&network, &Waterways::new(&network), &vessels, ends);
        let limit = Misfit::Limit { limit_t: 1000.0 };
        // One barrier by sea, two by the lock.
        let expected = [Barrier::Reach(LinkIdx(0), limit), Barrier::Reach(LinkIdx(1), limit)];
        assert_eq!(fit.limit.unwrap().1, expected);
    }

    #[test]
    fn a_narrow_lock_is_gone_round_or_named() {
        let mut network = network();
        network.locks[0].chambers = vec![make::chamber(100.0, 12.0, 4.0)];
        let waterways = Waterways::new(&network);
        let ends = (NodeIdx(0), NodeIdx(2));
        let small = water_route(&network, &waterways, &make::barge(500.0, 2.0), ends).unwrap();
        assert_eq!(small.length, Kilometres(120.0));
        let vessels = [1000.0, 500.0].map(|tonnes| make::barge(tonnes, 2.0));
        let limit = largest_vessel(&network, &waterways, &vessels, ends).limit.unwrap();
        // One barrier either way; by the lock it is 80 km shorter.
        assert_eq!(limit.1, [Barrier::Lock(LockIdx(0), Misfit::Narrow { width_m: 12.0 })]);
    }

    #[test]
    fn a_queue_before_the_lock_sends_vessels_round_it() {
        let mut network = network();
        network.locks[0].throughput_vessel_wan_t = 975.0;
        // 0.975 / (2 × 0.025) = 19.5 lockages of 40 min: 13 h, more than the 8 h of 80 km; but 1000 t does not get round.
        let waterways = Waterways::new(&network);
        let ends = (NodeIdx(0), NodeIdx(2));
        let go = |tonnes| {
            water_route(&network, &waterways, &make::barge(tonnes, 2.0), ends).unwrap().length
        };
        assert_eq!((go(500.0), go(1000.0)), (Kilometres(120.0), Kilometres(40.0)));
    }

    #[test]
    fn a_tonne_costs_freight_tolls_handling_and_time() {
        let mut network = network();
        network.terminals.push(terminal_at(NodeIdx(2)));
        let vessel = make::barge(1000.0, 2.0);
        let ends = (NodeIdx(0), NodeIdx(2));
        let route = water_route(&network, &Waterways::new(&network), &vessel, ends).unwrap();
        let cost =
            |cargo| cost_per_tonne(&network, &vessel, &route, [ends.0, ends.1], cargo).unwrap();
        let own = cost(None);
        let is = |figure: f64, expected: f64| assert!((figure - expected).abs() < 1e-9, "{figure}");
        is(own.freight, 2.0); // 0.05 × 40 km
        is(own.lock_tolls, 0.8); // 0.6 / 0.75, one lock
        is(own.handling, 22.0); // 10 usual at 0, 12 at the terminal of 2
        is(own.hours, 4.0 + 2.0 / 3.0 + 14.0 + 20.0);
        is(own.time, 0.02 * (38.0 + 2.0 / 3.0));
        is(cost(Some("cargo_perishable")).time, 1.5 * (38.0 + 2.0 / 3.0));
        is(own.total(), 24.8 + own.time);
    }

    fn terminal_at(node: NodeIdx) -> Terminal {
        Terminal {
            id: "port".to_owned(),
            name: String::new(),
            name_en: String::new(),
            terminal_type: TerminalType::RiverPort,
            zone: None,
            position: crate::network::Position { lon: 117.0, lat: 34.0 },
            road_node: None,
            road_access_km: None,
            rail_node: None,
            rail_access_km: None,
            water_node: Some(node),
            air_node: None,
            handling_time_h: Some(20.0),
            handling_cost_yuan_t: Some(12.0),
            handling_cost_yuan_teu: None,
            capacity_wan_t: None,
            capacity_wan_teu: None,
            throughput_wan_t: None,
            throughput_wan_teu: None,
            passengers_wan: None,
            throughput_year: None,
            opened: None,
            project: None,
            provenance: make::provenance(),
        }
    }
}
