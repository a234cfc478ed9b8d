//! Files in one `.zip`, as GTFS feeds are handed on.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

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

/// The files of an archive by their name without folders; where two bear one name, the one in fewer folders.
///
/// # Errors
/// If it is no archive, or one of its files cannot be unpacked.
pub fn read(bytes: &[u8]) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut found: BTreeMap<String, (usize, Vec<u8>)> = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at)?;
        let path = file.name().map_err(io::Error::other)?.replace('\\', "/");
        let depth = path.matches('/').count();
        let Some(name) = path.rsplit('/').next().filter(|name| !name.is_empty()) else { continue };
        if found.get(name).is_none_or(|(known, _)| depth < *known) {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            found.insert(name.to_owned(), (depth, bytes));
        }
    }
    Ok(found.into_iter().map(|(name, (_, bytes))| (name, bytes)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_holds_what_was_put_in_and_is_the_same_twice() {
        let files = BTreeMap::from([
            ("stops.txt".to_owned(), "stop_id\n徐州\n".repeat(500).into_bytes()),
            ("trips.txt".to_owned(), Vec::new()),
        ]);
        let bytes = write(&files).unwrap();
        assert!(bytes.len() < 1000);
        assert_eq!(bytes, write(&files).unwrap());
        assert_eq!(read(&bytes).unwrap(), files);
        let nested =
            files.iter().map(|(name, bytes)| (format!("feed/{name}"), bytes.clone())).collect();
        assert_eq!(read(&write(&nested).unwrap()).unwrap(), files);
        assert!(read(b"stop_id\n").is_err());
    }
}
