//! Chains as text, tables, JSON and files.

use super::{FreightArgs, words};
use crate::cli::Failure;
use crate::diagnostic::Problem;
use crate::network::Network;
use crate::output::OutputDir;
use crate::report::csv::{fixed, to_csv};
use crate::report::figure::Font;
use crate::report::manifest::{Input, hash};
use crate::report::plots;
use crate::report::tables::{signed, table};
use crate::skims::{Burden, Cargo, ChainLeg, Haul, Haulage};
use crate::study::{ChainRow, Mark};
use serde_json::{Value, json};
use std::path::Path;

/// The chains of one network.
pub(super) struct Side<'n> {
    /// `without`, `with`, or nothing where there is one network only.
    pub(super) name: &'static str,
    pub(super) network: &'n Network,
    pub(super) cargo: Cargo,
    pub(super) rows: Vec<ChainRow>,
    pub(super) notes: Vec<String>,
}

/// The chains of one network, or of two.
pub(super) struct Answer<'n> {
    pub(super) args: &'n FreightArgs,
    pub(super) sides: Vec<Side<'n>>,
}

const CHAINS: [&str; 17] = [
    "side",
    "chain",
    "via",
    "hours",
    "yuan_per_t",
    "yuan",
    "generalised_yuan_per_t",
    "co2_kg_per_t",
    "energy_kgce_per_t",
    "km",
    "share_pct",
    "haul_yuan_per_t",
    "handling_yuan_per_t",
    "time_yuan_per_t",
    "wait_h",
    "lock_h",
    "best_at",
];

const LEGS: [&str; 18] = [
    "side",
    "chain",
    "leg",
    "kind",
    "from_id",
    "from_name",
    "to_id",
    "to_name",
    "mode",
    "km",
    "hours",
    "run_h",
    "lock_h",
    "wait_h",
    "yuan_per_t",
    "toll_yuan_per_t",
    "co2_kg_per_t",
    "energy_kgce_per_t",
];

fn marks(row: &ChainRow) -> String {
    let marks: Vec<&str> = row.marks.iter().copied().map(Mark::name).collect();
    marks.join(", ")
}

fn sum(row: &ChainRow, hours: fn(&Haul) -> f64) -> f64 {
    row.chain.hauls().map(hours).sum()
}

/// Terminals on the way.
fn via(network: &Network, row: &ChainRow) -> String {
    let hauls = row.chain.legs.iter().filter_map(|leg| match leg {
        ChainLeg::Haul { to, .. } => Some(*to),
        ChainLeg::Handling { .. } => None,
    });
    let mut places: Vec<String> = hauls
        .map(|place| {
            let label = words::place(network, place);
            label.split(' ').next().unwrap_or_default().to_owned()
        })
        .collect();
    places.pop();
    places.join(", ")
}

