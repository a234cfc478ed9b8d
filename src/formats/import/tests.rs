//! Cutting and joining of random networks against plain search.

use super::components::keep_largest;
use super::simplify::{number_ids, simplify};
use super::{Draft, ESTIMATE, bare_link, provenance, road_node};
use crate::index::NodeIdx;
use crate::network::{Confidence, Link, LinkUse, Position};
use crate::units::{Kilometres, KmPerHour};
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::prelude::*;
use std::collections::BTreeSet;

const NODES: usize = 9;

/// From, to, length, whether it is directed, which of two names it has.
type Drawn = (usize, usize, u32, bool, bool);

fn draft(links: &[Drawn]) -> Draft {
    let own = provenance(ESTIMATE, Confidence::Stated, "");
    let place = |node: usize| Position { lon: 117.0 + node as f64 * 0.01, lat: 34.0 };
    let nodes = (0..NODES)
        .map(|node| road_node(format!("road-{node}"), place(node), own.clone()))
        .collect();
    let links = links.iter().filter(|link| link.0 != link.1).enumerate().map(|(at, link)| {
        let ends = (NodeIdx::new(link.0), NodeIdx::new(link.1));
        let length = Kilometres(f64::from(link.2));
        Link {
            name: if link.4 { "Main" } else { "Side" }.to_owned(),
            is_directed: link.3,
            lanes: Some(1.0),
            allowed_uses: [LinkUse::Car].into_iter().collect(),
            ..bare_link(format!("l{at}"), ends, length, KmPerHour(60.0), own.clone())
        }
    });
    Draft { nodes, links: links.collect() }
}

/// Lengths of shortest ways from node to node; none where there is no way.
fn ways(draft: &Draft) -> Vec<Vec<Option<f64>>> {
    let mut graph: DiGraph<(), f64> = DiGraph::new();
    for _ in 0..NODES {
        graph.add_node(());
    }
    for link in &draft.links {
        let [from, to] = [link.from, link.to].map(|node| NodeIndex::new(node.at()));
        graph.add_edge(from, to, link.length.0);
        if !link.is_directed {
            graph.add_edge(to, from, link.length.0);
        }
    }
    let from = |start: usize| {
        let reached = dijkstra(&graph, NodeIndex::new(start), None, |edge| *edge.weight());
        (0..NODES).map(|node| reached.get(&NodeIndex::new(node)).copied()).collect()
    };
    (0..NODES).map(from).collect()
}

fn ends(draft: &Draft) -> BTreeSet<usize> {
    draft.links.iter().flat_map(|link| [link.from.at(), link.to.at()]).collect()
}

fn links() -> impl Strategy<Value = Vec<Drawn>> {
    let link = (0..NODES, 0..NODES, 1_u32..20, any::<bool>(), prop::bool::weighted(0.8));
    prop::collection::vec(link, 1..14)
}

proptest! {
    #[test]
    fn joining_links_changes_no_way(links in links()) {
        let before = draft(&links);
        let mut after = before.clone();
        let joined = simplify(&mut after, &BTreeSet::new());
        number_ids(&mut after.links);
        let (old, new) = (ways(&before), ways(&after));
        let kept = ends(&after);
        prop_assert_eq!(ends(&before).len() - kept.len(), joined);
        prop_assert_eq!(before.links.len() - after.links.len(), joined);
        prop_assert_eq!(Draft::length(&before.links), Draft::length(&after.links));
        for from in &kept {
            for to in &kept {
                prop_assert_eq!(old[*from][*to], new[*from][*to], "{} {}", from, to);
            }
        }
        prop_assert!(after.links.iter().all(|link| link.from != link.to));
        let points: usize = after.links.iter().map(|link| link.geometry.len()).sum();
        prop_assert_eq!(points, joined);
    }

    #[test]
    fn what_is_kept_is_the_largest_part_cars_go_round_in(links in links()) {
        let before = draft(&links);
        let mut after = before.clone();
        keep_largest(&mut after);
        let old = ways(&before);
        let together = |a: usize, b: usize| old[a][b].is_some() && old[b][a].is_some();
        let sizes = (0..NODES).map(|node| (0..NODES).filter(|other| together(node, *other)).count());
        let largest = sizes.max().unwrap();
        let kept = ends(&after);
        if largest > 1 {
            prop_assert_eq!(kept.len(), largest);
        }
        prop_assert!(kept.iter().all(|a| kept.iter().all(|b| together(*a, *b))));
        let inside = |link: &&Link| kept.contains(&link.from.at()) && kept.contains(&link.to.at());
        prop_assert_eq!(after.links.len(), before.links.iter().filter(inside).count());
    }
}

/// Three roads in a row: one of them in the other direction, all with a point between.
#[test]
fn a_chain_keeps_its_course() {
    let mut chain =
        draft(&[(0, 1, 3, false, true), (2, 1, 4, false, true), (2, 3, 5, false, true)]);
    for (link, lon) in chain.links.iter_mut().zip([117.005, 117.015, 117.025]) {
        link.geometry = vec![Position { lon, lat: 34.1 }];
    }
    assert_eq!(simplify(&mut chain, &BTreeSet::new()), 2);
    let [link] = &chain.links[..] else { panic!("{:?}", chain.links) };
    let (from, to) = (link.from.at(), link.to.at());
    assert_eq!((from.min(to), from.max(to)), (0, 3));
    assert!((link.length.0 - 12.0).abs() < 1e-9);
    let mut course: Vec<f64> = link.geometry.iter().map(|at| at.lon).collect();
    if from == 3 {
        course.reverse();
    }
    assert_eq!(course, [117.005, 117.01, 117.015, 117.02, 117.025]);
}
