// killed by: a chunk of no bytes is the end of the body
//! Small writes, gathered into chunks.

use std::io::{self, ErrorKind, Write};

/// A writer whose bytes leave as a chunked body (RFC 9112, section 7.1).
#[derive(Debug)]
pub struct Chunks<W: Write> {
    inner: W,
    size: usize,
    /// Content of the next chunk, fewer than `size` bytes.
    gathered: Vec<u8>,
    /// `inner` has failed: part of a chunk may have left.
    broken: bool,
}

/// Whether a trailer field may be sent: its name is letters, digits and `-`,
/// and does not frame or route the message; its value has no control
/// characters (RFC 9110, section 6.5.1).
pub fn is_field(name: &str, value: &str) -> bool {
    let never = ["content-length", "host", "transfer-encoding", "trailer"];
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !name.is_empty()
        && name.bytes().all(letter)
        && !never.contains(&name.to_ascii_lowercase().as_str())
        && !value.contains(|c: char| c.is_control())
}

impl<W: Write> Chunks<W> {
    /// Chunks of up to `size` bytes (at least 1) go to `inner`.
    pub fn new(inner: W, size: usize) -> Chunks<W> {
        Chunks { inner, size, gathered: Vec::new(), broken: false }
    }

    /// Ends the body, with `trailers` behind it.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] for a field that must not stand there;
    /// what `inner` says.
    pub fn finish(mut self, trailers: &[(&str, &str)]) -> io::Result<W> {
        let mut end = b"0\r\n".to_vec();
        for (name, value) in trailers {
            if !is_field(name, value) {
                let what = format!("{name:?} cannot be a trailer field");
                return Err(io::Error::new(ErrorKind::InvalidInput, what));
            }
            end.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        end.extend_from_slice(b"\r\n");
        self.send_gathered()?;
        self.send(&end)?;
        self.inner.flush()?;
        Ok(self.inner)
    }

    /// Sends what was gathered, unless that is nothing.
    fn send_gathered(&mut self) -> io::Result<()> {
        let mut chunk = format!("{:x}\r\n", self.gathered.len()).into_bytes();
        chunk.append(&mut self.gathered);
        chunk.extend_from_slice(b"\r\n");
        self.send(&chunk)
    }

    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.check()?;
        self.inner.write_all(bytes).inspect_err(|_| self.broken = true)
    }

    fn check(&self) -> io::Result<()> {
        match self.broken {
            true => Err(ErrorKind::BrokenPipe.into()),
            false => Ok(()),
        }
    }
}

impl<W: Write> Write for Chunks<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.check()?;
        let room = self.size - self.gathered.len();
        let taken = buf.len().min(room);
        self.gathered.extend_from_slice(&buf[..taken]);
        if self.gathered.len() == self.size {
            self.send_gathered()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.check()?;
        self.send_gathered()?;
        self.inner.flush().inspect_err(|_| self.broken = true)
    }
}
