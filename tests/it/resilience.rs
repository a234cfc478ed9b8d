//! Closing links and stations: what is closed is what a network without it gives.

use crate::support::{HUAIHAI, PROJECTS, Scratch, TINY, result_of, text, tongqu};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use tongqu::scenario::{Catalogue, Scenario, TrainClosures};
use tongqu::skims::{self, FastestTimes, Query, TravelMode};
use tongqu::study::{
    CurveOrder, CurvePlan, Demand, NamedSet, RankBy, Resilience, ResilienceQuestion, Which, curves,
};
use tongqu::supply::Supply;
use tongqu::units::Seconds;

fn question(mode: TravelMode, which: Which) -> ResilienceQuestion {
    let (demand, rank_by) = (Demand::Linkage, RankBy::Time);
    ResilienceQuestion { mode, which: Some(which), sets: Vec::new(), demand, rank_by }
}

/// Every road of the Huaihai network, without and with a project.
static ROADS: LazyLock<Resilience> = LazyLock::new(|| {
    let without = Scenario::at(HUAIHAI.config.base_date);
    let with = Scenario {
        with: BTreeSet::from(["huaibei-dangshan-expressway".to_owned()]),
        ..without.clone()
    };
    let scenarios = [("without", without), ("with", with)];
    let question = question(TravelMode::Car, Which::Links);
    Resilience::run(&HUAIHAI, &PROJECTS, &scenarios, question, &|_| ()).unwrap()
});

#[test]
fn a_closed_road_is_a_network_without_it() {
    let side = &ROADS.sides[0];
    let network = side.network();
    // The worst, some others, and the last.
    let order = side.in_order();
    for impact in [order[0], order[1], order[7], order[order.len() - 1]] {
        let mut rest = network.clone();
        let closed = &impact.element.links;
        for link in closed {
            // Nobody drives over it, and its ends keep their connectors.
            rest.links[link.at()].length = tongqu::units::Kilometres(1e5);
        }
        let supply = Supply::build(&rest).unwrap();
        let skim = skims::compute(&rest, &supply, &Query::new(TravelMode::Car));
        let zones = &side.zones;
        let slower = zones.iter().enumerate().flat_map(|(at, from)| {
            let skim = &skim;
            zones.iter().enumerate().filter(move |(to, zone)| {
                let open = side.times[at * zones.len() + to];
                at != *to && skim.cell(*from, **zone).map(|cell| cell.fastest) > open
            })
        });
        assert_eq!(slower.count(), impact.loss.pairs_slower, "{}", impact.element.id);
    }
    assert!(order[0].loss.minutes > 0.0 && order[0].is_critical);
}

#[test]
fn more_closed_is_never_more_efficient_by_road() {
    let plan = CurvePlan { seed: 3, draws: 2, steps: 5, up_to_percent: 60 };
    let found = curves(&ROADS, &plan, &|_| ()).unwrap();
    assert_eq!(found.len(), 2 * (2 + 1 + 1));
    for curve in &found {
        let left =
            |points: &[tongqu::study::CurvePoint]| points[1].efficiency <= points[0].efficiency;
        assert!(curve.points.windows(2).all(left), "{curve:?}");
        assert!(curve.points[5].efficiency < curve.points[0].efficiency, "{curve:?}");
    }
    let random = |side: &str| {
        let of = found.iter().filter(|it| it.order == CurveOrder::Random && it.side == side);
        of.map(|curve| curve.points.clone()).collect::<Vec<_>>()
    };
    assert_ne!(random("with")[0], random("with")[1], "draws differ");
    assert_eq!(found, curves(&ROADS, &plan, &|_| ()).unwrap(), "the same seed, the same curves");
}

#[test]
fn fastest_times_are_those_of_the_skims() {
    let supply = Supply::build(&HUAIHAI).unwrap();
    let zones: Vec<_> = (0..HUAIHAI.zones.len()).map(tongqu::index::ZoneIdx::new).collect();
    for mode in [TravelMode::Rail, TravelMode::Public] {
        let times = FastestTimes { supply: &supply, zones: &zones, mode };
        let skim = skims::compute(&HUAIHAI, &supply, &Query::new(mode));
        assert!(times.over(mode.schedule(&supply)) == skim.times(), "{mode:?}");
    }
}

