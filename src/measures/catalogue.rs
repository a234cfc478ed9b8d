//! How each measure is called, in English and Chinese, in which unit it comes and which way is better: what tables and
//! legends print.

use super::rank::Direction::{self, HigherBetter, LowerBetter};

/// What there is to say of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Info {
    /// Column name in files, the function's own name where there is one.
    pub id: &'static str,
    /// English name.
    pub name: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// Unit; `1` for a ratio, `mass` for that of the masses given.
    pub unit: &'static str,
    /// Which way is better, or `None` where neither is.
    pub direction: Option<Direction>,
    /// Where it comes from.
    pub reference: &'static str,
}

macro_rules! catalogue {
    ($($variant:ident $id:literal $name:literal $zh:literal $unit:literal $direction:expr, $reference:literal;)+) => {
        /// Every measure that can head a column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Measure {
            $(#[doc = concat!($name, " ", $zh, ", in ", $unit)] $variant,)+
        }

        impl Measure {
            /// All of them, in the order of this catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// What there is to say of it.
            pub const fn info(self) -> Info {
                match self {
                    $(Self::$variant => Info {
                        id: $id, name: $name, name_zh: $zh, unit: $unit, direction: $direction, reference: $reference,
                    },)+
                }
            }
        }
    };
}

catalogue! {
    AverageTravelTime "average_travel_time" "average travel time" "平均旅行时间" "min" Some(LowerBetter),
        "Ingram 1971";
    Watt "watt" "weighted average travel time" "加权平均旅行时间" "min" Some(LowerBetter),
        "Gutiérrez, González & Gómez 1996";
    GeneralisedWatt "generalised_watt" "generalised weighted travel time" "广义加权旅行时间" "min" Some(LowerBetter),
        "WATT with fares over the value of time";
    NetworkEfficiency "network_efficiency" "network efficiency (time over ideal time)" "网络效率" "1" Some(LowerBetter),
        "Gutiérrez, Monzón & Piñero 1998, doi 10.1068/a301337";
    DailyAccessibility "daily_accessibility" "daily accessibility" "日常可达性" "mass" Some(HigherBetter),
        "doi 10.1007/s12544-016-0197-5";
    CumulativeOpportunities "cumulative_opportunities" "cumulative opportunities" "累积机会" "mass" Some(HigherBetter),
        "Hansen 1959, doi 10.1080/01944365908978307";
    DualAccess "dual_access" "time to enough opportunities" "达到既定机会量的时间" "min" Some(LowerBetter),
        "Cui & Levinson 2020";
    SameDayReturn "same_day_return" "people visited and back in a day" "当日往返可达人口" "mass" Some(HigherBetter),
        "contactability, Törnqvist 1970";
    EconomicPotential "economic_potential" "economic potential" "经济潜力" "mass/h^α" Some(HigherBetter),
        "Hansen 1959, doi 10.1080/01944365908978307";
    MarketAccess "market_access" "market access" "市场准入" "mass" Some(HigherBetter),
        "Donaldson & Hornbeck 2016, doi 10.1093/qje/qjw002";
    EconomicLinkage "economic_linkage" "economic linkage" "经济联系强度" "mass²/h²" Some(HigherBetter),
        "gravity model, b = 2";
    Huff "huff" "Huff share" "哈夫概率" "1" None,
        "Huff 1964, doi 10.1177/002224296402800307";
    TwoStepFca "two_step_fca" "two-step floating catchment area" "两步移动搜索法可达性" "1/person" Some(HigherBetter),
        "Luo & Wang 2003, doi 10.1068/b29120";
    BalancedFca "balanced_fca" "balanced floating catchment area" "平衡移动搜索法可达性" "1/person" Some(HigherBetter),
        "Paez, Higgins & Vivona 2019, doi 10.1371/journal.pone.0218773";
    SpatialAvailability "spatial_availability" "spatial availability" "空间可得性" "mass" Some(HigherBetter),
        "Soukhov et al. 2023, doi 10.1371/journal.pone.0278468";
    StationAccessRatio "station_access_ratio" "station access over ride" "站点接驳相对时间" "1" Some(LowerBetter),
        "2 × access ÷ mean ride";
    ReachablePairs "reachable_pairs" "reachable pairs" "可达点对数" "pairs" Some(HigherBetter),
        "count of ordered pairs";
    MeanTime "mean_minutes" "mean travel time of all pairs" "全网平均旅行时间" "min" Some(LowerBetter),
        "mean over reachable pairs";
    WeightedMeanTime "weighted_mean_minutes" "population-weighted mean travel time" "人口加权平均旅行时间" "min" Some(LowerBetter),
        "mean over reachable pairs, weight P_i P_j";
    GlobalEfficiency "efficiency_per_hour" "global efficiency" "全局效率" "1/h" Some(HigherBetter),
        "Latora & Marchiori 2001, doi 10.1103/PhysRevLett.87.198701";
    PairsWithin "pairs_within" "pairs within the limit" "限时可达点对数" "pairs" Some(HigherBetter),
        "count of ordered pairs";
    CirclePopulation "circle_population" "population within the limit" "小时交通圈人口" "persons" Some(HigherBetter),
        "N-hour circle";
    CircleArea "circle_area_km2" "area within the limit" "小时交通圈面积" "km²" Some(HigherBetter),
        "N-hour circle";
    Alpha "alpha" "alpha index" "α指数 (环路指数)" "1" Some(HigherBetter),
        "Kansky 1963";
    Beta "beta" "beta index" "β指数 (线点率)" "1" Some(HigherBetter),
        "Kansky 1963";
    Gamma "gamma" "gamma index" "γ指数 (连通度)" "1" Some(HigherBetter),
        "Kansky 1963";
    DetourIndex "detour_index" "detour index (straight over network length)" "绕行指数" "1" Some(HigherBetter),
        "Rodrigue, The Geography of Transport Systems";
    Closeness "closeness" "closeness centrality" "接近中心性" "1/h" Some(HigherBetter),
        "Wasserman & Faust 1994";
    Betweenness "betweenness" "betweenness centrality" "介数中心性" "1" None,
        "Brandes 2001, doi 10.1080/0022250X.2001.9990249";
    Cv "cv" "coefficient of variation" "变异系数" "1" Some(LowerBetter),
        "σ/μ of the whole population";
    Gini "gini" "Gini coefficient" "基尼系数" "1" Some(LowerBetter),
        "Gini 1912";
    Theil "theil" "Theil index (T)" "泰尔指数" "1" Some(LowerBetter),
        "Theil 1967";
    Palma "palma" "Palma ratio" "帕尔马比值" "1" Some(LowerBetter),
        "upper tenth over lower four tenths";
    Concentration "concentration" "concentration index" "集中指数" "1" None,
        "Kakwani, Wagstaff & van Doorslaer 1997, doi 10.1016/S0304-4076(96)01807-6";
    TimeSpaceConvergence "time_space_convergence" "time–space convergence" "时空收敛" "min/year" Some(HigherBetter),
        "Janelle 1968";
    TimeSavings "time_savings" "time savings" "时间节约" "h" Some(HigherBetter),
        "rule of a half, TAG unit A1.3";
    NetPresentValue "net_present_value" "net present value" "净现值" "yuan" Some(HigherBetter),
        "建设项目经济评价方法与参数 (2006)";
    BenefitCostRatio "benefit_cost_ratio" "benefit–cost ratio" "效益费用比" "1" Some(HigherBetter),
        "建设项目经济评价方法与参数 (2006)";
    InternalRateOfReturn "internal_rate_of_return" "internal rate of return" "内部收益率" "1/year" Some(HigherBetter),
        "建设项目经济评价方法与参数 (2006)";
    PaybackYear "payback_year" "payback period" "投资回收期" "years" Some(LowerBetter),
        "建设项目经济评价方法与参数 (2006)";
}

impl Measure {
    /// The measure of that id.
    ///
    /// ```
    /// use tongqu::measures::catalogue::Measure;
    /// assert_eq!(Measure::from_id("watt"), Some(Measure::Watt));
    /// assert_eq!(Measure::Watt.info().name_zh, "加权平均旅行时间");
    /// assert_eq!(Measure::from_id("WATT"), None);
    /// ```
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|measure| measure.info().id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_distinct_column_names() {
        for measure in Measure::ALL {
            let id = measure.info().id;
            assert_eq!(Measure::from_id(id), Some(*measure), "{id} is there twice");
            assert!(
                id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
                "{id}"
            );
        }
    }

    #[test]
    fn every_measure_is_called_something() {
        for info in Measure::ALL.iter().map(|measure| measure.info()) {
            assert!(
                [info.name, info.name_zh, info.unit, info.reference]
                    .iter()
                    .all(|text| !text.is_empty()),
                "{info:?}"
            );
        }
    }
}
