//! Points anywhere on the Huaihai roads against a plain search of a graph that has them as nodes.

use super::*;
use crate::formats::{embedded, load_network};
use crate::kernels::dijkstra::Dijkstra;
use crate::kernels::graph::{Csr, UNREACHED};
use crate::network::Position;
use crate::units::Kilometres;
use proptest::collection::vec;
use proptest::prelude::*;
use road::CONNECTOR_LIMIT;
use std::sync::LazyLock;

static HUAIHAI: LazyLock<Network> =
    LazyLock::new(|| load_network(&embedded::network_folder("huaihai").unwrap()).unwrap().0);

/// A graph of the roads with two points more: from the first of them to the second.
fn plain(metric: &RoadMetric<'_>, links: &LinkIndex, from: Position, to: Position) -> u32 {
    let positions = metric.topology().positions();
    let (start, end) = (positions.len() as u32, positions.len() as u32 + 1);
    let straight = |a: Position, b: Position| {
        let near = Some(a.distance(b)).filter(|distance| distance.0 <= CONNECTOR_LIMIT.0)?;
        Some(metric.straight(near, RoadWeight::Time))
    };
    let mut arcs = metric.topology().arcs().to_vec();
    let mut weights = metric.weights(RoadWeight::Time);
    let mut add = |tail: u32, head: u32, weight: Option<u32>| {
        arcs.push((tail, head));
        weights.push(weight.unwrap_or(UNREACHED));
    };
    add(start, end, straight(from, to));
    for (node, position) in (0..).zip(positions).filter(|(node, _)| metric.is_entry(*node)) {
        add(start, node, straight(from, *position));
        add(node, end, straight(*position, to));
    }
    let [first, last] = [from, to].map(|place| links.nearest(place));
    let share = |weight: u32, share: f64, away: Kilometres| {
        (weight != UNREACHED).then(|| {
            (f64::from(weight) * share).round() as u32 + metric.straight(away, RoadWeight::Time)
        })
    };
    if let Some(snap) = first {
        let (tail, head) = metric.topology().arcs()[snap.arc as usize];
        let [there, back] = snap.both_ways(metric, RoadWeight::Time);
        add(start, head, share(there, 1.0 - snap.share, snap.away));
        add(start, tail, share(back, snap.share, snap.away));
    }
    if let Some(snap) = last {
        let (tail, head) = metric.topology().arcs()[snap.arc as usize];
        let [there, back] = snap.both_ways(metric, RoadWeight::Time);
        add(tail, end, share(there, snap.share, snap.away));
        add(head, end, share(back, 1.0 - snap.share, snap.away));
    }
    if let (Some(first), Some(last)) = (first, last)
        && first.arc == last.arc
    {
        let [there, back] = first.both_ways(metric, RoadWeight::Time);
        let weight = if first.share <= last.share { there } else { back };
        let way = share(weight, (last.share - first.share).abs(), first.away);
        add(start, end, way.map(|way| way + metric.straight(last.away, RoadWeight::Time)));
    }
    let (graph, weights) = sorted(end as usize + 1, &arcs, &weights);
    let mut search = Dijkstra::new();
    search.run(&graph, &weights, &[(start, 0)]);
    search.distance(end)
}

