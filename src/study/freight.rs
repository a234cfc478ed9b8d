//! What a project does to goods by water: locks, the largest vessel between ports, cost and time of a tonne, terminals.

use super::facilities;
use crate::index::NodeIdx;
use crate::network::{Lock, Network, NodeType, Terminal};
use crate::skims::{cost_per_tonne, largest_vessel, water_route};
use crate::supply::{Passage, Vessel, Waterways};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A voyage between two ports with the largest barge that gets through.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Voyage {
    deadweight_t: f64,
    hours: f64,
    yuan_per_tonne: f64,
}

/// Voyages by the ids of the ports.
type Voyages = BTreeMap<(String, String), Voyage>;

/// What changes for goods, each a phrase with its figure and unit; empty if nothing does.
pub(super) fn effects(without: &Network, with: &Network) -> Vec<String> {
    let mut phrases = locks(without, with);
    if facilities::has_other_waterways(without, with) || !phrases.is_empty() {
        phrases.extend(ports(&voyages(without), &voyages(with)));
    }
    phrases.extend(terminals(without, with));
    phrases.extend(facilities::changes(without, with));
    phrases
}

fn voyages(network: &Network) -> Voyages {
    let waterways = Waterways::new(network);
    let vessels = Vessel::barges(&network.modes);
    let is_port = |at: &usize| {
        network.nodes[*at].node_type == NodeType::Port
            && !waterways.parts(NodeIdx::new(*at)).is_empty()
    };
    let ports: Vec<NodeIdx> = (0..network.nodes.len()).filter(is_port).map(NodeIdx::new).collect();
    let from_port = |at: usize| -> Vec<((String, String), Voyage)> {
        let id = |node: NodeIdx| network.nodes[node.at()].id.clone();
        let others = ports[at + 1..].iter();
        others
            .filter_map(|to| {
                Some((
                    (id(ports[at]), id(*to)),
                    voyage(network, &waterways, &vessels, (ports[at], *to))?,
                ))
            })
            .collect()
    };
    let rows: Vec<_> = (0..ports.len()).into_par_iter().map(from_port).collect();
    rows.into_iter().flatten().collect()
}

fn voyage(
    network: &Network,
    waterways: &Waterways,
    vessels: &[Vessel],
    ends: (NodeIdx, NodeIdx),
) -> Option<Voyage> {
    let vessel = largest_vessel(network, waterways, vessels, ends).largest?;
    let route = water_route(network, waterways, &vessel, ends)?;
    let cost = cost_per_tonne(network, &vessel, &route, [ends.0, ends.1], None).ok()?;
    Some(Voyage {
        deadweight_t: vessel.deadweight_t,
        hours: cost.hours,
        yuan_per_tonne: cost.total(),
    })
}

fn ports(without: &Voyages, with: &Voyages) -> Vec<String> {
    let mut phrases = Vec::new();
    let new = with.keys().filter(|pair| !without.contains_key(*pair)).count();
    let lost = without.keys().filter(|pair| !with.contains_key(*pair)).count();
    if new > 0 {
        phrases.push(format!("{new} pairs of ports joined"));
    }
    if lost > 0 {
        phrases.push(format!("{lost} pairs of ports cut off"));
    }
    let both: Vec<(&Voyage, &Voyage)> =
        without.iter().filter_map(|(pair, old)| Some((old, with.get(pair)?))).collect();
    let larger: Vec<_> =
        both.iter().filter(|(old, new)| new.deadweight_t > old.deadweight_t).collect();
    if !larger.is_empty() {
        let most = larger.iter().max_by(|a, b| {
            (a.1.deadweight_t - a.0.deadweight_t).total_cmp(&(b.1.deadweight_t - b.0.deadweight_t))
        });
        let span = most.map_or(String::new(), |(old, new)| {
            format!(" (up to {:.0} → {:.0} t)", old.deadweight_t, new.deadweight_t)
        });
        phrases.push(format!("larger vessels between {} pairs of ports{span}", larger.len()));
    }
    phrases.extend(mean_change(&both, "yuan a tonne", 0.005, |voyage| voyage.yuan_per_tonne));
    phrases.extend(mean_change(&both, "h", 0.01, |voyage| voyage.hours));
    phrases
}

