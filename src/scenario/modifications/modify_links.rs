//! `modify-links`: links that become better or worse.

use super::add_links::use_set;
use super::choice::LinkChoice;
use super::waterway::{WaterwayChange, WaterwayKeys};
use super::{Editor, Touched, place};
use crate::network::{Link, LinkUse, UseSet};
use crate::units::{Kilometres, KmPerHour};
use serde::Deserialize;
use toml::Spanned;

/// The keys of `modify-links`: which links, and what of them is to be otherwise.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModifyLinks {
    /// Ids of links.
    #[serde(default)]
    pub links: Option<Vec<Spanned<String>>>,
    /// All links of a line, or of a road by its number.
    #[serde(default)]
    pub line_id: Option<Spanned<String>>,
    /// All links of these facility types.
    #[serde(default)]
    pub facility_types: Option<Vec<Spanned<String>>>,
    /// Length in km.
    #[serde(default)]
    pub length_km: Option<Spanned<f64>>,
    /// In km/h.
    #[serde(default)]
    pub free_speed_kmh: Option<Spanned<f64>>,
    /// How many times as fast everything on them goes.
    #[serde(default)]
    pub speed_factor: Option<Spanned<f64>>,
    /// Lanes per direction.
    #[serde(default)]
    pub lanes: Option<Spanned<f64>>,
    /// In pcu per hour and lane.
    #[serde(default)]
    pub capacity: Option<Spanned<f64>>,
    /// Toll of a car over each link, in yuan.
    #[serde(default)]
    pub toll_yuan: Option<Spanned<f64>>,
    /// The same, in yuan per km.
    #[serde(default)]
    pub toll_yuan_per_km: Option<Spanned<f64>>,
    /// How many times the toll of today.
    #[serde(default)]
    pub toll_factor: Option<Spanned<f64>>,
    /// The speed they are built for, in km/h.
    #[serde(default)]
    pub design_speed_kmh: Option<Spanned<f64>>,
    /// How many tracks.
    #[serde(default)]
    pub tracks: Option<Spanned<f64>>,
    /// Whether they are electrified.
    #[serde(default)]
    pub electrified: Option<bool>,
    /// Words of the `allowed_uses` column.
    #[serde(default)]
    pub allowed_uses: Option<Vec<Spanned<String>>>,
    /// Waterways: a word of the `waterway_class` column.
    #[serde(default)]
    pub waterway_class: Option<Spanned<String>>,
    /// Waterways: the largest vessel admitted, in t deadweight.
    #[serde(default)]
    pub vessel_limit_t: Option<Spanned<f64>>,
    /// Waterways: depth kept up, in m.
    #[serde(default)]
    pub depth_m: Option<Spanned<f64>>,
    /// Waterways: speed of an empty vessel, in km/h.
    #[serde(default)]
    pub speed_empty_kmh: Option<Spanned<f64>>,
}

