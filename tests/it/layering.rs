//! Who may import whom. What must not be known in a module is as much a part of the design as what is.

use crate::support::{files_below, in_package};
use std::collections::BTreeSet;

/// Each module with the modules of ours it may name.
const MAY_USE: [(&str, &[&str]); 17] = [
    ("kernels", &[]),
    ("units", &["index"]),
    ("index", &["units"]),
    ("diagnostic", &["units", "index"]),
    ("output", &["units", "index", "diagnostic"]),
    ("network", &["units", "index", "diagnostic", "output"]),
    ("formats", &["units", "index", "diagnostic", "output", "network"]),
    ("scenario", &["units", "index", "diagnostic", "output", "network", "kernels"]),
    ("supply", &["units", "index", "diagnostic", "output", "network", "kernels", "scenario"]),
    ("skims", &["units", "index", "diagnostic", "output", "network", "kernels", "supply"]),
    (
        "demand",
        &["units", "index", "diagnostic", "output", "network", "kernels", "supply", "skims"],
    ),
    (
        "measures",
        &["units", "index", "diagnostic", "output", "network", "kernels", "skims", "demand"],
    ),
    ("study", &BELOW_STUDY),
    ("report", &BELOW_REPORT),
    ("cli", &BELOW_CLI),
    ("main", &["cli"]),
    ("lib", &BELOW_CLI),
];

const BELOW_STUDY: [&str; 12] = [
    "units",
    "index",
    "diagnostic",
    "output",
    "network",
    "kernels",
    "formats",
    "scenario",
    "supply",
    "skims",
    "demand",
    "measures",
];
const BELOW_REPORT: [&str; 12] = [
    "units",
    "index",
    "diagnostic",
    "output",
    "network",
    "kernels",
    "scenario",
    "supply",
    "skims",
    "demand",
    "measures",
    "study",
];
const BELOW_CLI: [&str; 14] = [
    "units",
    "index",
    "diagnostic",
    "output",
    "network",
    "kernels",
    "formats",
    "scenario",
    "supply",
    "skims",
    "demand",
    "measures",
    "study",
    "report",
];

/// What only some files may say, and which: words of the code, the start of a file's path, and why.
const ONLY_IN: [(&[&str], &str, &str); 3] = [
    (&["plotters::"], "report/", "only `report` draws"),
    (&["clap::"], "cli/", "only `cli` knows what is typed"),
    (
        &["println!", "print!", "eprintln!", "eprint!", "stdout()", "stderr()"],
        "cli/printer.rs",
        "only `cli::printer` prints",
    ),
];

