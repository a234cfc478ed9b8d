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
    /// What it is.
    pub title: &'static str,
    /// The same in Chinese.
    pub title_zh: &'static str,
    /// What one sees on it.
    pub caption: &'static str,
    /// The same in Chinese.
    pub caption_zh: &'static str,
    pub(super) draw: fn(&Subject<'_>) -> Drawn,
}

impl Kind {
    /// What its files are called, without the ending.
    pub fn stem(&self) -> String {
        self.name.replace('-', "_")
    }
}

macro_rules! kinds {
    ($($name:literal $title:literal $title_zh:literal $caption:literal $caption_zh:literal $draw:expr;)+) => {
        /// All of them, in the order of a report.
        pub const KINDS: &[Kind] = &[$(Kind {
            name: $name,
            title: $title,
            title_zh: $title_zh,
            caption: $caption,
            caption_zh: $caption_zh,
            draw: $draw,
        }),+];
    };
}

kinds! {
    "network" "The network and the project" "项目与路网"
        "The lines of the network and, in orange, what the project adds."
        "路网各类线路，橙色为本项目新增部分。"
        |subject| Ok(Box::new(network::figure(subject)));
    "travel-time-change" "Change in weighted average travel time" "加权平均旅行时间变化"
        "By how many minutes each county or district comes nearer to all other zones (blue) or farther from them (orange)."
        "蓝色区县与其他地区的时间距离缩短，橙色延长。"
        zones::change;
    "watt-change-rate" "Change rate of weighted average travel time" "加权平均旅行时间变化率"
        "The same in per cent of the value without the project; positive is shorter."
        "同上，以无项目值的百分比表示；正值为缩短。"
        zones::change_rate;
    "watt-without" "Weighted average travel time without the project" "无项目加权平均旅行时间"
        "Mean time from each county or district to all other zones, weighted by √(population × GDP); darker is farther."
        "颜色越浅，与其他地区的时间距离越短；有项目图采用相同分级。"
        |subject| zones::watt(subject, Side::Without);
    "watt-with" "Weighted average travel time with the project" "有项目加权平均旅行时间"
        "The same with the project, in the same classes."
        "同上，为有项目情形。"
        |subject| zones::watt(subject, Side::With);
    "pairs" "Most changed travel times" "变化最大的旅行时间"
        "The fastest time without and with the project, for the pairs of places that change most."
        "每条线为一个点对：空心端为无项目，实心端为有项目。"
        pairs::figure;
    "accessibility" "Ranked change in weighted average travel time" "加权平均旅行时间改善排序"
        "Counties and districts ranked by how much their weighted average travel time improves; those near the project's stations are marked."
        "按变化幅度排列的区县；正值表示改善。"
        |subject| rankings::figure(subject, "watt");
    "daily-accessibility" "Ranked change in daily accessibility" "日常可达性改善排序"
        "Counties and districts ranked by how many more people they reach within four hours."
        "单程4小时内可到达人口的变化。"
        |subject| rankings::figure(subject, "daily_accessibility");
    "economic-potential" "Ranked change in economic potential" "经济潜力改善排序"
        "Counties and districts ranked by how much their economic potential rises."
        "质量与旅行时间之比的总和的变化。"
        |subject| rankings::figure(subject, "economic_potential");
    "isochrones" "Isochrones, without and with" "等时圈"
        "How far one comes from the city whose times change most, without the project at the left and with it at the right; people within one to four hours below."
        "自旅行时间变化最大的城市出发的可达范围：左为无项目，右为有项目。"
        reach::isochrones;
    "hour-circles" "One to four hours" "小时交通圈"
        "The zones within one, two, three and four hours of the same city, by each mode, with the project; people in each circle below."
        "有项目时各方式自同一城市1、2、3、4小时内的区县。"
        reach::hour_circles;
    "potential-surface" "Potential surface" "经济潜力面"
        "Economic potential as a surface with the project, and by how many per cent it changes."
        "有项目时的经济潜力面及其变化率。"
        potential::surface;
    "od-without" "OD travel times without the project" "无项目OD旅行时间"
        "Fastest times between the cities, row to column."
        "行至列的城市间最短旅行时间。"
        |subject| matrix::figure(subject, Cells::Without);
    "od-with" "OD travel times with the project" "有项目OD旅行时间"
        "The same with the project, in the same classes."
        "同上，为有项目情形，分级相同。"
        |subject| matrix::figure(subject, Cells::With);
    "od-change" "Change of OD travel times" "OD旅行时间变化"
        "With less without: blue is faster, orange slower."
        "有项目减无项目：蓝色缩短，橙色延长。"
        |subject| matrix::figure(subject, Cells::Change);
    "linkage" "Economic linkage" "经济联系强度"
        "Economic linkage between cities with the project: the width of a band is its share of all linkage, its colour how much the project changes it."
        "有项目时城市间经济联系：带宽为占比，颜色为项目引起的变化。"
        linkage::figure;
    "corridor" "Gains along the corridor" "走廊剖面"
        "How much the places along the project's line gain, by their distance along it: whether the middle gains more than the ends."
        "项目沿线各地按里程的改善幅度。"
        corridor::figure;
    "travel-time-distribution" "Distribution of travel times" "旅行时间累积分布"
        "The share of all pairs of people that a journey of at most so many minutes joins, without and with the project."
        "给定时间内可到达的人口对占比。"
        distribution::travel_times;
    "lorenz" "Lorenz curve" "洛伦兹曲线"
        "How evenly economic potential is spread over people, without and with the project; the nearer to the diagonal, the more evenly."
        "经济潜力在人口间分布的均衡程度；越接近对角线越均衡。"
        distribution::lorenz;
    "train-graph" "Train graph" "列车运行图"
        "The trains of the project's line over the day: stations by their distance from top to bottom, the clock from left to right."
        "项目线路全天列车：纵轴为车站，横轴为时刻。"
        trains::of_project;
    "time-cartogram" "Time cartogram" "时间地图"
        "Every place in its direction from the city whose times change most, as far from the middle as the journey takes: a place that the project brings nearer moves inwards."
        "以旅行时间变化最大的城市为中心，方向不变，距离为旅行时间。"
        reach::cartogram;
}

/// The figure of a name, dashes or underscores between its words.
pub fn kind(name: &str) -> Option<&'static Kind> {
    let name = name.replace('_', "-");
    KINDS.iter().find(|kind| kind.name == name)
}
