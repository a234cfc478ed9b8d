//! The command line: reads what was typed, asks the library, prints.

mod args;
mod commands;
mod input;
mod printer;

use args::{Command, TongquArgs};
use clap::Parser;
use printer::Printer;
use std::process::ExitCode;

/// Why a command did not do its work.
enum Failure {
    /// Something to tell the user about the input or the work: exit status 1.
    Told(String),
}

impl From<crate::diagnostic::Problems> for Failure {
    fn from(problems: crate::diagnostic::Problems) -> Self {
        Self::Told(problems.to_string())
    }
}

impl From<crate::diagnostic::Problem> for Failure {
    fn from(problem: crate::diagnostic::Problem) -> Self {
        crate::diagnostic::Problems::from(problem).into()
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
        Command::Explain(command) => commands::explain::run(command, &args.common, printer),
        Command::Route(command) => commands::route::run(command, &args.common, printer),
        Command::Projects(command) => commands::projects::run(command, &args.common, printer),
        Command::Timeline(command) => commands::timeline::run(command, &args.common, printer),
        Command::Validate(command) => commands::validate::run(command, &args.common, printer),
        Command::Check(command) => commands::check::run(command, printer),
    }
}
