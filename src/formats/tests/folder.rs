//! Tables that cannot be read.

use super::{check_network, one_line_and, one_line_with, said_of};
use crate::formats::Folder;

fn said(folder: &Folder) -> String {
    check_network(folder).1.to_string()
}

#[test]
fn a_whole_folder_says_nothing() {
    let expected = "";
    assert_eq!(said_of(&[]), expected);
}

#[test]
fn a_missing_file_is_named_with_its_columns() {
    let expected = "\
error[missing-file]: the file is missing
  --> source.csv
  = help: a table with the columns source_id,title
";
    assert_eq!(said(&one_line_and("source.csv", None)), expected);
}

#[test]
fn a_missing_column_is_named_with_its_likely_misspelling() {
    let expected = "\
error[missing-column]: there is no column `length`
  --> link.csv:1:47 (length)
  |
1 | …m_node_id,to_node_id,directed,lenght,free_speed,facility_type,allo…
  |                                ^^^^^^
  = help: did you mean `length` by `lenght`?
";
    assert_eq!(said_of(&[("link.csv", "length", "lenght")]), expected);
}

#[test]
fn a_missing_column_without_likeness_lists_the_columns() {
    let expected = "\
error[missing-column]: there is no column `source_id`
  --> source.csv:1 (source_id)
  = help: the columns must be source_id,title

error[missing-column]: there is no column `title`
  --> source.csv:1 (title)
  = help: the columns must be source_id,title
";
    assert_eq!(said_of(&[("source.csv", "source_id,title", "a,b")]), expected);
}

#[test]
fn an_empty_file_has_no_rows() {
    let expected = "\
error[empty-table]: the table has no rows
  --> observed.csv
  = help: a header line from,to,mode,minutes,source_id,confidence, then one line a row
";
    assert_eq!(said(&one_line_and("observed.csv", Some(""))), expected);
}

#[test]
fn a_network_without_zones_is_refused() {
    let expected = "\
error[empty-table]: the table has no rows
  --> zone.csv
  = help: a header line zone_id,name,zone_type,role,x_coord,y_coord,population,source_id,confidence, then one line a row
";
    assert_eq!(
        said(&one_line_and(
            "zone.csv",
            Some("zone_id,name,zone_type,role,x_coord,y_coord,population,source_id,confidence\n")
        )),
        expected
    );
}

#[test]
fn a_row_with_a_cell_too_many_is_shown() {
    let expected = "\
error[ragged-row]: the row has 3 cells, the header 2
  --> source.csv:3:1
  |
3 | book,a book, old
  | ^^^^^^^^^^^^^^^^
  = help: as many commas as in the header; a text with a comma needs quotes: \"a, b\"
";
    assert_eq!(said_of(&[("source.csv", "a book", "a book, old")]), expected);
}

#[test]
fn a_quote_that_does_not_end_is_shown_where_it_opens() {
    let expected = "\
error[broken-quotes]: a quoted text does not end as it should
  --> source.csv:3:6
  |
3 | book,\"a book
  |      ^
  = help: a quoted text ends with `\"` before a comma or the end of the line; a quote inside it is doubled: \"a \"\"b\"\" c\"
";
    assert_eq!(said_of(&[("source.csv", "a book", "\"a book")]), expected);
}

#[test]
fn a_negative_length_is_refused() {
    let expected = "\
error[out-of-range]: `-95` is less than 0
  --> link.csv:2:39 (length)
  |
2 | …宿铁路,rail-xuzhou,rail-suzhou,0,-95,160,conventional_rail,passeng…
  |                                   ^^^
  = help: a length in km, 0 or more, such as 12.5
";
    assert_eq!(said_of(&[("link.csv", "0,95,", "0,-95,")]), expected);
}

#[test]
fn a_letter_in_a_number_is_pointed_at_in_characters() {
    let expected = "\
error[not-a-number]: `9O` is not a number
  --> link.csv:2:39 (length)
  |
2 | …宿铁路,rail-xuzhou,rail-suzhou,0,9O,160,conventional_rail,passeng…
  |                                   ^^
  = help: a length in km, 0 or more, such as 12.5
";
    assert_eq!(said_of(&[("link.csv", "0,95,", "0,9O,")]), expected);
}

