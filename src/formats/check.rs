//! `tongqu check`: problems of reading, and findings of [`crate::network::checks`] with their line and column.

use super::table::{Row, Table};
use super::{Folder, Tables};
use crate::diagnostic::{Location, Problem, Problems};
use crate::network::Network;
use crate::network::checks::{Finding, Subject, check};

/// Everything that is wrong or odd in a network folder, and the network where it can be read.
pub fn check_network(folder: &Folder) -> (Option<Network>, Problems) {
    let mut problems = Problems::new();
    let tables = Tables::open(folder, &mut problems);
    let network = tables.read(&mut problems).filter(|_| !problems.has_errors());
    for finding in network.iter().flat_map(check) {
        problems.push(problem(finding, &tables, network.as_ref()));
    }
    (network, problems)
}

fn problem(finding: Finding, tables: &Tables, network: Option<&Network>) -> Problem {
    let at = network.and_then(|network| place(&finding, tables, network));
    Problem {
        severity: finding.severity,
        at: at.map(Box::new),
        code: finding.code,
        message: finding.message,
        help: Some(finding.help.to_owned()).filter(|help| !help.is_empty()),
    }
}

/// Rows of our tables stand in the order of the model; those of the feed are found by id, for some are left out of it.
fn place(finding: &Finding, tables: &Tables, network: &Network) -> Option<Location> {
    let (gmns, feed) = (&tables.gmns, tables.gtfs.as_ref());
    let (table, row) = match finding.subject {
        Subject::Zone(zone) => (gmns.zone.as_ref()?, zone.at()),
        Subject::Node(node) => (gmns.node.as_ref()?, node.at()),
        Subject::Link(link) => (gmns.link.as_ref()?, link.at()),
        Subject::Lock(lock) => (gmns.lock.as_ref()?, lock.at()),
        Subject::Terminal(terminal) => (gmns.terminal.as_ref()?, terminal.at()),
        Subject::Observation(at) => (gmns.observed.as_ref()?, at),
        Subject::RollingStock(at) => (gmns.rolling_stock.as_ref()?, at),
        Subject::RunningTime(at) => (gmns.running_time.as_ref()?, at),
        Subject::Stop(stop) => {
            let table = feed?.stops.as_ref()?;
            (table, row_of(table, "stop_id", &network.transit.stops[stop.at()].id)?)
        }
        Subject::Call(trip, call) => {
            let table = feed?.stop_times.as_ref()?;
            let id = &network.transit.trips[trip.at()].id;
            // A trip by headway has its departure behind an `@`.
            let by_headway = || id.rsplit_once('@').map_or(id.as_str(), |(trip, _)| trip);
            let row = row_of_call(table, id, call);
            (table, row.or_else(|| row_of_call(table, by_headway(), call))?)
        }
    };
    Some(table.location(row, finding.column))
}

fn row_of(table: &Table, column: &str, id: &str) -> Option<usize> {
    table.rows().find(|row| row.text(column) == id).map(Row::number)
}

fn row_of_call(table: &Table, trip: &str, call: usize) -> Option<usize> {
    let rows = table.rows().filter(|row| row.text("trip_id") == trip);
    let mut calls: Vec<(u32, usize)> =
        rows.filter_map(|row| Some((row.get("stop_sequence").ok()?, row.number()))).collect();
    calls.sort_unstable();
    calls.get(call).map(|(_, row)| *row)
}
