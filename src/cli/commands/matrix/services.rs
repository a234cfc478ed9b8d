//! The same by services: times from a departure, or their percentiles over a window.

use super::Joined;
use super::ends::End;
use crate::cli::Failure;
use crate::cli::args::{MatrixArgs, MatrixValue};
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::{MissingParameter, Network};
use crate::output::StreamedFile;
use crate::report::csv::{fixed, rows_to_csv};
use crate::skims::{MatrixPlace, Reached, TravelMode, WindowMatrix, WindowQuery};
use crate::supply::{LinkIndex, RoadMetric, RoadTopology, Roads, Schedule, StreetAccess, Supply};
use crate::units::Seconds;
use std::path::Path;

/// Origins whose rows are in memory at once.
const BATCH: usize = 256;

/// The longest journey on a network of streets if nothing else is asked for: the default of r5r.
const STREET_LIMIT: Seconds = Seconds::from_minutes(120);

pub(super) fn run(
    args: &MatrixArgs,
    network: &Network,
    (origins, destinations): (&[End], &[End]),
    printer: &mut Printer,
) -> Result<(), Failure> {
    check(args)?;
    let mode: TravelMode = args.mode.into();
    if let Some(streets) = StreetAccess::of(network).map_err(missing)? {
        let query = query(args, mode, Some(STREET_LIMIT))?;
        let schedule = WindowMatrix::street_schedule(network, &streets, mode).map_err(missing)?;
        printer.stage("lay the stops on the streets");
        let reach = |from: &[End], to: &[End]| {
            let (from, to) = (places(from), places(to));
            Ok(WindowMatrix::over_streets(&streets, (&schedule, mode), &from, &to))
        };
        return pairs(args, &query, &schedule, (origins, destinations), reach, printer);
    }
    let query = query(args, mode, None)?;
    let roads = Roads::new(network).map_err(missing)?;
    let topology = RoadTopology::new([network]);
    let metric = topology.metric(network, &roads).expect("the topology is of this network");
    let supply = Supply::build_on(network, Some(&topology)).map_err(missing)?;
    let schedule = mode.schedule(&supply);
    printer.stage("prepare roads, access and timetable");
    let joined = Joined { topology: &topology, links: LinkIndex::new(network, &metric) };
    let reach = |from: &[End], to: &[End]| {
        over_roads((network, &metric), (schedule, mode), &joined, from, to)
    };
    pairs(args, &query, schedule, (origins, destinations), reach, printer)
}

