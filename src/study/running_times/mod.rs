//! Running times of trains from stop to stop: fitted to published ones, and held against those of lines left out.
//!
//! A pair is two neighbouring stops of trains, either way, with one kind of train. Its running time is the lower quartile of
//! what is published: trains that wait to be overtaken stand above it, and one fast train among many does not move it. Each
//! kind of line has a few parameters ([`Fitted`]), never one of a single line. They are found by least absolute relative
//! errors; a line left out is predicted from all others.

mod fit;
mod pairs;

pub use fit::Fitted;
pub use pairs::{Origin, Pair};

use crate::measures::equity::Distribution;
use crate::network::{FacilityType, MissingParameter, Network};
use crate::scenario::Allowances;
use fit::{Grid, fit};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of lines, each with parameters of its own.
pub const KINDS: [FacilityType; 2] = [FacilityType::HighSpeedRail, FacilityType::ConventionalRail];

/// Lines with fewer pairs say too little: they are neither fitted nor predicted.
pub const FEWEST_PAIRS: usize = 5;

/// How far predictions of some pairs are off.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RunErrors {
    /// Pairs.
    pub pairs: usize,
    /// Trains.
    pub trains: u32,
    /// Mean error in per cent: positive means the prediction is slower.
    pub bias_pct: f64,
    /// Median of absolute errors, in per cent.
    pub median_abs_pct: f64,
    /// 90th percentile of absolute errors, in per cent.
    pub p90_abs_pct: f64,
    /// Median of absolute errors, in minutes.
    pub median_abs_min: f64,
}

/// A line, predicted from all others of its kind.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// `line_id`.
    pub line: String,
    /// Its name.
    pub name: String,
    /// What was fitted to the others.
    pub fitted: Fitted,
    /// How well that predicts it.
    pub errors: RunErrors,
}

/// The lines of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct KindOfLine {
    /// Which.
    pub facility: FacilityType,
    /// Fitted to all its lines.
    pub fitted: Fitted,
    /// The errors of that fit.
    pub errors: RunErrors,
    /// What `mode.csv` says.
    pub in_force: Allowances,
    /// The errors of `mode.csv`.
    pub in_force_errors: RunErrors,
    /// Each line, left out.
    pub lines: Vec<LeftOut>,
    /// All pairs, each predicted without its own line.
    pub left_out_errors: RunErrors,
    /// The pairs with their prediction from the lines other than theirs, in minutes.
    pub predicted: Vec<(Pair, f64)>,
    /// Pairs of lines with fewer than [`FEWEST_PAIRS`], which are not used.
    pub other_pairs: usize,
}

/// What became of the published running times.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// By kind of line, in the order of [`KINDS`].
    pub kinds: Vec<KindOfLine>,
    /// Published running times that are not used, and why, with how many.
    pub unused: BTreeMap<&'static str, usize>,
}

/// Fits the parameters of running times to what is published in a network, and validates them line by line.
///
/// # Errors
/// If `mode.csv` lacks a parameter of trains.
pub fn calibrate(network: &Network) -> Result<Calibration, MissingParameter> {
    let (pairs, unused) = pairs::pairs(network)?;
    let kinds = KINDS
        .into_iter()
        .map(|facility| {
            let own = pairs.iter().filter(|pair| pair.facility == facility).cloned().collect();
            kind_of_line(network, facility, own)
        })
        .collect::<Result<_, _>>()?;
    Ok(Calibration { kinds, unused })
}

fn kind_of_line(
    network: &Network,
    facility: FacilityType,
    found: Vec<Pair>,
) -> Result<KindOfLine, MissingParameter> {
    let mut of_line: BTreeMap<String, usize> = BTreeMap::new();
    for pair in &found {
        *of_line.entry(pair.line.clone()).or_default() += 1;
    }
    let is_known = |pair: &Pair| of_line[&pair.line] >= FEWEST_PAIRS;
    let (pairs, few): (Vec<Pair>, Vec<Pair>) = found.into_iter().partition(is_known);
    let in_force = Allowances::of(&network.modes, facility)?;
    let junction_speed = network
        .modes
        .value_for("rail", "junction_speed", facility)
        .ok()
        .map(crate::units::KmPerHour);
    let grid = Grid::new(&pairs, facility, junction_speed);
    let all: Vec<usize> = (0..pairs.len()).collect();
    let fitted = fit(&grid, &pairs, &all);
    let lines: BTreeSet<&str> = pairs.iter().map(|pair| pair.line.as_str()).collect();
    let mut left_out = Vec::new();
    let mut predicted: Vec<(usize, f64)> = Vec::new();
    for line in lines {
        let (own, others): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|pair| pairs[**pair].line == line);
        let fitted = fit(&grid, &pairs, &others);
        let times: Vec<(usize, f64)> =
            own.iter().map(|pair| (*pair, grid.predict(*pair, &fitted))).collect();
        predicted.extend(&times);
        let name = network.links.iter().find(|link| link.line_id.as_deref() == Some(line));
        left_out.push(LeftOut {
            line: line.to_owned(),
            name: name.map_or_else(String::new, |link| link.name.clone()),
            fitted,
            errors: errors(&pairs, &times),
        });
    }
    let fits: Vec<(usize, f64)> =
        all.iter().map(|pair| (*pair, grid.predict(*pair, &fitted))).collect();
    let now: Vec<(usize, f64)> =
        all.iter().map(|pair| (*pair, pairs[*pair].minutes_with(&in_force))).collect();
    Ok(KindOfLine {
        facility,
        fitted,
        errors: errors(&pairs, &fits),
        in_force,
        in_force_errors: errors(&pairs, &now),
        left_out_errors: errors(&pairs, &predicted),
        lines: left_out,
        predicted: predicted.iter().map(|(pair, time)| (pairs[*pair].clone(), *time)).collect(),
        other_pairs: few.len(),
    })
}

fn errors(pairs: &[Pair], predicted: &[(usize, f64)]) -> RunErrors {
    let off = |&(pair, time): &(usize, f64)| (time / pairs[pair].minutes - 1.0) * 100.0;
    let per_cent: Vec<f64> = predicted.iter().map(off).collect();
    let sizes: Vec<f64> = per_cent.iter().map(|error| error.abs()).collect();
    let minutes: Vec<f64> =
        predicted.iter().map(|(pair, time)| (time - pairs[*pair].minutes).abs()).collect();
    let quantile = |values: &[f64], share: f64| {
        Distribution::unweighted(values).map_or(0.0, |values| values.quantile(share))
    };
    RunErrors {
        pairs: predicted.len(),
        trains: predicted.iter().map(|(pair, _)| pairs[*pair].trains).sum(),
        bias_pct: per_cent.iter().sum::<f64>() / per_cent.len().max(1) as f64,
        median_abs_pct: quantile(&sizes, 0.5),
        p90_abs_pct: quantile(&sizes, 0.9),
        median_abs_min: quantile(&minutes, 0.5),
    }
}
