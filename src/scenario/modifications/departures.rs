//! When the services of a day leave.

use super::super::synthesis::Span;
use super::Editor;
use crate::units::{Seconds, parse_clock};
use toml::Spanned;

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

/// So many departures in whole minutes, both ends of the span included: quantiles of the departures of a day (sorted) that lie in the
/// span, at equal steps, so that they are as dense as these; spread evenly where none does.
pub(super) fn spread(number: usize, span: Span, day: &[Seconds]) -> Vec<Seconds> {
    let next_day = day.iter().map(|time| *time + Seconds::DAY);
    let within = day.iter().copied().chain(next_day);
    let within = within.filter(|time| (span.first..=span.last).contains(time));
    let curve: Vec<Seconds> =
        std::iter::once(span.first).chain(within).chain([span.last]).collect();
    let parts = number.saturating_sub(1).max(1);
    let quantile = |at: usize| {
        let place = (curve.len() - 1) * at;
        let (before, rest) = (place / parts, place % parts);
        let from = curve[before];
        let to = curve.get(before + 1).copied().unwrap_or(from);
        let time = from.0 as usize + (to.0 - from.0) as usize * rest / parts;
        Seconds(span.first.0 + (time as u32 - span.first.0) / 60 * 60)
    };
    (0..number).map(quantile).collect()
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
        assert_eq!(spread(3, span, &[]), [Seconds(0), Seconds(3600), Seconds(7200)]);
        assert_eq!(spread(1, span, &[]), [Seconds(0)]);
    }

    #[test]
    fn departures_are_quantiles_of_those_of_the_day() {
        // Between six and ten trains leave at 7:00, 7:10, 7:20 and 9:00: half of the way from the first to the last are 2.5 of 5
        // steps, so that the one in the middle leaves at a quarter past seven.
        let clock = |hour: u32, minute: u32| Seconds((hour * 60 + minute) * 60);
        let day = [clock(5, 0), clock(7, 0), clock(7, 10), clock(7, 20), clock(9, 0), clock(11, 0)];
        let span = Span { first: clock(6, 0), last: clock(10, 0) };
        assert_eq!(spread(3, span, &day), [clock(6, 0), clock(7, 15), clock(10, 0)]);
        let six = [clock(6, 0), clock(7, 0), clock(7, 10), clock(7, 20), clock(9, 0), clock(10, 0)];
        assert_eq!(spread(6, span, &day), six);
        // Past midnight those of the next day count.
        let night = Span { first: clock(23, 0), last: clock(30, 0) };
        assert_eq!(spread(3, night, &day), [clock(23, 0), clock(29, 0), clock(30, 0)]);
    }

    #[test]
    fn departures_by_a_headway_end_before_the_last() {
        let span = Span { first: Seconds(600), last: Seconds(7200) };
        assert_eq!(every(Seconds(3600), span), [Seconds(600), Seconds(4200)]);
    }
}
