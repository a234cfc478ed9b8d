//! `tongqu matrix`: car times and road lengths between many points.

mod ends;
mod services;

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, MatrixArgs, MatrixValue, ModeArg};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::{Gazetteer, Position};
use crate::output::StreamedFile;
use crate::report::csv::{fixed, rows_to_csv};
use crate::supply::{
    LinkIndex, RoadMetric, RoadPairs, RoadPlaces, RoadTable, RoadTopology, RoadWeight, Roads,
};
use ends::{End, ends};
use std::path::Path;

/// Origins whose rows are in memory at once.
const BATCH: usize = 256;

pub(in crate::cli) fn run(
    args: &MatrixArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let network = world.network_of(&args.scenario)?;
    let gazetteer = Gazetteer::new(&network);
    let origins = ends(&network, &gazetteer, &args.origins)?;
    let destinations = ends(&network, &gazetteer, &args.destinations)?;
    let out = args.out.as_deref().map(|path| Ok((path, kind(path, args)?))).transpose();
    let out: Option<(&Path, Kind)> = out.map_err(|problem: Problem| problem)?;
    printer.stage("apply the projects and read the points");
    if args.mode != ModeArg::Car {
        return services::run(args, &network, (&origins, &destinations), printer);
    }
    if args.services.depart.is_some() {
        let problem = Problem::error("wrong-question", "a drive takes as long at any time");
        return Err(problem.help("--mode public with --depart; by car without it").into());
    }
    let roads = Roads::new(&network)
        .map_err(|error| Problem::error("missing-parameter", error.to_string()))?;
    let topology = RoadTopology::new([&network]);
    let metric = topology.metric(&network, &roads).expect("the topology is of this network");
    let joined = Joined { topology: &topology, links: LinkIndex::new(&network, &metric) };
    printer.stage("contract the roads");
    let targets = joined.places(&destinations);
    let mut sink = Sink::begin(out, (&origins, &destinations), args.wide, printer)?;
    for batch in origins.chunks(BATCH) {
        let sources = joined.places(batch);
        let pairs = RoadPairs::new(&sources, &targets);
        sink.batch(&tables(&metric, &pairs, args.wide), batch, &destinations, args.wide)?;
    }
    sink.finish()?;
    printer.stage("all pairs");
    if let Some((out, _)) = out {
        printer.note(&format!("written to {}", out.display()));
    }
    Ok(())
}

/// How a file is written, by the end of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Csv,
    Omx,
    Parquet,
}

fn kind(path: &Path, args: &MatrixArgs) -> Result<Kind, Problem> {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    let kind = match end.as_deref() {
        Some("csv") => Kind::Csv,
        Some("omx") => Kind::Omx,
        Some("parquet") => Kind::Parquet,
        _ => {
            let message = format!("`{}` is no name of a matrix file", path.display());
            return Err(Problem::error("unknown-format", message)
                .help("a name that ends in .csv, .omx or .parquet"));
        }
    };
    let feature = match kind {
        Kind::Omx if !cfg!(feature = "omx") => "omx",
        Kind::Parquet if !cfg!(feature = "parquet") => "parquet",
        _ if kind != Kind::Csv && args.wide.is_some() => {
            return Err(Problem::error("unknown-format", "only a CSV file can be wide")
                .help("leave out --wide: both values are in the file"));
        }
        _ => return Ok(kind),
    };
    let message = format!("this program was built without .{feature} files");
    Err(Problem::error("unknown-format", message)
        .help(format!("cargo build --release --features {feature}; or a name that ends in .csv")))
}

/// What points are joined to.
struct Joined<'t> {
    topology: &'t RoadTopology,
    links: LinkIndex,
}

impl Joined<'_> {
    fn places(&self, ends: &[End]) -> RoadPlaces {
        let positions: Vec<Position> = ends.iter().map(|end| end.position).collect();
        RoadPlaces::new(self.topology, positions)
            .joined_to_links(&self.links, |at| ends[at].is_point)
    }
}

/// Times and lengths, of which a wide table has one.
struct Tables {
    times: Option<RoadTable>,
    lengths: Option<RoadTable>,
}

fn tables(metric: &RoadMetric<'_>, pairs: &RoadPairs<'_>, wide: Option<MatrixValue>) -> Tables {
    let table = |value: MatrixValue, by: RoadWeight| {
        (wide.is_none() || wide == Some(value)).then(|| metric.table(pairs, by))
    };
    Tables {
        times: table(MatrixValue::Minutes, RoadWeight::Time),
        lengths: table(MatrixValue::Km, RoadWeight::Length),
    }
}

impl Tables {
    fn minutes(&self, from: usize, to: usize) -> Option<f64> {
        let time = self.times.as_ref().and_then(|times| times.time(from, to));
        time.map(crate::units::Seconds::minutes)
    }

    fn km(&self, from: usize, to: usize) -> Option<f64> {
        let length = self.lengths.as_ref().and_then(|lengths| lengths.length(from, to));
        length.map(|length| length.0)
    }
}

fn header(destinations: &[End], wide: Option<MatrixValue>) -> Vec<u8> {
    let names = match wide {
        None => ["origin", "destination", "minutes", "km"].map(str::to_owned).to_vec(),
        Some(MatrixValue::Minutes) => names("origin_minutes", destinations),
        Some(MatrixValue::Km) => names("origin_km", destinations),
    };
    rows_to_csv([names])
}

