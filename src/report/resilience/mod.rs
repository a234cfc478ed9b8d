//! What closures cost, as tables, CSV, `GeoJSON` and manifest.

mod text;

pub use text::{rules, text};

use super::csv::{fixed, to_csv};
use super::manifest::{Input, hash};
use crate::network::{Network, Position};
use crate::study::{
    Curve, CurveOrder, Element, ElementKind, Impact, Resilience, SideResilience, Turn,
};
use serde_json::{Value, json};

const IMPACTS: [&str; 22] = [
    "network",
    "rank",
    "kind",
    "id",
    "name",
    "name_en",
    "from_name",
    "to_name",
    "length_km",
    "is_bridge",
    "is_critical",
    "time_loss_min",
    "unsatisfied_pct",
    "pairs_cut",
    "pairs_slower",
    "efficiency_loss_pct",
    "trains_withdrawn",
    "trains_later",
    "most_exposed_zone_id",
    "most_exposed_zone",
    "most_exposed_loss_min",
    "most_exposed_unsatisfied_pct",
];

fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}

/// The names of the two nodes that a link joins; none of anything else.
fn ends(network: &Network, element: &Element) -> [String; 2] {
    let is_link = element.kind == ElementKind::Link;
    element.links.first().filter(|_| is_link).map_or_else(Default::default, |link| {
        let link = &network.links[link.at()];
        [link.from, link.to].map(|node| network.nodes[node.at()].name.clone())
    })
}

/// `阜淮铁路(普速): 阜阳–淮南`.
fn label(network: &Network, element: &Element) -> String {
    match element.kind {
        ElementKind::Link => {
            let [from, to] = ends(network, element);
            format!("{}: {from}–{to}", element.name)
        }
        ElementKind::Station => {
            format!("{}站 {}", element.name.trim_end_matches('站'), element.name_en)
        }
        ElementKind::Set => element.name.clone(),
    }
}

/// `resilience.csv`: every element of every network, the worst first.
pub fn impacts_csv(result: &Resilience) -> Vec<u8> {
    let rows = result
        .sides
        .iter()
        .flat_map(|side| side.in_order().into_iter().map(move |impact| impact_row(side, impact)));
    to_csv(&IMPACTS, rows)
}

fn impact_row(side: &SideResilience, impact: &Impact) -> Vec<String> {
    let (network, element, loss) = (side.network(), &impact.element, &impact.loss);
    let [from, to] = ends(network, element);
    let length = element.links.first().map(|link| network.links[link.at()].length.0);
    let exposed = impact.most_exposed;
    let zone = exposed.map(|at| &network.zones[side.zones[at].at()]);
    let own = exposed.map(|at| loss.zones[at]);
    vec![
        side.name.to_owned(),
        impact.rank.to_string(),
        element.kind.name().to_owned(),
        element.id.clone(),
        element.name.clone(),
        element.name_en.clone(),
        from,
        to,
        fixed(length.filter(|_| element.kind == ElementKind::Link), 1),
        if element.kind == ElementKind::Set { String::new() } else { yes(element.is_bridge) },
        yes(impact.is_critical),
        fixed(Some(loss.minutes), 4),
        fixed(Some(loss.unsatisfied * 100.0), 4),
        loss.pairs_cut.to_string(),
        loss.pairs_slower.to_string(),
        fixed(Some(loss.efficiency * 100.0), 4),
        impact.withdrawn.to_string(),
        impact.later.to_string(),
        zone.map_or_else(String::new, |zone| zone.id.clone()),
        zone.map_or_else(String::new, |zone| zone.name.clone()),
        fixed(own.map(|own| own.minutes), 3),
        fixed(own.map(|own| own.unsatisfied * 100.0), 3),
    ]
}

/// `exposure.csv`: what each zone may lose.
pub fn exposure_csv(result: &Resilience) -> Vec<u8> {
    let header = [
        "network",
        "zone_id",
        "zone_name",
        "zone_name_en",
        "mean_loss_min",
        "worst_loss_min",
        "worst_id",
        "worst_name",
        "mean_unsatisfied_pct",
        "worst_unsatisfied_pct",
        "worst_cut_id",
        "worst_cut_name",
    ];
    let row = |side: &SideResilience, at: usize| -> Vec<String> {
        let (zone, own) = (&side.network().zones[side.zones[at].at()], side.exposure[at]);
        let named = |element: Option<usize>| {
            element.map_or_else(Default::default, |at| {
                let element = &side.impacts[at].element;
                [element.id.clone(), label(side.network(), element)]
            })
        };
        let [worst_id, worst_name] = named(own.worst);
        let [cut_id, cut_name] = named(own.worst_cut);
        vec![
            side.name.to_owned(),
            zone.id.clone(),
            zone.name.clone(),
            zone.name_en.clone(),
            fixed(Some(own.mean_minutes), 4),
            fixed(Some(own.worst_minutes), 3),
            worst_id,
            worst_name,
            fixed(Some(own.mean_unsatisfied * 100.0), 4),
            fixed(Some(own.worst_unsatisfied * 100.0), 3),
            cut_id,
            cut_name,
        ]
    };
    let sides = result.sides.iter();
    to_csv(&header, sides.flat_map(|side| (0..side.zones.len()).map(move |at| row(side, at))))
}

/// `critical_changes.csv`: what becomes and ceases to be critical with the projects.
pub fn turns_csv(result: &Resilience) -> Vec<u8> {
    let header = ["change", "kind", "id", "name", "name_en", "rank", "time_loss_min"];
    let row = |(impact, turn): (&Impact, Turn)| {
        let element = &impact.element;
        [
            turn_name(turn).replace(' ', "_"),
            element.kind.name().to_owned(),
            element.id.clone(),
            element.name.clone(),
            element.name_en.clone(),
            impact.rank.to_string(),
            fixed(Some(impact.loss.minutes), 4),
        ]
    };
    to_csv(&header, result.turns().into_iter().map(row))
}

