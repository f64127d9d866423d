//! A layer between a protocol and the network: Telnet's commands.
//!
//! A Telnet client sends commands among the text (RFC 854). Each begins with
//! the byte 255, IAC ("interpret as command"):
//!
//! | bytes | meaning | we answer |
//! | --- | --- | --- |
//! | `IAC IAC` | one byte 255 of the text | |
//! | `IAC DO x` | please switch option x on | `IAC WONT x` |
//! | `IAC WILL x` | may I switch option x on? | `IAC DONT x` |
//! | `IAC DONT x`, `IAC WONT x` | option x is off | nothing: it is |
//! | `IAC SB … IAC SE` | about an option, of any length | nothing |
//! | `IAC` and any other byte | break, are you there, … | nothing |
//!
//! Write a protocol that has another one inside. The inner one gets the text
//! without commands and never hears of Telnet; each 255 that it says goes out
//! as `IAC IAC`. Then `LineEcho` works with `telnet`, unchanged.
//!
//! * What comes before a command is handed to the inner protocol before the
//!   command is answered, so that the answers stand in the order of the bytes
//!   however these were cut up. When the inner one does not answer `Keep`, what
//!   follows is not looked at.
//! * Between `SB` and `SE` nothing is kept, for it may never end; `IAC IAC` in
//!   there does not end it, nor does `IAC` and any other byte but `SE`.
//! * The conversation is idle when it is for the inner protocol, no text waits
//!   for it, and no `SB` is open.
//!
//! Left out: the two bytes `\r\0`, which in Telnet are a lone `\r`.

use std::io;

use bytes::BytesMut;
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
}

impl<P: Protocol> Telnet<P> {
    /// Lets `inner` talk to a Telnet client.
    pub fn new(inner: P) -> Telnet<P> {
        Telnet { inner }
    }
}

impl<P: Protocol> Protocol for Telnet<P> {
    fn connection_made(&mut self, peer: &Peer, output: &mut BytesMut) -> Next {
        let _ = (peer, output);
        todo!("let the inner protocol speak first, and double its 255s")
    }

    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        let _ = (&mut self.inner, input, output);
        todo!("text to the inner protocol, commands to yourself")
    }

    fn eof_received(&mut self, input: &mut BytesMut, output: &mut BytesMut) {
        let _ = (input, output);
        todo!("the inner protocol has its own input: hand it that one")
    }

    fn connection_lost(&mut self, error: Option<&io::Error>) {
        let _ = error;
        todo!("tell the inner protocol")
    }

    fn is_idle(&self) -> bool {
        todo!("is nothing half there?")
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        let _ = output;
        todo!("what the inner protocol says, with its 255s doubled")
    }
}
