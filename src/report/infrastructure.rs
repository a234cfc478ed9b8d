//! Networks as graphs, as tables: figures of the whole, nodes, links, pairs of cities, circles.

use super::csv::{fixed, to_csv};
use super::tables::{signed, table};
use crate::network::{Network, Role};
use crate::study::{
    GraphLink, GraphNode, InfrastructureReport, InfrastructureSide, Infrastructures,
};
use serde_json::{Value, json};

/// So many nodes, links and pairs are named in a text.
const NAMED: usize = 8;

/// Name, unit, decimals and value of a figure of a whole network.
type Figure = (&'static str, &'static str, usize, Option<f64>);

fn figures(side: &InfrastructureSide) -> Vec<Figure> {
    let graph = &side.graph;
    let count = |number: usize| Some(number as f64);
    let bridges = graph.links.iter().filter(|link| link.is_bridge).count();
    let cuts = graph.nodes.iter().filter(|node| node.is_articulation_point).count();
    let degrees: usize = graph.nodes.iter().map(|node| node.degree).sum();
    let mean_degree = (!graph.nodes.is_empty()).then(|| degrees as f64 / graph.nodes.len() as f64);
    let ways: Vec<f64> = side.redundancy.iter().map(|pair| f64::from(pair.ways)).collect();
    let mean = |values: &[f64]| {
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    let mut figures = vec![
        ("nodes", "1", 0, count(graph.nodes.len())),
        ("links", "1", 0, count(graph.links.len())),
        ("length", "km", 0, Some(graph.length.0)),
        ("components", "1", 0, count(graph.components)),
        ("nodes_of_largest_component", "1", 0, count(graph.largest)),
        ("bridges", "links", 0, count(bridges)),
        ("articulation_points", "nodes", 0, count(cuts)),
        ("mean_degree", "1", 3, mean_degree),
        ("alpha", "1", 4, graph.indices.alpha),
        ("beta", "1", 4, graph.indices.beta),
        ("gamma", "1", 4, graph.indices.gamma),
        ("detour_index", "1", 4, graph.detour_index),
        ("reachable_pairs", "pairs", 0, count(graph.summary.reachable_pairs)),
        ("mean_time", "min", 1, graph.summary.mean_minutes),
        ("global_efficiency", "1/h", 4, Some(graph.summary.efficiency_per_hour)),
        ("mean_ways_between_cities", "ways", 3, mean(&ways)),
        (
            "city_pairs_with_one_way",
            "pairs",
            0,
            count(ways.iter().filter(|it| **it <= 1.0).count()),
        ),
    ];
    if !side.services.is_empty() {
        let trains: usize = side.services.iter().map(|pair| pair.trains_per_day).sum();
        let direct = side.services.iter().filter(|pair| pair.trains_per_day > 0).count();
        let changes: Vec<f64> =
            side.services.iter().filter_map(|pair| Some(pair.changes? as f64)).collect();
        figures.push(("direct_trains_per_day", "trains × pairs", 0, count(trains)));
        figures.push(("pairs_with_direct_train", "pairs", 0, count(direct)));
        figures.push(("mean_changes", "changes", 3, mean(&changes)));
    }
    figures
}

/// Heads of the columns with a value of each side.
fn sides(found: &Infrastructures) -> &'static [&'static str] {
    if found.networks.len() == 2 { &["without", "with", "change"] } else { &["value"] }
}

/// The values of each side, and with less without of two.
fn values(sides: &[Option<f64>], decimals: usize) -> Vec<String> {
    let mut cells: Vec<String> = sides.iter().map(|value| fixed(*value, decimals)).collect();
    if let [without, with] = sides {
        cells.push(fixed(without.zip(*with).map(|(old, new)| new - old), decimals));
    }
    cells
}

/// `infrastructure.csv`: figures of each network as a whole.
pub fn infrastructure_csv(found: &Infrastructures) -> Vec<u8> {
    let header: Vec<&str> =
        ["network", "measure"].iter().chain(sides(found)).chain(&["unit"]).copied().collect();
    let rows = found.reports.iter().flat_map(|report| {
        whole(report).into_iter().map(|(name, unit, decimals, sides)| {
            let mut cells = vec![report.kind.name().to_owned(), name.to_owned()];
            cells.extend(values(&sides, decimals));
            cells.push(unit.to_owned());
            cells
        })
    });
    to_csv(&header, rows)
}

