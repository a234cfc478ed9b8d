//! Checks the network folder of another region and prints all travel times: `my_own_region FOLDER`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example shows its result")]

use std::error::Error;
use std::path::Path;
use tongqu::formats::{Folder, check_network};
use tongqu::index::ZoneIdx;
use tongqu::skims::{Query, TravelMode, compute};
use tongqu::supply::Supply;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "networks/tiny".to_owned());
    let (network, problems) = check_network(&Folder::open(Path::new(&folder))?);
    eprint!("{problems}"); // every mistake at once, with file, line and what would be right
    let Some(network) = network else { return Err("the network cannot be used".into()) };

    let supply = Supply::build(&network)?;
    let skim = compute(&network, &supply, &Query::new(TravelMode::Public));
    for (at, origin) in network.zones.iter().enumerate() {
        print!("{:6}", origin.name_en);
        for to in 0..network.zones.len() {
            match skim.cell(ZoneIdx::new(at), ZoneIdx::new(to)) {
                Some(cell) => print!("{:6.1}", cell.fastest.minutes()),
                None => print!("     –"),
            }
        }
        println!();
    }
    Ok(())
}
