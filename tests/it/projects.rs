//! What must hold of every project that comes with the program.

use crate::support::{HUAIHAI, PROJECTS, catalogue_of, fixture_project};
use std::collections::{BTreeMap, BTreeSet};
use tongqu::index::ZoneIdx;
use tongqu::network::Network;
use tongqu::scenario::{Applied, Catalogue, ProjectFile, Scenario};
use tongqu::skims::{self, Query, SkimSet, TravelMode};
use tongqu::study::Workbench;
use tongqu::supply::Supply;
use tongqu::units::Date;

fn today() -> Scenario {
    Scenario::at(HUAIHAI.config.base_date)
}

fn build(scenario: &Scenario, catalogue: &Catalogue) -> Applied {
    scenario.build(&HUAIHAI, catalogue).unwrap_or_else(|problems| panic!("{problems}"))
}

fn all_ids() -> BTreeSet<String> {
    PROJECTS.iter().map(|project| project.id().to_owned()).collect()
}

/// A project and those that cannot be without it.
fn dependents(id: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::from([id.to_owned()]);
    loop {
        let more = PROJECTS.iter().filter(|project| {
            !found.contains(project.id())
                && project.head.requires.get_ref().iter().any(|id| found.contains(id))
        });
        let more: Vec<String> = more.map(|project| project.id().to_owned()).collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// The catalogue without some projects.
fn catalogue_without(gone: &BTreeSet<String>) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for project in PROJECTS.iter().filter(|project| !gone.contains(project.id())) {
        catalogue.add(project.clone());
    }
    catalogue
}

/// A network's rows as text by table and id, the provenance of trips left aside (a retimed train says so there).
fn rows(network: &Network) -> BTreeMap<(&'static str, String), String> {
    let node = |at: tongqu::index::NodeIdx| &network.nodes[at.at()].id;
    let mut rows = BTreeMap::new();
    let mut put = |table, id: &str, text: String| {
        assert!(rows.insert((table, id.to_owned()), text).is_none(), "{table} {id} stands twice");
    };
    for row in &network.nodes {
        put("node", &row.id, format!("{row:?}"));
    }
    for row in &network.links {
        let mut copy = row.clone();
        (copy.from, copy.to) = (tongqu::index::NodeIdx(0), tongqu::index::NodeIdx(0));
        put("link", &row.id, format!("{} {} {copy:?}", node(row.from), node(row.to)));
    }
    for row in &network.transit.stops {
        let mut copy = row.clone();
        copy.node = None;
        put("stop", &row.id, format!("{:?} {copy:?}", row.node.map(node)));
    }
    for row in &network.transit.trips {
        let calls: Vec<_> = row
            .stop_times
            .iter()
            .map(|call| {
                (&network.transit.stops[call.stop.at()].id, call.arrival.0, call.departure.0)
            })
            .collect();
        put("trip", &row.id, format!("{} {:?} {calls:?}", row.name, network.transit.class(row)));
    }
    rows
}

/// Ids of the rows that belong to a project.
fn own_rows(network: &Network, id: &str) -> BTreeSet<(&'static str, String)> {
    let is_own = |project: &Option<String>| project.as_deref() == Some(id);
    let nodes =
        network.nodes.iter().filter(|row| is_own(&row.project)).map(|row| ("node", row.id.clone()));
    let links =
        network.links.iter().filter(|row| is_own(&row.project)).map(|row| ("link", row.id.clone()));
    let stops = network
        .transit
        .stops
        .iter()
        .filter(|row| is_own(&row.project))
        .map(|row| ("stop", row.id.clone()));
    let trips = network
        .transit
        .trips
        .iter()
        .filter(|row| is_own(&row.project))
        .map(|row| ("trip", row.id.clone()));
    nodes.chain(links).chain(stops).chain(trips).collect()
}

/// Names of the kinds of edits of a project.
fn kinds(project: &ProjectFile) -> Vec<&'static str> {
    project.modifications.iter().map(tongqu::scenario::Modification::kind).collect()
}

