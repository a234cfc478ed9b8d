//! Places in an input: file, line, character column, key.

use std::sync::Arc;

/// The text of an input file and the name it is called by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceText {
    /// The file's name as the user would write it.
    pub file: String,
    /// The whole text.
    pub text: String,
}

/// A place in an input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file's name as the user would write it.
    pub file: String,
    /// Line, from 1; 0 for the file as a whole.
    pub line: u32,
    /// Column in characters, from 1; 0 for the line as a whole.
    pub column: u32,
    /// The column's name or the key, where there is one.
    pub key: Option<String>,
    /// The text the place is in, for showing the line.
    source: Option<Arc<SourceText>>,
    /// How many characters the place spans.
    pub(super) width: u32,
}

impl Location {
    /// A file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0, key: None, source: None, width: 0 }
    }

    /// Bytes `start..end` of a text.
    pub fn span(source: &Arc<SourceText>, start: usize, end: usize) -> Self {
        let start = floor_char_boundary(&source.text, start);
        let end = floor_char_boundary(&source.text, end.max(start));
        let line_start = source.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line = source.text[..start].matches('\n').count() as u32 + 1;
        let column = source.text[line_start..start].chars().count() as u32 + 1;
        let width =
            source.text[start..end].split('\n').next().map_or(0, |text| text.chars().count())
                as u32;
        Self {
            file: source.file.clone(),
            line,
            column,
            key: None,
            source: Some(Arc::clone(source)),
            width,
        }
    }

    /// Names the column or key.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The line's text, where it is known.
    pub(super) fn line_text(&self) -> Option<&str> {
        let number = (self.line as usize).checked_sub(1)?;
        self.source.as_ref()?.text.lines().nth(number)
    }
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source =
            Arc::new(SourceText { file: "a.csv".into(), text: "name,km\n宿州,12O\n".into() });
        let start = source.text.find("12O").unwrap();
        let at = Location::span(&source, start, start + 3);
        assert_eq!((at.line, at.column, at.width), (2, 4, 3));
        assert_eq!(at.line_text(), Some("宿州,12O"));
    }
}
