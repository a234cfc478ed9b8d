//! How efficiency falls as more and more of a network goes.

use crate::report::figure::{Axis, Caption, LineChart, Series};

/// A way of taking elements away.
#[derive(Debug, Clone, PartialEq)]
pub struct ResilienceCurve {
    /// What is taken away in which order: `random, without`.
    pub name: String,
    /// Elements taken away, in per cent, and the efficiency that is left.
    pub points: Vec<(f64, f64)>,
}

/// A line for each.
pub fn resilience(curves: &[ResilienceCurve]) -> LineChart {
    let series = curves.iter().map(|curve| Series {
        name: curve.name.clone(),
        points: curve.points.clone(),
        is_stepped: false,
    });
    LineChart {
        caption: Caption::new(
            "韧性曲线 Resilience curves",
            "Efficiency that is left when elements are taken away one after the other",
            format!("Source: Tongqu {}; simulated", env!("CARGO_PKG_VERSION")),
        ),
        x: Axis {
            title: "失效要素份额 Elements taken away, %".to_owned(),
            from: Some(0.0),
            ..Axis::default()
        },
        y: Axis { title: "效率 Efficiency".to_owned(), from: Some(0.0), ..Axis::default() },
        series: series.collect(),
        annotations: Vec::new(),
        diagonal: None,
    }
}