impl ModifyLinks {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let links = self.choice().resolve(editor);
        let change = self.change(editor);
        let lengths = links.as_deref().and_then(|links| self.check_length(editor, links));
        let (links, change) = (links?, change?);
        lengths?;
        check_waterways(editor, &links, &change)?;
        for at in &links {
            let old = &editor.network.links[*at];
            let mut new = change.of(old);
            if new != *old {
                new.provenance = editor.amended(&old.provenance);
                new.project = Some(editor.project_id());
                editor.change_links().links[*at] = new;
            }
        }
        Some(Touched::new(links.len(), "link"))
    }

    fn choice(&self) -> LinkChoice<'_> {
        LinkChoice {
            links: self.links.as_deref(),
            line_id: self.line_id.as_ref(),
            facility_types: self.facility_types.as_deref(),
        }
    }

    fn check_length(&self, editor: &mut Editor<'_>, links: &[usize]) -> Option<()> {
        let Some(length) = &self.length_km else { return Some(()) };
        for at in links {
            let link = &editor.network.links[*at];
            let ends = (link.from, link.to);
            place::length(editor, length, ends)?;
        }
        Some(())
    }

    /// The change with every number checked.
    fn change(&self, editor: &mut Editor<'_>) -> Option<Change> {
        let is_clear = self.check_keys(editor);
        let mut number =
            |number: &Option<Spanned<f64>>, what| editor.optional(number.as_ref(), what);
        let free_speed = number(&self.free_speed_kmh, "speed in km/h");
        let speed_factor = number(&self.speed_factor, "speed factor");
        let lanes = number(&self.lanes, "number of lanes");
        let capacity = number(&self.capacity, "capacity in pcu/h/lane");
        let design_speed = number(&self.design_speed_kmh, "speed in km/h");
        let tracks = number(&self.tracks, "number of tracks");
        let toll = self.toll(editor);
        let allowed_uses = match &self.allowed_uses {
            Some(words) => use_set(editor, words).map(Some),
            None => Some(None),
        };
        let waterway = self.waterway(editor);
        is_clear?;
        Some(Change {
            length: self.length_km.as_ref().map(|length| *length.get_ref()),
            free_speed: free_speed?,
            speed_factor: speed_factor?,
            lanes: lanes?,
            capacity: capacity?,
            toll: toll?,
            design_speed: design_speed?,
            tracks: tracks?,
            electrified: self.electrified,
            allowed_uses: allowed_uses?,
            waterway: waterway?,
        })
    }

    fn waterway(&self, editor: &mut Editor<'_>) -> Option<WaterwayChange> {
        let keys = WaterwayKeys {
            class: self.waterway_class.as_ref(),
            vessel_limit_t: self.vessel_limit_t.as_ref(),
            depth_m: self.depth_m.as_ref(),
            speed_empty_kmh: self.speed_empty_kmh.as_ref(),
        };
        keys.check(editor)
    }

    /// That something is to change, and nothing in two ways.
    fn check_keys(&self, editor: &mut Editor<'_>) -> Option<()> {
        let choice_only = Self {
            links: self.links.clone(),
            line_id: self.line_id.clone(),
            facility_types: self.facility_types.clone(),
            ..Self::default()
        };
        if *self == choice_only {
            let help = "one or more of free_speed_kmh, speed_factor, lanes, toll_yuan, …";
            return editor.refuse_edit("missing-key", "nothing of the links is to change", help);
        }
        let speeds = [&self.free_speed_kmh, &self.speed_factor];
        let tolls = [&self.toll_yuan, &self.toll_yuan_per_km, &self.toll_factor];
        for keys in [&speeds[..], &tolls[..]] {
            if let [_, second, ..] = keys.iter().copied().flatten().collect::<Vec<_>>().as_slice() {
                let message = "the same thing is said in two ways";
                return editor.refuse(second, "wrong-keys", message, "one of the keys");
            }
        }
        Some(())
    }

    fn toll(&self, editor: &mut Editor<'_>) -> Option<Option<Toll>> {
        let tolls = [
            (&self.toll_yuan, Toll::Fixed as fn(f64) -> Toll),
            (&self.toll_yuan_per_km, Toll::PerKm),
            (&self.toll_factor, Toll::Factor),
        ];
        let mut said = tolls.iter().filter_map(|(number, toll)| Some((number.as_ref()?, toll)));
        let Some((number, toll)) = said.next() else { return Some(None) };
        editor.not_negative(number, "toll").map(|number| Some(toll(number)))
    }
}

#[derive(Debug, Clone, Copy)]
enum Toll {
    Fixed(f64),
    PerKm(f64),
    Factor(f64),
}

struct Change {
    length: Option<f64>,
    free_speed: Option<f64>,
    speed_factor: Option<f64>,
    lanes: Option<f64>,
    capacity: Option<f64>,
    toll: Option<Toll>,
    design_speed: Option<f64>,
    tracks: Option<f64>,
    electrified: Option<bool>,
    allowed_uses: Option<UseSet>,
    waterway: WaterwayChange,
}

impl Change {
    fn of(&self, link: &Link) -> Link {
        let length = self.length.map_or(link.length, Kilometres);
        let mut new = Link {
            length,
            free_speed: self.free_speed.map_or(link.free_speed, KmPerHour),
            lanes: self.lanes.or(link.lanes),
            capacity: self.capacity.or(link.capacity),
            toll_yuan: match self.toll {
                Some(Toll::Fixed(yuan)) => yuan,
                Some(Toll::PerKm(yuan)) => yuan * length.0,
                Some(Toll::Factor(factor)) => link.toll_yuan * factor,
                None => link.toll_yuan,
            },
            design_speed: self.design_speed.map(KmPerHour).or(link.design_speed),
            tracks: self.tracks.or(link.tracks),
            is_electrified: self.electrified.or(link.is_electrified),
            allowed_uses: self.allowed_uses.unwrap_or(link.allowed_uses),
            waterway: link.waterway.map(|waterway| self.waterway.of(waterway)),
            ..link.clone()
        };
        if let Some(factor) = self.speed_factor {
            speed_up(&mut new, factor);
        }
        new
    }
}

/// That what only waterways have is said of waterways only.
fn check_waterways(editor: &mut Editor<'_>, links: &[usize], change: &Change) -> Option<()> {
    let all = &editor.network.links;
    let other = links.iter().map(|at| &all[*at]).find(|link| link.waterway.is_none());
    match other {
        Some(link) if !change.waterway.is_empty() => {
            let message = format!("the link `{}` is no waterway", link.id);
            editor.refuse_edit("not-a-waterway", &message, "waterways only")
        }
        _ => Some(()),
    }
}

