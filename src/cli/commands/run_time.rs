//! `tongqu run-time`: the running time of one train between two stations, leg by leg.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, RunTimeArgs};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::{Problem, nearest};
use crate::index::NodeIdx;
use crate::network::{Gazetteer, Network, RollingStock};
use crate::output::OutputDir;
use crate::report::csv::{fixed, to_csv};
use crate::report::figure::Font;
use crate::report::plots;
use crate::report::tables::table;
use crate::study::{Calls, RunLeg, RunRequest, TimetabledTrains, TrainRun, run_time, station};

pub(in crate::cli) fn run(
    args: &RunTimeArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let network = world.network_of(&args.scenario)?;
    printer.stage("apply the projects");
    let run = run_time(&network, &request(args, &network)?)?;
    printer.stage("run the train");
    if let Some(out) = &args.out {
        let mut folder = OutputDir::new(out);
        folder.add("profile.csv", plots::profile_csv(&run));
        let figure = plots::speed_profile(&run, &network);
        let drawn = plots::files("speed_profile", &figure, &Font::embedded())
            .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
        for (name, bytes) in drawn {
            folder.add(name, bytes);
        }
        folder.finish()?;
        printer.stage("draw and write");
    }
    printer.result(&match args.format {
        Format::Table => text(&network, &run),
        Format::Csv => String::from_utf8_lossy(&to_csv(&CSV, rows(&network, &run))).into_owned(),
        Format::Json => format!("{:#}\n", json(&network, &run)),
    });
    Ok(())
}

fn request(args: &RunTimeArgs, network: &Network) -> Result<RunRequest, Problem> {
    let gazetteer = Gazetteer::new(network);
    let node = |name: &String| station(network, &gazetteer, name);
    let nodes = |names: &[String]| names.iter().map(node).collect::<Result<Vec<_>, _>>();
    let calls = match args.stops.as_slice() {
        [word] if word == "none" => Calls::None,
        [word] if word == "all" => Calls::All,
        names => Calls::At(nodes(names)?),
    };
    if let Some(minutes) = args.dwell.filter(|minutes| !(*minutes >= 0.0 && minutes.is_finite())) {
        let message = format!("{minutes} is no time in minutes");
        return Err(Problem::error("out-of-range", message).help("a number of 0 or more"));
    }
    Ok(RunRequest {
        from: node(&args.from)?,
        via: nodes(&args.via)?,
        to: node(&args.to)?,
        calls,
        dwell_min: args.dwell,
        stock: args.stock.as_ref().map(|id| stock(network, id)).transpose()?,
    })
}

fn stock(network: &Network, id: &str) -> Result<RollingStock, Problem> {
    let rows = &network.rolling_stock;
    if let Some(stock) = rows.iter().find(|stock| stock.id.eq_ignore_ascii_case(id)) {
        return Ok(stock.clone());
    }
    let ids: Vec<&str> = rows.iter().map(|stock| stock.id.as_str()).collect();
    let near = nearest(id, ids.iter().copied());
    let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    let help = if ids.is_empty() {
        "the network has no rolling_stock.csv; leave --stock out".to_owned()
    } else {
        format!("{near}one of {}", ids.join(", "))
    };
    let message = format!("there is no train `{id}` in rolling_stock.csv");
    Err(Problem::error("unknown-train", message).help(help))
}

const CSV: [&str; 14] = [
    "leg",
    "from_id",
    "from_name",
    "to_id",
    "to_name",
    "length_km",
    "running_min",
    "allowance_min",
    "total_min",
    "dwell_min",
    "mean_speed_kmh",
    "timetabled_trains",
    "timetabled_fastest_min",
    "timetabled_median_min",
];

fn rows(network: &Network, run: &TrainRun) -> Vec<[String; 14]> {
    let row = |(at, leg): (usize, &RunLeg)| {
        let [from, to] = [leg.from, leg.to].map(|node| &network.nodes[node.at()]);
        let trains = timetabled(leg.timetabled);
        [
            (at + 1).to_string(),
            from.id.clone(),
            from.name.clone(),
            to.id.clone(),
            to.name.clone(),
            fixed(Some(leg.length.0), 1),
            fixed(Some(leg.running_min()), 2),
            fixed(Some(leg.allowance_min), 2),
            fixed(Some(leg.total_min()), 2),
            fixed(Some(leg.dwell_min), 1),
            fixed(Some(leg.mean_speed().0), 1),
            trains[0].clone(),
            trains[1].clone(),
            trains[2].clone(),
        ]
    };
    run.legs.iter().enumerate().map(row).collect()
}

