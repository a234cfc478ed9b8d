//! One way to say what is wrong with an input: every problem at once, each with its place and what would be right.

mod location;
mod render;

pub use location::{Location, SourceText};

use std::collections::BTreeSet;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, and is probably not what was meant.
    Warning,
}

/// One thing that is wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// Where, if it has a place; boxed so that a result of a problem stays small.
    pub at: Option<Box<Location>>,
    /// A stable kebab-case code, such as `unknown-node`.
    pub code: &'static str,
    /// One sentence in lower case, without a full stop.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

impl Problem {
    /// A problem that stops the work.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, at: None, code, message: message.into(), help: None }
    }

    /// A problem that does not stop the work.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.at = Some(Box::new(location));
        self
    }

    /// Says what would be right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// All problems of an input: sorted by place, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(BTreeSet<Problem>);

impl Problems {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes one more.
    pub fn push(&mut self, problem: Problem) {
        self.0.insert(problem);
    }

    /// The value of a result, or none where it is a problem, which is noted.
    pub fn note<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.push(problem)).ok()
    }

    /// Notes all of another collection.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Keeps those for which `is_kept` holds.
    pub fn retain(&mut self, is_kept: impl FnMut(&Problem) -> bool) {
        self.0.retain(is_kept);
    }

    /// Whether one of them stops the work.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Whether there are none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|problem| problem.severity == severity).count()
    }

    /// In order of place.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// `Ok(value)` where nothing stops the work.
    ///
    /// # Errors
    /// These problems, where one of them is an error.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.has_errors() { Err(self) } else { Ok(value) }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(BTreeSet::from([problem]))
    }
}

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&render::to_text(self))
    }
}

impl std::error::Error for Problems {}

/// The nearest of some names to what was typed, for a `did you mean`; none if nothing is near. Two letters changed places
/// or one letter wrong is always near, but in names of one or two.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    names
        .into_iter()
        .map(|name| (similarity(&typed, &name.to_lowercase()), name))
        .filter(|(similarity, _)| *similarity > 0.72)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

fn similarity(typed: &str, name: &str) -> f64 {
    let is_one_slip = typed.chars().count() > 2 && strsim::damerau_levenshtein(typed, name) == 1;
    strsim::jaro_winkler(typed, name).max(if is_one_slip { 0.9 } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_offered_and_a_far_one_is_not() {
        let names = ["huaibei", "huaian", "suzhou"];
        assert_eq!(nearest("huaibie", names), Some("huaibei"));
        assert_eq!(nearest("xyz", names), None);
        assert_eq!(nearest("jai", ["jia", "yi"]), Some("jia"));
        assert_eq!(nearest("丁", ["丙"]), None);
    }

    #[test]
    fn warnings_alone_do_not_stop_the_work() {
        let problems = Problems::from(Problem::warning("odd", "odd"));
        assert_eq!(problems.or(1), Ok(1));
    }
}
