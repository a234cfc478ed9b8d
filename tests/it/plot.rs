//! `tongqu plot`: figures of a run's folder again, and what is said when they cannot be drawn.

use crate::support::{Scratch, text};
use std::process::Output;

/// A scratch folder with a comparison in `out`.
fn compared() -> Scratch {
    let scratch = Scratch::new();
    let run = scratch.run(&["--network", "tiny", "compare", "bing-ding-branch", "--out", "out"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    scratch
}

fn plot(scratch: &Scratch, args: &[&str]) -> Output {
    scratch.run(&[&["--quiet", "plot"], args].concat())
}

fn refused(scratch: &Scratch, args: &[&str]) -> String {
    let run = plot(scratch, args);
    assert_eq!(run.status.code(), Some(1), "{args:?}");
    text(&run.stderr)
}

/// Width and height of a PNG file, from its header.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG"));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

/// What a figure says, without what the last digit of a rounded number may change.
fn words(svg: &str) -> Vec<String> {
    let texts = svg.split("</text>").filter_map(|part| part.rsplit_once('>'));
    texts.map(|(_, words)| words.to_owned()).collect()
}

#[test]
fn every_figure_of_a_comparison_is_drawn_again_from_its_folder() {
    let scratch = compared();
    let mut drawn = 0;
    for kind in tongqu::report::plots::KINDS {
        let Ok(first) =
            std::fs::read_to_string(scratch.path(&format!("out/plots/{}.svg", kind.stem())))
        else {
            let problem = refused(&scratch, &[kind.name, "--run", "out", "--out", "again.svg"]);
            assert!(problem.contains("has nothing to show"), "{problem}");
            continue;
        };
        let run = plot(&scratch, &[kind.name, "--run", "out", "--out", "again.svg"]);
        assert!(run.status.success(), "{}: {}", kind.name, text(&run.stderr));
        let again = std::fs::read_to_string(scratch.path("again.svg")).unwrap();
        assert_eq!(words(&first)[0], words(&again)[0], "{}", kind.name);
        assert_eq!(words(&first).len(), words(&again).len(), "{}", kind.name);
        drawn += 1;
    }
    assert!(drawn > 12, "{drawn} figures");
}

#[test]
fn size_title_mode_and_place_can_be_chosen() {
    let scratch = compared();
    let args =
        ["isochrones", "--run", "out", "--mode", "public", "--from", "丙县", "--title", "我的图"];
    let png = [&args[..], &["--width", "800", "--out", "small.png"]].concat();
    assert!(plot(&scratch, &png).status.success());
    let small = size(&std::fs::read(scratch.path("small.png")).unwrap());
    let svg = [&args[..], &["--out", "map.svg"]].concat();
    assert!(plot(&scratch, &svg).status.success());
    let map = std::fs::read_to_string(scratch.path("map.svg")).unwrap();
    assert!(map.contains(">我的图</text>") && map.contains("by public transport"), "{map}");
    assert_eq!(small.0, 800);
}

#[test]
fn a_line_has_a_train_graph_without_any_run() {
    let scratch = Scratch::new();
    let args =
        ["--network", "tiny", "train-graph", "bing-ding-branch", "--with", "bing-ding-branch"];
    let run = plot(&scratch, &[&args[..], &["--out", "graph.svg"]].concat());
    assert!(run.status.success(), "{}", text(&run.stderr));
    let graph = std::fs::read_to_string(scratch.path("graph.svg")).unwrap();
    assert!(graph.contains("trains of the project"), "{graph}");
    let problem = refused(
        &scratch,
        &["--network", "tiny", "train-graph", "nowhere line", "--out", "graph.svg"],
    );
    assert!(problem.contains("unknown-line"), "{problem}");
}

#[test]
fn resilience_curves_are_drawn_from_their_table() {
    let scratch = Scratch::new();
    let table = "curve,element_share_percent,draw_or_mean,efficiency\n\
                 random,0,mean,1\nrandom,5,1,0.7\nrandom,5,mean,0.8\ntargeted,0,,1\ntargeted,5,,0.5\n";
    scratch.write("res/resilience_curve.csv", table.as_bytes());
    let args = ["resilience", "--run", "res", "--out", "r.svg"];
    assert!(plot(&scratch, &args).status.success());
    let svg = std::fs::read_to_string(scratch.path("r.svg")).unwrap();
    assert!(svg.contains(">random</text>") && svg.contains(">targeted</text>"), "{svg}");
    scratch.replace("res/resilience_curve.csv", "5,mean,0.8", "5,mean,much");
    let problem = refused(&scratch, &args);
    assert!(problem.contains("resilience_curve.csv:4") && problem.contains("much"), "{problem}");
}

#[test]
fn what_cannot_be_drawn_is_told_with_its_place() {
    let scratch = compared();
    let watt = |out: &str| refused(&scratch, &["watt-with", "--run", "out", "--out", out]);
    assert!(watt("map.pdf").contains("neither .png nor .svg"));
    let mode = ["watt-with", "--run", "out", "--out", "a.png", "--mode", "air"];
    let problem = refused(&scratch, &mode);
    assert!(
        problem.contains("no times by air") && problem.contains("car, rail, public"),
        "{problem}"
    );
    assert!(refused(&scratch, &["watt-with", "--out", "a.png"]).contains("no folder of a run"));
    scratch.replace("out/accessibility.csv", "improvement_pct", "improvement");
    let problem = watt("a.png");
    assert!(problem.contains("no column `improvement_pct`"), "{problem}");
    assert!(problem.contains("accessibility.csv:1"), "{problem}");
    scratch.remove("out/manifest.json");
    assert!(watt("a.png").contains("manifest.json"));
}

#[test]
fn boundaries_take_the_place_of_thiessen_polygons() {
    let scratch = compared();
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"丁县"},
        "geometry":{"type":"Polygon","coordinates":[[[117.4,33.7],[117.6,33.7],[117.6,33.9],[117.4,33.9],[117.4,33.7]]]}}]}"#;
    scratch.write("areas.geojson", square.as_bytes());
    let args = ["watt-with", "--run", "out", "--out", "map.svg", "--boundaries", "areas.geojson"];
    assert!(plot(&scratch, &args).status.success());
    let map = std::fs::read_to_string(scratch.path("map.svg")).unwrap();
    assert!(map.contains("boundaries: areas.geojson") && !map.contains("Thiessen"), "{map}");
    scratch
        .write("areas.geojson", square.replace("丁县", "戊县").replace("117.", "10.").as_bytes());
    let problem = refused(&scratch, &args);
    assert!(problem.contains("no-boundaries") && problem.contains("areas.geojson"), "{problem}");
}
