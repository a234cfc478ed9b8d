//! Files in one `.zip`, as GTFS feeds are handed on.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// An archive of some files by name. All bear the first day the format knows, so that the same files give the same bytes.
///
/// # Errors
/// What the writer says: files larger than the format allows.
pub fn write(files: &BTreeMap<String, Vec<u8>>) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use zip::ZipArchive;

    #[test]
    fn an_archive_holds_what_was_put_in_and_is_the_same_twice() {
        let files = BTreeMap::from([
            ("stops.txt".to_owned(), "stop_id\n徐州\n".repeat(500).into_bytes()),
            ("trips.txt".to_owned(), Vec::new()),
        ]);
        let bytes = write(&files).unwrap();
        assert!(bytes.len() < 1000);
        assert_eq!(bytes, write(&files).unwrap());
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut found = BTreeMap::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            found.insert(file.name().unwrap().into_owned(), bytes);
        }
        assert_eq!(found, files);
    }
}
