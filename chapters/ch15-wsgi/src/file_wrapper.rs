//! `wsgi.file_wrapper`: a file as a body.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};

use crate::{AppError, Body};

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
    /// Sends `file` from its place to its end.
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
        match self.file.read(&mut self.block) {
            Ok(0) => None,
            Ok(n) => Some(Ok(Cow::Borrowed(&self.block[..n]))),
            Err(error) => Some(Err(error.into())),
        }
    }
}

impl<'r> From<FileWrapper> for Body<'r> {
    fn from(file: FileWrapper) -> Body<'r> {
        Body::File(file)
    }
}
