//! A simple car graph from an `OpenStreetMap` extract: junctions, and the least of what a profile should know.

use super::Road;
use osmpbf::{Element, ElementReader};
use std::collections::BTreeMap;
use std::path::Path;

/// Kilometres an hour by `highway` value; others are not for cars.
const SPEEDS: [(&str, f64); 14] = [
    ("motorway", 100.0),
    ("motorway_link", 60.0),
    ("trunk", 80.0),
    ("trunk_link", 50.0),
    ("primary", 60.0),
    ("primary_link", 45.0),
    ("secondary", 50.0),
    ("secondary_link", 40.0),
    ("tertiary", 40.0),
    ("tertiary_link", 35.0),
    ("unclassified", 30.0),
    ("residential", 30.0),
    ("living_street", 10.0),
    ("service", 15.0),
];

struct Way {
    nodes: Vec<i64>,
    speed: f64,
    forward: bool,
    backward: bool,
}

/// The largest strongly connected part of the car graph of a file.
pub(crate) fn read(name: &'static str, path: &Path) -> Road {
    let (places, ways) = elements(path);
    let mut uses: BTreeMap<i64, u32> = BTreeMap::new();
    for way in &ways {
        for (at, node) in way.nodes.iter().enumerate() {
            let is_end = at == 0 || at + 1 == way.nodes.len();
            *uses.entry(*node).or_default() += 1 + u32::from(is_end);
        }
    }
    let junctions = uses.iter().filter(|&(_, &uses)| uses > 1).map(|(&node, _)| node);
    let number: BTreeMap<i64, u32> = junctions.zip(0..).collect();
    let mut arcs = Vec::new();
    for way in &ways {
        way_arcs(way, &places, &number, &mut arcs);
    }
    let coordinates: Vec<(f64, f64)> = number.keys().map(|node| places[node]).collect();
    largest_strong_part(name, &arcs, &coordinates)
}

fn elements(path: &Path) -> (BTreeMap<i64, (f64, f64)>, Vec<Way>) {
    let (mut places, mut ways) = (BTreeMap::new(), Vec::new());
    let reader = ElementReader::from_path(path).expect("the file was found");
    reader
        .for_each(|element| match element {
            Element::Node(node) => {
                places.insert(node.id(), (node.lon(), node.lat()));
            }
            Element::DenseNode(node) => {
                places.insert(node.id(), (node.lon(), node.lat()));
            }
            Element::Way(way) => ways.extend(car_way(&way)),
            Element::Relation(_) => {}
        })
        .expect("a whole extract");
    for way in &mut ways {
        way.nodes.retain(|node| places.contains_key(node));
    }
    (places, ways)
}

fn car_way(way: &osmpbf::Way<'_>) -> Option<Way> {
    let tag = |key: &str| way.tags().find(|&(k, _)| k == key).map_or("", |(_, value)| value);
    let &(_, speed) = SPEEDS.iter().find(|&&(kind, _)| kind == tag("highway"))?;
    if ["no", "private"].contains(&tag("access")) || tag("motor_vehicle") == "no" {
        return None;
    }
    let oneway = tag("oneway");
    let is_oneway = ["yes", "1", "true"].contains(&oneway)
        || (oneway.is_empty() && (tag("highway") == "motorway" || tag("junction") == "roundabout"));
    Some(Way { nodes: way.refs().collect(), speed, forward: oneway != "-1", backward: !is_oneway })
}

fn way_arcs(
    way: &Way,
    places: &BTreeMap<i64, (f64, f64)>,
    number: &BTreeMap<i64, u32>,
    arcs: &mut Vec<(u32, u32, u32)>,
) {
    let (mut from, mut metres) = (None, 0.0);
    for (at, node) in way.nodes.iter().enumerate() {
        if at > 0 {
            metres += distance(places[&way.nodes[at - 1]], places[node]);
        }
        if let Some(&to) = number.get(node) {
            let milliseconds = (metres / way.speed * 3_600.0).round() as u32;
            if let Some(from) = from {
                if way.forward {
                    arcs.push((from, to, milliseconds));
                }
                if way.backward {
                    arcs.push((to, from, milliseconds));
                }
            }
            (from, metres) = (Some(to), 0.0);
        }
    }
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    const METRES_A_DEGREE: f64 = 111_195.0;
    let east = (b.0 - a.0) * f64::midpoint(a.1, b.1).to_radians().cos();
    METRES_A_DEGREE * east.hypot(b.1 - a.1)
}

fn largest_strong_part(
    name: &'static str,
    arcs: &[(u32, u32, u32)],
    coordinates: &[(f64, f64)],
) -> Road {
    let graph = petgraph::graph::DiGraph::<(), (), u32>::from_edges(
        arcs.iter().map(|&(tail, head, _)| (tail, head)),
    );
    let parts = petgraph::algo::kosaraju_scc(&graph);
    let mut nodes = parts.into_iter().max_by_key(Vec::len).unwrap_or_default();
    nodes.sort_unstable();
    let number: BTreeMap<u32, u32> =
        nodes.iter().map(|node| node.index() as u32).zip(0..).collect();
    let kept = arcs.iter().filter_map(|(tail, head, weight)| {
        (tail != head).then_some(())?;
        Some(((*number.get(tail)?, *number.get(head)?), *weight))
    });
    let mut kept: Vec<_> = kept.collect();
    kept.sort_unstable();
    let (arcs, weights) = kept.into_iter().unzip();
    let coordinates = nodes.iter().map(|node| coordinates[node.index()]).collect();
    Road { name, arcs, weights, coordinates }
}
