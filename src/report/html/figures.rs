//! The figures of the folder, drawn into the page as they are.

use super::words::Words;
use serde::Serialize;

/// A figure of the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PageFigure {
    /// `plots/network.svg`.
    pub(super) file: String,
    /// Without folder and ending, for the address of the figure on the page.
    pub(super) id: String,
    pub(super) title: Words,
    /// What one sees.
    pub(super) caption: Words,
    /// The drawing, without what a file needs before it.
    pub(super) svg: String,
}

/// Every SVG file of a folder, in the folder's order.
pub(super) fn figures<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<PageFigure> {
    files.filter(|(name, _)| super::is_kind(name, "svg")).filter_map(figure).collect()
}

fn figure((name, bytes): (&str, &[u8])) -> Option<PageFigure> {
    let text = std::str::from_utf8(bytes).ok()?;
    let svg = &text[text.find("<svg")?..];
    let id = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".svg");
    let (title, caption) = CAPTIONS.iter().find(|(known, ..)| *known == id).map_or_else(
        || (Words::same(&drawn_title(svg)), Words::same("")),
        |(_, en, zh, sees, sees_zh)| (Words::new(*en, *zh), Words::new(*sees, *sees_zh)),
    );
    Some(PageFigure {
        file: name.to_owned(),
        id: id.to_owned(),
        title,
        caption,
        svg: svg.trim_end().to_owned(),
    })
}

/// What the drawing calls itself.
fn drawn_title(svg: &str) -> String {
    let title = svg.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    let text = title.map_or("", |(title, _)| title);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Name, title in both languages, what one sees in both.
const CAPTIONS: [(&str, &str, &str, &str, &str); 22] = [
    (
        "network",
        "The network and the project",
        "项目与路网",
        "The lines of the network and, in orange, what the project adds.",
        "路网各类线路，橙色为本项目新增部分。",
    ),
    (
        "travel_time_change",
        "Change in weighted average travel time",
        "加权平均旅行时间的变化",
        "Blue places come nearer to all others, orange ones farther away.",
        "蓝色区县与其他地区的时间距离缩短，橙色延长。",
    ),
    (
        "watt_change_rate",
        "Change rate of weighted average travel time",
        "加权平均旅行时间变化率",
        "The same in per cent of the value without the project; positive is shorter.",
        "同上，以无项目值的百分比表示；正值为缩短。",
    ),
    (
        "pairs",
        "Most changed travel times",
        "旅行时间变化最大的点对",
        "Each line is a pair of places: the hollow end without the project, the filled one with it.",
        "每条线为一个点对：空心端为无项目，实心端为有项目。",
    ),
    (
        "accessibility",
        "Who gains in weighted average travel time",
        "加权平均旅行时间变化排序",
        "Counties and districts in the order of their change; positive is better.",
        "按变化幅度排列的区县；正值表示改善。",
    ),
    (
        "daily_accessibility",
        "Who gains in daily accessibility",
        "日常可达性变化排序",
        "Change in the people within four hours one way.",
        "单程4小时内可到达人口的变化。",
    ),
    (
        "economic_potential",
        "Who gains in economic potential",
        "经济潜力变化排序",
        "Change in the sum of masses over travel time.",
        "质量与旅行时间之比的总和的变化。",
    ),
    (
        "watt_without",
        "Weighted average travel time without the project",
        "无项目时的加权平均旅行时间",
        "Light places are near to all others; the classes are the same with the project.",
        "颜色越浅，与其他地区的时间距离越短；有项目图采用相同分级。",
    ),
    (
        "watt_with",
        "Weighted average travel time with the project",
        "有项目时的加权平均旅行时间",
        "The same with the project.",
        "同上，为有项目情形。",
    ),
    (
        "isochrones",
        "Isochrones, without and with",
        "等时圈",
        "How far one comes from the city whose times change most, without the project at the left and with it at the right.",
        "自旅行时间变化最大的城市出发的可达范围：左为无项目，右为有项目。",
    ),
    (
        "hour_circles",
        "One to four hours",
        "小时交通圈",
        "The zones within one, two, three and four hours of the same city, by each mode, with the project.",
        "有项目时各方式自同一城市1、2、3、4小时内的区县。",
    ),
    (
        "potential_surface",
        "Potential surface",
        "经济潜力面",
        "Economic potential as a surface with the project, and by how many per cent it changes.",
        "有项目时的经济潜力面及其变化率。",
    ),
    (
        "od_without",
        "Travel times between cities without the project",
        "无项目城市间旅行时间",
        "Fastest times between the cities, row to column.",
        "行至列的城市间最短旅行时间。",
    ),
    (
        "od_with",
        "Travel times between cities with the project",
        "有项目城市间旅行时间",
        "The same with the project, in the same classes.",
        "同上，为有项目情形，分级相同。",
    ),
    (
        "od_change",
        "Change of travel times between cities",
        "城市间旅行时间变化",
        "With less without: blue is faster, orange slower.",
        "有项目减无项目：蓝色缩短，橙色延长。",
    ),
    (
        "linkage",
        "Economic linkage",
        "经济联系强度",
        "Linkage between cities with the project: the width of a band is its share, its colour the change by the project.",
        "有项目时城市间经济联系：带宽为占比，颜色为项目引起的变化。",
    ),
    (
        "corridor",
        "Gains along the corridor",
        "走廊剖面",
        "How much the places along the project's line gain, by their distance along it.",
        "项目沿线各地按里程的改善幅度。",
    ),
    (
        "travel_time_distribution",
        "Distribution of travel times",
        "旅行时间累积分布",
        "The share of all pairs of people that a journey of at most so many minutes joins.",
        "给定时间内可到达的人口对占比。",
    ),
    (
        "lorenz",
        "Lorenz curve",
        "洛伦兹曲线",
        "How evenly economic potential is spread over people; the nearer to the diagonal, the more evenly.",
        "经济潜力在人口间分布的均衡程度；越接近对角线越均衡。",
    ),
    (
        "train_graph",
        "Train graph",
        "列车运行图",
        "The trains of the project's line over the day: stations from top to bottom, the clock from left to right.",
        "项目线路全天列车：纵轴为车站，横轴为时刻。",
    ),
    (
        "time_cartogram",
        "Time cartogram",
        "时间地图",
        "Every place in its direction from the city whose times change most, as far from the middle as the journey takes.",
        "以旅行时间变化最大的城市为中心，方向不变，距离为旅行时间。",
    ),
    (
        "resilience",
        "Resilience",
        "网络韧性",
        "How much travel becomes longer when a link or station fails, without and with the project.",
        "线路或车站失效时旅行时间的增加，无项目与有项目对比。",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_nobody_wrote_a_caption_for_is_called_what_it_calls_itself() {
        let svg: &[u8] =
            b"<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"><title>A &amp; B</title></svg>\n";
        let files = [("plots/new_thing.svg", svg), ("plots/new_thing.png", b"png".as_slice())];
        let figures = figures(files.into_iter());
        assert_eq!(figures.len(), 1);
        assert_eq!(figures[0].title.en, "A & B");
        assert!(figures[0].svg.starts_with("<svg") && figures[0].svg.ends_with("</svg>"));
    }
}
