//! `lock.csv`.

use super::{Indices, each_row, provenance};
use crate::diagnostic::{Problem, Problems};
use crate::formats::table::{Cell, CellFault, Fault, NonNegative, Positive, Row, Table};
use crate::index::{LinkIdx, NodeIdx};
use crate::network::{Chamber, Lock};

pub(super) fn locks(
    table: Option<&Table>,
    ids: &Indices<'_>,
    problems: &mut Problems,
) -> Vec<Lock> {
    each_row(table, |row| lock(row, ids, problems))
}

/// One statement a column: every column is looked at before the first that is wrong ends the row.
fn lock(row: Row<'_>, ids: &Indices<'_>, problems: &mut Problems) -> Option<Lock> {
    let id = problems.note(row.get("lock_id"));
    let name = problems.note(row.get("name"));
    let node = problems.note(ids.nodes.must_refer(row, "node_id"));
    let side_links = side_links(row, ids, problems);
    let chambers = chambers(row, problems);
    let chamber_count = problems.note(row.get("chamber_count"));
    let lift: Option<Option<NonNegative>> = problems.note(row.get("lift_m"));
    let lockage: Option<Positive> = problems.note(row.get("lockage_min"));
    let wait: Option<Option<NonNegative>> = problems.note(row.get("typical_wait_h"));
    let design: Option<Option<Positive>> = problems.note(row.get("design_capacity_wan_t"));
    let throughput: Option<Option<NonNegative>> = problems.note(row.get("throughput_wan_t"));
    let basis = problems.note(row.get("throughput_basis"));
    let year = problems.note(row.get("throughput_year"));
    let capacity: Option<Positive> = problems.note(row.get("practical_capacity_vessel_wan_t"));
    let used: Option<NonNegative> = problems.note(row.get("throughput_vessel_wan_t"));
    let provenance = provenance(row, &ids.sources, problems);
    Some(Lock {
        id: id?,
        name: name?,
        name_en: row.text("name_en").to_owned(),
        node: NodeIdx::new(node?),
        side_links: side_links?,
        chambers: chambers?,
        chamber_count: chamber_count?,
        lift_m: lift?.map(|figure| figure.0),
        lockage_min: lockage?.0,
        typical_wait_h: wait?.map(|figure| figure.0),
        design_capacity_wan_t: design?.map(|figure| figure.0),
        throughput_wan_t: throughput?.map(|figure| figure.0),
        throughput_basis: basis?,
        throughput_year: year?,
        practical_capacity_vessel_wan_t: capacity?.0,
        throughput_vessel_wan_t: used?.0,
        project: None,
        provenance: provenance?,
    })
}

fn side_links(row: Row<'_>, ids: &Indices<'_>, problems: &mut Problems) -> Option<Vec<LinkIdx>> {
    let written: String = problems.note(row.get("side_link_ids"))?;
    let mut links = Vec::new();
    for id in written.split(';').map(str::trim).filter(|id| !id.is_empty()) {
        match ids.links.find(id) {
            Some(at) => links.push(LinkIdx::new(at)),
            None => problems.push(ids.links.unknown(row, "side_link_ids", id)),
        }
    }
    Some(links)
}

fn chambers(row: Row<'_>, problems: &mut Problems) -> Option<Vec<Chamber>> {
    let sizes: Option<Sizes> = problems.note(row.get("chambers"));
    let years: Option<Years> = problems.note(row.get("chambers_opened"));
    let (mut chambers, years) = (sizes?.0, years?.0);
    if !years.is_empty() && years.len() != chambers.len() {
        let message = format!("{} years for {} chambers", years.len(), chambers.len());
        let problem: Problem = row.problem("chambers_opened", Fault::OutOfRange, message);
        problems.push(problem.help(Years::expected()));
    }
    for (chamber, year) in chambers.iter_mut().zip(years) {
        chamber.opened = year;
    }
    Some(chambers)
}

/// Chambers without their years.
struct Sizes(Vec<Chamber>);

impl Cell for Sizes {
    fn read(text: &str) -> Result<Self, CellFault> {
        let fault = || CellFault {
            fault: Fault::NotANumber,
            message: format!("`{text}` is no list of chambers"),
            suggestion: None,
        };
        let chambers: Option<Vec<Chamber>> = text.split(';').map(chamber).collect();
        chambers.map(Self).ok_or_else(fault)
    }

    fn expected() -> String {
        "length x width x depth in m, separated by `;`, such as 230x23x5;260x23x5; nothing for an open sluice".to_owned()
    }

    fn empty() -> Option<Self> {
        Some(Self(Vec::new()))
    }
}

fn chamber(text: &str) -> Option<Chamber> {
    let sides = text.split('x').map(|side| side.trim().parse().ok().filter(|side| *side > 0.0));
    let sides: Vec<f64> = sides.collect::<Option<_>>()?;
    let [length_m, width_m, depth_m] = sides[..] else { return None };
    Some(Chamber { length_m, width_m, depth_m, opened: None })
}

/// The year of each chamber, where it is known.
struct Years(Vec<Option<u16>>);

impl Cell for Years {
    fn read(text: &str) -> Result<Self, CellFault> {
        let year = |text: &str| match text.trim() {
            "" => Ok(None),
            year => year.parse().map(Some),
        };
        let fault = |_| CellFault {
            fault: Fault::NotANumber,
            message: format!("`{text}` is no list of years"),
            suggestion: None,
        };
        text.split(';').map(year).collect::<Result<_, _>>().map(Self).map_err(fault)
    }

    fn expected() -> String {
        "one year a chamber in the same order, separated by `;`, a gap where it is not known, such as 1988;;2017".to_owned()
    }

    fn empty() -> Option<Self> {
        Some(Self(Vec::new()))
    }
}
