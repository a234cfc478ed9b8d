//! All locks, a year each.

use super::{Line, LockArgs, demand, written};
use crate::cli::Failure;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::kernels::lockage::Pace;
use crate::network::{Lock, Network};
use crate::report::csv::fixed;
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
    let lines = simulated.iter().filter_map(|it| {
        let (traffic, year) = it.found.as_ref().ok()?;
        Some(Line {
            lock: it.lock,
            run: "usual",
            demand_wan_t: it.demand_wan_t,
            capacity_wan_t: traffic.capacity_wan_t,
            year,
            formula_h: formula_wait_h(network, it.lock, it.demand_wan_t),
        })
    });
    let lines: Vec<Line<'_>> = lines.collect();
    printer.result(&written(&lines, args.format, || text(&simulated, &lines)));
    Ok(())
}

fn text(simulated: &[Simulated<'_>], lines: &[Line<'_>]) -> String {
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
    let line = |line: &Line<'_>| {
        vec![
            line.lock.label(),
            fixed(Some(line.demand_wan_t), 0),
            fixed(Some(line.capacity_wan_t), 0),
            fixed(Some(line.use_pct()), 0),
            fixed(Some(line.year.mean_wait_h), 2),
            fixed(Some(line.year.p90_wait_h), 2),
            fixed(line.formula_h, 2),
            fixed(line.formula_error_pct(), 0),
            fixed(Some(line.year.mean_queue), 1),
            fixed(Some(line.year.busy * 100.0), 0),
            fixed(Some(line.year.fill * 100.0), 0),
        ]
    };
    let mut text = table(&header, lines.iter().map(line), 10);
    for it in simulated {
        if let Err(reason) = &it.found {
            text += &format!("left out: {reason}\n");
        }
    }
    text + "\nWaits are before the lockage, mean and 90th percentile; voyages are computed with `formula`.\n"
}
