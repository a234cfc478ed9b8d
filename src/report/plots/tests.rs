use super::*;
use crate::formats::{Folder, embedded, load_network};
use crate::scenario::Catalogue;
use crate::skims::TravelMode;
use crate::study::Question;
use std::collections::BTreeSet;
use std::sync::OnceLock;

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
stations = [{ id = "ding", name = "丁站", name_en = "Ding station", lon = 117.5, lat = 33.8, zone = "丁县", confidence = "estimated", note = "made up" }]
[[modification]]
type = "add-line"
line_id = "bingding"
name = "丙丁铁路"
name_en = "Bing–Ding railway"
facility_type = "high_speed_rail"
stations = ["丙站", "丁站"]
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
stops = ["丙站", "丁站"]
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

/// The real network and its project, drawn once for all tests.
fn huaihai() -> &'static (Comparison, Catalogue) {
    static HUAIHAI: OnceLock<(Comparison, Catalogue)> = OnceLock::new();
    HUAIHAI.get_or_init(|| {
        let folder = embedded::project_folder();
        let file = "huai-su-bang-intercity.toml";
        let text = folder.text(file).unwrap().unwrap();
        let catalogue = Catalogue::read([(file, text.text.as_str())]).unwrap();
        let network = embedded::network_folder("huaihai").unwrap();
        (comparison(&network, &catalogue, "huai-su-bang-intercity"), catalogue)
    })
}

fn drawn(threads: usize) -> Plots {
    let (comparison, catalogue) = huaihai();
    let projects: Vec<&ProjectFile> = catalogue.iter().collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| plots(comparison, &projects, &Font::embedded())).unwrap()
}

fn names(plots: &Plots) -> Vec<&str> {
    plots.files.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn every_figure_is_drawn_in_both_formats_with_every_character() {
    let plots = drawn(2);
    let figures = [
        "network",
        "travel_time_change",
        "pairs",
        "accessibility",
        "daily_accessibility",
        "economic_potential",
        "watt_without",
        "watt_with",
    ];
    let expected: Vec<String> = figures
        .iter()
        .flat_map(|name| ["png", "svg"].map(|format| format!("{name}.{format}")))
        .collect();
    assert_eq!(names(&plots), expected);
    assert_eq!((plots.left_out, plots.missing_characters), (Vec::new(), BTreeSet::new()));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let one = drawn(1);
    assert!(one == drawn(2) && one == drawn(1));
}

#[test]
fn the_small_network_is_drawn_too() {
    let plots = tiny(&format!("{LINK}{TRAINS}"));
    assert!(names(&plots).contains(&"travel_time_change.png"), "{:?}", plots.left_out);
    assert_eq!(plots.missing_characters, BTreeSet::new());
}

#[test]
fn a_project_that_changes_nothing_leaves_out_what_would_be_empty() {
    let plots = tiny(LINK);
    assert_eq!(
        names(&plots),
        [
            "network.png",
            "network.svg",
            "watt_without.png",
            "watt_without.svg",
            "watt_with.png",
            "watt_with.svg"
        ]
    );
    assert_eq!(plots.left_out.len(), 5, "{:?}", plots.left_out);
}

#[test]
fn names_do_not_touch_on_the_real_maps() {
    let (comparison, catalogue) = huaihai();
    let projects: Vec<&ProjectFile> = catalogue.iter().collect();
    let font = Font::embedded();
    for (name, figure) in figures_of(&Subject::new(comparison, &projects)) {
        let scene = figure.unwrap().scene(&font);
        assert_eq!(scene.clashes(&font), Vec::<String>::new(), "{name}");
    }
}
