//! `tongqu lock`: how long vessels wait before the locks.

mod all;
mod one;

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, ScenarioArgs, not_negative};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::kernels::lockage::Pace;
use crate::network::{Lock, find_lock};
use crate::report::csv::{fixed, to_csv};
use crate::study::{ChamberOutage, LockQuestion, LockYear, lock_curve, lock_year};
use crate::supply::{LockTraffic, NoTraffic};
use clap::Args;
use one::{Answer, Run};
use std::path::PathBuf;

/// What can be typed after `tongqu lock`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:  tongqu lock\n           tongqu lock 皂河 --outage 3:30:32 --days 120 --out out/zaohe\n           tongqu lock hanzhuang --growth 1.3 --with hanzhuang-second-lock\n           tongqu lock 淮安 --curve"
)]
pub(in crate::cli) struct LockArgs {
    /// The lock: Chinese, English, pinyin or its id; all locks if not given
    lock: Option<String>,
    /// What comes in a year, in 10,000 t of vessels both ways; today's throughput if not given
    #[arg(long, value_name = "WAN_T", conflicts_with = "growth", value_parser = not_negative)]
    demand: Option<f64>,
    /// What comes as a multiple of today's throughput
    #[arg(long, value_name = "FACTOR", value_parser = not_negative)]
    growth: Option<f64>,
    /// A chamber out of service: its number in `lock.csv` from 1 or `all`, the first day without it from 1, for how many days
    #[arg(long, value_name = "CHAMBER:DAY:DAYS", requires = "lock")]
    outage: Vec<String>,
    /// Days to simulate, after 30 days to fill the queue
    #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3000))]
    days: u32,
    /// Traffic of the twelve months, each as a multiple of any common figure
    #[arg(long, value_name = "F,…", value_delimiter = ',', num_args = 1)]
    months: Vec<f64>,
    /// Traffic of the twenty-four hours, likewise
    #[arg(long, value_name = "F,…", value_delimiter = ',', num_args = 1)]
    hours: Vec<f64>,
    /// Where the random numbers start: the same vessels come for the same seed, whatever the demand
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Also the wait against demand, from a tenth of the capacity to more than passes
    #[arg(long, requires = "lock")]
    curve: bool,
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Folder to write `lock.csv`, `queue.csv`, `lock_curve.csv` and figures into
    #[arg(long, value_name = "DIR", requires = "lock")]
    out: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// Shares of the capacity that a curve is of.
const USES: [f64; 14] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05];

pub(in crate::cli) fn run(
    args: &LockArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let network = world.network_of(&args.scenario)?;
    printer.stage("apply the projects");
    let paces = [pace("--months", &args.months, 12)?, pace("--hours", &args.hours, 24)?];
    if network.locks.is_empty() {
        let problem = Problem::error("no-locks", "the network has no locks");
        return Err(problem.help("a network with lock.csv").into());
    }
    let Some(name) = &args.lock else {
        return all::run(args, &network, &paces, printer);
    };
    let lock = find_lock(&network, name).map_err(|error| {
        Problem::error("unknown-lock", error.to_string()).help("`tongqu lock` lists all of them")
    })?;
    let traffic = LockTraffic::new(&network, lock).map_err(problem)?;
    let question = LockQuestion {
        demand_wan_t: demand(args, lock)?,
        paces,
        days: args.days,
        outages: Vec::new(),
        seed: args.seed,
    };
    let outages = args.outage.iter().map(|text| outage(text, lock, args.days));
    let outages: Vec<ChamberOutage> = outages.collect::<Result<_, _>>()?;
    let mut runs = vec![Run::new("usual", lock_year(&traffic, &question))];
    if !outages.is_empty() {
        let without = LockQuestion { outages, ..question.clone() };
        runs.push(Run::new("outage", lock_year(&traffic, &without)));
    }
    let curve = if args.curve {
        lock_curve(&network, lock, &traffic, &question, &USES)
    } else {
        Vec::new()
    };
    printer.stage("simulate");
    let answer = Answer { network: &network, lock, traffic, question, runs, curve };
    if let Some(out) = &args.out {
        answer.write(out)?;
        printer.stage("draw and write");
        printer.note(&format!("written to {}", out.display()));
    }
    let lines = answer.lines();
    printer.result(&written(&lines, args.format, || answer.text(&lines)));
    Ok(())
}

fn problem(error: NoTraffic) -> Problem {
    match error {
        NoTraffic::Missing(missing) => missing.into(),
        NoTraffic::Open(_) | NoTraffic::NoVessel(_) => {
            Problem::error("no-queue", error.to_string())
                .help("`tongqu lock` lists the locks that have one")
        }
    }
}

fn pace(flag: &str, factors: &[f64], count: usize) -> Result<Pace, Problem> {
    if factors.is_empty() {
        return Ok(Pace::even());
    }
    // A twelfth of a year is no whole number of days, but one of seconds.
    let period = if count == 12 { 365 * 86_400 / 12 } else { 3600 };
    let pace = Pace::new(period, factors).filter(|_| factors.len() == count);
    pace.ok_or_else(|| {
        Problem::error("wrong-count", format!("{flag} does not say how traffic varies"))
            .help(format!("{count} numbers of 0 or more, separated by commas, not all 0"))
    })
}

