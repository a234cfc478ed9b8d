//! Speed limits: numbers, units, words and zones.

use super::tags::Tags;

/// What a limit is where nothing slower is said: the most a road of ours may have.
const FASTEST: f64 = 130.0;

/// km of a mile and of a nautical mile.
const MILE: f64 = 1.609_344;
const NAUTICAL_MILE: f64 = 1.852;

/// The limit for one direction in km/h, where the tags say one; `suffix` is `forward` or `backward`.
pub(super) fn limit(tags: &Tags, suffix: &str) -> Option<f64> {
    let own = format!("maxspeed:{suffix}");
    let keys = [own.as_str(), "maxspeed", "maxspeed:type", "source:maxspeed", "zone:maxspeed"];
    keys.iter().find_map(|key| parse(tags.get(key)?))
}

/// A value of `maxspeed` in km/h; of several the lowest.
pub(super) fn parse(text: &str) -> Option<f64> {
    let limits = text.split(';').filter_map(|part| one(part.trim()));
    limits.min_by(f64::total_cmp).map(|limit| limit.min(FASTEST))
}

fn one(text: &str) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    match lower.as_str() {
        "none" | "unlimited" => return Some(FASTEST),
        "walk" | "walking" => return Some(7.0),
        _ => {}
    }
    let end = lower.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let (number, unit) = lower.split_at(end.unwrap_or(lower.len()));
    if let Ok(number) = number.parse::<f64>() {
        let factor = match unit.trim() {
            "" | "km/h" | "kmh" | "kph" => 1.0,
            "mph" => MILE,
            "knots" => NAUTICAL_MILE,
            _ => return None,
        };
        return Some(number * factor).filter(|limit| *limit > 0.0);
    }
    zone(&lower)
}

/// Limits by law, from the table "Default speed limits" of the OpenStreetMap wiki; `*` is any other country.
const ZONES: [(&str, &str, f64); 22] = [
    ("br", "urban", 60.0),
    ("cn", "rural", 70.0),
    ("cn", "motorway", 120.0),
    ("cn", "expressway", 120.0),
    ("de", "rural", 100.0),
    ("de", "motorway", FASTEST),
    ("es", "motorway", 120.0),
    ("fr", "rural", 80.0),
    ("fr", "motorway", 130.0),
    ("gb", "nsl_single", 60.0 * MILE),
    ("gb", "nsl_dual", 70.0 * MILE),
    ("gb", "motorway", 70.0 * MILE),
    ("it", "motorway", 130.0),
    ("pt", "trunk", 100.0),
    ("ru", "urban", 60.0),
    ("ru", "motorway", 110.0),
    ("*", "urban", 50.0),
    ("*", "rural", 90.0),
    ("*", "trunk", 100.0),
    ("*", "motorway", 120.0),
    ("*", "living_street", 20.0),
    ("*", "walk", 7.0),
];

/// `CN:urban`, `DE:zone:30`, `FR:30`, `DE:zone30`.
fn zone(text: &str) -> Option<f64> {
    let (country, kind) = text.split_once(':')?;
    let kind = kind.trim();
    let number = kind.trim_start_matches("zone").trim_start_matches([':', '_']);
    if let Ok(limit) = number.parse::<f64>() {
        return Some(limit).filter(|limit| *limit > 0.0);
    }
    let of = |wanted: &str| {
        let known = ZONES.iter().find(|(known, zone, _)| *known == wanted && *zone == kind);
        known.map(|(_, _, limit)| *limit)
    };
    of(country).or_else(|| of("*"))
}

/// A value of `duration` in hours: `HH:MM`, `HH:MM:SS`, minutes, or ISO 8601 such as `PT1H30M`.
pub(super) fn duration(text: &str) -> Option<f64> {
    let hours = if let Some(iso) = text.strip_prefix("PT") {
        iso_hours(iso)?
    } else {
        let parts: Vec<f64> =
            text.split(':').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        match parts[..] {
            [minutes] => minutes / 60.0,
            [hours, minutes] => hours + minutes / 60.0,
            [hours, minutes, seconds] => hours + minutes / 60.0 + seconds / 3600.0,
            _ => return None,
        }
    };
    Some(hours).filter(|hours| *hours > 0.0)
}

fn iso_hours(text: &str) -> Option<f64> {
    let mut hours = 0.0;
    for part in text.split_inclusive(['H', 'M', 'S']) {
        let per_hour = match part.chars().last()? {
            'H' => 1.0,
            'M' => 60.0,
            'S' => 3600.0,
            _ => return None,
        };
        hours += part[..part.len() - 1].parse::<f64>().ok()? / per_hour;
    }
    Some(hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_in_all_their_spellings() {
        let expected = [
            ("50", Some(50.0)),
            ("50 km/h", Some(50.0)),
            ("30 mph", Some(48.280_32)),
            ("60;40", Some(40.0)),
            ("none", Some(130.0)),
            ("walk", Some(7.0)),
            ("CN:urban", Some(50.0)),
            ("CN:rural", Some(70.0)),
            ("DE:zone:30", Some(30.0)),
            ("DE:zone30", Some(30.0)),
            ("FR:30", Some(30.0)),
            ("GB:nsl_single", Some(96.560_64)),
            ("XX:urban", Some(50.0)),
            ("200", Some(130.0)),
            ("signals", None),
            ("fast", None),
            ("0", None),
            ("", None),
            ("50 furlongs", None),
        ];
        for (text, limit) in expected {
            assert_eq!(parse(text), limit, "{text}");
        }
    }

    #[test]
    fn a_direction_has_its_own_limit() {
        let tags = Tags::new([("maxspeed", "50"), ("maxspeed:backward", "30")]);
        assert_eq!((limit(&tags, "forward"), limit(&tags, "backward")), (Some(50.0), Some(30.0)));
        let by_type = Tags::new([("maxspeed", "signals"), ("source:maxspeed", "DE:urban")]);
        assert_eq!(limit(&by_type, "forward"), Some(50.0));
    }

    #[test]
    fn durations_are_read_in_all_their_spellings() {
        for (text, hours) in
            [("30", 0.5), ("01:30", 1.5), ("00:20:00", 1.0 / 3.0), ("PT1H30M", 1.5)]
        {
            assert!((duration(text).unwrap() - hours).abs() < 1e-9, "{text}");
        }
        assert_eq!(duration("soon"), None);
    }
}
