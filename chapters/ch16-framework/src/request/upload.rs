//! Files that came with a form.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use super::parse_options_header;
use crate::Headers;

/// Where the files of one request go: to memory while there is room, then to
/// a temporary file without a name, so that it is gone when nobody has it
/// open. One temporary file for all of them: a form with many small files
/// must not take all descriptors of the process.
#[derive(Debug)]
pub(crate) struct Room {
    memory: u64,
    disk: Option<Arc<File>>,
    /// The end of what is in the temporary file.
    end: u64,
}

impl Room {
    /// Room for so many octets in memory.
    pub(crate) fn new(memory: u64) -> Room {
        Room { memory, disk: None, end: 0 }
    }

    fn disk(&mut self) -> io::Result<Arc<File>> {
        if let Some(disk) = &self.disk {
            return Ok(Arc::clone(disk));
        }
        let disk = Arc::new(tempfile::tempfile()?);
        Ok(Arc::clone(self.disk.insert(disk)))
    }
}

/// A file being received. One at a time: what goes to disk lies together.
#[derive(Debug)]
pub(crate) struct Storing {
    memory: Vec<u8>,
    /// The file, and where this one begins in it.
    disk: Option<(Arc<File>, u64)>,
    length: u64,
}

impl Storing {
    pub(crate) fn new() -> Storing {
        Storing { memory: Vec::new(), disk: None, length: 0 }
    }

    /// Appends a block.
    pub(crate) fn write(
        &mut self,
        block: &[u8],
        room: &mut Room,
    ) -> io::Result<()> {
        self.length += block.len() as u64;
        if self.disk.is_none() {
            if let Some(rest) = room.memory.checked_sub(block.len() as u64) {
                room.memory = rest;
                self.memory.extend_from_slice(block);
                return Ok(());
            }
            self.move_to_disk(room)?;
        }
        self.append(block, room)
    }

    fn move_to_disk(&mut self, room: &mut Room) -> io::Result<()> {
        self.disk = Some((room.disk()?, room.end));
        let memory = std::mem::take(&mut self.memory);
        room.memory += memory.len() as u64;
        self.append(&memory, room)
    }

    fn append(&self, block: &[u8], room: &mut Room) -> io::Result<()> {
        if let Some((disk, _)) = &self.disk {
            disk.write_all_at(block, room.end)?;
            room.end += block.len() as u64;
        }
        Ok(())
    }
}

/// One file of a form (Werkzeug's `FileStorage`).
///
/// The name is what the client says: use [`crate::secure_filename`] before it
/// becomes part of a path.
#[derive(Debug)]
pub struct FileStorage {
    name: String,
    filename: String,
    headers: Headers,
    content: Storing,
}

impl FileStorage {
    pub(crate) fn new(
        name: String,
        filename: String,
        headers: Headers,
        content: Storing,
    ) -> FileStorage {
        FileStorage { name, filename, headers, content }
    }

    /// The name of the form's field.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file's name on the client's side; empty when a browser sent the
    /// field without a file chosen.
    pub fn filename(&self) -> &str {
        &self.filename
    }

    /// The media type with its parameters, as the client says.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get("Content-Type")
    }

    /// The media type alone, in lower case.
    pub fn mimetype(&self) -> String {
        let kind = parse_options_header(self.content_type().unwrap_or(""));
        kind.value.to_ascii_lowercase()
    }

    /// The fields of the part.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// How many octets the file has.
    pub fn len(&self) -> u64 {
        self.content.length
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it is in a temporary file, not in memory.
    pub fn is_on_disk(&self) -> bool {
        self.content.disk.is_some()
    }

    /// The content from its beginning; as many readers as are wanted.
    pub fn stream(&self) -> FileReader<'_> {
        FileReader { content: &self.content, at: 0 }
    }

    /// The whole content in memory.
    ///
    /// # Errors
    ///
    /// When the temporary file cannot be read.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut all = Vec::new();
        self.stream().read_to_end(&mut all)?;
        Ok(all)
    }

    /// Writes the content to a file, a new one or over the old one; how many
    /// octets.
    ///
    /// # Errors
    ///
    /// When the file cannot be made or written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<u64> {
        let mut file = File::create(path)?;
        io::copy(&mut self.stream(), &mut file)
    }
}

/// Reads the content of a [`FileStorage`].
#[derive(Debug)]
pub struct FileReader<'a> {
    content: &'a Storing,
    at: u64,
}

impl Read for FileReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = match &self.content.disk {
            Some((disk, start)) => {
                let left = self.content.length.saturating_sub(self.at);
                let most = usize::try_from(left).unwrap_or(usize::MAX);
                let most = most.min(into.len());
                disk.read_at(&mut into[..most], start + self.at)?
            }
            None => {
                let at = usize::try_from(self.at).unwrap_or(usize::MAX);
                let mut rest = self.content.memory.get(at..).unwrap_or(&[]);
                rest.read(into)?
            }
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for FileReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.content.length, by),
        };
        let at = from.checked_add_signed(by);
        let at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput));
        self.at = at?;
        Ok(self.at)
    }
}
