//! `add-locks`: locks that do not exist yet.

use super::lock_columns::LockColumns;
use super::{ConfidenceWord, Editor, Origin, Touched, place};
use crate::network::Lock;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `add-locks`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddLocks {
    /// The locks.
    pub locks: Vec<NewLock>,
}

/// One lock. Its columns stand beside the other keys; the reader puts them together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewLock {
    /// The `lock_id`.
    #[serde(alias = "lock_id")]
    pub id: Spanned<String>,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// The node it stands at.
    #[serde(alias = "node_id")]
    pub node: Spanned<String>,
    /// The columns of `lock.csv`.
    pub columns: LockColumns,
    /// Ids of `source.csv`; the edit's if none.
    #[serde(default)]
    pub sources: Option<Vec<String>>,
    /// How sure its figures are.
    #[serde(default)]
    pub confidence: Option<ConfidenceWord>,
    /// Free text.
    #[serde(default)]
    pub note: String,
}

/// The keys of a lock that are no columns to be put together.
pub(super) const OWN_KEYS: [&str; 9] =
    ["id", "lock_id", "name", "name_en", "node", "node_id", "sources", "confidence", "note"];

impl AddLocks {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let added = self.locks.iter().filter_map(|lock| lock.apply(editor)).count();
        (added == self.locks.len()).then(|| Touched::new(added, "lock"))
    }
}

impl NewLock {
    fn apply(&self, editor: &mut Editor<'_>) -> Option<()> {
        let id = self.id.get_ref();
        let is_there = editor.network.locks.iter().any(|lock| lock.id == *id);
        let is_new = place::is_new(editor, &self.id, is_there, "lock");
        let node = editor.node(&self.node, "water-");
        let change = self.columns.check(editor);
        let ((), node, change) = (is_new?, node?, change?);
        let (Some(lockage_min), Some(capacity)) =
            (change.lockage_min, change.practical_capacity_vessel_wan_t)
        else {
            let message = format!("the lock `{id}` has no lockage time or no capacity");
            let help = "lockage_min = …, practical_capacity_vessel_wan_t = …";
            return editor.refuse(&self.id, "missing-key", message, help);
        };
        let origin = Origin::new(self.sources.as_deref(), self.confidence, &self.note);
        let empty = Lock {
            id: id.clone(),
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            node,
            side_links: Vec::new(),
            chambers: Vec::new(),
            chamber_count: 1,
            lift_m: None,
            lockage_min,
            typical_wait_h: None,
            design_capacity_wan_t: None,
            throughput_wan_t: None,
            throughput_basis: None,
            throughput_year: None,
            practical_capacity_vessel_wan_t: capacity,
            throughput_vessel_wan_t: 0.0,
            project: Some(editor.project_id()),
            provenance: editor.provenance(&origin),
        };
        editor.change_services().locks.push(change.of(empty));
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, codes};

    #[test]
    fn a_lock_has_the_columns_that_are_said() {
        let (network, touched) = applied(
            r#"
            [[modification]]
            type = "add-locks"
            locks = [{ id = "wu", name = "戊船闸", name_en = "Wu lock", node = "water-wu", side_link_ids = ["water-c1"], chambers = [{ length_m = 230, width_m = 23, depth_m = 5 }, { length_m = 280, width_m = 34, depth_m = 5.6, opened = 2030 }], lockage_min = 40, practical_capacity_vessel_wan_t = 12000, throughput_basis = "cargo" }]
            "#,
        );
        assert_eq!(touched, ["1 lock"]);
        let lock = network.locks.last().unwrap();
        assert_eq!((lock.chamber_count, lock.chambers[1].opened), (2, Some(2030)));
        assert_eq!(network.nodes[lock.node.at()].id, "water-wu");
        assert_eq!(network.links[lock.side_links[0].at()].id, "water-c1");
    }

    #[test]
    fn every_wrong_value_is_told_at_once() {
        let found = codes(
            r#"
            [[modification]]
            type = "add-locks"
            locks = [
              { id = "ji", name = "", name_en = "", node = "water-w", chambers = [{ length_m = 0, width_m = 23, depth_m = 5 }], side_link_ids = ["water-c9"], throughput_basis = "goods" },
              { id = "wu", name = "", name_en = "", node = "water-wu" },
            ]
            "#,
        );
        let expected = [
            "id-exists",
            "unknown-node",
            "out-of-range",
            "unknown-link",
            "unknown-word",
            "missing-key",
        ];
        assert_eq!(found, expected);
        let wrong = "[[modification]]\ntype = \"add-locks\"\nlocks = [{ id = \"a\", name = \"\", name_en = \"\", node = \"b\", lift = 3 }]\n";
        assert_eq!(codes(wrong), ["invalid-toml"]);
    }
}
