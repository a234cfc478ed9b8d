//! What is said of wrong input: one clear message with file, line and what would be right; exit status 1, nothing on
//! standard output, no folder half written.

use crate::support::{Scratch, text};
use insta::assert_snapshot;

const COMPARE: [&str; 6] = ["--network", "tiny", "compare", "bing-ding-branch", "--out", "out"];
const PROJECT: &str = "tiny/projects/bing-ding-branch.toml";

/// What a run that must fail says.
fn told(scratch: &Scratch, args: &[&str]) -> String {
    let run = scratch.run(args);
    let said = text(&run.stderr);
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert_eq!(text(&run.stdout), "");
    assert!(!scratch.path("out").exists(), "a folder is left behind");
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// What `compare` says of a copy of the tiny network with one text replaced.
fn told_of(file: &str, from: &str, to: &str) -> String {
    let scratch = Scratch::new();
    scratch.replace(file, from, to);
    told(&scratch, &COMPARE)
}

/// The same of a file written anew.
fn told_of_file(file: &str, bytes: &[u8]) -> String {
    let scratch = Scratch::new();
    scratch.write(file, bytes);
    told(&scratch, &COMPARE)
}

#[test]
fn missing_column() {
    assert_snapshot!(told_of("tiny/link.csv", ",length,", ",lenght,"));
}

#[test]
fn negative_length() {
    assert_snapshot!(told_of("tiny/link.csv", "road-jia,road-yi,0,100", "road-jia,road-yi,0,-100"));
}

#[test]
fn dangling_ids() {
    let scratch = Scratch::new();
    scratch.replace("tiny/link.csv", "road-jia,road-yi", "road-jia,road-yii");
    scratch.replace("tiny/node.csv", "town,ding", "town,dign");
    scratch.replace("tiny/zone.csv", "3,estimate", "3,guess");
    scratch.replace("tiny/transit/stop_times.txt", "bing,2", "bign,2");
    assert_snapshot!(told(&scratch, &COMPARE));
}

#[test]
fn ragged_row() {
    assert_snapshot!(told_of("tiny/zone.csv", "bing,丙县,Bing", "bing,丙县,,Bing"));
}

#[test]
fn no_number() {
    assert_snapshot!(told_of("tiny/zone.csv", "1000,500000", "1000,50万"));
}

#[test]
fn empty_file() {
    assert_snapshot!(told_of_file("tiny/node.csv", b""));
}

#[test]
fn missing_file() {
    let scratch = Scratch::new();
    scratch.remove("tiny/mode.csv");
    assert_snapshot!(told(&scratch, &COMPARE));
}

#[test]
fn missing_parameter() {
    assert_snapshot!(told_of(
        "tiny/mode.csv",
        "taxi,wait,,,5,min,estimate,estimated,made up\n",
        ""
    ));
}

#[test]
fn not_utf_8() {
    // 淮北 in GBK.
    let bytes = b"source_id,title,publisher,date,url,licence\nestimate,\xBB\xB4\xB1\xB1,,,,\n";
    assert_snapshot!(told_of_file("tiny/source.csv", bytes));
}

#[test]
fn empty_network() {
    let scratch = Scratch::new();
    for file in ["zone.csv", "node.csv", "link.csv"] {
        let path = format!("tiny/{file}");
        let table = std::fs::read_to_string(scratch.path(&path)).unwrap();
        scratch.write(&path, format!("{}\n", table.lines().next().unwrap()).as_bytes());
    }
    assert_snapshot!(told(&scratch, &COMPARE));
}

#[test]
fn no_such_network() {
    let scratch = Scratch::new();
    let args = ["--network", "tyni", "compare", "bing-ding-branch", "--out", "out"];
    assert_snapshot!(told(&scratch, &args));
}

#[test]
fn network_is_a_file() {
    let scratch = Scratch::new();
    assert_snapshot!(told(&scratch, &["--network", "tiny/zone.csv", "projects"]));
}

#[test]
fn broken_toml() {
    assert_snapshot!(told_of(PROJECT, "lengths_km = [45]", "lengths_km = [45"));
}

#[test]
fn project_not_utf_8() {
    assert_snapshot!(told_of_file(PROJECT, b"[project]\nname = \"\xBB\xB4\"\n"));
}

#[test]
fn unknown_key() {
    assert_snapshot!(told_of(PROJECT, "trips_per_day = 2", "trips_a_day = 2"));
}

#[test]
fn unknown_key_of_the_head() {
    assert_snapshot!(told_of(PROJECT, "status = ", "state = "));
}

#[test]
fn unknown_status() {
    assert_snapshot!(told_of(PROJECT, "\"planned\"", "\"dreamt-of\""));
}

#[test]
fn unknown_modification() {
    assert_snapshot!(told_of(PROJECT, "\"add-trips\"", "\"add-trains\""));
}

#[test]
fn missing_key() {
    assert_snapshot!(told_of(PROJECT, "lengths_km = [45]\n", ""));
}

#[test]
fn unknown_station() {
    assert_snapshot!(told_of(PROJECT, "\"丙站\", \"乙站\"", "\"丙站\", \"Yi-stattion\""));
}

#[test]
fn id_is_not_the_file_name() {
    assert_snapshot!(told_of(PROJECT, "id = \"bing-ding-branch\"", "id = \"branch\""));
}

#[test]
fn wrong_count_of_lengths() {
    assert_snapshot!(told_of(PROJECT, "[45]", "[45, 12]"));
}

#[test]
fn negative_project_length() {
    assert_snapshot!(told_of(PROJECT, "[45]", "[-45]"));
}

#[test]
fn impossible_clock() {
    assert_snapshot!(told_of(PROJECT, "\"15:00\"", "\"3 pm\""));
}

#[test]
fn every_problem_of_a_project_at_once() {
    let scratch = Scratch::new();
    scratch.replace(PROJECT, "zone = \"丁县\"", "zone = \"戊县\"");
    scratch.replace(PROJECT, "speed_kmh = 250", "speed_kmh = 0");
    scratch.replace(PROJECT, "[15, 15]", "[15]");
    assert_snapshot!(told(&scratch, &COMPARE));
}

#[test]
fn unknown_project() {
    let scratch = Scratch::new();
    let near = ["--network", "tiny", "compare", "bing-ding-brunch", "--out", "out"];
    assert_snapshot!("unknown_project_near", told(&scratch, &near));
    let far = ["--network", "tiny", "compare", "xyzzy", "--out", "out"];
    assert_snapshot!("unknown_project_far", told(&scratch, &far));
}

#[test]
fn ambiguous_project() {
    let scratch = Scratch::new();
    assert_snapshot!(told(&scratch, &["--network", "tiny", "compare", "made-up"]));
}

#[test]
fn no_such_project_file() {
    let scratch = Scratch::new();
    assert_snapshot!(told(&scratch, &["--network", "tiny", "compare", "mine.toml"]));
}

#[test]
fn required_project_is_unknown() {
    let requires = "sources = [\"estimate\"]\nrequires = [\"jia-yi-expres\"]\n";
    assert_snapshot!(told_of(PROJECT, "sources = [\"estimate\"]\n", requires));
}

#[test]
fn unknown_source_of_a_project() {
    let scratch = Scratch::new();
    scratch.replace(PROJECT, "sources = [\"estimate\"]\n", "sources = [\"estimat\"]\n");
    assert_snapshot!(told(&scratch, &["check", "tiny"]));
}

#[test]
fn unclear_promise() {
    let promise = "[[promise]]\nfrom = \"甲站\"\nto = \"乙站\"\nsources = [\"estimate\"]\n\n[[modification]]\n";
    assert_snapshot!(told_of(PROJECT, "[[modification]]\n", promise));
}

#[test]
fn projects_that_exclude_each_other() {
    let scratch = Scratch::new();
    let conflicts = "sources = [\"estimate\"]\nconflicts = [\"jia-yi-express\"]\n";
    scratch.replace(PROJECT, "sources = [\"estimate\"]\n", conflicts);
    let both =
        ["--network", "tiny", "compare", "bing-ding-branch", "jia-yi-express", "--out", "out"];
    assert_snapshot!(told(&scratch, &both));
}

#[test]
fn unknown_place_of_a_route() {
    let scratch = Scratch::new();
    assert_snapshot!(told(&scratch, &["--network", "tiny", "route", "Jai", "乙城"]));
}

#[test]
fn no_journey() {
    let scratch = Scratch::new();
    let late =
        ["--network", "tiny", "route", "甲城", "乙城", "--mode", "rail", "--depart", "23:00"];
    assert_snapshot!(told(&scratch, &late));
}

#[test]
fn bad_validate_file() {
    let scratch = Scratch::new();
    let rows = "from,to,mode,minutes,date\n甲站,乙站,hsr,half an hour,\n甲站,乙站,hsr,-5,\n甲站,乙站,hsr,27,yesterday\n甲站,乙站\n";
    scratch.write("times.csv", rows.as_bytes());
    let validate = ["--network", "tiny", "validate", "times.csv"];
    assert_snapshot!("bad_validate_rows", told(&scratch, &validate));
    scratch.write("times.csv", b"from,to,mode\n");
    assert_snapshot!("bad_validate_header", told(&scratch, &validate));
    scratch
        .write("times.csv", "from,to,mode,minutes,with\n甲站,乙站,hsr,27,bing-branch\n".as_bytes());
    assert_snapshot!("bad_validate_project", told(&scratch, &validate));
    scratch.remove("times.csv");
    assert_snapshot!("no_validate_file", told(&scratch, &validate));
}

#[test]
fn unwritable_out() {
    let scratch = Scratch::new();
    scratch.write("file", b"in the way");
    let mut args = COMPARE;
    args[5] = "file/out";
    assert_snapshot!(told(&scratch, &args));
}
