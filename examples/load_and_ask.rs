//! Reads a network folder and asks for the fastest journey between two places.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::error::Error;
use std::path::Path;
use tongqu::formats::{Folder, load_network};
use tongqu::network::{Gazetteer, Kind, Place};
use tongqu::skims::{Endpoint, TravelMode, When, find_journey};
use tongqu::study::one_line;
use tongqu::supply::Supply;

fn main() -> Result<(), Box<dyn Error>> {
    let (network, warnings) = load_network(&Folder::open(Path::new("networks/tiny"))?)?;
    assert!(warnings.is_empty(), "{warnings}");
    let supply = Supply::build(&network)?;

    let gazetteer = Gazetteer::new(&network);
    let zone = |name: &str| match gazetteer.find(name, &[Kind::Zone])? {
        Place::Zone(zone) => Ok(Endpoint::Zone(zone)),
        _ => Err(format!("{name} is no zone").into()),
    };
    let ends: Result<_, Box<dyn Error>> =
        zone("甲城").and_then(|from| Ok((from, zone("yicheng")?)));
    let ends = ends?;

    for (name, mode) in TravelMode::ALL {
        let Some(journey) = find_journey(&network, &supply, mode, ends, When::AnyTime) else {
            println!("{name:>12}: no journey");
            continue;
        };
        println!(
            "{name:>12}: {:>10}  {}",
            journey.duration().to_string(),
            one_line(&network, &journey)
        );
    }
    Ok(())
}
