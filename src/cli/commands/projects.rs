//! `tongqu projects`: the projects that can be named.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, ProjectsArgs};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::report::csv::{fixed, to_csv};
use crate::report::tables::table;
use crate::scenario::ProjectFile;

pub(in crate::cli) fn run(
    args: &ProjectsArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let world = input::world(common, printer)?;
    let header =
        ["id", "name", "name_en", "mode", "type", "status", "opening", "length_km", "cost_yi_yuan"];
    let rows: Vec<Vec<String>> = world.catalogue.iter().map(row).collect();
    let text = match args.format {
        Format::Table => {
            let titles =
                ["id", "name", "English name", "mode", "type", "status", "opening", "km", "亿元"];
            table(&titles, rows, 2)
        }
        Format::Csv => String::from_utf8_lossy(&to_csv(&header, rows)).into_owned(),
        Format::Json => {
            let values: Vec<_> = rows
                .into_iter()
                .map(|row| {
                    header
                        .iter()
                        .zip(row)
                        .map(|(key, value)| ((*key).to_owned(), value.into()))
                        .collect::<serde_json::Map<_, _>>()
                })
                .collect();
            format!("{:#}\n", serde_json::json!(values))
        }
    };
    printer.result(&text);
    Ok(())
}

fn row(project: &ProjectFile) -> Vec<String> {
    let head = &project.head;
    vec![
        project.id().to_owned(),
        head.name.clone(),
        head.name_en.clone(),
        head.mode.clone(),
        head.kind.clone(),
        head.status.name().to_owned(),
        head.opening.as_ref().map_or(String::new(), |opening| opening.get_ref().clone()),
        fixed(head.length_km, 1),
        fixed(head.cost_yi_yuan, 1),
    ]
}
