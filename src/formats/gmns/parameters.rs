//! What `mode.csv` may say: the parameters of each mode and the unit of each.

/// Modes that share parameters, and these with their units.
struct Group {
    modes: &'static [&'static str],
    parameters: &'static [(&'static str, &'static str)],
}

const STATION: [(&str, &str); 3] =
    [("station_entry", "min"), ("station_exit", "min"), ("minimum_change", "min")];

const FREIGHT: [(&str, &str); 9] = [
    ("cost", "yuan/(t km)"),
    ("cost_teu", "yuan/(TEU km)"),
    ("speed", "km/h"),
    ("handling_cost", "yuan/t"),
    ("handling_time", "h"),
    ("co2", "g/(t km)"),
    ("energy", "kgce/(1000 t km)"),
    ("value_of_time", "yuan/(t h)"),
    ("departures_per_week", "1/week"),
];

const VESSEL: [(&str, &str); 4] =
    [("deadweight", "t"), ("vessel_length", "m"), ("vessel_beam", "m"), ("vessel_draught", "m")];

const GROUPS: [Group; 18] = [
    Group {
        modes: &["car"],
        parameters: &[("operating_speed", "km/h"), ("operating_cost", "yuan/km")],
    },
    Group {
        modes: &["taxi"],
        parameters: &[
            ("wait", "min"),
            ("connector_speed", "km/h"),
            ("detour_factor", "-"),
            ("flag_fare", "yuan"),
            ("flag_distance", "km"),
            ("fare", "yuan/km"),
        ],
    },
    Group {
        modes: &["bus"],
        parameters: &[
            ("wait", "min"),
            ("speed", "km/h"),
            ("max_length", "km"),
            ("fare", "yuan/km"),
        ],
    },
    Group { modes: &["county_bus"], parameters: &[("wait", "min"), ("speed", "km/h")] },
    Group { modes: &["metro"], parameters: &[("wait", "min")] },
    Group {
        modes: &["walk"],
        parameters: &[
            ("speed", "km/h"),
            ("max_length", "km"),
            ("street_speed", "km/h"),
            ("street_limit", "min"),
            ("street_transfer_limit", "min"),
            ("street_snap", "km"),
        ],
    },
    Group { modes: &["rail", "coach", "air"], parameters: &STATION },
    Group { modes: &["coach", "air"], parameters: &[("fare", "yuan/km")] },
    Group {
        modes: &["rail"],
        parameters: &[
            ("recovery_margin", "%"),
            ("stop_allowance", "min"),
            ("timed_speed", "km/h"),
            ("junction_length", "km"),
            ("junction_speed", "km/h"),
            ("dwell", "min"),
            ("minimum_headway", "min"),
            ("access_limit", "min"),
            ("high_speed_fare", "yuan/km"),
            ("conventional_fare", "yuan/km"),
        ],
    },
    Group {
        modes: &[
            "truck",
            "truck_container",
            "drayage",
            "freight_train",
            "freight_train_container",
            "barge_2000",
            "barge_1000",
            "barge_500",
            "barge_300",
            "barge_100",
            "barge_tow",
            "barge_container",
            "barge_yangtze",
            "sea_bulk",
            "sea_feeder",
            "air_cargo",
        ],
        parameters: &FREIGHT,
    },
    Group {
        modes: &[
            "barge_2000",
            "barge_1000",
            "barge_500",
            "barge_300",
            "barge_100",
            "barge_tow",
            "barge_container",
            "barge_yangtze",
            "sea_bulk",
            "sea_feeder",
        ],
        parameters: &VESSEL,
    },
    Group {
        modes: &["truck"],
        parameters: &[("operating_speed", "km/h"), ("toll", "yuan/km"), ("pce", "pcu")],
    },
    Group {
        modes: &["barge"],
        parameters: &[
            ("under_keel_clearance", "m"),
            ("lock_toll", "yuan/t"),
            ("cargo_per_vessel_tonnage", "-"),
        ],
    },
    Group {
        modes: &["barge_2000", "barge_1000", "barge_500", "barge_300", "barge_100", "barge_tow"],
        parameters: &[("lock_traffic_share", "%")],
    },
    Group { modes: &["lock"], parameters: &[("empty_turn", "%")] },
    Group {
        modes: &["cargo_coal", "cargo_steel", "cargo_container", "cargo_perishable"],
        parameters: &[("value_of_time", "yuan/(t h)")],
    },
    Group { modes: &["cargo_container"], parameters: &[("tonnes_per_teu", "t")] },
    Group { modes: &["freight"], parameters: &[("mode_choice_exponent", "-")] },
];

/// All modes, each once.
pub(super) fn modes() -> Vec<&'static str> {
    let mut modes: Vec<&str> = Vec::new();
    for mode in GROUPS.iter().flat_map(|group| group.modes) {
        if !modes.contains(mode) {
            modes.push(mode);
        }
    }
    modes
}

/// The parameters of a mode with their units; none where there is no such mode.
pub(super) fn of_mode(mode: &str) -> Vec<(&'static str, &'static str)> {
    let groups = GROUPS.iter().filter(|group| group.modes.contains(&mode));
    groups.flat_map(|group| group.parameters).copied().collect()
}