/// The figures of a report with the value of each side.
fn whole(
    report: &InfrastructureReport,
) -> Vec<(&'static str, &'static str, usize, Vec<Option<f64>>)> {
    let of_sides: Vec<Vec<Figure>> = report.sides.iter().map(figures).collect();
    let Some(names) = of_sides.first() else { return Vec::new() };
    let row = |(at, figure): (usize, &Figure)| {
        let sides = of_sides.iter().map(|figures| figures.get(at).and_then(|figure| figure.3));
        (figure.0, figure.1, figure.2, sides.collect())
    };
    names.iter().enumerate().map(row).collect()
}

/// Each side of each network with the network that its rows are of.
fn each_side(
    found: &Infrastructures,
) -> impl Iterator<Item = (&InfrastructureReport, &InfrastructureSide, &Network)> {
    found.reports.iter().flat_map(|report| {
        let sides = report.sides.iter().zip(&found.networks);
        sides.map(move |(side, network)| (report, side, network))
    })
}

fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}

/// `nodes.csv`: every node of each network and side.
pub fn nodes_csv(found: &Infrastructures) -> Vec<u8> {
    let header = [
        "network",
        "side",
        "node_id",
        "name",
        "name_en",
        "x_coord",
        "y_coord",
        "zone_id",
        "component",
        "degree",
        "is_articulation_point",
        "closeness_per_h",
        "betweenness",
        "detour_index",
    ];
    let rows = each_side(found).flat_map(|(report, side, network)| {
        side.graph.nodes.iter().map(move |row| {
            let node = &network.nodes[row.node.at()];
            [
                report.kind.name().to_owned(),
                side.name.to_owned(),
                node.id.clone(),
                node.name.clone(),
                node.name_en.clone(),
                fixed(Some(node.position.lon), 6),
                fixed(Some(node.position.lat), 6),
                node.zone.map_or_else(String::new, |zone| network.zones[zone.at()].id.clone()),
                (row.component + 1).to_string(),
                row.degree.to_string(),
                yes(row.is_articulation_point),
                fixed(Some(row.closeness_per_hour), 5),
                fixed(Some(row.betweenness), 6),
                fixed(row.detour_index, 4),
            ]
        })
    });
    to_csv(&header, rows)
}

/// `links.csv`: every link of each network and side.
pub fn links_csv(found: &Infrastructures) -> Vec<u8> {
    let header = [
        "network",
        "side",
        "link_id",
        "name",
        "name_en",
        "from_node_id",
        "to_node_id",
        "facility_type",
        "length_km",
        "time_min",
        "is_bridge",
        "betweenness",
        "project",
    ];
    let rows = each_side(found).flat_map(|(report, side, network)| {
        side.graph.links.iter().map(move |row| {
            let link = &network.links[row.link.at()];
            [
                report.kind.name().to_owned(),
                side.name.to_owned(),
                link.id.clone(),
                link.name.clone(),
                link.name_en.clone(),
                network.nodes[link.from.at()].id.clone(),
                network.nodes[link.to.at()].id.clone(),
                link.facility_type.name().to_owned(),
                fixed(Some(link.length.0), 3),
                fixed(Some(row.time.minutes()), 2),
                yes(row.is_bridge),
                fixed(Some(row.betweenness), 6),
                link.project.clone().unwrap_or_default(),
            ]
        })
    });
    to_csv(&header, rows)
}

/// `redundancy.csv`: ways between cities that share no line.
pub fn redundancy_csv(found: &Infrastructures) -> Vec<u8> {
    let names = ["network", "from_id", "from_name", "to_id", "to_name"];
    let heads = heads(found, "ways");
    let header: Vec<&str> = names.into_iter().chain(heads.iter().map(String::as_str)).collect();
    let zones = &found.network().zones;
    let rows = found.reports.iter().flat_map(|report| {
        let first = report.sides.iter().map(|side| &side.redundancy).max_by_key(|it| it.len());
        first.into_iter().flatten().map(move |pair| {
            let sides = report.sides.iter().map(|side| {
                let same =
                    side.redundancy.iter().find(|it| (it.from, it.to) == (pair.from, pair.to));
                same.map(|it| f64::from(it.ways))
            });
            let sides: Vec<Option<f64>> = sides.collect();
            let (from, to) = (&zones[pair.from.at()], &zones[pair.to.at()]);
            let ends = [&from.id, &from.name, &to.id, &to.name].map(String::clone);
            let kind = report.kind.name().to_owned();
            std::iter::once(kind).chain(ends).chain(values(&sides, 0)).collect::<Vec<_>>()
        })
    });
    to_csv(&header, rows)
}