/// Cars keep to what `mode.csv` says of a facility type, so that on a road it is their time that changes; trains and
/// vessels keep to the speed of the link.
fn speed_up(link: &mut Link, factor: f64) {
    let is_road = [LinkUse::Car, LinkUse::Truck, LinkUse::Bus]
        .iter()
        .any(|link_use| link.allowed_uses.allows(*link_use));
    if is_road {
        link.time_factor /= factor;
    } else {
        link.free_speed = KmPerHour(link.free_speed.0 * factor);
        if let Some(waterway) = &mut link.waterway {
            let faster = |speed: KmPerHour| KmPerHour(speed.0 * factor);
            waterway.speed_empty_kmh = waterway.speed_empty_kmh.map(faster);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, codes, link, tiny};
    use crate::units::KmPerHour;
    use proptest::prelude::*;

    #[test]
    fn a_toll_per_km_is_times_the_length() {
        let (network, touched) = applied(
            "[[modification]]\ntype = \"modify-links\"\nline_id = \"E1\"\ntoll_yuan_per_km = 0.4\nlanes = 3\n",
        );
        assert_eq!(touched, ["1 link"]);
        let road = link(&network, "road-E1-jia-yi");
        assert_eq!((road.toll_yuan, road.lanes), (40.0, Some(3.0))); // 100 km at 0.4
        assert_eq!(road.project.as_deref(), Some("test"));
        assert_eq!(road.provenance.sources, ["estimate", "t"]);
    }

    #[test]
    fn a_faster_road_takes_cars_less_time_and_a_faster_railway_lets_trains_run_faster() {
        let (network, touched) = applied(
            r#"
            [[modification]]
            type = "modify-links"
            facility_types = ["national", "high_speed_rail"]
            speed_factor = 1.2
            "#,
        );
        assert_eq!(touched, ["4 links"]); // two parts of G1, two of the railway
        let road = link(&network, "road-G1-jia-bing");
        assert!((network.modes.car_speed(road).0 - 72.0).abs() < 1e-9); // 60 km/h times 1.2
        assert_eq!(link(&network, "rail-jiayi-1").free_speed, KmPerHour(300.0));
    }

    #[test]
    fn a_link_may_lose_its_lorries_and_become_electric() {
        let (network, _) = applied(
            r#"
            [[modification]]
            type = "modify-links"
            links = ["rail-jiayi-1"]
            electrified = false
            free_speed_kmh = 300
            design_speed_kmh = 350
            tracks = 4
            length_km = 60
            [[modification]]
            type = "modify-links"
            links = ["road-F1-bing-ding"]
            allowed_uses = ["car"]
            toll_yuan = 5
            "#,
        );
        let rail = link(&network, "rail-jiayi-1");
        assert_eq!(
            (rail.is_electrified, rail.tracks, rail.length.0),
            (Some(false), Some(4.0), 60.0)
        );
        let road = link(&network, "road-F1-bing-ding");
        assert!(!road.allowed_uses.allows(crate::network::LinkUse::Truck));
    }

    #[test]
    fn every_wrong_value_is_told_at_once() {
        let found = codes(
            r#"
            [[modification]]
            type = "modify-links"
            links = ["road-E1-jia-y"]
            speed_factor = 0
            toll_yuan = -1
            allowed_uses = ["horse"]
            [[modification]]
            type = "modify-links"
            links = ["road-E1-jia-yi"]
            line_id = "E1"
            toll_factor = 0.5
            toll_yuan = 1
            [[modification]]
            type = "modify-links"
            line_id = "E1"
            [[modification]]
            type = "modify-links"
            line_id = "E1"
            length_km = 10
            "#,
        );
        let expected = [
            "unknown-link",
            "out-of-range",
            "out-of-range",
            "unknown-word",
            "wrong-keys",
            "wrong-keys",
            "missing-key",
            "shorter-than-straight-line",
        ];
        assert_eq!(found, expected);
    }

    proptest! {
        #[test]
        fn factors_of_one_change_nothing(facility in 0..crate::network::FacilityType::ALL.len()) {
            let word = crate::network::FacilityType::ALL[facility].0;
            let text = format!(
                "[[modification]]\ntype = \"modify-links\"\nfacility_types = [\"{word}\", \"national\"]\n\
                 speed_factor = 1\ntoll_factor = 1\n",
            );
            prop_assert_eq!(applied(&text).0, tiny());
        }

        #[test]
        fn a_factor_and_its_inverse_give_the_speed_back(factor in 0.2..5.0f64) {
            let edit = |factor: f64| format!(
                "[[modification]]\ntype = \"modify-links\"\nline_id = \"jiayi\"\nspeed_factor = {factor}\n",
            );
            let (network, _) = applied(&format!("{}{}", edit(factor), edit(1.0 / factor)));
            prop_assert!((link(&network, "rail-jiayi-1").free_speed.0 - 250.0).abs() < 1e-9);
        }
    }
}
