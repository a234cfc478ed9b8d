//! The measures of the page: formula, meaning, reference.

use super::words::{Words, word};
use crate::measures::catalogue::Measure;
use serde::Serialize;
use std::collections::BTreeSet;

/// What there is to say of a measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Method {
    pub(super) name: Words,
    /// `MathML`, ours and safe; empty where the words say it all.
    pub(super) formula: String,
    pub(super) meaning: Words,
    pub(super) reference: &'static str,
}

/// The measures that some ids of columns and rows name, in the order of the catalogue, the others after them.
pub(super) fn methods(ids: &BTreeSet<String>) -> Vec<Method> {
    let place = |id: &String| {
        let id = catalogued(id);
        Measure::ALL.iter().position(|measure| measure.info().id == id).unwrap_or(usize::MAX)
    };
    let mut ordered: Vec<&String> = ids.iter().collect();
    ordered.sort_by_key(|id| place(id));
    ordered.into_iter().filter_map(|id| method(id)).collect()
}

/// The catalogue's name of a measure that a table calls otherwise.
fn catalogued(id: &str) -> &str {
    match id {
        "mean_time" => "mean_minutes",
        "population_weighted_mean_time" => "weighted_mean_minutes",
        "global_efficiency" => "efficiency_per_hour",
        "pairs_within_1_h" => "pairs_within",
        other => other,
    }
}

fn method(id: &str) -> Option<Method> {
    let measure = Measure::from_id(catalogued(id));
    let formula = FORMULAE.iter().find(|(known, ..)| *known == id);
    if measure.is_none() && formula.is_none() {
        return None;
    }
    let (tex, en, zh) = formula.map_or(("", "", ""), |(_, tex, en, zh)| (tex, en, zh));
    Some(Method {
        name: word(if id == "pairs_within_1_h" { "pairs_within" } else { id }),
        formula: tex.to_owned(),
        meaning: Words::new(en, zh),
        reference: measure.map_or("", |measure| paper(measure.info().reference)),
    })
}

