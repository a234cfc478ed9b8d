//! A measure of one's own: universities within reach, each worth less the longer the way, halved every 30 minutes.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::error::Error;
use std::path::Path;
use tongqu::formats::{Folder, load_network};
use tongqu::measures::accessibility::{Decay, cumulative_opportunities};
use tongqu::measures::{Matrix, SelfTime};
use tongqu::skims::{Query, TravelMode, compute};
use tongqu::supply::Supply;
use tongqu::units::Seconds;

fn main() -> Result<(), Box<dyn Error>> {
    let (network, _) = load_network(&Folder::open(Path::new("networks/tiny"))?)?;
    let supply = Supply::build(&network)?;
    let universities: Vec<f64> =
        network.zones.iter().map(|zone| zone.opportunity("universities")).collect();

    for (name, mode) in TravelMode::ALL {
        let times = compute(&network, &supply, &Query::new(mode)).times();
        let own = SelfTime::Fixed(Seconds::from_minutes(15));
        let matrix = Matrix::square(network.zones.len(), &times, own)?;
        let half_life = Decay::half_life(Seconds::from_minutes(30));
        let reached = cumulative_opportunities(&matrix, &universities, half_life);
        // The share of what could be reached if everything were next door.
        let all: f64 = universities.iter().sum();
        for (zone, value) in network.zones.iter().zip(reached) {
            println!("{name:>6}  {:>5}: {:4.1} %", zone.name_en, value / all * 100.0);
        }
    }
    Ok(())
}