/// The graph wants its arcs by tail, and their weights in that order.
fn sorted(nodes: usize, arcs: &[(u32, u32)], weights: &[u32]) -> (Csr, Vec<u32>) {
    let mut order: Vec<usize> = (0..arcs.len()).collect();
    order.sort_by_key(|at| arcs[*at].0);
    let by_tail: Vec<(u32, u32)> = order.iter().map(|at| arcs[*at]).collect();
    (Csr::new(nodes, &by_tail), order.iter().map(|at| weights[*at]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn points_are_as_far_apart_as_in_a_plain_search(
        places in vec((114.5_f64..120.0, 32.5_f64..36.5), 2..7),
        shift in (-0.05_f64..0.05, -0.05_f64..0.05),
    ) {
        let roads = Roads::new(&HUAIHAI).unwrap();
        let topology = RoadTopology::new([&*HUAIHAI]);
        let metric = topology.metric(&HUAIHAI, &roads).unwrap();
        let links = LinkIndex::new(&HUAIHAI, &metric);
        let mut positions: Vec<Position> = places.into_iter().map(|(lon, lat)| Position { lon, lat }).collect();
        // Neighbours may be on one link.
        positions.push(Position { lon: positions[0].lon + shift.0, lat: positions[0].lat + shift.1 });
        let points = RoadPlaces::new(&topology, positions.clone()).joined_to_links(&links, |_| true);
        let mut rows = 0;
        metric.tables(&points, &points, RoadWeight::Time, |range, table| {
            for (row, origin) in range.enumerate() {
                rows += 1;
                for (to, destination) in positions.iter().enumerate().filter(|(to, _)| *to != origin) {
                    let expected = plain(&metric, &links, positions[origin], *destination);
                    assert_eq!(table.row(row)[to], expected, "{origin} to {to}");
                }
            }
        });
        prop_assert_eq!(rows, positions.len());
    }
}

#[test]
fn zones_as_points_have_the_access_of_zones() {
    let roads = Roads::new(&HUAIHAI).unwrap();
    let topology = RoadTopology::new([&*HUAIHAI]);
    let metric = topology.metric(&HUAIHAI, &roads).unwrap();
    let zones = HUAIHAI.zones.iter().map(|zone| zone.position).collect();
    let places = RoadPlaces::new(&topology, zones);
    let points = PointAccess::new(&HUAIHAI, &metric, &places, &places).unwrap();
    let table = AccessTable::on_topology(&HUAIHAI, &roads, &metric).unwrap();
    for zone in 0..HUAIHAI.zones.len() {
        let index = crate::index::ZoneIdx::new(zone);
        assert_eq!(points.of(zone), table.of(index));
        for other in 0..HUAIHAI.zones.len() {
            let to = crate::index::ZoneIdx::new(other);
            assert_eq!(points.local(zone, other), table.local(index, to));
        }
    }
}

/// A road from the west that bends south at its middle third of a degree: a point at the bend is on it, and how far along
/// follows from the course, not from the straight line.
#[test]
fn a_point_is_joined_to_the_course_of_a_link() {
    let mut network = HUAIHAI.clone();
    let is_street = |link: &crate::network::Link| {
        link.allowed_uses.allows(crate::network::LinkUse::Car)
            && link.facility_type == crate::network::FacilityType::Urban
    };
    let at = network.links.iter().position(is_street).unwrap();
    let [from, to] = [network.links[at].from, network.links[at].to];
    let [start, end] = [from, to].map(|node| network.nodes[node.at()].position);
    // Far from all else, over the sea in the north-east.
    let bend = Position { lon: 123.0, lat: 37.5 };
    network.links[at].geometry = vec![bend];
    let roads = Roads::new(&network).unwrap();
    let topology = RoadTopology::new([&network]);
    let metric = topology.metric(&network, &roads).unwrap();
    let snap = LinkIndex::new(&network, &metric).nearest(bend).unwrap();
    let (tail, _) = metric.topology().arcs()[snap.arc as usize];
    assert!(snap.away.0 < 0.001, "{}", snap.away.0);
    let [first, second] = [start.distance(bend).0, bend.distance(end).0];
    let share = first / (first + second);
    let is_turned = metric.topology().positions()[tail as usize] != start;
    let along = if is_turned { 1.0 - snap.share } else { snap.share };
    // The plane is not the sphere: a few per cent over such a distance.
    assert!((along - share).abs() < 0.03, "{along} {share}");
    let straight = LinkIndex::new(&HUAIHAI, &metric).nearest(bend);
    assert!(straight.is_none(), "without its course the road is nowhere near");
}

/// Costs of the cheapest ways between zones against Dijkstra's over the links themselves.
#[test]
fn the_cheapest_way_is_that_of_a_plain_search() {
    let cost = CarCost { yuan_per_km: 0.6, yuan_per_hour: 20.0 };
    let roads = Roads::new(&HUAIHAI).unwrap();
    let topology = RoadTopology::new([&*HUAIHAI]);
    let metric = topology.metric_by_cost(&HUAIHAI, &roads, cost).unwrap();
    let zones: Vec<Position> = HUAIHAI.zones.iter().map(|zone| zone.position).collect();
    let places = RoadPlaces::new(&topology, zones.clone());
    let table = metric.table(&RoadPairs::new(&places, &places), RoadWeight::Cost);
    let hundredths = |km: f64, seconds: u32, toll: f64| {
        ((km * 0.6 + toll + f64::from(seconds) / 180.0) * 100.0).round() as u32
    };
    let (graph, seconds, links) = roads.arrays();
    let weights: Vec<u32> = links
        .iter()
        .zip(seconds)
        .map(|(link, time)| {
            let link = &HUAIHAI.links[link.at()];
            hundredths(link.length.0, *time, link.toll_yuan)
        })
        .collect();
    let ends: Vec<Vec<(u32, u32)>> = zones
        .iter()
        .map(|zone| {
            let connectors = roads.connectors(*zone).into_iter();
            connectors.map(|it| (it.node.0, hundredths(it.length.0, it.time.0, 0.0))).collect()
        })
        .collect();
    let mut tolled = 0;
    for (from, starts) in ends.iter().enumerate() {
        let mut search = Dijkstra::new();
        search.run(graph, &weights, starts);
        for (to, stops) in ends.iter().enumerate().filter(|(to, _)| *to != from) {
            let over = stops.iter().map(|(node, way)| search.distance(*node).saturating_add(*way));
            let apart = zones[from].distance(zones[to]);
            let straight = (apart.0 <= CONNECTOR_LIMIT.0).then(|| {
                let (length, time) = roads.crow(zones[from], zones[to]);
                hundredths(length.0, time.0, 0.0)
            });
            let expected = over.chain(straight).min().unwrap();
            assert_eq!(table.row(from)[to], expected, "{from} to {to}");
            assert_eq!(table.time(from, to), None, "a table of costs has no times");
            tolled += usize::from(table.yuan(from, to).unwrap() > 100.0);
        }
    }
    assert!(tolled > 1000, "{tolled}");
}
