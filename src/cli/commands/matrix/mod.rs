//! `tongqu matrix`: car times, road lengths and costs between many points.

mod ends;
mod services;
mod sink;

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, MatrixArgs, MatrixValue, ModeArg};
use crate::cli::input;
use crate::cli::leaving_args::no_time_of_day;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::{Gazetteer, Network, Position};
use crate::supply::{
    CarCost, LinkIndex, RoadMetric, RoadPairs, RoadPlaces, RoadTable, RoadTopology, RoadWeight,
    Roads,
};
use crate::units::Seconds;
use ends::{End, ends};
use sink::{Column, Kind, Layout, Sink, kind};
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
    let is_wide = args.wide.is_some();
    let out = args.out.as_deref().map(|path| Ok((path, kind(path, is_wide)?))).transpose();
    let out: Option<(&Path, Kind)> = out.map_err(|problem: Problem| problem)?;
    printer.stage("apply the projects and read the points");
    if args.mode != ModeArg::Car {
        return services::run(args, &network, (&origins, &destinations), out, printer);
    }
    if args.services.depart.is_some() {
        return Err(no_time_of_day().into());
    }
    let cost = cost(args, &network)?;
    let roads = Roads::new(&network).map_err(Problem::from)?;
    let topology = RoadTopology::new([&network]);
    let joined = Joined::new(&network, &roads, &topology, cost);
    printer.stage("contract the roads");
    let targets = joined.points.places(&destinations);
    let values = values(args);
    let columns: Vec<Column> = values.iter().copied().map(column).collect();
    let layout = Layout { columns: &columns, destinations: &destinations, is_wide };
    let mut sink = Sink::begin(out, &origins, &layout, printer)?;
    for batch in origins.chunks(BATCH) {
        let sources = joined.points.places(batch);
        let pairs = RoadPairs::new(&sources, &targets);
        let tables: Vec<RoadTable> =
            values.iter().map(|value| joined.table(*value, &pairs)).collect();
        let cells: Vec<_> = values.iter().zip(&tables).map(cell).collect();
        sink.batch(&cells, batch, &layout)?;
    }
    sink.finish()?;
    printer.stage("all pairs");
    if let Some((out, _)) = out {
        printer.note(&format!("written to {}", out.display()));
    }
    Ok(())
}

/// What is written of each pair.
fn values(args: &MatrixArgs) -> Vec<MatrixValue> {
    if let Some(value) = args.wide {
        return vec![value];
    }
    let mut values = vec![MatrixValue::Minutes, MatrixValue::Km];
    if has_costs(args) {
        values.push(MatrixValue::Yuan);
    }
    values
}

/// Whether costs are asked for: whoever says what one consists of wants it.
fn has_costs(args: &MatrixArgs) -> bool {
    let says = args.value_of_time.is_some() || args.yuan_per_km.is_some();
    args.cost || says || args.wide == Some(MatrixValue::Yuan)
}

/// What driving costs, where that is asked for.
fn cost(args: &MatrixArgs, network: &Network) -> Result<Option<CarCost>, Problem> {
    if !has_costs(args) {
        return Ok(None);
    }
    let yuan_per_km = match args.yuan_per_km {
        Some(yuan) => yuan,
        None => network.modes.value("car", "operating_cost").map_err(|error| {
            Problem::from(error).help("--yuan-per-km, or a row `car,operating_cost` in mode.csv")
        })?,
    };
    Ok(Some(CarCost { yuan_per_km, yuan_per_hour: args.value_of_time.unwrap_or(0.0) }))
}

fn column(value: MatrixValue) -> Column {
    let (name, decimals) = match value {
        MatrixValue::Minutes => ("minutes", 2),
        MatrixValue::Km => ("km", 3),
        MatrixValue::Yuan => ("yuan", 2),
    };
    Column { name: name.to_owned(), decimals }
}

fn cell<'a>(
    (value, table): (&MatrixValue, &'a RoadTable),
) -> Box<dyn Fn(usize, usize) -> Option<f64> + 'a> {
    match value {
        MatrixValue::Minutes => Box::new(|from, to| table.time(from, to).map(Seconds::minutes)),
        MatrixValue::Km => Box::new(|from, to| table.length(from, to).map(|length| length.0)),
        MatrixValue::Yuan => Box::new(|from, to| table.yuan(from, to)),
    }
}

/// What points are joined to.
struct Points<'t> {
    topology: &'t RoadTopology,
    links: LinkIndex,
}

impl Points<'_> {
    fn places(&self, ends: &[End]) -> RoadPlaces {
        let positions: Vec<Position> = ends.iter().map(|end| end.position).collect();
        RoadPlaces::new(self.topology, positions)
            .joined_to_links(&self.links, |at| ends[at].is_point)
    }
}

/// The roads, weighed.
struct Joined<'t> {
    points: Points<'t>,
    /// By time and length.
    metric: RoadMetric<'t>,
    by_cost: Option<RoadMetric<'t>>,
}

impl<'t> Joined<'t> {
    fn new(
        network: &Network,
        roads: &Roads,
        topology: &'t RoadTopology,
        cost: Option<CarCost>,
    ) -> Self {
        const OF_THIS: &str = "the topology is of this network";
        let metric = topology.metric(network, roads).expect(OF_THIS);
        let by_cost =
            cost.map(|cost| topology.metric_by_cost(network, roads, cost).expect(OF_THIS));
        let points = Points { topology, links: LinkIndex::new(network, &metric) };
        Self { points, metric, by_cost }
    }

    fn table(&self, value: MatrixValue, pairs: &RoadPairs<'_>) -> RoadTable {
        match (value, &self.by_cost) {
            (MatrixValue::Yuan, Some(metric)) => metric.table(pairs, RoadWeight::Cost),
            (MatrixValue::Minutes, _) => self.metric.table(pairs, RoadWeight::Time),
            (MatrixValue::Km | MatrixValue::Yuan, _) => {
                self.metric.table(pairs, RoadWeight::Length)
            }
        }
    }
}
