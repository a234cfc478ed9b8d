//! How sure changes are, as table, text and JSON.

use super::csv::{fixed, to_csv};
use super::tables::{signed, table};
use crate::index::ZoneIdx;
use crate::network::Role;
use crate::study::{ChangeBand, Comparison, FactorRange, Uncertainty};
use serde_json::{Value, json};

/// Zones whose band is printed.
const SHOWN: usize = 10;

/// A figure that has a band.
struct Figure<'a> {
    name: &'static str,
    from: Option<ZoneIdx>,
    to: Option<ZoneIdx>,
    band: &'a ChangeBand,
}

fn figures(uncertainty: &Uncertainty) -> Vec<Figure<'_>> {
    let mean = uncertainty.mean.iter();
    let mean = mean.map(|band| Figure { name: "mean_travel_time", from: None, to: None, band });
    let pairs = uncertainty.question.pairs.iter().zip(&uncertainty.pairs);
    let pairs = pairs.filter_map(|((from, to), band)| {
        let (from, to) = (Some(*from), Some(*to));
        Some(Figure { name: "travel_time", from, to, band: band.as_ref()? })
    });
    let zones = uncertainty.zones.iter().enumerate().filter_map(|(at, band)| {
        let from = Some(ZoneIdx::new(at));
        Some(Figure { name: "watt", from, to: None, band: band.as_ref()? })
    });
    mean.chain(pairs).chain(zones).collect()
}

/// `uncertainty.csv`: the change of the mean time, of the most changed pairs and of every zone's weighted average travel time,
/// with the band of the draws.
pub fn uncertainty_csv(comparison: &Comparison, uncertainty: &Uncertainty) -> Vec<u8> {
    let header = [
        "figure",
        "from_id",
        "from_name",
        "to_id",
        "to_name",
        "mode",
        "change_min",
        "draws_p5_min",
        "draws_p50_min",
        "draws_p95_min",
        "same_sign_share",
        "sign",
    ];
    let zones = &comparison.network().zones;
    let rows = figures(uncertainty).into_iter().map(|figure| {
        let zone = |zone: Option<ZoneIdx>| zone.map(|zone| &zones[zone.at()]);
        let id = |at| zone(at).map_or_else(String::new, |zone| zone.id.clone());
        let name = |at| zone(at).map_or_else(String::new, |zone| zone.name.clone());
        let minutes = |minutes: f64| fixed(Some(minutes), 3);
        let band = figure.band;
        [
            figure.name.to_owned(),
            id(figure.from),
            name(figure.from),
            id(figure.to),
            name(figure.to),
            uncertainty.question.mode.name().to_owned(),
            minutes(band.change),
            minutes(band.low),
            minutes(band.median),
            minutes(band.high),
            fixed(Some(band.same_sign), 3),
            if band.is_stable() { "stable" } else { "unstable" }.to_owned(),
        ]
    });
    to_csv(&header, rows)
}

/// For a reader: the mean, the pairs, the zones that change most, and which of them change with an unsure sign.
pub fn uncertainty_text(comparison: &Comparison, uncertainty: &Uncertainty) -> String {
    let zones = &comparison.network().zones;
    let asked = &uncertainty.question;
    let range = |range: FactorRange| format!("{} to {}", range.low, range.high);
    let mut text = format!(
        "\nHow sure: {} draws of speed ({}), frequency ({}) and access times ({}), as factors, by judgement\n",
        asked.draws,
        range(asked.ranges.speed),
        range(asked.ranges.frequency),
        range(asked.ranges.access)
    );
    let mut shown: Vec<Figure<'_>> = Vec::new();
    let mut watt: Vec<Figure<'_>> = Vec::new();
    for figure in figures(uncertainty) {
        let is_core = |zone: ZoneIdx| zones[zone.at()].role == Role::Core;
        match (figure.name, figure.from) {
            ("watt", Some(zone)) if is_core(zone) => watt.push(figure),
            ("watt", _) => {}
            _ => shown.push(figure),
        }
    }
    let unsure: Vec<&str> = watt
        .iter()
        .filter(|figure| !figure.band.is_stable())
        .filter_map(|figure| Some(zones[figure.from?.at()].name.as_str()))
        .collect();
    let unsure = if unsure.is_empty() { "none".to_owned() } else { unsure.join("、") };
    watt.sort_by(|one, other| {
        let size = |figure: &Figure<'_>| figure.band.change.abs();
        size(other).total_cmp(&size(one)).then(one.from.cmp(&other.from))
    });
    watt.truncate(SHOWN);
    let rows = shown.iter().chain(&watt).map(|figure| {
        let label = |zone: ZoneIdx| zones[zone.at()].label();
        let what = match (figure.from, figure.to) {
            (Some(from), Some(to)) => format!("{} → {}", label(from), label(to)),
            (Some(zone), None) => format!("{}, weighted average", label(zone)),
            _ => "mean of all pairs, by people".to_owned(),
        };
        let minutes = |minutes: f64| signed(Some(minutes), 2, "");
        let band = figure.band;
        vec![
            what + if band.is_stable() { "" } else { " *" },
            minutes(band.change),
            minutes(band.low),
            minutes(band.median),
            minutes(band.high),
            fixed(Some(band.same_sign * 100.0), 0),
        ]
    });
    let header = ["", "change min", "p5", "median", "p95", "same sign %"];
    text += &table(&header, rows, 5);
    text += &format!(
        "* less than 95 % of the draws have the sign of the change. Zones of which this holds: {unsure}\n"
    );
    text
}

/// The same as JSON.
pub fn uncertainty_json(comparison: &Comparison, uncertainty: &Uncertainty) -> Value {
    let zones = &comparison.network().zones;
    let id = |zone: Option<ZoneIdx>| zone.map(|zone| zones[zone.at()].id.clone());
    let figure = |figure: Figure<'_>| {
        let band = figure.band;
        json!({
            "figure": figure.name, "from_id": id(figure.from), "to_id": id(figure.to),
            "change_min": band.change, "p5_min": band.low, "p50_min": band.median, "p95_min": band.high,
            "same_sign_share": band.same_sign, "is_stable": band.is_stable(),
        })
    };
    let asked = &uncertainty.question;
    let range = |range: FactorRange| json!([range.low, range.high]);
    json!({
        "draws": asked.draws, "seed": asked.seed, "mode": asked.mode.name(),
        "speed_range": range(asked.ranges.speed), "frequency_range": range(asked.ranges.frequency),
        "access_range": range(asked.ranges.access),
        "figures": figures(uncertainty).into_iter().map(figure).collect::<Vec<_>>(),
    })
}
