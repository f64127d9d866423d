//! Chapter 14's machine on sockets.
//!
//! [`http1::Connection`] says what the bytes mean and which time-out applies.
//! What is missing is here: reading, writing, waiting, a clock, and the three
//! ways of serving many clients of chapters 8 and 9.
//!
//! # Layout
//!
//! * `service`: [`Service`], who answers; `exchange`: [`Exchange`], one
//!   request and its answer; `failure`: [`Failure`].
//! * `conversation`: [`Conversation`], a connection between two waits;
//!   [`hold`]: a thread, or a process, waits with it.
//! * `threads`: [`serve_threads`]; `prefork`: [`serve_prefork`].
//! * `pool`: [`serve_pool`]; `parking`: where its connections wait;
//!   `attendant`: who looks after them.
//! * [`client`]: what the programs of this chapter and the next ask with;
//!   [`command`]: what they serve with.
//! * `times`: [`Times`]; `clock`: [`Clock`]; `busy`: the words for a client
//!   that nobody has time for.
//!
//! # Who waits where
//!
//! With a thread for each connection, and with a process for each, whoever
//! serves a client also waits for its next request. A pool cannot afford
//! that: its connections wait in a *parking lot*, one poll set for all, and
//! have a thread only while something is to be done. A client that sends its
//! head byte by byte holds no thread either; one that sends its *body* so
//! does, until [`Times::body`] is over, since the service reads it.
//!
//! # Left out
//!
//! Tunnels and other protocols after a 101: the connection is closed.

mod attendant;
mod busy;
pub mod client;
mod clock;
pub mod command;
mod conversation;
mod exchange;
mod failure;
mod hold;
mod parking;
mod pool;
mod prefork;
mod service;
mod threads;
mod times;

pub use busy::say_busy;
pub use clock::Clock;
pub use conversation::{Conversation, Rest};
pub use exchange::Exchange;
pub use failure::Failure;
pub use hold::hold;
pub use pool::{Pooling, serve_pool};
pub use prefork::serve_prefork;
pub use service::Service;
pub use threads::{STACK_SIZE, serve_threads};
pub use times::Times;
