//! `tongqu lock`: how long vessels wait before the locks.

mod all;
mod one;

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, ScenarioArgs, not_negative};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::{Problem, nearest};
use crate::kernels::lockage::Pace;
use crate::network::{Lock, Network};
use crate::report::csv::fixed;
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
    #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=10_000))]
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
    let lock = find(&network, name)?;
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
    printer.result(&match args.format {
        Format::Table => answer.text(),
        Format::Csv => String::from_utf8_lossy(&answer.csv()).into_owned(),
        Format::Json => format!("{:#}\n", answer.json()),
    });
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

/// The lock that bears a name, with or without the word for lock.
fn find<'n>(network: &'n Network, name: &str) -> Result<&'n Lock, Problem> {
    let fold = |name: &str| -> String {
        let kept = name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_'));
        kept.flat_map(char::to_lowercase).collect()
    };
    let keys = |lock: &Lock| {
        let bare = [lock.name.trim_end_matches("船闸"), lock.name_en.trim_end_matches(" lock")];
        [&lock.id, &lock.name, &lock.name_en].map(|key| fold(key)).into_iter().chain(bare.map(fold))
    };
    let wanted = fold(name);
    let mut found = network.locks.iter().filter(|lock| keys(lock).any(|key| key == wanted));
    if let Some(lock) = found.next() {
        return Ok(lock);
    }
    let all: Vec<String> = network.locks.iter().flat_map(keys).collect();
    let near = nearest(&wanted, all.iter().map(String::as_str));
    let near =
        near.and_then(|near| network.locks.iter().find(|lock| keys(lock).any(|key| key == near)));
    let help = near.map_or_else(
        || "`tongqu lock` lists all of them".to_owned(),
        |lock| format!("did you mean {}? `tongqu lock` lists all of them", lock.label()),
    );
    Err(Problem::error("unknown-lock", format!("there is no lock `{name}`")).help(help))
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

/// `(demand, capacity)` in 10 000 t of vessels a year.
fn row(
    lock: &Lock,
    run: &str,
    (demand, capacity): (f64, f64),
    year: &LockYear,
    formula: Option<f64>,
) -> Vec<String> {
    vec![
        lock.id.clone(),
        lock.name.clone(),
        run.to_owned(),
        fixed(Some(demand), 0),
        fixed(Some(capacity), 0),
        fixed(Some(demand / capacity * 100.0), 0),
        year.vessels.to_string(),
        fixed(Some(year.mean_wait_h), 2),
        fixed(Some(year.p50_wait_h), 2),
        fixed(Some(year.p90_wait_h), 2),
        fixed(Some(year.max_wait_h), 2),
        fixed(formula, 2),
        fixed(Some(year.mean_queue), 1),
        year.lockages.to_string(),
        year.empty_turns.to_string(),
        fixed(Some(year.busy * 100.0), 0),
        fixed(Some(year.fill * 100.0), 0),
    ]
}
