//! Inequality as tables: `equity.csv` and `lorenz.csv`.

use super::csv::{fixed, to_csv};
use crate::study::{Access, Comparison, Equity, EquityQuestion};

/// A measure by a mode, and its inequality.
#[derive(Debug, Clone, PartialEq)]
pub struct EquityTable {
    /// Name of the measure, parameters included.
    pub measure: String,
    /// By what people travel.
    pub mode: &'static str,
    /// The statistics.
    pub equity: Equity,
}

/// Of every measure and mode of a comparison.
pub fn of_comparison(comparison: &Comparison) -> Vec<EquityTable> {
    let modes = comparison.question.modes.iter();
    let tables = modes.flat_map(|mode| comparison.accessibility(*mode));
    tables
        .map(|table| {
            let sides = vec![
                table.rows.iter().map(|row| row.without).collect(),
                table.rows.iter().map(|row| row.with).collect(),
            ];
            let question = EquityQuestion {
                network: comparison.network(),
                sides,
                unit: table.unit,
                direction: table.direction,
            };
            EquityTable {
                measure: table.id.to_owned(),
                mode: table.mode.name(),
                equity: Equity::of(&question),
            }
        })
        .collect()
}

/// Of every measure of an accessibility table.
pub fn of_access(access: &Access) -> Vec<EquityTable> {
    let table = |table: &crate::study::AccessTable| {
        let question = EquityQuestion {
            network: access.network(),
            sides: table.sides.iter().map(|side| side.values.clone()).collect(),
            unit: &table.unit,
            direction: table.direction,
        };
        EquityTable {
            measure: table.key.clone(),
            mode: access.question.mode.name(),
            equity: Equity::of(&question),
        }
    };
    access.tables.iter().map(table).collect()
}

/// A row for each statistic: its value, or without, with and change.
pub fn equity_csv(tables: &[EquityTable]) -> Vec<u8> {
    let is_pair = is_pair(tables);
    let sides: &[&str] = if is_pair { &["without", "with", "change"] } else { &["value"] };
    let header: Vec<&str> =
        ["measure", "mode", "statistic"].iter().chain(sides).chain(&["unit"]).copied().collect();
    let rows = tables.iter().flat_map(|table| {
        table.equity.rows.iter().map(move |row| {
            let mut cells =
                vec![table.measure.clone(), table.mode.to_owned(), row.statistic.to_owned()];
            cells.extend(row.sides.iter().map(|value| fixed(*value, 4)));
            if is_pair {
                cells.push(fixed(row.change, 4));
            }
            cells.push(row.unit.clone());
            cells
        })
    });
    to_csv(&header, rows)
}

/// The points of the Lorenz curves: shares of the people, those with least first, and what they hold.
pub fn lorenz_csv(tables: &[EquityTable]) -> Vec<u8> {
    let names: &[&str] = if is_pair(tables) { &["without", "with"] } else { &["network"] };
    let rows = tables.iter().flat_map(|table| {
        table.equity.lorenz.iter().zip(names).flat_map(move |(curve, side)| {
            curve.iter().map(move |point| {
                [
                    table.measure.clone(),
                    table.mode.to_owned(),
                    (*side).to_owned(),
                    fixed(Some(point.population * 100.0), 4),
                    fixed(Some(point.value * 100.0), 4),
                ]
            })
        })
    });
    to_csv(&["measure", "mode", "side", "people_share_pct", "value_share_pct"], rows)
}

fn is_pair(tables: &[EquityTable]) -> bool {
    tables.iter().any(|table| table.equity.lorenz.len() == 2)
}
