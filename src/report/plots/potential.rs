//! The economic potential as a surface, interpolated between the centres of the zones, and its change.

use super::Drawn;
use super::subject::Subject;
use crate::index::ZoneIdx;
use crate::kernels::contour::Field;
use crate::network::grid::Grid;
use crate::network::{Position, Zone};
use crate::report::figure::{
    Caption, Flows, MapFigure, MapLine, MapPanel, MapPanels, MapPoint, Patch, PointKind, Ramp,
    ValueScale,
};
use crate::units::Kilometres;

/// Side of a square between whose corners the surface runs straight.
const SQUARE: Kilometres = Kilometres(3.0);
/// So many of the nearest zones count at a place.
const NEIGHBOURS: usize = 8;
/// Squares without a zone are filled where there are ones with as near as this on all four sides.
const GAP: usize = 5;
/// Per cent: a change of less is none.
const NOISE: f64 = 0.05;
/// Contours are of whole numbers: so many to one of the measure's scale.
const PARTS: f64 = 1000.0;

pub(super) fn surface(subject: &Subject<'_>) -> Drawn {
    let Some(table) = subject.table("economic_potential") else {
        return Err("the measure is not there");
    };
    let Ok(grid) = Grid::new(subject.network(), SQUARE) else {
        return Err("the study area is too small or too large for squares of 3 km");
    };
    let rows = table.rows.iter().filter(|row| subject.is_part(row.zone));
    let rows: Vec<(ZoneIdx, f64, f64)> =
        rows.filter_map(|row| Some((row.zone, row.with?, row.change_rate?))).collect();
    if rows.is_empty() {
        return Err("no zone of the study area has an economic potential");
    }
    if rows.iter().all(|row| row.2.abs() < NOISE) {
        return Err("no economic potential changes by 0.05 % or more");
    }
    let highest = rows.iter().map(|row| row.1).fold(0.0, f64::max);
    // Relative to the highest: the unit of the measure says nothing to a reader.
    let index: Vec<(ZoneIdx, f64)> =
        rows.iter().map(|row| (row.0, row.1 / highest * 100.0)).collect();
    let rates: Vec<(ZoneIdx, f64)> = rows.iter().map(|row| (row.0, row.2)).collect();
    let values = |of: &[(ZoneIdx, f64)]| of.iter().map(|(_, value)| *value).collect::<Vec<f64>>();
    let scales = [
        ValueScale::over(
            "经济潜力，最高为100 Economic potential, highest 100",
            Ramp::Sequential,
            values(&index),
        ),
        ValueScale::changes(
            "经济潜力变化率 Change rate of economic potential, %",
            Ramp::MoreIsBetter,
            values(&rates),
            NOISE,
        ),
    ];
    let [level, change] = scales;
    let titles = ["有项目 with the project", "变化率 change rate"];
    let mut panels = vec![
        panel(subject, &grid, titles[0], &index, level),
        panel(subject, &grid, titles[1], &rates, change),
    ];
    panels[0].map.notes = vec![
        "Potential: sum over all other zones of √(population × GDP) / travel time.".to_owned(),
        format!(
            "Between the centres of zones: mean of the {NEIGHBOURS} nearest, weights 1 / distance²."
        ),
    ];
    let detail = format!(
        "Economic potential 经济潜力 of counties and districts, {}",
        subject.circumstances()
    );
    Ok(Box::new(MapPanels {
        caption: subject.caption("经济潜力面 Potential surface", &detail),
        panels,
        table: None,
    }))
}

fn panel(
    subject: &Subject<'_>,
    grid: &Grid,
    title: &str,
    values: &[(ZoneIdx, f64)],
    scale: ValueScale,
) -> MapPanel {
    let unnamed = |line: MapLine| MapLine { label: String::new(), ..line };
    let cities = subject.cities().into_iter().filter(|zone| subject.is_core(*zone));
    let map = MapFigure {
        caption: Caption::default(),
        extent: subject.extent(),
        lines: subject.project_lines().into_iter().map(unnamed).collect(),
        points: cities
            .map(|zone| MapPoint { kind: PointKind::City, ..subject.place(zone) })
            .collect(),
        patches: patches(subject, grid, values, &scale),
        scale: Some(scale),
        areas: None,
        flows: Flows::default(),
        notes: Vec::new(),
    };
    MapPanel { title: title.to_owned(), map }
}

/// The areas up to each limit of the scale, the widest first.
fn patches(
    subject: &Subject<'_>,
    grid: &Grid,
    values: &[(ZoneIdx, f64)],
    scale: &ValueScale,
) -> Vec<Patch> {
    let zones = &subject.network().zones;
    let known: Vec<(&Zone, f64)> =
        values.iter().map(|(zone, value)| (&zones[zone.at()], *value)).collect();
    let squares =
        (0..grid.rows()).flat_map(|row| (0..grid.columns()).map(move |column| (column, row)));
    let field: Vec<Option<f64>> = squares
        .map(|(column, row)| {
            let is_in = grid.at(column, row).is_some() || is_gap(grid, column, row);
            let at = grid.to_place((column as f64, row as f64));
            is_in.then(|| (interpolated(&known, at) * PARTS).round())
        })
        .collect();
    let field = Field { columns: grid.columns(), values: &field };
    let inner =
        scale.breaks.iter().skip(1).rev().skip(1).map(|limit| (*limit, limit * PARTS - 1.0));
    let classes = scale.breaks.last().map(|last| (*last, f64::MAX)).into_iter().chain(inner);
    let place = |corner: &(f64, f64)| {
        let at = grid.to_place(*corner);
        (at.lon, at.lat)
    };
    let ring = |ring: &Vec<(f64, f64)>| ring.iter().map(place).collect();
    classes
        .flat_map(|(limit, most)| {
            // A limit belongs to the next class: a little less is in the one it ends.
            let value = limit - 1e-6 * limit.abs().max(1e-6);
            let areas = field.at_most(most).into_iter();
            areas.map(move |area| {
                let rings = std::iter::once(&area.outer).chain(&area.holes).map(ring).collect();
                Patch { rings, value }
            })
        })
        .collect()
}

/// Whether a square that belongs to no zone lies between two close ones of its row or column that do.
fn is_gap(grid: &Grid, column: usize, row: usize) -> bool {
    let near = 1..=GAP;
    let has = |column: Option<usize>, row: Option<usize>| {
        column.zip(row).is_some_and(|(column, row)| {
            column < grid.columns() && row < grid.rows() && grid.at(column, row).is_some()
        })
    };
    let any = |place: &dyn Fn(usize) -> (Option<usize>, Option<usize>)| {
        near.clone().map(place).any(|(column, row)| has(column, row))
    };
    let (left, right) = (
        any(&|step| (column.checked_sub(step), Some(row))),
        any(&|step| (Some(column + step), Some(row))),
    );
    let (above, below) = (
        any(&|step| (Some(column), row.checked_sub(step))),
        any(&|step| (Some(column), Some(row + step))),
    );
    left && right && above && below
}

/// The mean of the nearest values, weights the inverse of squared distances (Shepard 1968, doi 10.1145/800186.810616).
fn interpolated(known: &[(&Zone, f64)], at: Position) -> f64 {
    let mut near: Vec<(f64, f64)> =
        known.iter().map(|(zone, value)| (zone.position.distance(at).0, *value)).collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    let weighed =
        near.iter().take(NEIGHBOURS).map(|(km, value)| (1.0 / (km * km).max(0.25), *value));
    let sum =
        weighed.fold((0.0, 0.0), |sum, (weight, value)| (sum.0 + weight, sum.1 + weight * value));
    sum.1 / sum.0
}
