//! Answers are ready in any order, and leave in the order of the requests.
//!
//! A client sends three requests without waiting, and three threads work on
//! them. The second is ready first. HTTP/1.1 has no numbers on answers: the
//! first that comes is the first that was asked for. So the second waits, and
//! this queue is where. It has no thread and no socket in it.
//!
//! ```text
//! request            ticket A        A is at the front
//! request            ticket B
//! data(B, "two")                     output is empty: B waits
//! data(A, "on")                      output is "on": A's bytes leave at once
//! end(B, Keep)
//! data(A, "e"), end(A, Keep)         output is "one"; when that is sent, "two"
//! ```
//!
//! * `output` is bytes of the answer at the front only. When that has ended and
//!   all of it is sent, the next one comes to the front.
//! * At most `most` requests are in the queue: those whose answers have not
//!   ended, or are not yet sent to their end. One more is not taken.
//! * Each answer has room for `room` bytes that are not sent yet. `data` takes
//!   what fits and says how much that was. (With one room for all, those that
//!   wait could fill it, and the one they wait for could say nothing.)
//! * An answer ends in one of three ways:
//!   * `Keep`: the next one may follow.
//!   * `Close`: it said `Connection: close`, so it is the last.
//!   * `Cut`: whoever made it has failed. What was not sent of it is dropped;
//!     the answers before it still leave; then the connection must be reset,
//!     so that no client takes a part for the whole.
//! * After a request that was the client's `last`, and after an answer that
//!   ended in `Close` or `Cut`, no more requests are taken. After such an
//!   answer, those behind it are never sent, and need no memory any more.
//! * Whoever makes an answer that is not wanted any more, because it has ended
//!   or will never be sent, is let talk: `data` takes all and throws it away,
//!   `end` does nothing.

/// Names one request of this connection, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

/// How an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The next answer may follow.
    Keep,
    /// It is the last one.
    Close,
    /// It will never be complete.
    Cut,
}

/// What becomes of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It goes on; perhaps something is to be sent.
    Open,
    /// All is sent, and it was the last: close.
    Close,
    /// All that can be sent is sent: reset it.
    Reset,
}

/// The answers of one connection, in the order of its requests.
#[derive(Debug)]
pub struct InOrder {
    most: usize,
    room: usize,
    // Add what you need to remember.
}

impl InOrder {
    /// At most `most` requests at a time; `room` bytes for each answer.
    pub fn new(most: usize, room: usize) -> InOrder {
        InOrder { most, room }
    }

    /// A request has come; `last`: the client will send no more. `None`: it is
    /// not taken; perhaps a later one is.
    pub fn request(&mut self, last: bool) -> Option<Ticket> {
        let _ = (self.most, last, Ticket(0));
        todo!("a new ticket, unless there are enough, or no more may come")
    }

    /// Adds `bytes` to an answer: how many of them were taken.
    pub fn data(&mut self, ticket: Ticket, bytes: &[u8]) -> usize {
        let _ = (self.room, ticket.0, bytes);
        todo!("as much as there is room for")
    }

    /// An answer has ended.
    pub fn end(&mut self, ticket: Ticket, end: End) {
        let _ = (ticket, end);
        todo!("remember how; what does that mean for those behind it?")
    }

    /// What can be sent now.
    pub fn output(&self) -> &[u8] {
        todo!("what is there of the answer at the front")
    }

    /// The first `n` bytes of the output were sent.
    pub fn sent(&mut self, n: usize) {
        let _ = n;
        todo!("whose turn is it now?")
    }

    /// What becomes of the connection.
    pub fn fate(&self) -> Fate {
        todo!("is there anything left to send, or to wait for?")
    }
}
