//! Where the figures of the network come from, and how sure they are.

use super::words::Words;
use crate::network::{Confidence, Network, Provenance};
use crate::scenario::ProjectFile;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A table of the network and how many of its rows are stated, derived and estimated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Surety {
    pub(super) file: &'static str,
    pub(super) what: Words,
    /// Stated, derived, estimated.
    pub(super) counts: [usize; 3],
    pub(super) all: usize,
}

fn rows(network: &Network) -> Vec<(&'static str, Words, Vec<&Provenance>)> {
    let of = |file, en, zh, rows| (file, Words::new(en, zh), rows);
    vec![
        of(
            "zone.csv",
            "zones: people, GDP, hospitals",
            "小区：人口、生产总值、医院",
            network.zones.iter().map(|row| &row.provenance).collect(),
        ),
        of(
            "node.csv",
            "stations, junctions, ports, airports",
            "车站、节点、港口、机场",
            network.nodes.iter().map(|row| &row.provenance).collect(),
        ),
        of(
            "link.csv",
            "railways, roads, waterways",
            "铁路、公路、航道",
            network.links.iter().map(|row| &row.provenance).collect(),
        ),
        of("lock.csv", "locks", "船闸", network.locks.iter().map(|row| &row.provenance).collect()),
        of(
            "terminal.csv",
            "terminals",
            "枢纽与场站",
            network.terminals.iter().map(|row| &row.provenance).collect(),
        ),
        of(
            "transit/trips.txt",
            "trains, coaches, flights",
            "列车、客运班车、航班",
            network.transit.trips.iter().map(|row| &row.provenance).collect(),
        ),
        of(
            "mode.csv",
            "speeds, waits, rates by mode",
            "各方式速度、等候与费率",
            network.modes.rows.iter().map(|row| &row.provenance).collect(),
        ),
        of(
            "rolling_stock.csv",
            "trains' physics",
            "列车性能",
            network.rolling_stock.iter().map(|row| &row.provenance).collect(),
        ),
        of(
            "running_time.csv",
            "published running times",
            "公布的区间运行时分",
            network.running_times.iter().map(|row| &row.provenance).collect(),
        ),
        of(
            "observed.csv",
            "published travel times",
            "公布的旅行时间",
            network.observed.iter().map(|row| &row.provenance).collect(),
        ),
    ]
}

/// The tables of the network that have rows.
pub(super) fn sureties(network: &Network) -> Vec<Surety> {
    let surety = |(file, what, rows): (&'static str, Words, Vec<&Provenance>)| {
        let count = |confidence| rows.iter().filter(|row| row.confidence == confidence).count();
        let counts = [Confidence::Stated, Confidence::Derived, Confidence::Estimated].map(count);
        Surety { file, what, counts, all: rows.len() }
    };
    rows(network).into_iter().map(surety).filter(|surety| surety.all > 0).collect()
}

/// Every source that a row or a compared project names, those of the projects first, then by how many rows name them.
pub(super) fn sources(network: &Network, projects: &[&ProjectFile]) -> Vec<Value> {
    let mut cited: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, rows) in rows(network) {
        for id in rows.iter().flat_map(|row| &row.sources) {
            *cited.entry(id).or_default() += 1;
        }
    }
    let of_projects: BTreeSet<&str> = projects
        .iter()
        .flat_map(|project| &project.source_ids)
        .map(|id| id.get_ref().as_str())
        .collect();
    let rows_of = |id: &str| cited.get(id).copied().unwrap_or(0);
    let is_named = |id: &str| rows_of(id) > 0 || of_projects.contains(id);
    let mut named: Vec<_> = network.sources.iter().filter(|source| is_named(&source.id)).collect();
    named.sort_by_key(|source| {
        let is_first = of_projects.contains(source.id.as_str());
        (!is_first, std::cmp::Reverse(rows_of(&source.id)), &source.id)
    });
    let value = |source: &&crate::network::Source| {
        json!([
            source.id,
            source.title,
            source.publisher,
            source.date,
            web(&source.url),
            source.licence,
            rows_of(&source.id),
            of_projects.contains(source.id.as_str()),
        ])
    };
    named.iter().map(value).collect()
}

/// An address that a browser may be sent to; of anything else only the text is shown.
fn web(url: &str) -> &str {
    if url.starts_with("https://") || url.starts_with("http://") { url } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(web("https://a.cn"), "https://a.cn");
        assert_eq!(web("javascript:alert(1)"), "");
    }
}
