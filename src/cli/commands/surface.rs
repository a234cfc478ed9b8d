//! `tongqu surface`: a value for every cell of a grid, as raster and map.

use super::isochrone::{ground, names, start, street_limit, way};
use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, SurfaceArgs};
use crate::cli::input;
use crate::cli::leaving_args::STREET_LIMIT;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::measures::equity::Distribution;
use crate::network::grid::Grid;
use crate::network::{Boundaries, Network};
use crate::output::OutputDir;
use crate::report::csv::{fixed, to_csv};
use crate::report::figure::{Font, Ramp, ValueScale};
use crate::report::geotiff::geotiff;
use crate::report::plots::{self, SurfaceMap};
use crate::report::tables::table;
use crate::skims::{Leaving, TravelMode};
use crate::study::{Cumulative, Ground, IsochroneQuery, Surface, SurfaceMeasure, surface};
use crate::units::Seconds;
use std::collections::BTreeSet;
use std::path::Path;

pub(in crate::cli) fn run(
    args: &SurfaceArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let ground = ground(&args.grid, &mut world, printer)?;
    let mut layers = Vec::new();
    for side in &ground.sides {
        let measure = measure(args, &side.network)?;
        let values = surface(&side.network, &ground.topology, &ground.grid, &measure)
            .map_err(Problem::from)?;
        printer.stage(&format!("values {}", side.name));
        let circumstances = side.circumstances();
        layers.push(Layer { name: side.name, values, circumstances, change: None });
    }
    layers.extend(changes(&layers, args));
    let subject = Subject { args, ground: &ground, projects: &ground.projects };
    if let Some(out) = &args.out {
        let boundaries = args.grid.boundaries.as_deref();
        let boundaries = input::boundaries(boundaries, subject.network(), &mut world.inputs)?;
        subject.write(out, &layers, boundaries.as_ref())?;
        printer.stage("draw and write");
        printer.note(&format!("written to {}", out.display()));
    }
    printer.result(&match args.format {
        Format::Table => subject.text(&layers)?,
        Format::Csv => String::from_utf8_lossy(&subject.csv(&layers)).into_owned(),
        Format::Json => subject.json(&layers),
    });
    Ok(())
}

fn measure(args: &SurfaceArgs, network: &Network) -> Result<SurfaceMeasure, Problem> {
    let mode: TravelMode = args.grid.mode.into();
    let leaving = args.leaving.leaving(mode)?;
    match (&args.place, args.people_within) {
        (Some(place), _) => Ok(SurfaceMeasure::TravelTime(IsochroneQuery {
            start: start(network, place)?,
            mode,
            leaving,
            limit: street_limit(network, STREET_LIMIT)?,
        })),
        (None, Some(minutes)) => {
            let (departures, percentile) = match leaving {
                Leaving::At { departures, percentile } => (departures, percentile),
                Leaving::AtBest if mode == TravelMode::Car => (Vec::new(), 50.0),
                Leaving::AtBest => {
                    let problem =
                        Problem::error("wrong-question", "services leave at certain times");
                    return Err(
                        problem.help("--depart HH:MM, and --window MIN for a time around it")
                    );
                }
            };
            let column = column(args).to_owned();
            known_column(network, &column)?;
            let limit = Seconds(u32::from(minutes) * 60);
            Ok(SurfaceMeasure::Cumulative(Cumulative {
                limit,
                column,
                mode,
                departures,
                percentile,
            }))
        }
        (None, None) => Err(Problem::error("no-measure", "there is nothing to show")
            .help("a PLACE for travel times from it, or --people-within MINUTES")),
    }
}

fn column(args: &SurfaceArgs) -> &str {
    args.opportunities.as_deref().unwrap_or("population")
}

fn known_column(network: &Network, column: &str) -> Result<(), Problem> {
    let columns: BTreeSet<&str> = network
        .zones
        .iter()
        .flat_map(|zone| zone.opportunities.keys())
        .map(String::as_str)
        .collect();
    if columns.contains(column) {
        return Ok(());
    }
    let known: Vec<&str> = columns.into_iter().collect();
    let problem = format!("zone.csv has no numeric column `{column}`");
    let help = if known.is_empty() {
        "a numeric column in zone.csv: `population`, or another of your own".to_owned()
    } else {
        format!("one of {}", known.join(", "))
    };
    Err(Problem::error("unknown-column", problem).help(help))
}

