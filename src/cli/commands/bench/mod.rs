//! `tongqu bench`: how fast roads are searched on the user's network and machine.

mod clock;
mod scenario;
mod subject;
mod tasks;

use crate::cli::Failure;
use crate::cli::args::{BenchArgs, CommonArgs, Format};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::Network;
use crate::output::OutputDir;
use crate::report::csv::{fixed, to_csv};
use crate::report::figure::Font;
use crate::report::plots::{self, SpeedUp};
use crate::report::tables::table;
use crate::supply::{RoadTopology, RoadWeight, Roads};
use subject::Subject;
use tasks::{Row, Wrong};

const HEADER: [&str; 7] = [
    "task",
    "method",
    "per",
    "seconds",
    "times_as_fast_as_dijkstra",
    "gigabytes_per_second",
    "memory_speed_percent",
];

pub(in crate::cli) fn run(
    args: &BenchArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let network = world.network_of(&args.scenario)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(|error| {
        Problem::error("no-thread", format!("a thread could not be started: {error}"))
    })?;
    let measured = pool.install(|| measure(&network, printer))?;
    if let Some(out) = &args.out {
        write(out, &network, &measured)?;
        printer.note(&format!("written to {}", out.display()));
    }
    let text = match args.format {
        Format::Table => measured.text(),
        Format::Csv => String::from_utf8_lossy(&to_csv(&HEADER, measured.cells())).into_owned(),
        Format::Json => measured.json(),
    };
    printer.result(&text);
    Ok(())
}

type Task = fn(&Subject) -> tasks::Rows;

/// What was measured, on what.
struct Measured {
    dataset: String,
    nodes: usize,
    arcs: usize,
    shortcuts: usize,
    zones: usize,
    /// Bytes a second.
    bandwidth: f64,
    rows: Vec<Row>,
}

fn measure(network: &Network, printer: &mut Printer) -> Result<Measured, Failure> {
    let roads = Roads::new(network).map_err(Problem::from)?;
    let topology = RoadTopology::new([network]);
    let metric = topology.metric(network, &roads).filter(|_| !topology.arcs().is_empty());
    let Some(metric) = metric else {
        return Err(Problem::error("no-roads", "the network has no roads to search")
            .help("links of link.csv whose allowed_uses name car")
            .into());
    };
    let weights = metric.weights(RoadWeight::Time);
    let subject = Subject::new(topology.arcs().to_vec(), weights, topology.positions().to_vec());
    printer.stage("make the roads ready");
    let bandwidth = clock::memory_bandwidth();
    printer.stage("read memory");
    let mut rows = tasks::preprocessing(&subject);
    printer.stage("preprocessing");
    let works: [(&str, Task); 4] = [
        ("customisation", tasks::customisation),
        ("point to point", tasks::point_to_point),
        ("one to all", tasks::one_to_all),
        ("many to many", tasks::many_to_many),
    ];
    for (name, work) in works {
        rows.extend(work(&subject).map_err(wrong)?);
        printer.stage(name);
    }
    if !network.zones.is_empty() {
        rows.extend(scenario::scenario(network, &roads, &topology).map_err(wrong)?);
        printer.stage("scenario switch");
    }
    Ok(Measured {
        dataset: network.config.dataset_name.clone(),
        nodes: subject.positions.len(),
        arcs: subject.arcs.len(),
        shortcuts: subject.cch.arc_count(),
        zones: network.zones.len(),
        bandwidth,
        rows,
    })
}

fn wrong(wrong: Wrong) -> Failure {
    let message = format!("{}: {} does not answer as Dijkstra does", wrong.task, wrong.method);
    Problem::error("wrong-answers", message)
        .help("this is a mistake of the program: tell its makers the network")
        .into()
}

impl Measured {
    fn cells(&self) -> Vec<Vec<String>> {
        self.rows.iter().map(|row| self.row(row)).collect()
    }

    fn row(&self, row: &Row) -> Vec<String> {
        let speed = row.bytes.map(|bytes| bytes / row.seconds);
        vec![
            row.task.to_owned(),
            row.method.to_owned(),
            row.unit.to_owned(),
            format!("{:.4e}", row.seconds),
            fixed(row.speed_up, 2),
            fixed(speed.map(|speed| speed / 1e9), 2),
            fixed(speed.map(|speed| speed / self.bandwidth * 100.0), 1),
        ]
    }

