//! The columns of `lock.csv` as keys.

use super::Editor;
use super::choice::link;
use crate::index::LinkIdx;
use crate::network::{Chamber, Lock, ThroughputBasis};
use serde::Deserialize;
use toml::Spanned;

/// Columns that may be said of a lock.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockColumns {
    /// Ids of the links on one side of the lock.
    #[serde(default)]
    pub side_link_ids: Option<Vec<Spanned<String>>>,
    /// All its chambers.
    #[serde(default)]
    pub chambers: Option<Vec<NewChamber>>,
    /// How many; as many as `chambers` if not said.
    #[serde(default)]
    pub chamber_count: Option<Spanned<u32>>,
    /// Drop in m.
    #[serde(default)]
    pub lift_m: Option<Spanned<f64>>,
    /// From one opening of a chamber to the next, in minutes.
    #[serde(default)]
    pub lockage_min: Option<Spanned<f64>>,
    /// Usual wait before the lockage, in h, for comparison.
    #[serde(default)]
    pub typical_wait_h: Option<Spanned<f64>>,
    /// Design capacity in 10 000 t a year, in the unit of `throughput_basis`.
    #[serde(default)]
    pub design_capacity_wan_t: Option<Spanned<f64>>,
    /// Throughput in 10 000 t a year, in the unit of `throughput_basis`.
    #[serde(default)]
    pub throughput_wan_t: Option<Spanned<f64>>,
    /// `cargo` or `vessel_tonnage`.
    #[serde(default)]
    pub throughput_basis: Option<Spanned<String>>,
    /// The year of the throughput.
    #[serde(default)]
    pub throughput_year: Option<u32>,
    /// Capacity in 10 000 t of vessels a year.
    #[serde(default)]
    pub practical_capacity_vessel_wan_t: Option<Spanned<f64>>,
    /// Throughput in 10 000 t of vessels a year.
    #[serde(default)]
    pub throughput_vessel_wan_t: Option<Spanned<f64>>,
}

/// One chamber.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewChamber {
    /// Usable length in m.
    pub length_m: Spanned<f64>,
    /// Width in m.
    pub width_m: Spanned<f64>,
    /// Depth over the sill in m.
    pub depth_m: Spanned<f64>,
    /// The year it opened.
    #[serde(default)]
    pub opened: Option<u16>,
}

impl NewChamber {
    pub(super) fn check(&self, editor: &mut Editor<'_>) -> Option<Chamber> {
        let length = editor.above_zero(&self.length_m, "length in m");
        let width = editor.above_zero(&self.width_m, "width in m");
        let depth = editor.above_zero(&self.depth_m, "depth in m");
        let (length_m, width_m, depth_m) = (length?, width?, depth?);
        Some(Chamber { length_m, width_m, depth_m, opened: self.opened })
    }
}

/// All chambers of a list, checked.
pub(super) fn chambers(editor: &mut Editor<'_>, list: &[NewChamber]) -> Option<Vec<Chamber>> {
    let checked: Vec<_> = list.iter().map(|chamber| chamber.check(editor)).collect();
    checked.into_iter().collect()
}

/// The columns that are said, checked.
pub(super) struct LockChange {
    side_links: Option<Vec<LinkIdx>>,
    chambers: Option<Vec<Chamber>>,
    chamber_count: Option<u32>,
    lift_m: Option<f64>,
    pub(super) lockage_min: Option<f64>,
    typical_wait_h: Option<f64>,
    design_capacity_wan_t: Option<f64>,
    throughput_wan_t: Option<f64>,
    throughput_basis: Option<ThroughputBasis>,
    throughput_year: Option<u32>,
    pub(super) practical_capacity_vessel_wan_t: Option<f64>,
    throughput_vessel_wan_t: Option<f64>,
}

