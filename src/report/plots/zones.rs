//! Maps of the weighted average travel time of every county and district: its change, and both sides.

use super::Drawn;
use super::areas;
use super::results::Side;
use super::subject::Subject;
use crate::index::ZoneIdx;
use crate::report::figure::{Caption, Flows, MapFigure, Ramp, ValueScale};
use crate::report::tables::signed;
use crate::study::AccessibilityRow;

/// Minutes: a change of less is none.
const NOISE: f64 = 0.05;

const NOBODY: &str = "no zone of the study area can be reached";

/// The change of each zone's weighted average travel time, in minutes.
pub(super) fn change(subject: &Subject<'_>) -> Drawn {
    let mut changes: Vec<(ZoneIdx, f64)> =
        rows(subject).iter().filter_map(|row| Some((row.zone, row.with? - row.without?))).collect();
    let faster = changes.iter().filter(|(_, change)| *change <= -NOISE).count();
    let slower = changes.iter().filter(|(_, change)| *change >= NOISE).count();
    if faster + slower == 0 {
        return Err("the weighted average travel time of no zone changes by 0.05 min or more");
    }
    // The more a place changes, the earlier it gets its name.
    changes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    let detail = format!(
        "With less without, {}; of {} counties and districts {faster} are nearer to the others and {slower} farther, \
         by 0.05 min or more",
        subject.circumstances(),
        changes.len(),
    );
    let scale = ValueScale::changes(
        "变化 Change in weighted average travel time, min",
        Ramp::LessIsBetter,
        changes.iter().map(|(_, change)| *change),
        NOISE,
    );
    let caption =
        subject.caption("加权平均旅行时间变化 Change in weighted average travel time", &detail);
    let (most, minutes) = changes[0];
    let place = subject.network().zones[most.at()].label();
    let notes = vec![
        "Blue: shorter; orange: longer; palest: no change to speak of.".to_owned(),
        format!("Largest change: {place}, {}.", signed(Some(minutes), 1, " min")),
        WEIGHTS.to_owned(),
    ];
    Ok(Box::new(map(subject, caption, scale, &changes, notes)))
}

/// The change of each zone's weighted average travel time, in per cent of that without; positive is shorter.
pub(super) fn change_rate(subject: &Subject<'_>) -> Drawn {
    let rates = rows(subject).into_iter().filter_map(|row| Some((row.zone, row.change_rate?)));
    let mut rates: Vec<(ZoneIdx, f64)> = rates.collect();
    let shorter = rates.iter().filter(|(_, rate)| *rate >= NOISE).count();
    let longer = rates.iter().filter(|(_, rate)| *rate <= -NOISE).count();
    if shorter + longer == 0 {
        return Err("the weighted average travel time of no zone changes by 0.05 % or more");
    }
    rates.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    let detail = format!(
        "By how much the average is shorter, in per cent of that without, {}; {shorter} of {} counties and districts \
         gain and {longer} lose 0.05 % or more",
        subject.circumstances(),
        rates.len(),
    );
    let scale = ValueScale::changes(
        "加权平均旅行时间变化率 Change rate of weighted average travel time, %",
        Ramp::MoreIsBetter,
        rates.iter().map(|(_, rate)| *rate),
        NOISE,
    );
    let (most, rate) = rates[0];
    let place = subject.network().zones[most.at()].label();
    let notes = vec![
        "Blue: shorter; orange: longer; palest: no change to speak of.".to_owned(),
        format!("Largest: {place}, {}.", signed(Some(rate), 1, " %")),
        WEIGHTS.to_owned(),
    ];
    let caption = subject
        .caption("加权平均旅行时间变化率 Change rate of weighted average travel time", &detail);
    Ok(Box::new(map(subject, caption, scale, &rates, notes)))
}

/// Each zone's weighted average travel time on one side; the classes are those of both.
pub(super) fn watt(subject: &Subject<'_>, side: Side) -> Drawn {
    let rows = rows(subject);
    let (zh, words, of) = match side {
        Side::Without => {
            ("无项目", "without", (|row| row.without) as fn(&AccessibilityRow) -> Option<f64>)
        }
        Side::With => ("有项目", "with", (|row| row.with) as fn(&AccessibilityRow) -> Option<f64>),
    };
    let values: Vec<(ZoneIdx, f64)> =
        rows.iter().filter_map(|row| Some((row.zone, of(row)?))).collect();
    if values.is_empty() {
        return Err(NOBODY);
    }
    let detail = format!(
        "From each zone to all others, {}; same classes without and with the project",
        subject.circumstances(),
    );
    let (scale, beyond) = common_scale(&rows);
    let title = format!("{zh}加权平均旅行时间 Weighted average travel time {words} the project");
    let notes = [WEIGHTS].into_iter().map(str::to_owned).chain(beyond).collect();
    Ok(Box::new(map(subject, subject.caption(&title, &detail), scale, &values, notes)))
}

/// Classes over all but the most extreme values of both sides, and a word on those left out.
fn common_scale(rows: &[&AccessibilityRow]) -> (ValueScale, Option<String>) {
    let both = rows.iter().flat_map(|row| [row.without, row.with]).flatten();
    let mut values: Vec<f64> = both.filter(|value| value.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let extreme = values.len() / EXTREME;
    let usual = values[extreme..values.len() - extreme].iter().copied();
    let scale = ValueScale::over(
        "加权平均旅行时间 Weighted average travel time, min",
        Ramp::Sequential,
        usual,
    );
    let greatest = values.last().copied().unwrap_or(0.0);
    let is_beyond = scale.breaks.last().is_some_and(|limit| greatest > *limit);
    let beyond = is_beyond.then(|| format!("Darkest: also longer, up to {greatest:.0} min."));
    (scale, beyond)
}

/// One value of so many at each end does not stretch the classes.
const EXTREME: usize = 40;

/// What the average is over.
const WEIGHTS: &str = "Average over all other zones; weights √(population × GDP).";

fn rows<'a>(subject: &Subject<'a>) -> Vec<&'a AccessibilityRow> {
    let rows = subject.table("watt").map_or(&[][..], |table| &table.rows);
    rows.iter().filter(|row| subject.is_part(row.zone)).collect()
}

/// A map of values; the places of the first values get their names first.
fn map(
    subject: &Subject<'_>,
    caption: Caption,
    scale: ValueScale,
    values: &[(ZoneIdx, f64)],
    notes: Vec<String>,
) -> MapFigure {
    let map = MapFigure {
        caption,
        extent: subject.extent(),
        lines: subject.project_lines(),
        points: subject.project_points(),
        scale: Some(scale),
        areas: None,
        patches: Vec::new(),
        flows: Flows::default(),
        notes,
    };
    areas::coloured(subject, map, values)
}
