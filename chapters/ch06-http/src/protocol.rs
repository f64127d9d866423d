//! What a server says, apart from how it is served.

use std::io;

use bytes::BytesMut;
use endpoint::Peer;

/// One conversation, seen from the server: bytes in, bytes out.
///
/// A protocol never reads or writes: whoever serves it hands it what came and
/// sends what it appends to `output`. So the same protocol runs in one
/// process, in many, in threads, or in an event loop (the names are those of
/// Python's `asyncio.Protocol`).
///
/// # What a protocol promises
///
/// 1. Its answers depend on the bytes, never on how they were cut up.
/// 2. It takes from the front of `input` what it has understood, and leaves
///    there what it needs more bytes for.
/// 3. It has a limit on what it leaves there. Over the limit it does not
///    answer [`Next::Keep`].
// ANCHOR: protocol
pub trait Protocol {
    /// Somebody is there. The server may speak first.
    fn connection_made(&mut self, peer: &Peer, output: &mut BytesMut) -> Next {
        let _ = (peer, output);
        Next::Keep
    }

    /// Bytes came; `input` holds them, behind those left from before.
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next;

    /// The client will send no more, but may still read. After this the
    /// connection is closed.
    fn eof_received(&mut self, input: &mut BytesMut, output: &mut BytesMut) {
        let _ = (input, output);
    }

    /// It is over: `error` says why, unless it ended as it should.
    fn connection_lost(&mut self, error: Option<&io::Error>) {
        let _ = error;
    }
    // ANCHOR_END: protocol

    /// Whether no message is half read, apart from what is in `input`. An idle
    /// connection may be closed at once when the server ends.
    fn is_idle(&self) -> bool {
        true
    }

    /// What to tell a client that nobody has time for. The connection is
    /// closed after it.
    fn overloaded(&mut self, output: &mut BytesMut) {
        let _ = output;
    }
}

/// What becomes of the connection.
// ANCHOR: next
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Wait for more bytes.
    Keep,
    /// Send what is in `output`, and close.
    Close,
    /// The same, but the client may be sending still: read that, and throw it
    /// away, so that closing does not destroy the answer (chapter 1).
    Drain,
}
// ANCHOR_END: next

/// A protocol that is chosen while the program runs.
impl<P: Protocol + ?Sized> Protocol for Box<P> {
    fn connection_made(&mut self, peer: &Peer, output: &mut BytesMut) -> Next {
        (**self).connection_made(peer, output)
    }

    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        (**self).data_received(input, output)
    }

    fn eof_received(&mut self, input: &mut BytesMut, output: &mut BytesMut) {
        (**self).eof_received(input, output);
    }

    fn connection_lost(&mut self, error: Option<&io::Error>) {
        (**self).connection_lost(error);
    }

    fn is_idle(&self) -> bool {
        (**self).is_idle()
    }

    fn overloaded(&mut self, output: &mut BytesMut) {
        (**self).overloaded(output);
    }
}
