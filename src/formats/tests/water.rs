//! Waterways, locks, terminals and freight figures.

use super::{CALENDAR, ONE_LINE};
use crate::formats::{Folder, check_network, load_network};
use crate::network::{ThroughputBasis, WaterwayClass};
use std::collections::BTreeMap;

const LINK: &str = "\
link_id,from_node_id,to_node_id,directed,length,free_speed,facility_type,allowed_uses,waterway_class,vessel_limit_t,depth_m,speed_empty_kmh,upgraded,source_id,confidence
rail-1,rail-xuzhou,rail-suzhou,0,95,160,conventional_rail,passenger_train,,,,,,book,stated
road-1,road-xuzhou,road-suzhou,0,100,80,national,car;bus,,,,,,book,derived
water-1,water-xuzhou,water-lock,0,50,11.5,waterway,vessel,II,2000,4,14,2010,book,derived
water-2,water-lock,water-sea,0,50,9.7,waterway,vessel,sea,30000,,,,book,derived
";

const NODE: &str = "\
node_id,name,node_type,zone_id,x_coord,y_coord,opened,source_id,confidence
rail-xuzhou,徐州站,station,xuzhou,117,34,,book,stated
rail-suzhou,宿州站,station,suzhou,118,34,2012,book,stated
road-xuzhou,徐州,town,xuzhou,117,34,,book,stated
road-suzhou,宿州,town,suzhou,118,34,,book,stated
water-xuzhou,徐州港,port,xuzhou,117,34,,book,stated
water-lock,船闸,lock,,117.5,34,,book,stated
water-sea,海口,port,suzhou,118,34,,book,stated
";

const LOCK: &str = "\
lock_id,name,node_id,side_link_ids,chambers,chamber_count,chambers_opened,lockage_min,practical_capacity_vessel_wan_t,throughput_vessel_wan_t,throughput_basis,source_id,confidence
one,一号船闸,water-lock,water-1,230x20x5;260x23x5,2,1988;,45,24000,8000,vessel_tonnage,book,stated
";

const TERMINAL: &str = "\
terminal_id,name,terminal_type,zone_id,x_coord,y_coord,road_node_id,road_access_km,water_node_id,capacity_wan_t,source_id,confidence
xuzhou,徐州港,river_port,xuzhou,117,34,road-xuzhou,3.5,water-xuzhou,300,book,stated
";

const FREIGHT: &str = "\
claim_id,subject,from,to,mode,quantity,value,unit,year,source_id,confidence
c1,the canal,water-xuzhou,,barge,cargo,34000,wan t/a,2025,book,stated
";

/// A network with waterways, some texts replaced.
fn waterways(edits: &[(&str, &str, &str)]) -> Folder {
    let mut files: BTreeMap<&str, String> = ONE_LINE
        .into_iter()
        .chain([CALENDAR])
        .map(|(name, text)| (name, text.to_owned()))
        .collect();
    for (name, text) in [
        ("link.csv", LINK),
        ("node.csv", NODE),
        ("lock.csv", LOCK),
        ("terminal.csv", TERMINAL),
        ("observed_freight.csv", FREIGHT),
    ] {
        files.insert(name, text.to_owned());
    }
    for (name, from, to) in edits {
        let text = files.get_mut(name).unwrap();
        assert!(text.contains(from), "{name} has no {from:?}");
        *text = text.replacen(from, to, 1);
    }
    Folder::from_map(files)
}

fn said_of(edits: &[(&str, &str, &str)]) -> String {
    check_network(&waterways(edits)).1.to_string()
}

#[test]
fn a_right_one_reads_without_a_word() {
    assert_eq!(said_of(&[]), "");
    let (network, _) = load_network(&waterways(&[])).unwrap();
    let reach = network.links[2].waterway.unwrap();
    assert_eq!((reach.waterway_class, reach.vessel_limit_t), (WaterwayClass::II, 2000.0));
    assert_eq!(network.links[3].waterway.unwrap().depth_m, None);
    assert_eq!(network.links[1].waterway, None);
    let lock = &network.locks[0];
    let years: Vec<_> = lock.chambers.iter().map(|chamber| chamber.opened).collect();
    assert_eq!(years, [Some(1988), None]);
    assert!((lock.chambers[1].length_m - 260.0).abs() < f64::EPSILON);
    assert_eq!(lock.throughput_basis, Some(ThroughputBasis::VesselTonnage));
    let ids = network.ids();
    assert_eq!(lock.side_links, [ids.links["water-1"]]);
    assert_eq!(network.terminals[0].water_node, Some(ids.nodes["water-xuzhou"]));
    assert_eq!(network.terminals[0].rail_node, None);
    assert!((network.observed_freight[0].value - 34_000.0).abs() < f64::EPSILON);
}

