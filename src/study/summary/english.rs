//! The findings in English.

use super::{ALIKE, Counts, Findings, Gain, PairFinding};
use crate::skims::TravelMode;
use crate::units::Seconds;
use std::fmt::Write;

pub(super) fn paragraph(findings: &Findings, names: &str) -> String {
    let counts = &findings.counts;
    if counts.is_zero() {
        return format!(
            "With {names}, no travel time between the zones changes by a minute or more."
        );
    }
    let mut text = format!(
        "With {names}, travel {} is faster by a minute or more for {} of {} zone pairs",
        findings.mode.description(),
        counts.faster,
        counts.all
    );
    if counts.slower > 0 {
        let _ = write!(text, " and slower for {}", counts.slower);
    }
    let _ = write!(
        text,
        "; weighted by the people at both ends, the mean time of all pairs changes by {:+.2} min.",
        counts.weighted_change
    );
    if counts.new + counts.lost > 0 {
        let _ = write!(
            text,
            " {} pairs gain a journey they did not have, {} lose theirs.",
            counts.new, counts.lost
        );
    }
    text.push_str(&largest(findings));
    text.push_str(&accessibility(findings));
    findings.others.iter().for_each(|(mode, counts)| text.push_str(&other(*mode, counts)));
    text.replace('-', "−")
}

fn largest(findings: &Findings) -> String {
    let Some(pair) = &findings.largest else { return String::new() };
    let mut text = format!(" Between cities the largest change is {}", pair_in_words(pair));
    match &findings.loss {
        Some(slower) if slower == pair => text.push_str(", which is slower"),
        Some(slower) => {
            let _ = write!(text, "; the largest loss is {}", pair_in_words(slower));
        }
        None => {}
    }
    text.push('.');
    text
}

fn pair_in_words(pair: &PairFinding) -> String {
    let time =
        |time: Option<Seconds>| time.map_or_else(|| "none".to_owned(), |time| time.to_string());
    format!(
        "{} to {}: {} without, {} with ({:+.0} %)",
        pair.from,
        pair.to,
        time(pair.without),
        time(pair.with),
        pair.per_cent()
    )
}

fn accessibility(findings: &Findings) -> String {
    let Some(Gain { label, without, with, rate }) = &findings.best else { return String::new() };
    let mut text = format!(
        " Accessibility improves most in {label}: its weighted average travel time changes from {without:.0} to {with:.0} min ({:+.1} %).",
        -rate
    );
    if let Some((old, new)) = findings.spread {
        let trend = if (new - old).abs() < ALIKE {
            "hardly changes"
        } else if new < old {
            "falls: the counties become more alike"
        } else {
            "rises: the counties become less alike"
        };
        let _ = write!(
            text,
            " The coefficient of variation over the counties ({old:.3} to {new:.3}) {trend}."
        );
    }
    text
}

fn other(mode: TravelMode, counts: &Counts) -> String {
    let name = mode.description();
    if counts.is_zero() {
        return format!(" Travel {name} does not change.");
    }
    format!(
        " Travel {name} is faster for {} pairs and slower for {}.",
        counts.faster, counts.slower
    )
}
