//! What was promised of projects, held against the network.

use crate::support::{HUAIHAI, PROJECTS, TINY_NETWORK, catalogue_of, fixture_project};
use tongqu::study::{Kept, PromiseCheck, check_promises};

/// The checks of a fixture project with promises of its own.
fn checks(project: &str, promises: &str) -> Vec<PromiseCheck> {
    let catalogue = catalogue_of(&[&format!("{}\n{promises}", fixture_project(project))]);
    check_promises(&TINY_NETWORK, &catalogue).unwrap()
}

fn promise(keys: &str) -> String {
    format!("[[promise]]\nfrom = \"甲站\"\nsources = [\"estimate\"]\n{keys}\n")
}

/// The express takes 25 minutes from 甲 to 乙, the train of today 27.
#[test]
fn a_time_or_a_saving_is_kept_up_to_the_minute() {
    for (keys, is_kept) in [
        ("to = \"乙站\"\nminutes = 25", true),
        ("to = \"乙站\"\nminutes = 24.9", false),
        ("to = \"乙城\"\nminutes = 25", true),
        ("to = \"乙站\"\nsaves_minutes = 2", true),
        ("to = \"乙站\"\nsaves_minutes = 2.1", false),
    ] {
        let found = checks("jia-yi-express", &promise(keys));
        assert_eq!(found[0].is_kept(), Some(is_kept), "{keys}: {}", found[0].reason());
    }
}

/// From 甲 to 丁 one changes at 丙; a train that ran through would be much faster.
#[test]
fn a_promise_that_is_not_kept_says_whether_the_line_would_allow_it() {
    let told = |minutes: f64| {
        let keys = format!("to = \"丁站\"\nminutes = {minutes}");
        let found = checks("bing-ding-branch", &promise(&keys)).remove(0);
        let Kept::Time { train, non_stop: Some(bound) } = &found.outcome else {
            panic!("{:?}", found.outcome)
        };
        (found.reason(), train.time.minutes(), bound.clone())
    };
    let (no_train, ride, bound) = told(5.0);
    assert!(no_train.contains("not even a train without a stop"), "{no_train}");
    let least = bound.time.minutes();
    let at_full_speed = bound.length.0 / 300.0 * 60.0;
    assert!(at_full_speed < least && least < ride, "{at_full_speed} {least} {ride}");
    assert!((bound.on_project.0 - 45.0).abs() < 1e-9, "{bound:?}");
    let (line, ..) = told(least + 0.1);
    assert!(line.contains("the lines would allow it"), "{line}");
    let (kept, ..) = told(ride);
    assert!(!kept.contains(';'), "{kept}");
}

#[test]
fn lines_are_joined_where_trains_run_on_or_meet() {
    let joins = |lines: &str| {
        let keys =
            format!("[[promise]]\nfrom = \"丁县\"\nsources = [\"estimate\"]\njoins = [{lines}]\n");
        checks("bing-ding-branch", &keys)
    };
    let on = &joins("\"jiayi\"")[0];
    assert_eq!(on.is_kept(), Some(true), "{}", on.reason());
    assert!(on.reason().contains("trains a day run on to it"), "{}", on.reason());
    let unknown = &joins("\"no-line\"")[0];
    assert_eq!(unknown.is_kept(), None);
    assert!(unknown.reason().contains("no-line"));
    // A road carries no train.
    let road = &joins("\"E1\"")[0];
    assert_eq!(road.is_kept(), Some(false), "{}", road.reason());
}

#[test]
fn a_place_that_is_none_cannot_be_told() {
    let found = checks("jia-yi-express", &promise("to = \"戊站\"\nminutes = 5"));
    assert_eq!(found[0].is_kept(), None);
    assert!(found[0].reason().contains("戊站"), "{}", found[0].reason());
}

#[test]
fn the_readme_counts_the_promises_that_are_kept() {
    let found = check_promises(&HUAIHAI, &PROJECTS).unwrap();
    let kept = found.iter().filter(|check| check.is_kept() == Some(true)).count();
    let said = format!("{kept} of {} promises are kept", found.len());
    let readme = std::fs::read_to_string("README.md").unwrap();
    assert!(readme.contains(&said), "README.md does not say: {said}");
}
