//! How travel times and accessibility are spread: shares of people within a time, and the Lorenz curve with its Gini.

use super::Drawn;
use super::results::Side;
use super::subject::Subject;
use crate::index::ZoneIdx;
use crate::measures::equity::Distribution;
use crate::report::figure::{Axis, LineChart, Series};

const SIDES: [(Side, &str); 2] = [(Side::Without, "无项目 without"), (Side::With, "有项目 with")];

/// The share of pairs of people that a journey of at most so many minutes joins: of all, and of those of one city.
pub(super) fn travel_times(subject: &Subject<'_>) -> Drawn {
    let zones: Vec<ZoneIdx> = subject.zones().filter(|zone| subject.people(*zone) > 0.0).collect();
    let of_all = |side: Side| -> Vec<(Option<f64>, f64)> {
        let pairs = zones.iter().flat_map(|from| zones.iter().map(move |to| (*from, *to)));
        let weighed = pairs.filter(|(from, to)| from != to).map(|(from, to)| {
            let weight = subject.people(from) * subject.people(to);
            (subject.minutes(side, from, to), weight)
        });
        weighed.collect()
    };
    let of_one = |side: Side, centre: ZoneIdx| -> Vec<(Option<f64>, f64)> {
        let others = zones.iter().filter(|zone| **zone != centre);
        others.map(|to| (subject.minutes(side, centre, *to), subject.people(*to))).collect()
    };
    let mut series = Vec::new();
    let mut add = |side: &str, what: &str, weighed: Vec<(Option<f64>, f64)>| {
        let (points, median) = cumulative(weighed);
        let median = median.map_or_else(|| "—".to_owned(), |median| format!("{median:.0} min"));
        let name = format!("{what}，{side}: 中位数 median {median}");
        series.push(Series { name, points, is_stepped: false });
    };
    for (side, name) in SIDES {
        if let Some(centre) = subject.centre() {
            let city = subject.network().zones[centre.at()].label();
            add(name, &city, of_one(side, centre));
        }
    }
    for (side, name) in SIDES {
        add(name, "全部 all pairs", of_all(side));
    }
    if series.chunks(2).all(|pair| pair[0].points == pair[1].points) {
        return Err("no travel time changes");
    }
    let detail = format!(
        "Pairs of zones weighted by the people at both ends, fastest journey of the day, {}",
        subject.circumstances()
    );
    let edge = cut_off(&mut series);
    Ok(Box::new(LineChart {
        caption: subject
            .caption("旅行时间累积分布 Cumulative distribution of travel times", &detail),
        x: Axis {
            title: "旅行时间 Travel time, min".to_owned(),
            from: Some(0.0),
            to: Some(edge),
            ..Axis::default()
        },
        y: Axis {
            title: "人口对份额 Share of pairs of people within it, %".to_owned(),
            from: Some(0.0),
            to: Some(100.0),
            ..Axis::default()
        },
        series,
        annotations: Vec::new(),
        diagonal: None,
    }))
}

/// Cuts lines off where they reach 99 %, on a whole hour, and says where: the last hundredth would take half the width.
fn cut_off(series: &mut [Series]) -> f64 {
    let is_shown = |point: &&(f64, f64)| point.1 <= 99.0;
    let shown = series.iter().flat_map(|line| line.points.iter().filter(is_shown));
    let edge = (shown.map(|point| point.0).fold(0.0, f64::max) / 60.0).ceil() * 60.0;
    for line in series {
        line.points.retain(|point| point.0 <= edge);
    }
    edge
}

/// Minutes and the share of all weight reached within them, in per cent, minute by minute; and the median.
fn cumulative(mut weighed: Vec<(Option<f64>, f64)>) -> (Vec<(f64, f64)>, Option<f64>) {
    let total: f64 = weighed.iter().map(|(_, weight)| weight).sum();
    weighed.retain(|(minutes, _)| minutes.is_some());
    weighed.sort_by(|a, b| a.0.unwrap_or(0.0).total_cmp(&b.0.unwrap_or(0.0)));
    let (mut sum, mut median, mut points) = (0.0, None, vec![(0.0, 0.0)]);
    for (minutes, weight) in weighed {
        let minutes = minutes.unwrap_or(0.0);
        sum += weight;
        if median.is_none() && sum * 2.0 >= total {
            median = Some(minutes);
        }
        let share = (minutes.ceil(), sum / total * 100.0);
        match points.last_mut() {
            Some(last) if last.0 >= share.0 => last.1 = share.1,
            Some(_) | None => points.push(share),
        }
    }
    (points, median)
}

/// Who has how much economic potential: the people with the least first.
pub(super) fn lorenz(subject: &Subject<'_>) -> Drawn {
    let Some(table) = subject.table("economic_potential") else {
        return Err("the measure is not there");
    };
    let mut series = Vec::new();
    for (side, name) in SIDES {
        let held: Vec<(f64, f64)> = table
            .rows
            .iter()
            .filter(|row| subject.is_part(row.zone))
            .filter_map(|row| {
                let value = if side == Side::Without { row.without } else { row.with };
                Some((value?, subject.people(row.zone)))
            })
            .collect();
        let (values, people): (Vec<f64>, Vec<f64>) = held.into_iter().unzip();
        let spread = Distribution::weighted(&values, &people).ok();
        let curve = spread.as_ref().and_then(|spread| Some((spread.lorenz()?, spread.gini()?)));
        let Some((curve, gini)) = curve else { return Err("nobody has any economic potential") };
        series.push(Series {
            name: format!("{name}: 基尼系数 Gini {gini:.4}"),
            points: curve
                .iter()
                .map(|point| (point.population * 100.0, point.value * 100.0))
                .collect(),
            is_stepped: false,
        });
    }
    if series[0].points == series[1].points {
        return Err("the economic potential of nobody changes");
    }
    let detail = format!(
        "Economic potential of the counties and districts of the study area by their people, {}",
        subject.circumstances()
    );
    let per_cent = |title: &str| Axis {
        title: title.to_owned(),
        from: Some(0.0),
        to: Some(100.0),
        ..Axis::default()
    };
    Ok(Box::new(LineChart {
        caption: subject.caption("洛伦兹曲线 Lorenz curve of economic potential", &detail),
        x: per_cent("人口累计份额 Share of people, those with the least first, %"),
        y: per_cent("经济潜力累计份额 Share of economic potential, %"),
        series,
        annotations: Vec::new(),
        diagonal: Some("完全平等 equality".to_owned()),
    }))
}
