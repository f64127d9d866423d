//! A stream has no messages; this crate puts them back.
//!
//! A socket delivers bytes in order, cut wherever it suits the network. Who
//! wants messages must say in the bytes themselves where each one ends. A
//! [`Decoder`] finds those ends, an [`Encoder`] writes them, and [`Framed`]
//! connects both to a stream. Nothing here knows what a socket is: a decoder
//! stands on bytes alone, so a test can feed it every cut there is.
//!
//! # Layout
//!
//! * `codec`: the traits [`Decoder`] and [`Encoder`], and what they promise.
//! * `framed`: [`Framed`], a stream that gives and takes whole messages.
//! * `fixed`: [`FixedLength`], the first codec: N bytes, then the next N.
//! * [`reading`]: a struct on the wire, 16 bytes by hand.
//!
//! Left out: anything asynchronous, and sharing one stream between threads.

mod codec;
mod fixed;
mod framed;
pub mod reading;

pub use codec::{Decoder, Encoder, Unfinished, decode_all};
pub use fixed::{FixedError, FixedLength};
pub use framed::{Error, Framed, READ_SIZE};
