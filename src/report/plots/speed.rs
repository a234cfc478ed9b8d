//! How many times as fast as Dijkstra's search the others are.

use crate::report::figure::{Bar, Caption, Ramp, RankedBars};

/// A method at a task, beside Dijkstra's search at the same.
#[derive(Debug, Clone, PartialEq)]
pub struct SpeedUp {
    /// `one to all, phast`.
    pub name: String,
    /// Dijkstra's time over the method's.
    pub times: f64,
}

/// A bar for each.
pub fn speed(rows: &[SpeedUp], machine: &str, network: &str) -> RankedBars {
    let bar = |row: &SpeedUp| Bar { label: row.name.clone(), value: row.times, is_marked: false };
    RankedBars {
        caption: Caption::new(
            "Road searches beside Dijkstra's",
            machine,
            format!("Source: Tongqu {}, network {network}; measured", env!("CARGO_PKG_VERSION")),
        ),
        axis: "速度倍数 Times as fast as Dijkstra's search (each step ten times)".to_owned(),
        ramp: Ramp::Sequential,
        marked: String::new(),
        is_logarithmic: true,
        bars: rows.iter().map(bar).collect(),
    }
}
