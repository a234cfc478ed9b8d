use super::*;
use crate::report::figure::{Format, Ramp};

fn place(lon: f64, lat: f64, zh: &str, en: &str, kind: PointKind, value: Option<f64>) -> MapPoint {
    MapPoint { lon, lat, label_zh: zh.into(), label_en: en.into(), kind, value }
}

/// A corner of the plains: four cities, a county, one railway old and one new.
fn sample() -> MapFigure {
    let points = vec![
        place(117.18, 34.26, "徐州", "Xuzhou", PointKind::City, Some(92.0)),
        place(116.79, 33.97, "淮北", "Huaibei", PointKind::City, Some(140.0)),
        place(116.98, 33.63, "宿州", "Suzhou", PointKind::City, Some(118.0)),
        place(117.38, 32.94, "蚌埠", "Bengbu", PointKind::City, Some(105.0)),
        place(116.77, 33.91, "濉溪", "Suixi", PointKind::County, Some(150.0)),
        place(117.30, 34.27, "徐州东", "Xuzhou East", PointKind::Station, None),
        place(116.70, 33.80, "淮北西", "Huaibei West", PointKind::ProjectStation, None),
    ];
    let project = vec![(116.79, 34.05), (116.70, 33.80), (116.90, 33.60), (117.38, 32.90)];
    let railway = vec![(117.30, 34.60), (117.30, 34.27), (117.05, 33.60), (117.40, 32.80)];
    MapFigure {
        caption: Caption::new("加权平均旅行时间 WATT", "有项目 with project", "Source: fixture"),
        extent: Extent::around(points.iter().map(|point| (point.lon, point.lat)), 0.12),
        lines: vec![
            MapLine {
                points: project,
                class: LineClass::Project,
                label: "淮宿蚌城际 Huai–Su–Beng".into(),
            },
            MapLine {
                points: railway, class: LineClass::HighSpeedRail, label: "京沪高铁".into()
            },
        ],
        scale: Some(ValueScale::over(
            "分钟 min",
            Ramp::Sequential,
            points.iter().filter_map(|point| point.value),
        )),
        points,
        areas: Some(Areas::default()),
        patches: Vec::new(),
        flows: Flows::default(),
        notes: Vec::new(),
    }
}

#[test]
fn no_name_touches_another_or_leaves_the_page() {
    let font = Font::embedded();
    let scene = sample().scene(&font);
    assert_eq!(scene.clashes(&font), Vec::<String>::new());
}

#[test]
fn cities_and_the_project_are_named_in_both_scripts() {
    let scene = sample().scene(&Font::embedded());
    let texts: Vec<&str> = scene.texts().map(|text| text.content.as_str()).collect();
    for name in
        ["徐州", "Xuzhou", "蚌埠", "Bengbu", "淮北西", "Huaibei West", "淮宿蚌城际 Huai–Su–Beng"]
    {
        assert!(texts.contains(&name), "{name} not in {texts:?}");
    }
}

#[test]
fn the_water_is_credited_where_there_is_some() {
    let font = Font::embedded();
    let credits = |map: &MapFigure| {
        map.scene(&font).texts().filter(|text| text.content.contains(base::CREDIT)).count()
    };
    let home = sample();
    let abroad =
        MapFigure { extent: Extent { west: 7.0, south: 46.0, east: 9.0, north: 47.0 }, ..sample() };
    assert_eq!([credits(&home), credits(&abroad)], [1, 0]);
}

#[test]
fn an_empty_map_is_a_map() {
    let empty = MapFigure { lines: Vec::new(), points: Vec::new(), ..sample() };
    assert!(empty.render(Format::Png, &Font::embedded()).is_ok());
}

#[test]
fn the_same_map_gives_the_same_bytes() {
    let font = Font::embedded();
    for format in Format::ALL {
        assert_eq!(
            sample().render(format, &font).unwrap(),
            sample().render(format, &font).unwrap(),
            "{format:?}"
        );
    }
}

#[test]
fn every_name_of_the_map_can_be_drawn() {
    assert_eq!(sample().missing_characters(&Font::embedded()), []);
}
