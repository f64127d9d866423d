//! `wsgi.input`: the body of the request.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::rc::Rc;

use thiserror::Error;

use crate::Shared;

/// Where an [`Input`] reads from: the server's connection, or what a
/// middleware puts in its place.
pub trait InputStream {
    /// Reads what is here, or waits until something is; 0: the body is over.
    ///
    /// # Errors
    ///
    /// [`InputError`].
    fn read_into(&self, buf: &mut [u8]) -> Result<usize, InputError>;

    /// Appends to `line` until a line feed is in it, or `limit` bytes are
    /// added; says how many were. 0: the body is over.
    ///
    /// # Errors
    ///
    /// [`InputError`].
    fn read_line(
        &self,
        limit: usize,
        line: &mut Vec<u8>,
    ) -> Result<usize, InputError>;
}

/// Why a body cannot be read to its end. Hand it on: the server knows what
/// the client is owed.
#[derive(Clone, Debug, Error)]
pub enum InputError {
    /// It is broken, too long, or did not come in time.
    #[error("the body of the request: {0}")]
    Request(#[from] http1::Error),
    /// The client has gone.
    #[error("the client: {1}")]
    Client(ErrorKind, String),
}

impl InputError {
    /// The answer that the client is owed, where there is still one.
    pub fn status(&self) -> Option<u16> {
        match self {
            InputError::Request(error) => Some(error.status()),
            InputError::Client(..) => None,
        }
    }
}

impl From<&io::Error> for InputError {
    fn from(error: &io::Error) -> InputError {
        InputError::Client(error.kind(), error.to_string())
    }
}

impl From<InputError> for io::Error {
    fn from(error: InputError) -> io::Error {
        let kind = match error {
            InputError::Client(kind, _) => kind,
            InputError::Request(_) => ErrorKind::InvalidData,
        };
        io::Error::new(kind, error)
    }
}

/// The body of a request, as an application reads it. Clones are the same
/// stream.
///
/// It ends where the message ends, whether a length or chunks say so, and
/// never waits for more. What is read at once is limited by what the server
/// takes for a body ([`http1::Limits::body`]).
#[derive(Clone)]
pub struct Input<'r>(Shared<'r, dyn InputStream + 'r>);

impl<'r> Input<'r> {
    /// The server's.
    pub fn lent(stream: &'r (dyn InputStream + 'r)) -> Input<'r> {
        Input(Shared::Lent(stream))
    }

    /// A middleware's.
    pub fn shared(stream: Rc<dyn InputStream + 'r>) -> Input<'r> {
        Input(Shared::Owned(stream))
    }

    /// What `reader` gives.
    pub fn from_reader(reader: impl Read + 'r) -> Input<'r> {
        Input::shared(Rc::new(Reader(RefCell::new(BufReader::new(reader)))))
    }

    /// `read(size)`: so many bytes, or less at the end.
    ///
    /// # Errors
    ///
    /// [`InputError`].
    pub fn read(&self, size: usize) -> Result<Vec<u8>, InputError> {
        let (mut bytes, mut have) = (Vec::new(), 0);
        while have < size {
            if have == bytes.len() {
                // The more has come, the more is to be expected.
                let room = have.clamp(FIRST, PIECE).min(size - have);
                bytes.resize(have + room, 0);
            }
            match self.0.read_into(&mut bytes[have..])? {
                0 => break,
                n => have += n,
            }
        }
        bytes.truncate(have);
        Ok(bytes)
    }

    /// `read()`: all that is left.
    ///
    /// # Errors
    ///
    /// [`InputError`].
    pub fn read_all(&self) -> Result<Vec<u8>, InputError> {
        self.read(usize::MAX)
    }

    /// Reads what is here into `buf`, without an allocation; 0: the end.
    ///
    /// # Errors
    ///
    /// [`InputError`].
    pub fn read_into(&self, buf: &mut [u8]) -> Result<usize, InputError> {
        self.0.read_into(buf)
    }

    /// `readline()`: up to a line feed, which is part of it. Empty: the end.
    ///
    /// # Errors
    ///
    /// [`InputError`].
    pub fn readline(&self) -> Result<Vec<u8>, InputError> {
        self.readline_up_to(usize::MAX)
    }

    /// `readline(size)`: the same, but no more than `size` bytes.
    ///
    /// # Errors
    ///
    /// [`InputError`].
    pub fn readline_up_to(&self, size: usize) -> Result<Vec<u8>, InputError> {
        let mut line = Vec::new();
        self.0.read_line(size, &mut line)?;
        Ok(line)
    }

    /// `readlines(hint)`: lines until they have `hint` bytes or more in all;
    /// 0: all lines.
    ///
    /// # Errors
    ///
    /// [`InputError`].
    pub fn readlines(&self, hint: usize) -> Result<Vec<Vec<u8>>, InputError> {
        let (mut lines, mut size) = (Vec::new(), 0);
        for line in self.lines() {
            let line = line?;
            size += line.len();
            lines.push(line);
            if hint > 0 && size >= hint {
                break;
            }
        }
        Ok(lines)
    }

    /// `for line in input`.
    pub fn lines(&self) -> impl Iterator<Item = Result<Vec<u8>, InputError>> {
        std::iter::from_fn(|| {
            let line = self.readline();
            line.map(|line| Some(line).filter(|l| !l.is_empty())).transpose()
        })
    }
}

/// How much memory is taken before the first byte is there: 4 KiB.
const FIRST: usize = 4 * 1024;
/// And before any other: 64 KiB.
const PIECE: usize = 64 * 1024;

impl Read for Input<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        Ok(self.read_into(buf)?)
    }
}

struct Reader<R>(RefCell<BufReader<R>>);

impl<R: Read> InputStream for Reader<R> {
    fn read_into(&self, buf: &mut [u8]) -> Result<usize, InputError> {
        self.0.borrow_mut().read(buf).map_err(|e| InputError::from(&e))
    }

    fn read_line(
        &self,
        limit: usize,
        line: &mut Vec<u8>,
    ) -> Result<usize, InputError> {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        let mut reader = self.0.borrow_mut();
        let read = reader.by_ref().take(limit).read_until(b'\n', line);
        read.map_err(|e| InputError::from(&e))
    }
}
