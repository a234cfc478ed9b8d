//! Paths over nodes taken apart against a search over links that is told which turns are forbidden.

use super::super::build::{Built, Tally};
use super::{Applied, Restriction, TURN, apply};
use crate::formats::import::{Draft, bare_link, provenance, road_node};
use crate::formats::osm::OSM;
use crate::index::NodeIdx;
use crate::network::{Confidence, Link, LinkUse, Position, UseSet};
use crate::units::{Kilometres, KmPerHour};
use proptest::prelude::*;

/// From, to, kilometres, one way.
type Street = (usize, usize, u32, bool);

fn id(at: usize) -> i64 {
    i64::try_from(at).unwrap()
}

fn all() -> UseSet {
    [LinkUse::Car, LinkUse::Bus, LinkUse::Walk].into_iter().collect()
}

/// Streets between nodes with the ids 0, 1, …, each a way of its own.
fn town(nodes: usize, streets: &[Street]) -> Built {
    let origin = || provenance(OSM, Confidence::Stated, "");
    let place = |at: usize| Position { lon: at as f64, lat: 0.0 };
    let nodes: Vec<_> =
        (0..nodes).map(|at| road_node(format!("road-{at}"), place(at), origin())).collect();
    let links = streets.iter().enumerate().map(|(way, &(from, to, km, is_directed))| {
        let ends = (NodeIdx::new(from), NodeIdx::new(to));
        let length = Kilometres(f64::from(km));
        Link {
            is_directed,
            lanes: Some(1.0),
            allowed_uses: all(),
            ..bare_link(format!("way-{way}"), ends, length, KmPerHour(50.0), origin())
        }
    });
    let ids = (0..id(nodes.len())).collect();
    let draft = Draft { links: links.collect(), nodes };
    Built { draft, ids, tally: Tally::default() }
}

/// A street in one direction, as (way, from, to, kilometres).
type Drive = (usize, usize, usize, f64);

fn drives(streets: &[Street]) -> Vec<Drive> {
    let mut drives = Vec::new();
    for (way, &(from, to, km, is_directed)) in streets.iter().enumerate() {
        drives.push((way, from, to, f64::from(km)));
        if !is_directed {
            drives.push((way, to, from, f64::from(km)));
        }
    }
    drives
}

/// Whether one may drive on from one street into another under a relation.
fn allows(rule: &Restriction, from: Drive, to: Drive) -> bool {
    let is_bound = rule.uses.allows(LinkUse::Car);
    let is_here = id(from.0) == rule.from && id(from.2) == rule.via;
    !is_bound || !is_here || (id(to.0) == rule.to) == rule.is_only
}

/// Whether the roads of a relation meet at its node, in their directions.
fn is_sound(rule: &Restriction, drives: &[Drive]) -> bool {
    drives.iter().any(|it| id(it.0) == rule.from && id(it.2) == rule.via)
        && drives.iter().any(|it| id(it.0) == rule.to && id(it.1) == rule.via)
}

/// Kilometres from the start of each street to the end of each other, by Bellman and Ford over turns.
fn plain(drives: &[Drive], rules: &[Restriction]) -> Vec<Vec<f64>> {
    let rules: Vec<&Restriction> = rules.iter().filter(|rule| is_sound(rule, drives)).collect();
    let turns: Vec<(usize, usize)> = (0..drives.len())
        .flat_map(|from| (0..drives.len()).map(move |to| (from, to)))
        .filter(|&(from, to)| drives[from].2 == drives[to].1)
        .filter(|&(from, to)| rules.iter().all(|rule| allows(rule, drives[from], drives[to])))
        .collect();
    (0..drives.len())
        .map(|start| {
            let mut best = vec![f64::INFINITY; drives.len()];
            best[start] = drives[start].3;
            for _ in 0..drives.len() {
                for &(from, to) in &turns {
                    best[to] = best[to].min(best[from] + drives[to].3);
                }
            }
            best
        })
        .collect()
}

/// The same over the nodes and links of a draft, for cars.
fn over_nodes(draft: &Draft, drives: &[Drive]) -> Vec<Vec<f64>> {
    let mut arcs: Vec<(usize, usize, f64)> = Vec::new();
    for link in draft.links.iter().filter(|link| link.allowed_uses.allows(LinkUse::Car)) {
        arcs.push((link.from.at(), link.to.at(), link.length.0));
        if !link.is_directed {
            arcs.push((link.to.at(), link.from.at(), link.length.0));
        }
    }
    let ends: Vec<(usize, usize)> = (0..drives.len())
        .map(|at| {
            let way = drives[at].0;
            let is_back = (0..at).any(|earlier| drives[earlier].0 == way);
            let id = format!("way-{way}");
            let mut links = draft.links.iter().filter(|link| link.id == id);
            let first = links.next().unwrap();
            let link = if is_back { links.next().unwrap_or(first) } else { first };
            let is_turned = is_back && !link.is_directed;
            if is_turned { (link.to.at(), link.from.at()) } else { (link.from.at(), link.to.at()) }
        })
        .collect();
    (0..drives.len())
        .map(|start| {
            let mut best = vec![f64::INFINITY; draft.nodes.len()];
            best[ends[start].1] = drives[start].3;
            for _ in 0..draft.nodes.len() {
                for &(from, to, km) in &arcs {
                    best[to] = best[to].min(best[from] + km);
                }
            }
            let onward = |to: usize| best[ends[to].0] + drives[to].3;
            (0..drives.len())
                .map(|to| if to == start { drives[start].3 } else { onward(to) })
                .collect()
        })
        .collect()
}

