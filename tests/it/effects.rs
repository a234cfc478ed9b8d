//! The table of effects in `scenarios/README.md` is what the program says.

use crate::support::result_of;
use std::fs;

#[test]
fn the_table_of_effects_is_fresh() {
    let page = fs::read_to_string("scenarios/README.md").unwrap();
    let table = page
        .split_once("<!-- effects -->\n")
        .and_then(|(_, rest)| rest.split_once("\n<!-- /effects -->"))
        .map(|(table, _)| table)
        .expect("the page has the table between its marks");
    let printed = result_of(&["projects", "--effects", "--format", "markdown"]);
    let again = "make the table again: tongqu projects --effects --format markdown";
    for (written, said) in table.lines().zip(printed.lines()) {
        assert_eq!(written, said, "{again}");
    }
    assert_eq!(table.lines().count(), printed.lines().count(), "{again}");
}