/// A value for each cell, and where it comes from.
struct Layer {
    name: &'static str,
    values: Surface,
    circumstances: String,
    /// Of a change: its unit.
    change: Option<String>,
}

/// With less without, in the measure's unit and in per cent.
fn changes(layers: &[Layer], args: &SurfaceArgs) -> Vec<Layer> {
    let [without, with] = layers else { return Vec::new() };
    let unit = match (&args.place, args.opportunities.as_deref()) {
        (Some(_), _) => "min",
        (None, column) => column.unwrap_or("people"),
    };
    let layer = |name, unit: &str, change: fn(f64, f64) -> f64| {
        let pairs = without.values.iter().zip(&with.values);
        let values = pairs.map(|(old, new)| Some(change((*old)?, (*new)?))).collect();
        let circumstances = format!("with less without; {}", with.circumstances);
        Layer { name, values, circumstances, change: Some(unit.to_owned()) }
    };
    let per_cent = |old: f64, new: f64| if old > 0.0 { (new / old - 1.0) * 100.0 } else { 0.0 };
    vec![layer("change", unit, |old, new| new - old), layer("change_pct", "%", per_cent)]
}

/// What is shown of which network.
struct Subject<'a> {
    args: &'a SurfaceArgs,
    ground: &'a Ground,
    projects: &'a BTreeSet<String>,
}

