//! `modify-terminals`: terminals with other figures.

use super::terminal_columns::TerminalColumns;
use super::{Editor, Touched};
use crate::diagnostic::nearest;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `modify-terminals`. The columns stand beside `terminals`; the reader puts them together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModifyTerminals {
    /// Id or name of a terminal.
    #[serde(default)]
    pub terminal: Option<Spanned<String>>,
    /// Ids or names of several.
    #[serde(default)]
    pub terminals: Vec<Spanned<String>>,
    /// The columns of `terminal.csv` to set.
    pub columns: TerminalColumns,
}

impl ModifyTerminals {
    pub(super) fn apply(&self, editor: &mut Editor<'_>) -> Option<Touched> {
        let names = self.terminal.iter().chain(&self.terminals);
        let found: Vec<_> = names.map(|name| find_terminal(editor, name)).collect();
        let change = self.columns.check(editor);
        if self.columns == TerminalColumns::default() {
            let help = "one or more columns of terminal.csv";
            return editor.refuse_edit("missing-key", "nothing of them is to change", help);
        }
        let mut chosen: Vec<usize> = found.into_iter().collect::<Option<_>>()?;
        chosen.sort_unstable();
        chosen.dedup();
        let change = change?;
        for at in &chosen {
            let old = &editor.network.terminals[*at];
            let mut new = change.of(old.clone());
            if new != *old {
                new.provenance = editor.amended(&old.provenance);
                new.project = Some(editor.project_id());
                editor.change_services().terminals[*at] = new;
            }
        }
        Some(Touched::new(chosen.len(), "terminal"))
    }
}

/// The terminal of an id or a name.
pub(super) fn find_terminal(editor: &mut Editor<'_>, name: &Spanned<String>) -> Option<usize> {
    let terminals = &editor.network.terminals;
    let wanted = name.get_ref();
    let found = terminals.iter().position(|terminal| {
        let names = [&terminal.id, &terminal.name, &terminal.name_en];
        names.iter().any(|known| known.eq_ignore_ascii_case(wanted))
    });
    if found.is_some() {
        return found;
    }
    let names = terminals.iter().flat_map(|known| [known.id.as_str(), &known.name, &known.name_en]);
    let near = nearest(wanted, names).map(str::to_owned);
    let message = format!("there is no terminal `{wanted}`");
    let help = "a terminal_id of terminal.csv";
    editor.unknown(name, "unknown-terminal", message, near.as_deref(), help)
}

#[cfg(test)]
mod tests {
    use crate::scenario::testing::{applied, codes, tiny};

    fn edit(keys: &str) -> String {
        format!("[[modification]]\ntype = \"modify-terminals\"\n{keys}\n")
    }

    #[test]
    fn what_is_said_is_set_and_the_rest_stays() {
        let (network, touched) = applied(&edit(
            "terminals = [\"戊港\", \"wu\"]\ncapacity_wan_t = 500\nrail_node = \"甲站\"",
        ));
        assert_eq!(touched, ["1 terminal"]);
        let (old, new) = (&tiny().terminals[0], &network.terminals[0]);
        assert_eq!((new.capacity_wan_t, new.handling_time_h), (Some(500.0), old.handling_time_h));
        assert_eq!(network.nodes[new.rail_node.unwrap().at()].id, "rail-jia");
        assert_eq!(applied(&edit("terminal = \"wu\"\nhandling_time_h = 8")).0, tiny());
    }

    #[test]
    fn what_cannot_be_is_told() {
        assert_eq!(codes(&edit("terminal = \"wu\"")), ["missing-key"]);
        assert_eq!(
            codes(&edit("terminal = \"wo\"\ncapacity_wan_t = -5")),
            ["unknown-terminal", "out-of-range"]
        );
        assert_eq!(codes(&edit("capacity_wan_t = 5")), ["touches-nothing"]);
    }
}
