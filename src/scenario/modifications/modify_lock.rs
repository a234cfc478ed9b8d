//! `modify-lock`: a lock with other figures.

use super::lock_columns::LockColumns;
use super::{Editor, Touched};
use crate::diagnostic::nearest;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `modify-lock`. The columns stand beside `lock`; the reader puts them together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModifyLock {
    /// Id or name of the lock.
    pub lock: Spanned<String>,
    /// The columns of `lock.csv` to set.
    pub columns: LockColumns,
}

impl ModifyLock {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let at = find_lock(editor, &self.lock);
        let change = self.columns.check(editor);
        if self.columns == LockColumns::default() {
            let help = "one or more columns of lock.csv";
            return editor.refuse_edit("missing-key", "nothing of the lock is to change", help);
        }
        let (at, change) = (at?, change?);
        let old = &editor.network.locks[at];
        let mut new = change.of(old.clone());
        let touched = Touched::new(1, "lock").with(&old.label());
        if new != *old {
            new.provenance = editor.amended(&old.provenance);
            new.project = Some(editor.project_id());
            editor.change_services().locks[at] = new;
        }
        Some(touched)
    }
}

/// The lock of an id or a name.
pub(super) fn find_lock(editor: &mut Editor<'_>, name: &Spanned<String>) -> Option<usize> {
    let locks = &editor.network.locks;
    let wanted = name.get_ref();
    let found = locks.iter().position(|lock| {
        [&lock.id, &lock.name, &lock.name_en].iter().any(|known| known.eq_ignore_ascii_case(wanted))
    });
    if found.is_some() {
        return found;
    }
    let names = locks.iter().flat_map(|lock| [lock.id.as_str(), &lock.name, &lock.name_en]);
    let near = nearest(wanted, names).map(str::to_owned);
    let message = format!("there is no lock `{wanted}`");
    editor.unknown(name, "unknown-lock", message, near.as_deref(), "a lock_id of lock.csv")
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, codes, tiny};

    fn edit(keys: &str) -> String {
        format!("[[modification]]\ntype = \"modify-lock\"\n{keys}\n")
    }

    #[test]
    fn what_is_said_is_set_and_the_rest_stays() {
        let keys = "lock = \"Ji lock\"\nlockage_min = 30\nthroughput_basis = \"vessel_tonnage\"\nthroughput_year = 2030";
        let (network, touched) = applied(&edit(keys));
        assert_eq!(touched, ["1 lock, 己船闸 Ji lock"]);
        let (old, new) = (&tiny().locks[0], &network.locks[0]);
        assert_eq!((new.lockage_min, new.throughput_year), (30.0, Some(2030)));
        assert_eq!(new.chambers, old.chambers);
        assert_eq!(new.provenance.sources, ["estimate", "t"]);
    }

    #[test]
    fn a_figure_that_it_has_changes_nothing() {
        assert_eq!(applied(&edit("lock = \"ji\"\nlockage_min = 40")).0, tiny());
    }

    #[test]
    fn what_cannot_be_is_told() {
        assert_eq!(codes(&edit("lock = \"ji\"")), ["missing-key"]);
        let found = codes(&edit("lock = \"jii\"\nlockage_min = 0\nchamber_count = 0"));
        assert_eq!(found, ["unknown-lock", "out-of-range", "out-of-range"]);
        assert_eq!(codes(&edit("lock = \"ji\"\nlockage_minutes = 3")), ["invalid-toml"]);
    }
}
