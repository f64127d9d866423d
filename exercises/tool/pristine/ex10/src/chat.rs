//! A chat: what one client says, all others hear.
//!
//! Until here each conversation was one client's own. In a chat, a thread
//! writes to the sockets of others. And there the whole difficulty is: one who
//! does not read must not stop the others.
//!
//! ```text
//! 1 ─▶ "hi\n"       2 ◀─ "1: hi\n"      3 ◀─ "1: hi\n"
//! 2 goes            1 ◀─ "* 2 left\n"   3 ◀─ "* 2 left\n"
//! ```
//!
//! * Clients are numbered from 1 on, in the order in which they came. One who
//!   comes hears `* you are 4`, and all others `* 4 came`; when one is gone,
//!   they hear `* 4 left`, however it went.
//! * A line is what ends with `\n`; a `\r` in front of it is not passed on. It
//!   is told to all others, not to who said it. One that is no UTF-8 is told as
//!   `?`. One over 8 KiB (`delimited::MAX_LENGTH`) ends the conversation.
//! * All hear all lines in the same order.
//! * Nobody waits for anybody: lines go out with `send(2)` and MSG_DONTWAIT.
//!   Who has no room for a whole line is thrown out: `shutdown(2)` of its
//!   stream ends its conversation from outside. It has half a line then, which
//!   is why it may not stay.
//! * Writing to one who has just gone is an error, and ends nobody else's
//!   conversation. (MSG_NOSIGNAL: no SIGPIPE. Rust ignores that one anyway.)
//!
//! [`Visitor`] is a `RequestHandler` for connections: `setup` and `finish` have
//! the connection in their hands, and `Stream::try_clone` gives the room one of
//! its own. What is read goes through chapter 6: `converse` with a `Protocol`
//! whose output stays empty ([`Listening`]). So all its limits hold.

use std::io;
use std::sync::Arc;

use bytes::BytesMut;
use http_basic::{Next, Protocol, Terms, converse};
use socketserver::{Connection, RequestHandler};

/// Who is there. Shared by all threads.
#[derive(Debug, Default)]
pub struct Room {
    // Who has which number, and a stream to each.
}

/// One client's handler.
#[derive(Debug)]
pub struct Visitor {
    room: Arc<Room>,
    // Its number, once it has one.
}

impl Visitor {
    /// For a client who may come into `room`.
    pub fn new(room: &Arc<Room>) -> Visitor {
        Visitor { room: Arc::clone(room) }
    }
}

impl RequestHandler<Connection> for Visitor {
    fn setup(&mut self, request: &mut Connection) -> io::Result<()> {
        let _ = (&self.room, request.stream());
        todo!("a number, a stream for the room, and the others hear of it")
    }

    fn handle(
        &mut self,
        request: &mut Connection,
        terms: &Terms<'_>,
    ) -> io::Result<()> {
        let mut listening = Listening {};
        converse(request.stream(), request.peer(), &mut listening, terms)
    }

    fn finish(&mut self, request: &mut Connection) -> io::Result<()> {
        let _ = request;
        todo!("out of the room, and the others hear of it")
    }
}

/// Hears what one client says, and has nothing to say itself.
#[derive(Debug)]
pub struct Listening {
    // The room, the number, a decoder.
}

impl Protocol for Listening {
    fn data_received(
        &mut self,
        input: &mut BytesMut,
        output: &mut BytesMut,
    ) -> Next {
        let _ = (input, output);
        todo!("line after line to the others")
    }
}
