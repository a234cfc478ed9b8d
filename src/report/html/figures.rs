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
const CAPTIONS: [(&str, &str, &str, &str, &str); 8] = [
    (
        "network",
        "The network and the project",
        "路网与项目",
        "Railways, motorways and waterways of the study area, with what the project adds in orange.",
        "研究区铁路、高速公路与航道，橙色为本项目新增部分。",
    ),
    (
        "travel_time_change",
        "Change in weighted average travel time",
        "加权平均旅行时间的变化",
        "Blue places come nearer to all others, orange ones farther away.",
        "蓝色区县与其他地区的时间距离缩短，橙色延长。",
    ),
    (
        "pairs",
        "Most changed travel times",
        "旅行时间变化最大的点对",
        "Each line is a pair of cities: the hollow end without the project, the filled one with it.",
        "每条线为一对城市：一端为无项目，另一端为有项目。",
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
        "Light places are near to all others; the classes are those of the next map.",
        "颜色越浅，与其他地区的时间距离越短；分级与下图相同。",
    ),
    (
        "watt_with",
        "Weighted average travel time with the project",
        "有项目时的加权平均旅行时间",
        "The same with the project.",
        "同上，为有项目情形。",
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
