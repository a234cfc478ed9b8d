//! Files in one `.zip`, as GTFS feeds are handed on.
//!
//! Only what a feed needs of the format (PKWARE APPNOTE 6.3): deflated entries, no encryption, less than 4 GB. All entries bear
//! the first day the format knows, so that the same files give the same bytes.

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::collections::BTreeMap;
use std::io::Write;

/// 1 January 1980 as MS-DOS writes it.
const DATE: u16 = 0x21;

/// Version 2.0: deflate.
const VERSION: u16 = 20;

/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;

const DEFLATE: u16 = 8;

/// An archive of some files by name.
pub fn write(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let start = archive.len() as u32;
        let packed = deflated(bytes);
        let entry = entry(name, bytes, &packed);
        archive.extend(0x0403_4b50_u32.to_le_bytes());
        archive.extend(&entry);
        archive.extend(name.as_bytes());
        archive.extend(packed);
        directory.extend(0x0201_4b50_u32.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&entry);
        // No comment, first disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, length) = (archive.len() as u32, directory.len() as u32);
    archive.extend(directory);
    archive.extend(0x0605_4b50_u32.to_le_bytes());
    archive.extend([0; 4]);
    let count = files.len() as u16;
    archive.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    archive.extend([length.to_le_bytes(), start.to_le_bytes()].concat());
    archive.extend([0; 2]);
    archive
}

/// What a file's own header and the directory both say of it.
fn entry(name: &str, bytes: &[u8], packed: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(bytes);
    let mut entry = Vec::new();
    for word in [VERSION, FLAGS, DEFLATE, 0, DATE] {
        entry.extend(word.to_le_bytes());
    }
    for long in [crc.sum(), packed.len() as u32, bytes.len() as u32] {
        entry.extend(long.to_le_bytes());
    }
    entry.extend((name.len() as u16).to_le_bytes());
    entry.extend([0; 2]);
    entry
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.expect("writing to memory")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn word(archive: &[u8], at: usize) -> usize {
        usize::from(u16::from_le_bytes([archive[at], archive[at + 1]]))
    }

    fn long(archive: &[u8], at: usize) -> usize {
        word(archive, at) + (word(archive, at + 2) << 16)
    }

    /// Reads an archive as others do: from the directory at its end.
    fn read(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
        let end = archive.len() - 22;
        assert_eq!(archive[end..end + 4], [0x50, 0x4b, 5, 6]);
        let mut at = long(archive, end + 16);
        let mut files = BTreeMap::new();
        for _ in 0..word(archive, end + 10) {
            let (packed, whole) = (long(archive, at + 20), long(archive, at + 24));
            let (name, start) = (word(archive, at + 28), long(archive, at + 42));
            let text = String::from_utf8(archive[at + 46..at + 46 + name].to_vec()).unwrap();
            let own = word(archive, start + 26);
            let data = start + 30 + own + word(archive, start + 28);
            let mut bytes = Vec::new();
            let mut decoder = flate2::read::DeflateDecoder::new(&archive[data..data + packed]);
            decoder.read_to_end(&mut bytes).unwrap();
            let mut crc = Crc::new();
            crc.update(&bytes);
            assert_eq!((bytes.len(), crc.sum() as usize), (whole, long(archive, at + 16)));
            files.insert(text, bytes);
            at += 46 + name;
        }
        assert_eq!(at, end);
        files
    }

    #[test]
    fn an_archive_holds_what_was_put_in() {
        let files = BTreeMap::from([
            ("stops.txt".to_owned(), "stop_id\n徐州\n".repeat(500).into_bytes()),
            ("trips.txt".to_owned(), Vec::new()),
        ]);
        let archive = write(&files);
        assert!(archive.len() < 1000);
        assert_eq!(read(&archive), files);
    }
}
