//! `report.html`: the whole of a comparison on one page that needs nothing else: summary, map, tables, figures, methods,
//! sources, errors.
//!
//! The page is a template whose values are escaped wherever they stand; numbers for the map and the tables lie in one
//! block of JSON, as the CSV files have them. Whatever tables and figures the folder holds come onto the page.

mod figures;
mod journeys;
mod map;
mod methods;
mod sources;
mod tables;
mod times;
mod validation;
mod words;

use super::conventions::CONVENTIONS;
use super::csv::fixed;
use super::folder::Contents;
use super::promises::{claim, claim_zh, verdict};
use super::tables::signed;
use crate::scenario::{ProjectFile, touched_by_kind};
use crate::study::{Comparison, Findings, PromiseCheck};
use minijinja::Environment;
use minijinja::value::{Serde, Value as Page};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use tables::PageTable;
use words::{Words, column, mode_words, word};

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");
/// One script: later parts use the names of earlier ones.
const SCRIPT: &str = concat!(
    include_str!("script/base.js"),
    include_str!("script/table.js"),
    include_str!("script/csv.js"),
    include_str!("script/journeys.js"),
    include_str!("script/measures.js"),
    include_str!("script/map.js"),
    include_str!("script/main.js"),
);

/// The page of a comparison whose tables and figures are `files`.
pub fn page<'a>(
    contents: &Contents<'_>,
    files: impl Iterator<Item = (&'a str, &'a [u8])> + Clone,
) -> Vec<u8> {
    let tables = tables::tables(files.clone());
    let data = embedded(&data(contents, &tables));
    let methods = methods::methods(&measures_of(&tables));
    let checks = contents.comparison.promises(contents.projects);
    let findings = Findings::of(contents.comparison);
    let [names, names_zh] = names(contents.projects);
    let summary = [findings.in_english(&names), findings.in_chinese(&names_zh)];
    let context = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "title": title(contents.projects),
        "dataset": contents.comparison.network().config.dataset_name,
        "dataset_zh": contents.comparison.network().config.name_zh,
        "date": contents.comparison.question.date.to_string(),
        "others": others(contents.comparison),
        "projects": contents.projects.iter().map(|project| card(project, contents)).collect::<Vec<_>>(),
        "summary": { "en": summary[0], "zh": summary[1] },
        "facts": facts(&findings),
        "promises": checks.iter().map(promise).collect::<Vec<_>>(),
        "has_figures": files.clone().any(|(name, _)| is_kind(name, "svg")),
        "methods": methods,
        "modes": contents.comparison.question.modes.iter().filter(|mode| CONVENTIONS.iter().all(|(key, ..)| *key != mode.name())).map(|mode| json!({ "name": mode.name(), "words": mode_words(*mode) })).collect::<Vec<_>>(),
        "conventions": CONVENTIONS.iter().map(|(key, en, zh)| json!({ "key": key, "words": Words::new(*en, *zh) })).collect::<Vec<_>>(),
        "sureties": sources::sureties(contents.comparison.network()),
        "validation": contents.validation.map(|found| validation::errors(found, contents.comparison.network())),
        "files": files.clone().map(|(name, bytes)| json!({ "name": name, "size": size(bytes.len()) })).collect::<Vec<_>>(),
    });
    let figures = figures::figures(files);
    render(&context, &figures, &data).into_bytes()
}

fn render(context: &Value, figures: &[figures::PageFigure], data: &str) -> String {
    let mut environment = Environment::new();
    environment.add_template("page.html", TEMPLATE).expect("the template is read by a test");
    environment.add_global("style", Page::from_safe_string(STYLE.to_owned()));
    environment.add_global("script", Page::from_safe_string(SCRIPT.to_owned()));
    environment.add_global("data", Page::from_safe_string(data.to_owned()));
    environment.add_global("figures", Page::from(Serde(figures)));
    let template = environment.get_template("page.html").expect("it was added");
    template.render(Page::from(Serde(context))).expect("the page has all the template names")
}

