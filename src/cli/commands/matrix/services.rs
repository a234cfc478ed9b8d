//! The same by services: times from a departure, or their percentiles over a window.

use super::Points;
use super::ends::End;
use super::sink::{Column, Kind, Layout, Sink};
use crate::cli::Failure;
use crate::cli::args::{MatrixArgs, MatrixValue};
use crate::cli::leaving_args::{STREET_LIMIT, departures};
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::{MissingParameter, Network};
use crate::skims::{MatrixPlace, Reached, TravelMode, WindowMatrix, WindowQuery};
use crate::supply::{LinkIndex, RoadMetric, RoadTopology, Roads, Schedule, StreetAccess, Supply};
use crate::units::Seconds;
use std::path::Path;

/// Origins whose rows are in memory at once.
const BATCH: usize = 256;

pub(super) fn run(
    args: &MatrixArgs,
    network: &Network,
    (origins, destinations): (&[End], &[End]),
    out: Option<(&Path, Kind)>,
    printer: &mut Printer,
) -> Result<(), Failure> {
    check(args)?;
    let mode: TravelMode = args.mode.into();
    if let Some(streets) = StreetAccess::of(network).map_err(Problem::from)? {
        let query = query(args, mode, Some(STREET_LIMIT))?;
        let schedule =
            WindowMatrix::street_schedule(network, &streets, mode).map_err(Problem::from)?;
        printer.stage("lay the stops on the streets");
        let reach = |from: &[End], to: &[End]| {
            let (from, to) = (places(from), places(to));
            Ok(WindowMatrix::over_streets(&streets, (&schedule, mode), &from, &to))
        };
        return pairs(args, &query, &schedule, (origins, destinations, out), reach, printer);
    }
    let query = query(args, mode, None)?;
    let roads = Roads::new(network).map_err(Problem::from)?;
    let topology = RoadTopology::new([network]);
    let metric = topology.metric(network, &roads).expect("the topology is of this network");
    let supply = Supply::build_on(network, Some(&topology)).map_err(Problem::from)?;
    let schedule = mode.schedule(&supply);
    printer.stage("prepare roads, access and timetable");
    let points = Points { topology: &topology, links: LinkIndex::new(network, &metric) };
    let reach = |from: &[End], to: &[End]| {
        over_roads((network, &metric), (schedule, mode), &points, from, to)
    };
    pairs(args, &query, schedule, (origins, destinations, out), reach, printer)
}

fn over_roads(
    network: (&Network, &RoadMetric<'_>),
    services: (&Schedule, TravelMode),
    points: &Points<'_>,
    from: &[End],
    to: &[End],
) -> Result<Reached, MissingParameter> {
    let (from, to) =
        ((&places(from)[..], &points.places(from)), (&places(to)[..], &points.places(to)));
    WindowMatrix::over_roads(network, services, from, to)
}

/// What is asked for and is there by car only.
fn check(args: &MatrixArgs) -> Result<(), Problem> {
    let is_of_roads = matches!(args.wide, Some(MatrixValue::Km | MatrixValue::Yuan));
    if is_of_roads || super::has_costs(args) {
        let what = "services have neither road length nor cost here";
        return Err(Problem::error("wrong-question", what).help("--wide minutes, or --mode car"));
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
    let departures = departures(depart, args.services.window)?;
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

/// Ends of a matrix and the file it goes to.
type Asked<'a> = (&'a [End], &'a [End], Option<(&'a Path, Kind)>);

fn pairs(
    args: &MatrixArgs,
    query: &WindowQuery,
    schedule: &Schedule,
    (origins, destinations, out): Asked<'_>,
    reach: impl Fn(&[End], &[End]) -> Result<Reached, MissingParameter>,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let matrix =
        WindowMatrix::new(schedule, query, &reach(destinations, &[]).map_err(Problem::from)?);
    printer.stage("prepare destinations and departures");
    let columns = columns(args, query);
    let layout = Layout { columns: &columns, destinations, is_wide: args.wide.is_some() };
    let mut sink = Sink::begin(out, origins, &layout, printer)?;
    for batch in origins.chunks(BATCH) {
        let rows = matrix.rows(&reach(batch, destinations).map_err(Problem::from)?);
        let width = matrix.width();
        let cells: Vec<_> = (0..columns.len()).map(|column| cell(&rows, width, column)).collect();
        sink.batch(&cells, batch, &layout)?;
    }
    sink.finish()?;
    printer.stage("all pairs");
    if let Some((path, _)) = out {
        printer.note(&format!("written to {}", path.display()));
    }
    Ok(())
}

/// The times of a column, of each percentile in turn.
fn cell(
    rows: &[Vec<Option<Seconds>>],
    width: usize,
    column: usize,
) -> Box<dyn Fn(usize, usize) -> Option<f64> + '_> {
    Box::new(move |from, to| rows[from][to * width + column].map(Seconds::minutes))
}

fn columns(args: &MatrixArgs, query: &WindowQuery) -> Vec<Column> {
    let minutes = |name: String| Column { name, decimals: 2 };
    if args.services.window.is_none() || args.wide.is_some() {
        return vec![minutes("minutes".to_owned())];
    }
    let percentiles = query.percentiles.iter();
    percentiles.map(|percent| minutes(format!("p{percent}_minutes"))).collect()
}

fn places(ends: &[End]) -> Vec<MatrixPlace> {
    ends.iter().map(|end| MatrixPlace { position: end.position, stop: end.stop }).collect()
}
