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
        "opened",
        "note",
    ],
);

pub(super) const SOURCE: Schema =
    table("source.csv", &["source_id", "title"], &["publisher", "date", "url", "licence"]);

pub(super) const OBSERVED: Schema = Schema {
    needs_rows: false,
    ..table(
        "observed.csv",
        &["from", "to", "mode", "minutes", "source_id", "confidence"],
        &["date", "note"],
    )
};

const fn table(
    file: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
) -> Schema {
    Schema { file, required, optional, needs_rows: true, dialect: Dialect::Tongqu }
}