impl Answer<'_> {
    fn last(&self) -> &Side<'_> {
        self.sides.last().expect("there is a side")
    }

    pub(super) fn text(&self) -> String {
        let last = self.last();
        let mut text = format!(
            "{} → {}: {}, {} t; {} yuan an hour and tonne\n",
            self.args.from(),
            self.args.to(),
            last.cargo.name,
            self.args.tonnes,
            last.cargo.value_of_time
        );
        for side in &self.sides {
            if !side.name.is_empty() {
                text += &format!("\n{}\n", if side.name == "with" { "With" } else { "Without" });
            }
            text += &if side.rows.is_empty() {
                "no chain\n".to_owned()
            } else {
                self.chain_table(side)
            };
        }
        if let [without, with] = self.sides.as_slice() {
            text += &change_table(without, with);
        }
        text += &leg_tables(last);
        for note in &last.notes {
            text += &format!("\n{note}\n");
        }
        let waits = last.rows.iter().any(|row| sum(row, |haul| haul.wait_h) > 0.0);
        if waits {
            text += "\nThe wait for a departure is half of what lies between two, on average.\n";
        }
        text
    }

    fn chain_table(&self, side: &Side<'_>) -> String {
        let header = [
            "chain",
            "best at",
            "hours",
            "yuan/t",
            "10⁴ yuan",
            "with time",
            "CO₂ kg/t",
            "kgce/t",
            "km",
            "share %",
        ];
        let line = |row: &ChainRow| {
            vec![
                row.chain.name(),
                marks(row),
                fixed(Some(row.burden.hours), 1),
                fixed(Some(row.burden.yuan_t), 1),
                fixed(Some(row.burden.yuan_t * self.args.tonnes / 1e4), 2),
                fixed(Some(row.generalised_yuan_t), 1),
                fixed(Some(row.burden.co2_kg_t), 1),
                fixed(Some(row.burden.energy_kgce_t), 2),
                fixed(Some(row.burden.km), 0),
                fixed(row.share.map(|share| share * 100.0), 0),
            ]
        };
        table(&header, side.rows.iter().map(line), 8)
    }

    pub(super) fn chains_csv(&self) -> Vec<u8> {
        let rows = self.sides.iter().flat_map(|side| {
            side.rows.iter().map(move |row| {
                let Burden { hours, yuan_t, co2_kg_t, energy_kgce_t, km } = row.burden;
                let handling = row.chain.handling_yuan_t();
                let figure = |value: f64, decimals| fixed(Some(value), decimals);
                [
                    side.name.to_owned(),
                    row.chain.name(),
                    via(side.network, row),
                    figure(hours, 2),
                    figure(yuan_t, 2),
                    figure(yuan_t * self.args.tonnes, 0),
                    figure(row.generalised_yuan_t, 2),
                    figure(co2_kg_t, 3),
                    figure(energy_kgce_t, 3),
                    figure(km, 1),
                    fixed(row.share.map(|share| share * 100.0), 1),
                    figure(yuan_t - handling, 2),
                    figure(handling, 2),
                    figure(row.generalised_yuan_t - yuan_t, 2),
                    figure(sum(row, |haul| haul.wait_h), 2),
                    figure(sum(row, |haul| haul.lock_h), 2),
                    marks(row),
                ]
            })
        });
        to_csv(&CHAINS, rows)
    }

    fn legs_csv(&self) -> Vec<u8> {
        let rows = self.sides.iter().flat_map(|side| {
            side.rows.iter().flat_map(move |row| {
                let legs = row.chain.legs.iter().enumerate();
                legs.map(move |(at, leg)| leg_cells(side, row, at, leg))
            })
        });
        to_csv(&LEGS, rows)
    }

    pub(super) fn json(&self) -> String {
        let side = |side: &Side<'_>| {
            let chains: Vec<Value> = side.rows.iter().map(|row| row_json(side, row)).collect();
            json!({ "side": (!side.name.is_empty()).then_some(side.name), "chains": chains, "notes": side.notes })
        };
        let value = json!({
            "from": self.args.from(), "to": self.args.to(), "commodity": self.last().cargo.name,
            "tonnes": self.args.tonnes, "value_of_time_yuan_t_h": self.last().cargo.value_of_time,
            "sides": self.sides.iter().map(side).collect::<Vec<_>>(),
        });
        format!("{value:#}\n")
    }

    pub(super) fn write(&self, out: &Path, inputs: &[Input]) -> Result<(), Failure> {
        let mut folder = OutputDir::new(out);
        folder.add("chains.csv", self.chains_csv());
        folder.add("legs.csv", self.legs_csv());
        let last = self.last();
        let subject = plots::FreightSubject {
            network: last.network,
            from: self.args.from(),
            to: self.args.to(),
            cargo: &last.cargo,
        };
        let figure = plots::chain_cost(&subject, &last.rows);
        let drawn = plots::files("chain_cost", &figure, &Font::embedded())
            .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
        for (name, bytes) in drawn {
            folder.add(name, bytes);
        }
        let manifest = manifest(self.args, inputs, &folder);
        folder.add("manifest.json", manifest);
        folder.finish()?;
        Ok(())
    }
}

/// What the folder was made of.
pub(super) fn manifest(args: &FreightArgs, inputs: &[Input], folder: &OutputDir) -> Vec<u8> {
    let scenario = &args.scenario;
    let inputs: serde_json::Map<String, Value> =
        inputs.iter().map(|it| (it.name.clone(), it.blake3.clone().into())).collect();
    let outputs: serde_json::Map<String, Value> =
        folder.files().map(|(name, bytes)| (name.to_owned(), hash(bytes).into())).collect();
    let value = json!({
        "program": "tongqu", "version": env!("CARGO_PKG_VERSION"), "command": "freight",
        "from": args.from(), "to": args.to(), "commodity": args.commodity,
        "tonnes": args.tonnes, "vessel_t": args.vessel,
        "date": scenario.date.map(|date| date.to_string()),
        "with": scenario.with, "without": scenario.without,
        "inputs": inputs, "outputs": outputs,
    });
    format!("{value:#}\n").into_bytes()
}

/// A row a leg: what it is, where, and what it takes.
fn leg_tables(side: &Side<'_>) -> String {
    let header = [
        "leg",
        "where",
        "by",
        "km",
        "under way h",
        "locks h",
        "wait h",
        "handling h",
        "yuan/t",
        "CO₂ kg/t",
    ];
    let mut text = String::new();
    for row in side.rows.iter().filter(|row| row.share.is_some()) {
        let lines = row.chain.legs.iter().map(|leg| {
            let burden = leg.burden();
            let (kind, place, by, hours) = match leg {
                ChainLeg::Handling { at, hours, .. } => {
                    let hours = [None, None, None, Some(*hours)];
                    ("handling", words::place(side.network, *at), String::new(), hours)
                }
                ChainLeg::Haul { to, haul, .. } => {
                    let to = format!("→ {}", words::place(side.network, *to));
                    let locks = (haul.lock_h > 0.0).then_some(haul.lock_h);
                    let wait = (haul.wait_h > 0.0).then_some(haul.wait_h);
                    let hours = [Some(haul.run_h), locks, wait, None];
                    ("haul", to, words::haul(side.network, haul), hours)
                }
            };
            let mut cells = vec![kind.to_owned(), place, by];
            cells.push(if burden.km > 0.0 { fixed(Some(burden.km), 0) } else { String::new() });
            cells.extend(hours.map(|hours| fixed(hours, 1)));
            cells.extend([burden.yuan_t, burden.co2_kg_t].map(|figure| fixed(Some(figure), 1)));
            cells
        });
        text += &format!("\n{}\n{}", row.chain.name(), table(&header, lines, 7));
    }
    text
}