fn heads(found: &Infrastructures, what: &str) -> Vec<String> {
    let named =
        |side: &&str| if *side == "value" { what.to_owned() } else { format!("{side}_{what}") };
    sides(found).iter().map(named).collect()
}

/// `services.csv`: trains between cities without a change, and the least number of changes.
pub fn services_csv(found: &Infrastructures) -> Vec<u8> {
    let names = ["from_id", "from_name", "to_id", "to_name"];
    let heads = [heads(found, "direct_trains_per_day"), heads(found, "changes")].concat();
    let header: Vec<&str> = names.into_iter().chain(heads.iter().map(String::as_str)).collect();
    let zones = &found.network().zones;
    let rows = found.reports.iter().flat_map(|report| {
        let first = report.sides.first().map(|side| &side.services);
        first.into_iter().flatten().enumerate().map(move |(at, pair)| {
            let of = |value: fn(&crate::study::CityService) -> Option<f64>| -> Vec<Option<f64>> {
                report.sides.iter().map(|side| side.services.get(at).and_then(value)).collect()
            };
            let trains = values(&of(|pair| Some(pair.trains_per_day as f64)), 0);
            let changes = values(&of(|pair| pair.changes.map(|changes| changes as f64)), 0);
            let (from, to) = (&zones[pair.from.at()], &zones[pair.to.at()]);
            let ends = [&from.id, &from.name, &to.id, &to.name].map(String::clone);
            ends.into_iter().chain(trains).chain(changes).collect::<Vec<_>>()
        })
    });
    to_csv(&header, rows)
}

/// `circles.csv`: people and area within so many hours of each city of the study area.
pub fn circles_csv(found: &Infrastructures) -> Vec<u8> {
    let names = ["network", "city_id", "city_name", "within_h"];
    let heads = [heads(found, "people"), heads(found, "area_km2")].concat();
    let header: Vec<&str> = names.into_iter().chain(heads.iter().map(String::as_str)).collect();
    let zones = &found.network().zones;
    let rows = found.reports.iter().flat_map(|report| {
        let first = report.sides.first().map(|side| &side.circles);
        first.into_iter().flatten().enumerate().map(move |(at, circle)| {
            let of = |value: fn(&crate::study::HourCircle) -> f64| -> Vec<Option<f64>> {
                report.sides.iter().map(|side| side.circles.get(at).map(value)).collect()
            };
            let city = &zones[circle.city.at()];
            let place = [
                report.kind.name().to_owned(),
                city.id.clone(),
                city.name.clone(),
                fixed(Some(circle.limit.hours()), 0),
            ];
            let people = values(&of(|circle| circle.people), 0);
            let area = values(&of(|circle| circle.area_km2), 1);
            place.into_iter().chain(people).chain(area).collect::<Vec<_>>()
        })
    });
    to_csv(&header, rows)
}