fn timetabled(trains: Option<TimetabledTrains>) -> [String; 3] {
    trains.map_or_else(Default::default, |found| {
        [
            found.trains.to_string(),
            fixed(Some(found.fastest_min), 0),
            fixed(Some(found.median_min), 0),
        ]
    })
}

fn label(network: &Network, node: NodeIdx) -> String {
    let node = &network.nodes[node.at()];
    format!("{} {}", node.name, node.name_en).trim_end().to_owned()
}

fn text(network: &Network, run: &TrainRun) -> String {
    let (first, last) = (&run.legs[0], &run.legs[run.legs.len() - 1]);
    let timed = run.timed_speed.map_or_else(String::new, |speed| {
        format!(", timed for {:.0} km/h at most as trains of such lines are", speed.0)
    });
    let mut text = format!(
        "{} → {}, {:.0} km over {}\n{}, {:.0} km/h{timed}\n\n",
        label(network, first.from),
        label(network, last.to),
        run.length().0,
        run.lines.join(", "),
        run.choice.stock.name,
        run.choice.stock.max_speed.0,
    );
    let line = |leg: &RunLeg| {
        let figures = [
            fixed(Some(leg.length.0), 1),
            fixed(Some(leg.running_min()), 1),
            fixed(Some(leg.allowance_min), 1),
            fixed(Some(leg.total_min()), 1),
            fixed(Some(leg.dwell_min), 0),
            fixed(Some(leg.mean_speed().0), 0),
        ];
        let ends = vec![label(network, leg.from), label(network, leg.to)];
        [ends, figures.to_vec(), timetabled(leg.timetabled).to_vec()].concat()
    };
    let sum = |of: fn(&RunLeg) -> f64| run.legs.iter().map(of).sum::<f64>();
    let totals = [
        fixed(Some(run.length().0), 1),
        fixed(Some(sum(RunLeg::running_min)), 1),
        fixed(Some(sum(|leg| leg.allowance_min)), 1),
        fixed(Some(sum(RunLeg::total_min)), 1),
        fixed(Some(sum(|leg| leg.dwell_min)), 0),
        fixed(Some(run.length().0 / run.total_min() * 60.0), 0),
    ];
    let whole = [
        vec!["all".to_owned(), String::new()],
        totals.to_vec(),
        timetabled(run.timetabled).to_vec(),
    ];
    let header = [
        "from",
        "to",
        "km",
        "running min",
        "allowance min",
        "run min",
        "dwell min",
        "mean km/h",
        "trains",
        "fastest min",
        "median min",
    ];
    text += &table(&header, run.legs.iter().map(line).chain([whole.concat()]), 9);
    text += &format!(
        "\nFrom departure to arrival {:.0} min; {:.0} kWh at the wheel. The last three columns are the timetable's: trains from call to\nnext call, below those from start to end with whatever calls.\n",
        run.total_min(),
        run.energy_kwh()
    );
    text
}

fn json(network: &Network, run: &TrainRun) -> serde_json::Value {
    let trains = |found: Option<TimetabledTrains>| {
        found.map(|found| {
            serde_json::json!({
                "trains": found.trains, "fastest_min": found.fastest_min, "median_min": found.median_min,
            })
        })
    };
    let leg = |leg: &RunLeg| {
        serde_json::json!({
            "from": network.nodes[leg.from.at()].id, "to": network.nodes[leg.to.at()].id,
            "length_km": leg.length.0, "running_min": leg.running_min(), "allowance_min": leg.allowance_min,
            "total_min": leg.total_min(), "dwell_min": leg.dwell_min, "mean_speed_kmh": leg.mean_speed().0,
            "timetabled": trains(leg.timetabled),
        })
    };
    serde_json::json!({
        "stock": run.choice.stock.id,
        "timed_speed_kmh": run.timed_speed.map(|speed| speed.0),
        "lines": run.lines,
        "length_km": run.length().0,
        "total_min": run.total_min(),
        "energy_kwh": run.energy_kwh(),
        "timetabled": trains(run.timetabled),
        "legs": run.legs.iter().map(leg).collect::<Vec<_>>(),
    })
}
