//! Networks that read well and cannot be.

use super::said_of;

#[test]
fn a_link_shorter_than_the_straight_line() {
    let expected = "\
error[shorter-than-straight-line]: the link is 59 km long, the straight line between 徐州站 and 宿州站 92.2 km
  --> link.csv:2:39 (length)
  |
2 | …宿铁路,rail-xuzhou,rail-suzhou,0,59,160,conventional_rail,passeng…
  |                                   ^^
  = help: a length in km of the straight line or more, or other coordinates of its ends
";
    assert_eq!(said_of(&[("link.csv", "0,95,", "0,59,")]), expected);
}

#[test]
fn a_train_faster_than_any() {
    let expected = "\
error[impossible-speed]: 1600 km/h cannot be: on a link of type conventional_rail it is above 0 and at most 250
  --> link.csv:2:42 (free_speed)
  |
2 | …,rail-xuzhou,rail-suzhou,0,95,1600,conventional_rail,passenger_t…
  |                                ^^^^
  = help: a speed in km/h
";
    assert_eq!(said_of(&[("link.csv", "95,160", "95,1600")]), expected);
}

#[test]
fn a_link_that_ends_where_it_starts() {
    let expected = "\
error[loop]: the link starts and ends at 徐州
  --> link.csv:3:25 (to_node_id)
  |
3 | road-1,徐宿公路,road-xuzhou,road-xuzhou,0,100,80,national,car;bus,boo…
  |                             ^^^^^^^^^^^
  = help: another node at one of its ends

warning[node-without-link]: no link starts or ends at 宿州
  --> node.csv:5:1 (node_id)
  |
5 | road-suzhou,宿州,town,suzhou,118,34,,book,s…
  | ^^^^^^^^^^^
  = help: a link to it, or no such node

warning[zone-far-from-road]: 宿州 is 92 km from the nearest road node, `road-xuzhou`
  --> zone.csv:3:35 (x_coord)
  |
3 | …ou,宿州,suzhou,,prefecture,core,118,34,500,book,stated
  |                                  ^^^
  = help: coordinates of the zone's main town, and a road node there
";
    assert_eq!(said_of(&[("link.csv", "road-suzhou", "road-xuzhou")]), expected);
}

#[test]
fn two_links_of_one_line() {
    let expected = "\
warning[parallel-links]: `rail-1` joins the same nodes, of the same type and line
  --> link.csv:3:1 (link_id)
  |
3 | rail-2,徐宿铁路,rail-suzhou,rail-xuzhou,…
  | ^^^^^^
  = help: one of the two, or another line_id
";
    assert_eq!(
        said_of(&[(
            "link.csv",
            "road-1,",
            "rail-2,徐宿铁路,rail-suzhou,rail-xuzhou,0,95,160,conventional_rail,passenger_train,book,stated\nroad-1,"
        )]),
        expected
    );
}

#[test]
fn a_station_that_is_not_yet_open() {
    let expected = "\
error[not-yet-open]: it opens on 2027-12-31, after the base date 2026-09-11
  --> node.csv:3:39 (opened)
  |
3 | …hou,宿州站,station,suzhou,118,34,2027,book,stated
  |                                   ^^^^
  = help: what does not exist yet is a project in scenarios/projects
";
    assert_eq!(said_of(&[("node.csv", "2012", "2027")]), expected);
}

#[test]
fn a_zone_that_no_car_reaches_both_ways() {
    let expected = "\
error[unreachable-zone]: no car gets from 宿州 (`road-suzhou`) to most other places
  --> zone.csv:3:1 (zone_id)
  |
3 | suzhou,宿州,suzhou,,prefecture,core,11…
  | ^^^^^^
  = help: links that allow `car`, in both directions, to the rest of the network
";
    assert_eq!(said_of(&[("link.csv", "road-suzhou,0", "road-suzhou,1")]), expected);
}

