//! The command line: reads what was typed, asks the library, prints.

mod args;
mod commands;
mod input;
mod leaving_args;
mod printer;
mod transfer_args;
mod uncertainty_args;

use crate::diagnostic::{Location, Problem, Problems};
use args::{Command, TongquArgs};
use clap::Parser;
use printer::Printer;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

/// Why a command did not do its work.
enum Failure {
    /// Something to tell the user about the input or the work: exit status 1.
    Told(String),
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Told(problems.to_string())
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Problems::from(problem).into()
    }
}

impl From<(PathBuf, io::Error)> for Failure {
    fn from((path, error): (PathBuf, io::Error)) -> Self {
        Problem::error("unwritable-file", format!("the file cannot be written: {error}"))
            .at(Location::file(path.display().to_string()))
            .help("another folder for --out, or leave to write there")
            .into()
    }
}

/// Runs the program; exit status 0 done, 1 the input or the work failed, 2 usage.
pub fn main() -> ExitCode {
    let args = TongquArgs::parse();
    let mut printer = Printer::new(&args.common);
    if let Some(threads) = args.common.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global();
        if pool.is_err() {
            printer.error("error: the threads could not be started\n");
            return ExitCode::FAILURE;
        }
    }
    match run(&args, &mut printer) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Told(message)) => {
            printer.error(&message);
            ExitCode::FAILURE
        }
    }
}

fn run(args: &TongquArgs, printer: &mut Printer) -> Result<(), Failure> {
    match &args.command {
        Command::Compare(command) => commands::compare::run(command, &args.common, printer),
        Command::RunTime(command) => commands::run_time::run(command, &args.common, printer),
        Command::Explain(command) => commands::explain::run(command, &args.common, printer),
        Command::Route(command) => commands::route::run(command, &args.common, printer),
        Command::Projects(command) => commands::projects::run(command, &args.common, printer),
        Command::Timeline(command) => commands::timeline::run(command, &args.common, printer),
        Command::Validate(command) => commands::validate::run(command, &args.common, printer),
        Command::Check(command) => commands::check::run(command, printer),
        Command::Import(command) => commands::import::run(command, printer),
        Command::Export(command) => commands::export::run(command, &args.common, printer),
        Command::Matrix(command) => commands::matrix::run(command, &args.common, printer),
        Command::Access(command) => commands::access::run(command, &args.common, printer),
        Command::Connectivity(command) => {
            commands::connectivity::run(command, &args.common, printer)
        }
        Command::Isochrone(command) => commands::isochrone::run(command, &args.common, printer),
        Command::Surface(command) => commands::surface::run(command, &args.common, printer),
        Command::Plot(command) => commands::plot::run(command, &args.common, printer),
        Command::Resilience(command) => commands::resilience::run(command, &args.common, printer),
        Command::Lock(command) => commands::lock::run(command, &args.common, printer),
        Command::Freight(command) => commands::freight::run(command, &args.common, printer),
        Command::Bench(command) => commands::bench::run(command, &args.common, printer),
    }
}