fn demand(args: &LockArgs, lock: &Lock) -> Result<f64, Problem> {
    let demand = match (args.demand, args.growth) {
        (Some(demand), _) => demand,
        (None, growth) => lock.throughput_vessel_wan_t * growth.unwrap_or(1.0),
    };
    // What takes ten times the capacity fills memory with vessels that never pass.
    let most = 10.0 * lock.practical_capacity_vessel_wan_t;
    if demand >= 0.0 && demand <= most {
        return Ok(demand);
    }
    let message = format!("{demand} is no demand of {}", lock.label());
    Err(Problem::error("out-of-range", message)
        .help(format!("0 to {most:.0}, ten times its capacity, in 10,000 t of vessels a year")))
}

fn outage(text: &str, lock: &Lock, days: u32) -> Result<ChamberOutage, Problem> {
    let parts: Vec<&str> = text.split(':').collect();
    let read = || {
        let [chamber, from, long] = parts[..] else { return None };
        let chamber = match chamber {
            "all" => None,
            number => Some(number.parse::<usize>().ok()?.checked_sub(1)?),
        };
        let from_day = from.parse::<u32>().ok()?.checked_sub(1)?;
        let long = long.parse::<u32>().ok().filter(|long| *long > 0)?;
        let is_there = chamber.is_none_or(|chamber| chamber < lock.chambers.len());
        let ends = from_day.checked_add(long)? <= days;
        (is_there && ends).then_some(ChamberOutage { chamber, from_day, days: long })
    };
    read().ok_or_else(|| {
        let chambers = lock.chambers.len();
        Problem::error("wrong-outage", format!("`{text}` is no outage of {}", lock.label())).help(
            format!("CHAMBER:DAY:DAYS, such as 1:30:14: a chamber of 1 to {chambers} or `all`, days within the {days} simulated"),
        )
    })
}

const CSV: [&str; 17] = [
    "lock_id",
    "lock_name",
    "run",
    "demand_wan_t_per_year",
    "capacity_wan_t_per_year",
    "use_pct",
    "vessels",
    "mean_wait_h",
    "p50_wait_h",
    "p90_wait_h",
    "max_wait_h",
    "formula_wait_h",
    "mean_queue_vessels",
    "lockages",
    "empty_turns",
    "busy_pct",
    "fill_pct",
];

/// A simulated year at a lock, as one line of a table.
struct Line<'a> {
    lock: &'a Lock,
    /// `usual`, `outage` or `curve`.
    run: &'static str,
    demand_wan_t: f64,
    capacity_wan_t: f64,
    year: &'a LockYear,
    /// The mean wait by the formula in hours, where it holds.
    formula_h: Option<f64>,
}

impl Line<'_> {
    fn use_pct(&self) -> f64 {
        self.demand_wan_t / self.capacity_wan_t * 100.0
    }

    /// By how many per cent the formula is off the simulated wait.
    fn formula_error_pct(&self) -> Option<f64> {
        self.formula_h.map(|hours| (hours / self.year.mean_wait_h - 1.0) * 100.0)
    }

    fn cells(&self) -> [String; 17] {
        let year = self.year;
        [
            self.lock.id.clone(),
            self.lock.name.clone(),
            self.run.to_owned(),
            fixed(Some(self.demand_wan_t), 0),
            fixed(Some(self.capacity_wan_t), 0),
            fixed(Some(self.use_pct()), 0),
            year.vessels.to_string(),
            fixed(Some(year.mean_wait_h), 2),
            fixed(Some(year.p50_wait_h), 2),
            fixed(Some(year.p90_wait_h), 2),
            fixed(Some(year.max_wait_h), 2),
            fixed(self.formula_h, 2),
            fixed(Some(year.mean_queue), 1),
            year.lockages.to_string(),
            year.empty_turns.to_string(),
            fixed(Some(year.busy * 100.0), 0),
            fixed(Some(year.fill * 100.0), 0),
        ]
    }

    fn json(&self) -> serde_json::Value {
        let year = self.year;
        let (day, longest) = year.longest_queue();
        serde_json::json!({
            "lock": self.lock.id, "name": self.lock.label(), "run": self.run,
            "demand_wan_t_per_year": self.demand_wan_t, "capacity_wan_t_per_year": self.capacity_wan_t,
            "vessels": year.vessels, "mean_wait_h": year.mean_wait_h, "p50_wait_h": year.p50_wait_h,
            "p90_wait_h": year.p90_wait_h, "max_wait_h": year.max_wait_h, "formula_wait_h": self.formula_h,
            "mean_queue_vessels": year.mean_queue, "longest_queue_vessels": longest.waiting,
            "longest_queue_day": day + 1, "lockages": year.lockages, "empty_turns": year.empty_turns,
            "busy": year.busy, "fill": year.fill, "passed_wan_t_per_year": year.passed_wan_t,
        })
    }
}

/// Lines as text for other programs.
fn written(lines: &[Line<'_>], format: Format, table: impl FnOnce() -> String) -> String {
    match format {
        Format::Table => table(),
        Format::Csv => String::from_utf8_lossy(&csv(lines)).into_owned(),
        Format::Json => {
            format!("{:#}\n", lines.iter().map(Line::json).collect::<serde_json::Value>())
        }
    }
}

fn csv(lines: &[Line<'_>]) -> Vec<u8> {
    to_csv(&CSV, lines.iter().map(Line::cells))
}
