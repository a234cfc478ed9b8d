//! One lock: as usual, with chambers out of service, against demand.

use super::{Line, csv};
use crate::cli::Failure;
use crate::diagnostic::Problem;
use crate::network::{Lock, Network};
use crate::output::OutputDir;
use crate::report::csv::{fixed, to_csv};
use crate::report::figure::Font;
use crate::report::plots;
use crate::report::tables::table;
use crate::study::{LockPoint, LockQuestion, LockYear, formula_wait_h};
use crate::supply::LockTraffic;
use std::path::Path;

/// A run with its name.
pub(super) struct Run {
    name: &'static str,
    year: LockYear,
}

impl Run {
    pub(super) fn new(name: &'static str, year: LockYear) -> Self {
        Self { name, year }
    }
}

/// A lock and what happened there.
pub(super) struct Answer<'n> {
    pub(super) network: &'n Network,
    pub(super) lock: &'n Lock,
    pub(super) traffic: LockTraffic,
    pub(super) question: LockQuestion,
    pub(super) runs: Vec<Run>,
    pub(super) curve: Vec<LockPoint>,
}

const QUEUE: [&str; 7] = [
    "run",
    "day",
    "arrived_vessels",
    "waiting_vessels",
    "waiting_tows",
    "waiting_t",
    "mean_wait_h",
];

impl Answer<'_> {
    fn formula(&self) -> Option<f64> {
        formula_wait_h(self.network, self.lock, self.question.demand_wan_t)
    }

    /// Runs, then the points of the curve.
    pub(super) fn lines(&self) -> Vec<Line<'_>> {
        let line = |run, demand_wan_t, year, formula_h| Line {
            lock: self.lock,
            run,
            demand_wan_t,
            capacity_wan_t: self.traffic.capacity_wan_t,
            year,
            formula_h,
        };
        let runs = self.runs.iter().map(|run| {
            let formula_h = self.formula().filter(|_| run.name == "usual");
            line(run.name, self.question.demand_wan_t, &run.year, formula_h)
        });
        let points = self.curve.iter();
        let points =
            points.map(|point| line("curve", point.demand_wan_t, &point.year, point.formula_h));
        runs.chain(points).collect()
    }

    pub(super) fn write(&self, out: &Path) -> Result<(), Failure> {
        let mut folder = OutputDir::new(out);
        let lines = self.lines();
        let (runs, points) = lines.split_at(self.runs.len());
        folder.add("lock.csv", csv(runs));
        if !points.is_empty() {
            folder.add("lock_curve.csv", csv(points));
        }
        folder.add("queue.csv", self.queue());
        let subject = plots::LockSubject {
            lock: self.lock,
            dataset: &self.network.config.dataset_name,
            demand_wan_t: self.question.demand_wan_t,
            capacity_wan_t: self.traffic.capacity_wan_t,
        };
        let years: Vec<(&str, &LockYear)> =
            self.runs.iter().map(|run| (run.name, &run.year)).collect();
        let mut figures = vec![("queue", plots::lock_queue(&subject, &years))];
        if !self.curve.is_empty() {
            figures.push(("lock_curve", plots::lock_curve(&subject, &self.curve)));
        }
        for (name, figure) in figures {
            let drawn = plots::files(name, &figure, &Font::embedded())
                .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
            for (name, bytes) in drawn {
                folder.add(name, bytes);
            }
        }
        folder.finish()?;
        Ok(())
    }

    fn queue(&self) -> Vec<u8> {
        let days = self.runs.iter().flat_map(|run| {
            run.year.by_day.iter().enumerate().map(|(day, it)| {
                [
                    run.name.to_owned(),
                    (day + 1).to_string(),
                    it.arrived.to_string(),
                    it.waiting.to_string(),
                    it.waiting_tows.to_string(),
                    fixed(Some(it.waiting_t), 0),
                    fixed(it.mean_wait_h, 2),
                ]
            })
        });
        to_csv(&QUEUE, days)
    }

    pub(super) fn text(&self, lines: &[Line<'_>]) -> String {
        let (runs, points) = lines.split_at(self.runs.len());
        let lock = self.lock;
        let kinds = self.traffic.kinds.iter();
        let kinds = kinds.map(|kind| format!("{} {:.1} %", kind.mode, kind.share * 100.0));
        let kinds: Vec<String> = kinds.collect();
        let chambers = lock.chambers.len();
        let head = format!(
            "{}: {chambers} chamber{}, {} min a lockage; {:.0}×10⁴ t of vessels a year come, {:.0} can pass ({:.0} %)\nvessels: {}\n\n",
            lock.label(),
            if chambers == 1 { "" } else { "s" },
            lock.lockage_min,
            self.question.demand_wan_t,
            self.traffic.capacity_wan_t,
            self.question.demand_wan_t / self.traffic.capacity_wan_t * 100.0,
            kinds.join(", "),
        );
        let formula = match runs[0].formula_h.zip(runs[0].formula_error_pct()) {
            Some((hours, error)) if error.is_finite() => format!(
                "\nVoyages are computed with a mean wait of {hours:.2} h, by formula: {error:+.0} % of the simulated one.\n"
            ),
            Some(_) => String::new(),
            None => {
                "\nMore comes than 98 % of what can pass: the queue grows, and no formula holds.\n"
                    .to_owned()
            }
        };
        head + &self.runs_table() + &formula + &curve_table(points)
    }

    fn runs_table(&self) -> String {
        let header = [
            "run",
            "vessels",
            "mean wait h",
            "median h",
            "p90 h",
            "longest h",
            "mean queue",
            "longest queue",
            "on day",
            "lockages",
            "busy %",
            "full %",
        ];
        let line = |run: &Run| {
            let (day, longest) = run.year.longest_queue();
            [
                run.name.to_owned(),
                run.year.vessels.to_string(),
                fixed(Some(run.year.mean_wait_h), 2),
                fixed(Some(run.year.p50_wait_h), 2),
                fixed(Some(run.year.p90_wait_h), 2),
                fixed(Some(run.year.max_wait_h), 1),
                fixed(Some(run.year.mean_queue), 1),
                longest.waiting.to_string(),
                (day + 1).to_string(),
                run.year.lockages.to_string(),
                fixed(Some(run.year.busy * 100.0), 0),
                fixed(Some(run.year.fill * 100.0), 0),
            ]
        };
        table(&header, self.runs.iter().map(|run| line(run).to_vec()), 11)
    }
}

fn curve_table(points: &[Line<'_>]) -> String {
    if points.is_empty() {
        return String::new();
    }
    let header =
        ["use %", "10⁴ t a year", "mean wait h", "p90 h", "mean queue", "formula h", "error %"];
    let line = |point: &Line<'_>| {
        vec![
            fixed(Some(point.use_pct()), 0),
            fixed(Some(point.demand_wan_t), 0),
            fixed(Some(point.year.mean_wait_h), 2),
            fixed(Some(point.year.p90_wait_h), 2),
            fixed(Some(point.year.mean_queue), 1),
            fixed(point.formula_h, 2),
            fixed(point.formula_error_pct(), 0),
        ]
    };
    format!("\nWait against demand\n{}", table(&header, points.iter().map(line), 7))
}