#[test]
fn an_unknown_station_is_named_with_the_nearest() {
    let expected = "\
error[unknown-node]: no node has the id `rail-szhou`
  --> link.csv:2:25 (to_node_id)
  |
2 | rail-1,徐宿铁路,rail-xuzhou,rail-szhou,0,95,160,conventional_rail,pa…
  |                             ^^^^^^^^^^
  = help: did you mean `rail-suzhou`?
";
    assert_eq!(said_of(&[("link.csv", "rail-suzhou", "rail-szhou")]), expected);
}

#[test]
fn an_unknown_source_is_named_with_the_nearest() {
    let expected = "\
error[unknown-source]: no source has the id `bok`
  --> node.csv:3:44 (source_id)
  |
3 | …州站,station,suzhou,118,34,2012,bok,stated
  |                                  ^^^
  = help: did you mean `book`?
";
    assert_eq!(said_of(&[("node.csv", "2012,book", "2012,bok")]), expected);
}

#[test]
fn a_row_without_a_source_is_refused() {
    let expected = "\
error[missing-value]: `source_id` is empty
  --> zone.csv:3:46 (source_id)
  |
3 | …u,,prefecture,core,118,34,500,,stated
  |                                ^
  = help: ids of source.csv, several separated by `;`; a judgement made here is `estimate`
";
    assert_eq!(said_of(&[("zone.csv", "500,book", "500,")]), expected);
}

#[test]
fn an_unknown_word_lists_the_known_ones() {
    let expected = "\
error[unknown-word]: `certain` is no known word here
  --> zone.csv:3:51 (confidence)
  |
3 | …efecture,core,118,34,500,book,certain
  |                                ^^^^^^^
  = help: one of stated, derived, estimated
";
    assert_eq!(
        said_of(&[("zone.csv", "118,34,500,book,stated", "118,34,500,book,certain")]),
        expected
    );
}

#[test]
fn an_id_that_stands_twice_names_the_first_line() {
    let expected = "\
error[unknown-node]: no node has the id `rail-suzhou`
  --> link.csv:2:25 (to_node_id)
  |
2 | rail-1,徐宿铁路,rail-xuzhou,rail-suzhou,0,95,160,conventional_rail,pa…
  |                             ^^^^^^^^^^^
  = help: did you mean `rail-xuzhou`?

error[duplicate-id]: `rail-xuzhou` stands here twice
  --> node.csv:3:1 (node_id)
  |
3 | rail-xuzhou,宿州站,station,suzhou,118,34,201…
  | ^^^^^^^^^^^
  = help: an id of its own; line 2 has this one

error[foreign_key_violation]: no node has the id `rail-suzhou`
  --> transit/stops.txt:4:14 (node_id)
  |
4 | sz,宿州,34,118,rail-suzhou,book
  |                ^^^^^^^^^^^
  = help: did you mean `rail-xuzhou`?
";
    assert_eq!(said_of(&[("node.csv", "rail-suzhou", "rail-xuzhou")]), expected);
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    let expected = "\
error[not-a-date]: `2012-02-30` is not a day
  --> node.csv:3:39 (opened)
  |
3 | …hou,宿州站,station,suzhou,118,34,2012-02-30,book,stated
  |                                   ^^^^^^^^^^
  = help: YYYY, YYYY-MM or YYYY-MM-DD, such as 2026-09-11, or nothing
";
    assert_eq!(said_of(&[("node.csv", "2012", "2012-02-30")]), expected);
}

#[test]
fn longitude_and_latitude_swapped_are_noticed() {
    let expected = "\
error[out-of-range]: `117` is no latitude (are longitude and latitude swapped?)
  --> node.csv:2:35 (y_coord)
  |
2 | …-xuzhou,徐州站,station,xuzhou,34,117,,book,stated
  |                                   ^^^
  = help: degrees north between -90 and 90, such as 34.26
";
    assert_eq!(said_of(&[("node.csv", "xuzhou,117,34", "xuzhou,34,117")]), expected);
}

