//! Accessibility of every zone as tables, JSON and `GeoJSON`.

use super::csv::{fixed, to_csv};
use super::tables::{signed, table};
use crate::index::ZoneIdx;
use crate::measures::equity::Distribution;
use crate::network::Role;
use crate::study::{Access, AccessTable, AccessValues, CellAccess, CellTable};
use serde_json::{Map, Value, json};

/// So many counties are shown in a table for a terminal.
const SHOWN: usize = 10;

/// A row for each zone; of each measure the value with its unit and the rank, or both sides with change and ranks.
pub fn access_csv(access: &Access) -> Vec<u8> {
    let columns: Vec<(String, Vec<String>)> = access.tables.iter().flat_map(columns).collect();
    let names = ["zone_id", "zone_name", "zone_name_en", "mode"].into_iter();
    let header: Vec<&str> = names.chain(columns.iter().map(|(name, _)| &name[..])).collect();
    let rows = access.network().zones.iter().enumerate().map(|(at, zone)| {
        let place = [&zone.id, &zone.name, &zone.name_en].map(String::clone);
        let mode = access.question.mode.name().to_owned();
        let cells = columns.iter().map(|(_, cells)| cells[at].clone());
        place.into_iter().chain([mode]).chain(cells).collect::<Vec<_>>()
    });
    to_csv(&header, rows)
}

/// Names of the columns of a measure, and their cells by zone.
fn columns(table: &AccessTable) -> Vec<(String, Vec<String>)> {
    let decimals = decimals(table);
    let name = |what: &str, unit: &str| {
        let parts = [&table.key[..], what, unit].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("_")
    };
    let values = |side: &AccessValues| {
        side.values.iter().map(|value| fixed(*value, decimals)).collect::<Vec<_>>()
    };
    let ranks = |side: &AccessValues| side.ranks.iter().map(|rank| count(*rank)).collect();
    match &table.sides[..] {
        [without, with] => {
            let zones = 0..without.values.len();
            let change = zones.clone().map(|zone| fixed(table.change(zone), decimals)).collect();
            let rate = zones.map(|zone| fixed(table.change_rate(zone), 3)).collect();
            vec![
                (name("without", &table.unit_key), values(without)),
                (name("with", &table.unit_key), values(with)),
                (name("change", &table.unit_key), change),
                (name("improvement", "pct"), rate),
                (name("rank_without", ""), ranks(without)),
                (name("rank_with", ""), ranks(with)),
            ]
        }
        sides => sides
            .iter()
            .flat_map(|side| {
                [(name("", &table.unit_key), values(side)), (name("rank", ""), ranks(side))]
            })
            .collect(),
    }
}

fn count(rank: Option<usize>) -> String {
    rank.map_or_else(String::new, |rank| rank.to_string())
}

fn decimals(table: &AccessTable) -> usize {
    match &table.unit[..] {
        "1" => 4,
        unit if unit.contains(" per 1,000") => 4,
        _ => 2,
    }
}

