//! Promises held against the network: as text, as rows, as JSON.

use super::csv::{fixed, to_csv};
use super::tables::signed;
use crate::scenario::Claim;
use crate::study::{Kept, PromiseCheck};
use crate::units::Seconds;
use serde_json::{Value, json};
use std::fmt::Write;

/// `kept`, `not kept` or `not told`.
pub(super) fn verdict(check: &PromiseCheck) -> &'static str {
    match check.is_kept() {
        Some(true) => "kept",
        Some(false) => "not kept",
        None => "cannot be told",
    }
}

/// What was promised, in words.
pub(super) fn claim(check: &PromiseCheck) -> String {
    let promise = &check.promise;
    match &promise.claim {
        Claim::Takes { to, time } => {
            format!("{} → {to} in {:.0} min", promise.from, time.minutes())
        }
        Claim::Saves { to, time } => {
            format!("{} → {to} faster by {:.0} min", promise.from, time.minutes())
        }
        Claim::Joins { .. } => format!("{} joined to other lines", promise.from),
    }
}

/// The same in Chinese.
pub(super) fn claim_zh(check: &PromiseCheck) -> String {
    let from = &check.promise.from;
    match &check.promise.claim {
        Claim::Takes { to, time } => format!("{from}至{to}{:.0}分钟", time.minutes()),
        Claim::Saves { to, time } => format!("{from}至{to}缩短{:.0}分钟", time.minutes()),
        Claim::Joins { .. } => format!("{from}与其他线路连通"),
    }
}

/// Two lines a promise: what was promised and whether it is kept, and why.
pub fn promises(checks: &[PromiseCheck]) -> String {
    let mut text = String::new();
    for check in checks {
        let error = check.error_per_cent().filter(|_| check.is_kept() == Some(false));
        let error =
            error.map_or_else(String::new, |error| format!(", {}", signed(Some(error), 0, " %")));
        let _ = writeln!(
            text,
            "  {}: {}{error} [{}]\n    {}",
            claim(check),
            verdict(check),
            check.promise.sources.join(", "),
            check.reason()
        );
    }
    text
}

/// `12 of 19 promises kept, 5 not, 2 cannot be told`.
pub fn count_of_promises(checks: &[PromiseCheck]) -> String {
    let count = |kept| checks.iter().filter(|check| check.is_kept() == kept).count();
    format!(
        "{} of {} promises kept, {} not, {} cannot be told",
        count(Some(true)),
        checks.len(),
        count(Some(false)),
        count(None)
    )
}

fn times(check: &PromiseCheck) -> (Option<Seconds>, Option<Seconds>, Option<Seconds>) {
    let promised = match check.promise.claim {
        Claim::Takes { time, .. } | Claim::Saves { time, .. } => Some(time),
        Claim::Joins { .. } => None,
    };
    match &check.outcome {
        Kept::Time { train, non_stop } => {
            (promised, Some(train.time), non_stop.as_ref().map(|bound| bound.time))
        }
        Kept::Saving { without, with } => {
            (promised, Some(without.time.saturating_sub(with.time)), None)
        }
        _ => (promised, None, None),
    }
}

/// `promises.csv`.
pub fn promises_csv(checks: &[PromiseCheck]) -> Vec<u8> {
    let header = [
        "project",
        "promise",
        "promised_min",
        "simulated_min",
        "non_stop_min",
        "error_pct",
        "verdict",
        "reason",
        "sources",
        "note",
    ];
    let rows = checks.iter().map(|check| {
        let (promised, simulated, bound) = times(check);
        let minutes = |time: Option<Seconds>| fixed(time.map(Seconds::minutes), 1);
        [
            check.project.clone(),
            claim(check),
            minutes(promised),
            minutes(simulated),
            minutes(bound),
            fixed(check.error_per_cent(), 1),
            verdict(check).to_owned(),
            check.reason(),
            check.promise.sources.join(";"),
            check.promise.note.clone(),
        ]
    });
    to_csv(&header, rows)
}

/// The same as JSON.
pub fn promises_json(checks: &[PromiseCheck]) -> Value {
    let row = |check: &PromiseCheck| {
        let (promised, simulated, bound) = times(check);
        let minutes = |time: Option<Seconds>| time.map(Seconds::minutes);
        json!({
            "project": check.project, "promise": claim(check), "promised_min": minutes(promised),
            "simulated_min": minutes(simulated), "non_stop_min": minutes(bound),
            "error_pct": check.error_per_cent(), "kept": check.is_kept(), "reason": check.reason(),
            "sources": check.promise.sources, "note": check.promise.note,
        })
    };
    checks.iter().map(row).collect()
}