/// Whether the name of a file ends in so.
fn is_kind(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

/// JSON that may stand in a script element: no end tag and no comment can begin in it.
fn embedded(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

/// What the script draws from.
fn data(contents: &Contents<'_>, tables: &[PageTable]) -> Value {
    let comparison = contents.comparison;
    let network = comparison.network();
    let modes = comparison.question.modes.iter();
    let measures: Vec<Value> = comparison
        .accessibility(comparison.main_mode())
        .iter()
        .map(|table| {
            let is_less = table.direction == crate::measures::rank::Direction::LowerBetter;
            let unit = word(table.unit);
            json!({ "id": table.id, "words": Words::new(table.name, table.name_zh), "unit": unit, "less_is_better": is_less })
        })
        .collect();
    json!({
        "main": comparison.main_mode().name(),
        "modes": modes.map(|mode| json!({ "id": mode.name(), "words": mode_words(*mode) })).collect::<Vec<_>>(),
        "measures": measures,
        "map": map::map(comparison),
        "times": times::times(comparison),
        "journeys": journeys::shown(comparison, contents.journeys),
        "journeys_of_zones": journeys::of_zones(comparison),
        "projects": contents.projects.iter().map(|project| (project.id().to_owned(), project.label().into())).collect::<serde_json::Map<String, Value>>(),
        "tables": tables,
        "parameters": parameters(comparison),
        "sources": sources::sources(network, contents.projects),
    })
}

/// Modes of `mode.csv` that passengers' journeys go by.
const PASSENGERS: [&str; 9] =
    ["car", "taxi", "bus", "county_bus", "metro", "walk", "rail", "coach", "air"];

/// Rows of `mode.csv` that passengers' journeys go by, as a table.
fn parameters(comparison: &Comparison) -> PageTable {
    let columns =
        ["mode", "parameter", "facility_type", "free_speed", "value", "unit", "confidence"];
    let rows = &comparison.network().modes.rows;
    let rows = rows.iter().filter(|row| PASSENGERS.contains(&row.mode.as_str()));
    let rows: Vec<Vec<String>> = rows
        .map(|row| {
            vec![
                row.mode.clone(),
                row.parameter.clone(),
                row.facility_type.map_or(String::new(), |facility| facility.name().to_owned()),
                row.free_speed.map_or(String::new(), |speed| speed.0.to_string()),
                row.value.to_string(),
                row.unit.clone(),
                row.provenance.confidence.name().to_owned(),
            ]
        })
        .collect();
    let cells = rows.iter().flat_map(|row| [1, 2, 6].map(|at| row[at].clone()));
    let words = cells.filter(|cell| !cell.is_empty()).map(|cell| (cell.clone(), word(&cell)));
    let modes = rows.iter().map(|row| (row[0].clone(), vehicle(&row[0])));
    PageTable {
        file: "mode.csv".to_owned(),
        title: Words::new("Speeds, waits and rates", "速度、等候与费率"),
        headings: columns.iter().map(|name| column(name)).collect(),
        columns: columns.map(str::to_owned).to_vec(),
        of: None,
        words: words.chain(modes).collect(),
        rows,
    }
}

/// Every measure that a table names.
fn measures_of(tables: &[PageTable]) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for table in tables {
        if table.columns.iter().any(|name| name == "improvement_pct") {
            ids.insert("improvement_pct".to_owned());
        }
        for (at, _) in table
            .columns
            .iter()
            .enumerate()
            .filter(|(_, name)| ["measure", "statistic"].contains(&name.as_str()))
        {
            ids.extend(table.rows.iter().filter_map(|row| row.get(at)).cloned());
        }
    }
    ids
}

fn title(projects: &[&ProjectFile]) -> Words {
    let zh: Vec<&str> = projects.iter().map(|project| project.head.name.as_str()).collect();
    let en: Vec<&str> = projects.iter().map(|project| project.head.name_en.as_str()).collect();
    Words::new(en.join(" and "), zh.join("、"))
}

/// As the summary names them, in English and in Chinese.
fn names(projects: &[&ProjectFile]) -> [String; 2] {
    let label = |project: &&ProjectFile| format!("the {}", project.label());
    let en: Vec<String> = projects.iter().map(label).collect();
    [en.join(" and "), title(projects).zh]
}

/// Other projects that the question puts on both sides or on neither.
fn others(comparison: &Comparison) -> Value {
    let question = &comparison.question;
    json!({ "with": question.with, "without": question.without })
}

/// A fact of a project card.
fn fact(en: &str, zh: &str, value: &Words) -> Value {
    json!({ "name": Words::new(en, zh), "value": value })
}

fn card(project: &ProjectFile, contents: &Contents<'_>) -> Value {
    let head = &project.head;
    let effects = &contents.comparison.with.applied.effects;
    let effects = effects.iter().filter(|effect| effect.project == project.id());
    let (sector, kind) = (sector(&head.mode), word(&head.kind));
    let class =
        Words::new(format!("{}, {}", sector.en, kind.en), format!("{}，{}", sector.zh, kind.zh));
    let number = |value: f64, en: &str, zh: &str| {
        Words::new(format!("{value} {en}"), format!("{value} {zh}"))
    };
    let facts = [
        Some(fact("status", "状态", &word(head.status.name()))),
        Some(fact("mode and kind", "类别", &class)),
        head.opening.as_ref().map(|date| fact("opening", "开通", &Words::same(date.get_ref()))),
        head.construction_start
            .as_ref()
            .map(|date| fact("works began", "开工", &Words::same(date))),
        head.length_km.map(|km| fact("length", "长度", &number(km, "km", "公里"))),
        head.design_speed_kmh
            .map(|speed| fact("design speed", "设计速度", &number(speed, "km/h", "公里/小时"))),
        head.cost_yi_yuan.map(|cost| fact("cost", "投资", &number(cost, "× 1e8 CNY", "亿元"))),
        Some(fact("edits", "编辑", &Words::same(&touched_by_kind(effects)))),
    ];
    json!({
        "name": Words::new(&head.name_en, &head.name), "id": project.id(),
        "facts": facts.into_iter().flatten().collect::<Vec<_>>(), "note": head.note.trim(),
    })
}

/// What a project's `mode` is called.
fn sector(mode: &str) -> Words {
    match mode {
        "rail" => Words::new("rail", "铁路"),
        "road" => Words::new("road", "公路"),
        "air" => Words::new("air", "航空"),
        other => word(other),
    }
}

/// What a `mode` of `mode.csv` is called.
fn vehicle(mode: &str) -> Words {
    match mode {
        "car" => Words::new("car", "小汽车"),
        "rail" => Words::new("rail", "铁路"),
        "metro" => Words::new("metro", "地铁"),
        "coach" => Words::new("coach", "长途客车"),
        "air" => Words::new("air", "航空"),
        other => word(other),
    }
}

/// The few numbers at the top of the page.
fn facts(findings: &Findings) -> Vec<Value> {
    let counts = &findings.counts;
    let tile =
        |value: String, en: &str, zh: &str| json!({ "value": value, "words": Words::new(en, zh) });
    let share = |count: usize| fixed(Some(count as f64 * 100.0 / counts.all.max(1) as f64), 1);
    let mut tiles = vec![
        tile(
            counts.faster.to_string(),
            &format!("pairs faster by a minute or more ({} %)", share(counts.faster)),
            &format!("个点对缩短1分钟及以上（{}%）", share(counts.faster)),
        ),
        tile(
            counts.slower.to_string(),
            &format!("pairs slower by a minute or more ({} %)", share(counts.slower)),
            &format!("个点对延长1分钟及以上（{}%）", share(counts.slower)),
        ),
        tile(
            signed(Some(counts.weighted_change), 2, ""),
            "min: change of the mean time, people at both ends as weights",
            "分钟：平均旅行时间变化（两端人口加权）",
        ),
    ];
    if let Some(best) = &findings.best {
        tiles.push(tile(
            signed(Some(-best.rate), 1, " %"),
            &format!("weighted average travel time of {}, the most improved", best.label),
            &format!("{}的加权平均旅行时间，改善最大", best.label),
        ));
    }
    if let Some((old, new)) = findings.spread {
        tiles.push(tile(
            format!("{old:.3} → {new:.3}"),
            "coefficient of variation over the counties: less is more alike",
            "区县间变异系数：越小差距越小",
        ));
    }
    tiles
}

#[derive(Serialize)]
struct PromiseRow {
    claim: Words,
    verdict: &'static str,
    words: Words,
    error: String,
    why: Words,
    sources: String,
    note: String,
}

fn promise(check: &PromiseCheck) -> Value {
    let error = check.error_per_cent().filter(|_| check.is_kept() == Some(false));
    json!(PromiseRow {
        claim: Words::new(claim(check), claim_zh(check)),
        verdict: match check.is_kept() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "open",
        },
        words: word(verdict(check)),
        error: error.map_or_else(String::new, |error| signed(Some(error), 0, " %")),
        why: Words::new(check.reason(), check.reason_zh()),
        sources: check.promise.sources.join(", "),
        note: check.promise.note.clone(),
    })
}

/// `12 kB`.
fn size(bytes: usize) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", bytes.div_ceil(1000))
    } else {
        format!("{:.1} MB", bytes as f64 / 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_cannot_end_the_element_it_stands_in() {
        let text = embedded(&json!({ "a": "</script><!--" }));
        assert!(!text.contains('<'));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!({ "a": "</script><!--" }));
    }
}
