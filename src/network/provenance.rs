//! Where a figure came from.

/// A row of `source.csv`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// What other rows call it.
    pub id: String,
    /// Title.
    pub title: String,
    /// Publisher.
    pub publisher: String,
    /// When it was published, as written.
    pub date: String,
    /// Where to find it.
    pub url: String,
    /// Under what licence, where that is known.
    pub licence: String,
}

/// How sure a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// A source says this figure.
    Stated,
    /// Computed from stated figures.
    Derived,
    /// A judgement.
    Estimated,
}

impl Confidence {
    /// The words of the `confidence` column, and what each means.
    pub const ALL: [(&'static str, Self); 3] =
        [("stated", Self::Stated), ("derived", Self::Derived), ("estimated", Self::Estimated)];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, confidence)| *confidence == self).map_or("", |(name, _)| name)
    }
}

/// Where a row came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Ids of rows of `source.csv`; never empty.
    pub sources: Vec<String>,
    /// How sure the row's main figure is.
    pub confidence: Confidence,
    /// Free text.
    pub note: String,
}

impl Provenance {
    /// The ids as a file writes them.
    pub fn source_id(&self) -> String {
        self.sources.join(";")
    }
}
