//! The tables of a network folder but for its timetable: GMNS names, and a few columns of ours.
//!
//! [`Tables`] are the files cut into rows; [`Tables::read`] makes of every row a value of [`crate::network`], with every id
//! resolved. Where no problem is an error, rows and values stand in the same order and number.

mod infrastructure;
mod lock;
mod parameters;
mod provenance;
mod rolling_stock;
mod schema;
mod settings;
mod terminal;
mod write;
mod zone;

use provenance::provenance;
pub(super) use provenance::source_ids;
pub use write::write;

use super::Folder;
use super::table::{IdIndex, Table};
use crate::diagnostic::Problems;
use crate::network::{
    Config, FreightObservation, FreightService, Link, Lock, ModeParameters, Node, Observation,
    RollingStock, RunningTime, Source, Terminal, Zone,
};

/// The tables of a folder; none where a table could not be read.
#[derive(Debug)]
pub struct Tables {
    pub(super) config: Option<Table>,
    pub(super) mode: Option<Table>,
    pub(super) zone: Option<Table>,
    pub(super) node: Option<Table>,
    pub(super) link: Option<Table>,
    pub(super) lock: Option<Table>,
    pub(super) terminal: Option<Table>,
    pub(super) freight_service: Option<Table>,
    pub(super) rolling_stock: Option<Table>,
    pub(super) running_time: Option<Table>,
    pub(super) source: Option<Table>,
    pub(super) observed: Option<Table>,
    pub(super) observed_freight: Option<Table>,
}

/// Rows of some tables by id.
#[derive(Debug)]
pub struct Indices<'t> {
    /// Of `zone.csv`.
    pub zones: IdIndex<'t>,
    /// Of `node.csv`.
    pub nodes: IdIndex<'t>,
    /// Of `link.csv`.
    pub links: IdIndex<'t>,
    /// Of `source.csv`.
    pub sources: IdIndex<'t>,
}

/// What the tables say.
#[derive(Debug)]
pub struct Infrastructure {
    /// `config.csv`.
    pub config: Option<Config>,
    /// `mode.csv`.
    pub modes: ModeParameters,
    /// `zone.csv`.
    pub zones: Vec<Zone>,
    /// `node.csv`.
    pub nodes: Vec<Node>,
    /// `link.csv`.
    pub links: Vec<Link>,
    /// `lock.csv`.
    pub locks: Vec<Lock>,
    /// `terminal.csv`.
    pub terminals: Vec<Terminal>,
    /// `freight_service.csv`.
    pub freight_services: Vec<FreightService>,
    /// `rolling_stock.csv`.
    pub rolling_stock: Vec<RollingStock>,
    /// `running_time.csv`.
    pub running_times: Vec<RunningTime>,
    /// `source.csv`.
    pub sources: Vec<Source>,
    /// `observed.csv`.
    pub observed: Vec<Observation>,
    /// `observed_freight.csv`.
    pub observed_freight: Vec<FreightObservation>,
}

impl Tables {
    /// Cuts the files of a folder into rows.
    pub fn open(folder: &Folder, problems: &mut Problems) -> Self {
        Self {
            config: Table::required(folder, &schema::CONFIG, problems),
            mode: Table::required(folder, &schema::MODE, problems),
            zone: Table::required(folder, &schema::ZONE, problems),
            node: Table::required(folder, &schema::NODE, problems),
            link: Table::required(folder, &schema::LINK, problems),
            lock: Table::optional(folder, &schema::LOCK, problems),
            terminal: Table::optional(folder, &schema::TERMINAL, problems),
            freight_service: Table::optional(folder, &schema::FREIGHT_SERVICE, problems),
            rolling_stock: Table::optional(folder, &schema::ROLLING_STOCK, problems),
            running_time: Table::optional(folder, &schema::RUNNING_TIME, problems),
            source: Table::required(folder, &schema::SOURCE, problems),
            observed: Table::optional(folder, &schema::OBSERVED, problems),
            observed_freight: Table::optional(folder, &schema::OBSERVED_FREIGHT, problems),
        }
    }

    /// Rows by id; ids that stand twice are noted.
    pub fn indices(&self, problems: &mut Problems) -> Indices<'_> {
        Indices {
            zones: IdIndex::new(self.zone.as_ref(), "zone_id", "zone", problems),
            nodes: IdIndex::new(self.node.as_ref(), "node_id", "node", problems),
            links: IdIndex::new(self.link.as_ref(), "link_id", "link", problems),
            sources: IdIndex::new(self.source.as_ref(), "source_id", "source", problems),
        }
    }

    /// Reads every row.
    pub fn read(&self, ids: &Indices<'_>, problems: &mut Problems) -> Infrastructure {
        let _ = IdIndex::new(self.lock.as_ref(), "lock_id", "lock", problems);
        let terminals = IdIndex::new(self.terminal.as_ref(), "terminal_id", "terminal", problems);
        let services = self.freight_service.as_ref();
        let _ = IdIndex::new(services, "service_id", "freight service", problems);
        let _ = IdIndex::new(self.rolling_stock.as_ref(), "stock_id", "train", problems);
        Infrastructure {
            config: settings::config(self.config.as_ref(), problems),
            modes: settings::modes(self.mode.as_ref(), &ids.sources, problems),
            zones: zone::zones(self.zone.as_ref(), ids, problems),
            nodes: infrastructure::nodes(self.node.as_ref(), ids, problems),
            links: infrastructure::links(self.link.as_ref(), ids, problems),
            locks: lock::locks(self.lock.as_ref(), ids, problems),
            terminals: terminal::terminals(self.terminal.as_ref(), ids, problems),
            freight_services: terminal::services(services, &terminals, &ids.sources, problems),
            rolling_stock: rolling_stock::rolling_stock(
                self.rolling_stock.as_ref(),
                &ids.sources,
                problems,
            ),
            running_times: rolling_stock::running_times(
                self.running_time.as_ref(),
                &ids.sources,
                problems,
            ),
            sources: settings::sources(self.source.as_ref(), problems),
            observed: settings::observed(self.observed.as_ref(), &ids.sources, problems),
            observed_freight: terminal::observed_freight(
                self.observed_freight.as_ref(),
                &ids.sources,
                problems,
            ),
        }
    }
}

/// What `read` makes of each whole row of a table; rows it cannot read are left out, their problems noted.
fn each_row<'t, T>(
    table: Option<&'t Table>,
    read: impl FnMut(super::table::Row<'t>) -> Option<T>,
) -> Vec<T> {
    table.into_iter().flat_map(Table::whole_rows).filter_map(read).collect()
}