/// Figures of each network, what breaks it, and how cities are joined by it.
pub fn infrastructure_text(found: &Infrastructures) -> String {
    let mut text = String::new();
    for report in &found.reports {
        if !text.is_empty() {
            text.push('\n');
        }
        text += &format!("{} network\n", capital(report.kind.name()));
        text += &figures_text(report);
        if let (Some(side), Some(network)) = (report.sides.last(), found.networks.last()) {
            text += &breaks(side, network);
            text += &cities_text(side, network);
        }
    }
    text
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn figures_text(report: &InfrastructureReport) -> String {
    let is_pair = report.sides.len() == 2;
    let rows = whole(report).into_iter().map(|(name, unit, decimals, sides)| {
        let unit = if unit == "1" { String::new() } else { format!(" ({unit})") };
        let mut cells = vec![format!("{}{unit}", name.replace('_', " "))];
        cells.extend(sides.iter().map(|value| fixed(*value, decimals)));
        if let [without, with] = &sides[..] {
            let change = without.zip(*with).map(|(old, new)| new - old);
            cells.push(signed(change, decimals, ""));
        }
        cells
    });
    let header: &[&str] =
        if is_pair { &["measure", "without", "with", "change"] } else { &["measure", "value"] };
    table(header, rows, header.len() - 1)
}

/// The bridges and articulation points that most of the fastest ways pass.
fn breaks(side: &InfrastructureSide, network: &Network) -> String {
    let node = |node: &GraphNode| network.nodes[node.node.at()].name.clone();
    let link = |link: &GraphLink| {
        let row = &network.links[link.link.at()];
        let [from, to] = [row.from, row.to].map(|node| network.nodes[node.at()].name.as_str());
        format!("{from}–{to} ({})", row.name)
    };
    let mut bridges: Vec<&GraphLink> =
        side.graph.links.iter().filter(|link| link.is_bridge).collect();
    bridges.sort_by(|a, b| b.betweenness.total_cmp(&a.betweenness).then(a.link.cmp(&b.link)));
    let mut cuts: Vec<&GraphNode> =
        side.graph.nodes.iter().filter(|node| node.is_articulation_point).collect();
    cuts.sort_by(|a, b| b.betweenness.total_cmp(&a.betweenness).then(a.node.cmp(&b.node)));
    let mut text = String::new();
    text += &named("bridges", bridges.len(), bridges.into_iter().map(link));
    text += &named("articulation points", cuts.len(), cuts.into_iter().map(node));
    text
}

fn named(what: &str, count: usize, names: impl Iterator<Item = String>) -> String {
    if count == 0 {
        return String::new();
    }
    let names: Vec<String> = names.take(NAMED).collect();
    let more = count - names.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{what}, the most travelled first: {}{more}\n", names.join(", "))
}

/// How each city of the study area is joined to all other cities.
fn cities_text(side: &InfrastructureSide, network: &Network) -> String {
    let is_core = |zone: &usize| network.zones[*zone].role == Role::Core;
    let cities: std::collections::BTreeSet<usize> = side
        .redundancy
        .iter()
        .flat_map(|pair| [pair.from.at(), pair.to.at()])
        .filter(is_core)
        .collect();
    if cities.is_empty() {
        return String::new();
    }
    let hours: std::collections::BTreeSet<u32> =
        side.circles.iter().map(|circle| circle.limit.0).collect();
    let mut header = vec!["city".to_owned(), "ways, least".to_owned(), "ways, mean".to_owned()];
    let has_trains = !side.services.is_empty();
    if has_trains {
        header.extend(["direct trains", "cities direct", "changes, mean"].map(str::to_owned));
    }
    header.extend(hours.iter().map(|limit| format!("{} h circle", limit / 3600)));
    let rows = cities.iter().map(|city| {
        let ways: Vec<u32> = side
            .redundancy
            .iter()
            .filter(|pair| pair.from.at() == *city || pair.to.at() == *city)
            .map(|pair| pair.ways)
            .collect();
        let mean = ways.iter().map(|ways| f64::from(*ways)).sum::<f64>() / ways.len() as f64;
        let least = ways.iter().min().map_or_else(String::new, u32::to_string);
        let mut cells = vec![network.zones[*city].label(), least, fixed(Some(mean), 1)];
        if has_trains {
            cells.extend(trains(side, *city));
        }
        cells.extend(hours.iter().map(|limit| {
            let circle = side.circles.iter();
            let mut circle = circle.filter(|it| it.city.at() == *city && it.limit.0 == *limit);
            fixed(circle.next().map(|circle| circle.people / 1e4), 0)
        }));
        cells
    });
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let circles = if hours.is_empty() { "" } else { "; circles in 10,000 people" };
    format!("\nCity by city{circles}\n{}", table(&header, rows, header.len() - 1))
}

/// Direct trains a day from a city, cities they lead to, and the mean of changes.
fn trains(side: &InfrastructureSide, city: usize) -> [String; 3] {
    let from = || side.services.iter().filter(|pair| pair.from.at() == city);
    let trains: usize = from().map(|pair| pair.trains_per_day).sum();
    let direct = from().filter(|pair| pair.trains_per_day > 0).count();
    let changes: Vec<f64> = from().filter_map(|pair| Some(pair.changes? as f64)).collect();
    let mean = (!changes.is_empty()).then(|| changes.iter().sum::<f64>() / changes.len() as f64);
    [trains.to_string(), direct.to_string(), fixed(mean, 2)]
}

/// Figures of each network as a whole.
pub fn infrastructure_json(found: &Infrastructures) -> Value {
    let networks = found.reports.iter().map(|report| {
        let figures = whole(report).into_iter().map(|(name, unit, _, sides)| {
            let mut row = json!({ "measure": name, "unit": unit });
            for (side, value) in report.sides.iter().zip(sides) {
                let key = if side.name == "network" { "value" } else { side.name };
                row[key] = value.into();
            }
            row
        });
        json!({ "network": report.kind.name(), "figures": figures.collect::<Vec<_>>() })
    });
    json!({
        "date": found.question.scenario.date.to_string(),
        "projects": found.question.scenario.projects,
        "without": found.question.scenario.without,
        "networks": networks.collect::<Vec<_>>(),
    })
}
