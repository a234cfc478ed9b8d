//! Where the cells of a row lie in the text, and whether its quotes are whole. The csv crate reads broken quotes without a
//! word and does not say where a cell starts; this is asked only when there is something to say.

use std::ops::Range;

/// The cells of one row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RowSpans {
    /// Bytes of each cell, with its quotes.
    pub cells: Vec<Range<usize>>,
    /// Where the next row starts.
    pub next: usize,
    /// Where a quote is broken.
    pub broken: Option<usize>,
}

/// The row at or after byte `start`; blank lines before it are passed over.
pub(super) fn row_spans(text: &str, start: usize) -> RowSpans {
    let bytes = text.as_bytes();
    let mut at = start.min(bytes.len());
    while matches!(bytes.get(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    let mut row = RowSpans { cells: Vec::new(), next: at, broken: None };
    loop {
        let (end, is_whole) = cell_end(bytes, at);
        row.cells.push(at..end);
        if !is_whole && row.broken.is_none() {
            row.broken = Some(at);
        }
        row.next = end;
        if bytes.get(end) != Some(&b',') {
            return row;
        }
        at = end + 1;
    }
}

/// The first broken quote of a text.
pub(super) fn broken_quote(text: &str) -> Option<usize> {
    if !text.contains('"') {
        return None;
    }
    let mut start = 0;
    while start < text.len() {
        let row = row_spans(text, start);
        if row.broken.is_some() {
            return row.broken;
        }
        start = row.next + 1;
    }
    None
}

fn cell_end(bytes: &[u8], start: usize) -> (usize, bool) {
    if bytes.get(start) != Some(&b'"') {
        return (plain_end(bytes, start), true);
    }
    let mut at = start + 1;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', None | Some(b',' | b'\r' | b'\n')) => return (at + 1, true),
            (b'"', Some(_)) => return (plain_end(bytes, at), false),
            _ => at += 1,
        }
    }
    (bytes.len(), false)
}

fn plain_end(bytes: &[u8], start: usize) -> usize {
    let is_end = |byte: &u8| matches!(byte, b',' | b'\r' | b'\n');
    bytes[start..].iter().position(is_end).map_or(bytes.len(), |length| start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_quotes() {
        let row = row_spans("\r\na,\"b,\"\"c\"\"\",\nd", 0);
        assert_eq!(row.cells, [2..3, 4..13, 14..14]);
        assert_eq!((row.next, row.broken), (14, None));
    }

    #[test]
    fn broken_quotes_are_found_where_they_open() {
        assert_eq!(broken_quote("a,b\n1,\"2\n3,4\n"), Some(6));
        assert_eq!(broken_quote("a,b\n\"1\"x,2\n"), Some(4));
        assert_eq!(broken_quote("a,b\n\"1\n\",2\n"), None);
    }
}
