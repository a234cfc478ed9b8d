//! Which links and stations matter most: wide and dark is what costs most when it is closed.

use super::source;
use crate::network::{Network, Position, ZoneType};
use crate::report::figure::{
    Caption, Extent, Flow, Flows, LineClass, MapFigure, MapLine, MapPoint, PointKind, Ramp,
    ValueScale,
};
use crate::study::{ElementKind, SideResilience};

/// A map of the elements of one network by the time that their closure costs; stations as discs.
pub fn importance(side: &SideResilience, mode: &str) -> MapFigure {
    let network = side.network();
    let mut bands = Vec::new();
    let mut points = Vec::new();
    let worth_drawing = side.impacts.iter().filter(|impact| impact.loss.minutes > 0.0);
    for impact in worth_drawing.filter(|impact| impact.element.kind != ElementKind::Set) {
        let minutes = impact.loss.minutes;
        for link in &impact.element.links {
            let course = network.course(&network.links[link.at()]);
            bands.extend(course.windows(2).map(|piece| Flow {
                from: degrees(piece[0]),
                to: degrees(piece[1]),
                amount: minutes,
                value: minutes,
            }));
        }
        points.extend(impact.element.nodes.iter().map(|node| {
            let row = &network.nodes[node.at()];
            MapPoint { value: Some(minutes), ..point(row.position, &row.name, PointKind::Station) }
        }));
    }
    points.extend(network.zones.iter().filter(|zone| zone.zone_type == ZoneType::Prefecture).map(
        |zone| {
            let en = zone.name_en.split(" (").next().unwrap_or_default().to_owned();
            MapPoint { label_en: en, ..point(zone.position, &zone.name, PointKind::City) }
        },
    ));
    let most = bands.iter().map(|flow| flow.amount).fold(0.0, f64::max);
    let samples = if bands.is_empty() { Vec::new() } else { samples(most) };
    let values = bands.iter().map(|flow| flow.value).chain(points.iter().filter_map(|it| it.value));
    let scale = ValueScale::over("损失 Loss, min", Ramp::Sequential, values.chain([0.0]));
    MapFigure {
        caption: Caption::new(
            "要素重要度 Importance of links and stations",
            format!(
                "Weighted mean loss of time when each is closed by itself, {mode}{}",
                match side.name {
                    "now" => String::new(),
                    name => format!(", {name} the projects"),
                }
            ),
            source(network),
        ),
        extent: extent(side),
        lines: background(network, side),
        points,
        scale: Some(scale),
        areas: None,
        patches: Vec::new(),
        flows: Flows { bands, title: "宽度 Width: loss, min".to_owned(), samples },
        notes: vec!["Pairs that have no way left are not in the loss.".to_owned()],
    }
}

fn samples(most: f64) -> Vec<(f64, String)> {
    [1.0, 0.5, 0.25].map(|share| (most * share, format!("{:.2}", most * share))).to_vec()
}

fn extent(side: &SideResilience) -> Extent {
    let network = side.network();
    let zones = side.zones.iter().map(|zone| &network.zones[zone.at()]);
    let core = zones.filter(|zone| zone.role == crate::network::Role::Core);
    Extent::around(core.map(|zone| degrees(zone.position)), 0.06)
}

/// What costs nothing when it is closed, thin.
fn background(network: &Network, side: &SideResilience) -> Vec<MapLine> {
    let links = side.impacts.iter().flat_map(|impact| impact.element.links.iter());
    let line = |link: &crate::index::LinkIdx| MapLine {
        points: network.course(&network.links[link.at()]).into_iter().map(degrees).collect(),
        class: LineClass::Boundary,
        label: String::new(),
    };
    links.map(line).collect()
}

fn point(position: Position, name: &str, kind: PointKind) -> MapPoint {
    let (lon, lat) = degrees(position);
    MapPoint { lon, lat, label_zh: name.to_owned(), label_en: String::new(), kind, value: None }
}

fn degrees(position: Position) -> (f64, f64) {
    (position.lon, position.lat)
}