/// What a network without a project must be: the network of a catalogue that never had it.
#[test]
fn without_a_project_the_network_is_the_one_that_never_had_it() {
    for id in all_ids() {
        let without =
            build(&Scenario { without: BTreeSet::from([id.clone()]), ..today() }, &PROJECTS);
        let never = build(&today(), &catalogue_without(&dependents(&id)));
        let (found, wanted) = (rows(&without.network), rows(&never.network));
        let gone: BTreeSet<&String> = without.withdrawn_trips.iter().collect();
        for (key, row) in &wanted {
            // Trains of the timetable that cannot run without the line fall away or take an old way: what the timetable was
            // made for is not in the catalogue that never had the project.
            if key.0 == "trip" && (gone.contains(&key.1) || found.get(key) != Some(row)) {
                let is_late = without.network.transit.trips.iter().any(|trip| {
                    trip.id == key.1 && trip.provenance.note.contains("takes an older way")
                });
                assert!(gone.contains(&key.1) || is_late, "{id}: {key:?}");
                continue;
            }
            assert_eq!(found.get(key), Some(row), "{id}: {key:?}");
        }
        let more: Vec<_> = found.keys().filter(|key| !wanted.contains_key(*key)).collect();
        assert!(more.is_empty(), "{id}: {more:?}");
        assert_eq!(without.network.locks, never.network.locks, "{id}");
        assert_eq!(without.network.terminals, never.network.terminals, "{id}");
        assert_eq!(without.network.modes, never.network.modes, "{id}");
    }
}

/// The same from the other side: of a project that only adds, taking its rows out of the network leaves the one without.
#[test]
fn without_a_project_that_only_adds_its_rows_are_gone_and_nothing_else() {
    let mut tried = 0;
    for project in PROJECTS.iter().filter(|project| dependents(project.id()).len() == 1) {
        if !kinds(project).iter().all(|kind| kind.starts_with("add-")) {
            continue;
        }
        let id = project.id().to_owned();
        let requires = project.head.requires.get_ref().iter().cloned();
        let with = Scenario { with: BTreeSet::from([id.clone()]), ..today() };
        let without =
            Scenario { with: requires.collect(), without: BTreeSet::from([id.clone()]), ..today() };
        let (with, without) = (build(&with, &PROJECTS), build(&without, &PROJECTS));
        let own = own_rows(&with.network, &id);
        let mut rest = rows(&with.network);
        rest.retain(|key, _| !own.contains(key));
        let mut wanted = rows(&without.network);
        if without.network.transit.trips.len() + own.iter().filter(|row| row.0 == "trip").count()
            != with.network.transit.trips.len()
            || !without.withdrawn_trips.is_empty()
        {
            // An open line: trains of the timetable run over it.
            rest.retain(|key, _| key.0 != "trip");
            wanted.retain(|key, _| key.0 != "trip");
        }
        assert!(
            rest == wanted,
            "{id}: {:?}",
            rest.iter().find(|(key, row)| wanted.get(*key) != Some(*row))
        );
        tried += 1;
    }
    assert!(tried >= 30, "{tried}");
}

#[test]
fn all_projects_apply_together() {
    let applied = build(&Scenario { with: all_ids(), ..today() }, &PROJECTS);
    assert_eq!(applied.projects.iter().cloned().collect::<BTreeSet<_>>(), all_ids());
    let touched: BTreeSet<&str> =
        applied.effects.iter().map(|effect| effect.project.as_str()).collect();
    let with_edits = PROJECTS.iter().filter(|project| !project.modifications.is_empty());
    for project in with_edits {
        assert!(touched.contains(project.id()), "{} touches nothing", project.id());
    }
}

