//! What the binaries from chapter 03 on have in common.
//!
//! They stand on the endpoints of chapter 02; what they say over them is the
//! chapter.
//!
//! # Layout
//!
//! * `serve`: [`serve`], one conversation after another, and its
//!   [`Patience`]; [`call`], a client's connection.
//! * `play`: [`play`], a recorded conversation between two parties.

mod play;
mod serve;

pub use play::{CLIENT, SERVER, finish, play, wait_for};
pub use serve::{Patience, call, serve};
