//! `tongqu validate --running-times`: running times of trains from stop to stop, fitted, and each line predicted from the others.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, ValidateArgs};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::{FacilityType, Network};
use crate::report::csv::{fixed, to_csv};
use crate::report::tables::{signed, table};
use crate::scenario::Allowances;
use crate::study::{
    Calibration, FEWEST_PAIRS, Fitted, KindOfLine, Origin, Pair, RunErrors, calibrate,
};
use serde_json::{Value, json};

pub(in crate::cli) fn run(
    args: &ValidateArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let network = world.network_of(&args.scenario)?;
    printer.stage("apply the projects");
    let calibration = calibrate(&network).map_err(Problem::from)?;
    printer.stage("fit and leave out line by line");
    if calibration.kinds.iter().all(|kind| kind.errors.pairs == 0) {
        let help = "a running_time.csv, or trips with timing `retimed`, and train_letters in rolling_stock.csv";
        let message = "the network has no published running times between neighbouring stops";
        return Err(Problem::error("nothing-to-compare", message).help(help).into());
    }
    printer.result(&match args.format {
        Format::Table => text(&network, &calibration, args.worst),
        Format::Csv => csv(&network, &calibration),
        Format::Json => format!("{:#}\n", json(&calibration)),
    });
    Ok(())
}

fn kind_in_words(facility: FacilityType) -> &'static str {
    if facility == FacilityType::HighSpeedRail { "high-speed lines" } else { "conventional lines" }
}

fn text(network: &Network, calibration: &Calibration, worst: usize) -> String {
    let mut text = String::new();
    for kind in calibration.kinds.iter().filter(|kind| kind.errors.pairs > 0) {
        text += &format!(
            "{}: {} pairs of neighbouring stops, {} trains\n",
            kind_in_words(kind.facility),
            kind.errors.pairs,
            kind.errors.trains
        );
        let rows = [
            ("mode.csv", cells(&in_force(&kind.in_force)), kind.in_force_errors),
            ("fitted", cells(&kind.fitted), kind.errors),
        ];
        let rows = rows.into_iter().map(|(name, values, errors)| {
            [vec![name.to_owned()], values, error_cells(&errors)].concat()
        });
        text += &table(&header("parameters"), rows, 9);
        text += "\nEach line predicted from all others\n";
        let lines = kind.lines.iter().map(|line| {
            let name = format!("{} [{}]", line.name, line.line);
            [vec![name], cells(&line.fitted), error_cells(&line.errors)].concat()
        });
        let all =
            [vec!["all".to_owned()], vec![String::new(); 4], error_cells(&kind.left_out_errors)];
        text += &table(&header("line"), lines.chain([all.concat()]), 9);
        if kind.other_pairs > 0 {
            text += &format!(
                "{} more pairs are of lines with fewer than {FEWEST_PAIRS}, which are not used\n",
                kind.other_pairs
            );
        }
        text += &worst_pairs(network, kind, worst);
        text += "\n";
    }
    text += "Published running times that are not used\n";
    for (why, rows) in &calibration.unused {
        text += &format!("  {rows}: {why}\n");
    }
    text
}

fn header(first: &str) -> [&str; 11] {
    [
        first,
        "margin %",
        "stop min",
        "timed km/h",
        "junction km",
        "pairs",
        "trains",
        "bias %",
        "median |error| %",
        "p90 |error| %",
        "median |error| min",
    ]
}

/// The parameters in force in the shape of fitted ones.
fn in_force(allowances: &Allowances) -> (f64, f64, Option<f64>, Option<f64>) {
    (
        allowances.recovery_margin_pct,
        allowances.stop_allowance_min,
        allowances.timed_speed.map(|speed| speed.0),
        allowances.junction.map(|junction| junction.length.0),
    )
}

trait Parameters {
    fn values(&self) -> (f64, f64, Option<f64>, Option<f64>);
}

impl Parameters for (f64, f64, Option<f64>, Option<f64>) {
    fn values(&self) -> (f64, f64, Option<f64>, Option<f64>) {
        *self
    }
}

impl Parameters for Fitted {
    fn values(&self) -> (f64, f64, Option<f64>, Option<f64>) {
        (
            self.recovery_margin_pct,
            self.stop_allowance_min,
            self.timed_speed.map(|speed| speed.0),
            self.junction_length.map(|length| length.0),
        )
    }
}

