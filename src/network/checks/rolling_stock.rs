//! Trains that cannot do what their row says, and published running times that no train can have run.

use super::{Finding, Subject};
use crate::network::Network;

/// Standard gravity, m/s².
const GRAVITY: f64 = 9.806_65;

/// The fastest mean speed that a published running time is believed to have, in km/h.
const FASTEST: f64 = 400.0;

/// Trains too weak for their highest speed, and two trains for one class or one letter.
pub(super) fn trains(network: &Network) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, stock) in network.rolling_stock.iter().enumerate() {
        let subject = Subject::RollingStock(at);
        let [a, b, c] = stock.davis_n_per_kn;
        let speed = stock.max_speed.0;
        let resistance = (a + speed * (b + speed * c)) * stock.mass_t * GRAVITY / 1000.0;
        let effort = stock.starting_effort_kn.min(stock.power_kw * 3.6 / speed);
        if effort < resistance {
            let message = format!(
                "at {speed} km/h it has {effort:.1} kN of effort and {resistance:.1} kN of resistance"
            );
            findings.push(
                Finding::warning("unreached-top-speed", subject, "max_speed_kmh", message)
                    .help("more power, less resistance, or the speed at which the two balance"),
            );
        }
        if stock.rotating_mass_factor < 1.0 {
            let message = format!("{} is less than 1", stock.rotating_mass_factor);
            findings.push(
                Finding::error("out-of-range", subject, "rotating_mass_factor", message)
                    .help("1 plus the share of the rotating masses, such as 1.06"),
            );
        }
        let others = &network.rolling_stock[..at];
        if stock.default_for.is_some()
            && others.iter().any(|it| it.default_for == stock.default_for)
        {
            let message = "another train is the usual one of the class already".to_owned();
            findings.push(Finding::error("duplicate-row", subject, "default_for", message));
        }
        let is_taken = |letter: &char| others.iter().any(|it| it.train_letters.contains(letter));
        if let Some(letter) = stock.train_letters.iter().find(|letter| is_taken(letter)) {
            let message = format!("another train has the letter {letter} already");
            findings.push(Finding::error("duplicate-row", subject, "train_letters", message));
        }
    }
    findings
}

/// Published running times faster than trains are.
pub(super) fn running_times(network: &Network) -> Vec<Finding> {
    let rows = network.running_times.iter().enumerate();
    let too_fast = rows.filter_map(|(at, row)| {
        let speed = row.length?.0 / row.time.minutes() * 60.0;
        (speed > FASTEST).then(|| {
            let message = format!("{} to {} at a mean of {speed:.0} km/h", row.from, row.to);
            let subject = Subject::RunningTime(at);
            Finding::error("impossible-speed", subject, "minutes", message)
                .help("minutes from departure to arrival, length in km")
        })
    });
    too_fast.collect()
}
