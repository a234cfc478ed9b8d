use super::*;
use crate::formats::{Folder, embedded, load_network};
use crate::scenario::Catalogue;
use crate::skims::TravelMode;
use crate::study::Question;
use std::collections::BTreeSet;

/// A project in the small network: a stop more on its railway, at the place of the zone that has none.
const LINK: &str = r#"
[project]
id = "link"
name = "丙丁铁路"
name_en = "Bing–Ding railway"
mode = "rail"
type = "new-line"
status = "planned"
sources = ["estimate"]
note = "made up"
[[modification]]
type = "add-stations"
stations = [{ id = "ding-east", name = "丁东", name_en = "Ding East", lon = 117.5, lat = 33.8, zone = "丁县", confidence = "estimated", note = "made up" }]
[[modification]]
type = "add-line"
line_id = "bingding"
name = "丙丁铁路"
name_en = "Bing–Ding railway"
facility_type = "high_speed_rail"
stations = ["rail-bing", "丁东"]
lengths_km = [46]
speed_kmh = 250
design_speed_kmh = 250
tracks = 2
freight = false
note = "made up"
"#;

/// Trains for it.
const TRAINS: &str = r#"
[[modification]]
type = "add-trips"
name = "T"
class = "high_speed_rail"
stops = ["rail-bing", "丁东"]
trips_per_day = 8
first_departure = "06:30"
last_departure = "20:30"
bidirectional = true
dwell_minutes = 2
top_speed_kmh = 250
note = "made up"
"#;

fn comparison(network: &Folder, catalogue: &Catalogue, id: &str) -> Comparison {
    let (network, _) = load_network(network).unwrap();
    let question = Question {
        projects: BTreeSet::from([id.to_owned()]),
        date: network.config.base_date,
        with: BTreeSet::new(),
        without: BTreeSet::new(),
        modes: vec![TravelMode::Rail],
        percentiles: Vec::new(),
    };
    Comparison::run(&network, catalogue, question, &mut |_| {}).unwrap()
}

fn tiny(project: &str) -> Plots {
    let catalogue = Catalogue::read([("link.toml", project)]).unwrap();
    let folder = embedded::network_folder("tiny").unwrap();
    let comparison = comparison(&folder, &catalogue, "link");
    let projects: Vec<&ProjectFile> = catalogue.iter().collect();
    plots(&comparison, &projects, &Font::embedded()).unwrap()
}

/// The real network and its project.
fn huaihai() -> (Comparison, Catalogue) {
    let folder = embedded::project_folder();
    let file = "huai-su-bang-intercity.toml";
    let text = folder.text(file).unwrap().unwrap();
    let catalogue = Catalogue::read([(file, text.text.as_str())]).unwrap();
    let network = embedded::network_folder("huaihai").unwrap();
    (comparison(&network, &catalogue, "huai-su-bang-intercity"), catalogue)
}

fn names(plots: &Plots) -> Vec<&str> {
    plots.files.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn every_figure_is_drawn_in_both_formats_and_any_number_of_threads_gives_the_same_bytes() {
    let drawn = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| tiny(&format!("{LINK}{TRAINS}")))
    };
    let one = drawn(1);
    let left_out: Vec<&str> =
        one.left_out.iter().filter_map(|figure| figure.split(':').next()).collect();
    let expected: Vec<String> = FIGURES
        .iter()
        .filter(|name| !left_out.contains(name))
        .flat_map(|name| ["png", "svg"].map(|format| format!("{name}.{format}")))
        .collect();
    assert_eq!(names(&one), expected);
    assert!(!left_out.contains(&"travel_time_change") && !left_out.contains(&"pairs"));
    assert_eq!(one.missing_characters, BTreeSet::new());
    assert!(one == drawn(2), "the bytes of one thread and of two differ");
}

#[test]
fn a_project_that_changes_nothing_leaves_out_what_would_be_empty() {
    let plots = tiny(LINK);
    let pngs: Vec<&str> = names(&plots).into_iter().filter(|name| name.ends_with("png")).collect();
    assert_eq!(pngs, ["network.png", "watt_without.png", "watt_with.png"]);
    assert_eq!(plots.left_out.len(), FIGURES.len() - pngs.len(), "{:?}", plots.left_out);
}

#[test]
fn on_the_real_maps_no_name_touches_another_and_none_lacks_a_character() {
    let (comparison, catalogue) = huaihai();
    let projects: Vec<&ProjectFile> = catalogue.iter().collect();
    let font = Font::embedded();
    let figures = figures_of(&Subject::new(&comparison, &projects));
    assert!(figures.iter().map(|(name, _)| *name).eq(FIGURES));
    for (name, figure) in figures {
        let scene = figure.unwrap().scene(&font);
        assert_eq!(scene.clashes(&font), Vec::<String>::new(), "{name}");
        assert_eq!(scene.missing_characters(&font), [], "{name}");
    }
}

const FIGURES: [&str; 8] = [
    "network",
    "travel_time_change",
    "pairs",
    "accessibility",
    "daily_accessibility",
    "economic_potential",
    "watt_without",
    "watt_with",
];
