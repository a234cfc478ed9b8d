//! The queue before a lock: over the days, and against demand.

use crate::network::Lock;
use crate::report::figure::{Axis, Caption, LineChart, Series};
use crate::study::{LockPoint, LockYear};

/// Which lock, and what comes to it.
#[derive(Debug, Clone, Copy)]
pub struct LockSubject<'a> {
    /// The lock.
    pub lock: &'a Lock,
    /// Name of the network.
    pub dataset: &'a str,
    /// What comes, in 10 000 t of vessels a year.
    pub demand_wan_t: f64,
    /// What can pass.
    pub capacity_wan_t: f64,
}

impl LockSubject<'_> {
    fn caption(&self, title: &str, subtitle: String) -> Caption {
        Caption::new(
            format!("{title}\n{}", self.lock.label()),
            subtitle,
            format!(
                "Source: Tongqu {}, network {}; simulated",
                env!("CARGO_PKG_VERSION"),
                self.dataset
            ),
        )
    }
}

fn line(name: &str, points: Vec<(f64, f64)>) -> Series {
    Series { name: name.to_owned(), points, is_stepped: false }
}

/// Vessels waiting at the end of each day, as usual and with chambers out of service.
pub fn lock_queue(subject: &LockSubject<'_>, runs: &[(&str, &LockYear)]) -> LineChart {
    let series = runs.iter().rev().map(|(name, year)| {
        let points = year.by_day.iter().enumerate();
        let points = points.map(|(day, it)| ((day + 1) as f64, f64::from(it.waiting))).collect();
        let name = match *name {
            "usual" => "平常 as usual",
            _ => "闸室停航 with the outage",
        };
        line(name, points)
    });
    let subtitle = format!(
        "Vessels waiting at the end of each day; {:.0} × 10,000 t of vessels a year come, {:.0} can pass",
        subject.demand_wan_t, subject.capacity_wan_t
    );
    LineChart {
        caption: subject.caption("待闸船舶 Vessels waiting before the lock", subtitle),
        x: Axis { title: "日 Day".to_owned(), from: Some(0.0), ..Axis::default() },
        y: Axis {
            title: "待闸船舶 Vessels waiting".to_owned(),
            from: Some(0.0),
            ..Axis::default()
        },
        series: series.collect(),
        annotations: Vec::new(),
        diagonal: None,
    }
}

/// The longest mean wait a curve shows, in hours: above capacity it grows with the days simulated.
const LONGEST_H: f64 = 24.0;

/// Mean wait and 90th percentile against demand, with the formula.
pub fn lock_curve(subject: &LockSubject<'_>, curve: &[LockPoint]) -> LineChart {
    let points = |of: &dyn Fn(&LockPoint) -> Option<f64>| {
        let points = curve.iter().filter_map(|point| Some((point.demand_wan_t, of(point)?)));
        points.filter(|(_, hours)| *hours <= LONGEST_H).collect()
    };
    let subtitle = format!(
        "{:.0} × 10,000 t of vessels a year can pass; today {:.0}; waits above {LONGEST_H:.0} h not shown",
        subject.capacity_wan_t, subject.lock.throughput_vessel_wan_t
    );
    LineChart {
        caption: subject.caption("待闸时间与需求 Wait against demand", subtitle),
        x: Axis {
            title: "船舶吨位 Vessels, 10,000 t a year".to_owned(),
            from: Some(0.0),
            ..Axis::default()
        },
        y: Axis {
            title: "待闸时间 Wait, hours".to_owned(), from: Some(0.0), ..Axis::default()
        },
        series: vec![
            line("平均 mean", points(&|point| Some(point.year.mean_wait_h))),
            line("第90百分位 90th percentile", points(&|point| Some(point.year.p90_wait_h))),
            line("公式 mean by formula", points(&|point| point.formula_h)),
        ],
        annotations: Vec::new(),
        diagonal: None,
    }
}
