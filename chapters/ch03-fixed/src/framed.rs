//! A stream that gives and takes whole messages.

use std::io::{self, ErrorKind, Read, Write};

use bytes::{Buf, BytesMut};
use thiserror::Error;

use crate::{Decoder, Encoder};

/// How many bytes one read asks for unless said otherwise: 8 KiB.
pub const READ_SIZE: usize = 8 * 1024;

/// A stream and a codec: messages in, messages out.
///
/// Holds at most what the codec's limit allows, plus one read, of input; and at
/// most one message more than [`READ_SIZE`] bytes of output.
// ANCHOR: framed
#[derive(Debug)]
pub struct Framed<S, C> {
    stream: S,
    codec: C,
    /// Read, and not yet part of a frame that was given out.
    input: BytesMut,
    /// Encoded, and not yet taken by the stream.
    output: BytesMut,
    /// Where one read puts its bytes; its length bounds a read.
    chunk: Box<[u8]>,
    /// The stream has said that no more will come.
    ended: bool,
}
// ANCHOR_END: framed

/// Why a message could not be read or written.
#[derive(Debug, Error)]
pub enum Error<E> {
    /// The stream failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The bytes, or the item to send, broke the codec's rules.
    #[error("{0}")]
    Codec(E),
}

/// For callers that speak of I/O only: a codec's error is invalid data.
impl<E> From<Error<E>> for io::Error
where
    E: std::error::Error + Send + Sync + 'static,
{
    fn from(error: Error<E>) -> io::Error {
        match error {
            Error::Io(error) => error,
            Error::Codec(error) => {
                io::Error::new(ErrorKind::InvalidData, error)
            }
        }
    }
}

impl<S, C> Framed<S, C> {
    /// Lays `codec` over `stream`, with reads of [`READ_SIZE`] bytes.
    pub fn new(stream: S, codec: C) -> Framed<S, C> {
        Framed {
            stream,
            codec,
            input: BytesMut::new(),
            output: BytesMut::new(),
            chunk: vec![0; READ_SIZE].into(),
            ended: false,
        }
    }

    /// The same, with at most `bytes` (at least 1) per read.
    pub fn with_read_size(mut self, bytes: usize) -> Framed<S, C> {
        self.chunk = vec![0; bytes.max(1)].into();
        self
    }

    /// The stream inside. Bytes that were read already are not in it.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream inside, to change its options.
    pub fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }

    /// The codec, to change it in the middle of a conversation.
    pub fn codec_mut(&mut self) -> &mut C {
        &mut self.codec
    }

    /// Bytes that were read and belong to no frame yet.
    pub fn buffered(&self) -> &[u8] {
        &self.input
    }

    /// Goes on with another codec. What was read already is kept: it may be
    /// the start of what the new codec is to read.
    pub fn map_codec<D>(self, change: impl FnOnce(C) -> D) -> Framed<S, D> {
        Framed {
            stream: self.stream,
            codec: change(self.codec),
            input: self.input,
            output: self.output,
            chunk: self.chunk,
            ended: self.ended,
        }
    }

    /// The stream, and the bytes that were read from it and not used. What was
    /// written and not flushed is lost.
    pub fn into_parts(self) -> (S, BytesMut) {
        (self.stream, self.input)
    }
}

impl<S: Read, C: Decoder> Framed<S, C> {
    /// The next frame; `None` when the stream ended between two frames.
    ///
    /// A time-out or [`ErrorKind::WouldBlock`] loses nothing: call again.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the stream fails; [`Error::Codec`] when the bytes
    /// break the codec's rules, or the stream ends inside a frame.
    // ANCHOR: read-frame
    pub fn read_frame(&mut self) -> Result<Option<C::Frame>, Error<C::Error>> {
        loop {
            if self.ended {
                let last = self.codec.decode_end(&mut self.input);
                return last.map_err(Error::Codec);
            }
            let next = self.codec.decode(&mut self.input);
            if let Some(frame) = next.map_err(Error::Codec)? {
                return Ok(Some(frame));
            }
            self.ended = self.fill()? == 0;
        }
    }
    // ANCHOR_END: read-frame

    /// One read; how many bytes it brought. 0: the stream has ended.
    // ANCHOR: fill
    fn fill(&mut self) -> io::Result<usize> {
        let n = retry(|| self.stream.read(&mut self.chunk))?;
        self.input.extend_from_slice(&self.chunk[..n]);
        Ok(n)
    }
    // ANCHOR_END: fill
}

impl<S: Write, C> Framed<S, C> {
    /// Encodes `item`. The bytes may wait until [`Framed::flush`]; they go out
    /// at once when there are [`READ_SIZE`] of them.
    ///
    /// # Errors
    ///
    /// [`Error::Codec`] when the item cannot be framed, [`Error::Io`] when the
    /// stream fails.
    pub fn write_frame<T>(&mut self, item: T) -> Result<(), Error<C::Error>>
    where
        C: Encoder<T>,
    {
        self.codec.encode(item, &mut self.output).map_err(Error::Codec)?;
        if self.output.len() >= READ_SIZE {
            self.write_out()?;
        }
        Ok(())
    }

    /// Hands all that waits to the stream, and flushes it.
    ///
    /// # Errors
    ///
    /// When the stream fails. What it took is not sent again by the next call.
    pub fn flush(&mut self) -> io::Result<()> {
        self.write_out()?;
        self.stream.flush()
    }

    /// Encodes `item` and flushes.
    ///
    /// # Errors
    ///
    /// As [`Framed::write_frame`].
    pub fn send<T>(&mut self, item: T) -> Result<(), Error<C::Error>>
    where
        C: Encoder<T>,
    {
        self.write_frame(item)?;
        Ok(self.flush()?)
    }

    fn write_out(&mut self) -> io::Result<()> {
        while !self.output.is_empty() {
            match retry(|| self.stream.write(&self.output))? {
                0 => return Err(ErrorKind::WriteZero.into()),
                n => self.output.advance(n),
            }
        }
        Ok(())
    }
}

/// Calls again while a signal interrupts (`EINTR`, see signal(7)).
fn retry(mut call: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
