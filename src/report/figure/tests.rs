use super::*;

fn dumbbell() -> Dumbbell {
    Dumbbell {
        caption: Caption::new("最短旅行时间 <before & after>", "淮宿蚌城际", "Source: fixture"),
        axis: "Time, min".into(),
        unit: "min".into(),
        before: "无项目 without".into(),
        after: "有项目 with".into(),
        rows: vec![
            DumbbellRow {
                label: "淮北 Huaibei → 蚌埠 Bengbu".into(), before: 98.0, after: 39.0
            },
            DumbbellRow {
                label: "徐州 Xuzhou → 连云港 Lianyungang".into(),
                before: 60.0,
                after: 66.0,
            },
        ],
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    for format in Format::ALL {
        let draw = || dumbbell().render(format, &Font::embedded()).unwrap();
        assert_eq!(draw(), draw(), "{format:?}");
    }
}

#[test]
fn pngs_have_the_size_of_their_scene() {
    let font = Font::embedded();
    let (scene, bytes) = (dumbbell().scene(&font), dumbbell().render(Format::Png, &font).unwrap());
    let reader = png::Decoder::new(bytes.as_slice()).read_info().unwrap();
    let size = (f64::from(reader.info().width), f64::from(reader.info().height));
    assert_eq!(size.partial_cmp(&(scene.width, scene.height)), Some(std::cmp::Ordering::Equal));
}

/// Every opened element is closed in order and every attribute quoted: what a reader of XML insists on.
fn is_well_formed(svg: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for tag in svg.split('<').skip(1) {
        let Some((inside, text)) = tag.split_once('>') else { return false };
        let has_stray_sign =
            text.contains('"') || text.split('&').skip(1).any(|entity| !entity.contains(';'));
        if has_stray_sign || inside.matches('"').count() % 2 != 0 {
            return false;
        }
        let name = inside.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if inside.starts_with('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !inside.ends_with('/') {
            open.push(name);
        }
    }
    open.is_empty()
}

#[test]
fn svgs_are_well_formed_and_keep_their_texts() {
    let svg =
        String::from_utf8(dumbbell().render(Format::Svg, &Font::embedded()).unwrap()).unwrap();
    assert!(is_well_formed(&svg), "{svg}");
    assert!(
        !is_well_formed(&svg.replace("</svg>", ""))
            && !is_well_formed(&svg.replace("</title>", ""))
    );
    assert!(
        svg.contains(">淮北 Huaibei → 蚌埠 Bengbu</text>") && svg.contains("'Microsoft YaHei'")
    );
}

#[test]
fn missing_characters_of_a_figure_are_told() {
    let font = Font::embedded();
    assert_eq!(dumbbell().missing_characters(&font), []);
    let odd = Dumbbell { unit: "\u{1F684}".into(), ..dumbbell() };
    assert_eq!(odd.missing_characters(&font), ['\u{1F684}']);
}
