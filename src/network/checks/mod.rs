//! What can be wrong with a network whose every row reads well: one function a check, each a list of [`Finding`]s.
//!
//! A finding points at a row of the model; who has the files turns it into a line and a column.

mod infrastructure;
mod rolling_stock;
mod timetable;
mod waterways;
mod zones;

pub use timetable::impossible_hops;

use super::Network;
use crate::diagnostic::Severity;
use crate::index::{LinkIdx, LockIdx, NodeIdx, StopIdx, TerminalIdx, TripIdx, ZoneIdx};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A zone.
    Zone(ZoneIdx),
    /// A node.
    Node(NodeIdx),
    /// A link.
    Link(LinkIdx),
    /// A lock.
    Lock(LockIdx),
    /// A terminal.
    Terminal(TerminalIdx),
    /// A stop.
    Stop(StopIdx),
    /// A call of a trip, counted from 0.
    Call(TripIdx, usize),
    /// A published time, counted from 0.
    Observation(usize),
    /// A train, counted from 0.
    RollingStock(usize),
    /// A published running time, counted from 0.
    RunningTime(usize),
}

/// Something that is wrong, or probably not what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it cannot be, or is only odd.
    pub severity: Severity,
    /// A stable code.
    pub code: &'static str,
    /// One sentence in lower case, without a full stop.
    pub message: String,
    /// What would be right.
    pub help: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// The column of the row it is about.
    pub column: &'static str,
}

impl Finding {
    fn error(code: &'static str, subject: Subject, column: &'static str, message: String) -> Self {
        Self { severity: Severity::Error, code, message, help: "", subject, column }
    }

    fn warning(
        code: &'static str,
        subject: Subject,
        column: &'static str,
        message: String,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, subject, column, message) }
    }

    fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }
}

/// Every check, one after the other.
pub fn check(network: &Network) -> Vec<Finding> {
    let checks: [fn(&Network) -> Vec<Finding>; 21] = [
        zones::without_road,
        zones::without_node,
        zones::parts_and_whole,
        zones::observed_places,
        infrastructure::impossible_lengths,
        infrastructure::impossible_speeds,
        infrastructure::loops,
        infrastructure::parallel_links,
        infrastructure::not_yet_open,
        infrastructure::nodes_without_link,
        waterways::vessel_limits,
        waterways::lock_sides,
        waterways::lock_figures,
        waterways::terminal_nodes,
        waterways::terminal_access,
        |network: &Network| impossible_hops(&network.transit),
        rolling_stock::trains,
        rolling_stock::running_times,
        timetable::stops_without_service,
        timetable::stops_off_the_rails,
        timetable::stops_away_from_node,
    ];
    checks.iter().flat_map(|check| check(network)).collect()
}
