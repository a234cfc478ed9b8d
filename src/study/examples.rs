//! The examples of `scenarios/README.md`, read and applied.

use crate::formats::{check_network, embedded_network_folder};
use crate::scenario::{Catalogue, ProjectFile, Scenario};

const README: &str = include_str!("../../scenarios/README.md");

const HEAD: &str = "[project]\nid = \"readme\"\nname = \"示例\"\nname_en = \"Example\"\nmode = \"policy\"\n\
                    type = \"example\"\nstatus = \"study\"\nsources = [\"estimate\"]\n";

/// What stands between the fences of each TOML block.
fn blocks() -> Vec<&'static str> {
    let after_fence = README.split("```toml\n").skip(1);
    after_fence.map(|text| text.split("```").next().unwrap()).collect()
}

fn edits() -> Vec<&'static str> {
    blocks().into_iter().filter(|block| block.starts_with("[[modification]]")).collect()
}

#[test]
fn every_example_reads() {
    for block in blocks() {
        let head = if block.starts_with("[project]") { "" } else { HEAD };
        let read = ProjectFile::read("README.md", &format!("{head}{block}"));
        assert!(read.is_ok(), "{}", read.unwrap_err());
    }
}

#[test]
fn every_kind_of_edit_has_an_example() {
    let unknown = format!("{HEAD}[[modification]]\ntype = \"none\"\n");
    let problems = ProjectFile::read("a.toml", &unknown).unwrap_err();
    let help = problems.iter().find_map(|problem| problem.help.clone()).unwrap();
    let kinds: Vec<&str> = help.rsplit("one of ").next().unwrap().split(", ").collect();
    assert!(kinds.len() > 20);
    for kind in kinds {
        let written = format!("type = \"{kind}\"");
        assert!(edits().iter().any(|edit| edit.contains(&written)), "no example of {kind}");
    }
}

#[test]
fn every_example_works_on_the_huaihai_network() {
    let (base, _) = check_network(&embedded_network_folder());
    let base = base.unwrap();
    let mut catalogue = Catalogue::default();
    let project = ProjectFile::read("readme.toml", &format!("{HEAD}{}", edits().concat()));
    catalogue.add(project.unwrap());
    let mut scenario = Scenario::at(base.config.base_date);
    scenario.with.insert("readme".to_owned());
    let applied = scenario.build(&base, &catalogue).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(applied.effects.len(), edits().len());
}
