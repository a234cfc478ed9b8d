//! When the services of a day leave.

use super::Editor;
use crate::units::{Seconds, parse_clock};
use toml::Spanned;

/// From the first departure of the day to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: Seconds,
    pub(super) last: Seconds,
}

impl Span {
    /// From two clock times.
    pub(super) fn read(
        editor: &mut Editor<'_>,
        first_departure: &Spanned<String>,
        last_departure: &Spanned<String>,
    ) -> Option<Self> {
        let first = clock(editor, first_departure);
        let last = clock(editor, last_departure);
        let (first, last) = (first?, last?);
        if last < first {
            let help = "times past midnight are written 24:10, 25:00, …";
            let message = "the last departure is before the first";
            return editor.refuse(last_departure, "out-of-order", message, help);
        }
        Some(Self { first, last })
    }
}

/// So many departures, spread evenly, both ends included, in whole minutes.
pub(super) fn spread(number: usize, span: Span) -> Vec<Seconds> {
    let length = (span.last.0 - span.first.0) as usize;
    let after =
        |at: usize| if number < 2 { 0 } else { (length * at / (number - 1)) as u32 / 60 * 60 };
    (0..number).map(|at| Seconds(span.first.0 + after(at))).collect()
}

/// A departure every `headway`, from the first on, none later than the last.
pub(super) fn every(headway: Seconds, span: Span) -> Vec<Seconds> {
    let step = headway.0.max(1) as usize;
    (span.first.0..=span.last.0).step_by(step).map(Seconds).collect()
}

fn clock(editor: &mut Editor<'_>, text: &Spanned<String>) -> Option<Seconds> {
    let time = parse_clock(text.get_ref());
    if time.is_some() {
        return time;
    }
    let message = format!("`{}` is no clock time", text.get_ref());
    editor.refuse(text, "not-a-time", message, "write HH:MM")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departures_spread_from_first_to_last() {
        let span = Span { first: Seconds(0), last: Seconds(7200) };
        assert_eq!(spread(3, span), [Seconds(0), Seconds(3600), Seconds(7200)]);
        assert_eq!(spread(1, span), [Seconds(0)]);
    }

    #[test]
    fn departures_by_a_headway_end_before_the_last() {
        let span = Span { first: Seconds(600), last: Seconds(7200) };
        assert_eq!(every(Seconds(3600), span), [Seconds(600), Seconds(4200)]);
    }
}
