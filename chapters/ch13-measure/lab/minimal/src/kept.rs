//! The conversations on connections that are kept.

use std::io::Write;

use libc::c_int;

use crate::calls::{receive_waiting, send_all_waiting, wait_in_calls};

/// How much is read at once, and the most that a head may be: 8 KiB.
const SIZE: usize = 8 * 1024;
/// How long a body may be: 16 MiB.
const MAX: usize = 16 * 1024 * 1024;
/// Where bodies begin: before them is room for the head of the reply.
const HEAD: usize = 256;

/// Each head is answered with `reply`; those that came in one read, in one
/// write.
pub(crate) fn keep(fd: c_int, reply: &[u8]) {
    let (mut input, mut output) = ([0; SIZE], Vec::new());
    let mut have = 0;
    wait_in_calls(fd);
    loop {
        let n = receive_waiting(fd, &mut input[have..]);
        if n == 0 {
            return;
        }
        have += n;
        let mut start = 0;
        while let Some(length) = head_length(&input[start..have]) {
            start += length;
            output.extend_from_slice(reply);
        }
        if !send_all_waiting(fd, &output) {
            return;
        }
        output.clear();
        input.copy_within(start..have, 0);
        have -= start;
    }
}

/// Each body comes back. It is read to where it stays.
pub(crate) fn upload(fd: c_int) {
    let mut buffer = vec![0; HEAD + SIZE];
    let mut have = HEAD;
    wait_in_calls(fd);
    loop {
        let n = receive_waiting(fd, &mut buffer[have..HEAD + SIZE]);
        if n == 0 {
            return;
        }
        have += n;
        let Some(head) = head_length(&buffer[HEAD..have]) else { continue };
        let length = content_length(&buffer[HEAD..HEAD + head]);
        let Some(length) = length.filter(|&length| length <= MAX) else {
            return;
        };
        buffer.copy_within(HEAD + head..have, HEAD);
        have -= head;
        let end = HEAD + length;
        if buffer.len() < end {
            buffer.resize(end + SIZE, 0);
        }
        while have < end {
            match receive_waiting(fd, &mut buffer[have..end]) {
                0 => return,
                n => have += n,
            }
        }
        let start = put_head(&mut buffer[..HEAD], length);
        if !send_all_waiting(fd, &buffer[start..end]) {
            return;
        }
        buffer.copy_within(end..have, HEAD);
        have -= length;
    }
}

/// Writes the head of a reply to the end of `room`; says where it begins.
fn put_head(room: &mut [u8], length: usize) -> usize {
    let mut head = [0; HEAD];
    let mut rest = &mut head[..];
    let written = write!(
        rest,
        "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    debug_assert!(written.is_ok());
    let size = HEAD - rest.len();
    let start = room.len() - size;
    room[start..].copy_from_slice(&head[..size]);
    start
}

/// Until behind the empty line.
fn head_length(bytes: &[u8]) -> Option<usize> {
    let mark = c"\r\n\r\n".as_ptr().cast();
    // SAFETY: `bytes` are so many; the mark has four.
    let found =
        unsafe { libc::memmem(bytes.as_ptr().cast(), bytes.len(), mark, 4) };
    let at = found.addr().checked_sub(bytes.as_ptr().addr())?;
    Some(at + 4)
}

fn content_length(head: &[u8]) -> Option<usize> {
    let head = std::str::from_utf8(head).ok()?;
    let mut lines = head.split("\r\n");
    let line = lines.find_map(|line| line.strip_prefix("Content-Length: "))?;
    line.parse().ok()
}
