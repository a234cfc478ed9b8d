//! `tongqu freight --to-ports`: counties to the sea and to the border.

use super::answer::manifest;
use super::{FreightArgs, cargo};
use crate::cli::Failure;
use crate::cli::args::Format;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::Network;
use crate::output::OutputDir;
use crate::report::csv::{fixed, to_csv};
use crate::report::figure::Font;
use crate::report::manifest::Input;
use crate::report::plots;
use crate::report::tables::table;
use crate::skims::{Cargo, Chains};
use crate::study::{Accesses, FreightAccess, freight_access};
use serde_json::json;

/// What the zones of one network reach.
struct Side<'n> {
    name: &'static str,
    network: &'n Network,
    cargo: Cargo,
    rows: Vec<Accesses>,
}

const CSV: [&str; 12] = [
    "side",
    "zone_id",
    "zone_name",
    "zone_name_en",
    "to",
    "terminal_id",
    "terminal_name",
    "chain",
    "yuan_per_t",
    "hours",
    "generalised_yuan_per_t",
    "market_potential_yi_yuan_per_yuan_t",
];

pub(super) fn run(
    args: &FreightArgs,
    networks: &[(&'static str, Network)],
    inputs: &[Input],
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut sides = Vec::new();
    for (name, network) in networks {
        let cargo = cargo(network, &args.commodity)?;
        let chains = Chains::new(network, cargo.clone(), args.vessel).map_err(Problem::from)?;
        sides.push(Side { name, network, cargo, rows: freight_access(&chains) });
        printer.stage("find the chains");
    }
    let csv = to_csv(&CSV, sides.iter().flat_map(Side::cells));
    if let Some(out) = &args.out {
        let mut folder = OutputDir::new(out);
        folder.add("freight_access.csv", csv.clone());
        let last = sides.last().expect("there is a side");
        let maps = [
            ("freight_access", plots::freight_access_map(last.network, &last.cargo, &last.rows)),
            ("waterways", plots::waterway_map(last.network)),
        ];
        for (name, map) in maps {
            let drawn = plots::files(name, &map, &Font::embedded())
                .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
            for (name, bytes) in drawn {
                folder.add(name, bytes);
            }
        }
        let manifest = manifest(args, inputs, &folder);
        folder.add("manifest.json", manifest);
        folder.finish()?;
        printer.stage("draw and write");
        printer.note(&format!("written to {}", out.display()));
    }
    let text = match args.format {
        Format::Table => sides.iter().map(Side::text).collect::<Vec<_>>().join("\n"),
        Format::Csv => String::from_utf8_lossy(&csv).into_owned(),
        Format::Json => {
            format!("{:#}\n", sides.iter().map(Side::json).collect::<serde_json::Value>())
        }
    };
    printer.result(&text);
    Ok(())
}

impl Side<'_> {
    /// A row for the seaport and for each border station.
    fn cells(&self) -> Vec<[String; 12]> {
        let cells = |row: &Accesses, to: &str, access: &FreightAccess| {
            let zone = &self.network.zones[row.zone.at()];
            let terminal = &self.network.terminals[access.terminal.at()];
            [
                self.name.to_owned(),
                zone.id.clone(),
                zone.name.clone(),
                zone.name_en.clone(),
                to.to_owned(),
                terminal.id.clone(),
                terminal.name.clone(),
                access.chain.clone(),
                fixed(Some(access.burden.yuan_t), 2),
                fixed(Some(access.burden.hours), 2),
                fixed(Some(access.generalised_yuan_t), 2),
                fixed(Some(row.market_potential), 1),
            ]
        };
        let of_row = |row: &Accesses| {
            let port = row.seaport.iter().map(|access| cells(row, "seaport", access));
            let borders = row.borders.iter().map(|access| cells(row, "border", access));
            port.chain(borders).collect::<Vec<_>>()
        };
        self.rows.iter().flat_map(of_row).collect()
    }

    /// The nearest seaport of each zone, the cheapest first.
    fn text(&self) -> String {
        let mut rows: Vec<(&Accesses, &FreightAccess)> =
            self.rows.iter().filter_map(|row| Some((row, row.seaport.as_ref()?))).collect();
        rows.sort_by(|a, b| a.1.generalised_yuan_t.total_cmp(&b.1.generalised_yuan_t));
        let line = |(row, access): &(&Accesses, &FreightAccess)| {
            let border = row.borders.iter().map(|access| access.burden);
            let border = border.min_by(|a, b| a.yuan_t.total_cmp(&b.yuan_t));
            vec![
                self.network.zones[row.zone.at()].label(),
                self.network.terminals[access.terminal.at()].name.clone(),
                access.chain.clone(),
                fixed(Some(access.burden.yuan_t), 1),
                fixed(Some(access.burden.hours), 0),
                fixed(Some(access.generalised_yuan_t), 1),
                fixed(border.map(|burden| burden.yuan_t), 0),
                fixed(Some(row.market_potential), 0),
            ]
        };
        let header = [
            "zone",
            "seaport",
            "chain",
            "yuan/t",
            "hours",
            "with time",
            "to the border yuan/t",
            "market potential",
        ];
        let heading = match self.name {
            "with" => "With\n",
            "without" => "Without\n",
            _ => "",
        };
        format!(
            "{heading}{} to the nearest seaport\n{}\nMarket potential: Σ GDP (亿元) over the cost with time (yuan a tonne).\n",
            self.cargo.name,
            table(&header, rows.iter().map(line), 5)
        )
    }

    fn json(&self) -> serde_json::Value {
        let access = |access: &FreightAccess| {
            json!({
                "terminal": self.network.terminals[access.terminal.at()].id, "chain": access.chain,
                "yuan_per_t": access.burden.yuan_t, "hours": access.burden.hours,
                "generalised_yuan_per_t": access.generalised_yuan_t,
            })
        };
        let zone = |row: &Accesses| {
            json!({
                "zone": self.network.zones[row.zone.at()].id,
                "seaport": row.seaport.as_ref().map(access),
                "borders": row.borders.iter().map(access).collect::<Vec<_>>(),
                "market_potential": row.market_potential,
            })
        };
        json!({ "side": (!self.name.is_empty()).then_some(self.name), "commodity": self.cargo.name,
            "zones": self.rows.iter().map(zone).collect::<Vec<_>>() })
    }
}