fn names(first: &str, destinations: &[End]) -> Vec<String> {
    let first = std::iter::once(first.to_owned());
    first.chain(destinations.iter().map(|end| end.id.clone())).collect()
}

/// What one origin has to say: a row, or a row for each destination.
fn rows(
    tables: &Tables,
    (from, origin): (usize, &End),
    destinations: &[End],
    wide: Option<MatrixValue>,
) -> Vec<u8> {
    let Some(value) = wide else {
        return rows_to_csv(destinations.iter().enumerate().map(|(to, destination)| {
            let minutes = fixed(tables.minutes(from, to), 2);
            let km = fixed(tables.km(from, to), 3);
            [origin.id.clone(), destination.id.clone(), minutes, km]
        }));
    };
    let cell = |to: usize| match value {
        MatrixValue::Minutes => fixed(tables.minutes(from, to), 2),
        MatrixValue::Km => fixed(tables.km(from, to), 3),
    };
    let id = std::iter::once(origin.id.clone());
    rows_to_csv([id.chain((0..destinations.len()).map(cell)).collect::<Vec<_>>()])
}

/// Where the rows go.
enum Sink<'a> {
    Printed(&'a mut Printer),
    Csv(StreamedFile, &'a Path),
    #[cfg(feature = "omx")]
    Omx(Box<crate::report::omx::OmxFile>, &'a Path),
    #[cfg(feature = "parquet")]
    Parquet(Box<crate::report::parquet::ParquetFile>, &'a Path),
}

impl<'a> Sink<'a> {
    fn begin(
        out: Option<(&'a Path, Kind)>,
        (origins, destinations): (&[End], &[End]),
        wide: Option<MatrixValue>,
        printer: &'a mut Printer,
    ) -> Result<Self, Failure> {
        let header = header(destinations, wide);
        let Some((path, kind)) = out else {
            printer.result(&String::from_utf8_lossy(&header));
            return Ok(Self::Printed(printer));
        };
        let failed = |error| Failure::from((path.to_owned(), error));
        match kind {
            #[cfg(feature = "omx")]
            Kind::Omx => {
                let [rows, columns] = [origins, destinations]
                    .map(|ends| ends.iter().map(|end| end.id.as_str()).collect::<Vec<_>>());
                let file = crate::report::omx::OmxFile::begin(path, &rows, &columns);
                Ok(Self::Omx(Box::new(file.map_err(failed)?), path))
            }
            #[cfg(feature = "parquet")]
            Kind::Parquet => {
                let file = crate::report::parquet::ParquetFile::begin(path);
                Ok(Self::Parquet(Box::new(file.map_err(failed)?), path))
            }
            _ => {
                let _ = origins;
                let mut file = StreamedFile::begin(path).map_err(failed)?;
                file.write(&header).map_err(failed)?;
                Ok(Self::Csv(file, path))
            }
        }
    }

    fn batch(
        &mut self,
        tables: &Tables,
        origins: &[End],
        destinations: &[End],
        wide: Option<MatrixValue>,
    ) -> Result<(), Failure> {
        let text = |row| rows(tables, row, destinations, wide);
        match self {
            Self::Printed(printer) => {
                for row in origins.iter().enumerate() {
                    printer.result(&String::from_utf8_lossy(&text(row)));
                }
                Ok(())
            }
            Self::Csv(file, path) => {
                let mut rows = origins.iter().enumerate().map(text);
                rows.try_for_each(|row| file.write(&row))
                    .map_err(|error| (path.to_owned(), error))?;
                Ok(())
            }
            #[cfg(feature = "omx")]
            Self::Omx(file, path) => {
                let ends = || 0..destinations.len();
                for from in 0..origins.len() {
                    let minutes: Vec<_> = ends().map(|to| tables.minutes(from, to)).collect();
                    let km: Vec<_> = ends().map(|to| tables.km(from, to)).collect();
                    file.row(&minutes, &km).map_err(|error| (path.to_owned(), error))?;
                }
                Ok(())
            }
            #[cfg(feature = "parquet")]
            Self::Parquet(file, path) => {
                let pairs: Vec<_> = origins
                    .iter()
                    .enumerate()
                    .flat_map(|(from, origin)| {
                        destinations.iter().enumerate().map(move |(to, destination)| {
                            crate::report::parquet::Pair {
                                origin: &origin.id,
                                destination: &destination.id,
                                minutes: tables.minutes(from, to),
                                km: tables.km(from, to),
                            }
                        })
                    })
                    .collect();
                file.pairs(&pairs).map_err(|error| (path.to_owned(), error))?;
                Ok(())
            }
        }
    }

    fn finish(self) -> Result<(), Failure> {
        let (done, path) = match self {
            Self::Printed(_) => return Ok(()),
            Self::Csv(file, path) => (file.finish(), path),
            #[cfg(feature = "omx")]
            Self::Omx(file, path) => (file.finish(), path),
            #[cfg(feature = "parquet")]
            Self::Parquet(file, path) => (file.finish(), path),
        };
        Ok(done.map_err(|error| (path.to_owned(), error))?)
    }
}
