//! `multipart/form-data` (RFC 7578), read piece by piece.
//!
//! The crate `multer` takes the body apart; it expects an asynchronous stream
//! and reads it as far as it can. This thread may wait for the client, so
//! nothing asynchronous is needed: [`parse`] is both sides. It reads a block,
//! hands it over through a channel, and lets the parser run until it says
//! that it needs more. So never more than a block is in memory.
//!
//! Stricter than Werkzeug's parser: lines end with CR LF, and the boundary
//! after an empty part has its own.

use std::cell::Cell;
use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::sync::mpsc::{TryRecvError, sync_channel};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_util::stream;
use multer::{Field, Multipart};

use super::source::{BodyError, Source};
use super::upload::{Room, Storing};
use super::{FileStorage, FormData, Limits, parse_options_header};
use crate::Headers;

/// How many octets are read at a time.
const BLOCK: usize = 32 * 1024;

/// The most that may come without a part's head being complete.
const MOST_HEAD: usize = 16 * 1024;

/// The longest boundary (RFC 2046, section 5.1.1).
const LONGEST_BOUNDARY: usize = 70;

/// Reads a body to its end.
pub(crate) fn parse(
    source: &mut Source<'_>,
    boundary: &str,
    limits: &Limits,
) -> Result<FormData, BodyError> {
    if boundary.is_empty() || boundary.len() > LONGEST_BOUNDARY {
        return Err(broken("its Content-Type has no boundary of 1 to 70"));
    }
    let (feed, blocks) = sync_channel::<Bytes>(1);
    let blocks = stream::poll_fn(move |_| match blocks.try_recv() {
        Ok(block) => Poll::Ready(Some(Ok::<_, Infallible>(block))),
        Err(TryRecvError::Empty) => Poll::Pending,
        Err(TryRecvError::Disconnected) => Poll::Ready(None),
    });
    // Octets handed over since the parser last came to something.
    let unseen = Cell::new(0);
    let parser = Multipart::new(blocks, boundary);
    let mut parts = pin!(collect(parser, limits, &unseen));
    let mut context = Context::from_waker(Waker::noop());
    let mut feed = Some(feed);
    let mut block = vec![0; BLOCK];
    loop {
        if let Poll::Ready(result) = parts.as_mut().poll(&mut context) {
            return result;
        }
        if unseen.get() > MOST_HEAD {
            return Err(broken("no part begins, or the head of one is long"));
        }
        let Some(open) = &feed else {
            return Err(broken("it ends in the middle"));
        };
        let count = source.read(&mut block)?;
        unseen.set(unseen.get() + count);
        let bytes = Bytes::copy_from_slice(&block[..count]);
        if count == 0 || open.send(bytes).is_err() {
            feed = None;
        }
    }
}

fn broken(text: impl Into<String>) -> BodyError {
    BodyError::Form(text.into())
}

/// All parts, one after another.
async fn collect(
    mut parser: Multipart<'_>,
    limits: &Limits,
    unseen: &Cell<usize>,
) -> Result<FormData, BodyError> {
    let mut data = FormData::default();
    let mut text_left = limits.max_form_memory_size;
    let mut room = Room::new(limits.max_file_memory_size);
    let mut parts = 0;
    while let Some(field) = next(&mut parser).await? {
        unseen.set(0);
        parts += 1;
        if parts > limits.max_form_parts {
            return Err(BodyError::TooManyParts(limits.max_form_parts));
        }
        let head = Head::of(&field)?;
        match &head.filename {
            Some(_) => {
                let file = store(field, &mut room, unseen).await?;
                data.files.add(head.name.clone(), head.file(file));
            }
            None => {
                let text = read(field, &mut text_left, unseen).await?;
                let Some(text) = text else {
                    let most = limits.max_form_memory_size;
                    return Err(BodyError::FormTooLarge(most));
                };
                data.form.add(head.name.clone(), head.text(&text));
            }
        }
    }
    Ok(data)
}

async fn next<'r>(
    parser: &mut Multipart<'r>,
) -> Result<Option<Field<'r>>, BodyError> {
    parser.next_field().await.map_err(|error| broken(error.to_string()))
}

async fn chunk(field: &mut Field<'_>) -> Result<Option<Bytes>, BodyError> {
    field.chunk().await.map_err(|error| broken(error.to_string()))
}

/// A part that is text; `None` when it is more than is left.
async fn read(
    mut field: Field<'_>,
    left: &mut u64,
    unseen: &Cell<usize>,
) -> Result<Option<Vec<u8>>, BodyError> {
    let mut text = Vec::new();
    while let Some(chunk) = chunk(&mut field).await? {
        unseen.set(0);
        let Some(rest) = left.checked_sub(chunk.len() as u64) else {
            return Ok(None);
        };
        *left = rest;
        text.extend_from_slice(&chunk);
    }
    Ok(Some(text))
}

/// A part that is a file.
async fn store(
    mut field: Field<'_>,
    room: &mut Room,
    unseen: &Cell<usize>,
) -> Result<Storing, BodyError> {
    let mut file = Storing::new();
    while let Some(chunk) = chunk(&mut field).await? {
        unseen.set(0);
        let stored = file.write(&chunk, room);
        stored.map_err(|error| BodyError::storing(&error))?;
    }
    Ok(file)
}

/// What the head of a part says.
struct Head {
    name: String,
    filename: Option<String>,
    headers: Headers,
}

impl Head {
    fn of(field: &Field<'_>) -> Result<Head, BodyError> {
        let mut headers = Headers::new();
        for (name, value) in field.headers() {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            let added = headers.add(name.as_str().to_owned(), value);
            added.map_err(|error| broken(error.to_string()))?;
        }
        let disposition = headers.get("Content-Disposition");
        let disposition = parse_options_header(disposition.unwrap_or_default());
        let name = disposition.get("name");
        let name = name.ok_or_else(|| broken("a part has no name"))?;
        let filename = disposition.get("filename").map(without_folders);
        Ok(Head { name: name.to_owned(), filename, headers })
    }

    fn file(self, content: Storing) -> FileStorage {
        let filename = self.filename.unwrap_or_default();
        FileStorage::new(self.name, filename, self.headers, content)
    }

    /// A part may say that it is Latin-1; all else is read as UTF-8.
    fn text(&self, octets: &[u8]) -> String {
        let kind = self.headers.get("Content-Type").unwrap_or_default();
        let kind = parse_options_header(kind);
        let charset = kind.get("charset").unwrap_or("utf-8");
        if charset.eq_ignore_ascii_case("iso-8859-1") {
            return octets.iter().copied().map(char::from).collect();
        }
        String::from_utf8_lossy(octets).into_owned()
    }
}

/// Old browsers sent the whole path of a file on Windows.
fn without_folders(filename: &str) -> String {
    let bytes = filename.as_bytes();
    let path = bytes.get(1..3) == Some(b":\\") || bytes.starts_with(b"\\\\");
    let last = filename.rsplit('\\').next().filter(|_| path);
    last.unwrap_or(filename).to_owned()
}
