//! What an agreement or a report says a project will do, to be held against what it does.

use crate::diagnostic::{Location, Problem, SourceText};
use crate::units::Seconds;
use serde::Deserialize;
use std::sync::Arc;
use toml::Spanned;

/// A `[[promise]]` of a project file.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// A station, or a place with stations.
    pub from: String,
    /// What is promised from there.
    pub claim: Claim,
    /// Ids of rows of `source.csv`.
    pub sources: Vec<String>,
    /// What else a reader should know.
    pub note: String,
}

/// What is promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The fastest train to a station or place takes so long.
    Takes {
        /// Where to.
        to: String,
        /// From platform to platform.
        time: Seconds,
    },
    /// The fastest train to a station or place becomes faster by so much.
    Saves {
        /// Where to.
        to: String,
        /// From platform to platform.
        time: Seconds,
    },
    /// The project joins these lines: its trains run on to them, or call where theirs do.
    Joins {
        /// Values of `line_id`.
        lines: Vec<String>,
    },
}

/// The keys as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    from: String,
    to: Option<String>,
    minutes: Option<Spanned<f64>>,
    saves_minutes: Option<Spanned<f64>>,
    #[serde(default)]
    joins: Vec<String>,
    sources: Vec<String>,
    #[serde(default)]
    note: String,
}

impl Written {
    /// The promise, if the keys make one; `span` is the table's.
    pub(super) fn promise(
        self,
        span: &std::ops::Range<usize>,
        source: &Arc<SourceText>,
    ) -> Result<Promise, Problem> {
        let time = |minutes: &Spanned<f64>| {
            let value = *minutes.get_ref();
            if value.is_finite() && value > 0.0 {
                return Ok(Seconds::from_f64(value * 60.0));
            }
            let at = Location::span(source, minutes.span().start, minutes.span().end);
            Err(Problem::error("not-a-time", format!("{value} is no time"))
                .at(at)
                .help("a positive number of minutes"))
        };
        let claim = match (self.to, &self.minutes, &self.saves_minutes, self.joins) {
            (Some(to), Some(minutes), None, lines) if lines.is_empty() => {
                Claim::Takes { to, time: time(minutes)? }
            }
            (Some(to), None, Some(minutes), lines) if lines.is_empty() => {
                Claim::Saves { to, time: time(minutes)? }
            }
            (None, None, None, lines) if !lines.is_empty() => Claim::Joins { lines },
            _ => {
                return Err(Problem::error("unclear-promise", "the promise is not one thing")
                    .at(Location::span(source, span.start, span.end))
                    .help("`to` with `minutes`, `to` with `saves_minutes`, or `joins`"));
            }
        };
        Ok(Promise { from: self.from, claim, sources: self.sources, note: self.note })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::testing::project;

    #[test]
    fn a_promise_is_read() {
        let promises = project(
            "[[promise]]\nfrom = \"甲\"\nto = \"乙\"\nminutes = 40\nsources = [\"estimate\"]\n\
             [[promise]]\nfrom = \"甲\"\njoins = [\"E1\"]\nsources = [\"estimate\"]\n",
        )
        .unwrap()
        .promises;
        let claim = Claim::Takes { to: "乙".to_owned(), time: Seconds(2400) };
        assert_eq!(promises[0].claim, claim);
        assert_eq!(promises[1].claim, Claim::Joins { lines: vec!["E1".to_owned()] });
    }

    #[test]
    fn a_promise_of_two_things_or_none_is_an_error() {
        for keys in ["", "to = \"乙\"\n", "to = \"乙\"\nminutes = 4\njoins = [\"E1\"]\n"] {
            let text = format!("[[promise]]\nfrom = \"甲\"\n{keys}sources = []\n");
            let problems = project(&text).unwrap_err();
            assert_eq!(problems.iter().next().unwrap().code, "unclear-promise", "{keys}");
        }
        let text = "[[promise]]\nfrom = \"甲\"\nto = \"乙\"\nminutes = -1\nsources = []\n";
        assert_eq!(project(text).unwrap_err().iter().next().unwrap().code, "not-a-time");
    }
}
