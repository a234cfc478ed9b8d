//! The counties and districts whose accessibility changes most, by one measure.

use super::Drawn;
use super::subject::Subject;
use crate::index::ZoneIdx;
use crate::measures::rank::Direction;
use crate::report::figure::{Bar, Ramp, RankedBars};
use crate::study::MeasureTable;
use crate::units::Kilometres;
use std::collections::BTreeSet;

/// Per cent: a change of less is none.
const NOISE: f64 = 0.05;
/// How many bars there are at most.
const SHOWN: usize = 25;
/// As near as this, a zone is at a station.
const NEAR: Kilometres = Kilometres(20.0);

pub(super) fn figure(subject: &Subject<'_>, measure: &str) -> Drawn {
    let Some(table) = subject.table(measure) else { return Err("the measure is not there") };
    let changes = changes(subject, table);
    if changes.is_empty() {
        return Err("no county or district changes by 0.05 % or more");
    }
    let gaining = changes.iter().filter(|(_, rate)| *rate > 0.0).count();
    let detail = format!(
        "{}, {}; of {} counties and districts {gaining} gain and {} lose 0.05 % or more; {} shown",
        meaning(table),
        subject.circumstances(),
        table.rows.iter().filter(|row| subject.is_part(row.zone)).count(),
        changes.len() - gaining,
        if changes.len() > SHOWN { format!("the {SHOWN} most changed") } else { "all".to_owned() },
    );
    let near = near(subject);
    let mut shown: Vec<(ZoneIdx, f64)> = changes.into_iter().take(SHOWN).collect();
    shown.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let bar = |(zone, value): &(ZoneIdx, f64)| Bar {
        label: subject.network().zones[zone.at()].label(),
        value: *value,
        is_marked: near.contains(zone),
    };
    Ok(Box::new(RankedBars {
        caption: subject
            .caption(&format!("{}改善 Change in {}", table.name_zh, short_name(table)), &detail),
        axis: axis(table),
        ramp: Ramp::MoreIsBetter,
        marked: format!("within {} km of the project's stations or junctions", NEAR.0),
        is_logarithmic: false,
        bars: shown.iter().map(bar).collect(),
    }))
}

/// Noticeable changes in per cent, the largest first; positive is better.
fn changes(subject: &Subject<'_>, table: &MeasureTable) -> Vec<(ZoneIdx, f64)> {
    let rows = table.rows.iter().filter(|row| subject.is_part(row.zone));
    let mut changes: Vec<(ZoneIdx, f64)> = rows
        .filter_map(|row| Some((row.zone, row.change_rate?)))
        .filter(|(_, rate)| rate.abs() >= NOISE)
        .collect();
    changes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    changes
}

/// Without the explanation in parentheses.
fn short_name(table: &MeasureTable) -> &str {
    table.name.split(" (").next().unwrap_or(table.name)
}

fn meaning(table: &MeasureTable) -> &'static str {
    match table.id {
        "watt" => "Average over all other zones, weights √(population × GDP)",
        "daily_accessibility" => "People within four hours one way",
        _ => "Sum over all other zones of √(population × GDP) / travel time",
    }
}

fn axis(table: &MeasureTable) -> String {
    let sign = match table.direction {
        Direction::LowerBetter => "positive: shorter",
        Direction::HigherBetter => "positive: more",
    };
    format!("{}改善 Improvement, % of the value without ({sign})", table.name_zh)
}

/// Zones whose centre lies near a station or junction of the projects.
fn near(subject: &Subject<'_>) -> BTreeSet<ZoneIdx> {
    let network = subject.network();
    let nodes = subject.project_nodes();
    let is_near = |zone: &ZoneIdx| {
        let centre = network.zones[zone.at()].position;
        nodes.iter().any(|node| network.nodes[node.at()].position.distance(centre).0 <= NEAR.0)
    };
    (0..network.zones.len()).map(ZoneIdx::new).filter(is_near).collect()
}
