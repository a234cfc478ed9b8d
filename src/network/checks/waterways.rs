//! Waterways, locks and terminals: what no vessel can pass and what hangs in the air.

use super::{Finding, Subject};
use crate::index::{LinkIdx, LockIdx, NodeIdx, TerminalIdx};
use crate::network::{
    FacilityType, Link, LinkUse, Lock, Network, Terminal, Waterway, WaterwayClass,
};
use crate::units::Kilometres;

/// A depth that no inland waterway needs, in metres.
const DEEPEST: f64 = 30.0;

/// How much shorter than the straight line an access may be: coordinates of ports are good to some kilometres.
const NEAR: Kilometres = Kilometres(5.0);

/// Vessels of the class, in tonnes (GB 50139); at sea there is no least one.
fn class_tonnes(class: WaterwayClass) -> f64 {
    match class {
        WaterwayClass::I => 3000.0,
        WaterwayClass::II => 2000.0,
        WaterwayClass::III => 1000.0,
        WaterwayClass::IV => 500.0,
        WaterwayClass::V => 300.0,
        WaterwayClass::VI => 100.0,
        WaterwayClass::VII => 50.0,
        WaterwayClass::Sea => 0.0,
    }
}

/// Classes, vessel limits and depths that do not fit together, and waterways without them.
pub(super) fn vessel_limits(network: &Network) -> Vec<Finding> {
    let links = network.links.iter().enumerate();
    let of_link = |(at, link)| vessel_limit(link, Subject::Link(LinkIdx::new(at)));
    let mut findings: Vec<Finding> = links.filter_map(of_link).collect();
    let base_date = network.config.base_date;
    for (at, link) in network.links.iter().enumerate() {
        let upgraded = link.waterway.and_then(|waterway| waterway.upgraded);
        if let Some(day) = upgraded.filter(|day| *day > base_date) {
            let message = format!("it gets its class on {day}, after the base date {base_date}");
            let subject = Subject::Link(LinkIdx::new(at));
            findings.push(
                Finding::error("not-yet-open", subject, "upgraded", message)
                    .help("today's class; the better one is a project in scenarios/projects"),
            );
        }
    }
    findings
}

fn vessel_limit(link: &Link, subject: Subject) -> Option<Finding> {
    let is_water = link.facility_type == FacilityType::Waterway;
    match &link.waterway {
        Some(waterway) if is_water => limit_and_depth(waterway, subject),
        None if !is_water => None,
        Some(_) => {
            let message = format!("a link of type {} has no class", link.facility_type.name());
            Some(
                Finding::error("class-without-waterway", subject, "waterway_class", message)
                    .help("nothing; only a `waterway` has one"),
            )
        }
        None => {
            let message = "the waterway has no class, so that nobody knows which vessels fit";
            Some(
                Finding::warning("waterway-without-class", subject, "link_id", message.to_owned())
                    .help("columns waterway_class and vessel_limit_t"),
            )
        }
    }
}

fn limit_and_depth(waterway: &Waterway, subject: Subject) -> Option<Finding> {
    let least = class_tonnes(waterway.waterway_class);
    if waterway.vessel_limit_t < least {
        let class = waterway.waterway_class.name();
        let message = format!(
            "class {class} is for vessels of {least} t, but the limit is {} t",
            waterway.vessel_limit_t
        );
        return Some(
            Finding::warning("limit-below-class", subject, "vessel_limit_t", message)
                .help("the tonnage of the largest vessel admitted, or a lower class"),
        );
    }
    let depth = waterway.depth_m.filter(|depth| *depth > DEEPEST)?;
    let message = format!("{depth} m is deeper than any waterway for barges");
    Some(
        Finding::error("impossible-depth", subject, "depth_m", message)
            .help("a depth in metres; nothing at sea"),
    )
}

fn locks(network: &Network) -> impl Iterator<Item = (Subject, &Lock)> {
    let rows = network.locks.iter().enumerate();
    rows.map(|(at, lock)| (Subject::Lock(LockIdx::new(at)), lock))
}