/// Projects that are not open yet, applied in reverse: the same network, row by row.
#[test]
fn the_order_of_the_projects_does_not_matter() {
    let usual = today().projects(&PROJECTS);
    let applied = build(&Scenario { with: all_ids(), ..today() }, &PROJECTS).projects;
    let later: Vec<String> = applied.into_iter().filter(|id| !usual.contains(id)).collect();
    assert!(later.len() >= 40, "{}", later.len());
    let mut reversed = PROJECTS.clone();
    for (at, id) in later.iter().rev().enumerate() {
        let mut project = PROJECTS.find(id).unwrap().clone();
        project.opening = Date::parse(&format!("{}-{:02}", 2050 + at / 12, at % 12 + 1));
        assert!(project.opening.is_some());
        reversed.add(project);
    }
    let scenario = Scenario { with: all_ids(), ..today() };
    let (one, other) = (build(&scenario, &PROJECTS), build(&scenario, &reversed));
    assert_ne!(one.projects, other.projects);
    let (one, other) = (rows(&one.network), rows(&other.network));
    let differ: Vec<_> =
        one.iter().filter(|(key, row)| other.get(*key) != Some(*row)).map(|(key, _)| key).collect();
    assert!(differ.is_empty() && one.len() == other.len(), "{differ:?}");
}

fn skims_of(network: &Network) -> Vec<SkimSet> {
    let supply = Supply::build(network).unwrap();
    let query = |(_, mode): (&str, TravelMode)| Query::new(mode);
    TravelMode::ALL.map(query).iter().map(|query| skims::compute(network, &supply, query)).collect()
}

/// The additions of every project, alone on the network of today and those it requires: no fastest time gets worse.
#[test]
fn the_additions_of_no_project_make_anything_slower() {
    let usual = today().projects(&PROJECTS);
    let base = skims_of(&build(&today(), &PROJECTS).network);
    let mut faster = 0;
    for project in PROJECTS.iter().filter(|project| !usual.contains(project.id())) {
        let mut additions = project.clone();
        additions.modifications.retain(|edit| edit.kind().starts_with("add-"));
        if additions.modifications.is_empty() {
            continue;
        }
        let mut catalogue = PROJECTS.clone();
        catalogue.add(additions);
        let requires: BTreeSet<String> = project.head.requires.get_ref().iter().cloned().collect();
        let needs_more = !requires.is_subset(&usual);
        let own_base = needs_more
            .then(|| skims_of(&build(&Scenario { with: requires, ..today() }, &PROJECTS).network));
        let before = own_base.as_ref().unwrap_or(&base);
        let after = skims_of(
            &build(
                &Scenario { with: BTreeSet::from([project.id().to_owned()]), ..today() },
                &catalogue,
            )
            .network,
        );
        for (old, new) in before.iter().zip(&after) {
            let zones = HUAIHAI.zones.len();
            for at in 0..zones * zones {
                let (from, to) = (ZoneIdx::new(at / zones), ZoneIdx::new(at % zones));
                let time =
                    |skim: &SkimSet| skim.cell(from, to).map_or(u32::MAX, |cell| cell.fastest.0);
                let name = |zone: ZoneIdx| &HUAIHAI.zones[zone.at()].name;
                assert!(
                    time(new) <= time(old),
                    "{}: {} to {} by {}: {} s, then {} s",
                    project.id(),
                    name(from),
                    name(to),
                    old.mode.name(),
                    time(old),
                    time(new)
                );
                faster += usize::from(time(new) < time(old));
            }
        }
    }
    assert!(faster > 1000, "{faster}");
}

/// A project that is open in part is measured with all its parts, not with those of the day.
#[test]
fn a_project_that_is_open_in_part_is_measured_as_a_whole() {
    let text = fixture_project("jia-yi-express").replace("opening = \"2026-06\"", "opening = \"2020\"").replacen(
        "[[modification]]",
        "[[modification]]\ntype = \"add-links\"\nopening = \"2035\"\nlinks = [{ id = \"part-2\", from = \"road-bing\", to = \"road-ding\", length_km = 45, free_speed_kmh = 120, facility_type = \"expressway\" }]\n\n[[modification]]",
        1,
    );
    let catalogue = catalogue_of(&[&text]);
    let network = &crate::support::TINY_NETWORK;
    let mut workbench = Workbench::new(network, &catalogue, network.config.base_date);
    let project = catalogue.iter().next().unwrap();
    assert!(project.opening.unwrap() < network.config.base_date);
    for _ in 0..2 {
        let comparison = workbench.compare(project).unwrap();
        assert_eq!(comparison.with.applied.effects.len(), project.modifications.len());
    }
}
