//! `transfers.txt`: what changes between stops take.
//!
//! Rows of single routes or trips, in-seat transfers (types 4 and 5) and rows that say no more than that a change is possible
//! (type 0, and type 2 without a time) are read over. Platforms are one with their station, so of several rows that come to be
//! of one pair the longest time counts, and one at all before none.

use super::stops::StopRows;
use crate::diagnostic::{Problem, Problems};
use crate::formats::table::{Fault, Row, Table};
use crate::network::{Transfer, TransferRule};
use crate::units::Seconds;
use std::collections::BTreeMap;

/// Columns that make a row one of single routes or trips.
const NARROWER: [&str; 4] = ["from_route_id", "to_route_id", "from_trip_id", "to_trip_id"];

/// Transfers by pair of stops.
pub(super) fn transfers(
    table: Option<&Table>,
    stops: &StopRows<'_>,
    problems: &mut Problems,
) -> Vec<Transfer> {
    let mut by_pair = BTreeMap::new();
    for row in table.into_iter().flat_map(Table::whole_rows).filter(|row| !is_passed_over(*row)) {
        let rule = problems.note(rule(row)).flatten();
        let ends = ["from_stop_id", "to_stop_id"]
            .map(|column| problems.note(stops.ids.must_refer(row, column)));
        let [Some(from), Some(to)] = ends.map(|end| stops.stop(end?)) else { continue };
        if let Some(rule) = rule {
            by_pair
                .entry((from, to))
                .and_modify(|known| *known = stricter(*known, rule))
                .or_insert(rule);
        }
    }
    by_pair.into_iter().map(|((from, to), rule)| Transfer { from, to, rule }).collect()
}

/// Whether a row says nothing that is kept.
pub(super) fn is_passed_over(row: Row<'_>) -> bool {
    let says_nothing = match row.text("transfer_type") {
        "" | "0" | "4" | "5" => true,
        "2" => row.text("min_transfer_time").is_empty(),
        _ => false,
    };
    says_nothing || NARROWER.iter().any(|column| !row.text(column).is_empty())
}

fn rule(row: Row<'_>) -> Result<Option<TransferRule>, Problem> {
    Ok(Some(match row.text("transfer_type") {
        "1" => TransferRule::Timed,
        "2" => TransferRule::AtLeast(Seconds(row.get::<u32>("min_transfer_time")?)),
        "3" => TransferRule::Impossible,
        other => {
            let message = format!("`{other}` is no transfer type");
            let problem = row.problem("transfer_type", Fault::UnknownWord, message);
            return Err(problem.help("0 recommended, 1 timed, 2 minimum time, 3 not possible"));
        }
    }))
}

/// The rule that holds where both are said of one pair.
fn stricter(one: TransferRule, other: TransferRule) -> TransferRule {
    match (one, other) {
        // One pair of platforms that nobody changes between says nothing of the others.
        (TransferRule::Impossible, rule) | (rule, TransferRule::Impossible) => rule,
        (one, other) => one.max(other),
    }
}
