//! The words of the page in both languages: names of columns, modes, measures, kinds.

use crate::measures::catalogue::Measure;
use crate::skims::TravelMode;
use serde::Serialize;

/// The same in English and in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Words {
    pub(super) en: String,
    pub(super) zh: String,
}

impl Words {
    pub(super) fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// What is called the same in both.
    pub(super) fn same(text: &str) -> Self {
        Self::new(text, text)
    }
}

/// What a word of our tables means; an unknown one is shown as it is, without underscores.
pub(super) fn word(key: &str) -> Words {
    if let Some((_, en, zh)) = KNOWN.iter().find(|(known, _, _)| *known == key) {
        return Words::new(*en, *zh);
    }
    if let Some(mode) = TravelMode::from_name(key) {
        return mode_words(mode);
    }
    if let Some(measure) = Measure::from_id(key) {
        let info = measure.info();
        return Words::new(info.name, info.name_zh);
    }
    Words::same(&key.replace('_', " "))
}

/// `by rail, taxi to and from stations`.
pub(super) fn mode_words(mode: TravelMode) -> Words {
    Words::new(mode.description(), mode.description_zh())
}

/// The heading of a column: what it holds and its unit, from a name like `without_min`.
pub(super) fn column(name: &str) -> Words {
    if KNOWN.iter().any(|(known, _, _)| *known == name) {
        return word(name);
    }
    for (ending, unit, unit_zh) in UNITS {
        if let Some(what) = name.strip_suffix(ending) {
            let what = word(what);
            return Words::new(format!("{}, {unit}", what.en), format!("{}（{unit_zh}）", what.zh));
        }
    }
    word(name)
}

const UNITS: [(&str, &str, &str); 11] = [
    ("_min", "min", "分钟"),
    ("_pct", "%", "%"),
    ("_yuan", "yuan", "元"),
    ("_km2", "km²", "平方公里"),
    ("_km", "km", "公里"),
    ("_kmh", "km/h", "公里/小时"),
    ("_hours", "h", "小时"),
    ("_h", "h", "小时"),
    ("_per_day", "a day", "每日"),
    ("_people", "people", "人"),
    ("_t", "t", "吨"),
];

