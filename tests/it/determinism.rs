//! The same question has the same answer, byte for byte: on every run and on any number of threads.

use crate::support::{HSB, files_below, text, tongqu};
use std::collections::BTreeMap;
use tempfile::tempdir;

/// All files of a comparison, and what is printed.
fn compare(threads: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    let run = tongqu(["compare", HSB, "--threads", threads, "--out", &out, "--format", "json"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let mut files = files_below(&folder.path().join("out"));
    files.insert("standard output".to_owned(), run.stdout);
    files
}

#[test]
fn the_same_bytes_on_every_run_and_for_any_number_of_threads() {
    let first = compare("1");
    assert!(first.len() > 7, "{:?}", first.keys());
    for (name, threads) in [("a second run", "1"), ("two threads", "2")] {
        let again = compare(threads);
        assert!(first.keys().eq(again.keys()), "{name}: other files");
        let differing: Vec<_> = first.keys().filter(|file| first[*file] != again[*file]).collect();
        assert!(differing.is_empty(), "{name}: {differing:?} differ");
    }
}
