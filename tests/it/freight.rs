//! `tongqu freight` on the Huaihai network.

use crate::support::result_of;
use serde_json::Value;
use std::sync::LazyLock;

/// From the dry port of 淮北 to the container terminal of 连云港.
static TO_THE_SEA: LazyLock<Value> = LazyLock::new(|| {
    json_of(&["freight", "青龙山", "连云港新东方国际货柜码头", "--format", "json"])
});

fn json_of(args: &[&str]) -> Value {
    serde_json::from_str(&result_of(args)).unwrap()
}

fn chains(value: &Value) -> &Vec<Value> {
    value["sides"][0]["chains"].as_array().unwrap()
}

fn named<'v>(value: &'v Value, name: &str) -> &'v Value {
    chains(value).iter().find(|chain| chain["chain"] == name).unwrap()
}

#[test]
fn a_train_to_the_sea_stands_beside_the_lorry() {
    let (train, lorry) = (named(&TO_THE_SEA, "rail"), named(&TO_THE_SEA, "truck"));
    let figure = |chain: &Value, key: &str| chain[key].as_f64().unwrap();
    assert!(figure(train, "yuan_per_t") < figure(lorry, "yuan_per_t"));
    assert!(figure(train, "co2_kg_per_t") < 0.2 * figure(lorry, "co2_kg_per_t"));
    assert!(figure(train, "hours") > figure(lorry, "hours"));
    // One train a week: half a week of waiting.
    assert!((train["legs"][1]["wait_h"].as_f64().unwrap() - 84.0).abs() < 1e-9);
    let best =
        |chain: &Value, what: &str| chain["best_at"].as_array().unwrap().contains(&what.into());
    assert!(best(train, "greenest") && best(lorry, "fastest"));
}

#[test]
fn legs_add_up_to_their_chain_and_shares_to_one() {
    let mut shares = 0.0;
    for chain in chains(&TO_THE_SEA) {
        for key in ["hours", "yuan_per_t"] {
            let legs = chain["legs"].as_array().unwrap().iter();
            let sum: f64 = legs.map(|leg| leg[key].as_f64().unwrap()).sum();
            assert!((sum - chain[key].as_f64().unwrap()).abs() < 1e-6, "{key} of {chain}");
        }
        shares += chain["share"].as_f64().unwrap_or(0.0);
    }
    assert!((shares - 1.0).abs() < 1e-9, "{shares}");
}

#[test]
fn a_vessel_too_large_says_what_stops_it() {
    let args = ["freight", "suntuan", "蚌埠港", "--commodity", "coal", "--format", "json"];
    let any = json_of(&args);
    assert!(chains(&any).iter().any(|chain| chain["chain"] == "barge"));
    let large = json_of(&[args.as_slice(), &["--vessel", "2000"]].concat());
    assert!(chains(&large).iter().all(|chain| chain["chain"] != "barge"));
    let note = large["sides"][0]["notes"][0].as_str().unwrap();
    assert!(note.contains("2000 t") && note.contains("stopped by"), "{note}");
}

#[test]
fn a_lock_more_moves_the_narrowest_one() {
    let args = ["freight", "weishan", "taierzhuang", "--capacity", "--format", "json"];
    let narrowest = |args: &[&str]| {
        let value = json_of(args);
        value[0]["waterway"]["narrowest"]["capacity_cargo_wan_t"].as_f64().unwrap()
    };
    let new = narrowest(&args);
    let old = narrowest(&[args.as_slice(), &["--without", "hanwan-second-locks"]].concat());
    // 12 000 × 10⁴ t of vessels at 韩庄 and 万年闸 without the second chambers; with them 微山 is the narrowest.
    assert!((old - 12_000.0 * 0.775).abs() < 1.0, "{old}");
    assert!(new > 1.5 * old, "{new}");
}
