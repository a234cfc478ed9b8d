//! `remove-links`: links that are no longer there.

use super::choice::LinkChoice;
use super::{Editor, Touched};
use serde::Deserialize;
use toml::Spanned;

/// The keys of `remove-links`. Their nodes stay. Trains of the timetable take another way and more time,
/// or fall away where there is none.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveLinks {
    /// Ids of links.
    #[serde(default)]
    pub links: Option<Vec<Spanned<String>>>,
    /// All links of a line, or of a road by its number.
    #[serde(default)]
    pub line_id: Option<Spanned<String>>,
}

impl RemoveLinks {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let links = self.links.as_deref();
        let choice = LinkChoice { links, line_id: self.line_id.as_ref(), facility_types: None };
        let gone = choice.resolve(editor)?;
        let all = &editor.network.links;
        let length: f64 = gone.iter().map(|at| all[*at].length.0).sum();
        editor.change_links().retain_links(|at, _| gone.binary_search(&at).is_err());
        Some(Touched::new(gone.len(), "link").with(&format!("{length:.1} km")))
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, codes, tiny};

    #[test]
    fn a_line_goes_with_all_its_links() {
        let (network, touched) =
            applied("[[modification]]\ntype = \"remove-links\"\nline_id = \"G1\"\n");
        assert_eq!(touched, ["2 links, 120.0 km"]); // 60 + 60
        assert_eq!(network.links.len(), tiny().links.len() - 2);
        assert!(network.links.iter().all(|link| link.line_id.as_deref() != Some("G1")));
    }

    #[test]
    fn locks_keep_the_links_that_stay_and_forget_those_that_go() {
        let base = tiny();
        let side = base.locks[0].side_links[0];
        let id = base.links[side.at()].id.clone();
        let (network, _) = applied("[[modification]]\ntype = \"remove-links\"\nline_id = \"G1\"\n");
        assert_eq!(network.links[network.locks[0].side_links[0].at()].id, id);
        let edit = format!("[[modification]]\ntype = \"remove-links\"\nlinks = [\"{id}\"]\n");
        assert!(applied(&edit).0.locks[0].side_links.is_empty());
    }

    #[test]
    fn trains_fall_away_with_their_railway() {
        let (network, _) =
            applied("[[modification]]\ntype = \"remove-links\"\nline_id = \"jiayi\"\n");
        assert!(network.transit.trips.is_empty());
    }

    #[test]
    fn links_that_are_not_there_are_told() {
        let found = codes(
            r#"
            [[modification]]
            type = "remove-links"
            links = ["road-G1-jia-bing", "road-G2", "rail-jiayi-3"]
            [[modification]]
            type = "remove-links"
            line_id = "G9"
            "#,
        );
        assert_eq!(found, ["unknown-link", "unknown-link", "unknown-line"]);
    }
}
