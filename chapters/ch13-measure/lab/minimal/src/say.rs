//! The conversations with one request.

use std::mem::MaybeUninit;

use libc::{c_int, c_void};

use crate::calls::{close, has_more, receive, send_all};
use crate::kept::{keep, upload};

/// How long a line or a head may be: 8 KiB.
const SIZE: usize = 8 * 1024;
/// How much is thrown away before closing.
const DRAIN: usize = 1024 * 1024;

/// What the server says.
#[derive(Clone, Copy)]
pub(crate) enum Say {
    /// Lines come back.
    Echo,
    /// One reply to every head, and the end.
    Hello(&'static [u8]),
    /// One reply to every head, as long as heads come.
    Keep(&'static [u8]),
    /// Bodies come back, as long as they come.
    Upload,
}

/// Room for what comes; not filled with zeros first.
type Room = MaybeUninit<[u8; SIZE]>;

impl Say {
    pub(crate) fn hello(body: &str) -> Say {
        let reply = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        Say::Hello(reply.leak().as_bytes())
    }

    pub(crate) fn keep(body: &str) -> Say {
        let reply = format!(
            "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        Say::Keep(reply.leak().as_bytes())
    }

    /// One conversation, and the end of the connection.
    pub(crate) fn talk(self, fd: c_int) {
        match self {
            Say::Echo => echo(fd),
            Say::Hello(reply) => hello(fd, reply),
            Say::Keep(reply) => keep(fd, reply),
            Say::Upload => upload(fd),
        }
        close(fd);
    }
}

fn echo(fd: c_int) {
    let mut room = Room::uninit();
    let start = room.as_mut_ptr().cast::<u8>();
    let mut have = 0;
    loop {
        // SAFETY: `have` bytes of the room are taken, the rest is free. A line
        // that fills it asks for zero bytes, which ends the conversation.
        let n = unsafe { receive(fd, start.add(have), SIZE - have) };
        if n <= 0 {
            return;
        }
        have += n as usize;
        // SAFETY: so many bytes have been received into the room.
        let bytes = unsafe { std::slice::from_raw_parts_mut(start, have) };
        let Some(at) = bytes.iter().rposition(|&byte| byte == b'\n') else {
            continue;
        };
        if !send_all(fd, &bytes[..=at]) {
            return;
        }
        bytes.copy_within(at + 1.., 0);
        have -= at + 1;
    }
}

fn hello(fd: c_int, reply: &[u8]) {
    let mut room = Room::uninit();
    let start = room.as_mut_ptr().cast::<u8>();
    let mut have = 0;
    loop {
        // SAFETY: as in `echo`.
        let n = unsafe { receive(fd, start.add(have), SIZE - have) };
        if n <= 0 {
            return;
        }
        have += n as usize;
        let end = c"\r\n\r\n".as_ptr().cast::<c_void>();
        // SAFETY: `have` bytes have been received; the mark has four.
        let found = unsafe { libc::memmem(start.cast(), have, end, 4) };
        if !found.is_null() {
            break;
        }
    }
    if send_all(fd, reply) && has_more(fd) {
        drain(fd);
    }
}

/// Bytes that nobody read would make closing destroy the reply.
fn drain(fd: c_int) {
    // SAFETY: a plain call.
    unsafe { libc::shutdown(fd, libc::SHUT_WR) };
    let mut room = Room::uninit();
    let mut left = DRAIN;
    while left > 0 {
        // SAFETY: the room has SIZE bytes.
        let n = unsafe { receive(fd, room.as_mut_ptr().cast(), SIZE) };
        if n <= 0 {
            return;
        }
        left = left.saturating_sub(n as usize);
    }
}
