//! Why a time changed: the journey on each side, leg by leg, and the change split into its parts.

use super::comparison::{Comparison, PairChange, Side};
use crate::network::Network;
use crate::skims::{Endpoint, Journey, Leg, Means, When, find_journey};
use crate::units::Seconds;
use std::collections::BTreeSet;

/// A pair's journeys on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct JourneyChange {
    /// The pair.
    pub pair: PairChange,
    /// Without the projects.
    pub without: Option<Journey>,
    /// With them.
    pub with: Option<Journey>,
}

impl Comparison {
    /// Finds the journeys behind a pair's two times.
    pub fn journeys(&self, pair: PairChange) -> JourneyChange {
        let ends = (Endpoint::Zone(pair.from), Endpoint::Zone(pair.to));
        let find = |side: &Side| {
            find_journey(&side.applied.network, &side.supply, pair.mode, ends, When::AnyTime)
        };
        JourneyChange { pair, without: find(&self.without), with: find(&self.with) }
    }

    /// One sentence: what the change is made of and which project's services or links the new journey uses.
    pub fn reason(&self, change: &JourneyChange) -> String {
        self.reason_in(change, &ENGLISH)
    }

    /// The same in Chinese.
    pub fn reason_zh(&self, change: &JourneyChange) -> String {
        self.reason_in(change, &CHINESE)
    }

    fn reason_in(&self, change: &JourneyChange, words: &ReasonWords) -> String {
        let (without, with) = (&self.without.applied.network, &self.with.applied.network);
        match (&change.without, &change.with) {
            (Some(old), Some(new)) => {
                let parts = words.parts_of(old, new);
                format!("{parts}{}{}", words.then, words.users(without, with, old, new))
            }
            (None, Some(new)) => {
                let uses = |names: String| words.gained_uses.replace("{}", &names);
                let uses = used_projects(with, new).map_or_else(String::new, uses);
                format!("{}{uses}", words.gained)
            }
            (Some(_), None) => words.lost.to_owned(),
            (None, None) => words.neither.to_owned(),
        }
    }
}

