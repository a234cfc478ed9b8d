//! The columns of each table, as `networks/README.md` lists them.

use crate::formats::table::{Dialect, Schema};

const PROVENANCE: [&str; 1] = ["note"];

pub(super) const CONFIG: Schema = table(
    "config.csv",
    &["dataset_name", "base_date"],
    &[
        "name_zh",
        "crs",
        "long_length",
        "short_length",
        "speed",
        "currency",
        "time_zone",
        "version_number",
    ],
);

pub(super) const MODE: Schema = table(
    "mode.csv",
    &[
        "mode",
        "parameter",
        "facility_type",
        "free_speed",
        "value",
        "unit",
        "source_id",
        "confidence",
    ],
    &PROVENANCE,
);

pub(super) const ZONE: Schema = table(
    "zone.csv",
    &[
        "zone_id",
        "name",
        "zone_type",
        "role",
        "x_coord",
        "y_coord",
        "population",
        "source_id",
        "confidence",
    ],
    &["name_en", "pinyin", "super_zone", "area_km2", "note"],
);

pub(super) const NODE: Schema = table(
    "node.csv",
    &["node_id", "name", "node_type", "x_coord", "y_coord", "source_id", "confidence"],
    &["name_en", "zone_id", "opened", "note"],
);

pub(super) const LINK: Schema = table(
    "link.csv",
    &[
        "link_id",
        "from_node_id",
        "to_node_id",
        "directed",
        "length",
        "free_speed",
        "facility_type",
        "allowed_uses",
        "source_id",
        "confidence",
    ],
    &[
        "name",
        "name_en",
        "lanes",
        "capacity",
        "toll",
        "line_id",
        "design_speed",
        "tracks",
        "electrified",
        "waterway_class",
        "vessel_limit_t",
        "depth_m",
        "speed_empty_kmh",
        "upgraded",
        "time_factor",
        "geometry",
        "opened",
        "note",
    ],
);

pub(super) const LOCK: Schema = rows_optional(
    "lock.csv",
    &[
        "lock_id",
        "name",
        "node_id",
        "side_link_ids",
        "chambers",
        "chamber_count",
        "lockage_min",
        "practical_capacity_vessel_wan_t",
        "throughput_vessel_wan_t",
        "source_id",
        "confidence",
    ],
    &[
        "name_en",
        "chambers_opened",
        "lift_m",
        "typical_wait_h",
        "design_capacity_wan_t",
        "throughput_wan_t",
        "throughput_basis",
        "throughput_year",
        "note",
    ],
);

pub(super) const TERMINAL: Schema = rows_optional(
    "terminal.csv",
    &["terminal_id", "name", "terminal_type", "x_coord", "y_coord", "source_id", "confidence"],
    &[
        "name_en",
        "zone_id",
        "road_node_id",
        "road_access_km",
        "rail_node_id",
        "rail_access_km",
        "water_node_id",
        "air_node_id",
        "handling_time_h",
        "handling_cost_yuan_t",
        "handling_cost_yuan_teu",
        "capacity_wan_t",
        "capacity_wan_teu",
        "throughput_wan_t",
        "throughput_wan_teu",
        "passengers_wan",
        "throughput_year",
        "opened",
        "note",
    ],
);

pub(super) const FREIGHT_SERVICE: Schema = rows_optional(
    "freight_service.csv",
    &[
        "service_id",
        "name",
        "mode",
        "from_terminal_id",
        "to_terminal_id",
        "departures_per_week",
        "source_id",
        "confidence",
    ],
    &["name_en", "note"],
);

pub(super) const ROLLING_STOCK: Schema = rows_optional(
    "rolling_stock.csv",
    &[
        "stock_id",
        "name",
        "max_speed_kmh",
        "mass_t",
        "rotating_mass_factor",
        "power_kw",
        "starting_effort_kn",
        "davis_a_n_kn",
        "davis_b_n_kn_kmh",
        "davis_c_n_kn_kmh2",
        "service_brake_ms2",
        "length_m",
        "source_id",
        "confidence",
    ],
    &["default_for", "train_letters", "seats", "note"],
);

pub(super) const RUNNING_TIME: Schema = rows_optional(
    "running_time.csv",
    &["from", "to", "minutes", "statistic", "source_id", "confidence"],
    &["line_name", "distance_km", "stops_between", "trains", "train", "date", "note"],
);

pub(super) const SOURCE: Schema =
    table("source.csv", &["source_id", "title"], &["publisher", "date", "url", "licence"]);

pub(super) const OBSERVED: Schema = rows_optional(
    "observed.csv",
    &["from", "to", "mode", "minutes", "source_id", "confidence"],
    &["train", "date", "note"],
);

pub(super) const OBSERVED_FREIGHT: Schema = rows_optional(
    "observed_freight.csv",
    &["claim_id", "mode", "quantity", "value", "unit", "source_id", "confidence"],
    &["subject", "from", "to", "value_max", "year", "tolerance_pct", "without", "note"],
);

const fn rows_optional(
    file: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Schema {
    Schema { needs_rows: false, ..table(file, required, optional) }
}

const fn table(
    file: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Schema {
    Schema { file, required, optional, needs_rows: true, dialect: Dialect::Tongqu }
}