#[test]
fn a_zone_far_from_any_road() {
    let expected = "\
warning[zone-far-from-road]: 宿州 is 111 km from the nearest road node, `road-suzhou`
  --> zone.csv:3:35 (x_coord)
  |
3 | …ou,宿州,suzhou,,prefecture,core,118,35,500,book,stated
  |                                  ^^^
  = help: coordinates of the zone's main town, and a road node there
";
    assert_eq!(said_of(&[("zone.csv", "core,118,34", "core,118,35")]), expected);
}

#[test]
fn parts_that_do_not_add_up() {
    let expected = "\
warning[parts-differ-from-whole]: 徐州 has 1000 people, its parts have 500
  --> zone.csv:2:42 (population)
  |
2 | …uzhou,,prefecture,core,117,34,1000,book,stated
  |                                ^^^^
  = help: the sum of the parts; people are counted in the parts only
";
    assert_eq!(
        said_of(&[("zone.csv", "suzhou,宿州,suzhou,,", "suzhou,宿州,suzhou,xuzhou,")]),
        expected
    );
}

#[test]
fn a_published_time_from_nowhere() {
    let expected = "\
error[unknown-place]: no place is called `suzhuo`; did you mean 宿州?
  --> observed.csv:2:4 (to)
  |
2 | 徐州,suzhuo,car,100,book,stated
  |      ^^^^^^
";
    assert_eq!(said_of(&[("observed.csv", "suzhou", "suzhuo")]), expected);
}

#[test]
fn a_hop_faster_than_any_train() {
    let expected = "\
error[fast_travel_between_consecutive_stops]: 徐州 to 符离 is 37 km in a straight line, too far for 8 min at 200 km/h
  --> transit/stop_times.txt:3:4 (arrival_time)
  |
3 | K1,,,mid,2
  |    ^
  = help: another time, or other coordinates of one of the stops

error[fast_travel_between_consecutive_stops]: 符离 to 宿州 is 55 km in a straight line, too far for 12 min at 200 km/h
  --> transit/stop_times.txt:4:4 (arrival_time)
  |
4 | K1,08:20:00,08:20:00,sz,3
  |    ^^^^^^^^
  = help: another time, or other coordinates of one of the stops
";
    assert_eq!(
        said_of(&[("transit/stop_times.txt", "09:00:00,09:00:00", "08:20:00,08:20:00")]),
        expected
    );
}

#[test]
fn a_stop_far_from_its_node() {
    let expected = "\
warning[stop-away-from-node]: 宿州 is 5.6 km from its node `rail-suzhou`
  --> transit/stops.txt:4:17 (node_id)
  |
4 | sz,宿州,34.05,118,rail-suzhou,book
  |                   ^^^^^^^^^^^
  = help: another node, or other coordinates of one of them
";
    assert_eq!(said_of(&[("transit/stops.txt", "宿州,34,118", "宿州,34.05,118")]), expected);
}

#[test]
fn a_stop_off_the_rails() {
    let expected = "\
warning[stop-off-the-rails]: trains call at 徐州, but no passenger railway leads to `rail-xuzhou`
  --> transit/stops.txt:2:14 (node_id)
  |
2 | xz,徐州,34,117,rail-xuzhou,book
  |                ^^^^^^^^^^^
  = help: a link that allows `passenger_train`, or an empty node_id

warning[stop-off-the-rails]: trains call at 宿州, but no passenger railway leads to `rail-suzhou`
  --> transit/stops.txt:4:14 (node_id)
  |
4 | sz,宿州,34,118,rail-suzhou,book
  |                ^^^^^^^^^^^
  = help: a link that allows `passenger_train`, or an empty node_id
";
    assert_eq!(said_of(&[("link.csv", "passenger_train", "freight_train")]), expected);
}

#[test]
fn a_stop_without_service() {
    let expected = "\
warning[stop_without_stop_time]: no trip calls at 旧站
  --> transit/stops.txt:4:1 (stop_id)
  |
4 | old,旧站,34,117.5,,book
  | ^^^
  = help: a row in stop_times.txt, or no such stop
";
    assert_eq!(
        said_of(&[("transit/stops.txt", "sz,宿州", "old,旧站,34,117.5,,book\nsz,宿州")]),
        expected
    );
}
