//! `road-congestion`: roads around a place that are slower.

use super::{Editor, Touched};
use crate::network::{LinkUse, Place, Position};
use serde::Deserialize;
use toml::Spanned;

/// The keys of `road-congestion`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoadCongestion {
    /// Which roads: those with both ends inside.
    pub around: Around,
    /// How many times as long cars, lorries and buses take.
    pub factor: Spanned<f64>,
}

/// A circle.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Around {
    /// Its middle: a zone, stop or node.
    pub place: Spanned<String>,
    /// Its radius in km, as the crow flies.
    pub km: Spanned<f64>,
}

impl RoadCongestion {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let place = editor.place(&self.around.place);
        let radius = editor.above_zero(&self.around.km, "radius in km");
        let factor = editor.above_zero(&self.factor, "factor");
        let (middle, radius, factor) = (position(editor, place?), radius?, factor?);
        let is_inside: Vec<bool> = {
            let nodes = editor.network.nodes.iter();
            nodes.map(|node| middle.distance(node.position).0 <= radius).collect()
        };
        let uses = [LinkUse::Car, LinkUse::Truck, LinkUse::Bus];
        let links = editor.network.links.iter().enumerate().filter(|(_, link)| {
            is_inside[link.from.at()]
                && is_inside[link.to.at()]
                && uses.iter().any(|link_use| link.allowed_uses.allows(*link_use))
        });
        let links: Vec<usize> = links.map(|(at, _)| at).collect();
        for at in &links {
            let link = &mut editor.change_links().links[*at];
            link.time_factor *= factor;
        }
        Some(Touched::new(links.len(), "link"))
    }
}

fn position(editor: &Editor<'_>, place: Place) -> Position {
    match place {
        Place::Zone(zone) => editor.network.zones[zone.at()].position,
        Place::Stop(stop) => editor.network.transit.stops[stop.at()].position,
        Place::Node(node) => editor.network.nodes[node.at()].position,
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, codes, link, tiny};
    use crate::units::KmPerHour;

    fn around(place: &str, km: f64, factor: f64) -> String {
        format!(
            "[[modification]]\ntype = \"road-congestion\"\naround = {{ place = \"{place}\", km = {km} }}\nfactor = {factor}\n"
        )
    }

    #[test]
    fn roads_with_both_ends_inside_take_longer() {
        // Bing and Ding are 44 km apart, and each 51 km from Jia and from Yi.
        let (network, touched) = applied(&around("丙县", 45.0, 1.25));
        assert_eq!(touched, ["1 link"]);
        let road = link(&network, "road-F1-bing-ding");
        assert!((network.modes.car_speed(road).0 - 48.0).abs() < 1e-9); // 60 km/h over 1.25
        assert_eq!(road.free_speed, KmPerHour(80.0));
    }

    #[test]
    fn a_factor_of_one_changes_nothing() {
        assert_eq!(applied(&around("jia", 200.0, 1.0)).0, tiny());
    }

    #[test]
    fn a_circle_without_roads_touches_nothing() {
        assert_eq!(codes(&around("jia", 5.0, 1.2)), ["touches-nothing"]);
        assert_eq!(
            codes(&around("nowhere", -5.0, 0.0)),
            ["unknown-place", "out-of-range", "out-of-range"]
        );
    }
}
