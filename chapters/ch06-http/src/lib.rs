//! HTTP on a socket, and what a server says apart from how it is served.
//!
//! A request and a response are each two framings glued together: a head that
//! ends with a mark (chapter 4) and a body whose length stands in the head
//! (chapter 5). [`Protocol`] separates them from the loop that serves them;
//! [`serve`] is the first such loop, one client after another.
//!
//! # Layout
//!
//! * `protocol`: [`Protocol`], bytes in, bytes out; [`Next`], keep or close.
//! * `apps`: [`LineEcho`], [`Upper`]; `hello`: [`Hello`], the one that speaks
//!   HTTP.
//! * `head`, `fields`: [`parse`], a request's head by hand; `with_httparse`:
//!   [`parse_with_httparse`], the same by the crate that hyper uses.
//! * `request`: [`RequestDecoder`]: head and body; `response`: [`Response`].
//! * `ask`, `reply`: the client's half: [`Ask`], [`read_reply`].
//! * `converse`: [`converse`]: one protocol and one client; `talk`: [`Talk`],
//!   its waits; `now`: calls that do not wait.
//! * `accept`: [`Acceptor`]: clients off the queue; `leaving`: those that were
//!   refused.
//! * `sequential`: [`serve`].
//! * [`command`]: what the command lines of chapters 6 to 9 share.
//! * `stop`, `wait`, `limits`: [`Stop`], [`readable`], [`Limits`].
//!
//! # Left out
//!
//! A second request on the same connection, chunked bodies, and everything
//! else that makes HTTP/1.1 more than these pages (chapter 14).

mod accept;
mod apps;
mod ask;
pub mod command;
mod converse;
mod fields;
mod head;
mod hello;
mod leaving;
mod limits;
mod now;
mod protocol;
mod reply;
mod request;
mod response;
mod sequential;
mod stop;
mod talk;
mod wait;
mod with_httparse;

pub use accept::{Acceptor, Arrival, complain, has_clients};
pub use apps::{LineEcho, Upper, answer_to};
pub use ask::{Ask, AskError, ask};
pub use converse::converse;
pub use fields::{Fields, MAX_FIELDS};
pub use head::{Head, HeadError, ReplyHead, Version, parse, parse_reply};
pub use hello::{Hello, answer};
pub use limits::Limits;
pub use protocol::{Next, Protocol};
pub use reply::{MAX_INTERIM, Reply, ReplyError, read_reply};
pub use request::{
    MAX_BODY, MAX_HEAD, MAX_LINE, Request, RequestDecoder, RequestError,
};
pub use response::{Response, reason};
pub use sequential::{report, serve};
pub use stop::Stop;
pub use talk::{DRAIN_SIZE, READ_SIZE, Talk, Terms};
pub use wait::{readable, writable};
pub use with_httparse::parse_with_httparse;