/// Locks whose sides are not links at their node, or that have no other side.
pub(super) fn lock_sides(network: &Network) -> Vec<Finding> {
    let meets = |link: LinkIdx, node: NodeIdx| {
        let link = &network.links[link.at()];
        link.allowed_uses.allows(LinkUse::Vessel) && (link.from == node || link.to == node)
    };
    let mut findings = Vec::new();
    for (subject, lock) in locks(network) {
        for side in lock.side_links.iter().filter(|side| !meets(**side, lock.node)) {
            let (link, node) = (&network.links[side.at()].id, &network.nodes[lock.node.at()].id);
            let message = format!("`{link}` is no waterway that meets `{node}`");
            findings.push(
                Finding::error("lock-side-elsewhere", subject, "side_link_ids", message)
                    .help("waterways that start or end at the lock's node"),
            );
        }
        let all = (0..network.links.len()).map(LinkIdx::new);
        let mut others =
            all.filter(|link| meets(*link, lock.node) && !lock.side_links.contains(link));
        if others.next().is_none() {
            let message = format!("{} has no waterway on its other side", lock.label());
            findings.push(
                Finding::warning("lock-without-other-side", subject, "side_link_ids", message)
                    .help("the waterways on one side only"),
            );
        }
    }
    findings
}

/// Locks with more traffic than they can take, or another number of chambers than they list.
pub(super) fn lock_figures(network: &Network) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (subject, lock) in locks(network) {
        let (used, most) = (lock.throughput_vessel_wan_t, lock.practical_capacity_vessel_wan_t);
        if used >= most {
            let message = format!("{used} wan t a year pass, but {most} is all that can");
            findings.push(
                Finding::warning("lock-over-capacity", subject, "throughput_vessel_wan_t", message)
                    .help("a queue at such a lock grows without end"),
            );
        }
        let listed = lock.chambers.len();
        if listed > 0 && listed != lock.chamber_count as usize {
            let message = format!("{} chambers, but {listed} are listed", lock.chamber_count);
            findings.push(
                Finding::error("chambers-differ", subject, "chamber_count", message)
                    .help("the number of chambers listed in `chambers`"),
            );
        }
    }
    findings
}

fn terminals(network: &Network) -> impl Iterator<Item = (Subject, &Terminal)> {
    let rows = network.terminals.iter().enumerate();
    rows.map(|(at, terminal)| (Subject::Terminal(TerminalIdx::new(at)), terminal))
}

/// Terminals without a mode, or with a node that no link of the mode meets.
pub(super) fn terminal_nodes(network: &Network) -> Vec<Finding> {
    let uses = [
        ("road_node_id", [LinkUse::Truck, LinkUse::Car]),
        ("rail_node_id", [LinkUse::FreightTrain, LinkUse::PassengerTrain]),
        ("water_node_id", [LinkUse::Vessel, LinkUse::Vessel]),
    ];
    let mut findings = Vec::new();
    for (subject, terminal) in terminals(network) {
        if terminal.nodes().next().is_none() {
            let message = format!("{} joins no mode", terminal.name);
            findings.push(
                Finding::error("terminal-without-node", subject, "terminal_id", message)
                    .help("a road, rail, water or air node"),
            );
        }
        for (column, node) in terminal.nodes() {
            let Some((_, uses)) = uses.iter().find(|(name, _)| *name == column) else { continue };
            let meets = |link: &Link| {
                (link.from == node || link.to == node)
                    && uses.iter().any(|link_use| link.allowed_uses.allows(*link_use))
            };
            if !network.links.iter().any(meets) {
                let message =
                    format!("no link of its kind meets `{}`", network.nodes[node.at()].id);
                findings.push(
                    Finding::warning("terminal-off-the-network", subject, column, message)
                        .help("another node, or a link to it"),
                );
            }
        }
    }
    findings
}

/// Terminals nearer to their node by road or rail than the straight line.
pub(super) fn terminal_access(network: &Network) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (subject, terminal) in terminals(network) {
        let ways = [
            ("road_access_km", terminal.road_node, terminal.road_access_km),
            ("rail_access_km", terminal.rail_node, terminal.rail_access_km),
        ];
        for (column, node, length) in ways {
            let (Some(node), Some(length)) = (node, length) else { continue };
            let straight = terminal.position.distance(network.nodes[node.at()].position);
            if length + NEAR < straight {
                let message = format!(
                    "the access is {} km long, the straight line to `{}` {:.1} km",
                    length.0,
                    network.nodes[node.at()].id,
                    straight.0
                );
                findings.push(
                    Finding::warning("shorter-than-straight-line", subject, column, message)
                        .help("a length in km of the straight line or more"),
                );
            }
        }
    }
    findings
}
