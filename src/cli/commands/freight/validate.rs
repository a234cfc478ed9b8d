//! `tongqu validate --freight`: published figures of goods transport against the network's.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, ValidateArgs};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::network::Network;
use crate::report::csv::{fixed, to_csv};
use crate::report::tables::{signed, table};
use crate::study::{FreightCheck, validate_freight};
use serde_json::json;

const CSV: [&str; 11] = [
    "claim_id",
    "subject",
    "mode",
    "quantity",
    "unit",
    "published",
    "published_max",
    "simulated",
    "error_pct",
    "tolerance_pct",
    "how",
];

pub(in crate::cli::commands) fn run(
    args: &ValidateArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let scenario = world.scenario(&args.scenario)?;
    let checks = validate_freight(&world.network, &world.catalogue, &scenario)?;
    printer.stage("hold published figures of goods against the network");
    let text = match args.format {
        Format::Table => text(&checks),
        Format::Csv => {
            String::from_utf8_lossy(&to_csv(&CSV, checks.iter().map(cells))).into_owned()
        }
        Format::Json => {
            format!("{:#}\n", checks.iter().map(value).collect::<serde_json::Value>())
        }
    };
    printer.result(&text);
    Ok(())
}

/// A line that says where the figures of goods are.
pub(in crate::cli::commands) fn pointer(network: &Network) -> String {
    match network.observed_freight.len() {
        0 => String::new(),
        count => format!("\n{count} published figures of goods: `tongqu validate --freight`\n"),
    }
}

fn published(check: &FreightCheck) -> String {
    match check.observed.value_max {
        Some(high) => format!("{}–{high}", check.observed.value),
        None => check.observed.value.to_string(),
    }
}

/// Three digits or so.
fn shown(value: f64) -> String {
    fixed(Some(value), if value.abs() < 1.0 { 3 } else { usize::from(value.abs() < 1000.0) })
}

fn text(checks: &[FreightCheck]) -> String {
    let header = ["claim", "what", "how", "unit", "published", "simulated", "error %", "may be %"];
    let with = checks.iter().filter(|check| check.simulated.is_some());
    let line = |check: &FreightCheck| {
        let row = &check.observed;
        let miss = if check.is_within() == Some(false) { " !" } else { "" };
        vec![
            row.id.clone(),
            format!("{}, {} {}", row.subject, row.mode, row.quantity),
            check.how.clone(),
            row.unit.clone(),
            published(check),
            check.simulated.map(shown).unwrap_or_default(),
            format!("{}{miss}", signed(check.error_pct(), 0, "")),
            row.tolerance_pct.map_or_else(String::new, |tolerance| format!("±{tolerance}")),
        ]
    };
    let simulated: Vec<Vec<String>> = with.map(line).collect();
    let judged: Vec<bool> = checks.iter().filter_map(FreightCheck::is_within).collect();
    let mut text = table(&header, simulated.iter().cloned(), 4);
    text += &format!(
        "\n{} of {} published figures have a simulated one; {} of {} with a tolerance keep it (others have !).\nRates of the literature have none: they differ among themselves by a factor of eight.\n\nWithout a simulated figure:\n",
        simulated.len(),
        checks.len(),
        judged.iter().filter(|is_within| **is_within).count(),
        judged.len(),
    );
    let without = checks.iter().filter(|check| check.simulated.is_none());
    let line = |check: &FreightCheck| {
        let row = &check.observed;
        vec![
            row.id.clone(),
            format!("{}, {} {}", row.subject, row.mode, row.quantity),
            check.how.clone(),
        ]
    };
    text + &table(&["claim", "what", "why"], without.map(line), 0)
}

fn cells(check: &FreightCheck) -> [String; 11] {
    let row = &check.observed;
    [
        row.id.clone(),
        row.subject.clone(),
        row.mode.clone(),
        row.quantity.clone(),
        row.unit.clone(),
        row.value.to_string(),
        row.value_max.map_or_else(String::new, |high| high.to_string()),
        fixed(check.simulated, 3),
        fixed(check.error_pct(), 1),
        row.tolerance_pct.map_or_else(String::new, |tolerance| tolerance.to_string()),
        check.how.clone(),
    ]
}

fn value(check: &FreightCheck) -> serde_json::Value {
    let row = &check.observed;
    json!({
        "claim": row.id, "subject": row.subject, "mode": row.mode, "quantity": row.quantity,
        "unit": row.unit, "published": row.value, "published_max": row.value_max,
        "simulated": check.simulated, "error_pct": check.error_pct(),
        "tolerance_pct": row.tolerance_pct, "is_within": check.is_within(), "how": check.how,
    })
}
