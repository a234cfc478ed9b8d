//! The examples run as they stand.

use crate::support::{in_package, text};
use std::process::Command;

/// What an example prints. `cargo` has built it already where all tests are built; it builds it where one is asked for.
fn printed(name: &str) -> String {
    let source =
        std::fs::read_to_string(in_package("examples").join(format!("{name}.rs"))).unwrap();
    assert!(source.lines().count() <= 40, "{name} is longer than 40 lines");
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(in_package("")).args(["run", "--quiet", "--offline", "--example", name]);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

#[test]
fn load_and_ask() {
    insta::assert_snapshot!(printed("load_and_ask"));
}

#[test]
fn compare_a_project() {
    insta::assert_snapshot!(printed("compare_a_project"));
}

#[test]
fn my_own_region() {
    insta::assert_snapshot!(printed("my_own_region"));
}

#[test]
fn custom_measure() {
    insta::assert_snapshot!(printed("custom_measure"));
}
