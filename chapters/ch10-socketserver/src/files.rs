//! A connection as two files: one to read the request from, one to write the
//! answer to.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, ErrorKind, Read, Write};

use bytes::{Buf, BytesMut};
use http_basic::{READ_SIZE, Talk};

/// What both files of a connection share.
pub(crate) struct Files<'a> {
    talk: Talk<'a>,
    /// Written, and not yet sent.
    output: RefCell<BytesMut>,
    /// How many bytes may wait there.
    wbufsize: usize,
    /// Nothing has come yet.
    silent: Cell<bool>,
    /// The handler has read something since it wrote last: it is in the
    /// middle of a request, and the client waits.
    asked: Cell<bool>,
}

impl<'a> Files<'a> {
    pub(crate) fn new(talk: Talk<'a>, wbufsize: usize) -> Files<'a> {
        Files {
            talk,
            output: RefCell::default(),
            wbufsize,
            silent: Cell::new(true),
            asked: Cell::new(false),
        }
    }

    /// Waits for bytes, after sending what was written: the client may wait
    /// for just that before it says more.
    // ANCHOR: read
    fn read(&self, chunk: &mut [u8]) -> io::Result<usize> {
        self.flush()?;
        let (idle, first) = (!self.asked.get(), self.silent.get());
        let Some(n) = self.talk.receive(chunk, idle, first)? else {
            return Ok(0); // we are to make room, and nobody is in the middle
        };
        self.silent.set(false);
        Ok(n)
    }
    // ANCHOR_END: read

    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.asked.set(false);
        let waiting = {
            let mut output = self.output.borrow_mut();
            output.extend_from_slice(bytes);
            output.len()
        };
        if waiting > self.wbufsize { self.flush() } else { Ok(()) }
    }

    /// Sends what waits. What could not be sent is not tried again.
    pub(crate) fn flush(&self) -> io::Result<()> {
        let mut output = self.output.borrow_mut();
        if output.is_empty() {
            return Ok(());
        }
        let sent = self.talk.send(&mut output);
        output.clear();
        sent
    }
}

/// What the client says: Python's `self.rfile`.
///
/// Every wait has the server's limits. When the server is told to end and the
/// client is idle, this is the end of the file. It is idle while the handler
/// has read nothing since it wrote last.
pub struct Rfile<'a> {
    files: &'a Files<'a>,
    /// Read from the socket, and not by the handler.
    buffer: BytesMut,
    chunk: Box<[u8]>,
}

impl<'a> Rfile<'a> {
    pub(crate) fn new(files: &'a Files<'a>, rbufsize: usize) -> Rfile<'a> {
        let chunk = vec![0; rbufsize.max(1)].into();
        Rfile { files, buffer: BytesMut::new(), chunk }
    }

    /// Whether bytes came that the handler has not read.
    pub(crate) fn is_unread(&self) -> bool {
        !self.buffer.is_empty()
    }

    /// The next line, with its line feed; the last one may have none. `None`:
    /// there are no more. Python's `rfile.readline()`, with a limit.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidData`] when no line feed comes within `limit` bytes;
    /// what ends the conversation.
    // ANCHOR: read_line
    pub fn read_line(&mut self, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let most = u64::try_from(limit).unwrap_or(u64::MAX);
        self.take(most).read_until(b'\n', &mut line)?;
        if line.len() == limit && !line.ends_with(b"\n") {
            let what = format!("a line is longer than {limit} bytes");
            return Err(io::Error::new(ErrorKind::InvalidData, what));
        }
        Ok((!line.is_empty()).then_some(line))
    }
    // ANCHOR_END: read_line
}

impl BufRead for Rfile<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.buffer.is_empty() {
            let n = self.files.read(&mut self.chunk)?;
            self.buffer.extend_from_slice(&self.chunk[..n]);
        }
        Ok(&self.buffer)
    }

    fn consume(&mut self, n: usize) {
        self.buffer.advance(n.min(self.buffer.len()));
        self.files.asked.set(n > 0 || self.files.asked.get());
    }
}

impl Read for Rfile<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let n = available.read(buf)?;
        self.consume(n);
        Ok(n)
    }
}

/// What the client hears: Python's `self.wfile`.
///
/// It is sent when `wbufsize` bytes wait, when [`Rfile`] has to wait for the
/// client, and after the handler, also one that failed.
pub struct Wfile<'a> {
    files: &'a Files<'a>,
}

impl<'a> Wfile<'a> {
    pub(crate) fn new(files: &'a Files<'a>) -> Wfile<'a> {
        Wfile { files }
    }
}

impl Write for Wfile<'_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.files.write(buf)?;
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.files.flush()
    }
}

/// How the files of a connection behave.
#[derive(Clone, Copy, Debug)]
pub struct FileOptions {
    /// How many bytes one read asks for; 8 KiB unless said.
    pub rbufsize: usize,
    /// How many bytes may wait to be sent; 8 KiB unless said. 0: each write is
    /// sent at once, as Python does unless said.
    pub wbufsize: usize,
    /// How long to wait for the client's next bytes; as the server's limits
    /// say, unless said.
    pub timeout: Option<std::time::Duration>,
    /// Whether small writes leave at once: TCP_NODELAY; no unless said.
    pub disable_nagle_algorithm: bool,
}

impl Default for FileOptions {
    fn default() -> FileOptions {
        FileOptions {
            rbufsize: READ_SIZE,
            wbufsize: READ_SIZE,
            timeout: None,
            disable_nagle_algorithm: false,
        }
    }
}