fn over_roads(
    network: (&Network, &RoadMetric<'_>),
    services: (&Schedule, TravelMode),
    joined: &Joined<'_>,
    from: &[End],
    to: &[End],
) -> Result<Reached, MissingParameter> {
    let (from, to) =
        ((&places(from)[..], &joined.places(from)), (&places(to)[..], &joined.places(to)));
    WindowMatrix::over_roads(network, services, from, to)
}

/// What is asked for and is there by car only.
fn check(args: &MatrixArgs) -> Result<(), Problem> {
    if args.wide == Some(MatrixValue::Km) {
        let problem = Problem::error("wrong-question", "services have no road length");
        return Err(problem.help("--wide minutes, or --mode car"));
    }
    let is_csv = |path: &Path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    if args.out.as_deref().is_some_and(|path| !is_csv(path)) {
        let problem = Problem::error("unknown-format", "times by services are written as CSV");
        return Err(problem.help("a name that ends in .csv"));
    }
    if args.wide.is_some() && args.services.window.is_some() && args.services.percentiles.len() > 1
    {
        let problem = Problem::error("wrong-question", "a wide table has one value for a pair");
        return Err(problem.help("one percentile, or no --wide"));
    }
    Ok(())
}

fn query(
    args: &MatrixArgs,
    mode: TravelMode,
    usual: Option<Seconds>,
) -> Result<WindowQuery, Problem> {
    let Some(depart) = args.services.depart else {
        let problem = Problem::error("wrong-question", "services leave at certain times");
        return Err(problem.help("--depart HH:MM, and --window MIN for a time around it"));
    };
    let minutes = args.services.window.map_or(1, u32::from);
    let departures: Vec<Seconds> =
        (0..minutes).map(|minute| depart + Seconds::from_minutes(minute)).collect();
    if departures.last().is_some_and(|last| *last >= Seconds::DAY) {
        let problem = Problem::error("wrong-question", "the window goes on after midnight");
        return Err(problem.help("a shorter --window, or an earlier --depart"));
    }
    let mut percentiles = args.services.percentiles.clone();
    percentiles.sort_by(f64::total_cmp);
    percentiles.dedup();
    let limit = args.services.max_minutes.map(|limit| Seconds::from_minutes(limit.into()));
    Ok(WindowQuery {
        mode,
        departures,
        percentiles,
        limit: limit.or(usual),
        max_rides: args.services.max_rides.map(usize::from),
    })
}

fn pairs(
    args: &MatrixArgs,
    query: &WindowQuery,
    schedule: &Schedule,
    (origins, destinations): (&[End], &[End]),
    reach: impl Fn(&[End], &[End]) -> Result<Reached, MissingParameter>,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let matrix = WindowMatrix::new(schedule, query, &reach(destinations, &[]).map_err(missing)?);
    printer.stage("prepare destinations and departures");
    let failed = |path: &Path, error| Failure::from((path.to_owned(), error));
    let out = args.out.as_deref();
    let mut file = match out {
        Some(path) => Some((StreamedFile::begin(path).map_err(|it| failed(path, it))?, path)),
        None => None,
    };
    let mut write = |bytes: &[u8], printer: &mut Printer| {
        if let Some((file, path)) = &mut file {
            return file.write(bytes).map_err(|error| failed(path, error));
        }
        printer.result(&String::from_utf8_lossy(bytes));
        Ok(())
    };
    write(&header(args, query, destinations), printer)?;
    for batch in origins.chunks(BATCH) {
        let rows = matrix.rows(&reach(batch, destinations).map_err(missing)?);
        for (origin, row) in batch.iter().zip(&rows) {
            write(&text(args, origin, destinations, row, matrix.width()), printer)?;
        }
    }
    printer.stage("all pairs");
    if let Some((file, path)) = file {
        file.finish().map_err(|error| failed(path, error))?;
        printer.note(&format!("written to {}", path.display()));
    }
    Ok(())
}

fn header(args: &MatrixArgs, query: &WindowQuery, destinations: &[End]) -> Vec<u8> {
    if args.wide.is_some() {
        return rows_to_csv([super::names("origin_minutes", destinations)]);
    }
    let columns = ["origin".to_owned(), "destination".to_owned()].into_iter();
    let values: Vec<String> = if args.services.window.is_some() {
        query.percentiles.iter().map(|percent| format!("p{percent}_minutes")).collect()
    } else {
        vec!["minutes".to_owned()]
    };
    rows_to_csv([columns.chain(values).collect::<Vec<_>>()])
}

/// What one origin has to say: a row, or a row for each destination.
fn text(
    args: &MatrixArgs,
    origin: &End,
    destinations: &[End],
    row: &[Option<Seconds>],
    width: usize,
) -> Vec<u8> {
    let minutes = |time: &Option<Seconds>| fixed(time.map(Seconds::minutes), 2);
    if args.wide.is_some() {
        let id = std::iter::once(origin.id.clone());
        return rows_to_csv([id.chain(row.iter().map(minutes)).collect::<Vec<_>>()]);
    }
    let pairs = destinations.iter().zip(row.chunks_exact(width));
    rows_to_csv(pairs.map(|(destination, times)| {
        let ids = [origin.id.clone(), destination.id.clone()].into_iter();
        ids.chain(times.iter().map(minutes)).collect::<Vec<_>>()
    }))
}

fn places(ends: &[End]) -> Vec<MatrixPlace> {
    ends.iter().map(|end| MatrixPlace { position: end.position, stop: end.stop }).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn missing(error: MissingParameter) -> Problem {
    Problem::error("missing-parameter", error.to_string())
}
