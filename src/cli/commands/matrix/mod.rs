//! `tongqu matrix`: car times and road lengths between many points.

mod ends;

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, MatrixArgs, MatrixValue};
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
    let scenario = world.scenario(&args.scenario)?;
    let network = scenario.build(&world.network, &world.catalogue)?.network;
    let gazetteer = Gazetteer::new(&network);
    let origins = ends(&network, &gazetteer, &args.origins)?;
    let destinations = ends(&network, &gazetteer, &args.destinations)?;
    let out = args.out.as_deref().map(check_name).transpose()?;
    printer.stage("apply the projects and read the points");
    let roads = Roads::new(&network)
        .map_err(|error| Problem::error("missing-parameter", error.to_string()))?;
    let topology = RoadTopology::new([&network]);
    let metric = topology.metric(&network, &roads).expect("the topology is of this network");
    let joined = Joined { topology: &topology, links: LinkIndex::new(&network, &metric) };
    printer.stage("contract the roads");
    let targets = joined.places(&destinations);
    let mut sink = Sink::begin(out, printer)?;
    sink.write(&header(&destinations, args.wide))?;
    for batch in origins.chunks(BATCH) {
        let sources = joined.places(batch);
        let pairs = RoadPairs::new(&sources, &targets);
        let tables = tables(&metric, &pairs, args.wide);
        for (from, origin) in batch.iter().enumerate() {
            sink.write(&rows(&tables, (from, origin), &destinations, args.wide))?;
        }
    }
    sink.finish()?;
    printer.stage("all pairs");
    if let Some(out) = out {
        printer.note(&format!("written to {}", out.display()));
    }
    Ok(())
}

fn check_name(path: &Path) -> Result<&Path, Problem> {
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    if is_csv {
        return Ok(path);
    }
    let message = format!("`{}` is no name of a CSV file", path.display());
    Err(Problem::error("unknown-format", message)
        .help("a name that ends in .csv; README.md says how to make OMX or Parquet of it"))
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
    fn minutes(&self, from: usize, to: usize) -> String {
        let time = self.times.as_ref().and_then(|times| times.time(from, to));
        fixed(time.map(crate::units::Seconds::minutes), 2)
    }

    fn km(&self, from: usize, to: usize) -> String {
        let length = self.lengths.as_ref().and_then(|lengths| lengths.length(from, to));
        fixed(length.map(|length| length.0), 3)
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
            let (minutes, km) = (tables.minutes(from, to), tables.km(from, to));
            [origin.id.clone(), destination.id.clone(), minutes, km]
        }));
    };
    let cell = |to: usize| match value {
        MatrixValue::Minutes => tables.minutes(from, to),
        MatrixValue::Km => tables.km(from, to),
    };
    let id = std::iter::once(origin.id.clone());
    rows_to_csv([id.chain((0..destinations.len()).map(cell)).collect::<Vec<_>>()])
}

/// Where the rows go.
enum Sink<'a> {
    Printed(&'a mut Printer),
    File(StreamedFile, &'a Path),
}

impl<'a> Sink<'a> {
    fn begin(out: Option<&'a Path>, printer: &'a mut Printer) -> Result<Self, Failure> {
        let Some(path) = out else { return Ok(Self::Printed(printer)) };
        let file = StreamedFile::begin(path).map_err(|error| (path.to_owned(), error))?;
        Ok(Self::File(file, path))
    }

    fn write(&mut self, text: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Printed(printer) => printer.result(&String::from_utf8_lossy(text)),
            Self::File(file, path) => {
                file.write(text).map_err(|error| (path.to_owned(), error))?;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(), Failure> {
        if let Self::File(file, path) = self {
            file.finish().map_err(|error| (path.to_owned(), error))?;
        }
        Ok(())
    }
}
