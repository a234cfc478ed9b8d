//! What an edit says it touched.

/// How many things an edit touched, and that in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::scenario) struct Touched {
    /// So many of what, named in the singular.
    pub(in crate::scenario) counts: Vec<(usize, String)>,
    /// `3 links, 41 trips`.
    pub(in crate::scenario) words: String,
}

impl Touched {
    /// So many of a thing, which is named in the singular.
    pub(super) fn new(things: usize, thing: &str) -> Self {
        Self { counts: vec![(things, thing.to_owned())], words: count(things, thing) }
    }

    /// So many of another thing too.
    pub(super) fn and(mut self, things: usize, thing: &str) -> Self {
        self.counts.push((things, thing.to_owned()));
        self.with(&count(things, thing))
    }

    /// Says more, separated by a comma.
    pub(super) fn with(mut self, words: &str) -> Self {
        self.words = format!("{}, {words}", self.words);
        self
    }

    /// Whether it touched nothing at all.
    pub(in crate::scenario) fn is_nothing(&self) -> bool {
        self.counts.iter().all(|(things, _)| *things == 0)
    }
}

/// `1 link`, `2 links`.
pub(in crate::scenario) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_touched_reads_as_words() {
        let touched = Touched::new(3, "link").and(1, "trip").with("12.5 km");
        assert_eq!(touched.words, "3 links, 1 trip, 12.5 km");
        assert!(!touched.is_nothing() && Touched::new(0, "link").is_nothing());
    }
}