const KNOWN: [(&str, &str, &str); 126] = [
    ("zone", "zone", "小区"),
    ("from", "from", "起点"),
    ("to", "to", "终点"),
    ("measure", "measure", "指标"),
    ("mode", "mode", "方式"),
    ("unit", "unit", "单位"),
    ("without", "without", "无项目"),
    ("with", "with", "有项目"),
    ("change", "change", "变化"),
    ("change_pct", "change, %", "变化（%）"),
    ("rank_without", "rank without", "无项目排名"),
    ("rank_with", "rank with", "有项目排名"),
    ("improvement_pct", "improvement, %", "改善（%）"),
    ("project", "project", "项目"),
    ("side", "side", "情形"),
    ("kind", "kind", "类别"),
    ("parameter", "parameter", "参数"),
    ("value", "value", "数值"),
    ("facility_type", "built as", "设施类型"),
    ("free_speed", "free speed, km/h", "自由流速度（公里/小时）"),
    ("confidence", "confidence", "可信度"),
    ("source_id", "source", "来源"),
    ("note", "note", "备注"),
    ("reason", "reason", "原因"),
    ("stated", "stated", "来源载明"),
    ("derived", "derived", "由载明数推算"),
    ("estimated", "estimated", "估计"),
    ("accessibility", "Accessibility of every zone", "各小区可达性"),
    ("connectivity", "The network as a whole", "全网指标"),
    ("reachable_pairs", "reachable pairs", "可达点对数"),
    ("mean_time", "mean travel time of all pairs", "全网平均旅行时间"),
    (
        "population_weighted_mean_time",
        "population-weighted mean travel time",
        "人口加权平均旅行时间",
    ),
    ("global_efficiency", "global efficiency", "全局效率"),
    ("pairs_within_1_h", "pairs within 1 h", "1小时可达点对数"),
    ("pairs_within_2_h", "pairs within 2 h", "2小时可达点对数"),
    ("pairs_within_3_h", "pairs within 3 h", "3小时可达点对数"),
    (
        "direct_trains_per_day",
        "direct trains a day, over all pairs",
        "直达列车数（日，各点对合计）",
    ),
    ("pairs_with_direct_train", "pairs with a direct train", "有直达列车的点对数"),
    ("people", "people", "人"),
    ("pairs", "pairs", "对"),
    ("min", "min", "分钟"),
    ("trains × pairs", "trains × pairs", "列×对"),
    ("√(people × 亿元)/h", "√(people × 1e8 CNY)/h", "√(人×亿元)/小时"),
    ("-", "–", "–"),
    ("kept", "kept", "实现"),
    ("not kept", "not kept", "未实现"),
    ("cannot be told", "cannot be told", "无法判定"),
    ("expressway", "expressway", "高速公路"),
    ("national", "national road", "国道"),
    ("provincial", "provincial road", "省道"),
    ("fast_road", "fast road", "快速通道"),
    ("urban", "city street", "城市道路"),
    ("high_speed_rail", "high-speed railway", "高速铁路"),
    ("conventional_rail", "conventional railway", "普速铁路"),
    ("metro", "metro", "城市轨道"),
    ("waterway", "waterway", "航道"),
    ("walkway", "way on foot", "步行道"),
    ("road", "ordinary road", "普通公路"),
    ("open", "open", "已开通"),
    ("construction", "under construction", "在建"),
    ("planned", "planned", "规划"),
    ("study", "under study", "研究"),
    ("new-line", "new line", "新建线路"),
    ("upgrade", "upgrade", "改造"),
    ("water", "waterway", "水运"),
    ("bus", "bus", "客运"),
    ("freight", "freight", "货运"),
    ("policy", "policy", "政策"),
    ("taxi", "taxi", "出租车"),
    ("county_bus", "county bus", "城乡公交"),
    ("walk", "walk", "步行"),
    ("train", "train", "列车"),
    ("operating_speed", "operating speed", "运营速度"),
    ("speed", "speed", "速度"),
    ("detour_factor", "detour factor", "绕行系数"),
    ("connector_speed", "connector speed", "连接线速度"),
    ("minimum_change", "minimum change", "最短换乘时间"),
    ("station_entry", "station entry", "进站时间"),
    ("station_exit", "station exit", "出站时间"),
    ("wait", "wait", "等候"),
    ("access_limit", "farthest access", "接驳上限"),
    ("conventional_fare", "fare of conventional trains", "普速列车票价率"),
    ("high_speed_fare", "fare of high-speed trains", "高速列车票价率"),
    ("dwell", "dwell", "停站时间"),
    ("flag_distance", "distance in the flag fare", "起步里程"),
    ("flag_fare", "flag fare", "起步价"),
    ("junction_length", "junction length", "线路接轨段长度"),
    ("junction_speed", "junction speed", "接轨段速度"),
    ("max_length", "longest", "最大长度"),
    ("operating_cost", "running cost", "运行费用"),
    ("recovery_margin", "recovery margin", "运行时分裕度"),
    ("stop_allowance", "allowance for a stop", "停站附加时分"),
    ("timed_speed", "speed trains are timed for", "编图速度"),
    ("fare", "fare", "票价"),
    ("cost", "cost", "费用"),
    ("uncertainty", "How sure the changes are", "变化的不确定性"),
    ("figure", "figure", "数值"),
    ("draws_p5", "5th percentile of the draws", "抽样第5百分位"),
    ("draws_p50", "median of the draws", "抽样中位数"),
    ("draws_p95", "95th percentile of the draws", "抽样第95百分位"),
    ("same_sign_share", "share of draws with the same sign", "同号抽样比例"),
    ("sign", "sign", "符号"),
    ("stable", "stable", "稳定"),
    ("unstable", "unstable", "不稳定"),
    ("mean_travel_time", "mean time of all pairs, by people", "全部点对平均时间（人口加权）"),
    ("travel_time", "travel time", "旅行时间"),
    ("equity", "Who has how much, and who gains", "公平性：分布与得失"),
    ("lorenz", "Lorenz curves", "洛伦兹曲线"),
    ("statistic", "statistic", "统计量"),
    ("mean", "mean over people", "人口加权平均"),
    ("p10", "tenth percentile of the people", "人口加权10%分位"),
    ("p25", "lower quartile of the people", "人口加权25%分位"),
    ("p50", "median of the people", "人口加权中位数"),
    ("p75", "upper quartile of the people", "人口加权75%分位"),
    ("p90", "ninetieth percentile of the people", "人口加权90%分位"),
    ("cv_of_zones", "coefficient of variation, zones alike", "变异系数（各小区等权）"),
    ("theil_within", "Theil index within cities", "泰尔指数（市内）"),
    ("theil_between", "Theil index between cities", "泰尔指数（市间）"),
    ("winners", "people better off by more than a minute", "改善超过1分钟的人口"),
    ("losers", "people worse off by more than a minute", "变差超过1分钟的人口"),
    ("unchanged", "people within a minute", "变化不超过1分钟的人口"),
    ("mean_gain", "mean gain of those better off", "改善者平均改善"),
    ("mean_loss", "mean loss of those worse off", "变差者平均变差"),
    ("people_share", "share of the people", "人口累计占比"),
    ("value_share", "share of what they have", "指标累计占比"),
    ("1", "–", "–"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_say_what_they_hold_and_in_which_unit() {
        assert_eq!(column("without_min"), Words::new("without, min", "无项目（分钟）"));
        assert_eq!(column("change_pct").en, "change, %");
        assert_eq!(column("zone"), Words::new("zone", "小区"));
        assert_eq!(column("some_new_thing"), Words::same("some new thing"));
    }

    #[test]
    fn measures_and_modes_are_named_in_both_languages() {
        assert_eq!(word("watt").zh, "加权平均旅行时间");
        assert_eq!(word("car"), Words::new("by car", "自驾"));
    }

    #[test]
    fn no_word_is_there_twice() {
        let mut keys: Vec<&str> = KNOWN.iter().map(|(key, _, _)| *key).collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
