//! The pairs of places whose travel time changes most.

use super::Drawn;
use super::subject::Subject;
use crate::report::figure::{Dumbbell, DumbbellRow};
use crate::study::PairChange;
use crate::units::Seconds;

/// A change of less than this is not shown.
const NOTICEABLE: Seconds = Seconds(60);
/// How many pairs are shown.
const SHOWN: usize = 10;

pub(super) fn figure(subject: &Subject<'_>) -> Drawn {
    let comparison = subject.comparison;
    let mode = subject.mode;
    let cities = comparison.most_changed(mode, NOTICEABLE, |zone| comparison.is_city(zone));
    let (what, pairs) = if cities.is_empty() {
        let counties = comparison.most_changed(mode, NOTICEABLE, |zone| !comparison.is_city(zone));
        ("counties and districts", counties)
    } else {
        ("cities", cities)
    };
    if pairs.is_empty() {
        return Err(
            "no travel time between two cities or two counties changes by a minute or more",
        );
    }
    let detail = format!(
        "From zone centre to zone centre, {}; the more changed direction of each pair; {} of {} pairs of {what} that \
         change by a minute or more",
        subject.circumstances(),
        pairs.len().min(SHOWN),
        pairs.len(),
    );
    Ok(Box::new(Dumbbell {
        caption: subject.caption(&format!("Most changed travel times between {what}"), &detail),
        axis: "Fastest travel time, min".to_owned(),
        unit: "min".to_owned(),
        before: "无项目 without the project".to_owned(),
        after: "有项目 with the project".to_owned(),
        rows: pairs.iter().take(SHOWN).filter_map(|pair| row(subject, pair)).collect(),
    }))
}

fn row(subject: &Subject<'_>, pair: &PairChange) -> Option<DumbbellRow> {
    let zones = &subject.network().zones;
    let label = format!("{} → {}", zones[pair.from.at()].label(), zones[pair.to.at()].label());
    let (before, after) = (pair.without?.fastest.minutes(), pair.with?.fastest.minutes());
    Some(DumbbellRow { label, before, after })
}
