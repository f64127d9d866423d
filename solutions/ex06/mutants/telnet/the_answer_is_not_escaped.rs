// killed by: IAC IAC is one byte 255 of the text, read and written
//! A 255 that the inner protocol says goes out once.

use std::io;

use bytes::{Buf, BytesMut};
use endpoint::Peer;
use http_basic::{Next, Protocol};

/// The first byte of every command.
pub const IAC: u8 = 255;
/// "Do not switch it on", and the answer to WILL.
pub const DONT: u8 = 254;
/// "Please switch it on."
pub const DO: u8 = 253;
/// "I will not", and the answer to DO.
pub const WONT: u8 = 252;
/// "I would like to switch it on."
pub const WILL: u8 = 251;
/// Something about an option begins.
pub const SB: u8 = 250;
/// It ends.
pub const SE: u8 = 240;

/// `inner`, for clients that speak Telnet.
#[derive(Debug)]
pub struct Telnet<P> {
    inner: P,
    /// Text that the inner protocol has not taken yet.
    text: BytesMut,
    /// SB was read, and SE was not.
    in_option: bool,
}

impl<P: Protocol> Telnet<P> {
    /// Lets `inner` talk to a Telnet client.
    pub fn new(inner: P) -> Telnet<P> {
        Telnet { inner, text: BytesMut::new(), in_option: false }
    }

    /// Hands `text` to the inner protocol, and what it says to `output`.
    fn pass_on(&mut self, text: &[u8], output: &mut BytesMut) -> Next {
        if text.is_empty() {
            return Next::Keep;
        }
        self.text.extend_from_slice(text);
        let mut said = BytesMut::new();
        let next = self.inner.data_received(&mut self.text, &mut said);
        put(&said, output);
        next
    }

    /// Takes the command at the front of `input`, IAC first. `None`: some of
    /// it is missing.
    fn command(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Option<Next> {
        let &command = input.get(1)?;
        let (mut next, mut length) = (Next::Keep, 2);
        match command {
            SE => self.in_option = false,
            _ if self.in_option => {}
            IAC => next = self.pass_on(&[IAC], output),
            SB => self.in_option = true,
            DO | DONT | WILL | WONT => {
                let &option = input.get(2)?;
                refuse(command, option, output);
                length = 3;
            }
            _ => {}
        }
        input.advance(length);
        Some(next)
    }
}

/// Answers what is a question.
fn refuse(command: u8, option: u8, output: &mut BytesMut) {
    match command {
        DO => output.extend_from_slice(&[IAC, WONT, option]),
        WILL => output.extend_from_slice(&[IAC, DONT, option]),
        _ => {}
    }
}

/// Appends `text`, each 255 doubled.
fn put(text: &[u8], output: &mut BytesMut) {
    for part in text.split_inclusive(|&byte| byte == IAC) {
        output.extend_from_slice(part);
    }
}

impl<P: Protocol> Protocol for Telnet<P> {
    fn connection_made(&mut self, peer: &Peer, output: &mut BytesMut) -> Next {
        let mut said = BytesMut::new();
        let next = self.inner.connection_made(peer, &mut said);
        put(&said, output);
        next
    }

    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        loop {
            let at = input.iter().position(|&byte| byte == IAC);
            let text = input.split_to(at.unwrap_or(input.len()));
            if !self.in_option {
                let next = self.pass_on(&text, output);
                if next != Next::Keep {
                    return next;
                }
            }
            match self.command(input, output) {
                Some(Next::Keep) => {}
                Some(next) => return next,
                None => return Next::Keep,
            }
        }
    }

    fn eof_received(&mut self, _: &mut BytesMut, output: &mut BytesMut) {
        let mut said = BytesMut::new();
        self.inner.eof_received(&mut self.text, &mut said);
        put(&said, output);
    }

    fn connection_lost(&mut self, error: Option<&io::Error>) {
        self.inner.connection_lost(error);
    }

    fn is_idle(&self) -> bool {
        !self.in_option && self.text.is_empty() && self.inner.is_idle()
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        let mut said = BytesMut::new();
        self.inner.overloaded(&mut said);
        put(&said, output);
    }
}
