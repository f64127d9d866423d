//! One question to the kernel over AF_NETLINK (netlink(7), rtnetlink(7)).
//!
//! A message is a header (length, type, flags, sequence, port), a struct of
//! its type, then attributes (length, type, bytes, padded to four).

use std::io::{self, Read, Write};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

const RTM_NEWLINK: u16 = 16;
const RTM_GETLINK: u16 = 18;
const NLMSG_DONE: u16 = 3;
const IFLA_IFNAME: u16 = 3;
/// NLM_F_REQUEST | NLM_F_DUMP: all of them.
const FLAGS: u16 = 0x301;
const HEADER: usize = 16;
/// `struct ifinfomsg`.
const INFO: usize = 16;

/// Names and numbers of the network interfaces.
// ANCHOR: interfaces
pub(super) fn interfaces() -> io::Result<Vec<(String, u32)>> {
    let family = Domain::from(libc::AF_NETLINK);
    let mut socket = Socket::new(family, Type::RAW, None)?;
    socket.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut question = Vec::new();
    question.extend(((HEADER + INFO) as u32).to_ne_bytes());
    question.extend(RTM_GETLINK.to_ne_bytes());
    question.extend(FLAGS.to_ne_bytes());
    question.resize(HEADER + INFO, 0);
    socket.write_all(&question)?;

    let mut found = Vec::new();
    let mut buf = vec![0; 65_536];
    loop {
        let n = socket.read(&mut buf)?;
        for (kind, body) in Parts::new(&buf[..n], message) {
            match kind {
                NLMSG_DONE => return Ok(found),
                RTM_NEWLINK => found.extend(link(body)),
                _ => {}
            }
        }
    }
}
// ANCHOR_END: interfaces

/// The interface that one RTM_NEWLINK message describes.
fn link(body: &[u8]) -> Option<(String, u32)> {
    let index = u32_at(body, 4)?;
    let (_, name) = Parts::new(body.get(INFO..)?, attribute)
        .find(|(kind, _)| *kind == IFLA_IFNAME)?;
    let name = name.strip_suffix(b"\0").unwrap_or(name);
    Some((String::from_utf8_lossy(name).into_owned(), index))
}

/// Reads the head of a part: its whole length, its type, the head's size.
type Head = fn(&[u8]) -> Option<(usize, u16, usize)>;

fn message(bytes: &[u8]) -> Option<(usize, u16, usize)> {
    Some((u32_at(bytes, 0)? as usize, u16_at(bytes, 4)?, HEADER))
}

fn attribute(bytes: &[u8]) -> Option<(usize, u16, usize)> {
    Some((usize::from(u16_at(bytes, 0)?), u16_at(bytes, 2)?, 4))
}

/// Parts that follow each other, each padded to four bytes.
struct Parts<'a> {
    rest: &'a [u8],
    head: Head,
}

impl<'a> Parts<'a> {
    fn new(rest: &'a [u8], head: Head) -> Parts<'a> {
        Parts { rest, head }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<(u16, &'a [u8])> {
        let (len, kind, head) = (self.head)(self.rest)?;
        let body = self.rest.get(head..len)?;
        let padded = len.next_multiple_of(4).min(self.rest.len());
        self.rest = &self.rest[padded..];
        Some((kind, body))
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_ne_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
