//! The running time of one train between two stations, leg by leg, beside the trains that run there.

use crate::diagnostic::Problem;
use crate::index::{NodeIdx, StopIdx};
use crate::kernels::running_time::{Run, Section};
use crate::network::{
    FacilityType, Gazetteer, Kind, Network, NodeType, Place, RollingStock, RouteClass,
};
use crate::scenario::{Allowances, RailWay, RailWays, RunError, SpeedOf, TrainChoice};
use crate::units::{Kilometres, KmPerHour};
use std::collections::BTreeSet;

/// A train slower than this keeps off high-speed lines where it can.
const HIGH_SPEED: KmPerHour = KmPerHour(200.0);

/// Where a train calls between its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Calls {
    /// Nowhere.
    None,
    /// At every station on the way.
    All,
    /// At these.
    At(Vec<NodeIdx>),
}

/// Which run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRequest {
    /// Where it starts.
    pub from: NodeIdx,
    /// Stations it runs by, in order.
    pub via: Vec<NodeIdx>,
    /// Where it ends.
    pub to: NodeIdx,
    /// Where it calls.
    pub calls: Calls,
    /// Minutes at each call; the `dwell` of `mode.csv` if none.
    pub dwell_min: Option<f64>,
    /// The train; the usual one of the kind of line, as timetables have it, if none.
    pub stock: Option<RollingStock>,
}

/// Trains of the timetable between two stops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimetabledTrains {
    /// How many.
    pub trains: usize,
    /// Minutes of the fastest, from departure to arrival.
    pub fastest_min: f64,
    /// Their median.
    pub median_min: f64,
}

/// From one call to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct RunLeg {
    /// Where it starts.
    pub from: NodeIdx,
    /// Where it ends.
    pub to: NodeIdx,
    /// How long it is.
    pub length: Kilometres,
    /// The least running time with the profile of speed.
    pub run: Run,
    /// The limits it keeps to.
    pub limits: Vec<Section>,
    /// Recovery margin and supplement, in minutes.
    pub allowance_min: f64,
    /// At its end, in minutes; none at the last.
    pub dwell_min: f64,
    /// Trains that run from the one to the other without a call between.
    pub timetabled: Option<TimetabledTrains>,
}

impl RunLeg {
    /// Least running time in minutes.
    pub fn running_min(&self) -> f64 {
        self.run.time() / 60.0
    }

    /// With the allowance, without the dwell, in minutes.
    pub fn total_min(&self) -> f64 {
        self.running_min() + self.allowance_min
    }

    /// Mean speed from departure to arrival.
    pub fn mean_speed(&self) -> KmPerHour {
        KmPerHour(self.length.0 / self.total_min() * 60.0)
    }
}

/// A run with all its legs.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainRun {
    /// The train and how fast it may go.
    pub choice: TrainChoice,
    /// The speed that it is timed for, where train and lines allow more.
    pub timed_speed: Option<KmPerHour>,
    /// Names of the lines, in order.
    pub lines: Vec<String>,
    /// At least one.
    pub legs: Vec<RunLeg>,
    /// Trains that run from the start to the end, whatever their calls.
    pub timetabled: Option<TimetabledTrains>,
}

impl TrainRun {
    /// Length.
    pub fn length(&self) -> Kilometres {
        self.legs.iter().map(|leg| leg.length).sum()
    }

    /// From departure to arrival, dwells included, in minutes.
    pub fn total_min(&self) -> f64 {
        self.legs.iter().map(|leg| leg.total_min() + leg.dwell_min).sum()
    }

    /// Energy at the wheel, in kWh.
    pub fn energy_kwh(&self) -> f64 {
        self.legs.iter().map(|leg| leg.run.work.traction).sum::<f64>() / 3.6e6
    }
}

/// The node of a station by its name.
///
/// # Errors
/// If no station is called so, or several are.
pub fn station(network: &Network, gazetteer: &Gazetteer, name: &str) -> Result<NodeIdx, Problem> {
    let help = "a station in Chinese, English, pinyin or by its id";
    let problem = |message: String| Problem::error("unknown-place", message).help(help);
    match gazetteer.find(name, &[Kind::RailNode, Kind::Stop]) {
        Ok(Place::Node(node)) => Ok(node),
        Ok(Place::Stop(stop)) => network.transit.stops[stop.at()]
            .node
            .ok_or_else(|| problem(format!("`{name}` does not stand at the network's railways"))),
        Ok(Place::Zone(_)) => Err(problem(format!("`{name}` is no station"))),
        Err(error) => Err(problem(error.to_string())),
    }
}

/// Runs a train.
///
/// # Errors
/// If there is no way, a call does not lie on it, a parameter is missing or the train too weak.
pub fn run_time(network: &Network, request: &RunRequest) -> Result<TrainRun, Problem> {
    let (class, way) = way(network, request)?;
    let usual = || TrainChoice::usual(network.usual_stock(class));
    let choice = request.stock.clone().map_or_else(usual, TrainChoice::fastest);
    let failed = |error: RunError| Problem::error("no-running-time", error.to_string());
    let dwell = match request.dwell_min {
        Some(minutes) => minutes,
        None => network
            .modes
            .value_for("rail", "dwell", facility(class))
            .map_err(|error| failed(error.into()))?,
    };
    let nodes = way.nodes();
    let calls = calls(network, request, &nodes)?;
    let mut legs = Vec::new();
    for ends in calls.windows(2) {
        let part = way.part(ends[0]..ends[1]);
        let leg = leg(network, &part, &choice).map_err(failed)?;
        legs.push(RunLeg { dwell_min: dwell, ..leg });
    }
    if let Some(last) = legs.last_mut() {
        last.dwell_min = 0.0;
    }
    let allowances =
        Allowances::of(&network.modes, way.facility()).map_err(|error| failed(error.into()))?;
    let timed_speed = allowances.timed_speed.filter(|_| choice.top_speed.is_none());
    let mut lines: Vec<String> =
        way.links().map(|it| network.links[it.at()].name.clone()).collect();
    lines.dedup();
    let timetabled = timetabled(network, request.from, request.to, true);
    Ok(TrainRun { choice, timed_speed, lines, legs, timetabled })
}

