//! What can be typed of what is not known.

use crate::index::ZoneIdx;
use crate::skims::TravelMode;
use crate::study::{FactorRange, Ranges, UncertaintyQuestion};
use clap::Args;

/// How sure changes are.
#[derive(Debug, Args)]
pub(super) struct UncertaintyArgs {
    /// Draw speeds and frequencies of what the projects build and access times of both sides so many times, and give every change
    /// a band
    #[arg(long, value_name = "DRAWS", value_parser = clap::value_parser!(u16).range(2..=10_000))]
    uncertainty: Option<u16>,
    /// Where random numbers start
    #[arg(long, value_name = "N", requires = "uncertainty", default_value_t = 1)]
    seed: u64,
    /// Least and greatest speed on what the projects build, as factors of what the model takes; judgement
    #[arg(long, value_name = "LOW,HIGH", requires = "uncertainty", default_value_t = Ranges::default().speed, value_parser = range)]
    speed_range: FactorRange,
    /// The same of trips a day of new services
    #[arg(long, value_name = "LOW,HIGH", requires = "uncertainty", default_value_t = Ranges::default().frequency, value_parser = range)]
    frequency_range: FactorRange,
    /// The same of station entry and exit, waits, local buses and walks, on both sides
    #[arg(long, value_name = "LOW,HIGH", requires = "uncertainty", default_value_t = Ranges::default().access, value_parser = range)]
    access_range: FactorRange,
}

impl UncertaintyArgs {
    pub(super) fn question(
        &self,
        mode: TravelMode,
        pairs: Vec<(ZoneIdx, ZoneIdx)>,
    ) -> Option<UncertaintyQuestion> {
        let draws = usize::from(self.uncertainty?);
        let ranges = Ranges {
            speed: self.speed_range,
            frequency: self.frequency_range,
            access: self.access_range,
        };
        Some(UncertaintyQuestion { mode, ranges, draws, seed: self.seed, pairs })
    }
}

fn range(text: &str) -> Result<FactorRange, String> {
    let number =
        |text: &str| text.trim().parse::<f64>().ok().filter(|it| (0.1..=10.0).contains(it));
    let ends = text.split_once(',').and_then(|(low, high)| Some((number(low)?, number(high)?)));
    let range = ends.filter(|(low, high)| low <= high);
    let range = range.map(|(low, high)| FactorRange { low, high });
    range.ok_or_else(|| "two factors from 0.1 to 10, the lower first: 0.85,1.05".to_owned())
}