/// A reference that names a paper or a standard: one with a year or a number.
fn paper(reference: &'static str) -> &'static str {
    if reference.bytes().any(|byte| byte.is_ascii_digit()) { reference } else { "" }
}

/// Sum over all others, which all of these share.
macro_rules! sum {
    ($($over:literal)?) => {
        concat!("<munder><mo>∑</mo><mrow>", $($over,)? "</mrow></munder>")
    };
}
macro_rules! sub {
    ($name:literal, $of:literal) => {
        concat!("<msub><mi>", $name, "</mi><mrow>", $of, "</mrow></msub>")
    };
}
macro_rules! math {
    ($($part:expr),+) => {
        concat!("<math display=\"block\"><mrow>", $($part),+, "</mrow></math>")
    };
}

const FORMULAE: [(&str, &str, &str, &str); 16] = [
    ("reachable_pairs", "", "Ordered pairs of zones with a journey.", "有行程的有序点对数。"),
    (
        "watt",
        math!(
            sub!("A", "<mi>i</mi>"),
            "<mo>=</mo><mfrac><mrow>",
            sum!("<mi>j</mi><mo>≠</mo><mi>i</mi>"),
            sub!("T", "<mi>i</mi><mi>j</mi>"),
            sub!("M", "<mi>j</mi>"),
            "</mrow><mrow>",
            sum!("<mi>j</mi><mo>≠</mo><mi>i</mi>"),
            sub!("M", "<mi>j</mi>"),
            "</mrow></mfrac><mo>,</mo><mspace width=\"0.6em\"/>",
            sub!("M", "<mi>j</mi>"),
            "<mo>=</mo><msqrt>",
            sub!("P", "<mi>j</mi>"),
            sub!("G", "<mi>j</mi>"),
            "</msqrt>"
        ),
        "T: fastest travel time, min; P: people; G: GDP, 1e8 CNY. Over all counties, districts and cities around that can be reached; less is better.",
        "T：最短旅行时间（分钟）；P：人口；G：地区生产总值（亿元）。对全部可达的区县和周边城市求和；越小越好。",
    ),
    (
        "daily_accessibility",
        math!(
            sub!("D", "<mi>i</mi>"),
            "<mo>=</mo>",
            sum!("<mi>j</mi>"),
            sub!("P", "<mi>j</mi>"),
            "<mo>·</mo><mo stretchy=\"false\">[</mo>",
            sub!("T", "<mi>i</mi><mi>j</mi>"),
            "<mo>≤</mo><mn>4</mn><mi mathvariant=\"normal\">h</mi><mo stretchy=\"false\">]</mo>"
        ),
        "People within four hours one way, the zone's own included: there and back in a day; more is better.",
        "单程4小时内可到达的人口（含本地），即当日往返范围；越大越好。",
    ),
    (
        "economic_potential",
        math!(
            sub!("E", "<mi>i</mi>"),
            "<mo>=</mo>",
            sum!("<mi>j</mi><mo>≠</mo><mi>i</mi>"),
            "<mfrac>",
            sub!("M", "<mi>j</mi>"),
            "<msubsup><mi>T</mi><mrow><mi>i</mi><mi>j</mi></mrow><mi>α</mi></msubsup></mfrac><mo>,</mo><mspace width=\"0.6em\"/><mi>α</mi><mo>=</mo><mn>1</mn>"
        ),
        "T in hours; M as above; a zone's own mass is not counted; more is better.",
        "T以小时计；M同上；不计本地自身质量；越大越好。",
    ),
    (
        "mean_time",
        math!(
            "<mover><mi>T</mi><mo>¯</mo></mover><mo>=</mo><mfrac><mn>1</mn><mi>m</mi></mfrac>",
            sum!("<mi>i</mi><mo>≠</mo><mi>j</mi>"),
            sub!("T", "<mi>i</mi><mi>j</mi>")
        ),
        "Over the m pairs with a journey.",
        "对m个可达点对求平均。",
    ),
    (
        "population_weighted_mean_time",
        math!(
            "<mfrac><mrow>",
            sum!("<mi>i</mi><mo>≠</mo><mi>j</mi>"),
            sub!("P", "<mi>i</mi>"),
            sub!("P", "<mi>j</mi>"),
            sub!("T", "<mi>i</mi><mi>j</mi>"),
            "</mrow><mrow>",
            sum!("<mi>i</mi><mo>≠</mo><mi>j</mi>"),
            sub!("P", "<mi>i</mi>"),
            sub!("P", "<mi>j</mi>"),
            "</mrow></mfrac>"
        ),
        "The time between two people chosen at random.",
        "随机两人之间的期望旅行时间。",
    ),
    (
        "global_efficiency",
        math!(
            "<mi>E</mi><mo>=</mo><mfrac><mn>1</mn><mrow><mi>n</mi><mo>(</mo><mi>n</mi><mo>−</mo><mn>1</mn><mo>)</mo></mrow></mfrac>",
            sum!("<mi>i</mi><mo>≠</mo><mi>j</mi>"),
            "<mfrac><mn>1</mn>",
            sub!("T", "<mi>i</mi><mi>j</mi>"),
            "</mfrac>"
        ),
        "T in hours; pairs without a journey add nothing; more is better.",
        "T以小时计；不可达点对计为零；越大越好。",
    ),
    (
        "pairs_within_1_h",
        "",
        "Ordered pairs of zones not farther apart than 1, 2 or 3 hours.",
        "相距不超过1、2、3小时的有序点对数。",
    ),
    (
        "direct_trains_per_day",
        "",
        "Trains a day that call within half an hour by taxi of one zone and later of another, summed over pairs.",
        "每日先后停靠两小区各自车站（出租车半小时内）的列车数，对全部点对求和。",
    ),
    (
        "improvement_pct",
        math!(
            "<mi>R</mi><mo>=</mo><mo>±</mo><mfrac><mrow><msup><mi>A</mi><mi>with</mi></msup><mo>−</mo><msup><mi>A</mi><mi>without</mi></msup></mrow><msup><mi>A</mi><mi>without</mi></msup></mfrac><mo>×</mo><mn>100</mn><mo>%</mo>"
        ),
        "Sign turned so that positive is better, whichever way the measure runs.",
        "符号统一为正值表示改善，与指标方向无关。",
    ),
    (
        "cv",
        math!("<mi>V</mi><mo>=</mo><mfrac><mi>σ</mi><mi>μ</mi></mfrac>"),
        "Standard deviation over mean, people as weights; less is more alike. `zones alike`: each zone counted once.",
        "标准差与均值之比（人口加权）；越小越均衡。“各小区等权”指每个小区计一次。",
    ),
    (
        "gini",
        math!(
            "<mi>G</mi><mo>=</mo><mn>1</mn><mo>−</mo>",
            sum!("<mi>k</mi>"),
            "<mo>(</mo>",
            sub!("p", "<mi>k</mi>"),
            "<mo>−</mo>",
            sub!("p", "<mi>k</mi><mo>−</mo><mn>1</mn>"),
            "<mo>)</mo><mo>(</mo>",
            sub!("s", "<mi>k</mi>"),
            "<mo>+</mo>",
            sub!("s", "<mi>k</mi><mo>−</mo><mn>1</mn>"),
            "<mo>)</mo>"
        ),
        "Over the Lorenz curve: p the share of the people, those with least first, s the share of the measure that they hold; 0 is equal.",
        "按洛伦兹曲线计算：p为由低到高的人口累计占比，s为其指标累计占比；0为完全均等。",
    ),
    (
        "palma",
        "",
        "What the upper tenth of the people holds over what the lower four tenths hold.",
        "指标最高的10%人口与最低的40%人口所占份额之比。",
    ),
    (
        "theil",
        math!(
            "<mi>T</mi><mo>=</mo>",
            sum!("<mi>i</mi>"),
            "<mfrac>",
            sub!("w", "<mi>i</mi>"),
            "<mi>W</mi></mfrac><mfrac>",
            sub!("x", "<mi>i</mi>"),
            "<mi>μ</mi></mfrac><mi>ln</mi><mfrac>",
            sub!("x", "<mi>i</mi>"),
            "<mi>μ</mi></mfrac>"
        ),
        "w: people of a zone, W: of all; the sum of a part within the cities and one between their means.",
        "w为小区人口，W为总人口；可分解为市内与市间两部分。",
    ),
    (
        "concentration",
        math!(
            "<mi>C</mi><mo>=</mo><mfrac><mrow><mn>2</mn><mi>cov</mi><mo>(</mo><mi>x</mi><mo>,</mo><mi>R</mi><mo>)</mo></mrow><mi>μ</mi></mfrac>"
        ),
        "R: a person's rank by GDP a head, 0 to 1; above 0 the richer have more of the measure.",
        "R为按人均地区生产总值排序的分位（0至1）；大于0表示较富裕者指标值较高。",
    ),
    (
        "winners",
        "",
        "People of counties whose value changes by more than a minute; those with a journey on one side only count too.",
        "指标变化超过1分钟的区县人口；仅一侧有行程者计入。",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulae_are_balanced_and_their_measures_known() {
        for (id, formula, en, zh) in FORMULAE {
            assert!(!en.is_empty() && !zh.is_empty(), "{id}");
            assert!(method(id).is_some_and(|method| !method.name.zh.is_empty()), "{id}");
            let (mut open, mut rest) = (Vec::new(), formula);
            while let Some(at) = rest.find('<') {
                let tag = &rest[at + 1..rest[at..].find('>').unwrap() + at];
                if let Some(name) = tag.strip_prefix('/') {
                    assert_eq!(open.pop(), Some(name), "{id}");
                } else if !tag.ends_with('/') {
                    open.push(tag.split(' ').next().unwrap());
                }
                rest = &rest[at + 1..];
            }
            assert!(open.is_empty(), "{id}: {open:?}");
        }
    }

    #[test]
    fn measures_come_in_the_order_of_the_catalogue() {
        let ids = ["mean_time", "watt", "unheard_of"].map(str::to_owned);
        let names: Vec<String> =
            methods(&ids.into()).into_iter().map(|method| method.name.en).collect();
        assert_eq!(names, ["weighted average travel time", "mean travel time of all pairs"]);
    }
}