fn rule(from: i64, via: i64, to: i64, is_only: bool) -> Restriction {
    Restriction { from, via, to, is_only, uses: [LinkUse::Car].into_iter().collect() }
}

/// Four arms of a crossing at node 0; ways 0 to 3 lead to nodes 1 to 4.
const CROSSING: [Street; 4] =
    [(0, 1, 1, false), (0, 2, 1, false), (0, 3, 1, false), (0, 4, 1, false)];

#[test]
fn a_forbidden_turn_is_gone_and_buses_that_are_not_bound_make_it() {
    let mut built = town(5, &CROSSING);
    let applied = apply(&mut built, &[rule(0, 0, 1, false)]);
    assert_eq!(applied, Applied { applied: 1, unmatched: 0 });
    // Node 0 keeps the starts of three arms; one part has the start of the barred arm, one each group of arrivals.
    assert_eq!(built.draft.nodes.len(), 5 + 3);
    let turns = |vehicle: LinkUse| {
        let links = built.draft.links.iter().filter(|link| link.id.contains("turn"));
        links.filter(|link| link.is_directed && link.allowed_uses.allows(vehicle)).count()
    };
    assert_eq!((turns(LinkUse::Car), turns(LinkUse::Bus)), (3, 4));
    let walks = built.draft.links.iter().filter(|link| !link.is_directed).count();
    assert_eq!(walks, 3, "one goes on foot between the parts");
    assert!(built.ids.is_sorted());
}

#[test]
fn a_turn_that_is_the_only_one_forbids_turning_round_too() {
    let drives = drives(&CROSSING);
    let mut built = town(5, &CROSSING);
    apply(&mut built, &[rule(0, 0, 2, true)]);
    let km = over_nodes(&built.draft, &drives);
    // From arm 0 inwards (drive 1) one reaches arm 2 outwards (drive 4) at once, arm 1 (drive 2) by turning at its end.
    assert!((km[1][4] - 2.0).abs() < 0.01, "{}", km[1][4]);
    assert!((km[1][2] - 4.0).abs() < 0.01, "{}", km[1][2]);
}

#[test]
fn roads_that_do_not_meet_are_counted() {
    let mut built = town(5, &CROSSING);
    let before = built.draft.clone();
    let applied =
        apply(&mut built, &[rule(0, 1, 1, false), rule(9, 0, 1, false), rule(0, 77, 1, false)]);
    assert_eq!(applied, Applied { applied: 0, unmatched: 3 });
    assert_eq!(built.draft, before);
}

prop_compose! {
    fn cases()(nodes in 2..6_usize)(
        nodes in Just(nodes),
        streets in prop::collection::vec((0..nodes, 1..nodes, 1..9_u32, any::<bool>()), 1..9),
        rules in prop::collection::vec((0..9_i64, 0..id(nodes), 0..9_i64, any::<bool>(), any::<bool>()), 0..7),
    ) -> (usize, Vec<Street>, Vec<Restriction>) {
        let streets: Vec<Street> = streets
            .into_iter()
            .map(|(from, step, km, is_directed)| (from, (from + step) % nodes, km, is_directed))
            .collect();
        let rules = rules.into_iter().map(|(from, via, to, is_only, is_for_buses)| Restriction {
            uses: [if is_for_buses { LinkUse::Bus } else { LinkUse::Car }].into_iter().collect(),
            ..rule(from % id(streets.len()), via, to % id(streets.len()), is_only)
        });
        (nodes, streets.clone(), rules.collect())
    }
}

proptest! {
    #[test]
    fn paths_are_those_without_forbidden_turns((nodes, streets, rules) in cases()) {
        let drives = drives(&streets);
        let mut built = town(nodes, &streets);
        apply(&mut built, &rules);
        let expected = plain(&drives, &rules);
        let found = over_nodes(&built.draft, &drives);
        // A way of no more than so many turns over turn links.
        let slack = TURN.0 * (drives.len() + 1) as f64;
        for (from, (expected, found)) in expected.iter().zip(&found).enumerate() {
            for (to, (expected, found)) in expected.iter().zip(found).enumerate() {
                let is_same = expected.is_infinite() && found.is_infinite() || (expected - found).abs() <= slack;
                prop_assert!(is_same, "from {from} to {to}: {expected} and {found}");
            }
        }
    }
}