/// What reasons are made of in a language; `{}` stands for what is named.
struct ReasonWords {
    /// Access, wait, ride, changes, egress.
    parts: [&'static str; 5],
    /// Behind a change in minutes.
    minutes: &'static str,
    between: &'static str,
    /// Around the change in the number of trains: one, several.
    trains: [&'static str; 2],
    nothing: &'static str,
    then: &'static str,
    new_uses: &'static str,
    old_used: &'static str,
    otherwise: &'static str,
    gained: &'static str,
    gained_uses: &'static str,
    lost: &'static str,
    neither: &'static str,
}

const ENGLISH: ReasonWords = ReasonWords {
    parts: ["access", "wait", "ride", "change and wait between trains", "egress"],
    minutes: " {} min",
    between: ", ",
    trains: [" ({} train)", " ({} trains)"],
    nothing: "no part changes by a minute",
    then: "; ",
    new_uses: "the new journey uses {}",
    old_used: "the old journey used {}, the new one does not",
    otherwise: "the train of the old journey runs otherwise now",
    gained: "there was no journey; ",
    gained_uses: "the new one uses {}",
    lost: "the journey there was is gone",
    neither: "there is no journey on either side",
};

const CHINESE: ReasonWords = ReasonWords {
    parts: ["进站", "候车", "乘车", "换乘与等候", "出站"],
    minutes: "{}分钟",
    between: "，",
    trains: ["（{}趟列车）", "（{}趟列车）"],
    nothing: "各部分变化均不足1分钟",
    then: "；",
    new_uses: "新行程使用{}",
    old_used: "原行程使用{}，新行程不再使用",
    otherwise: "原行程的列车改变了运行",
    gained: "原无行程；",
    gained_uses: "新行程使用{}",
    lost: "原有行程已不存在",
    neither: "两种情形均无行程",
};

impl ReasonWords {
    fn parts_of(&self, old: &Journey, new: &Journey) -> String {
        let of = |journey: &Journey| {
            let split = journey.split();
            [split.access, split.wait, split.ride, split.transfer, split.egress].map(whole_minutes)
        };
        let changes = of(old).into_iter().zip(of(new)).map(|(old, new)| new - old);
        let changed: Vec<String> = self
            .parts
            .iter()
            .zip(changes)
            .filter(|(_, minutes)| *minutes != 0)
            .map(|(name, minutes)| {
                format!("{name}{}", self.minutes.replace("{}", &format!("{minutes:+}")))
            })
            .collect();
        let trains = match i64::from(new.trips()) - i64::from(old.trips()) {
            0 => String::new(),
            more => self.trains[usize::from(more.abs() != 1)].replace("{}", &format!("{more:+}")),
        };
        let changed =
            if changed.is_empty() { self.nothing.to_owned() } else { changed.join(self.between) };
        format!("{changed}{trains}").replace('-', "−")
    }

    fn users(&self, without: &Network, with: &Network, old: &Journey, new: &Journey) -> String {
        match (used_projects(without, old), used_projects(with, new)) {
            (_, Some(names)) => self.new_uses.replace("{}", &names),
            (Some(names), None) => self.old_used.replace("{}", &names),
            (None, None) => self.otherwise.to_owned(),
        }
    }
}

fn whole_minutes(time: Seconds) -> i64 {
    time.minutes().round() as i64
}

/// The projects whose trips or links a journey uses; none if it uses none.
fn used_projects(network: &Network, journey: &Journey) -> Option<String> {
    let mut used = BTreeSet::new();
    for leg in &journey.legs {
        match leg {
            Leg::Ride { trip, .. } => used.extend(network.transit.trips[trip.at()].project.clone()),
            Leg::Drive { links, .. } => used
                .extend(links.iter().filter_map(|link| network.links[link.at()].project.clone())),
            _ => {}
        }
    }
    (!used.is_empty()).then(|| used.into_iter().collect::<Vec<_>>().join(", "))
}

/// A journey in one line: `taxi 25 → 淮北 ▸ G7412 08:10–09:48 → 蚌埠南 ▸ taxi 14`.
pub fn one_line(network: &Network, journey: &Journey) -> String {
    let legs: Vec<String> = journey.legs.iter().map(|leg| short_leg(network, leg)).collect();
    legs.join(" ▸ ")
}

fn short_leg(network: &Network, leg: &Leg) -> String {
    let stop = |stop: crate::index::StopIdx| network.transit.stops[stop.at()].name.as_str();
    let minutes = |time: Seconds| whole_minutes(time);
    match leg {
        Leg::Drive { length, .. } => format!("drive {:.0} km", length.0),
        Leg::LocalOnly => "bus/metro/walk".to_owned(),
        Leg::Access { means, stop: at, ride, entry } => {
            format!(
                "{} {} min, station entry {} → {}",
                means_word(*means),
                minutes(*ride),
                minutes(*entry),
                stop(*at)
            )
        }
        Leg::Ride { trip, to, departure, arrival, .. } => {
            format!(
                "{} {}–{} → {}",
                network.transit.trips[trip.at()].name,
                departure.clock(),
                arrival.clock(),
                stop(*to)
            )
        }
        Leg::Change { to, time, .. } => format!("change {} min → {}", minutes(*time), stop(*to)),
        Leg::Egress { means, ride, exit, .. } => {
            format!(
                "station exit {}, {} {} min",
                minutes(*exit),
                means_word(*means),
                minutes(*ride)
            )
        }
    }
}

fn means_word(means: Means) -> &'static str {
    match means {
        Means::Taxi => "taxi",
        Means::Local => "bus/metro/walk",
    }
}

/// A leg in words, with names in both scripts: what, from where to where, when.
pub fn leg_text(network: &Network, leg: &Leg) -> (String, String) {
    let stop = |stop: crate::index::StopIdx| network.transit.stops[stop.at()].label();
    match leg {
        Leg::Drive { length, links } => {
            ("drive".to_owned(), format!("{:.1} km: {}", length.0, roads(network, links)))
        }
        Leg::LocalOnly => ("bus/metro/walk".to_owned(), "all the way".to_owned()),
        Leg::Access { means, stop: at, ride, entry } => (
            "access".to_owned(),
            format!("{} {ride} to {}, station entry {entry}", means_word(*means), stop(*at)),
        ),
        Leg::Ride { trip, from, to, between, .. } => {
            let trip = &network.transit.trips[trip.at()];
            let calls = match between {
                0 => "non-stop".to_owned(),
                1 => "1 stop between".to_owned(),
                more => format!("{more} stops between"),
            };
            (
                trip.name.clone(),
                format!("{} → {} ({calls}, {})", stop(*from), stop(*to), trip.timing.name()),
            )
        }
        Leg::Change { from, to, time } => {
            ("change".to_owned(), format!("{} → {}: {time}", stop(*from), stop(*to)))
        }
        Leg::Egress { means, stop: at, ride, exit } => (
            "egress".to_owned(),
            format!("station exit {} {exit}, {} {ride}", stop(*at), means_word(*means)),
        ),
    }
}

fn roads(network: &Network, links: &[crate::index::LinkIdx]) -> String {
    let mut names: Vec<String> = Vec::new();
    for link in links {
        let link = &network.links[link.at()];
        let name = match &link.line_id {
            Some(number) if !number.is_empty() => format!("{number} {}", link.name),
            _ => link.name.clone(),
        };
        if !name.is_empty() && names.last() != Some(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { "local roads".to_owned() } else { names.join(" → ") }
}
