//! Results as text tables for a terminal.

use super::csv::fixed;
use crate::network::Network;
use crate::scenario::{ProjectFile, placing, touched_by_kind};
use crate::skims::{Cell, TravelMode};
use crate::study::{
    AccessibilityRow, Comparison, JourneyChange, MeasureTable, PairChange, one_line,
};
use comfy_table::{CellAlignment, LineStyle, Table, TableStyle};
use std::fmt::Write;

/// One line under the header, none else.
const RULED: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table with the last `numbers` columns aligned right.
pub fn table<R>(header: &[&str], rows: impl IntoIterator<Item = R>, numbers: usize) -> String
where
    R: IntoIterator<Item = String>,
{
    let mut table = Table::new();
    table.load_style(RULED);
    table.set_header(header.to_vec());
    for row in rows {
        table.add_row(row.into_iter().collect::<Vec<_>>());
    }
    let columns = header.len();
    for column in columns.saturating_sub(numbers)..columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    format!("{table}\n")
}

/// A table of Markdown.
pub fn markdown(header: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(header.iter().map(|cell| (*cell).to_owned()).collect());
    text += &format!("|{}\n", "---|".repeat(header.len()));
    for row in rows {
        text += &line(row.iter().map(|cell| cell.replace('|', "\\|")).collect());
    }
    text
}

/// What a project is: its names, status, dates, length, cost, and what its edits touch.
pub fn project_card(project: &ProjectFile, comparison: &Comparison) -> String {
    let head = &project.head;
    let mut text = format!("{}\n", project.label());
    let opening = head.opening.as_ref().map_or("unknown", |opening| opening.get_ref());
    let _ =
        writeln!(text, "  {} {}, {}; opening {opening}", head.mode, head.kind, head.status.name());
    let facts = [
        head.length_km.map(|km| format!("{km} km")),
        head.design_speed_kmh.map(|speed| format!("{speed} km/h")),
        head.cost_yi_yuan.map(|cost| format!("{cost} 亿元 (1e8 CNY)")),
        head.construction_start.as_ref().map(|start| format!("construction since {start}")),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        let _ = writeln!(text, "  {}", facts.join(", "));
    }
    let effects =
        comparison.with.applied.effects.iter().filter(|effect| effect.project == project.id());
    let _ = writeln!(text, "  edits: {}", touched_by_kind(effects.clone()));
    if let Some(placing) = placing(effects) {
        let _ = writeln!(
            text,
            "  timetable computed, none is published: {} trains, spread over the day as the region's; to keep the headway {placing}",
            placing.trains
        );
    }
    text
}

/// The most changed pairs.
pub fn pairs(network: &Network, pairs: &[PairChange]) -> String {
    let time =
        |cell: Option<Cell>| cell.map_or_else(|| "–".to_owned(), |cell| cell.fastest.to_string());
    let rows = pairs.iter().map(|pair| {
        vec![
            network.zones[pair.from.at()].label(),
            network.zones[pair.to.at()].label(),
            time(pair.without),
            time(pair.with),
            signed(pair.minutes(), 0, " min"),
            signed(pair.per_cent(), 0, " %"),
        ]
    });
    table(&["from", "to", "without", "with", "change", "change rate"], rows, 4)
}

/// A number with its sign, a true minus, and a unit.
pub fn signed(value: Option<f64>, decimals: usize, unit: &str) -> String {
    let text = fixed(value, decimals);
    match value {
        None => "–".to_owned(),
        Some(_) if text.starts_with('-') => format!("{}{unit}", text.replace('-', "−")),
        Some(_) if text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) => {
            format!("+{text}{unit}")
        }
        Some(_) => format!("{text}{unit}"),
    }
}

/// Figures of the network as a whole.
pub fn connectivity(comparison: &Comparison, mode: TravelMode) -> String {
    let rows = comparison.connectivity(mode).into_iter().map(|row| {
        let decimals = match row.unit {
            "min" => 1,
            "1/h" => 4,
            _ => 0,
        };
        let name = format!("{} ({})", row.measure.replace('_', " "), row.unit);
        vec![
            name,
            fixed(Some(row.without), decimals),
            fixed(Some(row.with), decimals),
            signed(Some(row.with - row.without), decimals, ""),
        ]
    });
    table(&["measure", "without", "with", "change"], rows, 3)
}

/// One measure for some zones, with mean and CV of the counties below.
pub fn accessibility(
    network: &Network,
    measure: &MeasureTable,
    rows: &[&AccessibilityRow],
) -> String {
    let (scale, decimals, unit) = match measure.unit {
        "people" => (1e-4, 0, "10,000 people"),
        "min" => (1.0, 1, "min"),
        _ => (1e-3, 0, "1000 √(people × 亿元)/h"),
    };
    let show = |value: Option<f64>| fixed(value.map(|value| value * scale), decimals);
    let rank = |rank: Option<usize>| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
    let zone_rows = rows.iter().map(|row| {
        vec![
            network.zones[row.zone.at()].label(),
            show(row.without),
            show(row.with),
            signed(row.change_rate, 2, " %"),
            rank(row.rank_without),
            rank(row.rank_with),
        ]
    });
    let mut lines: Vec<Vec<String>> = zone_rows.collect();
    if let (Some(old), Some(new)) = (measure.spread_without, measure.spread_with) {
        let last = |name: &str, old, new| {
            vec![name.to_owned(), old, new, String::new(), String::new(), String::new()]
        };
        lines.push(last("mean of the counties", show(Some(old.mean)), show(Some(new.mean))));
        lines.push(last("CV of the counties", fixed(Some(old.cv), 4), fixed(Some(new.cv), 4)));
    }
    let title = format!("{} {} ({unit})\n", measure.name, measure.name_zh);
    title
        + &table(&["zone", "without", "with", "improvement", "rank without", "rank with"], lines, 5)
}

/// The journeys on both sides of a pair, and why they differ.
pub fn journey_change(comparison: &Comparison, change: &JourneyChange) -> String {
    let zones = &comparison.network().zones;
    let mut text = format!(
        "{} → {}\n",
        zones[change.pair.from.at()].label(),
        zones[change.pair.to.at()].label()
    );
    let sides = [
        ("without", &comparison.without.applied.network, &change.without),
        ("with   ", &comparison.with.applied.network, &change.with),
    ];
    for (side, network, journey) in sides {
        let line = journey.as_ref().map_or_else(
            || "no journey".to_owned(),
            |journey| {
                format!(
                    "{:>10}  leave {} ▸ {}",
                    journey.duration().to_string(),
                    journey.departure.clock(),
                    one_line(network, journey)
                )
            },
        );
        let _ = writeln!(text, "  {side} {line}");
    }
    let _ = writeln!(text, "  why     {}", comparison.reason(change));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_shown_and_zero_has_none() {
        assert_eq!(signed(Some(-53.4), 0, " min"), "−53 min");
        assert_eq!(signed(Some(2.0), 1, " %"), "+2.0 %");
        assert_eq!(signed(Some(-0.2), 0, " min"), "0 min");
        assert_eq!(signed(None, 0, " min"), "–");
    }
}
