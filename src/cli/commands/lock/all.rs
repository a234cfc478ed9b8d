//! All locks, a year each.

use super::{CSV, LockArgs, demand, row};
use crate::cli::Failure;
use crate::cli::args::Format;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::kernels::lockage::Pace;
use crate::network::{Lock, Network};
use crate::report::csv::{fixed, to_csv};
use crate::report::tables::table;
use crate::study::{LockQuestion, LockYear, formula_wait_h, lock_year};
use crate::supply::{LockTraffic, NoTraffic};
use rayon::prelude::*;

/// A lock with its year, or why it has none.
struct Simulated<'n> {
    lock: &'n Lock,
    demand_wan_t: f64,
    found: Result<(LockTraffic, LockYear), NoTraffic>,
}

pub(super) fn run(
    args: &LockArgs,
    network: &Network,
    paces: &[Pace; 2],
    printer: &mut Printer,
) -> Result<(), Failure> {
    let demands = network.locks.iter().map(|lock| demand(args, lock));
    let demands: Vec<f64> = demands.collect::<Result<_, _>>()?;
    let simulate = |(lock, demand_wan_t): (&'_ Lock, f64)| {
        let question = LockQuestion {
            demand_wan_t,
            paces: paces.clone(),
            days: args.days,
            outages: Vec::new(),
            seed: args.seed,
        };
        let traffic = LockTraffic::new(network, lock)?;
        let year = lock_year(&traffic, &question);
        Ok((traffic, year))
    };
    let simulated = network.locks.par_iter().zip(demands).map(|(lock, demand_wan_t)| {
        let found = simulate((lock, demand_wan_t));
        Simulated { lock, demand_wan_t, found }
    });
    let simulated: Vec<Simulated<'_>> = simulated.collect();
    printer.stage("simulate");
    let missing = simulated.iter().find_map(|it| match &it.found {
        Err(NoTraffic::Missing(missing)) => Some(missing.clone()),
        _ => None,
    });
    if let Some(missing) = missing {
        return Err(Problem::from(missing).into());
    }
    let rows = simulated.iter().filter_map(|it| {
        let (traffic, year) = it.found.as_ref().ok()?;
        let formula = formula_wait_h(network, it.lock, it.demand_wan_t);
        Some(row(it.lock, "usual", (it.demand_wan_t, traffic.capacity_wan_t), year, formula))
    });
    let rows: Vec<Vec<String>> = rows.collect();
    printer.result(&match args.format {
        Format::Table => text(&simulated, &rows),
        Format::Csv => String::from_utf8_lossy(&to_csv(&CSV, rows)).into_owned(),
        Format::Json => json(&rows),
    });
    Ok(())
}

fn json(rows: &[Vec<String>]) -> String {
    let object = |row: &Vec<String>| {
        let cells = CSV.iter().zip(row).map(|(name, cell)| {
            let number = cell.parse::<f64>().map(serde_json::Value::from);
            ((*name).to_owned(), number.unwrap_or_else(|_| cell.as_str().into()))
        });
        serde_json::Value::Object(cells.collect())
    };
    format!("{:#}\n", serde_json::Value::Array(rows.iter().map(object).collect()))
}

fn text(simulated: &[Simulated<'_>], rows: &[Vec<String>]) -> String {
    let header = [
        "lock",
        "10⁴ t a year",
        "can pass",
        "use %",
        "mean wait h",
        "p90 h",
        "formula h",
        "error %",
        "mean queue",
        "busy %",
        "full %",
    ];
    let found = simulated.iter().filter(|it| it.found.is_ok());
    let lines = found.zip(rows).map(|(it, row)| {
        let number = |at: usize| row[at].parse::<f64>().ok();
        let error = number(11).zip(number(7)).map(|(formula, wait)| (formula / wait - 1.0) * 100.0);
        vec![
            it.lock.label(),
            row[3].clone(),
            row[4].clone(),
            row[5].clone(),
            row[7].clone(),
            row[9].clone(),
            row[11].clone(),
            fixed(error, 0),
            row[12].clone(),
            row[15].clone(),
            row[16].clone(),
        ]
    });
    let mut text = table(&header, lines, 10);
    for it in simulated {
        if let Err(reason) = &it.found {
            text += &format!("left out: {reason}\n");
        }
    }
    text + "\nWaits are before the lockage, mean and 90th percentile; voyages are computed with `formula`.\n"
}
