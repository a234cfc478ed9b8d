//! A small town as an extract, and enough of the PBF format to write it.
//!
//! ```text
//!  12 -- New Line, a railway being built ------------ 13
//!        10                     11
//!        |  footway              | private
//!        5 ------ Loop Street --- 6 <--.              7 -- 8 island
//!        |                        |     \  one-way
//!        1 -- 2 -- Main Road ---- 3 ---- 4 ..9.. 6  Ring, a motorway being built
//!    Alpha (1000 people)          x 14 bollard    Beta
//!                                 15
//! ```

type Pairs = &'static [(&'static str, &'static str)];

/// Id, longitude, latitude, tags.
const NODES: [(i64, f64, f64, Pairs); 17] = [
    (1, 117.00, 34.00, &[]),
    (2, 117.01, 34.00, &[]),
    (3, 117.02, 34.00, &[]),
    (4, 117.03, 34.00, &[]),
    (5, 117.00, 34.01, &[]),
    (6, 117.02, 34.01, &[]),
    (7, 117.05, 34.05, &[]),
    (8, 117.06, 34.05, &[]),
    (9, 117.03, 34.01, &[]),
    (10, 117.00, 34.015, &[]),
    (11, 117.025, 34.015, &[]),
    (12, 117.00, 34.02, &[]),
    (13, 117.03, 34.02, &[]),
    (14, 117.02, 33.99, &[("barrier", "bollard")]),
    (15, 117.02, 33.98, &[]),
    (20, 117.0005, 34.0, &[("place", "town"), ("name", "Alpha"), ("population", "1 000")]),
    (21, 117.0295, 34.0, &[("place", "village"), ("name", "Beta")]),
];

const MAIN: Pairs =
    &[("highway", "primary"), ("name", "Main Road"), ("maxspeed", "50"), ("ref", "S1")];
const LOOP: Pairs = &[("highway", "residential"), ("name", "Loop Street")];
const RING: Pairs = &[("highway", "construction"), ("construction", "motorway"), ("name", "Ring")];
const RAIL: Pairs = &[("railway", "construction"), ("construction", "rail"), ("name", "New Line")];

/// Id, nodes, tags.
const WAYS: [(i64, &[i64], Pairs); 11] = [
    (100, &[1, 2, 3], MAIN),
    (101, &[3, 4], MAIN),
    (102, &[1, 5, 6, 3], LOOP),
    (103, &[4, 6], &[("highway", "residential"), ("oneway", "yes")]),
    (104, &[4, 9, 6], RING),
    (105, &[7, 8], LOOP),
    (106, &[5, 10], &[("highway", "footway")]),
    (107, &[6, 11], &[("highway", "service"), ("access", "private")]),
    (108, &[12, 13], RAIL),
    (109, &[3, 14, 15], &[("highway", "residential")]),
    (110, &[1, 3], &[("building", "yes")]),
];

/// A role, 1 for a way and 0 for a node, an id.
type Members = &'static [(&'static str, u8, i64)];

/// Id, tags, members: from Main Road in the east nobody turns into Loop Street; the second is not whole.
const RELATIONS: [(u64, Pairs, Members); 2] = [
    (
        1,
        &[("type", "restriction"), ("restriction", "no_right_turn"), ("except", "psv")],
        &[("from", 1, 101), ("via", 0, 3), ("to", 1, 102)],
    ),
    (2, &[("type", "restriction"), ("restriction", "no_left_turn")], &[]),
];

/// 11 September 2026, 12:00 UTC, in seconds since 1970.
const CHANGED: u64 = 1_789_128_000;

/// The town as the bytes of a `.osm.pbf`.
pub(super) fn town() -> Vec<u8> {
    let mut strings = Strings(vec![String::new()]);
    let mut group = Vec::new();
    for (id, lon, lat, tags) in NODES {
        let mut node = number(1, zigzag(id));
        node.extend(strings.tags(tags));
        node.extend(number(8, zigzag((lat * 1e7).round() as i64)));
        node.extend(number(9, zigzag((lon * 1e7).round() as i64)));
        group.extend(bytes(1, &node));
    }
    for (id, refs, tags) in WAYS {
        let mut way = number(1, id as u64);
        way.extend(strings.tags(tags));
        way.extend(bytes(4, &number(2, CHANGED)));
        let before = std::iter::once(&0).chain(refs);
        let steps = refs.iter().zip(before).flat_map(|(node, last)| varint(zigzag(node - last)));
        way.extend(bytes(8, &steps.collect::<Vec<u8>>()));
        group.extend(bytes(3, &way));
    }
    for (id, tags, members) in RELATIONS {
        let mut relation = number(1, id);
        relation.extend(strings.tags(tags));
        let roles = members.iter().flat_map(|member| varint(strings.at(member.0)));
        relation.extend(bytes(8, &roles.collect::<Vec<u8>>()));
        let before = std::iter::once(0).chain(members.iter().map(|member| member.2));
        let steps = members.iter().zip(before).flat_map(|(it, last)| varint(zigzag(it.2 - last)));
        relation.extend(bytes(9, &steps.collect::<Vec<u8>>()));
        let kinds = members.iter().flat_map(|member| varint(u64::from(member.1)));
        relation.extend(bytes(10, &kinds.collect::<Vec<u8>>()));
        group.extend(bytes(4, &relation));
    }
    let table: Vec<u8> = strings.0.iter().flat_map(|text| bytes(1, text.as_bytes())).collect();
    let block = [bytes(1, &table), bytes(2, &group)].concat();
    let header = bytes(4, b"OsmSchema-V0.6");
    [blob("OSMHeader", &header), blob("OSMData", &block)].concat()
}

/// Texts that tags name by number.
struct Strings(Vec<String>);

impl Strings {
    fn at(&mut self, text: &str) -> u64 {
        let known = self.0.iter().position(|it| it == text);
        known.unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        }) as u64
    }

    fn tags(&mut self, tags: &[(&str, &str)]) -> Vec<u8> {
        let keys: Vec<u8> = tags.iter().flat_map(|tag| varint(self.at(tag.0))).collect();
        let values: Vec<u8> = tags.iter().flat_map(|tag| varint(self.at(tag.1))).collect();
        [bytes(2, &keys), bytes(3, &values)].concat()
    }
}

/// A part of a file, not compressed: how long its header is, its header, itself.
fn blob(kind: &str, block: &[u8]) -> Vec<u8> {
    let blob = [bytes(1, block), number(2, block.len() as u64)].concat();
    let header = [bytes(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
    [&(header.len() as u32).to_be_bytes()[..], &header, &blob].concat()
}

/// A number as Protocol Buffers write it: seven bits a byte, the lowest first.
fn varint(mut number: u64) -> Vec<u8> {
    let mut written = Vec::new();
    while number > 127 {
        written.push(number as u8 | 128);
        number >>= 7;
    }
    written.push(number as u8);
    written
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

fn bytes(field: u64, value: &[u8]) -> Vec<u8> {
    [varint(field << 3 | 2), varint(value.len() as u64), value.to_vec()].concat()
}
