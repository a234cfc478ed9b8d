//! Results as CSV: UTF-8, LF, a unit in every column's name, empty where there is no value.

use crate::network::Network;
use crate::skims::{Cell, Leg, SkimSet};
use crate::study::{Comparison, JourneyChange, PairChange, PairFares, leg_text};
use crate::units::Seconds;
use serde::Serialize;

/// A number with a fixed count of decimals; empty for none and for what is no number; never `-0.00`.
pub fn fixed(value: Option<f64>, decimals: usize) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else { return String::new() };
    let text = format!("{value:.decimals$}");
    let is_zero = text.trim_start_matches('-').bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if is_zero { text.trim_start_matches('-').to_owned() } else { text }
}

/// Rows of text under a header.
pub fn to_csv<R: Serialize>(header: &[&str], rows: impl IntoIterator<Item = R>) -> Vec<u8> {
    let mut bytes = rows_to_csv([header]);
    bytes.extend(rows_to_csv(rows));
    bytes
}

/// Rows of text alone.
pub fn rows_to_csv<R: Serialize>(rows: impl IntoIterator<Item = R>) -> Vec<u8> {
    let mut writer = ::csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).expect("a row of strings can be written to memory");
    }
    writer.into_inner().expect("memory can be flushed")
}

fn minutes(time: Option<Seconds>) -> String {
    fixed(time.map(Seconds::minutes), 1)
}

/// Columns of `travel_times.csv`; those of percentiles that were asked for follow.
const TRAVEL_TIMES: [&str; 21] = [
    "from_id",
    "from_name",
    "to_id",
    "to_name",
    "mode",
    "without_min",
    "with_min",
    "change_min",
    "change_pct",
    "without_p50_min",
    "with_p50_min",
    "without_departures_per_day",
    "with_departures_per_day",
    "without_trains",
    "with_trains",
    "from_name_en",
    "to_name_en",
    "without_mean_min",
    "with_mean_min",
    "without_same_day_stay_min",
    "with_same_day_stay_min",
];

/// All pairs by all modes, with what they cost where that was asked for.
pub fn travel_times(comparison: &Comparison, fares: Option<&PairFares>) -> Vec<u8> {
    let mut header = TRAVEL_TIMES.map(str::to_owned).to_vec();
    for percentile in &comparison.question.percentiles {
        header.extend(["without", "with"].map(|side| format!("{side}_p{percentile}_min")));
    }
    let has_costs = fares.is_some_and(|fares| fares.yuan_per_hour.is_some());
    for (_, what) in [(fares.is_some(), "fare"), (has_costs, "cost")].iter().filter(|it| it.0) {
        header.extend(["without", "with"].map(|side| format!("{side}_{what}_yuan")));
    }
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let modes = comparison.question.modes.iter();
    let modes = modes.filter_map(|mode| Some((*mode, comparison.skims(*mode)?)));
    let rows = modes.flat_map(|(mode, skims)| {
        comparison.pairs(mode).map(move |pair| {
            let mut row = travel_time(comparison, pair, skims);
            let yuan = |cells: [Option<f64>; 2]| cells.map(|yuan| fixed(yuan, 1));
            row.extend(fares.into_iter().flat_map(|fares| yuan(fares.of(&pair))));
            let fares = fares.filter(|_| has_costs);
            row.extend(fares.into_iter().flat_map(|fares| yuan(fares.generalised(&pair))));
            row
        })
    });
    to_csv(&header, rows)
}

fn travel_time(
    comparison: &Comparison,
    pair: PairChange,
    (without, with): (&SkimSet, &SkimSet),
) -> Vec<String> {
    let zones = &comparison.network().zones;
    let (from, to) = (&zones[pair.from.at()], &zones[pair.to.at()]);
    let count = |number: Option<u32>| number.map_or(String::new(), |number| number.to_string());
    let sides = [pair.without, pair.with];
    let of_cell = |time: fn(&Cell) -> Option<Seconds>| {
        sides.map(|cell| minutes(cell.as_ref().and_then(time)))
    };
    let counts = |number: fn(&Cell) -> u32| sides.map(|cell| count(cell.as_ref().map(number)));
    let mut row = vec![
        from.id.clone(),
        from.name.clone(),
        to.id.clone(),
        to.name.clone(),
        pair.mode.name().to_owned(),
    ];
    row.extend(of_cell(|cell| Some(cell.fastest)));
    row.extend([fixed(pair.minutes(), 1), fixed(pair.per_cent(), 2)]);
    row.extend(of_cell(|cell| cell.median));
    row.extend(counts(|cell| cell.departures));
    row.extend(counts(|cell| cell.trips));
    row.extend([from.name_en.clone(), to.name_en.clone()]);
    row.extend(of_cell(|cell| cell.mean));
    row.extend([without, with].map(|skim| minutes(skim.same_day_stay(pair.from, pair.to))));
    let shares = [without, with].map(|skim| skim.percentiles(pair.from, pair.to));
    for (old, new) in shares[0].iter().zip(shares[1]) {
        row.extend([minutes(*old), minutes(*new)]);
    }
    row
}

