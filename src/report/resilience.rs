//! What closures cost, as tables, CSV, `GeoJSON` and manifest.

use super::csv::{fixed, to_csv};
use super::manifest::{Input, hash};
use super::tables::table;
use crate::network::{Network, Position};
use crate::study::{
    Curve, CurveOrder, Demand, Element, ElementKind, Impact, RankBy, Resilience, SideResilience,
    Turn,
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

/// The worst elements of each network and what turns with the projects, for a terminal.
pub fn text(result: &Resilience, top: usize) -> String {
    let mut text = format!("{}\n", rules(result));
    for side in &result.sides {
        let singles = side.impacts.iter().filter(|it| it.element.kind != ElementKind::Set).count();
        if singles > 0 {
            text += &format!("\n{}: {}\n", title(side), counts(side));
            text += &ranking(side, top);
        }
        for impact in side.impacts.iter().filter(|it| it.element.kind == ElementKind::Set) {
            text += &card(side, impact, top);
        }
    }
    if let Some(side) = result.sides.last().filter(|side| side.impacts.len() > 1) {
        text += &format!("\nMost exposed counties and districts, {}\n", title(side));
        text += &exposed(side, top);
    }
    let turns = result.turns();
    if result.sides.len() > 1 {
        text += "\nWith the projects (critical: in the worst tenth of its network's elements)\n";
        for (impact, turn) in turns.iter().take(top.max(1) * 4) {
            let network = side_of(result, *turn).network();
            let name = label(network, &impact.element);
            text += &format!("  {name} {}\n", turn_name(*turn));
        }
        if turns.is_empty() {
            text += "  nothing becomes or ceases to be critical or a bridge\n";
        }
    }
    text
}

/// The network that an element of a turn is of.
fn side_of(result: &Resilience, turn: Turn) -> &SideResilience {
    let is_new = matches!(turn, Turn::BecomesCritical | Turn::BecomesBridge);
    &result.sides[if is_new { result.sides.len() - 1 } else { 0 }]
}

fn title(side: &SideResilience) -> &'static str {
    match side.name {
        "without" => "without the projects",
        "with" => "with the projects",
        _ => "the network as it is",
    }
}

/// How demand is weighed and what elements are ranked by, in a sentence.
pub fn rules(result: &Resilience) -> String {
    let question = &result.question;
    let demand = match question.demand {
        Demand::Linkage => "economic linkage √(people × GDP) at both ends / time²",
        Demand::People => "people × people",
    };
    let by = match question.rank_by {
        RankBy::Time => "weighted loss of time",
        RankBy::Unsatisfied => "demand without a way",
        RankBy::Efficiency => "loss of global efficiency",
    };
    format!(
        "Each element closed by itself, {}. Pairs weigh {demand}; ranked by {by}.",
        question.mode.description()
    )
}

fn counts(side: &SideResilience) -> String {
    let singles = || side.impacts.iter().filter(|it| it.element.kind != ElementKind::Set);
    let bridges = singles().filter(|it| it.element.is_bridge).count();
    let cutting = singles().filter(|it| it.loss.pairs_cut > 0).count();
    let harmless = singles().filter(|it| it.loss.pairs_cut == 0 && it.loss.pairs_slower == 0);
    format!(
        "{} elements, {bridges} of them bridges or cut nodes; {cutting} cut pairs off, {} slow no pair; global efficiency {} /h",
        singles().count(),
        harmless.count(),
        fixed(Some(side.efficiency), 4)
    )
}

fn ranking(side: &SideResilience, top: usize) -> String {
    let header = [
        "",
        "closed",
        "most exposed",
        "bridge",
        "loss min",
        "no way %",
        "efficiency −%",
        "trains off",
        "later",
    ];
    let rows = side.in_order().into_iter().take(top).map(|impact| {
        let (network, loss) = (side.network(), &impact.loss);
        let exposed = impact.most_exposed.map_or_else(String::new, |at| {
            let zone = &network.zones[side.zones[at].at()];
            format!("{} {}", zone.name, fixed(Some(loss.zones[at].minutes), 1))
        });
        vec![
            impact.rank.to_string(),
            label(network, &impact.element),
            exposed,
            if impact.element.is_bridge { "yes" } else { "" }.to_owned(),
            fixed(Some(loss.minutes), 2),
            fixed(Some(loss.unsatisfied * 100.0), 2),
            fixed(Some(loss.efficiency * 100.0), 2),
            impact.withdrawn.to_string(),
            impact.later.to_string(),
        ]
    });
    table(&header, rows, 5)
}

/// A closure by itself: what is lost and who loses most.
fn card(side: &SideResilience, impact: &Impact, top: usize) -> String {
    let (network, loss) = (side.network(), &impact.loss);
    let mut text = format!(
        "\n{} closed, {}: {} links, {} stations\n  loss of time {} min on average; {} pairs slower\n  {} pairs ({} % of the demand) have no way\n  global efficiency {} % lower; {} trains off, {} later\n",
        impact.element.name,
        title(side),
        impact.element.links.len(),
        impact.element.nodes.len(),
        fixed(Some(loss.minutes), 2),
        loss.pairs_slower,
        loss.pairs_cut,
        fixed(Some(loss.unsatisfied * 100.0), 2),
        fixed(Some(loss.efficiency * 100.0), 2),
        impact.withdrawn,
        impact.later,
    );
    let mut zones: Vec<usize> = (0..loss.zones.len())
        .filter(|at| loss.zones[*at].minutes > 0.0 || loss.zones[*at].unsatisfied > 0.0)
        .collect();
    zones.sort_by(|a, b| {
        let (one, other) = (loss.zones[*a], loss.zones[*b]);
        let cut = other.unsatisfied.total_cmp(&one.unsatisfied);
        other.minutes.total_cmp(&one.minutes).then(cut).then(a.cmp(b))
    });
    let rows = zones.into_iter().take(top).map(|at| {
        let own = loss.zones[at];
        let zone = &network.zones[side.zones[at].at()];
        [zone.label(), fixed(Some(own.minutes), 1), fixed(Some(own.unsatisfied * 100.0), 1)]
    });
    text += &table(&["county or district", "loss min", "no way %"], rows, 2);
    text
}

fn exposed(side: &SideResilience, top: usize) -> String {
    let mut zones: Vec<usize> = (0..side.zones.len()).collect();
    zones.sort_by(|a, b| {
        let mean = |at: &usize| side.exposure[*at].mean_minutes;
        mean(b).total_cmp(&mean(a)).then(a.cmp(b))
    });
    let header =
        ["county or district", "worst closure", "mean loss min", "worst min", "worst no way %"];
    let rows = zones.into_iter().take(top).map(|at| {
        let (network, own) = (side.network(), side.exposure[at]);
        let worst = own
            .worst
            .map_or_else(String::new, |worst| label(network, &side.impacts[worst].element));
        [
            network.zones[side.zones[at].at()].label(),
            worst,
            fixed(Some(own.mean_minutes), 3),
            fixed(Some(own.worst_minutes), 1),
            fixed(Some(own.worst_unsatisfied * 100.0), 1),
        ]
    });
    table(&header, rows, 3)
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
