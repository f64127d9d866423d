//! A response as what WSGI wants: `start_response`, and a body.

use std::borrow::Cow;
use std::io::{Seek, SeekFrom};

use bytes::Bytes;
use wsgi::{AppError, Blocks, FileWrapper, StartResponse};

use super::{Body, FileSpan, Response};
use crate::status;

/// The size up to which a body is copied when it is shared: that is cheaper
/// than a box.
const SMALL: usize = 4096;

/// How much of a file is read at a time.
const FILE_BLOCK: usize = 64 * 1024;

/// So many fields need no list on the heap.
const FEW: usize = 16;

impl Response {
    /// Sends this response (Werkzeug's `response(environ, start_response)`).
    ///
    /// Answers that have no content by their status send none, whatever the
    /// view returned. The server knows what `HEAD` does without, and says
    /// `Content-Length` where it is known.
    ///
    /// # Errors
    ///
    /// What `start_response` refuses, or a file that cannot be read from
    /// where it should.
    pub fn call<'r>(
        mut self,
        start_response: &StartResponse<'r>,
    ) -> Result<wsgi::Body<'r>, AppError> {
        let body = match std::mem::take(&mut self.body) {
            _ if status::is_bare(self.status) => wsgi::Body::Empty,
            Body::Bytes(bytes) if bytes.is_empty() => wsgi::Body::Empty,
            Body::Bytes(bytes) if bytes.len() <= SMALL || bytes.is_unique() => {
                wsgi::Body::Block(Cow::Owned(bytes.into()))
            }
            Body::File(span) => wsgi::Body::File(file(span)?),
            other => {
                if let Some(length) = other.length() {
                    self.headers.put("Content-Length", length.to_string());
                }
                let blocks = other.into_iter();
                wsgi::Body::blocks(Sending { blocks, block: Bytes::new() })
            }
        };
        self.start(start_response)?;
        Ok(body)
    }

    fn start(
        &self,
        start_response: &StartResponse<'_>,
    ) -> Result<(), AppError> {
        let status = status::line(self.status);
        let mut few = [("", &b""[..]); FEW];
        let fields = self.headers.iter();
        let fields = fields.map(|(name, value)| (name, value.as_bytes()));
        if self.headers.len() <= FEW {
            let mut count = 0;
            for (place, field) in few.iter_mut().zip(fields) {
                *place = field;
                count += 1;
            }
            start_response.with(&status, &few[..count], None)?;
        } else {
            let many: Vec<_> = fields.collect();
            start_response.with(&status, &many, None)?;
        }
        Ok(())
    }
}

fn file(span: FileSpan) -> Result<FileWrapper, AppError> {
    let (mut file, at, length) = span.into_parts();
    file.seek(SeekFrom::Start(at))?;
    let wrapper = FileWrapper::new(file).with_limit(length);
    Ok(wrapper.with_block_size(FILE_BLOCK))
}

/// The blocks of a body that is sent.
struct Sending<I> {
    blocks: I,
    /// The one that is being looked at.
    block: Bytes,
}

impl<I> Blocks for Sending<I>
where
    I: Iterator<Item = Result<Bytes, crate::Error>>,
{
    fn next_block(&mut self) -> Option<Result<Cow<'_, [u8]>, AppError>> {
        match self.blocks.next()? {
            Ok(block) => {
                self.block = block;
                Some(Ok(Cow::Borrowed(&self.block)))
            }
            Err(error) => Some(Err(error.into())),
        }
    }
}
