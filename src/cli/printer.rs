//! Results to standard output, words about the work to standard error. A reader that has gone away is no error.

use super::args::CommonArgs;
use indicatif::ProgressBar;
use std::io::{self, IsTerminal, Write};
use std::time::Instant;

pub(super) struct Printer {
    is_quiet: bool,
    is_verbose: bool,
    last_stage: Instant,
}

impl Printer {
    pub(super) fn new(args: &CommonArgs) -> Self {
        Self { is_quiet: args.quiet, is_verbose: args.verbose, last_stage: Instant::now() }
    }

    /// The result.
    #[expect(clippy::unused_self, reason = "whoever prints needs the printer")]
    pub(super) fn result(&mut self, text: &str) {
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    /// A word to the user that is no part of the result.
    pub(super) fn note(&mut self, text: &str) {
        if !self.is_quiet {
            self.error(text);
        }
    }

    /// What went wrong.
    #[expect(clippy::unused_self, reason = "whoever prints needs the printer")]
    pub(super) fn error(&mut self, text: &str) {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let _ = write!(io::stderr().lock(), "{text}{end}");
    }

    /// A bar that shows on a terminal only.
    pub(super) fn bar(&self, length: u64) -> ProgressBar {
        if self.is_quiet || self.is_verbose || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        ProgressBar::new(length)
    }

    /// A stage is done.
    pub(super) fn stage(&mut self, name: &str) {
        if self.is_verbose {
            let taken = self.last_stage.elapsed().as_secs_f64();
            self.error(&format!("{:>9.1} ms  {name}", taken * 1000.0));
        }
        self.last_stage = Instant::now();
    }
}