/// The mean change over the pairs that change.
fn mean_change(
    both: &[(&Voyage, &Voyage)],
    unit: &str,
    least: f64,
    value: impl Fn(&Voyage) -> f64,
) -> Option<String> {
    let changes = both.iter().map(|(old, new)| value(new) - value(old));
    let changed: Vec<f64> = changes.filter(|change| change.abs() >= least).collect();
    if changed.is_empty() {
        return None;
    }
    let mean = changed.iter().sum::<f64>() / changed.len() as f64;
    Some(format!("{mean:+.2} {unit} over {} pairs of ports", changed.len()).replace('-', "−"))
}

fn locks(without: &Network, with: &Network) -> Vec<String> {
    let mut phrases = Vec::new();
    for lock in &with.locks {
        let old = without.locks.iter().find(|old| old.id == lock.id);
        let capacity = lock.practical_capacity_vessel_wan_t;
        let phrase = match old {
            None => Some(format!("{} new, {capacity:.0}×10⁴ t a year of vessels", lock.label())),
            Some(old) if is_alike(old, lock) => None,
            Some(old) => {
                let hours = |network, lock| Passage::new(network, lock).wait.hours();
                Some(format!(
                    "{} {:.0} → {capacity:.0}×10⁴ t a year of vessels, wait {:.1} → {:.1} h",
                    lock.label(),
                    old.practical_capacity_vessel_wan_t,
                    hours(without, old),
                    hours(with, lock)
                ))
            }
        };
        phrases.extend(phrase);
    }
    shortened(phrases, "locks")
}

/// Whether two locks let through as much in as long; where they stand in a table is no matter.
fn is_alike(old: &Lock, new: &Lock) -> bool {
    let figures = |lock: &Lock| {
        (
            lock.practical_capacity_vessel_wan_t,
            lock.throughput_vessel_wan_t,
            lock.lockage_min,
            lock.chamber_count,
        )
    };
    figures(old) == figures(new) && old.chambers == new.chambers
}

fn terminals(without: &Network, with: &Network) -> Vec<String> {
    let figures = |terminal: &Terminal| {
        let figures = (
            terminal.handling_time_h,
            terminal.handling_cost_yuan_t,
            terminal.handling_cost_yuan_teu,
        );
        (
            figures,
            terminal.capacity_wan_t,
            terminal.capacity_wan_teu,
            terminal.throughput_wan_teu,
            terminal.terminal_type,
        )
    };
    let is_same = |terminal: &&Terminal| {
        without
            .terminals
            .iter()
            .any(|old| old.id == terminal.id && figures(old) == figures(terminal))
    };
    let changed = with.terminals.iter().filter(|terminal| !is_same(terminal));
    let phrases = changed.map(|terminal| {
        let is_new = without.terminals.iter().all(|old| old.id != terminal.id);
        let capacity = match (terminal.capacity_wan_t, terminal.capacity_wan_teu) {
            (Some(tonnes), _) => format!(" {tonnes:.0}×10⁴ t a year"),
            (None, Some(boxes)) => format!(" {boxes:.1}×10⁴ TEU a year"),
            (None, None) => String::new(),
        };
        format!("terminal {} {}{capacity}", terminal.name, if is_new { "new" } else { "changed" })
    });
    shortened(phrases.collect(), "terminals")
}

/// The first three, and how many more.
fn shortened(mut phrases: Vec<String>, what: &str) -> Vec<String> {
    let more = phrases.len().saturating_sub(3);
    phrases.truncate(3);
    if more > 0 {
        phrases.push(format!("{more} more {what}"));
    }
    phrases
}
