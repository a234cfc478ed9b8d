//! What an import says at its end.

use crate::units::Kilometres;
use std::fmt::Write;

/// A table of counts and lengths, and remarks below it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// What, how many, how long where that has a meaning.
    pub rows: Vec<(String, usize, Option<Kilometres>)>,
    /// Sentences on what was assumed and what is not done.
    pub remarks: Vec<String>,
}

impl Report {
    /// Adds a count.
    pub fn count(&mut self, what: impl Into<String>, count: usize) {
        self.rows.push((what.into(), count, None));
    }

    /// Adds a count with a length, where there is something to count.
    pub fn some(&mut self, what: impl Into<String>, count: usize, length: Kilometres) {
        if count > 0 {
            self.rows.push((what.into(), count, Some(length)));
        }
    }

    /// Adds a remark.
    pub fn remark(&mut self, sentence: impl Into<String>) {
        self.remarks.push(sentence.into());
    }

    /// The rows as cells: what, count, km.
    pub fn cells(&self) -> Vec<Vec<String>> {
        let km = |length: &Option<Kilometres>| {
            length.map_or_else(String::new, |length| format!("{:.1}", length.0))
        };
        self.rows
            .iter()
            .map(|(what, count, length)| vec![what.clone(), count.to_string(), km(length)])
            .collect()
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        let mut text = "| what | count | km |\n|---|---:|---:|\n".to_owned();
        for row in self.cells() {
            let _ = writeln!(text, "| {} |", row.join(" | "));
        }
        for remark in &self.remarks {
            let _ = write!(text, "\n{remark}\n");
        }
        text
    }
}
