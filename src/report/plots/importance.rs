//! Which links and stations matter most: wide and dark is what costs most when it is closed.

use super::source;
use crate::index::LinkIdx;
use crate::network::{FacilityType, Network, Position, Role, ZoneType};
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
    points.extend(cities(network));
    let extent = extent(side);
    let is_inside = |(lon, lat): (f64, f64)| {
        (extent.west..extent.east).contains(&lon) && (extent.south..extent.north).contains(&lat)
    };
    bands.retain(|flow: &Flow| is_inside(flow.from) || is_inside(flow.to));
    let most = bands.iter().map(|flow| flow.amount).fold(0.0, f64::max);
    let samples = if bands.is_empty() { Vec::new() } else { samples(most) };
    let shown = points.iter().filter(|it: &&MapPoint| is_inside((it.lon, it.lat)));
    let most = shown.filter_map(|point| point.value).fold(most, f64::max);
    let scale = ValueScale {
        title: "损失 Loss, min".to_owned(),
        ramp: Ramp::Sequential,
        breaks: breaks(most),
    };
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
        extent,
        lines: background(network, side),
        points,
        scale: Some(scale),
        areas: None,
        patches: Vec::new(),
        flows: Flows { bands, title: "宽度 Width: loss, min".to_owned(), samples },
        notes: vec!["Pairs that have no way left are not in the loss.".to_owned()],
    }
}

fn cities(network: &Network) -> impl Iterator<Item = MapPoint> + '_ {
    let cities = network.zones.iter().filter(|zone| zone.zone_type == ZoneType::Prefecture);
    cities.map(|zone| {
        let en = zone.name_en.split(" (").next().unwrap_or_default().to_owned();
        MapPoint { label_en: en, ..point(zone.position, &zone.name, PointKind::City) }
    })
}

/// Classes of 1, 2, 5, 10 … up to the most: few elements cost much, and many a little.
fn breaks(most: f64) -> Vec<f64> {
    let mut limits: Vec<f64> =
        (-4..4).flat_map(|power| [1.0, 2.0, 5.0].map(|step| step * 10.0_f64.powi(power))).collect();
    let end = limits.partition_point(|limit| *limit < most).min(limits.len() - 1);
    limits.truncate(end + 1);
    let mut breaks = vec![0.0];
    breaks.extend(&limits[limits.len().saturating_sub(6)..]);
    breaks
}

fn samples(most: f64) -> Vec<(f64, String)> {
    [1.0, 0.5, 0.25].map(|share| (most * share, format!("{:.2}", most * share))).to_vec()
}

fn extent(side: &SideResilience) -> Extent {
    let network = side.network();
    let zones = side.zones.iter().map(|zone| &network.zones[zone.at()]);
    let core = zones.filter(|zone| zone.role == Role::Core);
    Extent::around(core.map(|zone| degrees(zone.position)), 0.06)
}

/// The lines of which nothing is lost; the others are drawn by their loss.
fn background(network: &Network, side: &SideResilience) -> Vec<MapLine> {
    let harmless = side.impacts.iter().filter(|impact| impact.loss.minutes <= 0.0);
    let links = harmless.flat_map(|impact| impact.element.links.iter());
    let line = |link: &LinkIdx| {
        let link = &network.links[link.at()];
        let class = match link.facility_type {
            FacilityType::HighSpeedRail => LineClass::HighSpeedRail,
            FacilityType::ConventionalRail | FacilityType::Metro => LineClass::ConventionalRail,
            FacilityType::Expressway => LineClass::Expressway,
            _ => LineClass::Road,
        };
        let points = network.course(link).into_iter().map(degrees).collect();
        MapLine { points, class, label: String::new() }
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
