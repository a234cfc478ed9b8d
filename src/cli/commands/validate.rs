//! `tongqu validate`: simulated times against published ones.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, ValidateArgs};
use crate::cli::input::{self, World};
use crate::cli::printer::Printer;
use crate::diagnostic::{Location, Problems};
use crate::formats::observed::read_observed;
use crate::report::csv::{fixed, to_csv};
use crate::report::promises::{count_of_promises, promises, promises_json};
use crate::report::tables::{signed, table};
use crate::scenario::Scenario;
use crate::study::{
    Observed, Outcome, PromiseCheck, Summary, ValidatedRow, Validation, check_promises, validate,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

pub(in crate::cli) fn run(
    args: &ValidateArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    if args.running_times {
        return super::running_times::run(args, common, printer);
    }
    if args.freight {
        return super::freight::validate::run(args, common, printer);
    }
    let mut world = input::world(common, printer)?;
    let scenario = world.scenario(&args.scenario)?;
    let observed = observed(args, &mut world, &scenario)?;
    let validation = validate(&world.network, &world.catalogue, observed)?;
    printer.stage("simulate every row");
    let promised = if args.file.is_none() && args.format != Format::Csv {
        check_promises(&world.network, &world.catalogue)?
    } else {
        Vec::new()
    };
    printer.stage("hold every promise against the network");
    let text = match args.format {
        Format::Table => {
            text(&validation, args.worst)
                + &promises_text(&promised)
                + &super::freight::validate::pointer(&world.network)
        }
        Format::Csv => csv(&validation),
        Format::Json => format!("{:#}\n", json(&validation, &promised)),
    };
    printer.result(&text);
    Ok(())
}

fn observed(
    args: &ValidateArgs,
    world: &mut World,
    scenario: &Scenario,
) -> Result<Vec<Observed>, Failure> {
    let fixed_date = args.scenario.date;
    let Some(path) = &args.file else {
        return Ok(Observed::of(&world.network, scenario, fixed_date));
    };
    let (_, text) = input::read_text(path)?;
    let rows = read_observed(&path.display().to_string(), &text)?;
    let mut problems = Problems::new();
    let mut observed = Vec::new();
    for row in rows {
        let mut ids = |names: &[String]| {
            world.project_ids(names).unwrap_or_else(|more| {
                problems.extend(in_line(path, row.line, &more));
                BTreeSet::new()
            })
        };
        let with = &scenario.with | &ids(&row.with);
        let without = &scenario.without | &ids(&row.without);
        let date = row.date.or(fixed_date);
        observed.push(Observed {
            line: row.line,
            from: row.from,
            to: row.to,
            mode: row.mode,
            minutes: row.minutes,
            train: row.train,
            with,
            without,
            date,
        });
    }
    Ok(problems.or(observed)?)
}

/// Problems that have no place get a line of the file as theirs.
fn in_line(path: &Path, line: u32, problems: &Problems) -> Problems {
    let mut placed = Problems::new();
    let mut here = Location::file(path.display().to_string());
    here.line = line;
    for problem in problems.iter().cloned() {
        placed.push(if problem.at.is_none() { problem.at(here.clone()) } else { problem });
    }
    placed
}

fn text(validation: &Validation, worst: usize) -> String {
    let rows = validation.groups().into_iter().map(|group| {
        let name = match (&group.mode, group.compared_with) {
            (None, _) => "all".to_owned(),
            (Some(mode), None) => mode.clone(),
            (Some(mode), Some(kind)) => format!("  {mode}, {}", kind.name()),
        };
        summary_row(&name, group.summary)
    });
    let header = [
        "rows",
        "n",
        "unresolved",
        "bias %",
        "median |error| min",
        "median |error| %",
        "p90 |error| min",
        "p90 |error| %",
    ];
    let mut text = table(&header, rows, 7);
    text += &worst_rows(validation, worst);
    text += &unresolved(validation);
    text
}

fn promises_text(checks: &[PromiseCheck]) -> String {
    if checks.is_empty() {
        return String::new();
    }
    let count = count_of_promises(checks);
    format!("\nPromised by agreements and reports: {count}\n{}", promises(checks))
}

fn summary_row(name: &str, summary: Summary) -> Vec<String> {
    vec![
        name.to_owned(),
        summary.n.to_string(),
        summary.unresolved.to_string(),
        signed(Some(summary.bias_pct), 1, ""),
        fixed(Some(summary.median_abs_error_min), 1),
        fixed(Some(summary.median_abs_error_pct), 1),
        fixed(Some(summary.p90_abs_error_min), 1),
        fixed(Some(summary.p90_abs_error_pct), 1),
    ]
}

fn worst_rows(validation: &Validation, worst: usize) -> String {
    let rows = validation.by_error().into_iter().take(worst).map(|row| {
        vec![
            row.observed.line.to_string(),
            row.observed.from.clone(),
            row.observed.to.clone(),
            row.observed.mode.clone(),
            fixed(Some(row.observed.minutes), 0),
            fixed(row.error_minutes().map(|error| row.observed.minutes + error), 0),
            signed(row.error_per_cent(), 0, " %"),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "\nWorst rows\n{}",
        table(&["line", "from", "to", "mode", "published", "simulated", "error"], rows, 3)
    )
}

fn unresolved(validation: &Validation) -> String {
    let rows = validation.rows.iter().filter_map(|row| match &row.outcome {
        Outcome::Unresolved(reason) => Some(format!(
            "  line {}: {} → {}: {reason}\n",
            row.observed.line, row.observed.from, row.observed.to
        )),
        Outcome::Simulated { .. } => None,
    });
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() { String::new() } else { format!("\nUnresolved rows\n{}", rows.concat()) }
}

fn cells(row: &ValidatedRow) -> (Option<f64>, Option<u32>, Option<f64>, &str) {
    match &row.outcome {
        Outcome::Simulated { minutes, trains, with_changes } => {
            (Some(*minutes), *trains, *with_changes, "")
        }
        Outcome::Unresolved(reason) => (None, None, None, reason),
    }
}

fn csv(validation: &Validation) -> String {
    let header = [
        "line",
        "from",
        "to",
        "mode",
        "published_min",
        "simulated_min",
        "error_min",
        "error_pct",
        "trains",
        "with_changes_min",
        "reason",
    ];
    let rows = validation.rows.iter().map(|row| {
        let (simulated, trains, with_changes, reason) = cells(row);
        [
            row.observed.line.to_string(),
            row.observed.from.clone(),
            row.observed.to.clone(),
            row.observed.mode.clone(),
            fixed(Some(row.observed.minutes), 1),
            fixed(simulated, 1),
            fixed(row.error_minutes(), 1),
            fixed(row.error_per_cent(), 2),
            trains.map_or(String::new(), |trains| trains.to_string()),
            fixed(with_changes, 1),
            reason.to_owned(),
        ]
    });
    String::from_utf8_lossy(&to_csv(&header, rows)).into_owned()
}

fn json(validation: &Validation, promised: &[PromiseCheck]) -> Value {
    let summary = |summary: Summary| {
        json!({
            "n": summary.n,
            "unresolved": summary.unresolved,
            "bias_pct": summary.bias_pct,
            "median_abs_error_min": summary.median_abs_error_min,
            "median_abs_error_pct": summary.median_abs_error_pct,
            "p90_abs_error_min": summary.p90_abs_error_min,
            "p90_abs_error_pct": summary.p90_abs_error_pct,
        })
    };
    let modes: serde_json::Map<String, Value> = validation
        .modes()
        .into_iter()
        .map(|mode| (mode.clone(), summary(validation.summary(|row| row.observed.mode == mode))))
        .collect();
    let rows: Vec<Value> = validation
        .rows
        .iter()
        .map(|row| {
            let (simulated, trains, with_changes, reason) = cells(row);
            json!({
                "line": row.observed.line, "from": row.observed.from, "to": row.observed.to, "mode": row.observed.mode,
                "published_min": row.observed.minutes, "simulated_min": simulated,
                "error_min": row.error_minutes(), "error_pct": row.error_per_cent(), "trains": trains, "with_changes_min": with_changes,
                "reason": (!reason.is_empty()).then_some(reason),
            })
        })
        .collect();
    let whole = summary(validation.summary(|_| true));
    let mut value = json!({ "summary": whole, "by_mode": modes, "rows": rows });
    if !promised.is_empty() {
        value["promises"] = promises_json(promised);
    }
    value
}
