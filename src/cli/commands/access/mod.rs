//! `tongqu access`: what every zone can reach, by any measure.

mod args;

pub(in crate::cli) use args::AccessArgs;

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format};
use crate::cli::input::{self, World};
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::output::OutputDir;
use crate::report::access::{
    access_csv, access_geojson, access_json, access_text, cell_layers, cells_csv, cells_text,
};
use crate::report::equity::{equity_csv, lorenz_csv, of_access};
use crate::report::geotiff::geotiff;
use crate::report::manifest::{Reads, manifest_of};
use crate::study::{Access, AccessTable, CellAccess};
use crate::units::Kilometres;
use serde_json::{Map, Value, json};
use std::path::Path;

pub(in crate::cli) fn run(
    args: &AccessArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let scenario = world.scenario(&args.scenario)?;
    let question = args.question(scenario)?;
    let access = Access::run(&world.network, &world.catalogue, question, &mut |stage| {
        printer.stage(stage);
    })?;
    let cells = args.cell.map(|size| access.cells(Kilometres(size))).transpose()?;
    printer.stage("cells");
    if let Some(out) = &args.out {
        write(&world, (&access, cells.as_ref()), &input::reads(common, &args.scenario, &[]), out)?;
        printer.stage("write the files");
        printer.note(&format!("written to {}", out.display()));
    }
    match args.format {
        Format::Table => {
            let cells = cells.as_ref().map(|cells| cells_text(&access, cells));
            printer.result(&(access_text(&access) + &cells.unwrap_or_default()));
        }
        Format::Csv => {
            for note in &access.notes {
                printer.note(note);
            }
            printer.result(&String::from_utf8_lossy(&access_csv(&access)));
        }
        Format::Json => printer.result(&format!("{:#}\n", access_json(&access))),
    }
    Ok(())
}

fn write(
    world: &World,
    (access, cells): (&Access, Option<&CellAccess>),
    reads: &Reads,
    out: &Path,
) -> Result<(), Failure> {
    let equity = of_access(access);
    let mut folder = OutputDir::new(out);
    folder.add("access.csv", access_csv(access));
    folder.add("access.geojson", access_geojson(access));
    folder.add("equity.csv", equity_csv(&equity));
    folder.add("lorenz.csv", lorenz_csv(&equity));
    if let Some(cells) = cells {
        folder.add("cells.csv", cells_csv(access, cells));
        for (name, values) in cell_layers(access, cells) {
            let raster = geotiff(&cells.grid, values)
                .map_err(|error| Problem::error("unwritable-raster", error.to_string()))?;
            folder.add(format!("{name}.tif"), raster);
        }
    }
    let manifest = manifest_of("access", facts(access), reads, &world.inputs, folder.files());
    folder.add("manifest.json", manifest);
    folder.finish()?;
    Ok(())
}

/// What was asked, for the manifest.
fn facts(access: &Access) -> Map<String, Value> {
    let question = &access.question;
    let measure = |table: &AccessTable| {
        json!({
            "column": table.key, "measure": table.measure.info().id,
            "parameters": table.measure.parameters(), "unit": table.unit,
        })
    };
    let facts = [
        ("projects", json!(question.scenario.projects)),
        ("date", json!(question.scenario.date.to_string())),
        ("without", json!(question.scenario.without)),
        ("modes", json!([question.mode.name()])),
        ("measures", access.tables.iter().map(measure).collect::<Vec<_>>().into()),
        ("mass", json!(question.mass)),
        ("opportunities", json!(question.opportunities)),
        ("supply", json!(question.supply)),
        ("own_zone", question.own_zone.map_or(Value::Null, |own| json!(format!("{own:?}")))),
        ("travellers", json!(format!("{:?}", question.travellers))),
        ("notes", json!(access.notes)),
    ];
    facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
