//! The matrix of times between cities in colours.

use super::Drawn;
use super::results::Side;
use super::subject::Subject;
use crate::index::ZoneIdx;
use crate::report::figure::{HeatMap, Ramp, ValueScale};

/// Which number a cell has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    Without,
    With,
    Change,
}

/// Minutes: a change of less is none.
const NOISE: f64 = 0.5;
/// More rows than this cannot be read.
const MOST: usize = 60;

pub(super) fn figure(subject: &Subject<'_>, cells: Cells) -> Drawn {
    let mut places = subject.cities_and_neighbours();
    places.truncate(MOST);
    let value = |from: ZoneIdx, to: ZoneIdx| {
        let [old, new] = [Side::Without, Side::With].map(|side| subject.minutes(side, from, to));
        match cells {
            _ if from == to => None,
            Cells::Without => old,
            Cells::With => new,
            Cells::Change => Some(new? - old?),
        }
    };
    let pairs = places.iter().flat_map(|from| places.iter().map(move |to| (*from, *to)));
    let values: Vec<Option<f64>> = pairs.map(|(from, to)| value(from, to)).collect();
    let (title, scale) = match cells {
        Cells::Without => {
            ("无项目OD旅行时间 OD travel times without the project", times(subject, &places))
        }
        Cells::With => {
            ("有项目OD旅行时间 OD travel times with the project", times(subject, &places))
        }
        Cells::Change => ("OD旅行时间变化 Change of OD travel times", changes(&values)),
    };
    if values.iter().flatten().next().is_none() {
        return Err("there is no journey between its cities");
    }
    if cells == Cells::Change && !values.iter().flatten().any(|value| value.abs() >= NOISE) {
        return Err("no travel time between its cities changes by half a minute or more");
    }
    let detail = format!(
        "Fastest journey of the day between the cities of the study area and those around that change most, {}{}",
        subject.circumstances(),
        if cells == Cells::Change { "; with less without, negative is faster" } else { "" },
    );
    let names: Vec<String> =
        places.iter().map(|zone| subject.network().zones[zone.at()].label()).collect();
    Ok(Box::new(HeatMap {
        caption: subject.caption(title, &detail),
        row_title: "起点 From".to_owned(),
        column_title: "讫点 To".to_owned(),
        rows: names.clone(),
        columns: names,
        values,
        scale,
    }))
}

/// The same classes without and with.
fn times(subject: &Subject<'_>, places: &[ZoneIdx]) -> ValueScale {
    let pairs = places.iter().flat_map(|from| places.iter().map(move |to| (*from, *to)));
    let pairs: Vec<(ZoneIdx, ZoneIdx)> = pairs.filter(|(from, to)| from != to).collect();
    let both = [Side::Without, Side::With].into_iter();
    let times = both.flat_map(|side| {
        pairs.iter().filter_map(move |(from, to)| subject.minutes(side, *from, *to))
    });
    ValueScale::over("旅行时间 Travel time, min", Ramp::Sequential, times)
}

fn changes(values: &[Option<f64>]) -> ValueScale {
    let title = "旅行时间变化 Change of travel time, min";
    ValueScale::changes(title, Ramp::LessIsBetter, values.iter().flatten().copied(), NOISE)
}
