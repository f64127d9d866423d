//! The body of a response.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;

use bytes::Bytes;

use crate::Error;

/// How many octets of a file become one block.
const BLOCK: u64 = 64 * 1024;

/// What a response's body is made from.
pub enum Body {
    /// All of it, in one piece.
    Bytes(Bytes),
    /// All of it, in several pieces.
    List(Vec<Bytes>),
    /// Made while it is sent; nobody knows how long it will be.
    Stream(Box<dyn Iterator<Item = Result<Bytes, Error>> + Send>),
    /// A part of a file, read while it is sent.
    File(FileSpan),
}

impl Body {
    /// How many octets it has, if that is known.
    pub fn length(&self) -> Option<u64> {
        match self {
            Body::Bytes(bytes) => Some(bytes.len() as u64),
            Body::List(list) => {
                Some(list.iter().map(|piece| piece.len() as u64).sum())
            }
            Body::Stream(_) => None,
            Body::File(span) => Some(span.length),
        }
    }

    /// All of it in memory: for tests and hooks that change small bodies.
    ///
    /// # Errors
    ///
    /// What the stream or the file ends with.
    pub fn collect(self) -> Result<Bytes, Error> {
        if let Body::Bytes(bytes) = self {
            return Ok(bytes);
        }
        let mut all = Vec::new();
        for block in self {
            all.extend_from_slice(&block?);
        }
        Ok(all.into())
    }

    /// Only the octets from `start` to before `end`, if they can be told
    /// apart without making the others: not of a stream.
    pub(crate) fn cut(self, start: u64, end: u64) -> Body {
        match self {
            Body::Bytes(bytes) => {
                Body::Bytes(bytes.slice(place(start)..place(end)))
            }
            Body::File(span) => Body::File(span.cut(start, end)),
            Body::List(list) => Body::List(cut_list(list, start, end)),
            Body::Stream(stream) => Body::Stream(stream),
        }
    }
}

/// A place within bytes that are in memory.
fn place(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn cut_list(list: Vec<Bytes>, start: u64, end: u64) -> Vec<Bytes> {
    let mut at = 0;
    let cut = |piece: Bytes| {
        let from = start.saturating_sub(at).min(piece.len() as u64);
        let to = end.saturating_sub(at).min(piece.len() as u64);
        at += piece.len() as u64;
        (from < to).then(|| piece.slice(place(from)..place(to)))
    };
    list.into_iter().filter_map(cut).collect()
}

/// The blocks in which a body is sent.
impl IntoIterator for Body {
    type Item = Result<Bytes, Error>;
    type IntoIter = Box<dyn Iterator<Item = Self::Item> + Send>;

    fn into_iter(self) -> Self::IntoIter {
        match self {
            Body::Bytes(bytes) => Box::new(std::iter::once(Ok(bytes))),
            Body::List(list) => Box::new(list.into_iter().map(Ok)),
            Body::Stream(stream) => stream,
            Body::File(span) => Box::new(span),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Body::Bytes(bytes) => bytes.fmt(f),
            Body::List(list) => list.fmt(f),
            Body::Stream(_) => f.write_str("a stream"),
            Body::File(span) => span.fmt(f),
        }
    }
}

impl Default for Body {
    fn default() -> Body {
        Body::Bytes(Bytes::new())
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Body {
        Body::Bytes(Bytes::from_static(text.as_bytes()))
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Body {
        Body::Bytes(Bytes::from_static(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Body {
        Body::Bytes(text.into())
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Body {
        Body::Bytes(bytes.into())
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Body {
        Body::Bytes(bytes)
    }
}

impl From<Vec<Bytes>> for Body {
    fn from(list: Vec<Bytes>) -> Body {
        Body::List(list)
    }
}

/// Some octets of a file that follow one another. It keeps the file open, so
/// that a new file of that name changes nothing.
#[derive(Debug)]
pub struct FileSpan {
    file: File,
    at: u64,
    length: u64,
}

impl FileSpan {
    /// The first `length` octets of a file.
    pub fn new(file: File, length: u64) -> FileSpan {
        FileSpan { file, at: 0, length }
    }

    /// The file, where the part begins, and how many octets it has.
    pub fn into_parts(self) -> (File, u64, u64) {
        (self.file, self.at, self.length)
    }

    fn cut(self, start: u64, end: u64) -> FileSpan {
        let end = end.min(self.length);
        let length = end.saturating_sub(start);
        FileSpan { file: self.file, at: self.at + start, length }
    }
}

impl Read for FileSpan {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = (into.len() as u64).min(self.length);
        if most == 0 {
            return Ok(0);
        }
        let count = self.file.read_at(&mut into[..place(most)], self.at)?;
        if count == 0 {
            // The length was promised in the head.
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the file became shorter while it was sent",
            ));
        }
        self.at += count as u64;
        self.length -= count as u64;
        Ok(count)
    }
}

impl Iterator for FileSpan {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let size = self.length.min(BLOCK);
        if size == 0 {
            return None;
        }
        let mut block = vec![0; place(size)];
        match self.read(&mut block) {
            Ok(count) => {
                block.truncate(count);
                Some(Ok(block.into()))
            }
            Err(error) => {
                self.length = 0;
                Some(Err(error.into()))
            }
        }
    }
}