fn turn_name(turn: Turn) -> &'static str {
    match turn {
        Turn::BecomesCritical => "becomes critical",
        Turn::CeasesCritical => "is critical no more",
        Turn::BecomesBridge => "becomes a bridge",
        Turn::CeasesBridge => "is a bridge no more",
    }
}

/// What a curve is called: `random, without`.
pub fn curve_name(curve: &Curve) -> String {
    let order = curve.order.name();
    if curve.side == "now" { order.to_owned() } else { format!("{order}, {}", curve.side) }
}

/// The means of the draws of random orders, point by point; targeted orders as they are.
pub fn mean_curves(curves: &[Curve]) -> Vec<(String, Vec<[f64; 3]>)> {
    curves
        .chunk_by(|a, b| (a.side, a.order) == (b.side, b.order))
        .map(|draws| {
            let count = draws.len() as f64;
            let mean = |at: usize| {
                let sums = draws.iter().fold([0.0; 2], |sums, curve| {
                    let point = curve.points[at];
                    [sums[0] + point.efficiency, sums[1] + point.largest_component_percent]
                });
                [draws[0].points[at].percent, sums[0] / count, sums[1] / count]
            };
            (curve_name(&draws[0]), (0..draws[0].points.len()).map(mean).collect())
        })
        .collect()
}

/// `resilience_curve.csv`: what `tongqu plot resilience` draws, and the share of nodes that hang together.
pub fn curves_csv(curves: &[Curve]) -> Vec<u8> {
    let header = [
        "curve",
        "element_share_percent",
        "draw_or_mean",
        "efficiency",
        "largest_component_percent",
    ];
    let row = |name: &str, draw: &str, [percent, efficiency, largest]: [f64; 3]| {
        [
            name.to_owned(),
            fixed(Some(percent), 3),
            draw.to_owned(),
            fixed(Some(efficiency), 5),
            fixed(Some(largest), 2),
        ]
    };
    let mut rows = Vec::new();
    for curve in curves {
        let draw = curve.draw.map_or_else(String::new, |draw| draw.to_string());
        let points = curve
            .points
            .iter()
            .map(|point| [point.percent, point.efficiency, point.largest_component_percent]);
        rows.extend(points.map(|point| row(&curve_name(curve), &draw, point)));
    }
    for (name, points) in mean_curves(curves) {
        if name.starts_with(CurveOrder::Random.name()) {
            rows.extend(points.into_iter().map(|point| row(&name, "mean", point)));
        }
    }
    to_csv(&header, rows)
}

/// `importance.geojson`: links and stations of the last network with what their closure costs.
pub fn geojson(result: &Resilience) -> Vec<u8> {
    let side = result.sides.last();
    let features: Vec<Value> = side.into_iter().flat_map(features).collect();
    let collection = json!({ "type": "FeatureCollection", "features": features });
    let mut bytes = collection.to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn features(side: &SideResilience) -> Vec<Value> {
    let network = side.network();
    let at = |position: Position| [position.lon, position.lat].map(|x| (x * 1e6).round() / 1e6);
    let mut features = Vec::new();
    for impact in side.in_order() {
        let (element, loss) = (&impact.element, &impact.loss);
        let number = |value: f64, decimals: usize| -> Value {
            fixed(Some(value), decimals).parse::<f64>().map_or(Value::Null, Into::into)
        };
        let facts = json!({
            "layer": element.kind.name(),
            "id": element.id,
            "name": element.name,
            "name_en": element.name_en,
            "rank": impact.rank,
            "is_critical": impact.is_critical,
            "is_bridge": element.is_bridge,
            "time_loss_min": number(loss.minutes, 4),
            "unsatisfied_pct": number(loss.unsatisfied * 100.0, 4),
            "efficiency_loss_pct": number(loss.efficiency * 100.0, 4),
            "trains_withdrawn": impact.withdrawn,
            "trains_later": impact.later,
        });
        let lines = element.links.iter().map(|link| {
            let course = network.course(&network.links[link.at()]).into_iter().map(at);
            json!({ "type": "LineString", "coordinates": course.collect::<Vec<_>>() })
        });
        let points = element.nodes.iter().map(
            |node| json!({ "type": "Point", "coordinates": at(network.nodes[node.at()].position) }),
        );
        features.extend(lines.chain(points).map(
            |geometry| json!({ "type": "Feature", "geometry": geometry, "properties": facts }),
        ));
    }
    features
}

/// What a run was made of.
pub fn manifest<'a>(
    result: &Resilience,
    settings: &Value,
    inputs: &[Input],
    outputs: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Vec<u8> {
    let sides: Vec<Value> = result
        .sides
        .iter()
        .map(|side| json!({ "network": side.name, "projects": side.applied.projects }))
        .collect();
    let inputs: Vec<Value> =
        inputs.iter().map(|it| json!({ "file": it.name, "blake3": it.blake3 })).collect();
    let outputs: Vec<Value> =
        outputs.map(|(name, bytes)| json!({ "file": name, "blake3": hash(bytes) })).collect();
    let value = json!({
        "program": "tongqu",
        "version": env!("CARGO_PKG_VERSION"),
        "command": "resilience",
        "mode": result.question.mode.name(),
        "settings": settings,
        "rules": rules(result),
        "sides": sides,
        "inputs": inputs,
        "outputs": outputs,
    });
    format!("{value:#}\n").into_bytes()
}