fn facility(class: RouteClass) -> FacilityType {
    if class == RouteClass::HighSpeedRail {
        FacilityType::HighSpeedRail
    } else {
        FacilityType::ConventionalRail
    }
}

/// The way and the class of train: that of the train named, else that of the lines.
fn way(network: &Network, request: &RunRequest) -> Result<(RouteClass, RailWay), Problem> {
    let mut ways = RailWays::new(network);
    let mut of = |class| over(network, &mut ways, request, class);
    let (fast, slow) = (RouteClass::HighSpeedRail, RouteClass::ConventionalRail);
    if let Some(stock) = &request.stock {
        let class = if stock.max_speed >= HIGH_SPEED { fast } else { slow };
        return Ok((class, of(class)?));
    }
    let way = of(fast)?;
    if way.facility() == FacilityType::HighSpeedRail {
        return Ok((fast, way));
    }
    Ok((slow, of(slow)?))
}

fn over(
    network: &Network,
    ways: &mut RailWays,
    request: &RunRequest,
    class: RouteClass,
) -> Result<RailWay, Problem> {
    let points: Vec<NodeIdx> = std::iter::once(request.from)
        .chain(request.via.iter().copied())
        .chain([request.to])
        .collect();
    let mut whole: Option<RailWay> = None;
    for ends in points.windows(2) {
        let name = |node: NodeIdx| network.nodes[node.at()].name.clone();
        if ends[0] == ends[1] {
            let message = format!("{} stands twice, one after the other", name(ends[0]));
            return Err(Problem::error("no-way", message).help("another station"));
        }
        let part = ways.way(class, ends[0], ends[1]).ok_or_else(|| {
            let message = format!("no railway joins {} and {}", name(ends[0]), name(ends[1]));
            Problem::error("no-way", message).help("--with PROJECT adds a line that is planned")
        })?;
        whole = Some(match whole {
            Some(before) => before.then(&part),
            None => part,
        });
    }
    whole.ok_or_else(|| Problem::error("no-way", "a run needs two stations"))
}

/// Places among the nodes of the way where the train stands, its ends included.
fn calls(
    network: &Network,
    request: &RunRequest,
    nodes: &[NodeIdx],
) -> Result<Vec<usize>, Problem> {
    let last = nodes.len() - 1;
    let is_station = |at: &usize| network.nodes[nodes[*at].at()].node_type == NodeType::Station;
    let between: Vec<usize> = match &request.calls {
        Calls::None => Vec::new(),
        Calls::All => (1..last).filter(is_station).collect(),
        Calls::At(wanted) => {
            let mut found = BTreeSet::new();
            for call in wanted {
                let place = (1..last).find(|at| nodes[*at] == *call);
                found.insert(place.ok_or_else(|| off_the_way(network, nodes, *call))?);
            }
            found.into_iter().collect()
        }
    };
    Ok(std::iter::once(0).chain(between).chain([last]).collect())
}

fn off_the_way(network: &Network, nodes: &[NodeIdx], call: NodeIdx) -> Problem {
    let name = |node: NodeIdx| network.nodes[node.at()].name.clone();
    let between: Vec<String> = nodes[1..nodes.len() - 1].iter().map(|node| name(*node)).collect();
    let message = format!("{} does not lie between start and end on the way", name(call));
    let help = if between.is_empty() {
        "no station lies between".to_owned()
    } else {
        format!("between lie {}; --via STATION takes another way", between.join(", "))
    };
    Problem::error("off-the-way", message).help(help)
}

fn leg(network: &Network, way: &RailWay, choice: &TrainChoice) -> Result<RunLeg, RunError> {
    let nodes = way.nodes();
    let (from, to) = (nodes[0], nodes[nodes.len() - 1]);
    let timed = way.run_time(&network.modes, choice, SpeedOf::Running)?;
    let allowances = Allowances::of(&network.modes, way.facility())?;
    Ok(RunLeg {
        from,
        to,
        length: way.length(),
        limits: way.sections(SpeedOf::Running, allowances.junction),
        allowance_min: timed.allowance / 60.0,
        run: timed.run,
        dwell_min: 0.0,
        timetabled: timetabled(network, from, to, false),
    })
}

/// Trains that call at one node and, next or later, at another.
fn timetabled(
    network: &Network,
    from: NodeIdx,
    to: NodeIdx,
    with_calls: bool,
) -> Option<TimetabledTrains> {
    let is_at = |stop: StopIdx, node| network.transit.stops[stop.at()].node == Some(node);
    let of_trip = |calls: &[crate::network::StopTime]| {
        let start = calls.iter().position(|call| is_at(call.stop, from))?;
        let end = calls[start + 1..].iter().position(|call| is_at(call.stop, to))?;
        let arrival = calls[start + 1 + end].arrival;
        (with_calls || end == 0).then(|| (arrival - calls[start].departure).minutes())
    };
    let trips = network.transit.trips.iter();
    let trains = trips.filter(|trip| network.transit.class(trip).is_rail());
    let mut times: Vec<f64> = trains.filter_map(|trip| of_trip(&trip.stop_times)).collect();
    times.sort_by(f64::total_cmp);
    Some(TimetabledTrains {
        trains: times.len(),
        fastest_min: *times.first()?,
        median_min: times[times.len() / 2],
    })
}
