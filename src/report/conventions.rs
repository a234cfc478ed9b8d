//! The conventions that the numbers follow, for the manifest and the page.

/// Key, English, Chinese.
pub(super) const CONVENTIONS: [(&str, &str, &str); 12] = [
    (
        "time",
        "fastest journey of the day from zone centre to zone centre, station access, entry, changes, exit and egress included; no wait before leaving",
        "全天最快行程，自小区中心至小区中心，含到站、进站、换乘、出站及离站时间；不含出发前的等候",
    ),
    (
        "median",
        "over departures from 06:00 to 22:00, wait for the next useful departure included",
        "对06:00至22:00各出发时刻取中位数，含等候下一班有用班次的时间",
    ),
    ("rail", "trains, taxi between zones and stations", "乘火车，小区与车站之间乘出租车"),
    (
        "public",
        "trains, with bus, metro or walk between zones and stations; no car",
        "乘火车等公共运输，小区与车站之间乘公交、地铁或步行；不用小汽车",
    ),
    (
        "car",
        "fastest road at the operating speeds of mode.csv, no congestion, no parking",
        "按mode.csv运营速度计的最快道路，不计拥堵与停车",
    ),
    (
        "snapping",
        "every place to all road nodes within 40 km, straight line times detour factor at connector speed",
        "各地点与40公里内全部道路节点相连，直线距离乘以绕行系数，按连接线速度行驶",
    ),
    (
        "changes",
        "minimum change of mode.csv within a station; between stations within 30 km exit, way and entry",
        "站内换乘按mode.csv最短换乘时间；30公里内不同车站之间计出站、途中与进站时间",
    ),
    ("days", "every trip runs every day", "各班次每日开行"),
    (
        "timetable",
        "trains without one: running times of line and train, spread over the day as the region's, shifted to keep the minimum headway of mode.csv; timing synthetic",
        "无时刻表的列车：按线路与列车推算运行时分，依本区域列车的日间分布排布，并按mode.csv最小间隔错开；timing标为synthetic",
    ),
    ("trips", "at most 8 rides a journey", "每个行程至多乘8个班次"),
    (
        "rounding",
        "seconds inside; minutes with one decimal, per cent with two",
        "内部以秒计；分钟取一位小数，百分比取两位小数",
    ),
    (
        "masses",
        "sqrt(population x GDP); people of a city are counted in its counties and districts",
        "质量为√(人口×地区生产总值)；城市人口计入其所辖区县",
    ),
];
