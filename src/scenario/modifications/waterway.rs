//! The keys of links that only waterways have.

use super::Editor;
use crate::network::{Waterway, WaterwayClass};
use crate::units::KmPerHour;
use toml::Spanned;

/// The keys as written.
pub(super) struct WaterwayKeys<'a> {
    pub(super) class: Option<&'a Spanned<String>>,
    pub(super) vessel_limit_t: Option<&'a Spanned<f64>>,
    pub(super) depth_m: Option<&'a Spanned<f64>>,
    pub(super) speed_empty_kmh: Option<&'a Spanned<f64>>,
}

/// The same, checked.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WaterwayChange {
    class: Option<WaterwayClass>,
    vessel_limit_t: Option<f64>,
    depth_m: Option<f64>,
    speed_empty: Option<KmPerHour>,
}

impl WaterwayKeys<'_> {
    pub(super) fn check(&self, editor: &mut Editor<'_>) -> Option<WaterwayChange> {
        let class = match self.class {
            Some(word) => editor.word(word, &WaterwayClass::ALL, "waterway class").map(Some),
            None => Some(None),
        };
        let limit = editor.optional(self.vessel_limit_t, "size of a vessel in t");
        let depth = editor.optional(self.depth_m, "depth in m");
        let speed = editor.optional(self.speed_empty_kmh, "speed in km/h");
        Some(WaterwayChange {
            class: class?,
            vessel_limit_t: limit?,
            depth_m: depth?,
            speed_empty: speed?.map(KmPerHour),
        })
    }
}

impl WaterwayChange {
    /// Whether nothing is said.
    pub(super) fn is_empty(&self) -> bool {
        self.class.is_none()
            && self.vessel_limit_t.is_none()
            && self.depth_m.is_none()
            && self.speed_empty.is_none()
    }

    /// A waterway that is new; none if its class or the largest vessel is not said.
    pub(super) fn new_waterway(&self) -> Option<Waterway> {
        Some(Waterway {
            waterway_class: self.class?,
            vessel_limit_t: self.vessel_limit_t?,
            depth_m: self.depth_m,
            speed_empty_kmh: self.speed_empty,
            upgraded: None,
        })
    }

    /// A waterway with what is said in the place of what was.
    pub(super) fn of(&self, old: Waterway) -> Waterway {
        Waterway {
            waterway_class: self.class.unwrap_or(old.waterway_class),
            vessel_limit_t: self.vessel_limit_t.unwrap_or(old.vessel_limit_t),
            depth_m: self.depth_m.or(old.depth_m),
            speed_empty_kmh: self.speed_empty.or(old.speed_empty_kmh),
            upgraded: old.upgraded,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::network::WaterwayClass;
    use crate::scenario::testing::{applied, codes, link};

    #[test]
    fn a_canal_is_built_and_made_deeper() {
        let (network, touched) = applied(
            r#"
            [[modification]]
            type = "add-links"
            facility_type = "waterway"
            waterway_class = "III"
            vessel_limit_t = 1000
            depth_m = 3.2
            free_speed_kmh = 10
            speed_empty_kmh = 12
            links = [{ id = "water-wu-ji", from = "戊港", to = "己闸", length_km = 50 }]
            [[modification]]
            type = "modify-links"
            links = ["water-wu-ji"]
            waterway_class = "II"
            vessel_limit_t = 2000
            [[modification]]
            type = "modify-links"
            links = ["water-wu-ji"]
            speed_factor = 1.5
            "#,
        );
        assert_eq!(touched, ["1 link, 50.0 km", "1 link", "1 link"]);
        let canal = link(&network, "water-wu-ji");
        let waterway = canal.waterway.unwrap();
        assert_eq!(waterway.waterway_class, WaterwayClass::II);
        assert_eq!((waterway.vessel_limit_t, waterway.depth_m), (2000.0, Some(3.2)));
        assert_eq!((canal.free_speed.0, waterway.speed_empty_kmh.unwrap().0), (15.0, 18.0));
    }

    #[test]
    fn a_waterway_without_a_class_and_a_road_with_one_are_refused() {
        let found = codes(
            r#"
            [[modification]]
            type = "add-links"
            links = [{ id = "water-a", from = "water-wu", to = "water-ji", length_km = 50, facility_type = "waterway", free_speed_kmh = 10, waterway_class = "IX" },
                     { id = "water-b", from = "water-wu", to = "water-ji", length_km = 50, facility_type = "waterway", free_speed_kmh = 10, waterway_class = "III" }]
            [[modification]]
            type = "modify-links"
            line_id = "E1"
            depth_m = 4
            "#,
        );
        assert_eq!(found, ["unknown-word", "missing-key", "not-a-waterway"]);
    }
}