impl Subject<'_> {
    /// With the projects.
    fn network(&self) -> &Network {
        &self.ground.sides[self.ground.sides.len() - 1].network
    }

    fn grid(&self) -> &Grid {
        &self.ground.grid
    }

    /// Name of the measure in Chinese and English, and its unit.
    fn measure(&self) -> Result<(String, String, String), Problem> {
        let mode: TravelMode = self.args.grid.mode.into();
        let way = way(mode, &self.args.leaving.leaving(mode)?);
        Ok(match (&self.args.place, self.args.people_within) {
            (Some(place), _) => {
                let (zh, en) = names(self.network(), start(self.network(), place)?);
                let title = format!("{zh}出发的旅行时间 Travel time from {en}");
                (title, way, "min".to_owned())
            }
            (None, minutes) => {
                let minutes = minutes.unwrap_or_default();
                match self.args.opportunities.as_deref() {
                    None => {
                        let title =
                            format!("{minutes}分钟可达人口 People within {minutes} minutes");
                        (title, format!("{way}, people of the study area"), "people".to_owned())
                    }
                    Some(column) => {
                        let title = format!("{minutes}分钟可达 Within {minutes} minutes: {column}");
                        (title, format!("{way}, {column} of the study area"), column.to_owned())
                    }
                }
            }
        })
    }

    fn write(
        &self,
        out: &Path,
        layers: &[Layer],
        boundaries: Option<&Boundaries>,
    ) -> Result<(), Failure> {
        let mut folder = OutputDir::new(out);
        folder.add("surface.csv", self.csv(layers));
        for layer in layers {
            let name = if layer.name == "network" {
                "surface".to_owned()
            } else {
                format!("surface_{}", layer.name)
            };
            let raster = geotiff(self.grid(), &layer.values)
                .map_err(|error| Problem::error("unwritable-raster", error.to_string()))?;
            folder.add(format!("{name}.tif"), raster);
            let Some(map) = self.map(layer, layers)? else { continue };
            let drawn =
                plots::files(&name, &plots::outlined(map.figure(), boundaries), &Font::embedded())
                    .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
            for (name, bytes) in drawn {
                folder.add(name, bytes);
            }
        }
        folder.finish()?;
        Ok(())
    }

    /// The map of a layer; none of a change that is none anywhere.
    fn map<'l>(
        &'l self,
        layer: &'l Layer,
        layers: &[Layer],
    ) -> Result<Option<SurfaceMap<'l>>, Problem> {
        let (title, mode, unit) = self.measure()?;
        let values = |layer: &Layer| layer.values.iter().flatten().copied().collect::<Vec<_>>();
        let scale = if let Some(unit) = &layer.change {
            let noise = if unit == "people" { 1000.0 } else { 0.5 };
            let found = values(layer);
            if found.iter().all(|value| value.abs() < noise) {
                return Ok(None);
            }
            let is_time = self.args.place.is_some();
            let ramp = if is_time { Ramp::LessIsBetter } else { Ramp::MoreIsBetter };
            ValueScale::changes(format!("变化 Change, {unit}"), ramp, found, noise)
        } else {
            // Both sides in the same classes.
            let sides = layers.iter().filter(|layer| layer.change.is_none());
            let both: Vec<f64> = sides.flat_map(values).collect();
            ValueScale::over(unit, Ramp::Sequential, both)
        };
        let mut notes = vec![format!(
            "Cells of {} km within the study area; blank: no way there.",
            self.grid().size().0
        )];
        if layer.change.is_some() {
            notes.insert(
                0,
                "Blue: better; orange: worse; palest: no change to speak of.".to_owned(),
            );
        }
        Ok(Some(SurfaceMap {
            network: self.network(),
            grid: self.grid(),
            values: &layer.values,
            words: (title, format!("{mode}; {}", layer.circumstances)),
            scale,
            notes,
            mode: self.args.grid.mode.into(),
            projects: self.projects,
        }))
    }

    fn text(&self, layers: &[Layer]) -> Result<String, Problem> {
        let (title, mode, unit) = self.measure()?;
        let rows = layers.iter().map(|layer| {
            let cells = self.grid().cells().iter().zip(&layer.values);
            let pairs = cells.filter_map(|(cell, value)| Some(((*value)?, cell.people)));
            let (values, people): (Vec<f64>, Vec<f64>) = pairs.unzip();
            let spread = Distribution::weighted(&values, &people).ok();
            let shown = |value: Option<f64>| fixed(value, 1);
            let at = |share: f64| shown(spread.as_ref().map(|spread| spread.quantile(share)));
            let unit = layer.change.as_ref().unwrap_or(&unit);
            vec![
                format!("{} ({unit})", layer.name.replace("_pct", "")),
                values.len().to_string(),
                at(0.1),
                at(0.5),
                at(0.9),
                shown(spread.as_ref().map(Distribution::mean)),
            ]
        });
        let header = ["", "cells", "p10", "median", "p90", "mean"];
        Ok(format!(
            "{title}, {mode}; {} cells of {} km, weighted by their people\n\n{}",
            self.grid().cells().len(),
            self.grid().size().0,
            table(&header, rows, 5)
        ))
    }

    fn csv(&self, layers: &[Layer]) -> Vec<u8> {
        let places = ["column", "row", "lon", "lat", "zone", "people"];
        let names =
            layers.iter().map(|layer| if layer.name == "network" { "value" } else { layer.name });
        let header: Vec<&str> = places.into_iter().chain(names).collect();
        let rows = self.grid().cells().iter().enumerate().map(|(at, cell)| {
            let place = [
                cell.column.to_string(),
                cell.row.to_string(),
                fixed(Some(cell.position.lon), 5),
                fixed(Some(cell.position.lat), 5),
                self.network().zones[cell.zone.at()].id.clone(),
                fixed(Some(cell.people), 0),
            ];
            let values = layers.iter().map(|layer| fixed(layer.values[at], 2));
            place.into_iter().chain(values).collect::<Vec<_>>()
        });
        to_csv(&header, rows)
    }

    fn json(&self, layers: &[Layer]) -> String {
        let cells = self.grid().cells().iter().enumerate().map(|(at, cell)| {
            let mut row = serde_json::json!({
                "column": cell.column, "row": cell.row, "lon": cell.position.lon, "lat": cell.position.lat,
                "zone": self.network().zones[cell.zone.at()].id, "people": cell.people,
            });
            for layer in layers {
                row[if layer.name == "network" { "value" } else { layer.name }] =
                    layer.values[at].into();
            }
            row
        });
        format!("{:#}\n", serde_json::Value::from(cells.collect::<Vec<_>>()))
    }
}