fn cells(parameters: &impl Parameters) -> Vec<String> {
    let (margin, stop, speed, junction) = parameters.values();
    vec![fixed(Some(margin), 1), fixed(Some(stop), 1), fixed(speed, 0), fixed(junction, 0)]
}

fn error_cells(errors: &RunErrors) -> Vec<String> {
    vec![
        errors.pairs.to_string(),
        errors.trains.to_string(),
        signed(Some(errors.bias_pct), 1, ""),
        fixed(Some(errors.median_abs_pct), 1),
        fixed(Some(errors.p90_abs_pct), 1),
        fixed(Some(errors.median_abs_min), 1),
    ]
}

fn by_error(kind: &KindOfLine) -> Vec<&(Pair, f64)> {
    let mut rows: Vec<&(Pair, f64)> = kind.predicted.iter().collect();
    let size = |row: &(Pair, f64)| (row.1 / row.0.minutes - 1.0).abs();
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    rows
}

fn worst_pairs(network: &Network, kind: &KindOfLine, worst: usize) -> String {
    let rows = by_error(kind).into_iter().take(worst).map(|(pair, time)| {
        let name = |node: crate::index::NodeIdx| network.nodes[node.at()].name.clone();
        vec![
            name(pair.from),
            name(pair.to),
            pair.line.clone(),
            pair.stock.id.clone(),
            origin(pair.origin),
            pair.trains.to_string(),
            fixed(Some(pair.way.length().0), 0),
            fixed(Some(pair.minutes), 0),
            fixed(Some(*time), 1),
            signed(Some((time / pair.minutes - 1.0) * 100.0), 0, " %"),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    let header =
        ["from", "to", "line", "train", "of", "trains", "km", "published", "predicted", "error"];
    format!("\nWorst pairs\n{}", table(&header, rows, 5))
}

fn origin(origin: Origin) -> String {
    match origin {
        Origin::Timetable => "timetable".to_owned(),
        Origin::Published(None) => "undated".to_owned(),
        Origin::Published(Some(date)) => date.to_string(),
    }
}

const CSV: [&str; 11] = [
    "from",
    "to",
    "line_id",
    "facility_type",
    "stock_id",
    "origin",
    "trains",
    "km",
    "published_min",
    "predicted_min",
    "error_pct",
];

fn csv(network: &Network, calibration: &Calibration) -> String {
    let rows = calibration.kinds.iter().flat_map(|kind| &kind.predicted).map(|(pair, time)| {
        let id = |node: crate::index::NodeIdx| network.nodes[node.at()].id.clone();
        [
            id(pair.from),
            id(pair.to),
            pair.line.clone(),
            pair.facility.name().to_owned(),
            pair.stock.id.clone(),
            origin(pair.origin),
            pair.trains.to_string(),
            fixed(Some(pair.way.length().0), 1),
            fixed(Some(pair.minutes), 1),
            fixed(Some(*time), 2),
            fixed(Some((time / pair.minutes - 1.0) * 100.0), 2),
        ]
    });
    String::from_utf8_lossy(&to_csv(&CSV, rows)).into_owned()
}

fn json(calibration: &Calibration) -> Value {
    let parameters = |it: &dyn Parameters| {
        let (margin, stop, speed, junction) = it.values();
        json!({
            "recovery_margin_pct": margin, "stop_allowance_min": stop,
            "timed_speed_kmh": speed, "junction_length_km": junction,
        })
    };
    let errors = |it: &RunErrors| {
        json!({
            "pairs": it.pairs, "trains": it.trains, "bias_pct": it.bias_pct,
            "median_abs_error_pct": it.median_abs_pct, "p90_abs_error_pct": it.p90_abs_pct,
            "median_abs_error_min": it.median_abs_min,
        })
    };
    let kind = |kind: &KindOfLine| {
        let lines: Vec<Value> = kind
            .lines
            .iter()
            .map(|line| {
                json!({
                    "line_id": line.line, "name": line.name, "parameters": parameters(&line.fitted),
                    "errors": errors(&line.errors),
                })
            })
            .collect();
        json!({
            "facility_type": kind.facility.name(),
            "fitted": parameters(&kind.fitted), "fitted_errors": errors(&kind.errors),
            "in_force": parameters(&in_force(&kind.in_force)), "in_force_errors": errors(&kind.in_force_errors),
            "left_out": lines, "left_out_errors": errors(&kind.left_out_errors),
        })
    };
    json!({
        "kinds": calibration.kinds.iter().map(kind).collect::<Vec<_>>(),
        "unused": calibration.unused,
    })
}
