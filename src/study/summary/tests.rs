use super::*;
use crate::units::Seconds;

fn findings() -> Findings {
    let pair = |from: &str, without: u32, with: u32| PairFinding {
        from: from.to_owned(),
        to: "乙 Yi".to_owned(),
        without: Some(Seconds::from_minutes(without)),
        with: Some(Seconds::from_minutes(with)),
    };
    Findings {
        mode: TravelMode::Rail,
        counts: Counts {
            all: 12,
            faster: 4,
            slower: 1,
            weighted_change: -1.5,
            ..Counts::default()
        },
        largest: Some(pair("甲 Jia", 125, 100)),
        loss: Some(pair("丙 Bing", 50, 55)),
        best: Some(Gain { label: "丁 Ding".to_owned(), without: 103.3, with: 83.3, rate: 19.4 }),
        spread: Some((0.25, 0.2)),
        others: vec![(TravelMode::Car, Counts { all: 12, ..Counts::default() })],
    }
}

#[test]
fn both_languages_say_the_same_numbers() {
    let numbers = |text: &str| -> Vec<String> {
        let is_part = |c: char| c.is_ascii_digit() || c == '.';
        let mut found: Vec<String> = text
            .split(|c| !is_part(c))
            .map(|part| part.trim_matches('.').to_owned())
            .filter(|part| !part.is_empty())
            .collect();
        found.sort();
        found
    };
    let found = findings();
    let mut english = numbers(&found.in_english("the 甲线 A line"));
    let chinese = numbers(&found.in_chinese("甲线"));
    // `a minute` is a word in English and a 1 in Chinese, twice.
    english.extend(["1".to_owned(), "1".to_owned()]);
    english.sort();
    assert_eq!(english, chinese);
}

#[test]
fn the_chinese_paragraph_is_whole() {
    assert_eq!(
        findings().in_chinese("甲线"),
        "与无项目相比，甲线建成后，乘火车（往返车站乘出租车），12个小区对中有4对缩短1分钟及以上，1对延长1分钟及以上；\
         以两端人口加权，全部小区对的平均旅行时间变化−1.50分钟。\
         城市之间变化最大的是甲 Jia至乙 Yi：无项目2小时05分，有项目1小时40分（−20%）；\
         延长最多的是丙 Bing至乙 Yi：无项目50分，有项目55分（+10%）。\
         可达性改善最大的是丁 Ding：加权平均旅行时间由103分钟变为83分钟（−19.4%）。\
         各区县的变异系数由0.250变为0.200，下降，区县差距缩小。自驾，旅行时间不变。"
    );
}

#[test]
fn nothing_changed_is_said_in_both() {
    let found = Findings { counts: Counts { all: 12, ..Counts::default() }, ..findings() };
    assert!(found.in_english("the 甲线 A line").contains("no travel time"));
    assert_eq!(
        found.in_chinese("甲线"),
        "与无项目相比，甲线建成后各小区间的旅行时间变化均不足1分钟。"
    );
}
