//! `tongqu freight --capacity`: what the waterway between two ports lets through.

use super::{FreightArgs, words};
use crate::cli::Failure;
use crate::cli::args::Format;
use crate::diagnostic::Problem;
use crate::index::NodeIdx;
use crate::network::{Network, find_terminal};
use crate::report::csv::{fixed, to_csv};
use crate::report::tables::table;
use crate::study::{GROWTH, LockOnWay, WaterwayCapacity};
use serde_json::json;

/// One network's answer; none where no vessel gets through.
struct Side<'n> {
    name: &'static str,
    network: &'n Network,
    ports: [NodeIdx; 2],
    found: Option<WaterwayCapacity>,
}

const CSV: [&str; 9] = [
    "side",
    "lock_id",
    "lock_name",
    "capacity_cargo_wan_t_per_year",
    "throughput_cargo_wan_t_per_year",
    "use_pct",
    "mean_wait_h",
    "is_narrowest",
    "binds_first",
];

pub(super) fn run(
    args: &FreightArgs,
    networks: &[(&'static str, Network)],
) -> Result<String, Failure> {
    let mut sides = Vec::new();
    for (name, network) in networks {
        let ports = [port(network, args.from()), port(network, args.to())];
        let [from, to] = match (ports, *name) {
            ([Ok(from), Ok(to)], _) => [from, to],
            (_, "without") => continue,
            ([from, to], _) => [from?, to?],
        };
        let found = WaterwayCapacity::between(network, (from, to)).map_err(Problem::from)?;
        sides.push(Side { name, network, ports: [from, to], found });
    }
    Ok(match args.format {
        Format::Table => sides.iter().map(text).collect::<Vec<_>>().join("\n"),
        Format::Csv => {
            String::from_utf8_lossy(&to_csv(&CSV, sides.iter().flat_map(rows))).into_owned()
        }
        Format::Json => {
            format!("{:#}\n", sides.iter().map(json_of).collect::<serde_json::Value>())
        }
    })
}

/// The port of a name: a terminal's, or a node of a waterway.
fn port(network: &Network, name: &str) -> Result<NodeIdx, Problem> {
    let by_terminal = find_terminal(network, name).ok();
    let by_terminal = by_terminal.and_then(|at| network.terminals[at.at()].water_node);
    let by_node = || {
        let is_it = |node: &crate::network::Node| {
            node.id.starts_with("water-")
                && [&node.id, &node.name, &node.name_en].iter().any(|known| *known == name)
        };
        network.nodes.iter().position(is_it).map(NodeIdx::new)
    };
    by_terminal.or_else(by_node).ok_or_else(|| {
        Problem::error("unknown-port", format!("`{name}` is no port on a waterway"))
            .help("a terminal with a water_node_id, or the node of a port or lock")
    })
}

fn text(side: &Side<'_>) -> String {
    let heading = match side.name {
        "with" => "With\n",
        "without" => "Without\n",
        _ => "",
    };
    let mut text = format!("{heading}{}\n", words::fit(side.network, side.ports));
    let Some(found) = &side.found else { return text };
    let (network, route) = (side.network, &found.route);
    text += &format!(
        "{:.0} km, {:.1} h under way and {:.1} h in {} locks, waits included; {:.1} h and {:.1} yuan a tonne with handling and time.\n",
        route.length.0,
        route.sailing.hours(),
        route.locks.hours(),
        found.locks.len(),
        found.hours,
        found.yuan_t
    );
    let reaches = found.reaches(network);
    let reaches: Vec<String> =
        reaches.iter().map(|(limit, km)| format!("{km:.0} km up to {limit:.0} t")).collect();
    text += &format!("Reaches: {}.\n", reaches.join(", "));
    let label = |on_way: &LockOnWay| network.locks[on_way.lock.at()].label();
    if let (Some(narrow), Some(first)) = (found.narrowest(), found.binds_first()) {
        text += &format!(
            "Narrowest lock: {}, {:.0}×10⁴ t of goods a year both ways, {:.0} of the largest vessels.\n",
            label(narrow),
            narrow.capacity_cargo_wan_t,
            found.vessels_a_year(network).unwrap_or_default()
        );
        text += &format!(
            "Binds first as traffic grows: {}, {:.0} % used; full at {:.2} times today's.\n",
            label(first),
            first.use_ * 100.0,
            1.0 / first.use_
        );
    }
    let line = |on_way: &LockOnWay| {
        vec![
            label(on_way),
            fixed(Some(on_way.capacity_cargo_wan_t), 0),
            fixed(Some(on_way.throughput_cargo_wan_t), 0),
            fixed(Some(on_way.use_ * 100.0), 0),
            fixed(Some(on_way.wait_h), 2),
        ]
    };
    if !found.locks.is_empty() {
        let header = ["lock", "can pass 10⁴ t", "passes", "use %", "mean wait h"];
        text += &format!("\n{}", table(&header, found.locks.iter().map(line), 4));
        let growth = GROWTH.iter().zip(&found.waits_h).map(|(growth, wait)| {
            vec![
                format!("{growth}"),
                wait.map_or("a queue that grows".to_owned(), |h| fixed(Some(h), 1)),
            ]
        });
        text += &format!("\n{}", table(&["traffic, today = 1", "wait at all locks h"], growth, 2));
    }
    text
}

fn rows(side: &Side<'_>) -> Vec<[String; 9]> {
    let Some(found) = &side.found else { return Vec::new() };
    let is = |other: Option<&LockOnWay>, on_way: &LockOnWay| {
        if other.is_some_and(|other| other.lock == on_way.lock) { "1" } else { "0" }.to_owned()
    };
    let row = |on_way: &LockOnWay| {
        let lock = &side.network.locks[on_way.lock.at()];
        [
            side.name.to_owned(),
            lock.id.clone(),
            lock.name.clone(),
            fixed(Some(on_way.capacity_cargo_wan_t), 0),
            fixed(Some(on_way.throughput_cargo_wan_t), 0),
            fixed(Some(on_way.use_ * 100.0), 1),
            fixed(Some(on_way.wait_h), 2),
            is(found.narrowest(), on_way),
            is(found.binds_first(), on_way),
        ]
    };
    found.locks.iter().map(row).collect()
}

fn json_of(side: &Side<'_>) -> serde_json::Value {
    let lock = |on_way: Option<&LockOnWay>| {
        on_way.map(|on_way| {
            json!({
                "lock": side.network.locks[on_way.lock.at()].id,
                "capacity_cargo_wan_t": on_way.capacity_cargo_wan_t,
                "throughput_cargo_wan_t": on_way.throughput_cargo_wan_t,
                "use": on_way.use_, "mean_wait_h": on_way.wait_h,
            })
        })
    };
    let found = side.found.as_ref().map(|found| {
        let growth = GROWTH.iter().zip(&found.waits_h);
        json!({
            "largest_vessel_t": found.fit.largest.as_ref().map(|vessel| vessel.deadweight_t),
            "km": found.route.length.0, "hours": found.hours, "yuan_per_t": found.yuan_t,
            "lock_h": found.route.locks.hours(),
            "narrowest": lock(found.narrowest()), "binds_first": lock(found.binds_first()),
            "vessels_a_year": found.vessels_a_year(side.network),
            "locks": found.locks.iter().map(|on_way| lock(Some(on_way))).collect::<Vec<_>>(),
            "waits_h": growth.map(|(growth, wait)| json!({ "traffic": growth, "hours": wait })).collect::<Vec<_>>(),
        })
    });
    json!({ "side": (!side.name.is_empty()).then_some(side.name), "fit": words::fit(side.network, side.ports), "waterway": found })
}
