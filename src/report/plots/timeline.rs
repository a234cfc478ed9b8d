//! A figure of the network over the years.

use crate::report::figure::{Annotation, Axis, Caption, LineChart, Series};
use crate::study::{Figures, Year};

/// Weighted average travel time and mean travel time year by year, with the projects named at their years.
pub fn timeline(years: &[Year], names: impl Fn(&str) -> String, network: &str) -> LineChart {
    let points = |value: fn(&Figures) -> f64, mode: usize| -> Vec<(f64, f64)> {
        years
            .iter()
            .filter_map(|year| Some((f64::from(year.year), value(year.figures.get(mode)?))))
            .filter(|(_, value)| value.is_finite())
            .collect()
    };
    let modes = years.first().map_or(0, |year| year.figures.len());
    let mut series = Vec::new();
    for mode in 0..modes {
        let name = years[0].figures[mode].mode.name();
        series.push(Series {
            name: format!("加权平均旅行时间 weighted average travel time, {name}"),
            points: points(|figures| figures.watt_minutes, mode),
            is_stepped: true,
        });
        series.push(Series {
            name: format!("人口加权平均时间 mean time weighted by people, {name}"),
            points: points(|figures| figures.weighted_mean_minutes, mode),
            is_stepped: true,
        });
    }
    let annotations = years
        .iter()
        .filter(|year| !year.opened.is_empty())
        .map(|year| Annotation { x: f64::from(year.year), text: text(&year.opened, &names) })
        .collect();
    LineChart {
        caption: Caption::new(
            "Travel time as projects open",
            "Mean of the counties and districts of the study area at the end of each year; projects named at the year they open",
            format!("Source: Tongqu {}, network {network}; simulated", env!("CARGO_PKG_VERSION")),
        ),
        x: Axis { title: "年 Year".to_owned(), is_years: true, ..Axis::default() },
        y: Axis { title: "分钟 Minutes".to_owned(), ..Axis::default() },
        series,
        annotations,
        diagonal: None,
    }
}

/// At most two names, and how many more.
fn text(opened: &[String], names: &impl Fn(&str) -> String) -> String {
    let shown: Vec<String> = opened.iter().take(2).map(|id| names(id)).collect();
    let more = opened.len() - shown.len();
    if more == 0 { shown.join("、") } else { format!("{} +{more}", shown.join("、")) }
}