#[test]
fn an_unknown_parameter_lists_those_of_the_mode() {
    let expected = "\
error[unknown-word]: `wiat` is no known parameter here
  --> mode.csv:3:6 (parameter)
  |
3 | taxi,wiat,,,5,min,estimate,estimated,
  |      ^^^^
  = help: did you mean `wait`? one of wait, connector_speed, detour_factor, flag_fare, flag_distance, fare
";
    assert_eq!(said_of(&[("mode.csv", "taxi,wait", "taxi,wiat")]), expected);
}

#[test]
fn a_parameter_in_another_unit_is_refused() {
    let expected = "\
error[unknown-word]: `s` is no known unit here
  --> mode.csv:3:15 (unit)
  |
3 | taxi,wait,,,5,s,estimate,estimated,
  |               ^
  = help: one of min
";
    assert_eq!(said_of(&[("mode.csv", "5,min", "5,s")]), expected);
}

#[test]
fn every_mistake_of_a_row_is_told() {
    let expected = "\
error[unknown-word]: `2` is no known word here
  --> link.csv:3:37 (directed)
  |
3 | …,徐宿公路,road-xuzhou,road-suzhou,2,x,0,motorway,car;bike,book;es…
  |                                    ^
  = help: one of 0, 1

error[not-a-number]: `x` is not a number
  --> link.csv:3:39 (length)
  |
3 | …宿公路,road-xuzhou,road-suzhou,2,x,0,motorway,car;bike,book;esti…
  |                                   ^
  = help: a length in km, 0 or more, such as 12.5

error[out-of-range]: `0` is not more than 0
  --> link.csv:3:41 (free_speed)
  |
3 | …路,road-xuzhou,road-suzhou,2,x,0,motorway,car;bike,book;estima…
  |                                 ^
  = help: a speed in km/h above 0, such as 120

error[unknown-word]: `motorway` is no known word here
  --> link.csv:3:43 (facility_type)
  |
3 | …road-xuzhou,road-suzhou,2,x,0,motorway,car;bike,book;estimate,derive…
  |                                ^^^^^^^^
  = help: did you mean `waterway`? one of expressway, national, provincial, fast_road, urban, high_speed_rail, conventional_rail, metro, waterway, walkway

error[unknown-word]: `bike` is no known word here
  --> link.csv:3:52 (allowed_uses)
  |
3 | …ou,road-suzhou,2,x,0,motorway,car;bike,book;estimate,derived
  |                                ^^^^^^^^
  = help: one of car, truck, bus, passenger_train, freight_train, metro, vessel, walk, several separated by `;`
";
    assert_eq!(
        said_of(&[("link.csv", "0,100,80,national,car;bus", "2,x,0,motorway,car;bike")]),
        expected
    );
}

#[test]
fn a_file_in_another_encoding_is_refused() {
    let mut files: std::collections::BTreeMap<String, Vec<u8>> = [].into();
    let folder = one_line_with(&[]);
    for name in folder.names().unwrap() {
        files.insert(name.clone(), folder.bytes(&name).unwrap().unwrap().into_owned());
    }
    // 徐州 in GBK.
    files.insert("source.csv".to_owned(), b"source_id,title\nbook,\xD0\xEC\xD6\xDD\n".to_vec());
    let said = said(&Folder::from_map(files));
    let expected = "\
error[not-utf-8]: the file is not UTF-8: byte 22 is 0xD0
  --> source.csv:2:6
  = help: save it as UTF-8 (in a spreadsheet: “CSV UTF-8”); it may be in GBK now
";
    assert!(said.starts_with(expected), "{said}");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_read() {
    let source = "\u{feff}source_id,title\r\nestimate,made up\r\nbook,\"a\r\nbook\"\r\n\r\n";
    assert_eq!(said(&one_line_and("source.csv", Some(source))), "");
}

#[test]
fn columns_that_nobody_knows_are_allowed() {
    let edits = [
        ("zone.csv", "confidence\n", "confidence,jobs\n"),
        ("zone.csv", "stated\n", "stated,7\n"),
        ("zone.csv", "stated\n", "stated,\n"),
    ];
    let network = super::read_with(&edits);
    assert_eq!(network.zones[0].opportunities.get("jobs"), Some(&7.0));
    assert_eq!(network.zones[1].opportunities.get("jobs"), None);
}
