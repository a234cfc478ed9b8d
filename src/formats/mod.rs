//! Files in and out: a network folder is read whole, or every problem with it is told at once.
//!
//! A [`Folder`] is a set of files, wherever they are kept; [`table`] cuts one into rows that know their place; [`gmns`] and
//! [`gtfs`] make the values of [`crate::network`] of them.

pub mod boundaries;
mod check;
pub mod embedded;
mod files;
pub mod gmns;
pub mod gtfs;
pub mod import;
pub mod observed;
#[cfg(feature = "osm")]
pub mod osm;
pub mod points;
pub mod run;
pub mod table;
#[cfg(test)]
mod tests;
pub mod zip;

pub use check::check_network;
pub use files::Folder;

use crate::diagnostic::{Location, Problem, Problems};
use crate::network::{Network, Source, Transit};

/// The network that the program works with unless told otherwise.
pub const DEFAULT_NETWORK: &str = "huaihai";

/// Where the timetable of a network folder is.
const TRANSIT: &str = "transit";

/// Reads a network folder; with it come warnings, if there are any.
///
/// # Errors
/// Every problem of every file, where one of them is an error.
pub fn load_network(folder: &Folder) -> Result<(Network, Problems), Problems> {
    let mut problems = Problems::new();
    let tables = Tables::open(folder, &mut problems);
    let network = tables.read(&mut problems);
    match network {
        Some(network) if !problems.has_errors() => Ok((network, problems)),
        _ => Err(problems),
    }
}

/// The folder of [`DEFAULT_NETWORK`], compiled into the program.
pub fn embedded_network_folder() -> Folder {
    embedded::network_folder(DEFAULT_NETWORK)
        .unwrap_or_else(|| Folder::from_map::<String, Vec<u8>>([]))
}

/// All tables of a network folder.
struct Tables {
    folder: Folder,
    gmns: gmns::Tables,
    gtfs: Option<gtfs::Tables>,
}

impl Tables {
    fn open(folder: &Folder, problems: &mut Problems) -> Self {
        let gmns = gmns::Tables::open(folder, problems);
        let transit = folder.subfolder(TRANSIT);
        let gtfs = gtfs::Tables::open(&transit, problems);
        if gtfs.is_none() {
            let problem = Problem::warning("no-timetable", "the network has no timetable");
            problems.push(
                problem.at(Location::file(transit.label())).help(
                    "a GTFS feed in the folder `transit`; without one nobody travels by train",
                ),
            );
        }
        Self { folder: folder.clone(), gmns, gtfs }
    }

    /// The network; none where `config.csv` cannot be read. It is to be used only where no problem is an error.
    fn read(&self, problems: &mut Problems) -> Option<Network> {
        let ids = self.gmns.indices(problems);
        let parts = self.gmns.read(&ids, problems);
        let base_date = parts.config.as_ref().map(|config| config.base_date);
        let context = gtfs::Context { base_date, nodes: &ids.nodes, sources: &ids.sources };
        let feed = self.gtfs.as_ref();
        let transit = feed.map_or_else(Transit::default, |feed| feed.read(context, problems));
        let mut sources = parts.sources;
        if feed.is_some_and(|feed| !feed.has_sources()) && ids.sources.find(gtfs::FEED).is_none() {
            sources.push(self.feed_source());
        }
        Some(Network {
            config: parts.config?,
            modes: parts.modes,
            zones: parts.zones,
            nodes: parts.nodes,
            links: parts.links,
            locks: parts.locks,
            terminals: parts.terminals,
            freight_services: parts.freight_services,
            transit,
            sources,
            rolling_stock: parts.rolling_stock,
            running_times: parts.running_times,
            observed: parts.observed,
            observed_freight: parts.observed_freight,
        })
    }

    fn feed_source(&self) -> Source {
        let title = format!("GTFS feed {}", self.folder.name_of(TRANSIT));
        Source { id: gtfs::FEED.to_owned(), title, ..Source::default() }
    }
}
