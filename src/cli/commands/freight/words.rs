//! Places, hauls and what stops vessels, in words.

use crate::index::NodeIdx;
use crate::network::{MissingParameter, Network};
use crate::skims::{Cargo, ChainLeg, ChainPlace, Chains, Criterion, Haul, Haulage, largest_vessel};
use crate::study::{ChainRow, barrier_words};
use crate::supply::{Vessel, Waterways};

/// `徐州 Xuzhou`.
pub(super) fn place(network: &Network, place: ChainPlace) -> String {
    match place {
        ChainPlace::Zone(zone) => network.zones[zone.at()].label(),
        ChainPlace::Terminal(terminal) => network.terminals[terminal.at()].label(),
    }
}

/// The id of its row.
pub(super) fn id(network: &Network, place: ChainPlace) -> &str {
    match place {
        ChainPlace::Zone(zone) => &network.zones[zone.at()].id,
        ChainPlace::Terminal(terminal) => &network.terminals[terminal.at()].id,
    }
}

/// What a haul goes by: `barge of 2000 t, 7 locks`.
pub(super) fn haul(network: &Network, haul: &Haul) -> String {
    match haul.by {
        Haulage::Road => "truck".to_owned(),
        Haulage::Rail => "train".to_owned(),
        Haulage::Sea => "ship".to_owned(),
        Haulage::Barge => {
            let locks = haul.voyage.as_ref().map_or(0, |voyage| {
                let is_lock =
                    |lock: &crate::index::LockIdx| !network.locks[lock.at()].chambers.is_empty();
                voyage.passages().filter(|(lock, _)| is_lock(lock)).count()
            });
            let size = network.modes.value(&haul.mode, "deadweight");
            let size = size.map_or_else(|_| "barge".to_owned(), |t| format!("barge of {t:.0} t"));
            match locks {
                0 => size,
                1 => format!("{size}, 1 lock"),
                _ => format!("{size}, {locks} locks"),
            }
        }
    }
}

/// What the tables do not say: the largest vessel of the way by water and what stops the next, and why the vessel that was
/// asked for does not get through.
pub(super) fn notes(
    chains: &Chains<'_>,
    rows: &[ChainRow],
    ends: (ChainPlace, ChainPlace),
    vessel_t: Option<f64>,
) -> Result<Vec<String>, MissingParameter> {
    let network = chains.network();
    if let Some(ports) = first_voyage(network, rows) {
        return Ok(vec![fit(network, ports)]);
    }
    let Some(tonnes) = vessel_t else { return Ok(Vec::new()) };
    // Where any barge may go, the way shows what stops this one.
    let any = Chains::new(network, chains.cargo().clone(), None)?;
    let with_barge = any.by_sequence(ends.0, ends.1, Criterion::Generalised).into_iter();
    let with_barge = with_barge.filter(|chain| chain.means().contains(&Haulage::Barge));
    let value =
        |chain: &crate::skims::Chain| Criterion::Generalised.of(&chain.burden(), any.cargo());
    let Some(chain) = with_barge.min_by(|a, b| value(a).total_cmp(&value(b))) else {
        return Ok(vec!["No barge of any size joins the two places.".to_owned()]);
    };
    let Some(ports) = voyage_ends(network, &chain.legs) else { return Ok(Vec::new()) };
    Ok(vec![stopped(network, ports, tonnes, chains.cargo())])
}

fn first_voyage(network: &Network, rows: &[ChainRow]) -> Option<[NodeIdx; 2]> {
    rows.iter().find_map(|row| voyage_ends(network, &row.chain.legs))
}

/// The ports of the first haul by barge.
fn voyage_ends(network: &Network, legs: &[ChainLeg]) -> Option<[NodeIdx; 2]> {
    let port = |place: &ChainPlace| match place {
        ChainPlace::Terminal(terminal) => network.terminals[terminal.at()].water_node,
        ChainPlace::Zone(_) => None,
    };
    legs.iter().find_map(|leg| match leg {
        ChainLeg::Haul { from, to, haul } if haul.by == Haulage::Barge => {
            Some([port(from)?, port(to)?])
        }
        _ => None,
    })
}

fn ports_words(network: &Network, ports: [NodeIdx; 2]) -> String {
    let [from, to] = ports.map(|port| &network.nodes[port.at()].name);
    format!("{from}–{to}")
}

/// The largest vessel between two ports and what stops the next larger.
pub(super) fn fit(network: &Network, ports: [NodeIdx; 2]) -> String {
    let waterways = Waterways::new(network);
    let vessels = Vessel::barges(&network.modes);
    let fit = largest_vessel(network, &waterways, &vessels, (ports[0], ports[1]));
    let name = ports_words(network, ports);
    let Some(largest) = fit.largest else {
        return format!("By water, {name}: no vessel gets through.");
    };
    let size = largest.deadweight_t;
    match fit.limit {
        Some((next, barriers)) => format!(
            "By water, {name}: vessels up to {size:.0} t. {:.0} t would be stopped by {}.",
            next.deadweight_t,
            barrier_words(network, &barriers).join("; ")
        ),
        None => format!("By water, {name}: vessels up to {size:.0} t, the largest of mode.csv."),
    }
}

fn stopped(network: &Network, ports: [NodeIdx; 2], tonnes: f64, cargo: &Cargo) -> String {
    let vessels = Vessel::barges(&network.modes).into_iter();
    let asked: Vec<Vessel> =
        vessels.filter(|vessel| (vessel.deadweight_t - tonnes).abs() < 0.5).collect();
    let fit = largest_vessel(network, &Waterways::new(network), &asked, (ports[0], ports[1]));
    let name = ports_words(network, ports);
    match fit.limit {
        Some((_, barriers)) => format!(
            "By water, {name}: a vessel of {tonnes:.0} t with {} is stopped by {}.",
            cargo.name,
            barrier_words(network, &barriers).join("; ")
        ),
        None => format!("By water, {name}: no way for a vessel of {tonnes:.0} t."),
    }
}
