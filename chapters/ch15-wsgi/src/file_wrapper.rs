//! `wsgi.file_wrapper`: a file as a body.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, ErrorKind, Read};

use crate::{AppError, Blocks, Body};

/// A file that is sent from where it stands (PEP 3333, "Optional
/// Platform-Specific File Handling").
#[derive(Debug)]
pub struct FileWrapper {
    file: io::Take<File>,
    /// One buffer for all blocks.
    block: Vec<u8>,
    block_size: usize,
}

/// The block size that PEP 3333 and wsgiref use: 8 KiB.
pub const BLOCK_SIZE: usize = 8 * 1024;

impl FileWrapper {
    /// Sends `file` from its place to its end, or as much of it as the
    /// application's own `Content-Length` says.
    pub fn new(file: File) -> FileWrapper {
        let (block, block_size) = (Vec::new(), BLOCK_SIZE);
        FileWrapper { file: file.take(u64::MAX), block, block_size }
    }

    /// Reads so many bytes at a time, at least one.
    pub fn with_block_size(mut self, size: usize) -> FileWrapper {
        self.block_size = size.max(1);
        self
    }

    /// Sends no more than `limit` bytes.
    pub fn with_limit(mut self, limit: u64) -> FileWrapper {
        self.file.set_limit(limit);
        self
    }

    /// Sends no more than `room`, and no more than [`FileWrapper::length`]
    /// says now: a file may grow while it is sent.
    pub(crate) fn settle(&mut self, room: u64) {
        let length = self.length().unwrap_or(self.file.limit());
        self.file.set_limit(length.min(room));
    }

    /// How many bytes are left; `None` where the file does not say so.
    pub fn length(&self) -> Option<u64> {
        let file = self.file.get_ref();
        let about = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let here = io::Seek::stream_position(&mut { file }).ok()?;
        Some(about.len().saturating_sub(here).min(self.file.limit()))
    }

    pub(crate) fn next_block(
        &mut self,
    ) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        self.block.resize(self.block_size, 0);
        next_block(&mut self.file, &mut self.block)
    }
}

fn next_block<'b>(
    reader: &mut impl Read,
    block: &'b mut [u8],
) -> Option<Result<Cow<'b, [u8]>, AppError>> {
    loop {
        match reader.read(block) {
            Ok(0) => return None,
            Ok(n) => return Some(Ok(Cow::Borrowed(&block[..n]))),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Some(Err(error.into())),
        }
    }
}

struct Reading<R> {
    reader: R,
    block: Vec<u8>,
}

impl<R: Read> Blocks for Reading<R> {
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        next_block(&mut self.reader, &mut self.block)
    }
}

impl<'r> Body<'r> {
    /// What `reader` gives, up to 8 KiB at a time: a file wrapper for what can
    /// be read like a file and is none. It is dropped when the body is closed.
    pub fn reader(reader: impl Read + 'r) -> Body<'r> {
        Body::blocks(Reading { reader, block: vec![0; BLOCK_SIZE] })
    }
}

impl<'r> From<FileWrapper> for Body<'r> {
    fn from(file: FileWrapper) -> Body<'r> {
        Body::File(file)
    }
}
