//! Links, stations and lines that are named to be closed.

use crate::cli::Failure;
use crate::cli::input;
use crate::diagnostic::{Location, Problem, Problems, SourceText, nearest};
use crate::network::{Gazetteer, Kind, Link, Network, Place};
use crate::report::manifest::{Input, hash};
use crate::skims::TravelMode;
use crate::study::{NamedSet, is_closable};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Links, stations and whole lines as one set; each must be in one of the networks.
pub(super) fn named(
    networks: &[Network],
    mode: TravelMode,
    names: &[String],
    lines: &[String],
) -> Result<NamedSet, Problems> {
    let mut set = NamedSet { name: [names, lines].concat().join(" + "), ..NamedSet::default() };
    let mut problems = Problems::new();
    for name in names {
        if let Err(problem) = add_named(networks, mode, name, &mut set) {
            problems.push(problem);
        }
    }
    for line in lines {
        let found = networks.iter().flat_map(|network| of_line(network, mode, line));
        let found: BTreeSet<String> = found.map(|link| link.id.clone()).collect();
        if found.is_empty() {
            problems.push(unknown("line", line, networks, mode));
        }
        set.links.extend(found);
    }
    problems.or(set)
}

fn of_line<'n>(
    network: &'n Network,
    mode: TravelMode,
    line: &str,
) -> impl Iterator<Item = &'n Link> {
    let is_of = move |link: &&Link| {
        is_closable(mode, link) && (link.line_id.as_deref() == Some(line) || is_called(link, line))
    };
    network.links.iter().filter(move |link| is_of(link)).collect::<Vec<_>>().into_iter()
}

fn is_called(link: &Link, name: &str) -> bool {
    link.name == name || link.name_en.eq_ignore_ascii_case(name)
}

fn add_named(
    networks: &[Network],
    mode: TravelMode,
    name: &str,
    set: &mut NamedSet,
) -> Result<(), Problem> {
    let links = || networks.iter().flat_map(|network| &network.links);
    let closable = || links().filter(|link| is_closable(mode, link));
    if closable().any(|link| link.id == name) {
        set.links.insert(name.to_owned());
        return Ok(());
    }
    if links().any(|link| link.id == name) {
        let message = format!("`{name}` is a link that {} does not go over", mode.name());
        return Err(Problem::error("not-of-mode", message).help("another --mode"));
    }
    let called: BTreeSet<&str> =
        closable().filter(|link| is_called(link, name)).map(|link| link.id.as_str()).collect();
    match called.len() {
        0 => {}
        1 => {
            set.links.extend(called.into_iter().map(str::to_owned));
            return Ok(());
        }
        count => {
            let first: Vec<&str> = called.into_iter().take(3).collect();
            let message = format!("`{name}` is the name of {count} links");
            let help = format!("an id such as {}, or --close-line {name}", first.join(", "));
            return Err(Problem::error("ambiguous-link", message).help(help));
        }
    }
    let node = (mode != TravelMode::Car).then(|| station(networks, name)).flatten();
    let node = node.ok_or_else(|| unknown("link or station", name, networks, mode))?;
    set.nodes.insert(node);
    Ok(())
}

/// The id of the railway node that bears a name.
fn station(networks: &[Network], name: &str) -> Option<String> {
    networks.iter().find_map(|network| {
        let gazetteer = Gazetteer::new(network);
        let node = match gazetteer.find(name, &[Kind::Stop, Kind::RailNode]).ok()? {
            Place::Stop(stop) => network.transit.stops[stop.at()].node?,
            Place::Node(node) => node,
            Place::Zone(_) => return None,
        };
        Some(network.nodes[node.at()].id.clone())
    })
}

fn unknown(what: &str, name: &str, networks: &[Network], mode: TravelMode) -> Problem {
    let links = networks.iter().flat_map(|network| &network.links);
    let links = links.filter(|link| is_closable(mode, link));
    let known: BTreeSet<&str> =
        links.flat_map(|link| [link.id.as_str(), link.name.as_str()]).collect();
    let help = nearest(name, known.iter().copied()).map_or_else(
        || format!("ids and names of links that {} goes over are in link.csv", mode.name()),
        |near| format!("did you mean `{near}`?"),
    );
    let message = format!("no {what} that {} goes over is called `{name}`", mode.name());
    Problem::error("unknown-element", message).help(help)
}

/// Sets of links from a table with the columns `set` and `link_id`, in the order of their first rows; each link must be in
/// one of the networks.
pub(super) fn from_table(
    networks: &[Network],
    mode: TravelMode,
    path: &Path,
    inputs: &mut Vec<Input>,
) -> Result<Vec<NamedSet>, Failure> {
    let (bytes, text) = input::read_text(path)?;
    let name = path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned());
    inputs.push(Input { name, blake3: hash(&bytes) });
    let source = Arc::new(SourceText { file: path.display().to_string(), text });
    let mut problems = Problems::new();
    let mut sets: Vec<NamedSet> = Vec::new();
    let mut start = 0;
    for (number, line) in source.text.split_inclusive('\n').enumerate() {
        let row = line.trim_start_matches('\u{feff}').trim();
        let at = Location::span(&source, start, start + line.trim_end().len());
        start += line.len();
        if number == 0 && row != "set,link_id" {
            return Err(Problem::error("wrong-header", format!("the first line is `{row}`"))
                .at(at)
                .help("set,link_id")
                .into());
        }
        if number == 0 || row.is_empty() {
            continue;
        }
        match set_row(networks, mode, row) {
            Ok((set, link)) => match sets.iter_mut().find(|known| known.name == set) {
                Some(known) => {
                    known.links.insert(link);
                }
                None => sets.push(NamedSet {
                    name: set,
                    links: BTreeSet::from([link]),
                    nodes: BTreeSet::new(),
                }),
            },
            Err(problem) => problems.push(problem.at(at)),
        }
    }
    Ok(problems.or(sets)?)
}

/// The set and the link of a row.
fn set_row(networks: &[Network], mode: TravelMode, row: &str) -> Result<(String, String), Problem> {
    let Some((set, link)) = row.split_once(',') else {
        return Err(Problem::error("missing-cell", format!("`{row}` has no second cell"))
            .help("a set and the id of a link"));
    };
    let (set, link) = (set.trim().to_owned(), link.trim().to_owned());
    let mut links = networks.iter().flat_map(|network| &network.links);
    if links.any(|known| known.id == link && is_closable(mode, known)) {
        return Ok((set, link));
    }
    Err(unknown("link", &link, networks, mode))
}
