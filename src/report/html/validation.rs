//! The errors of the network against published times, for the page.

use super::vehicle;
use super::words::Words;
use crate::network::Network;
use crate::report::csv::fixed;
use crate::report::tables::signed;
use crate::study::{ErrorGroup, Validation};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// So many of the worst rows are shown.
const WORST: usize = 10;

/// Errors by mode and the worst rows.
pub(super) fn errors(validation: &Validation, network: &Network) -> Value {
    let names: BTreeMap<&str, String> = network
        .nodes
        .iter()
        .map(|node| (node.id.as_str(), label(&node.name, &node.name_en)))
        .collect();
    let name = |id: &String| names.get(id.as_str()).unwrap_or(id).clone();
    let worst = validation.by_error().into_iter().take(WORST).map(|row| {
        json!({
            "line": row.observed.line, "from": name(&row.observed.from), "to": name(&row.observed.to), "mode": vehicle(&row.observed.mode),
            "published": fixed(Some(row.observed.minutes), 0),
            "simulated": fixed(row.error_minutes().map(|error| row.observed.minutes + error), 0),
            "error": signed(row.error_per_cent(), 0, " %"),
        })
    });
    json!({
        "groups": validation.groups().iter().map(group).collect::<Vec<_>>(),
        "worst": worst.collect::<Vec<_>>(),
    })
}

fn label(zh: &str, en: &str) -> String {
    if zh == en { zh.to_owned() } else { format!("{zh} {en}").trim_end().to_owned() }
}

fn group(group: &ErrorGroup) -> Value {
    let name = match (&group.mode, group.compared_with) {
        (None, _) => Words::new("all rows", "全部"),
        (Some(name), None) => vehicle(name),
        (Some(_), Some(kind)) => Words::new(kind.name(), kind.name_zh()),
    };
    let summary = &group.summary;
    json!({
        "name": name,
        "is_part": group.compared_with.is_some(),
        "n": summary.n,
        "unresolved": summary.unresolved,
        "bias": signed(Some(summary.bias_pct), 1, ""),
        "median_min": fixed(Some(summary.median_abs_error_min), 1),
        "median_pct": fixed(Some(summary.median_abs_error_pct), 1),
        "p90_min": fixed(Some(summary.p90_abs_error_min), 1),
        "p90_pct": fixed(Some(summary.p90_abs_error_pct), 1),
    })
}