    fn text(&self) -> String {
        let header = ["task", "method", "per", "time", "× dijkstra", "GB/s", "% of memory speed"];
        let lines = self.rows.iter().map(|row| {
            let mut cells = self.row(row);
            cells[3] = duration(row.seconds);
            cells.iter_mut().filter(|cell| cell.is_empty()).for_each(|cell| cell.push('–'));
            cells
        });
        format!("{}\n{}\n{NOTES}", self.about(), table(&header, lines, 4))
    }

    fn about(&self) -> String {
        format!(
            "{}: {} road nodes, {} arcs, {} with shortcuts, {} zones; one thread; memory read at {:.1} GB/s\n",
            self.dataset,
            self.nodes,
            self.arcs,
            self.shortcuts,
            self.zones,
            self.bandwidth / 1e9,
        )
    }

    fn json(&self) -> String {
        let number = |text: &str| text.parse::<f64>().map_or(serde_json::Value::Null, Into::into);
        let object = |cells: Vec<String>| {
            let value = |(at, cell): (usize, &String)| {
                let value = if at < 3 { cell.clone().into() } else { number(cell) };
                (HEADER[at].to_owned(), value)
            };
            cells.iter().enumerate().map(value).collect::<serde_json::Map<_, _>>()
        };
        let rows: Vec<_> = self.cells().into_iter().map(object).collect();
        let all = serde_json::json!({
            "dataset": self.dataset,
            "road_nodes": self.nodes,
            "arcs": self.arcs,
            "arcs_with_shortcuts": self.shortcuts,
            "zones": self.zones,
            "threads": 1,
            "memory_gigabytes_per_second": (self.bandwidth / 1e7).round() / 100.0,
            "rows": rows,
        });
        format!("{all:#}\n")
    }
}

const NOTES: &str = "\
Times are medians; before a method was timed its answers were compared with Dijkstra's and were equal.
GB/s are bytes that a method reads and writes at least, over its time. The speed of memory is that of one
thread that sums 256 MB of 8-byte numbers, best of five; more than 100 % comes from the processor's caches.
";

fn duration(seconds: f64) -> String {
    match seconds {
        _ if seconds < 1e-6 => format!("{:.0} ns", seconds * 1e9),
        _ if seconds < 1e-3 => format!("{:.1} µs", seconds * 1e6),
        _ if seconds < 1.0 => format!("{:.2} ms", seconds * 1e3),
        _ => format!("{seconds:.2} s"),
    }
}

fn write(out: &std::path::Path, network: &Network, measured: &Measured) -> Result<(), Failure> {
    let mut folder = OutputDir::new(out);
    folder.add("bench.csv", to_csv(&HEADER, measured.cells()));
    folder.add("bench.json", measured.json());
    folder.add("bench.txt", measured.text());
    let is_other = |row: &&Row| row.speed_up.is_some() && row.method != "dijkstra";
    let bars: Vec<SpeedUp> = measured
        .rows
        .iter()
        .filter(is_other)
        .map(|row| SpeedUp {
            name: format!("{}: {}", row.task, row.method),
            times: row.speed_up.unwrap_or(1.0),
        })
        .collect();
    let figure = plots::speed(&bars, measured.about().trim_end(), &network.config.dataset_name);
    let drawn = plots::files("bench", &figure, &Font::embedded())
        .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
    for (name, bytes) in drawn {
        folder.add(name, bytes);
    }
    folder.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_the_unit_that_suits_them() {
        let shown = [2.4e-8, 3.25e-6, 0.0125, 12.0].map(duration);
        assert_eq!(shown, ["24 ns", "3.2 µs", "12.50 ms", "12.00 s"]);
    }

    #[test]
    fn a_wrong_answer_is_told_with_task_and_method() {
        let Failure::Told(text) = wrong(Wrong { task: "one to all", method: "cch" });
        assert!(text.contains("one to all: cch does not answer as Dijkstra does"));
    }
}
