//! Trains as they are built, and published running times of them.

use super::{Confidence, Provenance, RouteClass};
use crate::units::{Date, Kilometres, KmPerHour, Seconds};

/// A row of `rolling_stock.csv`: a train with its load.
#[derive(Debug, Clone, PartialEq)]
pub struct RollingStock {
    /// `stock_id`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The class of services it is taken for where nothing else is said.
    pub default_for: Option<RouteClass>,
    /// First letters of the numbers of the trains it usually runs as; `0` stands for numbers without a letter.
    pub train_letters: Vec<char>,
    /// The fastest it runs.
    pub max_speed: KmPerHour,
    /// Mass with its load, in t.
    pub mass_t: f64,
    /// ρ: how many times its mass it weighs when it is accelerated.
    pub rotating_mass_factor: f64,
    /// Power at the wheel, in kW.
    pub power_kw: f64,
    /// Greatest effort at the wheel, in kN.
    pub starting_effort_kn: f64,
    /// Davis resistance in N per kN of weight: a, b per km/h, c per (km/h)².
    pub davis_n_per_kn: [f64; 3],
    /// Rate of the service brake, in m/s².
    pub service_brake_ms2: f64,
    /// Length, in m.
    pub length_m: f64,
    /// Seats, where it has seats.
    pub seats: Option<f64>,
    /// Where the row came from.
    pub provenance: Provenance,
}

impl RollingStock {
    /// The train of a class of services in a network without `rolling_stock.csv`: eight cars with 350 km/h, or a locomotive
    /// with eighteen cars and 120 km/h. Round figures of common trains of China.
    pub fn usual(class: RouteClass) -> Self {
        let is_fast = class == RouteClass::HighSpeedRail;
        let (id, name) = if is_fast {
            ("high-speed-set", "eight-car high-speed set")
        } else {
            ("passenger-train", "locomotive and eighteen passenger cars")
        };
        let pick = |fast: f64, slow: f64| if is_fast { fast } else { slow };
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            default_for: Some(class),
            train_letters: Vec::new(),
            max_speed: KmPerHour(pick(350.0, 120.0)),
            mass_t: pick(465.0, 1150.0),
            rotating_mass_factor: 1.06,
            power_kw: pick(10_140.0, 7200.0),
            starting_effort_kn: pick(255.0, 520.0),
            davis_n_per_kn: [pick(0.6, 1.75), pick(0.0025, 0.009), pick(0.000_11, 0.000_15)],
            service_brake_ms2: pick(0.65, 0.5),
            length_m: pick(209.0, 500.0),
            seats: None,
            provenance: Provenance {
                sources: Vec::new(),
                confidence: Confidence::Estimated,
                note: "taken where a network has no rolling_stock.csv".to_owned(),
            },
        }
    }
}

/// What a published running time is of the trains between two stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statistic {
    /// The fastest of them.
    Fastest,
    /// The median of them.
    Median,
    /// One train that was looked at.
    Single,
    /// One train of known rank by time.
    Ranked,
}

impl Statistic {
    /// The words of the `statistic` column.
    pub const ALL: [(&'static str, Self); 4] = [
        ("fastest", Self::Fastest),
        ("median", Self::Median),
        ("single", Self::Single),
        ("ranked", Self::Ranked),
    ];

    /// As written in files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }
}

/// A row of `running_time.csv`: how long a train ran from its departure at one stop to its arrival at another.
#[derive(Debug, Clone, PartialEq)]
pub struct RunningTime {
    /// Name of the line, as published.
    pub line_name: String,
    /// Where from: name of a station.
    pub from: String,
    /// Where to.
    pub to: String,
    /// Length of the way by the mileage of the line, where it is published.
    pub length: Option<Kilometres>,
    /// Calls between the two, where they are known.
    pub stops_between: Option<u32>,
    /// The running time, dwells between included.
    pub time: Seconds,
    /// Number of the train, where it is known.
    pub train: String,
    /// Which of the trains it is.
    pub statistic: Statistic,
    /// How many trains there are with as many calls between.
    pub trains: Option<u32>,
    /// The day of the timetable.
    pub date: Option<Date>,
    /// Where the row came from.
    pub provenance: Provenance,
}
