//! The one list of the figures of a comparison.

use super::matrix::Cells;
use super::results::Side;
use super::subject::Subject;
use super::{
    Drawn, corridor, distribution, linkage, matrix, network, pairs, potential, rankings, reach,
    trains, zones,
};

/// A figure of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What `tongqu plot` calls it; its files have underscores for the dashes.
    pub name: &'static str,
    /// What it is, in Chinese and English.
    pub title: &'static str,
    /// What one sees on it.
    pub caption: &'static str,
    pub(super) draw: fn(&Subject<'_>) -> Drawn,
}

impl Kind {
    /// What its files are called, without the ending.
    pub fn stem(&self) -> String {
        self.name.replace('-', "_")
    }
}

macro_rules! kinds {
    ($($name:literal $title:literal $caption:literal $draw:expr;)+) => {
        /// All of them, in the order of a report.
        pub const KINDS: &[Kind] =
            &[$(Kind { name: $name, title: $title, caption: $caption, draw: $draw }),+];
    };
}

kinds! {
    "network" "项目与路网 The network and the project"
        "The lines of the network and, in red, what the project adds."
        |subject| Ok(Box::new(network::figure(subject)));
    "travel-time-change" "加权平均旅行时间变化 Change in weighted average travel time"
        "By how many minutes each county or district comes nearer to all other zones (blue) or farther from them (orange)."
        zones::change;
    "watt-change-rate" "加权平均旅行时间变化率 Change rate of weighted average travel time"
        "The same in per cent of the value without the project; positive is shorter."
        zones::change_rate;
    "watt-without" "无项目加权平均旅行时间 Weighted average travel time without the project"
        "Mean time from each county or district to all other zones, weighted by √(population × GDP); darker is farther."
        |subject| zones::watt(subject, Side::Without);
    "watt-with" "有项目加权平均旅行时间 Weighted average travel time with the project"
        "The same with the project, in the same classes."
        |subject| zones::watt(subject, Side::With);
    "pairs" "变化最大的旅行时间 Most changed travel times"
        "The fastest time without and with the project, for the pairs of places that change most."
        pairs::figure;
    "accessibility" "加权平均旅行时间改善排序 Ranked change in weighted average travel time"
        "Counties and districts ranked by how much their weighted average travel time improves; those near the project's stations are marked."
        |subject| rankings::figure(subject, "watt");
    "daily-accessibility" "日常可达性改善排序 Ranked change in daily accessibility"
        "Counties and districts ranked by how many more people they reach within four hours."
        |subject| rankings::figure(subject, "daily_accessibility");
    "economic-potential" "经济潜力改善排序 Ranked change in economic potential"
        "Counties and districts ranked by how much their economic potential rises."
        |subject| rankings::figure(subject, "economic_potential");
    "isochrones" "等时圈 Isochrones, without and with"
        "How far one comes from the city whose times change most, without the project at the left and with it at the right; people within one to four hours below."
        reach::isochrones;
    "hour-circles" "小时交通圈 One to four hours"
        "The zones within one, two, three and four hours of the same city, by each mode, with the project; people in each circle below."
        reach::hour_circles;
    "potential-surface" "经济潜力面 Potential surface"
        "Economic potential as a surface with the project, and by how many per cent it changes."
        potential::surface;
    "od-without" "无项目OD旅行时间 OD travel times without the project"
        "Fastest times between the cities, row to column."
        |subject| matrix::figure(subject, Cells::Without);
    "od-with" "有项目OD旅行时间 OD travel times with the project"
        "The same with the project, in the same classes."
        |subject| matrix::figure(subject, Cells::With);
    "od-change" "OD旅行时间变化 Change of OD travel times"
        "With less without: blue is faster, orange slower."
        |subject| matrix::figure(subject, Cells::Change);
    "linkage" "经济联系强度 Economic linkage"
        "Economic linkage between cities with the project: the width of a band is its share of all linkage, its colour how much the project changes it."
        linkage::figure;
    "corridor" "走廊剖面 Gains along the corridor"
        "How much the places along the project's line gain, by their distance along it: whether the middle gains more than the ends."
        corridor::figure;
    "travel-time-distribution" "旅行时间累积分布 Distribution of travel times"
        "The share of all pairs of people that a journey of at most so many minutes joins, without and with the project."
        distribution::travel_times;
    "lorenz" "洛伦兹曲线 Lorenz curve"
        "How evenly economic potential is spread over people, without and with the project; the nearer to the diagonal, the more evenly."
        distribution::lorenz;
    "train-graph" "列车运行图 Train graph"
        "The trains of the project's line over the day: stations by their distance from top to bottom, the clock from left to right."
        trains::of_project;
    "time-cartogram" "时间地图 Time cartogram"
        "Every place in its direction from the city whose times change most, as far from the middle as the journey takes: a place that the project brings nearer moves inwards."
        reach::cartogram;
}

/// The figure of a name, dashes or underscores between its words.
pub fn kind(name: &str) -> Option<&'static Kind> {
    let name = name.replace('_', "-");
    KINDS.iter().find(|kind| kind.name == name)
}
