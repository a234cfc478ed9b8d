//! `report.html`: the page that a comparison writes.

use crate::support::{FIXTURE_PROJECTS, Scratch, TINY, files_below, text, tongqu};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use tempfile::tempdir;

/// The folder of a comparison on the tiny network.
fn compared(projects: &[&str], more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let folder = tempdir().unwrap();
    let out = folder.path().join("out").display().to_string();
    let network = ["--network", TINY, "--projects", FIXTURE_PROJECTS, "compare"];
    let to = ["--out", &out];
    let run = tongqu(network.iter().chain(projects).chain(more).chain(&to));
    assert!(run.status.success(), "{}", text(&run.stderr));
    files_below(&folder.path().join("out"))
}

static BRANCH: LazyLock<BTreeMap<String, Vec<u8>>> =
    LazyLock::new(|| compared(&["bing-ding-branch"], &[]));

fn page(files: &BTreeMap<String, Vec<u8>>) -> String {
    text(&files["report.html"])
}

/// What the page's script draws from.
fn data(page: &str) -> Value {
    let start = "<script type=\"application/json\" id=\"data\">";
    let rest = &page[page.find(start).unwrap() + start.len()..];
    serde_json::from_str(&rest[..rest.find("</script>").unwrap()]).unwrap()
}

fn rows(csv: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn is_svg(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|extension| extension == "svg")
}

/// Panics unless every element that is opened is closed, in order, and every attribute quoted.
fn assert_well_formed(page: &str) {
    const VOID: [&str; 5] = ["meta", "link", "br", "input", "img"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some(at) = rest.find('<') {
        let after = &rest[at + 1..];
        let end = after.find('>').unwrap();
        let tag = &after[..end];
        rest = &after[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "<{tag}>");
        let name = tag.split([' ', '\n', '/']).next().unwrap();
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "<{tag}>");
        if name == "script" || name == "style" {
            rest = &rest[rest.find(&format!("</{name}>")).unwrap()..];
        }
        if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
}

#[test]
fn the_page_is_well_formed_and_loads_nothing() {
    let page = page(&BRANCH);
    assert_well_formed(&page);
    let namespaces = ["http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"];
    let start = page.find("<script type=\"application/json\"").unwrap();
    let end = start + page[start..].find("</script>").unwrap();
    let ours = namespaces
        .iter()
        .fold(format!("{}{}", &page[..start], &page[end..]), |page, name| page.replace(name, ""));
    for word in
        ["http:", "https:", "src=", "@import", "url(", "fetch(", "XMLHttpRequest", "import("]
    {
        assert!(!ours.contains(word), "{word}");
    }
}

#[test]
fn every_table_has_the_cells_of_its_file() {
    let data = data(&page(&BRANCH));
    let tables = data["tables"].as_array().unwrap();
    assert!(tables.len() >= 2);
    for table in tables {
        let file = table["file"].as_str().unwrap();
        let mut written = rows(&BRANCH[file]);
        let columns = written.remove(0);
        assert_eq!(table["columns"], serde_json::to_value(columns).unwrap(), "{file}");
        assert_eq!(table["rows"], serde_json::to_value(written).unwrap(), "{file}");
    }
}

#[test]
fn every_time_is_that_of_the_file() {
    let data = data(&page(&BRANCH));
    let zones = data["map"]["zones"].as_array().unwrap();
    let place = |id: &str| zones.iter().position(|zone| zone["id"] == id).unwrap();
    let mut written = rows(&BRANCH["travel_times.csv"]);
    written.remove(0);
    assert_eq!(written.len(), 3 * zones.len() * (zones.len() - 1));
    for row in written {
        let times = &data["times"][&row[4]];
        let at = place(&row[0]) * zones.len() + place(&row[2]);
        let without = &times["without"][at];
        let changed = times["with"].as_array().unwrap().iter().find(|pair| pair[0] == at);
        let with = changed.map_or(without, |pair| &pair[1]);
        for (seconds, minutes) in [(without, &row[5]), (with, &row[6])] {
            let shown =
                seconds.as_f64().map_or(String::new(), |time| format!("{:.1}", time / 60.0));
            assert_eq!(&shown, minutes, "{row:?}");
        }
    }
}

#[test]
fn every_figure_of_the_folder_is_on_the_page() {
    let page = page(&BRANCH);
    let figures: Vec<&String> = BRANCH.keys().filter(|name| is_svg(name)).collect();
    assert!(figures.len() > 2);
    for name in figures {
        assert!(page.contains(&text(&BRANCH[name]).trim_end().to_owned()), "{name}");
    }
}

#[test]
fn the_page_says_both_languages_errors_and_sources() {
    let page = page(&BRANCH);
    for words in [
        "travel by rail",
        "乘火车",
        "加权平均旅行时间",
        "Gutiérrez",
        "<math",
        "observed.csv",
        "zone.csv",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let manifest = text(&BRANCH["manifest.json"]);
    assert!(manifest.contains("\"report.html\""));
    assert!(!data(&page)["sources"].as_array().unwrap().is_empty());
}

#[test]
fn the_same_page_again() {
    assert_eq!(
        BRANCH["report.html"],
        compared(&["bing-ding-branch"], &["--threads", "1"])["report.html"]
    );
}

#[test]
fn names_cannot_break_the_page() {
    let scratch = Scratch::new();
    let file = "tiny/projects/bing-ding-branch.toml";
    let hostile = "</script><script>alert(1)</script>\\\"&";
    scratch.replace(file, "name_en = \"", &format!("name_en = \"{hostile}"));
    let run = scratch.run(&["--network", "tiny", "compare", "bing-ding-branch", "--out", "out"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let page = std::fs::read_to_string(scratch.path("out/report.html")).unwrap();
    assert_well_formed(&page);
    assert_eq!(page.matches("<script").count(), 2);
    assert!(page.contains("&lt;script&gt;alert(1)"));
    let projects = data(&page)["projects"].to_string();
    assert!(projects.contains("<script>alert(1)"), "{projects}");
}

#[test]
fn a_project_that_changes_nothing_and_several_have_pages() {
    let nothing = compared(&["bing-ding-branch"], &["--modes", "car"]);
    let page_of_nothing = page(&nothing);
    assert_well_formed(&page_of_nothing);
    assert!(page_of_nothing.contains("no travel time between the zones changes"));
    assert!(page_of_nothing.contains("旅行时间变化均不足1分钟"));
    let ids: Vec<String> = files_below(&crate::support::in_package(FIXTURE_PROJECTS))
        .into_keys()
        .filter_map(|name| Some(name.strip_suffix(".toml")?.to_owned()))
        .take(2)
        .collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let several = page(&compared(&ids, &[]));
    assert_well_formed(&several);
    assert!(ids.iter().all(|id| several.contains(&format!("<code>{id}</code>"))));
}

#[test]
fn without_a_browser_it_says_where_the_page_is() {
    let scratch = Scratch::new();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("tongqu"));
    command.current_dir(scratch.path("")).env("PATH", "").env_remove("BROWSER");
    let args = ["--network", "tiny", "compare", "bing-ding-branch", "--out", "out", "--open"];
    let run = command.args(args).output().unwrap();
    assert!(run.status.success());
    if cfg!(target_os = "linux") {
        assert!(
            text(&run.stderr).contains("open out/report.html yourself"),
            "{}",
            text(&run.stderr)
        );
    }
}
