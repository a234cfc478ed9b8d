//! `add-lock-chamber`: a lock gets more chambers beside those it has.

use super::lock_columns::{NewChamber, chambers};
use super::modify_lock::find_lock;
use super::{Editor, Touched};
use crate::network::{Chamber, Lock};
use serde::Deserialize;
use toml::Spanned;

/// The keys of `add-lock-chamber`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddLockChamber {
    /// Id or name of the lock.
    pub lock: Spanned<String>,
    /// The chambers added.
    pub chambers: Vec<NewChamber>,
    /// Design capacity they add, in 10 000 t a year, in the unit of the lock's `throughput_basis`.
    #[serde(default)]
    pub annual_capacity_wan_t: Option<Spanned<f64>>,
    /// Capacity they add, in 10 000 t of vessels a year; in proportion to the area of the chambers if not said.
    #[serde(default)]
    pub practical_capacity_vessel_wan_t: Option<Spanned<f64>>,
}

impl AddLockChamber {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let at = find_lock(editor, &self.lock);
        let added = chambers(editor, &self.chambers);
        let design = editor.optional(self.annual_capacity_wan_t.as_ref(), "capacity in wan t");
        let practical = self.practical_capacity_vessel_wan_t.as_ref();
        let practical = editor.optional(practical, "capacity in wan t");
        let (at, added, design, practical) = (at?, added?, design?, practical?);
        if added.is_empty() {
            return Some(Touched::new(0, "chamber"));
        }
        let practical = practical.or_else(|| by_area(&editor.network.locks[at], &added));
        let Some(practical) = practical else { return self.refuse_open(editor) };
        let provenance = editor.amended(&editor.network.locks[at].provenance);
        let project = Some(editor.project_id());
        let lock = &mut editor.change_services().locks[at];
        lock.chamber_count += added.len() as u32;
        lock.practical_capacity_vessel_wan_t += practical;
        lock.design_capacity_wan_t = match (lock.design_capacity_wan_t, design) {
            (Some(old), Some(more)) => Some(old + more),
            (old, None) => old,
            (None, more) => more,
        };
        lock.project = project;
        lock.provenance = provenance;
        let number = added.len();
        lock.chambers.extend(added);
        Some(Touched::new(number, "chamber").with(&lock.label()))
    }

    fn refuse_open<R>(&self, editor: &mut Editor<'_>) -> Option<R> {
        let message =
            format!("`{}` has no chamber to compare the new ones with", self.lock.get_ref());
        let help = "practical_capacity_vessel_wan_t = …";
        editor.refuse(&self.lock, "missing-key", message, help)
    }
}

/// The capacity some chambers add to a lock, if capacity goes with area; none if it has no chambers.
fn by_area(lock: &Lock, added: &[Chamber]) -> Option<f64> {
    let area = |chambers: &[Chamber]| {
        chambers.iter().map(|chamber| chamber.length_m * chamber.width_m).sum::<f64>()
    };
    let old = area(&lock.chambers);
    (old > 0.0).then(|| lock.practical_capacity_vessel_wan_t * area(added) / old)
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, codes};

    #[test]
    fn capacity_grows_with_the_area_unless_it_is_said() {
        // The lock has 200 m x 20 m and 10 000 wan t; 200 m x 10 m add half of that.
        let edit = |more: &str| {
            format!(
                "[[modification]]\ntype = \"add-lock-chamber\"\nlock = \"己船闸\"\n\
             chambers = [{{ length_m = 200, width_m = 10, depth_m = 4 }}]\n{more}\n"
            )
        };
        let (network, touched) = applied(&edit("annual_capacity_wan_t = 900"));
        assert_eq!(touched, ["1 chamber, 己船闸 Ji lock"]);
        let lock = &network.locks[0];
        assert_eq!((lock.chambers.len(), lock.chamber_count), (2, 2));
        assert_eq!(Some(lock.practical_capacity_vessel_wan_t), Some(15_000.0));
        assert_eq!(lock.design_capacity_wan_t, Some(2900.0)); // 2000 + 900
        let (network, _) = applied(&edit("practical_capacity_vessel_wan_t = 1234"));
        assert_eq!(Some(network.locks[0].practical_capacity_vessel_wan_t), Some(11_234.0));
    }

    #[test]
    fn what_cannot_be_is_told() {
        let edit = |keys: &str| format!("[[modification]]\ntype = \"add-lock-chamber\"\n{keys}\n");
        let found =
            codes(&edit("lock = \"jo\"\nchambers = [{ length_m = -1, width_m = 1, depth_m = 1 }]"));
        assert_eq!(found, ["unknown-lock", "out-of-range"]);
        assert_eq!(codes(&edit("lock = \"ji\"\nchambers = []")), ["touches-nothing"]);
    }
}
