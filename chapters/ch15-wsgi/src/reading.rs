//! `wsgi.input`, as the gateway provides it.

use crate::handler::ServerHandler;
use crate::{InputError, InputStream};

/// How much is read at once to find a line's end: 8 KiB.
const READ: usize = 8 * 1024;

impl InputStream for ServerHandler<'_> {
    fn read_into(&self, buf: &mut [u8]) -> Result<usize, InputError> {
        if self.is_over() {
            return Ok(0); // what comes is the next request
        }
        let mut ahead = self.ahead.borrow_mut();
        if !ahead.is_empty() {
            let n = ahead.len().min(buf.len());
            buf[..n].copy_from_slice(&ahead[..n]);
            ahead.drain(..n);
            return Ok(n);
        }
        let read = self.channel.borrow_mut().read(buf);
        read.map_err(|failure| self.cannot_read(failure))
    }

    fn read_line(
        &self,
        limit: usize,
        line: &mut Vec<u8>,
    ) -> Result<usize, InputError> {
        if self.is_over() {
            return Ok(0);
        }
        let mut ahead = self.ahead.borrow_mut();
        let mut searched = 0;
        loop {
            let window = ahead.len().min(limit);
            let unseen = &ahead[searched..window];
            let end = unseen.iter().position(|&byte| byte == b'\n');
            let end = end.map(|at| searched + at + 1);
            if let Some(end) = end.or((window == limit).then_some(limit)) {
                line.extend(ahead.drain(..end));
                return Ok(end);
            }
            searched = window;
            let start = ahead.len();
            ahead.resize(start + READ, 0);
            let read = self.channel.borrow_mut().read(&mut ahead[start..]);
            let n = *read.as_ref().unwrap_or(&0);
            ahead.truncate(start + n);
            if read.map_err(|failure| self.cannot_read(failure))? == 0 {
                line.append(&mut ahead);
                return Ok(start);
            }
        }
    }
}
