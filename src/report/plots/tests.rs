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
    let results = Results::of(&comparison, &projects);
    plots(&results, &Choices::default(), &Font::embedded()).unwrap()
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
    let expected: Vec<String> = KINDS
        .iter()
        .map(Kind::stem)
        .filter(|name| !left_out.contains(&name.as_str()))
        .flat_map(|name| ["png", "svg"].map(|format| format!("{name}.{format}")))
        .collect();
    assert_eq!(names(&one), expected);
    assert!(!left_out.contains(&"travel_time_change") && !left_out.contains(&"pairs"));
    assert_eq!(one.missing_characters, BTreeSet::new());
    assert!(one.files == drawn(2).files, "the bytes of one thread and of two differ");
}

#[test]
fn a_project_that_changes_nothing_leaves_out_what_would_be_empty() {
    let plots = tiny(LINK);
    let pngs: Vec<&str> = names(&plots).into_iter().filter(|name| name.ends_with("png")).collect();
    let names = ["network", "watt_without", "watt_with", "od_without", "od_with"];
    assert!(pngs.iter().copied().eq(names.map(|name| format!("{name}.png"))), "{pngs:?}");
    assert_eq!(plots.left_out.len(), KINDS.len() - pngs.len(), "{:?}", plots.left_out);
}

#[test]
fn on_the_real_maps_no_name_touches_another_and_none_lacks_a_character() {
    let (comparison, catalogue) = huaihai();
    let projects: Vec<&ProjectFile> = catalogue.iter().collect();
    let font = Font::embedded();
    let results = Results::of(&comparison, &projects);
    for kind in KINDS {
        let scene = kind.scene(&results, &Choices::default(), &font).unwrap();
        assert_eq!(scene.clashes(&font), Vec::<String>::new(), "{}", kind.name);
        assert_eq!(scene.missing_characters(&font), [], "{}", kind.name);
    }
}

#[test]
fn every_kind_is_found_by_its_name_and_described() {
    for known in KINDS {
        assert_eq!(kind(known.name).map(|found| found.title), Some(known.title));
        assert_eq!(kind(&known.stem()).map(|found| found.title), Some(known.title));
        assert!(known.caption.ends_with('.'), "{}", known.name);
    }
    assert!(kind("pie").is_none());
}

#[test]
fn a_bearing_is_counted_from_north_with_the_clock() {
    let at = |lon, lat| Position { lon, lat };
    let home = at(117.0, 34.0);
    let bearings = [(117.0, 35.0), (118.0, 34.0), (117.0, 33.0), (116.0, 34.0)]
        .map(|(lon, lat)| bearing(home, at(lon, lat)).round() as u32);
    assert_eq!(bearings, [0, 90, 180, 270]);
}