/// Every measure of every zone by all modes, then mean and coefficient of variation.
pub fn accessibility(comparison: &Comparison) -> Vec<u8> {
    let header = [
        "zone_id",
        "zone_name",
        "measure",
        "without",
        "with",
        "change",
        "change_pct",
        "rank_without",
        "rank_with",
        "mode",
        "unit",
        "improvement_pct",
        "zone_name_en",
    ];
    let zones = &comparison.network().zones;
    let mut rows: Vec<[String; 13]> = Vec::new();
    for table in comparison.question.modes.iter().flat_map(|mode| comparison.accessibility(*mode)) {
        let rank = |rank: Option<usize>| rank.map_or(String::new(), |rank| rank.to_string());
        for row in &table.rows {
            let zone = &zones[row.zone.at()];
            let change = row.without.zip(row.with).map(|(old, new)| new - old);
            let per_cent = change
                .zip(row.without)
                .filter(|(_, old)| *old > 0.0)
                .map(|(change, old)| change / old * 100.0);
            rows.push([
                zone.id.clone(),
                zone.name.clone(),
                table.id.to_owned(),
                fixed(row.without, 2),
                fixed(row.with, 2),
                fixed(change, 2),
                fixed(per_cent, 3),
                rank(row.rank_without),
                rank(row.rank_with),
                table.mode.name().to_owned(),
                table.unit.to_owned(),
                fixed(row.change_rate, 3),
                zone.name_en.clone(),
            ]);
        }
        if let (Some(old), Some(new)) = (table.spread_without, table.spread_with) {
            let names = ("平均", "mean of the counties");
            rows.push(total(
                "mean",
                names,
                table.id,
                (old.mean, new.mean),
                table.mode.name(),
                table.unit,
            ));
            let names = ("变异系数", "coefficient of variation of the counties");
            rows.push(total("cv", names, table.id, (old.cv, new.cv), table.mode.name(), "-"));
        }
    }
    to_csv(&header, rows)
}

fn total(
    id: &str,
    names: (&str, &str),
    measure: &str,
    (old, new): (f64, f64),
    mode: &str,
    unit: &str,
) -> [String; 13] {
    [
        id.to_owned(),
        names.0.to_owned(),
        measure.to_owned(),
        fixed(Some(old), 4),
        fixed(Some(new), 4),
        fixed(Some(new - old), 4),
        fixed(Some((new - old) / old * 100.0), 3),
        String::new(),
        String::new(),
        mode.to_owned(),
        unit.to_owned(),
        String::new(),
        names.1.to_owned(),
    ]
}

/// Figures of the network as a whole by all modes.
pub fn connectivity(comparison: &Comparison) -> Vec<u8> {
    let header = ["measure", "without", "with", "change", "change_pct", "mode", "unit"];
    let rows =
        comparison.question.modes.iter().flat_map(|mode| comparison.connectivity(*mode)).map(
            |row| {
                let change = row.with - row.without;
                [
                    row.measure.to_owned(),
                    fixed(Some(row.without), 4),
                    fixed(Some(row.with), 4),
                    fixed(Some(change), 4),
                    fixed(Some(change / row.without * 100.0), 3),
                    row.mode.name().to_owned(),
                    row.unit.to_owned(),
                ]
            },
        );
    to_csv(&header, rows)
}

/// The legs of the journeys on both sides of some pairs.
pub fn journeys(comparison: &Comparison, changes: &[JourneyChange]) -> Vec<u8> {
    let header = [
        "from_id",
        "from_name",
        "to_id",
        "to_name",
        "mode",
        "side",
        "leg",
        "kind",
        "what",
        "departure",
        "arrival",
        "minutes",
        "project",
        "reason",
    ];
    let mut rows: Vec<[String; 14]> = Vec::new();
    for change in changes {
        let sides = [
            ("without", &comparison.without.applied.network, &change.without),
            ("with", &comparison.with.applied.network, &change.with),
        ];
        let reason = comparison.reason(change);
        for (side, network, journey) in sides {
            let Some(journey) = journey else { continue };
            let mut clock = journey.departure;
            for (at, leg) in journey.legs.iter().enumerate() {
                let (start, end) = span(leg, clock, journey.arrival);
                clock = end;
                rows.push(leg_row(network, change, (side, at), leg, (start, end), &reason));
            }
        }
    }
    to_csv(&header, rows)
}

/// When a leg starts and ends, given when the one before ended.
pub fn span(leg: &Leg, before: Seconds, arrival: Seconds) -> (Seconds, Seconds) {
    match leg {
        Leg::Drive { .. } | Leg::LocalOnly => (before, arrival),
        Leg::Access { ride, entry, .. } => (before, before + *ride + *entry),
        Leg::Ride { departure, arrival, .. } => (*departure, *arrival),
        Leg::Change { time, .. } => (before, before + *time),
        Leg::Egress { ride, exit, .. } => (before, before + *ride + *exit),
    }
}

fn leg_row(
    network: &Network,
    change: &JourneyChange,
    (side, at): (&str, usize),
    leg: &Leg,
    (start, end): (Seconds, Seconds),
    reason: &str,
) -> [String; 14] {
    let (from, to) = (&network.zones[change.pair.from.at()], &network.zones[change.pair.to.at()]);
    let (kind, what) = leg_text(network, leg);
    let project = match leg {
        Leg::Ride { trip, .. } => network.transit.trips[trip.at()].project.clone(),
        Leg::Drive { links, .. } => {
            links.iter().find_map(|link| network.links[link.at()].project.clone())
        }
        _ => None,
    };
    [
        from.id.clone(),
        from.name.clone(),
        to.id.clone(),
        to.name.clone(),
        change.pair.mode.name().to_owned(),
        side.to_owned(),
        (at + 1).to_string(),
        kind,
        what,
        start.clock(),
        end.clock(),
        fixed(Some((end - start).minutes()), 1),
        project.unwrap_or_default(),
        reason.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_has_no_sign_and_nothing_is_empty() {
        assert_eq!(fixed(Some(-0.001), 2), "0.00");
        assert_eq!(fixed(Some(-1.04), 1), "-1.0");
        assert_eq!(fixed(Some(f64::NAN), 1), "");
        assert_eq!(fixed(None, 1), "");
    }
}