/// What changes of each combination of means.
fn change_table(without: &Side<'_>, with: &Side<'_>) -> String {
    let header =
        ["chain", "hours", "change", "yuan/t", "change", "CO₂ kg/t", "change", "share %", "change"];
    let lines = with.rows.iter().filter(|row| row.share.is_some()).map(|row| {
        let is_same = |old: &&ChainRow| old.share.is_some() && old.means() == row.means();
        let old = without.rows.iter().find(is_same);
        let pair = |value: fn(&ChainRow) -> f64, decimals| {
            let new = value(row);
            let change = old.map(|old| new - value(old));
            let before = old.map(value);
            let shown = before.map_or_else(
                || fixed(Some(new), decimals),
                |before| format!("{before:.decimals$} → {new:.decimals$}"),
            );
            [shown, change.map_or("new".to_owned(), |change| signed(Some(change), decimals, ""))]
        };
        let mut cells = vec![row.chain.name()];
        cells.extend(pair(|row| row.burden.hours, 1));
        cells.extend(pair(|row| row.burden.yuan_t, 2));
        cells.extend(pair(|row| row.burden.co2_kg_t, 2));
        cells.extend(pair(|row| row.share.unwrap_or(0.0) * 100.0, 1));
        cells
    });
    format!("\nChange\n{}", table(&header, lines, 8))
}

fn leg_cells(side: &Side<'_>, row: &ChainRow, at: usize, leg: &ChainLeg) -> [String; 18] {
    let burden = leg.burden();
    let (kind, from, to, haul) = match leg {
        ChainLeg::Handling { at, .. } => ("handling", *at, *at, None),
        ChainLeg::Haul { from, to, haul } => ("haul", *from, *to, Some(haul)),
    };
    let of_haul = |value: fn(&Haul) -> f64| fixed(haul.map(|haul| value(haul)), 2);
    [
        side.name.to_owned(),
        row.chain.name(),
        (at + 1).to_string(),
        kind.to_owned(),
        words::id(side.network, from).to_owned(),
        words::place(side.network, from),
        words::id(side.network, to).to_owned(),
        words::place(side.network, to),
        haul.map_or_else(String::new, |haul| haul.mode.clone()),
        fixed(Some(burden.km), 1),
        fixed(Some(burden.hours), 2),
        of_haul(|haul| haul.run_h),
        of_haul(|haul| haul.lock_h),
        of_haul(|haul| haul.wait_h),
        fixed(Some(burden.yuan_t), 2),
        of_haul(|haul| haul.toll_yuan_t),
        fixed(Some(burden.co2_kg_t), 3),
        fixed(Some(burden.energy_kgce_t), 3),
    ]
}

fn row_json(side: &Side<'_>, row: &ChainRow) -> Value {
    let legs: Vec<Value> = row
        .chain
        .legs
        .iter()
        .map(|leg| {
            let burden = leg.burden();
            let place = |place| words::id(side.network, place).to_owned();
            let mut value = match leg {
                ChainLeg::Handling { at, .. } => json!({ "kind": "handling", "at": place(*at) }),
                ChainLeg::Haul { from, to, haul } => json!({
                    "kind": "haul", "from": place(*from), "to": place(*to), "by": haul.by.name(),
                    "mode": haul.mode, "km": burden.km, "run_h": haul.run_h, "lock_h": haul.lock_h,
                    "wait_h": haul.wait_h, "toll_yuan_per_t": haul.toll_yuan_t,
                    "co2_kg_per_t": burden.co2_kg_t, "energy_kgce_per_t": burden.energy_kgce_t,
                }),
            };
            value["hours"] = burden.hours.into();
            value["yuan_per_t"] = burden.yuan_t.into();
            value
        })
        .collect();
    json!({
        "chain": row.chain.name(), "means": row.means().into_iter().map(Haulage::name).collect::<Vec<_>>(),
        "hours": row.burden.hours, "yuan_per_t": row.burden.yuan_t,
        "generalised_yuan_per_t": row.generalised_yuan_t, "co2_kg_per_t": row.burden.co2_kg_t,
        "energy_kgce_per_t": row.burden.energy_kgce_t, "km": row.burden.km, "share": row.share,
        "best_at": row.marks.iter().copied().map(Mark::name).collect::<Vec<_>>(), "legs": legs,
    })
}