/// The centres of the zones with the columns of [`access_csv`] as properties.
pub fn access_geojson(access: &Access) -> Vec<u8> {
    let columns: Vec<(String, Vec<String>)> = access.tables.iter().flat_map(columns).collect();
    let features = access.network().zones.iter().enumerate().map(|(at, zone)| {
        let mut facts = Map::new();
        facts.insert("zone_id".to_owned(), zone.id.clone().into());
        facts.insert("zone_name".to_owned(), zone.name.clone().into());
        facts.insert("zone_name_en".to_owned(), zone.name_en.clone().into());
        facts.insert("mode".to_owned(), access.question.mode.name().into());
        for (name, cells) in &columns {
            let value = cells[at].parse::<f64>().map_or(Value::Null, Into::into);
            facts.insert(name.clone(), value);
        }
        json!({
            "type": "Feature",
            "geometry": { "type": "Point", "coordinates": [zone.position.lon, zone.position.lat] },
            "properties": facts,
        })
    });
    let features: Vec<Value> = features.collect();
    let mut bytes =
        json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

/// A row for each cell of a grid, with its values on each side.
pub fn cells_csv(access: &Access, cells: &CellAccess) -> Vec<u8> {
    let layers: Vec<(String, &Vec<Option<f64>>)> = cell_layers(access, cells).collect();
    let places = ["column", "row", "lon", "lat", "zone_id", "people"].into_iter();
    let header: Vec<&str> = places.chain(layers.iter().map(|(name, _)| &name[..])).collect();
    let rows = cells.grid.cells().iter().enumerate().map(|(at, cell)| {
        let place = [
            cell.column.to_string(),
            cell.row.to_string(),
            fixed(Some(cell.position.lon), 5),
            fixed(Some(cell.position.lat), 5),
            access.network().zones[cell.zone.at()].id.clone(),
            fixed(Some(cell.people), 0),
        ];
        place
            .into_iter()
            .chain(layers.iter().map(|(_, values)| fixed(values[at], 2)))
            .collect::<Vec<_>>()
    });
    to_csv(&header, rows)
}

/// Name and values of each measure and side of a grid.
pub fn cell_layers<'a>(
    access: &'a Access,
    cells: &'a CellAccess,
) -> impl Iterator<Item = (String, &'a Vec<Option<f64>>)> {
    let name = |table: &CellTable, side: &str| {
        let side = if side == "network" { "" } else { side };
        let parts = [&table.key[..], side, &table.unit_key].into_iter();
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
    };
    cells.tables.iter().flat_map(move |table| {
        let sides = access.sides.iter().zip(&table.sides);
        sides.map(move |(side, values)| (name(table, side.name), values))
    })
}

/// How the people of the study area stand, cell by cell.
pub fn cells_text(access: &Access, cells: &CellAccess) -> String {
    let people = cells.grid.cells().iter().map(|cell| cell.people);
    let rows = cell_layers(access, cells).map(|(name, values)| {
        let pairs = values.iter().zip(people.clone());
        let (values, people): (Vec<f64>, Vec<f64>) =
            pairs.filter_map(|(value, people)| Some(((*value)?, people))).unzip();
        let spread = Distribution::weighted(&values, &people).ok();
        let at = |share: f64| fixed(spread.as_ref().map(|spread| spread.quantile(share)), 1);
        let mean = fixed(spread.as_ref().map(Distribution::mean), 1);
        vec![name, values.len().to_string(), at(0.1), at(0.5), at(0.9), mean]
    });
    format!(
        "\nCells of {} km, weighted by their people\n{}",
        cells.grid.size().0,
        table(&["", "cells", "p10", "median", "p90", "mean"], rows, 5)
    )
}

/// Every value of every zone, and what there is to say of the measures.
pub fn access_json(access: &Access) -> Value {
    let question = &access.question;
    let measures = access.tables.iter().map(|table| {
        let info = table.measure.info();
        let zones = access.network().zones.iter().enumerate().map(|(at, zone)| {
            let mut row = json!({ "zone_id": zone.id, "zone_name": zone.name });
            for (side, values) in access.sides.iter().zip(&table.sides) {
                let name = if side.name == "network" { "value" } else { side.name };
                row[name] = values.values[at].into();
                let rank =
                    if side.name == "network" { "rank".to_owned() } else { format!("rank_{name}") };
                row[rank] = values.ranks[at].into();
            }
            if table.sides.len() == 2 {
                row["improvement_pct"] = table.change_rate(at).into();
            }
            row
        });
        json!({
            "measure": info.id, "column": table.key, "name": info.name, "name_zh": info.name_zh,
            "parameters": table.measure.parameters(), "unit": table.unit, "reference": info.reference,
            "percentile": table.percentile, "zones": zones.collect::<Vec<_>>(),
        })
    });
    json!({
        "date": question.scenario.date.to_string(),
        "mode": question.mode.name(),
        "projects": question.scenario.projects,
        "without": question.scenario.without,
        "measures": measures.collect::<Vec<_>>(),
        "notes": access.notes,
    })
}

