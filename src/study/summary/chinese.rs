//! The findings in Chinese.

use super::{ALIKE, Counts, Findings, Gain, PairFinding};
use crate::skims::TravelMode;
use crate::units::Seconds;
use std::fmt::Write;

pub(super) fn paragraph(findings: &Findings, names: &str) -> String {
    let counts = &findings.counts;
    if counts.is_zero() {
        return format!("与无项目相比，{names}建成后各小区间的旅行时间变化均不足1分钟。");
    }
    let mut text = format!(
        "与无项目相比，{names}建成后，{}，{}个小区对中有{}对缩短1分钟及以上",
        findings.mode.description_zh(),
        counts.all,
        counts.faster
    );
    if counts.slower > 0 {
        let _ = write!(text, "，{}对延长1分钟及以上", counts.slower);
    }
    let _ = write!(
        text,
        "；以两端人口加权，全部小区对的平均旅行时间变化{:+.2}分钟。",
        counts.weighted_change
    );
    if counts.new + counts.lost > 0 {
        let _ = write!(text, "{}对由不通变为可达，{}对由可达变为不通。", counts.new, counts.lost);
    }
    text.push_str(&largest(findings));
    text.push_str(&accessibility(findings));
    findings.others.iter().for_each(|(mode, counts)| text.push_str(&other(*mode, counts)));
    text.replace('-', "−")
}

fn largest(findings: &Findings) -> String {
    let Some(pair) = &findings.largest else { return String::new() };
    let mut text = format!("城市之间变化最大的是{}", pair_in_words(pair));
    match &findings.loss {
        Some(slower) if slower == pair => text.push_str("，为延长"),
        Some(slower) => {
            let _ = write!(text, "；延长最多的是{}", pair_in_words(slower));
        }
        None => {}
    }
    text.push('。');
    text
}

fn pair_in_words(pair: &PairFinding) -> String {
    let time = |time: Option<Seconds>| time.map_or_else(|| "不通".to_owned(), Seconds::in_chinese);
    format!(
        "{}至{}：无项目{}，有项目{}（{:+.0}%）",
        pair.from,
        pair.to,
        time(pair.without),
        time(pair.with),
        pair.per_cent()
    )
}

fn accessibility(findings: &Findings) -> String {
    let Some(Gain { label, without, with, rate }) = &findings.best else { return String::new() };
    let mut text = format!(
        "可达性改善最大的是{label}：加权平均旅行时间由{without:.0}分钟变为{with:.0}分钟（{:+.1}%）。",
        -rate
    );
    if let Some((old, new)) = findings.spread {
        let trend = if (new - old).abs() < ALIKE {
            "基本不变"
        } else if new < old {
            "下降，区县差距缩小"
        } else {
            "上升，区县差距扩大"
        };
        let _ = write!(text, "各区县的变异系数由{old:.3}变为{new:.3}，{trend}。");
    }
    text
}

fn other(mode: TravelMode, counts: &Counts) -> String {
    let name = mode.description_zh();
    if counts.is_zero() {
        return format!("{name}，旅行时间不变。");
    }
    format!("{name}，{}对缩短，{}对延长。", counts.faster, counts.slower)
}