#[test]
fn modules_import_only_what_the_table_allows() {
    let files = files_below(&in_package("src"));
    let mut faults = Vec::new();
    for (file, bytes) in files
        .iter()
        .filter(|(file, _)| std::path::Path::new(file).extension().is_some_and(|kind| kind == "rs"))
    {
        faults.extend(check(file, std::str::from_utf8(bytes).unwrap()));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn an_upward_import_is_found_with_its_line() {
    let said = |file: &str, code: &str| check(file, code).join("\n");
    let upward = "//! crate::cli is no import here.\nuse crate::units::Seconds;\nuse crate::{\n    index::LinkIdx,\n    report::csv,\n};\n";
    assert_eq!(
        said("network/node.rs", upward),
        "src/network/node.rs:5: `network` may not use `report`"
    );
    let in_path =
        "fn f() -> crate::study::Question { \"crate::cli // \\\"\" }\nuse super::super::skims;\n";
    assert_eq!(
        said("measures/rank.rs", in_path),
        "src/measures/rank.rs:1: `measures` may not use `study`"
    );
    assert_eq!(
        said("scenario/modifications/add_line.rs", "use super::super::super::formats::Folder;"),
        "src/scenario/modifications/add_line.rs:1: `scenario` may not use `formats`"
    );
    let tests = "#[cfg(test)]\nmod tests {\n    use super::super::network::X;\n    use super::super::super::cli;\n}\n";
    assert_eq!(said("kernels/csa.rs", tests), "src/kernels/csa.rs:4: `kernels` may not use `cli`");
    let reading = "use crate::formats::Folder;\n#[cfg(test)]\nmod tests {\n    use crate::formats::Folder;\n}\n";
    assert_eq!(said("skims/mod.rs", reading), "src/skims/mod.rs:1: `skims` may not use `formats`");
    assert_eq!(said("report/plots/tests.rs", "use crate::formats::Folder;"), "");
    assert_eq!(
        said("attic.rs", "use crate::units::Seconds;"),
        "src/attic.rs:1: `attic` has no row in the table of tests/it/layering.rs"
    );
}

#[test]
fn words_that_belong_to_one_place_are_found_elsewhere() {
    let code = "use plotters::prelude::*;\n// println!(\"a comment\")\nfn f() { println!(\"{}\", '\"'); }\n";
    assert_eq!(
        check("study/mod.rs", code),
        [
            "src/study/mod.rs:1: `plotters::`: only `report` draws",
            "src/study/mod.rs:3: `println!`: only `cli::printer` prints",
        ]
    );
    assert_eq!(check("report/figure/canvas.rs", "use plotters::prelude::*;"), Vec::<String>::new());
}

/// What a file of `src` says that it may not, in order of lines.
fn check(file: &str, source: &str) -> Vec<String> {
    let code = without_comments_and_texts(source);
    let module = file.split('/').next().unwrap_or(file).trim_end_matches(".rs");
    let mut faults = BTreeSet::new();
    for (at, used) in imports(file, &code).into_iter().filter(|(_, used)| used != module) {
        let row = MAY_USE.iter().find(|(name, _)| *name == module);
        let may_use = |allowed: &[&str]| {
            allowed.contains(&used.as_str()) || (used == "formats" && is_test(file, &code, at))
        };
        let fault = match row {
            Some((_, allowed)) if may_use(allowed) => continue,
            Some(_) => format!("`{module}` may not use `{used}`"),
            None => format!("`{module}` has no row in the table of tests/it/layering.rs"),
        };
        faults.insert((line_of(&code, at), fault));
    }
    for (words, _, reason) in ONLY_IN.iter().filter(|(_, place, _)| !file.starts_with(place)) {
        for word in *words {
            let at = places(&code, word).map(|at| line_of(&code, at));
            faults.extend(at.map(|line| (line, format!("`{word}`: {reason}"))));
        }
    }
    faults.into_iter().map(|(line, fault)| format!("src/{file}:{line}: {fault}")).collect()
}

/// Modules of ours that paths from the crate's root name, with their places.
fn imports(file: &str, code: &str) -> Vec<(usize, String)> {
    let known: Vec<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let mut found = Vec::new();
    for at in places(code, "crate::") {
        found.extend(first_segments(code, at + "crate::".len()));
    }
    for at in places(code, "super::") {
        let supers = code[at..]
            .match_indices("super::")
            .zip(0..)
            .take_while(|((start, _), nth)| *start == nth * "super::".len());
        let climbed = supers.count();
        if !code[..at].ends_with("super::") && climbed == depth(file, code, at) {
            found.extend(first_segments(code, at + climbed * "super::".len()));
        }
    }
    found.retain(|(_, name)| known.contains(&name.as_str()));
    found
}

/// Whether a place is in tests, which may read networks.
fn is_test(file: &str, code: &str, at: usize) -> bool {
    let is_file_of_tests =
        file.split('/').any(|part| ["tests", "tests.rs", "testing.rs"].contains(&part));
    is_file_of_tests || code[..at].contains("#[cfg(test)]\nmod tests {")
}

/// How many `super` lead from a place to the crate's root; a block at the foot of a file (its tests) is one more.
fn depth(file: &str, code: &str, at: usize) -> usize {
    let of_file = file.split('/').filter(|part| *part != "mod.rs").count();
    let before = &code[..at];
    let opened = before.rfind("\nmod ").filter(|start| {
        let line = before[start + 1..].lines().next().unwrap_or("");
        line.ends_with('{') && !before[*start..].contains("\n}")
    });
    of_file + usize::from(opened.is_some())
}

/// The names a path goes on with: one, or those of a group.
fn first_segments(code: &str, at: usize) -> Vec<(usize, String)> {
    if !code[at..].starts_with('{') {
        return vec![(at, word_at(code, at))];
    }
    let mut names = Vec::new();
    let (mut level, mut is_start) = (0, false);
    for (offset, letter) in code[at..].char_indices() {
        match letter {
            '{' => {
                level += 1;
                is_start = level == 1;
            }
            '}' if level == 1 => break,
            '}' => level -= 1,
            ',' => is_start = level == 1,
            _ if is_start && !letter.is_whitespace() => {
                names.push((at + offset, word_at(code, at + offset)));
                is_start = false;
            }
            _ => {}
        }
    }
    names
}

fn word_at(code: &str, at: usize) -> String {
    code[at..].chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// Where a word stands that is not the end of a longer one.
fn places<'c>(code: &'c str, word: &'c str) -> impl Iterator<Item = usize> + 'c {
    let found = code.match_indices(word).map(|(at, _)| at);
    found.filter(|at| {
        !code[..*at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
    })
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// The code alone: comments gone, texts and characters emptied, lines kept.
fn without_comments_and_texts(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let length = skipped(rest, code.chars().next_back());
        let taken = length.unwrap_or(letter.len_utf8());
        let kept = if length.is_some() { "" } else { &rest[..taken] };
        code += kept;
        code.extend(rest[kept.len()..taken].chars().filter(|skipped| *skipped == '\n'));
        rest = &rest[taken..];
    }
    code
}

/// How long the comment, text or character is that a code starts with; none if it starts with none.
fn skipped(rest: &str, before: Option<char>) -> Option<usize> {
    let is_inside_word = before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    let raw =
        rest.strip_prefix('r').map(|rest| rest.bytes().take_while(|byte| *byte == b'#').count());
    match raw {
        Some(hashes) if !is_inside_word && rest[1 + hashes..].starts_with('"') => {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = 2 + hashes;
            return rest[start..].find(&end).map(|at| start + at + end.len());
        }
        _ => {}
    }
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(rest.find("*/").map_or(rest.len(), |at| at + 2));
    }
    let quote = rest.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    let is_lifetime =
        quote == '\'' && !rest[1..].starts_with('\\') && rest.chars().nth(2) != Some('\'');
    if is_lifetime { None } else { quoted(rest, quote) }
}

/// How long a text or character is, its quotes included.
fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if letter == quote => return Some(at + letter.len_utf8()),
            _ => {}
        }
    }
    None
}
