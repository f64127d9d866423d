//! One protocol and one client, until either has said all.

use std::io::{self, ErrorKind};

use bytes::BytesMut;
use endpoint::{Peer, Stream};

use crate::talk::READ_SIZE;
use crate::{Next, Protocol, Talk, Terms};

/// Lets `protocol` talk to the client at the other end of `stream`.
///
/// Returns when either has said all; the caller then drops `stream`, which
/// closes it. All the protocol's answers are sent, or it is an error.
///
/// # Errors
///
/// What ended the conversation before its time: the client reset it, was
/// waited for in vain ([`ErrorKind::TimedOut`]), or left in the middle of a
/// message ([`ErrorKind::UnexpectedEof`]).
pub fn converse(
    stream: &Stream,
    peer: &Peer,
    protocol: &mut impl Protocol,
    terms: &Terms<'_>,
) -> io::Result<()> {
    let mut output = BytesMut::new();
    let next = protocol.connection_made(peer, &mut output);
    let talk = Talk::new(stream, terms);
    let result = hold(&talk, protocol, next, output);
    protocol.connection_lost(result.as_ref().err());
    result
}

fn hold(
    talk: &Talk<'_>,
    protocol: &mut impl Protocol,
    mut next: Next,
    mut output: BytesMut,
) -> io::Result<()> {
    let mut input = BytesMut::new();
    let mut chunk = [0; READ_SIZE];
    let mut first = true;
    // ANCHOR: hold
    loop {
        talk.send(&mut output)?;
        match next {
            Next::Keep => {}
            Next::Close if input.is_empty() => return talk.close(),
            Next::Close | Next::Drain => return talk.drain(),
        }
        let idle = input.is_empty() && protocol.is_idle();
        let Some(n) = talk.receive(&mut chunk, idle, first)? else {
            return Ok(());
        };
        first = false;
        if n == 0 {
            protocol.eof_received(&mut input, &mut output);
            talk.send(&mut output)?;
            let whole = input.is_empty() && protocol.is_idle();
            return whole.then_some(()).ok_or_else(left_in_the_middle);
        }
        input.extend_from_slice(&chunk[..n]);
        next = protocol.data_received(&mut input, &mut output);
    }
    // ANCHOR_END: hold
}

fn left_in_the_middle() -> io::Error {
    let what = "left in the middle of a message";
    io::Error::new(ErrorKind::UnexpectedEof, what)
}