/// A line and a junction of many lines, closed, against a search of all that is left.
#[test]
fn closed_railways_are_those_of_a_timetable_without_their_trains() {
    let ids = ["rail-fuhuai-rail-1", "rail-xuzhou-east"];
    let of_id = |id: &&str| NamedSet {
        name: (*id).to_owned(),
        links: BTreeSet::from([(*id).to_owned()]),
        nodes: BTreeSet::from([(*id).to_owned()]),
    };
    let mode = TravelMode::Public;
    let asked = ResilienceQuestion {
        which: None,
        sets: ids.iter().map(of_id).collect(),
        ..question(mode, Which::All)
    };
    let scenarios = [("now", Scenario::at(HUAIHAI.config.base_date))];
    let result = Resilience::run(&HUAIHAI, &PROJECTS, &scenarios, asked, &|_| ()).unwrap();
    let side = &result.sides[0];
    let (network, zones) = (side.network(), &side.zones);
    let closures = TrainClosures::new(network);
    assert_eq!(side.impacts.len(), ids.len());
    for impact in &side.impacts {
        let element = &impact.element;
        let mut rest = network.clone();
        let changes = closures.close(network, &element.links, &element.nodes);
        assert!(!changes.is_empty(), "{}", element.id);
        for (trip, later) in changes.iter().rev() {
            match later {
                Some(later) => rest.transit.trips[trip.at()] = later.clone(),
                None => drop(rest.transit.trips.remove(trip.at())),
            }
        }
        let skim = skims::compute(&rest, &Supply::build(&rest).unwrap(), &Query::new(mode));
        let pairs = zones.iter().flat_map(|from| zones.iter().map(move |to| (*from, *to)));
        let times = pairs.map(|(from, to)| skim.cell(from, to).map(|cell| cell.fastest));
        let changes: Vec<_> = times.zip(&side.times).filter(|(_, open)| open.is_some()).collect();
        let cut = changes.iter().filter(|(closed, _)| closed.is_none()).count();
        let slower = changes.iter().filter(|(closed, open)| *closed > **open).count();
        assert_eq!(
            (cut, slower),
            (impact.loss.pairs_cut, impact.loss.pairs_slower),
            "{}",
            element.id
        );
    }
}

/// Of the tiny network: closed pieces of its railway against the network without them.
#[test]
fn a_closed_railway_takes_its_trains_along() {
    let network = crate::support::read_network(TINY);
    let scenarios = [("now", Scenario::at(network.config.base_date))];
    let asked = question(TravelMode::Rail, Which::All);
    let none = Catalogue::default();
    let result = Resilience::run(&network, &none, &scenarios, asked, &|_| ()).unwrap();
    let side = &result.sides[0];
    assert!(side.impacts.len() > 3, "{}", side.impacts.len());
    for impact in &side.impacts {
        let closed = |stop: tongqu::index::StopIdx| {
            let node = network.transit.stops[stop.at()].node;
            node.is_some_and(|node| impact.element.nodes.contains(&node))
        };
        let calls = network.transit.trips.iter();
        let calling = calls.filter(|trip| trip.stop_times.iter().any(|it| closed(it.stop))).count();
        assert!(impact.withdrawn >= calling, "{}: {}", impact.element.id, impact.withdrawn);
        let left = side.times.iter().filter(|time| time.is_some()).count();
        assert!(impact.loss.pairs_cut <= left);
        assert!(impact.loss.zones.iter().all(|zone| (0.0..=1.0).contains(&zone.unsatisfied)));
    }
    assert!(side.impacts.iter().any(|impact| impact.loss.pairs_cut > 0 && impact.withdrawn > 0));
    assert!(side.times.iter().flatten().all(|time| *time > Seconds(0)));
}

#[test]
fn the_command_says_what_is_closed_and_what_cannot_be() {
    let tiny = ["--network", TINY, "--quiet", "resilience"];
    let table = result_of(&[&tiny[..], &["--mode", "rail"]].concat());
    assert!(table.contains("Each element closed by itself, by rail"), "{table}");
    let csv = result_of(&[&tiny[..], &["--format", "csv"]].concat());
    assert!(csv.starts_with("network,rank,kind,id,name"), "{csv}");
    let refused = |args: &[&str]| {
        let output = tongqu([&tiny[..], args].concat());
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        text(&output.stderr)
    };
    assert!(refused(&["--close", "no-such-link"]).contains("unknown-element"));
    assert!(refused(&["--elements", "stations"]).contains("roads have no stations"));
    assert!(refused(&["--mode", "air"]).contains("nothing-closed"));
    let scratch = Scratch::new();
    scratch.write("sets.csv", b"set,link_id\nflood,nowhere\n");
    let sets = scratch.path("sets.csv");
    let problem = refused(&["--close-sets", sets.to_str().unwrap()]);
    assert!(problem.contains("sets.csv:2") && problem.contains("nowhere"), "{problem}");
}