impl LockColumns {
    pub(super) fn check(&self, editor: &mut Editor<'_>) -> Option<LockChange> {
        let side_links = self.side_links(editor);
        let chambers = match &self.chambers {
            Some(list) => chambers(editor, list).map(Some),
            None => Some(None),
        };
        let chamber_count = self.count(editor);
        let lift = zero_or_more(editor, self.lift_m.as_ref(), "drop in m");
        let lockage = editor.optional(self.lockage_min.as_ref(), "time in minutes");
        let wait = zero_or_more(editor, self.typical_wait_h.as_ref(), "time in h");
        let design = editor.optional(self.design_capacity_wan_t.as_ref(), "capacity in wan t");
        let throughput = zero_or_more(editor, self.throughput_wan_t.as_ref(), "wan t a year");
        let basis = match &self.throughput_basis {
            Some(word) => editor.word(word, &ThroughputBasis::ALL, "basis").map(Some),
            None => Some(None),
        };
        let capacity = self.practical_capacity_vessel_wan_t.as_ref();
        let capacity = editor.optional(capacity, "capacity in wan t");
        let used = zero_or_more(editor, self.throughput_vessel_wan_t.as_ref(), "wan t a year");
        Some(LockChange {
            side_links: side_links?,
            chambers: chambers?,
            chamber_count: chamber_count?,
            lift_m: lift?,
            lockage_min: lockage?,
            typical_wait_h: wait?,
            design_capacity_wan_t: design?,
            throughput_wan_t: throughput?,
            throughput_basis: basis?,
            throughput_year: self.throughput_year,
            practical_capacity_vessel_wan_t: capacity?,
            throughput_vessel_wan_t: used?,
        })
    }

    fn side_links(&self, editor: &mut Editor<'_>) -> Option<Option<Vec<LinkIdx>>> {
        let Some(ids) = &self.side_link_ids else { return Some(None) };
        let found: Vec<_> = ids.iter().map(|id| link(editor, id).map(LinkIdx::new)).collect();
        found.into_iter().collect::<Option<_>>().map(Some)
    }

    /// At least one chamber's worth passes, also where a sluice stands open.
    fn count(&self, editor: &mut Editor<'_>) -> Option<Option<u32>> {
        match (&self.chamber_count, &self.chambers) {
            (Some(count), _) if *count.get_ref() == 0 => {
                editor.refuse(count, "out-of-range", "0 is no number of chambers", "1 or more")
            }
            (Some(count), _) => Some(Some(*count.get_ref())),
            (None, Some(chambers)) => Some(Some(chambers.len().max(1) as u32)),
            (None, None) => Some(None),
        }
    }
}

fn zero_or_more(
    editor: &mut Editor<'_>,
    number: Option<&Spanned<f64>>,
    what: &str,
) -> Option<Option<f64>> {
    number.map_or(Some(None), |number| editor.not_negative(number, what).map(Some))
}

impl LockChange {
    /// A lock with what is said in the place of what was.
    pub(super) fn of(self, old: Lock) -> Lock {
        Lock {
            side_links: self.side_links.unwrap_or(old.side_links),
            chambers: self.chambers.unwrap_or(old.chambers),
            chamber_count: self.chamber_count.unwrap_or(old.chamber_count),
            lift_m: self.lift_m.or(old.lift_m),
            lockage_min: self.lockage_min.unwrap_or(old.lockage_min),
            typical_wait_h: self.typical_wait_h.or(old.typical_wait_h),
            design_capacity_wan_t: self.design_capacity_wan_t.or(old.design_capacity_wan_t),
            throughput_wan_t: self.throughput_wan_t.or(old.throughput_wan_t),
            throughput_basis: self.throughput_basis.or(old.throughput_basis),
            throughput_year: self.throughput_year.or(old.throughput_year),
            practical_capacity_vessel_wan_t: self
                .practical_capacity_vessel_wan_t
                .unwrap_or(old.practical_capacity_vessel_wan_t),
            throughput_vessel_wan_t: self
                .throughput_vessel_wan_t
                .unwrap_or(old.throughput_vessel_wan_t),
            ..old
        }
    }
}