/// Each measure for the cities of the study area and the counties that change most, or are best.
pub fn access_text(access: &Access) -> String {
    let mut text = format!("{}\n", access.question.mode.description());
    for measure in &access.tables {
        text.push('\n');
        text += &one(access, measure);
    }
    if !access.notes.is_empty() {
        text.push('\n');
        for note in &access.notes {
            text += &format!("{note}\n");
        }
    }
    text
}

fn one(access: &Access, measure: &AccessTable) -> String {
    let network = access.network();
    let (scale, decimals, unit) = match &measure.unit[..] {
        "people" => (1e-4, 1, "10,000 people".to_owned()),
        "min" => (1.0, 1, "min".to_owned()),
        "1" => (1.0, 3, String::new()),
        unit if unit.contains(" per 1,000") => (1.0, 3, unit.to_owned()),
        unit if unit.contains("h²") => (1e-9, 3, format!("1e9 {unit}")),
        unit if unit.contains('√') => (1e-3, 0, format!("1000 {unit}")),
        unit => (1.0, 1, unit.to_owned()),
    };
    let show = |value: Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |value| fixed(Some(value * scale), decimals))
    };
    let rank = |rank: Option<usize>| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
    let is_pair = measure.sides.len() == 2;
    let row = |zone: usize| {
        let sides = || measure.sides.iter();
        let mut cells = vec![network.zones[zone].label()];
        cells.extend(sides().map(|side| show(side.values[zone])));
        if is_pair {
            cells.push(signed(measure.change_rate(zone), 2, " %"));
        }
        cells.extend(sides().map(|side| rank(side.ranks[zone])));
        cells
    };
    let mut rows: Vec<Vec<String>> = rows_shown(access, measure).into_iter().map(row).collect();
    let width = if is_pair { 6 } else { 3 };
    let mut total = |name: &str, cell: &dyn Fn(&AccessValues) -> String| {
        let mut cells = vec![name.to_owned()];
        cells.extend(measure.sides.iter().map(cell));
        cells.resize(width, String::new());
        rows.push(cells);
    };
    total("mean of the counties", &|side| show(side.spread.map(|spread| spread.mean)));
    total("CV of the counties", &|side| fixed(side.spread.map(|spread| spread.cv), 4));
    let header: &[&str] = if is_pair {
        &["zone", "without", "with", "improvement", "rank without", "rank with"]
    } else {
        &["zone", "value", "rank"]
    };
    title(measure, &unit) + &table(header, rows, width - 1)
}

fn title(measure: &AccessTable, unit: &str) -> String {
    let info = measure.measure.info();
    let parameters = measure.measure.parameters();
    let percentile = measure.percentile.map(|percent| format!("percentile {percent}"));
    let facts = [Some(parameters), percentile, Some(unit.to_owned())];
    let facts: Vec<String> = facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join("; ")) };
    format!("{} {}{facts}\n", info.name, info.name_zh)
}

/// Cities of the study area by rank, then counties: those that change most, or are best.
fn rows_shown(access: &Access, measure: &AccessTable) -> Vec<usize> {
    let network = access.network();
    let Some(side) = measure.sides.last() else { return Vec::new() };
    let core = (0..network.zones.len()).filter(|zone| network.zones[*zone].role == Role::Core);
    let (mut cities, mut parts): (Vec<usize>, Vec<usize>) =
        core.partition(|zone| network.is_aggregate(ZoneIdx::new(*zone)));
    let by_rank = |zone: &usize| (side.ranks[*zone].unwrap_or(usize::MAX), *zone);
    cities.sort_by_key(by_rank);
    if measure.sides.len() == 2 {
        let size = |zone: &usize| measure.change_rate(*zone).unwrap_or(0.0).abs();
        parts.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.cmp(b)));
        parts.retain(|zone| size(zone) >= 0.005);
    } else {
        parts.sort_by_key(by_rank);
    }
    parts.truncate(SHOWN);
    parts.sort_by_key(by_rank);
    cities.into_iter().chain(parts).collect()
}