#[test]
fn a_lock_on_a_link_that_is_not_there() {
    let expected = "\
error[unknown-link]: no link has the id `water-3`
  --> lock.csv:2:21 (side_link_ids)
  |
2 | one,一号船闸,water-lock,water-3,230x20x5;260x23x5,2,1988;,45,…
  |                         ^^^^^^^
  = help: did you mean `water-1`?
";
    assert_eq!(said_of(&[("lock.csv", "water-1", "water-3")]), expected);
}

#[test]
fn a_lock_whose_side_is_a_road() {
    let expected = "\
error[lock-side-elsewhere]: `road-1` is no waterway that meets `water-lock`
  --> lock.csv:2:21 (side_link_ids)
  |
2 | one,一号船闸,water-lock,road-1,230x20x5;260x23x5,2,1988;,45,…
  |                         ^^^^^^
  = help: waterways that start or end at the lock's node
";
    assert_eq!(said_of(&[("lock.csv", "water-1", "road-1")]), expected);
}

#[test]
fn a_lock_with_water_on_one_side_only() {
    let said = said_of(&[("lock.csv", "water-1", "water-1;water-2")]);
    assert!(said.starts_with(
        "warning[lock-without-other-side]: 一号船闸 has no waterway on its other side\n"
    ));
}

#[test]
fn chambers_that_are_no_sizes() {
    let expected = "\
error[not-a-number]: `230x20;260x23x5` is no list of chambers
  --> lock.csv:2:29 (chambers)
  |
2 | one,一号船闸,water-lock,water-1,230x20;260x23x5,2,1988;,45,24000,8000,vessel_…
  |                                 ^^^^^^^^^^^^^^^
  = help: length x width x depth in m, separated by `;`, such as 230x23x5;260x23x5; nothing for an open sluice
";
    assert_eq!(said_of(&[("lock.csv", "230x20x5", "230x20")]), expected);
}

#[test]
fn more_chambers_than_are_counted_and_more_traffic_than_passes() {
    let said = said_of(&[("lock.csv", "260x23x5,2,1988;", "260x23x5,3,")]);
    assert!(said.starts_with("error[chambers-differ]: 3 chambers, but 2 are listed\n"), "{said}");
    let said = said_of(&[("lock.csv", "24000,8000", "8000,8000")]);
    assert!(said.starts_with("warning[lock-over-capacity]: 8000 wan t a year pass"), "{said}");
    let said = said_of(&[("lock.csv", "24000,8000", "0,8000")]);
    assert!(said.starts_with("error[out-of-range]: `0` is not more than 0\n"), "{said}");
}

#[test]
fn a_limit_below_the_class() {
    let expected = "\
warning[limit-below-class]: class II is for vessels of 2000 t, but the limit is 200 t
  --> link.csv:4:62 (vessel_limit_t)
  |
4 | …,0,50,11.5,waterway,vessel,II,200,4,14,2010,book,derived
  |                                ^^^
  = help: the tonnage of the largest vessel admitted, or a lower class
";
    assert_eq!(said_of(&[("link.csv", "II,2000,", "II,200,")]), expected);
}

#[test]
fn a_road_with_a_class_and_a_waterway_without() {
    let said = said_of(&[("link.csv", "car;bus,,,", "car;bus,II,2000,")]);
    assert!(said.starts_with("error[class-without-waterway]"), "{said}");
    let said = said_of(&[("link.csv", "II,2000,4,14,2010", ",,,,")]);
    assert!(said.starts_with("warning[waterway-without-class]"), "{said}");
}

#[test]
fn a_reach_upgraded_after_the_base_date() {
    let said = said_of(&[("link.csv", "14,2010", "14,2027")]);
    assert!(said.starts_with(
        "error[not-yet-open]: it gets its class on 2027-12-31, after the base date 2026-09-11\n"
    ));
}

#[test]
fn a_terminal_at_a_node_that_is_not_there_or_not_of_its_kind() {
    let said = said_of(&[("terminal.csv", "water-xuzhou", "water-xuzhuo")]);
    assert!(said.starts_with("error[unknown-node]: no node has the id `water-xuzhuo`\n"), "{said}");
    let said = said_of(&[("terminal.csv", "water-xuzhou", "rail-xuzhou")]);
    assert!(said.starts_with("warning[terminal-off-the-network]"), "{said}");
    let said = said_of(&[("terminal.csv", "road-xuzhou,3.5,water-xuzhou", ",,")]);
    assert!(said.starts_with("error[terminal-without-node]: 徐州港 joins no mode\n"), "{said}");
}

#[test]
fn a_terminal_nearer_to_its_node_than_the_straight_line() {
    let said = said_of(&[("terminal.csv", "road-xuzhou,3.5", "road-suzhou,3.5")]);
    assert!(said.starts_with("warning[shorter-than-straight-line]: the access is 3.5 km long"));
}
