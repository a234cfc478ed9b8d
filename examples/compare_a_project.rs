//! Compares the network with a project and without it, all else equal, and says why times change.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use tongqu::formats::{Folder, load_network};
use tongqu::scenario::{Catalogue, ProjectFile};
use tongqu::skims::TravelMode;
use tongqu::study::{Comparison, Question};
use tongqu::units::Seconds;

fn main() -> Result<(), Box<dyn Error>> {
    let (network, _) = load_network(&Folder::open(Path::new("networks/tiny"))?)?;
    let file = "tests/fixtures/projects/bing-ding-branch.toml";
    let project = ProjectFile::read(file, &std::fs::read_to_string(file)?)?;
    let question = Question {
        projects: BTreeSet::from([project.id().to_owned()]),
        date: network.config.base_date,
        with: BTreeSet::new(),
        without: BTreeSet::new(),
        modes: vec![TravelMode::Rail],
        percentiles: Vec::new(),
    };
    let mut catalogue = Catalogue::default();
    catalogue.add(project);

    let comparison = Comparison::run(&network, &catalogue, question, &mut |_stage| {})?;
    for pair in comparison.most_changed(TravelMode::Rail, Seconds::from_minutes(5), |_| true) {
        let name = |zone: tongqu::index::ZoneIdx| network.zones[zone.at()].label();
        let minutes = pair.minutes().unwrap_or_default();
        println!("{} → {}: {minutes:+.0} min", name(pair.from), name(pair.to));
        println!("  {}", comparison.reason(&comparison.journeys(pair)));
    }
    Ok(())
}
